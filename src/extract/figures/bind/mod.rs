//! What a figure measures, whose it is and when it holds.

mod measured;
mod order;
mod owner;
mod period;
mod piped;
mod role;
mod table;
mod view;

use crate::model::{
    Actor, Analysis, BlockKind, Document, Figure, FigureActor, FigureKind, FigureRole,
    Layer, Period, Span,
};

use period::Stated;
use view::{Cue, View};

/// Binds each figure to what it measures, whose it is and when it holds.
///
/// Looks within the sentence; a pronoun takes the noun of the sentence before, a list
/// item the actor and period of the line that opens its list.
pub fn bind(
    document: &Document,
    analysis: &Analysis,
    figures: &mut Layer<Figure>,
    actors: &Layer<Actor>,
) {
    let text = document.text();
    let mut bindings = vec![Binding::default(); figures.len()];
    let mut context = Context::default();
    let all = figures.as_slice();
    for table in document.tables() {
        table::bind(document, table, figures, actors, &mut bindings);
    }
    let mut piped = vec![false; document.blocks().len()];
    let has_bars = |place: usize| {
        document.blocks().get(place).is_some_and(|block| {
            block.kind == BlockKind::Paragraph
                && memchr::memchr(b'|', block.span.quote(text).as_bytes()).is_some()
        })
    };
    let mut place = 0;
    while place < document.blocks().len() {
        let first = place;
        let mut lines = Vec::new();
        while has_bars(place) {
            lines.extend(document.blocks().get(place).map(|block| block.span));
            place += 1;
        }
        if !lines.is_empty() && piped::bind(text, &lines, figures, &mut bindings) {
            piped.iter_mut().take(place).skip(first).for_each(|slot| *slot = true);
        }
        place += 1;
    }
    for (place, sentence) in analysis.sentences.iter().enumerate() {
        let from =
            all.partition_point(|figure| figure.span.start() < sentence.span.start());
        let holds = all
            .get(from)
            .is_some_and(|figure| figure.span.start() < sentence.span.end());
        let block = document.blocks().get(sentence.block as usize);
        let item =
            block.is_some_and(|block| matches!(block.kind, BlockKind::ListItem { .. }));
        if piped.get(sentence.block as usize) == Some(&true) {
            continue;
        }
        if block.is_some_and(|block| matches!(block.kind, BlockKind::Table { .. })) {
            continue;
        }
        let opens = sentence.span.quote(text).trim_end().ends_with(':');
        // A sentence without figures matters only to the one behind it.
        let next = analysis.sentences.get(place + 1);
        let feeds = next.is_some_and(|next| {
            all.get(from).is_some_and(|figure| figure.span.start() < next.span.end())
        });
        if !holds && !opens && !feeds {
            context.previous = None;
            continue;
        }
        let view = View::new(text, analysis, sentence, figures, actors);
        let stated = period::stated(&view, figures);
        let mut before: Option<Binding> = None;
        for word_place in 0..view.words.len() {
            let Some(figure_place) = view.words[word_place].figure else { continue };
            let Some(figure) = all.get(figure_place) else { continue };
            if figure.value.kind == FigureKind::Date {
                continue;
            }
            let (role, direction) =
                role::role(&view, word_place, figures, before.as_ref());
            let role = if item && context.head_aims && role.is_some() {
                Some(FigureRole::Target)
            } else {
                role
            };
            let negated = role::is_denied(&view, word_place);
            let mut binding =
                Binding { direction, role, negated, ..Binding::default() };
            binding.measured = measured::measured(
                &view,
                word_place,
                figures,
                before.as_ref(),
                &context,
            );
            binding.actor = owner::owner(
                &view,
                word_place,
                binding.measured,
                before.as_ref(),
                &context,
                item,
            );
            binding.period =
                period::of_figure(&view, word_place, &stated, figures, role)
                    .or_else(|| context.period(&view, item));
            if let Some(slot) = bindings.get_mut(figure_place) {
                *slot = binding;
            }
            before = Some(binding);
        }
        order::settle(&view, figures, &mut bindings);
        context.follow(&view, &stated, opens, item);
    }
    for ((_, figure), binding) in figures.values_mut().zip(bindings) {
        if figure.kind == FigureKind::Date {
            continue;
        }
        figure.measured = binding.measured;
        figure.direction = binding.direction;
        figure.role = binding.role;
        figure.period = binding.period;
        figure.negated = binding.negated;
        figure.actor = binding.actor.map(|mention| FigureActor {
            mention,
            entity: actors
                .overlapping(mention)
                .next()
                .and_then(|actor| actor.value.entity.clone()),
        });
    }
}

