//! UTF-16 files, as spreadsheets on Windows write them, read as UTF-8.

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, BufReader, Read};

/// Turns UTF-16 into UTF-8 while it is read. What is not well formed becomes U+FFFD.
pub struct Utf16 {
    inner: Box<dyn BufRead + Send>,
    decoder: Decoder,
    /// What is decoded and not handed out yet.
    ready: io::Cursor<Vec<u8>>,
    ended: bool,
}

/// Bytes of UTF-8 made at a time.
const PIECE: usize = 1 << 15;

impl Utf16 {
    /// The reader itself, or one that decodes it when its first bytes are UTF-16's byte order mark.
    ///
    /// # Errors
    /// When reading fails.
    pub fn read(mut inner: Box<dyn BufRead + Send>) -> io::Result<Box<dyn BufRead + Send>> {
        // An error here comes again where the first record is read, and is told there.
        let encoding = match inner.fill_buf() {
            Ok([0xFF, 0xFE, ..]) => UTF_16LE,
            Ok([0xFE, 0xFF, ..]) => UTF_16BE,
            Ok(_) => return Ok(inner),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(inner),
            Err(error) => return Err(error),
        };
        let decoder = encoding.new_decoder_with_bom_removal();
        let mut decoding = Self { inner, decoder, ready: io::Cursor::default(), ended: false };
        // UTF-8's mark in the place of UTF-16's says how the bytes are to be read. It is looked for together with what comes behind it.
        while !decoding.ended && decoding.ready.get_ref().is_empty() {
            decoding.decode()?;
        }
        decoding.ready.get_mut().splice(..0, *b"\xEF\xBB\xBF");
        Ok(Box::new(BufReader::new(decoding)))
    }

    fn decode(&mut self) -> io::Result<()> {
        let bytes = self.inner.fill_buf()?;
        let last = bytes.is_empty();
        let mut utf8 = vec![0; PIECE];
        let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut utf8, last);
        self.inner.consume(read);
        utf8.truncate(written);
        self.ended = last && result == CoderResult::InputEmpty;
        self.ready = io::Cursor::new(utf8);
        Ok(())
    }
}

impl Read for Utf16 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.ready.read(buffer)?;
            if n > 0 || self.ended || buffer.is_empty() {
                return Ok(n);
            }
            self.decode()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], capacity: usize) -> String {
        let inner = Box::new(BufReader::with_capacity(capacity, io::Cursor::new(bytes.to_vec())));
        let mut text = String::new();
        Utf16::read(inner).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn utf16_becomes_utf8_whatever_pieces_it_comes_in() {
        let words = "Málaga 🙂 said\n“no”. ".repeat(3000);
        let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(words.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(words.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for capacity in [2, 3, 7, 1 << 16] {
            assert_eq!(read(&little, capacity), format!("\u{FEFF}{words}"));
            assert_eq!(read(&big, capacity), format!("\u{FEFF}{words}"));
        }
    }

    #[test]
    fn what_breaks_off_ends_with_a_replacement() {
        assert_eq!(read(b"\xFF\xFEa\0b", 8), "\u{FEFF}a\u{FFFD}");
        assert_eq!(read(b"\xFF\xFE\x3D\xD8", 8), "\u{FEFF}\u{FFFD}");
    }

    #[test]
    fn other_bytes_stay() {
        assert_eq!(read("Málaga".as_bytes(), 4), "Málaga");
        assert_eq!(read(b"", 4), "");
    }
}
