//! From files to raw records.

use super::find::{Kind, Source};
use flate2::read::MultiGzDecoder;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The largest article or record that is read, in bytes: what is longer is not a news report, and would fill the memory.
pub const MAX_RECORD: u64 = 256 << 20;

/// Where a record stands, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name as the user gave it.
    pub file: Arc<str>,
    /// The line, from 1; absent when the file is one article.
    pub line: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// An article or a line of a file, as it was read.
#[derive(Debug)]
pub struct Raw {
    /// Where it stands.
    pub place: Place,
    /// The name of the file's article, or the first part of its records' names.
    pub stem: Arc<str>,
    /// Its bytes, or why they could not be read.
    pub bytes: Result<Vec<u8>, String>,
}

/// Runs through files and cuts them into raw records; blank lines are passed over.
pub struct Records {
    sources: std::vec::IntoIter<Source>,
    open: Option<Lines>,
    consumed: Arc<AtomicU64>,
}

/// A file of records being read.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    file: Arc<str>,
    stem: Arc<str>,
    line: usize,
}

impl Records {
    /// The records of these files.
    pub fn new(sources: Vec<Source>) -> Self {
        Self { sources: sources.into_iter(), open: None, consumed: Arc::default() }
    }

    /// How many bytes of the files on disk have been read so far.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        self.consumed.clone()
    }

    /// Opens a file: an article is a record at once, lines are kept open.
    fn start(&mut self, source: Source) -> Option<Raw> {
        let file: Arc<str> = source.path.as_deref().map_or("standard input".into(), |p| p.to_string_lossy().into());
        let stem: Arc<str> = source.stem.into();
        let article = |bytes| Some(Raw { place: Place { file: file.clone(), line: None }, stem: stem.clone(), bytes });
        let mut reader = match self.reader(source.path.as_deref()) {
            Ok(reader) => reader,
            Err(error) => return article(Err(format!("cannot be read: {error}"))),
        };
        let lines = match source.kind {
            Kind::Lines => Ok(true),
            Kind::Article => Ok(false),
            Kind::Unknown => starts_with_brace(&mut reader),
        };
        match lines {
            Ok(true) => {
                self.open = Some(Lines { reader, file, stem, line: 0 });
                None
            }
            Ok(false) => article(read_article(&mut reader)),
            Err(error) => article(Err(format!("cannot be read: {error}"))),
        }
    }

    fn reader(&self, path: Option<&Path>) -> io::Result<Box<dyn BufRead + Send>> {
        let raw: Box<dyn Read + Send> = match path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        let mut reader = BufReader::with_capacity(1 << 16, Counted { inner: raw, count: self.consumed.clone() });
        let gzipped = reader.fill_buf()?.starts_with(&[0x1F, 0x8B]);
        Ok(if gzipped { Box::new(BufReader::new(MultiGzDecoder::new(reader))) } else { Box::new(reader) })
    }
}

impl Iterator for Records {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        loop {
            if let Some(raw) = self.open.as_mut().and_then(Lines::next) {
                if raw.bytes.is_err() {
                    self.open = None;
                }
                return Some(raw);
            }
            self.open = None;
            let source = self.sources.next()?;
            if let Some(raw) = self.start(source) {
                return Some(raw);
            }
        }
    }
}

impl Lines {
    /// The next line that is not blank. An error ends the file.
    fn next(&mut self) -> Option<Raw> {
        loop {
            let mut bytes = Vec::new();
            let read = self.reader.by_ref().take(MAX_RECORD).read_until(b'\n', &mut bytes);
            self.line += 1;
            let bytes = match read {
                Ok(0) => return None,
                Ok(n) if n as u64 == MAX_RECORD => {
                    Err("the record is too long, and the rest of the file is left".into())
                }
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => {
                    bytes.truncate(bytes.trim_ascii_end().len());
                    Ok(bytes)
                }
                Err(error) => Err(format!("cannot be read further: {error}")),
            };
            let place = Place { file: self.file.clone(), line: Some(self.line) };
            return Some(Raw { place, stem: self.stem.clone(), bytes });
        }
    }
}

fn read_article(reader: &mut dyn BufRead) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match reader.take(MAX_RECORD).read_to_end(&mut bytes) {
        Ok(n) if n as u64 == MAX_RECORD => Err(format!("is longer than {} MB: not an article", MAX_RECORD >> 20)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

/// Whether the first character that is not white space, nor a byte order mark, is `{`, as far as the first buffer tells.
fn starts_with_brace(reader: &mut dyn BufRead) -> io::Result<bool> {
    let start = reader.fill_buf()?;
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    Ok(start.trim_ascii_start().starts_with(b"{"))
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
