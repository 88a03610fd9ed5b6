//! What the layout says: labels, interviews, lists below a cue, lines and brackets that
//! name a source.

use crate::model::{Block, BlockKind, ClaimForm, FigureKind, Sentence, Span};

use super::announce::announcement;
use super::draft::Draft;
use super::labels::{self, Label, LabelKind};
use super::lexicon::{Act, Class};
use super::markers::marked_source;
use super::nominal::heads;
use super::phrases::{Scene, Source, Voice};
use super::quotes::Quotation;
use super::words::{Word, is_finite};
use super::{Reading, attribute};

impl<'a> Reading<'a> {
    /// The quotation that opens at a byte.
    fn opening_at(&self, byte: usize) -> Option<&'a Quotation> {
        let place =
            self.quotations.partition_point(|quotation| quotation.outer.start() < byte);
        self.quotations.get(place).filter(|found| found.outer.start() == byte)
    }

    /// Reads what the layout says: an item below a cue, or `Label : rest`. Returns
    /// whether the sentence needs no further reading.
    pub(super) fn block_start(
        &mut self,
        scene: &Scene<'_>,
        sentence: &Sentence,
        block: &Block,
    ) -> bool {
        let listed = matches!(block.kind, BlockKind::ListItem { .. });
        if let Some(heading) = self.heading.clone() {
            let quoted = self.opening_at(block.span.start());
            if listed && !self.quotes_only {
                let content = trimmed(self.text, block.span);
                let content = content.into_iter().collect();
                self.drafts.push(Draft { content, ..heading });
                return true;
            }
            self.heading = None;
            if let Some(quotation) = quoted
                && quotation.inner.quote(self.text).split_whitespace().count() > 2
            {
                let content = vec![quotation.inner];
                let draft = Draft { content, ..heading };
                self.drafts.push(draft.in_form(ClaimForm::Direct));
                return true;
            }
        }
        let Some(label) = labels::label_of(self.text, block.span, self.positions)
        else {
            self.positions &= listed;
            return false;
        };
        let done = self.labelled(scene, sentence, label);
        self.positions &= listed;
        done
    }

    /// Reads `Label : rest`.
    fn labelled(
        &mut self,
        scene: &Scene<'_>,
        sentence: &Sentence,
        label: Label,
    ) -> bool {
        let rest_at = scene
            .words
            .iter()
            .position(|word| word.span.start() >= label.rest.start())
            .unwrap_or(scene.words.len());
        let words = scene.words.get(..rest_at.saturating_sub(1)).unwrap_or_default();
        if words.iter().any(|word| word.is(Class::SOURCE_HEAD)) && words.len() == 1 {
            return self.source_line(label, sentence);
        }
        // A cue before the colon makes a sentence of it, no label.
        if scene.groups.iter().any(|group| group.start < words.len()) {
            return false;
        }
        let kind = labels::label_kind(words, self.actors, label.label);
        let asks = kind == LabelKind::Question
            || label.rest.quote(self.text).trim_end().ends_with('?');
        let asked = std::mem::replace(&mut self.question, asks);
        let named = words.iter().any(Word::is_capital);
        let speaker = kind == LabelKind::Speaker || self.positions && named;
        let act = self.position_act;
        let draft = |content, source| {
            Draft::new(vec![content], act, sentence.language).said_by(source)
        };
        if kind == LabelKind::Question {
            return false;
        }
        // `Position de X : …`: the name alone speaks.
        if let Some((head, source)) = position_of(scene, words.len())
            && let Some(content) = trimmed(self.text, label.rest)
        {
            self.drafts.push(draft(content, Some(source)).cued([head]));
            return true;
        }
        let quoted = self.opening_at(label.rest.start());
        if speaker
            && !asked
            && let Some(quotation) = quoted
        {
            let draft = draft(quotation.inner, Some(label.label));
            self.drafts.push(draft.in_form(ClaimForm::Direct));
            return true;
        }
        // The cue right behind the label: `Syndicat : réclame quinze postes`.
        if speaker && scene.groups.first().is_some_and(|group| group.start == rest_at) {
            let source = Source {
                start: 0,
                end: words.len(),
                span: label.label,
                voice: Voice::Speaks,
            };
            let figures = self.figures;
            let figure_in = |span: Span| {
                figures.within(span).any(|figure| figure.value.kind != FigureKind::Date)
            };
            let before = self.drafts.len();
            attribute::drafts(scene, &figure_in, Some(source), &mut self.drafts);
            if self.drafts.len() > before {
                return true;
            }
        }
        if asked && named && !asks {
            let draft = draft(label.rest, Some(label.label));
            self.drafts.push(draft.in_form(ClaimForm::Direct));
            return true;
        }
        let attributed = (rest_at..scene.words.len())
            .any(|place| marked_source(scene, place, false).is_some());
        if self.positions && speaker && !attributed && !is_silence(scene, rest_at) {
            let content = trimmed(self.text, label.rest);
            self.drafts
                .extend(content.map(|content| draft(content, Some(label.label))));
            return true;
        }
        false
    }

    /// `Source : Institut Géode, 2024` below a sentence with a figure.
    fn source_line(&mut self, label: Label, sentence: &Sentence) -> bool {
        let quote = label.rest.quote(self.text);
        let name = quote.split([',', ';', '(']).next().unwrap_or(quote);
        let start = label.rest.start();
        let source = Span::trimmed(self.text, start..start + name.len())
            .filter(|name| !name.quote(self.text).ends_with('.'));
        let above = self.previous.and_then(|above| trimmed(self.text, above));
        let free = |above: Span| {
            !self.drafts.iter().rev().take(8).any(|draft| {
                draft.content.iter().any(|content| content.overlaps(above))
            })
        };
        if let (Some(source), Some(above)) = (source, above)
            && self.figures.within(above).next().is_some()
            && free(above)
        {
            self.drafts.push(
                Draft::new(vec![above], Act::Evidence, sentence.language)
                    .said_by(source),
            );
        }
        true
    }

    /// Notes a table below a line that promises: `… ont annoncé des contributions :`.
    pub(super) fn table(&mut self, block: usize) {
        let promises = self.pledging;
        self.pledging = false;
        if promises {
            self.promised.push(block);
        }
    }

    /// Keeps a cue that ends in a colon for the blocks below, and what a head line says
    /// of the list below it.
    pub(super) fn remember_heading(&mut self, scene: &Scene<'_>, block: &Block) {
        /// A longer line without a colon is no head line.
        const LONGEST_HEAD: usize = 8;
        self.heading = None;
        self.quotes_only = false;
        self.pledging =
            scene.groups.iter().any(|group| {
                group
                    .senses
                    .iter()
                    .any(|verb| matches!(verb.act, Act::Promise | Act::Intend))
                    && !group.negated
            }) && scene.words.last().is_some_and(|word| word.is_mark(self.text, ":"));
        let Some(last) = scene.words.last() else { return };
        let colon = last.is_mark(self.text, ":");
        if last.span.end() != block.span.end() {
            return;
        }
        let heads_list = colon || scene.words.len() <= LONGEST_HEAD;
        // `Ce que demandent les associations` heads demands.
        let demanded = scene
            .groups
            .iter()
            .flat_map(|group| &group.senses)
            .map(|verb| verb.act)
            .find(|act| matches!(act, Act::Recommend | Act::Promise | Act::Intend))
            .filter(|_| heads_list && !colon);
        self.position_act = demanded.unwrap_or(Act::Say);
        self.positions = demanded.is_some()
            || heads_list
                && scene
                    .words
                    .iter()
                    .any(|word| word.is(Class::POSITION_HEAD.or(Class::PLEDGE_HEAD)));
        if !colon {
            return;
        }
        let end = scene.words.len() - 1;
        let Some(group) = scene.groups.last() else {
            self.heading = heads(scene).map(|(cue, source, act)| {
                Draft::new(Vec::new(), act, scene.language).said_by(source).cued([cue])
            });
            if self.heading.is_none() {
                self.quotes_only = true;
                self.heading = said_above(scene, end);
            }
            return;
        };
        // `recommandent :`, `formulent trois propositions :` head a list; `s’articule
        // autour de cinq thèmes :` can only head what is quoted.
        let announces = scene.words.get(group.end..end).unwrap_or_default().iter();
        let announces =
            announces.filter_map(|word| word.entry).any(|e| e.noun.is_some());
        if group.end != end && !announces {
            self.quotes_only = true;
            self.heading = said_above(scene, end);
            return;
        }
        let Some(source) = scene.subject_before(group) else { return };
        if source.voice == Voice::Silent || group.passive {
            return;
        }
        let act = group
            .senses
            .iter()
            .find(|verb| verb.act != Act::Ask)
            .map_or(Act::Say, |verb| verb.act);
        self.heading = Some(
            Draft::new(Vec::new(), act, scene.language)
                .said_by(source.span)
                .cued(scene.span(group.cue_start, group.end))
                .negated(group.negated),
        );
    }

    /// `« … » Pour Agathe Morvan, …`, `“…” Megan Pryce has kept count.`: the sentence
    /// behind a quotation that nothing introduces names who said it.
    pub(super) fn name_orphan(
        &mut self,
        scene: &Scene<'_>,
        sentence: &Sentence,
        block: &Block,
    ) {
        let before = |quotation: &&Quotation| {
            let end = quotation.outer.end();
            quotation.depth == 0
                && end <= sentence.span.start()
                && self
                    .text
                    .get(end..sentence.span.start())
                    .is_some_and(|gap| gap.trim().is_empty() && gap.len() < 4)
        };
        let Some(quotation) = scene.quotations.iter().rfind(before) else { return };
        let inner = quotation.inner.quote(self.text);
        let starts = self
            .text
            .get(block.span.start()..quotation.outer.start())
            .is_some_and(|before| {
                before.is_empty()
                    || before.trim_end().ends_with(['.', '!', '?', '»', '”'])
            });
        let whole = inner.ends_with(['.', '!', '?', '…'])
            && inner.chars().next().is_some_and(char::is_uppercase)
            && inner.split_whitespace().count() > 3;
        if !starts || !whole {
            return;
        }
        let verb = (1..scene.words.len()).find(|&place| {
            is_finite(self.text, &scene.words[place], scene.language)
                || scene.groups.iter().any(|group| group.start == place)
        });
        let source = marked_source(scene, 0, true).or_else(|| {
            let subject = scene.subject_ending(verb?)?;
            let person = self.actors.within(subject.span).next().is_some()
                || scene.is(subject.start + 1, Class::HUMAN)
                || scene.is(subject.start, Class::HUMAN);
            (subject.start == 0 && subject.voice == Voice::Speaks && person)
                .then_some(subject)
        });
        let Some(source) = source else { return };
        let draft = Draft::new(vec![quotation.inner], Act::Say, scene.language)
            .said_by(source.span)
            .in_form(ClaimForm::Direct);
        self.orphans.push((quotation.inner, draft));
    }

    /// `… de 14 % (Institut Géode, 2024).`, `… (source : Institut Géode).`
    pub(super) fn in_brackets(
        &mut self,
        sentence: &Sentence,
        figure_in: &dyn Fn(Span) -> bool,
    ) {
        let quote = sentence.span.quote(self.text);
        let Some(body) = quote.trim_end_matches(['.', ' ']).strip_suffix(')') else {
            return;
        };
        let Some(open) = body.rfind('(') else { return };
        let inside = body.get(open + 1..).unwrap_or_default();
        let lead = ["source :", "source\u{a0}:", "source:", "sources :", "sources:"]
            .iter()
            .find(|lead| {
                inside.get(..lead.len()).is_some_and(|at| at.to_lowercase() == **lead)
            })
            .map_or(0, |lead| lead.len());
        let named = inside.get(lead..).unwrap_or_default();
        let (name, year) = named.rsplit_once(',').unwrap_or((named, ""));
        let year = year.trim();
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = name.trim().chars().next().is_some_and(char::is_uppercase)
            && name.len() < 80;
        let start = sentence.span.start();
        let from = start + open + 1 + lead;
        let content = Span::trimmed(self.text, start..start + open);
        let source = Span::trimmed(self.text, from..from + name.len());
        if let (true, true, Some(content), Some(source)) =
            (is_year || lead > 0, is_name, content, source)
            && figure_in(content)
        {
            let draft = Draft::new(vec![content], Act::Evidence, sentence.language);
            self.drafts.push(draft.said_by(source));
        }
    }
}

