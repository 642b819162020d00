//! Where reports come from: files, folders, patterns, standard input.
//!
//! Reading goes in three steps. [`find`] turns what the user named into a list of files, and fails before anything is coded when one
//! is not there. [`Records`] runs through the files and cuts them into raw records, cheaply, on one thread, in memory that does not
//! grow with the files. [`Parse`] makes a document of a raw record; that is done where the document is coded, on many threads.
//!
//! A record that is bad is an [`Err`] of its own with its place, and the records behind it are read.
//!
//! ```
//! use whowhom_corpus::read::{self, Parse, Records, Settings};
//! # let dir = tempfile::tempdir().unwrap();
//! # let path = dir.path().join("wire.csv");
//! std::fs::write(&path, "day,body\n2010-02-12,France urged Mali to act.\n").unwrap();
//! let settings = Settings { columns: "text=body,date=day".parse().unwrap(), ..Settings::default() };
//! let found = read::find(&[path], None).unwrap();
//! let parse = Parse::new(&settings).unwrap();
//! for raw in Records::new(found.sources, &settings) {
//!     let doc = parse.parse(raw).unwrap().doc;
//!     assert_eq!(doc.id, "wire-1");
//!     assert_eq!(doc.date, Some(jiff::civil::date(2010, 2, 12)));
//! }
//! ```

mod bounded;
mod columns;
mod dates;
mod decode;
mod feed;
mod find;
mod lines;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod parse;
mod record;
mod records;
mod table;
mod unpack;
mod utf16;
mod warc;

pub use columns::Columns;
pub use dates::check as check_date;
pub use find::{Found, Kind, Source, find};
pub use parse::{Input, Parse, Settings, Skip};
pub use record::{At, Content, Page, Place, Raw};
pub use records::Records;

/// The largest article or record that is read, in bytes: what is longer is not a news report, and would fill the memory.
pub const MAX_RECORD: u64 = 64 << 20;

/// The longest text that is read as one report, in bytes: some two and a half million words, as long as an encyclopedia's volume. A
/// record may be larger, for it may bring annotations.
pub const MAX_TEXT: usize = 16 << 20;

/// The largest web page that is read, in bytes: taking a page apart needs many times its size.
pub const MAX_PAGE: usize = 8 << 20;
