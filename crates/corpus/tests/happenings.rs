//! Linking and merging on records made by hand; whole reports are linked in the tests of the program.

use serde_json::{Value, json};
use std::sync::Arc;
use whowhom_corpus::happenings::{Happening, Link, Mention, OneADay, Report, Rules, Sketch, Topic, group};
use whowhom_text::data::DataDir;
use whowhom_text::record::EventRecord;

fn rules() -> Rules {
    Rules::load(&DataDir::builtin()).unwrap()
}

fn party(code: &str, sector: &str, name: Option<&str>) -> Value {
    json!({"code": code, "sector": sector, "identifier_text": name, "entity_text": name.unwrap_or(code), "start": 0, "end": 1})
}

/// A bomb in Quetta on a Wednesday, told on `date` by report `doc`, changed by `change`.
fn mention(doc: &str, date: &str, publisher: &str, change: impl FnOnce(&mut Value)) -> Mention {
    let mut event = json!({
        "id": format!("{doc}:0"), "doc_id": doc, "date": "2014-03-05", "enddate": "2014-03-05", "date_text": "Wednesday",
        "actor": [], "recipient": [party("PAK", "CVL", None)], "event": ["ASSAULT"], "mode": ["explosives"],
        "context": [], "auxiliary_mode": [], "factuality": "asserted", "quad_code": 4, "event_scale": -9.0,
        "trigger": {"text": "killed", "start": 0, "end": 6}, "size": {"dead": 3}, "link": format!("{doc}#0"),
        "text_info": {"sequence": 0, "start": 0, "end": 10}, "why": [],
        "event_loc": {"extracted_place": "Quetta", "resolved_place": "Quetta", "geonameid": 1167528, "lat": 30.18,
            "lon": 67.0, "country_code": "PAK", "feature_code": "PPLA", "resolution": 4},
    });
    change(&mut event);
    let event: EventRecord = serde_json::from_value(event).unwrap();
    let report = Report {
        id: doc.into(),
        original: doc.into(),
        publisher: Some(publisher.into()),
        date: date.parse().ok(),
        ..Report::default()
    };
    let sentence = "A bomb in a minibus killed spice traders at the Kandahari bazaar in Quetta.".into();
    Mention { report: Arc::new(report), event, sentence }
}

fn in_other_words(mention: Mention) -> Mention {
    Mention { sentence: "Explosives hidden under a melon cart went off by the railway depot.".into(), ..mention }
}

fn sketch(rules: &Rules, mention: &Mention) -> Sketch {
    Sketch::of(rules, mention, Topic::of(rules, &mention.report)).unwrap()
}

fn link(rules: &Rules, a: &Mention, b: &Mention) -> Option<Link> {
    let (a, b) = (sketch(rules, a), sketch(rules, b));
    let link = rules.link(&a, &b);
    assert_eq!(link, rules.link(&b, &a));
    link
}

#[test]
fn what_contradicts_keeps_mentions_apart() {
    let rules = rules();
    let first = mention("a", "2014-03-05", "Wire", |_| ());
    let same = mention("b", "2014-03-06", "Post", |e| e["size"]["dead"] = 4.into());
    assert!(link(&rules, &first, &same).is_some());
    let changes: [fn(&mut Value); 6] = [
        |e| (e["date"], e["enddate"]) = ("2014-03-08".into(), "2014-03-08".into()),
        |e| e["recipient"] = json!([party("IND", "MIL", None)]),
        |e| e["event"] = json!(["AID"]),
        |e| e["mode"] = json!(["sexual"]),
        |e| e["size"]["dead"] = 60.into(),
        |e| {
            let place = &mut e["event_loc"];
            (place["geonameid"], place["lat"], place["lon"]) = (1174872.into(), 24.86.into(), 67.0.into());
            place["resolved_place"] = "Karachi".into();
        },
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let other = in_other_words(mention("b", "2014-03-06", "Post", change));
        assert_eq!(link(&rules, &first, &other), None, "{n}");
    }
}

#[test]
fn a_link_says_why() {
    let rules = rules();
    let (a, b) = (mention("a", "2014-03-05", "Wire", |_| ()), mention("b", "2014-03-06", "Post", |_| ()));
    let link = link(&rules, &a, &b).unwrap();
    let sum: f32 = link.why.iter().map(|w| w.split([' ', ':']).nth(1).unwrap().parse::<f32>().unwrap()).sum();
    assert_eq!(sum, link.weight);
    assert!(link.why.iter().any(|w| w.starts_with("place.town") && w.ends_with("Quetta")), "{:?}", link.why);
}

