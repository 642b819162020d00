//! From reports to other programs' files. Where Python with pandas or DuckDB is at hand, they read what we write.

use crate::support::run;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const REPORTS: &str = "{\"id\": \"a\", \"text\": \"France urged Mali to free the hostages.\", \"date\": \"2010-02-12\", \
    \"url\": \"http://post.example/a\", \"publisher\": \"Oslo Post\"}\n\
    {\"id\": \"b\", \"text\": \"Norway's prime minister met the president of Chile in Oslo on Friday.\", \"date\": \"2010-02-12\"}\n";

struct Coded {
    dir: TempDir,
    events: String,
}

impl Coded {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("reports.jsonl"), REPORTS).unwrap();
        let events = run(&["code", "-", "--format", "jsonl"], REPORTS).out;
        assert!(events.lines().count() >= 2, "{events}");
        Self { dir, events }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().into()
    }

    /// The events exported to a file of this form.
    fn export(&self, form: &str) -> String {
        let (path, reports) = (self.path(form), self.path("reports.jsonl"));
        let run =
            run(&["export", "-", "--format", form, "--output", &path, "--reports", &reports], self.events.as_str());
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{form}");
        path
    }
}

#[test]
fn json_lines_go_through_unchanged() {
    let coded = Coded::new();
    assert_eq!(run(&["export", "--format", "jsonl"], coded.events.as_str()).out, coded.events);
    let csv = run(&["code", "-", "--format", "csv"], REPORTS).out;
    assert_eq!(fs::read_to_string(coded.export("csv")).unwrap(), csv);
}

#[test]
fn a_store_goes_out_as_its_reports_do() {
    let coded = Coded::new();
    let (db, reports) = (coded.path("news.db"), coded.path("reports.jsonl"));
    assert_eq!(run(&["ingest", "--db", &db, &reports, "--quiet"], "").status, 0);
    let of_store = |form: &str, filter: &[&str]| {
        let export = run(&[&["export", "--db", &db, "--format", form], filter].concat(), "");
        assert_eq!((export.status, export.err.as_str()), (0, ""), "{form}");
        export.out
    };
    for form in ["jsonl", "csv", "gdelt", "icews", "graphml", "gexf"] {
        let mut kept: Vec<String> = of_store(form, &[]).lines().map(String::from).collect();
        let exported = fs::read_to_string(coded.export(form)).unwrap();
        let mut expected: Vec<String> = exported.lines().map(String::from).collect();
        if matches!(form, "jsonl" | "csv") {
            // The store's events come by their days.
            kept.sort();
            expected.sort();
        }
        if matches!(form, "gdelt" | "icews") {
            assert_eq!(kept.len(), expected.len());
            continue;
        }
        assert_eq!(kept, expected, "{form}");
    }
    let (whole, parquet) = (coded.path("whole.parquet"), fs::read(coded.export("parquet")).unwrap());
    run(&["export", "--db", &db, "--format", "parquet", "--output", &whole], "");
    assert!(fs::read(whole).unwrap().starts_with(b"PAR1") && parquet.starts_with(b"PAR1"));

    let french = of_store("csv", &["--actor", "FRA", "--since", "2010-01-01"]);
    assert!(french.contains("Oslo Post") && french.contains(",FRA,") && !french.contains(",CHL,"), "{french}");
    assert!(of_store("gdelt", &["--actor", "FRA"]).trim_end().ends_with("\t20100212\thttp://post.example/a"));
    let nobody = run(&["export", "--db", &db, "--format", "gdelt", "--actor", "PRK"], "");
    assert!(nobody.status == 0 && nobody.out.is_empty() && nobody.err.contains("nothing here"), "{}", nobody.err);
    // What went out goes out again as it is.
    let again = run(&["export", "-", "--format", "gdelt"], of_store("jsonl", &[]));
    assert_eq!(again.out, of_store("gdelt", &[]));
}

#[test]
fn filters_are_for_stores() {
    for args in [&["--actor", "USA"][..], &["--factual"], &["--since", "2010-01-01"]] {
        let refused = run(&[&["export", "-", "--format", "csv"], args].concat(), "");
        assert!(refused.status == 2 && refused.err.contains("--db"), "{}", refused.err);
    }
    let missing = run(&["export", "--db", "no-such.db", "--format", "csv"], "");
    assert!(missing.status == 2 && missing.out.is_empty() && missing.err.contains("no such file"), "{}", missing.err);
}

#[test]
fn layouts_have_what_the_reports_tell() {
    let coded = Coded::new();
    let gdelt = fs::read_to_string(coded.export("gdelt")).unwrap();
    assert!(gdelt.lines().next().unwrap().ends_with("\t20100212\thttp://post.example/a"), "{gdelt}");
    let icews = fs::read_to_string(coded.export("icews")).unwrap();
    assert!(icews.contains("Oslo Post") && icews.contains("France"), "{icews}");
    assert!(fs::read_to_string(coded.export("graphml")).unwrap().contains("FRA GOV"));
}

#[test]
fn what_is_no_event_is_told() {
    let coded = Coded::new();
    let run = run(&["export", "--format", "jsonl"], format!("{{\"text\": \"a\"}}\n{}", coded.events));
    assert_eq!((run.status, run.out), (1, coded.events));
    assert!(run.err.contains("standard input:1: is no event: missing field"), "{}", run.err);
}

/// Runs a script of Python that reads `$1`; skipped, with a word on why, where Python or the module is not there.
fn python(module: &str, script: &str, path: &str) {
    let has = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no python3 with {module}; `pip install {module}` to run this test");
        return;
    }
    let output = Command::new("python3").args(["-c", script, path]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn pandas_reads_our_csv_and_layouts() {
    let coded = Coded::new();
    let script = "import sys, pandas as p; t = p.read_csv(sys.argv[1]); assert 'FRA' in list(t.actor), t; assert t.quad_code.dtype == 'int64'";
    python("pandas", script, &coded.export("csv"));
    let script = "import sys, pandas as p; t = p.read_csv(sys.argv[1], sep='\\t', header=None); assert t.shape[1] == 58, t.shape";
    python("pandas", script, &coded.export("gdelt"));
    let script = "import sys, pandas as p; t = p.read_csv(sys.argv[1], sep='\\t'); assert 'France' in list(t['Source Country']), t";
    python("pandas", script, &coded.export("icews"));
}

#[test]
fn duckdb_reads_our_parquet_and_csv() {
    let coded = Coded::new();
    let script = "import sys, duckdb as d; n = d.sql(f\"select count(*) from '{sys.argv[1]}' where actor = 'FRA' and quad_code > 0\")\nassert n.fetchall()[0][0] >= 1";
    let (parquet, csv) = (coded.export("parquet"), coded.export("csv"));
    for (from, name) in [(parquet, "events.parquet"), (csv, "events.csv")] {
        let path = coded.path(name);
        fs::rename(from, &path).unwrap();
        python("duckdb", script, &path);
    }
}

#[test]
fn networkx_reads_our_networks() {
    let coded = Coded::new();
    let script = "import sys, networkx as n; g = n.read_graphml(sys.argv[1]); assert 'FRA GOV' in g and g.number_of_edges() >= 1";
    python("networkx", script, &coded.export("graphml"));
    let script =
        "import sys, networkx as n; g = n.read_gexf(sys.argv[1]); assert 'FRA GOV' in g and g.number_of_edges() >= 1";
    python("networkx", script, &coded.export("gexf"));
}
