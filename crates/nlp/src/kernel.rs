//! Matrix products with what follows them, in registers: `max` over pieces, layer normalisation, residual.
//!
//! One generic routine, compiled for each instruction set that [`pulp`] knows and chosen when a matrix is packed.
//! The sum of one output runs over its inputs in order, whatever rows lie beside it, so a row's result does not depend on
//! how a document was cut into batches.

use pulp::{Arch, Simd, WithSimd};

/// Vectors of columns that a tile of the product spans.
const VECTORS: usize = 2;
/// Rows that a tile spans, where there are that many.
const ROWS: usize = 12;
/// thinc's guard against a variance of zero.
const EPSILON: f32 = 1e-8;

/// An affine map `y = W x + b`, its weights laid out for the machine at hand.
#[derive(Debug)]
pub(crate) struct Affine {
    arch: Arch,
    /// Width of `x`.
    pub inputs: usize,
    /// Width of `y`.
    pub outputs: usize,
    /// Columns of a panel.
    panel: usize,
    /// Panels of `panel` outputs; in each, for input after input, the weights of all its outputs (zeros past the last).
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Affine {
    /// Packs rows of weights, one for each output, and the bias (empty for none).
    pub fn new<'a>(inputs: usize, rows: impl ExactSizeIterator<Item = &'a [f32]>, bias: Vec<f32>) -> Self {
        let arch = Arch::new();
        let panel = VECTORS * arch.dispatch(Lanes);
        let outputs = rows.len();
        let mut weights = vec![0.0; outputs.div_ceil(panel) * panel * inputs];
        for (output, row) in rows.enumerate() {
            let start = output / panel * panel * inputs + output % panel;
            for (input, &weight) in row.iter().enumerate() {
                weights[start + input * panel] = weight;
            }
        }
        Self { arch, inputs, outputs, panel, weights, bias }
    }

    /// Output columns with those that fill the last panel: the stride of [`apply`](Self::apply)'s output.
    pub fn stride(&self) -> usize {
        self.outputs.div_ceil(self.panel) * self.panel
    }

    /// `rows` products; row `i` of the input starts at `i * step`, row `i` of the output at `i * stride()`.
    pub fn apply(&self, input: &[f32], step: usize, rows: usize, output: &mut [f32]) {
        self.arch.dispatch(Product { affine: self, input, step, rows, output });
    }
}

struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

struct Product<'a> {
    affine: &'a Affine,
    input: &'a [f32],
    step: usize,
    rows: usize,
    output: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { affine, input, step, rows, output } = self;
        let stride = affine.stride();
        let mut row = 0;
        while row < rows {
            let count = block(rows - row);
            let out = &mut output[row * stride..(row + count) * stride];
            row_block(simd, affine, &input[row * step..], step, count, out);
            if !affine.bias.is_empty() {
                for line in out.chunks_exact_mut(stride) {
                    add(simd, &mut line[..affine.outputs], &affine.bias);
                }
            }
            row += count;
        }
    }
}

/// How many of the rows that are left the next tile takes.
#[inline(always)]
fn block(left: usize) -> usize {
    match left {
        ROWS.. => ROWS,
        6.. => 6,
        3.. => 3,
        _ => 1,
    }
}

/// All outputs of a block of rows, without the bias.
#[inline(always)]
fn row_block<S: Simd>(simd: S, affine: &Affine, input: &[f32], step: usize, count: usize, out: &mut [f32]) {
    let stride = affine.stride();
    let size = affine.panel * affine.inputs;
    for (number, panel) in affine.weights.chunks_exact(size).enumerate() {
        let out = &mut out[number * affine.panel..];
        match count {
            ROWS => tile::<S, ROWS>(simd, panel, affine.inputs, input, step, out, stride),
            6 => tile::<S, 6>(simd, panel, affine.inputs, input, step, out, stride),
            3 => tile::<S, 3>(simd, panel, affine.inputs, input, step, out, stride),
            _ => tile::<S, 1>(simd, panel, affine.inputs, input, step, out, stride),
        }
    }
}

/// `R` rows by one panel, summed up in registers.
#[inline(always)]
fn tile<S: Simd, const R: usize>(
    simd: S,
    panel: &[f32],
    inputs: usize,
    input: &[f32],
    step: usize,
    out: &mut [f32],
    stride: usize,
) {
    let lines: [&[f32]; R] = std::array::from_fn(|r| &input[r * step..r * step + inputs]);
    let (weights, _) = S::as_simd_f32s(panel);
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; R];
    for (k, weights) in weights.chunks_exact(VECTORS).enumerate().take(inputs) {
        let weights: [S::f32s; VECTORS] = std::array::from_fn(|v| weights[v]);
        for r in 0..R {
            let x = simd.splat_f32s(lines[r][k]);
            for v in 0..VECTORS {
                sums[r][v] = simd.mul_add_e_f32s(x, weights[v], sums[r][v]);
            }
        }
    }
    for r in 0..R {
        let (out, _) = S::as_mut_simd_f32s(&mut out[r * stride..]);
        out[..VECTORS].copy_from_slice(&sums[r]);
    }
}

