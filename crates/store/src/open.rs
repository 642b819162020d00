//! Opening a store: making it, knowing it again, sharing it.

use crate::StoreError;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// The version of the tables, kept in the file's `user_version`.
pub(crate) const SCHEMA: i64 = 4;

/// Marks the file as ours, in its `application_id`: "whow".
const APPLICATION: i64 = 0x7768_6F77;

/// How long a writer waits for another.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Memory for pages of the file, in KiB.
const CACHE: i64 = 64 << 10;

/// The same for looking up whether reports are there, which every job does for itself.
const SMALL_CACHE: i64 = 2 << 10;

const TABLES: &str = concat!(include_str!("schema.sql"), include_str!("happenings.sql"));

/// Opens the store for reading and writing, and makes it when there is none.
pub(crate) fn create(path: &Path) -> Result<Connection, StoreError> {
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    let is_new = check(&conn)?.is_none();
    use_log(&conn)?;
    // A commit is on the disk before it is counted.
    conn.pragma_update(None, "synchronous", "FULL")?;
    if is_new {
        let tx = begin(&mut conn)?;
        // Another program may have been quicker.
        if check(&tx)?.is_none() {
            tx.execute_batch(TABLES)?;
            tx.pragma_update(None, "application_id", APPLICATION)?;
            tx.pragma_update(None, "user_version", SCHEMA)?;
        }
        tx.commit()?;
    }
    Ok(conn)
}

/// Opens a store that is there, for reading only.
pub(crate) fn read(path: &Path) -> Result<Connection, StoreError> {
    let conn = existing(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// As [`read`], in little memory.
pub(crate) fn look_up(path: &Path) -> Result<Connection, StoreError> {
    let conn = read(path)?;
    conn.pragma_update(None, "cache_size", -SMALL_CACHE)?;
    Ok(conn)
}

/// Opens a store that is there, for reading and writing.
pub(crate) fn write(path: &Path) -> Result<Connection, StoreError> {
    let conn = existing(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    Ok(conn)
}

/// A transaction that may write; waits for others to finish theirs.
pub(crate) fn begin(conn: &mut Connection) -> Result<Transaction<'_>, StoreError> {
    Ok(conn.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

fn existing(path: &Path, mode: OpenFlags) -> Result<Connection, StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing);
    }
    let conn = connect(path, mode)?;
    check(&conn)?.ok_or(StoreError::NotAStore)?;
    Ok(conn)
}

fn connect(path: &Path, mode: OpenFlags) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "cache_size", -CACHE)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// The store's version; nothing when the file is empty.
fn check(conn: &Connection) -> Result<Option<i64>, StoreError> {
    let number = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    match (number("application_id")?, number("user_version")?) {
        (APPLICATION, SCHEMA) => Ok(Some(SCHEMA)),
        (APPLICATION, found) => Err(StoreError::Version { found, ours: SCHEMA }),
        (0, 0) if number("page_count")? == 0 || no_tables(conn)? => Ok(None),
        _ => Err(StoreError::NotAStore),
    }
}

fn no_tables(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?)
}

/// Turns the write-ahead log on, so that readers and a writer do not wait for each other.
fn use_log(conn: &Connection) -> Result<(), StoreError> {
    // The change does not wait for others by itself, as everything else does.
    let mut tries = 0;
    loop {
        match conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)) {
            Ok(_) => return Ok(()),
            Err(error) => match StoreError::from(error) {
                StoreError::Busy if tries < 500 => {
                    tries += 1;
                    sleep(Duration::from_millis(20));
                }
                error => return Err(error),
            },
        }
    }
}
