//! Runs programs on text.

use super::program::{Inst, Program};

/// How many steps patterns may still take on one stretch of text.
#[derive(Clone, Copy, Debug)]
pub struct Budget(u64);

impl Budget {
    /// What may be spent on a text of `len` bytes.
    ///
    /// A pattern that reads each character some times over never spends it; one that goes quadratic does on some ten
    /// thousand characters.
    pub fn for_len(len: usize) -> Self {
        Self((1 << 18) + 32 * len as u64)
    }

    fn spend(&mut self, steps: usize) -> bool {
        let left = self.0.checked_sub(steps as u64);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// The matcher's working memory.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    stack: Vec<Frame>,
}

/// Where to go on when the way taken fails.
#[derive(Clone, Copy, Debug)]
struct Frame {
    pc: u32,
    at: u32,
    /// How far a run may give back; [`NO_RUN`] for other frames.
    limit: u32,
}

const NO_RUN: u32 = u32::MAX;

/// The text and where a run of the machine may end.
struct Task<'a> {
    text: &'a str,
    /// A place where a match may not end.
    not_at: Option<usize>,
}

impl Machine {
    /// The end of the match of `program`'s first alternative that begins at `at`.
    pub(super) fn match_at(
        &mut self,
        program: &Program,
        text: &str,
        at: usize,
        must_advance: bool,
        budget: &mut Budget,
    ) -> Option<usize> {
        let task = Task { text, not_at: must_advance.then_some(at) };
        let entries = program.by_first.entries(ahead::<false>(text, at));
        entries.iter().find_map(|&entry| self.run::<false>(program, &task, entry as usize, at, budget, None))
    }

    /// The leftmost place where a match that ends at `end` begins; `program` reads backwards.
    pub(super) fn leftmost(&mut self, program: &Program, text: &str, end: usize, budget: &mut Budget) -> Option<usize> {
        let task = Task { text, not_at: None };
        let mut leftmost = None;
        for &entry in program.by_first.entries(ahead::<true>(text, end)) {
            let mut least = usize::MAX;
            self.run::<true>(program, &task, entry as usize, end, budget, Some(&mut least));
            if least != usize::MAX {
                leftmost = Some(leftmost.map_or(least, |so_far: usize| so_far.min(least)));
            }
        }
        leftmost
    }

    /// Runs from `pc` with the text at `at`, backwards where `BACK`. Gives where the first match ends; with `least`,
    /// goes through all matches and notes the leftmost end.
    fn run<const BACK: bool>(
        &mut self,
        program: &Program,
        task: &Task<'_>,
        mut pc: usize,
        mut at: usize,
        budget: &mut Budget,
        mut least: Option<&mut usize>,
    ) -> Option<usize> {
        let base = self.stack.len();
        let text = task.text;
        loop {
            if !budget.spend(1) {
                self.stack.truncate(base);
                return None;
            }
            let goes_on = match &program.insts[pc] {
                Inst::Set(set) => match step::<BACK>(text, at, |c| set.has(c), |b| set.has_ascii(b)) {
                    Some(next) => {
                        at = next;
                        pc += 1;
                        true
                    }
                    None => false,
                },
                Inst::Run { set, min, max, .. } => {
                    let run = run_of::<BACK>(text, at, *min, *max, |c| set.has(c), |b| set.has_ascii(b));
                    match run {
                        Some((limit, end)) if budget.spend(at.abs_diff(end) / 16) => {
                            if limit != end {
                                self.stack.push(Frame { pc: pc as u32, at: end as u32, limit: limit as u32 });
                            }
                            at = end;
                            pc += 1;
                            true
                        }
                        _ => false,
                    }
                }
                Inst::Split(first, second) => {
                    self.stack.push(Frame { pc: *second as u32, at: at as u32, limit: NO_RUN });
                    pc = *first;
                    true
                }
                Inst::Choose(ways) => match ways.entries(ahead::<BACK>(text, at)) {
                    [] => false,
                    [first, others @ ..] => {
                        let others = others.iter().rev();
                        self.stack.extend(others.map(|&pc| Frame { pc, at: at as u32, limit: NO_RUN }));
                        pc = *first as usize;
                        true
                    }
                },
                Inst::Jump(to) => {
                    pc = *to;
                    true
                }
                Inst::Start => {
                    pc += 1;
                    at == 0
                }
                Inst::End => {
                    pc += 1;
                    at == text.len() || at + 1 == text.len() && text.ends_with('\n')
                }
                Inst::Look { behind, negated, entry, next } => {
                    let inner = Task { text, not_at: None };
                    let fits = if *behind {
                        self.run::<true>(program, &inner, *entry, at, budget, None)
                    } else {
                        self.run::<false>(program, &inner, *entry, at, budget, None)
                    };
                    pc = *next;
                    fits.is_some() != *negated
                }
                Inst::Match => {
                    if let Some(least) = &mut least {
                        **least = at.min(**least);
                        false
                    } else if task.not_at == Some(at) {
                        false
                    } else {
                        self.stack.truncate(base);
                        return Some(at);
                    }
                }
            };
            if !goes_on {
                (pc, at) = self.back_track::<BACK>(program, text, base, budget)?;
            }
        }
    }

