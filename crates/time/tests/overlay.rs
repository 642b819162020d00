//! A user's folder laid over our data.

use std::fs;
use std::path::PathBuf;
use whowhom_text::Parsed;
use whowhom_text::data::DataDir;
use whowhom_text::record::AnnotatedRecord;
use whowhom_time::Times;

/// A data folder with one file in `time/`.
fn folder(name: &str, file: &str, text: &str) -> DataDir {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(dir.join("time")).unwrap();
    fs::write(dir.join("time").join(file), text).unwrap();
    DataDir::over(dir)
}

/// The values in the first of our marked sentences that holds `words`.
fn values(times: &Times, words: &str) -> Vec<String> {
    let line = include_str!("cases.jsonl").lines().find(|l| l.contains(words)).unwrap();
    let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(line).unwrap().read().unwrap();
    times.annotate(Parsed { doc: &doc, analysis: &analysis }).into_iter().map(|t| t.value).collect()
}

#[test]
fn a_line_adds_a_meaning_and_none_takes_them_away() {
    let builtin = Times::load(&DataDir::builtin()).unwrap();
    assert_eq!(values(&builtin, "On Bastille Day"), ["2010-07-14"]);
    let moved =
        Times::load(&folder("moved", "holidays.tsv", "Bastille Day\tnone\nBastille Day\tfixed 07-15\n")).unwrap();
    assert_eq!(values(&moved, "On Bastille Day"), ["2010-07-15"]);
    let gone = Times::load(&folder("gone", "references.tsv", "now\tnone\n")).unwrap();
    assert_eq!(values(&builtin, "camps are now empty"), ["PRESENT_REF"]);
    assert!(values(&gone, "camps are now empty").is_empty());
}

#[test]
fn a_bad_line_is_named() {
    for (name, file, text, said) in [
        ("month", "calendar.tsv", "# head\nfoomber\tmonth\t13\n", "calendar.tsv:2: "),
        ("class", "grammar.tsv", "soonish\twhen\tlater\n", "no such class"),
        ("mod", "grammar.tsv", "mostly\tabout\tMOSTLY\n", "not a TIMEX3 modifier"),
        ("rule", "holidays.tsv", "Moon Day\tmoon 3\n", "no such rule"),
        ("short", "numbers.tsv", "umpteen\n", "wants: words, class, value"),
        ("number", "numbers.tsv", "umpteen\tnumber\tmany\n", "the value is a number"),
        ("turn", "verbs.tsv", "plan\tsideways\n", "ahead, due or behind"),
    ] {
        let error = Times::load(&folder(name, file, text)).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}
