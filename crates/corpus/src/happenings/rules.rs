//! What findings weigh: `data/corpus/happenings.tsv` and `data/corpus/common.txt`.

use super::words::Stems;
use crate::publishers::Publishers;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use whowhom_text::data::{DataDir, DataError, Line};

const RULES: &str = include_str!("../../../../data/corpus/happenings.tsv");
const COMMON: &str = include_str!("../../../../data/corpus/common.txt");
/// Names of states are no telling words; parties are compared by their codes.
const STATES: &str = include_str!("../../../../data/actor/states.tsv");
const FUNCTION: &str = include_str!("../../../../data/corpus/english.txt");

/// Every finding that must have a weight.
const FINDINGS: &[&str] = &[
    "type.mode",
    "type.category",
    "type.other-mode",
    "type.kin",
    "type.trigger",
    "party.name",
    "party.role",
    "party.state",
    "party.kind",
    "party.sector",
    "party.nameless",
    "party.unclear",
    "party.swapped",
    "party.colleagues",
    "party.untold",
    "party.more",
    "party.others",
    "party.different",
    "date.same",
    "date.same-past",
    "date.next",
    "date.near",
    "date.assumed-same",
    "date.assumed-next",
    "date.assumed-near",
    "date.assumed-week",
    "date.span",
    "date.within-week",
    "date.within-month",
    "date.unknown-near",
    "date.unknown-week",
    "place.town",
    "place.region",
    "place.within",
    "place.near",
    "place.elsewhere",
    "place.abroad",
    "size.same",
    "size.same-large",
    "size.near-large",
    "size.close",
    "size.other",
    "size.far",
    "words.none",
    "words.little",
    "words.some",
    "words.much",
    "words.names",
    "topic.none",
    "topic.some",
    "topic.much",
    "told.otherwise",
    "told.denied",
    "report.linked",
    "report.other",
];

/// The rules of linking.
#[derive(Debug)]
pub struct Rules {
    /// In general, and by category.
    weights: FxHashMap<String, (f32, Vec<(String, f32)>)>,
    /// At this weight two mentions are linked.
    pub(super) link: f32,
    /// What pairs of two groups that become one weigh in the mean.
    pub(super) join: f32,
    /// Below this, a pair keeps two groups apart.
    pub(super) apart: f32,
    kin: FxHashSet<(String, String)>,
    modes: FxHashSet<(String, String, String)>,
    mutual: FxHashSet<String>,
    nameless: FxHashSet<String>,
    sided: FxHashSet<(String, String)>,
    unidentified: FxHashSet<String>,
    /// Which side the sectors of one country stand on.
    sides: FxHashMap<String, usize>,
    /// Makes stems, and knows the common ones.
    pub(super) stems: Stems,
    /// Who publishers are, however they are written.
    pub(super) publishers: Publishers,
}

