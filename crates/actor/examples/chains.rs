//! Checks that the chains of a document come out: `cargo run -p whowhom-actor --example chains -- ANNOTATED.jsonl EXPECTED.tsv`.
//!
//! ANNOTATED holds documents in the annotated form of the record format, with their text. EXPECTED has one chain a line, in columns
//! separated by tabs: the document's id, code or `-` (codes joined by `+` for a group), a word of its name in records or `-`, and the
//! places of its mentions, each the code point where the mention's head word begins. All of a line's mentions must be in one chain,
//! and two lines of a document in two. Exits with an error when a chain is wrong.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::ExitCode;
use whowhom_actor::Actors;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, ChainId, Mention};
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{CodePoints, Parsed, Span};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(documents), Some(expected)) = (args.next(), args.next()) else {
        return Err("usage: chains ANNOTATED.jsonl EXPECTED.tsv".into());
    };
    let expected = std::fs::read_to_string(expected)?;
    let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in expected.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let (id, rest) = line.split_once('\t').ok_or("a line needs columns")?;
        wanted.entry(id).or_default().push(rest);
    }
    let actors = Actors::load(&DataDir::builtin())?;
    let (mut right, mut wrong) = (0, 0);
    for line in BufReader::new(std::fs::File::open(documents)?).lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        let Some(lines) = wanted.remove(doc.id.as_str()) else { continue };
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let layer = actors.annotate(parsed);
        let mut taken: Vec<ChainId> = Vec::new();
        for line in lines {
            match check(parsed, &layer, line) {
                Ok(chain) if taken.contains(&chain) => {
                    println!("{}: {line}: the chain of another line", doc.id);
                    wrong += 1;
                }
                Ok(chain) => {
                    taken.push(chain);
                    right += 1;
                }
                Err(why) => {
                    println!("{}: {line}: {why}", doc.id);
                    wrong += 1;
                }
            }
        }
    }
    wrong += wanted.values().map(Vec::len).sum::<usize>();
    println!("{right} chains right, {wrong} wrong");
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The chain of a line, if it is as the line says.
fn check(parsed: Parsed<'_>, layer: &ActorLayer, line: &str) -> Result<ChainId, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [code, name, places] = columns[..] else { return Err("expected four columns".into()) };
    let points = CodePoints::new(parsed.text());
    let mut chain = None;
    for place in places.split_whitespace() {
        let at = place.parse().ok().and_then(|p| points.to_byte(p)).ok_or("a place is a number within the text")?;
        let head = parsed.tokens_in(Span::new(at, at + 1)).start;
        let word = parsed.token(head).text();
        let mention = layer.mention_at(head).ok_or_else(|| format!("no mention at {place} ({word})"))?;
        let same = *chain.get_or_insert(mention.chain) == mention.chain;
        let codes = codes(layer, mention);
        if !same {
            return Err(format!("{place} ({word}) is in another chain"));
        }
        if code != codes {
            return Err(format!("{place} ({word}) has the code {codes}"));
        }
        let known = mention.entity.identifier.as_deref().unwrap_or_default();
        if name != "-" && !known.contains(name) {
            return Err(format!("{place} ({word}) is named {known:?}"));
        }
    }
    chain.ok_or_else(|| "no mentions".into())
}

fn codes(layer: &ActorLayer, mention: &Mention) -> String {
    let code = |c: Option<whowhom_text::Code>| c.map_or("-".to_string(), |c| c.to_string());
    match &mention.members[..] {
        [] => code(mention.entity.code),
        members => {
            let mut codes: Vec<String> = members.iter().map(|m| code(layer.chain(*m).entity.code)).collect();
            codes.sort();
            codes.join("+")
        }
    }
}
