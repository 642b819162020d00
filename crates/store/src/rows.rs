//! Between records and the columns of rows.

use crate::StoreError;
use rusqlite::Row;
use whowhom_text::record::{EntityRecord, ParticipantRecord, SpanRecord};

/// A list as a JSON array; nothing when it is empty.
pub(crate) fn list<T: serde::Serialize>(items: &[T]) -> Option<String> {
    (!items.is_empty()).then(|| serde_json::json!(items).to_string())
}

/// A list out of a JSON array.
pub(crate) fn unlist<T: serde::de::DeserializeOwned>(words: Option<String>) -> Result<Vec<T>, StoreError> {
    words.map_or(Ok(Vec::new()), |words| from_json(&words))
}

/// A value that we wrote as JSON.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(words: &str) -> Result<T, StoreError> {
    serde_json::from_str(words).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// A day that we wrote as ISO 8601.
pub(crate) fn day(words: Option<String>) -> Result<Option<jiff::civil::Date>, StoreError> {
    let parse = |words: String| words.parse().map_err(|_| StoreError::Damaged(format!("{words:?} is not a day")));
    words.map(parse).transpose()
}

/// Columns `code, sector, more_sectors, name, office`, from column `first` on.
pub(crate) fn entity(row: &Row<'_>, first: usize) -> Result<EntityRecord, StoreError> {
    Ok(EntityRecord {
        code: row.get(first)?,
        sector: row.get(first + 1)?,
        more_sectors: unlist(row.get(first + 2)?)?,
        identifier_text: row.get(first + 3)?,
        office: row.get(first + 4)?,
    })
}

/// The entity's columns, then `text, start, "end"`.
pub(crate) fn participant(row: &Row<'_>, first: usize) -> Result<ParticipantRecord, StoreError> {
    Ok(ParticipantRecord {
        entity: entity(row, first)?,
        entity_text: row.get(first + 5)?,
        span: SpanRecord { start: row.get(first + 6)?, end: row.get(first + 7)? },
    })
}

/// Columns `start, end`, where both may be absent.
pub(crate) fn span(row: &Row<'_>, first: usize) -> Result<Option<SpanRecord>, StoreError> {
    let (start, end): (Option<usize>, Option<usize>) = (row.get(first)?, row.get(first + 1)?);
    Ok(start.zip(end).map(|(start, end)| SpanRecord { start, end }))
}
