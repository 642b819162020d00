//! `cargo xtask bench`: how fast reports are ingested, whether time and memory stay in proportion, and how fast questions are answered.

mod ask;
mod cost;
mod fill;
mod ingest;
mod invented;
mod rooms;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

/// So many events are invented.
const INVENTED: usize = 1_000_000;

/// Measures everything on the reports at `reports`: end to end so many times over as `times` say (1 and 10 when they say nothing), the
/// store alone 1, 10 and 100 times over, and questions to the largest of these stores and to one of a million invented events.
///
/// # Errors
/// When the program cannot be built or run, the store fails, or an answer took too long.
pub fn run(reports: &Path, times: &[&str]) -> Result<(), Box<dyn Error>> {
    let built = Command::new("cargo").args(["build", "--release", "--quiet", "--package", "whowhom"]).status()?;
    if !built.success() {
        return Err("the program cannot be built".into());
    }
    let dir = Path::new("target/bench");
    fs::create_dir_all(dir)?;
    let times: Vec<usize> = match times {
        [] => vec![1, 10],
        times => times.iter().map(|times| times.parse()).collect::<Result<_, _>>()?,
    };
    let documents = ingest::reports(reports)?;
    println!("ingest of {} reports with two jobs, end to end", documents.len());
    ingest::head();
    let mut kept = None;
    for times in times {
        let store = ingest::ingest(&documents, times, dir)?;
        if kept.is_none() {
            kept = Some(fill::kept(&store)?);
        }
    }
    drop(documents);
    let kept = kept.unwrap_or_default();
    println!("\nthe store alone, from coded reports");
    fill::head();
    let store = dir.join("copies.db");
    for times in [1, 10, 100] {
        fill::fill(&kept, times, &store)?;
    }
    drop(kept);
    let in_time = ask::ask(&store)?;
    remove(&store);
    if in_time & questions(dir)? { Ok(()) } else { Err("some answers took too long".into()) }
}

/// Measures what each room costs of reading the reports at `path`.
///
/// # Errors
/// When the reports, the model or data cannot be read.
pub fn rooms(path: &Path) -> Result<(), Box<dyn Error>> {
    rooms::rooms(&ingest::reports(path)?)
}

/// Asks a store of invented events. Whether every question was answered in time.
///
/// # Errors
/// When the store fails.
pub fn questions(dir: &Path) -> Result<bool, Box<dyn Error>> {
    fs::create_dir_all(dir)?;
    let path = dir.join("invented.db");
    if !path.exists() {
        // A store that was broken off would be taken for a whole one the next time.
        let filling = dir.join("filling.db");
        remove(&filling);
        invented::fill(INVENTED, &filling)?;
        fs::rename(&filling, &path)?;
    }
    ask::ask(&path)
}

/// Removes a store with its log.
fn remove(store: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", store.display()));
    }
}
