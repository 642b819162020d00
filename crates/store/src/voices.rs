//! Questions about who says what and who stands where.

use crate::answers::{PositionRow, StatementRow, VoiceFilter};
use crate::filter::{check_text, phrase, text_query};
use crate::query::limited;
use crate::{Store, StoreError, read};
use rusqlite::params_from_iter;
use std::ops::ControlFlow;
use whowhom_text::CodePoints;

impl Store {
    /// Gives the statements that fit to `each`, in the order in which they were kept, until it breaks.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn statements(
        &self,
        filter: &VoiceFilter,
        mut each: impl FnMut(StatementRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let find = format!("SELECT {} FROM statements WHERE statement = ?", read::STATEMENT);
        self.voices(filter, ["statements", "statement", "speakers", "kind"], |row, report| {
            let mut statement = self.conn.prepare_cached(&find)?;
            let mut rows = statement.query([row])?;
            let Some(row) = rows.next()? else { return Ok(ControlFlow::Continue(())) };
            let record = read::statement(row)?;
            let words = |span| read::slice(&report.points, span);
            Ok(each(StatementRow {
                doc_id: report.id.into(),
                date: report.date.map(String::from),
                number: row.get("number")?,
                source_text: record.source.as_ref().map(|s| words(s.span)),
                cue_text: record.cue.map(words),
                content_text: record.content.iter().map(|c| words(*c)).collect(),
                record,
            }))
        })
    }

    /// Gives the positions that fit to `each`, in the order in which they were kept, until it breaks.
    ///
    /// # Errors
    /// When the store or the text query cannot be read.
    pub fn positions(
        &self,
        filter: &VoiceFilter,
        mut each: impl FnMut(PositionRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let find = format!("SELECT {} FROM positions WHERE position = ?", read::POSITION);
        self.voices(filter, ["positions", "position", "holders", "stance"], |row, report| {
            let mut statement = self.conn.prepare_cached(&find)?;
            let mut rows = statement.query([row])?;
            let Some(row) = rows.next()? else { return Ok(ControlFlow::Continue(())) };
            let record = read::position(&self.conn, row)?;
            let words = |span| read::slice(&report.points, span);
            Ok(each(PositionRow {
                doc_id: report.id.into(),
                date: report.date.map(String::from),
                number: row.get("number")?,
                content_text: words(record.content),
                condition_text: record.condition.map(words),
                record,
            }))
        })
    }

    /// Runs through the rows of a table that fit, with the report of each. The names: the table, its row, the index of who speaks in
    /// it, and its column for the kind.
    fn voices(
        &self,
        filter: &VoiceFilter,
        [table, row, index, kind]: [&str; 4],
        mut each: impl FnMut(i64, &Told<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let (conditions, values) = self.voice_conditions(filter, [row, index, kind])?;
        let limit = limited(filter.limit);
        let query = format!(
            "SELECT x.{row}, x.doc FROM {table} x JOIN documents d USING (doc){conditions} ORDER BY x.{row}{limit}"
        );
        let mut statement = self.conn.prepare_cached(&query)?;
        let found = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found: Vec<(i64, i64)> = found.collect::<Result<_, _>>()?;
        let report = "SELECT id, date, text FROM documents JOIN texts USING (doc) WHERE doc = ?";
        let mut report = self.conn.prepare_cached(report)?;
        for rows in found.chunk_by(|a, b| a.1 == b.1) {
            let (id, date, text): (String, Option<String>, String) =
                report.query_row([rows[0].1], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let told = Told { id: &id, date: date.as_deref(), points: CodePoints::new(&text) };
            for (row, _) in rows {
                if each(*row, &told)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The conditions of a filter over `x` and its document `d`, with the values of their parameters.
    fn voice_conditions(
        &self,
        filter: &VoiceFilter,
        [row, index, kind]: [&str; 3],
    ) -> Result<(String, Vec<String>), StoreError> {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        let mut add = |condition: String, value: String| {
            conditions.push(condition);
            values.push(value);
        };
        if let Some(who) = &filter.who {
            add(format!("x.{row} IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)"), phrase(who));
        }
        if let Some(text) = &filter.text {
            check_text(&self.conn, text)?;
            add("x.doc IN (SELECT rowid FROM search WHERE search MATCH ?)".into(), text_query(text));
        }
        if let Some(name) = &filter.kind {
            add(format!("x.{kind} = ?"), name.trim().to_lowercase());
        }
        if let Some(from) = filter.from {
            add("d.date >= ?".into(), from.to_string());
        }
        if let Some(to) = filter.to {
            add("d.date <= ?".into(), to.to_string());
        }
        if let Some(doc) = &filter.doc {
            add("d.id = ?".into(), doc.clone());
        }
        let conditions = conditions.join(" AND ");
        Ok((if conditions.is_empty() { conditions } else { format!(" WHERE {conditions}") }, values))
    }
}

/// The report that a statement or position stands in.
struct Told<'a> {
    id: &'a str,
    date: Option<&'a str>,
    points: CodePoints<'a>,
}
