//! What the program can be told on its command line.

use crate::store::args::{FilterArgs, PositionsArgs, StatementsArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use whowhom_corpus::ReadError;
use whowhom_corpus::read::{Columns, Kind, Settings};
use whowhom_text::data::DataDir;

/// Reads news reports and writes down who did what to whom, when, where, and on whose word.
///
/// Events are coded to PLOVER 2.0. Every event names the words it was coded from and the rules that fired.
#[derive(Debug, Parser)]
#[command(name = "whowhom", version, max_term_width = 110, after_help = TOP_EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const TOP_EXAMPLES: &str = "\
Exit status: 0 all went well, 1 some records were bad (the others were coded), 2 the program could not run.

Examples:
  whowhom code report.txt --date 2010-02-12
  whowhom code reports/ > events.jsonl
  zcat archive.jsonl.gz | whowhom code - --format csv > events.csv
  whowhom explain report.txt --date 2010-02-12
  whowhom ingest --db news.db archive/                   code an archive into a store
  whowhom events --db news.db --actor USA --event AID    and ask it";

/// The program's commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the events of news reports: a table on a terminal, else one JSON object a line.
    #[command(after_help = CODE_EXAMPLES)]
    Code(CodeArgs),
    /// Write whole annotated documents, one JSON object a line: tokens, mentions, times, places, statements, events.
    #[command(after_help = ANNOTATE_EXAMPLES)]
    Annotate(AnnotateArgs),
    /// List who says what, on whose word, to whom: a table on a terminal, else one JSON object a line.
    #[command(after_help = STATEMENTS_EXAMPLES)]
    Statements(StatementsArgs),
    /// List who demands, offers, promises, refuses, supports or opposes what, and on what condition.
    #[command(after_help = POSITIONS_EXAMPLES)]
    Positions(PositionsArgs),
    /// Show, sentence by sentence, how reports were read: the parse, the layers, the rules that fired.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArgs),
    /// Write coded events in the forms that other programs read: Parquet, the layouts of GDELT and ICEWS, networks.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportArgs),
    /// Make a data folder of your own, to run with --data.
    #[command(subcommand)]
    Data(DataCommand),
    /// What is done with a store of reports.
    #[command(flatten)]
    Store(Box<crate::store::StoreCommand>),
}

/// `whowhom data`.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Take over dictionaries of PETRARCH's form: verbs with patterns (CAMEO.2.0.txt), actors, agents, discards.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(ImportArgs),
}

/// `whowhom data import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The dictionaries
    #[arg(value_name = "DICTIONARY", required = true)]
    pub dictionaries: Vec<PathBuf>,
    /// The data folder to put them in; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  whowhom data import CAMEO.2.0.txt --out mydata
  whowhom code reports/ --data mydata                    events by its patterns, in place of our lexicon
  whowhom data import my.actors.txt my.agents.txt --out mydata";

const CODE_EXAMPLES: &str = "\
Examples:
  whowhom code report.txt --date 2010-02-12              one report, as a table
  whowhom code 2010/ 2011/ --threads 8 > events.jsonl    folders of .txt and .jsonl files
  whowhom code reports.jsonl.gz --format csv > events.csv
  whowhom code reports/ --happenings > happenings.jsonl  what several sentences tell of, told once
  whowhom code examples --dates examples/index.tsv       publication dates from a table
  cat report.txt | whowhom code --date 2010-02-12 --format jsonl

