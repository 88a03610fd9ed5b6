//! What a figure measures, whose it is and when it holds.

mod measured;
mod owner;
mod period;
mod role;
mod table;
mod view;

use crate::model::{
    Actor, Analysis, BlockKind, Document, Figure, FigureActor, FigureKind, Layer,
    Period, Span,
};

use period::Stated;
use view::View;

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
    for (place, sentence) in analysis.sentences.iter().enumerate() {
        let from =
            all.partition_point(|figure| figure.span.start() < sentence.span.start());
        let holds = all
            .get(from)
            .is_some_and(|figure| figure.span.start() < sentence.span.end());
        let block = document.blocks().get(sentence.block as usize);
        let item =
            block.is_some_and(|block| matches!(block.kind, BlockKind::ListItem { .. }));
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
            let mut binding = Binding { role, direction, ..Binding::default() };
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
    role: Option<crate::model::FigureRole>,
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
        }
    }
}
