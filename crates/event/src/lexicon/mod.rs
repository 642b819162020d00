//! The lexicon: what words mean, as `data/event/lexicon/` lays it down.

mod parse;
mod pattern;

pub use parse::{Classes, Example};
pub use pattern::{Constraint, Demand, Entry, Kind, Meant, Path, Places, Relation, Sense, Thing, WordTest};

use crate::grammar::is_verb;
use crate::ontology::Ontology;
use rustc_hash::FxHashMap;
use whowhom_text::TokenView;
use whowhom_text::data::{DataDir, DataError, DataFile, Line};

/// The lexicon's files, in the order in which equals win: later files over earlier ones. Listed by the build script.
const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/lexicon_files.rs"));

/// An entry, by its place in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u32);

/// The members of a class by their first word, with the further words of each.
type Members = FxHashMap<Box<str>, Vec<Vec<Box<str>>>>;

/// All entries, found by head word.
#[derive(Debug, Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
    examples: Vec<(EntryId, Example)>,
    verbs: FxHashMap<Box<str>, Vec<EntryId>>,
    nouns: FxHashMap<Box<str>, Vec<EntryId>>,
    adjectives: FxHashMap<Box<str>, Vec<EntryId>>,
    classes: Classes,
    /// Lemmas by the form, of verbs and of others.
    lemmas: [FxHashMap<Box<str>, Box<str>>; 2],
    /// Classes by the first word of each member, with the further words.
    by_first: FxHashMap<String, Members>,
}

impl Lexicon {
    /// The lexicon compiled in, with a user's files laid over it.
    ///
    /// # Errors
    /// When a line is not of the form that `data/event/README.md` lays down.
    pub fn load(data: &DataDir, ontology: &Ontology) -> Result<Self, DataError> {
        let mut lexicon = Self::default();
        for file in data.files("event/classes.txt", include_str!("../../../../data/event/classes.txt"))? {
            parse::parse_classes(&file, &mut lexicon.classes)?;
        }
        lexicon.index_classes();
        for file in data.files("event/lemmas.tsv", include_str!("../../../../data/event/lemmas.tsv"))? {
            file.lines().try_for_each(|line| lexicon.read_lemma(line))?;
        }
        for (name, text) in FILES {
            for file in data.files(name, text)? {
                lexicon.read(&file, ontology)?;
            }
        }
        for file in data.others("event/lexicon", FILES.iter().map(|(name, _)| *name))? {
            lexicon.read(&file, ontology)?;
        }
        Ok(lexicon)
    }

    fn read_lemma(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        let [form, kind @ ("v" | "n"), lemma] = fields[..] else {
            return Err(line.error("a line is FORM, v or n, LEMMA"));
        };
        self.lemmas[usize::from(kind == "n")].insert(form.into(), lemma.into());
        Ok(())
    }

    /// The lemma that entries name the word by: the language model's, unless `lemmas.tsv` knows better.
    pub fn lemma<'a>(&'a self, t: TokenView<'a>) -> &'a str {
        let known = self.lemmas[usize::from(!is_verb(t))].get(t.lower());
        known.map_or(t.lemma(), |lemma| lemma)
    }

    fn read(&mut self, file: &DataFile, ontology: &Ontology) -> Result<(), DataError> {
        for (entries, examples) in parse::parse_entries(file, &self.classes, ontology)? {
            self.add(entries, examples);
        }
        Ok(())
    }

    fn add(&mut self, entries: Vec<Entry>, examples: Vec<Example>) {
        let first = EntryId(self.entries.len() as u32);
        self.examples.extend(examples.into_iter().map(|e| (first, e)));
        for entry in entries {
            let id = EntryId(self.entries.len() as u32);
            let index = match entry.kind {
                Kind::Verb => &mut self.verbs,
                Kind::Noun => &mut self.nouns,
                Kind::Adjective => &mut self.adjectives,
            };
            index.entry(entry.words[0].clone()).or_default().push(id);
            self.entries.push(entry);
        }
    }

    /// The entries of a head word, in the order of the files.
    pub fn candidates(&self, kind: Kind, word: &str) -> &[EntryId] {
        let index = match kind {
            Kind::Verb => &self.verbs,
            Kind::Noun => &self.nouns,
            Kind::Adjective => &self.adjectives,
        };
        index.get(word).map_or(&[], Vec::as_slice)
    }

    /// The entry `id`.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every example with the first entry of its line.
    pub fn examples(&self) -> impl Iterator<Item = (&Entry, &Example)> {
        self.examples.iter().map(|(id, example)| (self.entry(*id), example))
    }

    /// The members of a class of `classes.txt` that begin with this word: the further words of each.
    pub fn class_members(&self, class: &str, word: &str) -> &[Vec<Box<str>>] {
        self.by_first.get(class).and_then(|words| words.get(word)).map_or(&[], Vec::as_slice)
    }

    /// Whether a single word belongs to a class of `classes.txt`.
    pub fn in_class(&self, class: &str, word: &str) -> bool {
        self.class_members(class, word).iter().any(Vec::is_empty)
    }

    fn index_classes(&mut self) {
        for (class, words) in &self.classes {
            let index = self.by_first.entry(class.clone()).or_default();
            for word in words {
                let mut parts = word.split('_').map(Box::<str>::from);
                if let Some(first) = parts.next() {
                    index.entry(first).or_default().push(parts.collect());
                }
            }
        }
    }
}
