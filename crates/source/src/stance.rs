//! The words of positions: `data/source/positions.tsv`.

use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError, Line};
use whowhom_text::layer::Stance;
use whowhom_text::{TokenView, Why};

const POSITIONS: &str = include_str!("../../../data/source/positions.tsv");

/// What a line's word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordClass {
    /// A verb, or a verb and its particle.
    Verb,
    /// A noun.
    Noun,
    /// An adjective or participle.
    Adjective,
    /// A modal verb.
    Modal,
    /// A fixed phrase.
    Phrase,
    /// The beginning of a condition.
    Marker,
    /// A noun that stands for the speaker.
    Own,
    /// A verb of speaking after "declined to".
    Mute,
    /// A verb of being after a modal.
    Stative,
    /// A word that holds no position.
    Nobody,
}

/// The forms that a position's content takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Form {
    Infinitive = 1,
    InfinitiveSee = 2,
    ObjectInfinitive = 4,
    ObjectNotInfinitive = 8,
    Clause = 16,
    ClauseSelf = 32,
    That = 64,
    Should = 128,
    Object = 256,
    Gerund = 512,
    Participle = 1024,
    Own = 2048,
    Other = 4096,
}

const FORMS: [(&str, Form); 13] = [
    ("inf", Form::Infinitive),
    ("inf-see", Form::InfinitiveSee),
    ("obj-inf", Form::ObjectInfinitive),
    ("obj-not-inf", Form::ObjectNotInfinitive),
    ("clause", Form::Clause),
    ("clause-self", Form::ClauseSelf),
    ("that", Form::That),
    ("should", Form::Should),
    ("np", Form::Object),
    ("ger", Form::Gerund),
    ("part", Form::Participle),
    ("self", Form::Own),
    ("other", Form::Other),
];

/// One line of the file.
#[derive(Clone, Debug)]
pub struct StanceWord {
    /// The stance, when the word is not negated.
    pub stance: Option<Stance>,
    /// The stance, when it is.
    pub negated: Option<Stance>,
    /// The line.
    pub why: Why,
    forms: u16,
    /// Prepositions before the content.
    prepositions: Vec<Box<str>>,
    /// Prepositions before somebody who is to do it.
    persons: Vec<Box<str>>,
}

impl StanceWord {
    /// Whether the content may have this form.
    pub fn takes(&self, form: Form) -> bool {
        self.forms & form as u16 != 0
    }

    /// Whether the preposition leads to the content.
    pub fn takes_preposition(&self, word: &str) -> bool {
        self.prepositions.iter().any(|p| &**p == word)
    }

    /// Whether the preposition leads to somebody, and an infinitive to the content.
    pub fn takes_person(&self, word: &str) -> bool {
        self.persons.iter().any(|p| &**p == word)
    }
}

/// A fixed phrase: its words and its line.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The words after the first.
    rest: Vec<Box<str>>,
    /// What it says.
    pub word: StanceWord,
}

impl Phrase {
    /// The number of its words.
    pub fn len(&self) -> usize {
        self.rest.len() + 1
    }

    /// Never: a phrase has a first word.
    pub fn is_empty(&self) -> bool {
        false
    }

    fn follows(&self, first: TokenView<'_>) -> bool {
        let mut at = first;
        self.rest.iter().all(|word| {
            at.next().is_some_and(|next| {
                at = next;
                next.lower() == &**word
            })
        })
    }
}

type Words = FxHashMap<Box<str>, Vec<StanceWord>>;

/// All words of positions.
#[derive(Clone, Debug, Default)]
pub struct Stances {
    words: FxHashMap<WordClass, Words>,
    phrases: FxHashMap<(WordClass, Box<str>), Vec<Phrase>>,
}

