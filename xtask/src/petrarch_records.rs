//! Scores the coding of PETRARCH's unit-test records with the dictionaries that they name.
//!
//! The records are Open Event Data Alliance's file `PETR.UnitTest.records.xml`, which is not part of the repository. Only the texts, days,
//! settings and expected codes are read; the trees in it are not. A record is right when the events are exactly those expected.

use roxmltree::{Document as Xml, Node};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use whowhom_event::petrarch::{ActorDictionary, CodedEvent, Discard, Discards, Options, Petrarch, VerbDictionary};
use whowhom_nlp::{Pipeline, Worker};
use whowhom_text::data::DataFile;
use whowhom_text::{Analysis, Document, Parsed, TokenRange};

/// What a record's coding came to.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// Source, target and code of each event, sorted.
    Events(Vec<[String; 3]>),
    /// Why it was not coded.
    Refused(String),
}

/// Runs the records of `records` with the dictionaries in `folder`; with `verbose`, shows the wrong ones.
pub fn run(records: &Path, folder: &Path, verbose: bool) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(records)?;
    let xml = Xml::parse(&text)?;
    let petrarch = dictionaries(&xml, folder)?;
    let pipeline = Pipeline::load("models/en_core_web_sm.pack")?;
    let mut worker = pipeline.worker();
    let mut options = Options::default();
    let mut score: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let nodes = xml.descendants().find(|n| n.has_tag_name("Sentences")).ok_or("no <Sentences>")?;
    for node in nodes.children() {
        if node.has_tag_name("Config") {
            configure(&mut options, node);
        } else if node.has_tag_name("Sentence") {
            let right = record(&mut worker, &petrarch, &options, node, verbose);
            let entry = score.entry(node.attribute("category").unwrap_or("?").into()).or_default();
            entry.0 += u32::from(right);
            entry.1 += 1;
        }
    }
    for (category, (right, all)) in &score {
        println!("{category:<12}{right:>4} of {all}");
    }
    let (right, all) = score.values().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    println!("{:<12}{right:>4} of {all}", "all");
    Ok(())
}

fn dictionaries(xml: &Xml<'_>, folder: &Path) -> Result<Petrarch, Box<dyn Error>> {
    let read = |tag: &str| -> Result<(String, String), Box<dyn Error>> {
        let node = xml.descendants().find(|n| n.has_tag_name(tag)).ok_or_else(|| format!("no <{tag}>"))?;
        let name = node.text().unwrap_or_default().trim().to_string();
        let bytes = std::fs::read(folder.join(&name))?;
        Ok((name, String::from_utf8_lossy(&bytes).into_owned()))
    };
    let (name, verbs) = read("Verbfile")?;
    let mut actors = ActorDictionary::default();
    actors.add_actors(&read("Actorfile")?.1);
    actors.add_agents(&read("Agentfile")?.1);
    let discards = Discards::read(&read("Discardfile")?.1);
    let verbs = VerbDictionary::read(&[DataFile { name, text: verbs.into(), overlay: false }])?;
    Ok(Petrarch { verbs, actors, discards })
}

/// A setting that holds from here on.
fn configure(options: &mut Options, node: Node<'_, '_>) {
    let value = node.attribute("value").unwrap_or_default();
    let number = value.parse().unwrap_or(0);
    match node.attribute("option").unwrap_or_default() {
        "require_dyad" => options.require_dyad = value.eq_ignore_ascii_case("true"),
        "new_actor_length" => options.new_actor_length = number,
        "comma_min" => options.inner.0 = number,
        "comma_max" => options.inner.1 = number,
        "comma_bmin" => options.initial.0 = number,
        "comma_bmax" => options.initial.1 = number,
        "comma_emin" => options.terminal.0 = number,
        "comma_emax" => options.terminal.1 = number,
        _ => {}
    }
}

fn record(worker: &mut Worker<'_>, petrarch: &Petrarch, options: &Options, node: Node<'_, '_>, verbose: bool) -> bool {
    let text = node.children().find(|n| n.has_tag_name("Text")).and_then(|n| n.text()).unwrap_or_default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let on = node.attribute("date").and_then(|d| d.parse().ok()).unwrap_or(0);
    let wanted = expected(node);
    let doc = Document::new("record", text.clone());
    let mut analysis = Analysis::default();
    worker.analyze(&text, &mut analysis);
    let parsed = Parsed { doc: &doc, analysis: &analysis };
    // A record is one sentence, whatever a splitter says.
    let coded = petrarch.refuses(&text).map_or_else(|| Ok(petrarch.code(parsed, analysis.all(), on, options)), Err);
    let got = match &coded {
        Ok(events) => Outcome::Events(sorted(events.iter().map(triple))),
        Err(Discard::Story) => Outcome::Refused("storydiscard".into()),
        Err(Discard::Sentence) => Outcome::Refused("sentencediscard".into()),
        Err(Discard::Dateline) => Outcome::Refused("dateline".into()),
    };
    let right = got == wanted;
    if !right && verbose {
        println!("{} {text}\n    wanted {wanted:?}\n    got    {got:?}", node.attribute("id").unwrap_or("?"));
        for event in coded.iter().flatten() {
            println!("    by {}", event.why);
        }
        println!("    parse {}", tree(parsed));
    }
    right
}

fn triple(e: &CodedEvent) -> [String; 3] {
    [e.source.code.clone(), e.target.code.clone(), e.code.clone()]
}

fn expected(node: Node<'_, '_>) -> Outcome {
    let mut events = Vec::new();
    for coding in node.children().filter(|n| n.has_tag_name("EventCoding")) {
        if let Some(error) = coding.attribute("error") {
            return Outcome::Refused(error.into());
        }
        let of = |name: &str| coding.attribute(name).map(str::to_string);
        if let (Some(source), Some(target), Some(code)) = (of("sourcecode"), of("targetcode"), of("eventcode")) {
            events.push([source, target, code]);
        }
    }
    Outcome::Events(sorted(events.into_iter()))
}

fn sorted(events: impl Iterator<Item = [String; 3]>) -> Vec<[String; 3]> {
    let mut events: Vec<_> = events.collect();
    events.sort();
    events
}

/// The parse on one line: word/tag/relation(head).
fn tree(parsed: Parsed<'_>) -> String {
    let all: TokenRange = parsed.analysis.all();
    let token = |t: whowhom_text::TokenView<'_>| {
        format!("{}/{}/{}({})", t.text(), t.tag().as_str(), t.dep().as_str(), t.head().map_or("-", |h| h.text()))
    };
    parsed.tokens(all).map(token).collect::<Vec<_>>().join(" ")
}
