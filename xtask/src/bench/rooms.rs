//! What each room costs of the reading of reports, in processor time.

use super::cost::Cost;
use std::error::Error;
use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_nlp::Pipeline;
use whowhom_place::Places;
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, Layers, PlaceMention, SourceLayer, TimeMention};
use whowhom_text::{Analysis, Document, Parsed};
use whowhom_time::Times;

/// Passes that each room makes over the reports: processor time is counted in hundredths of a second.
const PASSES: usize = 3;

/// What the rooms before the coder find in a report.
#[derive(Default)]
struct Found {
    times: Vec<TimeMention>,
    places: Vec<PlaceMention>,
    actors: ActorLayer,
    sources: SourceLayer,
}

/// Takes all reports through one room after the other on one thread, and prints what each cost.
///
/// # Errors
/// When the model or data cannot be read, or costs cannot be measured.
pub fn rooms(reports: &[Document]) -> Result<(), Box<dyn Error>> {
    let data = DataDir::builtin();
    let language = Pipeline::load("models/en_core_web_sm.pack")?;
    let (times, places, actors) = (Times::load(&data)?, Places::load(&data)?, Actors::load(&data)?);
    let (sources, coder) = (Sources::load(&data)?, Coder::load(&data)?);
    let mut table = Table::default();

    let mut worker = language.worker();
    let mut analyses: Vec<Analysis> = Vec::new();
    analyses.resize_with(reports.len(), Analysis::default);
    table.add("language", || reports.iter().zip(&mut analyses).for_each(|(r, a)| worker.analyze(&r.text, a)))?;
    let parsed: Vec<Parsed<'_>> =
        reports.iter().zip(&analyses).map(|(doc, analysis)| Parsed { doc, analysis }).collect();
    let mut found: Vec<Found> = Vec::new();
    found.resize_with(reports.len(), Found::default);
    let mut each = |name, room: &dyn Fn(Parsed<'_>, &mut Found)| {
        table.add(name, || parsed.iter().zip(&mut found).for_each(|(p, f)| room(*p, f)))
    };
    each("time", &|p, f| f.times = times.annotate(p))?;
    each("place", &|p, f| f.places = places.annotate(p))?;
    each("actor", &|p, f| f.actors = actors.annotate(p))?;
    each("source", &|p, f| f.sources = sources.annotate(p, &f.times, &f.actors))?;
    each("event", &|p, f| {
        let Found { times, places, actors, sources } = &*f;
        coder.code(p, Layers { times, places, actors, sources });
    })?;
    let words: usize = reports.iter().map(|r| r.text.split_whitespace().count()).sum();
    table.print(words);
    Ok(())
}

/// The rooms with their seconds.
#[derive(Default)]
struct Table {
    rows: Vec<(&'static str, f64)>,
}

impl Table {
    fn add(&mut self, name: &'static str, mut run: impl FnMut()) -> Result<(), Box<dyn Error>> {
        let before = Cost::so_far()?.processor;
        (0..PASSES).for_each(|_| run());
        self.rows.push((name, (Cost::so_far()?.processor - before) / PASSES as f64));
        Ok(())
    }

    fn print(&self, words: usize) {
        let total: f64 = self.rows.iter().map(|(_, seconds)| seconds).sum();
        println!("{words} words, {PASSES} passes, one thread");
        println!("{:<10}{:>10}{:>10}{:>14}", "room", "seconds", "share", "words/second");
        for (name, seconds) in &self.rows {
            println!("{name:<10}{seconds:>10.2}{:>9.1}%{:>14.0}", 100.0 * seconds / total, words as f64 / seconds);
        }
        println!("{:<10}{total:>10.2}{:>9.1}%{:>14.0}", "all", 100.0, words as f64 / total);
    }
}
