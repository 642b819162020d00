//! How much speaks for two mentions being of one happening.

use super::State;
use super::party::{self, Finding, Party};
use super::rules::Rules;
use super::sketch::{Place, Sketch, When};
use super::words::common;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The evidence that two mentions are of one happening.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// Bits for it, or against.
    pub weight: f32,
    /// What was found, and what it weighs, as `party.name +4.5: kofi annan`.
    pub why: Vec<String>,
}

/// Days between reports up to which undated mentions are near, and in one week.
const NEAR: i32 = 2;
const WEEK: i32 = 7;

/// Kilometres within which two towns are near, and a region can hold a town.
const TOWNS: f32 = 30.0;
const REGION: f32 = 300.0;

/// What the words of a sentence, and of a beginning, must weigh at least to be compared.
const SENTENCE: u32 = 2;
const BEGINNING: u32 = 3;

impl Rules {
    /// The link between two mentions, when the evidence makes one. The order makes no difference.
    pub fn link(&self, a: &Sketch, b: &Sketch) -> Option<Link> {
        let (weight, found) = self.evidence(a, b, self.link)?;
        if weight < self.link {
            return None;
        }
        let why = found.into_iter().map(|(finding, weight, words)| match words.is_empty() {
            true => format!("{finding} {weight:+}"),
            false => format!("{finding} {weight:+}: {words}"),
        });
        Some(Link { weight, why: why.collect() })
    }

    /// The evidence that two mentions are of one happening, in bits; nothing when they cannot be, whatever else agrees.
    pub(super) fn weigh(&self, a: &Sketch, b: &Sketch) -> Option<f32> {
        self.evidence(a, b, f32::NEG_INFINITY).map(|(weight, _)| weight)
    }

