//! The coder: a document with its layers in, its events out.

use crate::compose::Composition;
use crate::contexts::Contexts;
use crate::instruments::Instruments;
use crate::lexicon::Lexicon;
use crate::meaning::{Meaning, Reader};
use crate::ontology::Ontology;
use crate::petrarch::UserDictionaries;
use crate::ranker::{self, Ranker};
use crate::scene::Scene;
use crate::shared::SharedModes;
use crate::{clock, factuality, implied, link, size, when, whereabouts};
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::{EntityKind, Event, Layers, Participant, Voice};
use whowhom_text::{Label, Parsed, Span, TokenId, TokenRange, TokenView, Why};

/// The event coder with all its rules.
#[derive(Debug)]
pub struct Coder {
    /// PLOVER.
    pub ontology: Ontology,
    /// What words mean.
    pub lexicon: Lexicon,
    /// What operators make of events.
    pub composition: Composition,
    contexts: Contexts,
    instruments: Instruments,
    shared_modes: SharedModes,
    ranker: Ranker,
    /// A user's verb dictionaries, in the lexicon's place.
    pub(crate) petrarch: Option<UserDictionaries>,
}

impl Coder {
    /// The coder of the data compiled in, with a user's laid over it.
    ///
    /// # Errors
    /// When a data file is not of its form.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let ontology = Ontology::load(data)?;
        let lexicon = Lexicon::load(data, &ontology)?;
        let composition = Composition::load(data, &ontology)?;
        let contexts = Contexts::load(data, &ontology)?;
        let instruments = Instruments::load(data, &ontology)?;
        let shared_modes = SharedModes::load(data, &ontology)?;
        let ranker = Ranker::load(data)?;
        let petrarch = UserDictionaries::load(data, &ontology)?;
        Ok(Self { ontology, lexicon, composition, contexts, instruments, shared_modes, ranker, petrarch })
    }

    /// The events of a document, in the order of their triggers.
    pub fn code<'a>(&'a self, parsed: Parsed<'a>, layers: Layers<'a>) -> Vec<Event> {
        let scene = Scene::new(parsed, layers, self);
        let reader = Reader { scene: &scene, coder: self };
        let mut events = Vec::new();
        for (number, sentence) in parsed.sentences().iter().enumerate() {
            let meanings = match &self.petrarch {
                Some(dictionaries) => dictionaries.meanings(&scene, *sentence),
                None => self.sentence(&reader, *sentence, true),
            };
            for meaning in meanings {
                events.push(self.event(&scene, number, meaning));
            }
        }
        self.contexts.add(parsed, &mut events);
        implied::lend(&scene, &mut events);
        link::link(&scene, &mut events);
        link::name_reports(&scene, &mut events);
        self.shared_modes.share(&self.ontology, &mut events);
        clock::settle(&scene, &mut events);
        whereabouts::fill(&scene, &mut events);
        implied::by_place(&scene, &mut events);
        events
    }

    /// Codes by the lexicon alone from here on: for training, and to see what the ranker changes.
    pub fn forget_ranker(&mut self) {
        self.ranker = Ranker::default();
    }

    /// Tells the properties of every event of a document, as the ranker sees them, in the order of [`Self::code`]: for training.
    pub fn properties<'a>(&'a self, parsed: Parsed<'a>, layers: Layers<'a>, mut tell: impl FnMut(usize, &str)) {
        let scene = Scene::new(parsed, layers, self);
        let reader = Reader { scene: &scene, coder: self };
        let mut number = 0;
        for sentence in parsed.sentences() {
            for meaning in self.sentence(&reader, *sentence, false) {
                ranker::properties(&scene, &meaning, |property| tell(number, property));
                number += 1;
            }
        }
    }

    /// The meanings of a sentence: operators before what they govern, nothing twice.
    fn sentence(&self, reader: &Reader<'_>, sentence: TokenRange, rank: bool) -> Vec<Meaning> {
        let parsed = reader.scene.parsed;
        let mut order: Vec<(usize, TokenId)> = sentence.ids().map(|id| (depth(parsed.token(id)), id)).collect();
        order.sort_unstable();
        let mut taken = vec![false; sentence.len()];
        let at = |id: TokenId| id.index() - sentence.start.index();
        let mut found: Vec<Meaning> = Vec::new();
        let (mut accident, mut contest) = (None, None);
        for (_, id) in order {
            if taken[at(id)] {
                continue;
            }
            let Some(mut meaning) = reader.meaning(parsed.token(id)).filter(|m| self.counts(m)) else { continue };
            if is_unattributed_harm(&meaning)
                && *accident.get_or_insert_with(|| self.tells_of_accident(parsed, sentence))
            {
                continue;
            }
            if self.is_victory(parsed, &meaning)
                && *contest.get_or_insert_with(|| self.tells_of_contest(parsed, sentence))
            {
                continue;
            }
            if rank {
                self.ranker.rank(reader.scene, &mut meaning);
            }
            for word in &meaning.words {
                if sentence.contains(*word) {
                    taken[at(*word)] = true;
                }
            }
            if !found.iter().any(|other| same_event(other, &meaning)) {
                found.push(meaning);
            }
        }
        found.sort_by_key(|m| m.trigger);
        found
    }

    /// Whether a sentence speaks of an accident or of nature's violence, and of no human one.
    fn tells_of_accident(&self, parsed: Parsed<'_>, sentence: TokenRange) -> bool {
        let any = |class| parsed.tokens(sentence).any(|t| self.lexicon.in_class(class, self.lexicon.lemma(t)));
        any("accident") && !any("hostile")
    }

    /// Whether a sentence speaks of a vote or a match, and of no violence: who is beaten there is not attacked.
    fn tells_of_contest(&self, parsed: Parsed<'_>, sentence: TokenRange) -> bool {
        let is = |t: TokenView<'_>, class| self.lexicon.in_class(class, self.lexicon.lemma(t));
        let any = |class| parsed.tokens(sentence).any(|t| is(t, class));
        // Teams battle and clash as well; parties' followers may do so in earnest.
        let in_earnest = || parsed.tokens(sentence).any(|t| is(t, "forces") || is(t, "hostile") && !is(t, "victory"));
        any("sports") && !in_earnest() || any("ballot") && !any("hostile")
    }

    /// Whether the event is told by a word that may also speak of a contest ("beat", "oust").
    fn is_victory(&self, parsed: Parsed<'_>, m: &Meaning) -> bool {
        m.meant.category == "ASSAULT" && self.lexicon.in_class("victory", self.lexicon.lemma(parsed.token(m.trigger)))
    }

    /// Whether a meaning has the parties that make it a record.
    pub(crate) fn counts(&self, m: &Meaning) -> bool {
        let (actors, recipients) = (&m.roles.actors, &m.roles.recipients);
        let parties = actors.len() + recipients.len();
        let known = actors.iter().chain(recipients).any(is_known);
        known && (parties >= 2 || !(m.weak || m.nominal)) && !at_home(m)
    }

    fn event(&self, scene: &Scene<'_>, sentence: usize, mut meaning: Meaning) -> Event {
        if meaning.meant.category == "ASSAULT"
            && meaning.meant.mode.is_empty()
            && let Some(mode) = self.instruments.mode(scene, &meaning)
        {
            meaning.meant.mode = mode;
            meaning.why.push(Why::rule("event/instruments.tsv"));
        }
        let category = self.ontology.category(meaning.meant.category);
        let trigger = scene.parsed.token(meaning.trigger);
        let (time, days) = when::of(scene, &meaning);
        let mut auxiliary = meaning.auxiliary;
        auxiliary.historical |= when::is_background(scene, &meaning, days);
        auxiliary.future |= when::is_ahead(scene, &meaning, days);
        let size = size::of(scene, &meaning);
        let mut words = meaning.words.clone();
        words.sort_unstable();
        let from = words.first().copied().unwrap_or(trigger.id);
        let to = words.last().copied().unwrap_or(trigger.id);
        let text = scene.parsed.analysis.span(TokenRange::new(from, TokenId(to.0 + 1)));
        Event {
            sentence,
            trigger: TokenRange::one(trigger.id),
            text: vec![text],
            category: meaning.meant.category,
            also: meaning.also,
            modes: if meaning.meant.mode.is_empty() { Vec::new() } else { vec![meaning.meant.mode] },
            contexts: Vec::new(),
            auxiliary,
            factuality: factuality::of(scene, &meaning),
            quad: category.map_or(0, |c| c.quad),
            scale: self.ontology.score(meaning.meant),
            cameo: meaning.cameo.or_else(|| self.ontology.cameo(meaning.meant)),
            actors: meaning.roles.actors,
            recipients: meaning.roles.recipients,
            time,
            days,
            place: None,
            attribution: attribution(scene, trigger.span()),
            size,
            link: 0,
            why: meaning.why,
        }
    }
}

