//! Codes single sentences by the lexicon alone and shows those that do not come out as a table says.
//!
//! cargo run --release -p whowhom-event --example check_sentences -- TABLE.tsv
//!
//! A line is SENTENCE, then what is expected in the form of `tests/sentences.rs`. A sentence without expectation is shown with what comes out.
//! `--all` shows every sentence, `--tree` the tree of those shown.

use std::error::Error;
use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_nlp::Pipeline;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{Event, Layers, SourceLayer};
use whowhom_text::{Analysis, Document, Parsed};

#[path = "../tests/expected/mod.rs"]
mod expected;

static MODEL: &[u8] = include_bytes!("../../../models/en_core_web_sm.pack");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let all = arguments.iter().any(|a| a == "--all");
    let tree = arguments.iter().any(|a| a == "--tree");
    arguments.retain(|a| !a.starts_with("--"));
    let path = arguments.first().ok_or("usage: check_sentences [--all] [--tree] TABLE.tsv")?;
    let data = DataDir::builtin();
    let mut coder = Coder::load(&data)?;
    coder.forget_ranker();
    let (actors, pipeline) = (Actors::load(&data)?, Pipeline::from_bytes(MODEL)?);
    let (mut worker, mut analysis) = (pipeline.worker(), Analysis::default());
    let (mut right, mut checked) = (0, 0);
    for line in std::fs::read_to_string(path)?.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (sentence, wanted) = line.split_once('\t').unwrap_or((line, ""));
        let doc = Document::new("sentence", sentence);
        worker.analyze(&doc.text, &mut analysis);
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let (people, sources) = (actors.annotate(parsed), SourceLayer::default());
        let events = coder.code(parsed, Layers { times: &[], places: &[], actors: &people, sources: &sources });
        let verdict = (!wanted.trim().is_empty()).then(|| expected::comes_out(wanted, &events));
        checked += usize::from(verdict.is_some());
        right += usize::from(verdict == Some(true));
        if all || verdict != Some(true) {
            println!("{sentence}\n    wanted {wanted}");
            for event in &events {
                println!("    {}", shown(event, &analysis, parsed));
            }
            if tree {
                let words = parsed.analysis.all().ids().map(|id| {
                    let t = parsed.token(id);
                    let head = t.head().map_or("", |h| h.text());
                    format!("{}/{}/{}<{}>{head}", t.text(), t.lemma(), t.tag(), t.dep())
                });
                println!("    {}", words.collect::<Vec<_>>().join("  "));
            }
        }
    }
    println!("{right} of {checked}");
    Ok(())
}

fn shown(event: &Event, analysis: &Analysis, parsed: Parsed<'_>) -> String {
    let who = |list: &[whowhom_text::layer::Participant]| -> String {
        list.iter().map(|p| parsed.token(p.tokens.start).text()).collect::<Vec<_>>().join("+")
    };
    let why: Vec<&str> = event.why.iter().map(|w| w.as_str()).collect();
    format!(
        "{} [{}] {} > {}   {}",
        expected::written(event),
        analysis.lemma(event.trigger.start),
        who(&event.actors),
        who(&event.recipients),
        why.join(", ").replace("event/", "")
    )
}
