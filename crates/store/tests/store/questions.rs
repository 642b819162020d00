//! Questions find what they ask for, and agree with each other.

use crate::support::{Shelf, coded, event, party, span};
use std::ops::ControlFlow;
use whowhom_store::{ActorKey, Cell, Coded, Filter, Period, StoreError, VoiceFilter};
use whowhom_text::record::*;

/// Three reports: a visit, a strike with a denied one beside it, a clash of two without a recipient.
fn reports() -> Vec<Coded> {
    let mut visit = event("visit", 0, "2010-02-12", "CONSULT visit");
    visit.actor.push(party("PRK GOV", Some("Kim Kye Gwan")));
    visit.recipient.push(party("USA GOV", None));
    visit.context.push("diplomatic".into());
    (visit.quad_code, visit.event_scale) = (1, 4.0);
    visit.event_loc = Some(EventPlaceRecord {
        extracted_place: "Malaga".into(),
        place: GazetteerRecord {
            resolved_place: "Málaga".into(),
            geonameid: Some(2514256),
            lat: 36.7,
            lon: -4.4,
            country_code: Some("ESP".into()),
            feature_code: "PPLA2".into(),
            resolution: 4,
        },
    });
    let mut strike = event("strike", 0, "2010-03-01", "ASSAULT aerial");
    strike.actor.push(party("USA MIL", None));
    strike.recipient = vec![party("PRK MIL", None), party("PRK CVL", None)];
    strike.attribution.push(VoiceRecord { source_text: Some("Yonhap news agency".into()), ..VoiceRecord::default() });
    let mut denied = strike.clone();
    (denied.id, denied.link, denied.date) = ("strike:1".into(), "strike#1".into(), None);
    denied.auxiliary_mode.push("negation".into());
    denied.factuality = "denied".into();
    let mut clash = event("clash", 0, "2011-01-31", "ASSAULT firearms");
    clash.actor = vec![party("ISR MIL", None), party("PSE REB", None), party("ISR COP", None)];

    let mut told = coded("visit", "The envoy will visit Málaga, radio said. He demands bread.", vec![visit]);
    told.report.document.title = Some("A journey".into());
    told.report.document.date = "2010-02-13".parse().ok();
    told.statements.push(StatementRecord {
        source: Some(SourceRecord { span: span(29, 34), entity: EntityRecord::default() }),
        cue: Some(span(35, 39)),
        content: vec![span(0, 9), span(10, 27)],
        kind: "indirect".into(),
        source_kind: "media".into(),
        force: "says".into(),
        date_value: None,
        place_text: None,
        addressee_text: None,
        basis_text: None,
        denied: false,
        unsaid: false,
        why: vec![],
    });
    told.positions.push(PositionRecord {
        holder: party("PRK GOV", Some("Kim Kye Gwan")),
        stance: "demands".into(),
        content: span(52, 57),
        toward: vec![party("USA GOV", None)],
        condition: None,
        why: vec![],
    });
    let others =
        [coded("strike", "Planes struck.", vec![strike, denied]), coded("clash", "They clashed.", vec![clash])];
    [told].into_iter().chain(others).collect()
}

fn shelf() -> Shelf {
    let shelf = Shelf::new();
    shelf.put(&reports());
    shelf
}

/// The ids that a filter finds; every way of asking must agree on them.
fn found(shelf: &Shelf, change: impl Fn(&mut Filter)) -> Vec<String> {
    let mut filter = Filter::default();
    change(&mut filter);
    let store = shelf.store();
    let ids = |latest_first| {
        let mut ids = Vec::new();
        store
            .events(&filter, latest_first, None, |e| {
                ids.push(e.id);
                ControlFlow::Continue(())
            })
            .unwrap();
        ids
    };
    let (forth, mut back) = (ids(false), ids(true));
    assert_eq!(store.count(&filter).unwrap(), forth.len() as u64);
    back.sort();
    let mut sorted = forth.clone();
    sorted.sort();
    assert_eq!(sorted, back);
    let dated = store.timeline(&filter, Period::Year).unwrap().iter().map(|row| row.events).sum::<u64>();
    assert_eq!(dated, forth.iter().filter(|id| *id != "strike:1").count() as u64);
    forth
}

