//! Tables of comma- or tab-separated values with a head.

use super::Columns;
use super::bounded::{Allowance, Renew};
use super::columns::Layout;
use super::decode::decode;
use super::record::{At, Content, Names, Raw};
use super::records::{Cutter, one};
use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::Value;
use std::io::BufRead;

type Source = Reader<Allowance<Box<dyn BufRead + Send>>>;

struct Rows {
    reader: Option<Source>,
    renew: Renew,
    layout: Layout,
    names: Names,
    row: u64,
}

/// The rows of a table.
pub fn rows(mut reader: Box<dyn BufRead + Send>, delimiter: u8, names: Names, columns: &Columns) -> Cutter {
    let delimiter = delimiter_of(&mut reader, delimiter);
    let (reader, renew) = Allowance::new(reader);
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
    let layout = match reader.byte_headers() {
        Ok(head) => columns.layout(head.iter().map(|h| decode(h.to_vec()).text).collect()),
        Err(error) => Err(format!("cannot be read: {error}")),
    };
    match layout {
        Ok(layout) => Box::new(Rows { reader: Some(reader), renew, layout, names, row: 0 }),
        Err(error) => one(names.raw(Some(At::Line(1)), Err(error))),
    }
}

/// What stands between the columns of the head: `expected`, or where it does not occur, a semicolon (as spreadsheets write whose
/// decimal sign is the comma) or tab that does. An error of reading comes again where the head is read.
fn delimiter_of(reader: &mut dyn BufRead, expected: u8) -> u8 {
    let start = reader.fill_buf().unwrap_or_default();
    let head = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let others = [b';', b'\t', b','];
    std::iter::once(expected).chain(others).find(|sign| head.contains(sign)).unwrap_or(expected)
}

impl Iterator for Rows {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        self.renew.renew();
        let reader = self.reader.as_mut()?;
        let mut cells = ByteRecord::new();
        let read = reader.read_byte_record(&mut cells);
        let line = cells.position().unwrap_or(reader.position()).line();
        self.row += 1;
        let content = match read {
            Ok(false) => return None,
            Ok(true) if is_open(&cells, reader.get_ref()) => {
                Err("a quote that opens in this row is not closed: the rest of the file stands in it".into())
            }
            Ok(true) => record(&self.layout, &cells),
            Err(error) => {
                self.reader = None;
                Err(format!("cannot be read further: {error}"))
            }
        };
        Some(self.names.raw(Some(At::Row(self.row, Some(line))), content))
    }
}

/// Whether the last cell of the last row reaches over lines to the end of the file, and there is no quote there.
fn is_open(cells: &ByteRecord, read: &Allowance<Box<dyn BufRead + Send>>) -> bool {
    let over_lines = cells.iter().next_back().is_some_and(|cell| cell.trim_ascii_end().contains(&b'\n'));
    over_lines && read.last().is_some_and(|byte| byte != b'"')
}

fn record(layout: &Layout, cells: &ByteRecord) -> Result<Content, String> {
    if cells.len() != layout.width() {
        let columns = if cells.len() == 1 { "column" } else { "columns" };
        return Err(format!("the row has {} {columns} where the head has {}", cells.len(), layout.width()));
    }
    let record = layout.record(cells.iter().map(|cell| Value::from(decode(cell.to_vec()).text)))?;
    Ok(Content::Fields(Box::new(record)))
}
