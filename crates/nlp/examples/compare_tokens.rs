//! Compares the tokenizer with spaCy's, on documents that spaCy has annotated, and times it.
//!
//! `cargo run --release -p whowhom-nlp --example compare_tokens -- MODEL DOCUMENTS.jsonl...`, where MODEL is a pipeline directory
//! or a pack and the documents are annotated records with their text.

use std::error::Error;
use std::io::BufRead;
use std::sync::Arc;
use std::time::Instant;
use whowhom_nlp::vocab::Norms;
use whowhom_nlp::{Config, ModelSource, Tokenized, Tokenizer, TokenizerMemory, Vocab};
use whowhom_text::Span;
use whowhom_text::record::AnnotatedRecord;

/// How many differing places are shown of a file.
const SHOWN: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let source = ModelSource::open(args.next().ok_or("wanted: MODEL DOCUMENTS.jsonl...")?)?;
    let config = Config::parse(&source.read_text("config.cfg")?)?;
    let tokenizer = Tokenizer::load(&source, &config)?;
    let norms = Arc::new(Norms::load(&source)?);
    for path in args {
        let documents = read(&path)?;
        let mut worker = (Vocab::new(Arc::clone(&norms)), TokenizerMemory::default(), Tokenized::default());
        let (mut tokens, mut same, mut shown) = (0, 0, 0);
        for (text, wanted) in &documents {
            tokenizer.tokenize(&mut worker.0, &mut worker.1, text, &mut worker.2);
            worker.0.trim();
            let ours = &worker.2.spans;
            tokens += wanted.len();
            same += wanted.iter().filter(|span| ours.binary_search(span).is_ok()).count();
            for span in wanted.iter().filter(|span| ours.binary_search(span).is_err()) {
                shown += 1;
                if shown <= SHOWN {
                    show(text, *span, ours);
                }
            }
        }
        println!("{path}: {same} of {tokens} tokens equal, {:.4} %", 100.0 * same as f64 / tokens.max(1) as f64);
        println!(
            "  {}",
            time(&documents, |text| {
                tokenizer.tokenize(&mut worker.0, &mut worker.1, text, &mut worker.2);
                worker.0.trim();
                worker.2.len()
            })
        );
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<(String, Vec<Span>)>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        documents.push((doc.text, analysis.tokens().iter().map(|t| t.span).collect()));
    }
    Ok(documents)
}

fn show(text: &str, span: Span, ours: &[Span]) {
    let near = ours.iter().filter(|s| s.overlaps(span)).map(|s| s.of(text));
    println!("  {:?} is {:?}", span.of(text), near.collect::<Vec<_>>());
}

/// Tokens a second in a second's repetition.
fn time(documents: &[(String, Vec<Span>)], mut tokenize: impl FnMut(&str) -> usize) -> String {
    let start = Instant::now();
    let mut tokens = 0;
    while start.elapsed().as_secs_f64() < 1.0 {
        tokens += documents.iter().map(|(text, _)| tokenize(text)).sum::<usize>();
    }
    format!("{:.2} million tokens a second", tokens as f64 / 1e6 / start.elapsed().as_secs_f64())
}
