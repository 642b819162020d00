//! The versions of program, data and model that code a report.

use crate::args::RunArgs;
use crate::error::RunError;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use whowhom_corpus::ReadError;
use whowhom_store::Made;

/// What codes reports in this run. Data and model are named by hashes of their content, the user's behind a `+` or instead of ours.
///
/// # Errors
/// When the user's data or model cannot be read.
pub fn made(args: &RunArgs) -> Result<Made, RunError> {
    let program = concat!(env!("CARGO_PKG_VERSION"), "-", env!("WHOWHOM_ENGINE"));
    let data = match &args.data {
        Some(dir) => format!("{}+{}", env!("WHOWHOM_DATA"), hash(dir)?),
        None => env!("WHOWHOM_DATA").into(),
    };
    let model = match &args.model {
        Some(path) => hash(path)?,
        None => env!("WHOWHOM_MODEL").into(),
    };
    Ok(Made { program: program.into(), data, model })
}

/// A hash of a file, or of the files below a folder with their paths.
fn hash(path: &Path) -> Result<String, RunError> {
    let mut hash = Sha256::new();
    add(path, path, &mut hash).map_err(|error| ReadError::Open { path: path.into(), error })?;
    Ok(hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect())
}

fn add(root: &Path, path: &Path, hash: &mut Sha256) -> std::io::Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| add(root, path, hash));
    }
    let bytes = fs::read(path)?;
    hash.update(path.strip_prefix(root).unwrap_or(path).to_string_lossy().as_bytes());
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_known_by_what_is_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let of = || hash(dir.path()).unwrap();
        fs::write(dir.path().join("a"), "x").unwrap();
        let first = of();
        assert_eq!(first, of());
        fs::write(dir.path().join("a"), "y").unwrap();
        let second = of();
        fs::rename(dir.path().join("a"), dir.path().join("b")).unwrap();
        assert!(first != second && second != of() && first != of());
    }
}
