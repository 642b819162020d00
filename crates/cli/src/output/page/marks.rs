//! The words of a sentence with what was found in them marked.

use super::escape::escaped;
use crate::pipeline::Annotations;
use std::fmt::Write;
use whowhom_text::{Parsed, Span, TokenRange};

/// What marks mean, as the classes of the page's style sheet, in the order in which they are written.
const CLASSES: [&str; 5] = ["cnt", "cue", "ev", "path", "src"];

/// Stretches of the text to mark. Sentences are asked for in their order, so that one pass through the marks serves all of them.
pub struct Marks<'a> {
    parsed: Parsed<'a>,
    /// Where marks begin and end, in order: the byte, the class, and whether it begins.
    edges: Vec<(u32, usize, bool)>,
    /// Edges passed so far.
    passed: usize,
    /// How many marks of each class are open there.
    open: [usize; CLASSES.len()],
}

impl<'a> Marks<'a> {
    /// The marks of a document: sources, cues, contents, and the events' words.
    pub fn new(parsed: Parsed<'a>, annotations: &Annotations) -> Self {
        let mut edges = Vec::new();
        let mut mark = |span: Span, class: &str| {
            let class = CLASSES.iter().position(|c| *c == class);
            if let Some(class) = class.filter(|_| !span.is_empty()) {
                edges.extend([(span.start, class, true), (span.end, class, false)]);
            }
        };
        for statement in &annotations.sources.statements {
            statement.source.into_iter().for_each(|span| mark(span, "src"));
            statement.cue.into_iter().for_each(|span| mark(span, "cue"));
            statement.content.iter().for_each(|span| mark(*span, "cnt"));
        }
        for event in &annotations.events {
            event.text.iter().for_each(|span| mark(*span, "path"));
            mark(parsed.analysis.span(event.trigger), "ev");
        }
        edges.sort_unstable();
        Self { parsed, edges, passed: 0, open: [0; CLASSES.len()] }
    }

    /// The next sentence as HTML: cut where a mark begins or ends, each piece with the names of all marks on it.
    pub fn sentence(&mut self, tokens: TokenRange) -> String {
        let Span { start, end } = self.parsed.analysis.span(tokens);
        let mut html = String::new();
        let mut at = start;
        while let Some((edge, class, begins)) = self.edges.get(self.passed).copied().filter(|edge| edge.0 < end) {
            if edge > at {
                self.write(Span { start: at, end: edge }, &mut html);
                at = edge;
            }
            self.passed += 1;
            if begins {
                self.open[class] += 1;
            } else {
                self.open[class] -= 1;
            }
        }
        self.write(Span { start: at, end }, &mut html);
        html
    }

    /// Writes a piece that no mark begins or ends in.
    fn write(&self, piece: Span, html: &mut String) {
        let words = escaped(piece.of(self.parsed.text()));
        let open: Vec<&str> = CLASSES.iter().zip(self.open).filter(|(_, open)| *open > 0).map(|(c, _)| *c).collect();
        let _ = match open.as_slice() {
            [] => write!(html, "{words}"),
            classes => write!(html, "<mark class=\"{}\">{words}</mark>", classes.join(" ")),
        };
    }
}
