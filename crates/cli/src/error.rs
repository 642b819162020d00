//! Why a run could not be made, in words that say what to do.

use std::io;
use std::path::PathBuf;
use whowhom_corpus::ReadError;
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
            Self::Data(_) | Self::Write(_) => return None,
        })
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}
