//! The network of a transition system: what each token adds to a state at each of its places, and the best move of a state.

use crate::Error;
use crate::kernel::{Affine, Scorer, ScorerRoom};
use crate::weights::{Layers, Shape};

/// `TransitionBasedParser.v2` with its upper layer.
#[derive(Debug)]
pub(super) struct Net {
    /// From a token's vector to a narrower one.
    project: Affine,
    /// From there to its part of the hidden layer for each place in a state.
    lower: Affine,
    /// The part of an empty place, for each place.
    pad: Vec<f32>,
    pub scorer: Scorer,
}

impl Net {
    /// The form of the network whose vectors come from `tok2vec`.
    pub fn shape(tok2vec: Shape) -> Shape {
        let project = Shape::join(vec![tok2vec, Shape::leaf("list2array"), Shape::leaf("linear")]);
        Shape::named("parser_model", vec![project, Shape::leaf("precomputable_affine"), Shape::leaf("linear")])
    }

    /// Takes the network out of a model file whose form was checked.
    pub fn load(layers: &Layers<'_>, places: usize) -> Result<Self, Error> {
        let mut linear = layers.named("linear");
        let (Some(upper), Some(project)) = (linear.next(), linear.next()) else {
            return Err(layers.wrong("not two linear layers"));
        };
        let lower = layers.one("precomputable_affine")?;
        let ([own_places, hidden, pieces, inputs], weights) = layers.param_of::<4>(lower, "W")?;
        if own_places != places {
            return Err(layers.wrong(format!("{own_places} places of a state where {places} are expected")));
        }
        let (_, bias) = layers.param_of::<2>(lower, "b")?;
        let (_, pad) = layers.param_of::<4>(lower, "pad")?;
        let ([_, units], upper_weights) = layers.param_of::<2>(upper, "W")?;
        let (_, upper_bias) = layers.param_of::<1>(upper, "b")?;
        let ([width, project_inputs], project_weights) = layers.param_of::<2>(project, "W")?;
        let (_, project_bias) = layers.param_of::<1>(project, "b")?;
        let fits = width == inputs
            && units == hidden
            && bias.len() == hidden * pieces
            && pad.len() == places * hidden * pieces
            && upper_weights.len() == upper_bias.len() * hidden
            && project_bias.len() == width
            && inputs * pieces * hidden * project_inputs > 0;
        if !fits {
            return Err(layers.wrong("the layers' widths do not fit each other"));
        }
        // Within a place, all first pieces come first: the maximum then runs over whole vectors.
        let order =
            |place: usize| (0..pieces).flat_map(move |p| (0..hidden).map(move |h| (place * hidden + h) * pieces + p));
        let all: Vec<usize> = (0..places).flat_map(order).collect();
        let rows = all.iter().map(|&at| &weights[at * inputs..(at + 1) * inputs]);
        Ok(Self {
            project: Affine::new(project_inputs, project_weights.chunks_exact(project_inputs), project_bias),
            lower: Affine::new(inputs, rows, Vec::new()),
            pad: all.iter().map(|&at| pad[at]).collect(),
            scorer: Scorer::new(hidden, order(0).map(|at| bias[at]).collect(), &upper_weights, &upper_bias),
        })
    }

    /// Width of the token vectors that it reads.
    pub fn inputs(&self) -> usize {
        self.project.inputs
    }

    /// What an empty place adds.
    fn padding(&self, place: usize) -> &[f32] {
        let width = self.scorer.feature_width();
        &self.pad[place * width..(place + 1) * width]
    }

    /// What each of `rows` tokens adds at each place, from their vectors.
    fn precompute(&self, vectors: &[f32], rows: usize, narrow: &mut Vec<f32>, out: &mut [f32]) {
        narrow.resize(rows * self.project.stride(), 0.0);
        self.project.apply(vectors, self.project.inputs, rows, narrow);
        self.lower.apply(narrow, self.project.stride(), rows, out);
    }
}

