//! Prints the places of annotated documents, one a line, to be read by a person:
//! `cargo run -p whowhom-place --example places -- FILE.jsonl [EVERY]` (each EVERYth mention, all without).

use std::io::BufRead;
use whowhom_place::Places;
use whowhom_text::data::DataDir;
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{CodePoints, Parsed};

/// Characters of context on either side.
const AROUND: usize = 60;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: places FILE.jsonl [EVERY]")?;
    let every: usize = arguments.next().map_or(Ok(1), |n| n.parse())?;
    let places = Places::load(&DataDir::builtin())?;
    let mut number = 0;
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?;
        let points = CodePoints::new(&doc.text);
        for place in places.annotate(Parsed { doc: &doc, analysis: &analysis }) {
            number += 1;
            if number % every == 0 {
                let (start, end) = points.of_span(place.span);
                let code = place.country.map_or_else(|| "-".into(), |c| c.to_string());
                let name = if place.dateline { format!("{} (dateline)", place.name) } else { place.name.to_string() };
                println!(
                    "{}\t{start}-{end}\t{code}\t{}\t{name}\t{}\t{}",
                    doc.id,
                    place.feature,
                    place.geonameid.unwrap_or(0),
                    context(&doc.text, place.span)
                );
            }
        }
    }
    Ok(())
}

fn context(text: &str, span: whowhom_text::Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let before: String = text[..start].chars().rev().take(AROUND).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[end..].chars().take(AROUND).collect();
    format!("{before}[[{}]]{after}", &text[start..end]).replace(['\n', '\t'], " ")
}
