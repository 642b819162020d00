//! The rooms, loaded once, and a document's way through them.

use crate::args::RunArgs;
use crate::error::RunError;
use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_nlp::Pipeline;
use whowhom_place::Places;
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, Event, Layers, PlaceMention, SourceLayer, TimeMention};
use whowhom_text::{Analysis, Document, Parsed};
use whowhom_time::Times;

/// The default language model, packed by `cargo xtask pack-model`.
const MODEL: &[u8] = include_bytes!("../../../models/en_core_web_sm.pack");

/// All rooms, with their data; shared by all threads.
pub struct Rooms {
    language: Pipeline,
    times: Times,
    places: Places,
    actors: Actors,
    sources: Sources,
    /// The last room, which can also tell why it coded nothing.
    pub coder: Coder,
}

/// Takes documents through the rooms, one after the other; each thread has its own.
pub struct Worker<'a> {
    rooms: &'a Rooms,
    language: whowhom_nlp::Worker<'a>,
    analysis: Analysis,
}

/// A document's layers.
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
        let data = match &args.data {
            Some(dir) if !dir.is_dir() => return Err(RunError::NoDataDir(dir.clone())),
            Some(dir) => DataDir::over(dir),
            None => DataDir::builtin(),
        };
        let language = match &args.model {
            Some(path) => {
                Pipeline::load(path).map_err(|error| RunError::Model { path: path.clone(), error: Box::new(error) })?
            }
            None => Pipeline::from_bytes(MODEL)
                .map_err(|error| RunError::Model { path: "the model compiled in".into(), error: Box::new(error) })?,
        };
        Ok(Self {
            language,
            times: Times::load(&data)?,
            places: Places::load(&data)?,
            actors: Actors::load(&data)?,
            sources: Sources::load(&data)?,
            coder: Coder::load(&data)?,
        })
    }

    /// A worker, for one thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker { rooms: self, language: self.language.worker(), analysis: Analysis::default() }
    }
}

impl Worker<'_> {
    /// Takes a document through the rooms. With `given`, the language layer is taken from there.
    pub fn run<'w>(&'w mut self, doc: &'w Document, given: Option<Analysis>) -> (Parsed<'w>, Annotations) {
        match given {
            Some(analysis) => self.analysis = analysis,
            None => self.language.analyze(&doc.text, &mut self.analysis),
        }
        let parsed = Parsed { doc, analysis: &self.analysis };
        let rooms = self.rooms;
        let times = rooms.times.annotate(parsed);
        let places = rooms.places.annotate(parsed);
        let actors = rooms.actors.annotate(parsed);
        let sources = rooms.sources.annotate(parsed, &times, &actors);
        let mut found = Annotations { times, places, actors, sources, events: Vec::new() };
        found.events = rooms.coder.code(parsed, found.layers());
        (parsed, found)
    }
}
