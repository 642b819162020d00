//! Words: each form is read once, its features are then looked up.

use crate::hash::string_id;
use crate::msgpack::{self, Value};
use crate::{Error, ModelSource, chars};
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::ops::BitOr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A word form of a [`Vocab`], valid until the vocabulary is trimmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LexemeId(pub u32);

impl LexemeId {
    /// Its place in the vocabulary.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Yes-or-no features of a word form, as spaCy's lexeme flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LexFlags(u16);

impl LexFlags {
    /// All letters.
    pub const IS_ALPHA: Self = Self(1);
    /// All ASCII.
    pub const IS_ASCII: Self = Self(1 << 1);
    /// All digits.
    pub const IS_DIGIT: Self = Self(1 << 2);
    /// Has cased letters, all lower case.
    pub const IS_LOWER: Self = Self(1 << 3);
    /// All punctuation.
    pub const IS_PUNCT: Self = Self(1 << 4);
    /// All white space.
    pub const IS_SPACE: Self = Self(1 << 5);
    /// Words begin with capitals and go on in lower case.
    pub const IS_TITLE: Self = Self(1 << 6);
    /// Has cased letters, all upper case.
    pub const IS_UPPER: Self = Self(1 << 7);

    /// The flag that spaCy calls `name`.
    pub fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "IS_ALPHA" => Self::IS_ALPHA,
            "IS_ASCII" => Self::IS_ASCII,
            "IS_DIGIT" => Self::IS_DIGIT,
            "IS_LOWER" => Self::IS_LOWER,
            "IS_PUNCT" => Self::IS_PUNCT,
            "IS_SPACE" => Self::IS_SPACE,
            "IS_TITLE" => Self::IS_TITLE,
            "IS_UPPER" => Self::IS_UPPER,
            _ => return None,
        })
    }

    /// Whether all of `flags` are set.
    pub fn has(self, flags: Self) -> bool {
        self.0 & flags.0 == flags.0
    }

    fn of(word: &str) -> Self {
        let all = |test: fn(char) -> bool| word.chars().all(test);
        let when = |yes: bool, flag: Self| if yes { flag } else { Self::default() };
        let case = Case::of(word);
        when(all(chars::is_alpha), Self::IS_ALPHA)
            | when(word.is_ascii(), Self::IS_ASCII)
            | when(all(chars::is_digit), Self::IS_DIGIT)
            | when(case.lower, Self::IS_LOWER)
            | when(all(chars::is_punct), Self::IS_PUNCT)
            | when(all(chars::is_space), Self::IS_SPACE)
            | when(case.title, Self::IS_TITLE)
            | when(case.upper, Self::IS_UPPER)
    }
}

impl BitOr for LexFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Python's `islower`, `isupper` and `istitle`.
struct Case {
    lower: bool,
    upper: bool,
    title: bool,
}

impl Case {
    fn of(word: &str) -> Self {
        let (mut lower, mut upper, mut title, mut cased) = (true, true, true, false);
        let mut after_cased = false;
        for c in word.chars() {
            let is_upper = c.is_uppercase() || chars::is_titlecase(c);
            let is_lower = c.is_lowercase();
            lower &= !is_upper;
            upper &= !is_lower && !chars::is_titlecase(c);
            // A capital only where no cased letter stands before, a small letter only where one does.
            title &= !(is_upper && after_cased || is_lower && !after_cased);
            after_cased = is_upper || is_lower;
            cased |= after_cased;
        }
        Self { lower: lower && cased, upper: upper && cased, title: title && cased }
    }
}

/// A word form's features. The numbers are what spaCy's string store gives for the strings ([`string_id`]).
#[derive(Clone, Copy, Debug)]
pub struct Lexeme {
    /// The form itself.
    pub orth: u64,
    /// Its norm, where no tokenizer exception gives the token another.
    pub norm: u64,
    /// In lower case.
    pub lower: u64,
    /// Its first character.
    pub prefix: u64,
    /// Its last three characters.
    pub suffix: u64,
    /// Its shape (`Xxxxx`, `dd.d`).
    pub shape: u64,
    /// Yes-or-no features.
    pub flags: LexFlags,
    /// Where its text is in the vocabulary's pool.
    start: u32,
    len: u32,
}