/// A line that ends in a colon, said by its subject in whatever words.
fn said_above(scene: &Scene<'_>, colon: usize) -> Option<Draft> {
    let (source, verb) = announcement(scene, colon)?;
    if source.voice != Voice::Speaks {
        return None;
    }
    let cue = scene.span(verb, colon);
    Some(
        Draft::new(Vec::new(), Act::Say, scene.language).said_by(source.span).cued(cue),
    )
}

/// The head and the owner of a label such as `Position de l’Union des bailleurs`.
fn position_of(scene: &Scene<'_>, end: usize) -> Option<(Span, Span)> {
    let head = (0..end).find(|&place| scene.is(place, Class::POSITION_HEAD))?;
    let link = scene.words.get(head + 1)?;
    let links = link.is(Class::DE) || link.span.quote(scene.text) == "of";
    let speaks = scene.voice(head + 2, end) == Voice::Speaks;
    let source = scene.span(head + 2, end).filter(|_| links && speaks)?;
    Some((scene.words.get(head)?.span, source))
}

/// Tells whether the words from `at` say that nothing was said: `n’a pas réagi`, `has not
/// responded`, `no comment`.
fn is_silence(scene: &Scene<'_>, at: usize) -> bool {
    scene.words.iter().skip(at).take(4).any(|word| word.is(Class::SPEECH))
}

/// A span less the marks and spaces that end an item.
pub(super) fn trimmed(text: &str, span: Span) -> Option<Span> {
    let kept = span.quote(text).trim_end_matches(['.', ';', ',', ' ']);
    Span::new(text, span.start()..span.start() + kept.len())
}
