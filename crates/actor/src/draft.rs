//! Mentions while they are being worked on.

use whowhom_text::layer::{Entity, MentionKind, Stand};
use whowhom_text::{Code, TokenId, TokenRange, Why};

/// How a mention finds its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// The state with this code.
    State(Code),
    /// The people of the state with this code.
    People(Code),
    /// The entry of the knowledge base.
    Entry(u32),
    /// A person by name.
    Person,
    /// A body that is not in the knowledge base, by name.
    Body,
    /// A description.
    Nominal,
    /// A pronoun.
    Pronoun(Pronoun),
    /// Several states by a name of their own ("the two Koreas").
    States(u32),
    /// "the two", "both": two of whatever fits.
    Two,
}

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pronoun {
    He,
    She,
    It,
    They,
    We,
    I,
    /// A relative pronoun.
    Who,
}

/// One or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    One,
    Many,
    Unknown,
}

/// How the phrase is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Definite {
    /// "the", "this", a possessor.
    Yes,
    /// "a", "some", "another", a number.
    No,
    /// Nothing.
    Bare,
}

/// A mention before it has its chain.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub head: TokenId,
    pub tokens: TokenRange,
    pub kind: MentionKind,
    pub stand: Stand,
    pub entity: Entity,
    pub key: Key,
    pub number: Number,
    pub definite: Definite,
    pub gender: char,
    /// The role that it names, and the role's words.
    pub role: Option<u32>,
    pub role_tokens: TokenRange,
    /// The name's words, for a person or body.
    pub name: TokenRange,
    /// The head of the phrase in apposition, which is the same entity.
    pub appos: Option<TokenId>,
    /// States that share the phrase: "U.S. and Russian negotiators".
    pub shared: Vec<Code>,
    /// A modifier names a body of state ("junta officials"), so that it belongs to some state.
    pub local: bool,
    /// A nation that they descend from but need not belong to: "ethnic Albanians".
    pub descent: Option<Code>,
    /// A pronoun that possesses it ("his government"): its owner's code is its own.
    pub owner: Option<TokenId>,
    /// The head of the body that it belongs to, whose state may be found later: "a negotiator for the government".
    pub serves: Option<TokenId>,
    /// Chains that it takes together.
    pub members: Vec<u32>,
    pub why: Vec<Why>,
}

impl Draft {
    pub fn new(head: TokenId, tokens: TokenRange, kind: MentionKind, key: Key) -> Self {
        Self {
            head,
            tokens,
            kind,
            stand: Stand::Actor,
            entity: Entity::default(),
            key,
            number: Number::Unknown,
            definite: Definite::Bare,
            gender: '?',
            role: None,
            role_tokens: TokenRange::default(),
            name: TokenRange::default(),
            appos: None,
            shared: Vec::new(),
            local: false,
            descent: None,
            owner: None,
            serves: None,
            members: Vec::new(),
            why: Vec::new(),
        }
    }
}
