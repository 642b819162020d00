//! What each room costs: runs documents through all of them on one thread, several times over, and prints each room's share of the time.
//!
//! cargo run --release -p whowhom-event --example shares -- DOCUMENTS.jsonl [ROUNDS]
//!
//! The documents are those that `whowhom code` reads: one JSON object a line, with `text` and, if known, `date`. The first round warms up
//! and is not counted; of the others, the quickest counts for each room, so that a busy machine disturbs little.

use serde_json::Value;
use std::time::{Duration, Instant};
use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_nlp::Pipeline;
use whowhom_place::Places;
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::layer::Layers;
use whowhom_text::{Analysis, Document, Parsed};
use whowhom_time::Times;

const ROOMS: [&str; 6] = ["language", "time", "place", "actor", "source", "event"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: shares DOCUMENTS.jsonl [ROUNDS]")?;
    let rounds: usize = args.next().map_or(Ok(3), |n| n.parse())?;
    let data = DataDir::builtin();
    let model = include_bytes!("../../../models/en_core_web_sm.pack");
    let language = Pipeline::from_bytes(&model[..])?;
    let (coder, actors, times) = (Coder::load(&data)?, Actors::load(&data)?, Times::load(&data)?);
    let (places, sources) = (Places::load(&data)?, Sources::load(&data)?);
    let documents: Vec<Document> = std::fs::read_to_string(path)?
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line)?;
            let text = value["text"].as_str().ok_or("a document without text")?;
            let date = value["date"].as_str().and_then(|d| d.parse().ok());
            Ok(Document { text: text.into(), date, ..Document::default() })
        })
        .collect::<Result<_, Box<dyn std::error::Error>>>()?;

    let mut worker = language.worker();
    let mut analysis = Analysis::default();
    let mut best = [Duration::MAX; ROOMS.len()];
    let mut events = 0;
    for round in 0..=rounds {
        let mut spent = [Duration::ZERO; ROOMS.len()];
        events = 0;
        for doc in &documents {
            let mut last = Instant::now();
            let mut lap = |room: usize| {
                let now = Instant::now();
                spent[room] += now - last;
                last = now;
            };
            worker.analyze(&doc.text, &mut analysis);
            lap(0);
            let parsed = Parsed { doc, analysis: &analysis };
            let time_layer = times.annotate(parsed);
            lap(1);
            let place_layer = places.annotate(parsed);
            lap(2);
            let actor_layer = actors.annotate(parsed);
            lap(3);
            let source_layer = sources.annotate(parsed, &time_layer, &actor_layer);
            lap(4);
            let layers =
                Layers { times: &time_layer, places: &place_layer, actors: &actor_layer, sources: &source_layer };
            events += coder.code(parsed, layers).len();
            lap(5);
        }
        if round > 0 {
            for (least, this) in best.iter_mut().zip(spent) {
                *least = this.min(*least);
            }
        }
    }
    let total: Duration = best.iter().sum();
    println!("{} documents, {events} events, {:.2} s a round", documents.len(), total.as_secs_f64());
    for (room, spent) in ROOMS.iter().zip(best) {
        let share = 100.0 * spent.as_secs_f64() / total.as_secs_f64();
        println!("{room:9} {:8.1} ms  {share:5.1} %", 1000.0 * spent.as_secs_f64());
    }
    Ok(())
}
