//! From raw records to documents.

use super::MAX_TEXT;
use super::columns::Columns;
use super::dates;
use super::decode::decode;
use super::page::Pages;
use super::record::{Content, Raw};
use crate::ReadError;
use crate::language::Languages;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use whowhom_text::data::{DataDir, DataError, DataFile};
use whowhom_text::record::{AnnotatedRecord, DocumentRecord};
use whowhom_text::{Analysis, Document};

/// How input is read.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The date of documents that state none.
    pub date: Option<Date>,
    /// A table of dates of documents that state none: id, tab, date.
    pub dates: Option<PathBuf>,
    /// Which column of a table holds what.
    pub columns: Columns,
    /// Whether reports in other languages than English are read too.
    pub any_language: bool,
    /// What we know of pages and languages.
    pub data: DataDir,
}

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

/// Why a record gives no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It is bad: what is wrong with it, in words.
    Bad(String),
    /// It is a report in another language: its name in English.
    Language(&'static str),
    /// It is a web page without an article.
    NoArticle,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bad(error) => f.write_str(error),
            Self::Language(name) => write!(f, "in {name}"),
            Self::NoArticle => f.write_str("pages without an article"),
        }
    }
}

impl From<String> for Skip {
    fn from(error: String) -> Self {
        Self::Bad(error)
    }
}

/// Makes documents of raw records.
#[derive(Debug)]
pub struct Parse {
    date: Option<Date>,
    dates: BTreeMap<String, Date>,
    pages: Pages,
    /// Absent when reports in any language are read.
    languages: Option<Languages>,
}

/// How much of an article is looked at to tell it from a picture or a program, in bytes.
const LOOKED_AT: usize = 1 << 13;

/// What a record says.
struct Read {
    record: DocumentRecord,
    analysis: Option<Analysis>,
    warning: Option<String>,
}

impl Parse {
    /// A parser. Documents that state no date get it by name from the table of dates, else the one date.
    ///
    /// # Errors
    /// When the table cannot be read, a line of it is not a name and a date, or our own data cannot be read.
    pub fn new(settings: &Settings) -> Result<Self, ReadError> {
        let dates = settings.dates.as_ref().map(read_dates).transpose()?.unwrap_or_default();
        let languages = (!settings.any_language).then(|| Languages::load(&settings.data)).transpose()?;
        Ok(Self { date: settings.date, dates, pages: Pages::load(&settings.data)?, languages })
    }

    /// The document of a raw record, named after the file and its place there when it has no name of its own.
    ///
    /// # Errors
    /// Why the record gives none.
    pub fn parse(&self, raw: Raw) -> Result<Input, Skip> {
        let Read { record, analysis, warning } = match raw.content? {
            Content::Article(bytes) => article(bytes)?,
            Content::Json(bytes) => line(bytes)?,
            Content::Page(page) => {
                let (record, repaired) = self.pages.read(*page)?.ok_or(Skip::NoArticle)?;
                Read { record, analysis: None, warning: warning(repaired) }
            }
            Content::Fields(record) => Read { record: *record, analysis: None, warning: None },
        };
        // What is annotated already was meant to be read.
        if let Some(languages) = self.languages.as_ref().filter(|_| analysis.is_none())
            && let Some(name) = languages.foreign(&record.text, record.language.as_deref())
        {
            return Err(Skip::Language(name));
        }
        let number = raw.place.at.map(|at| at.number());
        let name = || number.map_or_else(|| raw.stem.to_string(), |n| format!("{}-{n}", raw.stem));
        let doc = self.document(record, name)?;
        Ok(Input { doc, analysis, warning })
    }

    fn document(&self, record: DocumentRecord, name: impl FnOnce() -> String) -> Result<Document, String> {
        let DocumentRecord { id, text, date, title, publisher, url, language, extra } = record;
        if text.trim_start_matches('\u{FEFF}').trim_start().is_empty() {
            return Err("the text is empty".into());
        }
        if text.len() > MAX_TEXT {
            let (length, most) = (text.len() >> 20, MAX_TEXT >> 20);
            return Err(format!("the text has {length} MB, and {most} MB are the most that is read as one report"));
        }
        let id = id.unwrap_or_else(name);
        let stated = date.as_deref().map(dates::read_date).transpose()?.flatten();
        let date = stated.or_else(|| self.dates.get(&id).copied()).or(self.date);
        Ok(Document { id, text, date, title, publisher, url, language, extra })
    }
}

/// A record of nothing but text.
pub(super) fn bare(text: String) -> DocumentRecord {
    DocumentRecord {
        text,
        id: None,
        date: None,
        title: None,
        publisher: None,
        url: None,
        language: None,
        extra: serde_json::Map::new(),
    }
}

fn warning(repaired: usize) -> Option<String> {
    let bytes = if repaired == 1 { "byte is not UTF-8 and was" } else { "bytes are not UTF-8 and were" };
    (repaired > 0).then(|| format!("{repaired} {bytes} read as Windows-1252"))
}

fn article(bytes: Vec<u8>) -> Result<Read, String> {
    let decoded = decode(bytes);
    if let Some(what) = no_text(&decoded.text) {
        return Err(format!("is no text: {what}"));
    }
    Ok(Read { record: bare(decoded.text), analysis: None, warning: warning(decoded.repaired) })
}

