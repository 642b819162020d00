//! Reads annotated documents with text (JSON lines) on standard input, writes every possible attribution with its score.

use serde_json::json;
use std::io::BufRead;
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{CodePoints, Parsed, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sources = Sources::load(&DataDir::builtin())?;
    for line in std::io::stdin().lock().lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        let points = CodePoints::new(&doc.text);
        let at = |span: Span| {
            let (start, end) = points.of_span(span);
            json!({"start": start, "end": end})
        };
        let mut all = Vec::new();
        sources.candidates(Parsed { doc: &doc, analysis: &analysis }, |reading, candidates| {
            for c in candidates {
                all.push(json!({
                    "cue": at(reading.span(c.cue_words)),
                    "source": c.source.map(|s| at(reading.span(s))),
                    "content": c.content.iter().map(|r| at(reading.span(*r))).collect::<Vec<_>>(),
                    "pattern": c.pattern.name(),
                    "score": sources.score(reading, c, candidates),
                }));
            }
        });
        println!("{}", json!({"id": doc.id, "candidates": all}));
    }
    Ok(())
}
