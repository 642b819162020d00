//! `whowhom positions`: who stands where on what, in reports or in a store.

use super::answer::Answer;
use super::args::PositionsArgs;
use super::{at, open};
use crate::error::RunError;
use crate::list::list;
use crate::output::Listed;
use serde_json::Value;
use std::process::ExitCode;
use whowhom_text::record::ParticipantRecord;

/// The columns.
const HEAD: [&str; 11] = [
    "doc_id",
    "date",
    "holder_text",
    "code",
    "sector",
    "identifier_text",
    "stance",
    "content_text",
    "toward_text",
    "toward_code",
    "condition_text",
];

/// Lists positions of the input, or of a store.
///
/// # Errors
/// When the run cannot be made, or the store cannot be asked.
pub fn positions(args: &PositionsArgs) -> Result<ExitCode, RunError> {
    let Some(path) = &args.which.db else { return list(&args.list, Listed::Positions) };
    let mut answer = Answer::in_form(args.list.format, args.which.limit);
    let filter = args.which.filter(args.stance.as_ref(), answer.limit());
    let store = open(path)?;
    let short = answer.is_table();
    if short {
        answer.head(&["report", "who", "stance", "what", "toward", "if"]);
    } else {
        answer.head(&HEAD);
    }
    let each = |row: whowhom_store::PositionRow| {
        let ParticipantRecord { entity, entity_text, .. } = row.holder;
        let of = |field: fn(&ParticipantRecord) -> Value| -> Value {
            let values: Vec<Value> = row.toward.iter().map(field).collect();
            if values.iter().all(Value::is_null) { Value::Null } else { values.into() }
        };
        let toward = of(|p| p.entity_text.as_str().into());
        if short {
            let report = format!("{} {}", row.doc_id, row.date.unwrap_or_default());
            let (what, condition) = (row.content_text.into(), row.condition_text.into());
            return answer.row(vec![report.into(), entity_text.into(), row.stance.into(), what, toward, condition]);
        }
        answer.row(vec![
            row.doc_id.into(),
            row.date.into(),
            entity_text.into(),
            entity.code.into(),
            entity.sector.into(),
            entity.identifier_text.into(),
            row.stance.into(),
            row.content_text.into(),
            toward,
            of(|p| p.entity.code.clone().into()),
            row.condition_text.into(),
        ])
    };
    store.positions(&filter, each).map_err(at(path))?;
    answer.finish()
}
