//! How events, statements, positions and documents are written.

mod csv;
mod explanation;
mod jsonl;
mod listing;
mod page;
mod table;
mod verdicts;

pub use csv::{EventCsv, report};
pub use explanation::Explanation;
pub use jsonl::{DocumentJsonl, EventJsonl, line};
pub use listing::{ListStyle, Listed, Listing, Row, position_row, statement_row};
pub use page::Page;
pub use table::{EventTable, Shown, Width, event_table, one_line};
