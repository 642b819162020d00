//! The static word vectors of a pipeline that has them.

use crate::weights::floats;
use crate::{Error, ModelSource, msgpack};
use rustc_hash::FxHashMap;

/// A table of vectors and which word has which.
#[derive(Debug, Default)]
pub(crate) struct Vectors {
    /// Values of one vector; 0 when the pipeline has no vectors.
    pub width: usize,
    values: Vec<f32>,
    /// Form to row.
    rows: FxHashMap<u64, u32>,
}

impl Vectors {
    /// Reads `vocab/vectors` and `vocab/key2row`; a pipeline without vectors has none or empty ones.
    pub fn load(source: &ModelSource) -> Result<Self, Error> {
        const TABLE: &str = "vocab/vectors";
        const ROWS: &str = "vocab/key2row";
        check_mode(source)?;
        let Some(bytes) = source.get(TABLE)? else { return Ok(Self::default()) };
        let (count, width, values) = npy(&bytes).map_err(|why| Error::malformed(TABLE, why))?;
        if count == 0 || width == 0 {
            return Ok(Self::default());
        }
        let bytes = source.read(ROWS)?;
        let table = msgpack::read(ROWS, &bytes)?;
        let wrong = || Error::malformed(ROWS, "is not a map from forms to rows of the vectors");
        let entries = table.as_map().ok_or_else(wrong)?;
        let mut rows = FxHashMap::with_capacity_and_hasher(entries.len(), Default::default());
        for (key, row) in entries {
            let (Some(key), Some(row)) = (key.as_u64(), row.as_i64()) else { return Err(wrong()) };
            // A key may be listed without a vector.
            if row >= 0 {
                let row = u32::try_from(row).ok().filter(|&row| (row as usize) < count).ok_or_else(wrong)?;
                rows.insert(key, row);
            }
        }
        Ok(Self { width, values, rows })
    }

    /// The vector of a form.
    pub fn get(&self, orth: u64) -> Option<&[f32]> {
        let row = *self.rows.get(&orth)? as usize;
        Some(&self.values[row * self.width..(row + 1) * self.width])
    }
}

/// Refuses vectors that are not looked up by form (floret's, or by another attribute).
fn check_mode(source: &ModelSource) -> Result<(), Error> {
    const FILE: &str = "vocab/vectors.cfg";
    let Some(bytes) = source.get(FILE)? else { return Ok(()) };
    let config: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|error| Error::malformed(FILE, error.to_string()))?;
    let mode = config.get("mode").and_then(|mode| mode.as_str()).unwrap_or("default");
    if mode != "default" {
        return Err(Error::unsupported(FILE, format!("the mode `{mode}`")));
    }
    match config.get("attr") {
        // 65 is spaCy's number for ORTH.
        None | Some(serde_json::Value::Null) => Ok(()),
        Some(attr) if attr.as_str() == Some("ORTH") || attr.as_u64() == Some(65) => Ok(()),
        Some(attr) => Err(Error::unsupported(FILE, format!("the attribute {attr}"))),
    }
}

/// A two-dimensional array in numpy's file format (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).
fn npy(bytes: &[u8]) -> Result<(usize, usize, Vec<f32>), &'static str> {
    let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or("is not a numpy array")?;
    let (version, rest) = rest.split_first_chunk::<2>().ok_or("is cut off")?;
    let (length, rest) = if version[0] == 1 {
        let (length, rest) = rest.split_first_chunk::<2>().ok_or("is cut off")?;
        (u16::from_le_bytes(*length) as usize, rest)
    } else {
        let (length, rest) = rest.split_first_chunk::<4>().ok_or("is cut off")?;
        (u32::from_le_bytes(*length) as usize, rest)
    };
    let (header, data) = rest.split_at_checked(length).ok_or("is cut off")?;
    let header = std::str::from_utf8(header).map_err(|_| "has a header that is not text")?;
    let value = |key: &str| {
        let after = header.split_once(&format!("'{key}'"))?.1;
        Some(after.trim_start().strip_prefix(':')?.trim_start())
    };
    if value("fortran_order").is_none_or(|v| !v.starts_with("False")) {
        return Err("is not in C order");
    }
    let kind = value("descr").and_then(|v| v.strip_prefix('\'')?.split_once('\'')).ok_or("has no type")?.0;
    let shape = value("shape").and_then(|v| v.strip_prefix('(')?.split_once(')')).ok_or("has no shape")?.0;
    let shape: Vec<usize> = shape.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    let [count, width] = shape[..] else { return Err("has not two dimensions") };
    let values = floats(kind, data)?;
    if count.checked_mul(width) != Some(values.len()) {
        return Err("has a shape that does not fit its data");
    }
    Ok((count, width, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numpy_arrays() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }";
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend([1.0f32, 2.0].iter().flat_map(|x| x.to_le_bytes()));
        assert_eq!(npy(&bytes).unwrap(), (2, 1, vec![1.0, 2.0]));
        bytes.pop();
        assert!(npy(&bytes).is_err());
    }
}
