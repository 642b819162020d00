//! Parquet tables, row by row. (A row group's pages are read as rows ask for them; the crate's row interface spares us Arrow.)

use super::Columns;
use super::bounded::read_all;
use super::columns::Layout;
use super::record::{At, Content, Names, Raw};
use super::records::{Cutter, one};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde_json::Value;
use std::fs::File;
use std::io::BufRead;
use std::path::Path;

struct Rows {
    rows: Option<RowIter<'static>>,
    layout: Layout,
    names: Names,
    row: u64,
}

/// The rows of a table. `reader` is read only when the table cannot be read from the file itself: when it is packed once more, or
/// comes from standard input; it must then be no larger than a record.
pub fn rows(path: Option<&Path>, mut reader: Box<dyn BufRead + Send>, names: Names, columns: &Columns) -> Cutter {
    let plain = reader.fill_buf().is_ok_and(|start| start.starts_with(b"PAR1"));
    let packed = path.is_some_and(|p| p.extension().is_some_and(|e| e == "gz" || e == "zst"));
    let opened: Result<Box<dyn FileReader>, String> = match path.filter(|_| plain && !packed) {
        Some(path) => File::open(path)
            .map_err(|e| e.to_string())
            .and_then(|file| Ok(Box::new(SerializedFileReader::new(file).map_err(|e| e.to_string())?) as _)),
        None => read_all(&mut reader).and_then(|bytes| {
            let bytes = bytes::Bytes::from(bytes);
            Ok(Box::new(SerializedFileReader::new(bytes).map_err(|e| e.to_string())?) as _)
        }),
    };
    let table = opened.map_err(|error| format!("cannot be read as Parquet: {error}")).and_then(|file| {
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let head = schema.root_schema().get_fields().iter().map(|f| f.name().to_string()).collect();
        Ok((columns.layout(head)?, RowIter::from_file_into(file)))
    });
    match table {
        Ok((layout, rows)) => Box::new(Rows { rows: Some(rows), layout, names, row: 0 }),
        Err(error) => one(names.raw(None, Err(error))),
    }
}

impl Iterator for Rows {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        let row = self.rows.as_mut()?.next()?;
        self.row += 1;
        let content = match row {
            Ok(row) => record(&self.layout, &row),
            Err(error) => {
                self.rows = None;
                Err(format!("cannot be read further: {error}"))
            }
        };
        Some(self.names.raw(Some(At::Row(self.row, None)), content))
    }
}

fn record(layout: &Layout, row: &Row) -> Result<Content, String> {
    Ok(Content::Fields(Box::new(layout.record(row.get_column_iter().map(|(_, field)| value(field)))?)))
}

/// A cell as JSON; times as ISO 8601, and nested values in words.
fn value(field: &Field) -> Value {
    let moment = |time: Result<Timestamp, jiff::Error>| time.map_or(Value::Null, |t| t.to_string().into());
    match field {
        Field::Null => Value::Null,
        Field::Bool(b) => (*b).into(),
        Field::Byte(n) => (*n).into(),
        Field::Short(n) => (*n).into(),
        Field::Int(n) => (*n).into(),
        Field::Long(n) => (*n).into(),
        Field::UByte(n) => (*n).into(),
        Field::UShort(n) => (*n).into(),
        Field::UInt(n) => (*n).into(),
        Field::ULong(n) => (*n).into(),
        Field::Float(n) => (*n).into(),
        Field::Double(n) => (*n).into(),
        Field::Str(words) => words.as_str().into(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into(),
        Field::Date(days) => {
            let epoch = Date::constant(1970, 1, 1);
            epoch.checked_add(days.days()).map_or(Value::Null, |d| d.to_string().into())
        }
        Field::TimestampMillis(n) => moment(Timestamp::from_millisecond(*n)),
        Field::TimestampMicros(n) => moment(Timestamp::from_microsecond(*n)),
        other => other.to_string().into(),
    }
}
