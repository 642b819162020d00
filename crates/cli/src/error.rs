//! Why a run could not be made, in words that say what to do.

use std::io;
use std::path::PathBuf;
use whowhom_corpus::ReadError;
use whowhom_store::StoreError;
use whowhom_text::data::DataError;

/// Why the program stopped.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is nothing that could be read.
    #[error(transparent)]
    Input(#[from] ReadError),
    /// A data file is not as it should be.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A dictionary cannot be imported.
    #[error(transparent)]
    Dictionary(#[from] crate::data::DictionaryError),
    /// The folder of `--data` is not one.
    #[error("the data folder {} is not there", .0.display())]
    NoDataDir(PathBuf),
    /// The language model cannot be used.
    #[error("cannot load the language model {}: {error}", path.display())]
    Model {
        /// Its folder or pack.
        path: PathBuf,
        /// What is wrong with it.
        error: Box<whowhom_nlp::Error>,
    },
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Write(io::Error),
    /// A store cannot be used.
    #[error("store {}: {error}", path.display())]
    Store {
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        error: StoreError,
    },
    /// Filters were given, and no store that they could choose from.
    #[error("--actor, --since and so on choose among the events of a store, and none is named")]
    NoStore,
    /// A time that ends before it begins.
    #[error("there is no day that is not before {since} (--since) and not after {until} (--until)")]
    Days {
        /// The first day asked for.
        since: jiff::civil::Date,
        /// The last.
        until: jiff::civil::Date,
    },
    /// A report that the user asked for is not in the store.
    #[error("no report named {0:?} is in the store")]
    NoReport(String),
    /// An event that the user asked for is not in the store.
    #[error("no event named {0:?} is in the store")]
    NoHappening(String),
    /// No thread could be started.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
}

impl RunError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Input(error) => return error.help(),
            Self::Data(DataError::Line { .. }) => {
                "the first lines of our file of the same name say how entries are written"
            }
            Self::Dictionary(error) => return error.help(),
            Self::NoDataDir(_) => "--data takes a folder laid out like the program's own data/",
            Self::Model { .. } => {
                "--model takes the folder of a spaCy 3 pipeline (where its config.cfg is) or a pack made of one"
            }
            Self::Thread(_) => "try fewer with --threads",
            Self::Store { error, .. } => store_help(error)?,
            Self::NoStore => "name it with --db; `whowhom ingest` makes one of reports",
            Self::Days { .. } => "--since names the earlier of the two days",
            Self::NoReport(_) => "`whowhom search` finds reports by their words, and events name theirs as doc_id",
            Self::NoHappening(_) => {
                "an event's name is its report's, a colon and a number; `whowhom events` shows them"
            }
            Self::Data(_) | Self::Write(_) => return None,
        })
    }
}

/// What the user can do about a store.
fn store_help(error: &StoreError) -> Option<&'static str> {
    Some(match error {
        StoreError::Missing => "`whowhom ingest --db FILE REPORTS...` makes one",
        StoreError::NotAStore => "name another file with --db; this one is left as it is",
        StoreError::Version { .. } => "ingest the reports into a new store, or use the program that made this one",
        StoreError::Damaged(_) => {
            "ingest the reports into a new store; `sqlite3 FILE .recover` may save what is only here"
        }
        StoreError::Full => "make room and run the same command again: it goes on where it stopped",
        StoreError::Busy => "wait until the other program is done, and run the same command again",
        StoreError::TextQuery { .. } => {
            "words are all looked for; \"a phrase\", a OR b, a NOT b, NEAR(a b), begin* are understood, and quotes protect signs"
        }
        StoreError::NotAQuestion => "`whowhom sql` reads only; the tables are open to any SQLite program",
        StoreError::Sql(_) => "`whowhom sql --db FILE \"SELECT sql FROM sqlite_schema\"` shows the tables",
        StoreError::Access(_) | StoreError::Record { .. } => return None,
    })
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}
