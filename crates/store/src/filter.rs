//! From what is asked to the events that answer it.
//!
//! A question is a list of clauses, each a choice of terms that events are filed under (`terms.rs`); their sets of events are united
//! and intersected, the rarest first.

use crate::blocks::Set;
use crate::terms::{FACTUAL, Kind, fold, words};
use crate::write::number;
use crate::{StoreError, index, terms};
use jiff::civil::Date;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use rustc_hash::FxHashSet;

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

/// The values of a field of a filter, as terms have them.
pub(crate) struct FilterField {
    /// Its name.
    pub name: &'static str,
    /// The kinds of terms that it is about: codes or other labels first, then names.
    pub kinds: Vec<Kind>,
    /// The alternatives.
    pub values: Vec<String>,
}

impl FilterField {
    /// The clause of some values; empty when no event is filed under them.
    pub fn clause(&self, conn: &Connection, values: &[String]) -> Result<Clause, StoreError> {
        let (words, others): (Vec<Kind>, Vec<Kind>) = self.kinds.iter().partition(|kind| kind.is_word());
        if words.is_empty() {
            return one_term_each(conn, &others, values);
        }
        let codes: Vec<Kind> = others.into_iter().filter(|kind| !kind.is_name()).collect();
        codes_or_names(conn, &codes, &words, values)
    }
}

/// Events of so many documents are looked up one document after the other; from there on, every event is asked for its document.
const FEW: usize = 1000;

impl Filter {
    /// Whether everything is asked for.
    pub(crate) fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// What is asked for, field by field, but for days, words and the report.
    pub(crate) fn fields(&self) -> Vec<FilterField> {
        let upper = |values: &[String]| values.iter().map(|v| v.trim().to_uppercase()).collect::<Vec<_>>();
        let lower = |values: &[String]| values.iter().map(|v| v.trim().to_lowercase()).collect::<Vec<_>>();
        let field = |name, kinds: &[Kind], values| FilterField { name, kinds: kinds.to_vec(), values };
        let sides = [Kind::ActorName, Kind::RecipientName, Kind::ActorWord, Kind::RecipientWord];
        vec![
            field("actor", &[Kind::Actor, Kind::ActorName, Kind::ActorWord], self.actor.clone()),
            field("recipient", &[Kind::Recipient, Kind::RecipientName, Kind::RecipientWord], self.recipient.clone()),
            field("dyad", &[Kind::Dyad], dyads(&self.dyad)),
            field("sector", &[Kind::ActorSector, Kind::RecipientSector], upper(&self.sector)),
            field("person", &sides, self.person.clone()),
            field("event", &[Kind::Event], upper(&self.event)),
            field("mode", &[Kind::Mode], lower(&self.mode)),
            field("context", &[Kind::Context], lower(&self.context)),
            field("auxiliary", &[Kind::Auxiliary], lower(&self.auxiliary)),
            field("factuality", &[Kind::Factuality], lower(&self.factuality)),
            field("quad", &[Kind::Quad], self.quad.iter().map(u8::to_string).collect()),
            field("place", &[Kind::Place], self.place.iter().map(|p| fold(p)).collect()),
            field("source", &[Kind::Source, Kind::SourceWord], self.source.clone()),
        ]
    }

    /// The clauses with their kinds of terms; nothing when a clause cannot be met.
    fn clauses(&self, conn: &Connection) -> Result<Option<Vec<Clause>>, StoreError> {
        let mut clauses = Vec::new();
        for field in self.fields().iter().filter(|field| !field.values.is_empty()) {
            clauses.push(field.clause(conn, &field.values)?);
        }
        if self.factual {
            clauses.push(one_term_each(conn, &[Kind::Auxiliary], &[FACTUAL.into()])?);
        }
        Ok(clauses.iter().all(|c| !c.is_empty()).then_some(clauses))
    }

    /// The events that fit.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub(crate) fn select(&self, conn: &Connection) -> Result<Set, StoreError> {
        let documents = self.documents(conn)?;
        let Some(mut clauses) = self.clauses(conn)? else { return Ok(Set::default()) };
        clauses.sort_by_key(most);
        let mut fit = match documents {
            Some(documents) => Some(of_documents(conn, &documents)?),
            None => None,
        };
        for clause in &clauses {
            let more = of_clause(conn, clause)?;
            match &mut fit {
                None => fit = Some(more),
                Some(fit) => fit.intersect(&more),
            }
            if fit.as_ref().is_some_and(Set::is_empty) {
                return Ok(Set::default());
            }
        }
        let fit = match (fit, term(conn, Kind::All, "")?) {
            (Some(fit), _) => fit,
            (None, Some((all, _))) => index::posted(conn, all)?,
            (None, None) => Set::default(),
        };
        self.in_time(conn, fit)
    }

    /// Those events of a set that lie in the time asked for.
    fn in_time(&self, conn: &Connection, set: Set) -> Result<Set, StoreError> {
        if self.from.is_none() && self.to.is_none() {
            return Ok(set);
        }
        let (from, to) = (number(self.from).max(1), self.to.map_or(i64::MAX, |to| number(Some(to))));
        let mut fit = Set::default();
        index::facts(conn, &set, |event, fact| {
            if (from..=to).contains(&i64::from(fact.day)) {
                fit.add(event);
            }
        })?;
        Ok(fit)
    }

    /// The rows of the documents asked for by name or words, when any are.
    fn documents(&self, conn: &Connection) -> Result<Option<Vec<i64>>, StoreError> {
        let named = match &self.doc {
            Some(id) => Some(crate::write::find(conn, id)?.map(|(doc, _)| doc)),
            None => None,
        };
        let Some(text) = &self.text else { return Ok(named.map(|doc| doc.into_iter().collect())) };
        let mut documents = with_words(conn, text)?;
        if let Some(named) = named {
            documents.retain(|doc| Some(*doc) == named);
        }
        Ok(Some(documents))
    }

    /// Whether a pair of codes is asked for: other parties of an event that fits are not.
    pub(crate) fn wants(&self, actor: &str, recipient: &str) -> bool {
        let among = |codes: Option<Vec<String>>, code: &str| codes.is_none_or(|codes| codes.iter().any(|c| c == code));
        among(Self::codes(&self.actor), actor)
            && among(Self::codes(&self.recipient), recipient)
            && (self.dyad.is_empty() || dyads(&self.dyad).contains(&format!("{actor}>{recipient}")))
    }

    /// Codes that actors and recipients are restricted to, where only codes are asked for.
    fn codes(values: &[String]) -> Option<Vec<String>> {
        let code = |value: &String| {
            let code = value.trim().split(':').next().unwrap_or_default().to_uppercase();
            (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())).then_some(code)
        };
        if values.is_empty() { None } else { values.iter().map(code).collect() }
    }
}

