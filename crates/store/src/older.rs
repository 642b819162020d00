//! Reports that were coded by older data, an older program or another model.

use crate::kept::{Made, Report};
use crate::{Store, StoreError, read};
use rusqlite::{Connection, params};
use whowhom_text::Document;

impl Store {
    /// Reports that were coded by something else than `made`, in the order in which they were kept.
    pub fn older(self, made: Made) -> Older {
        Older { conn: self.conn, made, after: 0, ready: Vec::new().into_iter() }
    }

    /// How many reports were coded by something else than `made`, and the size of their texts in bytes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_older(&self, made: &Made) -> Result<(u64, u64), StoreError> {
        let count =
            format!("SELECT count(*), coalesce(sum(length(text)), 0) FROM documents JOIN texts USING (doc) {OLDER}");
        let values = [&made.program, &made.data, &made.model];
        Ok(self.conn.query_row(&count, values, |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}

const OLDER: &str = "WHERE version NOT IN (SELECT version FROM versions WHERE program = ? AND data = ? AND model = ?)";

/// Runs through reports coded by something older; see [`Store::older`].
#[derive(Debug)]
pub struct Older {
    conn: Connection,
    made: Made,
    after: i64,
    ready: std::vec::IntoIter<Report>,
}

/// So many reports are read at a time; between them, others may write.
const AT_A_TIME: usize = 32;

impl Older {
    fn read(&mut self) -> Result<Vec<Report>, StoreError> {
        let query = format!(
            "SELECT {}, doc, text, given FROM documents JOIN texts USING (doc) {OLDER} AND doc > ?
             ORDER BY doc LIMIT {AT_A_TIME}",
            read::HEADER
        );
        let mut statement = self.conn.prepare_cached(&query)?;
        let Made { program, data, model } = &self.made;
        let mut rows = statement.query(params![program, data, model, self.after])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            self.after = row.get(7)?;
            let document = Document { text: row.get(8)?, ..read::header(row, 0)? };
            found.push(Report { document, given: row.get(9)? });
        }
        Ok(found)
    }
}

impl Iterator for Older {
    type Item = Result<Report, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(report) = self.ready.next() {
            return Some(Ok(report));
        }
        match self.read() {
            Ok(reports) => self.ready = reports.into_iter(),
            Err(error) => return Some(Err(error)),
        }
        self.ready.next().map(Ok)
    }
}
