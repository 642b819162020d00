//! What can be wrong with a pipeline.

use std::path::PathBuf;

/// Why a pipeline cannot be loaded. Text never causes an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the pipeline's directory, or a pack, cannot be read.
    #[error("cannot read {path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The pipeline lacks a file that its config calls for.
    #[error("the pipeline has no file `{file}`")]
    Missing {
        /// Its name inside the pipeline.
        file: String,
    },
    /// A pack is not one, or is damaged.
    #[error("not a usable model pack: {why}")]
    Pack {
        /// What is wrong.
        why: String,
    },
    /// A file of the pipeline does not have the form that spaCy writes.
    #[error("{file}: {why}")]
    Malformed {
        /// Its name inside the pipeline.
        file: String,
        /// What is wrong.
        why: String,
    },
    /// `config.cfg` does not parse, or a setting is missing or of the wrong kind.
    #[error("config.cfg, {setting}: {why}")]
    Config {
        /// Section or setting, as `components.ner.model.tok2vec`.
        setting: String,
        /// What is wrong.
        why: String,
    },
    /// The pipeline asks for something that this crate does not do.
    #[error("{setting}: {what} is not supported")]
    Unsupported {
        /// Setting, file or component that asks.
        setting: String,
        /// What it asks for.
        what: String,
    },
}

impl Error {
    /// A [`Malformed`](Error::Malformed) error.
    pub fn malformed(file: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Malformed { file: file.into(), why: why.into() }
    }

    /// A [`Config`](Error::Config) error.
    pub fn config(setting: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Config { setting: setting.into(), why: why.into() }
    }

    /// An [`Unsupported`](Error::Unsupported) error.
    pub fn unsupported(setting: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Unsupported { setting: setting.into(), what: what.into() }
    }
}
