//! A document coming in.

use crate::Document;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

/// A line of a JSONL file of documents. Only `text` is required; unknown fields are kept under `extra`. A number is taken for the
/// words of `id` and `date` that it is written with.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DocumentRecord {
    /// Name of the document.
    #[serde(default, deserialize_with = "words_or_number", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The words.
    pub text: String,
    /// Publication date, ISO 8601.
    #[serde(default, deserialize_with = "words_or_number", skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// BCP 47 language tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What else the record holds.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl DocumentRecord {
    /// The document, named `fallback_id` when the record gives no name.
    ///
    /// # Errors
    /// The offending words, when `date` is not an ISO 8601 date.
    pub fn into_document(self, fallback_id: impl FnOnce() -> String) -> Result<Document, String> {
        let date = match self.date.as_deref().map(str::trim).filter(|d| !d.is_empty()) {
            None => None,
            Some(words) => Some(parse_date(words).ok_or_else(|| words.to_string())?),
        };
        Ok(Document {
            id: self.id.unwrap_or_else(fallback_id),
            text: self.text,
            date,
            title: self.title,
            publisher: self.publisher,
            url: self.url,
            language: self.language,
            extra: self.extra,
        })
    }
}

/// Words, or a number in its digits: tables made into JSON have numbers for names and dates.
fn words_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "words or a number are wanted for id and date")]
    enum Written {
        Words(String),
        Number(serde_json::Number),
    }
    Ok(Option::deserialize(from)?.map(|written| match written {
        Written::Words(words) => words,
        Written::Number(number) => number.to_string(),
    }))
}

/// A day from `2010-02-12`, or from the day part of a timestamp.
fn parse_date(words: &str) -> Option<Date> {
    words.parse().ok().or_else(|| words.get(..10)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_dates_may_be_numbers() {
        let read = |line: &str| serde_json::from_str::<DocumentRecord>(line);
        let record = read(r#"{"text": "Hi.", "id": 17, "date": 20100212, "desk": 4}"#).unwrap();
        assert_eq!((record.id.as_deref(), record.date.as_deref()), (Some("17"), Some("20100212")));
        assert_eq!(read(r#"{"text": "Hi.", "id": null}"#).unwrap().id, None);
        for bad in [r#"{"text": "Hi.", "id": [1]}"#, r#"{"text": 5}"#, r#"{"text": "Hi.", "title": 5}"#] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_text_is_required_and_unknown_fields_are_kept() {
        let record: DocumentRecord = serde_json::from_str(r#"{"text": "Hi.", "desk": "world", "date": null}"#).unwrap();
        let doc = record.into_document(|| "line-1".into()).unwrap();
        assert_eq!((doc.id.as_str(), doc.date), ("line-1", None));
        assert_eq!(doc.extra["desk"], "world");
    }

    #[test]
    fn a_bad_date_is_named() {
        let record: DocumentRecord = serde_json::from_str(r#"{"text": "", "date": "Friday"}"#).unwrap();
        assert_eq!(record.into_document(String::new).unwrap_err(), "Friday");
        assert_eq!(parse_date("2010-02-12T10:00:00Z"), Some(jiff::civil::date(2010, 2, 12)));
    }
}
