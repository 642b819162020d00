//! Maxout layers with layer normalisation.

use super::affine::{Affine, ROWS, block, row_block};
use super::{add, larger};
use pulp::{Arch, Simd, WithSimd};

/// thinc's guard against a variance of zero.
const EPSILON: f32 = 1e-8;

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
        Self::on(Arch::new(), inputs, pieces, weights, bias, gain, shift)
    }

    fn on(
        arch: Arch,
        inputs: usize,
        pieces: usize,
        weights: &[f32],
        bias: &[f32],
        gain: Vec<f32>,
        shift: Vec<f32>,
    ) -> Self {
        let width = gain.len();
        // All first pieces, then all second ones: the maximum then runs over whole vectors.
        let order: Vec<usize> = (0..pieces).flat_map(|p| (0..width).map(move |o| o * pieces + p)).collect();
        let rows = order.iter().map(|&at| &weights[at * inputs..(at + 1) * inputs]);
        let bias = order.iter().map(|&at| bias[at]).collect();
        Self { affine: Affine::on(arch, inputs, rows, bias), width, gain, shift }
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
            let count = block::<S>(rows - row);
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

/// Sums of a row are made of this many, of every so manieth value each: as wide as the widest vectors, so that machines with
/// narrower ones round alike.
const PARTS: usize = 16;

/// The sum over the row of `add(value, sum so far)`, which must be the same for vectors and for values alone.
#[inline(always)]
fn total<S: Simd>(
    simd: S,
    row: &[f32],
    add: impl Fn(S::f32s, S::f32s) -> S::f32s,
    add_one: impl Fn(f32, f32) -> f32,
) -> f32 {
    const { assert!(PARTS.is_multiple_of(S::F32_LANES)) };
    let (vectors, rest) = S::as_simd_f32s(row);
    let mut sums = [simd.splat_f32s(0.0); PARTS];
    let width = PARTS / S::F32_LANES;
    for group in vectors.chunks(width) {
        for (sum, &x) in sums[..width].iter_mut().zip(group) {
            *sum = add(x, *sum);
        }
    }
    let mut parts = [0.0; PARTS];
    let (lanes, _) = S::as_mut_simd_f32s(&mut parts);
    lanes.copy_from_slice(&sums[..width]);
    for (i, &x) in (vectors.len() * S::F32_LANES..).zip(rest) {
        parts[i % PARTS] = add_one(x, parts[i % PARTS]);
    }
    let mut left = PARTS;
    while left > 1 {
        left /= 2;
        for i in 0..left {
            parts[i] += parts[i + left];
        }
    }
    parts[0]
}

#[inline(always)]
fn normalize<S: Simd>(simd: S, row: &mut [f32], gain: &[f32], shift: &[f32]) {
    let n = row.len() as f32;
    let mean = total(simd, row, |x, sum| simd.add_f32s(x, sum), |x, sum| x + sum) / n;
    let means = simd.splat_f32s(mean);
    let (vectors, rest) = S::as_mut_simd_f32s(row);
    for x in vectors {
        *x = simd.sub_f32s(*x, means);
    }
    for x in rest {
        *x -= mean;
    }
    let squares = total(simd, row, |x, sum| simd.mul_add_e_f32s(x, x, sum), |x, sum| x.mul_add(x, sum));
    let scale = 1.0 / (squares / n + EPSILON).sqrt();
    let scales = simd.splat_f32s(scale);
    let (vectors, rest) = S::as_mut_simd_f32s(row);
    let (gains, gain_rest) = S::as_simd_f32s(gain);
    let (shifts, shift_rest) = S::as_simd_f32s(shift);
    for ((x, &gain), &shift) in vectors.iter_mut().zip(gains).zip(shifts) {
        *x = simd.mul_add_e_f32s(simd.mul_f32s(*x, scales), gain, shift);
    }
    for ((x, &gain), &shift) in rest.iter_mut().zip(gain_rest).zip(shift_rest) {
        *x = (*x * scale).mul_add(gain, shift);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{arches, dot, numbers};
    use super::*;

    #[test]
    fn maxout_takes_the_largest_piece_and_normalizes() {
        let (inputs, width, pieces, rows) = (20, 27, 3, 17);
        let weights = numbers(inputs * width * pieces, 4);
        let bias = numbers(width * pieces, 5);
        let (gain, shift) = (numbers(width, 6), numbers(width, 7));
        let input = numbers(rows * inputs, 8);
        let residual = numbers(rows * width, 9);
        for arch in arches() {
            let layer = MaxoutNorm::on(arch, inputs, pieces, &weights, &bias, gain.clone(), shift.clone());
            let mut output = vec![0.0; rows * width];
            layer.apply(&input, inputs, rows, Some(&residual), &mut output, &mut Vec::new());
            for r in 0..rows {
                let x = &input[r * inputs..][..inputs];
                let piece =
                    |o: usize, p| dot(x, &weights[(o * pieces + p) * inputs..][..inputs]) + bias[o * pieces + p];
                let best: Vec<f32> =
                    (0..width).map(|o| (0..pieces).map(|p| piece(o, p)).fold(f32::MIN, f32::max)).collect();
                let mean = best.iter().sum::<f32>() / width as f32;
                let variance = best.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / width as f32;
                for o in 0..width {
                    let want = (best[o] - mean) / variance.sqrt() * gain[o] + shift[o] + residual[r * width + o];
                    assert!((output[r * width + o] - want).abs() < 1e-3);
                }
            }
        }
    }

    /// Machines without fused multiplication round otherwise.
    #[test]
    fn vectors_of_any_width_round_alike() {
        let fused = |arch: &Arch| !matches!(arch, Arch::Scalar);
        let (inputs, width, pieces) = (40, 44, 3);
        let (weights, bias) = (numbers(inputs * width * pieces, 1), numbers(width * pieces, 2));
        let outputs: Vec<Vec<f32>> = arches()
            .into_iter()
            .filter(fused)
            .map(|arch| {
                let layer = MaxoutNorm::on(arch, inputs, pieces, &weights, &bias, numbers(width, 3), numbers(width, 4));
                let mut output = vec![0.0; width * 7];
                layer.apply(&numbers(inputs * 7, 5), inputs, 7, None, &mut output, &mut Vec::new());
                output
            })
            .collect();
        assert!(outputs.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn a_row_is_the_same_in_any_batch() {
        for arch in arches() {
            let (weights, bias) = (numbers(32 * 16 * 2, 1), numbers(32, 2));
            let layer = MaxoutNorm::on(arch, 32, 2, &weights, &bias, numbers(16, 3), numbers(16, 4));
            let input = numbers(32 * 40, 5);
            let mut together = vec![0.0; 16 * 40];
            layer.apply(&input, 32, 40, None, &mut together, &mut Vec::new());
            for r in 0..40 {
                let mut alone = vec![0.0; 16];
                layer.apply(&input[r * 32..], 32, 1, None, &mut alone, &mut Vec::new());
                assert_eq!(alone, together[r * 16..][..16]);
            }
        }
    }
}
