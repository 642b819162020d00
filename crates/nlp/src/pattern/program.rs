//! Compiles a tree to instructions, for reading forwards or backwards.

use super::parse::Node;
use super::set::CharSet;

/// One step of a program. `usize` fields are places in the program.
#[derive(Clone, Debug)]
pub(super) enum Inst {
    /// One character of a set.
    Set(CharSet),
    /// As many characters of a set as there are, but at most `max`; gives back down to `min`.
    Run {
        set: CharSet,
        min: u32,
        max: u32,
        then: Option<u8>,
    },
    /// Either of two ways, the first first.
    Split(usize, usize),
    /// Any of several ways, by the character ahead.
    Choose(ByFirst),
    Jump(usize),
    Start,
    End,
    /// Whether the program from `entry` to its [`Match`](Inst::Match) fits here, read backwards where `behind`.
    Look {
        behind: bool,
        negated: bool,
        entry: usize,
        next: usize,
    },
    Match,
}

/// A program with one entry for each alternative, and the alternatives by the character that they may begin with.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) insts: Vec<Inst>,
    pub(super) by_first: ByFirst,
}

/// Entries of the alternatives worth trying: for each ASCII character, for others, and where the text ends.
#[derive(Clone, Debug)]
pub(super) struct ByFirst(Box<[Box<[u32]>]>);

/// Places in [`ByFirst`] after the 128 of ASCII.
const BEYOND_ASCII: usize = 128;
const AT_END: usize = 129;

impl ByFirst {
    fn new(alternatives: &[Node], entries: &[u32], back: bool) -> Self {
        let firsts: Vec<First> = alternatives.iter().map(|node| First::of(node, back)).collect();
        let list =
            |at: usize| firsts.iter().zip(entries).filter(|(first, _)| first.fits(at)).map(|(_, &e)| e).collect();
        Self((0..=AT_END).map(list).collect())
    }

    /// The entries worth trying before `byte`, the next of the text.
    pub(super) fn entries(&self, byte: Option<u8>) -> &[u32] {
        match byte {
            Some(ascii) if ascii.is_ascii() => &self.0[ascii as usize],
            Some(_) => &self.0[BEYOND_ASCII],
            None => &self.0[AT_END],
        }
    }
}

/// A program of more instructions is refused; bounded repeats are written out.
const LARGEST: usize = 100_000;

impl Program {
    /// Compiles the alternatives of a pattern; `back` reads the text from right to left.
    pub(super) fn compile(alternatives: &[Node], back: bool) -> Result<Self, String> {
        let mut compiler = Compiler { insts: Vec::new() };
        let mut entries = Vec::new();
        for node in alternatives {
            entries.push(compiler.insts.len() as u32);
            compiler.node(node, back)?;
            compiler.insts.push(Inst::Match);
        }
        compiler.note_what_follows_runs();
        Ok(Self { insts: compiler.insts, by_first: ByFirst::new(alternatives, &entries, back) })
    }
}

/// What a pattern may begin with (read in its direction).
struct First {
    ascii: u128,
    beyond: bool,
    nullable: bool,
}

impl First {
    /// Whether it may begin with what a place in [`ByFirst`] stands for.
    fn fits(&self, at: usize) -> bool {
        self.nullable
            || match at {
                BEYOND_ASCII => self.beyond,
                AT_END => false,
                ascii => self.ascii >> ascii & 1 == 1,
            }
    }

    fn of(node: &Node, back: bool) -> Self {
        let none = Self { ascii: 0, beyond: false, nullable: false };
        match node {
            Node::Empty | Node::Start | Node::End | Node::Look { .. } => Self { nullable: true, ..none },
            Node::Set(set) => Self { ascii: set.ascii(), beyond: set.beyond_ascii(), nullable: false },
            Node::Repeat { node, min, .. } => {
                let inner = Self::of(node, back);
                Self { nullable: inner.nullable || *min == 0, ..inner }
            }
            Node::Alternatives(nodes) => nodes.iter().map(|n| Self::of(n, back)).fold(none, |a, b| Self {
                ascii: a.ascii | b.ascii,
                beyond: a.beyond || b.beyond,
                nullable: a.nullable || b.nullable,
            }),
            Node::Concat(nodes) => {
                let mut all = Self { nullable: true, ..none };
                let mut nodes: Box<dyn Iterator<Item = &Node>> =
                    if back { Box::new(nodes.iter().rev()) } else { Box::new(nodes.iter()) };
                while all.nullable {
                    let Some(node) = nodes.next() else { break };
                    let first = Self::of(node, back);
                    all.ascii |= first.ascii;
                    all.beyond |= first.beyond;
                    all.nullable = first.nullable;
                }
                all
            }
        }
    }
}

