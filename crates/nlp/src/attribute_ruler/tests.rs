use super::*;
use crate::vocab::Norms;
use crate::{Config, Tokenized, Tokenizer, TokenizerMemory};
use std::sync::Arc;

/// The attributes that the default model's ruler gives the words of `text`, which come with tag and relation.
fn rule(text: &str, tags: &[(&str, &str)]) -> Vec<TokenAttrs> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en_core_web_sm.pack");
    let source = ModelSource::open(path).unwrap();
    let config = Config::parse(&source.read_text("config.cfg").unwrap()).unwrap();
    let section = config.section("components.attribute_ruler").unwrap();
    let ruler = AttributeRuler::load(&source, "attribute_ruler", &section).unwrap();
    let mut vocab = Vocab::new(Arc::new(Norms::load(&source).unwrap()));
    let mut tokens = Tokenized::default();
    let tokenizer = Tokenizer::load(&source, &config).unwrap();
    tokenizer.tokenize(&mut vocab, &mut TokenizerMemory::default(), text, &mut tokens);
    assert_eq!(tokens.len(), tags.len());
    let attrs =
        |&(tag, dep): &(&str, &str)| TokenAttrs { tag: Label::new(tag), dep: Label::new(dep), ..Default::default() };
    let mut attrs: Vec<TokenAttrs> = tags.iter().map(attrs).collect();
    ruler.apply(&vocab, &tokens.lexemes, &mut attrs, &mut RulerMemory::default());
    attrs
}

#[test]
fn tags_become_parts_of_speech() {
    let attrs = rule("Dogs barked", &[("NNS", "nsubj"), ("VBD", "ROOT")]);
    assert_eq!(attrs[0].pos, "NOUN");
    assert_eq!(attrs[0].morph, "Number=Plur");
    assert_eq!(attrs[1].pos, "VERB");
    assert_eq!(attrs[1].lemma, Label::NONE);
}

#[test]
fn later_rules_win() {
    let attrs = rule("We're not going", &[("PRP", "nsubj"), ("VBP", "aux"), ("RB", "neg"), ("VBG", "ROOT")]);
    assert_eq!((attrs[0].lemma, attrs[0].pos), (Label::new("we"), Label::new("PRON")));
    assert_eq!((attrs[1].lemma, attrs[1].pos), (Label::new("be"), Label::new("AUX")));
    assert_eq!((attrs[2].lemma, attrs[2].pos), (Label::new("not"), Label::new("PART")));
}

#[test]
fn a_pattern_may_set_its_second_token() {
    let attrs = rule("There is one", &[("EX", "expl"), ("VBZ", "ROOT"), ("CD", "attr")]);
    assert_eq!((attrs[1].pos, attrs[1].lemma), (Label::new("VERB"), Label::new("be")));
    let attrs = rule("gonna", &[("VBG", "ROOT"), ("TO", "aux")]);
    assert_eq!((attrs[0].lemma, attrs[1].lemma), (Label::new("go"), Label::new("to")));
}

#[test]
fn white_space_is_space() {
    let attrs = rule("a\n\nb", &[("DT", "det"), ("NN", "punct"), ("NN", "ROOT")]);
    assert_eq!((attrs[1].tag, attrs[1].pos, attrs[1].dep), (Label::new("_SP"), Label::new("SPACE"), Label::new("dep")));
}

/// A file with one rule whose pattern and attributes are each one entry, `key` with `value`.
fn file(pattern: (&str, &[u8]), attr: &str) -> Vec<u8> {
    let text = |text: &str| [&[0xa0 | text.len() as u8], text.as_bytes()].concat();
    let mut bytes = b"\x91\x83\xa8patterns\x91\x91\x81".to_vec();
    bytes.extend([text(pattern.0), pattern.1.to_vec()].concat());
    bytes.extend([b"\xa5attrs\x81".to_vec(), text(attr), b"\xa1X\xa5index\x00".to_vec()].concat());
    bytes
}

#[test]
fn what_is_not_done_is_refused_by_name() {
    assert!(read::read("patterns", &file(("TAG", b"\xa2NN"), "POS")).is_ok());
    let refused = |pattern, attr| read::read("patterns", &file(pattern, attr)).unwrap_err().to_string();
    assert_eq!(refused(("OP", b"\xa1*"), "POS"), "patterns: `OP` in a pattern is not supported");
    assert_eq!(refused(("TAG", b"\xa2NN"), "NORM"), "patterns: setting the attribute `NORM` is not supported");
    let fuzzy = b"\x81\xa5FUZZY\xa1x";
    assert_eq!(refused(("LOWER", fuzzy), "POS"), "patterns: the predicate `FUZZY` of `LOWER` is not supported");
}
