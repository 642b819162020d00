//! Happenings across reports: `tests/happenings/pairs.txt` says which pairs of reports tell of one.

use crate::support::{root, run};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// A pair of reports.
#[derive(Default)]
struct Pair {
    head: String,
    same: bool,
    category: String,
    reports: Vec<Value>,
}

fn pairs() -> Vec<Pair> {
    let text = fs::read_to_string(root().join("crates/cli/tests/happenings/pairs.txt")).unwrap();
    let mut pairs: Vec<Pair> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if let Some(head) = line.strip_prefix("=== ") {
            let (verdict, rest) = head.split_once(' ').unwrap();
            let (category, _) = rest.split_once(':').unwrap();
            assert!(["same", "different"].contains(&verdict), "{line}");
            let category = category.into();
            pairs.push(Pair { head: head.into(), same: verdict == "same", category, reports: Vec::new() });
            continue;
        }
        let number = pairs.len();
        let reports = &mut pairs.last_mut().unwrap().reports;
        if let Some(head) = line.strip_prefix("--- ") {
            let (date, publisher) = head.split_once(' ').unwrap();
            let id = format!("{number:02}{}", if reports.is_empty() { 'a' } else { 'b' });
            reports.push(json!({"id": id, "date": date, "publisher": publisher, "text": ""}));
        } else {
            let text = &mut reports.last_mut().unwrap()["text"];
            *text = format!("{}{line}\n", text.as_str().unwrap()).into();
        }
    }
    pairs
}

/// A store.
struct Shelf(TempDir);

impl Shelf {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn ask(&self, args: &[&str]) -> String {
        let db = self.0.path().join("news.db");
        let run = run(&[&args[..1], &["--db", db.to_str().unwrap()], &args[1..]].concat(), "");
        assert!(run.status == 0 && ["", "nothing found\n"].contains(&run.err.as_str()), "{args:?}: {}", run.err);
        run.out
    }

    fn ingest<'a>(&self, reports: impl Iterator<Item = &'a Value>, options: &[&str]) {
        let path = self.0.path().join("reports.jsonl");
        fs::write(&path, reports.map(|r| format!("{r}\n")).collect::<String>()).unwrap();
        self.ask(&[&["ingest", path.to_str().unwrap(), "--quiet"], options].concat());
    }

    fn happenings(&self, options: &[&str]) -> Vec<Value> {
        let out = self.ask(&[&["happenings", "--format", "jsonl"], options].concat());
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// A store with all pairs.
    fn with_pairs() -> Self {
        let shelf = Self::new();
        shelf.ingest(pairs().iter().flat_map(|p| &p.reports), &[]);
        shelf
    }
}

/// Whether a mention of the happening stands in a report.
fn is_told_in(happening: &Value, report: &Value) -> bool {
    happening["told"].as_array().unwrap().iter().any(|mention| mention["doc_id"] == report["id"])
}

