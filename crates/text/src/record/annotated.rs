//! A document annotated: its language layer going out, and coming back in so that rooms can be run and tested without a model.

use super::{EventRecord, MentionRecord, PlaceRecord, PositionRecord, StatementRecord, TimeRecord};
use crate::{Analysis, CodePoints, Document, Label, NamedEntity, Parsed, Span, TokenId, TokenRange};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Start and end in code points, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct SpanRecord {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl SpanRecord {
    /// The record of a span.
    pub fn new(points: &CodePoints<'_>, span: Span) -> Self {
        let (start, end) = points.of_span(span);
        Self { start, end }
    }
}

/// A token.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TokenRecord {
    /// Where it stands.
    #[serde(flatten)]
    pub span: SpanRecord,
    /// The word.
    pub text: String,
    /// Its lemma.
    pub lemma: String,
    /// Fine-grained tag.
    pub tag: String,
    /// Universal part of speech.
    pub pos: String,
    /// Relation to the head.
    pub dep: String,
    /// Number of the head in the document, from 0.
    pub head: usize,
}

/// A named entity.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct NamedEntityRecord {
    /// Where it stands.
    #[serde(flatten)]
    pub span: SpanRecord,
    /// Its kind.
    pub label: String,
}

/// An entity's fields as records show them: code, sector, name, office.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct EntityRecord {
    /// Country or body code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Primary sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// The other sectors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more_sectors: Vec<String>,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier_text: Option<String>,
    /// Office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
}

impl From<&crate::layer::Entity> for EntityRecord {
    fn from(entity: &crate::layer::Entity) -> Self {
        let mut sectors = entity.sectors.iter().map(|s| s.to_string());
        Self {
            code: entity.code.map(|c| c.to_string()),
            sector: sectors.next(),
            more_sectors: sectors.collect(),
            identifier_text: entity.identifier.as_deref().map(String::from),
            office: entity.office.as_deref().map(String::from),
        }
    }
}

/// A document with its layers. Only the language layer can be read back.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AnnotatedRecord {
    /// Name of the document.
    pub id: String,
    /// Publication date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The words; needed to read the record back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Sentences.
    pub sentences: Vec<SpanRecord>,
    /// Tokens.
    pub tokens: Vec<TokenRecord>,
    /// Named entities.
    pub entities: Vec<NamedEntityRecord>,
    /// Mentions of political entities.
    #[serde(default)]
    pub mentions: Vec<MentionRecord>,
    /// Time expressions.
    #[serde(default)]
    pub times: Vec<TimeRecord>,
    /// Place names.
    #[serde(default)]
    pub places: Vec<PlaceRecord>,
    /// Who says what.
    #[serde(default)]
    pub statements: Vec<StatementRecord>,
    /// Who stands where on what.
    #[serde(default)]
    pub positions: Vec<PositionRecord>,
    /// Who did what to whom.
    #[serde(default)]
    pub events: Vec<EventRecord>,
    /// Fields of the input record that are not ours.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Why an annotated record could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It has no text.
    #[error("the record has no `text`")]
    NoText,
    /// An offset lies outside the text or splits what it should not.
    #[error("{what} {number} does not fit the text")]
    Misfit {
        /// `token`, `sentence` or `entity`.
        what: &'static str,
        /// Which, from 0.
        number: usize,
    },
}

impl AnnotatedRecord {
    /// The record of a parsed document, without its text and without the layers of later rooms.
    pub fn new(parsed: Parsed<'_>, points: &CodePoints<'_>) -> Self {
        let analysis = parsed.analysis;
        let record = |range: TokenRange| SpanRecord::new(points, analysis.span(range));
        Self {
            id: parsed.doc.id.clone(),
            date: parsed.doc.date,
            text: None,
            sentences: analysis.sentences().iter().map(|s| record(*s)).collect(),
            tokens: parsed
                .all()
                .map(|t| TokenRecord {
                    span: SpanRecord::new(points, t.span()),
                    text: t.text().into(),
                    lemma: t.lemma().into(),
                    tag: t.tag().to_string(),
                    pos: t.pos().to_string(),
                    dep: t.dep().to_string(),
                    head: t.head().unwrap_or(t).id.index(),
                })
                .collect(),
            entities: analysis
                .entities()
                .iter()
                .map(|e| NamedEntityRecord { span: record(e.tokens), label: e.label.to_string() })
                .collect(),
            mentions: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            statements: Vec::new(),
            positions: Vec::new(),
            events: Vec::new(),
            extra: parsed.doc.extra.clone(),
        }
    }

    /// The document and its language layer.
    ///
    /// # Errors
    /// When the text is missing, or offsets do not fit it.
    pub fn read(self) -> Result<(Document, Analysis), ReadError> {
        let text = self.text.ok_or(ReadError::NoText)?;
        let points = CodePoints::new(&text);
        let bytes = |what, number, span: SpanRecord| match (points.to_byte(span.start), points.to_byte(span.end)) {
            (Some(start), Some(end)) if start <= end => Ok(Span::new(start, end)),
            _ => Err(ReadError::Misfit { what, number }),
        };
        let mut analysis = Analysis::default();
        for (i, t) in self.tokens.iter().enumerate() {
            let span = bytes("token", i, t.span)?;
            if t.head >= self.tokens.len() {
                return Err(ReadError::Misfit { what: "token", number: i });
            }
            let label = Label::new;
            analysis.push(&text, span, &t.lemma, label(&t.tag), label(&t.pos), label(&t.dep), TokenId::from(t.head));
        }
        let run = |what, number, span: SpanRecord| {
            let span = bytes(what, number, span)?;
            let tokens = analysis.tokens();
            let start = tokens.partition_point(|t| t.span.start < span.start);
            let end = tokens.partition_point(|t| t.span.end <= span.end);
            if start < end { Ok(TokenRange::new(start, end)) } else { Err(ReadError::Misfit { what, number }) }
        };
        let sentences =
            self.sentences.iter().enumerate().map(|(i, s)| run("sentence", i, *s)).collect::<Result<Vec<_>, _>>()?;
        let entities = self
            .entities
            .iter()
            .enumerate()
            .map(|(i, e)| Ok(NamedEntity { tokens: run("entity", i, e.span)?, label: Label::new(&e.label) }))
            .collect::<Result<Vec<_>, _>>()?;
        analysis.finish(sentences, entities);
        let doc = Document { id: self.id, text, date: self.date, extra: self.extra, ..Document::default() };
        Ok((doc, analysis))
    }
}
