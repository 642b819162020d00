//! The dependency parser: arc-eager transitions with sentence breaks.
//!
//! Nivre, *Algorithms for Deterministic Incremental Dependency Parsing* (2008), non-monotonic and with `Break` as in spaCy's `ArcEager`.

use super::net::{Net, Parts, Recall};
use super::nonproj::{Lifted, Lowering};
use super::state::{NONE, State};
use super::tree::Tree;
use super::{Move, read_moves};
use crate::weights::{Layers, Shape};
use crate::{Error, ModelSource};
use whowhom_text::Label;

const SHIFT: usize = 0;
const REDUCE: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;
const BREAK: usize = 4;
/// The relation of parts of one word, which only neighbours may have.
const SUBTOKEN: &str = "subtok";
/// Between a lifted arc's relation and that of its true head.
const DELIMITER: &str = "||";

/// Places of a state: two tokens of the buffer, three of the stack, and the last children of the first of each.
const PLACES: usize = 8;

/// A loaded parser.
#[derive(Debug)]
pub(crate) struct Parser {
    net: Net,
    moves: Vec<Move>,
    /// The relation of each move's arc, as a number of `deps`.
    move_deps: Vec<u16>,
    deps: Vec<Label>,
    lifted: Vec<Option<Lifted>>,
    root: u16,
    /// For each set of allowed actions the mask of allowed moves.
    masks: Vec<Vec<f32>>,
}

/// A worker's room for a [`Parser`].
#[derive(Debug, Default)]
pub(crate) struct Parsing {
    parts: Parts,
    state: State,
    lowering: Lowering,
    /// The document's tree once the parser is done.
    pub tree: Tree,
}

impl Parser {
    /// The form of the network in a model file.
    pub fn shape(tok2vec: Shape) -> Shape {
        Net::shape(tok2vec)
    }

    /// Takes the parser out of a model file whose form was checked, and its moves out of the file beside it.
    pub fn load(source: &ModelSource, component: &str, layers: &Layers<'_>) -> Result<Self, Error> {
        let net = Net::load(layers, PLACES)?;
        let moves = read_moves(source, component, |_| false)?;
        if moves.len() != net.scorer.moves || moves.iter().any(|m| m.action > BREAK) {
            let why = format!("{} moves, of which the network knows {}", moves.len(), net.scorer.moves);
            return Err(Error::malformed(format!("{component}/moves"), why));
        }
        let mut names: Vec<&str> = Vec::new();
        let mut number = |name| {
            names.iter().position(|&known| known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            }) as u16
        };
        let root = number("ROOT");
        let move_deps: Vec<u16> = moves.iter().map(|m| number(m.label.as_str())).collect();
        let lifted: Vec<(u16, Lifted)> = moves
            .iter()
            .zip(&move_deps)
            .filter_map(|(m, &dep)| Some((dep, m.label.split_once(DELIMITER)?)))
            .map(|(dep, (own, head))| (dep, Lifted { dep: number(own), head: number(head) }))
            .collect();
        let deps: Vec<Label> = names.iter().map(|name| Label::new(name)).collect();
        let mut notes = vec![None; deps.len()];
        for (dep, note) in lifted {
            notes[dep as usize] = Some(note);
        }
        let allowed =
            |set: usize, m: &Move| set >> m.action & 1 == 1 && (m.label != SUBTOKEN || set >> NEIGHBOURS & 1 == 1);
        let masks = (0..1 << (NEIGHBOURS + 1)).map(|set| net.scorer.mask(|m| allowed(set, &moves[m]))).collect();
        Ok(Self { net, move_deps, deps, lifted: notes, root, masks, moves })
    }

    /// Width of the token vectors that it reads.
    pub fn inputs(&self) -> usize {
        self.net.inputs()
    }

    /// The name of a relation in the tree.
    pub fn dep(&self, number: u16) -> Label {
        self.deps[number as usize]
    }

    /// Begins a document; `starts` says what is known of its sentence starts (1 yes, -1 no, 0 unknown).
    pub fn begin(&self, starts: &[i8], parsing: &mut Parsing) {
        parsing.parts.begin(&self.net);
        parsing.state.begin(starts);
    }

    /// Takes the vectors of the next tokens and goes as far as they allow. `recall` gives the vector of an old token again.
    pub fn advance(&self, vectors: &[f32], parsing: &mut Parsing, recall: &mut Recall<'_>) {
        let Parsing { parts, state, .. } = parsing;
        parts.extend(&self.net, vectors);
        let complete = parts.end == state.heads.len();
        while !state.is_final() {
            let (first, second) = (state.b(0), state.b(1));
            if !complete && (first == NONE || second == NONE || second.max(first) as usize >= parts.end) {
                break;
            }
            let mask = &self.masks[allowed_actions(state)];
            match parts.best(&self.net, places(state), mask, recall) {
                Some(number) => self.make_move(state, number),
                None => state.force_final(),
            }
        }
    }

    fn make_move(&self, state: &mut State, number: usize) {
        match self.moves[number].action {
            SHIFT => state.push(),
            REDUCE if state.has_head(state.s(0)) || state.depth() == 1 => state.pop(),
            REDUCE => state.put_back(),
            LEFT => {
                state.attach(state.b(0), state.s(0), number as u16);
                state.forget_shifted(state.b(0));
                state.pop();
            }
            RIGHT => {
                state.attach(state.s(0), state.b(0), number as u16);
                state.push();
            }
            _ => state.start_sentence(state.b(1)),
        }
    }

    /// Ends the document: makes its tree, lowers lifted arcs and writes where sentences start.
    pub fn finish(&self, starts: &mut [i8], parsing: &mut Parsing, is_space: impl Fn(usize) -> bool) {
        let Parsing { state, lowering, tree, .. } = parsing;
        tree.heads.clear();
        tree.deps.clear();
        for (token, (&head, &number)) in state.heads.iter().zip(&state.moves).enumerate() {
            let attached = head != NONE;
            tree.heads.push(if attached { head as u32 } else { token as u32 });
            tree.deps.push(if attached { self.move_deps[number as usize] } else { self.root });
        }
        tree.index(starts);
        if lowering.run(tree, &self.lifted, is_space) {
            tree.index(starts);
        }
    }
}

