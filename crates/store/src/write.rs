//! Keeping documents: each whole or not at all.

use crate::index::{Changes, Column, Entry, Fact};
use crate::kept::{Coded, ContentHash, Made, extra_words};
use crate::rows::list;
use crate::{StoreError, open, read, terms};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::path::Path;
use terms::Term;
use whowhom_text::CodePoints;
use whowhom_text::record::{
    EntityRecord, EventRecord, MentionRecord, ParticipantRecord, PositionRecord, SizeRecord, SpanRecord,
    StatementRecord, VoiceRecord,
};

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new and kept.
    Added,
    /// It was there already, and nothing changed.
    Same,
    /// A document of that name with other content is there, and stays.
    Taken,
    /// It took the place of the document of its name.
    Replaced,
}

/// A store that documents are put into.
#[derive(Debug)]
pub struct Writer {
    conn: Connection,
    /// The row of what codes documents now.
    version: i64,
    known: KnownTerms,
}

/// Rows of terms that have been seen; wrong after a rollback, and then forgotten.
#[derive(Debug, Default)]
struct KnownTerms(FxHashMap<Term, u32>);

/// So many terms are remembered.
const KNOWN: usize = 200_000;

impl Writer {
    /// Opens the store at `path`, and makes it when there is none. What is put there was coded by `made`.
    ///
    /// # Errors
    /// When the file is no store, is of another version, or cannot be written.
    pub fn create(path: &Path, made: &Made) -> Result<Self, StoreError> {
        Self::new(open::create(path)?, made)
    }

    /// Opens the store at `path`, which is there.
    ///
    /// # Errors
    /// When there is no store, it is of another version, or cannot be written.
    pub fn open(path: &Path, made: &Made) -> Result<Self, StoreError> {
        Self::new(open::write(path)?, made)
    }

    fn new(mut conn: Connection, made: &Made) -> Result<Self, StoreError> {
        let tx = open::begin(&mut conn)?;
        let Made { program, data, model } = made;
        let values = params![program, data, model];
        tx.execute("INSERT OR IGNORE INTO versions (program, data, model) VALUES (?, ?, ?)", values)?;
        let find = "SELECT version FROM versions WHERE program = ? AND data = ? AND model = ?";
        let version = tx.query_row(find, values, |row| row.get(0))?;
        tx.commit()?;
        Ok(Self { conn, version, known: KnownTerms::default() })
    }

    /// Puts documents into the store, all in one transaction, so that they are all there after it or none is. With `replace`, a document
    /// whose name is taken takes the other's place.
    ///
    /// # Errors
    /// When nothing could be kept.
    pub fn put(&mut self, batch: &[Coded], replace: bool) -> Result<Vec<Put>, StoreError> {
        let version = self.version;
        self.transaction(|kept| batch.iter().map(|coded| kept.put(coded, version, replace)).collect())
    }

    /// Puts documents coded again in the place of what was coded before, in one transaction. One that is gone or has other content by
    /// now is passed over. How many were put.
    ///
    /// # Errors
    /// When nothing could be kept.
    pub fn put_again(&mut self, batch: &[Coded]) -> Result<usize, StoreError> {
        let version = self.version;
        self.transaction(|kept| batch.iter().map(|c| kept.put_again(c, version)).sum())
    }

    fn transaction<T>(&mut self, run: impl FnOnce(&mut Keep<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let tx = open::begin(&mut self.conn)?;
        let mut keep = Keep { conn: &tx, known: &mut self.known, index: Changes::default() };
        let done = run(&mut keep).and_then(|done| keep.index.write(&tx).map(|()| done));
        let done = done.and_then(|done| Ok(tx.commit().map(|()| done)?));
        if done.is_err() || self.known.0.len() > KNOWN {
            self.known.0.clear();
        }
        done
    }

    /// Tells SQLite's planner how the tables have grown, and folds the log into the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> Result<(), StoreError> {
        self.conn.execute_batch("PRAGMA analysis_limit = 1000; PRAGMA optimize;")?;
        Ok(())
    }
}

/// A transaction of a writer.
struct Keep<'a> {
    conn: &'a Connection,
    known: &'a mut KnownTerms,
    index: Changes,
}

