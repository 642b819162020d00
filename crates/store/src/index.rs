//! The index that questions are answered from: which events are filed under a term, and what is counted of each event.
//!
//! All of it is kept in blocks of events (`blocks.rs`). A column says something of every event of a block: when it was and how it
//! scores ([`Fact`]), or under which of the terms of a kind that people count by it is filed ([`Column`]).

use crate::StoreError;
use crate::blocks::{BLOCK, Bits, Set, place};
use crate::terms::Kind;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What is known of an event without looking at its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The first day, as 20140616; 0 when it is not known.
    pub day: u32,
    /// Its document's row.
    pub doc: u32,
    /// Quad code.
    pub quad: u8,
    /// The scale in tenths.
    pub scale: i8,
}

/// The bytes of a fact.
const FACT: usize = 10;

/// The bytes of an event's place and a term.
const FILED: usize = 6;

/// The name of the column of facts.
const FACTS: &str = "facts";

/// Terms that people count events by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    /// Who did it to whom.
    Dyads,
    /// Codes of who takes part.
    Codes,
    /// Their sectors.
    Sectors,
    /// Their names.
    Names,
}

impl Column {
    /// The column that counts a term.
    pub fn of(kind: Kind, value: &str) -> Option<Self> {
        Some(match kind {
            Kind::Dyad => Self::Dyads,
            // Codes are filed with a sector too.
            Kind::Actor | Kind::Recipient if !value.contains(':') => Self::Codes,
            Kind::ActorSector | Kind::RecipientSector => Self::Sectors,
            Kind::ActorName | Kind::RecipientName => Self::Names,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Dyads => "dyads",
            Self::Codes => "codes",
            Self::Sectors => "sectors",
            Self::Names => "names",
        }
    }
}

impl Fact {
    fn write(&self, at: &mut [u8]) {
        at[..4].copy_from_slice(&self.day.to_le_bytes());
        at[4..8].copy_from_slice(&self.doc.to_le_bytes());
        (at[8], at[9]) = (self.quad, self.scale as u8);
    }

    fn read(bytes: &[u8; FACT]) -> Self {
        let [a, b, c, d, e, f, g, h, quad, scale] = *bytes;
        let (day, doc) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        Self { day, doc, quad, scale: scale as i8 }
    }
}

/// The events filed under a term.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn posted(conn: &Connection, term: i64) -> Result<Set, StoreError> {
    let mut set = Set::default();
    // Kept block by block, so that new events are written in one place; that costs a look into each block here.
    let find = "SELECT p.block, p.events FROM columns c CROSS JOIN postings p ON p.block = c.block AND p.term = ?
         WHERE c.name = ? ORDER BY c.block";
    let mut statement = conn.prepare_cached(find)?;
    let mut rows = statement.query(params![term, FACTS])?;
    while let Some(row) = rows.next()? {
        set.block(row.get(0)?).read(row.get_ref(1)?.as_blob().map_err(broken)?)?;
    }
    Ok(set)
}

/// What a column says of a block.
fn column<T>(
    conn: &Connection,
    name: &str,
    block: i64,
    read: impl FnOnce(&[u8]) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT data FROM columns WHERE name = ? AND block = ?")?;
    let mut rows = statement.query(params![name, block])?;
    rows.next()?.map(|row| read(row.get_ref(0)?.as_blob().map_err(broken)?)).transpose()
}

fn broken(_: rusqlite::types::FromSqlError) -> StoreError {
    StoreError::Damaged("the index holds something else than bytes".into())
}

/// The facts of a block, by place; places without an event are of document 0.
fn facts_of(conn: &Connection, block: i64) -> Result<Vec<Fact>, StoreError> {
    let read = |bytes: &[u8]| match bytes.as_chunks::<FACT>() {
        (facts, []) => Ok(facts.iter().map(Fact::read).collect()),
        _ => Err(StoreError::Damaged("the facts of events are broken".into())),
    };
    Ok(column(conn, FACTS, block, read)?.unwrap_or_default())
}

/// Under which terms of a column the events of a block are filed, event after event.
fn filed_of(conn: &Connection, column_name: Column, block: i64) -> Result<Vec<(u16, u32)>, StoreError> {
    let read = |bytes: &[u8]| match bytes.as_chunks::<FILED>() {
        (filed, []) => {
            let read =
                |[a, b, c, d, e, f]: &[u8; FILED]| (u16::from_le_bytes([*a, *b]), u32::from_le_bytes([*c, *d, *e, *f]));
            Ok(filed.iter().map(read).collect())
        }
        _ => Err(StoreError::Damaged("the terms of events are broken".into())),
    };
    Ok(column(conn, column_name.name(), block, read)?.unwrap_or_default())
}

