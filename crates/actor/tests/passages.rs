//! Own passages with the chains that each must yield.
//!
//! A file of `tests/passages/` has sections: a line `--- name`, perhaps with a date behind it, the passage, a blank line, and
//! one line for each chain that must come out: code (or `-`), primary sector (or `-`), the name in records behind `=` if there is
//! one, then `:` and the words of its mentions in text order, separated by `|`. Mentions that only modify ("Israeli" in "the Israeli army")
//! are not listed. Chains that a passage does not list are not asked for. The codes of a group's
//! members are joined by `+`. `nobody` in place of chains says that no chain has a code.
//! `annotated.jsonl` holds the passages' language layer, as `whowhom annotate` writes it with the text added.
//!
//! `WHOWHOM_BLESS=1` prints what comes out instead of failing.

use std::collections::BTreeMap;
use std::fmt::Write;
use whowhom_actor::Actors;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, MentionKind};
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{Analysis, Document, Parsed};

struct Section {
    name: String,
    chains: Vec<String>,
}

fn sections(text: &str) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    let mut in_text = true;
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("--- ") {
            let name = head.split_whitespace().next().unwrap_or_default();
            out.push(Section { name: name.into(), chains: Vec::new() });
            in_text = true;
        } else if line.trim().is_empty() {
            in_text = false;
        } else if !in_text && let Some(section) = out.last_mut() {
            section.chains.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    out
}

/// The chains of a layer, one line each.
fn lines(parsed: Parsed<'_>, layer: &ActorLayer) -> Vec<String> {
    let mut out = Vec::new();
    for chain in &layer.chains {
        let mentions: Vec<_> = chain.mentions.iter().map(|m| layer.mention(*m)).collect();
        let words: Vec<String> = mentions
            .iter()
            .filter(|m| m.kind != MentionKind::Modifier)
            .map(|m| parsed.words(m.tokens).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let Some(first) = mentions.first().filter(|_| !words.is_empty()) else { continue };
        let entity = &chain.entity;
        let mut line = String::new();
        if first.members.is_empty() {
            let _ = write!(line, "{}", entity.code.map_or("-".into(), |c| c.to_string()));
        } else {
            let codes = first.members.iter().map(|m| layer.chain(*m).entity.code.map_or("-".into(), |c| c.to_string()));
            let _ = write!(line, "{}", codes.collect::<Vec<_>>().join("+"));
        }
        let _ = write!(line, " {}", entity.sectors.first().map_or("-".into(), |s| s.to_string()));
        if let Some(name) = &entity.identifier {
            let _ = write!(line, " = {name}");
        }
        let _ = write!(line, " : {}", words.join(" | "));
        out.push(line);
    }
    out
}

fn annotated() -> BTreeMap<String, (Document, Analysis)> {
    include_str!("passages/annotated.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<AnnotatedRecord>(line).unwrap().read().unwrap())
        .map(|(doc, analysis)| (doc.id.clone(), (doc, analysis)))
        .collect()
}

fn check(file: &str) {
    let actors = Actors::load(&DataDir::builtin()).unwrap();
    let documents = annotated();
    let mut wrong = String::new();
    let sections = sections(file);
    assert!(!sections.is_empty());
    for section in sections {
        let (doc, analysis) =
            documents.get(&section.name).unwrap_or_else(|| panic!("{} is not annotated", section.name));
        let parsed = Parsed { doc, analysis };
        let got = lines(parsed, &actors.annotate(parsed));
        assert!(!section.chains.is_empty(), "{} asks for nothing", section.name);
        let nobody = section.chains == ["nobody"] && got.iter().all(|line| line.starts_with('-'));
        let missing: Vec<&String> = section.chains.iter().filter(|c| !nobody && !got.contains(c)).collect();
        if !missing.is_empty() || std::env::var_os("WHOWHOM_BLESS").is_some() {
            let _ = writeln!(wrong, "--- {}\n{}", section.name, doc.text);
            for line in &missing {
                let _ = writeln!(wrong, "  wanted  {line}");
            }
            for line in &got {
                let _ =
                    writeln!(wrong, "  {}  {line}", if section.chains.contains(line) { "right " } else { "got   " });
            }
        }
    }
    if std::env::var_os("WHOWHOM_BLESS").is_some() {
        eprintln!("{wrong}");
    } else {
        assert!(wrong.is_empty(), "\n{wrong}");
    }
}

#[test]
fn composition() {
    check(include_str!("passages/composition.txt"));
}

#[test]
fn persons() {
    check(include_str!("passages/persons.txt"));
}

#[test]
fn coreference() {
    check(include_str!("passages/coreference.txt"));
}

#[test]
fn reference() {
    check(include_str!("passages/reference.txt"));
}
