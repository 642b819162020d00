//! From what the user named to files.

use crate::error::RunError;
use std::fs::{self, File};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What a file holds, going by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One article.
    Article,
    /// A record a line.
    Lines,
    /// Its first character decides.
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

/// Finds the files that `paths` name; without any, standard input, unless that is a terminal.
///
/// # Errors
/// When a path is not there or cannot be opened, or a folder holds no articles.
pub fn find(paths: &[PathBuf]) -> Result<Found, RunError> {
    if paths.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(RunError::NothingToRead);
        }
        return Ok(Found { sources: vec![stdin()], bytes: None });
    }
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            sources.push(stdin());
        } else if path.is_dir() {
            let before = sources.len();
            search(path, path, &mut sources)?;
            if sources.len() == before {
                return Err(RunError::NoArticles(path.clone()));
            }
        } else {
            File::open(path).map_err(|error| RunError::Read { path: path.clone(), error })?;
            sources.push(named(path, path.file_name().map(Path::new).unwrap_or(path)));
        }
    }
    let bytes =
        sources.iter().map(|s| fs::metadata(s.path.as_ref()?).ok().filter(|m| m.is_file()).map(|m| m.len())).sum();
    Ok(Found { sources, bytes })
}

fn stdin() -> Source {
    Source { path: None, kind: Kind::Unknown, stem: "stdin".into() }
}

/// Adds the articles and record files below `dir`, sorted; their stems are their paths below `root`, which keeps them apart.
fn search(root: &Path, dir: &Path, sources: &mut Vec<Source>) -> Result<(), RunError> {
    let failed = |error| RunError::Read { path: dir.into(), error };
    let mut entries: Vec<PathBuf> =
        fs::read_dir(dir).map_err(failed)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>().map_err(failed)?;
    entries.sort();
    for path in entries {
        // Folders that are links are left alone: they may lead round in a circle.
        if path.is_dir() && !path.is_symlink() {
            search(root, &path, sources)?;
        } else if path.is_file() {
            let source = named(&path, path.strip_prefix(root).unwrap_or(&path));
            if source.kind != Kind::Unknown {
                sources.push(source);
            }
        }
    }
    Ok(())
}

/// The source at `path`, its kind and stem taken from `name`.
fn named(path: &Path, name: &Path) -> Source {
    let name = name.to_string_lossy();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let (stem, kind) = match plain.rsplit_once('.') {
        Some((stem, "txt")) => (stem, Kind::Article),
        Some((stem, "jsonl" | "ndjson")) => (stem, Kind::Lines),
        Some((stem, _)) if !stem.is_empty() => (stem, Kind::Unknown),
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
        assert_eq!(of("wire.jsonl"), (Kind::Lines, "wire".into()));
        assert_eq!(of("wire.dat"), (Kind::Unknown, "wire".into()));
        assert_eq!(of("README"), (Kind::Unknown, "README".into()));
    }

    #[test]
    fn folders_are_searched_in_sorted_order() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/z.jsonl", "a/c.txt.gz", "a/notes.md", "index.tsv"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = find(&[dir.path().into()]).unwrap();
        let stems: Vec<_> = found.sources.iter().map(|s| s.stem.as_str()).collect();
        assert_eq!(stems, ["a/c", "a/z", "b"]);
        assert_eq!(found.bytes, Some(3));
        assert!(matches!(find(&[dir.path().join("no")]), Err(RunError::Read { .. })));
    }
}