/// Gives each event of a set with its facts to `each`, in the order of their numbers.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn facts(conn: &Connection, set: &Set, mut each: impl FnMut(i64, Fact)) -> Result<(), StoreError> {
    for (block, bits) in set.blocks() {
        let facts = facts_of(conn, block)?;
        for place in bits.places() {
            if let Some(fact) = facts.get(usize::from(place)) {
                each(block * BLOCK + i64::from(place), *fact);
            }
        }
    }
    Ok(())
}

/// Gives each term of a column that an event of the set is filed under to `each`, with the event's facts.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn filed(
    conn: &Connection,
    column: Column,
    set: &Set,
    mut each: impl FnMut(u32, Fact),
) -> Result<(), StoreError> {
    for (block, bits) in set.blocks() {
        let facts = facts_of(conn, block)?;
        for (place, term) in filed_of(conn, column, block)? {
            if let Some(fact) = facts.get(usize::from(place)).filter(|_| i64::from(place) < BLOCK && bits.has(place)) {
                each(term, *fact);
            }
        }
    }
    Ok(())
}

/// The events of documents for which `wanted` holds.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn of_documents(conn: &Connection, wanted: impl Fn(i64) -> bool) -> Result<Set, StoreError> {
    let mut blocks = conn.prepare_cached("SELECT block FROM columns WHERE name = ? ORDER BY block")?;
    let blocks = blocks.query_map([FACTS], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut set = Set::default();
    for block in blocks {
        let mut bits = Bits::none();
        let facts = facts_of(conn, block)?;
        let places = facts.iter().zip(0..).filter(|(fact, _)| fact.doc != 0 && wanted(fact.doc.into()));
        places.for_each(|(_, place)| bits.put(place, true));
        if bits.len() > 0 {
            *set.block(block) = bits;
        }
    }
    Ok(set)
}

/// An event to be filed: its facts and its terms' rows, each with the column that counts it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its facts.
    pub fact: Fact,
    /// Its terms.
    pub terms: Vec<(u32, Option<Column>)>,
}

/// What a transaction changes about the index, gathered, since a block is written as a whole.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    removed: BTreeMap<i64, Entry>,
    added: BTreeMap<i64, Entry>,
}

impl Changes {
    /// Files an event.
    pub fn add(&mut self, event: i64, entry: Entry) {
        self.added.insert(event, entry);
    }

    /// Takes an event out.
    pub fn remove(&mut self, event: i64, entry: Entry) {
        // One that this transaction has filed is not on the disk yet.
        if self.added.remove(&event).is_none() {
            self.removed.insert(event, entry);
        }
    }

    /// Writes the changes.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn write(self, conn: &Connection) -> Result<(), StoreError> {
        let Self { removed, added } = self;
        let changes = || removed.iter().map(|e| (e, false)).chain(added.iter().map(|e| (e, true)));
        let mut blocks: BTreeMap<i64, BlockChanges> = BTreeMap::new();
        let mut sums: FxHashMap<u32, (i64, i64)> = FxHashMap::default();
        for ((event, entry), is_added) in changes() {
            let (block, place) = place(*event);
            let block = blocks.entry(block).or_default();
            block.facts.push((place, is_added.then_some(entry.fact)));
            for (term, column) in &entry.terms {
                block.terms.entry(*term).or_default().push((place, is_added));
                if let Some(column) = column {
                    block.columns.entry(*column).or_default().push((place, *term, is_added));
                }
                let sign = if is_added { 1 } else { -1 };
                let sum = sums.entry(*term).or_default();
                *sum = (sum.0 + sign, sum.1 + sign * i64::from(entry.fact.scale));
            }
        }
        for (block, changes) in blocks {
            changes.write(conn, block)?;
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_unstable();
        let mut update =
            conn.prepare_cached("UPDATE terms SET events = events + ?, scale = scale + ? WHERE term = ?")?;
        for (term, (events, scale)) in sums {
            update.execute([events, scale, term.into()])?;
        }
        Ok(())
    }
}

