//! The program.

mod annotate;
mod args;
mod code;
mod data;
mod error;
mod explain;
mod export;
mod list;
mod output;
mod pipeline;
mod progress;
mod report;
mod run;
mod store;
mod stream;
mod versions;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Code(args) => code::code(&args),
        Command::Annotate(args) => annotate::annotate(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Export(args) => export::export_events(&args),
        Command::Statements(args) => store::statements(&args),
        Command::Positions(args) => store::positions(&args),
        Command::Data(command) => data::data(&command),
        Command::Store(command) => store::run(command.as_ref()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("whowhom: {error}");
        if let Some(help) = error.help() {
            eprintln!("  {help}");
        }
        ExitCode::from(2)
    })
}
