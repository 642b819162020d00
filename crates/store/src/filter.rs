//! From what is asked to the events that answer it.
//!
//! A question is a list of clauses, each a choice of terms that events are filed under (`terms.rs`). The rarest clause leads: its
//! postings are run through in order of days, and each event is looked up under the other clauses' terms.

use crate::terms::{FACTUAL, Kind, fold, words};
use crate::write::number;
use crate::{StoreError, terms};
use jiff::civil::Date;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

/// What events are asked for. Values of one field are alternatives; an event must fit every field that has any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Who did it: a code (`USA`), a code and a sector (`USA:MIL`), or words of a name.
    pub actor: Vec<String>,
    /// To whom, likewise.
    pub recipient: Vec<String>,
    /// Who did it to whom: two codes with a colon between them.
    pub dyad: Vec<String>,
    /// A sector of anybody who takes part.
    pub sector: Vec<String>,
    /// Words of the name of anybody who takes part.
    pub person: Vec<String>,
    /// PLOVER category.
    pub event: Vec<String>,
    /// PLOVER mode.
    pub mode: Vec<String>,
    /// PLOVER context.
    pub context: Vec<String>,
    /// PLOVER auxiliary mode.
    pub auxiliary: Vec<String>,
    /// How the text presents it: `asserted`, `reported`, `alleged`, `denied`, `planned` and so on.
    pub factuality: Vec<String>,
    /// Only what is told as a fact: not denied, not hypothetical, not yet to come.
    pub factual: bool,
    /// Quad code.
    pub quad: Vec<u8>,
    /// The earliest first day.
    pub from: Option<Date>,
    /// The latest first day.
    pub to: Option<Date>,
    /// Where: a country's code, a place's name, or its GeoNames number.
    pub place: Vec<String>,
    /// On whose word: a code, or words of the source.
    pub source: Vec<String>,
    /// What the report must contain, as FTS5 takes it.
    pub text: Option<String>,
    /// The report's name.
    pub doc: Option<String>,
}

/// A choice: one of these lists of terms, all of a list. Each term with its count.
type Clause = Vec<Vec<(i64, u64)>>;

/// Events that fit, as a query with the columns `day, event, quad, scale`, ordered by nothing yet.
#[derive(Debug)]
pub(crate) struct Selection {
    /// The query, up to its last condition.
    pub sql: String,
    /// What groups its rows, where an event may come twice.
    pub group: &'static str,
    /// The only parameter, if it has one.
    pub text: Option<String>,
}

/// From so many documents on, a text query does not lead.
const MANY: u64 = 20_000;

impl Filter {
    /// Whether everything is asked for.
    pub(crate) fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// The clauses with their kinds of terms; nothing when a clause cannot be met.
    fn clauses(&self, conn: &Connection) -> Result<Option<Vec<Clause>>, StoreError> {
        let upper = |values: &[String]| values.iter().map(|v| v.trim().to_uppercase()).collect::<Vec<_>>();
        let lower = |values: &[String]| values.iter().map(|v| v.trim().to_lowercase()).collect::<Vec<_>>();
        let quads: Vec<String> = self.quad.iter().map(u8::to_string).collect();
        let dyads: Vec<String> = upper(&self.dyad).iter().map(|d| d.replace([':', '-'], ">")).collect();
        let factual: Vec<String> = self.factual.then(|| FACTUAL.into()).into_iter().collect();
        let places: Vec<String> = self.place.iter().map(|p| fold(p)).collect();
        let plain: [(&[Kind], Vec<String>); 10] = [
            (&[Kind::Dyad], dyads),
            (&[Kind::ActorSector, Kind::RecipientSector], upper(&self.sector)),
            (&[Kind::Event], upper(&self.event)),
            (&[Kind::Mode], lower(&self.mode)),
            (&[Kind::Context], lower(&self.context)),
            (&[Kind::Auxiliary], lower(&self.auxiliary)),
            (&[Kind::Factuality], lower(&self.factuality)),
            (&[Kind::Auxiliary], factual),
            (&[Kind::Quad], quads),
            (&[Kind::Place], places),
        ];
        let mut clauses = Vec::new();
        for (kinds, values) in plain {
            if !values.is_empty() {
                clauses.push(one_term_each(conn, kinds, &values)?);
            }
        }
        let named: [(&[Kind], &[Kind], &[String]); 4] = [
            (&[Kind::Actor], &[Kind::ActorWord], &self.actor),
            (&[Kind::Recipient], &[Kind::RecipientWord], &self.recipient),
            (&[Kind::Source], &[Kind::SourceWord], &self.source),
            (&[], &[Kind::ActorWord, Kind::RecipientWord], &self.person),
        ];
        for (code, word, values) in named {
            if !values.is_empty() {
                clauses.push(codes_or_names(conn, code, word, values)?);
            }
        }
        Ok(clauses.iter().all(|c| !c.is_empty()).then_some(clauses))
    }