/// Changes of one block; removals come before additions.
#[derive(Debug, Default)]
struct BlockChanges {
    facts: Vec<(u16, Option<Fact>)>,
    terms: BTreeMap<u32, Vec<(u16, bool)>>,
    columns: BTreeMap<Column, Vec<(u16, u32, bool)>>,
}

impl BlockChanges {
    fn write(self, conn: &Connection, block: i64) -> Result<(), StoreError> {
        self.facts(conn, block)?;
        for (term, places) in self.terms {
            let find = "SELECT events FROM postings WHERE block = ? AND term = ?";
            let mut bits = Bits::none();
            let there: Option<Vec<u8>> =
                conn.prepare_cached(find)?.query_row(params![block, term], |row| row.get(0)).optional()?;
            there.map_or(Ok(()), |bytes| bits.read(&bytes))?;
            places.iter().for_each(|(place, taken)| bits.put(*place, *taken));
            match bits.len() {
                0 => conn
                    .prepare_cached("DELETE FROM postings WHERE block = ? AND term = ?")?
                    .execute(params![block, term])?,
                _ => conn.prepare_cached("INSERT OR REPLACE INTO postings VALUES (?, ?, ?)")?.execute(params![
                    block,
                    term,
                    bits.write()
                ])?,
            };
        }
        for (column, changes) in self.columns {
            let mut filed = filed_of(conn, column, block)?;
            for (place, term, is_added) in changes {
                match is_added {
                    true => filed.push((place, term)),
                    false => filed.retain(|there| *there != (place, term)),
                }
            }
            filed.sort_unstable();
            let bytes =
                filed.iter().flat_map(|(place, term)| place.to_le_bytes().into_iter().chain(term.to_le_bytes()));
            keep(conn, column.name(), block, &bytes.collect::<Vec<u8>>())?;
        }
        Ok(())
    }

    fn facts(&self, conn: &Connection, block: i64) -> Result<(), StoreError> {
        let mut facts = facts_of(conn, block)?;
        let none = Fact { day: 0, doc: 0, quad: 0, scale: 0 };
        for (place, fact) in &self.facts {
            let place = usize::from(*place);
            facts.resize(facts.len().max(place + 1), none);
            facts[place] = fact.unwrap_or(none);
        }
        while facts.last().is_some_and(|fact| fact.doc == 0) {
            facts.pop();
        }
        let mut bytes = vec![0; facts.len() * FACT];
        bytes.chunks_exact_mut(FACT).zip(&facts).for_each(|(at, fact)| fact.write(at));
        keep(conn, FACTS, block, &bytes)
    }
}

