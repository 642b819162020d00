//! Running the program.

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;

/// The program with these arguments, standard input empty, in the root of the repository.
pub fn whowhom(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("whowhom").unwrap();
    command.args(args).current_dir(root());
    command
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs the program with these arguments on this input.
pub fn run(args: &[&str], input: impl Into<Vec<u8>>) -> Run {
    let output = whowhom(args).write_stdin(input).output().unwrap();
    Run {
        status: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The records written, which is all of standard output.
    pub fn records(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The names of the documents written.
    pub fn ids(&self) -> Vec<String> {
        self.records().iter().map(|r| r["id"].as_str().unwrap().to_string()).collect()
    }
}
