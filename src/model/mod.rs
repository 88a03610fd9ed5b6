//! Plain data: places in a text, documents, annotations and records.
//!
//! Nothing here reads a file, knows a clock, or is serialised: `output`, `index` and
//! `corpus` have their own stored forms.

mod alignment;
mod analysis;
mod date;
mod document;
mod finding;
mod language;
mod layer;
mod offsets;
mod profile;
mod record;
mod span;
mod warned;

pub use alignment::{Alignment, AlignmentBuilder};
pub use analysis::{Analysis, Sentence, Token, TokenKind};
pub use date::Date;
pub use document::{
    Block, BlockKind, Cell, Document, DocumentBuilder, Metadata, NoteCall, Table,
};
pub use finding::{
    Actor, ActorKind, Claim, ClaimForm, ClaimKind, Direction, Entity, Figure,
    FigureActor, FigureKind, FigureRole, Findings, Making, Modifier, Period, Value,
    Worth,
};
pub use language::Language;
pub use layer::{Annotation, Layer};
pub use offsets::{Offsets, Quoted};
pub use profile::{
    ActorForm, ActorProfile, CorpusActor, FormKind, Gender, Links, Renaming,
};
pub use record::{Finding, Record, RecordMaker};
pub use span::Span;
pub use warned::{Warned, Warning, WarningKind};
