//! Where reports come from: files, folders, standard input.
//!
//! Reading goes in three steps. [`find`] turns what the user named into a list of files, and fails before anything is coded when one
//! is not there. [`Records`] runs through the files and cuts them into raw records, cheaply, on one thread. [`Parse`] makes a document
//! of a raw record; that is done where the document is coded, on many threads.

mod decode;
mod find;
mod parse;
mod records;

pub use find::{Found, find};
pub use parse::{Input, Parse};
pub use records::{Place, Raw, Records};
