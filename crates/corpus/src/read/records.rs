//! From files to raw records.

use super::bounded::read_all;
use super::find::{Kind, Source};
use super::lines::Lines;
use super::parse::Settings;
use super::record::{Content, Names, Page, Raw};
use super::{Columns, feed, table, unpack, warc};
use std::io::{self, BufRead};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Runs through files and cuts them into raw records.
pub struct Records {
    sources: std::vec::IntoIter<Source>,
    open: Option<Cutter>,
    columns: Columns,
    consumed: Arc<AtomicU64>,
}

/// The records of a file.
pub(super) type Cutter = Box<dyn Iterator<Item = Raw> + Send>;

impl Records {
    /// The records of these files.
    pub fn new(sources: Vec<Source>, settings: &Settings) -> Self {
        Self { sources: sources.into_iter(), open: None, columns: settings.columns.clone(), consumed: Arc::default() }
    }

    /// How many bytes of the files on disk have been read so far.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        self.consumed.clone()
    }

    /// Opens a file.
    fn start(&self, source: Source) -> Cutter {
        let file: Arc<str> = source.path.as_deref().map_or("standard input".into(), |p| p.to_string_lossy().into());
        let names = Names { file, stem: source.stem.as_str().into() };
        let opened = unpack::open(source.path.as_deref(), &self.consumed).and_then(|mut reader| {
            let unread = unread(reader.fill_buf()?);
            let kind = if source.kind == Kind::Unknown { sniff(&mut reader)? } else { source.kind };
            Ok((reader, kind, unread))
        });
        match opened {
            Ok((_, _, Some(what))) => one(names.raw(None, Err(what.into()))),
            Ok((reader, kind, None)) => self.cut(kind, source, reader, names),
            Err(error) => one(names.raw(None, Err(format!("cannot be read: {error}")))),
        }
    }

    fn cut(&self, kind: Kind, source: Source, mut reader: Box<dyn BufRead + Send>, names: Names) -> Cutter {
        match kind {
            Kind::Lines => Box::new(Lines::new(reader, names)),
            Kind::Csv => table::rows(reader, b',', names, &self.columns),
            Kind::Tsv => table::rows(reader, b'\t', names, &self.columns),
            Kind::Feed => Box::new(feed::Items::new(reader, names)),
            Kind::Warc => Box::new(warc::Pages::new(reader, names)),
            Kind::Parquet => parquet(source, reader, names, &self.columns),
            Kind::Page => {
                let page = |bytes| Content::Page(Box::new(Page { bytes, ..Page::default() }));
                one(names.raw(None, read_all(&mut reader).map(page)))
            }
            Kind::Article | Kind::Unknown => one(names.raw(None, read_all(&mut reader).map(Content::Article))),
        }
    }
}

impl Iterator for Records {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        loop {
            if let Some(raw) = self.open.as_mut().and_then(Iterator::next) {
                return Some(raw);
            }
            self.open = None;
            let source = self.sources.next()?;
            self.open = Some(self.start(source));
        }
    }
}

/// A file with one record.
pub(super) fn one(raw: Raw) -> Cutter {
    Box::new(std::iter::once(raw))
}

#[cfg(feature = "parquet")]
fn parquet(source: Source, reader: Box<dyn BufRead + Send>, names: Names, columns: &Columns) -> Cutter {
    super::parquet::rows(source.path.as_deref(), reader, names, columns)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Source, _: Box<dyn BufRead + Send>, names: Names, _: &Columns) -> Cutter {
    one(names.raw(None, Err("is a Parquet file, and this program was built without Parquet".into())))
}

/// What a file is that cannot be read, whatever its name, and what to do with it. Goes by its first bytes.
fn unread(start: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "is a ZIP archive or an office document: unpack it, or save it as plain text"),
        (b"%PDF-", "is a PDF: save it as plain text"),
        (b"\xD0\xCF\x11\xE0", "is an office document: save it as plain text"),
        (b"{\\rtf", "is rich text: save it as plain text"),
        (b"BZh", "is packed with bzip2: unpack it, or pack it with gzip or zstd"),
        (b"\xFD7zXZ\0", "is packed with xz: unpack it, or pack it with gzip or zstd"),
        (b"7z\xBC\xAF", "is a 7-Zip archive: unpack it"),
        (b"Rar!\x1A", "is a RAR archive: unpack it"),
        (b"SQLite format 3\0", "is an SQLite file: a store is asked with --db"),
    ];
    let is_tar = start.get(257..262) == Some(b"ustar");
    match start {
        [] => Some("is empty"),
        // Words may begin so too, and a number does not follow.
        [b'B', b'Z', b'h', level, ..] if !level.is_ascii_digit() => None,
        _ if is_tar => Some("is a tar archive: unpack it"),
        _ => SIGNS.iter().find(|(sign, _)| start.starts_with(sign)).map(|(_, what)| *what),
    }
}

/// What a file holds, going by its first bytes.
fn sniff(reader: &mut dyn BufRead) -> io::Result<Kind> {
    let start = reader.fill_buf()?;
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let begins = |words: &str| start.get(..words.len()).is_some_and(|s| s.eq_ignore_ascii_case(words.as_bytes()));
    Ok(if begins("{") || is_list(start) {
        Kind::Lines
    } else if begins("PAR1") {
        Kind::Parquet
    } else if begins("WARC/") {
        Kind::Warc
    } else if begins("<!doctype html") || begins("<html") {
        Kind::Page
    } else if begins("<?xml") || begins("<rss") || begins("<feed") || begins("<rdf:") {
        Kind::Feed
    } else {
        Kind::Article
    })
}

/// Whether a file begins as a list of JSON objects does. It is not read as one, and the reader of lines can say so.
fn is_list(start: &[u8]) -> bool {
    start.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"))
}