/// The norms that a pipeline gives word forms; the workers share them.
#[derive(Debug, Default)]
pub struct Norms {
    by_orth: FxHashMap<u64, u64>,
}

impl Norms {
    /// spaCy's own norms, and over them the pipeline's table `lexeme_norm` (`vocab/lookups.bin`).
    ///
    /// # Errors
    /// When the file is there and not of the form that spaCy writes.
    pub fn load(source: &ModelSource) -> Result<Self, Error> {
        const FILE: &str = "vocab/lookups.bin";
        let base = include_str!("../data/norms.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut by_orth: FxHashMap<u64, u64> = base
            .filter_map(|line| line.split_once('\t'))
            .map(|(word, norm)| (string_id(word), string_id(norm)))
            .collect();
        if let Some(bytes) = source.get(FILE)? {
            let tables = msgpack::read(FILE, &bytes)?;
            for (orth, norm) in tables.get("lexeme_norm").and_then(Value::as_map).unwrap_or_default() {
                let (Some(orth), Some(norm)) = (orth.as_u64(), norm.as_str()) else {
                    return Err(Error::malformed(FILE, "lexeme_norm does not map numbers to texts"));
                };
                by_orth.insert(orth, string_id(norm));
            }
        }
        Ok(Self { by_orth })
    }
}

/// The word forms that one worker has met.
///
/// It grows with new forms. Between documents, [`trim`](Self::trim) empties it once it has grown beyond its bounds.
#[derive(Debug)]
pub struct Vocab {
    norms: Arc<Norms>,
    lexemes: Vec<Lexeme>,
    pool: String,
    table: HashTable<u32>,
    /// Where a form is put in lower case, or its shape is drawn.
    scratch: String,
    /// Told apart from every other vocabulary, and from itself before it was emptied.
    generation: u64,
}

/// How many forms, and bytes of forms, survive a [`Vocab::trim`].
const MAX_LEXEMES: usize = 60_000;
const MAX_POOL: usize = 1 << 20;

static GENERATIONS: AtomicU64 = AtomicU64::new(1);

impl Vocab {
    /// An empty vocabulary.
    pub fn new(norms: Arc<Norms>) -> Self {
        let (pool, scratch) = (String::new(), String::new());
        let generation = GENERATIONS.fetch_add(1, Ordering::Relaxed);
        Self { norms, lexemes: Vec::new(), pool, table: HashTable::new(), scratch, generation }
    }

    /// The lexeme of the form `text`, made when it is new.
    pub fn get(&mut self, text: &str) -> LexemeId {
        let hash = hash_of(text);
        let Self { lexemes, pool, table, .. } = self;
        let same = |&i: &u32| lexemes[i as usize].text(pool) == text;
        if let Some(&index) = table.find(hash, same) {
            return LexemeId(index);
        }
        let index = self.lexemes.len() as u32;
        let lexeme = self.read(text);
        self.lexemes.push(lexeme);
        let Self { lexemes, pool, table, .. } = self;
        table.insert_unique(hash, index, |&i| hash_of(lexemes[i as usize].text(pool)));
        LexemeId(index)
    }

    /// The features of a form.
    pub fn lexeme(&self, id: LexemeId) -> &Lexeme {
        &self.lexemes[id.index()]
    }

    /// The form itself.
    pub fn text(&self, id: LexemeId) -> &str {
        self.lexemes[id.index()].text(&self.pool)
    }

    /// How many forms there are; ids count from 0 to here.
    pub fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lexemes.is_empty()
    }

    /// Empties the vocabulary if it has outgrown its bounds, so that no stream of documents fills the memory.
    ///
    /// Returns whether it did: then all [`LexemeId`]s are void, and whatever is cached by them must be dropped.
    pub fn trim(&mut self) -> bool {
        if self.lexemes.len() <= MAX_LEXEMES && self.pool.len() <= MAX_POOL {
            return false;
        }
        *self = Self::new(Arc::clone(&self.norms));
        true
    }

