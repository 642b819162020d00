//! The layers of an annotated document going out: mentions, times, places, statements, positions.

use super::{EntityRecord, GazetteerRecord, ParticipantRecord, Scribe, SpanRecord};
use crate::Span;
use crate::layer::{Mention, PlaceMention, Position, Statement, StatementKind, TimeMention};
use serde::{Deserialize, Serialize};

/// A mention of a political entity.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct MentionRecord {
    /// Where it stands.
    #[serde(flatten)]
    pub span: SpanRecord,
    /// Number of its chain: mentions with one number are one entity.
    pub chain: u32,
    /// For "the two", "both sides": the chains of the members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<u32>,
    /// Who it is.
    #[serde(flatten)]
    pub entity: EntityRecord,
}

/// A time expression, as TIMEX3.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct TimeRecord {
    /// Where it stands.
    #[serde(flatten)]
    pub span: SpanRecord,
    /// The words.
    pub text: String,
    /// DATE, TIME, DURATION or SET.
    #[serde(rename = "type")]
    pub kind: String,
    /// ISO 8601 as TimeML writes it; absent when it could not be resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// START, MID, END, APPROX and the like.
    #[serde(rename = "mod", default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
}

/// A place name.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct PlaceRecord {
    /// Where it stands.
    #[serde(flatten)]
    pub span: SpanRecord,
    /// The gazetteer's record.
    #[serde(flatten)]
    pub place: GazetteerRecord,
}

/// Somebody's words or beliefs.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct StatementRecord {
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRecord>,
    /// The word or words that say that something is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<SpanRecord>,
    /// What is said.
    pub content: Vec<SpanRecord>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// What sort of source: `identified`, `official`, `diplomat`, `witness`, `document`, `media` or `unidentified`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_kind: String,
    /// What the cue does with the content: `says`, `alleges`, `shows`, `thinks`, `denies`, `warns`, `wants`, `promises`, `refuses`,
    /// `asks` or `judges`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub force: String,
    /// TIMEX3 value of when it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_value: Option<String>,
    /// Where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_text: Option<String>,
    /// Who was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee_text: Option<String>,
    /// On whose word the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis_text: Option<String>,
    /// Whether the cue denies the content.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub denied: bool,
    /// Whether the text says that the source did not say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsaid: bool,
    /// The rules that fired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// The source of a statement.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct SourceRecord {
    /// Where the phrase stands.
    #[serde(flatten)]
    pub span: SpanRecord,
    /// Who it is.
    #[serde(flatten)]
    pub entity: EntityRecord,
}

/// Where a party stands on something.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct PositionRecord {
    /// Whose position.
    pub holder: ParticipantRecord,
    /// `demands`, `offers`, `commits`, `refuses`, `opposes`, `supports` or `expects`.
    pub stance: String,
    /// On what.
    pub content: SpanRecord,
    /// Toward whom.
    pub toward: Vec<ParticipantRecord>,
    /// On what condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<SpanRecord>,
    /// The rules that fired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

impl Scribe<'_> {
    /// The record of a mention.
    pub fn mention(&self, mention: &Mention) -> MentionRecord {
        MentionRecord {
            span: self.span(self.parsed.analysis.span(mention.tokens)),
            chain: mention.chain.0,
            members: mention.members.iter().map(|c| c.0).collect(),
            entity: (&mention.entity).into(),
        }
    }

    /// The record of a time expression.
    pub fn time(&self, time: &TimeMention) -> TimeRecord {
        TimeRecord {
            span: self.span(time.span),
            text: self.words(time.span),
            kind: time.kind.as_str().into(),
            value: Some(time.value.clone()).filter(|v| !v.is_empty()),
            modifier: time.modifier.map(String::from),
        }
    }

    /// The record of a place name.
    pub fn place(&self, place: &PlaceMention) -> PlaceRecord {
        PlaceRecord { span: self.span(place.span), place: place.into() }
    }

    /// The record of a statement.
    pub fn statement(&self, statement: &Statement) -> StatementRecord {
        let words = |span: Option<Span>| span.map(|s| self.words(s));
        let entity = statement.source_mention.map(|m| (&self.layers.actors.mention(m).entity).into());
        let source = |s| SourceRecord { span: self.span(s), entity: entity.unwrap_or_default() };
        let value = statement.time.map(|t| self.layers.times[t].value.clone());
        StatementRecord {
            source: statement.source.map(source),
            cue: statement.cue.map(|s| self.span(s)),
            content: statement.content.iter().map(|s| self.span(*s)).collect(),
            kind: kind_name(statement.kind).into(),
            source_kind: statement.source_kind.as_str().into(),
            force: statement.force.as_str().into(),
            date_value: value.filter(|v| !v.is_empty()),
            place_text: words(statement.place),
            addressee_text: words(statement.addressee),
            basis_text: words(statement.basis),
            denied: statement.denies,
            unsaid: statement.unsaid,
            why: statement.why.iter().map(|w| w.to_string()).collect(),
        }
    }

    /// The record of a position.
    pub fn position(&self, position: &Position) -> PositionRecord {
        PositionRecord {
            holder: self.participant(&position.holder),
            stance: position.stance.as_str().into(),
            content: self.span(position.content),
            toward: self.participants(&position.toward),
            condition: position.condition.map(|s| self.span(s)),
            why: position.why.iter().map(|w| w.to_string()).collect(),
        }
    }
}

fn kind_name(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Direct => "direct",
        StatementKind::Indirect => "indirect",
        StatementKind::Mixed => "mixed",
    }
}
