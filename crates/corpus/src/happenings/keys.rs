//! Under which keys mentions meet that can be of one happening.
//!
//! A key is a family of categories, a week, and one of: two states, a state, a name, a town or region, a country. A mention is filed
//! under the weeks of its days, and looks for others a week before and after. A stretch of more than a month meets only its like.

use super::rules::Rules;
use super::sketch::Sketch;
use std::collections::BTreeSet;

/// The keys of a mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// What it is found under.
    pub filed: Vec<u64>,
    /// Where it looks for others.
    pub sought: Vec<u64>,
}

/// Parties that make keys.
const PARTIES: usize = 6;

/// The longest stretch of days, but one, that is filed week by week.
const MONTH: i32 = 31;

/// Days before and after its own in which a mention looks for others.
const AROUND: i32 = 7;

impl Rules {
    /// The keys of a mention.
    pub fn keys(&self, sketch: &Sketch) -> Keys {
        let family = self.family(&sketch.category);
        let parts = parts(sketch);
        let make = |times: &[String]| -> Vec<u64> {
            let keys =
                times.iter().flat_map(|t| parts.iter().map(move |part| hash(&[family, t.as_str(), part.as_str()])));
            keys.collect::<BTreeSet<u64>>().into_iter().collect()
        };
        let mut keys = self.keys_by_time(sketch, make);
        // Mentions of one report that its own coding linked meet whenever they are.
        let link = hash(&["link", &sketch.link]);
        keys.filed.push(link);
        keys.sought.push(link);
        keys
    }

    fn keys_by_time(&self, sketch: &Sketch, make: impl Fn(&[String]) -> Vec<u64>) -> Keys {
        let days = sketch.when.days.or(sketch.when.report.map(|day| (day, day)));
        match days {
            None => Keys::default(),
            Some((first, last)) if last - first > MONTH => {
                let keys = make(&[format!("{first} {last}")]);
                Keys { filed: keys.clone(), sought: keys }
            }
            Some((first, last)) => {
                let weeks = |first: i32, last: i32| -> Vec<String> {
                    (first.div_euclid(7)..=last.div_euclid(7)).map(|week| week.to_string()).collect()
                };
                Keys { filed: make(&weeks(first, last)), sought: make(&weeks(first - AROUND, last + AROUND)) }
            }
        }
    }
}

/// Who and where, each as words.
fn parts(sketch: &Sketch) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    let everybody = sketch.everybody();
    let codes: BTreeSet<&String> = everybody.iter().take(PARTIES).filter_map(|p| p.code.as_ref()).collect();
    for (i, code) in codes.iter().enumerate() {
        parts.insert(format!("code {code}"));
        parts.extend(codes.iter().skip(i + 1).map(|other| format!("codes {code} {other}")));
    }
    for name in everybody.iter().take(PARTIES).filter_map(|p| p.name.as_ref()?.last()) {
        parts.insert(format!("name {name}"));
    }
    if let Some(place) = &sketch.place {
        parts.extend(place.id.filter(|_| place.resolution > 1).map(|id| format!("place {id}")));
        parts.extend(place.country.as_ref().map(|country| format!("in {country}")));
    }
    parts
}

/// FNV-1a, which is the same on every machine.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|w| w.bytes().chain([0]));
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
