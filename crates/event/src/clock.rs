//! When an event happens that has no time of its own: the narrative's clock.
//!
//! A report tells its news against a clock that its times set (Reichenbach, *Elements of Symbolic Logic*, 1947, § 51; Kamp and Reyle,
//! *From Discourse to Logic*, 1993, ch. 5): a past tense goes on at the time told last, a perfect or a present comes back to the day of
//! the report, a pluperfect goes behind the time told last. Mentions of one happening share its time, what is told during a meeting has
//! the meeting's, and who spoke to reporters on Thursday said the rest of it then, too. Only what is left after that is of the day of the
//! report, and only where nothing says that it is older.

mod again;

pub use again::frame;

use crate::grammar;
use crate::scene::Scene;
use crate::tense::{self, Tense};
use crate::when::{self, SPOKEN, Sought};
use again::{described, only_one, within};
use jiff::civil::Date;
use whowhom_text::layer::{ChainId, DayRange, EntityKind, Event, MentionKind, Participant};
use whowhom_text::{Label, TokenView, Why};

/// Sentences that a time told once goes on for without being taken up.
const FRAME_REACH: usize = 2;
/// Sentences after which a speaker's words are no longer those of one occasion.
const SPEECH_REACH: usize = 4;
/// Sentences after which a trip is no longer what a meeting belongs to.
const TRIP_REACH: usize = 12;
/// The first month whose days leave enough of their year behind them for a pluperfect to be of the same year.
const YEAR_TOLD: i8 = 6;
/// Words before a noun whose time is that of the whole clause ("in Tuesday's unrest").
const AMID: [&str; 5] = ["at", "during", "in", "amid", "throughout"];

/// Gives events without a time of their own the time that the document tells for them, else the day of the report for plain news.
pub fn settle(scene: &Scene<'_>, events: &mut [Event]) {
    let clock = Clock::new(scene);
    share_twins(scene, events);
    for i in 0..events.len() {
        if events[i].days.is_some() || events[i].time.is_some() {
            continue;
        }
        let trigger = scene.parsed.token(events[i].trigger.start);
        if when::is_offset(scene, trigger) {
            if let Some(days) = when::counted(scene, trigger) {
                take(scene, &mut events[i], Found { time: None, days, why: "so long from what it is told with" });
            }
            continue;
        }
        let found = described(scene, events, i)
            .or_else(|| within(scene, events, i))
            .or_else(|| clock.told(scene, &events[i]))
            .or_else(|| on_trip(scene, events, i))
            .or_else(|| clock.narrated(scene, events, i))
            .or_else(|| loosely(scene, &events[i]));
        if let Some(found) = found {
            take(scene, &mut events[i], found);
        }
    }
    for i in 0..events.len() {
        if let Some(found) = only_one(scene, events, i) {
            take(scene, &mut events[i], found);
        }
    }
    let Some(today) = scene.parsed.doc.date else { return };
    for event in events.iter_mut().filter(|e| e.days.is_none() && e.time.is_none()) {
        let aux = event.auxiliary;
        if !(aux.historical
            || aux.future
            || aux.hypothetical
            || when::is_offset(scene, scene.parsed.token(event.trigger.start)))
        {
            event.days = clock.day_of_report(scene, event, today);
        }
    }
}

/// A time found for an event, and the rule that found it.
struct Found {
    time: Option<usize>,
    days: DayRange,
    why: &'static str,
}

fn take(scene: &Scene<'_>, event: &mut Event, found: Found) {
    event.time = found.time;
    event.days = Some(found.days);
    event.why.push(Why::rule(found.why));
    let aux = event.auxiliary;
    if let (Some(today), false) = (scene.parsed.doc.date, aux.future || aux.hypothetical) {
        event.auxiliary.historical |= when::is_long_ago(found.days, today);
    }
}

