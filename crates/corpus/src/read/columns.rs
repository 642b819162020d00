//! Which column of a table holds what.

use crate::ReadError;
use serde_json::Value;
use std::str::FromStr;
use whowhom_text::record::DocumentRecord;

/// The fields of a document, each with the names that columns of other people's tables often give it.
/// The first of them that a table has is taken.
const FIELDS: [(&str, &[&str]); 7] = [
    ("id", &["id", "doc_id", "article_id", "uuid"]),
    ("text", &["text", "body", "content", "article", "article_text", "maintext", "story"]),
    ("date", &["date", "published", "published_at", "publish_date", "date_publish", "pubdate"]),
    ("title", &["title", "headline"]),
    ("publisher", &["publisher", "publication", "source", "source_domain", "outlet"]),
    ("url", &["url", "link"]),
    ("language", &["language", "lang"]),
];

/// So many columns, and letters of each, a message shows.
const SHOWN: usize = 30;
/// How alike a name is at least to the one that is suggested in its place.
const ALIKE: f64 = 0.8;

/// A mapping from the fields of a document to columns, as the user gives it: `text=body,date=day`.
/// What it does not map is found by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    given: Vec<(usize, String)>,
}

impl FromStr for Columns {
    type Err = ReadError;

    fn from_str(words: &str) -> Result<Self, ReadError> {
        let pair = |pair: &str| {
            let bad = || ReadError::Columns(pair.trim().into());
            let (field, column) = pair.split_once('=').ok_or_else(bad)?;
            let field = field.trim();
            let unknown = || ReadError::Field {
                field: field.into(),
                meant: nearest(field, FIELDS.iter().map(|(name, _)| *name)),
            };
            let number = FIELDS.iter().position(|(name, _)| *name == field).ok_or_else(unknown)?;
            Some(column.trim()).filter(|c| !c.is_empty()).map(|c| (number, c.into())).ok_or_else(bad)
        };
        Ok(Self { given: words.split(',').map(pair).collect::<Result<_, _>>()? })
    }
}

/// The columns of one table.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The name of each column.
    head: Vec<String>,
    /// For each column, the field that it holds.
    fields: Vec<Option<usize>>,
}

impl Columns {
    /// The layout of a table with these columns.
    ///
    /// # Errors
    /// In words, when a column that the user named, or one for the text, is not among them.
    pub fn layout(&self, head: Vec<String>) -> Result<Layout, String> {
        let named = |name: &str| head.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
        let among = || quoted(&head);
        let mut fields = vec![None; head.len()];
        for (number, (field, names)) in FIELDS.iter().enumerate() {
            let column = match self.given.iter().find(|(given, _)| *given == number) {
                Some((_, name)) => Some(named(name).ok_or_else(|| {
                    let meant = nearest(name, head.iter().map(|h| h.trim()));
                    let meant = meant.map_or(String::new(), |meant| format!(" (is {meant:?} meant?)"));
                    format!("has no column {name:?} for the {field}{meant}; it has {}", among())
                })?),
                None => names.iter().find_map(|name| named(name).filter(|c| fields[*c].is_none())),
            };
            match column {
                Some(column) => fields[column] = Some(number),
                None if *field == "text" => {
                    return Err(format!(
                        "has no column for the text among {}: name it with --columns text=COLUMN",
                        among()
                    ));
                }
                None => {}
            }
        }
        Ok(Layout { head, fields })
    }
}

/// The columns of a table, as far as a message has room for them.
fn quoted(head: &[String]) -> String {
    let shown = head.iter().take(SHOWN).map(|h| format!("{:?}", h.trim().chars().take(SHOWN).collect::<String>()));
    let more = if head.len() > SHOWN { format!(" and {} more", head.len() - SHOWN) } else { String::new() };
    shown.collect::<Vec<_>>().join(", ") + &more
}

/// The name that was probably meant: the one that begins with the same letters or sounds most alike, if any does.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let name = name.to_lowercase();
    let likeness = |other: &str| {
        let other = other.to_lowercase();
        let within = name.len() > 2 && other.len() > 2 && (other.contains(&name) || name.contains(&other));
        strsim::jaro_winkler(&name, &other).max(if within { ALIKE } else { 0.0 })
    };
    let scored = names.map(|other| (likeness(other), other)).filter(|(likeness, _)| *likeness >= ALIKE);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| other.to_string())
}

impl Layout {
    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.head.len()
    }

    /// The record of a row; columns that hold no field of a document are kept beside it. Empty cells are absent.
    ///
    /// # Errors
    /// In words, when the row has no text.
    pub fn record(&self, cells: impl Iterator<Item = Value>) -> Result<DocumentRecord, String> {
        let mut values: [Option<String>; FIELDS.len()] = Default::default();
        let mut extra = serde_json::Map::new();
        for ((field, name), cell) in self.fields.iter().zip(&self.head).zip(cells) {
            match (field, cell) {
                (_, Value::Null) => {}
                (_, Value::String(words)) if words.is_empty() => {}
                (Some(field), Value::String(words)) => values[*field] = Some(words),
                (Some(field), value) => values[*field] = Some(value.to_string()),
                (None, value) => _ = extra.insert(name.clone(), value),
            }
        }
        let [id, text, date, title, publisher, url, language] = values;
        let text = text.ok_or("the row has no text")?;
        Ok(DocumentRecord { id, text, date, title, publisher, url, language, extra })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(words: &str) -> Vec<String> {
        words.split(' ').map(String::from).collect()
    }

    #[test]
    fn columns_are_found_by_name_or_as_told() {
        let layout = Columns::default().layout(head("Headline body desk")).unwrap();
        let record = layout.record(["Talks", "They met.", "world"].map(Value::from).into_iter()).unwrap();
        assert_eq!((record.title.as_deref(), record.text.as_str()), (Some("Talks"), "They met."));
        assert_eq!(record.extra["desk"], "world");
        let told: Columns = "text = desk, title=body".parse().unwrap();
        let record = told.layout(head("Headline body desk")).unwrap();
        let record = record.record(["a", "b", "c"].map(Value::from).into_iter()).unwrap();
        assert_eq!((record.title.as_deref(), record.text.as_str()), (Some("b"), "c"));
        assert_eq!(record.extra["Headline"], "a");
    }

    #[test]
    fn what_is_missing_or_misspelt_is_told() {
        assert!(Columns::default().layout(head("a b")).unwrap_err().contains("no column for the text"));
        let told: Columns = "text=story".parse().unwrap();
        let error = told.layout(head("a stories")).unwrap_err();
        assert_eq!(error, "has no column \"story\" for the text (is \"stories\" meant?); it has \"a\", \"stories\"");
        assert!(!told.layout(head("a b")).unwrap_err().contains("meant"));
        assert_eq!(
            "txt=body".parse::<Columns>().unwrap_err().to_string(),
            "\"txt\" is no field of a report: is \"text\" meant?"
        );
        assert!("zzz=body".parse::<Columns>().unwrap_err().to_string().contains("publisher"));
        for bad in ["", "text", "words=body", "text="] {
            assert!(bad.parse::<Columns>().is_err(), "{bad}");
        }
    }
}
