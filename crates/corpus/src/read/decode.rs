//! From a file's bytes to text, losing nothing.
//!
//! News archives are UTF-8, or nearly so. What is not valid UTF-8 is read byte by byte as Windows-1252, the usual culprit, which
//! gives every byte a character; well-formed neighbours stay what they are. A byte order mark says how the file is encoded and is
//! no part of the text; UTF-16 is read when the mark asks for it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text, and how many bytes of its source were not what they should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Bytes read as Windows-1252, or, in UTF-16, 1 when something was not well formed.
    pub repaired: usize,
}

/// The text of a web page whose server or head names the encoding `charset`, as far as it is one; a byte order mark knows better.
pub fn decode_as(bytes: Vec<u8>, charset: &str) -> Decoded {
    let named = Encoding::for_label(charset.trim().as_bytes());
    let marked = Encoding::for_bom(&bytes).is_some();
    match named.filter(|encoding| !marked && *encoding != UTF_8) {
        Some(encoding) => {
            let (text, malformed) = encoding.decode_without_bom_handling(&bytes);
            Decoded { text: text.into_owned(), repaired: malformed.into() }
        }
        None => decode(bytes),
    }
}

/// The text of a file or line.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest.to_vec()),
        [0xFF, 0xFE, rest @ ..] => utf16(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => utf16(UTF_16BE, rest),
        _ => utf8(bytes),
    }
}

fn utf16(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), repaired: malformed.into() }
}

fn utf8(bytes: Vec<u8>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, repaired: 0 },
        Err(error) => error.into_bytes(),
    };
    let mut decoded = Decoded { text: String::with_capacity(bytes.len() + bytes.len() / 8), repaired: 0 };
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        decoded.text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        decoded.repaired += chunk.invalid().len();
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, repaired: usize) {
        assert_eq!(decode(bytes.to_vec()), Decoded { text: text.into(), repaired });
    }

    #[test]
    fn utf8_stays() {
        check("Málaga – 🙂".as_bytes(), "Málaga – 🙂", 0);
        check(b"\xEF\xBB\xBFMinsk", "Minsk", 0);
    }

    #[test]
    fn stray_bytes_are_windows_1252_and_their_neighbours_stay() {
        check(b"M\xE1laga said \x93no\x94", "Málaga said “no”", 3);
        check(b"na\xC3\xAFve caf\xE9", "naïve café", 1);
        check(b"\x81\xC3", "\u{81}Ã", 2);
    }

    #[test]
    fn a_named_encoding_is_followed_unless_a_mark_knows_better() {
        let text = |bytes: &[u8], charset| decode_as(bytes.to_vec(), charset).text;
        assert_eq!(text(b"\xCF\xF0\xE0\xE2\xE4\xE0", "windows-1251"), "Правда");
        assert_eq!(text(b"\xEF\xBB\xBFM\xC3\xA1laga", "iso-8859-1"), "Málaga");
        assert_eq!(text("Málaga".as_bytes(), "no-such-thing"), "Málaga");
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        check(b"\xFF\xFEa\0\xE1\0", "aá", 0);
        check(b"\xFE\xFF\0a\0\xE1", "aá", 0);
        check(b"\xFF\xFEa\0\xE1", "a\u{FFFD}", 1);
    }
}
