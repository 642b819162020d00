//! The program from outside: what it reads, writes and says, and how it ends.

mod options;
mod reading;
mod robust;
mod support;
