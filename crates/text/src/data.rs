//! Data files: what the rooms know, as text that a political scientist can read and edit.
//!
//! A data file has one entry a line, fields separated by tabs; `#` at the start of a line, or after white space, begins a comment.
//! The files are compiled in; a user's folder of the same form ([`DataDir`]) is laid over them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// What is wrong with a data file.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A line is not what the file's form asks for.
    #[error("{file}:{line}: {message}")]
    Line {
        /// The file, as the user would name it.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong and what is wanted.
        message: String,
    },
    /// A file cannot be read.
    #[error("cannot read {path}: {error}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
}

/// Where data comes from: the files compiled in, and a user's folder over them.
#[derive(Clone, Debug, Default)]
pub struct DataDir {
    over: Option<PathBuf>,
}

/// A data file's text with the name that messages use for it.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The file's name: under `data/` for ours, the path for a user's.
    pub name: String,
    /// Its words.
    pub text: Cow<'static, str>,
    /// Whether it is the user's.
    pub overlay: bool,
}

/// A line of a data file that is neither blank nor a comment.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Number, from 1.
    pub number: usize,
    /// The line without comment and trailing white space.
    pub text: &'a str,
}

impl<'a> Line<'a> {
    /// The fields between tabs (runs of tabs count as one), trimmed.
    pub fn fields(self) -> impl Iterator<Item = &'a str> {
        self.text.split('\t').map(str::trim).filter(|f| !f.is_empty())
    }

    /// The columns between single tabs, trimmed; an empty column is kept.
    pub fn columns(self) -> impl Iterator<Item = &'a str> {
        self.text.split('\t').map(str::trim)
    }

    /// An error that names this line.
    pub fn error(self, message: impl Into<String>) -> DataError {
        DataError::Line { file: self.file.into(), line: self.number, message: message.into() }
    }
}

impl DataDir {
    /// Only what is compiled in.
    pub fn builtin() -> Self {
        Self::default()
    }

    /// What is compiled in, with the folder `dir` laid over it.
    pub fn over(dir: impl Into<PathBuf>) -> Self {
        Self { over: Some(dir.into()) }
    }

    /// The user's folder.
    pub fn overlay(&self) -> Option<&Path> {
        self.over.as_deref()
    }

    /// The file `name` (a path under `data/`): ours, then the user's of the same name if there is one.
    ///
    /// # Errors
    /// When the user's file is there and cannot be read as UTF-8 text.
    pub fn files(&self, name: &str, builtin: &'static str) -> Result<Vec<DataFile>, DataError> {
        let mut files = vec![DataFile { name: name.into(), text: Cow::Borrowed(builtin), overlay: false }];
        if let Some(path) = self.over.as_ref().map(|dir| dir.join(name)).filter(|p| p.exists()) {
            let text = std::fs::read_to_string(&path).map_err(|error| DataError::Read { path: path.clone(), error })?;
            files.push(DataFile { name: path.display().to_string(), text: Cow::Owned(text), overlay: true });
        }
        Ok(files)
    }

    /// The user's further `.txt` files in a folder (a path under `data/`), by name: those that are not among `known`.
    ///
    /// # Errors
    /// When one of them cannot be read as UTF-8 text.
    pub fn others<'n>(&self, folder: &str, known: impl Iterator<Item = &'n str>) -> Result<Vec<DataFile>, DataError> {
        let Some(path) = self.over.as_ref().map(|dir| dir.join(folder)).filter(|p| p.is_dir()) else {
            return Ok(Vec::new());
        };
        let known: Vec<&str> = known.collect();
        let fail = |path: &Path, error| DataError::Read { path: path.into(), error };
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(&path).map_err(|e| fail(&path, e))? {
            let entry = entry.map_err(|e| fail(&path, e))?;
            let name = entry.file_name();
            let is_known = known.iter().any(|k| Path::new(k).file_name() == Some(&name));
            if entry.path().extension().is_some_and(|e| e == "txt") && !is_known {
                paths.push(entry.path());
            }
        }
        paths.sort();
        let read = |path: PathBuf| {
            let text = std::fs::read_to_string(&path).map_err(|e| fail(&path, e))?;
            Ok(DataFile { name: path.display().to_string(), text: Cow::Owned(text), overlay: true })
        };
        paths.into_iter().map(read).collect()
    }
}

impl DataFile {
    /// The lines that say something.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.text.lines().enumerate().filter_map(|(i, line)| {
            let text = strip_comment(line).trim_end();
            (!text.trim().is_empty()).then_some(Line { file: &self.name, number: i + 1, text })
        })
    }
}

/// Cuts a comment: `#` at the start or after white space.
fn strip_comment(line: &str) -> &str {
    let mut before = ' ';
    for (i, c) in line.char_indices() {
        if c == '#' && before.is_whitespace() {
            return &line[..i];
        }
        before = c;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_skipped() {
        let file = DataFile { name: "x".into(), text: "# head\n\nC#\tb \t c # why\n".into(), overlay: false };
        let lines: Vec<_> = file.lines().collect();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].number, 3);
        assert_eq!(lines[0].fields().collect::<Vec<_>>(), ["C#", "b", "c"]);
        assert_eq!(lines[0].error("bad").to_string(), "x:3: bad");
    }
}
