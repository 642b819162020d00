//! A question about events: the store, which events it is about, and the answer that begins.

use super::answer::Answer;
use super::args::QuestionArgs;
use super::{chosen, open};
use crate::error::RunError;
use clap::Args;
use whowhom_store::{Filter, Store};

/// What is needed to answer.
pub struct Question {
    /// The store that is asked.
    pub store: Store,
    /// Which events.
    pub filter: Filter,
    /// What is written.
    pub answer: Answer,
}

/// Opens the store that is asked.
///
/// # Errors
/// When it cannot be opened, or the filter cannot be meant.
pub fn ask<Own: Args>(args: &QuestionArgs<Own>) -> Result<Question, RunError> {
    let store = open(args.db())?;
    let filter = chosen(&store, args.db(), &args.filter)?;
    Ok(Question { store, filter, answer: Answer::new(&args.answer) })
}
