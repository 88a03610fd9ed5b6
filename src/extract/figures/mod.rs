//! Amounts, percentages, quantities, counts, ratios, durations and dates.

mod beside;
mod bind;
mod context;
mod dates;
mod extent;
mod lexicon;
mod money;
mod nouns;
mod scan;
mod traps;

pub use bind::bind;

use context::Scope;

use crate::model::{
    Analysis, Annotation, BlockKind, Document, Figure, Language, Layer, Span, Table,
};

/// Returns the figures of a document, disjoint, not yet bound to what they measure.
///
/// A figure's span is the number with its unit or counted noun; words that bound or blur
/// it stay outside. Dates are figures of kind [`Date`](crate::model::FigureKind::Date).
/// Article and page numbers, note calls, clock times, names with numbers and the like
/// are none. Running headers, menus and tables of contents are left out.
///
/// # Example
/// ```
/// use dicta::extract::figures::figures;
/// use dicta::language::analyze;
/// use dicta::model::{BlockKind, DocumentBuilder, Metadata};
/// let mut builder = DocumentBuilder::default();
/// for text in ["La facture atteint près de 12,4 Mds d’euros.", "The U.K. spent £320m on it."] {
///     let start = builder.text().len();
///     builder.parts().0.push_str(text);
///     builder.close_block(start, BlockKind::Paragraph, None);
/// }
/// let document = builder.finish("report.txt", Metadata::default());
/// let found = figures(&document, &analyze(&document));
/// let quotes: Vec<_> = found.iter().map(|f| f.span.quote(document.text())).collect();
/// assert_eq!(quotes, ["12,4 Mds d’euros", "£320m"]);
/// ```
pub fn figures(document: &Document, analysis: &Analysis) -> Layer<Figure> {
    let mut skips: Vec<(usize, usize)> = document
        .note_calls()
        .iter()
        .filter_map(|call| call.span.map(|span| (span.start(), span.end())))
        .collect();
    skips.sort_unstable();
    let mut reader = Reader {
        document,
        skips,
        atoms: Vec::new(),
        found: Vec::new(),
        home: money::Home::default(),
    };
    for (place, block) in document.blocks().iter().enumerate() {
        if !block.kind.is_body() {
            continue;
        }
        let language = analysis.languages.get(place).copied().unwrap_or_default();
        match block.kind {
            BlockKind::Table { table } => {
                if let Some(table) = document.tables().get(table as usize) {
                    reader.read_table(table, language);
                }
            }
            _ => reader.read(block.span, language),
        }
    }
    Layer::new(reader.found)
}

struct Reader<'a> {
    document: &'a Document,
    /// The note calls that still stand in the text.
    skips: Vec<(usize, usize)>,
    /// Used again for each block.
    atoms: Vec<scan::Atom>,
    found: Vec<Annotation<Figure>>,
    /// The currencies that the document speaks of.
    home: money::Home,
}

impl Reader<'_> {
    fn read_table(&mut self, table: &Table, language: Language) {
        let text = self.document.text();
        let caption = table
            .caption
            .and_then(|block| self.document.blocks().get(block as usize))
            .map(|block| block.span.quote(text));
        let mut heads = vec![String::new(); table.columns as usize];
        for cell in table.cells.iter().filter(|cell| cell.row < table.header_rows) {
            let columns =
                cell.column..(cell.column + cell.column_span).min(table.columns);
            for column in columns {
                if let Some(head) = heads.get_mut(column as usize)
                    && let Some(span) = cell.span
                {
                    head.push(' ');
                    head.push_str(span.quote(text));
                }
            }
        }
        for cell in &table.cells {
            let Some(span) = cell.span else { continue };
            let from = self.found.len();
            self.read(span, language);
            let Some(text) = text.get(..span.end()) else { continue };
            let scope = Scope { text, start: span.start(), language };
            if cell.row < table.header_rows || cell.column < table.header_columns {
                continue;
            }
            let head = heads.get(cell.column as usize);
            let row = table.cell(cell.row, 0).and_then(|cell| cell.span);
            // What the corner or the caption says of all, under a column of years.
            let wide = head.is_none_or(|head| is_years(head));
            let corner = heads.first().map(String::as_str).filter(|_| wide);
            let caption = caption.filter(|_| wide);
            for figure in self.found.get_mut(from..).unwrap_or_default() {
                for head in head
                    .map(String::as_str)
                    .into_iter()
                    .chain(row.map(|r| r.quote(text)))
                    .chain(corner)
                    .chain(caption)
                {
                    extent::head(&scope, figure, head);
                }
            }
        }
    }

    fn read(&mut self, span: Span, language: Language) {
        let Some(text) = self.document.text().get(..span.end()) else { return };
        let scope = Scope { text, start: span.start(), language };
        self.atoms.clear();
        scan::scan(&scope, &self.skips, &mut self.atoms);
        money::settle(&scope, self.document, &mut self.home, &mut self.atoms);
        extent::join(&scope, &mut self.atoms, &mut self.found);
    }
}

