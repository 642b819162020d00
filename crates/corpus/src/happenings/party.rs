//! Who takes part, and whether two are the same.

use super::rules::Rules;
use crate::fold::fold;
use std::borrow::Cow;
use whowhom_text::record::ParticipantRecord;

/// Somebody who takes part, so far as comparing asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Party {
    pub code: Option<String>,
    pub sector: Option<String>,
    /// Words of a proper name, folded.
    pub name: Option<Vec<String>>,
    /// The name and, apart from it, code and sector, as evidence is worded.
    named: String,
    label: String,
}

/// Words in small letters that stand in names.
const PARTICLES: [&str; 10] = ["of", "the", "and", "de", "la", "bin", "al", "el", "van", "for"];

/// Parties of a side that are looked at.
const MOST: usize = 8;

/// Matches that count.
const COUNTED: usize = 3;

impl Party {
    pub fn of(record: &ParticipantRecord) -> Self {
        let entity = &record.entity;
        let name = entity.identifier_text.as_deref().and_then(proper);
        let label = [&entity.code, &entity.sector].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
        let named = name.as_deref().unwrap_or_default().join(" ");
        Self { code: entity.code.clone(), sector: entity.sector.clone(), label: label.join(" "), named, name }
    }

    /// Whether nothing tells who it is.
    fn is_nameless(&self, rules: &Rules) -> bool {
        let sector = self.sector.as_deref();
        let unidentified = sector.is_some_and(|sector| rules.is_unidentified(sector));
        let nameless = self.code.is_none() && sector.is_none_or(|sector| rules.is_nameless(sector));
        self.name.is_none() && (unidentified || nameless)
    }

    /// Whether neither name nor code is known.
    fn is_unknown(&self) -> bool {
        self.code.is_none() && self.name.is_none()
    }

    /// How the two are one, if they can be: a finding and what it was found in.
    fn is(&self, other: &Self, rules: &Rules) -> Option<(&'static str, &str)> {
        let name = match (&self.name, &other.name) {
            (Some(a), Some(b)) => Some(same_name(a, b)),
            _ => None,
        };
        let known = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (Some(a), Some(b)) => Some(a == b),
            _ => None,
        };
        let (code, sector) = (known(&self.code, &other.code), known(&self.sector, &other.sector));
        match (name, code) {
            (Some(true), code) if code != Some(false) => Some(("party.name", &self.named)),
            (_, Some(false)) => None,
            (Some(false), _) => {
                (code == Some(true) && sector == Some(true)).then(|| ("party.colleagues", &*self.label))
            }
            (_, Some(true)) if sector == Some(true) => Some(("party.role", &*self.label)),
            // An army stands for its state, but not for those who rise against it.
            (_, Some(true)) if sector == Some(false) && !rules.is_one_side(&self.sector, &other.sector) => {
                Some(("party.sector", &*self.label))
            }
            (_, Some(true)) => Some(("party.state", self.code.as_deref()?)),
            _ if sector == Some(true) => Some(("party.kind", self.sector.as_deref()?)),
            _ => None,
        }
    }
}

/// Words of a name, folded; nothing when it describes ("several officials") and does not name.
fn proper(name: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = name.split_whitespace().collect();
    // Nouri al-Maliki.
    let capital = |word: &str| word.split('-').any(|part| part.starts_with(|c: char| c.is_uppercase()));
    let named = words.iter().all(|w| capital(w) || PARTICLES.contains(w)) && words.iter().any(|w| capital(w));
    let folded = words.iter().map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric())));
    named.then(|| folded.filter(|w| !w.is_empty() && w != "the").collect()).filter(|w: &Vec<String>| !w.is_empty())
}

/// Whether two names can be one's: the shorter's words are among the longer's, or the last words agree and the first begin alike.
fn same_name(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let initial = |words: &[String]| words.first().and_then(|w| w.chars().next());
    short.iter().all(|w| long.contains(w)) || (short.last() == long.last() && initial(short) == initial(long))
}

/// Whether two can be the same, whatever else there is.
pub(super) fn can_be_one(rules: &Rules, a: &Party, b: &Party) -> bool {
    a.is(b, rules).is_some_and(|(finding, _)| finding != "party.colleagues" && finding != "party.sector")
}

/// Whether both sides are told, and nobody of the one can be one of the other.
pub(super) fn are_apart(rules: &Rules, a: &[Party], b: &[Party]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|x| b.iter().any(|y| can_be_one(rules, x, y)))
}

/// A finding: what was found, its weight, and in what.
pub(super) type Finding<'a> = (&'static str, f32, Cow<'a, str>);

/// Compares a side. What is found is added to `found`.
pub(super) fn compare<'a>(
    rules: &Rules,
    category: &str,
    a: &[&'a Party],
    b: &[&'a Party],
    found: &mut Vec<Finding<'a>>,
) {
    let mut add = |finding: &'static str, words: &'a str| {
        found.push((finding, rules.weight(finding, category), Cow::Borrowed(words)));
    };
    if a.is_empty() && b.is_empty() {
        return;
    }
    if a.is_empty() || b.is_empty() {
        return add("party.untold", "");
    }
    let (a, b) = (&a[..a.len().min(MOST)], &b[..b.len().min(MOST)]);
    let mut pairs = Vec::new();
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            if let Some((finding, words)) = x.is(y, rules) {
                pairs.push((rules.weight(finding, category), i, j, finding, words));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.4.cmp(y.4)).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    let (mut left, mut right) = (vec![false; a.len()], vec![false; b.len()]);
    let (mut matched, mut unlike) = (0, None);
    for (weight, i, j, finding, words) in pairs {
        if left[i] || right[j] {
            continue;
        }
        if weight < 0.0 {
            // A town's people and its state's government: not the same, and no others either.
            if matched > 0 && finding == "party.sector" {
                (left[i], right[j]) = (true, true);
                add(finding, words);
            }
            unlike.get_or_insert((finding, words));
            continue;
        }
        (left[i], right[j]) = (true, true);
        matched += 1;
        if matched <= COUNTED {
            add(finding, words);
        }
    }
    if matched == 0 {
        let nameless = |side: &[&Party]| side.iter().all(|p| p.is_nameless(rules));
        match unlike {
            Some((finding, words)) => add(finding, words),
            None if nameless(a) || nameless(b) => add("party.nameless", ""),
            None if [a, b].iter().any(|side| side.iter().all(|p| p.is_unknown())) => add("party.unclear", ""),
            None => add("party.different", ""),
        }
        return;
    }
    match (left.contains(&false), right.contains(&false)) {
        (true, true) => add("party.others", ""),
        (true, false) | (false, true) => add("party.more", ""),
        (false, false) => (),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> Vec<String> {
        proper(name).unwrap_or_default()
    }

    #[test]
    fn descriptions_are_no_names() {
        assert_eq!(name("The European Union"), ["european", "union"]);
        assert_eq!(name("Nouri al-Maliki"), ["nouri", "al-maliki"]);
        assert!(proper("around 6,000 troops").is_none() && proper("Israeli troops").is_none());
    }

    #[test]
    fn names_may_be_short_or_spelt_otherwise() {
        assert!(same_name(&name("Abbas"), &name("Mahmoud Abbas")));
        assert!(same_name(&name("Mahmud Abbas"), &name("Mahmoud Abbas")));
        assert!(!same_name(&name("Hu Jintao"), &name("Wen Jiabao")));
    }
}
