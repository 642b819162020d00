//! What linking across reports reads and writes: event mentions, where they meet, and the happenings they make.
//!
//! What makes a link is not known here. Everything is found by asking the tables, so that a run that was broken off is gone on with,
//! and several programs can link at a time.

use crate::rows::{day, list, unlist};
use crate::write::number;
use crate::{StoreError, open, read};
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};
use std::path::Path;
use whowhom_text::record::EventRecord;

/// An event mention with what of its report linking asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The event's row.
    pub row: i64,
    /// The report's name.
    pub report: String,
    /// The name of the report that it is a copy of; its own when it is none.
    pub original: String,
    /// The report's publisher.
    pub publisher: Option<String>,
    /// The publisher of the report that it is a copy of.
    pub origin: Option<String>,
    /// The report's day.
    pub date: Option<Date>,
    /// Its title.
    pub title: Option<String>,
    /// The first 400 code points of its text.
    pub beginning: String,
    /// The event.
    pub event: EventRecord,
    /// Its sentence.
    pub sentence: String,
}

/// A link between two mentions, by their rows.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRow {
    /// One.
    pub a: i64,
    /// The other.
    pub b: i64,
    /// The evidence, in bits.
    pub weight: f32,
    /// What it is.
    pub why: Vec<String>,
}

/// A happening as it is kept: what it is found by.
#[derive(Clone, Debug, PartialEq)]
pub struct HappeningRow {
    /// Its name.
    pub id: String,
    /// First day.
    pub date: Option<Date>,
    /// Last day.
    pub enddate: Option<Date>,
    /// Category.
    pub category: String,
    /// Whether some report tells it as having happened.
    pub factual: bool,
    /// Number of mentions.
    pub mentions: usize,
    /// Number of reports.
    pub reports: usize,
    /// Number of independent publishers.
    pub publishers: usize,
    /// The report that told of it first.
    pub first_report: String,
    /// The report that told of it last.
    pub last_report: String,
    /// What reports contradict each other in.
    pub disagreements: Vec<String>,
}

/// The row of a mention of a happening, with the link by which it came to it.
pub type Member = (i64, Option<LinkRow>);

/// A store whose reports are being linked.
#[derive(Debug)]
pub struct Linker {
    conn: Connection,
}

/// A step of linking, a transaction.
#[derive(Debug)]
pub struct Linking<'a> {
    conn: &'a Connection,
}

impl Linker {
    /// Opens the store at `path`.
    ///
    /// # Errors
    /// When there is none, it is of another version, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { conn: open::write(path)? })
    }

    /// How many mentions wait to be compared, and how many belong to no happening yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn waiting(&self) -> Result<(u64, u64), StoreError> {
        waiting(&self.conn)
    }

    /// Takes a step: what it writes is there as a whole, or not at all.
    ///
    /// # Errors
    /// When the step fails, or cannot be kept.
    pub fn step<T>(&mut self, run: impl FnOnce(&Linking<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let tx = open::begin(&mut self.conn)?;
        let done = run(&Linking { conn: &tx })?;
        tx.commit()?;
        Ok(done)
    }
}

pub(crate) fn waiting(conn: &Connection) -> Result<(u64, u64), StoreError> {
    let count = |condition: &str| -> Result<u64, StoreError> {
        let query = format!("SELECT count(*) FROM told WHERE {condition}");
        Ok(conn.query_row(&query, [], |row| row.get(0))?)
    };
    Ok((count("compared = 0")?, count("happening IS NULL")?))
}

