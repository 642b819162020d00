//! Words as they are compared.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Small letters without accents.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
