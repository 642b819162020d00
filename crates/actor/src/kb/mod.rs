//! The knowledge base: states, bodies, persons and roles, read from data files once and looked up by words.

mod entry;
mod load;
mod plural;
mod words;

pub(crate) use entry::{Day, Effect, Entry, Form, Modifier, Role, RoleKind, Term, What};
pub(crate) use load::day_number;
pub(crate) use words::{Trie, WordId, Words, fold, split};

use rustc_hash::FxHashMap;
use whowhom_text::{Code, Why};

/// Everything that is known of names and roles.
#[derive(Debug, Default)]
pub(crate) struct Kb {
    pub words: Words,
    files: Vec<String>,
    pub entries: Vec<Entry>,
    pub forms: Vec<Form>,
    /// Names, to forms.
    pub names: Trie,
    pub roles: Vec<Role>,
    /// Roles in the singular, to `roles`; and in the plural, to `roles` + [`Kb::PLURAL`].
    pub role_names: Trie,
    pub modifiers: Vec<Modifier>,
    pub modifier_names: Trie,
    /// Persons by the last word of their names.
    pub surnames: FxHashMap<WordId, Vec<u32>>,
    /// Named groups of states ("two Koreas").
    pub groups: Trie,
    pub group_members: Vec<Box<[Code]>>,
    /// Small closed sets of words, by set name.
    pub sets: FxHashMap<&'static str, Vec<bool>>,
    pub given: FxHashMap<WordId, char>,
    state_names: FxHashMap<Code, u32>,
}

impl Kb {
    /// Added to a role's number where its plural is meant.
    pub const PLURAL: u32 = 1 << 31;

    /// The knowledge-base line of an entry, as a record shows it.
    pub fn why_entry(&self, entry: u32) -> Why {
        let entry = &self.entries[entry as usize];
        Why::line(&self.files[entry.file as usize], entry.line as usize, &entry.name)
    }

    /// Whether the entry stands in a file written by hand, not in one that was converted.
    pub fn by_hand(&self, entry: &Entry) -> bool {
        !self.files[entry.file as usize].ends_with("phoenix.tsv")
    }

    /// The line of a role.
    pub fn why_role(&self, role: u32, name: &str) -> Why {
        let role = &self.roles[role as usize];
        Why::line(&self.files[role.file as usize], role.line as usize, name)
    }

    /// Whether the word is in the named set.
    pub fn is(&self, set: &'static str, word: WordId) -> bool {
        self.sets.get(set).is_some_and(|words| words.get(word.0 as usize).copied().unwrap_or(false))
    }

    /// The entry of the state with this code.
    pub fn state(&self, code: Code) -> Option<u32> {
        self.state_names.get(&code).copied()
    }
}
