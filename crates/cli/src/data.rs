//! `whowhom data`: making a data folder of one's own.

use crate::args::{DataCommand, ImportArgs};
use crate::error::RunError;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use whowhom_actor::petrarch::{ImportError, import_petrarch_actors, import_petrarch_agents};
use whowhom_event::petrarch::{DictionaryKind, VerbDictionary};
use whowhom_text::data::{DataError, DataFile};

/// Why a dictionary cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// It is none that the program knows.
    #[error("{} is no verb, actor, agent or discard dictionary of PETRARCH's", .0.display())]
    Unknown(PathBuf),
    /// Its lines are in the folder already.
    #[error("{} was imported to {} before", file.display(), to.display())]
    Again {
        /// The dictionary.
        file: PathBuf,
        /// Where its lines are.
        to: PathBuf,
    },
    /// A file cannot be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The actor room cannot read it.
    #[error(transparent)]
    Actors(#[from] ImportError),
}

impl DictionaryError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown(_) => "a list of phrases to discard needs \"discard\" in its file's name",
            Self::Again { .. } => "take its lines out of that file, or name another folder with --out",
            Self::File { .. } | Self::Actors(_) => return None,
        })
    }
}

/// What `data` is asked to do.
///
/// # Errors
/// When it cannot be done.
pub fn data(command: &DataCommand) -> Result<ExitCode, RunError> {
    match command {
        DataCommand::Import(args) => import(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn import(args: &ImportArgs) -> Result<(), DictionaryError> {
    for file in &args.dictionaries {
        let note = one(file, &args.out)?;
        eprintln!("{note}");
    }
    Ok(())
}

/// What was made of a dictionary.
struct Note<'a> {
    file: &'a Path,
    lines: usize,
    what: &'static str,
    to: PathBuf,
}

impl fmt::Display for Note<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {} to {}", self.file.display(), self.lines, self.what, self.to.display())
    }
}

fn one<'a>(file: &'a Path, out: &Path) -> Result<Note<'a>, DictionaryError> {
    let bytes = fs::read(file).map_err(|error| DictionaryError::File { path: file.into(), error })?;
    // The dictionaries of the field are partly in Latin-1.
    let text = String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().iter().map(|b| char::from(*b)).collect());
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let kind = DictionaryKind::of(&name, &text).ok_or_else(|| DictionaryError::Unknown(file.into()))?;
    let place = |folder: &str| out.join(folder).join(format!("{name}.txt"));
    match kind {
        DictionaryKind::Verbs => {
            let source = DataFile { name: file.display().to_string(), text: text.clone().into(), overlay: true };
            let (verbs, faults) = VerbDictionary::read_what_can_be(std::slice::from_ref(&source));
            let to = write(&place("event/petrarch"), &without(&text, &faults))?;
            for fault in faults {
                eprintln!("whowhom: left out {fault}");
            }
            Ok(Note { file, lines: verbs.pattern_count(), what: "patterns", to })
        }
        DictionaryKind::Discards => {
            let to = write(&place("event/petrarch/discards"), &text)?;
            Ok(Note { file, lines: text.lines().count(), what: "lines of discards", to })
        }
        DictionaryKind::Actors => {
            let lines = import_petrarch_actors(file)?;
            let to = append(file, &out.join("actor/actors.tsv"), &lines)?;
            Ok(Note { file, lines: lines.lines().count() - 1, what: "actors", to })
        }
        DictionaryKind::Agents => {
            let lines = import_petrarch_agents(file)?;
            let to = append(file, &out.join("actor/roles.tsv"), &lines)?;
            Ok(Note { file, lines: lines.lines().count() - 1, what: "agents", to })
        }
    }
}

/// A dictionary with the lines that are not of its form made comments.
fn without(text: &str, faults: &[DataError]) -> String {
    let faulty: Vec<usize> =
        faults.iter().filter_map(|f| if let DataError::Line { line, .. } = f { Some(*line) } else { None }).collect();
    let line = |(i, line): (usize, &str)| match faulty.contains(&(i + 1)) {
        true => format!("# left out: {line}\n"),
        false => format!("{line}\n"),
    };
    text.lines().enumerate().map(line).collect()
}

fn write(to: &Path, text: &str) -> Result<PathBuf, DictionaryError> {
    let fail = |error| DictionaryError::File { path: to.into(), error };
    fs::create_dir_all(to.parent().unwrap_or(to)).map_err(fail)?;
    fs::write(to, text).map_err(fail)?;
    Ok(to.into())
}

/// Adds lines to a file, unless lines of the same head are there.
fn append(file: &Path, to: &Path, lines: &str) -> Result<PathBuf, DictionaryError> {
    let before = match fs::read_to_string(to) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(DictionaryError::File { path: to.into(), error }),
    };
    let head = lines.lines().next().unwrap_or_default();
    if before.lines().any(|l| l == head) {
        return Err(DictionaryError::Again { file: file.into(), to: to.into() });
    }
    write(to, &format!("{before}{lines}"))
}
