//! The finished tree of a document: edges of subtrees and sentence starts (spaCy's `set_children_from_heads`).

/// A document's heads, which subtrees they make and where its sentences start.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Each token's head; a root is its own.
    pub heads: Vec<u32>,
    /// Number of each token's relation.
    pub deps: Vec<u16>,
    /// First token of each subtree.
    pub left: Vec<u32>,
    /// Last token of each subtree.
    pub right: Vec<u32>,
    starts: Vec<bool>,
}

/// How often spaCy goes over edges that sentences cut.
const ROUNDS: usize = 12;

impl Tree {
    /// Finds the edges of all subtrees, and writes 1 to `starts` where a sentence begins, -1 elsewhere.
    pub fn index(&mut self, starts: &mut [i8]) {
        let n = self.heads.len();
        for edges in [&mut self.left, &mut self.right] {
            edges.clear();
            edges.extend(0..n as u32);
        }
        for _ in 0..ROUNDS {
            self.widen();
            if self.heads_are_in_sentences() {
                break;
            }
        }
        starts.fill(-1);
        for i in 0..n {
            if self.heads[i] as usize == i {
                starts[self.left[i] as usize] = 1;
            }
        }
    }

    /// Each head's subtree takes in its children's: once from the left, once from the right.
    fn widen(&mut self) {
        let n = self.heads.len();
        for i in (0..n).chain((0..n).rev()) {
            let head = self.heads[i] as usize;
            self.left[head] = self.left[head].min(self.left[i]);
            self.right[head] = self.right[head].max(self.right[i]);
        }
    }

    fn heads_are_in_sentences(&mut self) -> bool {
        let n = self.heads.len();
        self.starts.clear();
        self.starts.resize(n, false);
        for i in 0..n {
            if self.heads[i] as usize == i {
                self.starts[self.left[i] as usize] = true;
            }
        }
        let mut start = 0;
        for end in 0..n {
            if end > 0 && self.starts[end] || end + 1 == n {
                let sentence = start..=end;
                if self.heads[start..end].iter().any(|&head| !sentence.contains(&(head as usize))) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(heads: &[u32]) -> (Tree, Vec<i8>) {
        let mut tree = Tree { heads: heads.to_vec(), ..Tree::default() };
        let mut starts = vec![0; heads.len()];
        tree.index(&mut starts);
        (tree, starts)
    }

    #[test]
    fn sentences_start_at_the_edges_of_roots() {
        let (tree, starts) = starts(&[1, 1, 1, 4, 4, 6, 4]);
        assert_eq!(starts, [1, -1, -1, 1, -1, -1, -1]);
        assert_eq!((tree.left[4], tree.right[4], tree.left[6]), (3, 6, 5));
    }

    #[test]
    fn crossing_arcs_are_gone_over_again() {
        // 0 hangs on 3, 3 on 1, 1 on 4: three steps up, back and forth.
        let (tree, starts) = starts(&[3, 4, 4, 1, 4]);
        assert_eq!((tree.left[4], tree.right[4]), (0, 4));
        assert_eq!(starts, [1, -1, -1, -1, -1]);
    }
}
