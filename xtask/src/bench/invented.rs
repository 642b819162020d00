//! Fills a store with a million invented events and times the questions that are asked of it.

use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};
use whowhom_store::{ActorKey, Coded, Filter, Made, Period, Report, Store, VoiceFilter, Writer};
use whowhom_text::Document;
use whowhom_text::record::{
    EntityRecord, EventPlaceRecord, EventRecord, GazetteerRecord, MentionRecord, ParticipantRecord, PositionRecord,
    SentenceRecord, SizeRecord, SourceRecord, SpanRecord, StatementRecord, TriggerRecord, VoiceRecord,
};

/// Events of a document.
const EVENTS: usize = 5;

/// Documents of a transaction, as `whowhom ingest` has it.
const BATCH: usize = 64;

/// So many times is each question asked.
const ASKED: usize = 9;

/// A question may take so long.
const ALLOWED: Duration = Duration::from_millis(100);

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

/// Fills a store of `events` events in the folder `dir` and asks it. Whether every question was answered in time.
///
/// # Errors
/// When the store fails.
pub fn run(events: usize, dir: &Path) -> Result<bool, Box<dyn Error>> {
    std::fs::create_dir_all(dir)?;
    let path = dir.join(format!("bench-{events}.db"));
    if !path.exists() {
        fill(events, &path)?;
    }
    let size = std::fs::metadata(&path)?.len();
    println!("{events} events in {}, {} MB", path.display(), size >> 20);
    println!("{:>8} {:>8} {:>8}", "p50 ms", "max ms", "rows");
    let mut in_time = true;
    for (name, ask) in questions() {
        let mut took = Vec::new();
        let mut rows = 0;
        for _ in 0..ASKED {
            // As the program does it: the store is opened for the question.
            let start = Instant::now();
            rows = ask(&Store::open(&path)?)?;
            took.push(start.elapsed());
        }
        took.sort_unstable();
        let (median, most) = (took[ASKED / 2], took[ASKED - 1]);
        let late = if median > ALLOWED { "  LATE" } else { "" };
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!("{:>8.1} {:>8.1} {rows:>8}  {name}{late}", ms(median), ms(most));
        in_time &= late.is_empty();
    }
    Ok(in_time)
}

