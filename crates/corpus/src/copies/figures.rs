//! The figures of a report and where they stand: what tells today's bulletin from yesterday's.
//!
//! Reports of a fixed form (weather, exchange rates, tables of results, daily counts of casualties) share most of their words, as copies
//! do, and not their figures and dates. A *slot* is a place for figures: known by the three words before it, or by the three behind it,
//! other figures left out. Of two reports that have slots in common, a copy fills them as the original does, whatever was cut or moved;
//! a report of the same form does not.

use super::signature::mix;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Slots that are remembered of a report at most.
pub const SLOTS: usize = 64;
/// Words that a slot is known by.
const AROUND: usize = 3;

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A number.
    Number,
    /// A day of the week or a month.
    Date,
}

static WORDS: LazyLock<FxHashMap<&'static str, Figure>> = LazyLock::new(|| {
    let lines = include_str!("../../../../data/corpus/figures.txt").lines();
    let lines = lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let kind = |line: &'static str| match line.strip_prefix("date ") {
        Some(word) => (word.trim(), Figure::Date),
        None => (line, Figure::Number),
    };
    lines.map(kind).collect()
});

/// Whether a word, in small letters, is a figure: it has a digit, or is a number, a day or a month.
pub fn figure(word: &str) -> Option<Figure> {
    if word.bytes().any(|b| b.is_ascii_digit()) { Some(Figure::Number) } else { WORDS.get(word).copied() }
}

/// A place for figures, and what fills it, both as hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The words that it is known by.
    pub place: u32,
    /// The figures in it. The last bit tells whether a day or month is among them; [`MANY`] stands for several different fillings.
    pub filling: u16,
}

/// The filling of a slot that a text fills in several ways: which of them a copy has kept cannot be known.
const MANY: u16 = 0;

/// What two reports' slots tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Slots that both have.
    pub slots: usize,
    /// Those that are filled differently.
    pub differ: usize,
    /// Those of them that have a day or month in both.
    pub dates: usize,
}

/// Finds the slots of a text, word by word.
#[derive(Default)]
pub struct Slots {
    /// The last words that are no figures.
    before: [u64; AROUND],
    /// The figures since then.
    filling: Option<Filling>,
    /// Fillings whose following words are not all there yet, with how many are wanted, oldest first.
    waiting: Vec<(Filling, usize)>,
    found: Vec<Slot>,
}

#[derive(Clone, Copy, Default)]
struct Filling {
    hash: u64,
    date: bool,
}

impl Filling {
    /// Two bits tell of the filling, and keep it from being [`MANY`].
    fn short(self) -> u16 {
        (self.hash >> 48) as u16 & !3 | 2 | u16::from(self.date)
    }
}

impl Slots {
    /// Takes the next word: its hash, and whether it is a figure.
    pub fn push(&mut self, hash: u64, figure: Option<Figure>) {
        if let Some(figure) = figure {
            let filling = self.filling.get_or_insert_default();
            filling.hash = mix(filling.hash ^ hash);
            filling.date |= figure == Figure::Date;
            return;
        }
        if let Some(filling) = self.filling.take() {
            self.found(1, filling);
            self.waiting.push((filling, AROUND));
        }
        self.before.rotate_left(1);
        self.before[AROUND - 1] = hash;
        self.waiting.iter_mut().for_each(|(_, wanted)| *wanted -= 1);
        if let Some((filling, 0)) = self.waiting.first().copied() {
            self.waiting.remove(0);
            self.found(2, filling);
        }
    }

    /// A filling before (2) or behind (1) the last words.
    fn found(&mut self, side: u64, filling: Filling) {
        let place = self.before.iter().fold(side, |hash, word| mix(hash ^ word));
        self.found.push(Slot { place: (place >> 32) as u32, filling: filling.short() });
        // Many slots (a table of numbers) must not fill the memory before the fewest are chosen.
        if self.found.len() >= 64 * SLOTS {
            self.thin();
        }
    }

    /// Keeps the slots whose places are least: those that are least in two texts are among the least in either, which makes what two
    /// reports have in common of them a fair sample of all that they have in common (bottom-k sketch, Cohen and Kaplan 2007).
    fn thin(&mut self) {
        self.found.sort_unstable();
        self.found.dedup_by(|next, kept| {
            let same = next.place == kept.place;
            if same && next.filling != kept.filling {
                kept.filling = MANY;
            }
            same
        });
        self.found.truncate(SLOTS);
    }

    /// A paragraph ends: the next may be another one in a copy.
    pub fn end_paragraph(&mut self) {
        if let Some(filling) = self.filling.take() {
            self.found(1, filling);
            self.waiting.push((filling, AROUND));
        }
        for (filling, wanted) in std::mem::take(&mut self.waiting) {
            self.found(2 + wanted as u64, filling);
        }
        self.before = Default::default();
    }

    /// The slots found, in the order of their places.
    pub fn finish(mut self) -> Vec<Slot> {
        self.end_paragraph();
        self.thin();
        self.found
    }
}

/// What the slots of two reports, in the order of their places, tell.
pub fn compare(a: &[Slot], b: &[Slot]) -> Shared {
    let (mut i, mut j) = (0, 0);
    let mut shared = Shared::default();
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x.place == y.place && x.filling != MANY && y.filling != MANY {
            shared.slots += 1;
            shared.differ += usize::from(x.filling != y.filling);
            shared.dates += usize::from(x.filling != y.filling && x.filling & y.filling & 1 == 1);
        }
        i += usize::from(x.place <= y.place);
        j += usize::from(y.place <= x.place);
    }
    shared
}
