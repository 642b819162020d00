//! A store: nothing lost, nothing doubled, and asked in every way.

use crate::support::{Run, run, whowhom};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Instant;
use tempfile::TempDir;

const DATES: [&str; 2] = ["--dates", "examples/index.tsv"];

/// A folder for a store and what goes into it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().into()
    }

    fn db(&self) -> String {
        self.path("news.db")
    }

    fn write(&self, name: &str, words: &str) -> String {
        fs::write(self.0.path().join(name), words).unwrap();
        self.path(name)
    }

    /// A store of the examples.
    fn with_examples() -> Self {
        let desk = Self::new();
        let made = desk.ask("ingest", &["examples", "--quiet", DATES[0], DATES[1]]);
        assert_eq!((made.status, made.out.as_str(), made.err.as_str()), (0, "", ""));
        desk
    }

    fn ask(&self, command: &str, args: &[&str]) -> Run {
        run(&[&[command, "--db", &self.db()], args].concat(), "")
    }

    /// What the store answers, which is without fault.
    fn answer(&self, command: &str, args: &[&str]) -> Vec<serde_json::Value> {
        let run = self.ask(command, args);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{command} {args:?}");
        run.records()
    }

    /// Everything in the store, in its order, and that the store is sound.
    fn dump(&self) -> Vec<serde_json::Value> {
        let sound = self.answer("sql", &["PRAGMA integrity_check"]);
        assert_eq!(sound[0]["integrity_check"], "ok");
        [
            "SELECT doc, id, hex(hash) FROM documents ORDER BY doc",
            "SELECT doc, text FROM texts ORDER BY doc",
            "SELECT * FROM events ORDER BY event",
            "SELECT * FROM participants ORDER BY 1, 2, 3",
            "SELECT * FROM mentions ORDER BY 1, 2",
            "SELECT * FROM statements ORDER BY 1",
            "SELECT kind, value, block, hex(p.events) FROM postings p JOIN terms USING (term) ORDER BY 1, 2, 3",
            "SELECT name, block, length(data) FROM columns ORDER BY 1, 2",
            "SELECT kind, value, events, scale FROM terms ORDER BY 1, 2",
        ]
        .iter()
        .flat_map(|question| self.answer("sql", &[question]))
        .collect()
    }
}

/// So many small reports, all different.
fn reports(number: usize) -> String {
    let states = ["France", "Mali", "Norway", "Chad", "Japan", "Peru"];
    let report = |n: usize| {
        let (a, b) = (states[n % 6], states[(n / 6 + n + 1) % 6]);
        let text =
            format!("{a} urged {b} to free {} hostages on Monday. {b}'s army attacked rebels, radio said.", n + 2);
        format!("{}\n", serde_json::json!({"id": format!("r{n}"), "text": text, "date": "2010-02-12"}))
    };
    (0..number).map(report).collect()
}

