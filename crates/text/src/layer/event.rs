//! Did what to whom.

use super::{DayRange, Entity, MentionId};
use crate::{Label, Span, TokenRange, Why};

/// Somebody who takes part in an event or holds a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// The words that name it here.
    pub tokens: TokenRange,
    /// Its mention in the actor layer.
    pub mention: Option<MentionId>,
    /// Who it is.
    pub entity: Entity,
}

/// PLOVER's auxiliary modes: how the text presents the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Auxiliary {
    /// Told as background.
    pub historical: bool,
    /// Yet to come.
    pub future: bool,
    /// Conditional, possible, feared, hoped.
    pub hypothetical: bool,
    /// Not so.
    pub negation: bool,
}

impl Auxiliary {
    /// The names in records, in PLOVER's order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        [
            (self.historical, "historical"),
            (self.future, "future"),
            (self.hypothetical, "hypothetical"),
            (self.negation, "negation"),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
    }
}

/// How many people an event struck or moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Killed.
    pub dead: Option<u64>,
    /// Injured.
    pub injured: Option<u64>,
    /// Arrested or detained.
    pub arrested: Option<u64>,
    /// Taking part (a protest).
    pub participants: Option<u64>,
}

/// One link of an event's attribution: who says so, and on whose word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voice {
    /// Number of the statement in the source layer.
    pub statement: Option<usize>,
    /// The source's words.
    pub source: Option<Span>,
    /// The cue's words.
    pub cue: Option<Span>,
    /// On whose word the source says so.
    pub basis: Option<Span>,
    /// Where it was said.
    pub place: Option<Span>,
    /// Who the source is, when known.
    pub entity: Entity,
}

/// An event mention, coded.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Number of its sentence.
    pub sentence: usize,
    /// The word or words it was coded from.
    pub trigger: TokenRange,
    /// The words that led from the trigger to the category ("set to visit").
    pub text: Vec<Span>,
    /// PLOVER category.
    pub category: Label,
    /// A second category that the standard allows for the same event: a promise of a concession is AGREE by CAMEO (035) and by PLOVER's
    /// gold records, CONCEDE by its manual.
    pub also: Option<Label>,
    /// PLOVER modes, the most specific first.
    pub modes: Vec<Label>,
    /// PLOVER contexts.
    pub contexts: Vec<Label>,
    /// How the text presents it.
    pub auxiliary: Auxiliary,
    /// How the text presents it through the whole chain of who says so: asserted, reported, alleged, denied, planned, possible,
    /// conditional or counterfactual.
    pub factuality: Label,
    /// PLOVER quad code, 1 to 4.
    pub quad: u8,
    /// PLOVER scale, -10 to 10.
    pub scale: f32,
    /// Most specific CAMEO code.
    pub cameo: Option<Label>,
    /// Who did it.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// Number in the time layer of the expression that dates it.
    pub time: Option<usize>,
    /// The days on which it happened or will happen.
    pub days: Option<DayRange>,
    /// Number in the place layer of where it happened.
    pub place: Option<usize>,
    /// Who says so, innermost first; empty for the writer's own word.
    pub attribution: Vec<Voice>,
    /// Numbers of people.
    pub size: Size,
    /// The happening it tells of, counted from 0 in the document.
    pub link: usize,
    /// The rules and entries that fired.
    pub why: Vec<Why>,
}
