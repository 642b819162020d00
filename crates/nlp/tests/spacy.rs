//! Whole texts through the default pipeline, against what spaCy says of them.

use std::fmt::Write;
use std::path::Path;
use whowhom_nlp::Pipeline;
use whowhom_text::Analysis;

const GOLDEN: &str = include_str!("spacy/en_core_web_sm.txt");

fn pipeline() -> Pipeline {
    Pipeline::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en_core_web_sm.pack")).unwrap()
}

/// The texts of the golden file, each with the lines that belong to it.
fn texts() -> impl Iterator<Item = (String, &'static str)> {
    GOLDEN.split("\n\n").skip(1).map(|block| {
        let (text, lines) = block.strip_prefix("> ").and_then(|block| block.split_once('\n')).unwrap();
        (text.replace("\\n", "\n").replace("\\t", "\t"), lines.trim_end_matches('\n'))
    })
}

/// An analysis in the form of the golden file.
fn lines(text: &str, analysis: &Analysis) -> String {
    let word = |word: &str| word.replace('\n', "\\n").replace('\t', "\\t").replace(' ', "\\s");
    let mut lines = String::new();
    for id in analysis.all().ids() {
        let token = analysis[id];
        let (form, lemma) = (word(token.span.of(text)), word(analysis.lemma(id)));
        writeln!(lines, "{form}\t{}\t{}\t{lemma}\t{}\t{}", token.tag, token.pos, token.head.0, token.dep).unwrap();
    }
    let starts = analysis.sentences().iter().map(|sentence| format!("\t{}", sentence.start.0)).collect::<String>();
    let entity = |e: &whowhom_text::NamedEntity| format!("\t{}-{}-{}", e.tokens.start.0, e.tokens.end.0, e.label);
    let entities = analysis.entities().iter().map(entity).collect::<String>();
    write!(lines, "s{starts}\ne{entities}").unwrap();
    lines
}

#[test]
fn texts_are_annotated_as_by_spacy() {
    let pipeline = pipeline();
    let mut worker = pipeline.worker();
    let mut analysis = Analysis::default();
    assert!(texts().count() >= 5);
    for (text, want) in texts() {
        worker.analyze(&text, &mut analysis);
        let got = lines(&text, &analysis);
        for (got, want) in got.lines().zip(want.lines()) {
            assert_eq!(got, want, "in {text:?}");
        }
        assert_eq!(got, want);
    }
}

#[test]
fn what_came_before_changes_nothing() {
    let pipeline = pipeline();
    let mut used = pipeline.worker();
    let (mut first, mut second) = (Analysis::default(), Analysis::default());
    for (text, _) in texts() {
        used.analyze(&text, &mut first);
    }
    for (text, _) in texts() {
        used.analyze(&text, &mut first);
        pipeline.worker().analyze(&text, &mut second);
        assert_eq!(lines(&text, &first), lines(&text, &second));
    }
}

#[test]
fn odd_texts_are_annotated_too() {
    let pipeline = pipeline();
    let mut worker = pipeline.worker();
    let mut analysis = Analysis::default();
    let long = "He said that she said that ".repeat(400);
    for text in ["", " ", "\n\n\t", "\0\u{1}\u{feff}", "👩‍👩‍👧 🇳🇴", "((((((((((", "“", "a\u{a0}b", long.as_str()]
    {
        worker.analyze(text, &mut analysis);
        let mut end = 0;
        for token in analysis.tokens() {
            assert!(token.span.start >= end && !token.span.is_empty());
            end = token.span.end;
        }
        let tiled: usize = analysis.sentences().iter().map(|sentence| sentence.len()).sum();
        assert_eq!(tiled, analysis.len());
    }
}
