//! The forms in which events go out to other programs.
//!
//! | format | one … | read by |
//! |---|---|---|
//! | JSON lines | event, with everything known, and `report` with what is known of its report | PLOVER's own tools, ours |
//! | CSV | row an event | spreadsheets, R, Stata |
//! | Parquet | row an event, the columns of CSV with types | DuckDB, pandas, polars, arrow |
//! | [GDELT 1.0](gdelt) | row a dyad | scripts written for GDELT's event files |
//! | [ICEWS](icews) | row a dyad | scripts written for ICEWS' Dataverse files |
//! | [GraphML, GEXF](network) | edge a pair of actors and a category | igraph, NetworkX, Gephi |
//!
//! GDELT and ICEWS know one actor on each side: an event with several is a row for each pair.

mod columns;
pub mod gdelt;
pub mod icews;
pub mod network;
mod pairs;
#[cfg(feature = "parquet")]
mod parquet;
mod tables;

pub use columns::{CSV_HEAD, csv_row};
pub use tables::Tables;

use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use whowhom_text::record::EventRecord;

/// A form in which events go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One JSON object an event.
    Jsonl,
    /// One row an event.
    Csv,
    /// One row an event.
    #[cfg(feature = "parquet")]
    Parquet,
    /// GDELT 1.0 event file.
    Gdelt,
    /// ICEWS event file.
    Icews,
    /// A network.
    Graphml,
    /// A network.
    Gexf,
}

/// What is known of the report that an event was coded from; the event's own record does not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Report {
    /// Publication date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<jiff::civil::Date>,
    /// Who published it or a copy of it: its own publisher first, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub publishers: Vec<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How many copies of it there are besides.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub copies: u64,
}

impl Report {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// An event with what is known of its report, as JSON lines have it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Told<E = EventRecord> {
    /// The event.
    #[serde(flatten)]
    pub event: E,
    /// Its report.
    #[serde(default, skip_serializing_if = "Report::is_empty")]
    pub report: Report,
}

/// Writes events, one after the other.
pub trait Export {
    /// Takes an event and what is known of its report.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn event(&mut self, event: &EventRecord, report: &Report) -> io::Result<()>;

    /// Writes what is still to be written.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Writes events to `out` in a form.
///
/// # Errors
/// When the output cannot be written.
pub fn export<'a>(form: Form, tables: &'a Tables, out: Box<dyn Write + Send + 'a>) -> io::Result<Box<dyn Export + 'a>> {
    Ok(match form {
        Form::Jsonl => Box::new(Jsonl(out)),
        Form::Csv => Box::new(columns::Csv::new(out)?),
        #[cfg(feature = "parquet")]
        Form::Parquet => Box::new(parquet::Parquet::new(out)?),
        Form::Gdelt => Box::new(gdelt::Gdelt::new(out, tables)),
        Form::Icews => Box::new(icews::Icews::new(out, tables)?),
        Form::Graphml => Box::new(network::Network::new(out, network::Syntax::Graphml)),
        Form::Gexf => Box::new(network::Network::new(out, network::Syntax::Gexf)),
    })
}

struct Jsonl<'a>(Box<dyn Write + Send + 'a>);

impl Export for Jsonl<'_> {
    fn event(&mut self, event: &EventRecord, report: &Report) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, &Told { event, report: report.clone() })?;
        self.0.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}