/// The first mention of a happening that has a time lends it to the others.
fn share_twins(scene: &Scene<'_>, events: &mut [Event]) {
    let mut timed: Vec<Option<usize>> = vec![None; events.iter().map(|e| e.link + 1).max().unwrap_or(0)];
    for (i, event) in events.iter().enumerate().filter(|(_, e)| e.time.is_some()) {
        timed[event.link].get_or_insert(i);
    }
    for i in 0..events.len() {
        if events[i].days.is_some() {
            continue;
        }
        let twin = timed[events[i].link].filter(|twin| can_take(scene, &events[i], events[*twin].days));
        if let Some(twin) = twin {
            events[i].time = events[twin].time;
            events[i].days = events[twin].days;
            events[i].auxiliary.historical |= events[twin].auxiliary.historical && !events[i].auxiliary.future;
        }
    }
}

/// Whether a mention can be of a happening of these days, whatever links them.
fn can_take(scene: &Scene<'_>, event: &Event, days: Option<DayRange>) -> bool {
    let (Some(days), Some(today)) = (days, scene.parsed.doc.date) else { return true };
    let aux = event.auxiliary;
    let trigger = scene.parsed.token(event.trigger.start);
    // What is still to come is not over, and what has happened is not to come.
    let turned = if aux.future { days.end < today } else { days.start > today && !aux.hypothetical };
    // A lead's verb tells news, not what is long past.
    let leads = event.sentence == 0 && !aux.historical && grammar::is_verb(trigger);
    // Somebody's words have the day on which he said them.
    let told = || telling(scene, trigger).filter(|_| told_now(scene, event));
    !(turned || leads && when::is_long_ago(days, today) || told().is_some_and(|told| !when::near(told, days)))
}

/// Events further away than this are not looked at, so that the time stays linear.
const LOOK_AROUND: usize = 64;

/// The events told before one.
fn before(events: &[Event], i: usize) -> &[Event] {
    &events[i.saturating_sub(LOOK_AROUND)..i]
}

/// A meeting that a traveller has or will have belongs to the trip told before: it has the trip's days.
fn on_trip(scene: &Scene<'_>, events: &[Event], i: usize) -> Option<Found> {
    let event = &events[i];
    let is_visit = |e: &Event| e.modes.iter().any(|m| *m == "visit");
    let lemma = scene.parsed.token(event.trigger.start).lemma();
    let meets = event.category == "CONSULT"
        || event.category == "AGREE" && (lemma == "meet" || scene.lexicon.in_class("meetings", lemma));
    if !meets || is_visit(event) || event.auxiliary.hypothetical || event.auxiliary.historical {
        return None;
    }
    let trip = |e: &&Event| {
        is_visit(e)
            && e.category.is_any(&["AGREE", "CONSULT"])
            && e.sentence + TRIP_REACH >= event.sentence
            && e.time.is_some()
            && share_somebody(scene, &e.actors, &event.actors)
            && (event.auxiliary.future || !e.auxiliary.future)
    };
    let trip = before(events, i).iter().rev().find(trip)?;
    let days = trip.days?;
    let over = scene.parsed.doc.date.is_some_and(|today| event.auxiliary.future && days.end < today);
    (!over).then_some(Found { time: trip.time, days, why: "the days of the trip" })
}

/// A time outside "after the clashes", for want of a better one.
fn loosely(scene: &Scene<'_>, event: &Event) -> Option<Found> {
    let aux = event.auxiliary;
    if aux.future || aux.hypothetical || aux.historical {
        return None;
    }
    let words = [event.trigger.start];
    let sought = Sought { words: &words, category: event.category, future: false, hypothetical: false, loosely: true };
    let (time, days) = when::own(scene, scene.parsed.token(event.trigger.start), &sought)?;
    Some(Found { time: Some(time), days: days?, why: "the time of what it is told with" })
}

/// The chains of the people who take part.
fn chains(scene: &Scene<'_>, parties: &[Participant]) -> Vec<ChainId> {
    parties
        .iter()
        .filter_map(|p| p.mention)
        .map(|id| scene.layers.actors.mention(id))
        .flat_map(|m| std::iter::once(m.chain).chain(m.members.iter().copied()))
        .collect()
}

fn share_somebody(scene: &Scene<'_>, a: &[Participant], b: &[Participant]) -> bool {
    let (a, b) = (chains(scene, a), chains(scene, b));
    a.iter().any(|chain| b.contains(chain))
}

