//! What goes into a store and comes out of it.

use sha2::{Digest, Sha256};
use whowhom_text::Document;
use whowhom_text::record::{EventRecord, MentionRecord, PositionRecord, StatementRecord};

/// What coded a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Made {
    /// The program's version.
    pub program: String,
    /// The version of its data, and of the user's folder over it.
    pub data: String,
    /// The version of the language model.
    pub model: String,
}

/// A report as it came, before it is coded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The document.
    pub document: Document,
    /// The annotation that came with it, opaque to the store.
    pub given: Option<Vec<u8>>,
}

/// A report and what was found in it.
///
/// Records belong to the document: an event's id is the document's name, a colon and its number here; its link the name, `#` and a number;
/// its `extra` the document's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    /// The report.
    pub report: Report,
    /// Who is mentioned.
    pub mentions: Vec<MentionRecord>,
    /// Who did what to whom.
    pub events: Vec<EventRecord>,
    /// Who says what.
    pub statements: Vec<StatementRecord>,
    /// Who stands where on what.
    pub positions: Vec<PositionRecord>,
}

/// A hash of everything that came with a report; two reports with one are the same.
pub type ContentHash = [u8; 16];

impl Report {
    /// Its content's hash: SHA-256 over its fields with their lengths, cut to 16 bytes.
    pub fn hash(&self) -> ContentHash {
        let Document { id, text, date, title, publisher, url, language, extra } = &self.document;
        let date = date.map(|d| d.to_string());
        let extra = extra_words(extra);
        let fields = [Some(id), Some(text), date.as_ref(), title.as_ref(), publisher.as_ref(), url.as_ref()];
        let fields = fields.into_iter().chain([language.as_ref(), extra.as_ref()]).map(|f| f.map(String::as_bytes));
        let mut hash = Sha256::new();
        for field in fields.chain([self.given.as_deref()]) {
            hash.update(field.map_or(u64::MAX, |f| f.len() as u64).to_le_bytes());
            hash.update(field.unwrap_or_default());
        }
        let mut cut = ContentHash::default();
        cut.copy_from_slice(&hash.finalize()[..16]);
        cut
    }
}

/// Fields that are not ours, as JSON; nothing when there are none.
pub(crate) fn extra_words(extra: &serde_json::Map<String, serde_json::Value>) -> Option<String> {
    (!extra.is_empty()).then(|| serde_json::Value::Object(extra.clone()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_counts_and_none_runs_into_the_next() {
        let hash = |change: fn(&mut Document)| {
            let mut document = Document::new("a", "b");
            change(&mut document);
            Report { document, given: None }.hash()
        };
        let hashes = [
            hash(|_| ()),
            hash(|d| d.text = "c".into()),
            hash(|d| (d.id, d.text) = ("ab".into(), "".into())),
            hash(|d| d.title = Some("x".into())),
            hash(|d| d.publisher = Some("x".into())),
            hash(|d| d.url = Some("x".into())),
            hash(|d| d.language = Some("x".into())),
            hash(|d| d.language = Some("".into())),
            hash(|d| d.date = "2010-02-12".parse().ok()),
            hash(|d| _ = d.extra.insert("x".into(), 1.into())),
            Report { document: Document::new("a", "b"), given: Some(vec![]) }.hash(),
        ];
        for (i, a) in hashes.iter().enumerate() {
            assert!(hashes[i + 1..].iter().all(|b| a != b), "{i}");
        }
    }
}
