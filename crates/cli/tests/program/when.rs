//! When and where events happen, in short reports (`tests/passages/when.txt`) through the whole program.

use crate::support::run;
use serde_json::{Value, json};
use std::fmt::Write;

const PASSAGES: &str = include_str!("../passages/when.txt");

struct Passage {
    line: usize,
    record: Value,
    expected: Vec<(usize, String, String)>,
}

fn passages() -> Vec<Passage> {
    let mut all: Vec<Passage> = Vec::new();
    for (i, line) in PASSAGES.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
        let (first, rest) = line.split_once('\t').unwrap_or_else(|| panic!("when.txt:{}: no tab", i + 1));
        if first.is_empty() {
            let (trigger, holds) = rest.split_once('\t').unwrap_or_else(|| panic!("when.txt:{}: one tab", i + 1));
            all.last_mut().unwrap().expected.push((i + 1, trigger.into(), holds.into()));
            continue;
        }
        let mut record = json!({"id": format!("{}", i + 1), "text": rest});
        if first != "-" {
            record["date"] = first.into();
        }
        all.push(Passage { line: i + 1, record, expected: Vec::new() });
    }
    all
}

#[test]
fn events_happen_when_and_where_the_text_tells() {
    let passages = passages();
    assert!(passages.len() >= 60 && passages.iter().all(|p| !p.expected.is_empty()));
    let input: String = passages.iter().map(|p| format!("{}\n", p.record)).collect();
    let coded = run(&["code", "--format", "jsonl", "--from", "jsonl", "-"], input);
    let events = coded.records();
    let mut wrong = String::new();
    for passage in &passages {
        let name = passage.line.to_string();
        let of_passage: Vec<&Value> = events.iter().filter(|e| e["doc_id"] == name.as_str()).collect();
        for (line, trigger, holds) in &passage.expected {
            check(*line, trigger, holds, &of_passage, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn relative_times_without_a_day_of_publication_stay_open_and_one_line_says_so() {
    let text =
        "Ukrainian police arrested two journalists last week. On 5 March 2009 Russia freed a Ukrainian officer.\n";
    for command in ["code", "annotate"] {
        let told = run(&[command, "--format", "jsonl", "-"], text);
        assert_eq!(told.status, 0);
        assert!(told.err.contains("no publication date") && told.err.contains("unresolved"), "{}", told.err);
        assert_eq!(told.err.lines().count(), 1, "{}", told.err);
    }
    let annotated = &run(&["annotate", "--format", "jsonl", "-"], text).records()[0];
    let times: Vec<(&Value, &Value)> =
        annotated["times"].as_array().unwrap().iter().map(|t| (&t["text"], &t["value"])).collect();
    assert_eq!(times, [(&json!("last week"), &Value::Null), (&json!("5 March 2009"), &json!("2009-03-05"))]);
    let dates: Vec<&Value> = annotated["events"].as_array().unwrap().iter().map(|e| &e["date"]).collect();
    assert_eq!(dates, [&Value::Null, &json!("2009-03-05")]);
    let dated = run(&["code", "--format", "jsonl", "--date", "2010-02-12", "-"], text);
    assert_eq!((dated.err.as_str(), &dated.records()[0]["date"]), ("", &json!("2010-02-01")));
}

/// Writes down what an event's record does not hold.
fn check(line: usize, trigger: &str, holds: &str, events: &[&Value], wrong: &mut String) {
    let (word, number) = trigger.split_once('#').unwrap_or((trigger, "1"));
    let number: usize = number.parse().unwrap();
    let Some(event) = events.iter().filter(|e| e["trigger"]["text"] == word).nth(number - 1) else {
        let found: Vec<&Value> = events.iter().map(|e| &e["trigger"]["text"]).collect();
        writeln!(wrong, "when.txt:{line}: no event {trigger}, only {found:?}").unwrap();
        return;
    };
    let pairs: Vec<(&str, &str)> = holds.split(' ').map(|pair| pair.split_once('=').unwrap()).collect();
    let told = |key: &str| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| *v);
    for (key, want) in
        pairs.iter().copied().chain(told("date").filter(|_| told("enddate").is_none()).map(|d| ("enddate", d)))
    {
        // A day without an end is a day, unless only its beginning is looked at.
        let got = field(event, key);
        let open = key == "enddate"
            && told("enddate").is_none()
            && want != "-"
            && told("value").is_none()
            && got.as_str() > want;
        if got != want && !open {
            writeln!(wrong, "when.txt:{line}: {trigger}: {key} is {got}, not {want}").unwrap();
        }
    }
}

/// A field of an event as the passages write it.
fn field(event: &Value, key: &str) -> String {
    let text = |value: &Value| value.as_str().map_or("-".to_string(), String::from);
    match key {
        "date" | "enddate" => text(&event[key]),
        "value" => text(&event["date_value"]),
        "place" => text(&event["event_loc"]["country_code"]),
        "city" => text(&event["event_loc"]["resolved_place"]),
        "aux" => {
            let modes: Vec<&str> =
                event["auxiliary_mode"].as_array().unwrap().iter().map(|m| m.as_str().unwrap()).collect();
            if modes.is_empty() { "-".into() } else { modes.join(",") }
        }
        _ => panic!("{key} is no field of when.txt"),
    }
}