#[test]
fn filters_find_what_they_say() {
    let shelf = shelf();
    let check = |change: fn(&mut Filter), expected: &[&str]| assert_eq!(found(&shelf, change), expected);
    check(|_| (), &["visit:0", "strike:0", "clash:0", "strike:1"]);
    check(|f| f.actor = vec!["usa".into()], &["strike:0", "strike:1"]);
    check(|f| f.actor = vec!["USA:MIL".into()], &["strike:0", "strike:1"]);
    check(|f| f.actor = vec!["USA:GOV".into()], &[]);
    check(|f| f.actor = vec!["kim gwan".into()], &["visit:0"]);
    check(|f| f.actor = vec!["kim".into(), "ISR".into()], &["visit:0", "clash:0"]);
    check(|f| f.recipient = vec!["USA".into()], &["visit:0"]);
    check(|f| f.dyad = vec!["USA:PRK".into()], &["strike:0", "strike:1"]);
    check(|f| f.dyad = vec!["PSE-ISR".into()], &["clash:0"]);
    check(|f| f.sector = vec!["cop".into(), "gov".into()], &["visit:0", "clash:0"]);
    check(|f| f.person = vec!["Kim Kye".into()], &["visit:0"]);
    check(|f| f.person = vec!["Kim Jong".into()], &[]);
    check(|f| f.event = vec!["assault".into()], &["strike:0", "clash:0", "strike:1"]);
    check(|f| f.mode = vec!["aerial".into(), "visit".into()], &["visit:0", "strike:0", "strike:1"]);
    check(|f| f.context = vec!["diplomatic".into()], &["visit:0"]);
    check(|f| f.auxiliary = vec!["negation".into()], &["strike:1"]);
    check(|f| f.factuality = vec!["denied".into(), "possible".into()], &["strike:1"]);
    check(|f| f.factual = true, &["visit:0", "strike:0", "clash:0"]);
    check(|f| f.quad = vec![4], &["strike:0", "clash:0", "strike:1"]);
    check(|f| f.from = "2010-03-01".parse().ok(), &["strike:0", "clash:0"]);
    check(|f| f.to = "2010-03-01".parse().ok(), &["visit:0", "strike:0"]);
    for place in ["malaga", "MÁLAGA", "esp", "2514256"] {
        assert_eq!(found(&shelf, |f| f.place = vec![place.into()]), ["visit:0"]);
    }
    check(|f| f.source = vec!["Yonhap".into()], &["strike:0", "strike:1"]);
    check(|f| f.text = Some("struck OR journey".into()), &["visit:0", "strike:0", "strike:1"]);
    check(|f| f.text = Some("malaga".into()), &["visit:0"]);
    check(|f| f.doc = Some("strike".into()), &["strike:0", "strike:1"]);
    check(|f| (f.doc, f.factual) = (Some("strike".into()), true), &["strike:0"]);
    check(|f| (f.event, f.actor, f.factual) = (vec!["ASSAULT".into()], vec!["USA".into()], true), &["strike:0"]);
    check(|f| (f.event, f.actor) = (vec!["AID".into()], vec!["USA".into()]), &[]);
}

#[test]
fn the_first_events_are_the_earliest_or_the_latest() {
    let store = shelf();
    let first = |latest_first, limit| {
        let mut ids = Vec::new();
        store
            .store()
            .events(&Filter::default(), latest_first, limit, |e| {
                ids.push(e.id);
                ControlFlow::Continue(())
            })
            .unwrap();
        ids
    };
    assert_eq!(first(false, Some(2)), ["visit:0", "strike:0"]);
    assert_eq!(first(true, Some(2)), ["clash:0", "strike:0"]);
    assert_eq!(first(false, Some(0)), [""; 0]);
}

#[test]
fn time_is_counted_by_stretches() {
    let store = shelf().store();
    let months = store.timeline(&Filter::default(), Period::Month).unwrap();
    let names: Vec<&str> = months.iter().map(|row| row.period.as_str()).collect();
    assert_eq!(names, ["2010-02", "2010-03", "2011-01"]);
    let years = store.timeline(&Filter::default(), Period::Year).unwrap();
    assert_eq!((years[0].events, years[0].quads, years[0].mean), (2, [1, 0, 0, 1], -2.5));
    assert_eq!(store.timeline(&Filter::default(), Period::Day).unwrap()[2].period, "2011-01-31");
}

