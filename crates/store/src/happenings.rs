//! Questions about happenings.

use crate::blocks::BLOCK;
use crate::linking::{self, LinkRow, Member, Told};
use crate::query::limited_rows;
use crate::rows::unlist;
use crate::{Filter, Store, StoreError};
use rusqlite::OptionalExtension;
use rustc_hash::FxHashSet;
use std::ops::ControlFlow;

/// Which happenings, besides what their mentions must fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Happened {
    /// At least so many reports tell of it.
    pub reports: u64,
    /// At least so many independent publishers.
    pub publishers: u64,
    /// Only those that reports contradict each other in.
    pub disagreeing: bool,
}

impl Happened {
    /// The condition on rows of `happenings`.
    fn condition(&self) -> String {
        let Self { reports, publishers, disagreeing } = self;
        let contested = if *disagreeing { " AND disagreements IS NOT NULL" } else { "" };
        format!("reports >= {reports} AND publishers >= {publishers}{contested}")
    }
}

impl Store {
    /// How many mentions wait to be compared with others, and how many belong to no happening yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn waiting(&self) -> Result<(u64, u64), StoreError> {
        linking::waiting(&self.conn)
    }

    /// Gives the happenings of which a mention fits, as their mentions, to `each`: by day, undated ones last, until it breaks; with
    /// `latest_first` the other way round.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn happenings(
        &self,
        filter: &Filter,
        which: &Happened,
        latest_first: bool,
        limit: Option<u64>,
        mut each: impl FnMut(Vec<(Told, Member)>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let order = if latest_first { "day DESC, id DESC" } else { "day = 0, day, id" };
        for happening in self.found(filter, which, order, limit)? {
            if each(self.members(happening)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many happenings fit.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn count_happenings(&self, filter: &Filter, which: &Happened) -> Result<u64, StoreError> {
        Ok(self.found(filter, which, "happening", None)?.len() as u64)
    }

    /// The happening that an event is a mention of, as its mentions.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn happening_of(&self, event: &str) -> Result<Option<Vec<(Told, Member)>>, StoreError> {
        let Some((doc, number)) = event.rsplit_once(':') else { return Ok(None) };
        let find = "SELECT happening FROM told JOIN events e USING (event) JOIN documents d ON d.doc = e.doc
             WHERE d.id = ? AND e.number = ? AND happening IS NOT NULL";
        let found = self.conn.prepare_cached(find)?.query_row([doc, number], |row| row.get(0)).optional()?;
        found.map(|happening| self.members(happening)).transpose()
    }

    /// Rows of happenings that fit.
    fn found(
        &self,
        filter: &Filter,
        which: &Happened,
        order: &str,
        limit: Option<u64>,
    ) -> Result<Vec<i64>, StoreError> {
        let condition = which.condition();
        let all = format!("SELECT happening FROM happenings WHERE {condition} ORDER BY {order}");
        let wanted = if filter.is_open() { None } else { Some(self.mentioned(filter)?) };
        let mut statement = self.conn.prepare_cached(&all)?;
        let rows = statement.query_map([], |row| row.get::<_, i64>(0))?;
        let rows = rows.filter(|row| match (row, &wanted) {
            (Ok(row), Some(wanted)) => wanted.contains(row),
            _ => true,
        });
        Ok(rows.take(limited_rows(limit)).collect::<Result<_, _>>()?)
    }

    /// Rows of happenings of which a mention fits.
    fn mentioned(&self, filter: &Filter) -> Result<FxHashSet<i64>, StoreError> {
        let set = filter.select(&self.conn)?;
        let mut found = FxHashSet::default();
        let mut of = self.conn.prepare_cached("SELECT happening FROM told WHERE event = ?")?;
        for (block, bits) in set.blocks() {
            for place in bits.places() {
                let event = block * BLOCK + i64::from(place);
                found.extend(of.query_row([event], |row| row.get::<_, Option<i64>>(0)).optional()?.flatten());
            }
        }
        Ok(found)
    }

    /// The mentions of a happening, in the order in which they were told.
    fn members(&self, happening: i64) -> Result<Vec<(Told, Member)>, StoreError> {
        let query = "SELECT t.event, min(t.event, linked_to), max(t.event, linked_to), weight, why
             FROM told t LEFT JOIN links l ON l.event = min(t.event, linked_to) AND l.other = max(t.event, linked_to)
             WHERE happening = ?";
        let mut statement = self.conn.prepare_cached(query)?;
        let mut rows = statement.query([happening])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            let event: i64 = row.get(0)?;
            let ends: (Option<i64>, Option<i64>) = (row.get(1)?, row.get(2)?);
            let link = match ends {
                (Some(a), Some(b)) => {
                    let weight = row.get::<_, Option<f64>>(3)?.unwrap_or_default() as f32;
                    Some(LinkRow { a, b, weight, why: unlist(row.get(4)?)? })
                }
                _ => None,
            };
            members.push((linking::told(&self.conn, event)?, (event, link)));
        }
        // As linking orders them: an undated report comes last.
        members.sort_by(|(a, _), (b, _)| {
            let key = |told: &Told| (told.date.is_none(), told.date, told.report.clone(), told.row);
            key(a).cmp(&key(b))
        });
        Ok(members)
    }
}