A record of a .jsonl file is {\"text\": \"...\", \"id\": \"...\", \"date\": \"2010-02-12\", ...}; only `text` is required.
Offsets in the output count Unicode code points into `text`.";

const ANNOTATE_EXAMPLES: &str = "\
Examples:
  whowhom annotate report.txt --date 2010-02-12 > report.annotated.jsonl
  whowhom annotate reports.jsonl --with-text | whowhom code -    code from annotations already made";

const STATEMENTS_EXAMPLES: &str = "\
Examples:
  whowhom statements report.txt --date 2010-02-12
  whowhom statements reports/ --format csv > statements.csv
  whowhom statements --db news.db --who Yonhap --since 2010-01-01
  whowhom statements --db news.db --who PRK --kind direct --format jsonl";

const POSITIONS_EXAMPLES: &str = "\
Examples:
  whowhom positions report.txt --date 2010-02-12
  whowhom positions reports.jsonl.gz > positions.jsonl
  whowhom positions --db news.db --who IRN --stance demands";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  whowhom explain report.txt --date 2010-02-12
  whowhom explain report.txt --html > report.html         a page for the browser, with the parse drawn
  echo 'France urged Mali to free the hostages.' | whowhom explain -";

const EXPORT_EXAMPLES: &str = "\
Examples:
  whowhom export --db news.db --format parquet --output events.parquet
  whowhom export --db news.db --format icews --actor IND,PAK --since 2001-01-01 > events.tab
  whowhom code reports/ | whowhom export - --format gexf > network.gexf
  whowhom export events.jsonl --format parquet --output events.parquet
  whowhom export events.jsonl --format gdelt --reports reports.jsonl > events.tsv

What stands in which column: crates/corpus/README.md.";

/// `whowhom code`.
#[derive(Debug, Args)]
pub struct CodeArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// How to write events [default: table on a terminal, else jsonl]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<EventFormat>,
    /// One record for each distinct happening of a report, merged from the events that tell of it
    #[arg(long)]
    pub happenings: bool,
    /// How to run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// `whowhom annotate`.
#[derive(Debug, Args)]
pub struct AnnotateArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// How to write documents
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value_t = DocumentFormat::Jsonl)]
    pub format: DocumentFormat,
    /// Write each document's text too, so that the record can be read back
    #[arg(long)]
    pub with_text: bool,
    /// How to run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// `whowhom statements` and `whowhom positions`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// How to write the list [default: table on a terminal, else jsonl]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<ListFormat>,
    /// How to run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// `whowhom explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Write a web page, with nothing to fetch from elsewhere
    #[arg(long)]
    pub html: bool,
    /// How to run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// `whowhom export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Events as `whowhom code --format jsonl` writes them, folders of such files, or - for standard input
    #[arg(value_name = "FILE|DIR|-")]
    pub paths: Vec<PathBuf>,
    /// Export what this store holds, instead of reading events
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "reports"])]
    pub db: Option<PathBuf>,
    /// How to write them
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: ExportForm,
    /// Where to write them [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The reports that the events were coded from, whose dates, publishers and addresses GDELT and ICEWS have columns for
    #[arg(long, value_name = "FILE|DIR")]
    pub reports: Vec<PathBuf>,
    /// A folder laid over the program's own data
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// No progress and no notes on standard error; bad records are still reported
    #[arg(long, short)]
    pub quiet: bool,
    /// Which events of a store.
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// Where reports come from.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Articles (.txt, .html), records (.jsonl, .csv, .tsv, .parquet), feeds (.rss, .atom, .xml), web archives (.warc), any of
    /// them packed (.gz, .zst); folders of them, patterns, or - for standard input
    ///
    /// Folders are searched through, in sorted order (tables in them, .csv and .tsv, must be named themselves). A file of
    /// another name, and standard input, are known by their first bytes. Without any, standard input is read.
    #[arg(value_name = "FILE|DIR|-")]
    pub paths: Vec<PathBuf>,
    /// Publication date of reports that state none, as 2010-02-12
    #[arg(long, value_name = "DATE", value_parser = parse_published)]
    pub date: Option<Date>,
    /// Publication dates of reports that state none: a table of id, tab, date, one report a line
    #[arg(long, value_name = "FILE")]
    pub dates: Option<PathBuf>,
    /// Which columns of a table hold what, as text=body,date=published; fields: id, text, date, title, publisher, url, language
    #[arg(long, value_name = "FIELD=COLUMN,...", value_parser = parse_columns)]
    pub columns: Option<Columns>,
    /// What standard input, and files whose names do not tell, hold
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: Option<InputFormat>,
    /// Read reports in other languages than English too
    #[arg(long)]
    pub any_language: bool,
}

