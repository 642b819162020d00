//! Ingests reports into fresh stores, and the same many times over with other names and dates: speed, memory, size.

use flate2::read::MultiGzDecoder;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Names that take each other's places in the copies, so that no two are the same report.
const NAMES: [&str; 12] =
    ["China", "Japan", "Israel", "Russia", "Iraq", "France", "India", "Pakistan", "Iran", "Turkey", "Egypt", "Germany"];

/// What a run cost.
struct Cost {
    /// Seconds from start to end.
    wall: f64,
    /// Seconds of all processors together.
    processor: f64,
    /// The most memory resident, in MB.
    memory: u64,
}

/// Ingests `reports`, then as many times over as `times` say.
///
/// # Errors
/// When the program cannot be built or run.
pub fn run(reports: &Path, times: &[&str]) -> Result<(), Box<dyn Error>> {
    let built = Command::new("cargo").args(["build", "--release", "--quiet", "--package", "whowhom"]).status()?;
    if !built.success() {
        return Err("the program cannot be built".into());
    }
    let dir = PathBuf::from("target/bench");
    fs::create_dir_all(&dir)?;
    let mut lines = String::new();
    MultiGzDecoder::new(File::open(reports)?).read_to_string(&mut lines)?;
    println!(
        "{:>6} {:>10} {:>9} {:>9} {:>12} {:>14} {:>8} {:>8}",
        "times", "words", "wall s", "proc. s", "words/wall s", "words/proc. s", "MB", "store MB"
    );
    for times in ["1"].iter().chain(times) {
        let times: usize = times.parse()?;
        let input = dir.join(format!("reports-{times}.jsonl"));
        let words = multiply(&lines, times, &input)?;
        let store = dir.join("ingest.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", store.display()));
        }
        let Cost { wall, processor, memory } = ingest(&input, &store)?;
        let size = fs::metadata(&store)?.len() >> 20;
        let (by_wall, by_processor) = (words as f64 / wall, words as f64 / processor);
        println!(
            "{times:>6} {words:>10} {wall:>9.1} {processor:>9.1} {by_wall:>12.0} {by_processor:>14.0} {memory:>8} {size:>8}"
        );
        fs::remove_file(&input)?;
    }
    Ok(())
}

/// Writes the reports `times` times over; gives the number of their words.
fn multiply(lines: &str, times: usize, path: &Path) -> Result<usize, Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut words = 0;
    for copy in 0..times {
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let mut record: Value = serde_json::from_str(line)?;
            let text = renamed(record["text"].as_str().ok_or("a report without text")?, copy);
            words += text.split_whitespace().count();
            record["text"] = text.into();
            record["id"] = format!("{}-{copy}", record["id"].as_str().unwrap_or_default()).into();
            if let Some(date) = record["date"].as_str().and_then(|d| d.parse::<Date>().ok()) {
                record["date"] = date.checked_add((copy as i64 * 31).days())?.to_string().into();
            }
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

/// Runs the program and watches it through Linux's `/proc`.
fn ingest(input: &Path, store: &Path) -> Result<Cost, Box<dyn Error>> {
    let start = Instant::now();
    let mut child = Command::new("target/release/whowhom").args(["ingest", "--db"]).arg(store).arg(input).spawn()?;
    let (mut memory, mut ticks) = (0, 0);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let read = |file: &str| fs::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap_or_default();
        let peak = read("status")
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        memory = memory.max(peak.unwrap_or(0_u64) >> 10);
        // After the program's name, which ends with a bracket, user and system time are the 12th and 13th fields.
        let stat = read("stat");
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        ticks = ticks.max(fields.filter_map(|field| field.parse::<u64>().ok()).sum());
        sleep(Duration::from_millis(20));
    };
    if !status.success() {
        return Err("the reports cannot be ingested".into());
    }
    // Linux counts these in hundredths of a second on every machine.
    Ok(Cost { wall: start.elapsed().as_secs_f64(), processor: ticks as f64 / 100.0, memory })
}
