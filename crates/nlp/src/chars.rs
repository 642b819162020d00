//! What Python's string methods say of characters, where Rust's differ.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// Python's `str.isspace`: Unicode white space and the four information separators.
pub fn is_space(c: char) -> bool {
    if c.is_ascii() { is_ascii_space(c as u8) } else { c.is_whitespace() }
}

/// [`is_space`] of an ASCII byte.
pub fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | 0x1c..=b' ')
}

/// Python's `str.isalpha`: a letter by general category (Rust's also counts letter numbers and vowel signs).
pub fn is_alpha(c: char) -> bool {
    use Category::{LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter};
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(
        get_general_category(c),
        UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
    )
}

/// Python's `str.isdecimal`, and `\d` of its regular expressions.
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { get_general_category(c) == Category::DecimalNumber }
}

/// Python's `str.isdigit`: decimal digits, and those with numeric type Digit.
pub fn is_digit(c: char) -> bool {
    is_decimal(c) || (!c.is_ascii() && DIGITS.iter().any(|&(first, last)| (first..=last).contains(&c)))
}

/// Python's `str.isalnum`, the letters of `\w` but for the underscore.
pub fn is_alnum(c: char) -> bool {
    use Category::{LetterNumber, OtherNumber};
    is_alpha(c) || is_digit(c) || (!c.is_ascii() && matches!(get_general_category(c), LetterNumber | OtherNumber))
}

/// Whether the general category is one of punctuation.
pub fn is_punct(c: char) -> bool {
    use Category as C;
    matches!(
        get_general_category(c),
        C::ConnectorPunctuation
            | C::DashPunctuation
            | C::OpenPunctuation
            | C::ClosePunctuation
            | C::InitialPunctuation
            | C::FinalPunctuation
            | C::OtherPunctuation
    )
}

/// Whether the general category is title-case letter.
pub fn is_titlecase(c: char) -> bool {
    !c.is_ascii() && get_general_category(c) == Category::TitlecaseLetter
}

/// Characters with numeric type Digit that are not decimal (Unicode 14, `DerivedNumericType.txt`).
const DIGITS: [(char, char); 20] = [
    ('\u{b2}', '\u{b3}'),
    ('\u{b9}', '\u{b9}'),
    ('\u{1369}', '\u{1371}'),
    ('\u{19da}', '\u{19da}'),
    ('\u{2070}', '\u{2070}'),
    ('\u{2074}', '\u{2079}'),
    ('\u{2080}', '\u{2089}'),
    ('\u{2460}', '\u{2468}'),
    ('\u{2474}', '\u{247c}'),
    ('\u{2488}', '\u{2490}'),
    ('\u{24ea}', '\u{24ea}'),
    ('\u{24f5}', '\u{24fd}'),
    ('\u{24ff}', '\u{24ff}'),
    ('\u{2776}', '\u{277e}'),
    ('\u{2780}', '\u{2788}'),
    ('\u{278a}', '\u{2792}'),
    ('\u{10a40}', '\u{10a43}'),
    ('\u{10e60}', '\u{10e68}'),
    ('\u{11052}', '\u{1105a}'),
    ('\u{1f100}', '\u{1f10a}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_as_in_python() {
        assert!(is_space('\u{1c}') && is_space('\u{85}') && is_space('\u{a0}') && !is_space('\u{200b}'));
        assert!(is_alpha('é') && !is_alpha('Ⅷ') && !is_alpha('ⓐ') && !is_alpha('1'));
        assert!(is_digit('²') && !is_digit('½') && is_digit('٣'));
        assert!(is_decimal('٣') && !is_decimal('²'));
        assert!(is_alnum('½') && is_alnum('Ⅷ') && !is_alnum('_'));
        assert!(is_punct('—') && !is_punct('+') && is_titlecase('ǅ'));
    }
}
