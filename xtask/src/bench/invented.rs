//! Fills a store with invented events, for questions that anybody can time anywhere.

use std::error::Error;
use std::path::Path;
use std::time::Instant;
use whowhom_store::{Coded, Made, Report, Writer};
use whowhom_text::Document;
use whowhom_text::record::{
    EntityRecord, EventPlaceRecord, EventRecord, GazetteerRecord, MentionRecord, ParticipantRecord, PositionRecord,
    SentenceRecord, SizeRecord, SourceRecord, SpanRecord, StatementRecord, TriggerRecord, VoiceRecord,
};

/// Events of a document.
const EVENTS: usize = 5;

/// Documents of a transaction, as `whowhom ingest` has it.
const BATCH: usize = 64;

const CODES: [&str; 24] = [
    "USA", "CHN", "ISR", "PSE", "RUS", "IRQ", "FRA", "GBR", "JPN", "PRK", "KOR", "IRN", "IND", "PAK", "SYR", "EGY",
    "TUR", "DEU", "UNO", "EUR", "NGA", "SDN", "COL", "FJI",
];
const SECTORS: [&str; 8] = ["GOV", "MIL", "COP", "JUD", "REB", "CVL", "OPP", "BUS"];
const KINDS: [(&str, &str, u8, f32); 10] = [
    ("CONSULT", "visit", 1, 4.0),
    ("AGREE", "", 1, 2.5),
    ("ASSAULT", "aerial", 4, -9.5),
    ("ASSAULT", "firearms", 4, -9.0),
    ("ACCUSE", "disapprove", 3, -2.0),
    ("REQUEST", "change", 3, -1.0),
    ("COERCE", "arrest", 4, -7.0),
    ("AID", "", 2, 10.0),
    ("PROTEST", "demo", 4, -5.0),
    ("PROTEST", "hunger", 4, -4.5),
];
const CONTEXTS: [&str; 6] = ["diplomatic", "military", "cbrn", "election", "economic", "terrorism"];
const PLACES: [(&str, u32, &str); 6] = [
    ("Baghdad", 98182, "IRQ"),
    ("Beijing", 1816670, "CHN"),
    ("Gaza", 281133, "PSE"),
    ("Paris", 2988507, "FRA"),
    ("Suva", 2198148, "FJI"),
    ("Lagos", 2332459, "NGA"),
];
const WORDS: [&str; 16] = [
    "talks",
    "army",
    "minister",
    "ceasefire",
    "border",
    "sanctions",
    "convoy",
    "envoy",
    "village",
    "election",
    "bank",
    "strike",
    "prison",
    "summit",
    "treaty",
    "harbour",
];

/// Fills a store of so many events.
///
/// # Errors
/// When the store fails.
pub fn fill(events: usize, path: &Path) -> Result<(), Box<dyn Error>> {
    let made = Made { program: "bench".into(), data: "bench".into(), model: "bench".into() };
    let mut writer = Writer::create(path, &made)?;
    let mut random = Random(1);
    let start = Instant::now();
    let documents: Vec<usize> = (0..events.div_ceil(EVENTS)).collect();
    for numbers in documents.chunks(BATCH) {
        let batch: Vec<Coded> = numbers.iter().map(|n| document(*n, &mut random)).collect();
        writer.put(&batch, false)?;
    }
    writer.finish()?;
    let rate = events as f64 / start.elapsed().as_secs_f64();
    println!("filled in {:.0} s, {rate:.0} events a second", start.elapsed().as_secs_f64());
    Ok(())
}

fn document(number: usize, random: &mut Random) -> Coded {
    // Three words of a common kind, and a hundred that are as rare as most words are.
    let mut words: Vec<String> = (0..3).map(|_| WORDS[random.below(WORDS.len())].into()).collect();
    words.extend((0..100).map(|_| format!("word{}", random.skewed(20_000))));
    words.push(format!("rare{}", random.below(20_000)));
    let mut document = Document::new(format!("d{number}"), words.join(" "));
    let day = random.day();
    document.date = Some(day);
    document.title = Some(words[..6].join(" "));
    document.publisher = Some("Bench".into());
    let id = document.id.clone();
    let events = (0..EVENTS).map(|at| event(&id, at, day, random)).collect();
    let mention =
        |chain: usize, entity| MentionRecord { span: span(chain * 6), chain: chain as u32, members: vec![], entity };
    let radio =
        EntityRecord { identifier_text: Some(format!("radio {}", random.below(50))), ..EntityRecord::default() };
    Coded {
        mentions: (0..4).map(|chain| mention(chain, entity(random))).collect(),
        events,
        statements: vec![spoken(0, radio), spoken(20, entity(random)), spoken(40, entity(random))],
        positions: vec![PositionRecord {
            holder: party(random),
            stance: ["demands", "offers", "supports"][random.below(3)].into(),
            content: span(30),
            toward: vec![party(random)],
            condition: None,
            why: vec![],
        }],
        report: Report { document, given: None },
    }
}