#[inline(always)]
fn add<S: Simd>(simd: S, to: &mut [f32], from: &[f32]) {
    let (to_vectors, to_rest) = S::as_mut_simd_f32s(to);
    let (from_vectors, from_rest) = S::as_simd_f32s(from);
    for (a, &b) in to_vectors.iter_mut().zip(from_vectors) {
        *a = simd.add_f32s(*a, b);
    }
    for (a, &b) in to_rest.iter_mut().zip(from_rest) {
        *a += b;
    }
}

/// thinc's `Maxout` followed by `LayerNorm`: of each output's pieces the largest, the row brought to mean 0 and variance 1, scaled and shifted.
#[derive(Debug)]
pub(crate) struct MaxoutNorm {
    affine: Affine,
    /// Width of a row of output.
    pub width: usize,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl MaxoutNorm {
    /// From weights of shape `width × pieces × inputs` and bias of `width × pieces`.
    pub fn new(inputs: usize, pieces: usize, weights: &[f32], bias: &[f32], gain: Vec<f32>, shift: Vec<f32>) -> Self {
        let width = gain.len();
        // All first pieces, then all second ones: the maximum then runs over whole vectors.
        let order: Vec<usize> = (0..pieces).flat_map(|p| (0..width).map(move |o| o * pieces + p)).collect();
        let rows = order.iter().map(|&at| &weights[at * inputs..(at + 1) * inputs]);
        let bias = order.iter().map(|&at| bias[at]).collect();
        Self { affine: Affine::new(inputs, rows, bias), width, gain, shift }
    }

    /// Width of a row of input.
    pub fn inputs(&self) -> usize {
        self.affine.inputs
    }

    /// `rows` outputs of [`width`](Self::width) each; row `i` of the input starts at `i * step`.
    /// `residual`, when given, holds rows that are added to the output.
    pub fn apply(
        &self,
        input: &[f32],
        step: usize,
        rows: usize,
        residual: Option<&[f32]>,
        output: &mut [f32],
        scratch: &mut Vec<f32>,
    ) {
        scratch.resize(ROWS * self.affine.stride(), 0.0);
        self.affine.arch.dispatch(MaxoutRows { layer: self, input, step, rows, residual, output, scratch });
    }
}

struct MaxoutRows<'a> {
    layer: &'a MaxoutNorm,
    input: &'a [f32],
    step: usize,
    rows: usize,
    residual: Option<&'a [f32]>,
    output: &'a mut [f32],
    scratch: &'a mut [f32],
}

impl WithSimd for MaxoutRows<'_> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { layer, input, step, rows, residual, output, scratch } = self;
        let (width, stride) = (layer.width, layer.affine.stride());
        let mut row = 0;
        while row < rows {
            let count = block(rows - row);
            row_block(simd, &layer.affine, &input[row * step..], step, count, &mut scratch[..count * stride]);
            for (line, out) in
                scratch.chunks_exact_mut(stride).zip(output[row * width..(row + count) * width].chunks_exact_mut(width))
            {
                add(simd, &mut line[..layer.affine.outputs], &layer.affine.bias);
                largest(simd, &line[..layer.affine.outputs], out);
                normalize(simd, out, &layer.gain, &layer.shift);
            }
            if let Some(residual) = residual {
                let range = row * width..(row + count) * width;
                add(simd, &mut output[range.clone()], &residual[range]);
            }
            row += count;
        }
    }
}

/// The largest of each output's pieces; `pieces` holds all first pieces, all second ones and so on.
#[inline(always)]
fn largest<S: Simd>(simd: S, pieces: &[f32], out: &mut [f32]) {
    let width = out.len();
    out.copy_from_slice(&pieces[..width]);
    for piece in pieces[width..].chunks_exact(width) {
        larger(simd, out, piece);
    }
}

#[inline(always)]
fn larger<S: Simd>(simd: S, to: &mut [f32], from: &[f32]) {
    let (to_vectors, to_rest) = S::as_mut_simd_f32s(to);
    let (from_vectors, from_rest) = S::as_simd_f32s(from);
    for (a, &b) in to_vectors.iter_mut().zip(from_vectors) {
        *a = simd.max_f32s(*a, b);
    }
    for (a, &b) in to_rest.iter_mut().zip(from_rest) {
        *a = a.max(b);
    }
}

