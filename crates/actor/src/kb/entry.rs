//! What the knowledge base knows of one name or role.

use std::sync::Arc;
use whowhom_text::Code;

/// Days since 1970-01-01, as dates are compared here.
pub(crate) type Day = i32;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A state.
    State,
    /// An adjective of a state.
    Adjective,
    /// One of a state's people.
    Native,
    /// A state's people, several or all.
    Natives,
    /// A city that stands for a government.
    Capital,
    /// A building or by-name that stands for a government.
    Seat,
    /// A part of a state.
    Region,
    /// A city.
    City,
    /// A body with a name.
    Body,
    /// A person.
    Person,
}

impl What {
    /// Whether the name is that of a place that can also act.
    pub fn is_place(self) -> bool {
        matches!(self, Self::State | Self::Capital | Self::Region | Self::City)
    }

    /// Which is meant where one word is several of a state's forms: lower first. Syntax then tells adjective from noun.
    pub fn rank(self) -> u8 {
        match self {
            Self::Natives => 1,
            Self::Adjective => 2,
            Self::Native => 3,
            _ => 0,
        }
    }
}

/// What somebody is during some time.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub code: Option<Code>,
    pub sectors: Box<[Code]>,
    pub office: Option<Arc<str>>,
    pub from: Day,
    pub to: Day,
}

impl Term {
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A line of the knowledge base.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub what: What,
    /// The name that records show.
    pub name: Arc<str>,
    /// 'm', 'f' or '?'.
    pub gender: char,
    /// In time order for persons; one for the rest.
    pub terms: Vec<Term>,
    /// Where it stands in the data.
    pub file: u16,
    pub line: u32,
}

/// A name as it is written: which entry, and with which capitals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub entry: u32,
    /// Bit i: word i begins with a capital.
    pub capital: u32,
    /// Bit i: word i is in capitals only.
    pub acronym: u32,
}

/// What sort of actor a role names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleKind {
    Person,
    People,
    Body,
    State,
    None,
}

/// A role noun or compound.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub kind: RoleKind,
    pub sectors: Box<[Code]>,
    /// Sectors only count where no modifier gives one.
    pub weak: bool,
    pub title: bool,
    pub sends: bool,
    pub leads: bool,
    /// A body that is of no country unless it is said to be.
    pub ngo: bool,
    /// The state that alone has the office ("congressman").
    pub code: Option<Code>,
    pub file: u16,
    pub line: u32,
}

/// What a word before a role does to its sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Over,
    Fill,
    Former,
}

/// A modifier of roles.
#[derive(Clone, Debug)]
pub(crate) struct Modifier {
    pub effect: Effect,
    pub sectors: Box<[Code]>,
}
