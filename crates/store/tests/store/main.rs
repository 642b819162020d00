//! The store from outside: what goes in comes out, questions are answered, and nothing is lost or doubled.

mod keeping;
mod questions;
mod round_trip;
mod support;
