//! Own sentences with the parties that their events must have: `roles/sentences.txt` says how they are written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_place::Places;
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{Layers, Participant};
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{Analysis, Document, Parsed};
use whowhom_time::Times;

struct Rooms {
    coder: Coder,
    actors: Actors,
    times: Times,
    places: Places,
    sources: Sources,
}

/// What a sentence's events came out as: trigger, actors and recipients with their codes.
type Got = Vec<(String, [Vec<(String, String)>; 2])>;

impl Rooms {
    fn load() -> Self {
        let data = DataDir::builtin();
        Self {
            coder: Coder::load(&data).unwrap(),
            actors: Actors::load(&data).unwrap(),
            times: Times::load(&data).unwrap(),
            places: Places::load(&data).unwrap(),
            sources: Sources::load(&data).unwrap(),
        }
    }

    fn events(&self, doc: &Document, analysis: &Analysis) -> Got {
        let parsed = Parsed { doc, analysis };
        let (times, places, actors) =
            (self.times.annotate(parsed), self.places.annotate(parsed), self.actors.annotate(parsed));
        let sources = self.sources.annotate(parsed, &times, &actors);
        let layers = Layers { times: &times, places: &places, actors: &actors, sources: &sources };
        let side = |parties: &[Participant]| -> Vec<(String, String)> {
            let code = |p: &Participant| p.entity.code.map_or("-".into(), |c| c.to_string());
            parties.iter().map(|p| (parsed.words(p.tokens).into(), code(p))).collect()
        };
        let events = self.coder.code(parsed, layers);
        events.iter().map(|e| (parsed.words(e.trigger).into(), [side(&e.actors), side(&e.recipients)])).collect()
    }
}

/// Whether a side came out as wanted: "actor [CODE]; actor".
fn is_side(wanted: &str, got: &[(String, String)]) -> bool {
    let wanted: Vec<&str> = wanted.split(';').map(str::trim).filter(|w| !w.is_empty()).collect();
    wanted.len() == got.len()
        && wanted.iter().all(|w| match w.strip_suffix(']').and_then(|w| w.rsplit_once(" [")) {
            Some((words, code)) => got.iter().any(|(text, c)| text == words && c == code),
            None => got.iter().any(|(text, _)| text == w),
        })
}

#[test]
fn parties_stand_where_the_sentences_put_them() {
    let rooms = Rooms::load();
    let documents: BTreeMap<String, (Document, Analysis)> = include_str!("roles/sentences.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<AnnotatedRecord>(line).unwrap().read().unwrap())
        .map(|(doc, analysis)| (doc.text.to_string(), (doc, analysis)))
        .collect();
    let (mut sentences, mut asked) = (0, 0);
    let mut wrong = String::new();
    let mut current = Got::new();
    let mut text = "";
    for line in include_str!("roles/sentences.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let Some(event) = line.strip_prefix("    ") else {
            let (doc, analysis) = documents.get(line).unwrap_or_else(|| panic!("not annotated: {line}"));
            current = rooms.events(doc, analysis);
            text = line;
            sentences += 1;
            continue;
        };
        asked += 1;
        let parts: Vec<&str> = event.split('|').map(str::trim).collect();
        let [trigger, actors, recipients] = parts[..] else { panic!("not of the form: {line}") };
        let right = |(t, [a, r]): &(String, [Vec<(String, String)>; 2])| {
            t == trigger && is_side(actors, a) && is_side(recipients, r)
        };
        if !current.iter().any(right) {
            let _ = writeln!(wrong, "{text}\n  wanted {}\n  got    {current:?}", event.trim());
        }
    }
    assert!(sentences >= 80 && asked >= 100, "{sentences} sentences, {asked} events");
    assert!(wrong.is_empty(), "\n{wrong}");
}
