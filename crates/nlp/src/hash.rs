//! The hash that stands for a string everywhere in a spaCy model.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// MurmurHash64A (Austin Appleby, public domain) of `bytes`, as murmurhash's `hash64` computes it.
pub fn murmur64(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let mut blocks = bytes.chunks_exact(8);
    for block in &mut blocks {
        let mut k = u64::from_le_bytes(block.try_into().unwrap_or_default()).wrapping_mul(M);
        k ^= k >> R;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    let rest = blocks.remainder();
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |tail, &b| tail << 8 | u64::from(b));
        h = (h ^ tail).wrapping_mul(M);
    }
    h = (h ^ h >> R).wrapping_mul(M);
    h ^ h >> R
}

/// Strings that spaCy numbers itself, with their numbers.
static SYMBOLS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    include_str!("../data/symbols.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(number, name)| Some((name, number.parse().ok()?)))
        .collect()
});

/// Which lengths (bit per byte count) the symbols have; most words are told apart without a look-up.
static SYMBOL_STARTS: LazyLock<[u32; 128]> = LazyLock::new(|| {
    let mut lengths = [0; 128];
    for name in SYMBOLS.keys() {
        if let Some(slot) = lengths.get_mut(name.as_bytes()[0] as usize) {
            *slot |= 1 << name.len().min(31);
        }
    }
    lengths
});

/// The number that stands for `text` in a spaCy model: 0 for the empty string, a small number for spaCy's own symbols
/// (`PERSON`, `agent`), MurmurHash64A with seed 1 for all others. As `StringStore.add` of spaCy 3.8.
pub fn string_id(text: &str) -> u64 {
    let Some(&first) = text.as_bytes().first() else { return 0 };
    let lengths = SYMBOL_STARTS.get(first as usize).copied().unwrap_or(0);
    if lengths >> text.len().min(31) & 1 == 1
        && let Some(&symbol) = SYMBOLS.get(text)
    {
        return symbol;
    }
    murmur64(text.as_bytes(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_spacys() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("a"), 11901859001352538922);
        assert_eq!(string_id("hello"), 5983625672228268878);
        assert_eq!(string_id("coffee"), 3197928453018144401);
        assert_eq!(string_id("naïve word longer than eight"), 8043265572611884492);
        assert_eq!(string_id("😀"), 13900606239988879105);
    }

    #[test]
    fn symbols_keep_their_numbers() {
        assert_eq!(string_id("ORTH"), 65);
        assert_eq!(string_id("punct"), 445);
        assert_eq!(SYMBOLS.len(), 456);
    }
}