impl Keep<'_> {
    fn put(&mut self, coded: &Coded, version: i64, replace: bool) -> Result<Put, StoreError> {
        let hash = coded.report.hash();
        match find(self.conn, &coded.report.document.id)? {
            None => self.add(None, coded, &hash, version).map(|()| Put::Added),
            Some((_, there)) if there == hash => Ok(Put::Same),
            Some(_) if !replace => Ok(Put::Taken),
            Some((doc, _)) => {
                self.clear(doc)?;
                self.conn.prepare_cached("DELETE FROM texts WHERE doc = ?")?.execute([doc])?;
                self.conn.prepare_cached("DELETE FROM documents WHERE doc = ?")?.execute([doc])?;
                self.add(Some(doc), coded, &hash, version).map(|()| Put::Replaced)
            }
        }
    }

    fn put_again(&mut self, coded: &Coded, version: i64) -> Result<usize, StoreError> {
        match find(self.conn, &coded.report.document.id)? {
            Some((doc, there)) if there == coded.report.hash() => {
                self.clear(doc)?;
                let update = "UPDATE documents SET version = ? WHERE doc = ?";
                self.conn.prepare_cached(update)?.execute([version, doc])?;
                self.layers(doc, coded)?;
                Ok(1)
            }
            _ => Ok(0),
        }
    }

    fn add(&mut self, doc: Option<i64>, coded: &Coded, hash: &ContentHash, version: i64) -> Result<(), StoreError> {
        let document = &coded.report.document;
        let doc = match doc {
            Some(doc) => doc,
            None => self
                .conn
                .prepare_cached("SELECT coalesce(max(doc), 0) + 1 FROM documents")?
                .query_row([], |row| row.get::<_, i64>(0))?,
        };
        self.conn
            .prepare_cached(
                "INSERT INTO documents (doc, id, hash, report, version, date, title, publisher, url, language, extra)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                doc,
                document.id,
                hash,
                doc,
                version,
                document.date.map(|d| d.to_string()),
                document.title,
                document.publisher,
                document.url,
                document.language,
                extra_words(&document.extra),
            ])?;
        self.conn.prepare_cached("INSERT INTO texts (doc, text, given) VALUES (?, ?, ?)")?.execute(params![
            doc,
            document.text,
            coded.report.given
        ])?;
        self.layers(doc, coded)
    }

    /// Takes away what was found in a document.
    fn clear(&mut self, doc: i64) -> Result<(), StoreError> {
        for (event, record) in read::events_of(self.conn, doc)? {
            let entry = self.entry(doc, &record)?;
            self.index.remove(event, entry);
        }
        for table in ["events", "statements", "positions", "mentions"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE doc = ?"))?.execute([doc])?;
        }
        Ok(())
    }

    fn layers(&mut self, doc: i64, coded: &Coded) -> Result<(), StoreError> {
        for (number, mention) in coded.mentions.iter().enumerate() {
            self.mention(doc, number, mention)?;
        }
        for (number, event) in coded.events.iter().enumerate() {
            self.event(doc, number, event)?;
        }
        let points = CodePoints::new(&coded.report.document.text);
        for (number, statement) in coded.statements.iter().enumerate() {
            let source = statement.source.as_ref().map(|s| read::slice(&points, s.span)).unwrap_or_default();
            self.statement(doc, number, statement, &source)?;
        }
        for (number, position) in coded.positions.iter().enumerate() {
            self.position(doc, number, position)?;
        }
        Ok(())
    }

    fn mention(&self, doc: i64, number: usize, mention: &MentionRecord) -> Result<(), StoreError> {
        let MentionRecord { span, chain, members, entity } = mention;
        let EntityRecord { code, sector, more_sectors, identifier_text, office } = entity;
        self.conn.prepare_cached("INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(params![
            doc,
            number,
            span.start,
            span.end,
            chain,
            list(members),
            code,
            sector,
            list(more_sectors),
            identifier_text,
            office
        ])?;
        Ok(())
    }

    fn event(&mut self, doc: i64, at: usize, record: &EventRecord) -> Result<(), StoreError> {
        let fails = |what: &str| StoreError::Record { id: record.id.clone(), what: what.into() };
        let [category, also @ ..] = &record.event[..] else { return Err(fails("it has no category")) };
        let also = match also {
            [] => None,
            [also] => Some(also),
            _ => return Err(fails("it has more than two categories")),
        };
        let link: i64 = record
            .link
            .rsplit_once('#')
            .and_then(|(_, number)| number.parse().ok())
            .ok_or_else(|| fails("its link does not end in # and a number"))?;
        let day = number(record.date);
        let auxiliary = |name: &str| record.auxiliary_mode.iter().any(|m| m == name);
        let place = record.event_loc.as_ref();
        let SizeRecord { dead, injured, arrested, participants } = record.size;
        self.conn
            .prepare_cached(
                "INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                 ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                doc,
                at,
                link,
                day,
                record.date.map(|d| d.to_string()),
                record.enddate.map(|d| d.to_string()),
                record.date_value,
                record.date_text,
                category,
                also,
                record.quad_code,
                f64::from(record.event_scale),
                record.cameo,
                auxiliary("historical"),
                auxiliary("future"),
                auxiliary("hypothetical"),
                auxiliary("negation"),
                terms::is_factual(record),
                record.factuality,
                record.trigger.text,
                record.trigger.span.start,
                record.trigger.span.end,
                list(&record.event_text),
                place.map(|p| &p.extracted_place),
                place.map(|p| &p.place.resolved_place),
                place.and_then(|p| p.place.geonameid),
                place.map(|p| f64::from(p.place.lat)),
                place.map(|p| f64::from(p.place.lon)),
                place.and_then(|p| p.place.country_code.as_ref()),
                place.map(|p| &p.place.feature_code),
                place.map(|p| p.place.resolution),
                dead,
                injured,
                arrested,
                participants,
                record.text_info.sequence,
                record.text_info.span.start,
                record.text_info.span.end,
                list(&record.why),
            ])?;
        let event = self.conn.last_insert_rowid();
        self.conn.prepare_cached("INSERT INTO told (event) VALUES (?)")?.execute([event])?;
        self.parts(event, record)?;
        let entry = self.entry(doc, record)?;
        self.index.add(event, entry);
        Ok(())
    }

    /// The lists of an event.
    fn parts(&self, event: i64, record: &EventRecord) -> Result<(), StoreError> {
        for (role, people) in [("actor", &record.actor), ("recipient", &record.recipient)] {
            for (number, person) in people.iter().enumerate() {
                let ParticipantRecord { entity, entity_text, span } = person;
                let EntityRecord { code, sector, more_sectors, identifier_text, office } = entity;
                self.conn
                    .prepare_cached("INSERT INTO participants VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
                    .execute(params![
                        event,
                        role,
                        number,
                        code,
                        sector,
                        list(more_sectors),
                        identifier_text,
                        office,
                        entity_text,
                        span.start,
                        span.end
                    ])?;
            }
        }
        for (table, labels) in [("modes", &record.mode), ("contexts", &record.context)] {
            for (number, label) in labels.iter().enumerate() {
                self.conn
                    .prepare_cached(&format!("INSERT INTO {table} VALUES (?, ?, ?)"))?
                    .execute(params![event, number, label])?;
            }
        }
        for (number, voice) in record.attribution.iter().enumerate() {
            let VoiceRecord { source_text, cue_text, basis_text, place_text, entity } = voice;
            let EntityRecord { code, sector, more_sectors, identifier_text, office } = entity;
            self.conn.prepare_cached("INSERT INTO voices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
                params![
                    event,
                    number,
                    source_text,
                    cue_text,
                    basis_text,
                    place_text,
                    code,
                    sector,
                    list(more_sectors),
                    identifier_text,
                    office
                ],
            )?;
        }
        for (actor, recipient) in terms::dyads(record) {
            self.conn
                .prepare_cached("INSERT INTO dyads VALUES (?, ?, ?)")?
                .execute(params![event, actor, recipient])?;
        }
        Ok(())
    }

    /// What the index has of an event.
    fn entry(&mut self, doc: i64, record: &EventRecord) -> Result<Entry, StoreError> {
        let fact = Fact {
            // A year has four digits at most, so that a day is a number of eight, and negative ones are before all news.
            day: u32::try_from(number(record.date)).unwrap_or_default(),
            doc: row(doc)?,
            quad: record.quad_code,
            scale: (f64::from(record.event_scale) * 10.0).round() as i8,
        };
        let terms = terms::of_event(record).into_iter().map(|term| {
            let column = Column::of(term.0, &term.1);
            Ok((self.term(term)?, column))
        });
        Ok(Entry { fact, terms: terms.collect::<Result<_, StoreError>>()? })
    }

    /// The row of a term.
    fn term(&mut self, term: Term) -> Result<u32, StoreError> {
        if let Some(row) = self.known.0.get(&term) {
            return Ok(*row);
        }
        let values = params![term.0.name(), term.1];
        self.conn.prepare_cached("INSERT OR IGNORE INTO terms (kind, value) VALUES (?, ?)")?.execute(values)?;
        let find = "SELECT term FROM terms WHERE kind = ? AND value = ?";
        let found = self.conn.prepare_cached(find)?.query_row(values, |row| row.get(0))?;
        let row = row(found)?;
        self.known.0.insert(term, row);
        Ok(row)
    }

    fn statement(
        &self,
        doc: i64,
        number: usize,
        record: &StatementRecord,
        source_text: &str,
    ) -> Result<(), StoreError> {
        let StatementRecord { source, cue, content, kind, date_value, place_text, addressee_text, basis_text, .. } =
            record;
        let entity = source.as_ref().map(|s| s.entity.clone()).unwrap_or_default();
        let EntityRecord { code, sector, more_sectors, identifier_text, office } = &entity;
        let source_span = start_end(source.as_ref().map(|s| s.span));
        let cue_span = start_end(*cue);
        let content: Vec<[usize; 2]> = content.iter().map(|c| [c.start, c.end]).collect();
        self.conn
            .prepare_cached(
                "INSERT INTO statements VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                doc,
                number,
                source_span.0,
                source_span.1,
                code,
                sector,
                list(more_sectors),
                identifier_text,
                office,
                cue_span.0,
                cue_span.1,
                serde_json::json!(content).to_string(),
                kind,
                date_value,
                place_text,
                addressee_text,
                basis_text,
                record.denied,
                record.source_kind,
                record.force,
                record.unsaid,
                list(&record.why),
            ])?;
        self.found_by("speakers", self.conn.last_insert_rowid(), &entity, source_text)
    }

    fn position(&self, doc: i64, number: usize, record: &PositionRecord) -> Result<(), StoreError> {
        let PositionRecord { holder, stance, content, toward, condition, why } = record;
        let EntityRecord { code, sector, more_sectors, identifier_text, office } = &holder.entity;
        let condition = start_end(*condition);
        self.conn
            .prepare_cached("INSERT INTO positions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
            .execute(params![
                doc,
                number,
                code,
                sector,
                list(more_sectors),
                identifier_text,
                office,
                holder.entity_text,
                holder.span.start,
                holder.span.end,
                stance,
                content.start,
                content.end,
                condition.0,
                condition.1,
                list(why),
            ])?;
        let position = self.conn.last_insert_rowid();
        self.found_by("holders", position, &holder.entity, &holder.entity_text)?;
        for (number, person) in toward.iter().enumerate() {
            let ParticipantRecord { entity, entity_text, span } = person;
            let EntityRecord { code, sector, more_sectors, identifier_text, office } = entity;
            self.conn.prepare_cached("INSERT INTO toward VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(params![
                position,
                number,
                code,
                sector,
                list(more_sectors),
                identifier_text,
                office,
                entity_text,
                span.start,
                span.end
            ])?;
        }
        Ok(())
    }

    /// Lets a row be found by who it is about.
    fn found_by(&self, table: &str, row: i64, entity: &EntityRecord, text: &str) -> Result<(), StoreError> {
        let EntityRecord { code, sector, more_sectors, identifier_text, office } = entity;
        let known = [code, sector, identifier_text, office].into_iter().flatten().chain(more_sectors);
        let words: Vec<&str> =
            std::iter::once(text).chain(known.map(String::as_str)).filter(|w| !w.is_empty()).collect();
        if !words.is_empty() {
            // The pieces are kept apart, so that a phrase is not found across two of them.
            let insert = format!("INSERT INTO {table} (rowid, words) VALUES (?, ?)");
            self.conn.prepare_cached(&insert)?.execute(params![row, words.join(" _ ")])?;
        }
        Ok(())
    }
}

