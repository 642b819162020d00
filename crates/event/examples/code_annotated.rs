//! Codes documents that are annotated already: JSONL with `text`, `tokens`, `sentences` and `entities` in, events out.
//!
//! cargo run --release -p whowhom-event --example code_annotated -- ANNOTATED.jsonl >EVENTS.jsonl

use std::io::{BufRead, Write};
use whowhom_event::Coder;
use whowhom_text::Parsed;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, Layers, SourceLayer};
use whowhom_text::record::{AnnotatedRecord, Scribe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: code_annotated ANNOTATED.jsonl")?;
    let coder = Coder::load(&DataDir::builtin())?;
    eprintln!("{} lexicon entries", coder.lexicon.len());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let (actors, sources) = (ActorLayer::default(), SourceLayer::default());
        let layers = Layers { times: &[], places: &[], actors: &actors, sources: &sources };
        let events = coder.code(parsed, layers);
        let scribe = Scribe::new(parsed, layers);
        for (number, event) in events.iter().enumerate() {
            serde_json::to_writer(&mut out, &scribe.event(number, event))?;
            writeln!(out)?;
        }
    }
    Ok(())
}
