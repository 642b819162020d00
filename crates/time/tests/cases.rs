//! Runs the marked sentences of `cases.txt` with the annotations of `cases.jsonl`.

use std::fmt::Write;
use whowhom_text::Parsed;
use whowhom_text::data::DataDir;
use whowhom_text::record::AnnotatedRecord;
use whowhom_time::{Times, unresolved};

const CASES: &str = include_str!("cases.txt");
const ANNOTATED: &str = include_str!("cases.jsonl");

/// The text without its marks, and the times marked in it: where in bytes, and `TYPE value MOD`.
fn unmark(marked: &str) -> (String, Vec<(usize, usize, String)>) {
    let (mut text, mut times, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (words, after) = after.split_once('|').expect("a mark is [words|TYPE value]");
        let (meaning, after) = after.split_once(']').expect("a mark ends with ]");
        let start = text.len();
        text.push_str(words);
        times.push((start, text.len(), meaning.trim().to_string()));
        rest = after;
    }
    text.push_str(rest);
    (text, times)
}

#[test]
fn marked_sentences_are_read_as_marked() {
    let times = Times::load(&DataDir::builtin()).unwrap();
    let mut records = ANNOTATED.lines().map(|l| serde_json::from_str::<AnnotatedRecord>(l).unwrap());
    let mut wrong = String::new();
    for (number, line) in CASES.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
        let (date, marked) = line.split_once('\t').expect("a case is a date, a tab and a text");
        let (text, expected) = unmark(marked);
        let (doc, analysis) = records.next().expect("cases.jsonl is older than cases.txt").read().unwrap();
        assert_eq!((&doc.text, doc.date), (&text, date.parse().ok()), "cases.jsonl is older than cases.txt");
        let found: Vec<_> = times
            .annotate(Parsed { doc: &doc, analysis: &analysis })
            .into_iter()
            .map(|t| {
                let meaning =
                    format!("{} {} {}", t.kind.as_str(), t.value, t.modifier.unwrap_or("")).trim_end().to_string();
                (t.span.start as usize, t.span.end as usize, meaning)
            })
            .collect();
        if found != expected {
            let show = |times: &[(usize, usize, String)]| {
                times.iter().map(|(s, e, m)| format!("[{}|{m}]", &text[*s..*e])).collect::<Vec<_>>().join(" ")
            };
            writeln!(wrong, "line {}: {text}\n  expected {}\n  found    {}", number + 1, show(&expected), show(&found))
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn resolved_dates_have_days_and_unresolved_ones_are_counted() {
    let times = Times::load(&DataDir::builtin()).unwrap();
    for record in ANNOTATED.lines().map(|l| serde_json::from_str::<AnnotatedRecord>(l).unwrap()) {
        let (mut doc, analysis) = record.read().unwrap();
        for time in times.annotate(Parsed { doc: &doc, analysis: &analysis }) {
            let dated = matches!(time.kind.as_str(), "DATE" | "TIME");
            let words = time.span.of(&doc.text);
            let fiscal = words.contains("fiscal") || words.starts_with("FY");
            if dated && !fiscal && !time.value.is_empty() && !time.value.ends_with("_REF") {
                let days = time.days.unwrap_or_else(|| panic!("no days for {time:?} in {}", doc.text));
                assert!(days.start <= days.end);
            }
        }
        doc.date = None;
        let undated = times.annotate(Parsed { doc: &doc, analysis: &analysis });
        let empty = undated.iter().filter(|t| t.value.is_empty()).count();
        assert_eq!(unresolved(&undated), empty);
        assert!(undated.iter().filter(|t| t.value.is_empty()).all(|t| t.days.is_none()));
    }
}
