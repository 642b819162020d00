//! Input that is not what it should be: what the program says of it, that the rest is read, and how it ends.

use crate::support::{run, whowhom};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder with these files, then one sound report.
fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    fs::write(dir.path().join("z.txt"), "France urged Mali to act.").unwrap();
    dir
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn each_fault_is_told_with_its_place_the_rest_is_read_and_strict_stops() {
    let packed = gzip("{\"text\": \"word word word\"}\n".repeat(500).as_bytes());
    let warc = "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\ncut short";
    let faults: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.jsonl.gz", packed[..packed.len() - 9].to_vec(), "a.jsonl.gz:"),
        ("a.jsonl", b"{\"text\": \"broken\n".to_vec(), "a.jsonl:1: is not JSON"),
        ("a.jsonl", b"{\"text\": \"\"}".to_vec(), "a.jsonl:1: the text is empty"),
        (
            "a.jsonl",
            b"{\"text\": \"a\", \"date\": \"2009-02-30\"}".to_vec(),
            "a.jsonl:1: the date \"2009-02-30\" is no day",
        ),
        ("a.jsonl", b"{\"text\": \"a\", \"date\": \"0000-01-01\"}".to_vec(), "a.jsonl:1: the date 0000-01-01 is none"),
        ("a.jsonl", b"{\"text\": \"a\", \"date\": \"9999-12-31\"}".to_vec(), "a.jsonl:1: the date 9999-12-31 is none"),
        ("a.jsonl", format!("{{\"x\": {}", "[".repeat(1 << 20)).into_bytes(), "a.jsonl:1: is not JSON: recursion"),
        ("a.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(), "a.txt: is no text"),
        ("a.txt", Vec::new(), "a.txt: is empty"),
        ("a.parquet", b"PAR1 and no more".to_vec(), "a.parquet: cannot be read as Parquet"),
        ("a.rss", b"<?xml version=\"1.0\"?><rss><channel><item><title>x".to_vec(), "a.rss, record 1 at byte"),
        ("a.warc", warc.as_bytes().to_vec(), "a.warc, record 1 at byte 0: the record is cut short"),
    ];
    for (name, bytes, said) in faults {
        let dir = folder(&[(name, bytes)]);
        let args = ["annotate", dir.path().to_str().unwrap(), "--date", "2010-02-12"];
        let lenient = run(&args, "");
        assert_eq!(lenient.ids().last().map(String::as_str), Some("z"), "{said}: {}", lenient.err);
        assert_eq!(lenient.status, 1, "{said}");
        assert!(
            lenient.err.contains(said) && lenient.err.contains("skipped 1 bad record"),
            "{said} in {}",
            lenient.err
        );
        let strict = run(&[&args[..], &["--strict"]].concat(), "");
        assert_eq!(strict.status, 1, "{said}");
        assert_ne!(strict.ids().last().map(String::as_str), Some("z"), "{said}");
        assert!(
            strict.err.contains(said) && strict.err.contains("stopped there (--strict)"),
            "{said} in {}",
            strict.err
        );
    }
}

#[test]
fn tables_are_told_wrong_row_by_row_up_to_a_point() {
    let rows: String = (0..250).map(|n| format!("{n};Words.\n")).collect();
    let dir = folder(&[("a.csv", format!("id,text\nx,Words.\n{rows}").into_bytes())]);
    let run = run(&["annotate", dir.path().join("a.csv").to_str().unwrap(), "--quiet"], "");
    assert_eq!((run.status, run.ids()), (1, vec!["x".to_string()]));
    assert!(run.err.contains("a.csv:3: the row has 1 column where the head has 2; skipped"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 22, "{}", run.err);
    assert!(run.err.contains("a.csv: 230 more bad records skipped"), "{}", run.err);
    assert!(run.err.contains("skipped 250 bad records, read 1 report"), "{}", run.err);
}

#[test]
fn mistakes_in_a_mapping_are_told_with_what_was_probably_meant() {
    let dir = folder(&[("a.csv", b"headline,story,day\nTalks,They met.,2010-02-12\n".to_vec())]);
    let path = dir.path().join("a.csv");
    let told = |columns: &str| run(&["annotate", path.to_str().unwrap(), "--columns", columns], "");
    assert_eq!(told("text=story,date=day,title=headline").ids(), ["a-1"]);
    let wrong = told("text=stroy");
    assert_eq!(wrong.status, 1);
    assert!(
        wrong.err.contains("a.csv:1: has no column \"stroy\" for the text (is \"story\" meant?); it has"),
        "{}",
        wrong.err
    );
    let unknown = told("txt=story");
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("\"txt\" is no field of a report: is \"text\" meant?"), "{}", unknown.err);
}

