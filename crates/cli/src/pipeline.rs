//! The rooms, loaded once, and a document's way through them.

use crate::args::RunArgs;
use crate::error::RunError;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, Event, Layers, PlaceMention, SourceLayer, TimeMention};
use whowhom_text::{Analysis, Document, Parsed};

/// All rooms, with their data.
pub struct Rooms {}

/// Takes documents through the rooms, one after the other; each thread has its own.
pub struct Worker<'a> {
    rooms: &'a Rooms,
    analysis: Analysis,
}

/// A document's layers.
#[derive(Default)]
pub struct Annotations {
    /// When.
    pub times: Vec<TimeMention>,
    /// Where.
    pub places: Vec<PlaceMention>,
    /// Who.
    pub actors: ActorLayer,
    /// On whose word.
    pub sources: SourceLayer,
    /// Did what to whom.
    pub events: Vec<Event>,
}

impl Annotations {
    /// The layers that events are coded from.
    pub fn layers(&self) -> Layers<'_> {
        Layers { times: &self.times, places: &self.places, actors: &self.actors, sources: &self.sources }
    }
}

impl Rooms {
    /// Loads every room.
    ///
    /// # Errors
    /// When a data file or the model cannot be read.
    pub fn load(args: &RunArgs) -> Result<Self, RunError> {
        let _data = match &args.data {
            Some(dir) if !dir.is_dir() => return Err(RunError::NoDataDir(dir.clone())),
            Some(dir) => DataDir::over(dir),
            None => DataDir::builtin(),
        };
        Ok(Self {})
    }

    /// A worker, for one thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker { rooms: self, analysis: Analysis::default() }
    }
}

impl Worker<'_> {
    /// Takes a document through the rooms. With `given`, the language layer is taken from there.
    pub fn run<'w>(&'w mut self, doc: &'w Document, given: Option<Analysis>) -> (Parsed<'w>, Annotations) {
        match given {
            Some(analysis) => self.analysis = analysis,
            None => self.analysis.clear(),
        }
        let parsed = Parsed { doc, analysis: &self.analysis };
        let _ = self.rooms;
        (parsed, Annotations::default())
    }
}
