//! Parquet, with the columns of CSV and their types. A cell with nothing to say is null.

use super::columns::{COLUMNS, Type};
use super::{Export, Report};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::io::{self, Write};
use std::sync::Arc;
use whowhom_text::record::EventRecord;

/// Rows of a row group.
const ROWS: usize = 1 << 16;

/// Writes Parquet, a row group at a time.
pub struct Parquet<'a> {
    writer: SerializedFileWriter<Box<dyn Write + Send + 'a>>,
    /// For each column its cells; empty ones are null.
    cells: Vec<Vec<String>>,
}

impl<'a> Parquet<'a> {
    /// Writes to `out`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(out: Box<dyn Write + Send + 'a>) -> io::Result<Self> {
        let fields = COLUMNS.iter().map(|(name, kind, _)| match kind {
            Type::Words => format!("optional binary {name} (UTF8);"),
            Type::Whole => format!("optional int64 {name};"),
            Type::Real => format!("optional double {name};"),
        });
        let schema = format!("message events {{ {} }}", fields.collect::<String>());
        let schema = Arc::new(parse_message_type(&schema).map_err(failed)?);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(failed)?;
        Ok(Self { writer, cells: vec![Vec::new(); COLUMNS.len()] })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.cells[0].is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (cells, (_, kind, _)) in self.cells.iter_mut().zip(COLUMNS) {
            write_column(&mut group, cells, *kind)?;
            cells.clear();
        }
        group.close().map(drop)
    }
}

impl Export for Parquet<'_> {
    fn event(&mut self, event: &EventRecord, report: &Report) -> io::Result<()> {
        for (cells, (_, _, cell)) in self.cells.iter_mut().zip(COLUMNS) {
            cells.push(cell(event, report));
        }
        if self.cells[0].len() == ROWS { self.write_group().map_err(failed) } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_group().map_err(failed)?;
        self.writer.close().map(drop).map_err(failed)
    }
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: &[String],
    kind: Type,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let said = cells.iter().filter(|cell| !cell.is_empty());
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
    match kind {
        Type::Words => {
            let values: Vec<ByteArray> = said.map(|cell| ByteArray::from(cell.as_str())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        }
        Type::Whole => {
            let values = numbers(said)?;
            column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
        }
        Type::Real => {
            let values = numbers(said)?;
            column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
        }
    }
    column.close()
}

fn numbers<'a, N: std::str::FromStr>(cells: impl Iterator<Item = &'a String>) -> Result<Vec<N>, ParquetError> {
    let number = |cell: &String| cell.parse().map_err(|_| ParquetError::General(format!("{cell:?} is no number")));
    cells.map(number).collect()
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
