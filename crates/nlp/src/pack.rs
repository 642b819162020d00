//! A pipeline in one file.
//!
//! Layout, numbers little-endian: the magic `SPACYPK1`; the number of files (u32); for each file the length of its name
//! (u16), the name, how it is stored (u8: 0 as it is, 1 Zstandard, 2 Zstandard after [splitting](split_planes)), its
//! length, its stored length and a check sum ([`murmur64`] with seed 0), each u64; then the stored bytes of all files
//! in order.

use crate::Error;
use crate::hash::murmur64;
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

const MAGIC: &[u8; 8] = b"SPACYPK1";

/// A file of more than this is refused: a damaged length must not fill the memory.
const LARGEST: u64 = 1 << 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    Plain = 0,
    Zstd = 1,
    ZstdPlanes = 2,
}

#[derive(Debug)]
struct Entry {
    name: String,
    stored: Stored,
    len: usize,
    checksum: u64,
    at: Range<usize>,
}

/// An opened pack: its table of contents is read, its files are not yet.
#[derive(Debug)]
pub struct Pack {
    bytes: Cow<'static, [u8]>,
    entries: Vec<Entry>,
}

impl Pack {
    /// Reads the table of contents.
    ///
    /// # Errors
    /// [`Error::Pack`] when the bytes are no pack or are cut off.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<Self, Error> {
        let entries = read_entries(&bytes).ok_or_else(|| bad("it does not begin or end as one"))?;
        Ok(Self { bytes, entries })
    }

    /// The names of the files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|e| e.name.as_str())
    }

    /// The file `name`, or `None` when there is none.
    ///
    /// # Errors
    /// [`Error::Pack`] when it does not unpack to what was packed.
    pub fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(entry) = self.entries.iter().find(|e| e.name == name) else { return Ok(None) };
        let stored = &self.bytes[entry.at.clone()];
        let raw = match entry.stored {
            Stored::Plain => stored.to_vec(),
            Stored::Zstd => unzstd(stored, entry)?,
            Stored::ZstdPlanes => join_planes(&unzstd(stored, entry)?),
        };
        if raw.len() == entry.len && murmur64(&raw, 0) == entry.checksum {
            Ok(Some(raw))
        } else {
            Err(bad(&format!("`{name}` is damaged")))
        }
    }
}

/// Packs `files` (name and bytes); `zstd` compresses.
///
/// The compressor is the caller's so that programs that only read packs need none.
pub fn write(files: &[(String, Vec<u8>)], zstd: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    let mut body = Vec::new();
    head.extend((files.len() as u32).to_le_bytes());
    for (name, raw) in files {
        let choices =
            [(Stored::Plain, raw.clone()), (Stored::Zstd, zstd(raw)), (Stored::ZstdPlanes, zstd(&split_planes(raw)))];
        let (how, stored) =
            choices.into_iter().min_by_key(|(_, bytes)| bytes.len()).unwrap_or((Stored::Plain, raw.clone()));
        head.extend((name.len() as u16).to_le_bytes());
        head.extend(name.as_bytes());
        head.push(how as u8);
        head.extend((raw.len() as u64).to_le_bytes());
        head.extend((stored.len() as u64).to_le_bytes());
        head.extend(murmur64(raw, 0).to_le_bytes());
        body.extend(stored);
    }
    head.extend(body);
    head
}

fn bad(why: &str) -> Error {
    Error::Pack { why: why.into() }
}

fn read_entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut take = |n: usize| {
        let (taken, after) = rest.split_at_checked(n)?;
        rest = after;
        Some(taken)
    };
    let count = u32::from_le_bytes(take(4)?.try_into().ok()?);
    let mut entries = Vec::new();
    for _ in 0..count {
        let name_len = u16::from_le_bytes(take(2)?.try_into().ok()?);
        let name = String::from_utf8(take(name_len.into())?.to_vec()).ok()?;
        let stored = match take(1)?[0] {
            0 => Stored::Plain,
            1 => Stored::Zstd,
            2 => Stored::ZstdPlanes,
            _ => return None,
        };
        let mut number = || Some(u64::from_le_bytes(take(8)?.try_into().ok()?));
        let (len, stored_len, checksum) = (number()?, number()?, number()?);
        if len.max(stored_len) > LARGEST {
            return None;
        }
        entries.push(Entry { name, stored, len: len as usize, checksum, at: 0..stored_len as usize });
    }
    let mut at = bytes.len() - rest.len();
    for entry in &mut entries {
        entry.at = at..at.checked_add(entry.at.end)?;
        at = entry.at.end;
    }
    (at == bytes.len()).then_some(entries)
}

fn unzstd(stored: &[u8], entry: &Entry) -> Result<Vec<u8>, Error> {
    let decoder =
        ruzstd::decoding::StreamingDecoder::new(stored).map_err(|e| bad(&format!("`{}`: {e}", entry.name)))?;
    let mut raw = Vec::with_capacity(entry.len);
    // One byte more than promised, so that too much is noticed and not read to its end.
    let read = decoder.take(entry.len as u64 + 1).read_to_end(&mut raw);
    read.map_err(|e| bad(&format!("`{}`: {e}", entry.name)))?;
    Ok(raw)
}

/// Every fourth byte together: the signs and exponents of 32-bit floats then stand side by side and compress.
fn split_planes(raw: &[u8]) -> Vec<u8> {
    (0..4).flat_map(|plane| raw.iter().skip(plane).step_by(4).copied()).collect()
}

/// Undoes [`split_planes`].
fn join_planes(planes: &[u8]) -> Vec<u8> {
    let mut raw = vec![0; planes.len()];
    let mut from = planes.iter();
    for plane in 0..4 {
        for (slot, &byte) in raw.iter_mut().skip(plane).step_by(4).zip(&mut from) {
            *slot = byte;
        }
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A pack whose files are stored as they are.
    fn plain(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        write(files, |_| vec![0; 1 << 20])
    }

    #[test]
    fn what_is_packed_comes_out() {
        let files = [("a/b".to_string(), b"words".to_vec()), ("c".to_string(), Vec::new())];
        let pack = Pack::new(plain(&files).into()).unwrap();
        assert_eq!(pack.names().collect::<Vec<_>>(), ["a/b", "c"]);
        assert_eq!(pack.get("a/b").unwrap().as_deref(), Some(&b"words"[..]));
        assert_eq!(pack.get("c").unwrap().as_deref(), Some(&b""[..]));
        assert_eq!(pack.get("d").unwrap(), None);
    }

    #[test]
    fn damage_is_noticed() {
        let bytes = plain(&[("a".to_string(), b"words".to_vec())]);
        for cut in 0..bytes.len() {
            assert!(Pack::new(bytes[..cut].to_vec().into()).is_err(), "cut at {cut}");
        }
        let mut changed = bytes;
        *changed.last_mut().unwrap() ^= 1;
        assert!(Pack::new(changed.into()).unwrap().get("a").is_err());
    }

    #[test]
    fn the_default_model_unpacks() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en_core_web_sm.pack");
        let pack = Pack::new(std::fs::read(path).unwrap().into()).unwrap();
        for name in pack.names() {
            assert!(pack.get(name).unwrap().is_some(), "{name}");
        }
        assert!(pack.get("config.cfg").unwrap().unwrap().starts_with(b"[paths]"));
    }

    proptest! {
        #[test]
        fn planes_join_again(raw in proptest::collection::vec(any::<u8>(), 0..50)) {
            prop_assert_eq!(join_planes(&split_planes(&raw)), raw);
        }
    }
}
