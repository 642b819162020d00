//! Reading no more than a record may hold.

use super::MAX_RECORD;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came of reading a line.
#[derive(Debug, PartialEq, Eq)]
pub enum LineRead {
    /// A line; its end is with it.
    Line,
    /// The line is longer than a record may be; it was passed over, and this many bytes it had.
    TooLong(u64),
    /// There are no more lines.
    End,
}

/// Reads a line into `bytes`, which is cleared; of a line longer than `limit` bytes nothing is kept.
pub fn read_line(reader: &mut dyn BufRead, limit: u64, bytes: &mut Vec<u8>) -> io::Result<LineRead> {
    bytes.clear();
    let n = reader.take(limit).read_until(b'\n', bytes)? as u64;
    if n < limit || bytes.ends_with(b"\n") {
        return Ok(if n == 0 { LineRead::End } else { LineRead::Line });
    }
    *bytes = Vec::new();
    let mut length = n;
    loop {
        let buffer = reader.fill_buf()?;
        let end = buffer.iter().position(|b| *b == b'\n');
        let used = end.map_or(buffer.len(), |i| i + 1);
        length += used as u64;
        reader.consume(used);
        if end.is_some() || used == 0 {
            return Ok(LineRead::TooLong(length));
        }
    }
}

/// Reads to the end.
///
/// # Errors
/// In words, when there is more than a record may hold, or reading fails.
pub fn read_all(reader: &mut dyn BufRead) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match reader.take(MAX_RECORD).read_to_end(&mut bytes) {
        Ok(n) if n as u64 == MAX_RECORD => Err(format!("is longer than {} MB: not an article", MAX_RECORD >> 20)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("cannot be read: {error} at byte {}", bytes.len())),
    }
}

/// Passes over `n` bytes; how many there were.
pub fn skip(reader: &mut dyn BufRead, n: u64) -> io::Result<u64> {
    io::copy(&mut reader.take(n), &mut io::sink())
}

/// A record that is too long, in words.
pub fn too_long(length: u64) -> String {
    format!("the record has {length} bytes, and {} MB are the most that is read", MAX_RECORD >> 20)
}

/// Fails when more than a record may hold was read since the allowance was last renewed: for parsers that keep a record whole.
pub struct Allowance<R> {
    inner: R,
    used: Arc<AtomicU64>,
    /// The last byte that ends no line, and whether there are no more.
    last: Option<u8>,
    ended: bool,
}

/// Renews an allowance.
#[derive(Clone)]
pub struct Renew(Arc<AtomicU64>);

impl Renew {
    /// The next record begins.
    pub fn renew(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

impl<R> Allowance<R> {
    /// Reads `inner` with an allowance.
    pub fn new(inner: R) -> (Self, Renew) {
        let used = Arc::new(AtomicU64::new(0));
        (Self { inner, used: used.clone(), last: None, ended: false }, Renew(used))
    }

    /// The last byte of all that is not white space, when everything has been read.
    pub fn last(&self) -> Option<u8> {
        self.last.filter(|_| self.ended)
    }
}

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.ended = n == 0 && !buffer.is_empty();
        self.last = buffer[..n].iter().rev().find(|b| !b.is_ascii_whitespace()).copied().or(self.last);
        let used = self.used.fetch_add(n as u64, Ordering::Relaxed) + n as u64;
        if used > MAX_RECORD {
            let words = format!("a record has more than {} MB, and the rest of the file is left", MAX_RECORD >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, words));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_too_long_are_passed_over_and_the_next_is_read() {
        let mut reader = std::io::BufReader::with_capacity(4, "one\nfar too long\n12345\nend".as_bytes());
        let (mut bytes, mut got) = (Vec::new(), Vec::new());
        loop {
            let read = read_line(&mut reader, 6, &mut bytes).unwrap();
            if read == LineRead::End {
                break;
            }
            got.push((read, String::from_utf8(bytes.clone()).unwrap()));
        }
        let line = |words: &str| (LineRead::Line, words.to_string());
        assert_eq!(got, [line("one\n"), (LineRead::TooLong(13), String::new()), line("12345\n"), line("end")]);
    }
}