struct Compiler {
    insts: Vec<Inst>,
}

impl Compiler {
    /// Appends the instructions of `node`; afterwards the program goes on with the next one.
    fn node(&mut self, node: &Node, back: bool) -> Result<(), String> {
        if self.insts.len() > LARGEST {
            return Err("a pattern of this size".into());
        }
        match node {
            Node::Empty => {}
            Node::Set(set) => self.insts.push(Inst::Set(set.clone())),
            Node::Start => self.insts.push(Inst::Start),
            Node::End => self.insts.push(Inst::End),
            Node::Concat(nodes) if back => nodes.iter().rev().try_for_each(|n| self.node(n, back))?,
            Node::Concat(nodes) => nodes.iter().try_for_each(|n| self.node(n, back))?,
            Node::Alternatives(nodes) => self.alternatives(nodes, back)?,
            Node::Look { behind, negated, node } => self.look(*behind, *negated, node)?,
            Node::Repeat { node, min, max, greedy } => self.repeat(node, *min, *max, *greedy, back)?,
        }
        Ok(())
    }

    fn alternatives(&mut self, nodes: &[Node], back: bool) -> Result<(), String> {
        let choose = self.insts.len();
        self.insts.push(Inst::Match);
        let (mut entries, mut ends) = (Vec::new(), Vec::new());
        for node in nodes {
            entries.push(self.insts.len() as u32);
            self.node(node, back)?;
            ends.push(self.insts.len());
            self.insts.push(Inst::Jump(0));
        }
        let next = self.insts.len();
        for end in ends {
            self.insts[end] = Inst::Jump(next);
        }
        self.insts[choose] = Inst::Choose(ByFirst::new(nodes, &entries, back));
        Ok(())
    }

    fn look(&mut self, behind: bool, negated: bool, node: &Node) -> Result<(), String> {
        let at = self.insts.len();
        self.insts.push(Inst::Match);
        self.node(node, behind)?;
        self.insts.push(Inst::Match);
        self.insts[at] = Inst::Look { behind, negated, entry: at + 1, next: self.insts.len() };
        Ok(())
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>, greedy: bool, back: bool) -> Result<(), String> {
        if let (Node::Set(set), true) = (node, greedy) {
            self.insts.push(Inst::Run { set: set.clone(), min, max: max.unwrap_or(u32::MAX), then: None });
            return Ok(());
        }
        for _ in 0..min {
            self.node(node, back)?;
        }
        let way = |inside: usize, outside: usize| if greedy { (inside, outside) } else { (outside, inside) };
        let Some(max) = max else {
            if node.nullable() {
                return Err("an endless repeat of what may be empty".into());
            }
            let split = self.insts.len();
            self.insts.push(Inst::Match);
            self.node(node, back)?;
            self.insts.push(Inst::Jump(split));
            let (first, second) = way(split + 1, self.insts.len());
            self.insts[split] = Inst::Split(first, second);
            return Ok(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.insts.len());
            self.insts.push(Inst::Match);
            self.node(node, back)?;
        }
        let next = self.insts.len();
        for split in splits {
            let (first, second) = way(split + 1, next);
            self.insts[split] = Inst::Split(first, second);
        }
        Ok(())
    }

    /// Lets a run know the one ASCII character that must follow it: it then gives back up to the last of them at once.
    fn note_what_follows_runs(&mut self) {
        for i in 1..self.insts.len() {
            let (before, after) = self.insts.split_at_mut(i);
            if let (Some(Inst::Run { then, .. }), Some(Inst::Set(set))) = (before.last_mut(), after.first()) {
                *then = set.single_ascii();
            }
        }
    }
}