#[test]
fn mentions_of_one_happening_meet_and_others_mostly_do_not() {
    let rules = rules();
    let keys = |m: &Mention| rules.keys(&sketch(&rules, m));
    let first = keys(&mention("a", "2014-03-05", "Wire", |_| ()));
    let meets = |change: fn(&mut Value)| {
        let other = keys(&mention("b", "2014-03-06", "Post", change));
        let meets = other.sought.iter().any(|key| first.filed.contains(key));
        assert_eq!(meets, first.sought.iter().any(|key| other.filed.contains(key)));
        meets
    };
    assert!(meets(|_| ()) && meets(|e| e["recipient"] = json!([])) && meets(|e| e["event"] = json!(["COERCE"])));
    assert!(meets(|e| (e["date"], e["enddate"]) = ("2014-03-01".into(), "2014-03-31".into())));
    assert!(!meets(|e| (e["date"], e["enddate"]) = ("2014-04-05".into(), "2014-04-05".into())));
    assert!(!meets(|e| e["event"] = json!(["CONSULT"])));
}

#[test]
fn groups_agree_as_a_whole_whatever_the_order() {
    let rules = rules();
    let dead = |n: u64| move |e: &mut Value| e["size"]["dead"] = n.into();
    let mut all = [
        mention("a", "2014-03-05", "Wire", dead(12)),
        mention("b", "2014-03-06", "Post", dead(12)),
        in_other_words(mention("c", "2014-03-06", "Herald", dead(70))),
        in_other_words(mention("d", "2014-03-06", "Times", dead(70))),
    ];
    let mut seen = Vec::new();
    for _ in 0..4 {
        all.rotate_left(1);
        let sketches: Vec<Sketch> = all.iter().map(|m| sketch(&rules, m)).collect();
        let mut links = Vec::new();
        for i in 0..4 {
            links.extend((0..i).filter_map(|j| Some((j, i, rules.link(&sketches[j], &sketches[i])?.weight))));
        }
        let groups = group(&rules, &sketches.iter().collect::<Vec<_>>(), &links);
        let names = |members: &Vec<(usize, Option<(usize, usize)>)>| -> Vec<String> {
            members.iter().map(|(n, _)| all[*n].report.id.clone()).collect()
        };
        seen.push(groups.iter().map(names).collect::<Vec<_>>());
    }
    assert_eq!(seen[0], [["a", "b"], ["c", "d"]]);
    assert!(seen.iter().all(|groups| *groups == seen[0]));
}

#[test]
fn a_happening_keeps_what_is_contradicted_side_by_side() {
    let rules = rules();
    let told = [
        mention("a", "2014-03-05", "Wire", |_| ()),
        mention("b", "2014-03-06", "Post", |e| {
            e["size"]["dead"] = 5.into();
            e["actor"] = json!([party("PAK", "REB", Some("Lashkar-e-Jhangvi"))]);
        }),
        mention("c", "2014-03-07", "Herald", |e| e["actor"] = json!([party("AFG", "SPY", None)])),
        mention("d", "2014-03-07", "Times", |e| {
            e["auxiliary_mode"] = json!(["negation"]);
            e["attribution"] = json!([{"source_text": "the governor"}]);
        }),
        mention("e", "2014-03-04", "Planner", |e| e["auxiliary_mode"] = json!(["future"])),
    ];
    let told: Vec<_> = told.into_iter().map(|m| (m, None)).collect();
    let happening = Happening::of(&rules, &told).unwrap();
    assert_eq!((happening.id.as_str(), happening.factual, happening.mentions), ("a:0", true, 5));
    assert_eq!((happening.reports, happening.publishers, happening.size.dead), (5, 5, Some(3)));
    assert_eq!(happening.actor[0].entity_text, "Lashkar-e-Jhangvi");
    let said: Vec<String> = happening
        .disagreements
        .iter()
        .flat_map(|d| d.said.iter().map(|s| format!("{} {} {}", d.about, s.value, s.reports.join(" "))))
        .collect();
    assert_eq!(
        said,
        [
            "happened happened a b c",
            "happened denied by the governor d",
            "actor Lashkar-e-Jhangvi b",
            "actor AFG c",
            "dead 3 a c",
            "dead 5 b"
        ]
    );
    let states: Vec<&str> = happening.states.iter().map(|s| s.value.as_str()).collect();
    assert_eq!(states, ["happened", "planned", "denied"]);
}

#[test]
fn what_is_only_planned_is_no_fact() {
    let planned = mention("a", "2014-03-01", "Wire", |e| e["auxiliary_mode"] = json!(["future"]));
    let happening = Happening::of(&rules(), &[(planned, None)]).unwrap();
    assert!(!happening.factual && happening.disagreements.is_empty());
    assert!(Happening::of(&rules(), &[]).is_none());
}

#[test]
fn one_a_day_tells_days_and_parties_apart() {
    let mut filter = OneADay::default();
    let mut is_first = |change: fn(&mut Value)| filter.is_first(&mention("a", "2014-03-05", "Wire", change).event);
    assert!(is_first(|_| ()));
    assert!(!is_first(|e| e["size"]["dead"] = 9.into()));
    assert!(is_first(|e| e["actor"] = json!([party("PAK", "REB", None)])));
    assert!(is_first(|e| e["date"] = "2014-03-06".into()));
}
