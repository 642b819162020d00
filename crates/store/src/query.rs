//! Questions and their answers.

use crate::answers::{ActorKey, ActorRow, Cell, Counts, DyadRow, FoundRow, Period, Presence, TimelineRow};
use crate::filter::{Filter, Selection, count_documents};
use crate::kept::{Coded, Made, Report};
use crate::{StoreError, open, read, write};
use rusqlite::{Connection, Statement, params_from_iter, types::Value};
use std::ops::ControlFlow;
use std::path::Path;
use whowhom_text::record::EventRecord;

/// A store that questions are asked of.
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
}

impl Store {
    /// Opens the store at `path` for questions.
    ///
    /// # Errors
    /// When there is none, the file is something else, or of another version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { conn: open::read(path)? })
    }

    /// How much there is.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |table: &str| -> Result<u64, StoreError> {
            Ok(self.conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?)
        };
        Ok(Counts {
            documents: count("documents")?,
            events: count("events")?,
            statements: count("statements")?,
            positions: count("positions")?,
        })
    }

    /// Whether a report is in the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn presence(&self, report: &Report) -> Result<Presence, StoreError> {
        Ok(match write::find(&self.conn, &report.document.id)? {
            None => Presence::New,
            Some((_, hash)) if hash == report.hash() => Presence::Same,
            Some(_) => Presence::Taken,
        })
    }

    /// The document named `id` with everything found in it, and what coded it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn document(&self, id: &str) -> Result<Option<(Coded, Made)>, StoreError> {
        read::document(&self.conn, id)
    }

    /// Reports that hold what is asked for, as FTS5 takes it, the best first.
    ///
    /// # Errors
    /// When the store or the query cannot be read.
    pub fn search(&self, text: &str, limit: Option<u64>) -> Result<Vec<FoundRow>, StoreError> {
        count_documents(&self.conn, text)?;
        let query = format!(
            "SELECT id, date, publisher, d.title, snippet(search, -1, '[', ']', '…', 24)
             FROM search JOIN documents d ON d.doc = search.rowid WHERE search MATCH ? ORDER BY rank, d.doc{}",
            limited(limit)
        );
        self.collect(&mut *self.conn.prepare_cached(&query)?, Some(text.into()), |row| {
            Ok(FoundRow {
                id: row.get(0)?,
                date: row.get(1)?,
                publisher: row.get(2)?,
                title: row.get(3)?,
                excerpt: row.get(4)?,
            })
        })
    }

    /// Gives the events that fit to `each`, by day and in the order in which they were kept, undated ones last, until it breaks; with
    /// `latest_first` the other way round.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn events(
        &self,
        filter: &Filter,
        latest_first: bool,
        limit: Option<u64>,
        mut each: impl FnMut(EventRecord) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let Some(Selection { sql, group, text }) = filter.select(&self.conn)? else { return Ok(()) };
        let day = if sql.starts_with("SELECT p.") { "p.day" } else { "e.day" };
        let passes: &[(&str, &str)] = match latest_first {
            true => &[("", "DESC")],
            // An unknown day is 0 in the index, and would come first.
            false => &[("> 0", "ASC"), ("<= 0", "ASC")],
        };
        let mut left = limit.unwrap_or(i64::MAX as u64);
        for (condition, order) in passes {
            let condition = if condition.is_empty() { String::new() } else { format!(" AND {day} {condition}") };
            let query = format!("{sql}{condition}{group} ORDER BY {day} {order}, 2 {order} LIMIT {left}");
            let mut statement = self.conn.prepare_cached(&query)?;
            let mut rows = statement.query(params_from_iter(&text))?;
            while let Some(row) = rows.next()? {
                left -= 1;
                if each(read::event(&self.conn, row.get(1)?)?).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// How many events fit.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<u64, StoreError> {
        let Some(Selection { sql, group, text }) = filter.select(&self.conn)? else { return Ok(0) };
        let query = format!("SELECT count(*) FROM ({sql}{group})");
        Ok(self.conn.prepare_cached(&query)?.query_row(params_from_iter(&text), |row| row.get(0))?)
    }

    /// Dated events that fit, by stretches of time.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn timeline(&self, filter: &Filter, period: Period) -> Result<Vec<TimelineRow>, StoreError> {
        let Some(Selection { sql, group, text }) = filter.select(&self.conn)? else { return Ok(Vec::new()) };
        let query = format!(
            "SELECT day / {} AS period, count(*), sum(quad = 1), sum(quad = 2), sum(quad = 3), sum(quad = 4), sum(scale)
             FROM ({sql}{group}) WHERE day > 0 GROUP BY period ORDER BY period",
            period.divisor()
        );
        self.collect(&mut *self.conn.prepare_cached(&query)?, text, |row| {
            let events: u64 = row.get(1)?;
            Ok(TimelineRow {
                period: period.name(row.get(0)?),
                events,
                quads: [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?],
                mean: mean(row.get(6)?, events),
            })
        })
    }

    /// Who did how much to whom: the most first; by stretches of time, pair after pair.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn dyads(
        &self,
        filter: &Filter,
        period: Option<Period>,
        limit: Option<u64>,
    ) -> Result<Vec<DyadRow>, StoreError> {
        let limit = limited(limit);
        let (query, text) = if filter.is_open() {
            (open_dyads(period, &limit), None)
        } else {
            let Some(Selection { sql, group, text }) = filter.select(&self.conn)? else { return Ok(Vec::new()) };
            let (stretch, order) = match period {
                None => ("NULL".into(), "4 DESC, 2, 3"),
                Some(period) => (format!("nullif(s.day, 0) / {}", period.divisor()), "2, 3, 1"),
            };
            let query = format!(
                "SELECT {stretch} AS period, d.actor, d.recipient, count(*), sum(s.scale)
                 FROM ({sql}{group}) s CROSS JOIN dyads d ON d.event = s.event {}
                 GROUP BY 1, 2, 3 ORDER BY {order}{limit}",
                restricted(filter)
            );
            (query, text)
        };
        self.collect(&mut *self.conn.prepare_cached(&query)?, text, |row| {
            let events: u64 = row.get(3)?;
            let stretch: Option<i64> = row.get(0)?;
            Ok(DyadRow {
                period: period.zip(stretch).map(|(p, s)| p.name(s)),
                actor: row.get(1)?,
                recipient: row.get(2)?,
                events,
                mean: mean(row.get(4)?, events),
            })
        })
    }

    /// Who takes part in how much, the most first.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn actors(&self, filter: &Filter, key: ActorKey, limit: Option<u64>) -> Result<Vec<ActorRow>, StoreError> {
        let (counted, text) = if filter.is_open() {
            (open_actors(key), None)
        } else {
            let Some(Selection { sql, group, text }) = filter.select(&self.conn)? else { return Ok(Vec::new()) };
            let counted = format!(
                "SELECT role, who, count(*) AS events, sum(scale) AS scale FROM (
                     SELECT DISTINCT s.event, s.scale, p.role, p.{} AS who
                     FROM ({sql}{group}) s CROSS JOIN participants p ON p.event = s.event
                 ) WHERE who IS NOT NULL GROUP BY role, who",
                key.column()
            );
            (counted, text)
        };
        let query = format!(
            "SELECT who, sum(events) FILTER (WHERE role = 'actor'), sum(scale) FILTER (WHERE role = 'actor'),
                 sum(events) FILTER (WHERE role = 'recipient'), sum(scale) FILTER (WHERE role = 'recipient')
             FROM ({counted}) GROUP BY who ORDER BY sum(events) DESC, who{}",
            limited(limit)
        );
        self.collect(&mut *self.conn.prepare_cached(&query)?, text, |row| {
            let number = |at: usize| -> Result<u64, StoreError> { Ok(row.get::<_, Option<u64>>(at)?.unwrap_or(0)) };
            let scale = |at: usize| row.get::<_, Option<i64>>(at);
            let (as_actor, as_recipient) = (number(1)?, number(3)?);
            Ok(ActorRow {
                who: row.get(0)?,
                as_actor,
                mean_as_actor: scale(2)?.map(|s| mean(s, as_actor)),
                as_recipient,
                mean_as_recipient: scale(4)?.map(|s| mean(s, as_recipient)),
            })
        })
    }

    /// Answers a question in SQL: the names of the columns go to `head`, then each row to `each`, until that breaks.
    ///
    /// # Errors
    /// When the question is not SQL, or would change something.
    pub fn sql(
        &self,
        question: &str,
        head: impl FnOnce(&[&str]),
        mut each: impl FnMut(Vec<Cell>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare(question)?;
        if !statement.readonly() {
            return Err(StoreError::NotAQuestion);
        }
        let columns = statement.column_count();
        head(&statement.column_names());
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells = (0..columns).map(|i| Ok(cell(row.get(i)?))).collect::<Result<_, rusqlite::Error>>()?;
            if each(cells).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn collect<T>(
        &self,
        statement: &mut Statement<'_>,
        text: Option<String>,
        mut read: impl FnMut(&rusqlite::Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = statement.query(params_from_iter(text))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

/// Dyads of all events, out of the terms alone, or their postings.
fn open_dyads(period: Option<Period>, limit: &str) -> String {
    let names = "substr(value, 1, instr(value, '>') - 1), substr(value, instr(value, '>') + 1)";
    match period {
        None => format!(
            "SELECT NULL, {names}, events, scale FROM terms WHERE kind = 'dyad' AND events > 0
             ORDER BY events DESC, value{limit}"
        ),
        Some(period) => format!(
            "SELECT period, {names}, count, sum FROM (
                 SELECT term, nullif(day, 0) / {} AS period, count(*) AS count, sum(scale) AS sum FROM postings
                 WHERE term IN (SELECT term FROM terms WHERE kind = 'dyad') GROUP BY term, period
             ) JOIN terms USING (term) ORDER BY 2, 3, 1{limit}",
            period.divisor()
        ),
    }
}

/// Who takes part in all events, out of the terms alone.
fn open_actors(key: ActorKey) -> String {
    let (actor, recipient) = match key {
        ActorKey::Code => ("actor", "recipient"),
        ActorKey::Sector => ("actor sector", "recipient sector"),
        ActorKey::Name => ("actor name", "recipient name"),
    };
    // Codes are filed with a sector too.
    let bare = if key == ActorKey::Code { " AND instr(value, ':') = 0" } else { "" };
    format!(
        "SELECT iif(kind = '{actor}', 'actor', 'recipient') AS role, value AS who, events, scale FROM terms
         WHERE kind IN ('{actor}', '{recipient}') AND events > 0{bare}"
    )
}

/// The condition that keeps pairs to those asked for.
fn restricted(filter: &Filter) -> String {
    let quoted = |codes: Vec<String>| codes.iter().map(|c| format!("'{c}'")).collect::<Vec<_>>().join(", ");
    let mut condition = String::new();
    if let Some(codes) = Filter::codes(&filter.actor) {
        condition += &format!(" AND d.actor IN ({})", quoted(codes));
    }
    if let Some(codes) = Filter::codes(&filter.recipient) {
        condition += &format!(" AND d.recipient IN ({})", quoted(codes));
    }
    if !filter.dyad.is_empty() {
        let pairs = filter.dyad.iter().map(|d| {
            let bare: String = d.chars().filter(|c| c.is_ascii_alphanumeric() || ":->".contains(*c)).collect();
            bare.to_uppercase().replace([':', '-'], ">")
        });
        condition += &format!(" AND d.actor || '>' || d.recipient IN ({})", quoted(pairs.collect()));
    }
    condition
}

/// The end of a query for so many rows at most.
pub(crate) fn limited(limit: Option<u64>) -> String {
    limit.map(|n| format!(" LIMIT {}", n.min(i64::MAX as u64))).unwrap_or_default()
}

/// The mean on PLOVER's scale of a sum in tenths.
fn mean(sum: i64, events: u64) -> f64 {
    sum as f64 / events as f64 / 10.0
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Integer(number) => Cell::Integer(number),
        Value::Real(number) => Cell::Real(number),
        Value::Text(words) => Cell::Text(words),
        Value::Blob(bytes) => Cell::Text(bytes.iter().map(|b| format!("{b:02x}")).collect()),
    }
}