    /// The condition on days of the column `day`, with ` AND ` before it.
    fn days(&self, day: &str) -> String {
        let mut condition = String::new();
        if let Some(from) = self.from {
            condition += &format!(" AND {day} >= {}", number(Some(from)));
        }
        if let Some(to) = self.to {
            condition += &format!(" AND {day} > 0 AND {day} <= {}", number(Some(to)));
        }
        condition
    }

    /// The events that fit; nothing when it is clear that there are none.
    pub(crate) fn select(&self, conn: &Connection) -> Result<Option<Selection>, StoreError> {
        let Some(mut clauses) = self.clauses(conn)? else { return Ok(None) };
        let Some((all, events)) = term(conn, Kind::All, "")? else { return Ok(None) };
        let lead = (0..clauses.len()).min_by_key(|i| leads(&clauses[*i]).1);
        let fewest = lead.map_or(events, |i| leads(&clauses[i]).1);
        let documents = match &self.text {
            Some(text) => count_documents(conn, text)?,
            None => u64::MAX,
        };
        if self.doc.is_some() || documents < MANY.min(fewest) {
            return self.select_by_document(conn, &clauses).map(Some);
        }
        // Several common terms together would have to be sorted; every event is in order already.
        let lead = lead.filter(|i| leads(&clauses[*i]).0.len() == 1 || fewest < events / 20);
        let (terms, clauses) = match lead {
            None => (vec![all], clauses),
            Some(i) => {
                let (terms, _) = leads(&clauses[i]);
                let lead = clauses.remove(i);
                if lead.iter().any(|list| list.len() > 1) {
                    clauses.push(lead);
                }
                (terms, clauses)
            }
        };
        let mut sql =
            format!("SELECT p.day, p.event, p.quad, p.scale FROM postings p WHERE {}", among("p.term", &terms));
        sql += &self.days("p.day");
        sql.extend(clauses.iter().map(|clause| format!(" AND ({})", probe(clause, "p.day", "p.event"))));
        if self.text.is_some() {
            sql += " AND (SELECT e.doc FROM events e WHERE e.event = p.event) IN (SELECT rowid FROM search WHERE search MATCH ?1)";
        }
        let group = if terms.len() > 1 { " GROUP BY p.day, p.event" } else { "" };
        Ok(Some(Selection { sql, group, text: self.text.clone() }))
    }

    /// As [`Self::select`], from the documents that the text query or the name finds.
    fn select_by_document(&self, conn: &Connection, clauses: &[Clause]) -> Result<Selection, StoreError> {
        let mut sql = String::from(
            "SELECT e.day, e.event, e.quad, CAST(round(e.scale * 10) AS INTEGER) AS scale FROM events e WHERE e.doc IN (",
        );
        match &self.doc {
            Some(id) => {
                let doc = crate::write::find(conn, id)?.map_or(0, |(doc, _)| doc);
                sql += &format!("{doc})");
                if self.text.is_some() {
                    sql += " AND e.doc IN (SELECT rowid FROM search WHERE search MATCH ?1)";
                }
            }
            None => sql += "SELECT rowid FROM search WHERE search MATCH ?1)",
        }
        sql += &self.days("e.day");
        sql.extend(clauses.iter().map(|clause| format!(" AND ({})", probe(clause, "e.day", "e.event"))));
        Ok(Selection { sql, group: "", text: self.text.clone() })
    }

