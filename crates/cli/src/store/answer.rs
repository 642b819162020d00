//! How answers are written: rows of cells as a table, JSON lines or CSV.

use super::args::AnswerArgs;
use crate::args::ListFormat;
use crate::error::RunError;
use crate::output::{Width, line};
use comfy_table::{Cell, CellAlignment, Table};
use serde_json::{Map, Value};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

/// So many rows fit a reader on a terminal.
const ROWS: u64 = 100;

/// An answer being written.
pub struct Answer {
    format: ListFormat,
    out: BufWriter<StdoutLock<'static>>,
    head: Vec<String>,
    table: Option<Table>,
    written: io::Result<()>,
    rows: u64,
    limit: Option<u64>,
    /// The limit that nobody asked for.
    unasked: Option<u64>,
}

impl Answer {
    /// An answer as asked for.
    pub fn new(args: &AnswerArgs) -> Self {
        Self::in_form(args.format, args.limit)
    }

    /// An answer in this form, of so many rows at most.
    pub fn in_form(format: Option<ListFormat>, limit: Option<u64>) -> Self {
        let terminal = io::stdout().is_terminal();
        let format = format.unwrap_or(if terminal { ListFormat::Table } else { ListFormat::Jsonl });
        let unasked = (limit.is_none() && terminal && format == ListFormat::Table).then_some(ROWS);
        let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        Self { format, out, head: Vec::new(), table: None, written: Ok(()), rows: 0, limit: limit.or(unasked), unasked }
    }

    /// How it is written.
    pub fn format(&self) -> ListFormat {
        self.format
    }

    /// Whether it is for reading.
    pub fn is_table(&self) -> bool {
        self.format == ListFormat::Table
    }

    /// Takes a table that is made already.
    pub fn table(&mut self, table: Table) {
        self.rows = table.row_count() as u64;
        self.table = Some(table);
    }

    /// How many rows there may be.
    pub fn limit(&self) -> Option<u64> {
        self.limit
    }

    /// Names the columns.
    pub fn head(&mut self, head: &[&str]) {
        self.head = head.iter().map(|name| name.to_string()).collect();
        match self.format {
            ListFormat::Table => self.table = Some(Width::of_terminal().table(head.iter().copied())),
            ListFormat::Csv => self.written = csv_row(head, &mut self.out),
            ListFormat::Jsonl => (),
        }
    }

    /// As [`Self::head`], for rows of counts and means, which stand close together.
    pub fn counts(&mut self, head: &[&str]) {
        self.head(head);
        if self.is_table() {
            let titles: Vec<String> = head.iter().map(|name| name.replace('_', " ")).collect();
            self.table = Some(Width::of_terminal().counts(titles.iter().map(String::as_str)));
        }
    }

    /// Writes a row. Breaks when nobody reads on.
    pub fn row(&mut self, cells: Vec<Value>) -> ControlFlow<()> {
        let Self { head, table, out, .. } = self;
        let written = match self.format {
            ListFormat::Table => {
                if let Some(table) = table {
                    table.add_row(cells.iter().map(table_cell));
                }
                Ok(())
            }
            ListFormat::Csv => csv_row(&cells.iter().map(words).collect::<Vec<_>>(), out),
            ListFormat::Jsonl => {
                let known = head.iter().cloned().zip(cells).filter(|(_, cell)| !cell.is_null());
                line(&Value::Object(known.collect::<Map<_, _>>()), out)
            }
        };
        self.wrote(written)
    }

    /// Adds a row to a table, with its lines as they are.
    pub fn lines(&mut self, cells: Vec<String>) -> ControlFlow<()> {
        if let Some(table) = &mut self.table {
            table.add_row(cells);
        }
        self.wrote(Ok(()))
    }

    /// Writes what stands before rows of their own form.
    pub fn own_head(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        self.written = write(&mut self.out);
    }

    /// Writes a row of its own form.
    pub fn own(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> ControlFlow<()> {
        let written = write(&mut self.out);
        self.wrote(written)
    }

    fn wrote(&mut self, written: io::Result<()>) -> ControlFlow<()> {
        self.rows += 1;
        self.written = written;
        if self.written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// When the output cannot be written; a reader who has had enough is no error.
    pub fn finish(mut self) -> Result<ExitCode, RunError> {
        let table = self.table.take();
        let out = &mut self.out;
        let written = self.written.and_then(|()| match table {
            Some(table) if self.rows > 0 => writeln!(out, "{table}"),
            _ => Ok(()),
        });
        match written.and_then(|()| self.out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
            _ => (),
        }
        if self.rows == 0 {
            eprintln!("nothing found");
        }
        if self.unasked == Some(self.rows) {
            eprintln!("the first {ROWS}; --limit N shows more");
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn csv_row(cells: &[impl AsRef<[u8]>], out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}

/// A cell of a table; numbers stand on the right.
fn table_cell(cell: &Value) -> Cell {
    match cell {
        Value::Number(number) => {
            // Means have two decimals, so that they stand under each other.
            let mean = number.as_f64().filter(|n| number.is_f64() && rounded(*n) == *cell);
            let words = mean.map_or_else(|| words(cell), |mean| format!("{mean:.2}"));
            Cell::new(words).set_alignment(CellAlignment::Right)
        }
        _ => Cell::new(words(cell)),
    }
}

/// A cell for people: nothing for what is not known, a list joined, words on one line.
fn words(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(cells) => cells.iter().map(words).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// A mean with two decimals, which is what counts of a hundred can bear.
pub fn rounded(mean: f64) -> Value {
    ((mean * 100.0).round() / 100.0).into()
}
