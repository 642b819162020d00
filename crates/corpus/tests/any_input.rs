//! Whatever a file holds, reading it ends, does not panic, and says in words what is wrong.

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;
use whowhom_corpus::read::{self, Parse, Records, Settings, Skip};

const WORDS: &str =
    "The envoys of both countries met in Oslo on Friday and agreed to open an office for research on the ice. ";

/// A sound file of each form.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let story = format!("<p>{WORDS}{WORDS}</p>").repeat(4);
    let page = format!(
        "<!doctype html><html><head><meta property='og:site_name' content='Post'></head><article>{story}</article>"
    );
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://post.example/a\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let rss = format!(
        "<?xml version=\"1.0\"?><rss><channel><title>Post</title><item><title>Ice &amp; fish</title><link>/a</link>\
         <description><![CDATA[<p>{WORDS}</p>]]></description></item></channel></rss>"
    );
    vec![
        ("a.txt", WORDS.repeat(3).into_bytes()),
        ("a.html", page.into_bytes()),
        ("a.jsonl", format!("{{\"text\": \"{WORDS}\", \"date\": \"2010-02-12\"}}\n").repeat(3).into_bytes()),
        ("a.csv", format!("id,date,text\n1,2010-02-12,\"{WORDS}\"\n2,,\"One\nTwo\"\n").into_bytes()),
        ("a.tsv", format!("id\ttext\n1\t{WORDS}\n").into_bytes()),
        ("a.rss", rss.into_bytes()),
        ("a.warc", warc.repeat(2).into_bytes()),
        ("a.dat", format!("{{\"text\": \"{WORDS}\"}}\n").into_bytes()),
        ("a.parquet", b"PAR1\x15\x04\x15\x10\x15\x14\x4C\x15\x02\x15\0\0\0\x20\0\0\0PAR1".to_vec()),
    ]
}

/// What can happen to a file on its way.
#[derive(Clone, Debug)]
enum Harm {
    Cut(usize),
    Flip(usize, u8),
    Insert(usize, Vec<u8>),
    Double(usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = 0..2000usize;
    prop_oneof![
        at.clone().prop_map(Harm::Cut),
        (at.clone(), any::<u8>()).prop_map(|(at, bits)| Harm::Flip(at, bits)),
        (at.clone(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        (at, 1..200usize).prop_map(|(at, length)| Harm::Double(at, length)),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        let place = |at: &usize| at % bytes.len().max(1);
        match harm {
            Harm::Cut(at) => bytes.truncate(place(at)),
            Harm::Flip(at, bits) => {
                let at = place(at);
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= bits);
            }
            Harm::Insert(at, more) => {
                let at = place(at);
                bytes.splice(at..at, more.iter().copied());
            }
            Harm::Double(at, length) => {
                let at = place(at);
                let part = bytes[at..(at + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

/// Reads a file; every record is a document or a fault in words, and there are not more of them than bytes.
fn read(name: &str, bytes: &[u8]) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let settings = Settings::default();
    let parse = Parse::new(&settings).unwrap();
    let mut records = 0;
    for raw in Records::new(read::find(&[path], None).unwrap().sources, &settings) {
        let place = raw.place.to_string();
        assert!(place.contains(name));
        match parse.parse(raw) {
            Ok(input) => assert!(!input.doc.text.trim().is_empty() && !input.doc.id.is_empty()),
            Err(Skip::Bad(words)) => assert!(!words.is_empty()),
            Err(Skip::Language(_) | Skip::NoArticle) => {}
        }
        records += 1;
        assert!(records <= bytes.len() + 1, "a reader that does not end");
    }
    records
}

#[test]
fn sound_files_are_read() {
    for (name, bytes) in samples() {
        assert!(read(name, &bytes) > 0, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn harmed_files_are_read_to_their_end(number in 0..9usize, harms in prop::collection::vec(harm(), 1..6), packed in any::<bool>()) {
        let (name, bytes) = samples().swap_remove(number);
        if packed {
            // Harm done to the packed file hits its checksums and lengths.
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&bytes).unwrap();
            read(name, &harmed(encoder.finish().unwrap(), &harms));
        } else {
            read(name, &harmed(bytes, &harms));
        }
    }

    #[test]
    fn bytes_of_any_sort_are_read_to_their_end(number in 0..9usize, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read(samples()[number].0, &bytes);
    }
}