impl InputArgs {
    /// How the input is read.
    pub fn settings(&self, run: &RunArgs) -> Settings {
        Settings {
            date: self.date,
            dates: self.dates.clone(),
            columns: self.columns.clone().unwrap_or_default(),
            any_language: self.any_language,
            data: run.data.as_ref().map_or_else(DataDir::builtin, DataDir::over),
        }
    }
}

/// What a file can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// One article in plain text
    Txt,
    /// One web page
    Html,
    /// A JSON record a line
    Jsonl,
    /// A table with a head, commas between columns
    Csv,
    /// A table with a head, tabs between columns
    Tsv,
    /// A Parquet table
    Parquet,
    /// An RSS or Atom feed
    Feed,
    /// A web archive
    Warc,
}

impl From<InputFormat> for Kind {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Txt => Self::Article,
            InputFormat::Html => Self::Page,
            InputFormat::Jsonl => Self::Lines,
            InputFormat::Csv => Self::Csv,
            InputFormat::Tsv => Self::Tsv,
            InputFormat::Parquet => Self::Parquet,
            InputFormat::Feed => Self::Feed,
            InputFormat::Warc => Self::Warc,
        }
    }
}

/// How the program runs.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// How many reports to read at a time [default: one a processor]; the output is the same for any number
    #[arg(long, visible_alias = "jobs", value_name = "N", help_heading = "Running")]
    pub threads: Option<NonZeroUsize>,
    /// A folder laid over the program's own data: lexicons, names, rules
    #[arg(long, value_name = "DIR", help_heading = "Running")]
    pub data: Option<PathBuf>,
    /// A spaCy pipeline to read with instead of the program's own: its folder, or a pack made of it
    #[arg(long, value_name = "DIR|PACK", help_heading = "Running")]
    pub model: Option<PathBuf>,
    /// Stop at the first bad record instead of reporting and skipping it
    #[arg(long, help_heading = "Running")]
    pub strict: bool,
    /// No progress and no notes on standard error; bad records are still reported
    #[arg(long, short, help_heading = "Running")]
    pub quiet: bool,
}

/// How events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EventFormat {
    /// For reading on a terminal
    Table,
    /// One JSON object an event, with everything known
    Jsonl,
    /// One row an event, for spreadsheets and statistics
    Csv,
}

/// The forms that other programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// One JSON object an event, with everything known (PLOVER)
    Jsonl,
    /// One row an event, for spreadsheets and statistics
    Csv,
    /// The columns of csv with types, for DuckDB, pandas, polars, arrow
    Parquet,
    /// GDELT 1.0 event file: 58 columns, no head
    Gdelt,
    /// ICEWS event file: 20 columns with a head
    Icews,
    /// A network of actors for igraph and NetworkX
    Graphml,
    /// A network of actors for Gephi
    Gexf,
}

/// How lists are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For reading on a terminal
    Table,
    /// One JSON object a row
    Jsonl,
    /// Rows with a head, for spreadsheets and statistics
    Csv,
}

/// How annotated documents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// One JSON object a document
    Jsonl,
}

fn parse_columns(words: &str) -> Result<Columns, String> {
    words.parse().map_err(|error: ReadError| error.to_string())
}

/// A day as 2010-02-12.
pub fn parse_date(words: &str) -> Result<Date, String> {
    words.parse().map_err(|_| "a date is written year-month-day, as 2010-02-12".into())
}

/// A day on which a report can have been published.
fn parse_published(words: &str) -> Result<Date, String> {
    parse_date(words).and_then(whowhom_corpus::read::check_date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_declarations_are_sound() {
        Cli::command().debug_assert();
    }
}
