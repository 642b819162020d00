//! The words of a sentence with what was found in them marked.

use super::escape::escaped;
use crate::pipeline::Annotations;
use std::fmt::Write;
use whowhom_text::{Parsed, Span, TokenRange};

/// Stretches of the text to mark, in the order of their starts.
pub struct Marks<'a> {
    parsed: Parsed<'a>,
    marks: Vec<(Span, &'static str)>,
    /// For each mark, the furthest end of a mark up to it.
    reach: Vec<u32>,
}

impl<'a> Marks<'a> {
    /// The marks of a document: sources, cues, contents, and the events' words.
    pub fn new(parsed: Parsed<'a>, annotations: &Annotations) -> Self {
        let mut marks = Vec::new();
        for statement in &annotations.sources.statements {
            marks.extend(statement.source.map(|span| (span, "src")));
            marks.extend(statement.cue.map(|span| (span, "cue")));
            marks.extend(statement.content.iter().map(|span| (*span, "cnt")));
        }
        for event in &annotations.events {
            marks.extend(event.text.iter().map(|span| (*span, "path")));
            marks.push((parsed.analysis.span(event.trigger), "ev"));
        }
        marks.sort_unstable_by_key(|(span, class)| (span.start, span.end, *class));
        let reach = marks.iter().scan(0, |furthest, (span, _)| {
            *furthest = span.end.max(*furthest);
            Some(*furthest)
        });
        Self { parsed, reach: reach.collect(), marks }
    }

    /// The sentence as HTML: cut where a mark begins or ends, each piece with the names of all marks on it.
    pub fn sentence(&self, tokens: TokenRange) -> String {
        let sentence = self.parsed.analysis.span(tokens);
        let here = self.on(sentence);
        let mut cuts: Vec<u32> = here.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
        cuts.extend([sentence.start, sentence.end]);
        cuts.retain(|cut| (sentence.start..=sentence.end).contains(cut));
        cuts.sort_unstable();
        cuts.dedup();
        let mut html = String::new();
        for cut in cuts.windows(2) {
            let piece = Span { start: cut[0], end: cut[1] };
            let mut classes: Vec<&str> =
                here.iter().filter(|(span, _)| span.contains(piece)).map(|(_, c)| *c).collect();
            classes.sort_unstable();
            classes.dedup();
            let words = escaped(piece.of(self.parsed.text()));
            let _ = match classes.as_slice() {
                [] => write!(html, "{words}"),
                _ => write!(html, "<mark class=\"{}\">{words}</mark>", classes.join(" ")),
            };
        }
        html
    }

    /// The marks that touch a stretch of text.
    fn on(&self, span: Span) -> Vec<(Span, &'static str)> {
        let last = self.marks.partition_point(|(mark, _)| mark.start < span.end);
        let reaching = (0..last).rev().take_while(|i| self.reach[*i] > span.start);
        reaching.map(|i| self.marks[i]).filter(|(mark, _)| mark.overlaps(span)).collect()
    }
}
