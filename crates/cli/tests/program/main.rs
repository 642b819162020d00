//! The program from outside: what it reads, writes and says, and how it ends.

mod bad_input;
mod examples;
mod export;
mod happenings;
mod import;
mod lists;
mod options;
mod page;
mod reading;
mod readme;
mod robust;
mod store;
mod support;
mod when;
