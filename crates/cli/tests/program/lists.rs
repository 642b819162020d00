//! Statements, positions and happenings: the lists of what a report tells.

use crate::support::{Run, run};
use serde_json::Value;

const TEXT: &str = "The envoy of Norway told reporters on Monday that Mali had rejected the plan. \
    “We will not sign it,” Malian President Adama Keita said. France urged Mali to free the hostages.";

fn list(command: &str, format: &str) -> Run {
    let run = run(&[command, "--date", "2010-02-12", "--format", format], TEXT);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    run
}

/// Checks that every `X_start` and `X_end` of a row slices its `X_text` out of the text.
fn slices(row: &Value) {
    let chars: Vec<char> = TEXT.chars().collect();
    for name in ["source", "holder", "cue", "content", "condition"] {
        let many = |field: &str| match row.get(format!("{name}_{field}")) {
            Some(Value::Array(values)) => values.clone(),
            Some(value) => vec![value.clone()],
            None => Vec::new(),
        };
        for ((words, start), end) in many("text").iter().zip(many("start")).zip(many("end")) {
            let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
            assert_eq!(chars[start..end].iter().collect::<String>(), words.as_str().unwrap(), "{name} of {row}");
        }
    }
}

#[test]
fn statements_tell_source_cue_and_content() {
    let rows = list("statements", "jsonl").records();
    rows.iter().for_each(slices);
    let told = rows.iter().find(|r| r["cue_text"] == "told").unwrap();
    assert_eq!(told["source_text"], "The envoy of Norway");
    assert_eq!((&told["kind"], &told["force"]), (&"indirect".into(), &"says".into()));
    assert_eq!(told["addressee_text"], "reporters");
    let said = rows.iter().find(|r| r["cue_text"] == "said").unwrap();
    assert_eq!((&said["kind"], &said["code"], &said["doc_id"]), (&"direct".into(), &"MLI".into(), &"stdin".into()));
    assert!(said["source_kind"].is_string() && said.get("place_text").is_none());
}

#[test]
fn positions_tell_holder_stance_and_content() {
    let rows = list("positions", "jsonl").records();
    rows.iter().for_each(slices);
    let demand = rows.iter().find(|r| r["stance"] == "demands").unwrap();
    assert_eq!((&demand["holder_text"], &demand["code"]), (&"France".into(), &"FRA".into()));
    assert_eq!(demand["toward_code"][0], "MLI");
}

#[test]
fn lists_are_tables_and_rows_too() {
    for command in ["statements", "positions"] {
        let (lines, rows, table) = (list(command, "jsonl"), list(command, "csv"), list(command, "table"));
        assert!(rows.out.starts_with("id,doc_id,date,"), "{}", rows.out);
        assert_eq!(rows.out.lines().count(), lines.records().len() + 1);
        assert!(table.out.starts_with("stdin, 2010-02-12: ") && table.out.contains(command), "{}", table.out);
        let columns = rows.out.lines().next().unwrap();
        for field in lines.records()[0].as_object().unwrap().keys() {
            assert!(columns.split(',').any(|c| c == field), "{field} in {columns}");
        }
    }
}

#[test]
fn a_store_lists_what_its_reports_do() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("news.db");
    let db = db.to_str().unwrap();
    let ingested = run(&["ingest", "--db", db, "-", "--from", "txt", "--date", "2010-02-12", "--quiet"], TEXT);
    assert_eq!((ingested.status, ingested.err.as_str()), (0, ""));
    for command in ["statements", "positions"] {
        for format in ["jsonl", "csv"] {
            let kept = run(&[command, "--db", db, "--format", format], "");
            assert_eq!((kept.out, kept.err.as_str()), (list(command, format).out, ""), "{command} {format}");
        }
        let table = |run: Run| run.out.lines().find(|line| line.contains("who")).unwrap().to_string();
        let kept = table(run(&[command, "--db", db, "--format", "table"], ""));
        let titles = table(list(command, "table"));
        let words = |line: &str| line.split_whitespace().map(String::from).collect::<Vec<_>>();
        assert_eq!(words(&kept)[1..], words(&titles), "the first names the report");
        assert!(kept.trim_start().starts_with("report"));
    }
}

#[test]
fn a_happening_is_told_once() {
    let text =
        "Rebels attacked the Malian army on Monday. The attack on the Malian army by rebels killed five soldiers.";
    let records = |more: &[&str]| {
        let run = run(&[&["code", "--date", "2010-02-12", "--format", "jsonl"], more].concat(), text);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        run.records()
    };
    let links = |records: &[Value]| records.iter().map(|r| r["link"].as_str().unwrap().to_string()).collect::<Vec<_>>();
    let (mentions, happenings) = (links(&records(&[])), links(&records(&["--happenings"])));
    let mut distinct = mentions.clone();
    distinct.sort();
    distinct.dedup();
    assert!(distinct.len() < mentions.len(), "{mentions:?}");
    assert_eq!(happenings, distinct);
}
