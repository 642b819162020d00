//! A mention that does not say how takes the mode that another mention of its happening tells.

use crate::lexicon::Meant;
use crate::ontology::Ontology;
use rustc_hash::FxHashSet;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::Event;
use whowhom_text::{Label, Why};

/// Sentences between mentions that stand together.
const TOGETHER: usize = 3;

/// The modes of `event/shared-modes.tsv`.
#[derive(Debug, Default)]
pub struct SharedModes {
    modes: FxHashSet<Meant>,
    categories: FxHashSet<Label>,
}

impl SharedModes {
    /// The modes of the data compiled in, with a user's laid over it.
    ///
    /// # Errors
    /// When a line is not a category of the ontology with one of its modes.
    pub fn load(data: &DataDir, ontology: &Ontology) -> Result<Self, DataError> {
        let mut shared = Self::default();
        for file in data.files("event/shared-modes.tsv", include_str!("../../../data/event/shared-modes.tsv"))? {
            for line in file.lines() {
                let meant = ontology.meant(line.text.trim()).map_err(|message| line.error(message))?;
                if meant.mode.is_empty() {
                    return Err(line.error("a line is CATEGORY/mode"));
                }
                shared.modes.insert(meant);
                shared.categories.insert(meant.category);
            }
        }
        Ok(shared)
    }

    /// Gives mentions without a mode that of their happening's other mentions, where they stand together: the means of an assault ("a
    /// bomb went off at the hotel. Five were killed"), the visit that a meeting is part of.
    pub fn share(&self, ontology: &Ontology, events: &mut [Event]) {
        let shared: Vec<Option<Label>> = (0..events.len()).map(|i| self.mode_nearby(events, i)).collect();
        for (event, mode) in events.iter_mut().zip(shared) {
            let Some(mode) = mode else { continue };
            let plain = Meant { category: event.category, mode: Label::NONE };
            let told = Meant { mode, ..plain };
            if event.cameo == ontology.cameo(plain) {
                event.cameo = ontology.cameo(told);
            }
            event.scale = ontology.score(told);
            event.modes.push(mode);
            event.why.push(Why::rule("the mode told nearby"));
        }
    }

    /// The one mode that the neighbours of the same happening have, for a mention without one.
    fn mode_nearby(&self, events: &[Event], i: usize) -> Option<Label> {
        let event = &events[i];
        if !event.modes.is_empty() || !self.categories.contains(&event.category) {
            return None;
        }
        let near = |e: &&Event| e.sentence.abs_diff(event.sentence) <= TOGETHER;
        let before = events[..i].iter().rev().take_while(near);
        let after = events[i + 1..].iter().take_while(near);
        let mut modes = before.chain(after).filter(|e| e.link == event.link).flat_map(|e| e.modes.first());
        let mode = *modes.next()?;
        let told = Meant { category: event.category, mode };
        (self.modes.contains(&told) && modes.all(|other| *other == mode)).then_some(mode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_mode_is_one_of_the_ontology() {
        let ontology = Ontology::load(&DataDir::builtin()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("event")).unwrap();
        let load = |words: &str| {
            std::fs::write(dir.path().join("event/shared-modes.tsv"), words).unwrap();
            SharedModes::load(&DataDir::over(dir.path()), &ontology).map_err(|error| error.to_string())
        };
        let shared = load("# ours\nCOERCE/arrest\n").unwrap();
        assert!(shared.modes.contains(&ontology.meant("COERCE/arrest").unwrap()));
        assert!(shared.modes.contains(&ontology.meant("CONSULT/visit").unwrap()), "the program's own stay");
        for (words, said) in [
            ("\nASSAULT/visit\n", "shared-modes.tsv:2: ASSAULT has no mode visit"),
            ("ATTACK/drone\n", "shared-modes.tsv:1: ATTACK is no category of the ontology"),
            ("ASSAULT\n", "shared-modes.tsv:1: a line is CATEGORY/mode"),
        ] {
            let error = load(words).unwrap_err();
            assert!(error.ends_with(said), "{error}");
        }
    }
}
