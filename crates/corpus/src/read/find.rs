//! From what the user named to files.

use crate::ReadError;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What a file holds, going by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One article in plain text.
    Article,
    /// One web page.
    Page,
    /// A JSON record a line.
    Lines,
    /// A table of comma-separated values with a head.
    Csv,
    /// A table of tab-separated values with a head.
    Tsv,
    /// A Parquet table.
    Parquet,
    /// An RSS or Atom feed.
    Feed,
    /// A web archive.
    Warc,
    /// Its first bytes decide.
    Unknown,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file; standard input when absent.
    pub path: Option<PathBuf>,
    /// What it holds.
    pub kind: Kind,
    /// The name of an article that the file is, and the first part of the names of records that have none.
    pub stem: String,
}

/// What there is to read.
#[derive(Debug)]
pub struct Found {
    /// The files, in the order in which they are read.
    pub sources: Vec<Source>,
    /// Their size together in bytes as they lie on disk, when known.
    pub bytes: Option<u64>,
}

impl Kind {
    /// What a file with the extension `extension` holds.
    pub fn of_extension(extension: &str) -> Self {
        match extension.to_ascii_lowercase().as_str() {
            "txt" => Self::Article,
            "html" | "htm" | "xhtml" => Self::Page,
            "jsonl" | "ndjson" => Self::Lines,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "parquet" => Self::Parquet,
            "rss" | "atom" | "xml" => Self::Feed,
            "warc" | "wet" => Self::Warc,
            _ => Self::Unknown,
        }
    }
}

/// Finds the files that `paths` name; without any, standard input, unless that is a terminal. A path that is not there and has one
/// of `*?[` in it is a pattern (`**` for folders of any depth). Files whose name tells nothing, and standard input, hold `kind`, or
/// what their first bytes tell.
///
/// # Errors
/// When a path is not there or cannot be opened, a folder holds no articles, or no file fits a pattern.
pub fn find(paths: &[PathBuf], kind: Option<Kind>) -> Result<Found, ReadError> {
    if paths.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(ReadError::NothingToRead);
        }
        return Ok(Found { sources: vec![stdin(kind)], bytes: None });
    }
    let mut sources = Vec::new();
    for path in paths {
        let pattern = path.to_str().filter(|words| words.contains(['*', '?', '[']) && !path.exists());
        match pattern {
            Some(pattern) => match_pattern(pattern, kind, &mut sources)?,
            None => add(path, kind, &mut sources)?,
        }
    }
    let bytes =
        sources.iter().map(|s| fs::metadata(s.path.as_ref()?).ok().filter(|m| m.is_file()).map(|m| m.len())).sum();
    Ok(Found { sources, bytes })
}

fn stdin(kind: Option<Kind>) -> Source {
    Source { path: None, kind: kind.unwrap_or(Kind::Unknown), stem: "stdin".into() }
}

fn add(path: &Path, kind: Option<Kind>, sources: &mut Vec<Source>) -> Result<(), ReadError> {
    if path.as_os_str() == "-" {
        sources.push(stdin(kind));
    } else if path.is_dir() {
        let before = sources.len();
        search(path, path, sources)?;
        if sources.len() == before {
            return Err(ReadError::NoArticles(path.into()));
        }
    } else {
        // A pipe that is opened twice loses what was written into it.
        let open = || if fs::metadata(path)?.is_file() { File::open(path).map(drop) } else { Ok(()) };
        open().map_err(|error| ReadError::Open { path: path.into(), error })?;
        let mut source = named(path, path.file_name().map(Path::new).unwrap_or(path));
        source.kind = if source.kind == Kind::Unknown { kind.unwrap_or(Kind::Unknown) } else { source.kind };
        sources.push(source);
    }
    Ok(())
}

/// Adds what fits a pattern, sorted, and what folders that fit it hold; nothing twice.
fn match_pattern(pattern: &str, kind: Option<Kind>, sources: &mut Vec<Source>) -> Result<(), ReadError> {
    let none = |why| ReadError::NoMatch { pattern: pattern.into(), why };
    let mut matched = Vec::new();
    let mut folders = Vec::new();
    for found in glob::glob(pattern).map_err(|error| none(Some(error.msg)))? {
        match found {
            Ok(path) if path.is_dir() => folders.push(path),
            Ok(path) => add(&path, kind, &mut matched)?,
            Err(error) => matched.push(unreadable(error.path())),
        }
    }
    for folder in folders {
        search(&folder, &folder, &mut matched)?;
    }
    let mut known = BTreeSet::new();
    let before = sources.len();
    sources.extend(matched.into_iter().filter(|source| known.insert(source.path.clone())));
    if sources.len() == before { Err(none(None)) } else { Ok(()) }
}

