//! Codes a sentence on each context of the ontology: its event must carry that context, whatever else it carries.

use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_nlp::Pipeline;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{Layers, SourceLayer};
use whowhom_text::{Analysis, Document, Parsed};

static MODEL: &[u8] = include_bytes!("../../../models/en_core_web_sm.pack");
static TABLE: &str = include_str!("contexts.tsv");
static ONTOLOGY: &str = include_str!("../../../data/event/ontology.tsv");

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| l.split_once('\t').expect("a line is CONTEXT, a tab, SENTENCE"))
}

#[test]
fn sentences_have_their_context() {
    let data = DataDir::builtin();
    let coder = Coder::load(&data).expect("the event data is well formed");
    let actors = Actors::load(&data).expect("the actor data is well formed");
    let pipeline = Pipeline::from_bytes(MODEL).expect("the model is whole");
    let (mut worker, mut analysis) = (pipeline.worker(), Analysis::default());
    for (context, sentence) in rows() {
        let doc = Document::new("sentence", sentence);
        worker.analyze(&doc.text, &mut analysis);
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let (people, sources) = (actors.annotate(parsed), SourceLayer::default());
        let events = coder.code(parsed, Layers { times: &[], places: &[], actors: &people, sources: &sources });
        let found: Vec<&str> = events.iter().flat_map(|e| e.contexts.iter().map(|c| c.as_str())).collect();
        assert!(found.contains(&context), "{sentence}: {found:?}, wanted {context}");
    }
}

#[test]
fn every_context_of_the_ontology_has_a_sentence() {
    let contexts = ONTOLOGY.lines().filter_map(|l| l.strip_prefix("context\t")?.split('\t').next());
    for context in contexts {
        assert!(rows().any(|(c, _)| c == context), "no sentence on {context}");
    }
}
