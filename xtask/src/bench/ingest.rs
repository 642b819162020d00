//! Ingests reports into fresh stores, and the same many times over with other names and dates: speed, memory, size.

use super::cost::Cost;
use jiff::ToSpan;
use serde_json::json;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};
use whowhom_corpus::read::{self, Parse, Records, Settings};
use whowhom_text::Document;

/// Names that take each other's places in the copies, so that no two are the same report.
const NAMES: [&str; 12] =
    ["China", "Japan", "Israel", "Russia", "Iraq", "France", "India", "Pakistan", "Iran", "Turkey", "Egypt", "Germany"];

/// Days between a copy and the next: two years, for a hundred copies must lie between 1600 and 2199, where reports have their days.
const APART: i64 = 731;

/// The reports at `path`.
///
/// # Errors
/// When nothing can be read there.
pub fn reports(path: &Path) -> Result<Vec<Document>, Box<dyn Error>> {
    let settings = Settings::default();
    let parse = Parse::new(&settings)?;
    let records = Records::new(read::find(&[path.to_path_buf()], None)?.sources, &settings);
    Ok(records.filter_map(|raw| parse.parse(raw).ok()).map(|input| input.doc).collect())
}

/// Ingests `reports` so many times over with two jobs into a store in `dir`, and writes the costs as a row. Gives the store.
///
/// # Errors
/// When the program cannot be run.
pub fn ingest(reports: &[Document], times: usize, dir: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let input = dir.join(format!("reports-{times}.jsonl"));
    let words = multiply(reports, times, &input)?;
    let store = dir.join("ingest.db");
    super::remove(&store);
    let Cost { wall, processor, memory } = run(&input, &store)?;
    let size = fs::metadata(&store)?.len() >> 20;
    let (by_wall, by_processor) = (words as f64 / wall, words as f64 / processor);
    println!(
        "{times:>6} {words:>10} {wall:>9.1} {processor:>9.1} {by_wall:>12.0} {by_processor:>14.0} {memory:>8} {size:>8}"
    );
    fs::remove_file(&input)?;
    Ok(store)
}

/// The head of the rows that [`ingest`] writes.
pub fn head() {
    println!(
        "{:>6} {:>10} {:>9} {:>9} {:>12} {:>14} {:>8} {:>8}",
        "times", "words", "wall s", "proc. s", "words/wall s", "words/proc. s", "MB", "store MB"
    );
}

/// Writes the reports `times` times over, each time with days of their own, the earliest first and the last where they are, as an
/// archive of as many years would be; gives the number of their words.
fn multiply(reports: &[Document], times: usize, path: &Path) -> Result<usize, Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut words = 0;
    for copy in 0..times {
        for Document { id, text, date, title, publisher, .. } in reports {
            let text = renamed(text, copy);
            words += text.split_whitespace().count();
            let earlier = (times - 1 - copy) as i64 * APART;
            let date = date.and_then(|d| d.checked_sub(earlier.days()).ok()).map(|d| d.to_string());
            let record = json!({
                "id": format!("{id}-{copy}"), "text": text, "date": date, "title": title, "publisher": publisher,
            });
            serde_json::to_writer(&mut out, &record)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(words)
}

/// The text with each name replaced by the one `by` places on.
fn renamed(text: &str, by: usize) -> String {
    if by.is_multiple_of(NAMES.len()) {
        return text.into();
    }
    let words = text.split_inclusive(|c: char| !c.is_alphanumeric());
    let rename = |piece: &str| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let place = NAMES.iter().position(|name| *name == word);
        place.map_or(piece.into(), |at| format!("{}{}", NAMES[(at + by) % NAMES.len()], &piece[word.len()..]))
    };
    words.map(rename).collect()
}

/// Runs the program and watches it.
fn run(input: &Path, store: &Path) -> Result<Cost, Box<dyn Error>> {
    let start = Instant::now();
    let args = ["ingest", "--quiet", "--jobs", "2", "--db"];
    let mut child = Command::new("target/release/whowhom").args(args).arg(store).arg(input).spawn()?;
    let mut cost = Cost::default();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // When it has just ended, its last costs stand.
        cost = Cost::of(&child.id().to_string()).unwrap_or(cost);
        sleep(Duration::from_millis(10));
    };
    // 1 tells of bad records.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err("the reports cannot be ingested".into());
    }
    Ok(Cost { wall: start.elapsed().as_secs_f64(), ..cost })
}