/// A folder that cannot be read: a source that is told to be bad where its files would have come, so that the rest is read.
fn unreadable(folder: &Path) -> Source {
    Source { path: Some(folder.into()), kind: Kind::Unknown, stem: folder.to_string_lossy().into() }
}

/// Adds the articles and record files below `dir`, sorted; their stems are their paths below `root`, which keeps them apart.
fn search(root: &Path, dir: &Path, sources: &mut Vec<Source>) -> Result<(), ReadError> {
    let failed = |error| ReadError::Open { path: dir.into(), error };
    let mut entries: Vec<PathBuf> =
        fs::read_dir(dir).map_err(failed)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>().map_err(failed)?;
    entries.sort();
    for path in entries {
        // Folders that are links are left alone: they may lead round in a circle.
        if path.is_dir() && !path.is_symlink() {
            match search(root, &path, sources) {
                Ok(()) => {}
                Err(_) => sources.push(unreadable(&path)),
            }
        } else if path.is_file() {
            let source = named(&path, path.strip_prefix(root).unwrap_or(&path));
            // A table beside articles is more likely an index of them than reports; who means one names it.
            if !matches!(source.kind, Kind::Unknown | Kind::Tsv | Kind::Csv) {
                sources.push(source);
            }
        }
    }
    Ok(())
}

/// The source at `path`, its kind and stem taken from `name`.
fn named(path: &Path, name: &Path) -> Source {
    let name = name.to_string_lossy();
    let packed = [".gz", ".zst", ".zstd"].into_iter().find_map(|end| name.strip_suffix(end));
    let plain = packed.unwrap_or(&name);
    let (stem, kind) = match plain.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, Kind::of_extension(extension)),
        _ => (plain, Kind::Unknown),
    };
    Source { path: Some(path.into()), kind, stem: stem.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_files_hold() {
        let of = |name: &str| {
            let Source { kind, stem, .. } = named(Path::new(name), Path::new(name));
            (kind, stem)
        };
        assert_eq!(of("a.b.txt"), (Kind::Article, "a.b".into()));
        assert_eq!(of("2010/02/a.txt.gz"), (Kind::Article, "2010/02/a".into()));
        assert_eq!(of("wire.jsonl.zst"), (Kind::Lines, "wire".into()));
        assert_eq!(of("CC-NEWS-2020.warc.gz"), (Kind::Warc, "CC-NEWS-2020".into()));
        assert_eq!(of("wire.dat"), (Kind::Unknown, "wire".into()));
        assert_eq!(of("README"), (Kind::Unknown, "README".into()));
    }

    #[test]
    fn folders_and_patterns_are_searched_in_sorted_order() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/z.jsonl", "a/c.txt.gz", "a/notes.md", "index.tsv"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let stems = |path: &Path| {
            let found = find(&[path.into()], None)?;
            Ok::<_, ReadError>(found.sources.into_iter().map(|s| s.stem).collect::<Vec<_>>())
        };
        assert_eq!(stems(dir.path()).unwrap(), ["a/c", "a/z", "b"]);
        assert_eq!(find(&[dir.path().into()], None).unwrap().bytes, Some(3));
        assert_eq!(stems(&dir.path().join("**/*.t*")).unwrap(), ["c", "b", "index"]);
        assert_eq!(stems(&dir.path().join("*")).unwrap(), ["b", "index", "c", "z"]);
        assert_eq!(stems(&dir.path().join("**/*")).unwrap(), ["c", "notes", "z", "b", "index"]);
        assert!(matches!(stems(&dir.path().join("*.warc")), Err(ReadError::NoMatch { why: None, .. })));
        assert!(matches!(stems(&dir.path().join("a***")), Err(ReadError::NoMatch { why: Some(_), .. })));
        assert!(matches!(stems(&dir.path().join("no")), Err(ReadError::Open { .. })));
    }
}
