//! When: time expressions in news text to TIMEX3 values and day ranges.
//!
//! [`Times`] reads a parsed document and finds what tells a time. The words of the calendar, numbers, holidays and the small
//! words between them are data (`data/time/`, `lexicon`); the `grammar` reads expressions of them off the text (`scan`);
//! the parse says whether they hold and which tense their verb has (`context`, `tense`); `resolve` finds their days,
//! counted from the day of publication or from the times told before. Values are TIMEX3 as TimeML 1.2.1 writes it ([`Value`]).

mod context;
mod grammar;
mod granule;
mod holiday;
mod lexicon;
mod meaning;
mod name;
mod number;
mod parse;
mod resolve;
mod scan;
mod tense;
mod value;

pub use granule::{Granule, Season, Unit};
pub use parse::NotAValue;
pub use value::{Amount, Clock, Length, Part, Recurring, Reference, TimeOfDay, Value};

use context::Found;
use lexicon::Lexicon;
use resolve::Resolver;
use scan::Pieces;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::TimeMention;
use whowhom_text::{Parsed, TokenId, TokenRange};

/// Finds and normalises time expressions.
///
/// ```
/// use whowhom_text::{Parsed, data::DataDir, record::AnnotatedRecord};
/// use whowhom_time::Times;
///
/// // A document as the `annotate` records show it; in the program the language runtime makes it.
/// let record: AnnotatedRecord = serde_json::from_str(
///     r#"{"id": "a", "date": "2010-02-12", "text": "They left last week.",
///         "sentences": [{"start": 0, "end": 20}], "entities": [],
///         "tokens": [
///           {"start": 0, "end": 4, "text": "They", "lemma": "they", "tag": "PRP", "pos": "PRON", "dep": "nsubj", "head": 1},
///           {"start": 5, "end": 9, "text": "left", "lemma": "leave", "tag": "VBD", "pos": "VERB", "dep": "ROOT", "head": 1},
///           {"start": 10, "end": 14, "text": "last", "lemma": "last", "tag": "JJ", "pos": "ADJ", "dep": "amod", "head": 3},
///           {"start": 15, "end": 19, "text": "week", "lemma": "week", "tag": "NN", "pos": "NOUN", "dep": "npadvmod", "head": 1},
///           {"start": 19, "end": 20, "text": ".", "lemma": ".", "tag": ".", "pos": "PUNCT", "dep": "punct", "head": 1}]}"#,
/// )?;
/// let (doc, analysis) = record.read()?;
/// let times = Times::load(&DataDir::builtin())?.annotate(Parsed { doc: &doc, analysis: &analysis });
/// assert_eq!(times[0].span.of(&doc.text), "last week");
/// assert_eq!(times[0].value, "2010-W05");
/// assert_eq!(times[0].days.unwrap().start.to_string(), "2010-02-01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Times {
    lexicon: Lexicon,
}

impl Times {
    /// Reads `data/time/`.
    ///
    /// # Errors
    /// When a line of a data file does not say what the file's head asks for.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        Ok(Self { lexicon: Lexicon::load(data)? })
    }

    /// The document's time expressions in order; they do not overlap.
    ///
    /// A time that is relative to an unknown publication date, or to a time that was not told ("the following day" in a first
    /// sentence), has an empty value and no days ([`unresolved`] counts them).
    pub fn annotate(&self, parsed: Parsed<'_>) -> Vec<TimeMention> {
        let pieces = Pieces::new(parsed, &self.lexicon);
        let mut resolver = Resolver::new(parsed.doc.date);
        let mut all = find(&pieces);
        // From the end on: what is lent may be lent on.
        for i in (0..all.len().saturating_sub(1)).rev() {
            context::lend_day(&pieces, &mut all[i..i + 2]);
            context::lend_year(&pieces, &mut all[i..i + 2]);
            context::follow(&pieces, &mut all[i..i + 2]);
        }
        all.iter().filter_map(|found| self.mention(&pieces, found, &mut resolver)).collect()
    }

    fn mention(&self, pieces: &Pieces<'_>, found: &Found, resolver: &mut Resolver) -> Option<TimeMention> {
        let (first, last) = (pieces.get(found.start)?, pieces.get(found.expression.end - 1)?);
        let head = context::head(pieces, found.start, found.expression.end)?;
        resolver.enter(head.sentence());
        let tense = tense::tense(head, &self.lexicon);
        let meaning = context::in_time(pieces, found, tense)
            .or_else(|| context::historic(pieces, found, &self.lexicon))
            .unwrap_or_else(|| found.expression.meaning.clone());
        let resolved = resolver.resolve(&meaning, tense);
        if let Some(resolved) = &resolved {
            resolver.tell(&meaning, &resolved.value, context::is_aside(head, last.token));
        }
        Some(TimeMention {
            span: first.span.join(last.span),
            tokens: TokenRange { start: first.token, end: TokenId(last.token.0 + 1) },
            kind: resolved.as_ref().map_or(meaning.kind(), |r| r.value.kind()),
            value: resolved.as_ref().map_or(String::new(), |r| r.value.to_string()),
            modifier: found.expression.modifier,
            days: resolved.and_then(|r| r.days),
        })
    }
}

/// How many of the times have no value: they are relative to a publication date that is unknown, or to a time that the text
/// has not told.
pub fn unresolved(times: &[TimeMention]) -> usize {
    times.iter().filter(|t| t.value.is_empty()).count()
}

/// All expressions, sentence by sentence, the longest first of those that overlap.
fn find(pieces: &Pieces<'_>) -> Vec<Found> {
    let mut all = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        let expression = grammar::expression(pieces, i);
        if let Some(name) = expression.as_ref().filter(|e| name::is_name(pieces, i, e)) {
            i = name.end;
            continue;
        }
        i = match expression.and_then(|e| context::judge(pieces, i, e)) {
            Some(found) => {
                let end = found.expression.end;
                all.push(found);
                end
            }
            None => i + 1,
        };
    }
    all
}
