//! What is remembered of a report's words.

use super::figures::{SLOTS, Shared, Slot, Slots, compare, figure};
use std::hash::Hasher;

/// How many words a run has. Runs of four are rarely shared by reports in words of their own.
pub const RUN: usize = 4;
/// Places of a signature.
pub(super) const PLACES: usize = 128;
/// Fewer runs than this can be told to be copies only when all of them agree.
const FEWEST: u32 = 12;

/// A sketch of the runs of words in a text, and of its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How many runs of words the text has.
    runs: u32,
    places: [u16; PLACES],
    /// Places for figures and what fills them.
    slots: Box<[Slot]>,
}

impl Signature {
    /// The most that [`Signature::to_bytes`] gives.
    pub const MOST_BYTES: usize = 4 + 2 * PLACES + 6 * SLOTS;

    /// The signature of a text. Case, punctuation and white space make no difference.
    pub fn of(text: &str) -> Self {
        let mut least = [u64::MAX; PLACES];
        let mut window = [0; RUN];
        let mut runs = 0;
        let mut slots = Slots::default();
        let mut small = String::new();
        let mut i = 0;
        for line in text.lines() {
            if line.trim().is_empty() {
                slots.end_paragraph();
            }
            for word in line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
                small.clear();
                small.extend(word.chars().flat_map(char::to_lowercase));
                let hash = hash_word(&small);
                slots.push(hash, figure(&small));
                window[i % RUN] = hash;
                i += 1;
                if i >= RUN {
                    let run = (0..RUN).fold(0, |hash, j| mix(hash ^ window[(i + j) % RUN]));
                    let place = &mut least[(run >> 57) as usize];
                    *place = (*place).min(run);
                    runs += 1;
                }
            }
        }
        if runs > 0 {
            densify(&mut least);
        }
        Self { runs, places: least.map(|hash| (mix(hash) >> 48) as u16), slots: slots.finish().into() }
    }

    /// Whether the text is too short to have a signature.
    pub fn is_empty(&self) -> bool {
        self.runs == 0
    }

    /// The share of runs of words that the two texts have in common, of all in both (Jaccard), estimated.
    pub fn similarity(&self, other: &Self) -> f32 {
        let same = self.places.iter().zip(&other.places).filter(|(a, b)| a == b).count();
        same as f32 / PLACES as f32
    }

    /// The share of the smaller text's runs of words that the larger text has too, estimated.
    pub fn containment(&self, other: &Self) -> f32 {
        let similarity = self.similarity(other);
        let (small, large) = (self.runs.min(other.runs), self.runs.max(other.runs));
        if small < FEWEST {
            return if similarity == 1.0 { 1.0 } else { 0.0 };
        }
        // |A ∩ B| = J / (1 + J) · (|A| + |B|)
        let common = similarity / (1.0 + similarity) * (small + large) as f32;
        (common / small as f32).min(1.0)
    }

    /// The places for figures that both texts have, as far as they are remembered, and whether they are filled alike.
    pub fn figures(&self, other: &Self) -> Shared {
        compare(&self.slots, &other.slots)
    }

    /// The places of the signature's band `band`, of `rows` places.
    pub(super) fn band(&self, band: usize, rows: usize) -> &[u16] {
        &self.places[band * rows..(band + 1) * rows]
    }

    /// The signature as bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let places = self.places.iter().flat_map(|place| place.to_le_bytes());
        let slots =
            self.slots.iter().flat_map(|slot| slot.place.to_le_bytes().into_iter().chain(slot.filling.to_le_bytes()));
        self.runs.to_le_bytes().into_iter().chain(places).chain(slots).collect()
    }

    /// The signature that [`Signature::to_bytes`] wrote; `None` when it did not write these.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (runs, rest) = bytes.split_first_chunk::<4>()?;
        let (rest, slots) = rest.split_at_checked(2 * PLACES)?;
        let mut places = [0; PLACES];
        for (place, pair) in places.iter_mut().zip(rest.chunks_exact(2)) {
            *place = u16::from_le_bytes([pair[0], pair[1]]);
        }
        if slots.len() % 6 != 0 || slots.len() > 6 * SLOTS {
            return None;
        }
        let slot = |b: &[u8]| Slot {
            place: u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
            filling: u16::from_le_bytes([b[4], b[5]]),
        };
        Some(Self { runs: u32::from_le_bytes(*runs), places, slots: slots.chunks_exact(6).map(slot).collect() })
    }
}

/// Fills empty places with others', chosen by the place and the attempt alone, so that equal sets fill alike.
fn densify(least: &mut [u64; PLACES]) {
    let filled = *least;
    for (i, place) in least.iter_mut().enumerate().filter(|(_, place)| **place == u64::MAX) {
        let mut attempt = 1;
        while *place == u64::MAX {
            *place = filled[(mix((i as u64) << 32 | attempt) >> 57) as usize];
            attempt += 1;
        }
    }
}

/// A hash of a word, the same on every machine.
fn hash_word(word: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for c in word.chars() {
        hasher.write_u32(c as u32);
    }
    mix(hasher.finish())
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014): each bit of the input moves each of the output.
pub(super) fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(range: std::ops::Range<usize>) -> String {
        range.map(|n| format!("word{n} ")).collect()
    }

    #[test]
    fn similarity_and_containment_are_estimated() {
        let of = |range| Signature::of(&words(range));
        let whole = of(0..1000);
        assert_eq!(whole.similarity(&of(0..1000)), 1.0);
        assert!(whole.similarity(&of(5000..6000)) < 0.05);
        let third = whole.similarity(&of(500..1500));
        assert!((0.2..0.46).contains(&third), "{third}");
        let part = whole.containment(&of(200..600));
        assert!(part > 0.75, "{part}");
        assert!(whole.containment(&of(900..1900)) < 0.35);
    }

    #[test]
    fn case_and_punctuation_make_no_difference() {
        let text = "“No,” said the envoy; the talks in Oslo will not be held this year, whatever they say.";
        let other = text.to_uppercase().replace([',', '“', '”', ';'], " ");
        assert_eq!(Signature::of(text), Signature::of(&other));
    }

    #[test]
    fn bytes_come_back() {
        let signature = Signature::of(&words(0..50));
        assert!(signature.to_bytes().len() <= Signature::MOST_BYTES);
        assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
        assert_eq!(Signature::from_bytes(b"short"), None);
    }

    #[test]
    fn short_texts_must_agree_wholly() {
        let of = |text| Signature::of(text);
        assert!(of("two words").is_empty());
        let one = of("Oslo shares fall by two percent");
        assert_eq!(one.containment(&of("Oslo shares fall by two percent.")), 1.0);
        assert_eq!(one.containment(&of("Oslo shares fall by one percent")), 0.0);
    }
}
