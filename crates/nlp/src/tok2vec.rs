//! From tokens to vectors: hash embeddings, mixed by a maxout layer, then convolutions over the neighbours.

use crate::Error;
use crate::embedding_cache::{EmbeddingCache, Found};
use crate::features::{Attr, Words};
use crate::kernel::{Affine, MaxoutNorm};
use crate::vectors::Vectors;
use crate::weights::{Layers, Shape};
use std::ops::Range;

/// A `MultiHashEmbed` with its `MaxoutWindowEncoder`.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    tables: Vec<HashTable>,
    /// From static vectors to values beside the tables'.
    vectors: Option<Affine>,
    mix: MaxoutNorm,
    /// Neighbours that a convolution sees on either side.
    window: usize,
    layers: Vec<MaxoutNorm>,
}

/// An embedding table that every value has four rows of, their sum its vector (thinc's `HashEmbed`).
#[derive(Debug)]
struct HashTable {
    attr: Attr,
    seed: u32,
    rows: usize,
    width: usize,
    values: Vec<f32>,
}

impl Tok2Vec {
    /// The form of the network in a model file that has it once, wherever in the file it is.
    pub fn shape(layers: &Layers<'_>) -> Shape {
        let leaf = Shape::leaf;
        let hash = || Shape::join(vec![leaf("ints-getitem"), leaf("hashembed")]);
        let maxout = || Shape::join(vec![Shape::join(vec![leaf("maxout"), leaf("layernorm")]), leaf("dropout")]);
        let wrap = |mut parts: Vec<Shape>| if parts.len() == 1 { parts.remove(0) } else { Shape::join(parts) };
        let tables = wrap((0..layers.count("hashembed")).map(|_| hash()).collect());
        let mut embed = vec![leaf("extract_features"), leaf("list2ragged"), Shape::join(vec![tables])];
        if layers.count("static_vectors") > 0 {
            embed = vec![Shape::join(vec![Shape::join(embed), leaf("static_vectors")])];
        }
        embed.extend([Shape::join(vec![maxout()]), leaf("ragged2list")]);
        let convolution = || Shape::join(vec![Shape::join(vec![leaf("expand_window"), maxout()])]);
        let encode = wrap((0..layers.count("expand_window")).map(|_| convolution()).collect());
        Shape::join(vec![Shape::join(embed), Shape::join(vec![encode])])
    }

    /// Takes the network out of a model file whose form was checked.
    pub fn load(layers: &Layers<'_>) -> Result<Self, Error> {
        let extract = layers.one("extract_features")?;
        let columns = layers.texts(extract, "columns")?;
        let tables = layers.named("hashembed").map(|layer| HashTable::load(layers, layer, &columns));
        let tables: Vec<HashTable> = tables.collect::<Result<_, Error>>()?;
        let vectors = match layers.named("static_vectors").next() {
            Some(layer) => {
                let ([_, inputs], weights) = layers.param_of::<2>(layer, "W")?;
                if inputs == 0 {
                    return Err(layers.wrong("static vectors without values"));
                }
                Some(Affine::new(inputs, weights.chunks_exact(inputs), Vec::new()))
            }
            None => None,
        };
        let mut window = 0;
        for layer in layers.named("expand_window") {
            window = layers.number(layer, "window_size")?.unwrap_or(1) as usize;
        }
        let mut maxouts = layers.named("maxout").zip(layers.named("layernorm")).map(|(m, n)| load_maxout(layers, m, n));
        let mix = maxouts.next().ok_or_else(|| layers.wrong("no maxout layer"))??;
        let convolutions = maxouts.collect::<Result<Vec<_>, Error>>()?;
        let own: usize = tables.iter().map(|table| table.width).sum();
        let extra = vectors.as_ref().map_or(0, |vectors| vectors.outputs);
        let fits = mix.inputs() == own + extra
            && convolutions.iter().all(|c| c.width == mix.width && c.inputs() == mix.width * (2 * window + 1));
        if !fits {
            return Err(layers.wrong("the layers' widths do not fit each other"));
        }
        Ok(Self { tables, vectors, mix, window, layers: convolutions })
    }

    /// Width of a token's vector.
    pub fn width(&self) -> usize {
        self.mix.width
    }

    /// Width that static vectors must have; 0 when the network looks at none.
    pub fn vector_width(&self) -> usize {
        self.vectors.as_ref().map_or(0, |vectors| vectors.inputs)
    }

