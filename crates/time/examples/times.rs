//! Reads annotated documents (one JSON object a line, with text) and writes their times, as `annotate` records show them.
//!
//! usage: `times FILE... [--bench]`; with `--bench` it says how many words a second are read, and writes nothing else.

use serde_json::json;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::time::Instant;
use whowhom_text::data::DataDir;
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{Analysis, CodePoints, Document, Parsed};
use whowhom_time::Times;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, files): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let times = Times::load(&DataDir::builtin())?;
    let mut documents: Vec<(Document, Analysis)> = Vec::new();
    for file in files {
        for line in BufReader::new(File::open(file)?).lines() {
            documents.push(serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?);
        }
    }
    if flags.iter().any(|f| f == "--bench") {
        return bench(&times, &documents);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (doc, analysis) in &documents {
        let points = CodePoints::new(&doc.text);
        let found = times.annotate(Parsed { doc, analysis });
        let records: Vec<_> = found
            .iter()
            .map(|t| {
                let (start, end) = points.of_span(t.span);
                let days = t.days.map(|d| format!("{}/{}", d.start, d.end));
                json!({"start": start, "end": end, "text": t.span.of(&doc.text), "type": t.kind.as_str(), "value": t.value,
                       "mod": t.modifier, "days": days})
            })
            .collect();
        writeln!(out, "{}", json!({"id": doc.id, "times": records}))?;
    }
    Ok(())
}

fn bench(times: &Times, documents: &[(Document, Analysis)]) -> Result<(), Box<dyn std::error::Error>> {
    const ROUNDS: usize = 20;
    let words: usize = documents.iter().map(|(doc, _)| doc.text.split_whitespace().count()).sum();
    let (mut found, start) = (0, Instant::now());
    for _ in 0..ROUNDS {
        for (doc, analysis) in documents {
            found += times.annotate(Parsed { doc, analysis }).len();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{words} words, {} times, {:.0} words a second", found / ROUNDS, (words * ROUNDS) as f64 / seconds);
    Ok(())
}
