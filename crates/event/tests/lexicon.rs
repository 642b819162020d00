//! Runs the examples that stand under the lexicon's entries, through the language model and the actor room.
//!
//! A `+` example must be coded by its entry's line; a `-` example must not be. `LEXICON_FILTER=assault cargo test -p whowhom-event --release --test lexicon`
//! runs one file's.

use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_event::lexicon::{Entry, Example, Lexicon, Sense};
use whowhom_nlp::Pipeline;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{Event, Layers, SourceLayer};
use whowhom_text::{Analysis, Document, Parsed};

static MODEL: &[u8] = include_bytes!("../../../models/en_core_web_sm.pack");

/// Share of the examples that must come out. The rest are sentences that the language model misreads; a new entry should add none.
const SHARE: f64 = 0.98;

#[test]
fn examples_come_out() {
    let data = DataDir::builtin();
    let coder = Coder::load(&data).expect("the event data is well formed");
    let actors = Actors::load(&data).expect("the actor data is well formed");
    let pipeline = Pipeline::from_bytes(MODEL).expect("the model is whole");
    let mut worker = pipeline.worker();
    let mut analysis = Analysis::default();
    let filter = std::env::var("LEXICON_FILTER").unwrap_or_default();
    let (mut right, mut wrong) = (0, Vec::new());
    for (entry, example) in coder.lexicon.examples().filter(|(_, example)| example.at.contains(&filter)) {
        let doc = Document::new("example", example.text.as_str());
        worker.analyze(&doc.text, &mut analysis);
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let (actors, sources) = (actors.annotate(parsed), SourceLayer::default());
        let events = coder.code(parsed, Layers { times: &[], places: &[], actors: &actors, sources: &sources });
        match verdict(&coder.lexicon, entry, example, &events, parsed) {
            Ok(()) => right += 1,
            Err(what) => wrong.push(format!("{} {what}: {}", example.at, example.text)),
        }
    }
    let share = right as f64 / (right + wrong.len()).max(1) as f64;
    println!("{}\n{right} of {} examples come out ({:.1} %)", wrong.join("\n"), right + wrong.len(), 100.0 * share);
    assert!(share >= SHARE, "{} examples do not come out:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether the entry's line coded the sentence, as it should or should not.
fn verdict(
    lexicon: &Lexicon,
    entry: &Entry,
    example: &Example,
    events: &[Event],
    parsed: Parsed<'_>,
) -> Result<(), String> {
    let line = entry.why.as_str().split(' ').next().unwrap_or_default();
    let is_line = |why: &str| why.split(' ').next() == Some(line);
    let fired = events.iter().any(|e| e.why.iter().any(|w| is_line(w.as_str())));
    // What is no event has no line in an event's `why`; that nothing else takes one of the line's words is the example's point.
    let taken = || {
        events.iter().any(|e| {
            let word = lexicon.lemma(parsed.token(e.trigger.start));
            lexicon.candidates(entry.kind, word).iter().any(|id| is_line(lexicon.entry(*id).why.as_str()))
        })
    };
    let coded = || {
        events
            .iter()
            .map(|e| format!("{} {:?}", e.category, e.why.iter().map(|w| w.as_str()).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
            .join("; ")
    };
    match (entry.sense, example.matches) {
        (Sense::Nothing, _) if taken() => Err(format!("coded {}", coded())),
        (Sense::Nothing, _) => Ok(()),
        (_, true) if fired => Ok(()),
        (_, true) => Err(format!("not coded by its line ({})", coded())),
        (_, false) if fired => Err(format!("coded by its line ({})", coded())),
        (_, false) => Ok(()),
    }
}