fn spoken(start: usize, entity: EntityRecord) -> StatementRecord {
    StatementRecord {
        source: Some(SourceRecord { span: span(start), entity }),
        cue: Some(span(start + 6)),
        content: vec![SpanRecord { start: start + 10, end: start + 90 }],
        kind: "indirect".into(),
        source_kind: "identified".into(),
        force: "says".into(),
        date_value: None,
        place_text: None,
        addressee_text: None,
        basis_text: None,
        denied: false,
        unsaid: false,
        why: vec!["source/cues.tsv:12 said".into()],
    }
}

fn event(doc: &str, at: usize, published: jiff::civil::Date, random: &mut Random) -> EventRecord {
    let (category, mode, quad_code, event_scale) = KINDS[random.skewed(KINDS.len())];
    let day = if random.below(10) == 0 { random.day() } else { published };
    let (place, geonameid, country) = PLACES[random.skewed(PLACES.len())];
    let auxiliary = ["historical", "future", "hypothetical", "negation"];
    EventRecord {
        id: format!("{doc}:{at}"),
        doc_id: doc.into(),
        date: Some(day),
        enddate: Some(day),
        date_value: Some(day.to_string()),
        date_text: None,
        actor: (0..1 + random.below(5) / 4).map(|_| party(random)).collect(),
        recipient: (0..random.below(4).min(1)).map(|_| party(random)).collect(),
        event: vec![category.into()],
        mode: if mode.is_empty() { vec![] } else { vec![mode.into()] },
        context: (0..random.below(3)).map(|_| CONTEXTS[random.skewed(CONTEXTS.len())].to_string()).collect(),
        auxiliary_mode: if random.below(4) == 0 { vec![auxiliary[random.below(4)].into()] } else { vec![] },
        factuality: ["asserted", "reported", "denied", "planned"][random.skewed(4)].into(),
        quad_code,
        event_scale,
        cameo: Some("043".into()),
        trigger: TriggerRecord { text: "struck".into(), span: span(at * 9) },
        event_text: vec!["struck down".into()],
        event_loc: (random.below(2) == 0).then(|| EventPlaceRecord {
            extracted_place: place.into(),
            place: GazetteerRecord {
                resolved_place: place.into(),
                geonameid: Some(geonameid),
                lat: 33.3,
                lon: 44.4,
                country_code: Some(country.into()),
                feature_code: "PPLC".into(),
                resolution: 4,
            },
        }),
        attribution: (0..random.below(2))
            .map(|_| VoiceRecord {
                source_text: Some(format!("state radio {}", random.below(50))),
                cue_text: Some("said".into()),
                ..VoiceRecord::default()
            })
            .collect(),
        size: SizeRecord::default(),
        link: format!("{doc}#{at}"),
        text_info: SentenceRecord { sequence: at, span: span(at * 9) },
        why: vec!["event/lexicon/assault.txt:120 strike".into()],
        extra: Default::default(),
    }
}

fn entity(random: &mut Random) -> EntityRecord {
    EntityRecord {
        code: Some(CODES[random.skewed(CODES.len())].into()),
        sector: Some(SECTORS[random.skewed(SECTORS.len())].into()),
        identifier_text: (random.below(3) == 0).then(|| format!("Kim {}", random.skewed(5_000))),
        ..EntityRecord::default()
    }
}

fn party(random: &mut Random) -> ParticipantRecord {
    ParticipantRecord { entity: entity(random), entity_text: "the envoy".into(), span: span(3) }
}

fn span(start: usize) -> SpanRecord {
    SpanRecord { start, end: start + 5 }
}

/// Numbers that look random and are the same every time (Knuth's linear congruential generator).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % end
    }

    /// As [`Self::below`], small numbers more often, as names are in the news.
    fn skewed(&mut self, end: usize) -> usize {
        let (a, b) = (self.below(end), self.below(end));
        a * b / end
    }

    fn day(&mut self) -> jiff::civil::Date {
        let (year, month, day) = (1995 + self.below(20), 1 + self.below(12), 1 + self.below(28));
        jiff::civil::date(year as i16, month as i8, day as i8)
    }
}
