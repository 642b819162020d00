//! What the README shows is what the program does.

use crate::support::{root, run};

#[test]
fn the_example_is_the_programs_true_output() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let start = readme.find("```console\n$ cargo run --release -- ").expect("an example") + "```console\n".len();
    let (block, rest) = readme[start..].split_once("```").unwrap();
    let (command, shown) = block.split_once('\n').unwrap();
    let mut args: Vec<&str> = command.split(' ').skip_while(|word| *word != "--").skip(1).collect();
    // On a terminal, the table is the default.
    args.extend(["--format", "table"]);
    let real = run(&args, "");
    assert_eq!((real.status, real.err.as_str()), (0, ""));
    let real: String = real.out.trim_end().lines().map(|line| format!("{}\n", line.trim_end())).collect();
    // As for the snapshots of the examples.
    if shown != real && std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, format!("{}{command}\n{real}```{rest}", &readme[..start])).unwrap();
        return;
    }
    assert_eq!(shown, real, "INSTA_UPDATE=always writes it anew");
}

#[test]
fn the_checks_run_the_readmes_test_command() {
    let read = |file| std::fs::read_to_string(root().join(file)).unwrap();
    let (readme, checks) = (read("README.md"), read(".ci/run"));
    let command = readme.lines().find(|l| l.starts_with("cargo test")).expect("a test command");
    let command = command.split('#').next().unwrap().trim();
    assert!(checks.lines().any(|l| l == command), "{command:?} is not in .ci/run");
}
