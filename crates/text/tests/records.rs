//! Records of a document with every layer: offsets count code points and slice the text; what is not known is left out.

use jiff::civil::date;
use serde_json::{Value, json};
use whowhom_text::layer::*;
use whowhom_text::record::{AnnotatedRecord, EventRecord, Scribe};
use whowhom_text::{Analysis, Code, Document, Label, Parsed, Span, TokenId, TokenRange, Why};

const TEXT: &str = "Zoë’s café 🙂 reopened . Señor Núñez met Japan’s envoy in Málaga on Friday , “ radio ” said .";

fn document() -> Document {
    Document { date: Some(date(2014, 6, 16)), ..Document::new("d", TEXT) }
}

/// Splits at spaces; a sentence ends at a full stop.
fn analysis() -> Analysis {
    let mut analysis = Analysis::default();
    let (mut sentences, mut first, mut at) = (Vec::new(), 0, 0);
    for (i, word) in TEXT.split(' ').enumerate() {
        let span = Span::new(at, at + word.len());
        at += word.len() + 1;
        analysis.push(TEXT, span, word, Label::NONE, Label::NONE, Label::NONE, TokenId::from(i));
        if word == "." {
            sentences.push(TokenRange::new(first, i + 1));
            first = i + 1;
        }
    }
    analysis.finish(sentences, []);
    analysis
}

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

struct Coded {
    times: Vec<TimeMention>,
    places: Vec<PlaceMention>,
    actors: ActorLayer,
    sources: SourceLayer,
    event: Event,
}

fn coded(parsed: Parsed<'_>) -> Coded {
    let tokens = |words: &str| parsed.tokens_in(span(words));
    let japan = Entity { code: Code::new("JPN"), sectors: vec![Code::from_static(b"GOV")], ..Entity::default() };
    let nunez = Entity { identifier: Some("Núñez".into()), kind: EntityKind::Person, ..Entity::default() };
    let radio = Mention {
        tokens: tokens("radio"),
        head: tokens("radio").start,
        kind: MentionKind::Nominal,
        chain: ChainId(0),
        members: vec![],
        stand: Stand::Actor,
        entity: Entity { sectors: vec![Code::from_static(b"JRN")], ..Entity::default() },
        why: vec![],
    };
    let chain = Chain { entity: radio.entity.clone(), mentions: vec![MentionId(0)] };
    let statement = Statement {
        source: Some(span("“ radio ”")),
        source_mention: Some(MentionId(0)),
        source_kind: SourceKind::Media,
        cue: Some(span("said")),
        content: vec![span("Señor Núñez met Japan’s envoy in Málaga on Friday")],
        kind: StatementKind::Indirect,
        time: None,
        place: None,
        addressee: None,
        basis: None,
        force: Force::Says,
        denies: false,
        unsaid: false,
        why: vec![],
    };
    let participant = |words, entity| Participant { tokens: tokens(words), mention: None, entity };
    let position = Position {
        holder: participant("Señor Núñez", nunez.clone()),
        stance: Stance::Supports,
        content: span("Japan’s envoy"),
        toward: vec![],
        condition: Some(span("in Málaga")),
        why: vec![],
    };
    let friday = DayRange { start: date(2014, 6, 13), end: date(2014, 6, 13) };
    Coded {
        times: vec![TimeMention {
            span: span("Friday"),
            tokens: tokens("Friday"),
            kind: TimexType::Date,
            value: "2014-06-13".into(),
            modifier: None,
            days: Some(friday),
        }],
        places: vec![PlaceMention {
            span: span("Málaga"),
            tokens: tokens("Málaga"),
            geonameid: Some(2514256),
            name: "Málaga".into(),
            lat: 36.72016,
            lon: -4.42034,
            country: Code::new("ESP"),
            feature: Label::from_static("PPLA2"),
            resolution: Resolution::City,
            dateline: false,
        }],
        actors: ActorLayer::new(vec![radio], vec![chain], parsed.analysis.len()),
        sources: SourceLayer::new(vec![statement], vec![position]),
        event: Event {
            sentence: 1,
            trigger: tokens("met"),
            text: vec![span("met"), span("in Málaga")],
            category: Label::from_static("CONSULT"),
            also: None,
            factuality: Label::from_static("asserted"),
            modes: vec![],
            contexts: vec![Label::from_static("diplomatic")],
            auxiliary: Auxiliary { negation: true, historical: true, ..Auxiliary::default() },
            quad: 1,
            scale: 2.5,
            cameo: Some(Label::from_static("043")),
            actors: vec![participant("Señor Núñez", nunez)],
            recipients: vec![participant("Japan’s envoy", japan)],
            time: Some(0),
            days: Some(friday),
            place: Some(0),
            attribution: vec![Voice {
                source: Some(span("“ radio ”")), cue: Some(span("said")), ..Voice::default()
            }],
            size: Size { injured: Some(2), ..Size::default() },
            link: 4,
            why: vec![Why::line("event/consult.txt", 7, "meet")],
        },
    }
}