fn start(args: &[&str]) -> Child {
    let program: PathBuf = whowhom(&[]).get_program().into();
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn what_is_coded_is_what_is_kept() {
    let desk = Desk::with_examples();
    let coded = run(&[&["code", "--format", "jsonl", "examples"][..], &DATES].concat(), "");
    let mut expected = coded.records();
    let mut kept = desk.answer("events", &[]);
    assert!(kept.len() > 20);
    for list in [&mut expected, &mut kept] {
        list.sort_by_key(|event| event["id"].to_string());
    }
    assert_eq!(kept, expected);
}

#[test]
fn ingesting_again_changes_nothing() {
    let desk = Desk::with_examples();
    let before = desk.dump();
    let again = desk.ask("ingest", &["examples", DATES[0], DATES[1], "--threads", "3"]);
    assert_eq!(again.status, 0);
    assert!(again.err.contains("kept 0 reports with 0 events") && again.err.contains("12 were there"), "{}", again.err);
    assert!(again.err.contains("\ntook ") && !again.err.contains("a second"), "{}", again.err);
    assert_eq!(desk.dump(), before);
    let recoded = desk.ask("recode", &[]);
    assert_eq!((recoded.status, recoded.err.starts_with("coded 0 reports again")), (0, true), "{}", recoded.err);
}

#[test]
fn a_run_tells_how_long_it_took_and_how_fast_it_was() {
    let desk = Desk::new();
    let input = desk.write("wire.jsonl", &reports(3));
    let data = desk.path("data");
    fs::create_dir_all(&data).unwrap();
    for (command, args) in [("ingest", vec![input.as_str()]), ("recode", vec!["--data", &data])] {
        let run = desk.ask(command, &args);
        let last = run.err.lines().last().unwrap_or_default();
        assert!(
            last.starts_with("took ") && last.contains(" reports and ") && last.ends_with(" words a second"),
            "{}",
            run.err
        );
    }
}

#[test]
fn a_run_killed_at_any_moment_loses_and_doubles_nothing() {
    let desk = Desk::new();
    let input = desk.write("wire.jsonl", &reports(400));
    let whole = Desk::new();
    let before = Instant::now();
    assert_eq!(whole.ask("ingest", &[&input, "--quiet", "--threads", "2"]).status, 0);
    let took = before.elapsed();

    let db = desk.db();
    let count = || {
        if !Path::new(&db).exists() {
            return 0;
        }
        let counted = desk.ask("sql", &["SELECT count(*) AS n FROM documents"]);
        // Killed before the tables were there.
        if counted.status == 2 { 0 } else { counted.records()[0]["n"].as_u64().unwrap() }
    };
    let (mut broken_off, mut grown, mut kept, mut random) = (0, 0, 0, 12345u64);
    for _ in 0..20 {
        let mut child = start(&["ingest", "--db", &db, &input, "--quiet", "--threads", "2"]);
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        sleep(took.mul_f64((random >> 40) as f64 / f64::from(1 << 24)));
        broken_off += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let now = count();
        assert!(now >= kept, "{now} reports after {kept}");
        grown += u32::from(now > kept);
        kept = now;
    }
    assert!(broken_off >= 3 && grown >= 1, "killed {broken_off} times, which had kept something {grown} times");
    assert_eq!(desk.ask("ingest", &[&input, "--quiet", "--threads", "2"]).status, 0);
    assert_eq!(desk.dump(), whole.dump());
}

#[test]
fn two_runs_at_once_share_a_store() {
    let desk = Desk::new();
    let input = desk.write("wire.jsonl", &reports(150));
    let db = desk.db();
    let args = ["ingest", "--db", &db, &input, "--quiet", "--threads", "1"];
    let mut runs = [start(&args), start(&args)];
    for run in &mut runs {
        assert!(run.wait().unwrap().success());
    }
    let ids = desk.answer("sql", &["SELECT count(*) AS n, count(DISTINCT id) AS ids FROM documents"]);
    assert_eq!((ids[0]["n"].as_u64(), ids[0]["ids"].as_u64()), (Some(150), Some(150)));
    let whole = Desk::new();
    whole.ask("ingest", &[&input, "--quiet"]);
    let events = |desk: &Desk| desk.answer("events", &["--format", "jsonl"]).len();
    assert_eq!(events(&desk), events(&whole));
    desk.dump();
}

#[test]
fn a_bad_record_is_told_and_the_others_are_kept() {
    let desk = Desk::new();
    let input = desk.write("wire.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\n{\"text\": \"c\"}\n");
    let run = desk.ask("ingest", &[&input]);
    assert_eq!(run.status, 1);
    for said in ["wire.jsonl:2: is not JSON", "skipped 1 bad record, read 2 reports", "kept 2 reports with 0 events"] {
        assert!(run.err.contains(said), "{said} in {}", run.err);
    }
    let strict = Desk::new();
    assert_eq!(strict.ask("ingest", &[&input, "--strict"]).status, 1);
    assert_eq!(strict.answer("sql", &["SELECT id FROM documents"]).len(), 1);
}

#[test]
fn a_taken_name_is_told_and_can_be_replaced() {
    let desk = Desk::new();
    let first =
        desk.write("a.jsonl", "{\"id\": \"x\", \"text\": \"France urged Mali to act.\", \"date\": \"2010-02-12\"}");
    let second =
        desk.write("b.jsonl", "{\"id\": \"x\", \"text\": \"Norway urged Chad to act.\", \"date\": \"2010-02-12\"}");
    assert_eq!(desk.ask("ingest", &[&first]).status, 0);
    for twice in [vec![second.as_str()], vec![first.as_str(), second.as_str()]] {
        let taken = desk.ask("ingest", &twice);
        assert_eq!(taken.status, 1);
        assert!(taken.err.contains("b.jsonl:1: another report named \"x\""), "{}", taken.err);
    }
    // Both new in one run: only the store can tell.
    let fresh = Desk::new();
    assert_eq!(fresh.ask("ingest", &[&first, &second]).status, 1);
    let actor = |desk: &Desk| desk.answer("events", &[])[0]["actor"][0]["code"].clone();
    assert_eq!((actor(&desk), actor(&fresh)), ("FRA".into(), "FRA".into()));
    assert_eq!(desk.ask("ingest", &[&second, "--replace"]).status, 0);
    assert_eq!(actor(&desk), "NOR");
    desk.dump();
}

#[test]
fn what_older_data_coded_is_coded_again() {
    let desk = Desk::with_examples();
    let before = desk.dump();
    let data = desk.0.path().join("data/event/lexicon");
    fs::create_dir_all(&data).unwrap();
    let folder = desk.path("data");
    let other = desk.ask("recode", &["--data", &folder]);
    assert!(other.status == 0 && other.err.starts_with("coded 12 reports again"), "{}", other.err);
    let versions = "SELECT DISTINCT data FROM documents JOIN versions USING (version)";
    let version = desk.answer("sql", &[versions])[0]["data"].to_string();
    assert!(version.contains('+'), "{version}");
    let back = desk.ask("recode", &["--threads", "3"]);
    assert!(back.err.starts_with("coded 12 reports again"), "{}", back.err);
    assert_eq!(before.len(), desk.dump().len());
    let fresh = Desk::with_examples();
    assert_eq!(desk.answer("events", &[]), fresh.answer("events", &[]));
}

#[test]
fn changed_data_changes_what_is_kept() {
    let desk = Desk::new();
    let text = "Zora Vymyslena met the president of France in Paris on Friday.";
    let record = serde_json::json!({"id": "x", "text": text, "date": "2010-02-12"}).to_string();
    let input = desk.write("wire.jsonl", &record);
    assert_eq!(desk.ask("ingest", &[&input, "--quiet"]).status, 0);
    let code_of = || desk.answer("events", &["--actor", "Zora Vymyslena"])[0]["actor"][0]["code"].clone();
    let people = desk.0.path().join("data/actor/people");
    fs::create_dir_all(&people).unwrap();
    for (code, told) in
        [("NOR", "coded 1 report again"), ("CHL", "coded 1 report again"), ("CHL", "coded 0 reports again")]
    {
        fs::write(people.join("leaders.tsv"), format!("Zora Vymyslena\tf\t{code} GOV foreign minister\n")).unwrap();
        let recoded = desk.ask("recode", &["--data", &desk.path("data")]);
        assert!(recoded.status == 0 && recoded.err.starts_with(told), "{}", recoded.err);
        assert_eq!(code_of(), code);
    }
    // What the name was filed under before is gone.
    let gone = desk.ask("events", &["--actor", "NOR", "--count"]);
    assert!(gone.records()[0]["events"] == 0 && gone.err.contains("nothing here is filed under"), "{}", gone.err);
}

#[test]
fn annotations_that_came_with_reports_are_kept_and_coded_from() {
    let desk = Desk::new();
    let annotated = run(&["annotate", "--with-text", "examples/envoy.txt", "--date", "2010-02-12"], "");
    let input = desk.write("envoy.jsonl", &annotated.out);
    assert_eq!(desk.ask("ingest", &[&input, "--quiet"]).status, 0);
    let before = desk.answer("events", &[]);
    assert!(!before.is_empty());
    fs::create_dir_all(desk.path("data")).unwrap();
    assert!(desk.ask("recode", &["--data", &desk.path("data")]).err.starts_with("coded 1 report again"));
    assert_eq!(desk.answer("events", &[]), before);
}

#[test]
fn answers_come_in_every_form() {
    let desk = Desk::with_examples();
    let id = desk.answer("events", &["--limit", "1"])[0]["doc_id"].as_str().unwrap().to_string();
    for (command, args) in [
        ("events", vec!["--limit", "5"]),
        ("events", vec!["--count", "--quad", "4"]),
        ("timeline", vec!["--by", "year"]),
        ("dyads", vec![]),
        ("dyads", vec!["--by", "month", "--limit", "3"]),
        ("actors", vec!["--by", "name"]),
        ("statements", vec!["--limit", "3"]),
        ("positions", vec![]),
        ("search", vec!["minister OR envoy"]),
        ("sql", vec!["SELECT id, date FROM documents"]),
    ] {
        let rows = desk.answer(command, &args).len();
        assert!(rows > 0, "{command} {args:?}");
        let csv = desk.ask(command, &[&args[..], &["--format", "csv"]].concat());
        let read = csv::Reader::from_reader(csv.out.as_bytes()).records().map(Result::unwrap).count();
        assert_eq!((csv.status, read), (0, rows), "{command} {args:?}");
        let table = desk.ask(command, &[&args[..], &["--format", "table"]].concat());
        assert!(table.status == 0 && table.out.lines().count() > rows, "{command} {args:?}: {}", table.out);
    }
    let article = desk.answer("article", &[&id]);
    assert_eq!(article[0]["id"], id.as_str());
    assert!(desk.ask("article", &[&id, "--format", "text"]).out.contains("coded by program"));
}

#[test]
fn what_cannot_be_answered_is_said() {
    let desk = Desk::with_examples();
    let notes = desk.write("notes.txt", &"No store at all. ".repeat(100));
    for (args, said) in [
        (vec!["events", "--db", "no-such.db"], "store no-such.db: there is no such file"),
        (vec!["ingest", "--db", &notes, "examples"], "it is not a store"),
        (vec!["article", "--db", &desk.db(), "nothing"], "no report named \"nothing\""),
        (vec!["search", "--db", &desk.db(), "\"open"], "cannot be read"),
        (vec!["sql", "--db", &desk.db(), "DELETE FROM documents"], "would change something"),
        (vec!["sql", "--db", &desk.db(), "SELECT bread"], "no such column"),
        (vec!["events", "--db", &desk.db(), "--quad", "5"], "5"),
        (vec!["events", "--db", &desk.db(), "--since", "2010-02-30"], "2010-02-12"),
        (vec!["dyads", "--db", &desk.db(), "--since", "2011-01-01", "--until", "2010-12-31"], "no day"),
        (vec!["sql", "--db", &desk.db(), "ATTACH 'other.db' AS other"], "read something else"),
    ] {
        let run = run(&args, "");
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(said), "{said} in {}", run.err);
    }
}

