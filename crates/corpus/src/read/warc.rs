//! Web archives (WARC 1.0 and 1.1, ISO 28500), as Common Crawl's news archive has them: one HTTP response a page.
//!
//! Responses that are HTML and went well are pages, and so is the plain text of `conversion` records; all else in an archive
//! (requests, metadata, pictures) is passed over. Where a record is damaged, the next line that begins a record is searched.

use super::MAX_RECORD;
use super::bounded::{LineRead, read_line, skip, too_long};
use super::record::{At, Content, Names, Page, Raw};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::{self, BufRead, Read};

/// The longest line in the head of a record, in bytes.
const MAX_LINE: u64 = 1 << 16;
/// The most lines in the head of a record.
const MAX_LINES: usize = 1000;

/// The pages of an archive.
pub struct Pages {
    reader: Option<Box<dyn BufRead + Send>>,
    names: Names,
    number: u64,
    /// Bytes read, as unpacked.
    position: u64,
    /// Whether the last record was damaged, and the next is still to be found.
    lost: bool,
}

/// The head of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    url: Option<String>,
    mime: String,
    length: Option<u64>,
}

impl Pages {
    /// The pages of the archive that `reader` holds.
    pub fn new(reader: Box<dyn BufRead + Send>, names: Names) -> Self {
        Self { reader: Some(reader), names, number: 0, position: 0, lost: false }
    }

    /// Reads a line of a head.
    fn line(&mut self) -> Result<Option<String>, String> {
        let Some(reader) = self.reader.as_mut() else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = read_line(reader, MAX_LINE, &mut bytes).map_err(|e| self.broken(&e))?;
        self.position += match read {
            LineRead::TooLong(n) => n,
            _ => bytes.len() as u64,
        };
        Ok((read != LineRead::End).then(|| String::from_utf8_lossy(&bytes).trim_end().into()))
    }

    /// Reading failed: the archive ends here.
    fn broken(&mut self, error: &io::Error) -> String {
        self.reader = None;
        format!("cannot be read further: {error}")
    }

    /// Finds the line that begins the next record. The byte at which it stands; `None` at the end.
    fn begin(&mut self) -> Result<Option<u64>, String> {
        loop {
            let at = self.position;
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.starts_with("WARC/1.") || line.starts_with("WARC/0.") => {
                    self.lost = false;
                    return Ok(Some(at));
                }
                Some(line) if line.is_empty() || self.lost => {}
                Some(_) => {
                    self.lost = true;
                    return Err("is no WARC record; the next one is searched".into());
                }
            }
        }
    }

    fn head(&mut self) -> Result<Head, String> {
        let mut head = Head::default();
        for _ in 0..MAX_LINES {
            let Some(line) = self.line()? else { return Err("the archive ends in the head of a record".into()) };
            if line.is_empty() {
                return Ok(head);
            }
            // A line that goes on begins with white space; none of the fields that we read does.
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => head.url = Some(value.trim_matches(['<', '>']).into()),
                "content-type" => head.mime = value.to_ascii_lowercase(),
                "content-length" => {
                    let bad = || format!("Content-Length is {value:?}, no number");
                    head.length = Some(value.parse().map_err(|_| {
                        self.lost = true;
                        bad()
                    })?);
                }
                _ => {}
            }
        }
        self.lost = true;
        Err("the head of the record does not end".into())
    }

    /// Reads the next record. What it holds for us, if anything.
    fn record(&mut self, head: Head) -> Result<Option<Content>, String> {
        let length = head.length.ok_or_else(|| {
            self.lost = true;
            "the record states no Content-Length".to_string()
        })?;
        let wanted = matches!(head.kind.as_str(), "response" | "conversion" | "resource");
        let Some(reader) = self.reader.as_mut() else { return Ok(None) };
        if !wanted || length > MAX_RECORD {
            let skipped = skip(reader, length).map_err(|e| self.broken(&e))?;
            self.position += skipped;
            return match (wanted, skipped == length) {
                (_, false) => Err(cut_short(skipped, length)),
                (true, true) => Err(too_long(length)),
                (false, true) => Ok(None),
            };
        }
        let mut bytes = Vec::with_capacity(length.min(1 << 20) as usize);
        let read = reader.take(length).read_to_end(&mut bytes).map_err(|e| self.broken(&e))? as u64;
        self.position += read;
        if read < length {
            return Err(cut_short(read, length));
        }
        match head.kind.as_str() {
            "response" if head.mime.starts_with("application/http") || head.mime.is_empty() => {
                response(bytes, head.url)
            }
            "conversion" | "resource" if head.mime.starts_with("text/plain") => {
                Ok(Some(Content::Page(Box::new(Page { bytes, plain: true, url: head.url, charset: None }))))
            }
            "resource" if head.mime.starts_with("text/html") => {
                Ok(Some(Content::Page(Box::new(Page { bytes, plain: false, url: head.url, charset: None }))))
            }
            _ => Ok(None),
        }
    }
}