#[test]
fn counts_agree_however_they_are_asked_for() {
    let store = shelf().store();
    let all = Filter { quad: vec![1, 2, 3, 4], ..Filter::default() };
    for period in [None, Some(Period::Month), Some(Period::Year)] {
        let open = store.dyads(&Filter::default(), period, None).unwrap();
        assert_eq!(open, store.dyads(&all, period, None).unwrap());
        assert_eq!(open.iter().map(|d| d.events).sum::<u64>(), 5);
    }
    for (from, to) in [(None, None), ("2010-02-13".parse().ok(), "2010-12-31".parse().ok())] {
        let [open, all] = [Filter::default(), all.clone()].map(|filter| Filter { from, to, ..filter });
        let months = store.timeline(&open, Period::Month).unwrap();
        assert!(!months.is_empty());
        assert_eq!(months, store.timeline(&all, Period::Month).unwrap());
    }
    let dyads = store.dyads(&Filter::default(), None, None).unwrap();
    let names: Vec<String> = dyads.iter().map(|d| format!("{}>{} {}", d.actor, d.recipient, d.events)).collect();
    assert_eq!(names, ["USA>PRK 2", "ISR>PSE 1", "PRK>USA 1", "PSE>ISR 1"]);
    let only = Filter { dyad: vec!["ISR:PSE".into()], ..Filter::default() };
    assert_eq!(store.dyads(&only, Some(Period::Month), None).unwrap().len(), 1);

    for key in [ActorKey::Code, ActorKey::Sector, ActorKey::Name] {
        assert_eq!(store.actors(&Filter::default(), key, None).unwrap(), store.actors(&all, key, None).unwrap());
    }
    let actors = store.actors(&Filter::default(), ActorKey::Code, Some(1)).unwrap();
    let prk = &actors[0];
    assert_eq!((prk.who.as_str(), prk.as_actor, prk.as_recipient), ("PRK", 1, 2));
    assert_eq!((prk.mean_as_actor, prk.mean_as_recipient), (Some(4.0), Some(-9.0)));
}

