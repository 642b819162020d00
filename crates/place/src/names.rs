//! An index of names: which places bear a name, found word by word.

use crate::gazetteer::{PlaceId, number};
use fst::raw::{CompiledAddr, Fst, Output};
use std::borrow::Cow;

/// Set in a posting whose name is not the one that English news gives the place.
pub const ALTERNATE: u32 = 1 << 31;
/// Set in a value that is a posting itself; without it the value is where a list of postings starts.
pub const SINGLE: u64 = 1 << 32;

/// One place that bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The place.
    pub place: PlaceId,
    /// Whether the name is only an alternate one (a spelling of another language or time).
    pub alternate: bool,
}

/// Names to places.
///
/// A transducer leads from a key to a value. With the bit [`SINGLE`] the value's low 32 bits are a posting; else they say where in
/// the postings (counted in words of four bytes) a list lies: its length, then its postings. A posting is the place's number, with
/// the bit [`ALTERNATE`].
pub struct NameIndex {
    fst: Fst<Cow<'static, [u8]>>,
    postings: Cow<'static, [u8]>,
}

/// How far a name has been read.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    at: CompiledAddr,
    value: Output,
}

impl NameIndex {
    /// The index of these bytes, which are not copied.
    ///
    /// # Errors
    /// When the transducer's bytes are not one.
    pub fn new(fst: Cow<'static, [u8]>, postings: Cow<'static, [u8]>) -> Result<Self, fst::Error> {
        Ok(Self { fst: Fst::new(fst)?, postings })
    }

    /// An index of `rows` (key, posting), in any order; places of one name keep the order of the rows.
    pub fn build(mut rows: Vec<(String, Posting)>) -> Self {
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let (fst, postings) = write_index(&rows);
        Self::new(Cow::Owned(fst), Cow::Owned(postings)).expect("an index just written can be read")
    }

    /// The start of every name.
    pub fn start(&self) -> Walk {
        Walk { at: self.fst.root().addr(), value: Output::zero() }
    }

    /// Reads on; `None` when no name goes on so.
    pub fn step(&self, mut walk: Walk, key: &[u8]) -> Option<Walk> {
        for &byte in key {
            let node = self.fst.node(walk.at);
            let transition = node.transition(node.find_input(byte)?);
            walk = Walk { at: transition.addr, value: walk.value.cat(transition.out) };
        }
        Some(walk)
    }

    /// The places whose name ends here; none when no name does.
    pub fn places(&self, walk: Walk) -> impl ExactSizeIterator<Item = Posting> {
        let node = self.fst.node(walk.at);
        let value = node.is_final().then(|| walk.value.cat(node.final_output()).value());
        let (single, list): (Option<u32>, &[u8]) = match value {
            None => (None, &[]),
            Some(value) if value & SINGLE != 0 => (Some(value as u32), &[]),
            Some(start) => {
                let list = self.postings.get(start as usize * 4..).unwrap_or(&[]);
                let count = list.get(..4).map_or(0, number) as usize;
                (None, list.get(4..4 + count * 4).unwrap_or(&[]))
            }
        };
        // One of the two is empty; a single posting is read as a list of one.
        let count = list.len() / 4 + usize::from(single.is_some());
        (0..count).map(move |i| Posting::read(single.unwrap_or_else(|| number(&list[i * 4..i * 4 + 4]))))
    }

    /// The places with this key.
    pub fn find(&self, key: &str) -> Vec<Posting> {
        self.step(self.start(), key.as_bytes()).map(|walk| self.places(walk).collect()).unwrap_or_default()
    }
}

impl std::fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NameIndex").field("names", &self.fst.len()).finish_non_exhaustive()
    }
}

impl Posting {
    fn read(word: u32) -> Self {
        Self { place: PlaceId(word & !ALTERNATE), alternate: word & ALTERNATE != 0 }
    }

    fn word(self) -> u32 {
        self.place.0 | if self.alternate { ALTERNATE } else { 0 }
    }
}

/// The bytes of transducer and postings for rows sorted by key.
pub(crate) fn write_index(rows: &[(String, Posting)]) -> (Vec<u8>, Vec<u8>) {
    let mut postings = Vec::new();
    let mut builder = fst::raw::Builder::memory();
    for rows in rows.chunk_by(|a, b| a.0 == b.0) {
        let mut places: Vec<Posting> = Vec::with_capacity(rows.len());
        for (_, posting) in rows {
            match places.iter_mut().find(|p| p.place == posting.place) {
                Some(known) => known.alternate &= posting.alternate,
                None => places.push(*posting),
            }
        }
        let value = match places[..] {
            [one] => SINGLE | u64::from(one.word()),
            _ => {
                let start = postings.len() as u64 / 4;
                postings.extend((places.len() as u32).to_le_bytes());
                postings.extend(places.iter().flat_map(|p| p.word().to_le_bytes()));
                start
            }
        };
        builder.insert(rows[0].0.as_bytes(), value).expect("keys are sorted and differ");
    }
    (builder.into_inner().expect("writing to memory does not fail"), postings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(place: u32, alternate: bool) -> Posting {
        Posting { place: PlaceId(place), alternate }
    }

    #[test]
    fn names_lead_to_all_their_places() {
        let rows = vec![
            ("victoria falls".to_string(), posting(7, false)),
            ("victoria".to_string(), posting(3, true)),
            ("victoria".to_string(), posting(5, false)),
            ("victoria".to_string(), posting(3, false)),
        ];
        let index = NameIndex::build(rows);
        assert_eq!(index.find("victoria"), [posting(3, false), posting(5, false)]);
        assert_eq!(index.find("victoria falls"), [posting(7, false)]);
        assert!(index.find("victori").is_empty() && index.find("victoria fallsx").is_empty());
    }
}
