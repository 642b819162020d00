//! Codes documents that are annotated already: JSONL with `text`, `tokens`, `sentences` and `entities` in, events out.
//!
//! cargo run --release -p whowhom-event --example code_annotated -- ANNOTATED.jsonl [--lexicon-alone] >EVENTS.jsonl
//!
//! With `--lexicon-alone` the learned ranker has no say.

use std::io::{BufRead, Write};
use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_place::Places;
use whowhom_source::Sources;
use whowhom_text::Parsed;
use whowhom_text::data::DataDir;
use whowhom_text::layer::Layers;
use whowhom_time::Times;

use whowhom_text::record::{AnnotatedRecord, Scribe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: code_annotated ANNOTATED.jsonl")?;
    let data = DataDir::builtin();
    let (mut coder, actor_room, time_room) = (Coder::load(&data)?, Actors::load(&data)?, Times::load(&data)?);
    let (place_room, source_room) = (Places::load(&data)?, Sources::load(&data)?);
    if std::env::args().nth(2).as_deref() == Some("--lexicon-alone") {
        coder.forget_ranker();
    }
    eprintln!("{} lexicon entries", coder.lexicon.len());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let (times, places, actors) =
            (time_room.annotate(parsed), place_room.annotate(parsed), actor_room.annotate(parsed));
        let sources = source_room.annotate(parsed, &times, &actors);
        let layers = Layers { times: &times, places: &places, actors: &actors, sources: &sources };
        let events = coder.code(parsed, layers);
        let scribe = Scribe::new(parsed, layers);
        for (number, event) in events.iter().enumerate() {
            serde_json::to_writer(&mut out, &scribe.event(number, event))?;
            writeln!(out)?;
        }
    }
    Ok(())
}