/// Pairs of codes as they are filed.
fn dyads(values: &[String]) -> Vec<String> {
    values.iter().map(|value| value.trim().to_uppercase().replace([':', '-'], ">")).collect()
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

/// How many events a clause has at most.
fn most(clause: &Clause) -> u64 {
    clause.iter().filter_map(|list| list.iter().map(|(_, events)| *events).min()).sum()
}

/// The events that fit a clause.
fn of_clause(conn: &Connection, clause: &Clause) -> Result<Set, StoreError> {
    let mut any = Set::default();
    for list in clause {
        let [first, rest @ ..] = &list[..] else { continue };
        let mut all = index::posted(conn, first.0)?;
        for (term, _) in rest {
            all.intersect(&index::posted(conn, *term)?);
        }
        any.unite(all);
    }
    Ok(any)
}

/// The events of documents.
fn of_documents(conn: &Connection, documents: &[i64]) -> Result<Set, StoreError> {
    if documents.len() > FEW {
        let wanted: FxHashSet<i64> = documents.iter().copied().collect();
        return index::of_documents(conn, |doc| wanted.contains(&doc));
    }
    let mut set = Set::default();
    let mut find = conn.prepare_cached("SELECT event FROM events WHERE doc = ?")?;
    for doc in documents {
        let mut rows = find.query([doc])?;
        while let Some(row) = rows.next()? {
            set.add(row.get(0)?);
        }
    }
    Ok(set)
}

/// A text query as FTS5 takes it: words with signs in them (`O'Brien`, `U.S.`, `cease-fire`) are quoted, which FTS5 asks for and few
/// people know.
pub(crate) fn text_query(text: &str) -> String {
    let is_sign = |c: char| c.is_ascii_punctuation() && !"\"()*:+^,{}_".contains(c);
    let ends = |c: char| c.is_whitespace() || "\"()*:+^,{}".contains(c);
    let (mut query, mut word, mut quoted) = (String::new(), String::new(), false);
    let put = |query: &mut String, word: &mut String| {
        let word = std::mem::take(word);
        match word.contains(is_sign) && word.contains(char::is_alphanumeric) {
            true => *query += &format!("\"{word}\""),
            false => *query += &word,
        }
    };
    for c in text.chars() {
        if quoted || ends(c) {
            put(&mut query, &mut word);
            query.push(c);
            quoted ^= c == '"';
        } else {
            word.push(c);
        }
    }
    put(&mut query, &mut word);
    query
}

/// The rows of the documents that a text query finds.
fn with_words(conn: &Connection, text: &str) -> Result<Vec<i64>, StoreError> {
    let mut find = conn.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?")?;
    let rows = find.query_map([text_query(text)], |row| row.get(0)).and_then(|rows| rows.collect());
    rows.map_err(|error| text_error(text, error))
}

/// Whether a text query can be read.
///
/// # Errors
/// When it cannot.
pub(crate) fn check_text(conn: &Connection, text: &str) -> Result<(), StoreError> {
    let mut find = conn.prepare_cached("SELECT 1 FROM search WHERE search MATCH ? LIMIT 1")?;
    let found: Result<Option<i64>, _> = find.query_row([text_query(text)], |row| row.get(0)).optional();
    found.map(|_| ()).map_err(|error| text_error(text, error))
}

fn text_error(text: &str, error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqliteFailure(code, Some(message)) if code.code == ErrorCode::Unknown => {
            StoreError::TextQuery { query: text.into(), message }
        }
        error => error.into(),
    }
}

/// The text query that finds the words of `value` one after the other.
pub(crate) fn phrase(value: &str) -> String {
    format!("\"{}\"", terms::words(value).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_signs_are_quoted_and_the_rest_stays() {
        for (text, query) in [
            ("ceasefire", "ceasefire"),
            ("O'Brien cease-fire", "\"O'Brien\" \"cease-fire\""),
            ("U.S. AND (veto OR title : x-ray*)", "\"U.S.\" AND (veto OR title : \"x-ray\"*)"),
            ("\"a phrase, with - signs\" NOT b.c", "\"a phrase, with - signs\" NOT \"b.c\""),
            ("NEAR(peace talks, 5) sanction*", "NEAR(peace talks, 5) sanction*"),
            ("\"open", "\"open"),
            ("- .", "- ."),
        ] {
            assert_eq!(text_query(text), query);
        }
    }
}
