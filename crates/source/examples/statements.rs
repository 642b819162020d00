//! Reads annotated documents with text (JSON lines) on standard input, writes them with `statements` and `positions`.
//!
//! `cargo run --release -p whowhom-source --example statements < dump.jsonl > predictions.jsonl`

use serde_json::{Value, json};
use std::io::{BufRead, Write};
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::layer::ActorLayer;
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{CodePoints, Parsed, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sources = Sources::load(&DataDir::builtin())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let layer = sources.annotate(parsed, &[], &ActorLayer::default());
        let points = CodePoints::new(&doc.text);
        let at = |span: Span| {
            let (start, end) = points.of_span(span);
            json!({"start": start, "end": end, "text": span.of(&doc.text)})
        };
        let statements: Vec<Value> = layer
            .statements
            .iter()
            .map(|s| {
                json!({
                    "source": s.source.map(at), "cue": s.cue.map(at), "content": s.content.iter().map(|c| at(*c)).collect::<Vec<_>>(),
                    "kind": format!("{:?}", s.kind), "sort": format!("{:?}", s.source_kind), "force": s.force.as_str(),
                    "place": s.place.map(at), "addressee": s.addressee.map(at), "basis": s.basis.map(at), "unsaid": s.unsaid,
                    "why": s.why.iter().map(|w| w.as_str()).collect::<Vec<_>>(),
                })
            })
            .collect();
        let words = |tokens| parsed.words(tokens);
        let positions: Vec<Value> = layer
            .positions
            .iter()
            .map(|p| {
                json!({
                    "holder": words(p.holder.tokens), "stance": p.stance.as_str(), "content": at(p.content),
                    "toward": p.toward.iter().map(|t| words(t.tokens)).collect::<Vec<_>>(), "condition": p.condition.map(at),
                    "why": p.why.iter().map(|w| w.as_str()).collect::<Vec<_>>(),
                })
            })
            .collect();
        serde_json::to_writer(&mut out, &json!({"id": doc.id, "statements": statements, "positions": positions}))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
