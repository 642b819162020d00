//! The ontology: categories, modes, their quad codes, scores and CAMEO codes (PLOVER 2.0 draft; CAMEO 1.1b3).

use crate::lexicon::Meant;
use rustc_hash::FxHashMap;
use whowhom_text::Label;
use whowhom_text::data::{DataDir, DataError, Line};

/// What `ontology.tsv` says of a category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Category {
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER's scale, -10 to 10.
    pub score: f32,
    /// Whether the ontology asks for a recipient.
    pub recipient_required: bool,
    /// The CAMEO code of the category as such.
    pub cameo: Label,
}

#[derive(Clone, Copy, Debug)]
struct Mode {
    score: f32,
    cameo: Label,
    /// `CATEGORY/mode`.
    full_name: Label,
}

/// The ontology.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    categories: FxHashMap<Label, Category>,
    modes: FxHashMap<Meant, Mode>,
    contexts: Vec<Label>,
    sectors: Vec<Label>,
}

impl Ontology {
    /// The ontology of `data/event/ontology.tsv`, with a user's file laid over it.
    ///
    /// # Errors
    /// When a line is not of the form that the file's head lays down.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut ontology = Self::default();
        for file in data.files("event/ontology.tsv", include_str!("../../../data/event/ontology.tsv"))? {
            for line in file.lines() {
                ontology.add(line)?;
            }
        }
        Ok(ontology)
    }

    fn add(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        let score = |text: &str| text.parse::<f32>().map_err(|_| line.error(format!("{text:?} is no score")));
        match fields[..] {
            ["category", name, quad, number, recipient, cameo] => {
                let quad = quad.parse().map_err(|_| line.error(format!("{quad:?} is no quad code")))?;
                let recipient_required = recipient == "required";
                let category = Category { quad, score: score(number)?, recipient_required, cameo: Label::new(cameo) };
                self.categories.insert(Label::new(name), category);
            }
            ["mode", category, name, number, cameo] => {
                let meant = Meant { category: Label::new(category), mode: Label::new(name) };
                if !self.categories.contains_key(&meant.category) {
                    return Err(line.error(format!("category {category} is not known above this line")));
                }
                self.modes.insert(meant, Mode { score: score(number)?, cameo: Label::new(cameo), full_name: Label::new(&format!("{category}/{name}")) });
            }
            ["context", name, ..] => self.contexts.push(Label::new(name)),
            ["sector", name, ..] => self.sectors.push(Label::new(name)),
            _ => return Err(line.error("a line is category NAME QUAD SCORE required|optional CAMEO, mode CATEGORY NAME SCORE CAMEO, context NAME MEANING or sector CODE MEANING")),
        }
        Ok(())
    }

    /// The category and mode of `CATEGORY` or `CATEGORY/mode`.
    ///
    /// # Errors
    /// Says which part the ontology does not have.
    pub fn meant(&self, word: &str) -> Result<Meant, String> {
        let (category, mode) = word.split_once('/').unwrap_or((word, ""));
        let meant = Meant { category: Label::new(category), mode: Label::new(mode) };
        if !self.categories.contains_key(&meant.category) {
            return Err(format!("{category} is no category of the ontology"));
        }
        if !mode.is_empty() && !self.modes.contains_key(&meant) {
            return Err(format!("{category} has no mode {mode}"));
        }
        Ok(meant)
    }

    /// The category of this name.
    pub fn category(&self, name: Label) -> Option<Category> {
        self.categories.get(&name).copied()
    }

    /// `CATEGORY/mode`, or the category where there is no mode.
    pub fn full_name(&self, meant: Meant) -> Label {
        self.modes.get(&meant).map_or(meant.category, |m| m.full_name)
    }

    /// The score of a category in a mode.
    pub fn score(&self, meant: Meant) -> f32 {
        let of_category = self.category(meant.category).map_or(0.0, |c| c.score);
        self.modes.get(&meant).map_or(of_category, |m| m.score)
    }

    /// The CAMEO code of a category in a mode.
    pub fn cameo(&self, meant: Meant) -> Option<Label> {
        self.modes
            .get(&meant)
            .map(|m| m.cameo)
            .or_else(|| self.category(meant.category).map(|c| c.cameo))
            .filter(|c| !c.is_empty())
    }

    /// The contexts.
    pub fn contexts(&self) -> &[Label] {
        &self.contexts
    }

    /// The sectors.
    pub fn sectors(&self) -> &[Label] {
        &self.sectors
    }
}
