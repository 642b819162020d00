//! Sets of events, kept in blocks.
//!
//! Events are numbered from 1, and [`BLOCK`] numbers in a row are a block. A set has a bitmap for each block that it has events of, so
//! that sets of a million events are intersected in microseconds. On disk the few events of a block are listed, and the many drawn:
//! what is as long as a bitmap is one, and what is shorter is a list.

use crate::StoreError;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// So many numbers are a block.
pub(crate) const BLOCK: i64 = 4096;

/// Words of a bitmap.
const WORDS: usize = BLOCK as usize / 64;

/// The bytes of a bitmap.
const BYTES: usize = WORDS * 8;

/// The block of an event, and its place there.
pub(crate) fn place(event: i64) -> (i64, u16) {
    // The remainder is less than a block, which fits.
    (event.div_euclid(BLOCK), event.rem_euclid(BLOCK) as u16)
}

/// Which places of a block are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bits([u64; WORDS]);

impl Bits {
    /// No place.
    pub fn none() -> Self {
        Self([0; WORDS])
    }

    /// Takes a place, or leaves it.
    pub fn put(&mut self, place: u16, taken: bool) {
        let (word, bit) = (&mut self.0[usize::from(place) / 64 % WORDS], 1 << (place % 64));
        if taken { *word |= bit } else { *word &= !bit }
    }

    /// Whether a place is taken.
    pub fn has(&self, place: u16) -> bool {
        self.0[usize::from(place) / 64 % WORDS] >> (place % 64) & 1 == 1
    }

    /// How many places are taken.
    pub fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The places taken, in order.
    pub fn places(&self) -> impl Iterator<Item = u16> {
        (0..BLOCK as u16).filter(|place| self.has(*place))
    }

    /// The bytes that are kept.
    pub fn write(&self) -> Vec<u8> {
        let listed = self.len() as usize * 2;
        match listed < BYTES {
            true => self.places().flat_map(u16::to_le_bytes).collect(),
            false => self.0.iter().flat_map(|word| word.to_le_bytes()).collect(),
        }
    }

    /// Takes the places that were kept as `bytes`, too.
    ///
    /// # Errors
    /// When nothing is kept so.
    pub fn read(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let broken = || StoreError::Damaged("a list of events is broken".into());
        if bytes.len() == BYTES {
            let (words, _) = bytes.as_chunks::<8>();
            self.0.iter_mut().zip(words).for_each(|(word, kept)| *word |= u64::from_le_bytes(*kept));
            return Ok(());
        }
        let (places, rest) = bytes.as_chunks::<2>();
        let places = places.iter().map(|place| u16::from_le_bytes(*place));
        if !rest.is_empty() || bytes.len() > BYTES || places.clone().any(|place| i64::from(place) >= BLOCK) {
            return Err(broken());
        }
        places.for_each(|place| self.put(place, true));
        Ok(())
    }
}

/// A set of events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(BTreeMap<i64, Box<Bits>>);

impl Set {
    /// The bitmap of a block, to add to.
    pub fn block(&mut self, block: i64) -> &mut Bits {
        self.0.entry(block).or_insert_with(|| Box::new(Bits::none()))
    }

    /// The blocks that have events, in order.
    pub fn blocks(&self) -> impl Iterator<Item = (i64, &Bits)> {
        self.0.iter().map(|(block, bits)| (*block, &**bits))
    }

    /// Adds an event.
    pub fn add(&mut self, event: i64) {
        let (block, place) = place(event);
        self.block(block).put(place, true);
    }

    /// Adds all of `other`.
    pub fn unite(&mut self, other: Self) {
        for (block, bits) in other.0 {
            match self.0.entry(block) {
                Entry::Vacant(empty) => _ = empty.insert(bits),
                Entry::Occupied(mut there) => {
                    there.get_mut().0.iter_mut().zip(bits.0).for_each(|(word, more)| *word |= more);
                }
            }
        }
    }

    /// Leaves only what `other` has too.
    pub fn intersect(&mut self, other: &Self) {
        self.0.retain(|block, bits| {
            let Some(others) = other.0.get(block) else { return false };
            bits.0.iter_mut().zip(others.0).for_each(|(word, other)| *word &= other);
            bits.0.iter().any(|word| *word != 0)
        });
    }

    /// How many events there are.
    pub fn len(&self) -> u64 {
        self.0.values().map(|bits| bits.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(events: &BTreeSet<i64>) -> Set {
        let mut set = Set::default();
        events.iter().for_each(|event| set.add(*event));
        set
    }

    fn events(set: &Set) -> BTreeSet<i64> {
        set.blocks().flat_map(|(block, bits)| bits.places().map(move |p| block * BLOCK + i64::from(p))).collect()
    }

    proptest! {
        #[test]
        fn sets_are_sets(
            a in prop::collection::btree_set(1..9000_i64, 0..900),
            b in prop::collection::btree_set(1..9000_i64, 0..900),
        ) {
            let (mut both, mut any) = (set(&a), set(&a));
            both.intersect(&set(&b));
            any.unite(set(&b));
            prop_assert_eq!(events(&both), a.intersection(&b).copied().collect());
            prop_assert_eq!(both.len(), a.intersection(&b).count() as u64);
            prop_assert_eq!(both.is_empty(), a.is_disjoint(&b));
            prop_assert_eq!(events(&any), a.union(&b).copied().collect());
        }

        #[test]
        fn what_is_written_is_read(places in prop::collection::btree_set(0..BLOCK as u16, 0..4096)) {
            let (mut bits, mut read) = (Bits::none(), Bits::none());
            places.iter().for_each(|place| bits.put(*place, true));
            let bytes = bits.write();
            prop_assert!(bytes.len() <= BYTES);
            read.read(&bytes).unwrap();
            prop_assert_eq!(read, bits);
        }
    }

    #[test]
    fn what_was_never_written_is_told() {
        for bytes in [&[1][..], &[0xFF, 0xFF], &[0; BYTES + 2]] {
            assert!(matches!(Bits::none().read(bytes), Err(StoreError::Damaged(_))), "{bytes:?}");
        }
    }
}
