//! Reads annotated documents with text (JSON lines) on standard input, annotates them ten times, tells tokens a second.

use std::io::BufRead;
use std::time::Instant;
use whowhom_source::Sources;
use whowhom_text::Parsed;
use whowhom_text::data::DataDir;
use whowhom_text::layer::ActorLayer;
use whowhom_text::record::AnnotatedRecord;

const ROUNDS: usize = 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sources = Sources::load(&DataDir::builtin())?;
    let lines = std::io::stdin().lock().lines();
    let documents: Vec<_> = lines
        .map(|line| Ok(serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?))
        .collect::<Result<_, Box<dyn std::error::Error>>>()?;
    let actors = ActorLayer::default();
    let (mut tokens, mut statements) = (0, 0);
    let start = Instant::now();
    for (doc, analysis) in std::iter::repeat_n(&documents, ROUNDS).flatten() {
        let layer = sources.annotate(Parsed { doc, analysis }, &[], &actors);
        tokens += analysis.len();
        statements += layer.statements.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{tokens} tokens, {statements} statements, {:.0} tokens/s", tokens as f64 / seconds);
    Ok(())
}