/// Bit of a set of allowed actions that says whether the stack's top and the buffer's first token are neighbours.
const NEIGHBOURS: usize = 5;

/// Which actions the state allows, a bit each.
fn allowed_actions(state: &State) -> usize {
    let (depth, left, first) = (state.depth(), state.left(), state.b(0));
    let starts = state.starts_sentence(first);
    let shift = depth == 0 || left >= 2 && !starts && !state.was_shifted(first);
    let reduce = depth > 0 && (left == 0 || depth > 1 || !state.cannot_start_sentence(first));
    let arc = depth > 0 && left > 0 && !starts;
    let second = state.b(1);
    let break_here =
        left >= 2 && second == first + 1 && !state.starts_sentence(second) && !state.cannot_start_sentence(second);
    usize::from(shift) << SHIFT
        | usize::from(reduce) << REDUCE
        | usize::from(arc) << LEFT
        | usize::from(arc) << RIGHT
        | usize::from(break_here) << BREAK
        | usize::from(state.s(0) == first - 1) << NEIGHBOURS
}

fn places(state: &State) -> [i32; PLACES] {
    let (b0, s0) = (state.b(0), state.s(0));
    [b0, state.b(1), s0, state.s(1), state.s(2), state.left_child(b0), state.left_child(s0), state.right_child(s0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(state: &State) -> [bool; 5] {
        std::array::from_fn(|action| allowed_actions(state) >> action & 1 == 1)
    }

    #[test]
    fn what_a_state_allows() {
        let mut state = State::default();
        state.begin(&[1, 0, 0]);
        assert_eq!(set(&state), [true, false, false, false, true]);
        state.push();
        assert_eq!(set(&state), [true, true, true, true, true]);
        state.start_sentence(2);
        assert_eq!(set(&state), [true, true, true, true, false]);
        state.push();
        assert_eq!(set(&state), [false, true, false, false, false]);
    }

    #[test]
    fn known_sentence_ends_are_kept() {
        let mut state = State::default();
        state.begin(&[1, -1, 0]);
        state.push();
        assert_eq!(set(&state), [true, false, true, true, true]);
        state.begin(&[1, -1, 0]);
        assert!(!set(&state)[BREAK]);
    }

    #[test]
    fn places_of_a_state() {
        let mut state = State::default();
        state.begin(&[1, 0, 0, 0]);
        state.push();
        state.push();
        state.attach(2, 1, 0);
        state.pop();
        assert_eq!(places(&state), [2, 3, 0, NONE, NONE, 1, NONE, NONE]);
    }
}
