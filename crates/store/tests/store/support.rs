//! Documents and stores for tests.

use tempfile::TempDir;
use whowhom_store::{Coded, Made, Put, Report, Store, Writer};
use whowhom_text::Document;
use whowhom_text::record::*;

/// What codes documents in tests.
pub fn made(data: &str) -> Made {
    Made { program: "1".into(), data: data.into(), model: "m".into() }
}

/// A store in a folder of its own.
pub struct Shelf {
    pub dir: TempDir,
}

impl Shelf {
    pub fn new() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.dir.path().join("news.db")
    }

    pub fn writer(&self) -> Writer {
        Writer::create(&self.path(), &made("d")).unwrap()
    }

    pub fn put(&self, batch: &[Coded]) -> Vec<Put> {
        self.writer().put(batch, false).unwrap()
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path()).unwrap()
    }

    /// The store's own check of its pages and indexes.
    pub fn check(&self) {
        let mut said = Vec::new();
        for check in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
            self.store()
                .sql(
                    check,
                    |_| (),
                    |cells| {
                        said.push(format!("{cells:?}"));
                        std::ops::ControlFlow::Continue(())
                    },
                )
                .unwrap();
        }
        assert_eq!(said, ["[Text(\"ok\")]"]);
    }
}

pub fn span(start: usize, end: usize) -> SpanRecord {
    SpanRecord { start, end }
}

/// A participant: its code and sector as `USA GOV`, and its name.
pub fn party(code: &str, name: Option<&str>) -> ParticipantRecord {
    let mut codes = code.split(' ').map(String::from);
    ParticipantRecord {
        entity: EntityRecord {
            code: codes.next(),
            sector: codes.next(),
            identifier_text: name.map(String::from),
            ..EntityRecord::default()
        },
        entity_text: name.unwrap_or(code).into(),
        span: span(0, 3),
    }
}

/// An event of the document `doc`, its `number` there.
pub fn event(doc: &str, number: usize, day: &str, what: &str) -> EventRecord {
    let mut what = what.split(' ').map(String::from);
    EventRecord {
        id: format!("{doc}:{number}"),
        doc_id: doc.into(),
        date: day.parse().ok(),
        enddate: day.parse().ok(),
        date_value: None,
        date_text: None,
        actor: vec![],
        recipient: vec![],
        event: what.next().into_iter().collect(),
        mode: what.collect(),
        context: vec![],
        auxiliary_mode: vec![],
        factuality: "asserted".into(),
        quad_code: 4,
        event_scale: -9.0,
        cameo: None,
        trigger: TriggerRecord { text: "word".into(), span: span(0, 4) },
        event_text: vec![],
        event_loc: None,
        attribution: vec![],
        size: SizeRecord::default(),
        link: format!("{doc}#{number}"),
        text_info: SentenceRecord { sequence: 0, span: span(0, 4) },
        why: vec!["lexicon:1".into()],
        extra: Default::default(),
    }
}

/// A document with these words and events.
pub fn coded(id: &str, text: &str, events: Vec<EventRecord>) -> Coded {
    Coded { report: Report { document: Document::new(id, text), given: None }, events, ..Coded::default() }
}
