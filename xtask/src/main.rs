//! Chores of the repository: `cargo xtask COMMAND`.

mod bench;
mod convert_gazetteer;
mod convert_phoenix;
mod measure_copies;
mod pack_model;
mod petrarch_records;
mod train_judge;
mod train_ranker;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask bench REPORTS [TIMES]...
    Builds the program and measures it on REPORTS (a file or folder that the program reads), and on the same TIMES over (1 and 10)
    with other names and dates: words a second, memory, size; the store alone up to 100 times over; and questions to a store of
    a million events. Fails when one takes 100 ms.
cargo xtask bench-questions
    Only the questions, to a store of a million invented events.
cargo xtask bench-rooms REPORTS
    What each room costs of reading REPORTS, in processor time on one thread (run with --release).
cargo xtask convert-gazetteer DIR
    Converts GeoNames as the packages unpacked under DIR carry it to data/place/gazetteer.bin.
cargo xtask convert-phoenix DIR
    Converts the Phoenix actor dictionaries in DIR to data/actor/people/phoenix.tsv and data/actor/bodies/phoenix.tsv.
cargo xtask measure-copies FILE [--list]
    Measures how well made copies of the reports in FILE are told (crates/corpus/README.md).
cargo xtask pack-model WHEEL [NAME]
    Packs the spaCy pipeline in WHEEL into models/NAME.pack, and writes models/NAME.md
    with its licences, its source and the wheel's SHA-256.
cargo xtask petrarch-records RECORDS.xml DICTIONARIES [-v]
    Codes PETRARCH's unit-test records with the dictionaries they name, found in the folder DICTIONARIES, and counts those right;
    -v shows the wrong ones.
cargo xtask train-judge GOLD.jsonl ANNOTATED.jsonl
    Trains data/source/judge.tsv on attributions in PolNeAR's form and the same documents annotated.
cargo xtask train-ranker MARKED.tsv
    Trains data/event/ranker.tsv on sentences with marked parties and a category (uid, marked_sentence, gold_root).";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["bench", reports, ref times @ ..] => bench::run(reports.as_ref(), times),
        ["bench-questions"] => bench::questions("target/bench".as_ref())
            .and_then(|in_time| if in_time { Ok(()) } else { Err("some answers took too long".into()) }),
        ["bench-rooms", reports] => bench::rooms(reports.as_ref()),
        ["convert-gazetteer", dir] => convert_gazetteer::run(dir.as_ref()),
        ["convert-phoenix", dir] => convert_phoenix::run(dir.as_ref()),
        ["measure-copies", file] => measure_copies::run(file.as_ref(), false),
        ["measure-copies", file, "--list"] => measure_copies::run(file.as_ref(), true),
        ["pack-model", wheel] => pack_model::run(wheel.as_ref(), None),
        ["pack-model", wheel, name] => pack_model::run(wheel.as_ref(), Some(name)),
        ["petrarch-records", records, folder] => petrarch_records::run(records.as_ref(), folder.as_ref(), false),
        ["petrarch-records", records, folder, "-v"] => petrarch_records::run(records.as_ref(), folder.as_ref(), true),
        ["train-judge", gold, annotated] => {
            train_judge::run(gold.as_ref(), annotated.as_ref(), "data/source/judge.tsv".as_ref())
        }
        ["train-ranker", table] => {
            train_ranker::run(table.as_ref(), "models/en_core_web_sm.pack".as_ref(), "data/event/ranker.tsv".as_ref())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
