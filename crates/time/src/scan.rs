//! The text as the grammar reads it: tokens, cut at hyphens and slashes, each with what the lexicon says of it.

use crate::lexicon::{Entry, Facet, Lexicon};
use whowhom_text::{Parsed, Span, TokenId};

/// A token or a part of one between hyphens.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// In lower case.
    pub lower: &'a str,
    /// In bytes.
    pub span: Span,
    /// The token that it is (part of).
    pub token: TokenId,
    /// The number it is written as.
    pub digits: Option<Digits>,
    entries: &'a [Entry],
}

/// What a piece written with digits says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Digits {
    /// `1990`, `12`, `1,500`: the number, the count of digits, whether a comma groups them.
    Whole { value: u32, width: usize, comma: bool },
    /// `2.5`
    Decimal(f64),
    /// `12th`
    Ordinal(u32),
    /// `1990s`, `90s`: the first year.
    Decade { value: u32, width: usize },
    /// `'98`
    ShortYear(u32),
    /// `10:35`, `10:35:20`
    Clock(u8, u8, Option<u8>),
}

/// The pieces of a document.
#[derive(Debug)]
pub struct Pieces<'a> {
    /// The document.
    pub parsed: Parsed<'a>,
    list: Vec<Piece<'a>>,
}

impl<'a> Pieces<'a> {
    /// Cuts a document into pieces and looks them up.
    pub fn new(parsed: Parsed<'a>, lexicon: &'a Lexicon) -> Self {
        let mut list = Vec::with_capacity(parsed.analysis.len() + parsed.analysis.len() / 8);
        for token in parsed.all() {
            let (span, lower) = (token.span(), token.lower());
            let mut add = |start: usize, end: usize| {
                let lower = plain(&lower[start..end]);
                let span = Span::new(span.start as usize + start, span.start as usize + end);
                list.push(Piece {
                    lower,
                    span,
                    token: token.id,
                    digits: digits(lower),
                    entries: lexicon.entries(lower),
                });
            };
            // Lower-casing may change a word's length; then its parts cannot be found in the text.
            if lower.len() != span.len() {
                list.push(Piece { lower, span, token: token.id, digits: None, entries: lexicon.entries(lower) });
                continue;
            }
            let mut start = 0;
            for (at, mark) in lower.match_indices(['-', '–', '/']) {
                if at > start && at + mark.len() < lower.len() {
                    add(start, at);
                    add(at, at + mark.len());
                    start = at + mark.len();
                }
            }
            add(start, lower.len());
        }
        Self { parsed, list }
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The piece `i`, if there are so many.
    pub fn get(&self, i: usize) -> Option<&Piece<'a>> {
        self.list.get(i)
    }

    /// Whether the lexicon or the script says anything of the piece.
    pub fn speaks(&self, i: usize) -> bool {
        self.get(i).is_some_and(|p| {
            p.digits.is_some() || !p.entries.is_empty() || matches!(p.lower, "'" | "‘") || p.lower.starts_with("fy")
        })
    }

