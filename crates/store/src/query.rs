//! Questions and their answers.

use crate::answers::{ActorKey, ActorRow, Cell, Counts, DyadRow, FoundRow, Period, Presence, Publication, TimelineRow};
use crate::filter::{Filter, check_text, text_query};
use crate::index::{self, Column};
use crate::kept::{Coded, Made, Report};
use crate::terms::Kind;
use crate::{StoreError, open, read, rows, write};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, Statement, params_from_iter, types::Value};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;
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

    /// Opens the store at `path` for looking up which reports it has, in little memory.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn look_up(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { conn: open::look_up(path)? })
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

    /// Where and when the document named `id` was published; nothing is known of one that is not there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn publication(&self, id: &str) -> Result<Publication, StoreError> {
        let find = "SELECT doc, report, date, url FROM documents WHERE id = ?";
        let mut statement = self.conn.prepare_cached(find)?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { return Ok(Publication::default()) };
        let (doc, report): (i64, i64) = (row.get(0)?, row.get(1)?);
        let mut publication = Publication { date: rows::day(row.get(2)?)?, url: row.get(3)?, ..Publication::default() };
        let find = "SELECT publisher FROM documents WHERE report = ? ORDER BY doc <> ?, doc";
        let mut statement = self.conn.prepare_cached(find)?;
        let mut rows = statement.query([report, doc])?;
        let mut reports = 0;
        while let Some(row) = rows.next()? {
            reports += 1;
            let publisher: Option<String> = row.get(0)?;
            publication.publishers.extend(publisher.filter(|p| !publication.publishers.contains(p)));
        }
        publication.copies = u64::saturating_sub(reports, 1);
        Ok(publication)
    }

    /// Reports that hold what is asked for, as FTS5 takes it, the best first.
    ///
    /// # Errors
    /// When the store or the query cannot be read.
    pub fn search(&self, text: &str, limit: Option<u64>) -> Result<Vec<FoundRow>, StoreError> {
        check_text(&self.conn, text)?;
        let query = format!(
            "SELECT id, date, publisher, d.title, snippet(search, -1, '[', ']', '…', 24)
             FROM search JOIN documents d ON d.doc = search.rowid WHERE search MATCH ? ORDER BY rank, d.doc{}",
            limited(limit)
        );
        self.collect(&mut *self.conn.prepare_cached(&query)?, Some(text_query(text)), |row| {
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
        let set = filter.select(&self.conn)?;
        let mut found: Vec<(u32, i64)> = Vec::new();
        // An unknown day is 0 in the index: last, unless the order is turned round.
        let when = |day: u32| if latest_first { day } else { day.wrapping_sub(1) };
        index::facts(&self.conn, &set, |event, fact| found.push((when(fact.day), event)))?;
        let order = |a: &(u32, i64), b: &(u32, i64)| if latest_first { b.cmp(a) } else { a.cmp(b) };
        let wanted = limited_rows(limit);
        if wanted < found.len() {
            found.select_nth_unstable_by(wanted, order);
            found.truncate(wanted);
        }
        found.sort_unstable_by(order);
        for (_, event) in found {
            if each(read::event(&self.conn, event)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many events fit.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<u64, StoreError> {
        Ok(filter.select(&self.conn)?.len())
    }

    /// Dated events that fit, by stretches of time.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn timeline(&self, filter: &Filter, period: Period) -> Result<Vec<TimelineRow>, StoreError> {
        let mut stretches: BTreeMap<u32, (Sum, [u64; 4])> = BTreeMap::new();
        index::facts(&self.conn, &filter.select(&self.conn)?, |_, fact| {
            if fact.day > 0 {
                let (sum, quads) = stretches.entry(fact.day / period.divisor()).or_default();
                sum.add(fact.scale);
                if let Some(quad) = quads.get_mut(usize::from(fact.quad).wrapping_sub(1)) {
                    *quad += 1;
                }
            }
        })?;
        let row = |(stretch, (sum, quads)): (u32, (Sum, [u64; 4]))| TimelineRow {
            period: period.name(stretch),
            events: sum.events,
            quads,
            mean: sum.mean(),
        };
        Ok(stretches.into_iter().map(row).collect())
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
        let sums = match period {
            None if filter.is_open() => self.sums_of_all(&[Kind::Dyad])?,
            _ => self.sums(filter, Column::Dyads, period)?,
        };
        let pair = |sums: Summed| {
            let (actor, recipient) = sums.value.split_once('>')?;
            filter.wants(actor, recipient).then(|| (actor.to_string(), recipient.to_string(), sums.stretches))
        };
        let mut pairs: Vec<_> = sums.into_iter().filter_map(pair).collect();
        pairs.sort_unstable_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        let rows = pairs.into_iter().flat_map(|(actor, recipient, stretches)| {
            stretches.into_iter().map(move |(stretch, sum)| DyadRow {
                period: period.zip(stretch).map(|(period, stretch)| period.name(stretch)),
                actor: actor.clone(),
                recipient: recipient.clone(),
                events: sum.events,
                mean: sum.mean(),
            })
        });
        let limit = limited_rows(limit);
        if period.is_some() {
            return Ok(rows.take(limit).collect());
        }
        let mut rows: Vec<DyadRow> = rows.collect();
        rows.sort_by_key(|row| Reverse(row.events));
        rows.truncate(limit);
        Ok(rows)
    }

    /// Who takes part in how much, the most first.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn actors(&self, filter: &Filter, key: ActorKey, limit: Option<u64>) -> Result<Vec<ActorRow>, StoreError> {
        let ([actor, recipient], column) = match key {
            ActorKey::Code => ([Kind::Actor, Kind::Recipient], Column::Codes),
            ActorKey::Sector => ([Kind::ActorSector, Kind::RecipientSector], Column::Sectors),
            ActorKey::Name => ([Kind::ActorName, Kind::RecipientName], Column::Names),
        };
        let mut sums = match filter.is_open() {
            true => self.sums_of_all(&[actor, recipient])?,
            false => self.sums(filter, column, None)?,
        };
        sums.retain(|sum| Column::of(actor, &sum.value) == Some(column));
        let mut parties: FxHashMap<String, [Sum; 2]> = FxHashMap::default();
        for Summed { kind, value, stretches } in sums {
            if let Some((_, sum)) = stretches.first() {
                parties.entry(value).or_default()[usize::from(kind != actor.name())] = *sum;
            }
        }
        let mut parties: Vec<(String, [Sum; 2])> = parties.into_iter().collect();
        let events = |sums: &[Sum; 2]| sums[0].events + sums[1].events;
        parties.sort_by(|a, b| events(&b.1).cmp(&events(&a.1)).then_with(|| a.0.cmp(&b.0)));
        parties.truncate(limited_rows(limit));
        let row = |(who, [acting, acted_upon]): (String, [Sum; 2])| ActorRow {
            who,
            as_actor: acting.events,
            mean_as_actor: acting.known_mean(),
            as_recipient: acted_upon.events,
            mean_as_recipient: acted_upon.known_mean(),
        };
        Ok(parties.into_iter().map(row).collect())
    }

    /// Sums over all events, by terms of these kinds.
    fn sums_of_all(&self, kinds: &[Kind]) -> Result<Vec<Summed>, StoreError> {
        let mut sums = Vec::new();
        let find = "SELECT value, events, scale FROM terms WHERE kind = ? AND events > 0";
        let mut find = self.conn.prepare_cached(find)?;
        for kind in kinds {
            let mut rows = find.query([kind.name()])?;
            while let Some(row) = rows.next()? {
                let sum = Sum { events: row.get(1)?, scale: row.get(2)? };
                sums.push(Summed { kind: kind.name().into(), value: row.get(0)?, stretches: vec![(None, sum)] });
            }
        }
        Ok(sums)
    }

    /// Sums over the events that fit, by terms of a column and stretches of time.
    fn sums(&self, filter: &Filter, column: Column, period: Option<Period>) -> Result<Vec<Summed>, StoreError> {
        let mut sums: FxHashMap<(u32, u32), Sum> = FxHashMap::default();
        index::filed(&self.conn, column, &filter.select(&self.conn)?, |term, fact| {
            let stretch = period.map_or(0, |period| fact.day / period.divisor());
            sums.entry((term, stretch)).or_default().add(fact.scale);
        })?;
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_unstable_by_key(|(key, _)| *key);
        let mut named = self.conn.prepare_cached("SELECT kind, value FROM terms WHERE term = ?")?;
        let mut summed = Vec::new();
        for of_term in sums.chunk_by(|a, b| a.0.0 == b.0.0) {
            let term = of_term[0].0.0;
            let (kind, value) = named.query_row([term], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let known = |stretch: u32| Some(stretch).filter(|stretch| *stretch > 0);
            let stretches = of_term.iter().map(|((_, stretch), sum)| (known(*stretch), *sum)).collect();
            summed.push(Summed { kind, value, stretches });
        }
        Ok(summed)
    }

    /// Answers a question in SQL: the names of the columns go to `head`, then each row to `each`, until that breaks.
    ///
    /// # Errors
    /// When the question is not SQL, or would change something or read something else than the store.
    pub fn sql(
        &self,
        question: &str,
        head: impl FnOnce(&[&str]),
        each: impl FnMut(Vec<Cell>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.conn.authorizer(Some(may));
        let done = self.ask(question, head, each);
        self.conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>);
        done
    }

    fn ask(
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

/// How many events, and the sum of their scales in tenths.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    events: u64,
    scale: i64,
}

impl Sum {
    fn add(&mut self, scale: i8) {
        self.events += 1;
        self.scale += i64::from(scale);
    }

    /// The mean on PLOVER's scale.
    fn mean(&self) -> f64 {
        self.scale as f64 / self.events as f64 / 10.0
    }

    /// The mean, when there are any events.
    fn known_mean(&self) -> Option<f64> {
        (self.events > 0).then(|| self.mean())
    }
}

/// What events filed under a term come to.
struct Summed {
    kind: String,
    value: String,
    /// By stretches of time, in order; first those at a time that is not known.
    stretches: Vec<(Option<u32>, Sum)>,
}

pub(crate) fn limited_rows(limit: Option<u64>) -> usize {
    limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX)
}

/// The end of a query for so many rows at most.
pub(crate) fn limited(limit: Option<u64>) -> String {
    limit.map(|n| format!(" LIMIT {}", n.min(i64::MAX as u64))).unwrap_or_default()
}

/// Pragmas that only tell, of those that may be given a value.
const TELLING: [&str; 8] = [
    "table_info",
    "table_xinfo",
    "index_list",
    "index_info",
    "foreign_key_list",
    "integrity_check",
    "quick_check",
    "foreign_key_check",
];

/// What a question in SQL may do: read the store, and nothing else.
fn may(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive | AuthAction::Function { .. } => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_value: None, .. } => Authorization::Allow,
        AuthAction::Pragma { pragma_name, .. } if TELLING.contains(&pragma_name) => Authorization::Allow,
        _ => Authorization::Deny,
    }
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