/// What tells that a file holds no words but a picture, a program or the like: the first thousands of its characters do.
fn no_text(text: &str) -> Option<String> {
    let start = || text.char_indices().take_while(|(at, _)| *at < LOOKED_AT);
    if let Some((at, _)) = start().find(|(_, c)| *c == '\0') {
        return Some(format!("byte {at} is 0 (UTF-16 is read when it begins with a byte order mark)"));
    }
    // White space, and the few signs that old agency wires put at the ends of a report.
    let control = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\u{B}'..='\r' | '\u{1}'..='\u{4}' | '\u{1A}' | '\u{85}')
    };
    let controls = start().filter(|(_, c)| control(*c)).count();
    (controls * 100 > start().count()).then(|| format!("{controls} of its first characters are control characters"))
}

fn line(bytes: Vec<u8>) -> Result<Read, String> {
    let decoded = decode(bytes);
    let warning = warning(decoded.repaired);
    if decoded.text.trim_start().starts_with('[') {
        return Err("begins a list, and a file of records has one record a line (`jq -c '.[]'` makes one)".into());
    }
    let mut record: DocumentRecord = serde_json::from_str(&decoded.text)
        .map_err(|error| wrong_field(&decoded.text).unwrap_or_else(|| in_words(error)))?;
    // Our own annotated records come back with their tokens; a field of that name in anybody else's is just a field.
    if ["sentences", "tokens", "entities"].iter().all(|layer| record.extra.contains_key(*layer)) {
        let annotated: AnnotatedRecord = serde_json::from_str(&decoded.text).map_err(in_words)?;
        let (doc, analysis) = annotated.read().map_err(|error| error.to_string())?;
        let Document { id, text, date, title, publisher, url, language, extra } = doc;
        record = DocumentRecord {
            id: Some(id),
            text,
            date: date.map(|d| d.to_string()),
            title,
            publisher,
            url,
            language,
            extra,
        };
        return Ok(Read { record, analysis: Some(analysis), warning });
    }
    Ok(Read { record, analysis: None, warning })
}

/// Which field of a record holds what it cannot.
fn wrong_field(line: &str) -> Option<String> {
    let Ok(Value::Object(record)) = serde_json::from_str(line) else { return None };
    let fields = ["id", "text", "date", "title", "publisher", "url", "language"];
    fields.into_iter().find_map(|field| {
        let what = match record.get(field)? {
            Value::String(_) => return None,
            Value::Null if field != "text" => return None,
            Value::Number(_) if matches!(field, "id" | "date") => return None,
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Some(format!("is not a document: its {field} is {what}, and words are wanted"))
    })
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

fn read_dates(path: &PathBuf) -> Result<BTreeMap<String, Date>, ReadError> {
    let text = std::fs::read_to_string(path).map_err(|error| ReadError::Open { path: path.clone(), error })?;
    let file = DataFile { name: path.display().to_string(), text: text.into(), overlay: true };
    let entry = |line: whowhom_text::data::Line<'_>| -> Result<(String, Date), DataError> {
        let wanted = || line.error("a line is a report's id, a tab, and its date as 2010-02-12");
        let (id, date) = line.text.split_once('\t').ok_or_else(wanted)?;
        let date = date.trim().parse().map_err(|_| wanted())?;
        Ok((id.trim().into(), dates::check(date).map_err(|words| line.error(words))?))
    };
    Ok(file.lines().map(entry).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{At, Place};

    fn parse() -> Parse {
        let mut parse = Parse::new(&Settings { date: "2001-01-01".parse().ok(), ..Settings::default() }).unwrap();
        parse.dates.insert("b".into(), jiff::civil::date(2002, 2, 2));
        parse
    }

    fn read(at: Option<At>, content: Content) -> Result<Input, Skip> {
        parse().parse(Raw { place: Place { file: "wire".into(), at }, stem: "wire".into(), content: Ok(content) })
    }

    fn line(words: &str) -> Result<Input, Skip> {
        read(Some(At::Line(7)), Content::Json(words.as_bytes().to_vec()))
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
        let error = |words| line(words).unwrap_err().to_string();
        assert_eq!(error(r#"{"text": "Hi."#), "is not JSON: EOF while parsing a string at column 13");
        assert_eq!(error(r#"{"id": "a"}"#), "is not a document: missing field `text`");
        assert_eq!(error(r#"{"text": " \n"}"#), "the text is empty");
        assert!(error("[{").starts_with("begins a list"));
        assert!(error(r#"{"text": "Hi", "date": "Friday"}"#).contains("\"Friday\""));
        for date in ["0000-01-01", "9999-12-31"] {
            let json = format!(r#"{{"text": "Hi", "date": "{date}"}}"#);
            assert!(line(&json).unwrap_err().to_string().contains(date));
        }
    }

    #[test]
    fn a_picture_is_no_article() {
        let png = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
        assert!(matches!(read(None, Content::Article(png)), Err(Skip::Bad(error)) if error.contains("no text")));
        let packed: Vec<u8> =
            b"%PDF-1.4 ".iter().copied().chain((0..9000u32).map(|n| (n * n % 251 + 1) as u8)).collect();
        assert!(matches!(read(None, Content::Article(packed)), Err(Skip::Bad(error)) if error.contains("control")));
    }

    #[test]
    fn a_report_longer_than_any_is_refused() {
        let long = "word ".repeat(MAX_TEXT / 5 + 1);
        assert!(matches!(read(None, Content::Article(long.into())), Err(Skip::Bad(error)) if error.contains("16 MB")));
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

    #[test]
    fn reports_in_other_languages_are_left_out() {
        let french = "Le président de la République a rencontré mardi à Paris le chancelier allemand, et les deux hommes \
            ont parlé de la situation au Mali, où les forces françaises sont présentes depuis le début de l'année.";
        let json = serde_json::json!({ "text": french }).to_string();
        assert_eq!(line(&json).unwrap_err(), Skip::Language("French"));
    }
}
