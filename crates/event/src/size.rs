//! How many people: dead, injured, arrested, taking part.

use crate::grammar;
use crate::meaning::Meaning;
use crate::scene::Scene;
use whowhom_text::layer::Size;
use whowhom_text::{TokenView, layer::Participant};

/// The numbers that a meaning's sentence gives for its own deed.
pub fn of(scene: &Scene<'_>, meaning: &Meaning) -> Size {
    let mut size = Size::default();
    let trigger = scene.parsed.token(meaning.trigger);
    let category = meaning.meant.category;
    if category == "PROTEST" {
        size.participants = meaning.roles.actors.iter().find_map(|p| count_of(scene, p));
        return size;
    }
    if !category.is_any(&["ASSAULT", "COERCE"]) {
        return size;
    }
    let clause = grammar::clause_head(trigger);
    for verb in std::iter::once(clause).chain(clause.children()).chain(clause.head()).filter(|v| grammar::is_verb(*v)) {
        let class = |name| scene.lexicon.in_class(name, scene.lexicon.lemma(verb));
        let slot = if class("kill") {
            &mut size.dead
        } else if class("injure") {
            &mut size.injured
        } else if class("arrest") {
            &mut size.arrested
        } else {
            continue;
        };
        if slot.is_none() {
            *slot = grammar::logical_object(verb).and_then(number_of);
        }
    }
    size
}

fn count_of(scene: &Scene<'_>, p: &Participant) -> Option<u64> {
    scene.parsed.tokens(p.tokens).find_map(|t| number(t.lower()))
}

/// The number before a noun ("at least 20 people", "five soldiers"), or the number itself.
fn number_of(noun: TokenView<'_>) -> Option<u64> {
    noun.children_by("nummod")
        .filter_map(|n| number(n.lower()))
        .next()
        .or_else(|| if noun.pos() == "NUM" { number(noun.lower()) } else { None })
}

/// A number in digits or in a word up to twenty.
fn number(word: &str) -> Option<u64> {
    const WORDS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty";
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok();
    }
    WORDS.split(' ').position(|w| w == word).map(|n| n as u64)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read() {
        assert_eq!(number("1,200"), Some(1200));
        assert_eq!(number("twelve"), Some(12));
        assert_eq!(number("some"), None);
    }
}
