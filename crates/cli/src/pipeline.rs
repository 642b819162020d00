//! The rooms, loaded once, and a document's way through them.

use crate::args::RunArgs;
use crate::error::RunError;
use whowhom_actor::Actors;
use whowhom_corpus::furniture::Furniture;
use whowhom_event::Coder;
use whowhom_nlp::Pipeline;
use whowhom_place::Places;
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{ActorLayer, Event, Layers, PlaceMention, SourceLayer, TimeMention};
use whowhom_text::{Analysis, Document, NamedEntity, Parsed, Span, Token, TokenId, TokenRange};
use whowhom_time::Times;

/// The default language model, packed by `cargo xtask pack-model`.
const MODEL: &[u8] = include_bytes!("../../../models/en_core_web_sm.pack");

/// Texts of more bytes than this leave no room behind that is as large.
const LONG: usize = 1 << 20;

/// All rooms, with their data; shared by all threads.
pub struct Rooms {
    language: Pipeline,
    furniture: Furniture,
    times: Times,
    places: Places,
    actors: Actors,
    sources: Sources,
    /// The last room, which can also tell why it coded nothing.
    pub coder: Coder,
    /// Whether the events of a document are its distinct happenings, each merged from the events that tell of it.
    pub merge_happenings: bool,
}

/// Takes documents through the rooms, one after the other; each thread has its own.
pub struct Worker<'a> {
    rooms: &'a Rooms,
    language: whowhom_nlp::Worker<'a>,
    analysis: Analysis,
    /// Of stretches of a text.
    parts: Vec<Analysis>,
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
            furniture: Furniture::load(&data)?,
            times: Times::load(&data)?,
            places: Places::load(&data)?,
            actors: Actors::load(&data)?,
            sources: Sources::load(&data)?,
            coder: Coder::load(&data)?,
            merge_happenings: false,
        })
    }

    /// A worker, for one thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker { rooms: self, language: self.language.worker(), analysis: Analysis::default(), parts: Vec::new() }
    }
}

impl Worker<'_> {
    /// Forgets everything, after a failure has left it half done.
    pub fn renew(&mut self) {
        *self = self.rooms.worker();
    }

    /// Takes a document through the rooms. With `given`, the language layer is taken from there.
    pub fn run<'w>(&'w mut self, doc: &'w Document, given: Option<Analysis>) -> (Parsed<'w>, Annotations) {
        // What a long text needed is not kept for the rest of the run.
        if self.analysis.len() > LONG / 4 {
            self.analysis = Analysis::default();
        }
        match given {
            Some(analysis) => self.analysis = analysis,
            None => self.analyze(&doc.text),
        }
        let parsed = Parsed { doc, analysis: &self.analysis };
        let rooms = self.rooms;
        let times = rooms.times.annotate(parsed);
        let places = rooms.places.annotate(parsed);
        let actors = rooms.actors.annotate(parsed);
        let sources = rooms.sources.annotate(parsed, &times, &actors);
        let mut found = Annotations { times, places, actors, sources, events: Vec::new() };
        found.events = rooms.coder.code(parsed, found.layers());
        if rooms.merge_happenings {
            found.events = whowhom_event::happenings(&found.events);
        }
        (parsed, found)
    }

    /// Reads the text without its furniture, and the dateline apart from the report: a parser takes it for the subject of the first
    /// sentence.
    fn analyze(&mut self, text: &str) {
        let mut stretches = self.rooms.furniture.kept(text);
        if let Some(dateline) = self.rooms.places.dateline(text) {
            let end = dateline.end as usize;
            let cut = text.len() - text[end..].trim_start().len();
            stretches = stretches.into_iter().flat_map(|stretch| split(stretch, cut)).collect();
        }
        if let [whole] = stretches[..]
            && whole.len() == text.len()
        {
            return self.language.analyze(text, &mut self.analysis);
        }
        self.parts.resize_with(stretches.len().max(self.parts.len()), Analysis::default);
        for (stretch, part) in stretches.iter().zip(&mut self.parts) {
            self.language.analyze(stretch.of(text), part);
        }
        self.analysis.clear();
        let parts = self.parts.iter().zip(&stretches).map(|(part, stretch)| (part, stretch.start as usize));
        join(text, parts, &mut self.analysis);
        if text.len() > LONG {
            self.parts.clear();
        }
    }
}

/// The two sides of `cut`, a byte of the text, where it lies within the stretch.
fn split(stretch: Span, cut: usize) -> impl Iterator<Item = Span> {
    let cut = cut.clamp(stretch.start as usize, stretch.end as usize);
    let sides = [Span::new(stretch.start as usize, cut), Span::new(cut, stretch.end as usize)];
    sides.into_iter().filter(|side| !side.is_empty())
}

/// Puts the analyses of stretches of a text together; each comes with the byte at which its stretch begins.
fn join<'a>(text: &str, parts: impl Iterator<Item = (&'a Analysis, usize)>, whole: &mut Analysis) {
    let (mut sentences, mut entities) = (Vec::new(), Vec::new());
    for (part, start) in parts {
        let before = whole.len();
        let moved = |r: TokenRange| TokenRange::new(r.start.index() + before, r.end.index() + before);
        for id in part.all().ids() {
            let Token { span, tag, pos, dep, head, .. } = part[id];
            let span = Span::new(span.start as usize + start, span.end as usize + start);
            whole.push(text, span, part.lemma(id), tag, pos, dep, TokenId::from(head.index() + before));
        }
        sentences.extend(part.sentences().iter().map(|s| moved(*s)));
        entities.extend(part.entities().iter().map(|e| NamedEntity { tokens: moved(e.tokens), ..*e }));
    }
    whole.finish(sentences, entities);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_text_join_to_its_analysis() {
        let (text, cut) = ("OSLO, May 1 (AP) - Norway’s king met Oslo’s mayor. He left.", 19);
        let language = Pipeline::from_bytes(MODEL).unwrap();
        let mut worker = language.worker();
        let [mut head, mut report, mut whole] = [Analysis::default(), Analysis::default(), Analysis::default()];
        worker.analyze(&text[..cut], &mut head);
        worker.analyze(&text[cut..], &mut report);
        join(text, [(&head, 0), (&report, cut)].into_iter(), &mut whole);
        let words = |a: &Analysis, range: TokenRange, text: &str| a.span(range).of(text).to_string();
        assert_eq!(whole.len(), head.len() + report.len());
        assert_eq!(whole.sentences().len(), head.sentences().len() + 2);
        assert_eq!(words(&whole, *whole.sentences().last().unwrap(), text), "He left.");
        for (i, entity) in report.entities().iter().enumerate() {
            let joined = whole.entities()[head.entities().len() + i];
            assert_eq!(words(&whole, joined.tokens, text), words(&report, entity.tokens, &text[cut..]));
        }
        for id in report.all().ids() {
            let moved = TokenId::from(id.index() + head.len());
            assert_eq!(whole.lemma(moved), report.lemma(id));
            assert_eq!(whole[moved].head.index(), report[id].head.index() + head.len());
        }
    }
}
