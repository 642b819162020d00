//! Works out the versions of what is compiled in, so that a store can tell which reports were coded by something older.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The crates that decide what is coded.
const ROOMS: [&str; 7] = ["text", "nlp", "time", "place", "actor", "source", "event"];

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    let rooms: Vec<PathBuf> = ROOMS.iter().map(|room| root.join("crates").join(room).join("src")).collect();
    set("WHOWHOM_ENGINE", &rooms);
    set("WHOWHOM_DATA", &[root.join("data")]);
    set("WHOWHOM_MODEL", &[root.join("models/en_core_web_sm.pack")]);
}

/// Sets a variable for the compiler to the hash of these files and folders.
fn set(name: &str, paths: &[PathBuf]) {
    let mut hash = Sha256::new();
    for path in paths {
        println!("cargo::rerun-if-changed={}", path.display());
        add(path, path, &mut hash);
    }
    let hex: String = hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect();
    println!("cargo::rustc-env={name}={hex}");
}

/// Adds a file, or the files below a folder in sorted order, each with its path below `root` and its length.
fn add(root: &Path, path: &Path, hash: &mut Sha256) {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            fs::read_dir(path).expect("a readable folder").map(|entry| entry.expect("an entry").path()).collect();
        inside.sort();
        inside.iter().for_each(|path| add(root, path, hash));
        return;
    }
    let bytes = fs::read(path).expect("a readable file");
    hash.update(path.strip_prefix(root).unwrap_or(path).to_string_lossy().as_bytes());
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
