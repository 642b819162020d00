//! What goes in comes out equal.

use crate::support::{Shelf, made, span};
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use whowhom_store::{Coded, Put, Report};
use whowhom_text::Document;
use whowhom_text::record::*;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "\\PC{0,12}", "[a-zé\\x00\"'%_#:>]{1,8}", "[A-Z]{3}"]
}

fn spans() -> impl Strategy<Value = SpanRecord> {
    (0usize..40, 0usize..40).prop_map(|(a, b)| span(a, b))
}

fn days() -> impl Strategy<Value = Date> {
    (-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d))
}

prop_compose! {
    fn entities()(
        code in of(words()), sector in of(words()), more_sectors in vec(words(), 0..3),
        identifier_text in of(words()), office in of(words()),
    ) -> EntityRecord {
        EntityRecord { code, sector, more_sectors, identifier_text, office }
    }
}

prop_compose! {
    fn parties()(entity in entities(), entity_text in words(), span in spans()) -> ParticipantRecord {
        ParticipantRecord { entity, entity_text, span }
    }
}

prop_compose! {
    fn places()(
        extracted_place in words(), resolved_place in words(), geonameid in of(any::<u32>()), lat in -90f32..90.0,
        lon in -180f32..180.0, country_code in of(words()), feature_code in words(), resolution in 0u8..5,
    ) -> EventPlaceRecord {
        let place = GazetteerRecord { resolved_place, geonameid, lat, lon, country_code, feature_code, resolution };
        EventPlaceRecord { extracted_place, place }
    }
}

prop_compose! {
    fn voices()(
        source_text in of(words()), cue_text in of(words()), basis_text in of(words()), place_text in of(words()),
        entity in entities(),
    ) -> VoiceRecord {
        VoiceRecord { source_text, cue_text, basis_text, place_text, entity }
    }
}

prop_compose! {
    fn sizes()(
        dead in of(0..u64::from(u32::MAX)), injured in of(0u64..9), arrested in of(0u64..9), participants in of(0u64..9),
    ) -> SizeRecord {
        SizeRecord { dead, injured, arrested, participants }
    }
}

/// An event that does not know its document yet.
fn events() -> impl Strategy<Value = EventRecord> {
    let when = (of(days()), of(days()), of(words()), of(words()));
    let who = (vec(parties(), 0..3), vec(parties(), 0..3));
    let what =
        (vec(words(), 1..3), vec(words(), 0..3), vec(words(), 0..3), 0u8..16, 1u8..5, -100i32..=100, of(words()));
    let words_of = (words(), spans(), vec(words(), 0..3), of(places()), vec(voices(), 0..3), sizes());
    let rest = (0usize..4, 0usize..9, spans(), vec(words(), 0..3));
    (when, who, what, words_of, rest).prop_map(|(when, who, what, words_of, rest)| {
        let auxiliary = ["historical", "future", "hypothetical", "negation"];
        let auxiliary = auxiliary.iter().enumerate().filter(|(i, _)| what.3 & 1 << i != 0);
        EventRecord {
            id: String::new(),
            doc_id: String::new(),
            date: when.0,
            enddate: when.1,
            date_value: when.2,
            date_text: when.3,
            actor: who.0,
            recipient: who.1,
            event: what.0,
            mode: what.1,
            context: what.2,
            auxiliary_mode: auxiliary.map(|(_, m)| m.to_string()).collect(),
            factuality: words_of.0.clone(),
            quad_code: what.4,
            event_scale: what.5 as f32 / 10.0,
            cameo: what.6,
            trigger: TriggerRecord { text: words_of.0, span: words_of.1 },
            event_text: words_of.2,
            event_loc: words_of.3,
            attribution: words_of.4,
            size: words_of.5,
            link: rest.0.to_string(),
            text_info: SentenceRecord { sequence: rest.1, span: rest.2 },
            why: rest.3,
            extra: Default::default(),
        }
    })
}

prop_compose! {
    fn statements()(
        source in of((spans(), entities())), cue in of(spans()), content in vec(spans(), 0..3), kind in words(),
        facts in (of(words()), of(words()), of(words()), of(words())), sort in (words(), words()),
        denied: bool, unsaid: bool, why in vec(words(), 0..2),
    ) -> StatementRecord {
        let source = source.map(|(span, entity)| SourceRecord { span, entity });
        let (date_value, place_text, addressee_text, basis_text) = facts;
        let (source_kind, force) = sort;
        StatementRecord {
            source, cue, content, kind, source_kind, force, date_value, place_text, addressee_text, basis_text, denied, unsaid, why,
        }
    }
}

prop_compose! {
    fn positions()(
        holder in parties(), stance in words(), content in spans(), toward in vec(parties(), 0..3),
        condition in of(spans()), why in vec(words(), 0..2),
    ) -> PositionRecord {
        PositionRecord { holder, stance, content, toward, condition, why }
    }
}

prop_compose! {
    fn mentions()(span in spans(), chain: u32, members in vec(any::<u32>(), 0..3), entity in entities()) -> MentionRecord {
        MentionRecord { span, chain, members, entity }
    }
}

prop_compose! {
    fn documents()(
        id in words(), text in "\\PC{0,80}", date in of(days()), title in of(words()), publisher in of(words()),
        url in of(words()), language in of(words()), extra in vec((words(), words()), 0..3), given in of(vec(any::<u8>(), 0..9)),
    ) -> Report {
        let extra = extra.into_iter().map(|(key, value)| (key, value.into())).collect();
        Report { document: Document { id, text, date, title, publisher, url, language, extra }, given }
    }
}

prop_compose! {
    fn all()(
        report in documents(), mentions in vec(mentions(), 0..3), mut events in vec(events(), 0..4),
        statements in vec(statements(), 0..3), positions in vec(positions(), 0..3),
    ) -> Coded {
        for (number, event) in events.iter_mut().enumerate() {
            event.doc_id = report.document.id.clone();
            event.id = format!("{}:{number}", event.doc_id);
            event.link = format!("{}#{}", event.doc_id, event.link);
            event.extra = report.document.extra.clone();
        }
        Coded { report, mentions, events, statements, positions }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn documents_come_out_as_they_went_in(first in all(), second in all()) {
        let shelf = Shelf::new();
        let mut writer = shelf.writer();
        let put = writer.put(&[first.clone(), second.clone()], false).unwrap();
        prop_assert_eq!(put[0], Put::Added);
        let back = |id: &str| shelf.store().document(id).unwrap().unwrap();
        prop_assert_eq!(back(&first.report.document.id), (first.clone(), made("d")));
        if first.report.document.id != second.report.document.id {
            prop_assert_eq!(&back(&second.report.document.id).0, &second);
            // What one document leaves behind, no other misses.
            let mut changed = second.clone();
            changed.report.document.id = first.report.document.id.clone();
            for event in &mut changed.events {
                let id = &first.report.document.id;
                (event.id, event.link) = (
                    format!("{id}:{}", event.id.rsplit_once(':').unwrap().1),
                    format!("{id}#{}", event.link.rsplit_once('#').unwrap().1),
                );
                event.doc_id = id.clone();
            }
            prop_assert_eq!(writer.put(std::slice::from_ref(&changed), true).unwrap(), [Put::Replaced]);
            prop_assert_eq!(&back(&first.report.document.id).0, &changed);
            prop_assert_eq!(&back(&second.report.document.id).0, &second);
        }
        shelf.check();
    }
}