    /// As [`Self::weigh`], with what was found; nothing too where it cannot come to `least`.
    fn evidence<'a>(&self, a: &'a Sketch, b: &'a Sketch, least: f32) -> Option<(f32, Vec<Finding<'a>>)> {
        let (a, b) = if a.order <= b.order { (a, b) } else { (b, a) };
        let one_report = a.order.1 == b.order.1;
        if one_report && a.category != b.category {
            return None;
        }
        // The day of a denial is often taken for that of the deed.
        let denied = (a.state == State::Denied) != (b.state == State::Denied);
        let unsure = |when: &When| When { stated: when.stated && !denied, ..*when };
        let mut found = Vec::new();
        if !(self.kind(a, b, &mut found) && self.time(&unsure(&a.when), &unsure(&b.when), &a.category, &mut found)) {
            return None;
        }
        self.parties(a, b, &mut found);
        if let (Some(x), Some(y)) = (&a.place, &b.place) {
            self.place(x, y, &a.category, &mut found);
        }
        self.size(a, b, &mut found);
        if a.state != b.state {
            let finding = if denied { "told.denied" } else { "told.otherwise" };
            self.add(finding, &a.category, format!("{}, {}", a.state.name(), b.state.name()), &mut found);
        }
        if a.link == b.link {
            self.add("report.linked", &a.category, "", &mut found);
        } else if one_report && a.state == b.state {
            self.add("report.other", &a.category, "", &mut found);
        }
        let sum = |found: &[Finding<'_>]| found.iter().map(|(_, weight, _)| weight).sum::<f32>();
        // All of a report is about one thing: that it speaks of it again says little.
        if !one_report {
            if sum(&found) + self.words_at_most(&a.category) < least {
                return None;
            }
            self.words(a, b, &mut found);
        }
        Some((sum(&found), found))
    }

    fn parties<'a>(&self, a: &'a Sketch, b: &'a Sketch, found: &mut Vec<Finding<'a>>) {
        if !self.is_mutual(&a.category) && !self.is_mutual(&b.category) {
            let side = |parties: &'a [Party]| parties.iter().collect::<Vec<_>>();
            party::compare(self, &a.category, &side(&a.actors), &side(&b.actors), found);
            party::compare(self, &a.category, &side(&a.recipients), &side(&b.recipients), found);
            return;
        }
        party::compare(self, &a.category, &a.everybody(), &b.everybody(), found);
        let sided = |sketch: &Sketch| self.is_sided(&sketch.category, &sketch.modes);
        if sided(a) && sided(b) && party::are_apart(self, &a.actors, &b.actors) {
            self.add("party.swapped", &a.category, "", found);
        }
    }

    /// The most that words can weigh.
    fn words_at_most(&self, category: &str) -> f32 {
        ["words.much", "words.names", "topic.much"].iter().map(|finding| self.weight(finding, category).max(0.0)).sum()
    }

    fn add<'a>(
        &self,
        finding: &'static str,
        category: &str,
        words: impl Into<Cow<'a, str>>,
        found: &mut Vec<Finding<'a>>,
    ) {
        found.push((finding, self.weight(finding, category), words.into()));
    }

    /// What sort of event. Whether they can be one.
    fn kind<'a>(&self, a: &'a Sketch, b: &'a Sketch, found: &mut Vec<Finding<'a>>) -> bool {
        let category = &a.category;
        if *category != b.category {
            if !self.are_kin(category, &b.category) {
                return false;
            }
            self.add("type.kin", category, format!("{category}, {}", b.category), found);
        } else if let Some(mode) = a.modes.intersection(&b.modes).next() {
            self.add("type.mode", category, mode, found);
        } else if self.can_be_one_mode(category, &a.modes, &b.modes) {
            self.add("type.category", category, category, found);
        } else {
            let modes = |modes: &BTreeSet<String>| modes.iter().cloned().collect::<Vec<_>>().join(" ");
            self.add("type.other-mode", category, format!("{}, {}", modes(&a.modes), modes(&b.modes)), found);
        }
        if let Some(trigger) = a.triggers.intersection(&b.triggers).next() {
            self.add("type.trigger", category, &**trigger, found);
        }
        true
    }

    /// Whether modes that are not the same do not contradict each other.
    fn can_be_one_mode(&self, category: &str, a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
        let together = || a.iter().any(|x| b.iter().any(|y| self.go_together(category, x, y)));
        a.is_empty() || b.is_empty() || together()
    }

    /// When. Whether they can be one.
    fn time(&self, a: &When, b: &When, category: &str, found: &mut Vec<Finding<'_>>) -> bool {
        let finding = match (a.days, b.days) {
            (Some(x), Some(y)) if x == y && x.0 == x.1 && long_past(a) && long_past(b) => Some("date.same-past"),
            (Some(x), Some(y)) if x.0 == x.1 && y.0 == y.1 => days(x.0 - y.0, a.stated && b.stated),
            (Some(x), Some(y)) if x == y => Some("date.span"),
            (Some(x), Some(y)) if x.0 <= y.1 && y.0 <= x.1 => match (x.1 - x.0).max(y.1 - y.0) {
                0..=7 => Some("date.within-week"),
                8..=31 => Some("date.within-month"),
                _ => None,
            },
            (Some(_), Some(_)) => None,
            _ => match a.report.zip(b.report).map(|(x, y)| (x - y).abs()) {
                Some(apart) if apart <= NEAR => Some("date.unknown-near"),
                Some(apart) if apart <= WEEK => Some("date.unknown-week"),
                _ => None,
            },
        };
        if let Some(finding) = finding {
            self.add(finding, category, "", found);
        }
        finding.is_some()
    }

    fn place(&self, a: &Place, b: &Place, category: &str, found: &mut Vec<Finding<'_>>) {
        let abroad = matches!((&a.country, &b.country), (Some(x), Some(y)) if x != y);
        let finding = match (a.resolution, b.resolution) {
            (fine, _) if a.id.is_some() && a.id == b.id => match fine {
                0 | 1 => "place.within",
                2 => "place.region",
                _ => "place.town",
            },
            _ if abroad => "place.abroad",
            (0 | 1, _) | (_, 0 | 1) => "place.within",
            (3.., 3..) if kilometres(a, b) <= TOWNS => "place.near",
            (3.., 3..) => "place.elsewhere",
            _ if kilometres(a, b) <= REGION => "place.within",
            _ => "place.elsewhere",
        };
        let words = if a.name == b.name { a.name.clone() } else { format!("{}, {}", a.name, b.name) };
        self.add(finding, category, words, found);
    }

    fn size(&self, a: &Sketch, b: &Sketch, found: &mut Vec<Finding<'_>>) {
        let counts = [
            ("dead", a.size.dead, b.size.dead),
            ("injured", a.size.injured, b.size.injured),
            ("arrested", a.size.arrested, b.size.arrested),
            ("taking part", a.size.participants, b.size.participants),
        ];
        for (what, x, y) in counts {
            let (Some(x), Some(y)) = (x, y) else { continue };
            let (less, more) = (x.min(y), x.max(y));
            let finding = match less == more {
                true if more >= 10 => "size.same-large",
                true => "size.same",
                false if less >= 10 && more as f64 <= 1.25 * less as f64 => "size.near-large",
                false if more - less <= 1 || more as f64 <= 1.3 * less as f64 => "size.close",
                false if more as f64 <= 3.0 * less as f64 => "size.other",
                false => "size.far",
            };
            let words = if x == y { format!("{x} {what}") } else { format!("{x}, {y} {what}") };
            self.add(finding, &a.category, words, found);
        }
    }

    fn words(&self, a: &Sketch, b: &Sketch, found: &mut Vec<Finding<'_>>) {
        let listed = |words: Vec<Arc<str>>| words.iter().take(6).map(|w| &**w).collect::<Vec<_>>().join(" ");
        if let Some((share, names, both)) = common(&a.words, &b.words, SENTENCE) {
            let finding = match share {
                share if share < 0.08 => "words.none",
                share if share < 0.2 => "words.little",
                share if share < 0.45 || both.len() < 2 => "words.some",
                _ => "words.much",
            };
            self.add(finding, &a.category, listed(both.clone()), found);
            if names >= 2 {
                self.add("words.names", &a.category, "", found);
            }
        }
        if let Some((share, _, both)) = common(&a.topic.0, &b.topic.0, BEGINNING) {
            let finding = match share {
                share if share < 0.1 => "topic.none",
                share if share < 0.35 => "topic.some",
                _ => "topic.much",
            };
            self.add(finding, &a.category, listed(both), found);
        }
    }
}

/// Whether a day that the text states lies more than a week before the report: of those there are many, and few are named.
fn long_past(when: &When) -> bool {
    let ago = when.report.zip(when.days).map(|(report, days)| report - days.1);
    when.stated && ago.is_some_and(|ago| ago > WEEK)
}

/// How single days go together.
fn days(apart: i32, stated: bool) -> Option<&'static str> {
    match (apart.abs(), stated) {
        (0, true) => Some("date.same"),
        (1, true) => Some("date.next"),
        (2..=3, true) => Some("date.near"),
        (0, false) => Some("date.assumed-same"),
        (1, false) => Some("date.assumed-next"),
        (2..=3, false) => Some("date.assumed-near"),
        (4..=7, false) => Some("date.assumed-week"),
        _ => None,
    }
}

/// The distance on a sphere.
fn kilometres(a: &Place, b: &Place) -> f32 {
    let [x, y] = [a, b].map(|p| (p.lat.to_radians(), p.lon.to_radians()));
    let haversine = ((y.0 - x.0) / 2.0).sin().powi(2) + x.0.cos() * y.0.cos() * ((y.1 - x.1) / 2.0).sin().powi(2);
    2.0 * 6371.0 * haversine.sqrt().min(1.0).asin()
}
