//! The patterns of attributions, and a possible attribution.

use crate::lexicon::Entry;
use crate::speaker::Attached;
use whowhom_text::{TokenId, TokenRange};

/// How a cue and its content stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// A quotation found its cue.
    Quotation,
    /// `said (that) …`
    Clause,
    /// `asked whether …`
    Question,
    /// `…, officials said`
    Inverted,
    /// `as officials said, …`, `…, they say, …`
    Parenthetical,
    /// `…, officials said.` where the tree tells something else
    Trailing,
    /// `vowed to …`
    Infinitive,
    /// `denied doing …`
    Gerund,
    /// `urged them to …`
    ObjectInfinitive,
    /// `called it a lie`
    Predicate,
    /// `praised the plan`
    Object,
    /// `mentioned the plan five times`
    ObjectAndRest,
    /// `called for calm`
    Preposition,
    /// `is expected to …`
    Passive,
    /// `seems to …`
    Raising,
    /// `the tone that she prefers`
    Gap,
    /// `the claim that …`
    NounClause,
    /// `calls for …`
    NounPreposition,
    /// `confident that …`
    Adjective,
    /// `according to …`
    According,
    /// `in a poll, …`
    InDocument,
    /// `Poll: …`
    Headline,
}

impl Pattern {
    /// All patterns, in order.
    pub const ALL: [Self; 22] = [
        Self::Quotation,
        Self::Clause,
        Self::Question,
        Self::Inverted,
        Self::Parenthetical,
        Self::Trailing,
        Self::Infinitive,
        Self::Gerund,
        Self::ObjectInfinitive,
        Self::Predicate,
        Self::Object,
        Self::ObjectAndRest,
        Self::Preposition,
        Self::Passive,
        Self::Raising,
        Self::Gap,
        Self::NounClause,
        Self::NounPreposition,
        Self::Adjective,
        Self::According,
        Self::InDocument,
        Self::Headline,
    ];

    /// Whether the content is a whole clause or quotation.
    pub fn is_clause(self) -> bool {
        matches!(
            self,
            Self::Quotation
                | Self::Clause
                | Self::Question
                | Self::Inverted
                | Self::Parenthetical
                | Self::Trailing
                | Self::According
                | Self::InDocument
                | Self::Headline
        )
    }

    /// The rule's name, also the feature that weighs it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Clause => "clause",
            Self::Question => "question",
            Self::Inverted => "inverted",
            Self::Parenthetical => "parenthetical",
            Self::Trailing => "trailing",
            Self::Infinitive => "infinitive",
            Self::Gerund => "gerund",
            Self::ObjectInfinitive => "object-infinitive",
            Self::Predicate => "predicate",
            Self::Object => "object",
            Self::ObjectAndRest => "object-and-rest",
            Self::Preposition => "preposition",
            Self::Passive => "passive",
            Self::Raising => "raising",
            Self::Gap => "gap",
            Self::NounClause => "noun-clause",
            Self::NounPreposition => "noun-preposition",
            Self::Adjective => "adjective",
            Self::According => "according-to",
            Self::InDocument => "in-document",
            Self::Headline => "headline",
        }
    }
}

/// A possible attribution.
#[derive(Clone, Debug)]
pub struct Candidate<'l> {
    /// The head word of the cue.
    pub cue: TokenId,
    /// The words of the cue.
    pub cue_words: TokenRange,
    /// Its entry, when the lexicon has one.
    pub entry: Option<&'l Entry>,
    /// How it stands to the content.
    pub pattern: Pattern,
    /// The source's words.
    pub source: Option<TokenRange>,
    /// The content's words, in text order.
    pub content: Vec<TokenRange>,
    /// How a quotation in the content found the cue.
    pub quotation: Option<Attached>,
    /// The possible attribution in whose content the cue stands, the innermost: its place in the list.
    pub inside: Option<usize>,
}
