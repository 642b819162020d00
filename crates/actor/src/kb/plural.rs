//! Plurals of role nouns.

/// The plural of a role: of its last word, or of the word before "of", "for" or "without".
pub(crate) fn plural(role: &str) -> String {
    for link in [" of ", " for ", " in ", " without ", " on "] {
        if let Some((head, rest)) = role.split_once(link) {
            return format!("{}{link}{rest}", word_plural(head));
        }
    }
    word_plural(role)
}

fn word_plural(words: &str) -> String {
    let (stem, last) = words.rfind([' ', '-']).map_or(("", words), |i| words.split_at(i + 1));
    let ends = |endings: &[&str]| endings.iter().any(|e| last.ends_with(e));
    let made = if let Some(head) = last.strip_suffix("man").filter(|h| !["hu", "ger", "ro", "nor", "otto"].contains(h))
    {
        format!("{head}men")
    } else if ends(&["s", "x", "z", "ch", "sh"]) {
        // "troops", "police forces": already plural, except for real sibilant endings.
        if last.ends_with('s') && !ends(&["ss", "us", "is"]) { last.into() } else { format!("{last}es") }
    } else if let Some(head) = last.strip_suffix('y').filter(|h| !h.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{head}ies")
    } else {
        format!("{last}s")
    };
    format!("{stem}{made}")
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn plurals_follow_the_head_word() {
        for (one, many) in [
            ("minister of state", "ministers of state"),
            ("army", "armies"),
            ("gunman", "gunmen"),
            ("coach", "coaches"),
            ("troops", "troops"),
            ("foreign secretary", "foreign secretaries"),
            ("head of state", "heads of state"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
