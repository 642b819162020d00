//! How events and documents are written.

mod csv;
mod explanation;
mod jsonl;
mod table;

pub use csv::EventCsv;
pub use explanation::Explanation;
pub use jsonl::{DocumentJsonl, EventJsonl};
pub use table::EventTable;
