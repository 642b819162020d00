//! Reads MessagePack without copying: strings and binary data borrow from the file.
//!
//! Written for model files, whose weights are binary blobs of megabytes. The format is at
//! <https://github.com/msgpack/msgpack>.

use crate::Error;

/// A MessagePack value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Nil,
    /// Truth.
    Bool(bool),
    /// An integer that does not fit [`UInt`](Value::UInt): below zero.
    Int(i64),
    /// An integer from 0.
    UInt(u64),
    /// A number.
    Float(f64),
    /// Text.
    Str(&'a str),
    /// Bytes.
    Bin(&'a [u8]),
    /// Values in order.
    Array(Vec<Value<'a>>),
    /// Keys with values, in the file's order.
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// A typed extension.
    Ext(i8, &'a [u8]),
}

impl<'a> Value<'a> {
    /// The value under a text (or bytes) key of a map.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.as_map()?.iter().find_map(|(k, v)| match k {
            Value::Str(name) if *name == key => Some(v),
            Value::Bin(name) if *name == key.as_bytes() => Some(v),
            _ => None,
        })
    }

    /// The entries of a map.
    pub fn as_map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        if let Value::Map(entries) = self { Some(entries) } else { None }
    }

    /// The values of an array.
    pub fn as_array(&self) -> Option<&[Value<'a>]> {
        if let Value::Array(values) = self { Some(values) } else { None }
    }

    /// Text.
    pub fn as_str(&self) -> Option<&'a str> {
        if let Value::Str(text) = self { Some(text) } else { None }
    }

    /// Binary data.
    pub fn as_bin(&self) -> Option<&'a [u8]> {
        if let Value::Bin(bytes) = self { Some(bytes) } else { None }
    }

    /// An integer from 0.
    pub fn as_u64(&self) -> Option<u64> {
        if let Value::UInt(n) = self { Some(*n) } else { None }
    }

    /// An integer.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::UInt(n) => i64::try_from(*n).ok(),
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    /// A number, integer or not.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Float(x) => Some(*x),
            _ => self.as_i64().map(|n| n as f64),
        }
    }

    /// Truth.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(b) = self { Some(*b) } else { None }
    }
}

/// How deep arrays and maps may nest.
const DEPTH: usize = 64;

/// Reads the one value that `bytes` hold; `file` names them in errors.
///
/// # Errors
/// [`Error::Malformed`] when the bytes are cut off, hold something after the value, nest deeper than 64 or have text
/// that is not UTF-8.
pub fn read<'a>(file: &str, bytes: &'a [u8]) -> Result<Value<'a>, Error> {
    let mut reader = Reader { rest: bytes };
    let value = reader.value(DEPTH).map_err(|why| Error::malformed(file, format!("MessagePack {why}")))?;
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(Error::malformed(file, "something follows the MessagePack value"))
    }
}

