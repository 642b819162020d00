//! Records a line.

use super::MAX_RECORD;
use super::bounded::{LineRead, read_line, too_long};
use super::record::{At, Content, Names, Raw};
use std::io::BufRead;

/// The lines of a file that are not blank; an error of reading ends them.
pub struct Lines {
    reader: Option<Box<dyn BufRead + Send>>,
    names: Names,
    line: u64,
}

impl Lines {
    /// The lines of `reader`.
    pub fn new(reader: Box<dyn BufRead + Send>, names: Names) -> Self {
        Self { reader: Some(reader), names, line: 0 }
    }
}

impl Iterator for Lines {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        loop {
            let mut bytes = Vec::new();
            let read = read_line(self.reader.as_mut()?, MAX_RECORD, &mut bytes);
            self.line += 1;
            let content = match read {
                Ok(LineRead::End) => return None,
                Ok(LineRead::Line) if bytes.trim_ascii().is_empty() => continue,
                Ok(LineRead::Line) => {
                    bytes.truncate(bytes.trim_ascii_end().len());
                    Ok(Content::Json(bytes))
                }
                Ok(LineRead::TooLong(length)) => Err(too_long(length)),
                Err(error) => {
                    self.reader = None;
                    Err(format!("cannot be read further: {error}"))
                }
            };
            return Some(self.names.raw(Some(At::Line(self.line)), content));
        }
    }
}
