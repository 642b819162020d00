//! What must hold for any document, however badly parsed, and for a user's own data.

use proptest::prelude::*;
use whowhom_actor::Actors;
use whowhom_text::data::DataDir;
use whowhom_text::layer::ActorLayer;
use whowhom_text::{Analysis, Document, Label, NamedEntity, Parsed, Span, TokenId, TokenRange};

/// Words of a sentence.
const SENTENCE: usize = 12;

/// A document of these words, each with its tag, part of speech, relation and head.
fn document(words: &[(&str, &str, &str, &str, usize)], entities: &[(usize, usize, &str)]) -> (Document, Analysis) {
    let text = words.iter().map(|w| w.0).collect::<Vec<_>>().join(" ");
    let mut analysis = Analysis::default();
    let mut at = 0;
    for (word, tag, pos, dep, head) in words {
        let span = Span::new(at, at + word.len());
        at += word.len() + 1;
        let label = Label::new;
        analysis.push(&text, span, &word.to_lowercase(), label(tag), label(pos), label(dep), TokenId::from(*head));
    }
    let ends = |start: usize| (start + SENTENCE).min(words.len());
    let sentences = (0..words.len()).step_by(SENTENCE).map(|start| TokenRange::new(start, ends(start)));
    let entities = entities
        .iter()
        .map(|(start, end, label)| NamedEntity { tokens: TokenRange::new(*start, *end), label: Label::new(label) });
    analysis.finish(sentences.collect::<Vec<_>>(), entities.collect::<Vec<_>>());
    (Document::new("x", text), analysis)
}

fn check(layer: &ActorLayer, analysis: &Analysis) {
    let all = analysis.all();
    for mention in &layer.mentions {
        assert!(all.covers(mention.tokens) && mention.tokens.contains(mention.head), "{mention:?}");
        assert!((mention.chain.0 as usize) < layer.chains.len());
        assert!(mention.members.iter().all(|m| (m.0 as usize) < layer.chains.len()));
    }
    let listed: usize = layer.chains.iter().map(|c| c.mentions.len()).sum();
    assert_eq!(listed, layer.mentions.len(), "every mention is in one chain");
}

const WORDS: [&str; 36] = [
    "Israel",
    "the",
    "president",
    "of",
    "U.S.",
    "-",
    "led",
    "troops",
    "Kim",
    "Jong",
    "Il",
    "he",
    "they",
    "two",
    "Koreas",
    "his",
    "government",
    "\"",
    "said",
    "we",
    ",",
    "'s",
    "State",
    "Department",
    "spokesman",
    "in",
    "Beijing",
    "countries",
    "ethnic",
    "Albanians",
    "(",
    "PLC",
    ")",
    "and",
    "police",
    "who",
];
const TAGS: [(&str, &str); 9] = [
    ("NNP", "PROPN"),
    ("NN", "NOUN"),
    ("NNS", "NOUN"),
    ("JJ", "ADJ"),
    ("PRP", "PRON"),
    ("PRP$", "PRON"),
    ("IN", "ADP"),
    ("VBD", "VERB"),
    ("CD", "NUM"),
];
const DEPS: [&str; 14] = [
    "nsubj", "dobj", "pobj", "prep", "compound", "amod", "poss", "conj", "appos", "relcl", "det", "nummod", "acl",
    "ROOT",
];

proptest! {
    #[test]
    fn no_parse_is_too_bad(
        tokens in prop::collection::vec((0..WORDS.len(), 0..TAGS.len(), 0..DEPS.len(), 0usize..60, any::<u8>()), 1..60),
        entities in prop::collection::vec((0usize..60, 1usize..4, 0usize..3), 0..6),
        to_the_left in any::<bool>(),
    ) {
        let n = tokens.len();
        let heads = if to_the_left { left_heads(&tokens) } else { any_heads(&tokens) };
        let words: Vec<_> = tokens
            .iter()
            .zip(heads)
            .map(|(&(w, t, d, ..), head)| (WORDS[w], TAGS[t].0, TAGS[t].1, DEPS[d], head))
            .collect();
        let entities: Vec<_> = entities
            .iter()
            .map(|&(start, length, label)| (start % n, (start % n + length).min(n), ["PERSON", "ORG", "GPE"][label]))
            .collect();
        let (doc, analysis) = document(&words, &entities);
        let actors = actors();
        let layer = actors.annotate(Parsed { doc: &doc, analysis: &analysis });
        check(&layer, &analysis);
        prop_assert_eq!(&layer, &actors.annotate(Parsed { doc: &doc, analysis: &analysis }));
    }
}

