//! What sort of source a phrase names: `data/source/sources.tsv`.

use crate::content::Reading;
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::SourceKind;
use whowhom_text::{TokenRange, TokenView};

const SOURCES: &str = include_str!("../../../data/source/sources.tsv");

/// Words by the sort of source that they name, and the small word classes of statements.
#[derive(Clone, Debug, Default)]
pub struct Sorts {
    kinds: FxHashMap<Box<str>, SourceKind>,
    classes: FxHashMap<Box<str>, Class>,
}

/// A small class of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A place without a name.
    Place,
    /// "citing".
    Cite,
    /// A verb that only carries the noun after it.
    Light,
    /// A document that tells what stands beside it ("in a poll").
    Tells,
}

impl Sorts {
    /// Reads `source/sources.tsv`.
    ///
    /// # Errors
    /// When a line names no known sort.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut sorts = Self::default();
        for file in data.files("source/sources.tsv", SOURCES)? {
            for line in file.lines() {
                let mut fields = line.fields();
                let (Some(sort), Some(words)) = (fields.next(), fields.next()) else {
                    return Err(line.error("want a sort and words, separated by a tab"));
                };
                let words = words.split(',').map(str::trim).filter(|w| !w.is_empty());
                match (kind(sort), class(sort)) {
                    (Some(kind), _) => sorts.kinds.extend(words.map(|w| (w.into(), kind))),
                    (_, Some(class)) => sorts.classes.extend(words.map(|w| (w.into(), class))),
                    _ => return Err(line.error(format!("unknown sort `{sort}`"))),
                }
            }
        }
        Ok(sorts)
    }

    /// Whether the word belongs to a small class.
    pub fn is(&self, class: Class, word: &str) -> bool {
        self.classes.get(word) == Some(&class)
    }

    /// The sort of source that a phrase names.
    pub fn of(&self, reading: Reading<'_>, source: Option<TokenRange>) -> SourceKind {
        let Some(run) = source else { return SourceKind::Unidentified };
        let head = head_of(reading, run);
        let by_word = self.kinds.get(head.text()).or_else(|| self.kinds.get(head.lemma()));
        let entity = head.entity();
        let person = entity.is_some_and(|e| e.label == "PERSON");
        let media = by_word == Some(&SourceKind::Media);
        if media && !person {
            return SourceKind::Media;
        }
        let named = head.pos() == "PROPN" || entity.is_some_and(|e| e.label.is_any(&["PERSON", "ORG", "GPE"]));
        if named {
            return SourceKind::Identified;
        }
        match by_word {
            Some(kind) => *kind,
            None if head.pos() == "PRON" => SourceKind::Identified,
            None => SourceKind::Unidentified,
        }
    }
}

fn kind(name: &str) -> Option<SourceKind> {
    Some(match name {
        "official" => SourceKind::Official,
        "diplomat" => SourceKind::Diplomat,
        "witness" => SourceKind::Witness,
        "document" => SourceKind::Document,
        "media" => SourceKind::Media,
        "unidentified" => SourceKind::Unidentified,
        _ => return None,
    })
}

fn class(name: &str) -> Option<Class> {
    Some(match name {
        "place-noun" => Class::Place,
        "cite" => Class::Cite,
        "light" => Class::Light,
        "tells" => Class::Tells,
        _ => return None,
    })
}

/// The word of a run whose head stands outside it.
pub fn head_of(reading: Reading<'_>, run: TokenRange) -> TokenView<'_> {
    let mut tokens = reading.parsed.tokens(run);
    tokens.find(|t| t.head().is_none_or(|h| !run.contains(h.id))).unwrap_or(reading.token(run.start))
}
