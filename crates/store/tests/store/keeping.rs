//! Documents are kept once, whole, and by one form of store.

use crate::support::{Shelf, coded, event, made, party};
use std::fs;
use std::ops::ControlFlow;
use whowhom_store::{Coded, Counts, Filter, Presence, Put, Store, StoreError, Writer};

fn one(id: &str, text: &str) -> Coded {
    let mut event = event(id, 0, "2010-02-12", "ASSAULT firearms");
    event.actor.push(party("SYR MIL", None));
    coded(id, text, vec![event])
}

#[test]
fn putting_again_changes_nothing() {
    let shelf = Shelf::new();
    let batch = [one("a", "Words."), one("b", "Words."), one("a", "Words.")];
    assert_eq!(shelf.put(&batch), [Put::Added, Put::Added, Put::Same]);
    assert_eq!(shelf.put(&batch), [Put::Same; 3]);
    assert_eq!(shelf.store().counts().unwrap(), Counts { documents: 2, events: 2, ..Counts::default() });
    assert_eq!(shelf.store().presence(&batch[0].report).unwrap(), Presence::Same);
    assert_eq!(shelf.store().presence(&one("c", "Words.").report).unwrap(), Presence::New);
}

#[test]
fn a_taken_name_stays_until_it_is_replaced() {
    let shelf = Shelf::new();
    shelf.put(&[one("a", "Old words."), one("b", "Others.")]);
    assert_eq!(shelf.put(&[one("a", "New words.")]), [Put::Taken]);
    assert_eq!(shelf.store().presence(&one("a", "New words.").report).unwrap(), Presence::Taken);
    assert_eq!(shelf.store().document("a").unwrap().unwrap().0.report.document.text, "Old words.");
    assert_eq!(shelf.writer().put(&[one("a", "New words.")], true).unwrap(), [Put::Replaced]);
    assert_eq!(shelf.store().search("old", None).unwrap(), []);
    let found = shelf.store().search("new", None).unwrap();
    assert_eq!((found[0].id.as_str(), found[0].excerpt.as_str()), ("a", "[New] words."));
    assert_eq!(shelf.store().count(&Filter::default()).unwrap(), 2);
    shelf.check();
}

#[test]
fn a_batch_with_a_bad_record_is_not_kept_at_all() {
    let shelf = Shelf::new();
    let mut bad = one("b", "Words.");
    bad.events[0].event.clear();
    let mut writer = shelf.writer();
    let error = writer.put(&[one("a", "Words."), bad], false).unwrap_err();
    assert!(matches!(error, StoreError::Record { .. }), "{error}");
    assert_eq!(shelf.store().counts().unwrap(), Counts::default());
    // The terms it had made are gone with it.
    assert_eq!(writer.put(&[one("a", "Words.")], false).unwrap(), [Put::Added]);
    assert_eq!(shelf.store().count(&Filter { actor: vec!["SYR".into()], ..Filter::default() }).unwrap(), 1);
}

#[test]
fn older_documents_are_found_and_coded_again() {
    let shelf = Shelf::new();
    let documents: Vec<Coded> = (0..70).map(|n| one(&format!("d{n}"), "Words.")).collect();
    shelf.put(&documents);
    assert_eq!(shelf.store().count_older(&made("d")).unwrap().0, 0);
    assert_eq!(shelf.store().count_older(&made("new")).unwrap(), (70, 420));
    let mut writer = Writer::open(&shelf.path(), &made("new")).unwrap();
    let mut coded_again = 0;
    for report in shelf.store().older(made("new")) {
        let report = report.unwrap();
        let mut again = coded(&report.document.id, &report.document.text, vec![]);
        again.events.push(event(&report.document.id, 0, "2010-02-13", "CONSULT visit"));
        coded_again += writer.put_again(&[again]).unwrap();
    }
    assert_eq!(coded_again, 70);
    assert_eq!(shelf.store().older(made("new")).count(), 0);
    // What has changed meanwhile is left alone.
    assert_eq!(writer.put_again(&[one("d0", "Other words."), one("new", "Words.")]).unwrap(), 0);
    let count = |event: &str| shelf.store().count(&Filter { event: vec![event.into()], ..Filter::default() }).unwrap();
    assert_eq!((count("ASSAULT"), count("CONSULT")), (0, 70));
    assert_eq!(shelf.store().document("d0").unwrap().unwrap().1, made("new"));
    shelf.check();
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let shelf = Shelf::new();
    let path = shelf.path();
    assert!(matches!(Store::open(&path), Err(StoreError::Missing)));
    fs::write(&path, "These are the notes of a correspondent, and no database at all.".repeat(99)).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::NotAStore)));
    assert!(matches!(Writer::create(&path, &made("d")), Err(StoreError::NotAStore)));
    assert_eq!(fs::read(&path).unwrap(), before);

    let other = shelf.dir.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE contacts (name)").unwrap();
    assert!(matches!(Writer::create(&other, &made("d")), Err(StoreError::NotAStore)));
    assert!(matches!(Store::open(&other), Err(StoreError::NotAStore)));
}

#[test]
fn a_store_of_another_version_names_both() {
    for version in [3, 999] {
        let shelf = Shelf::new();
        shelf.put(&[one("a", "Words.")]);
        rusqlite::Connection::open(shelf.path()).unwrap().pragma_update(None, "user_version", version).unwrap();
        for error in [Store::open(&shelf.path()).unwrap_err(), Writer::create(&shelf.path(), &made("d")).unwrap_err()] {
            assert_eq!(
                error.to_string(),
                format!("it is of version {version}, and this program reads and writes version 4")
            );
        }
    }
}

#[test]
fn a_damaged_store_is_told_and_never_a_panic() {
    let shelf = Shelf::new();
    shelf.put(&(0..200).map(|n| one(&format!("d{n}"), &"Words and more words. ".repeat(40))).collect::<Vec<_>>());
    let whole = fs::read(shelf.path()).unwrap();
    let mut told = 0;
    for cut in 1..40 {
        let mut bytes = whole.clone();
        if cut % 2 == 0 {
            bytes.truncate(whole.len() * cut / 40);
        } else {
            let at = whole.len() * cut / 40;
            let end = (at + 20_000).min(bytes.len());
            bytes[at..end].fill(0xA5);
        }
        let damaged = Shelf::new();
        fs::write(damaged.path(), &bytes).unwrap();
        let used = (|| {
            let store = Store::open(&damaged.path())?;
            store.events(&Filter::default(), false, None, |_| ControlFlow::Continue(()))?;
            for n in 0..200 {
                store.document(&format!("d{n}"))?;
            }
            Writer::create(&damaged.path(), &made("d"))?.put(&[one("new", "Words.")], false)?;
            Ok::<(), StoreError>(())
        })();
        if let Err(error) = used {
            told += 1;
            assert!(matches!(error, StoreError::Damaged(_) | StoreError::NotAStore), "{cut}: {error:?}");
        }
    }
    assert!(told > 20, "{told}");
}

#[test]
fn writers_take_turns() {
    let shelf = Shelf::new();
    shelf.writer();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let shelf = &shelf;
            scope.spawn(move || {
                let mut kept = shelf.writer();
                for batch in 0..10 {
                    // Half of the names are everybody's.
                    let own = one(&format!("{writer}-{batch}"), "Words.");
                    kept.put(&[own, one(&format!("all-{batch}"), "Words.")], false).unwrap();
                }
            });
        }
    });
    assert_eq!(shelf.store().counts().unwrap().documents, 50);
    shelf.check();
}
