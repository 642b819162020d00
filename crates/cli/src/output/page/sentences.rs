//! What was found in a document, sentence by sentence: sorted once, since looking through all of it for each sentence would make long
//! documents slow.

use crate::pipeline::Annotations;
use whowhom_text::layer::{Event, Position, Statement};
use whowhom_text::{Parsed, Span};

/// What was found in a sentence.
#[derive(Clone, Default)]
pub struct Findings<'a> {
    /// Its events, with their numbers in the document.
    pub events: Vec<(usize, &'a Event)>,
    /// Statements whose content, or without one, whose cue begins in it.
    pub statements: Vec<&'a Statement>,
    /// Positions whose content begins in it.
    pub positions: Vec<&'a Position>,
}

/// The findings of each sentence.
pub fn by_sentence<'a>(parsed: Parsed<'_>, annotations: &'a Annotations) -> Vec<Findings<'a>> {
    let sentences: Vec<Span> = parsed.sentences().iter().map(|s| parsed.analysis.span(*s)).collect();
    let mut found = vec![Findings::default(); sentences.len()];
    let of = |span: Span| sentences.partition_point(|s| s.end <= span.start);
    for (number, event) in annotations.events.iter().enumerate() {
        found[event.sentence].events.push((number, event));
    }
    for statement in &annotations.sources.statements {
        let begins = statement.content.first().or(statement.cue.as_ref());
        if let Some(sentence) = begins.and_then(|span| found.get_mut(of(*span))) {
            sentence.statements.push(statement);
        }
    }
    for position in &annotations.sources.positions {
        if let Some(sentence) = found.get_mut(of(position.content)) {
            sentence.positions.push(position);
        }
    }
    found
}
