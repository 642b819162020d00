//! What an event can be found by.
//!
//! An event is filed under terms: its actor's code, each word of a name, its mode, its place. A question names terms, and the events
//! filed under all of them are the answer. What goes under a term is looked up with the same functions ([`fold`], [`words`]).

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use whowhom_text::record::{EntityRecord, EventRecord, ParticipantRecord};

/// Kinds of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// Every event; the value is empty.
    All,
    /// Code of an actor, or code, colon and sector.
    Actor,
    /// A word of an actor's name.
    ActorWord,
    /// As for actors.
    Recipient,
    /// As for actors.
    RecipientWord,
    /// Two codes with `>` between them.
    Dyad,
    /// A sector of an actor.
    ActorSector,
    /// As for actors.
    RecipientSector,
    /// A whole name of an actor.
    ActorName,
    /// As for actors.
    RecipientName,
    /// PLOVER category.
    Event,
    /// PLOVER mode.
    Mode,
    /// PLOVER context.
    Context,
    /// PLOVER auxiliary mode; `factual` for what is told as a fact.
    Auxiliary,
    /// Factuality.
    Factuality,
    /// Quad code.
    Quad,
    /// Country code, GeoNames number, or a folded name.
    Place,
    /// Code of a source.
    Source,
    /// A word that names a source, or its basis.
    SourceWord,
}

impl Kind {
    /// Whether its values are words out of names.
    pub fn is_word(self) -> bool {
        matches!(self, Self::ActorWord | Self::RecipientWord | Self::SourceWord)
    }

    /// Whether its values are whole names.
    pub fn is_name(self) -> bool {
        matches!(self, Self::ActorName | Self::RecipientName)
    }

    /// The kind's name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Actor => "actor",
            Self::ActorWord => "actor word",
            Self::Recipient => "recipient",
            Self::RecipientWord => "recipient word",
            Self::Dyad => "dyad",
            Self::ActorSector => "actor sector",
            Self::RecipientSector => "recipient sector",
            Self::ActorName => "actor name",
            Self::RecipientName => "recipient name",
            Self::Event => "event",
            Self::Mode => "mode",
            Self::Context => "context",
            Self::Auxiliary => "auxiliary",
            Self::Factuality => "factuality",
            Self::Quad => "quad",
            Self::Place => "place",
            Self::Source => "source",
            Self::SourceWord => "source word",
        }
    }
}

/// A term: its kind and value.
pub(crate) type Term = (Kind, String);

/// The terms of an event, sorted, each once.
pub(crate) fn of_event(event: &EventRecord) -> Vec<Term> {
    let mut terms = Terms(vec![(Kind::All, String::new())]);
    for person in &event.actor {
        terms.participant(person, [Kind::Actor, Kind::ActorSector, Kind::ActorName, Kind::ActorWord]);
    }
    for person in &event.recipient {
        let kinds = [Kind::Recipient, Kind::RecipientSector, Kind::RecipientName, Kind::RecipientWord];
        terms.participant(person, kinds);
    }
    for (actor, recipient) in dyads(event) {
        terms.add(Kind::Dyad, format!("{actor}>{recipient}"));
    }
    for (kind, labels) in [(Kind::Event, &event.event), (Kind::Mode, &event.mode), (Kind::Context, &event.context)] {
        labels.iter().for_each(|label| terms.add(kind, label.clone()));
    }
    event.auxiliary_mode.iter().for_each(|mode| terms.add(Kind::Auxiliary, mode.clone()));
    if is_factual(event) {
        terms.add(Kind::Auxiliary, FACTUAL.into());
    }
    terms.add(Kind::Factuality, event.factuality.clone());
    terms.add(Kind::Quad, event.quad_code.to_string());
    terms.place(event);
    terms.sources(event);
    let Terms(mut terms) = terms;
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Filed under auxiliary modes, though it is the want of them.
pub(crate) const FACTUAL: &str = "factual";

/// Whether the event is told as a fact: not denied, not hypothetical, and not yet to come unless the promise itself is the event.
pub(crate) fn is_factual(event: &EventRecord) -> bool {
    let promise = event.event.iter().any(|e| e == "AGREE" || e == "CONCEDE");
    event.auxiliary_mode.iter().all(|mode| match mode.as_str() {
        "negation" | "hypothetical" => false,
        "future" => promise,
        _ => true,
    })
}

/// Pairs of codes, sorted, each once. Actors of an event without recipients did it to each other.
pub(crate) fn dyads(event: &EventRecord) -> Vec<(&str, &str)> {
    let actors: Vec<&str> = event.actor.iter().filter_map(|p| p.entity.code.as_deref()).collect();
    let recipients: Vec<&str> = event.recipient.iter().filter_map(|p| p.entity.code.as_deref()).collect();
    let mutual = event.recipient.is_empty();
    let others = if mutual { &actors } else { &recipients };
    let mut pairs: Vec<(&str, &str)> = actors.iter().flat_map(|a| others.iter().map(move |r| (*a, *r))).collect();
    if mutual {
        pairs.retain(|(a, r)| a != r);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

struct Terms(Vec<Term>);

impl Terms {
    fn add(&mut self, kind: Kind, value: String) {
        self.0.push((kind, value));
    }

    fn words(&mut self, kind: Kind, text: &str) {
        words(text).for_each(|word| self.add(kind, word));
    }

    fn participant(&mut self, person: &ParticipantRecord, [by_code, by_sector, by_name, by_word]: [Kind; 4]) {
        let EntityRecord { code, sector, more_sectors, identifier_text, .. } = &person.entity;
        let sectors = sector.iter().chain(more_sectors);
        if let Some(code) = code {
            self.add(by_code, code.clone());
            sectors.clone().for_each(|sector| self.add(by_code, format!("{code}:{sector}")));
        }
        sectors.for_each(|sector| self.add(by_sector, sector.clone()));
        if let Some(name) = identifier_text {
            self.add(by_name, name.clone());
            self.words(by_word, name);
        }
    }

    fn place(&mut self, event: &EventRecord) {
        let Some(place) = &event.event_loc else { return };
        self.add(Kind::Place, fold(&place.extracted_place));
        self.add(Kind::Place, fold(&place.place.resolved_place));
        if let Some(number) = place.place.geonameid {
            self.add(Kind::Place, number.to_string());
        }
        if let Some(country) = &place.place.country_code {
            self.add(Kind::Place, fold(country));
        }
    }

    fn sources(&mut self, event: &EventRecord) {
        for voice in &event.attribution {
            if let Some(code) = &voice.entity.code {
                self.add(Kind::Source, code.clone());
            }
            for text in [&voice.source_text, &voice.basis_text, &voice.entity.identifier_text].into_iter().flatten() {
                self.words(Kind::SourceWord, text);
            }
        }
    }
}

/// Lower case without accents, white space made single spaces.
pub(crate) fn fold(text: &str) -> String {
    let bare: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words of a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(String::from).collect();
    words.into_iter()
}
