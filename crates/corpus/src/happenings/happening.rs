//! A happening: what its mentions tell together, and what each says otherwise.

mod disagree;
mod merge;

use super::{Link, Mention, Report, origin};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use whowhom_text::record::{EntityRecord, EventPlaceRecord, EventRecord, SizeRecord};

/// How an event is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It happened, or is said to have.
    Happened,
    /// It is to come.
    Planned,
    /// It is supposed, possible, or would be.
    Possible,
    /// It is said not to have happened.
    Denied,
}

impl State {
    /// The state of an event. A promise of what is to come has itself happened.
    pub fn of(event: &EventRecord) -> Self {
        let told = |mode: &str| event.auxiliary_mode.iter().any(|m| m == mode);
        let promise = event.event.iter().any(|e| e == "AGREE" || e == "CONCEDE");
        match () {
            () if told("negation") => Self::Denied,
            () if told("hypothetical") => Self::Possible,
            () if told("future") && !promise => Self::Planned,
            () => Self::Happened,
        }
    }

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Denied => "denied",
        }
    }
}

/// A happening. A field with nothing to say is left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Happening {
    /// The name of the mention that told of it first: it stays, whatever later reports tell.
    pub id: String,
    /// Whether some report tells it as having happened.
    pub factual: bool,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enddate: Option<Date>,
    /// Who did it.
    pub actor: Vec<Joined>,
    /// To whom.
    pub recipient: Vec<Joined>,
    /// PLOVER categories that it is told as, the most frequent first.
    pub event: Vec<String>,
    /// PLOVER modes, likewise.
    pub mode: Vec<String>,
    /// PLOVER contexts, likewise.
    pub context: Vec<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_loc: Option<EventPlaceRecord>,
    /// Numbers of people, by the latest mentions that have any.
    #[serde(skip_serializing_if = "SizeRecord::is_empty")]
    pub size: SizeRecord,
    /// How many mentions there are.
    pub mentions: usize,
    /// In how many reports, copies of one report counted once.
    pub reports: usize,
    /// On how many independent words: publishers, where a medium that several quote counts once, and copies count as what they copy.
    pub publishers: usize,
    /// Whose words these are.
    pub publisher_names: Vec<String>,
    /// The report that told of it first.
    pub first_report: Told,
    /// The report that told of it last.
    pub last_report: Told,
    /// How it is told, each with the reports that do.
    pub states: Vec<Said>,
    /// What reports contradict each other in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disagreements: Vec<Disagreement>,
    /// Its mentions, in the order in which they were told.
    pub told: Vec<MentionRecord>,
}

/// Somebody who takes part in a happening.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Joined {
    /// Who it is.
    #[serde(flatten)]
    pub entity: EntityRecord,
    /// Words for it in the fullest mention.
    pub entity_text: String,
}

/// A report with its day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// The report's name.
    pub doc_id: String,
    /// Its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Its publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
}

/// What some reports say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// What.
    pub value: String,
    /// Their names, in the order in which they told.
    pub reports: Vec<String>,
}

/// What reports contradict each other in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// `happened`, `date`, `place`, `actor`, `recipient`, `dead`, `injured`, `arrested` or `participants`.
    pub about: &'static str,
    /// What each says.
    pub said: Vec<Said>,
}

/// A mention of a happening.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MentionRecord {
    /// The event's name.
    pub id: String,
    /// The report.
    #[serde(flatten)]
    pub report: Told,
    /// The report that this one is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// How it is told.
    pub state: State,
    /// How the text presents it.
    pub factuality: String,
    /// The words it was coded from.
    pub trigger: String,
    /// The words of its sentence.
    pub sentence: String,
    /// The mention that this one was linked to; absent in the one that was told first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_to: Option<String>,
    /// Evidence for the link, in bits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f32>,
    /// What the evidence is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

impl Happening {
    /// The happening of these mentions, in the order in which they were told, each with the number of the mention that it was linked
    /// to and the evidence. `None` when there are none.
    pub fn of(rules: &super::Rules, mentions: &[(Mention, Option<(usize, Link)>)]) -> Option<Self> {
        let (first, _) = mentions.first()?;
        let last = mentions.iter().map(|(m, _)| m).max_by_key(|m| m.report.date)?;
        let all: Vec<&Mention> = mentions.iter().map(|(mention, _)| mention).collect();
        let (counted, factual) = merge::that_count(&all);
        let sides = merge::Sides::of(rules, &counted);
        let (date, enddate) = merge::days(&counted);
        let names = origins(rules, &all);
        Some(Self {
            id: first.event.id.clone(),
            factual,
            date,
            enddate,
            event: merge::labels(&counted, |e| &e.event[..e.event.len().min(1)]),
            mode: merge::labels(&counted, |e| &e.mode),
            context: merge::labels(&counted, |e| &e.context),
            event_loc: merge::place(&counted),
            size: merge::size(&counted),
            mentions: all.len(),
            reports: all.iter().map(|m| &m.report.original).collect::<BTreeSet<_>>().len(),
            publishers: names.len(),
            publisher_names: names,
            first_report: told(&first.report),
            last_report: told(&last.report),
            states: disagree::states(&all),
            disagreements: disagree::disagreements(&all, &counted, &sides),
            actor: sides.actor,
            recipient: sides.recipient,
            told: mentions.iter().map(|(mention, link)| record(mention, link.as_ref(), mentions)).collect(),
        })
    }
}

fn told(report: &Arc<Report>) -> Told {
    Told { doc_id: report.id.clone(), date: report.date, publisher: report.publisher.clone() }
}

/// On whose words it is told, in alphabetical order.
fn origins(rules: &super::Rules, mentions: &[&Mention]) -> Vec<String> {
    let mut by_report: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        by_report.entry(&mention.report.id).or_default().push(mention);
    }
    by_report.values().filter_map(|mentions| origin::of(rules, mentions)).collect::<BTreeSet<_>>().into_iter().collect()
}

fn record(
    mention: &Mention,
    link: Option<&(usize, Link)>,
    mentions: &[(Mention, Option<(usize, Link)>)],
) -> MentionRecord {
    let Mention { report, event, sentence } = mention;
    MentionRecord {
        id: event.id.clone(),
        report: told(report),
        copy_of: (report.original != report.id).then(|| report.original.clone()),
        state: mention.state(),
        factuality: event.factuality.clone(),
        trigger: event.trigger.text.clone(),
        sentence: sentence.clone(),
        linked_to: link.and_then(|(to, _)| mentions.get(*to)).map(|(m, _)| m.event.id.clone()),
        weight: link.map(|(_, link)| link.weight),
        why: link.map(|(_, link)| link.why.clone()).unwrap_or_default(),
    }
}