impl Rules {
    /// Reads the rules.
    ///
    /// # Errors
    /// When a line is not what the file's head asks for, or a weight is missing.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut stems = Stems::default();
        for (name, builtin) in [("corpus/common.txt", COMMON), ("corpus/english.txt", FUNCTION)] {
            for file in data.files(name, builtin)? {
                file.lines().flat_map(|line| line.text.split_whitespace()).for_each(|word| stems.add_common(word));
            }
        }
        for file in data.files("actor/states.tsv", STATES)? {
            let names = file.lines().filter_map(|line| match line.fields().collect::<Vec<_>>()[..] {
                [_, "name" | "adj" | "people", forms, ..] => Some(forms.to_string()),
                _ => None,
            });
            for form in names.collect::<Vec<_>>().iter().flat_map(|forms| forms.split([';', '/'])) {
                // A name of several words says more than its words.
                if !form.trim().contains(char::is_whitespace) {
                    stems.add_common(form);
                }
            }
        }
        let mut rules = Self {
            weights: FxHashMap::default(),
            link: f32::NAN,
            join: f32::NAN,
            apart: f32::NAN,
            kin: FxHashSet::default(),
            modes: FxHashSet::default(),
            mutual: FxHashSet::default(),
            nameless: FxHashSet::default(),
            sided: FxHashSet::default(),
            unidentified: FxHashSet::default(),
            sides: FxHashMap::default(),
            publishers: Publishers::load(data)?,
            stems,
        };
        let files = data.files("corpus/happenings.tsv", RULES)?;
        for file in &files {
            file.lines().try_for_each(|line| rules.read(line))?;
        }
        let missing = FINDINGS.iter().find(|f| rules.weights.get(**f).is_none_or(|(weight, _)| weight.is_nan()));
        let thresholds = [("link", rules.link), ("join", rules.join), ("apart", rules.apart)];
        let missing = missing.or(thresholds.iter().find(|(_, t)| t.is_nan()).map(|(name, _)| name));
        match missing {
            Some(name) => Err(DataError::Line {
                file: "corpus/happenings.tsv".into(),
                line: 1,
                message: format!("{name:?} has no weight"),
            }),
            None => Ok(rules),
        }
    }

    fn read(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        let bits = |words: &str| {
            let bits = words.parse::<f32>().ok().filter(|b| b.is_finite());
            bits.ok_or_else(|| line.error(format!("{words:?} is not a number of bits")))
        };
        match fields[..] {
            ["weight", finding, weight, ref categories @ ..] => {
                if !FINDINGS.contains(&finding) {
                    return Err(line.error(format!("{finding:?} is nothing that is compared")));
                }
                let weight = bits(weight)?;
                let (general, special) = self.weights.entry(finding.into()).or_insert((f32::NAN, Vec::new()));
                if categories.is_empty() {
                    *general = weight;
                }
                // The last line counts, so that a folder laid over ours can change any.
                for category in categories {
                    special.retain(|(known, _)| known != category);
                    special.push((category.to_string(), weight));
                }
            }
            ["threshold", "link", weight] => self.link = bits(weight)?,
            ["threshold", "join", weight] => self.join = bits(weight)?,
            ["threshold", "apart", weight] => self.apart = bits(weight)?,
            ["kin", a, b] => _ = self.kin.insert(ordered(a, b)),
            ["modes", category, a, b] => {
                let (a, b) = ordered(a, b);
                self.modes.insert((category.into(), a, b));
            }
            ["mutual", ref categories @ ..] => self.mutual.extend(categories.iter().map(|c| c.to_string())),
            ["side", ref sectors @ ..] => {
                sectors.iter().for_each(|sector| _ = self.sides.insert(sector.to_string(), line.number));
            }
            ["unidentified", ref sectors @ ..] => self.unidentified.extend(sectors.iter().map(|s| s.to_string())),
            ["sided", category, ref modes @ ..] => {
                modes.iter().for_each(|mode| _ = self.sided.insert((category.to_string(), mode.to_string())));
            }
            ["nameless", ref sectors @ ..] => self.nameless.extend(sectors.iter().map(|s| s.to_string())),
            _ => return Err(line.error("the line is none of those that the head of the file describes")),
        }
        Ok(())
    }

    /// What a finding weighs between events of a category.
    pub(super) fn weight(&self, finding: &str, category: &str) -> f32 {
        let Some((general, special)) = self.weights.get(finding) else { return 0.0 };
        special.iter().find(|(known, _)| known == category).map_or(*general, |(_, weight)| *weight)
    }

    pub(super) fn are_kin(&self, a: &str, b: &str) -> bool {
        self.kin.contains(&ordered(a, b))
    }

    /// Whether different modes go together.
    pub(super) fn go_together(&self, category: &str, a: &str, b: &str) -> bool {
        let (a, b) = ordered(a, b);
        self.modes.contains(&(category.into(), a, b))
    }

    /// The first, by name, of the categories that this one can be reached from by kinship.
    pub(super) fn family<'a>(&'a self, category: &'a str) -> &'a str {
        let mut family = vec![category];
        let mut next = 0;
        while let Some(of) = family.get(next).copied() {
            next += 1;
            for (a, b) in &self.kin {
                for other in [(a, b), (b, a)].iter().filter(|(x, _)| *x == of).map(|(_, y)| y.as_str()) {
                    if !family.contains(&other) {
                        family.push(other);
                    }
                }
            }
        }
        family.into_iter().min().unwrap_or(category)
    }

    pub(super) fn is_mutual(&self, category: &str) -> bool {
        self.mutual.contains(category)
    }

    /// Whether two sectors of one country stand on one side; those of no side stand on any.
    pub(super) fn is_one_side(&self, a: &Option<String>, b: &Option<String>) -> bool {
        let side = |sector: &Option<String>| self.sides.get(sector.as_ref()?);
        side(a).zip(side(b)).is_none_or(|(a, b)| a == b)
    }

    /// Whether sides matter in this mode of a mutual category.
    pub(super) fn is_sided(&self, category: &str, modes: &BTreeSet<String>) -> bool {
        modes.iter().any(|mode| self.sided.contains(&(category.to_string(), mode.clone())))
    }

    pub(super) fn is_unidentified(&self, sector: &str) -> bool {
        self.unidentified.contains(sector)
    }

    pub(super) fn is_nameless(&self, sector: &str) -> bool {
        self.nameless.contains(sector)
    }
}

fn ordered(a: &str, b: &str) -> (String, String) {
    if a <= b { (a.into(), b.into()) } else { (b.into(), a.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_in_is_whole() {
        let rules = Rules::load(&DataDir::builtin()).unwrap();
        assert!(rules.link > rules.join && rules.join > rules.apart);
        assert!(rules.weight("place.elsewhere", "ASSAULT") < rules.weight("place.elsewhere", "REQUEST"));
        assert!(rules.are_kin("COOPERATE", "AGREE") && rules.go_together("ASSAULT", "suicide-attack", "explosives"));
    }

    #[test]
    fn a_line_that_says_nothing_is_told_with_its_number() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("corpus")).unwrap();
        for (line, says) in [("weight\tdate.sam\t3", "nothing that is compared"), ("threshold\tlink\tmuch", "bits")] {
            std::fs::write(dir.path().join("corpus/happenings.tsv"), format!("# mine\n{line}\n")).unwrap();
            let error = Rules::load(&DataDir::over(dir.path())).unwrap_err().to_string();
            assert!(error.contains("happenings.tsv:2:") && error.contains(says), "{error}");
        }
    }
}
