//! The output layer of transition systems.

use super::{Lanes, add, larger};
use pulp::{Arch, Simd, WithSimd};

/// The upper part of a transition model: from the features of a state to its best move.
#[derive(Debug)]
pub(crate) struct Scorer {
    arch: Arch,
    /// Hidden units.
    hidden: usize,
    /// What is added to the sum of a state's features: all first pieces, all second ones and so on.
    bias: Vec<f32>,
    /// Moves.
    pub moves: usize,
    /// Moves, rounded up to whole vectors.
    padded: usize,
    /// For each hidden unit the weights of all moves (zeros past the last).
    weights: Vec<f32>,
    move_bias: Vec<f32>,
}

/// Room for the values between a state's features and its best move.
#[derive(Debug, Default)]
pub(crate) struct ScorerRoom {
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

impl Scorer {
    /// `bias` in the order of the features' pieces; `weights` of shape `moves × hidden`.
    pub fn new(hidden: usize, bias: Vec<f32>, weights: &[f32], move_bias: &[f32]) -> Self {
        Self::on(Arch::new(), hidden, bias, weights, move_bias)
    }

    fn on(arch: Arch, hidden: usize, bias: Vec<f32>, weights: &[f32], move_bias: &[f32]) -> Self {
        let moves = move_bias.len();
        let padded = moves.next_multiple_of(arch.dispatch(Lanes));
        let mut turned = vec![0.0; padded * hidden];
        for (number, row) in weights.chunks_exact(hidden).enumerate() {
            for (unit, &weight) in row.iter().enumerate() {
                turned[unit * padded + number] = weight;
            }
        }
        let mut padded_bias = move_bias.to_vec();
        padded_bias.resize(padded, 0.0);
        Self { arch, hidden, bias, moves, padded, weights: turned, move_bias: padded_bias }
    }

    /// Values of one feature: hidden units times pieces.
    pub fn feature_width(&self) -> usize {
        self.bias.len()
    }

    /// A mask for [`best`](Self::best) that lets the moves through for which `allowed` holds.
    pub fn mask(&self, allowed: impl Fn(usize) -> bool) -> Vec<f32> {
        (0..self.padded).map(|m| if m < self.moves && allowed(m) { 0.0 } else { f32::NEG_INFINITY }).collect()
    }

    /// The move with the highest score among those that the mask lets through, the first of equals; nothing if it lets none.
    pub fn best<const F: usize>(&self, features: [&[f32]; F], mask: &[f32], room: &mut ScorerRoom) -> Option<usize> {
        room.hidden.resize(self.bias.len(), 0.0);
        room.scores.resize(self.padded, 0.0);
        self.arch.dispatch(Best { scorer: self, features, mask, room })
    }
}

struct Best<'a, const F: usize> {
    scorer: &'a Scorer,
    features: [&'a [f32]; F],
    mask: &'a [f32],
    room: &'a mut ScorerRoom,
}

impl<const F: usize> WithSimd for Best<'_, F> {
    type Output = Option<usize>;
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Option<usize> {
        let Self { scorer, features, mask, room } = self;
        let sums = &mut room.hidden[..];
        sums.copy_from_slice(&scorer.bias);
        for feature in features {
            add(simd, sums, &feature[..scorer.bias.len()]);
        }
        let (units, others) = sums.split_at_mut(scorer.hidden);
        for piece in others.chunks_exact(scorer.hidden) {
            larger(simd, units, piece);
        }
        let (scores, _) = S::as_mut_simd_f32s(&mut room.scores);
        let (bias, _) = S::as_simd_f32s(&scorer.move_bias);
        let (mask, _) = S::as_simd_f32s(mask);
        let mut top = simd.splat_f32s(f32::NEG_INFINITY);
        // Some sums at a time stay in registers while the hidden units pass by.
        for start in (0..scores.len()).step_by(GROUP) {
            let count = GROUP.min(scores.len() - start);
            let sums = match count {
                GROUP => move_sums::<S, GROUP>(simd, scorer, units, start),
                _ => move_sums_rest(simd, scorer, units, start, count),
            };
            for (v, &sum) in sums.iter().enumerate().take(count) {
                let score = simd.add_f32s(simd.add_f32s(sum, bias[start + v]), mask[start + v]);
                scores[start + v] = score;
                top = simd.max_f32s(top, score);
            }
        }
        let top = simd.reduce_max_f32s(top);
        if top == f32::NEG_INFINITY { None } else { room.scores.iter().position(|&score| score == top) }
    }
}

/// Vectors of moves whose scores are summed up together.
const GROUP: usize = 8;

#[inline(always)]
fn move_sums<S: Simd, const N: usize>(simd: S, scorer: &Scorer, units: &[f32], start: usize) -> [S::f32s; GROUP] {
    const { assert!(N <= GROUP) };
    let mut sums = [simd.splat_f32s(0.0); GROUP];
    for (&unit, row) in units.iter().zip(scorer.weights.chunks_exact(scorer.padded)) {
        let (row, _) = S::as_simd_f32s(row);
        let row = &row[start..start + N];
        let unit = simd.splat_f32s(unit);
        for v in 0..N {
            sums[v] = simd.mul_add_e_f32s(unit, row[v], sums[v]);
        }
    }
    sums
}

#[inline(always)]
fn move_sums_rest<S: Simd>(simd: S, scorer: &Scorer, units: &[f32], start: usize, count: usize) -> [S::f32s; GROUP] {
    match count {
        1 => move_sums::<S, 1>(simd, scorer, units, start),
        2 => move_sums::<S, 2>(simd, scorer, units, start),
        3 => move_sums::<S, 3>(simd, scorer, units, start),
        4 => move_sums::<S, 4>(simd, scorer, units, start),
        5 => move_sums::<S, 5>(simd, scorer, units, start),
        6 => move_sums::<S, 6>(simd, scorer, units, start),
        _ => move_sums::<S, 7>(simd, scorer, units, start),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{arches, dot, numbers};
    use super::*;

    #[test]
    fn scorer_finds_the_best_allowed_move() {
        let (hidden, pieces, moves) = (16, 2, 150);
        let weights = numbers(hidden * moves, 1);
        let (bias, move_bias) = (numbers(hidden * pieces, 2), numbers(moves, 3));
        let (a, b) = (numbers(hidden * pieces, 4), numbers(hidden * pieces, 5));
        let sum = |i: usize| a[i] + b[i] + bias[i];
        let units: Vec<f32> = (0..hidden).map(|i| sum(i).max(sum(i + hidden))).collect();
        let score = |m: usize| dot(&units, &weights[m * hidden..][..hidden]) + move_bias[m];
        let mut room = ScorerRoom::default();
        for arch in arches() {
            let scorer = Scorer::on(arch, hidden, bias.clone(), &weights, &move_bias);
            for step in [1, 2, 7, 50] {
                let want = (0..moves).step_by(step).max_by(|&a, &b| score(a).total_cmp(&score(b)));
                assert_eq!(scorer.best([&a, &b], &scorer.mask(|m| m % step == 0), &mut room), want);
            }
            assert_eq!(scorer.best([&a, &b], &scorer.mask(|_| false), &mut room), None);
        }
    }
}
