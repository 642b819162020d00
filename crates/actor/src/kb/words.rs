//! Words of the knowledge base as numbers, and tries over them.

use rustc_hash::FxHashMap;

/// A word of the knowledge base, in lower case and without accents; [`WordId::NONE`] for all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct WordId(pub u32);

impl WordId {
    pub const NONE: WordId = WordId(u32::MAX);
}

/// All words of the knowledge base.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: FxHashMap<Box<str>, u32>,
}

impl Words {
    /// The number of a word, new if need be.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return WordId(id);
        }
        let id = self.ids.len() as u32;
        self.ids.insert(word.into(), id);
        WordId(id)
    }

    /// The word with this number; it takes a search, so ask seldom.
    pub fn name(&self, id: WordId) -> Option<&str> {
        self.ids.iter().find(|(_, n)| **n == id.0).map(|(word, _)| &**word)
    }

    /// The number of a word in lower case, accents and all.
    pub fn get(&self, lower: &str) -> WordId {
        let found = if lower.is_ascii() { self.ids.get(lower) } else { self.ids.get(fold(lower).as_str()) };
        found.map_or(WordId::NONE, |&id| WordId(id))
    }
}

/// A word in lower case with accents taken off the letters of European and transliterated names.
pub(crate) fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => out.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' => out.push('o'),
            'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'ç' | 'ć' | 'č' => out.push('c'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'ś' | 'š' | 'ş' | 'ș' => out.push('s'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            'ğ' => out.push('g'),
            'ł' => out.push('l'),
            'ř' => out.push('r'),
            'ť' | 'ţ' | 'ț' => out.push('t'),
            'ď' | 'đ' => out.push('d'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            '’' | '‘' | 'ʻ' | '`' => out.push('\''),
            '–' | '—' => out.push('-'),
            '\u{300}'..='\u{36f}' => {}
            c => out.push(c),
        }
    }
    out
}

/// The words of a name as the tokenizer would cut them: at spaces, hyphens between letters, commas, and before `'s`.
pub(crate) fn split(name: &str) -> impl Iterator<Item = &str> {
    name.split_whitespace().flat_map(split_hyphens).flat_map(split_ending)
}

fn split_hyphens(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let now = rest?;
        let cut = now.char_indices().find(|&(i, c)| {
            c == '-'
                && now[..i].chars().next_back().is_some_and(char::is_alphabetic)
                && now[i + 1..].chars().next().is_some_and(char::is_alphabetic)
        });
        match cut {
            Some((i, _)) => {
                rest = Some(&now[i + 1..]);
                Some(&now[..i])
            }
            None => {
                rest = None;
                Some(now)
            }
        }
    })
}

fn split_ending(word: &str) -> impl Iterator<Item = &str> {
    let cut = if word.ends_with("'s") && word.len() > 2 {
        word.len() - 2
    } else if word.len() > 1 && (word.ends_with('\'') || word.ends_with(',')) {
        word.len() - 1
    } else {
        word.len()
    };
    let (stem, ending) = word.split_at(cut);
    std::iter::once(stem).chain((!ending.is_empty()).then_some(ending))
}

/// A trie over words whose nodes may carry several values.
#[derive(Debug)]
pub(crate) struct Trie {
    next: FxHashMap<(u32, u32), u32>,
    /// First value of each node, as number + 1 in `values`; 0 for none.
    first: Vec<u32>,
    /// Values, each with the next of its node.
    values: Vec<(u32, u32)>,
}

impl Default for Trie {
    fn default() -> Self {
        Self { next: FxHashMap::default(), first: vec![0], values: Vec::new() }
    }
}

impl Trie {
    pub const ROOT: u32 = 0;

    /// Adds a value at the end of these words; values added later are found first.
    pub fn insert(&mut self, words: impl IntoIterator<Item = WordId>, value: u32) {
        let mut node = Self::ROOT;
        for word in words {
            let fresh = self.first.len() as u32;
            node = *self.next.entry((node, word.0)).or_insert(fresh);
            if node == fresh {
                self.first.push(0);
            }
        }
        self.values.push((value, self.first[node as usize]));
        self.first[node as usize] = self.values.len() as u32;
    }

    pub fn step(&self, node: u32, word: WordId) -> Option<u32> {
        self.next.get(&(node, word.0)).copied()
    }

    pub fn has_values(&self, node: u32) -> bool {
        self.first[node as usize] != 0
    }

    /// The values of a node, the last added first.
    pub fn values(&self, node: u32) -> impl Iterator<Item = u32> {
        let mut at = self.first[node as usize];
        std::iter::from_fn(move || {
            let (value, next) = *self.values.get(at.checked_sub(1)? as usize)?;
            at = next;
            Some(value)
        })
    }

    /// The values at the end of exactly these words.
    pub fn get(&self, words: impl IntoIterator<Item = WordId>) -> impl Iterator<Item = u32> {
        let node = words.into_iter().try_fold(Self::ROOT, |node, word| self.step(node, word));
        node.into_iter().flat_map(|node| self.values(node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_split_as_the_tokenizer_splits_them() {
        let words = |name| split(name).collect::<Vec<_>>();
        assert_eq!(words("Al-Aqsa Martyrs' Brigades"), ["Al", "Aqsa", "Martyrs", "'", "Brigades"]);
        assert_eq!(words("People's Republic"), ["People", "'s", "Republic"]);
        assert_eq!(words("G-8"), ["G-8"]);
        assert_eq!(words("Washington, D.C."), ["Washington", ",", "D.C."]);
    }

    #[test]
    fn accents_fold() {
        assert_eq!(fold("Côte d’Ivoire"), "cote d'ivoire");
    }
}
