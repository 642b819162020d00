//! Whatever the text and however wrong its tree: no panic, and places that lie in the text in order.

use proptest::prelude::*;
use std::sync::LazyLock;
use whowhom_place::Places;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::{Analysis, Document, Label, NamedEntity, Parsed, Span, TokenId, TokenRange};

static PLACES: LazyLock<Places> =
    LazyLock::new(|| Places::load(&DataDir::builtin()).expect("the data files are in their form"));

const WORDS: [&str; 24] = [
    "Georgia", "Paris", "Texas", ",", "in", "the", "Georgian", "capital", "of", "-", "and", "West", "Bank", "New",
    "York", "US", "'s", "envoy", "(", ")", "São", "Tomé", "—", "N.Y.",
];
const DEPS: [&str; 12] =
    ["nsubj", "dobj", "pobj", "prep", "conj", "appos", "compound", "poss", "attr", "npadvmod", "punct", "dep"];
const TAGS: [(&str, &str); 5] = [("NNP", "PROPN"), ("NN", "NOUN"), ("VBD", "VERB"), ("IN", "ADP"), ("POS", "PART")];
const LABELS: [&str; 5] = ["GPE", "PERSON", "ORG", "LOC", "FAC"];

type Rolled = (usize, usize, usize, usize, bool);

/// A document of these rolls of the dice: word, part of speech, relation, head, and whether an entity begins.
fn document(rolls: &[Rolled]) -> (Document, Analysis) {
    let text = rolls.iter().map(|r| WORDS[r.0]).collect::<Vec<_>>().join(" ");
    let mut analysis = Analysis::default();
    let mut at = 0;
    for roll in rolls {
        let word = WORDS[roll.0];
        let span = Span::new(at, at + word.len());
        let (tag, pos) = TAGS[roll.1];
        let head = TokenId::from(roll.3 % rolls.len());
        analysis.push(&text, span, word, Label::new(tag), Label::new(pos), Label::new(DEPS[roll.2]), head);
        at += word.len() + 1;
    }
    let starts: Vec<usize> = (0..rolls.len()).filter(|i| rolls[*i].4).collect();
    let entities = starts.iter().enumerate().map(|(n, start)| {
        let end = starts.get(n + 1).copied().unwrap_or(rolls.len()).min(start + 3);
        NamedEntity { tokens: TokenRange::new(*start, end), label: Label::new(LABELS[n % LABELS.len()]) }
    });
    let entities: Vec<NamedEntity> = entities.collect();
    analysis.finish([TokenRange::new(0, rolls.len())], entities);
    (Document::new("any", text), analysis)
}

proptest! {
    #[test]
    fn any_tree_gives_places_in_order(
        rolls in prop::collection::vec((0..WORDS.len(), 0..TAGS.len(), 0..DEPS.len(), 0usize..40, any::<bool>()), 1..40)
    ) {
        // A tree has no cycles: each token hangs on an earlier one or is a root.
        let rolls: Vec<Rolled> = rolls.iter().enumerate().map(|(i, r)| (r.0, r.1, r.2, r.3.min(i), r.4)).collect();
        let (doc, analysis) = document(&rolls);
        let found = PLACES.annotate(Parsed { doc: &doc, analysis: &analysis });
        for place in &found {
            prop_assert!(place.span.range().end <= doc.text.len());
            prop_assert!(doc.text.get(place.span.range()).is_some());
            prop_assert!((-90.0..=90.0).contains(&place.lat) && (-180.0..=180.0).contains(&place.lon));
        }
        prop_assert!(found.windows(2).all(|w| w[0].span.start <= w[1].span.start));
    }
}

/// A folder of data files for one test, removed at its end.
struct Folder(std::path::PathBuf);

impl Folder {
    fn with(name: &str, file: &str, text: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("whowhom-place-{name}-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("place")).expect("the temporary folder can be written");
        std::fs::write(dir.join("place").join(file), text).expect("the temporary folder can be written");
        Self(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_user_s_region_is_found() {
    let folder = Folder::with("region", "regions.tsv", "Wirikuta\tRGN\tMEX\t23.6\t-100.8\t-\n");
    let places = Places::load(&DataDir::over(&folder.0)).expect("the file is in its form");
    assert_eq!(places.atlas().find("Wirikuta").len(), 1);
    assert!(PLACES.atlas().find("Wirikuta").is_empty());
}

#[test]
fn a_bad_line_is_named() {
    for (file, text) in [
        ("names.tsv", "# head\nSomewhere\tnowhere\n"),
        ("names.tsv", "# head\nSomewhere\t1\n"),
        ("regions.tsv", "# head\nX\tRGN\tQQQ\t1\t2\t-\n"),
        ("kinds.tsv", "# head\nfjord\twet\n"),
        ("stand.tsv", "# head\nverb\tsings\tsing\n"),
        ("capitals.tsv", "# head\nFRA\t2988507\tyesterday\n"),
        ("abbreviations.tsv", "# head\nQ.Q.\tNo Such State\tUSA\n"),
    ] {
        let folder = Folder::with("bad", file, text);
        match Places::load(&DataDir::over(&folder.0)) {
            Err(DataError::Line { file: named, line: 2, .. }) => assert!(named.ends_with(file), "{named}"),
            other => panic!("{file}: {:?}", other.err()),
        }
    }
}