impl Linking<'_> {
    /// Documents whose signature is not known, so many at most, with their texts, in the order in which they were kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unsigned(&self, most: usize) -> Result<Vec<(i64, String)>, StoreError> {
        let query = "SELECT doc, text FROM texts WHERE NOT EXISTS (SELECT 1 FROM signatures s WHERE s.doc = texts.doc)
             ORDER BY doc LIMIT ?";
        let mut statement = self.conn.prepare_cached(query)?;
        let rows = statement.query_map([most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Gives the signatures of documents that are copies of none, in the order in which they were kept, to `each`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn originals(&self, mut each: impl FnMut(i64, &[u8])) -> Result<(), StoreError> {
        let query = "SELECT doc, signature FROM signatures JOIN documents USING (doc) WHERE report = doc ORDER BY doc";
        let mut statement = self.conn.prepare_cached(query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let signature = row.get_ref(1)?.as_blob().map_err(|error| StoreError::Damaged(error.to_string()))?;
            each(row.get(0)?, signature);
        }
        Ok(())
    }

    /// Keeps the signature of a document, and which one it is a copy of.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn sign(&self, doc: i64, signature: &[u8], original: Option<i64>) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO signatures VALUES (?, ?)")?
            .execute(params![doc, signature])?;
        if let Some(original) = original {
            self.conn.prepare_cached("UPDATE documents SET report = ? WHERE doc = ?")?.execute([original, doc])?;
        }
        Ok(())
    }

    /// Mentions that wait to be compared, so many at most.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn to_compare(&self, most: usize) -> Result<Vec<i64>, StoreError> {
        self.numbers("SELECT event FROM told WHERE compared = 0 ORDER BY event LIMIT ?", most as i64)
    }

    /// Mentions that belong to no happening, so many at most.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn to_group(&self, most: usize) -> Result<Vec<i64>, StoreError> {
        self.numbers("SELECT event FROM told WHERE happening IS NULL ORDER BY event LIMIT ?", most as i64)
    }

    /// A mention with what of its report linking asks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn told(&self, event: i64) -> Result<Told, StoreError> {
        told(self.conn, event)
    }

    /// Mentions filed under a key, so many at most.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn filed(&self, key: u64, most: usize) -> Result<Vec<i64>, StoreError> {
        // SQLite plans a query anew whenever a limit is bound.
        let query = format!("SELECT event FROM meeting WHERE key = ? LIMIT {most}");
        let mut statement = self.conn.prepare_cached(&query)?;
        let rows = statement.query_map([key.cast_signed()], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Files a mention that is being compared under its keys.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn file(&self, event: i64, keys: &[u64]) -> Result<(), StoreError> {
        for key in keys {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO meeting VALUES (?, ?)")?
                .execute(params![key.cast_signed(), event])?;
        }
        self.conn.prepare_cached("UPDATE told SET compared = 1 WHERE event = ?")?.execute([event])?;
        Ok(())
    }

    /// Links two mentions. What they belonged to is to be made anew.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn link(&self, link: &LinkRow) -> Result<(), StoreError> {
        let (a, b) = (link.a.min(link.b), link.a.max(link.b));
        self.conn.prepare_cached("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)")?.execute(params![
            a,
            b,
            f64::from(link.weight),
            list(&link.why)
        ])?;
        for event in [a, b] {
            self.conn
                .prepare_cached(
                    "DELETE FROM happenings WHERE happening = (SELECT happening FROM told WHERE event = ?)",
                )?
                .execute([event])?;
        }
        Ok(())
    }

    /// Everything that links lead to from a mention, itself included, and those links; both in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn linked(&self, event: i64) -> Result<(Vec<i64>, Vec<LinkRow>), StoreError> {
        let mut found = std::collections::BTreeSet::from([event]);
        let mut links = std::collections::BTreeMap::new();
        let mut next = vec![event];
        while let Some(event) = next.pop() {
            let query = "SELECT event, other, weight, why FROM links WHERE event = ?1
                 UNION ALL SELECT event, other, weight, why FROM links WHERE other = ?1";
            let mut statement = self.conn.prepare_cached(query)?;
            let mut rows = statement.query([event])?;
            while let Some(row) = rows.next()? {
                let link = link_row(row)?;
                for end in [link.a, link.b] {
                    if found.insert(end) {
                        next.push(end);
                    }
                }
                links.insert((link.a, link.b), link);
            }
        }
        Ok((found.into_iter().collect(), links.into_values().collect()))
    }

    /// Forgets every link and happening, so that all mentions are compared anew.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget(&self) -> Result<(), StoreError> {
        let all = "DELETE FROM happenings; DELETE FROM links; DELETE FROM meeting; UPDATE told SET compared = 0;";
        Ok(self.conn.execute_batch(all)?)
    }

    /// Forgets the happenings that these mentions belong to.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn ungroup(&self, events: &[i64]) -> Result<(), StoreError> {
        for event in events {
            self.conn
                .prepare_cached(
                    "DELETE FROM happenings WHERE happening = (SELECT happening FROM told WHERE event = ?)",
                )?
                .execute([event])?;
        }
        Ok(())
    }

    /// Keeps a happening with its mentions.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put(&self, happening: &HappeningRow, members: &[Member]) -> Result<(), StoreError> {
        let HappeningRow { id, date, enddate, category, factual, mentions, reports, publishers, .. } = happening;
        self.conn.prepare_cached("INSERT INTO happenings VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
            params![
                id,
                number(*date),
                date.map(|d| d.to_string()),
                enddate.map(|d| d.to_string()),
                category,
                factual,
                mentions,
                reports,
                publishers,
                happening.first_report,
                happening.last_report,
                list(&happening.disagreements),
            ],
        )?;
        let row = self.conn.last_insert_rowid();
        for (event, link) in members {
            let other = link.as_ref().map(|l| if l.a == *event { l.b } else { l.a });
            self.conn
                .prepare_cached("UPDATE told SET happening = ?, linked_to = ? WHERE event = ?")?
                .execute(params![row, other, event])?;
        }
        Ok(())
    }

    fn numbers(&self, query: &str, value: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.conn.prepare_cached(query)?;
        let rows = statement.query_map([value], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The columns `event, other, weight, why` of links.
pub(crate) fn link_row(row: &Row<'_>) -> Result<LinkRow, StoreError> {
    Ok(LinkRow { a: row.get(0)?, b: row.get(1)?, weight: row.get::<_, f64>(2)? as f32, why: unlist(row.get(3)?)? })
}

/// A mention with what of its report linking asks.
pub(crate) fn told(conn: &Connection, event: i64) -> Result<Told, StoreError> {
    let find = "SELECT d.id, o.id, o.publisher, d.publisher, d.date, d.title, substr(text, 1, 400),
            substr(text, sentence_start + 1, sentence_end - sentence_start)
        FROM events e JOIN documents d USING (doc) JOIN texts USING (doc)
            LEFT JOIN documents o ON o.doc = d.report WHERE event = ?";
    let mut statement = conn.prepare_cached(find)?;
    let mut rows = statement.query([event])?;
    let row = rows.next()?.ok_or_else(|| StoreError::Damaged(format!("event {event} is not there")))?;
    let report: String = row.get(0)?;
    Ok(Told {
        row: event,
        original: row.get::<_, Option<String>>(1)?.unwrap_or_else(|| report.clone()),
        report,
        origin: row.get(2)?,
        publisher: row.get(3)?,
        date: day(row.get(4)?)?,
        title: row.get(5)?,
        beginning: row.get(6)?,
        sentence: row.get(7)?,
        event: read::event(conn, event)?,
    })
}