/// Tells whether a column's header holds hardly more than years.
fn is_years(head: &str) -> bool {
    head.chars().filter(|letter| letter.is_alphabetic()).count() < 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentBuilder, Metadata, Value};
    use Language::{English, French};

    fn shown(figure: &Figure) -> String {
        let value = match figure.value {
            Value::Exact(value) => value.to_string(),
            Value::Range { low, high } => format!(
                "{}..{}",
                low.map_or(String::new(), |low| low.to_string()),
                high.map_or(String::new(), |high| high.to_string())
            ),
            Value::Date(date) => date.to_string(),
            Value::Unread => "?".to_owned(),
        };
        let unit = figure.unit.clone().unwrap_or_default();
        let sign = figure.modifier.map_or("", crate::model::Modifier::sign);
        format!("{} {sign}{value} {unit}", figure.kind.name()).trim().to_owned()
    }

    fn found(language: Language, text: &str) -> (Document, Layer<Figure>) {
        let mut builder = DocumentBuilder::default();
        builder.parts().0.push_str(text);
        builder.close_block(0, BlockKind::Paragraph, None);
        let document = builder.finish("test", Metadata::default());
        let analysis = Analysis { languages: vec![language], ..Analysis::default() };
        let figures = figures(&document, &analysis);
        (document, figures)
    }

    /// Each figure is marked as `[words|kind value unit]`.
    fn check(language: Language, marked: &[&str]) {
        for marked in marked {
            let mut text = String::new();
            let mut rest = *marked;
            while let Some((before, behind)) = rest.split_once('[') {
                let (mark, after) = behind.split_once(']').unwrap();
                text.push_str(before);
                text.push_str(mark.split('|').next().unwrap());
                rest = after;
            }
            text.push_str(rest);
            let (document, figures) = found(language, &text);
            let mut result = String::new();
            let mut at = 0;
            for figure in figures.as_slice() {
                result.push_str(text.get(at..figure.span.start()).unwrap());
                let quote = figure.span.quote(document.text());
                let value = shown(&figure.value);
                result.extend(["[", quote, "|", &value, "]"]);
                at = figure.span.end();
            }
            result.push_str(text.get(at..).unwrap());
            assert_eq!(&result, marked);
        }
    }

    #[test]
    fn money_is_read_with_its_magnitude_glued_or_not() {
        check(
            French,
            &[
                "Il coûte [48,2 Md€|money 48200000000 EUR] ou [109 milliards d’euros|money 109000000000 EUR].",
                "soit [14,50 €/m²|money 14.5 EUR/m2] et [8 M CHF|money 8000000 CHF]",
                "près de [400\u{202F}millions de dollars américains|money ~400000000 USD]",
                "[un milliard et demi d'euros|money 1500000000 EUR] de plus",
                "[3 milliards et 600 millions de livres|money 3600000000 GBP] prêtés",
            ],
        );
        check(
            English,
            &[
                "It cost [£320m|money 320000000 GBP] and [€7.9bn|money 7900000000 EUR].",
                "a [CHF 8m|money 8000000 CHF] grant, [$4.1 billion|money 4100000000 USD] ([€3.8 billion|money 3800000000 EUR])",
                "a [$1 billion|money 1000000000 USD] in aid, [C$3.4 billion|money 3400000000 CAD]",
                "[half a million euros|money 500000 EUR] and [50p|money 50 penny]",
            ],
        );
    }

    #[test]
    fn percent_and_points_differ() {
        check(
            French,
            &[
                "[3,5 %|percent 3.5 %], [+1,1 %|percent 1.1 %], [25 points de base|percent 25 bp]",
                "une hausse de [2,3 points|percent 2.3 pp], [cinq points|count 5 point] à l'ordre du jour",
            ],
        );
        check(
            English,
            &[
                "by [40 per cent|percent 40 %] or [0.7 percentage points|percent 0.7 pp]",
            ],
        );
    }

    #[test]
    fn units_of_measure_are_known_by_symbol_and_name() {
        check(
            French,
            &[
                "[40 TWh|quantity 40 TWh], [450 ppm|quantity 450 ppm], [35 pétaflops|quantity 35 PFLOPS]",
                "[1,2 million d'hectares|quantity 1200000 ha] et [2,5 t éq. CO2|quantity 2.5 tCO2e]",
                "[48 heures|duration 48 h], [deux ans et demi|duration 2.5 a]",
            ],
        );
        check(
            English,
            &[
                "[373 MtCO2e|quantity 373 MtCO2e] at [150 g/km|quantity 150 g/km]",
                "[5 ft 2 in|quantity 5.1666666666666666666666666667 ft] tall, a [2-litre|quantity 2 L] engine",
                "below [1.5°C|quantity <1.5 Cel] for [a year and a half|duration 1.5 a]",
            ],
        );
    }

    #[test]
    fn counts_carry_the_lemma_of_their_noun() {
        check(
            French,
            &[
                "plus de [60 pays|count >60 pays] et [huit autres journaux|count 8 journal]",
                "[une centaine de mesures|count ~100 mesure]",
            ],
        );
        check(
            English,
            &[
                "at least [1,204 respondents|count >=1204 respondent] in [three big cities|count 3 city]",
                "[a dozen states|count 12 state] or [250 million people|count 250000000 people]",
            ],
        );
    }

    #[test]
    fn ranges_are_one_figure_and_changes_two() {
        check(
            French,
            &[
                "entre [20 et 30 %|percent 20..30 %] des [3 à 17 ans|duration 3..17 a]",
                "passé de [12,1 %|percent 12.1 %] à [18,4 %|percent 18.4 %]",
                "ramené de [18|duration 18 mo] à [12 mois|duration 12 mo]",
                "va de [15 M€ à 22 M€|money 15000000..22000000 EUR]",
            ],
        );
        check(
            English,
            &[
                "[€45-€60|money 45..60 EUR], [$35 to 40 billion|money 35000000000..40000000000 USD]",
                "rose from [5.4%|percent 5.4 %] to [5.8%|percent 5.8 %]",
                "aged [18-64|duration 18..64 a]",
            ],
        );
    }

    #[test]
    fn ratios_and_fractions_have_their_quotient() {
        check(
            French,
            &[
                "[trois communes sur huit|ratio 0.375 commune], [1/10e|ratio 0.1] du coût",
                "[un hôpital sur quatre|ratio 0.25 hôpital] ferme ; [la moitié|ratio 0.5] de l’énergie",
                "la dépense est [deux fois|ratio 2 x] plus élevée",
            ],
        );
        check(
            English,
            &[
                "[one in five|ratio 0.2], [87 of the 100|ratio 0.87] best, [2.5-fold|ratio 2.5 x]",
                "[one rural hospital in four|ratio 0.25 hospital] lacks doctors",
            ],
        );
    }

    #[test]
    fn dates_are_kept_apart() {
        check(
            French,
            &[
                "Le [11 février 2025|date 2025-02-11], en [2030|date 2030], les 10 et 11 mai.",
                "Le plan [2021-2027|date 2021] a été lancé dans les années 1990, à 15h30.",
            ],
        );
        check(
            English,
            &[
                "On [March 10, 1896|date 1896-03-10] at 7.05am; in the 1990s; on April 11.",
                "since [2019|date 2019], [2025-02-11|date 2025-02-11] at 20:30",
            ],
        );
    }

    #[test]
    fn references_and_names_are_no_figures() {
        check(
            French,
            &[
                "l'article L. 100-4, la loi n° 2015-992, p. 12, tableau 3, les articles 6 et 7",
                "Appelez le 03 25 76 88 78. Écrivez au 22 rue Largentier. GPT-5, R1, a16z.",
                "le règlement 2021/0106, https://x.fr/2024/15/page, la 3e place, l'Europe des Quinze",
            ],
        );
        check(
            English,
            &[
                "Article 12 of Regulation (EU) 2016/679, ISO 27001, Boeing 777, COP 28, B-29s",
                "They won 2-1. Call +44 20 7946 0958. Version 2.1.3 on the 4th floor, twenty-third.",
                "the first half, a third party, one of the best, the only one in it",
            ],
        );
    }

    #[test]
    fn a_shared_sign_or_name_takes_the_currency_of_its_country() {
        check(
            French,
            &[
                "Le Canada, Ottawa et le Québec versent [3 $|money 3 CAD], [155 G$|money 155000000000 CAD].",
                "la Suède [3 milliards de couronnes|money 3000000000 SEK], la Suisse [2 millions de francs|money 2000000 CHF]",
                "au Sénégal, [25 milliards de FCFA|money 25000000000 XOF]",
                "[254 kg|quantity 254 kg] de déchets, soit [560 livres|quantity 560 lb]",
                "la bibliothèque compte [60 000 livres|count 60000 livre]",
            ],
        );
        check(
            English,
            &[
                "a [10.5 million Australian dollars|money 10500000 AUD] fine ([$7.5 million|money 7500000 USD])",
                "[$10 million CAD|money 10000000 CAD] and [$31.20 US|money 31.2 USD]",
                "[40,000 pounds|quantity 40000 lb] of relief supplies, [2 million pounds|money 2000000 GBP] of aid",
                "[KSh 600 billion|money 600000000000 KES], [Rs 5,00,000|money 500000 INR], [₹2 lakh crore|money 2000000000000 INR]",
            ],
        );
    }

    #[test]
    fn a_number_bound_from_both_sides_is_one_range() {
        check(French, &["plus de [10 mais moins de 20 %|percent 10..20 %] des agents"]);
        check(
            English,
            &["more than [10 but less than 20 %|percent 10..20 %] of staff"],
        );
    }

    #[test]
    fn numbers_of_clauses_and_standards_are_no_figures() {
        check(
            French,
            &[
                "13.2 Accès aux services de relais, selon EN 301 549 et le WCAG 2.0",
                "La condition préalable 1 ou 2 n’est pas remplie ; un contraste de 3:1.",
                "[un mètre|quantity 1 m] du sol ou sur un mur",
            ],
        );
        check(
            English,
            &[
                "C.8.3 Stationary ICT: see clauses 9 or 10 of ETSI ES 202 975.",
                "Check 1 is true, two-way voice, Recommendation ITU-T G.722, Apache 2.0",
                "They all try to go mad, at a ratio of 4.5:1, in the order 1-2-3.",
            ],
        );
    }

    #[test]
    fn telephone_numbers_are_no_figures() {
        check(
            French,
            &[
                "Tél. : 902 555-0142 ou 514 555 1234, numéro vert 0 800 900 123",
                "[902 555 emplois|count 902555 emploi]",
            ],
        );
        check(English, &["Call 902 555 0142, (902) 555-0142 or 1-800-555-0199."]);
    }

    #[test]
    fn references_in_square_brackets_are_no_figures() {
        for (language, text) in [
            (French, "Voir les sources [12] et [i.15]."),
            (English, "See [12] and [i.5]."),
        ] {
            assert!(found(language, text).1.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_exactly_has_no_value() {
        let long = format!("[{} euros|money ? EUR] dus", "9".repeat(60));
        check(French, &[long.as_str()]);
        check(English, &["1.234,56.78 is broken, and 12.34.56 too"]);
    }

    #[test]
    fn no_text_is_too_odd() {
        let odd = [
            "",
            "½",
            "5",
            "€",
            "€€ 5",
            "- 5 %",
            "\u{200F}5\u{200F} %",
            "5\u{301} %",
            "1e999",
            "٣ %",
            "12 ft 2",
            "1/0",
            "0/0",
            "(",
            "5’",
            "un",
            "a",
            "de 5 à",
            "quatre-",
            "10^99",
            "£",
            "🎉5🎉",
            "5 000 000 000 000 000 000 000 000 000 000 €",
            "-−–+5",
            "1,,2",
            "½½",
            "1 ½ ½",
            "$-",
            "$-5",
        ];
        for text in odd {
            for language in [French, English, Language::Other] {
                let (document, figures) = found(language, &format!("a{text}b {text} "));
                for figure in figures.as_slice() {
                    assert!(!figure.span.quote(document.text()).is_empty());
                }
            }
        }
    }
}