/// A time that a main clause tells, and whose it is.
struct Frame {
    time: usize,
    days: DayRange,
    /// Whether the clause only says that something is said.
    speech: bool,
    subject: Option<ChainId>,
    /// The chains of the people that the clause names as its subject and objects.
    who: Vec<ChainId>,
}

/// The times that the main clauses of a document tell, sentence by sentence.
struct Clock {
    /// The first frame of narration and the first of speech of each sentence.
    sentences: Vec<(Option<Frame>, Option<Frame>)>,
}

impl Clock {
    fn new(scene: &Scene<'_>) -> Self {
        let mut sentences: Vec<(Option<Frame>, Option<Frame>)> =
            scene.parsed.sentences().iter().map(|_| (None, None)).collect();
        for (i, _) in scene.layers.times.iter().enumerate() {
            if let Some((sentence, frame)) = main_time(scene, i) {
                let (told, spoken) = &mut sentences[sentence];
                (if frame.speech { spoken } else { told }).get_or_insert(frame);
            }
        }
        Self { sentences }
    }

    /// Who spoke on a day told before ("told reporters Thursday") said, asked, declined the rest of it then.
    fn told(&self, scene: &Scene<'_>, event: &Event) -> Option<Found> {
        let trigger = scene.parsed.token(event.trigger.start);
        let aux = event.auxiliary;
        if !SPOKEN.iter().any(|c| event.category == *c) || aux.historical || aux.hypothetical {
            return None;
        }
        if aux.future {
            return self.pledged(scene, event);
        }
        if !tense::of(grammar::clause_head(trigger)).past {
            return None;
        }
        let speakers = chains(scene, &event.actors);
        let from = event.sentence.saturating_sub(SPEECH_REACH);
        let spoke = self.sentences[from..=event.sentence].iter().rev().find_map(|(told, spoken)| {
            [spoken, told].into_iter().flatten().find(|f| f.subject.is_some_and(|s| speakers.contains(&s)))
        })?;
        spoke.speech.then_some(Found { time: Some(spoke.time), days: spoke.days, why: "the time of speaking" })
    }

    /// A pledge told of as made on an earlier day ("on Nov. 5 he told the press he would …") is of that day.
    fn pledged(&self, scene: &Scene<'_>, event: &Event) -> Option<Found> {
        let meeting = event.modes.iter().any(|m| m.is_any(&["visit", "meet", "multilateral"]));
        let today = scene.parsed.doc.date?;
        let spoken = self.sentences[event.sentence].1.as_ref()?;
        let speakers = chains(scene, &event.actors);
        let own = spoken.subject.is_some_and(|s| speakers.contains(&s));
        (own && !meeting && when::is_long_ago(spoken.days, today)).then_some(Found {
            time: Some(spoken.time),
            days: spoken.days,
            why: "the time of the promise",
        })
    }

    /// What a past tense tells goes on at the time told last; a pluperfect lies behind it, in the same year.
    fn narrated(&self, scene: &Scene<'_>, events: &[Event], i: usize) -> Option<Found> {
        let event = &events[i];
        let aux = event.auxiliary;
        if aux.future || aux.hypothetical {
            return None;
        }
        let trigger = scene.parsed.token(event.trigger.start);
        let (verb, tense) = finite(trigger);
        if tense.pluperfect {
            let told = self.reference(event.sentence)?;
            let long_ago = scene.parsed.doc.date.is_some_and(|today| when::is_long_ago(told.days, today));
            return if long_ago && !is_said(trigger, scene) { behind(told) } else { None };
        }
        let (told, back) = self.last(scene, event.sentence)?;
        if !tense.past || aux.historical || back == 0 || trigger.dep() == "amod" || is_relative(trigger) {
            return None;
        }
        let subject = grammar::surface_subject(verb);
        let who: Vec<ChainId> = subject
            .and_then(|s| scene.layers.actors.mention_at(s.id))
            .map(|m| std::iter::once(m.chain).chain(m.members.iter().copied()).collect())
            .unwrap_or_default();
        // A state's name is in every sentence; a person, a group or a pronoun takes the story up.
        let tells_on = subject.and_then(|s| scene.layers.actors.mention_at(s.id));
        let spoken = SPOKEN.iter().any(|c| event.category == *c);
        let tells_on =
            tells_on.is_some_and(|m| m.kind == MentionKind::Pronoun || m.entity.kind != EntityKind::State && !spoken);
        let goes_on = tells_on && told.who.iter().any(|s| who.contains(s));
        let news = scene.parsed.doc.date.is_some_and(|today| !when::is_long_ago(told.days, today));
        (goes_on || news && !spoken && !is_said(trigger, scene)).then_some(Found {
            time: Some(told.time),
            days: told.days,
            why: "the time told before",
        })
    }

