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

impl SourceKind {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Official => "official",
            Self::Diplomat => "diplomat",
            Self::Witness => "witness",
            Self::Document => "document",
            Self::Media => "media",
            Self::Unidentified => "unidentified",
        }
    }
}

/// What a cue does with its content: it makes a claim, or it takes a stand on something that is so anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Force {
    /// Says that it is so ("said that", "according to").
    #[default]
    Says,
    /// Says that it is so, and the writer leaves open whether it is ("alleged", "accused them of", "claimed").
    Alleges,
    /// Shows that it is so ("records show").
    Shows,
    /// Thinks, fears or hopes that it is so.
    Thinks,
    /// Says that it is not so ("denied that").
    Denies,
    /// Says that it may happen ("warned that", "threatened to").
    Warns,
    /// Wants it of somebody ("urged them to").
    Wants,
    /// Will do it ("pledged to").
    Promises,
    /// Will not do it ("refused to").
    Refuses,
    /// Asks whether it is so.
    Asks,
    /// Speaks well or ill of it, or of it at all ("criticised the raid", "discussed the vote"): the content is no claim.
    Judges,
}

impl Force {
    /// Whether the content is a claim of the source: on its word, not on the writer's.
    pub fn is_claim(self) -> bool {
        matches!(self, Self::Says | Self::Alleges | Self::Shows | Self::Thinks | Self::Denies | Self::Warns)
    }

    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Alleges => "alleges",
            Self::Shows => "shows",
            Self::Thinks => "thinks",
            Self::Denies => "denies",
            Self::Warns => "warns",
            Self::Wants => "wants",
            Self::Promises => "promises",
            Self::Refuses => "refuses",
            Self::Asks => "asks",
            Self::Judges => "judges",
        }
    }
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
    /// What the cue does with the content.
    pub force: Force,
    /// Whether the cue denies its content ("denied that").
    pub denies: bool,
    /// Whether the text says that the source did *not* say so ("did not say that"): nobody's word.
    pub unsaid: bool,
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
    /// Claims inside what another source says, too slight to list but links of a chain of sources ("said rebels claimed that").
    pub inner: Vec<Statement>,
    /// For each statement, the furthest end of a content up to it.
    reach: Vec<u32>,
    inner_reach: Vec<u32>,
}

impl SourceLayer {
    /// The layer of these statements and positions.
    pub fn new(statements: Vec<Statement>, positions: Vec<Position>) -> Self {
        Self::with_inner(statements, Vec::new(), positions)
    }

    /// The layer of these statements, inner claims and positions.
    pub fn with_inner(mut statements: Vec<Statement>, mut inner: Vec<Statement>, positions: Vec<Position>) -> Self {
        let reach = sort_and_reach(&mut statements);
        let inner_reach = sort_and_reach(&mut inner);
        Self { statements, positions, inner, reach, inner_reach }
    }

    /// The numbers of the statements that have `span` in a content, those whose contents begin last first.
    pub fn covering(&self, span: Span) -> impl Iterator<Item = usize> {
        covering(&self.statements, &self.reach, span)
    }

    /// The numbers of the inner claims that have `span` in a content, those whose contents begin last first.
    pub fn inner_covering(&self, span: Span) -> impl Iterator<Item = usize> {
        covering(&self.inner, &self.inner_reach, span)
    }
}

fn first_start(statement: &Statement) -> u32 {
    statement.content.first().map_or(0, |c| c.start)
}

/// Sorts by the start of the content; gives for each statement the furthest end of a content up to it.
fn sort_and_reach(statements: &mut [Statement]) -> Vec<u32> {
    statements.sort_by_key(first_start);
    let ends = statements.iter().map(|s| s.content.iter().map(|c| c.end).max().unwrap_or(0));
    let furthest = ends.scan(0, |furthest, end| {
        *furthest = end.max(*furthest);
        Some(*furthest)
    });
    furthest.collect()
}

fn covering<'a>(statements: &'a [Statement], reach: &'a [u32], span: Span) -> impl Iterator<Item = usize> + use<'a> {
    let last = statements.partition_point(|s| first_start(s) <= span.start);
    let reaching = (0..last).rev().take_while(move |i| reach.get(*i).is_none_or(|r| *r > span.start));
    reaching.filter(move |i| statements[*i].content.iter().any(|c| c.contains(span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(content: &[(usize, usize)]) -> Statement {
        Statement {
            source: None,
            source_mention: None,
            source_kind: SourceKind::Identified,
            cue: None,
            content: content.iter().map(|(a, b)| Span::new(*a, *b)).collect(),
            kind: StatementKind::Indirect,
            time: None,
            place: None,
            addressee: None,
            basis: None,
            force: Force::Says,
            denies: false,
            unsaid: false,
            why: Vec::new(),
        }
    }

    #[test]
    fn statements_are_found_by_what_they_cover() {
        let layer =
            SourceLayer::new(vec![said(&[(50, 60)]), said(&[(0, 10), (30, 40)]), said(&[(32, 36)])], Vec::new());
        let covering = |a, b| layer.covering(Span::new(a, b)).collect::<Vec<_>>();
        assert_eq!(covering(33, 35), [1, 0]);
        assert_eq!(covering(5, 8), [0]);
        assert!(covering(15, 18).is_empty());
        assert_eq!(covering(55, 58), [2]);
        assert!(covering(58, 64).is_empty());
    }
}
