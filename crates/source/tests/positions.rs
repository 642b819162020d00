//! The positions of the passages in `fixtures/positions.txt`.

mod common;

use common::{Passage, alike};
use whowhom_source::Sources;
use whowhom_text::Parsed;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, Position};

fn fields(passage: &Passage, position: &Position) -> [String; 5] {
    let text = &passage.doc.text;
    let words = |tokens| passage.analysis.span(tokens).of(text).to_string();
    [
        words(position.holder.tokens),
        position.stance.as_str().into(),
        position.content.of(text).into(),
        position.toward.first().map(|t| words(t.tokens)).unwrap_or_default(),
        position.condition.map(|c| c.of(text).to_string()).unwrap_or_default(),
    ]
}

fn fits(expected: &[String], found: &[String; 5]) -> bool {
    expected[1] == found[1] && [0, 2, 3, 4].iter().all(|i| alike(&expected[*i], &found[*i]) >= 0.5)
}

#[test]
fn passages_tell_their_positions() {
    let sources = Sources::load(&DataDir::builtin()).unwrap();
    let passages = common::read(include_str!("fixtures/positions.txt"), include_str!("fixtures/positions.conll"));
    assert!(passages.len() >= 80);
    let mut wrong = Vec::new();
    for passage in &passages {
        let layer =
            sources.annotate(Parsed { doc: &passage.doc, analysis: &passage.analysis }, &[], &ActorLayer::default());
        let found: Vec<_> = layer.positions.iter().map(|p| fields(passage, p)).collect();
        let all = passage.expected.iter().all(|e| found.iter().any(|f| fits(e, f)));
        if !all || found.len() != passage.expected.len() {
            wrong.push(format!("{}\n  want {:?}\n  have {found:?}", passage.doc.text, passage.expected));
        }
    }
    assert!(wrong.is_empty(), "{} of {} passages:\n{}", wrong.len(), passages.len(), wrong.join("\n"));
}