/// Keeps what a column says of a block.
fn keep(conn: &Connection, name: &str, block: i64, data: &[u8]) -> Result<(), StoreError> {
    match data {
        [] => conn.prepare_cached("DELETE FROM columns WHERE name = ? AND block = ?")?.execute(params![name, block])?,
        _ => {
            let put = "INSERT INTO columns (name, block, data) VALUES (?, ?, ?)
                 ON CONFLICT DO UPDATE SET data = excluded.data";
            conn.prepare_cached(put)?.execute(params![name, block, data])?
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kept::{Coded, Made, Report};
    use crate::write::number;
    use crate::{Store, Writer, read, terms};
    use serde_json::json;
    use std::collections::BTreeSet;
    use std::path::Path;
    use whowhom_text::Document;

    /// A document with so many events of these kinds, all alike.
    fn document(id: &str, events: usize, [category, code, day]: [&str; 3]) -> Coded {
        let party = |code: &str| {
            let name = format!("General {id}");
            json!([{"code": code, "sector": "MIL", "identifier_text": name, "entity_text": "he", "start": 0, "end": 2}])
        };
        let event = |at: usize| {
            serde_json::from_value(json!({
                "id": format!("{id}:{at}"), "doc_id": id, "date": Some(day).filter(|d| !d.is_empty()), "actor": party(code),
                "recipient": party("SYR"), "event": [category], "mode": [], "context": [], "auxiliary_mode": [],
                "factuality": "asserted", "quad_code": 4, "event_scale": -9.5, "trigger": {"text": "hit", "start": 0, "end": 3},
                "event_text": [], "attribution": [], "size": {}, "link": format!("{id}#{at}"),
                "text_info": {"sequence": 0, "start": 0, "end": 3}, "why": [],
            }))
            .unwrap()
        };
        let report = Report { document: Document::new(id, format!("{id} {category}")), given: None };
        Coded { report, events: (0..events).map(event).collect(), ..Coded::default() }
    }

    /// Everything that the index has: the events of each term, what each column counts, and the sums of each term.
    type Content =
        (BTreeMap<u32, BTreeSet<i64>>, BTreeSet<(Column, i64, u32)>, BTreeMap<u32, (i64, i64)>, BTreeMap<i64, Fact>);

    fn kept(conn: &Connection) -> Content {
        let mut content = Content::default();
        let mut find = conn.prepare("SELECT term, events, scale FROM terms WHERE events <> 0 OR scale <> 0").unwrap();
        let mut rows = find.query([]).unwrap();
        let mut all = Set::default();
        while let Some(row) = rows.next().unwrap() {
            let term: u32 = row.get(0).unwrap();
            content.2.insert(term, (row.get(1).unwrap(), row.get(2).unwrap()));
            let set = posted(conn, term.into()).unwrap();
            let events = set.blocks().flat_map(|(b, bits)| bits.places().map(move |p| b * BLOCK + i64::from(p)));
            content.0.insert(term, events.collect());
            all.unite(set);
        }
        facts(conn, &all, |event, fact| _ = content.3.insert(event, fact)).unwrap();
        for column in [Column::Dyads, Column::Codes, Column::Sectors, Column::Names] {
            for (block, _) in all.blocks() {
                let filed = filed_of(conn, column, block).unwrap();
                let filed = filed.into_iter().map(|(place, term)| (column, block * BLOCK + i64::from(place), term));
                content.1.extend(filed);
            }
        }
        content
    }

    /// As [`kept`], out of the records.
    fn expected(conn: &Connection) -> Content {
        let mut content = Content::default();
        let mut find = conn.prepare("SELECT event, doc FROM events").unwrap();
        let rows = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        for (event, doc) in rows.map(Result::unwrap).collect::<Vec<(i64, u32)>>() {
            let record = read::event(conn, event).unwrap();
            let (day, scale) = (number(record.date) as u32, (record.event_scale * 10.0).round() as i8);
            content.3.insert(event, Fact { day, doc, quad: record.quad_code, scale });
            for (kind, value) in terms::of_event(&record) {
                let find = "SELECT term FROM terms WHERE kind = ? AND value = ?";
                let term: u32 = conn.query_row(find, params![kind.name(), value], |row| row.get(0)).unwrap();
                content.0.entry(term).or_default().insert(event);
                let sum = content.2.entry(term).or_default();
                *sum = (sum.0 + 1, sum.1 + i64::from(scale));
                content.1.extend(Column::of(kind, &value).map(|column| (column, event, term)));
            }
        }
        content
    }

    fn check(path: &Path) {
        let store = Store::open(path).unwrap();
        let (kept, expected) = (kept(&store.conn), expected(&store.conn));
        assert!(!expected.0.is_empty());
        assert!(kept == expected);
    }

    #[test]
    fn the_index_has_what_the_records_have_through_every_change() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("news.db");
        let made = |data: &str| Made { program: "1".into(), data: data.into(), model: "m".into() };
        let mut writer = Writer::create(&path, &made("a")).unwrap();
        let day = "2010-02-12";
        // More events than a block has.
        let first: Vec<Coded> =
            (0..120).map(|n| document(&format!("d{n}"), 40, ["ASSAULT", ["USA", "FRA"][n % 2], day])).collect();
        writer.put(&first, false).unwrap();
        check(&path);
        // In another's place, twice in one transaction; and the last, whose numbers are given anew.
        let others = |category| ["d3", "d119", "new"].map(|id| document(id, 7, [category, "IRN", "1999-12-31"]));
        writer.put(&[others("AID"), others("AGREE")].concat(), true).unwrap();
        check(&path);
        let mut writer = Writer::open(&path, &made("b")).unwrap();
        for report in Store::open(&path).unwrap().older(made("b")) {
            let report = report.unwrap();
            let again = document(&report.document.id, 3, ["PROTEST", "EGY", ""]);
            writer.put_again(&[Coded { report, ..again }]).unwrap();
        }
        check(&path);
        let empty =
            "SELECT (SELECT count(*) FROM columns WHERE data = '') + (SELECT count(*) FROM postings WHERE events = '')";
        let conn = Store::open(&path).unwrap().conn;
        assert_eq!(conn.query_row(empty, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }
}
