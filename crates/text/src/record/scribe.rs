//! From layers, which count bytes, to records, which count code points and quote the text.

use super::{AnnotatedRecord, SpanRecord};
use crate::layer::{Event, Layers};
use crate::{CodePoints, Parsed, Span};

/// Writes the records of one document.
pub struct Scribe<'a> {
    pub(super) parsed: Parsed<'a>,
    pub(super) layers: Layers<'a>,
    points: CodePoints<'a>,
}

impl<'a> Scribe<'a> {
    /// A scribe for this document and its layers.
    pub fn new(parsed: Parsed<'a>, layers: Layers<'a>) -> Self {
        Self { parsed, layers, points: CodePoints::new(parsed.text()) }
    }

    /// A span in code points.
    pub fn span(&self, span: Span) -> SpanRecord {
        SpanRecord::new(&self.points, span)
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> String {
        span.of(self.parsed.text()).into()
    }

    /// The document with all its layers; its own words are left out.
    pub fn annotated(&self, events: &[Event]) -> AnnotatedRecord {
        let Layers { times, places, actors, sources } = self.layers;
        AnnotatedRecord {
            mentions: actors.mentions.iter().map(|m| self.mention(m)).collect(),
            times: times.iter().map(|t| self.time(t)).collect(),
            places: places.iter().map(|p| self.place(p)).collect(),
            statements: sources.statements.iter().map(|s| self.statement(s)).collect(),
            positions: sources.positions.iter().map(|p| self.position(p)).collect(),
            events: events.iter().enumerate().map(|(n, e)| self.event(n, e)).collect(),
            ..AnnotatedRecord::new(self.parsed, &self.points)
        }
    }
}
