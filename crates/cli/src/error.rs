//! Why a run could not be made, in words that say what to do.

use std::io;
use std::path::PathBuf;
use whowhom_text::data::DataError;

/// Why the program stopped.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// No input was named, and standard input is a terminal.
    #[error("there is nothing to read")]
    NothingToRead,
    /// A file or folder that the user named cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A folder that the user named holds nothing to read.
    #[error("no articles in the folder {}", .0.display())]
    NoArticles(PathBuf),
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
    /// No thread could be started.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
}

impl RunError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::NothingToRead => "name a file or a folder, or pipe text in; `whowhom code --help` shows examples",
            Self::NoArticles(_) => {
                "articles are files named .txt, records files named .jsonl or .ndjson; either may end in .gz"
            }
            Self::Data(DataError::Line { .. }) => {
                "the first lines of our file of the same name say how entries are written"
            }
            Self::Dictionary(error) => return error.help(),
            Self::NoDataDir(_) => "--data takes a folder laid out like the program's own data/",
            Self::Model { .. } => {
                "--model takes the folder of a spaCy 3 pipeline (where its config.cfg is) or a pack made of one"
            }
            Self::Thread(_) => "try fewer with --threads",
            Self::Read { .. } | Self::Data(_) | Self::Write(_) => return None,
        })
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}
