//! An event going out: PLOVER's JSON with attribution, CAMEO code, size, links and reasons.

use super::{EntityRecord, Scribe, SpanRecord};
use crate::Span;
use crate::layer::{Event, Participant, PlaceMention, Size, Voice};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An event mention. A field with nothing to say is left out; the lists of the coding itself are always there.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct EventRecord {
    /// The document's name, a colon, and the number of the event in it, from 0.
    pub id: String,
    /// The document's name.
    pub doc_id: String,
    /// First day on which it happened or will happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enddate: Option<Date>,
    /// The TIMEX3 value the days came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_value: Option<String>,
    /// The words that date it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_text: Option<String>,
    /// Who did it.
    pub actor: Vec<ParticipantRecord>,
    /// To whom.
    pub recipient: Vec<ParticipantRecord>,
    /// PLOVER categories; one.
    pub event: Vec<String>,
    /// PLOVER modes.
    pub mode: Vec<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// PLOVER auxiliary modes.
    pub auxiliary_mode: Vec<String>,
    /// How the text presents it: asserted, reported, alleged, denied, planned, possible, conditional or counterfactual.
    #[serde(default)]
    pub factuality: String,
    /// Quad code, 1 to 4.
    pub quad_code: u8,
    /// PLOVER scale, -10 to 10.
    pub event_scale: f32,
    /// Most specific CAMEO code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// The words it was coded from.
    pub trigger: TriggerRecord,
    /// The words that led from the trigger to the category.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_text: Vec<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_loc: Option<EventPlaceRecord>,
    /// Who says so, from the source nearest to the content outwards. Absent: the writer's own word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<VoiceRecord>,
    /// Numbers of people.
    #[serde(default, skip_serializing_if = "SizeRecord::is_empty")]
    pub size: SizeRecord,
    /// The happening it tells of, shared by the events of a document that tell of the same one.
    pub link: String,
    /// Its sentence.
    pub text_info: SentenceRecord,
    /// The rules and lexicon entries that fired.
    pub why: Vec<String>,
    /// Fields of the input record that are not ours.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Somebody who takes part: who it is, and the words that say so here.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct ParticipantRecord {
    /// Who it is.
    #[serde(flatten)]
    pub entity: EntityRecord,
    /// The words.
    pub entity_text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub span: SpanRecord,
}

/// The word or words an event was coded from.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct TriggerRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub span: SpanRecord,
}

/// A sentence of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct SentenceRecord {
    /// Its number, from 0.
    pub sequence: usize,
    /// Where it stands.
    #[serde(flatten)]
    pub span: SpanRecord,
}

/// Where an event happened: the words, and the gazetteer's record.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct EventPlaceRecord {
    /// The words.
    pub extracted_place: String,
    /// The gazetteer's record.
    #[serde(flatten)]
    pub place: GazetteerRecord,
}

/// A place as the gazetteer has it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct GazetteerRecord {
    /// GeoNames' name.
    pub resolved_place: String,
    /// GeoNames' number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonameid: Option<u32>,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Country that it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// GeoNames feature code.
    pub feature_code: String,
    /// How finely it is known: 1 country, 2 region, 3 district, 4 populated place.
    pub resolution: u8,
}

impl From<&PlaceMention> for GazetteerRecord {
    fn from(place: &PlaceMention) -> Self {
        Self {
            resolved_place: place.name.as_ref().into(),
            geonameid: place.geonameid,
            lat: place.lat,
            lon: place.lon,
            country_code: place.country.map(|c| c.to_string()),
            feature_code: place.feature.to_string(),
            resolution: place.resolution as u8,
        }
    }
}

/// One link of an attribution.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct VoiceRecord {
    /// The words that name the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_text: Option<String>,
    /// The word that says that something is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue_text: Option<String>,
    /// On whose word the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis_text: Option<String>,
    /// Where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_text: Option<String>,
    /// Who the source is.
    #[serde(flatten)]
    pub entity: EntityRecord,
}

/// How many people an event struck or moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct SizeRecord {
    /// Killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead: Option<u64>,
    /// Injured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<u64>,
    /// Arrested or detained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrested: Option<u64>,
    /// Taking part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<u64>,
}

impl SizeRecord {
    /// Whether no number is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Size> for SizeRecord {
    fn from(size: Size) -> Self {
        let Size { dead, injured, arrested, participants } = size;
        Self { dead, injured, arrested, participants }
    }
}

impl Scribe<'_> {
    /// The record of the document's event `number`.
    pub fn event(&self, number: usize, event: &Event) -> EventRecord {
        let doc = self.parsed.doc;
        let time = event.time.map(|t| &self.layers.times[t]);
        let names = |labels: &[crate::Label]| labels.iter().map(|l| l.to_string()).collect();
        EventRecord {
            id: format!("{}:{number}", doc.id),
            doc_id: doc.id.clone(),
            date: event.days.map(|d| d.start),
            enddate: event.days.map(|d| d.end),
            date_value: time.map(|t| t.value.clone()).filter(|v| !v.is_empty()),
            date_text: time.map(|t| self.words(t.span)),
            actor: self.participants(&event.actors),
            recipient: self.participants(&event.recipients),
            event: std::iter::once(event.category).chain(event.also).map(|c| c.to_string()).collect(),
            mode: names(&event.modes),
            context: names(&event.contexts),
            auxiliary_mode: event.auxiliary.names().map(String::from).collect(),
            factuality: event.factuality.to_string(),
            quad_code: event.quad,
            event_scale: event.scale,
            cameo: event.cameo.map(|c| c.to_string()),
            trigger: TriggerRecord {
                text: self.parsed.words(event.trigger).into(),
                span: self.span(self.parsed.analysis.span(event.trigger)),
            },
            event_text: event.text.iter().map(|s| self.words(*s)).collect(),
            event_loc: event.place.map(|p| self.event_place(&self.layers.places[p])),
            attribution: event.attribution.iter().map(|v| self.voice(v)).collect(),
            size: event.size.into(),
            link: format!("{}#{}", doc.id, event.link),
            text_info: self.sentence(event.sentence),
            why: event.why.iter().map(|w| w.to_string()).collect(),
            extra: doc.extra.clone(),
        }
    }

    /// The records of participants.
    pub fn participants(&self, participants: &[Participant]) -> Vec<ParticipantRecord> {
        participants.iter().map(|p| self.participant(p)).collect()
    }

    /// The record of a participant.
    pub fn participant(&self, participant: &Participant) -> ParticipantRecord {
        let span = self.parsed.analysis.span(participant.tokens);
        ParticipantRecord { entity: (&participant.entity).into(), entity_text: self.words(span), span: self.span(span) }
    }

    fn sentence(&self, number: usize) -> SentenceRecord {
        let tokens = self.parsed.sentences()[number];
        SentenceRecord { sequence: number, span: self.span(self.parsed.analysis.span(tokens)) }
    }

    fn event_place(&self, place: &PlaceMention) -> EventPlaceRecord {
        EventPlaceRecord { extracted_place: self.words(place.span), place: place.into() }
    }

    fn voice(&self, voice: &Voice) -> VoiceRecord {
        let words = |span: Option<Span>| span.map(|s| self.words(s));
        VoiceRecord {
            source_text: words(voice.source),
            cue_text: words(voice.cue),
            basis_text: words(voice.basis),
            place_text: words(voice.place),
            entity: (&voice.entity).into(),
        }
    }
}