fn fill(events: usize, path: &Path) -> Result<(), Box<dyn Error>> {
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

type Question = Box<dyn Fn(&Store) -> Result<usize, Box<dyn Error>>>;

/// What is asked: filters with a hundred events each, counts, and summaries.
fn questions() -> Vec<(String, Question)> {
    let mut all: Vec<(String, Question)> = Vec::new();
    let of = |words: &str| words.split(',').map(String::from).collect::<Vec<_>>();
    let day = |words: &str| words.parse().ok();
    let filters: Vec<(&str, Filter)> = vec![
        ("everything", Filter::default()),
        ("actor USA", Filter { actor: of("USA"), ..Filter::default() }),
        ("actor USA:MIL", Filter { actor: of("USA:MIL"), ..Filter::default() }),
        ("actor USA or CHN, ASSAULT", Filter { actor: of("USA,CHN"), event: of("ASSAULT"), ..Filter::default() }),
        ("recipient FJI, hunger", Filter { recipient: of("FJI"), mode: of("hunger"), ..Filter::default() }),
        (
            "dyad ISR:PSE, a year",
            Filter { dyad: of("ISR:PSE"), from: day("2005-01-01"), to: day("2005-12-31"), ..Filter::default() },
        ),
        ("person", Filter { person: of("Kim 17"), ..Filter::default() }),
        (
            "sector REB, context cbrn, quad 4",
            Filter { sector: of("REB"), context: of("cbrn"), quad: vec![4], ..Filter::default() },
        ),
        ("place Suva, factual", Filter { place: of("Suva"), factual: true, ..Filter::default() }),
        (
            "place IRQ, AID, a month",
            Filter {
                place: of("IRQ"),
                event: of("AID"),
                from: day("2003-03-01"),
                to: day("2003-03-31"),
                ..Filter::default()
            },
        ),
        ("source radio, actor COL", Filter { source: of("radio"), actor: of("COL"), ..Filter::default() }),
        ("a common word", Filter { text: Some("ceasefire".into()), ..Filter::default() }),
        ("a common word, actor SDN", Filter { text: Some("ceasefire".into()), actor: of("SDN"), ..Filter::default() }),
        ("a phrase", Filter { text: Some("\"treaty harbour summit\"".into()), ..Filter::default() }),
        ("a rare word", Filter { text: Some("rare77".into()), ..Filter::default() }),
    ];
    for (name, filter) in filters {
        let (first, last, counted) = (filter.clone(), filter.clone(), filter.clone());
        all.push((format!("events: {name}, the first 100"), Box::new(move |store| hundred(store, &first, false))));
        all.push((format!("events: {name}, the last 100"), Box::new(move |store| hundred(store, &last, true))));
        all.push((format!("count: {name}"), Box::new(move |store| Ok(store.count(&counted)? as usize))));
        let filter = filter.clone();
        all.push((
            format!("timeline by month: {name}"),
            Box::new(move |store| Ok(store.timeline(&filter, Period::Month)?.len())),
        ));
    }
    let dyad = Filter { dyad: of("USA:CHN"), ..Filter::default() };
    all.push(("dyads: the busiest 100".into(), Box::new(|s| Ok(s.dyads(&Filter::default(), None, Some(100))?.len()))));
    all.push((
        "dyads: USA:CHN by month".into(),
        Box::new(move |s| Ok(s.dyads(&dyad, Some(Period::Month), None)?.len())),
    ));
    all.push((
        "dyads: all by month".into(),
        Box::new(|s| Ok(s.dyads(&Filter::default(), Some(Period::Month), None)?.len())),
    ));
    let aid = Filter { event: of("AID"), place: of("Suva"), ..Filter::default() };
    all.push(("dyads: AID in Suva".into(), Box::new(move |s| Ok(s.dyads(&aid, None, None)?.len()))));
    for key in [ActorKey::Code, ActorKey::Sector, ActorKey::Name] {
        all.push((
            format!("actors by {key:?}"),
            Box::new(move |s| Ok(s.actors(&Filter::default(), key, Some(100))?.len())),
        ));
    }
    let voice = VoiceFilter { who: Some("radio 3".into()), limit: Some(100), ..VoiceFilter::default() };
    let holder = VoiceFilter {
        who: Some("PRK".into()),
        kind: Some("demands".into()),
        limit: Some(100),
        ..VoiceFilter::default()
    };
    all.push((
        "statements: radio 3".into(),
        Box::new(move |s| {
            let mut rows = 0;
            s.statements(&voice, |_| {
                rows += 1;
                ControlFlow::Continue(())
            })?;
            Ok(rows)
        }),
    ));
    all.push((
        "positions: PRK demands".into(),
        Box::new(move |s| {
            let mut rows = 0;
            s.positions(&holder, |_| {
                rows += 1;
                ControlFlow::Continue(())
            })?;
            Ok(rows)
        }),
    ));
    all.push(("article".into(), Box::new(|s| Ok(s.document("d1234")?.map_or(0, |(coded, _)| coded.events.len())))));
    all.push((
        "search: a phrase, the best 20".into(),
        Box::new(|s| Ok(s.search("\"treaty harbour summit\"", Some(20))?.len())),
    ));
    all
}

fn hundred(store: &Store, filter: &Filter, latest_first: bool) -> Result<usize, Box<dyn Error>> {
    let mut rows = 0;
    store.events(filter, latest_first, Some(100), |_| {
        rows += 1;
        ControlFlow::Continue(())
    })?;
    Ok(rows)
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
