//! Commands and options.

use crate::support::run;

const DATES: [&str; 2] = ["--dates", "examples/index.tsv"];

fn on_examples(args: &[&str]) -> crate::support::Run {
    let run = run(&[args, &["examples"], &DATES].concat(), "");
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{args:?}");
    run
}

#[test]
fn the_number_of_threads_does_not_show() {
    for command in [["annotate", "--format", "jsonl"], ["code", "--format", "csv"], ["statements", "--format", "csv"]] {
        let one = on_examples(&[&command[..], &["--threads", "1"]].concat());
        let many = on_examples(&[&command[..], &["--threads", "5"]].concat());
        assert_eq!(one.out, many.out);
    }
}

#[test]
fn every_example_has_its_date() {
    for record in on_examples(&["annotate"]).records() {
        assert!(record["date"].is_string(), "{} is not in examples/index.tsv", record["id"]);
    }
}

#[test]
fn every_command_explains_itself_with_examples() {
    let commands = [
        "code",
        "annotate",
        "explain",
        "statements",
        "positions",
        "ingest",
        "recode",
        "events",
        "timeline",
        "dyads",
        "actors",
        "article",
        "search",
        "sql",
    ];
    let helps = commands.iter().map(|command| vec![*command, "--help"]).chain([vec!["--help"]]);
    for args in helps {
        let help = run(&args, "");
        assert_eq!(help.status, 0);
        assert!(help.out.contains("Examples:\n  whowhom "), "{}", help.out);
    }
    assert_eq!(run(&["cod"], "").status, 2);
    assert_eq!(run(&["code", "--threads", "0"], "").status, 2);
    for never in ["0000-01-01", "9999-12-31", "2010-02-30"] {
        let refused = run(&["code", "--date", never], "");
        assert!(refused.status == 2 && refused.err.contains("date"), "{}", refused.err);
    }
}

#[test]
fn csv_has_a_head_even_without_events() {
    let run = run(&["code", "--format", "csv", "--date", "2010-02-12", "-"], "");
    assert_eq!(run.out.lines().count(), 1);
    assert!(run.out.starts_with("id,doc_id,date,"));
}
