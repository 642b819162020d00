//! Why there is nothing that could be read.

use std::io;
use std::path::PathBuf;
use whowhom_text::data::DataError;

/// Why reading cannot begin. What is wrong with single records is told with the records.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No input was named, and standard input is a terminal.
    #[error("there is nothing to read")]
    NothingToRead,
    /// A file or folder that the user named cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Open {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A folder that the user named holds nothing to read.
    #[error("no articles in the folder {}", .0.display())]
    NoArticles(PathBuf),
    /// No file fits a pattern.
    #[error("no file fits the pattern {}{}", pattern.display(), why.map(|why| format!(": {why}")).unwrap_or_default())]
    NoMatch {
        /// The pattern.
        pattern: PathBuf,
        /// What is wrong with the pattern itself.
        why: Option<&'static str>,
    },
    /// A column mapping is not written as it should be.
    #[error(
        "{0:?} maps no column: write FIELD=COLUMN, with id, text, date, title, publisher, url or language as FIELD"
    )]
    Columns(String),
    /// A column mapping maps something that reports do not have.
    #[error("{field:?} is no field of a report: {}", meant_or_fields(meant.as_deref()))]
    Field {
        /// What it maps.
        field: String,
        /// The field that was probably meant.
        meant: Option<String>,
    },
    /// A table of dates or of our own data is not as it should be.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl ReadError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::NothingToRead => "name a file or a folder, or pipe text in; `whowhom code --help` shows examples",
            Self::NoArticles(_) => {
                "files are known by their names: .txt, .html, .jsonl, .csv, .tsv, .parquet, .rss, .atom, .xml, .warc, \
                 each plain or with .gz or .zst behind it"
            }
            Self::Columns(_) | Self::Field { .. } => "as in --columns text=body,date=published",
            Self::NoMatch { .. } | Self::Open { .. } | Self::Data(_) => return None,
        })
    }
}

fn meant_or_fields(meant: Option<&str>) -> String {
    match meant {
        Some(meant) => format!("is {meant:?} meant?"),
        None => "id, text, date, title, publisher, url and language are".into(),
    }
}
