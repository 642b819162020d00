//! The tagger and the sentence recogniser: of each token's classes the one with the highest score.

use crate::Error;
use crate::kernel::Affine;
use crate::weights::{Layers, Shape};

/// A linear layer over token vectors whose best output is the token's class.
#[derive(Debug)]
pub(crate) struct Classifier {
    affine: Affine,
}

impl Classifier {
    /// The form of the network in a model file.
    pub fn shape(tok2vec: Shape) -> Shape {
        Shape::join(vec![tok2vec, Shape::join(vec![Shape::leaf("softmax")])])
    }

    /// Takes the network with so many classes out of a model file whose form was checked.
    pub fn load(layers: &Layers<'_>, classes: usize) -> Result<Self, Error> {
        let softmax = layers.one("softmax")?;
        let ([outputs, inputs], weights) = layers.param_of::<2>(softmax, "W")?;
        let (_, bias) = layers.param_of::<1>(softmax, "b")?;
        if outputs != classes || bias.len() != classes || classes == 0 || inputs == 0 {
            return Err(layers.wrong(format!("{outputs} classes where {classes} are expected")));
        }
        Ok(Self { affine: Affine::new(inputs, weights.chunks_exact(inputs), bias) })
    }

    /// Width of the token vectors that it reads.
    pub fn inputs(&self) -> usize {
        self.affine.inputs
    }

    /// The class of each of the tokens whose vectors lie in `vectors` side by side.
    pub fn classify<'s>(&'s self, vectors: &[f32], scores: &'s mut Vec<f32>) -> impl Iterator<Item = usize> + 's {
        let rows = vectors.len() / self.affine.inputs;
        scores.resize(rows * self.affine.stride(), 0.0);
        self.affine.apply(vectors, self.affine.inputs, rows, scores);
        scores.chunks_exact(self.affine.stride()).map(|row| best(&row[..self.affine.outputs]))
    }
}

/// The first of the highest scores.
fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (class, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = class;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_highest_wins() {
        assert_eq!(best(&[0.5, 2.0, -1.0, 2.0]), 1);
        assert_eq!(best(&[-3.0]), 0);
    }

    #[test]
    fn classifies_each_token() {
        let weights = [1.0, 0.0, 0.0, 1.0];
        let classifier = Classifier { affine: Affine::new(2, weights.chunks_exact(2), vec![0.0, 0.5]) };
        let mut scores = Vec::new();
        let classes: Vec<_> = classifier.classify(&[1.0, 0.0, 0.0, 1.0, 1.0, 0.75], &mut scores).collect();
        assert_eq!(classes, [0, 1, 1]);
    }
}
