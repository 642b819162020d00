//! Prints the mentions of annotated documents, one a line: `cargo run -p whowhom-actor --example mentions -- FILE.jsonl [ID]`.
//! With `--json` as ID, one JSON object a document, offsets in code points.
//!
//! FILE holds documents in the annotated form of the record format, with their text.

use std::io::{BufRead, BufReader, Write};
use whowhom_actor::Actors;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, MentionKind, Stand};
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{CodePoints, Parsed};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: mentions FILE.jsonl [ID]")?;
    let wanted = args.next();
    let json = wanted.as_deref() == Some("--json");
    let wanted = wanted.filter(|_| !json);
    let actors = Actors::load(&DataDir::builtin())?;
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        if wanted.as_ref().is_some_and(|id| *id != doc.id) {
            continue;
        }
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let layer = actors.annotate(parsed);
        if json {
            writeln!(out, "{}", record(parsed, &layer))?;
            continue;
        }
        writeln!(out, "## {}", doc.id)?;
        for (number, sentence) in parsed.sentences().iter().enumerate() {
            writeln!(out, "[{number}] {}", parsed.words(*sentence).trim())?;
            for m in layer.mentions.iter().filter(|m| sentence.contains(m.head)) {
                let kind = match m.kind {
                    MentionKind::Name => 'N',
                    MentionKind::Nominal => 'd',
                    MentionKind::Pronoun => 'p',
                    MentionKind::Modifier => 'm',
                };
                let stand = if m.stand == Stand::Place { "@" } else { "" };
                let sectors: Vec<String> = m.entity.sectors.iter().map(|s| s.to_string()).collect();
                let members: Vec<u32> = m.members.iter().map(|c| c.0).collect();
                let why: Vec<&str> = m.why.iter().map(|w| w.as_str()).collect();
                writeln!(
                    out,
                    "   {kind}{stand} #{}{} {:30} <{}> {} {}{}{}  {}",
                    m.chain.0,
                    if members.is_empty() { String::new() } else { format!("{members:?}") },
                    parsed.words(m.tokens),
                    parsed.token(m.head).text(),
                    m.entity.code.map_or("---".into(), |c| c.to_string()),
                    sectors.join(","),
                    m.entity.identifier.as_ref().map_or(String::new(), |i| format!(" = {i}")),
                    m.entity.office.as_ref().map_or(String::new(), |o| format!(" ({o})")),
                    why.join(" | "),
                )?;
            }
        }
    }
    Ok(())
}

fn record(parsed: Parsed<'_>, layer: &ActorLayer) -> serde_json::Value {
    let points = CodePoints::new(parsed.text());
    let mention = |m: &whowhom_text::layer::Mention| {
        let (start, end) = points.of_span(parsed.analysis.span(m.tokens));
        let (head, head_end) = points.of_span(parsed.token(m.head).span());
        let sectors: Vec<String> = m.entity.sectors.iter().map(|s| s.to_string()).collect();
        let members: Vec<u32> = m.members.iter().map(|c| c.0).collect();
        serde_json::json!({"start": start, "end": end, "head": head, "head_end": head_end, "chain": m.chain.0,
            "text": parsed.words(m.tokens), "code": m.entity.code.map(|c| c.to_string()), "sectors": sectors,
            "identifier_text": m.entity.identifier, "members": members, "kind": format!("{:?}", m.kind),
            "stand": format!("{:?}", m.stand), "sentence": parsed.token(m.head).sentence()})
    };
    let chains: Vec<Option<String>> = layer.chains.iter().map(|c| c.entity.code.map(|c| c.to_string())).collect();
    serde_json::json!({"id": parsed.doc.id, "mentions": layer.mentions.iter().map(mention).collect::<Vec<_>>(), "chain_codes": chains})
}