fn annotated() -> AnnotatedRecord {
    let (doc, analysis) = (document(), analysis());
    let parsed = Parsed { doc: &doc, analysis: &analysis };
    let Coded { times, places, actors, sources, event } = coded(parsed);
    let layers = Layers { times: &times, places: &places, actors: &actors, sources: &sources };
    Scribe::new(parsed, layers).annotated(std::slice::from_ref(&event))
}

/// The text between two code point offsets, as Python slices it.
fn slice(start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    TEXT.chars().skip(start).take(end - start).collect()
}

#[test]
fn the_whole_event_record() {
    let record = annotated();
    assert_eq!(
        serde_json::to_value(&record.events[0]).unwrap(),
        json!({
            "id": "d:0", "doc_id": "d",
            "date": "2014-06-13", "enddate": "2014-06-13", "date_value": "2014-06-13", "date_text": "Friday",
            "actor": [{"identifier_text": "Núñez", "entity_text": "Señor Núñez", "start": 24, "end": 35}],
            "recipient": [{"code": "JPN", "sector": "GOV", "entity_text": "Japan’s envoy", "start": 40, "end": 53}],
            "event": ["CONSULT"], "mode": [], "context": ["diplomatic"], "auxiliary_mode": ["historical", "negation"],
            "factuality": "asserted", "quad_code": 1, "event_scale": 2.5, "cameo": "043",
            "trigger": {"text": "met", "start": 36, "end": 39}, "event_text": ["met", "in Málaga"],
            "event_loc": {"extracted_place": "Málaga", "resolved_place": "Málaga", "geonameid": 2514256,
                "lat": 36.72016f32, "lon": -4.42034f32, "country_code": "ESP", "feature_code": "PPLA2", "resolution": 4},
            "attribution": [{"source_text": "“ radio ”", "cue_text": "said"}],
            "size": {"injured": 2}, "link": "d#4",
            "text_info": {"sequence": 1, "start": 24, "end": 92},
            "why": ["event/consult.txt:7 meet"],
        })
    );
}

#[test]
fn offsets_slice_the_text() {
    let record = serde_json::to_value(annotated()).unwrap();
    for (list, key) in [("tokens", "text"), ("times", "text"), ("places", "resolved_place")] {
        let items = record[list].as_array().unwrap();
        assert!(!items.is_empty());
        for item in items {
            assert_eq!(slice(&item["start"], &item["end"]), item[key].as_str().unwrap(), "{list}");
        }
    }
    let words = |v: &Value| slice(&v["start"], &v["end"]);
    assert_eq!(words(&record["sentences"][0]), "Zoë’s café 🙂 reopened .");
    assert_eq!(words(&record["mentions"][0]), "radio");
    let statement = &record["statements"][0];
    assert_eq!(words(&statement["source"]), "“ radio ”");
    assert_eq!(statement["source"]["sector"], "JRN");
    assert_eq!(words(&statement["content"][0]), "Señor Núñez met Japan’s envoy in Málaga on Friday");
    let position = &record["positions"][0];
    assert_eq!(words(&position["holder"]), position["holder"]["entity_text"]);
    assert_eq!(words(&position["condition"]), "in Málaga");
    let event = &record["events"][0];
    assert_eq!(words(&event["trigger"]), event["trigger"]["text"]);
    assert_eq!(words(&event["text_info"]), TEXT.split_once(". ").unwrap().1);
}

#[test]
fn records_come_back_as_they_went() {
    let record = annotated();
    let json = serde_json::to_string(&record).unwrap();
    assert!(json.contains(r#""lat":36.72016,"lon":-4.42034,"#), "degrees keep the digits of the gazetteer");
    let back: AnnotatedRecord = serde_json::from_str(&json).unwrap();
    assert_eq!(back.events, record.events);
    assert_eq!(back.statements, record.statements);
    assert_eq!(back.positions, record.positions);
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    let event: EventRecord = serde_json::from_value(serde_json::to_value(&record.events[0]).unwrap()).unwrap();
    assert_eq!(event, record.events[0]);
}

#[test]
fn fields_of_the_input_pass_through() {
    let mut doc = document();
    doc.extra.insert("desk".into(), "world".into());
    let analysis = analysis();
    let parsed = Parsed { doc: &doc, analysis: &analysis };
    let Coded { times, places, actors, sources, event } = coded(parsed);
    let layers = Layers { times: &times, places: &places, actors: &actors, sources: &sources };
    let record = serde_json::to_value(Scribe::new(parsed, layers).annotated(&[event])).unwrap();
    assert_eq!(record["extra"], json!({"desk": "world"}));
    assert_eq!(record["events"][0]["extra"], json!({"desk": "world"}));
}
