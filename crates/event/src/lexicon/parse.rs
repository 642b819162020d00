//! Lexicon lines to entries; `data/event/README.md` lays the form down.

use super::pattern::{Constraint, Demand, Entry, Kind, Meant, Path, Places, Relation, Sense, Thing, WordTest};
use crate::ontology::Ontology;
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataError, DataFile, Line};
use whowhom_text::layer::Auxiliary;
use whowhom_text::{Label, Why};

/// Named classes of words, `classes.txt`.
pub type Classes = FxHashMap<String, Vec<Box<str>>>;

/// Reads classes: `@name`, then the words with `|`. A name that comes again adds to its class.
pub fn parse_classes(file: &DataFile, classes: &mut Classes) -> Result<(), DataError> {
    for line in file.lines() {
        let (name, words) = line
            .text
            .trim()
            .split_once(char::is_whitespace)
            .ok_or_else(|| line.error("a class is `@name`, white space, then words joined by `|`"))?;
        let name = name.strip_prefix('@').ok_or_else(|| line.error("a class name begins with `@`"))?;
        let mut members = Vec::new();
        for word in words.split('|').map(str::trim).filter(|w| !w.is_empty()) {
            match word.strip_prefix('@') {
                None => members.push(word.into()),
                Some(other) => members.extend(
                    classes
                        .get(other)
                        .ok_or_else(|| line.error(format!("class @{other} is not known above this line")))?
                        .iter()
                        .cloned(),
                ),
            }
        }
        classes.entry(name.into()).or_default().extend(members);
    }
    Ok(())
}

/// An example under an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The words.
    pub text: String,
    /// Whether the entry's meaning must come out of it, or must not.
    pub matches: bool,
    /// File and line.
    pub at: String,
}

/// What a line of a lexicon file gives: an entry for each of its words, and the examples under it.
pub type Block = (Vec<Entry>, Vec<Example>);

/// Reads a lexicon file: entries in order, each with its examples.
pub fn parse_entries(file: &DataFile, classes: &Classes, ontology: &Ontology) -> Result<Vec<Block>, DataError> {
    let mut read: Vec<Block> = Vec::new();
    for line in file.lines() {
        let text = line.text.trim();
        if let Some((sign, words)) = text.split_at_checked(1).filter(|(s, _)| matches!(*s, "+" | "-")) {
            let (_, examples) = read.last_mut().ok_or_else(|| line.error("an example stands under an entry"))?;
            let at = format!("{}:{}", line.file, line.number);
            examples.push(Example { text: words.trim().into(), matches: sign == "+", at });
        } else {
            read.push((Reader { line, classes, ontology }.entries()?, Vec::new()));
        }
    }
    Ok(read)
}

struct Reader<'a> {
    line: Line<'a>,
    classes: &'a Classes,
    ontology: &'a Ontology,
}