#[test]
fn pairs_of_reports_tell_of_one_happening_or_of_two() {
    let happenings = Shelf::with_pairs().happenings(&[]);
    let mut wrong = Vec::new();
    for pair in pairs() {
        let told = |report: &Value| {
            happenings
                .iter()
                .any(|h| is_told_in(h, report) && h["event"].as_array().unwrap().contains(&json!(pair.category)))
        };
        let together = happenings.iter().any(|h| pair.reports.iter().all(|r| is_told_in(h, r)));
        if together != pair.same || !pair.reports.iter().all(told) {
            wrong.push(pair.head);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // No pair has anything to do with another.
    for happening in &happenings {
        let told = happening["told"].as_array().unwrap();
        let numbers = |m: &Value| m["doc_id"].as_str().unwrap()[..2].to_string();
        assert!(told.iter().all(|m| numbers(m) == numbers(&told[0])), "{happening:#}");
    }
}

#[test]
fn what_reports_disagree_on_stands_side_by_side() {
    let shelf = Shelf::with_pairs();
    let mut shown = String::new();
    for happening in shelf.happenings(&["--reports", "2"]) {
        let states = happening["states"].as_array().unwrap();
        if happening["disagreements"].is_null() && states.len() == 1 {
            continue;
        }
        let said = |list: &Value| -> String {
            let said = list.as_array().unwrap().iter();
            said.map(|s| format!("\n    {}: {}", s["value"].as_str().unwrap(), s["reports"])).collect()
        };
        shown += &format!("{} {}\n  told as{}\n", happening["id"], happening["event"], said(&happening["states"]));
        for disagreement in happening["disagreements"].as_array().into_iter().flatten() {
            shown += &format!("  {}{}\n", disagreement["about"].as_str().unwrap(), said(&disagreement["said"]));
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_order_in_which_reports_come_makes_no_difference() {
    let (all, pairs) = (Shelf::with_pairs(), pairs());
    let bit_by_bit = Shelf::new();
    let mut reports: Vec<&Value> = pairs.iter().flat_map(|p| &p.reports).collect();
    reports.sort_by_key(|r| std::cmp::Reverse(r["id"].as_str().unwrap().chars().rev().collect::<String>()));
    for some in reports.chunks(23) {
        bit_by_bit.ingest(some.iter().copied(), &[]);
    }
    // Which of several copies is the original does depend on it; there are none here.
    assert!(all.happenings(&[]).iter().flat_map(|h| h["told"].as_array().unwrap()).all(|m| m["copy_of"].is_null()));
    assert_eq!(all.happenings(&[]), bit_by_bit.happenings(&[]));
    // Linked anew, they are the same.
    all.ask(&["link", "--again", "--quiet"]);
    assert_eq!(all.happenings(&[]), bit_by_bit.happenings(&[]));
}

#[test]
fn a_report_that_is_replaced_takes_its_links_along() {
    let report = |id: &str, date: &str, publisher: &str, text: &str| json!({"id": id, "date": date, "publisher": publisher, "text": text});
    let attack = "A suicide bomber killed 12 people at a market in Quetta on Wednesday, Pakistani police said.";
    let later =
        "Twelve people were killed on Wednesday when a suicide bomber blew himself up at a market in Quetta, Pakistan.";
    let shelf = Shelf::new();
    let (first, second) = (report("a", "2014-03-05", "Wire", attack), report("b", "2014-03-06", "Post", later));
    shelf.ingest([&first, &second].into_iter(), &[]);
    let found = shelf.happenings(&["--reports", "2"]);
    assert_eq!((found.len(), &found[0]["publishers"]), (1, &json!(2)));
    assert_eq!(shelf.happenings(&["--id", "b:0"]), found);
    let other = report("b", "2014-03-06", "Post", "Norway and Chad signed a treaty on fish in Oslo on Wednesday.");
    shelf.ingest([&other].into_iter(), &["--replace"]);
    assert!(shelf.happenings(&["--reports", "2"]).is_empty());
    assert_eq!(shelf.happenings(&["--event", "ASSAULT"])[0]["reports"], 1);
}

#[test]
fn copies_and_quoted_agencies_are_one_voice() {
    let report = |id: &str, publisher: &str, text: &str| json!({"id": id, "date": "2014-04-08", "publisher": publisher, "text": text});
    let told = "Ukrainian police arrested 64 protesters in Kharkiv on Monday after a fire in the regional council. \
        The council had been held for a day and a night by men who wanted a vote on the region's future.";
    let shelf = Shelf::new();
    let reports = [
        report("a", "Wire", told),
        report("b", "Morning Paper", &format!("KHARKIV, April 8 (Wire) - {told}")),
        report(
            "c",
            "Post",
            "Police arrested 64 protesters in the Ukrainian city of Kharkiv on Monday, the Interfax news agency reported.",
        ),
        report("d", "Herald", "Ukrainian police arrested 64 protesters in Kharkiv on Monday, Interfax said."),
    ];
    shelf.ingest(reports.iter(), &[]);
    let found = shelf.happenings(&["--event", "COERCE", "--mode", "arrest"]);
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["reports"], &found[0]["publisher_names"]), (&json!(3), &json!(["interfax", "wire"])));
    assert_eq!(found[0]["told"][1]["copy_of"], "a");
    assert!(found[0]["told"][2]["why"].as_array().unwrap().iter().any(|w| w.as_str().unwrap().contains("64 arrested")));
}

#[test]
fn one_a_day_keeps_one_of_each_dyad_type_and_day() {
    let shelf = Shelf::new();
    let report = |id: &str, text: &str| json!({"id": id, "date": "2014-07-08", "text": text});
    let reports = [
        report("a", "Canada urged Iran on Tuesday to release a ship's crew."),
        report("b", "Canada urged Iran on Tuesday to let inspectors into a plant at Bushehr."),
        report("c", "Canada urged Iran on Monday to release a ship's crew."),
    ];
    shelf.ingest(reports.iter(), &[]);
    let count = |options: &[&str]| shelf.ask(&[&["events", "--event", "REQUEST"], options].concat()).lines().count();
    assert_eq!((count(&[]), count(&["--one-a-day"]), count(&["--one-a-day", "--limit", "1"])), (3, 2, 1));
    assert_eq!(shelf.ask(&["events", "--event", "REQUEST", "--one-a-day", "--count"]), "{\"events\":2}\n");
}
