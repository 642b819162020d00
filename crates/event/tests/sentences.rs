//! Codes the sentences of `sentences.tsv` by the lexicon alone, through the language model and the actor room: every event that is expected, and no other.
//!
//! `cargo run --release -p whowhom-event --example check_sentences -- crates/event/tests/sentences.tsv` shows those that do not come out.

use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_event::lexicon::Sense;
use whowhom_nlp::Pipeline;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{Layers, SourceLayer};
use whowhom_text::{Analysis, Document, Parsed};

mod expected;

static MODEL: &[u8] = include_bytes!("../../../models/en_core_web_sm.pack");
static TABLE: &str = include_str!("sentences.tsv");
static ONTOLOGY: &str = include_str!("../../../data/event/ontology.tsv");

/// Share of the sentences that must come out; the rest are misread by the language model or wait for a better rule.
const SHARE: f64 = 0.92;

#[test]
fn sentences_yield_what_is_expected() {
    let data = DataDir::builtin();
    let mut coder = Coder::load(&data).expect("the event data is well formed");
    coder.forget_ranker();
    let actors = Actors::load(&data).expect("the actor data is well formed");
    let pipeline = Pipeline::from_bytes(MODEL).expect("the model is whole");
    let (mut worker, mut analysis) = (pipeline.worker(), Analysis::default());
    let (mut right, mut wrong) = (0, Vec::new());
    for line in TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (sentence, wanted) = line.split_once('\t').expect("a line is SENTENCE, a tab, what is expected");
        let doc = Document::new("sentence", sentence);
        worker.analyze(&doc.text, &mut analysis);
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let (people, sources) = (actors.annotate(parsed), SourceLayer::default());
        let events = coder.code(parsed, Layers { times: &[], places: &[], actors: &people, sources: &sources });
        if expected::comes_out(wanted, &events) {
            right += 1;
        } else {
            let coded: Vec<String> = events.iter().map(expected::written).collect();
            wrong.push(format!("{sentence} wanted {wanted}, coded {}", coded.join(" + ")));
        }
    }
    let share = right as f64 / (right + wrong.len()).max(1) as f64;
    assert!(share >= SHARE, "{:.1} % of the sentences come out; not these:\n{}", 100.0 * share, wrong.join("\n"));
}

/// Every mode of the ontology is expected in a sentence, or is what a line of the lexicon with an example means.
#[test]
fn every_mode_of_the_ontology_is_tried() {
    let lexicon = Coder::load(&DataDir::builtin()).expect("the event data is well formed").lexicon;
    let modes = ONTOLOGY.lines().filter_map(|line| {
        let mut columns = line.strip_prefix("mode\t")?.split('\t');
        Some((columns.next()?, columns.next()?))
    });
    for (category, mode) in modes {
        let name = format!("{category}/{mode}");
        let in_lexicon = lexicon.examples().any(|(entry, example)| match entry.sense {
            Sense::Event { meant, .. } => example.matches && meant.category == category && meant.mode == mode,
            _ => false,
        });
        assert!(in_lexicon || TABLE.contains(&name), "nothing tries {name}");
    }
}