    /// The first facet of a phrase at `i` that `pick` takes, longest phrases first, and the piece after the phrase.
    pub fn facet<T>(&self, i: usize, pick: impl Fn(&'a Facet) -> Option<T>) -> Option<(usize, T)> {
        let piece = self.get(i)?;
        piece.entries.iter().find_map(|entry| {
            let picked = pick(&entry.facet)?;
            let rest = self.list.get(i + 1..i + 1 + entry.rest.len())?;
            let fits = rest.iter().zip(&entry.rest).all(|(piece, word)| piece.lower == &**word);
            fits.then_some((i + 1 + entry.rest.len(), picked))
        })
    }

    /// The piece after a word of this role at `i`.
    pub fn role(&self, i: usize, name: &str) -> Option<usize> {
        self.facet(i, |f| matches!(f, Facet::Role(role) if *role == name).then_some(())).map(|(end, ())| end)
    }

    /// The piece after a word of this role, or `i` itself.
    pub fn skip(&self, i: usize, name: &str) -> usize {
        self.role(i, name).unwrap_or(i)
    }

    /// The piece after the first of these roles that stands at `i`, or `i` itself.
    pub fn skip_any(&self, i: usize, names: &[&str]) -> usize {
        names.iter().find_map(|name| self.role(i, name)).unwrap_or(i)
    }

    /// Whether a unit, a month or a day of the week stands there.
    pub fn speaks_of_unit(&self, i: usize) -> bool {
        self.facet(i, |f| matches!(f, Facet::Unit { .. } | Facet::Month { .. } | Facet::Weekday { .. }).then_some(()))
            .is_some()
    }

    /// Whether "the" stands before the piece.
    pub fn the_before(&self, i: usize) -> bool {
        i > 0 && self.role(i - 1, "the") == Some(i)
    }

    /// Whether the piece begins its sentence, quotation marks and the like left aside.
    pub fn opens_sentence(&self, i: usize) -> bool {
        let Some(piece) = self.get(i) else { return true };
        let token = self.parsed.token(piece.token);
        let before = std::iter::successors(token.prev(), |t| t.prev()).take(3);
        before.take_while(|t| t.sentence() == token.sentence()).all(|t| t.pos() == "PUNCT")
    }

    /// The word as written.
    pub fn text(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |p| p.span.of(self.parsed.text()))
    }

    /// Whether the word is written with a capital.
    pub fn capital(&self, i: usize) -> bool {
        self.text(i).starts_with(char::is_uppercase)
    }
}

/// The straight form of a curly genitive.
fn plain(lower: &str) -> &str {
    match lower {
        "’s" => "'s",
        "’" => "'",
        _ => lower,
    }
}

fn digits(word: &str) -> Option<Digits> {
    let first = word.as_bytes().first()?;
    if *first == b'\'' || word.starts_with('’') {
        let rest = word.trim_start_matches(['\'', '’']);
        return match digits(rest)? {
            Digits::Whole { value, width: 2, .. } => Some(Digits::ShortYear(value)),
            decade @ Digits::Decade { width: 2, .. } => Some(decade),
            _ => None,
        };
    }
    if !first.is_ascii_digit() || word.len() > 12 {
        return None;
    }
    let number_end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (number, rest) = word.split_at(number_end);
    let value: u32 = number.parse().ok()?;
    match rest {
        "" => Some(Digits::Whole { value, width: number.len(), comma: false }),
        "st" | "nd" | "rd" | "th" => Some(Digits::Ordinal(value)),
        "s" | "'s" | "’s" if matches!(number.len(), 2 | 4) => Some(Digits::Decade { value, width: number.len() }),
        _ if rest.starts_with(':') => clock(word),
        _ if rest.starts_with('.') => word.parse().ok().map(Digits::Decimal),
        _ if rest.starts_with(',') => {
            let value = word.replace(',', "").parse().ok()?;
            Some(Digits::Whole { value, width: word.len(), comma: true })
        }
        _ => None,
    }
}

fn clock(word: &str) -> Option<Digits> {
    let mut parts = word.split(':').map(|p| p.parse::<u8>().ok().filter(|_| p.len() <= 2));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => Some(second?),
        None => None,
    };
    let sound = hour <= 24 && minute < 60 && second.is_none_or(|s| s < 60) && parts.next().is_none();
    sound.then_some(Digits::Clock(hour, minute, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        let whole = |value, width, comma| Some(Digits::Whole { value, width, comma });
        assert_eq!(digits("1990"), whole(1990, 4, false));
        assert_eq!(digits("1,500"), whole(1500, 5, true));
        assert_eq!(digits("2.5"), Some(Digits::Decimal(2.5)));
        assert_eq!(digits("12th"), Some(Digits::Ordinal(12)));
        assert_eq!(digits("'90s"), Some(Digits::Decade { value: 90, width: 2 }));
        assert_eq!(digits("'98"), Some(Digits::ShortYear(98)));
        assert_eq!(digits("10:35"), Some(Digits::Clock(10, 35, None)));
        for bad in ["10:75", "25:00", "1:2:3:4", "99999999999", "12x", "x12", ""] {
            assert_eq!(digits(bad), None, "{bad}");
        }
    }
}
