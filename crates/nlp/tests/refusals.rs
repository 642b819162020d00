//! What a pipeline asks for and this crate does not do is refused by name; damaged model files are errors.

use std::path::Path;
use std::sync::LazyLock;
use whowhom_nlp::pack::{Pack, write};
use whowhom_nlp::{Error, Pipeline};

/// The default pipeline's files.
static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en_core_web_sm.pack");
    let pack = Pack::new(std::fs::read(path).unwrap().into()).unwrap();
    pack.names().map(|name| (name.to_string(), pack.get(name).unwrap().unwrap())).collect()
});

/// The default pipeline, one of its files changed.
fn load_with(name: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Result<Pipeline, Error> {
    let mut files = FILES.clone();
    let (_, bytes) = files.iter_mut().find(|(file, _)| file == name).unwrap();
    *bytes = change(std::mem::take(bytes));
    // What "compresses" to more bytes is stored as it is.
    Pipeline::from_bytes(write(&files, |bytes| vec![0; bytes.len() + 1]))
}

/// The error that one change of the config brings.
fn refusal(old: &str, new: &str) -> String {
    let change = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1).into_bytes()
    };
    load_with("config.cfg", change).unwrap_err().to_string()
}

#[test]
fn what_is_not_supported_is_named() {
    for (old, new, named) in [
        ("spacy.TransitionBasedParser.v2", "spacy.TransitionBasedParser.v9", "spacy.TransitionBasedParser.v9"),
        ("spacy.MultiHashEmbed.v2", "spacy.CharacterEmbed.v2", "spacy.CharacterEmbed.v2"),
        ("spacy.MaxoutWindowEncoder.v2", "spacy.TorchBiLSTMEncoder.v1", "spacy.TorchBiLSTMEncoder.v1"),
        ("use_upper = true", "use_upper = false", "use_upper"),
        ("extra_state_tokens = false", "extra_state_tokens = true", "extra_state_tokens"),
        ("factory = \"lemmatizer\"", "factory = \"spancat\"", "`spancat`"),
        ("upstream = \"tok2vec\"", "upstream = \"transformer\"", "`transformer`"),
        ("after_creation = null", "after_creation = {\"@callbacks\":\"mine\"}", "after_creation"),
        ("min_action_freq = 30", "min_action_freq = 30\nbeam_width = 4", "`beam_width`"),
    ] {
        let error = refusal(old, new);
        assert!(error.contains(named), "{new}: {error}");
    }
}

#[test]
fn settings_outside_of_config_are_refused_too() {
    let change = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        text.replace("\"beam_width\":1", "\"beam_width\":8").into_bytes()
    };
    let error = load_with("ner/cfg", change).unwrap_err().to_string();
    assert!(error.contains("ner/cfg") && error.contains("beam_width 8"), "{error}");
}

#[test]
fn damaged_files_are_errors() {
    for file in ["tok2vec/model", "parser/model", "parser/moves", "ner/moves", "tagger/cfg"] {
        let cut = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
        let error = load_with(file, cut).unwrap_err().to_string();
        assert!(error.contains(file), "{error}");
    }
}