    /// Codes that actors and recipients are restricted to, where only codes are asked for.
    pub(crate) fn codes(values: &[String]) -> Option<Vec<String>> {
        let code = |value: &String| {
            let code = value.trim().split(':').next().unwrap_or_default().to_uppercase();
            (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())).then_some(code)
        };
        if values.is_empty() { None } else { values.iter().map(code).collect() }
    }
}

/// A clause of values that are one term each, under one of the kinds.
fn one_term_each(conn: &Connection, kinds: &[Kind], values: &[String]) -> Result<Clause, StoreError> {
    let mut clause = Clause::new();
    for value in values {
        for kind in kinds {
            clause.extend(term(conn, *kind, value)?.map(|t| vec![t]));
        }
    }
    Ok(clause)
}

/// A clause of values that are codes, or else words of names.
fn codes_or_names(conn: &Connection, code: &[Kind], word: &[Kind], values: &[String]) -> Result<Clause, StoreError> {
    let mut clause = Clause::new();
    for value in values {
        let as_code = one_term_each(conn, code, &[value.trim().to_uppercase()])?;
        if !as_code.is_empty() {
            clause.extend(as_code);
            continue;
        }
        for kind in word {
            let list: Option<Vec<_>> =
                words(value).map(|w| term(conn, *kind, &w)).collect::<Result<Vec<_>, _>>()?.into_iter().collect();
            clause.extend(list.filter(|list| !list.is_empty()));
        }
    }
    Ok(clause)
}

/// The row of a term and how many events are filed under it.
fn term(conn: &Connection, kind: Kind, value: &str) -> Result<Option<(i64, u64)>, StoreError> {
    let find = "SELECT term, events FROM terms WHERE kind = ? AND value = ? AND events > 0";
    let mut statement = conn.prepare_cached(find)?;
    Ok(statement.query_row(params![kind.name(), value], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// The rarest term of each alternative, and how many events they have together.
fn leads(clause: &Clause) -> (Vec<i64>, u64) {
    let rarest = clause.iter().filter_map(|list| list.iter().min_by_key(|(_, count)| *count));
    rarest.fold((Vec::new(), 0), |(mut terms, events), (term, count)| {
        terms.push(*term);
        (terms, events + count)
    })
}

/// The condition that an event is filed under a clause.
fn probe(clause: &Clause, day: &str, event: &str) -> String {
    let filed = |terms: &[i64]| {
        let among = among("q.term", terms);
        format!("EXISTS (SELECT 1 FROM postings q WHERE {among} AND q.day = {day} AND q.event = {event})")
    };
    let single: Vec<i64> = clause.iter().filter(|list| list.len() == 1).map(|list| list[0].0).collect();
    let several = clause.iter().filter(|list| list.len() > 1);
    let several = several.map(|list| list.iter().map(|(t, _)| filed(&[*t])).collect::<Vec<_>>().join(" AND "));
    let single = (!single.is_empty()).then(|| filed(&single));
    single.into_iter().chain(several).map(|c| format!("({c})")).collect::<Vec<_>>().join(" OR ")
}

fn among(column: &str, terms: &[i64]) -> String {
    match terms {
        [term] => format!("{column} = {term}"),
        _ => format!("{column} IN ({})", terms.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// How many documents a text query finds, up to [`MANY`].
pub(crate) fn count_documents(conn: &Connection, text: &str) -> Result<u64, StoreError> {
    let count = format!("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT {MANY})");
    conn.prepare_cached(&count)?.query_row([text], |row| row.get(0)).map_err(|error| match error {
        rusqlite::Error::SqliteFailure(code, Some(message)) if code.code == ErrorCode::Unknown => {
            StoreError::TextQuery { query: text.into(), message }
        }
        error => error.into(),
    })
}

/// The text query that finds the words of `value` one after the other.
pub(crate) fn phrase(value: &str) -> String {
    format!("\"{}\"", terms::words(value).collect::<Vec<_>>().join(" "))
}
