//! Special cases: strings whose tokens are listed (`don't`, `p.m.`, `:-)`).

use crate::hash::string_id;
use crate::msgpack::Value;
use crate::{Error, Tokenized, Vocab};
use rustc_hash::{FxHashMap, FxHashSet};

/// A token of a special case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SpecialToken {
    pub(super) text: Box<str>,
    /// Its norm as a string number, where the rule gives one.
    pub(super) norm: Option<u64>,
}

/// The special cases of a tokenizer.
#[derive(Debug, Default)]
pub(super) struct Specials {
    rules: FxHashMap<Box<str>, Vec<SpecialToken>>,
    /// Longer strings are never looked up, so that a long chunk is not hashed for every affix taken off.
    longest: usize,
    trie: Trie,
}

impl Specials {
    /// Reads the `exceptions` of the tokenizer's file.
    pub(super) fn read(file: &str, exceptions: &Value<'_>) -> Result<Self, Error> {
        let bad = || Error::malformed(file, "exceptions are not lists of tokens");
        let mut specials = Self::default();
        for (chunk, tokens) in exceptions.as_map().ok_or_else(bad)? {
            let chunk = chunk.as_str().ok_or_else(bad)?;
            let tokens = tokens.as_array().ok_or_else(bad)?;
            let rule = tokens.iter().map(|token| read_token(file, chunk, token)).collect::<Result<Vec<_>, _>>()?;
            if rule.iter().map(|t| &*t.text).collect::<String>() != chunk {
                return Err(Error::malformed(file, format!("the tokens of `{chunk}` do not add up to it")));
            }
            specials.longest = specials.longest.max(chunk.len());
            specials.rules.insert(chunk.into(), rule);
        }
        Ok(specials)
    }

    /// The tokens of a special case.
    pub(super) fn get(&self, text: &str) -> Option<&[SpecialToken]> {
        if text.len() > self.longest {
            return None;
        }
        self.rules.get(text).map(Vec::as_slice)
    }

    /// The strings that have rules.
    pub(super) fn chunks(&self) -> Vec<Box<str>> {
        self.rules.keys().cloned().collect()
    }

    /// Lets the special case that comes apart into `tokens` be found again after cutting.
    pub(super) fn add_pattern<'a>(&mut self, tokens: impl Iterator<Item = &'a str>) {
        self.trie.add(tokens.map(string_id));
    }

    /// Whether a special case that comes apart may begin with this form.
    pub(super) fn may_begin(&self, orth: u64) -> bool {
        self.trie.firsts.contains(&orth)
    }

    /// Puts special cases in the place of the tokens that they came apart into (spaCy's `_apply_special_cases`).
    ///
    /// `candidates` are tokens that [`may_begin`](Self::may_begin) one.
    pub(super) fn apply(&self, text: &str, vocab: &mut Vocab, candidates: &[u32], out: &mut Tokenized) {
        let mut matches = Vec::new();
        for &start in candidates {
            self.trie.matches(vocab, out, start as usize, |end| matches.push((start as usize, end)));
        }
        if matches.is_empty() {
            return;
        }
        keep_longest(&mut matches, out.len());
        let changes = |&(start, end): &(usize, usize)| {
            let rule = self.get(&text[out.spans[start].start as usize..out.spans[end - 1].end as usize])?;
            (!is_already(rule, text, vocab, out, start, end)).then_some((start, end, rule))
        };
        let changes: Vec<_> = matches.iter().filter_map(changes).collect();
        if !changes.is_empty() {
            *out = replaced(&changes, vocab, out);
        }
    }
}

/// Whether the tokens are those of the rule, norms and all.
fn is_already(rule: &[SpecialToken], text: &str, vocab: &Vocab, out: &Tokenized, start: usize, end: usize) -> bool {
    let same = |(token, i): (&SpecialToken, usize)| {
        let norm = token.norm.unwrap_or_else(|| vocab.lexeme(out.lexemes[i]).norm);
        &*token.text == out.spans[i].of(text) && norm == out.norms[i]
    };
    rule.len() == end - start && rule.iter().zip(start..end).all(same)
}

