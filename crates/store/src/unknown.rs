//! Values of a filter that no event is filed under, and what may have been meant.

use crate::filter::Filter;
use crate::terms::{Kind, fold};
use crate::{Store, StoreError};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use strsim::osa_distance;

/// A value that no event of the store is filed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What it was asked for as: `actor`, `event` and so on.
    pub field: &'static str,
    /// The value.
    pub value: String,
    /// What is like it and known, the nearest first.
    pub near: Vec<String>,
}

/// So many are named.
const NEAR: usize = 3;

impl Store {
    /// The values of a filter that no event is filed under; with them nothing can be found.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unknown(&self, filter: &Filter) -> Result<Vec<Unknown>, StoreError> {
        let mut unknown = Vec::new();
        for field in filter.fields() {
            for value in &field.values {
                if field.clause(&self.conn, std::slice::from_ref(value))?.is_empty() {
                    let near = self.near(&field.kinds, value)?;
                    unknown.push(Unknown { field: field.name, value: value.replace('>', ":"), near });
                }
            }
        }
        if let Some(id) = &filter.doc
            && crate::write::find(&self.conn, id)?.is_none()
        {
            unknown.push(Unknown { field: "article", value: id.clone(), near: Vec::new() });
        }
        Ok(unknown)
    }

    /// Values of these kinds of terms that differ from `value` by a slip or two (edits, with neighbours changing places as one).
    fn near(&self, kinds: &[Kind], value: &str) -> Result<Vec<String>, StoreError> {
        let wanted = fold(value);
        let slips = if wanted.chars().count() < 5 { 1 } else { 2 };
        let mut found: FxHashMap<String, (usize, u64)> = FxHashMap::default();
        let mut find = self.conn.prepare_cached("SELECT value, events FROM terms WHERE kind = ? AND events > 0")?;
        for kind in kinds {
            let mut rows = find.query([kind.name()])?;
            while let Some(row) = rows.next()? {
                let (known, events): (String, u64) = (row.get(0)?, row.get(1)?);
                let distance = osa_distance(&wanted, &fold(&known));
                if distance <= slips {
                    let entry = found.entry(known).or_insert((distance, 0));
                    entry.1 += events;
                }
            }
        }
        let mut found: Vec<_> =
            found.into_iter().map(|(known, (distance, events))| (distance, Reverse(events), known)).collect();
        found.sort_unstable();
        Ok(found.into_iter().take(NEAR).map(|(_, _, known)| known.replace('>', ":")).collect())
    }
}
