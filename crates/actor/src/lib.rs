//! Who: every mention of a political entity gets its code, its sector and, when it is a named person or body, its identity;
//! pronouns and descriptions get theirs from what they refer to.
//!
//! The room works in four steps, each in its own module:
//! 1. `find` looks for the names of the knowledge base (`kb`) in the words of the document.
//! 2. `phrase` reads each noun phrase: by its name (`named`), or by its role (`described`) with the nation, body and office that
//!    modifiers, possessors and complements give it (`around`); `person` reads titles, appositions and the names of persons
//!    nobody has heard of; `stand` tells a government from a place.
//! 3. `coref` puts the mentions of one entity into one chain.
//! 4. `context` gives governments, armies and crowds that are named without a country the country that the text makes clear.
//!
//! Codes and sectors are PLOVER's (Open Event Data Alliance, PLOVER 2.0 manual): ISO 3166 alpha-3 and a few special codes.

mod around;
mod context;
mod coref;
mod described;
mod draft;
mod find;
mod kb;
mod named;
mod person;
pub mod petrarch;
mod phrase;
mod stand;

use kb::Kb;
use whowhom_text::Parsed;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::ActorLayer;

/// The small sets of words that rules ask about; their members are in `data/actor/words.tsv`.
const SETS: &[&str] = &[
    "locative",
    "motion",
    "stay",
    "source_prep",
    "subject",
    "speech",
    "honorific",
    "male",
    "female",
    "surname_first",
    "particle",
    "pro_anti",
    "based",
    "backed",
    "ethnic",
    "group_number",
    "everybody",
    "party_noun",
    "government",
    "settled",
    "side_noun",
    "led",
    "sends",
    "junta",
    "state_noun",
    "person_noun",
    "no_actor",
    "portfolio",
    "panel",
    "minded",
    "protester",
];

/// The actor resolver: the knowledge base and the rules that read it.
#[derive(Debug)]
pub struct Actors {
    kb: Kb,
}

impl Actors {
    /// Loads the knowledge base: what is compiled in, and the user's folder over it.
    ///
    /// # Errors
    /// When a data line is not what its file's form asks for, or a user's file cannot be read.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        Ok(Self { kb: Kb::load(data)? })
    }

    /// The actor layer of a document: its mentions of political entities, resolved, and their chains.
    pub fn annotate(&self, parsed: Parsed<'_>) -> ActorLayer {
        let mut doc = find::Doc::new(parsed, &self.kb);
        let drafts = phrase::read(&mut doc);
        let context = context::Context::new(&doc, &drafts);
        coref::resolve(&doc, &context, drafts)
    }
}
