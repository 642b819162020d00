//! What an assault was done with: its mode, where the word for it does not say.

use crate::grammar::{self, is_verb};
use crate::lexicon::Lexicon;
use crate::meaning::Meaning;
use crate::ontology::Ontology;
use crate::scene::{self, Scene};
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::{Label, TokenView};

/// Prepositions that bring what an assault was done with.
const BRINGING: [&str; 4] = ["in", "by", "with", "from"];

/// The words of `event/instruments.tsv`, by their last part.
#[derive(Debug, Default)]
pub struct Instruments {
    words: FxHashMap<Box<str>, Vec<Means>>,
}

/// A word for what an assault is done with.
#[derive(Debug)]
struct Means {
    /// Number of its line: the first that fits counts.
    line: usize,
    mode: Label,
    /// The parts of the compound before its last.
    before: Vec<Box<str>>,
}

impl Instruments {
    /// Reads `event/instruments.tsv`.
    ///
    /// # Errors
    /// When a line is not mode and words, or the ontology has no such mode of assaults.
    pub fn load(data: &DataDir, ontology: &Ontology) -> Result<Self, DataError> {
        let mut instruments = Self::default();
        let builtin = include_str!("../../../data/event/instruments.tsv");
        let mut number = 0;
        for file in data.files("event/instruments.tsv", builtin)? {
            for line in file.lines() {
                let fields: Vec<&str> = line.fields().collect();
                let [mode, words] = fields[..] else {
                    return Err(line.error("a line is MODE, WORDS"));
                };
                let meant = ontology.meant(&format!("ASSAULT/{mode}")).map_err(|message| line.error(message))?;
                for word in words.split('|') {
                    let mut before: Vec<Box<str>> = word.split('_').map(Into::into).collect();
                    let Some(last) = before.pop().filter(|last| !last.is_empty()) else {
                        return Err(line.error("between `|` stands a word, or several joined by `_`"));
                    };
                    let means = Means { line: number, mode: meant.mode, before };
                    instruments.words.entry(last).or_default().push(means);
                }
                number += 1;
            }
        }
        Ok(instruments)
    }

    /// The mode of an assault by what it was done with.
    pub fn mode(&self, scene: &Scene<'_>, meaning: &Meaning) -> Option<Label> {
        let trigger = scene.parsed.token(meaning.trigger);
        let near = around(trigger).into_iter().flat_map(grammar::with_conjuncts);
        near.filter_map(|t| self.named_by(scene.lexicon, t)).min_by_key(|means| means.line).map(|means| means.mode)
    }

    fn named_by(&self, lexicon: &Lexicon, t: TokenView<'_>) -> Option<&Means> {
        let words = self.words.get(lexicon.lemma(t)).or_else(|| self.words.get(t.lower()))?;
        words.iter().filter(|means| scene::compound_matches(t, &means.before)).min_by_key(|means| means.line)
    }
}

/// The words that may name an assault's means: its subject, objects of prepositions, what stands before its noun, "using".
fn around(trigger: TokenView<'_>) -> Vec<TokenView<'_>> {
    let mut found: Vec<TokenView<'_>> = Vec::new();
    if is_verb(trigger) {
        found.extend(grammar::logical_subject(trigger));
    } else {
        found.extend(trigger.children().filter(|c| c.dep().is_any(&["compound", "amod", "nmod"])));
    }
    let object = if is_verb(trigger) { grammar::logical_object(trigger) } else { None };
    for p in grammar::prepositions(trigger, object).filter(|p| BRINGING.contains(&p.lower())) {
        found.extend(p.children_by("pobj"));
    }
    for using in trigger.children().filter(|c| c.lower() == "using") {
        found.extend(using.children_by("dobj"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_one_of_the_ontologys_assaults() {
        let ontology = Ontology::load(&DataDir::builtin()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("event")).unwrap();
        let load = |words: &str| {
            std::fs::write(dir.path().join("event/instruments.tsv"), words).unwrap();
            Instruments::load(&DataDir::over(dir.path()), &ontology).map_err(|error| error.to_string())
        };
        assert!(load("# ours\ndrone\tloitering_munition\n").unwrap().words.contains_key("munition"));
        for (words, said) in [
            ("# ours\nballoon\tfire_balloon\n", "instruments.tsv:2: ASSAULT has no mode balloon"),
            ("arrest\thandcuff\n", "instruments.tsv:1: ASSAULT has no mode arrest"),
            ("drone\tquadrotor|\n", "instruments.tsv:1: between `|` stands a word, or several joined by `_`"),
            ("drone\n", "instruments.tsv:1: a line is MODE, WORDS"),
        ] {
            let error = load(words).unwrap_err();
            assert!(error.ends_with(said), "{error}");
        }
    }
}
