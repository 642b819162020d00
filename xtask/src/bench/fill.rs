//! Puts coded reports into fresh stores many times over with other dates and actors: the part of the store alone.

use super::cost::Cost;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use whowhom_store::{Cell, Coded, Made, Store, Writer};
use whowhom_text::record::{EntityRecord, EventRecord};

/// Documents of a transaction, as `whowhom ingest` has it.
const BATCH: usize = 64;

/// Everything that a store holds.
///
/// # Errors
/// When the store fails.
pub fn kept(path: &Path) -> Result<Vec<Coded>, Box<dyn Error>> {
    let store = Store::open(path)?;
    let mut ids = Vec::new();
    let each = |cells: Vec<Cell>| {
        ids.extend(cells.into_iter().filter_map(|cell| if let Cell::Text(id) = cell { Some(id) } else { None }));
        std::ops::ControlFlow::Continue(())
    };
    store.sql("SELECT id FROM documents ORDER BY doc", |_| (), each)?;
    let mut kept = Vec::new();
    for id in ids {
        kept.extend(store.document(&id)?.map(|(coded, _)| coded));
    }
    Ok(kept)
}

/// The head of the rows that [`fill`] writes.
pub fn head() {
    println!(
        "{:>6} {:>10} {:>9} {:>9} {:>14} {:>14} {:>8} {:>8}",
        "times", "events", "wall s", "proc. s", "events/wall s", "events/proc. s", "MB", "store MB"
    );
}

/// Puts `reports` so many times into a fresh store at `path`, and writes the costs as a row.
///
/// # Errors
/// When the store fails.
pub fn fill(reports: &[Coded], times: usize, path: &Path) -> Result<(), Box<dyn Error>> {
    super::remove(path);
    let codes: BTreeSet<&str> = reports.iter().flat_map(|coded| &coded.events).flat_map(codes).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    Cost::forget_peak();
    let (before, start) = (Cost::so_far()?, Instant::now());
    let mut writer =
        Writer::create(path, &Made { program: "bench".into(), data: "bench".into(), model: "bench".into() })?;
    let mut events = 0;
    for copy in 0..times {
        for batch in reports.chunks(BATCH) {
            let batch: Vec<Coded> = batch.iter().map(|coded| changed(coded, copy, &codes)).collect();
            events += batch.iter().map(|coded| coded.events.len()).sum::<usize>();
            writer.put(&batch, false)?;
        }
    }
    writer.finish()?;
    let (wall, after) = (start.elapsed().as_secs_f64(), Cost::so_far()?);
    let (processor, size) = (after.processor - before.processor, std::fs::metadata(path)?.len() >> 20);
    let (by_wall, by_processor) = (events as f64 / wall, events as f64 / processor);
    let memory = after.memory;
    println!(
        "{times:>6} {events:>10} {wall:>9.1} {processor:>9.1} {by_wall:>14.0} {by_processor:>14.0} {memory:>8} {size:>8}"
    );
    Ok(())
}

fn codes(event: &EventRecord) -> impl Iterator<Item = &str> {
    event.actor.iter().chain(&event.recipient).filter_map(|party| party.entity.code.as_deref())
}

/// The report as its copy of this number: another name, dates a month later each time, other actors.
fn changed(coded: &Coded, copy: usize, codes: &[&str]) -> Coded {
    let mut coded = coded.clone();
    let id = format!("{}-{copy}", coded.report.document.id);
    let later = |date: &mut Option<Date>| {
        *date = date.and_then(|date| date.checked_add((copy as i64 * 31).days()).ok());
    };
    let other = |entity: &mut EntityRecord| {
        let place = entity.code.as_deref().and_then(|code| codes.iter().position(|known| *known == code));
        if let Some(place) = place {
            entity.code = Some(codes[(place + copy) % codes.len()].into());
        }
    };
    later(&mut coded.report.document.date);
    for (number, event) in coded.events.iter_mut().enumerate() {
        event.id = format!("{id}:{number}");
        event.doc_id = id.clone();
        let link = event.link.rsplit('#').next().unwrap_or_default().to_string();
        event.link = format!("{id}#{link}");
        later(&mut event.date);
        later(&mut event.enddate);
        event.actor.iter_mut().chain(&mut event.recipient).for_each(|party| other(&mut party.entity));
    }
    coded.report.document.id = id;
    coded
}
