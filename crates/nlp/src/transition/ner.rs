//! The entity recogniser: begin, in, last, unit, out (spaCy's `BiluoPushDown`).

use super::net::{Net, Parts, Recall};
use super::{Move, read_moves};
use crate::weights::{Layers, Shape};
use crate::{Error, ModelSource};
use whowhom_text::{Label, NamedEntity, TokenRange};

const MISSING: usize = 0;
const BEGIN: usize = 1;
const IN: usize = 2;
const LAST: usize = 3;
const UNIT: usize = 4;
const OUT: usize = 5;

/// Places of a state: the token, the first one of the open entity, and the one before the token if an entity is open.
const PLACES: usize = 3;

/// A loaded recogniser.
#[derive(Debug)]
pub(crate) struct Recognizer {
    net: Net,
    moves: Vec<Move>,
    /// Each move's label, as a number of `labels`.
    move_labels: Vec<u16>,
    labels: Vec<Label>,
    /// Masks of allowed moves outside of entities, by what may begin.
    outside: [Vec<f32>; 4],
    /// Inside an entity of each label, where it must end and where it may go on.
    inside: Vec<[Vec<f32>; 2]>,
}

/// A worker's room for a [`Recognizer`].
#[derive(Debug, Default)]
pub(crate) struct Recognition {
    parts: Parts,
    /// Next token.
    at: usize,
    /// First token and label of the open entity.
    open: Option<(usize, u16)>,
    /// The document's entities.
    pub entities: Vec<NamedEntity>,
}

impl Recognizer {
    /// The form of the network in a model file.
    pub fn shape(tok2vec: Shape) -> Shape {
        Net::shape(tok2vec)
    }

    /// Takes the recogniser out of a model file whose form was checked, and its moves out of the file beside it.
    pub fn load(source: &ModelSource, component: &str, layers: &Layers<'_>) -> Result<Self, Error> {
        let net = Net::load(layers, PLACES)?;
        let moves = read_moves(source, component, |m| m.action == MISSING || m.action == OUT && !m.label.is_empty())?;
        if moves.len() != net.scorer.moves || moves.iter().any(|m| m.action > OUT) {
            let why = format!("{} moves, of which the network knows {}", moves.len(), net.scorer.moves);
            return Err(Error::malformed(format!("{component}/moves"), why));
        }
        let mut labels: Vec<&str> = Vec::new();
        let mut number = |name| {
            labels.iter().position(|&known| known == name).unwrap_or_else(|| {
                labels.push(name);
                labels.len() - 1
            }) as u16
        };
        let move_labels: Vec<u16> = moves.iter().map(|m| number(m.label.as_str())).collect();
        let outside = std::array::from_fn(|set| {
            net.scorer.mask(|m| match moves[m].action {
                BEGIN => set & 1 == 1 && !moves[m].label.is_empty(),
                UNIT => set & 2 == 2 && !moves[m].label.is_empty(),
                action => action == OUT,
            })
        });
        let inside_of = |label: &str, goes_on: bool| {
            net.scorer
                .mask(|m| moves[m].label == label && (moves[m].action == LAST || goes_on && moves[m].action == IN))
        };
        let inside = labels.iter().map(|label| [inside_of(label, false), inside_of(label, true)]).collect();
        let labels = labels.iter().map(|name| Label::new(name)).collect();
        Ok(Self { net, move_labels, labels, outside, inside, moves })
    }

    /// Width of the token vectors that it reads.
    pub fn inputs(&self) -> usize {
        self.net.inputs()
    }

    /// Begins a document.
    pub fn begin(&self, recognition: &mut Recognition) {
        recognition.parts.begin(&self.net);
        recognition.at = 0;
        recognition.open = None;
        recognition.entities.clear();
    }

    /// Takes the vectors of the next tokens and reads these. `starts` holds 1 for tokens that start sentences,
    /// `is_space` knows white space, `recall` gives the vector of an old token again.
    pub fn advance(
        &self,
        vectors: &[f32],
        starts: &[i8],
        is_space: impl Fn(usize) -> bool,
        recognition: &mut Recognition,
        recall: &mut Recall<'_>,
    ) {
        recognition.parts.extend(&self.net, vectors);
        while recognition.at < recognition.parts.end {
            let at = recognition.at;
            let goes_on = starts.get(at + 1).is_some_and(|&start| start != 1);
            let (mask, first) = match recognition.open {
                Some((first, label)) => (&self.inside[label as usize][usize::from(goes_on)], Some(first)),
                None => {
                    let word = !is_space(at);
                    (&self.outside[usize::from(word && goes_on) | usize::from(word) << 1], None)
                }
            };
            let places = match first {
                Some(first) => [at as i32, first as i32, at as i32 - 1],
                None => [at as i32, -1, -1],
            };
            let best = recognition.parts.best(&self.net, places, mask, recall);
            let Some(number) = best else {
                // No entity of this label can end: spaCy gives up on the rest.
                recognition.at = starts.len();
                recognition.open = None;
                return;
            };
            self.make_move(number, recognition);
        }
    }

    fn make_move(&self, number: usize, recognition: &mut Recognition) {
        let (at, label) = (recognition.at, self.move_labels[number]);
        match self.moves[number].action {
            BEGIN => recognition.open = Some((at, label)),
            UNIT => recognition.entities.push(self.entity(at, at, label)),
            LAST => {
                if let Some((first, label)) = recognition.open.take() {
                    recognition.entities.push(self.entity(first, at, label));
                }
            }
            _ => {}
        }
        recognition.at += 1;
    }

    fn entity(&self, first: usize, last: usize, label: u16) -> NamedEntity {
        NamedEntity { tokens: TokenRange::new(first, last + 1), label: self.labels[label as usize] }
    }
}
