//! A raw record: what a file is cut into.

use std::fmt;
use std::sync::Arc;
use whowhom_text::record::DocumentRecord;

/// Where a record stands, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name as the user gave it.
    pub file: Arc<str>,
    /// Where in the file; absent when the file is one article.
    pub at: Option<At>,
}

/// Where in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A line, from 1.
    Line(u64),
    /// A row of a table, from 1 and without its head, and the line on which it begins, where the table has lines.
    Row(u64, Option<u64>),
    /// A record of an archive or feed, from 1, and the byte at which it begins, counted as unpacked.
    Record(u64, u64),
}

impl At {
    /// The record's number in its file, which names records that have no name.
    pub fn number(self) -> u64 {
        match self {
            Self::Line(n) | Self::Row(n, _) | Self::Record(n, _) => n,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.file;
        match self.at {
            None => f.write_str(file),
            Some(At::Line(line) | At::Row(_, Some(line))) => write!(f, "{file}:{line}"),
            Some(At::Row(row, None)) => write!(f, "{file}, row {row}"),
            Some(At::Record(number, byte)) => write!(f, "{file}, record {number} at byte {byte}"),
        }
    }
}

/// A record as it was read.
#[derive(Debug)]
pub struct Raw {
    /// Where it stands.
    pub place: Place,
    /// The name of the file's article, or the first part of its records' names.
    pub stem: Arc<str>,
    /// What it holds, or why it could not be read, in words.
    pub content: Result<Content, String>,
}

/// What a record holds.
#[derive(Debug)]
pub enum Content {
    /// An article in plain text.
    Article(Vec<u8>),
    /// A document in JSON.
    Json(Vec<u8>),
    /// A web page.
    Page(Box<Page>),
    /// The fields of a row or feed item.
    Fields(Box<DocumentRecord>),
}

/// A web page, or the plain text that somebody made of one.
#[derive(Debug, Default)]
pub struct Page {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether they are plain text already.
    pub plain: bool,
    /// Its address.
    pub url: Option<String>,
    /// The encoding that its server named.
    pub charset: Option<String>,
}

/// What the readers of the file formats share: how their records are named and placed.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The file's name as the user gave it.
    pub file: Arc<str>,
    /// The first part of its records' names.
    pub stem: Arc<str>,
}

impl Names {
    /// A raw record at `at`.
    pub fn raw(&self, at: Option<At>, content: Result<Content, String>) -> Raw {
        Raw { place: Place { file: self.file.clone(), at }, stem: self.stem.clone(), content }
    }
}
