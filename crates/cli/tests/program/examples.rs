//! The articles under `examples/`, each with the whole record that it must yield, kept beside it as `NAME.snap`.
//!
//! When a room changes what it finds, `INSTA_UPDATE=always cargo test --release -p whowhom examples` writes the records anew;
//! every line of the difference is then read, as a change of what users get.

use crate::support::{root, run};
use serde_json::{Map, Value, json};
use std::fmt::Write;

macro_rules! examples {
    ($($name:ident)*) => {
        const EXAMPLES: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { check(stringify!($name)); })*
    };
}

examples!(aid arrest attack brief ceasefire drill envoy protest sanctions talks trial visit);

#[test]
fn every_article_is_tested() {
    let mut articles: Vec<String> = std::fs::read_dir(root().join("examples"))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().unwrap().strip_suffix(".txt").map(String::from))
        .collect();
    articles.sort();
    assert_eq!(articles, EXAMPLES);
}

fn check(name: &str) {
    let text = std::fs::read_to_string(root().join(format!("examples/{name}.txt"))).unwrap();
    let file = format!("examples/{name}.txt");
    let date = std::fs::read_to_string(root().join("examples/index.tsv")).unwrap();
    let date = date.lines().find_map(|l| l.strip_prefix(&format!("{name}\t"))).expect("a date in index.tsv");
    let annotated = run(&["annotate", &file, "--date", date], "");
    assert_eq!((annotated.status, annotated.err.as_str()), (0, ""));
    let mut record = annotated.records().remove(0);
    let coded = run(&["code", "--format", "jsonl", &file, "--date", date], "");
    assert_eq!(record["events"], Value::Array(coded.records()), "code and annotate find the same events");

    without_line_numbers(&mut record);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("examples"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, readable(&record, &text)));
}

/// Takes the line numbers out of `why`: a line added to a lexicon is no change of what users get.
fn without_line_numbers(record: &mut Value) {
    match record {
        Value::Array(items) => items.iter_mut().for_each(without_line_numbers),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| match value {
            Value::Array(reasons) if key == "why" => reasons.iter_mut().for_each(|reason| {
                let words = reason.as_str().unwrap();
                *reason = match words.split_once(':') {
                    Some((file, rest)) => {
                        format!("{file}{}", rest.trim_start_matches(|c: char| c.is_ascii_digit())).into()
                    }
                    None => words.into(),
                };
            }),
            _ => without_line_numbers(value),
        }),
        _ => (),
    }
}

/// The record without its language layer, laid out so that a difference can be read: an event a paragraph, all else a line an item.
fn readable(record: &Value, text: &str) -> String {
    let mut out = format!("{{\"id\": {}, \"date\": {},\n", record["id"], record["date"]);
    let entities = chains(record, text);
    for (name, items) in [("who", &entities), ("times", &record["times"]), ("places", &record["places"])] {
        list(&mut out, name, items, |item| item.to_string());
    }
    for name in ["statements", "positions"] {
        list(&mut out, name, &record[name], |item| quoted(item, text).to_string());
    }
    list(&mut out, "events", &record["events"], |event| {
        let fields: Vec<String> = event.as_object().unwrap().iter().map(|(k, v)| format!("\"{k}\": {v}")).collect();
        format!("{{{}}}", fields.join(",\n   "))
    });
    out.truncate(out.trim_end_matches(",\n").len());
    out + "}\n"
}

fn list(out: &mut String, name: &str, items: &Value, line: impl Fn(&Value) -> String) {
    let lines: Vec<String> = items.as_array().unwrap().iter().map(line).collect();
    writeln!(out, " \"{name}\": [\n  {}],", lines.join(",\n  ")).unwrap();
}

/// Each entity with the words of its mentions.
fn chains(record: &Value, text: &str) -> Value {
    let mut chains: Vec<(u64, Map<String, Value>)> = Vec::new();
    for mention in record["mentions"].as_array().unwrap() {
        let number = mention["chain"].as_u64().unwrap();
        let mut words = slice(mention, text);
        if let Some(members) = mention.get("members") {
            write!(words, " = {members}").unwrap();
        }
        if !chains.iter().any(|(n, _)| *n == number) {
            let mut entity = mention.as_object().unwrap().clone();
            ["start", "end", "members"].iter().for_each(|key| _ = entity.remove(*key));
            entity.insert("mentions".into(), json!([]));
            chains.push((number, entity));
        }
        let (_, entity) = chains.iter_mut().find(|(n, _)| *n == number).unwrap();
        entity["mentions"].as_array_mut().unwrap().push(words.into());
    }
    chains.into_iter().map(|(_, entity)| Value::Object(entity)).collect()
}

/// The item with the words of each span that has none beside it.
fn quoted(item: &Value, text: &str) -> Value {
    match item {
        Value::Array(items) => items.iter().map(|i| quoted(i, text)).collect(),
        Value::Object(fields) => {
            let mut fields: Map<String, Value> = fields.iter().map(|(k, v)| (k.clone(), quoted(v, text))).collect();
            if fields.contains_key("start") && !fields.contains_key("entity_text") {
                fields.insert("words".into(), slice(item, text).into());
            }
            Value::Object(fields)
        }
        _ => item.clone(),
    }
}

/// The text between the item's offsets, on one line.
fn slice(item: &Value, text: &str) -> String {
    let at = |key: &str| item[key].as_u64().unwrap() as usize;
    let words: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
    words.replace('\n', " ")
}
