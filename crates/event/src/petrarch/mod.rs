//! Running PETRARCH's dictionaries: verb patterns over our parse, actors and agents in their own codes.
//!
//! PETRARCH (Open Event Data Alliance; the successor of KEDS and TABARI) codes events with three dictionaries: verbs with patterns,
//! actors, agents. The books that researchers have written in that form over thirty years run here as they are. [`VerbDictionary`] and
//! [`ActorDictionary`] read them, [`Petrarch::code`] codes a sentence by them. What the original reads from a phrase structure tree is
//! read here from the dependency tree: noun phrases and their compounds, verb phrases, clauses between commas.
//!
//! Sources: the documentation of PETRARCH's and PETRARCH 2's dictionary formats and coding rules.

mod actors;
mod coder;
mod dictionary;
mod discards;
mod kind;
mod matcher;
mod phrases;
mod program;
mod sentence;
mod text;

pub use actors::ActorDictionary;
pub use coder::{CodedEvent, Options, Party};
pub use dictionary::VerbDictionary;
pub use discards::{Discard, Discards};
pub use kind::DictionaryKind;
pub use program::UserDictionaries;

use coder::{Naming, Run};
use sentence::Sentence;
use whowhom_text::{Parsed, TokenRange};

/// A coder with PETRARCH's three dictionaries.
#[derive(Debug, Default)]
pub struct Petrarch {
    /// Verbs and patterns.
    pub verbs: VerbDictionary,
    /// Actors and agents.
    pub actors: ActorDictionary,
    /// What is not to be coded.
    pub discards: Discards,
}

impl Petrarch {
    /// The events of a sentence on a day (`YYYYMMDD`), in the order of their verbs.
    pub fn code(&self, parsed: Parsed<'_>, sentence: TokenRange, on: u32, options: &Options) -> Vec<CodedEvent> {
        let sentence = Sentence::new(parsed, sentence, &|words| self.actors.actor_at(words));
        let naming: &Naming<'_> = &|words, _| self.actors.code(words, on);
        Run::new(&self.verbs, options, sentence, naming).events()
    }

    /// Why a text is not to be coded, if it is not.
    pub fn refuses(&self, text: &str) -> Option<Discard> {
        self.discards.find(text).or_else(|| discards::has_dateline(text).then_some(Discard::Dateline))
    }
}