/// The row and the content's hash of the document named `id`.
pub(crate) fn find(conn: &Connection, id: &str) -> Result<Option<(i64, ContentHash)>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT doc, hash FROM documents WHERE id = ?")?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// A day as the number that indexes have, 20140616; 0 when it is not known.
pub(crate) fn number(day: Option<Date>) -> i64 {
    day.map_or(0, |d| i64::from(d.year()) * 10_000 + i64::from(d.month()) * 100 + i64::from(d.day()))
}

/// The number of a row as the index has it.
fn row(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Damaged(format!("row {number} is beyond what a store holds")))
}

fn start_end(span: Option<SpanRecord>) -> (Option<usize>, Option<usize>) {
    (span.map(|s| s.start), span.map(|s| s.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Report, Store};
    use whowhom_text::Document;

    #[test]
    fn a_full_disk_is_told_and_what_was_kept_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("news.db");
        let made = Made { program: "1".into(), data: "d".into(), model: "m".into() };
        let mut writer = Writer::create(&path, &made).unwrap();
        let pages: i64 = writer.conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        // SQLite takes a file that may not grow for a full disk.
        writer.conn.pragma_update_and_check(None, "max_page_count", pages + 40, |_| Ok(())).unwrap();
        let document = |n: usize| Coded {
            report: Report {
                document: Document::new(format!("d{n}"), format!("{n} words. ").repeat(500)),
                given: None,
            },
            ..Coded::default()
        };
        let put: Vec<_> = (0..100).map(|n| writer.put(&[document(n)], false)).collect();
        let kept = put.iter().take_while(|p| p.is_ok()).count();
        assert!(kept > 3 && kept < 90, "{kept}");
        assert!(matches!(put[kept], Err(StoreError::Full)));
        drop(writer);
        let store = Store::open(&path).unwrap();
        assert_eq!(store.counts().unwrap().documents, kept as u64);
        assert_eq!(store.document(&format!("d{}", kept - 1)).unwrap().unwrap().0, document(kept - 1));
        // With room again, it goes on.
        assert_eq!(Writer::open(&path, &made).unwrap().put(&[document(99)], false).unwrap(), [Put::Added]);
    }
}