    /// Neighbours on either side that a token's vector depends on.
    fn reach(&self) -> usize {
        self.window * self.layers.len()
    }

    /// The vectors of the document's tokens `range`, which depend on their neighbours as far as the convolutions reach.
    pub fn encode<'b>(
        &self,
        words: Words<'_>,
        vectors: &Vectors,
        range: Range<usize>,
        scratch: &'b mut Scratch,
    ) -> &'b [f32] {
        let (width, reach) = (self.width(), self.reach());
        let count = range.len() + 2 * reach;
        scratch.now.resize(count * width, 0.0);
        scratch.next.resize(count * width, 0.0);
        // thinc sets zeros around a document; what lies beyond those does not reach a token.
        let first = range.start.saturating_sub(reach);
        let last = (range.end + reach).min(words.len());
        let before = first + reach - range.start;
        scratch.now[..before * width].fill(0.0);
        scratch.now[(before + last - first) * width..].fill(0.0);
        self.embed(words, vectors, first..last, before, scratch);
        for (depth, layer) in self.layers.iter().enumerate() {
            // At the ends, rows without all their neighbours fall away.
            let start = (depth + 1) * self.window;
            let input = &scratch.now[(start - self.window) * width..];
            let residual = &scratch.now[start * width..];
            let output = &mut scratch.next[start * width..];
            layer.apply(input, width, count - 2 * start, Some(residual), output, &mut scratch.pieces);
            std::mem::swap(&mut scratch.now, &mut scratch.next);
        }
        &scratch.now[reach * width..][..range.len() * width]
    }

    /// Writes the embeddings of tokens into the rows of `scratch.now` from `at` on, from the cache where they are known.
    fn embed(&self, words: Words<'_>, vectors: &Vectors, range: Range<usize>, at: usize, scratch: &mut Scratch) {
        let width = self.width();
        let Scratch { now, cache, pending, fresh, .. } = scratch;
        pending.clear();
        fresh.clear();
        let start = range.start;
        for (token, out) in range.zip(now[at * width..].chunks_exact_mut(width)) {
            match cache.find(words.key(token), fresh.len()) {
                Found::Known(values) => out.copy_from_slice(values),
                Found::Pending(place) => pending.push((token, place)),
                Found::New(slot) => {
                    pending.push((token, fresh.len()));
                    fresh.push((token, slot));
                }
            }
        }
        if scratch.fresh.is_empty() {
            return;
        }
        self.mix_fresh(words, vectors, scratch);
        let Scratch { now, cache, pending, fresh, mixed, .. } = scratch;
        for &(token, place) in pending.iter() {
            let row = at + token - start;
            now[row * width..][..width].copy_from_slice(&mixed[place * width..][..width]);
        }
        for (place, (&(_, slot), values)) in fresh.iter().zip(mixed.chunks_exact(width)).enumerate() {
            cache.fill(slot, place, values);
        }
    }

    /// Computes the embeddings of the tokens that the cache does not have, side by side, into `scratch.mixed`.
    fn mix_fresh(&self, words: Words<'_>, vectors: &Vectors, scratch: &mut Scratch) {
        let Scratch { fresh, concat, statics, projected, mixed, pieces, .. } = scratch;
        let (width, inputs) = (self.width(), self.mix.inputs());
        concat.resize(fresh.len() * inputs, 0.0);
        for (&(token, _), row) in fresh.iter().zip(concat.chunks_exact_mut(inputs)) {
            let mut rest = row;
            for table in &self.tables {
                let (own, others) = rest.split_at_mut(table.width);
                table.embed(words.attr(token, table.attr), own);
                rest = others;
            }
        }
        if let Some(project) = &self.vectors {
            statics.clear();
            statics.resize(fresh.len() * project.inputs, 0.0);
            for (&(token, _), row) in fresh.iter().zip(statics.chunks_exact_mut(project.inputs)) {
                if let Some(vector) = vectors.get(words.attr(token, Attr::Orth)) {
                    row.copy_from_slice(vector);
                }
            }
            projected.resize(fresh.len() * project.stride(), 0.0);
            project.apply(statics, project.inputs, fresh.len(), projected);
            for (row, values) in concat.chunks_exact_mut(inputs).zip(projected.chunks_exact(project.stride())) {
                row[inputs - project.outputs..].copy_from_slice(&values[..project.outputs]);
            }
        }
        mixed.resize(fresh.len() * width, 0.0);
        self.mix.apply(concat, inputs, fresh.len(), None, mixed, pieces);
    }
}