/// Gives the vector of a token that lies far back.
pub(super) type Recall<'a> = dyn FnMut(usize, &mut Vec<f32>) + 'a;

/// Tokens whose parts are kept at hand; a power of two.
const KEPT: usize = 512;
/// Parts of older tokens that are kept at hand; more than a state has places.
const KEPT_OLD: usize = 16;

/// The parts of the tokens that a state may look at: those of the latest tokens, and of a few old ones that were asked for again.
#[derive(Debug, Default)]
pub(super) struct Parts {
    stride: usize,
    /// Row `token % KEPT` belongs to `token` for the last [`KEPT`] tokens before `end`.
    latest: Vec<f32>,
    /// Tokens whose parts have been computed.
    pub end: usize,
    old: Vec<f32>,
    old_tokens: Vec<usize>,
    /// Which of the old ones makes room next.
    next_old: usize,
    vector: Vec<f32>,
    narrow: Vec<f32>,
    room: ScorerRoom,
}

impl Parts {
    /// Forgets the document before.
    pub fn begin(&mut self, net: &Net) {
        self.stride = net.lower.stride();
        self.latest.resize(KEPT * self.stride, 0.0);
        self.old.resize(KEPT_OLD * self.stride, 0.0);
        self.old_tokens.clear();
        self.old_tokens.resize(KEPT_OLD, usize::MAX);
        self.end = 0;
        self.next_old = 0;
    }

    /// Adds the next tokens' vectors.
    pub fn extend(&mut self, net: &Net, mut vectors: &[f32]) {
        while !vectors.is_empty() {
            let start = self.end % KEPT;
            let rows = (vectors.len() / net.inputs()).min(KEPT - start);
            let (now, later) = vectors.split_at(rows * net.inputs());
            net.precompute(
                now,
                rows,
                &mut self.narrow,
                &mut self.latest[start * self.stride..(start + rows) * self.stride],
            );
            self.end += rows;
            vectors = later;
        }
    }

    /// The best move of a state that looks at `tokens` (none where negative).
    pub fn best<const F: usize>(
        &mut self,
        net: &Net,
        tokens: [i32; F],
        mask: &[f32],
        recall: &mut Recall<'_>,
    ) -> Option<usize> {
        for token in tokens {
            if token >= 0 && !self.is_latest(token as usize) && !self.old_tokens.contains(&(token as usize)) {
                self.compute_again(net, token as usize, &tokens, recall);
            }
        }
        let mut room = std::mem::take(&mut self.room);
        let width = net.scorer.feature_width();
        let features: [&[f32]; F] = std::array::from_fn(|place| match usize::try_from(tokens[place]) {
            Ok(token) => &self.row(token)[place * width..(place + 1) * width],
            Err(_) => net.padding(place),
        });
        let best = net.scorer.best(features, mask, &mut room);
        self.room = room;
        best
    }

    fn is_latest(&self, token: usize) -> bool {
        token + KEPT >= self.end
    }

    fn row(&self, token: usize) -> &[f32] {
        if self.is_latest(token) {
            return &self.latest[token % KEPT * self.stride..][..self.stride];
        }
        let slot = self.old_tokens.iter().position(|&old| old == token).unwrap_or_default();
        &self.old[slot * self.stride..][..self.stride]
    }

    /// Computes the parts of an old token once more, in place of one that the state does not look at.
    fn compute_again(&mut self, net: &Net, token: usize, wanted: &[i32], recall: &mut Recall<'_>) {
        while wanted.iter().any(|&w| w >= 0 && w as usize == self.old_tokens[self.next_old]) {
            self.next_old = (self.next_old + 1) % KEPT_OLD;
        }
        let slot = self.next_old;
        self.next_old = (slot + 1) % KEPT_OLD;
        self.old_tokens[slot] = token;
        recall(token, &mut self.vector);
        net.precompute(&self.vector, 1, &mut self.narrow, &mut self.old[slot * self.stride..][..self.stride]);
    }
}
