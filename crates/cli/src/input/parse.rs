//! From raw records to documents.

use super::decode::decode;
use super::records::Raw;
use crate::error::RunError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;
use whowhom_text::data::{DataError, DataFile};
use whowhom_text::record::{AnnotatedRecord, DocumentRecord};
use whowhom_text::{Analysis, Document};

/// A document ready to be coded.
#[derive(Debug)]
pub struct Input {
    /// The document.
    pub doc: Document,
    /// Its language layer, when the record brings one.
    pub analysis: Option<Analysis>,
    /// What had to be repaired to read it.
    pub warning: Option<String>,
}

/// Makes documents of raw records.
#[derive(Debug, Default)]
pub struct Parse {
    /// The date of documents that state none.
    date: Option<Date>,
    /// The dates of documents that state none, by name.
    dates: BTreeMap<String, Date>,
}

impl Parse {
    /// A parser with publication dates for documents that state none: by name from the table `dates`, else `date`.
    ///
    /// # Errors
    /// When the table cannot be read or a line of it is not a name and a date.
    pub fn new(date: Option<Date>, dates: Option<&Path>) -> Result<Self, RunError> {
        let dates = dates.map(read_dates).transpose()?.unwrap_or_default();
        Ok(Self { date, dates })
    }

    /// The document of a raw record.
    ///
    /// # Errors
    /// What is wrong with the record, in words.
    pub fn parse(&self, raw: Raw) -> Result<Input, String> {
        let decoded = decode(raw.bytes?);
        let warning = (decoded.repaired > 0)
            .then(|| format!("{} bytes are not UTF-8 and were read as Windows-1252", decoded.repaired));
        let (mut doc, analysis) = match raw.place.line {
            None => (Document::new(&*raw.stem, decoded.text), None),
            Some(line) => read_line(&decoded.text, &raw.stem, line)?,
        };
        if doc.date.is_none() {
            doc.date = self.dates.get(&doc.id).copied().or(self.date);
        }
        Ok(Input { doc, analysis, warning })
    }
}

/// The document of a line, named after the file and line when it has no name of its own.
fn read_line(line: &str, stem: &str, number: usize) -> Result<(Document, Option<Analysis>), String> {
    let record: DocumentRecord = serde_json::from_str(line).map_err(in_words)?;
    // Our own annotated records come back with their tokens; a field of that name in anybody else's is just a field.
    if ["sentences", "tokens", "entities"].iter().all(|layer| record.extra.contains_key(*layer)) {
        let annotated: AnnotatedRecord = serde_json::from_str(line).map_err(in_words)?;
        let (doc, analysis) = annotated.read().map_err(|error| error.to_string())?;
        return Ok((doc, Some(analysis)));
    }
    let doc = record
        .into_document(|| format!("{stem}-{number}"))
        .map_err(|words| format!("the date {words:?} is not written year-month-day, as 2010-02-12"))?;
    Ok((doc, None))
}

/// What serde says, with the column only: the line it counts is always the first.
fn in_words(error: serde_json::Error) -> String {
    let column = error.column();
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        serde_json::error::Category::Data => format!("is not a document: {words}"),
        _ => format!("is not JSON: {words} at column {column}"),
    }
}

fn read_dates(path: &Path) -> Result<BTreeMap<String, Date>, RunError> {
    let text = std::fs::read_to_string(path).map_err(|error| RunError::Read { path: path.into(), error })?;
    let file = DataFile { name: path.display().to_string(), text: text.into(), overlay: true };
    let entry = |line: whowhom_text::data::Line<'_>| -> Result<(String, Date), DataError> {
        let wanted = || line.error("a line is a report's id, a tab, and its date as 2010-02-12");
        let (id, date) = line.text.split_once('\t').ok_or_else(wanted)?;
        Ok((id.trim().into(), date.trim().parse().map_err(|_| wanted())?))
    };
    Ok(file.lines().map(entry).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Place;

    fn line(words: &str) -> Result<Input, String> {
        let place = Place { file: "wire.jsonl".into(), line: Some(7) };
        let parse =
            Parse { date: "2001-01-01".parse().ok(), dates: [("b".into(), jiff::civil::date(2002, 2, 2))].into() };
        parse.parse(Raw { place, stem: "wire".into(), bytes: Ok(words.as_bytes().to_vec()) })
    }

    #[test]
    fn names_and_dates_are_filled_in_where_they_are_missing() {
        let date_of = |words| line(words).unwrap().doc.date.unwrap().to_string();
        assert_eq!(line(r#"{"text": "Hi."}"#).unwrap().doc.id, "wire-7");
        assert_eq!(date_of(r#"{"text": "Hi."}"#), "2001-01-01");
        assert_eq!(date_of(r#"{"text": "Hi.", "id": "b"}"#), "2002-02-02");
        assert_eq!(date_of(r#"{"text": "Hi.", "id": "b", "date": "2003-03-03"}"#), "2003-03-03");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |words| line(words).unwrap_err();
        assert_eq!(error(r#"{"text": "Hi."#), "is not JSON: EOF while parsing a string at column 13");
        assert_eq!(error(r#"{"id": "a"}"#), "is not a document: missing field `text`");
        assert!(error(r#"{"text": "", "date": "Friday"}"#).contains("\"Friday\""));
    }

    #[test]
    fn annotations_come_back_and_foreign_fields_stay() {
        let annotated = r#"{"id": "a", "text": "Hi", "sentences": [{"start": 0, "end": 2}], "entities": [], "tokens":
            [{"start": 0, "end": 2, "text": "Hi", "lemma": "hi", "tag": "UH", "pos": "INTJ", "dep": "ROOT", "head": 0}]}"#;
        assert_eq!(line(annotated).unwrap().analysis.unwrap().len(), 1);
        let foreign = line(r#"{"text": "Hi", "tokens": 3}"#).unwrap();
        assert!(foreign.analysis.is_none());
        assert_eq!(foreign.doc.extra["tokens"], 3);
    }
}
