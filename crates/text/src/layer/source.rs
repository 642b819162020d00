//! On whose word.

use super::{MentionId, Participant};
use crate::{Span, Why};

/// How a statement's words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatementKind {
    /// In quotation marks.
    Direct,
    /// Retold.
    Indirect,
    /// Retold, with some words quoted.
    Mixed,
}

/// What sort of source an anonymous one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// Named, or identified by the actor layer.
    Identified,
    /// An official of some government or body.
    Official,
    /// A diplomat.
    Diplomat,
    /// Somebody who saw it.
    Witness,
    /// A paper, a report, a law.
    Document,
    /// Media.
    Media,
    /// Nothing is said of it.
    Unidentified,
}

/// Somebody's words or beliefs as the text gives them (an attribution, PolNeAR's source, cue and content).
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who says so: the whole phrase. Absent when the text does not tell.
    pub source: Option<Span>,
    /// The mention of the source, when it is one of the actor layer's.
    pub source_mention: Option<MentionId>,
    /// What sort of source.
    pub source_kind: SourceKind,
    /// The word or words that say that something is said.
    pub cue: Option<Span>,
    /// What is said: one or more stretches of text.
    pub content: Vec<Span>,
    /// Quoted or retold.
    pub kind: StatementKind,
    /// Number in the time layer of when it was said.
    pub time: Option<usize>,
    /// The words that say where it was said.
    pub place: Option<Span>,
    /// Who is told ("reporters").
    pub addressee: Option<Span>,
    /// On whose word the source says so, itself a source phrase ("citing an unidentified source").
    pub basis: Option<Span>,
    /// Whether the cue denies its content ("denied that").
    pub denies: bool,
    /// The rules that fired.
    pub why: Vec<Why>,
}

/// Where a party stands on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stance {
    /// Wants it of somebody.
    Demands,
    /// Would do it.
    Offers,
    /// Binds itself to it.
    Commits,
    /// Will not do it.
    Refuses,
    /// Is against it.
    Opposes,
    /// Is for it.
    Supports,
    /// Thinks it will be.
    Expects,
}

impl Stance {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Demands => "demands",
            Self::Offers => "offers",
            Self::Commits => "commits",
            Self::Refuses => "refuses",
            Self::Opposes => "opposes",
            Self::Supports => "supports",
            Self::Expects => "expects",
        }
    }
}

/// What a party demands, offers or refuses, and on what condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Whose position.
    pub holder: Participant,
    /// The stance.
    pub stance: Stance,
    /// On what.
    pub content: Span,
    /// Toward whom.
    pub toward: Vec<Participant>,
    /// On what condition.
    pub condition: Option<Span>,
    /// The rules that fired.
    pub why: Vec<Why>,
}

/// The source layer of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceLayer {
    /// Statements in text order of their contents.
    pub statements: Vec<Statement>,
    /// Positions in text order.
    pub positions: Vec<Position>,
}
