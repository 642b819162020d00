//! Arcs that cross: the parser draws them higher up and notes in the label where they belong (`relcl||nsubj`).
//!
//! After Nivre and Nilsson, *Pseudo-Projective Dependency Parsing* (ACL 2005), the scheme HEAD, as spaCy's `deprojectivize` undoes it.

use super::tree::Tree;

/// What a label with a note stands for: the arc's own relation and that of its true head.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lifted {
    pub dep: u16,
    pub head: u16,
}

/// Tokens that the search for a true head looks at before it gives up.
const LIMIT: usize = 1 << 16;

/// Room for the search.
#[derive(Debug, Default)]
pub(super) struct Lowering {
    /// Children of all tokens, grouped by head; those of `h` are `children[first[h]..first[h + 1]]`.
    children: Vec<u32>,
    first: Vec<u32>,
    /// Tokens that got a new head: the last one of each head, and each one's predecessor.
    newcomer: Vec<u32>,
    previous: Vec<u32>,
    queue: Vec<u32>,
    few: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;

impl Lowering {
    /// Moves all lifted arcs down to their true heads. `lifted` knows the relations with notes; `is_space` the white space.
    /// Returns whether there were any.
    pub fn run(&mut self, tree: &mut Tree, lifted: &[Option<Lifted>], is_space: impl Fn(usize) -> bool) -> bool {
        let mut any = false;
        for token in 0..tree.deps.len() {
            if let Some(note) = lifted[tree.deps[token] as usize] {
                if !any {
                    self.begin(tree);
                    any = true;
                }
                let head = self.true_head(tree, token as u32, note.head, &is_space);
                self.previous[token] = std::mem::replace(&mut self.newcomer[head as usize], token as u32);
                tree.heads[token] = head;
                tree.deps[token] = note.dep;
            }
        }
        any
    }

    fn begin(&mut self, tree: &Tree) {
        let n = tree.heads.len();
        self.first.clear();
        self.first.resize(n + 1, 0);
        for &head in &tree.heads {
            self.first[head as usize + 1] += 1;
        }
        for head in 0..n {
            self.first[head + 1] += self.first[head];
        }
        self.children.clear();
        self.children.resize(n, 0);
        for (token, &head) in tree.heads.iter().enumerate() {
            self.children[self.first[head as usize] as usize] = token as u32;
            self.first[head as usize] += 1;
        }
        // Each group's start has moved to the next group's.
        self.first.rotate_right(1);
        self.first[0] = 0;
        for list in [&mut self.newcomer, &mut self.previous] {
            list.clear();
            list.resize(n, NOBODY);
        }
    }

    /// The first token below the present head, level by level and from the left, whose relation is `wanted`.
    fn true_head(&mut self, tree: &Tree, token: u32, wanted: u16, is_space: &impl Fn(usize) -> bool) -> u32 {
        let now = tree.heads[token as usize];
        let mut queue = std::mem::take(&mut self.queue);
        queue.clear();
        queue.push(now);
        let mut next = 0;
        let mut found = now;
        'search: while next < queue.len() && next < LIMIT {
            self.find_children(tree, queue[next]);
            for &child in &self.few {
                if child == token || is_space(child as usize) {
                    continue;
                }
                if tree.deps[child as usize] == wanted {
                    found = child;
                    break 'search;
                }
                queue.push(child);
            }
            next += 1;
        }
        self.queue = queue;
        found
    }

    /// The present children of `head` inside the edges that its subtree had at first, in order, into `few`.
    fn find_children(&mut self, tree: &Tree, head: u32) {
        let Self { children, first, newcomer, previous, few, .. } = self;
        few.clear();
        let group = first[head as usize] as usize..first[head as usize + 1] as usize;
        let stays = |&child: &u32| child != head && tree.heads[child as usize] == head;
        few.extend(children[group].iter().copied().filter(stays));
        let old = few.len();
        let mut new = newcomer[head as usize];
        while new != NOBODY {
            if (tree.left[head as usize]..=tree.right[head as usize]).contains(&new) && !few[..old].contains(&new) {
                few.push(new);
            }
            new = previous[new as usize];
        }
        if few.len() > old {
            few.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relations: 0 root, 1 nsubj, 2 relcl, 3 `relcl||nsubj`, 4 other.
    const LIFTED: [Option<Lifted>; 5] = [None, None, None, Some(Lifted { dep: 2, head: 1 }), None];

    fn tree(heads: &[u32], deps: &[u16]) -> Tree {
        let mut tree = Tree::default();
        tree.heads = heads.to_vec();
        tree.deps = deps.to_vec();
        tree.index(&mut vec![0; heads.len()]);
        tree
    }

    #[test]
    fn a_lifted_arc_finds_its_head() {
        let mut tree = tree(&[1, 1, 1, 1], &[1, 0, 4, 3]);
        assert!(Lowering::default().run(&mut tree, &LIFTED, |_| false));
        assert_eq!((tree.heads[3], tree.deps[3]), (0, 2));
    }

    #[test]
    fn without_a_head_of_that_kind_the_arc_stays() {
        let mut tree = tree(&[1, 1, 1, 1], &[1, 0, 4, 3]);
        assert!(Lowering::default().run(&mut tree, &LIFTED, |token| token == 0));
        assert_eq!((tree.heads[3], tree.deps[3]), (1, 2));
    }

    #[test]
    fn nothing_lifted_nothing_done() {
        assert!(!Lowering::default().run(&mut tree(&[1, 1], &[1, 0]), &LIFTED, |_| false));
    }
}
