//! Furniture in records (JSON lines), for measuring.
//!
//! - `furniture FILE...` lists the lines that are taken for furniture, and counts them.
//! - `furniture --dress FILE` writes the records with lines of furniture put in, from those that the tests name.
//!
//! Run with `cargo run --release -p whowhom-corpus --example furniture -- ...`.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use whowhom_corpus::furniture::Furniture;
use whowhom_text::data::DataDir;
use whowhom_text::record::DocumentRecord;

const LINES: &str = include_str!("../tests/furniture.txt");

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1).peekable();
    match args.next_if_eq("--dress") {
        Some(_) => args.try_for_each(|path| dress(&path)),
        None => list(args),
    }
}

fn records(path: &str) -> Result<impl Iterator<Item = Result<DocumentRecord, Box<dyn Error>>>, Box<dyn Error>> {
    Ok(BufReader::new(File::open(path)?).lines().map(|line| Ok(serde_json::from_str(&line?)?)))
}

fn list(paths: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let furniture = Furniture::load(&DataDir::builtin())?;
    let (mut reports, mut with, mut lines, mut words) = (0, 0, 0, [0, 0]);
    for path in paths {
        for record in records(&path)? {
            let record = record?;
            let found = furniture.find(&record.text);
            reports += 1;
            with += usize::from(!found.is_empty());
            lines += found.len();
            words[0] += record.text.split_whitespace().count();
            for (span, kind) in found {
                let line = span.of(&record.text);
                words[1] += line.split_whitespace().count();
                println!("{}\t{kind:?}\t{line}", record.id.as_deref().unwrap_or_default());
            }
        }
    }
    eprintln!("{lines} lines in {with} of {reports} reports, {} of {} words", words[1], words[0]);
    Ok(())
}

/// A byline and a note go before the first paragraph, a line of boilerplate or a note behind the second, a note, "more" and boilerplate
/// behind the last; each report gets other lines than the one before.
fn dress(path: &str) -> Result<(), Box<dyn Error>> {
    let of =
        |kind: &str| -> Vec<&str> { LINES.lines().filter_map(|l| l.strip_prefix("+ ")?.strip_prefix(kind)).collect() };
    let [bylines, more, notes, boilerplate] = ["byline ", "more ", "note ", "boilerplate "].map(of);
    for (number, record) in records(path)?.enumerate() {
        let mut record = record?;
        let pick = |lines: &[&'static str], turn: usize| lines[(number + turn) % lines.len()];
        let within = if number % 2 == 0 { pick(&boilerplate, 0) } else { pick(&notes, 5) };
        let mut text = vec![pick(&bylines, 0), pick(&notes, 0)];
        for (i, paragraph) in record.text.split("\n\n").enumerate() {
            text.push(paragraph);
            if i == 1 {
                text.push(within);
            }
        }
        text.extend([pick(&notes, 11), pick(&more, 0), pick(&boilerplate, 7)]);
        record.text = text.join("\n\n");
        println!("{}", serde_json::to_string(&record)?);
    }
    Ok(())
}