impl Stances {
    /// Reads `source/positions.tsv`.
    ///
    /// # Errors
    /// When a line is not of the file's form.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut stances = Self::default();
        for file in data.files("source/positions.tsv", POSITIONS)? {
            let mut own = Self::default();
            for line in file.lines() {
                own.add(line)?;
            }
            for (class, words) in own.words {
                stances.words.entry(class).or_default().extend(words);
            }
            stances.phrases.extend(own.phrases);
        }
        // The longest phrase first.
        stances.phrases.values_mut().for_each(|p| p.sort_by_key(|p| std::cmp::Reverse(p.len())));
        Ok(stances)
    }

    fn add(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let fields: Vec<_> = line.fields().collect();
        let [word, class, stance, complements, negated] = fields[..] else {
            return Err(line.error("want word, class, stance, complements, negated stance, separated by tabs"));
        };
        let class = word_class(class).ok_or_else(|| line.error(format!("unknown class `{class}`")))?;
        let read = |name: &str| match name {
            "-" => Ok(None),
            name => stance_named(name).map(Some).ok_or_else(|| line.error(format!("unknown stance `{name}`"))),
        };
        let mut entry = StanceWord {
            stance: read(stance)?,
            negated: read(negated)?,
            why: Why::line(line.file, line.number, word),
            forms: 0,
            prepositions: Vec::new(),
            persons: Vec::new(),
        };
        for complement in complements.split(',').filter(|c| *c != "-") {
            match (FORMS.iter().find(|(n, _)| *n == complement), complement.strip_prefix('+')) {
                (Some((_, form)), _) => entry.forms |= *form as u16,
                (None, Some(preposition)) => match preposition.strip_suffix("-inf") {
                    Some(person) => entry.persons.push(person.into()),
                    None => entry.prepositions.push(preposition.into()),
                },
                _ => return Err(line.error(format!("unknown complement `{complement}`"))),
            }
        }
        if matches!(class, WordClass::Phrase | WordClass::Marker) {
            let mut words = word.split(' ');
            let first = words.next().unwrap_or_default();
            let rest = words.map(Into::into).collect();
            self.phrases.entry((class, first.into())).or_default().push(Phrase { rest, word: entry });
        } else {
            self.words.entry(class).or_default().entry(word.into()).or_default().push(entry);
        }
        Ok(())
    }

    /// The lines of a word.
    pub fn get(&self, class: WordClass, word: &str) -> &[StanceWord] {
        self.words.get(&class).and_then(|w| w.get(word)).map_or(&[], Vec::as_slice)
    }

    /// The longest phrase that begins at a token.
    pub fn phrase_at(&self, class: WordClass, first: TokenView<'_>) -> Option<&Phrase> {
        let phrases = self.phrases.get(&(class, first.lower().into()))?;
        phrases.iter().find(|p| p.follows(first))
    }
}

fn word_class(name: &str) -> Option<WordClass> {
    Some(match name {
        "verb" => WordClass::Verb,
        "noun" => WordClass::Noun,
        "adj" => WordClass::Adjective,
        "modal" => WordClass::Modal,
        "phrase" => WordClass::Phrase,
        "marker" => WordClass::Marker,
        "own" => WordClass::Own,
        "mute" => WordClass::Mute,
        "stative" => WordClass::Stative,
        "nobody" => WordClass::Nobody,
        _ => return None,
    })
}

fn stance_named(name: &str) -> Option<Stance> {
    use Stance::{Commits, Demands, Expects, Offers, Opposes, Refuses, Supports};
    [Demands, Offers, Commits, Refuses, Opposes, Supports, Expects].into_iter().find(|s| s.as_str() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_load() {
        let stances = Stances::load(&DataDir::builtin()).unwrap();
        let urge = &stances.get(WordClass::Verb, "urge")[0];
        assert!(urge.stance == Some(Stance::Demands) && urge.takes(Form::ObjectInfinitive));
        let rule_out = &stances.get(WordClass::Verb, "rule out")[0];
        assert_eq!((rule_out.stance, rule_out.negated), (Some(Stance::Refuses), Some(Stance::Offers)));
        assert!(stances.get(WordClass::Noun, "windmill").is_empty());
    }
}
