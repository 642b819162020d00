//! Matrix products with what follows them, in registers: `max` over pieces, layer normalisation, residual.
//!
//! One generic routine, compiled for each instruction set that [`pulp`] knows and chosen when a matrix is packed.
//! The sum of one output runs over its inputs in order, whatever rows lie beside it, so a row's result does not depend on
//! how a document was cut into batches; and since every sum has an order of its own, not the vectors', machines with fused
//! multiplication (AVX2, AVX-512, NEON) give the same bits.

mod affine;
mod maxout;
mod scorer;

pub(crate) use affine::Affine;
pub(crate) use maxout::MaxoutNorm;
pub(crate) use scorer::{Scorer, ScorerRoom};

use pulp::{Simd, WithSimd};

/// Asks how many values a vector has.
struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
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

#[cfg(test)]
mod testing {
    use pulp::Arch;

    pub fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    pub fn dot(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>() as f32
    }

    /// All instruction sets that this machine can run.
    pub fn arches() -> Vec<Arch> {
        let mut arches = vec![Arch::Scalar, Arch::new()];
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        arches.extend(pulp::x86::V3::try_new().map(Arch::V3));
        arches
    }
}