#[inline(always)]
fn normalize<S: Simd>(simd: S, row: &mut [f32], gain: &[f32], shift: &[f32]) {
    let n = row.len() as f32;
    let (vectors, rest) = S::as_mut_simd_f32s(row);
    let mut sum = simd.splat_f32s(0.0);
    for &x in vectors.iter() {
        sum = simd.add_f32s(sum, x);
    }
    let mean = (simd.reduce_sum_f32s(sum) + rest.iter().sum::<f32>()) / n;
    let means = simd.splat_f32s(mean);
    let mut squares = simd.splat_f32s(0.0);
    for x in vectors.iter_mut() {
        *x = simd.sub_f32s(*x, means);
        squares = simd.mul_add_e_f32s(*x, *x, squares);
    }
    let mut square_rest = 0.0;
    for x in rest.iter_mut() {
        *x -= mean;
        square_rest += *x * *x;
    }
    let variance = (simd.reduce_sum_f32s(squares) + square_rest) / n + EPSILON;
    let scale = 1.0 / variance.sqrt();
    let scales = simd.splat_f32s(scale);
    let (gains, gain_rest) = S::as_simd_f32s(gain);
    let (shifts, shift_rest) = S::as_simd_f32s(shift);
    for ((x, &gain), &shift) in vectors.iter_mut().zip(gains).zip(shifts) {
        *x = simd.mul_add_e_f32s(simd.mul_f32s(*x, scales), gain, shift);
    }
    for ((x, &gain), &shift) in rest.iter_mut().zip(gain_rest).zip(shift_rest) {
        *x = *x * scale * gain + shift;
    }
}

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
        let arch = Arch::new();
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
    use super::*;

    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    fn dot(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>() as f32
    }

    #[test]
    fn affine_maps_rows_of_any_number() {
        let (inputs, outputs, step) = (37, 50, 11);
        let weights = numbers(inputs * outputs, 1);
        let bias = numbers(outputs, 2);
        let affine = Affine::new(inputs, weights.chunks_exact(inputs), bias.clone());
        for rows in [1, 2, 5, 12, 31] {
            let input = numbers(rows * step + inputs, 3);
            let mut output = vec![0.0; rows * affine.stride()];
            affine.apply(&input, step, rows, &mut output);
            for r in 0..rows {
                for o in 0..outputs {
                    let want =
                        dot(&input[r * step..r * step + inputs], &weights[o * inputs..(o + 1) * inputs]) + bias[o];
                    assert!((output[r * affine.stride() + o] - want).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn maxout_takes_the_largest_piece_and_normalizes() {
        let (inputs, width, pieces, rows) = (20, 24, 3, 17);
        let weights = numbers(inputs * width * pieces, 4);
        let bias = numbers(width * pieces, 5);
        let (gain, shift) = (numbers(width, 6), numbers(width, 7));
        let layer = MaxoutNorm::new(inputs, pieces, &weights, &bias, gain.clone(), shift.clone());
        let input = numbers(rows * inputs, 8);
        let residual = numbers(rows * width, 9);
        let mut output = vec![0.0; rows * width];
        layer.apply(&input, inputs, rows, Some(&residual), &mut output, &mut Vec::new());
        for r in 0..rows {
            let x = &input[r * inputs..(r + 1) * inputs];
            let best: Vec<f32> = (0..width)
                .map(|o| {
                    let piece = |p| dot(x, &weights[(o * pieces + p) * inputs..][..inputs]) + bias[o * pieces + p];
                    (0..pieces).map(piece).fold(f32::MIN, f32::max)
                })
                .collect();
            let mean = best.iter().sum::<f32>() / width as f32;
            let variance = best.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / width as f32;
            for o in 0..width {
                let want = (best[o] - mean) / variance.sqrt() * gain[o] + shift[o] + residual[r * width + o];
                assert!((output[r * width + o] - want).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn a_row_is_the_same_in_any_batch() {
        let layer = MaxoutNorm::new(32, 2, &numbers(32 * 16 * 2, 1), &numbers(32, 2), numbers(16, 3), numbers(16, 4));
        let input = numbers(32 * 40, 5);
        let mut together = vec![0.0; 16 * 40];
        layer.apply(&input, 32, 40, None, &mut together, &mut Vec::new());
        for r in 0..40 {
            let mut alone = vec![0.0; 16];
            layer.apply(&input[r * 32..], 32, 1, None, &mut alone, &mut Vec::new());
            assert_eq!(alone, together[r * 16..(r + 1) * 16]);
        }
    }

    #[test]
    fn scorer_finds_the_best_allowed_move() {
        let (hidden, pieces, moves) = (16, 2, 150);
        let weights = numbers(hidden * moves, 1);
        let bias = numbers(hidden * pieces, 2);
        let scorer = Scorer::new(hidden, bias.clone(), &weights, &numbers(moves, 3));
        let (a, b) = (numbers(hidden * pieces, 4), numbers(hidden * pieces, 5));
        let sum = |i: usize| a[i] + b[i] + bias[i];
        let units: Vec<f32> = (0..hidden).map(|i| sum(i).max(sum(i + hidden))).collect();
        let score = |m: usize| dot(&units, &weights[m * hidden..(m + 1) * hidden]) + numbers(moves, 3)[m];
        let mut room = ScorerRoom::default();
        for step in [1, 2, 7, 50] {
            let want = (0..moves).step_by(step).max_by(|&a, &b| score(a).total_cmp(&score(b)));
            assert_eq!(scorer.best([&a, &b], &scorer.mask(|m| m % step == 0), &mut room), want);
        }
        assert_eq!(scorer.best([&a, &b], &scorer.mask(|_| false), &mut room), None);
    }
}