/// The tokens with each of `changes` (first token, one past the last, rule) carried out.
fn replaced(changes: &[(usize, usize, &[SpecialToken])], vocab: &mut Vocab, old: &Tokenized) -> Tokenized {
    let mut new = Tokenized::default();
    let mut done = 0;
    for &(start, end, rule) in changes {
        new.extend(old, done..start);
        let mut at = old.spans[start].start as usize;
        for token in rule {
            let next = at + token.text.len();
            new.push(vocab, &token.text, token.norm, at..next);
            at = next;
        }
        if let (Some(last), Some(space)) = (new.spaces.last_mut(), old.spaces.get(end - 1)) {
            *last = *space;
        }
        done = end;
    }
    new.extend(old, done..old.len());
    new
}

/// Drops spans that overlap a longer one, or an earlier one of the same length, and sorts them. As in spaCy a dropped
/// span still keeps out shorter ones.
fn keep_longest(spans: &mut Vec<(usize, usize)>, tokens: usize) {
    spans.sort_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
    let mut seen = vec![false; tokens];
    spans.retain(|&(start, end)| {
        let free = !seen[start] && !seen[end - 1];
        seen[start..end].fill(true);
        free
    });
    spans.sort_unstable();
}

fn read_token(file: &str, chunk: &str, token: &Value<'_>) -> Result<SpecialToken, Error> {
    let (mut text, mut norm) = (None, None);
    for (key, value) in token.as_map().unwrap_or_default() {
        // spaCy writes attributes by number; 65 is ORTH, 67 NORM.
        let known = match key {
            Value::UInt(65) | Value::Str("ORTH") => &mut text,
            Value::UInt(67) | Value::Str("NORM") => &mut norm,
            _ => return Err(Error::unsupported(file, format!("the attribute {key:?} of the special case `{chunk}`"))),
        };
        *known = Some(value.as_str().ok_or_else(|| Error::malformed(file, "a special case's attribute is no text"))?);
    }
    let text = text.ok_or_else(|| Error::malformed(file, format!("a token of `{chunk}` has no ORTH")))?;
    Ok(SpecialToken { text: text.into(), norm: norm.map(string_id).filter(|&n| n != 0) })
}

/// Token sequences by their forms.
#[derive(Debug, Default)]
struct Trie {
    /// The node that follows a node (0 is the root) with a form.
    next: FxHashMap<(u32, u64), u32>,
    /// Nodes at which a sequence ends.
    ends: FxHashSet<u32>,
    firsts: FxHashSet<u64>,
    nodes: u32,
}

impl Trie {
    fn add(&mut self, sequence: impl Iterator<Item = u64>) {
        let mut node = 0;
        for orth in sequence {
            if node == 0 {
                self.firsts.insert(orth);
            }
            let fresh = self.nodes + 1;
            node = *self.next.entry((node, orth)).or_insert(fresh);
            self.nodes = self.nodes.max(node);
        }
        if node != 0 {
            self.ends.insert(node);
        }
    }

    /// Gives the end of each sequence that begins at token `start`.
    fn matches(&self, vocab: &Vocab, out: &Tokenized, start: usize, mut found: impl FnMut(usize)) {
        let mut node = 0;
        for (i, &id) in out.lexemes.iter().enumerate().skip(start) {
            let Some(&next) = self.next.get(&(node, vocab.lexeme(id).orth)) else { return };
            node = next;
            if self.ends.contains(&node) {
                found(i + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_spans_stay() {
        let mut spans = vec![(0, 1), (0, 3), (2, 5), (4, 5), (6, 8), (7, 9)];
        keep_longest(&mut spans, 9);
        // (2, 5) is as long as (0, 3) and later; dropped, it still keeps (4, 5) out.
        assert_eq!(spans, [(0, 3), (6, 8)]);
    }
}
