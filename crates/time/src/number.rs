//! Numbers and amounts in digits and words.

use crate::lexicon::Facet;
use crate::scan::{Digits, Pieces};
use crate::value::Amount;

/// What was read, with the piece after it.
pub type Read<T> = Option<(usize, T)>;

/// A cardinal: `12`, `1,500`, `2 1/2`, `twenty-five`, `one hundred and twenty`, `2 million`.
pub fn cardinal(pieces: &Pieces<'_>, i: usize) -> Read<f64> {
    let (end, value) = match pieces.get(i)?.digits {
        Some(Digits::Whole { value, .. }) => match fraction(pieces, pieces.skip(i + 1, "hyphen")) {
            Some((end, part)) => (end, f64::from(value) + part),
            None => fraction(pieces, i).unwrap_or((i + 1, f64::from(value))),
        },
        Some(Digits::Decimal(value)) => (i + 1, value),
        Some(_) => return None,
        None => words(pieces, i)?,
    };
    match scale(pieces, end) {
        Some((end, times)) => Some((end, value * times)),
        None => Some((end, value)),
    }
}

fn fraction(pieces: &Pieces<'_>, i: usize) -> Read<f64> {
    let whole = |i: usize| match pieces.get(i)?.digits? {
        Digits::Whole { value, width, .. } if width <= 2 && value > 0 => Some(f64::from(value)),
        _ => None,
    };
    let over = pieces.role(i + 1, "slash")?;
    let (above, below) = (whole(i)?, whole(over)?);
    // 1/2 and 3/4, but not 6/4 (a date).
    (above < below && [2.0, 3.0, 4.0, 8.0].contains(&below)).then_some((over + 1, above / below))
}

fn small(pieces: &Pieces<'_>, i: usize) -> Read<f64> {
    pieces.facet(i, |f| if let Facet::Number(n) = f { Some(*n) } else { None })
}

fn scale(pieces: &Pieces<'_>, i: usize) -> Read<f64> {
    pieces.facet(i, |f| if let Facet::Scale(n) = f { Some(*n) } else { None })
}

/// Tens and ones: `twenty-five`, `twenty five`, `seven`.
pub fn below_hundred(pieces: &Pieces<'_>, i: usize) -> Read<f64> {
    let (end, tens) = small(pieces, i)?;
    if (20.0..100.0).contains(&tens)
        && let Some((after, ones)) = small(pieces, pieces.skip(end, "hyphen"))
        && (1.0..10.0).contains(&ones)
    {
        return Some((after, tens + ones));
    }
    Some((end, tens))
}

fn words(pieces: &Pieces<'_>, i: usize) -> Read<f64> {
    let (mut end, mut value) = match below_hundred(pieces, i) {
        Some(read) => read,
        // "a hundred years"
        None => scale(pieces, pieces.role(i, "article")?)?,
    };
    while let Some((after, times)) = scale(pieces, pieces.skip(end, "hyphen")) {
        (end, value) = (after, value * times);
        if let Some((after, rest)) = below_hundred(pieces, pieces.skip(end, "and"))
            && rest < times
            && scale(pieces, after).is_none()
        {
            (end, value) = (after, value + rest);
        }
    }
    Some((end, value))
}

/// An ordinal: `3rd`, `third`, `twenty-first`.
pub fn ordinal(pieces: &Pieces<'_>, i: usize) -> Read<u32> {
    if let Some(Digits::Ordinal(n)) = pieces.get(i)?.digits {
        return Some((i + 1, n));
    }
    let word = |i| pieces.facet(i, |f| if let Facet::Ordinal(n) = f { Some(*n) } else { None });
    word(i).or_else(|| {
        let (end, tens) = small(pieces, i).filter(|(_, n)| *n >= 20.0)?;
        let (end, ones) = word(pieces.skip(end, "hyphen")).filter(|(_, n)| *n < 10)?;
        Some((end, tens as u32 + ones))
    })
}

/// An amount: a cardinal, "a couple of", "several", "a"; then "more", "consecutive".
pub fn amount(pieces: &Pieces<'_>, i: usize) -> Read<Amount> {
    let (end, amount) = bare_amount(pieces, i)?;
    Some((pieces.skip(end, "more"), amount))
}

fn bare_amount(pieces: &Pieces<'_>, i: usize) -> Read<Amount> {
    let vague = pieces.facet(i, |f| matches!(f, Facet::Vague).then_some(Amount::Vague));
    let phrase = pieces.facet(i, |f| if let Facet::Amount(n) = f { Some(Amount::Count(*n)) } else { None });
    let number = cardinal(pieces, i).map(|(end, n)| match half_more(pieces, end) {
        Some(end) => (end, Amount::Count(n + 0.5)),
        None => (end, Amount::Count(n)),
    });
    // "a further 30 days"
    let more = pieces.role(i, "article").and_then(|at| pieces.role(at, "more")).and_then(|at| cardinal(pieces, at));
    let number = number.or(more.map(|(end, n)| (end, Amount::Count(n))));
    // The longest reading: "a hundred" over "a", "a few" over "a", "half a dozen" over "half a".
    let dozens = phrase.and_then(|(end, a)| match (a, scale(pieces, end)) {
        (Amount::Count(n), Some((end, times))) => Some((end, Amount::Count(n * times))),
        _ => None,
    });
    [dozens, number, vague, phrase].into_iter().flatten().max_by_key(|(end, _)| *end)
}

/// "and a half" after a number or a unit.
pub fn half_more(pieces: &Pieces<'_>, i: usize) -> Option<usize> {
    let end = pieces.role(i, "and").or_else(|| {
        let hyphen = pieces.role(i, "hyphen")?;
        Some(pieces.skip(pieces.role(hyphen, "and")?, "hyphen"))
    })?;
    pieces.role(pieces.skip(pieces.role(end, "article")?, "hyphen"), "half_word")
}

/// A year in words: `nineteen ninety-seven`, `two thousand (and) three`.
pub fn year_in_words(pieces: &Pieces<'_>, i: usize) -> Read<i16> {
    let (end, first) = small(pieces, i)?;
    if (17.0..=20.0).contains(&first) {
        let (end, rest) =
            below_hundred(pieces, pieces.skip(end, "hyphen")).filter(|(_, n)| (10.0..100.0).contains(n))?;
        return Some((end, (first * 100.0 + rest) as i16));
    }
    if first == 2.0 && scale(pieces, end).is_some_and(|(_, n)| n == 1000.0) {
        let (end, year) = words(pieces, i)?;
        return (2000.0..2100.0).contains(&year).then_some((end, year as i16));
    }
    None
}