/// A token of a random parse: word, tag, relation, and two numbers that choose its head.
type Drawn = (usize, usize, usize, usize, u8);

/// Heads before their tokens, across sentences too.
fn left_heads(tokens: &[Drawn]) -> Vec<usize> {
    let head = |(i, &(.., head, _)): (usize, &Drawn)| match i % 3 {
        0 => (head % tokens.len()).min(i),
        _ => i.saturating_sub(1 + head % 3),
    };
    tokens.iter().enumerate().map(head).collect()
}

/// Heads on either side: in each sentence, tokens take their heads from among those whose turn came before theirs.
fn any_heads(tokens: &[Drawn]) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..tokens.len()).collect();
    for start in (0..tokens.len()).step_by(SENTENCE) {
        let mut turns: Vec<usize> = (start..(start + SENTENCE).min(tokens.len())).collect();
        turns.sort_by_key(|i| (tokens[*i].4, *i));
        for turn in 1..turns.len() {
            heads[turns[turn]] = turns[tokens[turns[turn]].3 % turn];
        }
    }
    heads
}

fn actors() -> &'static Actors {
    static ACTORS: std::sync::OnceLock<Actors> = std::sync::OnceLock::new();
    ACTORS.get_or_init(|| Actors::load(&DataDir::builtin()).unwrap())
}

#[test]
fn a_long_coordination_is_read_without_recursion() {
    // Each name hangs on the one before, as a list of a hundred thousand names would.
    let words: Vec<_> = (0..20_000)
        .map(|i: usize| ("Peru", "NNP", "PROPN", "conj", i.saturating_sub(usize::from(!i.is_multiple_of(12)))))
        .collect();
    let (doc, analysis) = document(&words, &[]);
    let layer = actors().annotate(Parsed { doc: &doc, analysis: &analysis });
    assert_eq!(layer.mentions.len(), words.len());
}

#[test]
fn an_article_behind_its_number_is_no_part_of_it() {
    let words = [("two", "CD", "NUM", "nsubj", 2), ("the", "DT", "DET", "det", 0), ("met", "VBD", "VERB", "ROOT", 2)];
    let (doc, analysis) = document(&words, &[]);
    check(&actors().annotate(Parsed { doc: &doc, analysis: &analysis }), &analysis);
}

#[test]
fn a_users_actors_and_roles_come_before_ours() {
    let dir = std::env::temp_dir().join(format!("whowhom-actor-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("actor")).unwrap();
    std::fs::write(
        dir.join("actor/actors.tsv"),
        "Blue Heron Front; BHF\tPER\tREB\nIda Quill\tf\tPER PTY leader 2001..2009\n",
    )
    .unwrap();
    std::fs::write(dir.join("actor/roles.tsv"), "AGR\tperson\t-\tllama keeper\n").unwrap();
    let actors = Actors::load(&DataDir::over(&dir)).unwrap();
    let words = [
        ("BHF", "NNP", "PROPN", "nsubj", 1),
        ("met", "VBD", "VERB", "ROOT", 1),
        ("Ida", "NNP", "PROPN", "compound", 3),
        ("Quill", "NNP", "PROPN", "dobj", 1),
        ("and", "CC", "CCONJ", "cc", 3),
        ("Chilean", "JJ", "ADJ", "amod", 7),
        ("llama", "NN", "NOUN", "compound", 7),
        ("keepers", "NNS", "NOUN", "conj", 3),
    ];
    let (doc, analysis) = document(&words, &[]);
    let layer = actors.annotate(Parsed { doc: &doc, analysis: &analysis });
    let at = |i: usize| layer.mention_at(TokenId::from(i)).unwrap().entity.clone();
    assert_eq!(at(0).identifier.as_deref(), Some("Blue Heron Front"));
    assert_eq!((at(3).code.unwrap().as_str(), at(3).sectors[0].as_str()), ("PER", "PTY"));
    assert_eq!((at(7).code.unwrap().as_str(), at(7).sectors[0].as_str()), ("CHL", "AGR"));

    std::fs::write(dir.join("actor/actors.tsv"), "# head\nBlue Heron Front\tPeru\tREB\n").unwrap();
    let error = Actors::load(&DataDir::over(&dir)).unwrap_err().to_string();
    std::fs::remove_dir_all(&dir).unwrap();
    assert!(error.ends_with("actors.tsv:2: \"Peru\" is not a code of three capitals"), "{error}");
}
