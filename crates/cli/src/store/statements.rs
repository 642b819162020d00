//! `whowhom statements`: who says what, in reports or in a store.

use super::answer::Answer;
use super::args::StatementsArgs;
use super::{at, open};
use crate::error::RunError;
use crate::list::list;
use crate::output::Listed;
use std::process::ExitCode;

/// The columns.
const HEAD: [&str; 17] = [
    "doc_id",
    "date",
    "source_text",
    "source_kind",
    "code",
    "sector",
    "identifier_text",
    "cue_text",
    "content_text",
    "kind",
    "force",
    "denied",
    "unsaid",
    "date_value",
    "place_text",
    "addressee_text",
    "basis_text",
];

/// Lists statements of the input, or of a store.
///
/// # Errors
/// When the run cannot be made, or the store cannot be asked.
pub fn statements(args: &StatementsArgs) -> Result<ExitCode, RunError> {
    let Some(path) = &args.which.db else { return list(&args.list, Listed::Statements) };
    let mut answer = Answer::in_form(args.list.format, args.which.limit);
    let filter = args.which.filter(args.kind.as_ref(), answer.limit());
    let store = open(path)?;
    let short = answer.is_table();
    if short {
        answer.head(&["report", "who", "says", "what"]);
    } else {
        answer.head(&HEAD);
    }
    let each = |row: whowhom_store::StatementRow| {
        let entity = row.source;
        if short {
            let report = format!("{} {}", row.doc_id, row.date.unwrap_or_default());
            let says = if row.denied { format!("{} (denies)", row.cue_text) } else { row.cue_text };
            return answer.row(vec![report.into(), row.source_text.into(), says.into(), row.content_text.into()]);
        }
        answer.row(vec![
            row.doc_id.into(),
            row.date.into(),
            some(row.source_text),
            row.source_kind.into(),
            entity.code.into(),
            entity.sector.into(),
            entity.identifier_text.into(),
            some(row.cue_text),
            row.content_text.into(),
            row.kind.into(),
            row.force.into(),
            row.denied.into(),
            row.unsaid.into(),
            row.date_value.into(),
            row.place_text.into(),
            row.addressee_text.into(),
            row.basis_text.into(),
        ])
    };
    store.statements(&filter, each).map_err(at(path))?;
    answer.finish()
}

/// Nothing for no words.
fn some(words: String) -> serde_json::Value {
    Some(words).filter(|w| !w.is_empty()).into()
}
