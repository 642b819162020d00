//! The statements, chains and presentation of the passages in `fixtures/statements.txt`.

mod common;

use common::{Passage, alike};
use whowhom_source::{Sources, attribution_of, factuality_of};
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, SourceLayer, Statement, StatementKind, TimeMention, TimexType};
use whowhom_text::{Parsed, Span};

fn kind(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Direct => "direct",
        StatementKind::Indirect => "indirect",
        StatementKind::Mixed => "mixed",
    }
}

fn words(text: &str, span: Option<Span>) -> &str {
    span.map_or("", |s| s.of(text))
}

fn fits(text: &str, expected: &[String], statement: &Statement) -> bool {
    let content: Vec<&str> = statement.content.iter().map(|c| c.of(text)).collect();
    words(text, statement.source) == expected[1]
        && words(text, statement.cue) == expected[2]
        && alike(&content.join(" "), &expected[3]) >= 0.9
        && kind(statement.kind) == expected[4]
        && words(text, statement.addressee) == expected[5]
        && words(text, statement.place) == expected[6]
        && words(text, statement.basis) == expected[7]
}

fn word(text: &str, word: &str) -> Span {
    let at = text.find(word).unwrap_or_else(|| panic!("no `{word}` in {text}"));
    Span::new(at, at + word.len())
}

fn chain(text: &str, layer: &SourceLayer, of: &str) -> String {
    let voices = attribution_of(layer, word(text, of));
    let voice = |v: &whowhom_text::layer::Voice| match v.basis {
        Some(basis) => format!("{} ({})", words(text, v.source), basis.of(text)),
        None => words(text, v.source).to_string(),
    };
    voices.iter().map(voice).collect::<Vec<_>>().join(" > ")
}

/// What the passage should give and does not.
fn misses(passage: &Passage, layer: &SourceLayer) -> Vec<String> {
    let text = &passage.doc.text;
    let mut misses = Vec::new();
    for expected in &passage.expected {
        let right = match expected[0].as_str() {
            "S" => layer.statements.iter().any(|s| fits(text, expected, s)),
            "C" => chain(text, layer, &expected[1]) == expected[2],
            "F" => factuality_of(layer, word(text, &expected[1])).as_str() == expected[2],
            "N" => !layer.statements.iter().any(|s| words(text, s.cue) == expected[1]),
            other => panic!("unknown line {other}"),
        };
        if !right {
            misses.push(format!("{text}\n  want {expected:?}"));
        }
    }
    misses
}

#[test]
fn passages_tell_their_statements() {
    let sources = Sources::load(&DataDir::builtin()).unwrap();
    let passages = common::read(include_str!("fixtures/statements.txt"), include_str!("fixtures/statements.conll"));
    let mut wrong = Vec::new();
    for passage in &passages {
        let parsed = Parsed { doc: &passage.doc, analysis: &passage.analysis };
        let layer = sources.annotate(parsed, &[], &ActorLayer::default());
        let mut missed = misses(passage, &layer);
        if !missed.is_empty() {
            let have = layer.statements.iter().map(|s| {
                let content: Vec<&str> = s.content.iter().map(|c| c.of(&passage.doc.text)).collect();
                let at = |span| words(&passage.doc.text, span);
                format!(
                    "\n  have {} | {} | {content:?} | {} | {} | {} | {}",
                    at(s.source),
                    at(s.cue),
                    kind(s.kind),
                    at(s.addressee),
                    at(s.place),
                    at(s.basis)
                )
            });
            missed.extend(have);
        }
        wrong.extend(missed);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_statement_takes_the_time_of_its_cue() {
    let sources = Sources::load(&DataDir::builtin()).unwrap();
    let passages = common::read(include_str!("fixtures/statements.txt"), include_str!("fixtures/statements.conll"));
    for (start, time, dated) in
        [("In Ottawa", "late Monday", true), ("Haddad", "Tuesday", true), ("A senior", "next week", false)]
    {
        let passage = passages.iter().find(|p| p.doc.text.starts_with(start)).expect("a passage");
        let parsed = Parsed { doc: &passage.doc, analysis: &passage.analysis };
        let span = word(&passage.doc.text, time);
        let mention = TimeMention {
            span,
            tokens: parsed.tokens_in(span),
            kind: TimexType::Date,
            value: String::new(),
            modifier: None,
            days: None,
        };
        let layer = sources.annotate(parsed, &[mention], &ActorLayer::default());
        assert_eq!(layer.statements.iter().any(|s| s.time == Some(0)), dated, "{time}");
    }
}