impl Iterator for Pages {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        loop {
            let mut byte = self.position;
            let begun = self.begin();
            if let Ok(Some(at)) = begun {
                byte = at;
            }
            self.number += 1;
            let content = match begun {
                Ok(None) => return None,
                Ok(Some(_)) => self.head().and_then(|head| self.record(head)),
                Err(error) => Err(error),
            };
            if let Some(content) = content.transpose() {
                return Some(self.names.raw(Some(At::Record(self.number, byte)), content));
            }
        }
    }
}

fn cut_short(read: u64, length: u64) -> String {
    format!("the record is cut short: {read} of {length} bytes")
}

/// The page of an HTTP response; `None` when it is none, or did not go well.
fn response(bytes: Vec<u8>, url: Option<String>) -> Result<Option<Content>, String> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    let body = match response.parse(&bytes) {
        Ok(httparse::Status::Complete(n)) => n,
        Ok(httparse::Status::Partial) => return Err("the HTTP response ends in its head".into()),
        Err(error) => return Err(format!("the HTTP response cannot be read: {error}")),
    };
    let value = |name: &str| {
        let header = response.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
        header.map(|h| String::from_utf8_lossy(h.value).to_ascii_lowercase()).unwrap_or_default()
    };
    let mime = value("content-type");
    if response.code != Some(200) || !(mime.starts_with("text/html") || mime.starts_with("application/xhtml")) {
        return Ok(None);
    }
    let charset = mime.split_once("charset=").map(|(_, c)| c.trim_matches([' ', '"', '\'', ';']).to_string());
    // Common Crawl stores bodies as they are meant; other crawlers store them as they were sent.
    let chunked = value("transfer-encoding").contains("chunked");
    let bytes = match chunked.then(|| unchunk(&bytes[body..])).flatten() {
        Some(joined) => joined,
        None => bytes[body..].to_vec(),
    };
    let bytes = unpack(bytes, &value("content-encoding"))?;
    Ok(Some(Content::Page(Box::new(Page { bytes, plain: false, url, charset }))))
}

/// The chunks of a chunked body joined; `None` when it is not chunked, whatever its head says.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(rest.len());
    loop {
        let httparse::Status::Complete((start, length)) = httparse::parse_chunk_size(rest).ok()? else { return None };
        if length == 0 {
            return Some(joined);
        }
        let chunk = rest.get(start..start.checked_add(usize::try_from(length).ok()?)?)?;
        joined.extend_from_slice(chunk);
        rest = rest.get(start + chunk.len() + 2..)?;
    }
}

fn unpack(bytes: Vec<u8>, encoding: &str) -> Result<Vec<u8>, String> {
    let mut unpacked = Vec::new();
    let read = match (encoding.trim(), bytes.as_slice()) {
        ("gzip" | "x-gzip", [0x1F, 0x8B, ..]) => {
            MultiGzDecoder::new(&bytes[..]).take(MAX_RECORD).read_to_end(&mut unpacked)
        }
        ("deflate", [0x78, ..]) => ZlibDecoder::new(&bytes[..]).take(MAX_RECORD).read_to_end(&mut unpacked),
        ("br" | "zstd", _) if std::str::from_utf8(&bytes).is_err() => {
            return Err(format!("the page is packed as {encoding:?}, which is not read"));
        }
        _ => return Ok(bytes),
    };
    read.map_err(|error| format!("the page cannot be unpacked: {error}"))?;
    Ok(unpacked)
}
