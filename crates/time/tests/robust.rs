//! Rows of words that no editor would print: nothing panics, times stand in order, and time grows with length, not its square.

use jiff::civil::date;
use proptest::prelude::*;
use std::time::{Duration, Instant};
use whowhom_text::data::DataDir;
use whowhom_text::{Analysis, Document, Label, Parsed, Span, TokenId, TokenRange};
use whowhom_time::Times;

/// The first words of all lines of our data, and numbers.
fn words() -> Vec<&'static str> {
    let files = [
        include_str!("../../../data/time/calendar.tsv"),
        include_str!("../../../data/time/numbers.tsv"),
        include_str!("../../../data/time/grammar.tsv"),
        include_str!("../../../data/time/holidays.tsv"),
    ];
    let phrases =
        files.iter().flat_map(|f| f.lines()).filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
    let numbers = [
        "0",
        "1",
        "7",
        "31",
        "99",
        "1990",
        "9999",
        "10:35",
        "2010-02-30",
        "1/2",
        "1950-53",
        "'98",
        "90s",
        "4294967295",
        "é",
        "İ",
    ];
    phrases.flat_map(str::split_whitespace).chain(numbers).collect()
}

/// The words as one sentence with a tree of the given shape: each token hangs on the one before it, or all on the first.
fn parse(words: &[&str], chain: bool, capital: bool) -> (Document, Analysis) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in words {
        let start = text.len();
        let mut letters = word.chars();
        match letters.next().filter(|_| capital) {
            Some(first) => text.extend(first.to_uppercase().chain(letters)),
            None => text.push_str(word),
        }
        spans.push(Span::new(start, text.len()));
        text.push(' ');
    }
    let mut analysis = Analysis::default();
    let (noun, proper, dep) = (Label::new("NN"), Label::new("NOUN"), Label::new("dep"));
    for (i, span) in spans.iter().enumerate() {
        let head = if chain { i.saturating_sub(1) } else { 0 };
        analysis.push(&text, *span, "x", noun, proper, dep, TokenId::from(head));
    }
    analysis.finish([TokenRange::new(0, words.len())], []);
    (Document { date: Some(date(2010, 2, 12)), ..Document::new("x", text) }, analysis)
}

proptest! {
    #[test]
    fn any_row_of_words_is_read(picks in proptest::collection::vec(any::<proptest::sample::Index>(), 1..40), chain: bool, capital: bool) {
        let (times, words) = (Times::load(&DataDir::builtin()).unwrap(), words());
        let row: Vec<&str> = picks.iter().map(|p| words[p.index(words.len())]).collect();
        let (doc, analysis) = parse(&row, chain, capital);
        let found = times.annotate(Parsed { doc: &doc, analysis: &analysis });
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for time in &found {
            prop_assert!(!time.span.of(&doc.text).trim().is_empty());
            prop_assert!(time.days.is_none_or(|d| d.start <= d.end));
        }
    }
}

#[test]
fn long_rows_take_no_square_time() {
    let times = Times::load(&DataDir::builtin()).unwrap();
    for row in [
        &["the", "last"][..],
        &["one", "hundred"],
        &["two", "hours", "and"],
        &["May", "-"],
        &["early"],
        &["half", "a"],
        &["1990", "-"],
    ] {
        let words: Vec<&str> = row.iter().copied().cycle().take(60_000).collect();
        let (doc, analysis) = parse(&words, true, false);
        let start = Instant::now();
        times.annotate(Parsed { doc: &doc, analysis: &analysis });
        assert!(start.elapsed() < Duration::from_secs(5), "{row:?} took {:?}", start.elapsed());
    }
}