#[test]
fn what_is_left_out_is_counted_with_the_reason() {
    let french = "Le président de la République a rencontré mardi à Paris le chancelier allemand, et les deux hommes ont parlé de \
        la situation au Mali, où les forces françaises sont présentes depuis le début de l'année.";
    let lines = format!("{{\"text\": \"{french}\"}}\n{{\"text\": \"France urged Mali to act.\"}}\n");
    let left_out = run(&["annotate", "--date", "2010-02-12"], lines.as_str());
    assert_eq!((left_out.status, left_out.ids().len()), (0, 1));
    let said = "note: left out 1 of 2 reports that are not in English: 1 in French (--any-language reads them)\n";
    assert_eq!(left_out.err, said);
    assert_eq!(run(&["annotate", "--date", "2010-02-12", "--any-language"], lines).ids().len(), 2);
    let page = run(&["annotate", "--date", "2010-02-12"], "<html><body></body></html>");
    assert!(page.err.contains("left out 1 page in which no article could be found"), "{}", page.err);
}

#[test]
fn reports_of_one_name_are_noted() {
    let lines =
        "{\"text\": \"a\", \"id\": \"x\"}\n{\"text\": \"b\", \"id\": \"x\"}\n{\"text\": \"c\", \"id\": \"x\"}\n";
    let run = run(&["annotate", "--date", "2010-02-12"], lines);
    assert_eq!((run.status, run.ids().len()), (0, 3));
    assert!(run.err.starts_with("note: 2 reports have the name of an earlier one"), "{}", run.err);
    assert!(run.err.contains("\"x\" at standard input:2"), "{}", run.err);
}

/// A line of two gigabytes, written while the program reads; how much memory the program took is asked before its input ends.
#[test]
#[cfg(target_os = "linux")]
fn a_line_of_two_gigabytes_is_passed_over_in_little_memory() {
    let program = whowhom(&[]).get_program().to_owned();
    let mut child = Command::new(program)
        .args(["annotate", "-", "--from", "jsonl", "--date", "2010-02-12", "--threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"{\"text\": \"One.\"}\n{\"text\": \"").unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..2048 {
        input.write_all(&block).unwrap();
    }
    input.write_all(b"\"}\n{\"text\": \"Three.\"}\n").unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    drop(input);
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    let (mut out, mut err) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(err.contains("standard input:2: the record has 2147483"), "{err}");
    assert!(peak < 400 << 10, "{peak} kB");
}

/// Files that may not be read, as an ordinary user finds them: root may read everything, and becomes nobody here.
#[test]
#[cfg(target_os = "linux")]
fn what_may_not_be_read_costs_itself_alone() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let dir = folder(&[("a.txt", b"Secret.".to_vec()), ("b.txt", b"Open.".to_vec())]);
    fs::create_dir(dir.path().join("locked")).unwrap();
    fs::write(dir.path().join("locked/c.txt"), "Hidden.").unwrap();
    let lock = |name: &str, mode| fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    let is_root = fs::metadata(dir.path()).unwrap().uid() == 0;
    // A copy, since nobody may not enter the folders that lead to the program itself.
    let program = PathBuf::from(whowhom(&[]).get_program());
    let copy = dir.path().join("program");
    fs::copy(program, &copy).unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    lock("a.txt", 0);
    lock("locked", 0);
    let run = |path: &str| {
        let mut command = Command::new(&copy);
        command.args(["annotate", path, "--date", "2010-02-12"]).current_dir(dir.path()).stdin(Stdio::null());
        if is_root {
            command.uid(65534).gid(65534);
        }
        command.output()
    };
    let results = ["."; 1].map(run).into_iter().chain(["a.txt"].map(run)).collect::<Result<Vec<_>, _>>();
    lock("locked", 0o755);
    let Ok(results) = results else {
        eprintln!("skipped: the program cannot be run as another user here");
        return;
    };
    let said = |n: usize| String::from_utf8_lossy(&results[n].stderr).to_string();
    assert_eq!(results[0].status.code(), Some(1), "{}", said(0));
    assert_eq!(String::from_utf8_lossy(&results[0].stdout).lines().count(), 2, "{}", said(0));
    assert!(said(0).contains("a.txt: cannot be read: Permission denied"), "{}", said(0));
    assert!(said(0).contains("locked: cannot be read: Permission denied"), "{}", said(0));
    assert_eq!(results[1].status.code(), Some(2), "{}", said(1));
    assert!(said(1).contains("cannot read a.txt: Permission denied"), "{}", said(1));
}

#[test]
fn folders_given_for_files_are_told() {
    let dir = folder(&[]);
    let folder = dir.path().to_str().unwrap();
    let file = dir.path().join("z.txt");
    for (args, said) in [
        (["code", "-", "--dates", folder], folder),
        (["code", "-", "--data", file.to_str().unwrap()], "z.txt"),
        (["code", "-", "--model", file.to_str().unwrap()], "z.txt"),
    ] {
        let run = run(&args, "Words.");
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(said), "{said} in {}", run.err);
    }
}
