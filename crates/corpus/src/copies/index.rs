//! Which earlier report a report is a copy of.

use super::figures::Shared;
use super::signature::{PLACES, Signature, mix};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Places in a band. With 2 in each of 64 bands, a pair of similarity 0.2 meets in some band with a probability of 93 %, one of
/// 0.02 with 2.5 %.
const ROWS: usize = 2;
const BANDS: usize = PLACES / ROWS;
/// How much of the smaller report the larger contains at least, when they are copies. Measured with `cargo xtask measure-copies`.
const COPY: f32 = 0.55;
/// How similar copies are at least: below this, the estimate of what they have in common is mostly noise.
const SIMILAR: f32 = 0.1;

/// Of places for figures that two reports share, so many are filled differently when they are reports of one form and not copies: more
/// than a half of three or more; or with another day or month among them, a fifth. Measured in the same way.
const OTHER_FIGURES: (usize, usize) = (1, 2);
const OTHER_DAY: (usize, usize) = (1, 5);
const FEWEST_FIGURES: usize = 3;

/// What a report is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The first of its kind.
    New,
    /// A copy.
    CopyOf {
        /// The first report of its kind.
        original: u64,
        /// How much of the smaller of the two the larger contains, 0 to 1.
        similarity: f32,
    },
}

/// Tells copies, one report after the other. Only reports that are new are remembered, in a kilobyte and a quarter each at
/// most.
#[derive(Debug)]
pub struct Dedup {
    /// Reports that are new, in the order in which they came.
    originals: Vec<(u64, Signature)>,
    /// For each band, the last of the reports with these places: a phrase that many reports share must not make time quadratic.
    last: Vec<HashTable<u32>>,
}

impl Dedup {
    /// Nothing remembered.
    pub fn new() -> Self {
        Self { originals: Vec::new(), last: (0..BANDS).map(|_| HashTable::new()).collect() }
    }

    /// What the report `key` with this signature is, given the reports before it. A report that is new is remembered.
    pub fn check(&mut self, key: u64, signature: &Signature) -> Verdict {
        let verdict = self.find(signature);
        if verdict == Verdict::New {
            self.insert(key, signature.clone());
        }
        verdict
    }

    /// What a report with this signature is; nothing is remembered of it.
    pub fn find(&self, signature: &Signature) -> Verdict {
        let best = self
            .candidates(signature)
            .into_iter()
            .map(|number| (number, &self.originals[number as usize]))
            .filter(|(_, (_, other))| {
                signature.similarity(other) >= SIMILAR && !is_of_one_form(signature.figures(other))
            })
            .map(|(number, (key, other))| (signature.containment(other), number, *key))
            // Of equals the first to come.
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((similarity, _, original)) if similarity >= COPY => Verdict::CopyOf { original, similarity },
            _ => Verdict::New,
        }
    }

    /// Remembers a report that is new: for going on with a corpus whose signatures were kept.
    pub fn insert(&mut self, key: u64, signature: Signature) {
        if signature.is_empty() {
            return;
        }
        let number = self.originals.len() as u32;
        self.originals.push((key, signature));
        let originals = &self.originals;
        let band_of = |report: u32, band| originals[report as usize].1.band(band, ROWS);
        for (band, last) in self.last.iter_mut().enumerate() {
            let places = band_of(number, band);
            let entry =
                last.entry(hash_band(places), |n| band_of(*n, band) == places, |n| hash_band(band_of(*n, band)));
            match entry {
                Entry::Occupied(mut entry) => *entry.get_mut() = number,
                Entry::Vacant(entry) => _ = entry.insert(number),
            }
        }
    }

    /// Reports that share a band with the signature, in the order in which they came.
    fn candidates(&self, signature: &Signature) -> Vec<u32> {
        let find = |(band, last): (usize, &HashTable<u32>)| {
            let places = signature.band(band, ROWS);
            let same = |n: &u32| self.originals[*n as usize].1.band(band, ROWS) == places;
            last.find(hash_band(places), same).copied()
        };
        let mut found: Vec<u32> = self.last.iter().enumerate().filter_map(find).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How many reports are remembered.
    pub fn len(&self) -> usize {
        self.originals.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.originals.is_empty()
    }
}

impl Default for Dedup {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether two reports that share many words are of one fixed form, and tell of different days.
fn is_of_one_form(shared: Shared) -> bool {
    let beyond = |(part, whole): (usize, usize)| shared.differ * whole > shared.slots * part;
    shared.slots >= FEWEST_FIGURES && (beyond(OTHER_FIGURES) || shared.dates > 0 && beyond(OTHER_DAY))
}

fn hash_band(places: &[u16]) -> u64 {
    places.iter().fold(0, |hash, place| mix(hash ^ u64::from(*place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report in words of its own, of 30 sentences.
    fn report(number: usize) -> Vec<String> {
        let letters = |n: usize| n.to_string().bytes().map(|b| char::from(b + (b'k' - b'0'))).collect::<String>();
        let word = |n: usize| format!("word{}x{}", letters(number), letters(n));
        (0..30).map(|s| (0..14).map(|w| word(s * 14 + w) + " ").collect::<String>() + "he said.").collect()
    }

    #[test]
    fn copies_are_found_whatever_was_done_to_them_and_others_are_new() {
        let mut dedup = Dedup::new();
        let of = |sentences: &[String]| Signature::of(&sentences.join(" "));
        for n in 0..200 {
            assert_eq!(dedup.check(n, &of(&report(n as usize))), Verdict::New, "{n}");
        }
        let original = report(70);
        let mut reordered = original.clone();
        reordered.reverse();
        let mut led = original.clone();
        led[0] = "A wholly new first sentence about something that nobody said before.".into();
        for copy in [&original[..], &original[..18], &reordered, &led] {
            let verdict = dedup.check(999, &of(copy));
            assert!(matches!(verdict, Verdict::CopyOf { original: 70, .. }), "{verdict:?}");
        }
        assert_eq!(dedup.len(), 200);
    }

    #[test]
    fn empty_texts_are_no_copies_of_each_other() {
        let mut dedup = Dedup::default();
        for key in 0..3 {
            assert_eq!(dedup.check(key, &Signature::of("")), Verdict::New);
        }
        assert!(dedup.is_empty());
    }

    #[test]
    fn a_corpus_is_gone_on_with() {
        let kept = Signature::of(&report(1).join(" ")).to_bytes();
        let mut dedup = Dedup::new();
        dedup.insert(17, Signature::from_bytes(&kept).unwrap());
        let verdict = dedup.check(18, &Signature::of(&report(1).join(" ")));
        assert_eq!(verdict, Verdict::CopyOf { original: 17, similarity: 1.0 });
    }
}
