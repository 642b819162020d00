//! The cue lexicon: which words say that something is said, thought, wanted, backed or attacked.

use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError, Line};
use whowhom_text::{Label, Why};

const CUES: &str = include_str!("../../../data/source/cues.tsv");

/// The part of speech of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueClass {
    /// A verb, or a verb and its particle.
    Verb,
    /// A noun ("the claim that").
    Noun,
    /// An adjective ("is confident that").
    Adjective,
}

/// What may hold the content of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complement {
    /// A clause with or without "that".
    Clause = 1,
    /// A clause with "that".
    That = 2,
    /// A question clause.
    Question = 4,
    /// A quotation.
    Quote = 8,
    /// An object.
    Object = 16,
    /// An -ing clause.
    Gerund = 32,
    /// An infinitive.
    Infinitive = 64,
    /// An object with an infinitive.
    ObjectInfinitive = 128,
    /// An object with a predicate.
    Predicate = 256,
    /// Often in the passive, with an infinitive.
    Passive = 512,
    /// The subject belongs to the content.
    Raising = 1024,
}

const COMPLEMENTS: [(&str, Complement); 11] = [
    ("clause", Complement::Clause),
    ("that", Complement::That),
    ("wh", Complement::Question),
    ("quote", Complement::Quote),
    ("np", Complement::Object),
    ("ger", Complement::Gerund),
    ("inf", Complement::Infinitive),
    ("obj-inf", Complement::ObjectInfinitive),
    ("pred", Complement::Predicate),
    ("passive", Complement::Passive),
    ("raise", Complement::Raising),
];

/// One cue of the lexicon.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The lemma, with a particle after a space.
    pub word: Box<str>,
    /// Its kind ("say", "think", "oppose").
    pub kind: Label,
    /// Whether it says that its content is not so.
    pub denies: bool,
    /// Whether the writer leaves open if its content is so.
    pub alleges: bool,
    /// The line it comes from.
    pub why: Why,
    complements: u16,
    /// Prepositions that lead to the content.
    prepositions: Vec<Box<str>>,
    /// Prepositions that go on with it after an object.
    after_object: Vec<Box<str>>,
}

impl Entry {
    /// Whether the cue takes this complement.
    pub fn takes(&self, complement: Complement) -> bool {
        self.complements & complement as u16 != 0
    }

    /// Whether a phrase with this preposition holds the content.
    pub fn takes_preposition(&self, word: &str) -> bool {
        self.prepositions.iter().any(|p| &**p == word)
    }

    /// Whether a phrase with this preposition goes on with the content after an object.
    pub fn object_goes_on(&self, preposition: &str) -> bool {
        self.after_object.iter().any(|p| &**p == preposition)
    }

    fn read(line: Line<'_>) -> Result<(CueClass, Self), DataError> {
        let fields: Vec<_> = line.fields().collect();
        let [word, class, kind, complements, flags @ ..] = &fields[..] else {
            return Err(line.error("want lemma, part of speech, kind, complements, separated by tabs"));
        };
        let class = match *class {
            "verb" => CueClass::Verb,
            "noun" => CueClass::Noun,
            "adj" => CueClass::Adjective,
            other => return Err(line.error(format!("part of speech `{other}` is none of verb, noun, adj"))),
        };
        let mut entry = Self {
            word: (*word).into(),
            kind: Label::new(kind),
            denies: false,
            alleges: false,
            why: Why::line(line.file, line.number, word),
            complements: 0,
            prepositions: Vec::new(),
            after_object: Vec::new(),
        };
        for complement in complements.split(',') {
            entry.add(complement).ok_or_else(|| line.error(format!("unknown complement `{complement}`")))?;
        }
        for flag in flags {
            match *flag {
                "denies" => entry.denies = true,
                "alleges" => entry.alleges = true,
                other => return Err(line.error(format!("unknown flag `{other}`"))),
            }
        }
        Ok((class, entry))
    }

    fn add(&mut self, name: &str) -> Option<()> {
        if let Some((_, complement)) = COMPLEMENTS.iter().find(|(n, _)| *n == name) {
            self.complements |= *complement as u16;
        } else if let Some(word) = name.strip_prefix('+') {
            self.prepositions.push(word.into());
        } else {
            self.after_object.push(name.strip_prefix("obj-")?.into());
            self.complements |= Complement::Object as u16;
        }
        Some(())
    }
}

/// The cues, found by lemma.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    entries: Vec<Entry>,
    by_word: FxHashMap<(CueClass, Box<str>), usize>,
    singles: [FxHashMap<Box<str>, usize>; 3],
}

impl Cues {
    /// Reads `source/cues.tsv`.
    ///
    /// # Errors
    /// When a line is not of the file's form.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut cues = Self::default();
        for file in data.files("source/cues.tsv", CUES)? {
            for line in file.lines() {
                let (class, entry) = Entry::read(line)?;
                let at = cues.entries.len();
                cues.by_word.insert((class, entry.word.clone()), at);
                if !entry.word.contains(' ') {
                    cues.singles[class as usize].insert(entry.word.clone(), at);
                }
                cues.entries.push(entry);
            }
        }
        Ok(cues)
    }

    /// The entry of a lemma.
    pub fn get(&self, class: CueClass, lemma: &str) -> Option<&Entry> {
        self.singles[class as usize].get(lemma).map(|i| &self.entries[*i])
    }

    /// The entry of a lemma and its particle ("rule", "out").
    pub fn get_with_particle(&self, class: CueClass, lemma: &str, particle: &str) -> Option<&Entry> {
        self.by_word.get(&(class, format!("{lemma} {particle}").into())).map(|i| &self.entries[*i])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_loads_and_finds_words() {
        let cues = Cues::load(&DataDir::builtin()).unwrap();
        let accuse = cues.get(CueClass::Verb, "accuse").unwrap();
        assert!(accuse.takes(Complement::Object) && accuse.object_goes_on("of") && !accuse.denies);
        assert!(cues.get(CueClass::Verb, "deny").unwrap().denies);
        assert!(cues.get_with_particle(CueClass::Verb, "rule", "out").is_some());
        assert!(cues.get(CueClass::Noun, "call").unwrap().takes_preposition("for"));
        assert!(cues.get(CueClass::Verb, "bathe").is_none());
    }

    #[test]
    fn a_bad_line_is_an_error_with_its_place() {
        let dir = std::env::temp_dir().join("whowhom-source-cues-test");
        std::fs::create_dir_all(dir.join("source")).unwrap();
        std::fs::write(dir.join("source/cues.tsv"), "say\tverb\tsay\tclause\nshrug\tverb\tsay\tmime\n").unwrap();
        let error = Cues::load(&DataDir::over(&dir)).unwrap_err().to_string();
        assert!(error.ends_with("cues.tsv:2: unknown complement `mime`"), "{error}");
    }
}
