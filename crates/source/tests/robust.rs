//! Any tree over any words is annotated without a panic, with spans inside the text, and long sentences in reasonable time.

use proptest::prelude::*;
use whowhom_source::{Sources, attribution_of, factuality_of};
use whowhom_text::data::DataDir;
use whowhom_text::layer::ActorLayer;
use whowhom_text::{Analysis, Document, Label, Parsed, Span, TokenId, TokenRange};

const WORDS: [&str; 26] = [
    "said",
    "told",
    "according",
    "to",
    "that",
    "“",
    "”",
    "\"",
    "''",
    ",",
    ".",
    ":",
    "claim",
    "urged",
    "if",
    "will",
    "not",
    "\n\n",
    "no",
    "way",
    "it",
    "envoy",
    "citing",
    "calls",
    "expected",
    "Ürümqi",
];
const TAGS: [(&str, &str); 12] = [
    ("VBD", "VERB"),
    ("VBN", "VERB"),
    ("VB", "VERB"),
    ("MD", "AUX"),
    ("NN", "NOUN"),
    ("NNP", "PROPN"),
    ("TO", "PART"),
    ("IN", "ADP"),
    ("JJ", "ADJ"),
    (",", "PUNCT"),
    ("PRP", "PRON"),
    ("_SP", "SPACE"),
];
const DEPS: [&str; 18] = [
    "nsubj",
    "ccomp",
    "dobj",
    "prep",
    "pobj",
    "xcomp",
    "aux",
    "mark",
    "relcl",
    "acl",
    "advcl",
    "parataxis",
    "nsubjpass",
    "poss",
    "conj",
    "neg",
    "punct",
    "pcomp",
];

fn document(tokens: &[(usize, usize, usize, usize)], sentence: usize) -> (Document, Analysis) {
    let text = tokens.iter().map(|t| WORDS[t.0]).collect::<Vec<_>>().join(" ");
    let mut analysis = Analysis::default();
    let mut at = 0;
    for (i, (word, tag, dep, head)) in tokens.iter().enumerate() {
        let (tag, pos) = TAGS[*tag];
        let start = i / sentence * sentence;
        let len = sentence.min(tokens.len() - start);
        let span = Span::new(at, at + WORDS[*word].len());
        at = span.end as usize + 1;
        // Heads stand nearer to the sentence's start, so that the tree has no cycle.
        let head =
            start + (head % len).min(i - start).saturating_sub(usize::from(i > start && head % len >= i - start));
        let label = Label::new;
        analysis.push(&text, span, WORDS[*word], label(tag), label(pos), label(DEPS[*dep]), TokenId::from(head));
    }
    let starts = (0..tokens.len()).step_by(sentence);
    analysis.finish(starts.map(|s| TokenRange::new(s, (s + sentence).min(tokens.len()))), []);
    (Document::new("any", text), analysis)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_tree_is_annotated(
        tokens in prop::collection::vec((0..WORDS.len(), 0..TAGS.len(), 0..DEPS.len(), 0usize..1000), 1..60),
        sentence in 1usize..40,
    ) {
        let sources = Sources::load(&DataDir::builtin()).unwrap();
        let (doc, analysis) = document(&tokens, sentence);
        let layer = sources.annotate(Parsed { doc: &doc, analysis: &analysis }, &[], &ActorLayer::default());
        let whole = Span::new(0, doc.text.len());
        for statement in layer.statements.iter().chain(&layer.inner) {
            prop_assert!(!statement.content.is_empty());
            for span in statement.content.iter().chain(&statement.source).chain(&statement.cue) {
                prop_assert!(whole.contains(*span) && !span.of(&doc.text).is_empty());
            }
        }
        for token in analysis.tokens() {
            attribution_of(&layer, token.span);
            factuality_of(&layer, token.span);
        }
        prop_assert!(layer.positions.iter().all(|p| whole.contains(p.content)));
    }
}

/// Each "said that" of a sentence of 6,000 words opens a content that holds all later ones.
#[test]
fn a_long_sentence_takes_no_time() {
    let said = [(21, 4, 0, 0), (0, 0, 1, 0), (4, 7, 7, 0)];
    let tokens: Vec<_> = (0..6000).map(|i| said[i % 3]).map(|(w, t, d, _)| (w, t, d, 0)).collect();
    let mut heads = tokens;
    for (i, token) in heads.iter_mut().enumerate() {
        token.3 = i.saturating_sub(if i % 3 == 1 { 3 } else { 1 });
    }
    let (doc, analysis) = document(&heads, 6000);
    let sources = Sources::load(&DataDir::builtin()).unwrap();
    let start = std::time::Instant::now();
    sources.annotate(Parsed { doc: &doc, analysis: &analysis }, &[], &ActorLayer::default());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