    /// The time that the narrative is at when a sentence begins, and how many sentences back it was told.
    fn last(&self, scene: &Scene<'_>, sentence: usize) -> Option<(&Frame, usize)> {
        for back in 0..=FRAME_REACH.min(sentence) {
            let at = sentence - back;
            if let (Some(told), _) = &self.sentences[at] {
                return Some((told, back));
            }
            if back > 0 && comes_back(scene, at) {
                return None;
            }
        }
        None
    }

    /// The time told last of which a pluperfect speaks: of something that happened, or of somebody's speaking.
    fn reference(&self, sentence: usize) -> Option<&Frame> {
        let from = sentence.saturating_sub(FRAME_REACH);
        self.sentences[from..=sentence].iter().rev().find_map(|(told, spoken)| told.as_ref().or(spoken.as_ref()))
    }

    /// The day of the report, for what it tells without a time, where nothing says that it is older: told as news, or by somebody who
    /// spoke on a day just before.
    fn day_of_report(&self, scene: &Scene<'_>, event: &Event, today: Date) -> Option<DayRange> {
        let day = DayRange { start: today, end: today };
        let trigger = scene.parsed.token(event.trigger.start);
        let main = || self.sentences[event.sentence].1.as_ref().filter(|_| is_said(trigger, scene)).map(|f| f.days);
        // "since the deal was signed": older than all that the clause tells.
        if is_since(trigger) {
            return None;
        }
        let Some(said) = telling(scene, trigger).or_else(main) else { return Some(day) };
        if said.end >= today {
            Some(day)
        } else if told_now(scene, event) {
            // "said on Monday that his government is committed": true on that day at least.
            Some(said)
        } else {
            // "said on Tuesday that a man was held for the attack which killed two": the attack was before that.
            (!when::is_long_ago(said, today) && !is_relative(trigger)).then_some(said)
        }
    }
}

/// Whether an event is spoken words in the present tense ("said that his government is committed").
fn told_now(scene: &Scene<'_>, event: &Event) -> bool {
    let (_, tense) = finite(scene.parsed.token(event.trigger.start));
    tense.present && !tense.perfect && event.category.is_any(&SPOKEN)
}

/// When the verb of saying over a word's clause says it, if it tells a time.
fn telling(scene: &Scene<'_>, trigger: TokenView<'_>) -> Option<DayRange> {
    let content = std::iter::once(trigger).chain(trigger.ancestors()).take(20).find(|a| a.dep() == "ccomp")?;
    let says = content.head().filter(|h| when::says(scene, *h))?;
    let words = [says.id];
    let sought =
        Sought { words: &words, category: event_of_saying(), future: false, hypothetical: false, loosely: true };
    when::own(scene, says, &sought).and_then(|(_, days)| days)
}

/// The category of somebody's saying something.
fn event_of_saying() -> Label {
    Label::from_static("CONSULT")
}

/// Whether a word stands in what a verb of saying of its sentence says.
fn is_said(t: TokenView<'_>, scene: &Scene<'_>) -> bool {
    let said = |a: TokenView<'_>| a.dep() == "ccomp" && a.head().is_some_and(|h| when::says(scene, h));
    std::iter::once(t).chain(t.ancestors()).take(20).any(said)
}

/// Whether a word stands in what something has gone on since: "since the deal was signed".
fn is_since(t: TokenView<'_>) -> bool {
    let since = |t: TokenView<'_>| t.lower() == "since";
    t.head().is_some_and(since) || grammar::clause_head(t).children_by("mark").any(since)
}

