//! `whowhom data import`: other people's dictionaries as a data folder.

use crate::support::whowhom;
use std::fs;

const VERBS: &str = "\
--- SERENADE [051] ---
SERENADE
- * (WITH BANJO) [052]
- * (WITH TUBA [053]
";
const ACTORS: &str = "BANJO_LEAGUE_ [NGO]\n+LEAGUE_OF_BANJOS_\n";
const AGENTS: &str = "BANJOIST [~MIL]\n";

#[test]
fn imported_dictionaries_take_the_lexicons_place() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (verbs, actors) = (file("my.verbs.txt", VERBS), file("my.actors.txt", ACTORS));
    let (agents, discards) = (file("my.agents.txt", AGENTS), file("my.discards.txt", "TROMBONE\n"));
    let out = dir.path().join("data");
    let run = whowhom(&[])
        .args(["data", "import"])
        .args([&verbs, &actors, &agents, &discards])
        .arg("--out")
        .arg(&out)
        .output();
    let run = run.unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.success(), "{said}");
    assert!(said.contains("my.verbs.txt:4: ( is not closed"), "{said}");

    let text =
        "France serenaded Germany with a banjo. Russia attacked Ukraine. The French serenaded Spain with a trombone.";
    let coded =
        whowhom(&[]).args(["code", "-", "--quiet", "--format", "jsonl", "--data"]).arg(&out).write_stdin(text).output();
    let records = String::from_utf8(coded.unwrap().stdout).unwrap();
    assert_eq!(records.lines().count(), 1, "only the verbs of the dictionary are events: {records}");
    assert!(records.contains("\"SUPPORT\"") && records.contains("\"052\""), "{records}");
    assert!(records.contains("my.verbs.txt:3"), "{records}");

    let text = "Russia attacked Ukraine. Spain serenaded the moon. The French serenaded Spain with a trombone.";
    let explained = whowhom(&[]).args(["explain", "-", "--data"]).arg(&out).write_stdin(text).output();
    let explained = String::from_utf8(explained.unwrap().stdout).unwrap();
    assert!(explained.contains("my.verbs.txt:2 SERENADE: fits, but nobody known takes part"), "{explained}");
    assert!(explained.contains("my.verbs.txt:2 SERENADE: in a sentence or report of the discard lists"), "{explained}");
    assert!(!explained.contains("event/lexicon/"), "{explained}");
}

#[test]
fn imports_that_cannot_be_made_say_why() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    fs::write(&list, "one\ntwo\n").unwrap();
    let run = |path: &std::path::Path| {
        let out = dir.path().join("data");
        let run = whowhom(&[]).args(["data", "import"]).arg(path).arg("--out").arg(out).output().unwrap();
        (run.status.code(), String::from_utf8(run.stderr).unwrap())
    };
    let (code, said) = run(&list);
    assert_eq!(code, Some(2));
    assert!(said.contains("no verb, actor, agent or discard dictionary"), "{said}");
    let actors = dir.path().join("my.actors.txt");
    fs::write(&actors, ACTORS).unwrap();
    assert_eq!(run(&actors).0, Some(0));
    let (code, said) = run(&actors);
    assert_eq!(code, Some(2));
    assert!(said.contains("was imported to"), "{said}");
    assert!(run(&dir.path().join("none.txt")).1.contains("none.txt"));
}