    /// The newest way not yet tried above `base`.
    fn back_track<const BACK: bool>(
        &mut self,
        program: &Program,
        text: &str,
        base: usize,
        budget: &mut Budget,
    ) -> Option<(usize, usize)> {
        while self.stack.len() > base {
            let frame = self.stack.pop()?;
            let (pc, at, limit) = (frame.pc as usize, frame.at as usize, frame.limit as usize);
            if frame.limit == NO_RUN {
                return Some((pc, at));
            }
            let Inst::Run { then, .. } = &program.insts[pc] else { return None };
            let given = give_back::<BACK>(text, at, limit, *then);
            if !budget.spend(given.unwrap_or(limit).abs_diff(at) / 16) {
                self.stack.truncate(base);
                return None;
            }
            let Some(at) = given else { continue };
            if at != limit {
                self.stack.push(Frame { at: at as u32, ..frame });
            }
            return Some((pc + 1, at));
        }
        None
    }
}

/// Where a run that reaches to `at` ends when it gives back a character, or several up to the next `then`; not beyond
/// `limit`.
fn give_back<const BACK: bool>(text: &str, at: usize, limit: usize, then: Option<u8>) -> Option<usize> {
    match (then, BACK) {
        (None, false) => text[limit..at].chars().next_back().map(|c| at - c.len_utf8()),
        (None, true) => text[at..limit].chars().next().map(|c| at + c.len_utf8()),
        (Some(byte), false) => memchr::memrchr(byte, &text.as_bytes()[limit..at]).map(|i| limit + i),
        (Some(byte), true) => memchr::memchr(byte, &text.as_bytes()[at..limit]).map(|i| at + i + 1),
    }
}

/// The byte that comes next: the first of a character forwards, its last backwards.
fn ahead<const BACK: bool>(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(if BACK { at.checked_sub(1)? } else { at }).copied()
}

/// One character further, if it passes.
#[inline]
fn step<const BACK: bool>(
    text: &str,
    at: usize,
    has: impl Fn(char) -> bool,
    has_ascii: impl Fn(u8) -> bool,
) -> Option<usize> {
    let byte = ahead::<BACK>(text, at)?;
    if byte.is_ascii() {
        return has_ascii(byte).then(|| if BACK { at - 1 } else { at + 1 });
    }
    let c = if BACK { text[..at].chars().next_back()? } else { text[at..].chars().next()? };
    has(c).then(|| if BACK { at - c.len_utf8() } else { at + c.len_utf8() })
}

/// The longest run from `at`: where it has `min` characters, and where it ends.
fn run_of<const BACK: bool>(
    text: &str,
    at: usize,
    min: u32,
    max: u32,
    has: impl Fn(char) -> bool,
    has_ascii: impl Fn(u8) -> bool,
) -> Option<(usize, usize)> {
    let (mut end, mut limit, mut count) = (at, at, 0);
    while count < max {
        let Some(next) = step::<BACK>(text, end, &has, &has_ascii) else { break };
        end = next;
        count += 1;
        if count <= min {
            limit = end;
        }
    }
    (count >= min).then_some((limit, end))
}