/// Who says so, innermost first, each with what is known of the source.
fn attribution(scene: &Scene<'_>, span: Span) -> Vec<Voice> {
    let mut voices = whowhom_source::attribution_of(scene.layers.sources, span);
    for voice in &mut voices {
        let mention = voice.statement.and_then(|n| scene.layers.sources.statements[n].source_mention);
        if let Some(id) = mention {
            voice.entity = scene.layers.actors.mention(id).entity.clone();
        }
    }
    voices
}

/// A visit to one's own state is none ("the president flew to Jakarta").
fn at_home(m: &Meaning) -> bool {
    let codes = |list: &[Participant]| list.iter().map(|p| p.entity.code).collect::<Vec<_>>();
    let to_state = m.roles.recipients.iter().all(|p| p.entity.kind == EntityKind::State);
    m.meant.mode == "visit"
        && to_state
        && codes(&m.roles.actors) == codes(&m.roles.recipients)
        && m.roles.actors.iter().all(|p| p.entity.code.is_some())
}

/// Whether a participant is somebody: a code, a sector or a name.
fn is_known(p: &Participant) -> bool {
    p.entity.code.is_some() || !p.entity.sectors.is_empty() || p.entity.identifier.is_some() || p.mention.is_none()
}

/// Whether somebody was hurt or killed, and nothing is said of by whom or how.
fn is_unattributed_harm(m: &Meaning) -> bool {
    m.meant.category == "ASSAULT" && m.meant.mode.is_empty() && m.roles.actors.is_empty() && !m.nominal
}

fn depth(t: TokenView<'_>) -> usize {
    t.ancestors().take(200).count()
}

/// Whether a sentence tells the same thing twice: one category, the same parties by their words.
fn same_event(a: &Meaning, b: &Meaning) -> bool {
    let words = |list: &[Participant]| list.iter().map(|p| p.tokens).collect::<Vec<_>>();
    a.meant.category == b.meant.category
        && words(&a.roles.actors) == words(&b.roles.actors)
        && words(&a.roles.recipients) == words(&b.roles.recipients)
}
/// What keeps a label list from repeating itself.
pub(crate) fn push_new(list: &mut Vec<Label>, label: Label) {
    if !list.contains(&label) {
        list.push(label);
    }
}