impl Reader<'_> {
    /// One entry for each of the words joined by `|`.
    fn entries(&self) -> Result<Vec<Entry>, DataError> {
        let (pattern, meaning) = self
            .line
            .text
            .split_once("=>")
            .ok_or_else(|| self.line.error("an entry is a pattern, `=>`, and what it means"))?;
        let mut parts = pattern.split_whitespace();
        let kind = match parts.next() {
            Some("v") => Kind::Verb,
            Some("n") => Kind::Noun,
            Some("a") => Kind::Adjective,
            other => {
                return Err(self.line.error(format!("the kind of word is v, n or a, not {:?}", other.unwrap_or(""))));
            }
        };
        let words = parts.next().ok_or_else(|| self.line.error("a word is missing"))?;
        let constraints = parts.map(|p| self.constraint(p)).collect::<Result<Vec<_>, _>>()?;
        let model = self.meaning(kind, constraints, meaning)?;
        let words = self.members(words)?;
        Ok(words
            .iter()
            .map(|word| {
                let mut words: Vec<Box<str>> = word.split('_').map(Box::from).collect();
                if kind == Kind::Noun {
                    // The head of a compound is its last word; the head comes first here.
                    words.reverse();
                }
                let why = Why::line(self.line.file, self.line.number, word);
                Entry { words, why, ..model.clone() }
            })
            .collect())
    }

    fn members(&self, words: &str) -> Result<Vec<Box<str>>, DataError> {
        let mut members = Vec::new();
        for word in words.split('|').filter(|w| !w.is_empty()) {
            match word.strip_prefix('@') {
                None => members.push(word.into()),
                Some(class) => members.extend(self.class(class)?.iter().cloned()),
            }
        }
        Ok(members)
    }

    fn class(&self, name: &str) -> Result<&[Box<str>], DataError> {
        self.classes
            .get(name)
            .map(Vec::as_slice)
            .ok_or_else(|| self.line.error(format!("class @{name} is not in classes.txt")))
    }

    fn meaning(&self, kind: Kind, constraints: Vec<Constraint>, meaning: &str) -> Result<Entry, DataError> {
        let mut parts = meaning.split_whitespace();
        let sense = parts.next().ok_or_else(|| self.line.error("what it means is missing after `=>`"))?;
        let mut entry = Entry {
            kind,
            words: Vec::new(),
            constraints,
            sense: self.sense(sense)?,
            actor: None,
            recipient: None,
            mutual: false,
            weak: false,
            auxiliary: Auxiliary::default(),
            why: Why::rule(""),
        };
        for part in parts {
            match (part, part.split_once('=')) {
                ("mutual", _) => entry.mutual = true,
                ("weak", _) => entry.weak = true,
                (_, Some(("actor", places))) => entry.actor = Some(self.places(places)?),
                (_, Some(("recipient", places))) => entry.recipient = Some(self.places(places)?),
                (_, Some(("aux", name))) => self.auxiliary(name, &mut entry.auxiliary)?,
                (code, None) if code.len() >= 2 && code.bytes().all(|b| b.is_ascii_digit()) => match &mut entry.sense {
                    Sense::Event { cameo, .. } | Sense::Operator { cameo, .. } => *cameo = Some(Label::new(code)),
                    Sense::Nothing => return Err(self.line.error("what is no event has no CAMEO code")),
                },
                _ => {
                    return Err(self
                        .line
                        .error(format!("{part:?} is none of: a CAMEO code, actor=, recipient=, aux=, mutual, weak")));
                }
            }
        }
        Ok(entry)
    }

    fn sense(&self, word: &str) -> Result<Sense, DataError> {
        if word == "NONE" {
            Ok(Sense::Nothing)
        } else if word.starts_with(|c: char| c.is_ascii_uppercase()) {
            Ok(Sense::Event { meant: self.meant(word)?, cameo: None })
        } else {
            Ok(Sense::Operator { name: Label::new(word), cameo: None })
        }
    }

    fn meant(&self, word: &str) -> Result<Meant, DataError> {
        self.ontology.meant(word).map_err(|message| self.line.error(message))
    }

    fn auxiliary(&self, name: &str, auxiliary: &mut Auxiliary) -> Result<(), DataError> {
        *(match name {
            "historical" => &mut auxiliary.historical,
            "future" => &mut auxiliary.future,
            "hypothetical" => &mut auxiliary.hypothetical,
            "negation" => &mut auxiliary.negation,
            _ => {
                return Err(self.line.error(format!("{name:?} is none of historical, future, hypothetical, negation")));
            }
        }) = true;
        Ok(())
    }

    fn constraint(&self, written: &str) -> Result<Constraint, DataError> {
        let (negated, text) = written.strip_prefix('!').map_or((false, written), |rest| (true, rest));
        let any_of = text.split(',').map(|demand| self.demand(demand)).collect::<Result<_, _>>()?;
        Ok(Constraint { negated, any_of, text: written.into() })
    }

    fn demand(&self, text: &str) -> Result<Demand, DataError> {
        let (relation, word) = text.split_once(':').map_or((text, None), |(r, w)| (r, Some(w)));
        let relation = self.relation(relation)?;
        let word = word.map(|w| self.word_test(w)).transpose()?;
        Ok(Demand { relation, word })
    }

    fn relation(&self, name: &str) -> Result<Relation, DataError> {
        Ok(match name {
            "obj" => Relation::Object,
            "subj" => Relation::Subject,
            "iobj" => Relation::Indirect,
            "mod" => Relation::Modifier,
            "poss" => Relation::Possessor,
            "to" => Relation::Infinitive,
            "self" => Relation::OwnInfinitive,
            "ing" => Relation::Gerund,
            "that" => Relation::Clause,
            "should" => Relation::Wish,
            "for" => Relation::ForClause,
            "in" => Relation::Governor,
            "passive" => Relation::Passive,
            "of" | "by" | "between" => Relation::Prep(name.into()),
            _ => match name.strip_prefix("prep_") {
                Some(prep) if !prep.is_empty() => Relation::Prep(prep.into()),
                _ => {
                    return Err(self.line.error(format!(
                        "{name:?} is none of obj, subj, iobj, prep_X, mod, poss, to, self, ing, that, should, for, in, passive"
                    )));
                }
            },
        })
    }

    fn word_test(&self, text: &str) -> Result<WordTest, DataError> {
        let mut test = WordTest::default();
        for word in text.split('|').filter(|w| !w.is_empty()) {
            if let Some(class) = word.strip_prefix('@') {
                for member in self.class(class)? {
                    test.add(member);
                }
            } else if let Some(meant) = word.strip_prefix('$') {
                test.coded.push(self.meant(meant)?);
            } else if let Some(thing) = word.strip_prefix('#') {
                test.things.push(self.thing(thing)?);
            } else {
                test.add(word);
            }
        }
        Ok(test)
    }

    fn thing(&self, name: &str) -> Result<Thing, DataError> {
        Ok(match name {
            "actor" => Thing::Actor,
            "state" => Thing::State,
            "person" => Thing::Person,
            "body" => Thing::Body,
            "people" => Thing::People,
            "place" => Thing::Place,
            "time" => Thing::Time,
            "money" => Thing::Money,
            "number" => Thing::Number,
            "several" => Thing::Several,
            _ => {
                return Err(self.line.error(format!(
                    "#{name} is none of #actor, #state, #person, #body, #people, #place, #time, #money, #number, #several"
                )));
            }
        })
    }

    fn places(&self, text: &str) -> Result<Places, DataError> {
        if text == "-" {
            return Ok(Vec::new());
        }
        let path =
            |text: &str| text.split('.').map(|name| self.relation(name)).collect::<Result<Vec<_>, _>>().map(Path);
        text.split(',').map(|all| all.split('+').map(path).collect()).collect()
    }
}