#[test]
fn statements_and_positions_come_in_words() {
    let store = shelf().store();
    let statements = |change: fn(&mut VoiceFilter)| {
        let mut filter = VoiceFilter::default();
        change(&mut filter);
        let mut rows = Vec::new();
        store
            .statements(&filter, |row| {
                rows.push(row);
                ControlFlow::Continue(())
            })
            .unwrap();
        rows
    };
    let all = statements(|_| ());
    assert_eq!((all[0].source_text.as_deref(), all[0].cue_text.as_deref()), (Some("radio"), Some("said")));
    assert_eq!(all[0].content_text, ["The envoy", "will visit Málaga"]);
    assert_eq!((all[0].number, &all[0].record), (0, &reports()[0].statements[0]));
    assert_eq!(statements(|f| f.who = Some("Radio".into())), all);
    assert_eq!(statements(|f| f.kind = Some("indirect".into())), all);
    assert_eq!(statements(|f| f.text = Some("bread".into())), all);
    assert!(statements(|f| f.who = Some("television".into())).is_empty());
    assert!(statements(|f| f.from = "2010-02-14".parse().ok()).is_empty());

    for who in ["PRK", "gov", "Kye Gwan"] {
        let mut rows = Vec::new();
        let filter = VoiceFilter { who: Some(who.into()), kind: Some("demands".into()), ..VoiceFilter::default() };
        store
            .positions(&filter, |row| {
                rows.push((row.content_text, row.record.toward.len()));
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(rows, [("bread".into(), 1)]);
    }
}

#[test]
fn sql_is_answered_and_changes_nothing() {
    let shelf = shelf();
    let store = shelf.store();
    let mut rows = Vec::new();
    let mut columns = Vec::new();
    let question = "SELECT id, 1 + 1 AS two, 0.5, NULL FROM documents ORDER BY doc LIMIT 1";
    let head = |names: &[&str]| columns.extend(names.iter().map(|n| n.to_string()));
    store
        .sql(question, head, |cells| {
            rows.push(cells);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(columns, ["id", "two", "0.5", "NULL"]);
    assert_eq!(rows, [[Cell::Text("visit".into()), Cell::Integer(2), Cell::Real(0.5), Cell::Null]]);
    let copy = shelf.dir.path().join("copy.db");
    let refuse = |question: &str| store.sql(question, |_| (), |_| ControlFlow::Continue(())).unwrap_err();
    let elsewhere = shelf.dir.path().join("news.db");
    for change in [
        "DELETE FROM documents",
        "UPDATE documents SET title = 'x'",
        "INSERT INTO search (search) VALUES ('optimize')",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x (y)",
        "DROP TABLE events",
        "BEGIN IMMEDIATE",
        "SAVEPOINT x",
        "REINDEX",
        "ANALYZE",
        "VACUUM",
        "PRAGMA user_version = 7",
        "PRAGMA application_id = 7",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        &format!("VACUUM INTO '{}'", copy.display()),
        &format!("ATTACH '{}' AS x", elsewhere.display()),
        "ATTACH ':memory:' AS x",
    ] {
        assert!(matches!(refuse(change), StoreError::NotAQuestion), "{change}");
    }
    for several in ["SELECT 1; DELETE FROM documents", "SELECT load_extension('x')", ""] {
        assert!(matches!(refuse(several), StoreError::Sql(_) | StoreError::NotAQuestion), "{several}");
    }
    for tells in [
        "PRAGMA integrity_check",
        "PRAGMA table_info(events)",
        "PRAGMA user_version",
        "SELECT rowid FROM search WHERE search MATCH 'radio' ORDER BY rank",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT sum(i) FROM n",
        "EXPLAIN QUERY PLAN SELECT * FROM reports JOIN events USING (doc)",
    ] {
        let mut rows = 0;
        let each = |_| {
            rows += 1;
            ControlFlow::Continue(())
        };
        store.sql(tells, |_| (), each).unwrap();
        assert!(rows > 0, "{tells}");
    }
    assert!(matches!(refuse("SELEC 1"), StoreError::Sql(_)));
    assert!(!copy.exists());
    assert_eq!(shelf.store().counts().unwrap().documents, 3);
}

#[test]
fn what_no_event_is_filed_under_is_named() {
    let store = shelf().store();
    let unknown = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        let unknown = store.unknown(&filter).unwrap();
        unknown.into_iter().map(|u| format!("{} {}: {}", u.field, u.value, u.near.join(" "))).collect::<Vec<_>>()
    };
    assert_eq!(unknown(|_| ()), [""; 0]);
    assert_eq!(unknown(|f| f.actor = vec!["usa".into(), "UAS".into(), "kim".into()]), ["actor UAS: USA"]);
    assert_eq!(unknown(|f| f.actor = vec!["USA:MLI".into()]), ["actor USA:MLI: USA:MIL"]);
    assert_eq!(unknown(|f| f.person = vec!["kim kay gwan".into()]), ["person kim kay gwan: Kim Kye Gwan"]);
    assert_eq!(unknown(|f| f.event = vec!["asualt".into()]), ["event ASUALT: ASSAULT"]);
    assert_eq!(unknown(|f| f.dyad = vec!["PRK:US".into()]), ["dyad PRK:US: PRK:USA"]);
    assert_eq!(
        unknown(|f| f.place = vec!["Malga".into(), "Atlantis".into()]),
        ["place malga: malaga", "place atlantis: "]
    );
    assert_eq!(unknown(|f| f.doc = Some("no-such".into())), ["article no-such: "]);
    let factual = Filter { factual: true, quad: vec![4], ..Filter::default() };
    assert_eq!(store.unknown(&factual).unwrap(), []);
}

#[test]
fn a_text_query_that_cannot_be_read_is_told() {
    let store = shelf().store();
    for query in ["\"open", "AND", "(", "desk:", "body:x"] {
        let filter = Filter { text: Some(query.into()), ..Filter::default() };
        assert!(matches!(store.count(&filter), Err(StoreError::TextQuery { .. })), "{query}");
    }
    for who in ["\"", "'", "(", "*", "NEAR", ""] {
        let filter = VoiceFilter { who: Some(who.into()), ..VoiceFilter::default() };
        store.statements(&filter, |_| ControlFlow::Continue(())).unwrap();
        for change in [
            Filter { actor: vec![who.into()], ..Filter::default() },
            Filter { place: vec![who.into()], ..Filter::default() },
        ] {
            assert_eq!(store.count(&change).unwrap(), 0);
        }
    }
}
