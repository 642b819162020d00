//! Times the room on annotated documents: `cargo run --release -p whowhom-place --example time_places -- FILE.jsonl`.

use std::io::BufRead;
use std::time::Instant;
use whowhom_place::Places;
use whowhom_text::Parsed;
use whowhom_text::data::DataDir;
use whowhom_text::record::AnnotatedRecord;

/// Passes over the file.
const PASSES: u32 = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: time_places FILE.jsonl")?;
    let start = Instant::now();
    let places = Places::load(&DataDir::builtin())?;
    println!("load: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut docs = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        docs.push(serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?);
    }
    let tokens: usize = docs.iter().map(|(_, analysis)| analysis.len()).sum();
    let start = Instant::now();
    let mut mentions = 0;
    for _ in 0..PASSES {
        mentions += docs.iter().map(|(doc, analysis)| places.annotate(Parsed { doc, analysis }).len()).sum::<usize>();
    }
    let seconds = (start.elapsed() / PASSES).as_secs_f64();
    println!("{tokens} tokens, {} places: {:.0} ns a token", mentions / PASSES as usize, seconds * 1e9 / tokens as f64);
    Ok(())
}
