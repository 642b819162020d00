use super::*;
use crate::hash::string_id;
use crate::vocab::Norms;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

/// The default model's tokenizer and norms.
static ENGLISH: LazyLock<(Tokenizer, Arc<Norms>)> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en_core_web_sm.pack");
    let source = ModelSource::open(path).unwrap();
    let config = Config::parse(&source.read_text("config.cfg").unwrap()).unwrap();
    (Tokenizer::load(&source, &config).unwrap(), Arc::new(Norms::load(&source).unwrap()))
});

struct Worker {
    vocab: Vocab,
    memory: TokenizerMemory,
    out: Tokenized,
}

impl Worker {
    fn new() -> Self {
        let vocab = Vocab::new(Arc::clone(&ENGLISH.1));
        Self { vocab, memory: TokenizerMemory::default(), out: Tokenized::default() }
    }

    fn cut<'t>(&mut self, text: &'t str) -> Vec<&'t str> {
        ENGLISH.0.tokenize(&mut self.vocab, &mut self.memory, text, &mut self.out);
        self.out.spans.iter().map(|span| span.of(text)).collect()
    }
}

fn cut(text: &str) -> Vec<&str> {
    Worker::new().cut(text)
}

#[test]
fn affixes_come_off() {
    assert_eq!(cut("(\"Yes,\" he said.)"), ["(", "\"", "Yes", ",", "\"", "he", "said", ".", ")"]);
    assert_eq!(
        cut("The ministers' plan—mother-in-law's"),
        ["The", "ministers", "'", "plan", "—", "mother", "-", "in", "-", "law", "'s"]
    );
    assert_eq!(cut("$5.5bn, 10km, 3%"), ["$", "5.5bn", ",", "10", "km", ",", "3", "%"]);
    assert_eq!(cut("wait...what"), ["wait", "...", "what"]);
}

#[test]
fn special_cases_stay_or_come_apart_as_listed() {
    assert_eq!(
        cut("can't won't U.S. 5p.m. (gonna)"),
        ["ca", "n't", "wo", "n't", "U.S.", "5", "p.m.", "(", "gon", "na", ")"]
    );
    // The affixes of a smiley come off, and it is put together again.
    assert_eq!(cut("Fine:) or :-("), ["Fine", ":)", "or", ":-("]);
}

#[test]
fn urls_are_whole() {
    let text = "see www.example.org/a-b?c=1, mail a.b@example.org or (http://example.org).";
    assert_eq!(
        cut(text),
        ["see", "www.example.org/a-b?c=1", ",", "mail", "a.b@example.org", "or", "(", "http://example.org", ")", "."]
    );
}

#[test]
fn white_space_is_kept() {
    assert_eq!(cut(" a  b\n\nc "), [" ", "a", " ", "b", "\n\n", "c"]);
    let mut worker = Worker::new();
    worker.cut("a  word. c");
    assert_eq!(worker.out.spaces, [true, false, false, true, false]);
    assert_eq!(cut(""), Vec::<&str>::new());
    assert_eq!(cut("\u{1c}"), ["\u{1c}"]);
}

#[test]
fn norms_are_the_special_cases_own() {
    let mut worker = Worker::new();
    worker.cut("We'll colour it, n't");
    let norms = ["we", "will", "color", "it", ","].map(string_id);
    assert_eq!(worker.out.norms[..5], norms);
}

#[test]
fn long_chunks_are_cut_in_linear_time() {
    // Each of these takes hours where each affix costs the chunk's length.
    for (unit, least) in [("!", 1 << 19), ("'s", 1 << 18), (":)", 1 << 18), ("a:b@c.d:", 1 << 16), ("http://a.b/", 1)] {
        let text = unit.repeat((1 << 19) / unit.len() + 1);
        assert!(cut(&text).len() >= least, "{unit}");
    }
}

#[test]
fn another_vocabulary_is_noticed() {
    let mut worker = Worker::new();
    worker.cut("some words");
    worker.cut(&"x".repeat(2 << 20));
    assert!(worker.vocab.trim());
    assert_eq!(worker.cut("words"), ["words"]);
    assert_eq!(worker.vocab.text(worker.out.lexemes[0]), "words");
    worker.vocab = Vocab::new(Arc::clone(&ENGLISH.1));
    worker.vocab.get("other");
    worker.cut("words");
    assert_eq!(worker.vocab.text(worker.out.lexemes[0]), "words");
}

/// Text of the pieces that tokenizers trip over.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9.,:;'\"()-]{1,6}",
        "[ \\t\\n\u{a0}\u{3000}]{1,3}",
        "\\PC{1,3}",
        prop::sample::select(vec!["n't", "'s", "U.S.", ":-)", "a@b.org", "http://", "…", "“", "😀", "\u{0}", "€5"])
            .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn tokens_and_spaces_add_up_to_the_text(text in texts()) {
        let mut worker = Worker::new();
        worker.cut(&text);
        let out = &worker.out;
        let mut at = 0;
        for (i, span) in out.spans.iter().enumerate() {
            prop_assert_eq!(span.start as usize, at);
            prop_assert!(!span.is_empty());
            prop_assert_eq!(worker.vocab.text(out.lexemes[i]), span.of(&text));
            at = span.end as usize + usize::from(out.spaces[i]);
            prop_assert!(!out.spaces[i] || text[span.end as usize..at] == *" ");
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn what_was_cut_before_changes_nothing(first in texts(), second in texts()) {
        let mut worker = Worker::new();
        worker.cut(&first);
        prop_assert_eq!(worker.cut(&second), cut(&second));
    }
}