/// Whether a word stands in a relative clause.
fn is_relative(t: TokenView<'_>) -> bool {
    std::iter::once(t).chain(t.ancestors()).take_while(|a| a.dep() != "ccomp").take(6).any(|a| a.dep() == "relcl")
}

/// The finite verb that a word stands under, and its tense.
fn finite(t: TokenView<'_>) -> (TokenView<'_>, Tense) {
    let verb = grammar::clause_head(t);
    // What a verb of saying or a relative clause tells has a tense of its own.
    let own = |v: &TokenView<'_>| !v.dep().is_any(&["ccomp", "relcl", "parataxis"]);
    let above =
        std::iter::successors(Some(verb), |v| v.ancestors().take(4).find(|a| grammar::is_verb(*a)).filter(|_| own(v)));
    above
        .take(4)
        .map(|v| (v, tense::of(v)))
        .find(|(_, t)| t.past || t.present || t.pluperfect || t.will || t.would)
        .unwrap_or((verb, Tense::default()))
}

/// Whether a sentence comes back to the day of the report: its main verb stands in the present or the perfect.
fn comes_back(scene: &Scene<'_>, sentence: usize) -> bool {
    let tokens = scene.parsed.sentences()[sentence];
    let root = scene.parsed.tokens(tokens).find(|t| t.dep() == "ROOT");
    root.is_none_or(|root| {
        let tense = tense::of(root);
        !tense.past && !tense.pluperfect
    })
}

/// The year before the time told last, as far as a pluperfect tells it: that of the same year, unless it had hardly begun.
fn behind(told: &Frame) -> Option<Found> {
    let start = Date::new(told.days.start.year(), 1, 1).ok()?;
    (told.days.start == told.days.end && told.days.start.month() >= YEAR_TOLD).then_some(Found {
        time: None,
        days: DayRange { start, end: told.days.start },
        why: "before the time told last",
    })
}

/// The frame that a time makes, if it dates a main clause in the past.
fn main_time(scene: &Scene<'_>, i: usize) -> Option<(usize, Frame)> {
    let time = &scene.layers.times[i];
    let (days, today) = (time.days?, scene.parsed.doc.date?);
    if !when::dates_something(time) || time.tokens.is_empty() || days.end > today || when::bounds(scene, time, false) {
        return None;
    }
    let anchor = when::anchor(scene, time);
    // "in Tuesday's unrest": a noun's time is the clause's where the noun says in what it happened.
    let noun = grammar::is_noun(anchor) && time.tokens.start < anchor.id;
    if noun && !anchor.head().is_some_and(|p| anchor.dep() == "pobj" && AMID.contains(&p.lower())) {
        return None;
    }
    let verb = grammar::clause_head(anchor);
    // "was held for questioning in January"
    let verb = verb.head().filter(|p| verb.dep() == "pcomp" && p.lower() == "for").map_or(verb, grammar::clause_head);
    // A perfect has no day of its own: "has declared Saturday a holiday".
    if !grammar::is_verb(verb) || !is_main(scene, verb) || tense::of(verb).perfect {
        return None;
    }
    let named = |t: TokenView<'_>| scene.layers.actors.mention_at(t.id);
    let subject = grammar::surface_subject(verb);
    let heads = subject.into_iter().chain(verb.child(&["dobj"])).flat_map(grammar::with_conjuncts);
    let who = heads.filter_map(named).flat_map(|m| std::iter::once(m.chain).chain(m.members.iter().copied())).collect();
    let subject = subject.and_then(named).map(|m| m.chain);
    Some((verb.sentence(), Frame { time: i, days, speech: when::says(scene, verb), subject, who }))
}

/// Whether a verb carries its sentence: its root, what is said in it, and what is coordinated with these.
fn is_main(scene: &Scene<'_>, verb: TokenView<'_>) -> bool {
    let mut at = verb;
    for _ in 0..4 {
        let Some(head) = at.head().filter(|_| at.dep() != "ROOT") else { return true };
        let said = at.dep() == "ccomp" && when::says(scene, head);
        if !(said || at.dep().is_any(&["conj", "parataxis"]) && grammar::is_verb(head)) {
            return false;
        }
        at = head;
    }
    false
}
