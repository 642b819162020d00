//! The state of the arc-eager parser (spaCy's `StateC`).

/// No token.
pub(super) const NONE: i32 = -1;

/// A stack and a buffer of tokens, and the arcs that were drawn.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Each token's head, [`NONE`] so far.
    pub heads: Vec<i32>,
    /// The move that drew each token's arc.
    pub moves: Vec<u16>,
    stack: Vec<i32>,
    /// Tokens put back before the buffer, the next one last.
    returned: Vec<i32>,
    /// The first token that has not been read.
    next: i32,
    /// Tokens that were put back once and cannot be shifted again.
    shifted: Vec<bool>,
    /// 1 where a sentence starts, -1 where none can, 0 unknown.
    starts: Vec<i8>,
    /// Each token's last child on either side, and each child's previous one on its side.
    last_left: Vec<i32>,
    last_right: Vec<i32>,
    previous: Vec<i32>,
}

impl State {
    /// The state before the first of a document's tokens; `starts` says what is known of sentence starts.
    pub fn begin(&mut self, starts: &[i8]) {
        let n = starts.len();
        for list in [&mut self.heads, &mut self.last_left, &mut self.last_right, &mut self.previous] {
            list.clear();
            list.resize(n, NONE);
        }
        self.moves.clear();
        self.moves.resize(n, 0);
        self.shifted.clear();
        self.shifted.resize(n, false);
        self.starts.clear();
        self.starts.extend_from_slice(starts);
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
    }

    /// The `i`th token from the top of the stack.
    pub fn s(&self, i: usize) -> i32 {
        self.stack.len().checked_sub(i + 1).map_or(NONE, |at| self.stack[at])
    }

    /// The `i`th token of the buffer.
    pub fn b(&self, i: usize) -> i32 {
        if let Some(at) = self.returned.len().checked_sub(i + 1) {
            return self.returned[at];
        }
        let token = self.next + (i - self.returned.len()) as i32;
        if (token as usize) < self.heads.len() { token } else { NONE }
    }

    /// The last child of `head` on its left.
    pub fn left_child(&self, head: i32) -> i32 {
        usize::try_from(head).map_or(NONE, |head| self.last_left[head])
    }

    /// The last child of `head` on its right.
    pub fn right_child(&self, head: i32) -> i32 {
        usize::try_from(head).map_or(NONE, |head| self.last_right[head])
    }

    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Tokens in the buffer.
    pub fn left(&self) -> usize {
        self.heads.len() - self.next as usize + self.returned.len()
    }

    pub fn is_final(&self) -> bool {
        self.stack.is_empty() && self.left() == 0
    }

    pub fn has_head(&self, token: i32) -> bool {
        usize::try_from(token).is_ok_and(|token| self.heads[token] != NONE)
    }

    pub fn starts_sentence(&self, token: i32) -> bool {
        usize::try_from(token).is_ok_and(|token| self.starts[token] == 1)
    }

    pub fn cannot_start_sentence(&self, token: i32) -> bool {
        usize::try_from(token).is_ok_and(|token| self.starts[token] == -1)
    }

    pub fn start_sentence(&mut self, token: i32) {
        if let Ok(token) = usize::try_from(token) {
            self.starts[token] = 1;
        }
    }

    /// Whether the token was put back and cannot be shifted.
    pub fn was_shifted(&self, token: i32) -> bool {
        usize::try_from(token).is_ok_and(|token| self.shifted[token])
    }

    /// Lets the token be shifted again.
    pub fn forget_shifted(&mut self, token: i32) {
        if let Ok(token) = usize::try_from(token) {
            self.shifted[token] = false;
        }
    }

    /// Moves the buffer's first token onto the stack.
    pub fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    /// Drops the top of the stack.
    pub fn pop(&mut self) {
        self.stack.pop();
    }

    /// Puts the top of the stack back before the buffer.
    pub fn put_back(&mut self) {
        if let Some(token) = self.stack.pop() {
            self.shifted[token as usize] = true;
            self.returned.push(token);
        }
    }

    /// Gives up: nothing more can be done with this document.
    pub fn force_final(&mut self) {
        self.stack.clear();
        self.next = self.heads.len() as i32;
    }

    /// Draws an arc; the child loses the head that it had.
    pub fn attach(&mut self, head: i32, child: i32, number: u16) {
        let index = child as usize;
        if self.heads[index] != NONE {
            self.detach(index);
        }
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        self.previous[index] = last[head as usize];
        last[head as usize] = child;
        self.heads[index] = head;
        self.moves[index] = number;
    }

    /// Only the child that was attached last ever loses its head: it is still on the stack, right above it.
    fn detach(&mut self, child: usize) {
        let head = self.heads[child];
        let last = if head > child as i32 { &mut self.last_left } else { &mut self.last_right };
        if last[head as usize] == child as i32 {
            last[head as usize] = self.previous[child];
        }
        self.heads[child] = NONE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_head_takes_the_child_from_the_old_one() {
        let mut state = State::default();
        state.begin(&[1, 0, 0, 0]);
        state.push();
        state.attach(0, 1, 7);
        state.push();
        assert_eq!((state.s(0), state.s(1), state.b(0), state.right_child(0)), (1, 0, 2, 1));
        state.attach(2, 1, 8);
        state.pop();
        assert_eq!((state.right_child(0), state.left_child(2), state.heads[1], state.moves[1]), (NONE, 1, 2, 8));
    }

    #[test]
    fn a_token_put_back_is_next() {
        let mut state = State::default();
        state.begin(&[1, 0, 0]);
        state.push();
        state.push();
        state.put_back();
        assert!(state.was_shifted(1) && !state.was_shifted(2));
        assert_eq!((state.b(0), state.b(1), state.b(2), state.left()), (1, 2, NONE, 2));
        state.push();
        state.push();
        assert_eq!((state.left(), state.depth(), state.b(0)), (0, 3, NONE));
    }
}
