"""Makes the office and PDF samples from the Markdown beside this file.

Needs pandoc, LibreOffice (soffice) and python-docx; run it by hand after a change:
    python3 corpus/.sources/build.py
"""
import pathlib, subprocess, tempfile
import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt

here = pathlib.Path(__file__).parent
out = here.parent


def pandoc(source, target, lang):
    subprocess.run(["pandoc", here / source, "-o", target, "-M", f"lang={lang}"], check=True)


def page_number(paragraph):
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def pdf(source, target, lang, header, columns):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / (target + ".docx")
        pandoc(source, path, lang)
        document = docx.Document(path)
        for table in document.tables:
            table.autofit = False
            for row in table.rows:
                for cell in row.cells:
                    cell.width = Inches(6.2 / columns / len(row.cells) * 0.9)
            for column in table.columns:
                column.width = Inches(6.2 / columns / len(table.columns) * 0.9)
        for section in document.sections:
            section.header.paragraphs[0].text = header
            footer = section.footer.paragraphs[0]
            footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
            page_number(footer)
            if columns > 1:
                cols = OxmlElement("w:cols")
                cols.set(qn("w:num"), str(columns))
                cols.set(qn("w:space"), "500")
                section._sectPr.append(cols)
        for style in document.styles:
            if style.name in ("Body Text", "First Paragraph", "Compact", "Table"):
                style.font.size = Pt(9.5 if columns > 1 else 12)
        document.save(path)
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, path],
                       check=True, stdout=subprocess.DEVNULL)
        (out / (target + ".pdf")).write_bytes((pathlib.Path(folder) / (target + ".pdf")).read_bytes())


pandoc("feuille-de-route-calcul.md", out / "feuille-de-route-calcul.docx", "fr-FR")
pandoc("compute-roadmap.md", out / "compute-roadmap.docx", "en-GB")
pandoc("note-logement-etudiant.md", out / "note-logement-etudiant.odt", "fr-FR")
pandoc("skills-memo.md", out / "skills-memo.odt", "en-AU")
pdf("rapport-port.md", "rapport-port", "fr-FR", "Port de Saint-Briac – Rapport annuel 2024", 1)
pdf("ai-audit-brief.md", "ai-audit-brief", "en-GB", "Office for Algorithmic Accountability", 2)
