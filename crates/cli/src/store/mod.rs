//! The commands on a store: putting reports in, and asking.

mod actors;
mod answer;
pub mod args;
mod article;
mod chosen;
mod coding;
mod dyads;
mod events;
mod happenings;
mod ingest;
mod keeper;
mod link;
mod positions;
mod question;
mod recode;
mod search;
mod sql;
mod statements;
mod timeline;
mod voices;

use crate::error::RunError;
pub use args::StoreCommand;
pub use chosen::chosen;
pub use events::publication;
pub use positions::positions;
pub use statements::statements;
use std::path::Path;
use std::process::ExitCode;
use whowhom_store::{Store, StoreError};

/// Runs a command.
///
/// # Errors
/// When it cannot be run.
pub fn run(command: &StoreCommand) -> Result<ExitCode, RunError> {
    match command {
        StoreCommand::Ingest(args) => ingest::ingest(args),
        StoreCommand::Recode(args) => recode::recode(args),
        StoreCommand::Events(args) => events::events(args),
        StoreCommand::Happenings(args) => happenings::happenings(args),
        StoreCommand::Link(args) => link::link(args),
        StoreCommand::Timeline(args) => timeline::timeline(args),
        StoreCommand::Dyads(args) => dyads::dyads(args),
        StoreCommand::Actors(args) => actors::actors(args),
        StoreCommand::Article(args) => article::article(args),
        StoreCommand::Search(args) => search::search(args),
        StoreCommand::Sql(args) => sql::sql(args),
    }
}

/// What is wrong with the store at `path`.
pub fn at(path: &Path) -> impl Fn(StoreError) -> RunError {
    move |error| RunError::Store { path: path.into(), error }
}

/// Opens a store for questions.
pub fn open(path: &Path) -> Result<Store, RunError> {
    Store::open(path).map_err(at(path))
}