type Parsed<T> = Result<T, &'static str>;

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Parsed<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n).ok_or("is cut off")?;
        self.rest = rest;
        Ok(taken)
    }

    /// A big-endian unsigned number of `n` bytes.
    fn uint(&mut self, n: usize) -> Parsed<u64> {
        Ok(self.take(n)?.iter().fold(0, |sum, &b| sum << 8 | u64::from(b)))
    }

    fn len(&mut self, n: usize) -> Parsed<usize> {
        Ok(self.uint(n)? as usize)
    }

    fn int(&mut self, n: usize) -> Parsed<Value<'a>> {
        let shift = 64 - 8 * n as u32;
        let value = (self.uint(n)? << shift) as i64 >> shift;
        Ok(u64::try_from(value).map_or(Value::Int(value), Value::UInt))
    }

    fn text(&mut self, n: usize) -> Parsed<Value<'a>> {
        let text = std::str::from_utf8(self.take(n)?).map_err(|_| "text is not UTF-8")?;
        Ok(Value::Str(text))
    }

    fn ext(&mut self, n: usize) -> Parsed<Value<'a>> {
        let kind = self.uint(1)? as i8;
        Ok(Value::Ext(kind, self.take(n)?))
    }

    fn array(&mut self, n: usize, depth: usize) -> Parsed<Value<'a>> {
        // A value takes at least a byte, so a false length cannot reserve more than the file is long.
        let mut values = Vec::with_capacity(n.min(self.rest.len()).min(1 << 16));
        for _ in 0..n {
            values.push(self.value(depth)?);
        }
        Ok(Value::Array(values))
    }

    fn map(&mut self, n: usize, depth: usize) -> Parsed<Value<'a>> {
        let mut entries = Vec::with_capacity(n.min(self.rest.len() / 2).min(1 << 16));
        for _ in 0..n {
            entries.push((self.value(depth)?, self.value(depth)?));
        }
        Ok(Value::Map(entries))
    }

    fn value(&mut self, depth: usize) -> Parsed<Value<'a>> {
        let depth = depth.checked_sub(1).ok_or("nests too deeply")?;
        let tag = self.uint(1)? as u8;
        match tag {
            0x00..=0x7f => Ok(Value::UInt(tag.into())),
            0x80..=0x8f => self.map((tag & 0x0f).into(), depth),
            0x90..=0x9f => self.array((tag & 0x0f).into(), depth),
            0xa0..=0xbf => self.text((tag & 0x1f).into()),
            0xc0 => Ok(Value::Nil),
            0xc1 => Err("has a byte that the format does not use"),
            0xc2 | 0xc3 => Ok(Value::Bool(tag == 0xc3)),
            0xc4..=0xc6 => self.len(1 << (tag - 0xc4)).and_then(|n| Ok(Value::Bin(self.take(n)?))),
            0xc7..=0xc9 => self.len(1 << (tag - 0xc7)).and_then(|n| self.ext(n)),
            0xca => Ok(Value::Float(f32::from_bits(self.uint(4)? as u32).into())),
            0xcb => Ok(Value::Float(f64::from_bits(self.uint(8)?))),
            0xcc..=0xcf => Ok(Value::UInt(self.uint(1 << (tag - 0xcc))?)),
            0xd0..=0xd3 => self.int(1 << (tag - 0xd0)),
            0xd4..=0xd8 => self.ext(1 << (tag - 0xd4)),
            0xd9..=0xdb => self.len(1 << (tag - 0xd9)).and_then(|n| self.text(n)),
            0xdc | 0xdd => self.len(2 << (tag - 0xdc)).and_then(|n| self.array(n, depth)),
            0xde | 0xdf => self.len(2 << (tag - 0xde)).and_then(|n| self.map(n, depth)),
            0xe0..=0xff => Ok(Value::Int((tag as i8).into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_every_kind() {
        let bytes = b"\x86\xa1a\x01\xa1b\xff\xc4\x01c\x92\xc3\xc0\xa1d\xcb\x3f\xe0\0\0\0\0\0\0\xa1e\xd1\xff\x38\xa1f\xcd\x01\x00";
        let value = read("test", bytes).unwrap();
        assert_eq!(value.get("a").and_then(Value::as_u64), Some(1));
        assert_eq!(value.get("b").and_then(Value::as_i64), Some(-1));
        assert_eq!(value.get("c"), Some(&Value::Array(vec![Value::Bool(true), Value::Nil])));
        assert_eq!(value.get("d").and_then(Value::as_f64), Some(0.5));
        assert_eq!(value.get("e").and_then(Value::as_i64), Some(-200));
        assert_eq!(value.get("f").and_then(Value::as_u64), Some(256));
    }

    #[test]
    fn a_false_length_is_an_error() {
        assert!(read("test", b"\xdd\xff\xff\xff\xff").is_err());
        assert!(read("test", b"\xc6\xff\xff\xff\xff").is_err());
        assert!(read("test", &[0x91; 100]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("test", &bytes);
        }
    }
}