#[test]
fn what_is_not_found_is_said_with_what_may_be_meant() {
    let desk = Desk::with_examples();
    for (args, said) in [
        (["timeline", "--actor", "UAS"], "note: --actor: nothing here is filed under \"UAS\"; near it are USA"),
        (
            ["dyads", "--event", "ASSUALT"],
            "note: --event: nothing here is filed under \"ASSUALT\"; near it are ASSAULT",
        ),
        (["events", "--article", "no-such"], "note: --article: nothing here is filed under \"no-such\""),
    ] {
        for format in ["table", "csv", "jsonl"] {
            let run = desk.ask(args[0], &[&args[1..], &["--format", format]].concat());
            assert_eq!(run.status, 0);
            assert!(run.err.contains(said) && run.err.contains("nothing found"), "{}", run.err);
            assert!(run.out.lines().count() <= usize::from(format == "csv"), "{}", run.out);
        }
    }
    let counted = |actor: &str| desk.answer("events", &["--actor", actor, "--count"])[0]["events"].as_u64();
    assert!(counted("PRK") > Some(0));
    assert_eq!(counted("North Korea"), counted("PRK"));
    assert_eq!(counted("north korea:GOV"), counted("PRK:GOV"));
    assert!(!desk.answer("search", &["envoy OR minister's"]).is_empty());
}

