//! Texts that no reporter wrote: nothing panics, nothing is lost, offsets stay right.

use crate::support::run;
use serde_json::{Value, json};

/// Annotates the text, and checks that tokens and sentences cover it and that every offset slices it.
fn check(text: &str) -> Value {
    let run = run(&["annotate", "--date", "2010-02-12", "-"], json!({"id": "d", "text": text}).to_string());
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{:?}", text.get(..50));
    let record = run.records().remove(0);
    let chars: Vec<char> = text.chars().collect();
    let slice = |item: &Value| -> String {
        let at = |key: &str| item[key].as_u64().unwrap() as usize;
        chars[at("start")..at("end")].iter().collect()
    };
    let mut covered = 0;
    for token in record["tokens"].as_array().unwrap() {
        assert_eq!(slice(token), token["text"].as_str().unwrap());
        covered += token["text"].as_str().unwrap().chars().filter(|c| !c.is_whitespace()).count();
    }
    assert_eq!(covered, chars.iter().filter(|c| !c.is_whitespace()).count(), "every character is in a token");
    for time in record["times"].as_array().unwrap() {
        assert_eq!(slice(time), time["text"].as_str().unwrap());
    }
    for event in record["events"].as_array().unwrap() {
        assert_eq!(slice(&event["trigger"]), event["trigger"]["text"].as_str().unwrap());
        for entity in [&event["actor"], &event["recipient"]].into_iter().flat_map(|list| list.as_array().unwrap()) {
            assert_eq!(slice(entity), entity["entity_text"].as_str().unwrap());
        }
    }
    record
}

#[test]
fn nothing_and_next_to_nothing() {
    for text in ["Help", ".", "\"", "“", "'s", "\u{200B}"] {
        check(text);
    }
    for text in ["", " ", "\n\n\t\n", "\u{FEFF}"] {
        let run = run(&["annotate", "-"], json!({"text": text}).to_string());
        assert_eq!((run.status, run.out.as_str()), (1, ""));
        assert!(run.err.starts_with("standard input:1: the text is empty; skipped"), "{}", run.err);
    }
}

#[test]
fn control_characters_and_strange_spaces() {
    check(
        "Fran\0ce \u{1}urged\u{7} Mali\u{85} to\u{2028}free\u{2029} the\u{A0}hostages\u{200B}.\r\nIt \u{1B}[31mrefused\u{1B}[0m.\u{FFFD}\u{10FFFF}",
    );
}

#[test]
fn emoji_and_other_scripts() {
    let record =
        check("🙂🙂 France 🇫🇷 urged Mali 👨‍👩‍👧‍👦 to free the hostages 🙏🏽. Россия и 中国 met in Málaga on Friday. e\u{301}");
    assert!(record["tokens"].as_array().unwrap().len() > 20);
}

#[test]
fn quotes_that_never_close() {
    check(
        "\"France urged Mali to free the hostages, he said. \"It refused. “Then (it attacked ‘Chad, [she said. \"\"\"",
    );
    check(&"\"(“‘".repeat(2000));
}

#[test]
fn a_sentence_of_five_thousand_tokens() {
    let text = format!("{} met in Geneva on Friday.", vec!["France and Mali"; 1700].join(", "));
    let record = check(&text);
    assert!(record["tokens"].as_array().unwrap().len() > 5000);
    check(&format!("He said {} that it rained.", "that the minister of the state of France said ".repeat(700)));
    check(&"and ".repeat(6000));
}

#[test]
fn ten_megabytes_in_one_line() {
    check(&"x".repeat(10 << 20));
    check(&format!("Words.{}", " ".repeat(10 << 20)));
    check(&"-".repeat(1 << 20));
    check(&"France urged Mali to free the hostages on Friday. ".repeat(20_000));
}
