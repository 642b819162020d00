//! Matrix products: rows of input by packed weights.

use super::{Lanes, add};
use pulp::{Arch, Simd, WithSimd};

/// Vectors of columns that a tile of the product spans.
const VECTORS: usize = 2;
/// Rows that a tile spans, where there are that many: as many as keep their sums in registers. 32 registers hold 24 sums,
/// the two vectors of weights and the input; 16 hold 12 sums.
pub(super) const ROWS: usize = 12;
const FEW_ROWS: usize = 6;
/// An affine map `y = W x + b`, its weights laid out for the machine at hand.
#[derive(Debug)]
pub(crate) struct Affine {
    pub(super) arch: Arch,
    /// Width of `x`.
    pub inputs: usize,
    /// Width of `y`.
    pub outputs: usize,
    /// Columns of a panel.
    panel: usize,
    /// Panels of `panel` outputs; in each, for input after input, the weights of all its outputs (zeros past the last).
    weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Affine {
    /// Packs rows of weights, one for each output, and the bias (empty for none).
    pub fn new<'a>(inputs: usize, rows: impl ExactSizeIterator<Item = &'a [f32]>, bias: Vec<f32>) -> Self {
        Self::on(Arch::new(), inputs, rows, bias)
    }

    pub(super) fn on<'a>(
        arch: Arch,
        inputs: usize,
        rows: impl ExactSizeIterator<Item = &'a [f32]>,
        bias: Vec<f32>,
    ) -> Self {
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
            let count = block::<S>(rows - row);
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
pub(super) fn block<S: Simd>(left: usize) -> usize {
    match left {
        ROWS.. if S::REGISTER_COUNT >= 32 => ROWS,
        FEW_ROWS.. => FEW_ROWS,
        3.. => 3,
        _ => 1,
    }
}

/// All outputs of a block of rows, without the bias.
#[inline(always)]
pub(super) fn row_block<S: Simd>(simd: S, affine: &Affine, input: &[f32], step: usize, count: usize, out: &mut [f32]) {
    let stride = affine.stride();
    let size = affine.panel * affine.inputs;
    for (number, panel) in affine.weights.chunks_exact(size).enumerate() {
        let out = &mut out[number * affine.panel..];
        match count {
            ROWS => tile::<S, ROWS>(simd, panel, affine.inputs, input, step, out, stride),
            FEW_ROWS => tile::<S, FEW_ROWS>(simd, panel, affine.inputs, input, step, out, stride),
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

#[cfg(test)]
mod tests {
    use super::super::testing::{arches, dot, numbers};
    use super::*;

    #[test]
    fn affine_maps_rows_of_any_number() {
        let (inputs, outputs, step) = (37, 50, 11);
        let weights = numbers(inputs * outputs, 1);
        let bias = numbers(outputs, 2);
        for (arch, rows) in arches().into_iter().flat_map(|arch| [1, 2, 5, 12, 31].map(|rows| (arch, rows))) {
            let affine = Affine::on(arch, inputs, weights.chunks_exact(inputs), bias.clone());
            let input = numbers(rows * step + inputs, 3);
            let mut output = vec![0.0; rows * affine.stride()];
            affine.apply(&input, step, rows, &mut output);
            for r in 0..rows {
                for o in 0..outputs {
                    let want = dot(&input[r * step..][..inputs], &weights[o * inputs..][..inputs]) + bias[o];
                    assert!((output[r * affine.stride() + o] - want).abs() < 1e-4);
                }
            }
        }
    }
}
