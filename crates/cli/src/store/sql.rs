//! `whowhom sql`: a store asked in SQL.

use super::answer::Answer;
use super::args::SqlArgs;
use super::{at, open};
use crate::error::RunError;
use serde_json::Value;
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::process::ExitCode;
use whowhom_store::Cell;

/// Writes what SQLite answers.
///
/// # Errors
/// When the store cannot be asked.
pub fn sql(args: &SqlArgs) -> Result<ExitCode, RunError> {
    let path = &args.answer.store.db;
    let answer = RefCell::new(Answer::new(&args.answer));
    let mut left = answer.borrow().limit().unwrap_or(u64::MAX);
    let each = |cells: Vec<Cell>| {
        if left == 0 {
            return ControlFlow::Break(());
        }
        left -= 1;
        answer.borrow_mut().row(cells.into_iter().map(value).collect())
    };
    open(path)?.sql(&args.question, |head| answer.borrow_mut().head(head), each).map_err(at(path))?;
    answer.into_inner().finish()
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => number.into(),
        Cell::Real(number) => number.into(),
        Cell::Text(words) => words.into(),
    }
}