/// What was found for one figure.
#[derive(Debug, Clone, Copy, Default)]
struct Binding {
    measured: Option<Span>,
    actor: Option<Span>,
    period: Option<Period>,
    direction: Option<crate::model::Direction>,
    role: Option<FigureRole>,
    negated: bool,
}

/// What earlier sentences leave to later ones.
#[derive(Debug, Clone, Default)]
struct Context {
    /// The noun group that the sentence before was about.
    previous: Option<Span>,
    /// Its actor.
    actor: Option<Span>,
    /// Its period.
    previous_period: Option<Period>,
    /// The actor and period of the line that opens the list.
    head_actor: Option<Span>,
    head_period: Option<Period>,
    /// Whether that line speaks of aims (`Engagements de l'État :`).
    head_aims: bool,
}

impl Context {
    /// The period that an earlier line gives a sentence without one.
    fn period(&self, view: &View, item: bool) -> Option<Period> {
        if item {
            return self.head_period;
        }
        let taken_up = view
            .words
            .iter()
            .take(3)
            .any(|word| measured::takes_up(word.text, view.language));
        if taken_up { self.previous_period } else { None }
    }

    fn follow(&mut self, view: &View, stated: &[Stated], opens: bool, item: bool) {
        let subject = view.groups.iter().find(|group| !group.actor && !group.time);
        self.previous = subject.and_then(|&group| view.span(group)).or(self.previous);
        let actor = owner::first_actor(view);
        self.actor = actor.or(self.actor.filter(|_| item));
        self.previous_period = stated.first().map(|stated| stated.period);
        if opens || !item {
            self.head_actor = actor;
            self.head_period = self.previous_period;
            self.head_aims = view.words.iter().any(|word| word.cue.is(Cue::AIM));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::figures::figures;
    use crate::language::analyze;
    use crate::model::{Direction, DocumentBuilder, FigureRole, Language, Metadata};
    use Language::{English, French};

    /// Binds the figures of a text with a block a line.
    fn bound(language: Language, text: &str) -> (Document, Layer<Figure>) {
        let mut builder = DocumentBuilder::default();
        for line in text.split('\n') {
            let start = builder.text().len();
            builder.parts().0.push_str(line.trim_start_matches("- "));
            let kind = if line.starts_with("- ") {
                BlockKind::ListItem { level: 1 }
            } else {
                BlockKind::Paragraph
            };
            builder.close_block(start, kind, None);
        }
        let document = builder.finish("test", Metadata::default());
        let mut analysis = analyze(&document);
        analysis.languages.fill(language);
        for sentence in &mut analysis.sentences {
            sentence.language = language;
        }
        let mut found = figures(&document, &analysis);
        bind(&document, &analysis, &mut found, &Layer::default());
        (document, found)
    }

    /// Binds a text whose figures stand in the order of `expected`:
    /// `measured | actor | from-to | direction | role`.
    fn check(language: Language, text: &str, expected: &[&str]) {
        let (document, found) = bound(language, text);
        let quote =
            |span: Option<Span>| span.map_or("", |span| span.quote(document.text()));
        let shown: Vec<String> = found
            .iter()
            .map(|figure| &figure.value)
            .filter(|figure| figure.kind != FigureKind::Date)
            .map(|figure| {
                let year =
                    |year: Option<i32>| year.map_or(String::new(), |y| y.to_string());
                let period = figure.period.map_or(String::new(), |period| {
                    format!("{}-{}", year(period.from), year(period.to))
                });
                format!(
                    "{} | {} | {period} | {} | {}",
                    quote(figure.measured),
                    quote(figure.actor.as_ref().map(|actor| actor.mention)),
                    figure.direction.map_or("", Direction::name),
                    figure.role.map_or("", FigureRole::name),
                )
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn a_purpose_is_what_spending_measures() {
        check(
            French,
            "La Région Occitanie consacre 87 millions d’euros à la remise en état des lignes.",
            &["remise en état des lignes | Région Occitanie |  |  | level"],
        );
        check(
            English,
            "Last week Norway spent $3 billion on coastal defences.",
            &["coastal defences | Norway |  |  | level"],
        );
    }

    #[test]
    fn what_rises_or_falls_is_measured() {
        check(
            French,
            "Les ventes de voitures neuves ont reculé de 12 % en 2024.",
            &["ventes de voitures neuves |  | 2024-2024 | down | change"],
        );
        check(
            English,
            "Household savings jumped by 4% in 2023.",
            &["Household savings |  | 2023-2023 | up | change"],
        );
    }

    #[test]
    fn a_pair_has_baseline_and_level_each_with_its_year() {
        check(
            French,
            "Entre 2015 et 2023, le taux d'emploi est passé de 48,7 % à 58,4 %.",
            &[
                "taux d'emploi |  | 2015-2015 |  | baseline",
                "taux d'emploi |  | 2023-2023 | up | level",
            ],
        );
        check(
            English,
            "Median rents climbed from €870 to €1,240 between 2018 and 2023.",
            &[
                "Median rents |  | 2018-2018 |  | baseline",
                "Median rents |  | 2023-2023 | up | level",
            ],
        );
    }

    #[test]
    fn a_goal_makes_a_target_and_by_a_deadline() {
        check(
            French,
            "Le pays s'est engagé à réduire ses émissions de 70 % d’ici 2030.",
            &["émissions | pays | -2030 | down | target"],
        );
        check(
            English,
            "The plan aims to cut emissions by 55% by 2030.",
            &["emissions | plan | -2030 | down | target"],
        );
    }

    #[test]
    fn a_share_is_of_the_whole() {
        check(
            French,
            "À eux seuls, quelques fournisseurs détiennent 68 % du marché européen.",
            &["marché européen | fournisseurs |  |  | share"],
        );
        check(
            English,
            "Up to 45% of the budget may be carried over.",
            &["budget |  |  |  | share"],
        );
    }

    #[test]
    fn list_items_take_the_year_of_their_head_line() {
        check(
            French,
            "Finances de l’Assurance maladie en 2024 :\n- médicaments : -1,2 % ;\n- soins de ville : 108 Md€.",
            &[
                "médicaments | Assurance | 2024-2024 | down | change",
                "soins de ville | Assurance | 2024-2024 |  | level",
            ],
        );
    }

    #[test]
    fn respectively_assigns_by_order() {
        check(
            French,
            "La Bretagne et la Normandie comptent respectivement 1 207 et 2 651 communes.",
            &[
                "communes | Bretagne |  |  | level",
                "communes | Normandie |  |  | level",
            ],
        );
        check(
            English,
            "In 2024 Canada and Mexico spent $3 billion and $2 billion respectively on ports.",
            &[
                "ports | Canada | 2024-2024 |  | level",
                "ports | Mexico | 2024-2024 |  | level",
            ],
        );
    }

    #[test]
    fn a_list_with_bars_is_a_table() {
        check(
            French,
            "Aide | 2021 | 2024\nPrime | 23 M€ | 31 M€",
            &["Prime |  | 2021-2021 |  | level", "Prime |  | 2024-2024 |  | level"],
        );
    }

    #[test]
    fn what_the_words_deny_is_marked() {
        let denied = |language, text: &str| -> Vec<bool> {
            let found = bound(language, text).1;
            found.iter().map(|figure| figure.value.negated).collect()
        };
        let text = "La ville n’a pas versé 300 000 euros, mais 80 000 euros.";
        assert_eq!(denied(French, text), [true, false]);
        let text = "Il n’y a pas moins de 30 agents ni plus de 40 chefs.";
        assert_eq!(denied(French, text), [false, false]);
        let text = "The agency did not cut 1,200 jobs, but it hired 30 clerks.";
        assert_eq!(denied(English, text), [true, false]);
        assert_eq!(denied(English, "It holds no more than 30 seats."), [false]);
    }
}
