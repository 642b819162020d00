//! Annotates the texts of a JSONL file: `cargo run --release -p whowhom-nlp --example annotate -- MODEL [--threads N] [--quiet]`.
//!
//! Reads one record with `text` a line from standard input and writes one with `tokens` (start, end, tag, pos, lemma, head,
//! dep), `sentences` (first tokens) and `entities` (first token, one past the last, label) a line, in the same order.
//! With `--quiet` it only runs. How many tokens it did, and in what time, goes to standard error as JSON.

use serde_json::{Value, json};
use std::io::{BufWriter, Write, stdin, stdout};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use whowhom_nlp::{Pipeline, Worker};
use whowhom_text::{Analysis, CodePoints};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let model = args.first().ok_or("which model?")?;
    let threads = match args.iter().position(|arg| arg == "--threads") {
        Some(at) => args.get(at + 1).ok_or("how many threads?")?.parse()?,
        None => 1,
    };
    let texts: Vec<String> = stdin().lines().map(|line| text_of(&line?)).collect::<Result<_, _>>()?;
    let begin = Instant::now();
    let pipeline = Pipeline::load(model)?;
    let load_seconds = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let tokens = if args.iter().any(|arg| arg == "--quiet") {
        count(&pipeline, &texts, threads)
    } else {
        write(&mut pipeline.worker(), &texts)?
    };
    let seconds = begin.elapsed().as_secs_f64();
    eprintln!("{}", json!({ "tokens": tokens, "seconds": seconds, "load_seconds": load_seconds, "threads": threads }));
    Ok(())
}

fn text_of(line: &str) -> Result<String, Box<dyn std::error::Error>> {
    let record: Value = serde_json::from_str(line)?;
    Ok(record.get("text").and_then(Value::as_str).ok_or("a record has no `text`")?.to_string())
}

/// Annotates the texts, each thread taking the next, and counts their tokens.
fn count(pipeline: &Pipeline, texts: &[String], threads: usize) -> usize {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut worker, mut analysis, mut tokens) = (pipeline.worker(), Analysis::default(), 0);
        while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
            worker.analyze(text, &mut analysis);
            tokens += analysis.len();
        }
        tokens
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        work() + others.into_iter().map(|other| other.join().unwrap_or_default()).sum::<usize>()
    })
}

fn write(worker: &mut Worker<'_>, texts: &[String]) -> std::io::Result<usize> {
    let mut out = BufWriter::new(stdout().lock());
    let (mut analysis, mut tokens) = (Analysis::default(), 0);
    for text in texts {
        worker.analyze(text, &mut analysis);
        tokens += analysis.len();
        serde_json::to_writer(&mut out, &record(text, &analysis))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(tokens)
}

fn record(text: &str, analysis: &Analysis) -> Value {
    let points = CodePoints::new(text);
    let tokens: Vec<Value> = analysis
        .all()
        .ids()
        .map(|id| {
            let token = analysis[id];
            let (start, end) = points.of_span(token.span);
            let (tag, pos, dep) = (token.tag.as_str(), token.pos.as_str(), token.dep.as_str());
            json!([start, end, tag, pos, analysis.lemma(id), token.head.0, dep])
        })
        .collect();
    let sentences: Vec<u32> = analysis.sentences().iter().map(|sentence| sentence.start.0).collect();
    let entities: Vec<Value> =
        analysis.entities().iter().map(|e| json!([e.tokens.start.0, e.tokens.end.0, e.label.as_str()])).collect();
    json!({ "tokens": tokens, "sentences": sentences, "entities": entities })
}
