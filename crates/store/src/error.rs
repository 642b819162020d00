//! What can go wrong with a store, in words that say which it is.

use rusqlite::ErrorCode;

/// Why something could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The file is something else.
    #[error("it is not a store of this program")]
    NotAStore,
    /// The store was made by a program that wrote another form.
    #[error("it is of version {found}, and this program reads and writes version {ours}")]
    Version {
        /// The store's version.
        found: i64,
        /// The program's.
        ours: i64,
    },
    /// The file's pages contradict each other.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// No room is left. What was committed before stays.
    #[error("the disk is full, and nothing more can be kept; what was kept before is safe")]
    Full,
    /// Another program has held the store for too long.
    #[error("another program is writing to it, and did not finish within {} seconds", crate::open::PATIENCE.as_secs())]
    Busy,
    /// The file or its folder cannot be opened or written.
    #[error("it cannot be opened or written ({0})")]
    Access(String),
    /// A record that does not hang together.
    #[error("the record {id:?} cannot be kept: {what}")]
    Record {
        /// The document's name.
        id: String,
        /// What is wrong with it.
        what: String,
    },
    /// A full-text query that is not one.
    #[error("the text query {query:?} cannot be read: {message}")]
    TextQuery {
        /// What was asked.
        query: String,
        /// What SQLite's FTS5 says.
        message: String,
    },
    /// A statement of SQL that would change the store or read something else.
    #[error(
        "only questions about the store are answered here: the statement would change something, or read something else"
    )]
    NotAQuestion,
    /// What else SQLite says.
    #[error("{0}")]
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let words = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(words),
            Some(ErrorCode::NotADatabase) => Self::NotAStore,
            Some(ErrorCode::AuthorizationForStatementDenied) => Self::NotAQuestion,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure
                | ErrorCode::NoLargeFileSupport,
            ) => Self::Access(words),
            // A column that does not hold what we wrote there.
            None if matches!(
                error,
                rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..)
            ) =>
            {
                Self::Damaged(words)
            }
            _ => Self::Sql(error),
        }
    }
}
