//! Row types and writers: table, JSON Lines, CSV, Markdown, HTML report.
//!
//! Everything takes a writer and returns what that returns; nothing here prints.

mod actors;
mod analysis;
mod annotated;
mod compare;
mod escape;
mod export;
mod findings;
mod hits;
mod listing;
mod look;
mod number;
mod records;
mod report;
mod shown;
mod status;
mod view;

pub use actors::{ActorCountJson, ENTITY_COLUMNS};
pub use analysis::{
    COLLOCATE_COLUMNS, CollocateJson, KEYNESS_COLUMNS, KWIC_COLUMNS, KeyTermJson,
    OccurrenceJson, TERM_COLUMNS, TermJson, TermRow, VERSION_COLUMNS, VersionsJson,
};
pub use annotated::write_annotated;
pub use compare::{
    DifferenceJson, DifferenceRow, DisagreementJson, DisagreementRow,
    difference_columns, disagreement_columns, write_disagreements,
};
pub use export::{
    AnnotatedText, Annotations, write_conllu, write_iramuteq, write_tei, write_tei_end,
    write_tei_start, write_vertical,
};
pub use hits::{
    HitJson, PassageRow, RankedHit, passage_columns, passage_rows, translated,
    write_hits, write_trec,
};
pub use listing::{
    Column, FORMAT, JsonRow, OutputFormat, Shown, write as write_listing,
    write_json_line,
};
pub use look::{Look, Palette, Styled, columns, one_line, truncated, wrapped};
pub use records::{
    ACTOR_COLUMNS, CLAIM_COLUMNS, EXPLAINED_COLUMNS, FIGURE_COLUMNS, RECORD_COLUMNS,
    RecordJson, WEIGHED_COLUMNS,
};
pub use report::{Report, ReportLanguage};
pub use shown::{
    BlockJson, BlockRow, block_columns, block_rows, write_blocks_json, write_text,
};
pub use status::{
    DOCUMENT_COLUMNS, DocumentJson, DocumentRow, PROBLEM_COLUMNS, Problem, Status, size,
};
pub use view::View;
