//! Prints what a pipeline says of a sentence, a word a line, and the names in it.
//!
//! `cargo run --release -p whowhom-nlp --example sentence -- models/en_core_web_sm.pack "They met in Geneva."`

use whowhom_nlp::Pipeline;
use whowhom_text::{Analysis, Document, Parsed};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(model), Some(text)) = (args.next(), args.next()) else { return Err("wanted: MODEL TEXT".into()) };
    let pipeline = Pipeline::load(model)?;
    let doc = Document { text, ..Document::default() };
    let mut analysis = Analysis::default();
    pipeline.worker().analyze(&doc.text, &mut analysis);
    let parsed = Parsed { doc: &doc, analysis: &analysis };
    println!("{:16} {:16} {:6} {:6} {:10} head", "word", "lemma", "tag", "pos", "relation");
    for token in parsed.all() {
        let head = token.head().map_or("-", |head| head.text());
        println!(
            "{:16} {:16} {:6} {:6} {:10} {head}",
            token.text().escape_debug().to_string(),
            token.lemma().escape_debug().to_string(),
            token.tag(),
            token.pos(),
            token.dep()
        );
    }
    for entity in analysis.entities() {
        println!("{}: {}", entity.label, analysis.span(entity.tokens).of(&doc.text));
    }
    Ok(())
}
