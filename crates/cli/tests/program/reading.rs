//! Where reports come from, and what becomes of records that are bad.

use crate::support::{run, whowhom};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn name(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn articles_records_and_archives_of_a_folder_come_in_sorted_order() {
    let dir = folder(&[
        ("b.txt", b"France urged Mali to act."),
        ("a/wire.jsonl", b"{\"text\": \"One.\", \"id\": \"x\"}\n\n{\"text\": \"Two.\"}\n"),
        ("a/old.txt.gz", &gzip(b"Three.")),
        ("c.jsonl.gz", &gzip(b"{\"text\": \"Four.\"}")),
        ("notes.md", b"not an article"),
    ]);
    let run = run(&["annotate", name(dir.path()), "--date", "2010-02-12"], "");
    assert_eq!(run.ids(), ["a/old", "x", "a/wire-3", "b", "c-1"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
}

#[test]
fn standard_input_is_an_article_or_records_or_an_archive() {
    assert_eq!(run(&["annotate", "-"], "Plain words.").ids(), ["stdin"]);
    assert_eq!(run(&["annotate"], " {\"text\": \"a\"}\n{\"text\": \"b\"}").ids(), ["stdin-1", "stdin-2"]);
    assert_eq!(run(&["annotate", "-"], gzip(b"{\"text\": \"a\"}")).ids(), ["stdin-1"]);
    let empty = run(&["annotate", "-"], "");
    assert_eq!((empty.status, empty.err.lines().next()), (1, Some("standard input: is empty; skipped")));
}

#[test]
fn a_bad_record_is_told_with_its_line_and_the_others_are_read() {
    let lines =
        "{\"text\": \"a\"}\n{\"text\": \"b\n{\"id\": 7}\n{\"text\": \"d\", \"date\": \"Friday\"}\n{\"text\": \"e\"}\n";
    let dir = folder(&[("wire.jsonl", lines.as_bytes())]);
    let path = dir.path().join("wire.jsonl");
    let skipped = run(&["annotate", name(&path)], "");
    assert_eq!(skipped.ids(), ["wire-1", "wire-5"]);
    assert_eq!(skipped.status, 1);
    for said in ["wire.jsonl:2: is not JSON", "wire.jsonl:3: is not a document", "wire.jsonl:4: the date \"Friday\""] {
        assert!(skipped.err.contains(said), "{said} in {}", skipped.err);
    }
    assert!(skipped.err.contains("skipped 3 bad records, read 2 reports"), "{}", skipped.err);

    let strict = run(&["annotate", "--strict", name(&path)], "");
    assert_eq!((strict.ids(), strict.status), (vec!["wire-1".to_string()], 1));
    assert!(strict.err.contains("wire.jsonl:2") && !strict.err.contains("wire.jsonl:3"), "{}", strict.err);
}

#[test]
fn bytes_that_are_not_utf8_are_read_as_windows_1252_and_told() {
    let bytes = b"The envoy said \x93no\x94 in M\xE1laga.";
    let lenient = run(&["annotate", "--with-text", "-"], bytes);
    assert_eq!(lenient.records()[0]["text"], "The envoy said “no” in Málaga.");
    assert_eq!(lenient.status, 0);
    assert!(lenient.err.contains("standard input: 3 bytes are not UTF-8"), "{}", lenient.err);
    assert_eq!(run(&["annotate", "--strict", "-"], bytes).status, 1);
    let line = run(&["annotate", "--with-text"], b"{\"text\": \"Z\xFCrich\"}");
    assert_eq!(line.records()[0]["text"], "Zürich");
}

#[test]
fn an_archive_that_breaks_off_is_told_and_the_next_file_is_read() {
    let packed = gzip("{\"text\": \"word word word\"}\n".repeat(2000).as_bytes());
    let dir = folder(&[("a.jsonl.gz", &packed[..packed.len() / 2]), ("b.txt", b"Read me.")]);
    let run = run(&["annotate", name(dir.path())], "");
    assert_eq!(run.ids().last().unwrap(), "b");
    assert_eq!(run.status, 1);
    assert!(run.err.contains("a.jsonl.gz:") && run.err.contains("cannot be read further"), "{}", run.err);
}

#[test]
fn what_is_not_there_is_said_before_anything_is_read() {
    let dir = folder(&[("notes.md", b"nothing")]);
    for (args, said) in [
        (vec!["code", "examples/brief.txt", "no-such-file.txt"], "no-such-file.txt"),
        (vec!["code", name(dir.path())], "no articles in the folder"),
        (vec!["code", "-", "--dates", "no-such-table.tsv"], "no-such-table.tsv"),
        (vec!["code", "-", "--data", "no-such-folder"], "no-such-folder"),
        (vec!["code", "-", "--date", "Friday"], "2010-02-12"),
    ] {
        let run = run(&args, "Words.");
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(said), "{said} in {}", run.err);
    }
}

#[test]
fn dates_come_from_the_record_then_the_table_then_the_option() {
    let dir = folder(&[
        ("dates.tsv", b"# id, day\nx\t2002-02-02\ny\t2002-02-03 # a comment\n"),
        ("in.jsonl", b"{\"text\": \"a\", \"id\": \"x\"}\n{\"text\": \"a\", \"id\": \"y\", \"date\": \"2003-03-03\"}\n{\"text\": \"a\"}"),
        ("bad.tsv", b"x\t2002-02-02\ny yesterday\n"),
    ]);
    let path = |n: &str| dir.path().join(n).to_str().unwrap().to_string();
    let (input, table, bad) = (path("in.jsonl"), path("dates.tsv"), path("bad.tsv"));
    let dated = run(&["annotate", &input, "--dates", &table, "--date", "2001-01-01"], "");
    let dates: Vec<_> = dated.records().iter().map(|r| r["date"].as_str().unwrap().to_string()).collect();
    assert_eq!(dates, ["2002-02-02", "2003-03-03", "2001-01-01"]);
    assert_eq!(dated.err, "");
    let refused = run(&["annotate", &input, "--dates", &bad], "");
    assert!(refused.status == 2 && refused.err.contains("bad.tsv:2"), "{}", refused.err);
}

#[test]
fn missing_dates_are_noted_once() {
    let undated = run(&["code"], "{\"text\": \"a\"}\n{\"text\": \"b\", \"date\": \"2010-02-12\"}\n{\"text\": \"c\"}");
    assert_eq!(undated.err.lines().count(), 1);
    assert!(undated.err.contains("no publication date in 2 of 3 reports"), "{}", undated.err);
    assert_eq!(run(&["code", "--quiet"], "{\"text\": \"a\"}").err, "");
}

#[test]
fn a_reader_that_has_had_enough_ends_the_program_quietly() {
    let program = whowhom(&[]).get_program().to_owned();
    let mut child = Command::new(program)
        .args(["annotate", "-", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut first = [0; 10];
    // The input stays open and writes on until the program is gone, so only the closed output can end it.
    let feeder = std::thread::spawn(move || while input.write_all(b"{\"text\": \"More words.\"}\n").is_ok() {});
    let mut output = child.stdout.take().unwrap();
    output.read_exact(&mut first).unwrap();
    drop(output);
    let end = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert_eq!((end.status.code(), String::from_utf8_lossy(&end.stderr).as_ref()), (Some(0), ""));
}
