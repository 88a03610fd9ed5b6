//! Row types and writers: table, JSON Lines, CSV, Markdown, HTML report.
