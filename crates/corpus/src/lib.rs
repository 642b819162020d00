//! Many reports: from the files that users have to documents, which of them are copies of one report.
//!
//! - [`read`] finds files, cuts them into raw records and makes a [`Document`](whowhom_text::Document) of each.
//! - [`furniture`] recognises the lines of a report that are not its words: bylines, notes to editors, "more to follow".
//! - [`language`] tells English from other languages.
//! - [`copies`] tells, one report after the other, which are copies of an earlier one.
//! - [`publishers`] knows under which names one publisher goes.
//! - [`happenings`] links what several reports tell of one happening.
//! - [`export`] writes events in the forms that other programs read.

pub mod copies;
mod error;
pub mod export;
mod fold;
pub mod furniture;
pub mod happenings;
pub mod language;
pub mod publishers;
pub mod read;

pub use error::ReadError;