    /// A number from 1 that no other vocabulary has, and that changes when this one is emptied: what is cached by
    /// [`LexemeId`] belongs to it.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    fn read(&mut self, text: &str) -> Lexeme {
        let start = self.pool.len() as u32;
        self.pool.push_str(text);
        let orth = string_id(text);
        let lower = self.lower_id(text, orth);
        self.scratch.clear();
        let long = push_shape(text, &mut self.scratch);
        let shape = string_id(if long { "LONG" } else { &self.scratch });
        Lexeme {
            orth,
            norm: self.norms.by_orth.get(&orth).copied().unwrap_or(lower),
            lower,
            prefix: string_id(text.chars().next().map_or("", |c| &text[..c.len_utf8()])),
            suffix: string_id(text.char_indices().rev().take(3).last().map_or("", |(i, _)| &text[i..])),
            shape,
            flags: LexFlags::of(text),
            start,
            len: text.len() as u32,
        }
    }

    fn lower_id(&mut self, text: &str, orth: u64) -> u64 {
        if !text.is_ascii() {
            return string_id(&text.to_lowercase());
        }
        if !text.bytes().any(|b| b.is_ascii_uppercase()) {
            return orth;
        }
        self.scratch.clear();
        self.scratch.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        string_id(&self.scratch)
    }
}

impl Lexeme {
    fn text<'a>(&self, pool: &'a str) -> &'a str {
        &pool[self.start as usize..(self.start + self.len) as usize]
    }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// A form's shape: letters as `X` and `x`, digits as `d`, four at most in a row. Writes nothing and returns true from
/// 100 characters on, where spaCy's shape is `LONG`.
fn push_shape(text: &str, shape: &mut String) -> bool {
    if text.chars().nth(99).is_some() {
        return true;
    }
    let (mut last, mut run) = ('\0', 0);
    for c in text.chars() {
        let sign = match c {
            _ if chars::is_alpha(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            _ if chars::is_digit(c) => 'd',
            other => other,
        };
        // No sign has come before the first; NUL itself may be one.
        run = if sign == last && !shape.is_empty() { run + 1 } else { 0 };
        last = sign;
        if run < 4 {
            shape.push(sign);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocab() -> Vocab {
        Vocab::new(Arc::new(Norms { by_orth: [(string_id("color"), string_id("colour"))].into_iter().collect() }))
    }

    #[test]
    fn features_are_spacys() {
        let mut vocab = vocab();
        let id = vocab.get("Apples");
        let lexeme = *vocab.lexeme(id);
        assert_eq!(vocab.text(id), "Apples");
        assert_eq!(lexeme.lower, string_id("apples"));
        assert_eq!(lexeme.norm, string_id("apples"));
        assert_eq!(lexeme.prefix, string_id("A"));
        assert_eq!(lexeme.suffix, string_id("les"));
        assert_eq!(lexeme.shape, string_id("Xxxxx"));
        assert!(lexeme.flags.has(LexFlags::IS_TITLE | LexFlags::IS_ALPHA) && !lexeme.flags.has(LexFlags::IS_UPPER));
        let id = vocab.get("color");
        assert_eq!(vocab.lexeme(id).norm, string_id("colour"));
        assert_eq!(vocab.get("Apples").0, 0);
    }

    #[test]
    fn shapes() {
        for (word, want) in
            [("U.S.", "X.X."), ("12,345", "dd,ddd"), ("naïve", "xxxx"), ("€5", "€d"), ("---------", "----")]
        {
            let mut shape = String::new();
            assert!(!push_shape(word, &mut shape));
            assert_eq!(shape, want, "{word}");
        }
        assert!(push_shape(&"a".repeat(100), &mut String::new()));
        assert!(!push_shape(&"a".repeat(99), &mut String::new()));
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let mut vocab = vocab();
        vocab.get("word");
        assert!(!vocab.trim());
        vocab.get(&"x".repeat(MAX_POOL));
        assert!(vocab.trim());
        assert!(vocab.is_empty());
        assert_eq!(vocab.get("word").0, 0);
    }
}
