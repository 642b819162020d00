//! The sentences of `sentences.txt`, each with the places that must come out.
//!
//! Their language layer is kept in `sentences.jsonl`, one record a sentence as `whowhom annotate` writes them, so that the test needs
//! no model. After a change of the sentences:
//! `cargo run -p whowhom-place --example sentences | whowhom annotate > crates/place/tests/sentences.jsonl`.

use whowhom_place::Places;
use whowhom_text::data::DataDir;
use whowhom_text::layer::PlaceMention;
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{Parsed, Span};

/// A place that must come out.
#[derive(Debug)]
struct Wanted {
    span: Span,
    what: String,
}

/// The sentence without marks, and what is marked.
fn read(line: &str) -> (String, Vec<Wanted>) {
    let mut text = String::new();
    let mut wanted = Vec::new();
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('[') {
        text.push_str(before);
        let (inside, after) = marked.split_once(']').expect("every [ has its ]");
        let (name, what) = inside.split_once('|').expect("a mark is [name|what]");
        let start = text.len();
        text.push_str(name);
        wanted.push(Wanted { span: Span::new(start, text.len()), what: what.into() });
        rest = after;
    }
    text.push_str(rest);
    (text, wanted)
}

/// Whether the mention is what the mark says: a number, or a country's code and perhaps a feature code.
fn is(mention: &PlaceMention, what: &str) -> bool {
    if let Ok(number) = what.parse::<u32>() {
        return mention.geonameid == Some(number);
    }
    let (code, feature) = what.split_once(' ').map_or((what, None), |(code, feature)| (code, Some(feature)));
    let country = mention.country.map_or_else(|| "-".to_owned(), |c| c.to_string());
    country == code && feature.is_none_or(|f| mention.feature == f)
}

#[test]
fn each_sentence_gives_its_places() {
    let mut records = include_str!("sentences.jsonl").lines();
    let places = Places::load(&DataDir::builtin()).expect("the data files are in their form");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("sentences.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (text, wanted) = read(&line.replace("\\n", "\n"));
        let record = records.next().unwrap_or_else(|| panic!("not annotated: {text}"));
        let record: AnnotatedRecord = serde_json::from_str(record).expect("a record a line");
        let ends = record.tokens.last().map(|t| t.text.clone()).unwrap_or_default();
        let (doc, analysis) =
            AnnotatedRecord { text: Some(text.clone()), ..record }.read().expect("a record of its text");
        assert!(text.ends_with(&ends) && analysis.all().len() > 2, "the record is another sentence's: {text}");
        let found = places.annotate(Parsed { doc: &doc, analysis: &analysis });
        count += 1;
        for place in &wanted {
            if !found.iter().any(|m| m.span == place.span && is(m, &place.what)) {
                wrong.push(format!("missing {} ({}) in: {text}", place.span.of(&text), place.what));
            }
        }
        for m in found.iter().filter(|m| !wanted.iter().any(|p| p.span == m.span && is(m, &p.what))) {
            let country = m.country.map_or_else(|| "-".to_owned(), |c| c.to_string());
            let what = format!("{} {country} {} {:?}", m.name, m.feature, m.geonameid);
            wrong.push(format!("unwanted {} ({what}) in: {text}", m.span.of(&text)));
        }
    }
    assert!(count >= 200, "{count} sentences");
    assert!(wrong.is_empty(), "{} of {count} sentences' places are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