#[test]
fn a_store_that_cannot_be_used_is_told_with_what_to_do() {
    let desk = Desk::new();
    let input = desk.write("wire.jsonl", &reports(300));
    assert_eq!(desk.ask("ingest", &[&input, "--quiet"]).status, 0);
    let whole = fs::read(desk.db()).unwrap();
    let refused = |bytes: &[u8], said: &str, help: &str| {
        for command in [&["events"][..], &["recode", "--quiet"], &["ingest", "--quiet", &input]] {
            let other = Desk::new();
            fs::write(other.db(), bytes).unwrap();
            let run = other.ask(command[0], &command[1..]);
            assert_eq!(run.status, 2, "{command:?}: {}", run.err);
            let expected = format!("whowhom: store {}: {said}", other.db());
            assert!(run.err.contains(&expected) && run.err.contains(help), "{command:?}: {}", run.err);
        }
    };
    // SQLite's header has the version of ours at byte 60.
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    refused(&newer, "it is of version 99, and this program", "use the program that made this one");
    let mut damaged = whole.clone();
    damaged[4096..].fill(0x5A);
    refused(&damaged, "it is damaged (", "ingest the reports into a new store");
    refused(&whole[..whole.len() / 2], "it is damaged (", "ingest the reports into a new store");
    refused(
        b"Notes of a correspondent, which are no database, but long enough to look like one. At least a page.",
        "it is not a store",
        "name another file",
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_the_run_goes_on_when_there_is_room() {
    let desk = Desk::new();
    let input = desk.write("wire.jsonl", &reports(1500));
    let disk = desk.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |args: &[&str]| Command::new("mount").args(args).output().is_ok_and(|output| output.status.success());
    if !mount(&["-t", "tmpfs", "-o", "size=4m", "tmpfs", &disk]) {
        eprintln!("skipped: a small disk cannot be mounted here (the superuser can)");
        return;
    }
    let db = format!("{disk}/news.db");
    let args = ["ingest", "--db", &db, &input, "--threads", "2"];
    let full = run(&args, "");
    let room = mount(&["-o", "remount,size=200m", &disk]);
    let kept = run(&["sql", "--db", &db, "SELECT count(*) AS n FROM documents"], "");
    let again = run(&args, "");
    let all = run(&["sql", "--db", &db, "SELECT count(*) AS n FROM documents"], "");
    let sound = run(&["sql", "--db", &db, "PRAGMA integrity_check"], "");
    assert!(Command::new("umount").arg(&disk).status().unwrap().success() && room);
    assert_eq!(full.status, 2);
    for said in [format!("store {db}: the disk is full"), "make room and run the same command again".into()] {
        assert!(full.err.contains(&said), "{}", full.err);
    }
    let number = |run: &Run| run.records()[0]["n"].as_u64().unwrap();
    assert!(number(&kept) > 0 && number(&kept) < 1500, "{}", number(&kept));
    assert_eq!((again.status, number(&all)), (0, 1500), "{}", again.err);
    assert!(sound.out.contains("ok"), "{}", sound.out);
}
