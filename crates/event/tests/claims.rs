//! Deeds told without a doer that somebody claims in a sentence further on.

use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_nlp::Pipeline;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{Layers, SourceLayer};
use whowhom_text::{Analysis, Document, Parsed};

static MODEL: &[u8] = include_bytes!("../../../models/en_core_web_sm.pack");

/// Who is said to have killed or hurt somebody, each event's actors in words.
fn doers(text: &str) -> Vec<Vec<String>> {
    let data = DataDir::builtin();
    let (coder, actors) = (Coder::load(&data).unwrap(), Actors::load(&data).unwrap());
    let pipeline = Pipeline::from_bytes(MODEL).unwrap();
    let mut analysis = Analysis::default();
    let doc = Document::new("claim", text);
    pipeline.worker().analyze(&doc.text, &mut analysis);
    let parsed = Parsed { doc: &doc, analysis: &analysis };
    let (people, sources) = (actors.annotate(parsed), SourceLayer::default());
    let events = coder.code(parsed, Layers { times: &[], places: &[], actors: &people, sources: &sources });
    let harm = events.iter().filter(|e| e.category == "ASSAULT" && !e.recipients.is_empty());
    harm.map(|e| e.actors.iter().map(|p| parsed.words(p.tokens).to_owned()).collect()).collect()
}

#[test]
fn who_claims_it_did_it() {
    let told = "A bomb killed six soldiers in Kabul on Monday. Police sealed off the area.";
    for claim in [
        "The Taliban claimed responsibility.",
        "The Taliban claimed responsibility for the attack.",
        "The Taliban claimed the attack in a statement.",
    ] {
        assert_eq!(doers(&format!("{told} {claim}")), [["The Taliban"]], "{claim}");
    }
}

#[test]
fn nobody_or_another_deed_is_no_claim() {
    let told = "A bomb killed six soldiers in Kabul on Monday.";
    for claim in [
        "No group has claimed responsibility.",
        "The Taliban has not claimed responsibility for the attack.",
        "The minister claimed credit for the new road.",
        "The Taliban claimed a victory.",
    ] {
        let doers = doers(&format!("{told} {claim}"));
        assert!(
            doers.iter().flatten().all(|doer| !doer.contains("Taliban") && !doer.contains("minister")),
            "{claim} {doers:?}"
        );
    }
}