impl HashTable {
    fn load(layers: &Layers<'_>, layer: usize, columns: &[String]) -> Result<Self, Error> {
        let number = |name: &str| Ok(layers.number(layer, name)?.unwrap_or(0));
        let (column, seed) = (number("column")? as usize, number("seed")? as u32);
        let name = columns
            .get(column)
            .ok_or_else(|| layers.wrong(format!("column {column} of a hash embedding is not there")))?;
        let ([rows, width], values) = layers.param_of::<2>(layer, "E")?;
        if rows == 0 || width == 0 {
            return Err(layers.wrong("an empty embedding table"));
        }
        Ok(Self { attr: Attr::named(layers.file(), name)?, seed, rows, width, values })
    }

    /// The sum of the four rows that stand for `value`.
    fn embed(&self, value: u64, out: &mut [f32]) {
        let [a, b, c, d] = hash4(value, self.seed).map(|hash| {
            let row = hash as usize % self.rows;
            &self.values[row * self.width..(row + 1) * self.width]
        });
        for (i, out) in out.iter_mut().enumerate() {
            *out = a[i] + b[i] + c[i] + d[i];
        }
    }
}

/// Four hashes of a value, as thinc computes them (`NumpyOps.hash`, after MurmurHash3).
fn hash4(value: u64, seed: u32) -> [u32; 4] {
    let mix = |mut h: u64| {
        h = (h ^ h >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ h >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ h >> 33
    };
    let seed = u64::from(seed) ^ 8;
    let value = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut a = (value ^ seed).wrapping_add(seed);
    let mut b = seed.wrapping_add(a);
    (a, b) = (mix(a), mix(b));
    a = a.wrapping_add(b);
    b = b.wrapping_add(a);
    [a as u32, (a >> 32) as u32, b as u32, (b >> 32) as u32]
}

fn load_maxout(layers: &Layers<'_>, maxout: usize, norm: usize) -> Result<MaxoutNorm, Error> {
    let ([width, pieces, inputs], weights) = layers.param_of::<3>(maxout, "W")?;
    let (_, bias) = layers.param_of::<2>(maxout, "b")?;
    let (_, gain) = layers.param_of::<1>(norm, "G")?;
    let (_, shift) = layers.param_of::<1>(norm, "b")?;
    if bias.len() != width * pieces || gain.len() != width || shift.len() != width || inputs * pieces * width == 0 {
        return Err(layers.wrong("a maxout layer's weights do not fit each other"));
    }
    Ok(MaxoutNorm::new(inputs, pieces, &weights, &bias, gain, shift))
}

/// A worker's room for one [`Tok2Vec`], and the embeddings that it has met.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// A layer's input, row by row; then its output.
    now: Vec<f32>,
    next: Vec<f32>,
    /// Maxout pieces of a few rows.
    pieces: Vec<f32>,
    cache: EmbeddingCache,
    /// Tokens that wait for a row of `mixed`, with its number.
    pending: Vec<(usize, usize)>,
    /// Tokens whose embedding is to be computed, with their places in the cache.
    fresh: Vec<(usize, usize)>,
    concat: Vec<f32>,
    statics: Vec<f32>,
    projected: Vec<f32>,
    mixed: Vec<f32>,
}

impl Scratch {
    /// For a network.
    pub fn new(network: &Tok2Vec) -> Self {
        Self {
            now: Vec::new(),
            next: Vec::new(),
            pieces: Vec::new(),
            cache: EmbeddingCache::new(network.width()),
            pending: Vec::new(),
            fresh: Vec::new(),
            concat: Vec::new(),
            statics: Vec::new(),
            projected: Vec::new(),
            mixed: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_thincs() {
        assert_eq!(hash4(0, 8), [0; 4]);
        assert_eq!(hash4(1, 8), [1_161_550_108, 2_247_783_286, 1_742_325_162, 1_224_191_281]);
        assert_eq!(hash4(1_234_567_890_123_456_789, 8), [3_991_513_080, 1_686_492_643, 3_839_785_972, 382_255_317]);
        assert_eq!(hash4(u64::MAX, 8), [2_488_739_950, 2_974_852_181, 1_585_626_277, 2_314_794_624]);
    }
}
