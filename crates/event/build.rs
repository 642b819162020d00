//! Lists the lexicon's files, so that a new file under `data/event/lexicon/` needs no line of code.

use std::fmt::Write;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../data/event/lexicon");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = std::fs::read_dir(&folder)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    // Of equal entries the later wins: an event outranks an operator, and what is no event comes last.
    names.sort_by_key(|name| (name == "none.txt", name != "operators.txt", name.clone()));
    let mut list = String::from("[\n");
    for name in names {
        let path = folder.join(&name);
        let _ = writeln!(list, "    (\"event/lexicon/{name}\", include_str!({:?})),", path.display().to_string());
    }
    list.push(']');
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&out).join("lexicon_files.rs"), list)
}
