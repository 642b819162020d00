//! What the commands on a store can be told.

use crate::args::{InputArgs, ListArgs, ListFormat, RunArgs, parse_date};
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use whowhom_store::{ActorKey, Filter, Happened, Period, VoiceFilter};

/// The commands on a store.
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// Code reports into a store. Ingesting again changes nothing, and a run that was broken off goes on.
    #[command(after_help = INGEST_EXAMPLES)]
    Ingest(IngestArgs),
    /// Code those reports of a store again that an older program, older data or another model coded.
    #[command(after_help = RECODE_EXAMPLES)]
    Recode(RecodeArgs),
    /// Ask a store for events.
    #[command(after_help = EVENTS_EXAMPLES)]
    Events(QuestionArgs<EventsArgs>),
    /// Ask a store for happenings: what several reports tell of, once, with what they disagree on.
    #[command(after_help = HAPPENINGS_EXAMPLES)]
    Happenings(QuestionArgs<HappeningsArgs>),
    /// Find out which reports of a store tell of one happening; ingest and recode do it by themselves.
    #[command(after_help = LINK_EXAMPLES)]
    Link(LinkArgs),
    /// Ask a store how many events there were day by day, month by month or year by year.
    #[command(after_help = TIMELINE_EXAMPLES)]
    Timeline(QuestionArgs<TimelineArgs>),
    /// Ask a store who did how much to whom, with the mean on PLOVER's scale from conflict (-10) to cooperation (10).
    #[command(after_help = DYADS_EXAMPLES)]
    Dyads(QuestionArgs<DyadsArgs>),
    /// Ask a store who takes part in events, acting and acted upon.
    #[command(after_help = ACTORS_EXAMPLES)]
    Actors(QuestionArgs<ActorsArgs>),
    /// Show a report of a store with everything found in it.
    #[command(after_help = ARTICLE_EXAMPLES)]
    Article(ArticleArgs),
    /// Find reports of a store by their words.
    #[command(after_help = SEARCH_EXAMPLES)]
    Search(SearchArgs),
    /// Ask a store in SQL; nothing can be changed.
    #[command(after_help = SQL_EXAMPLES)]
    Sql(SqlArgs),
}

const INGEST_EXAMPLES: &str = "\
Examples:
  whowhom ingest --db news.db archive/ more.jsonl.gz
  whowhom ingest --db news.db today/ --date 2014-06-16 --jobs 8
  whowhom ingest --db news.db corrected.jsonl --replace     reports whose names are taken take the others' places";

const RECODE_EXAMPLES: &str = "\
Examples:
  whowhom recode --db news.db                 after an update of the program
  whowhom recode --db news.db --data mydata/  after a change to your own lexicons";

const EVENTS_EXAMPLES: &str = "\
Examples:
  whowhom events --db news.db --actor USA --event AID,SUPPORT --since 2010-01-01 --until 2010-12-31
  whowhom events --db news.db --dyad ISR:PSE,PSE:ISR --quad 4 --format csv > events.csv
  whowhom events --db news.db --actor SYR:MIL --mode aerial --place Aleppo --factual
  whowhom events --db news.db --person 'Kim Kye Gwan' --latest --limit 10
  whowhom events --db news.db --source Yonhap --text 'nuclear NEAR test' --count";

const HAPPENINGS_EXAMPLES: &str = "\
Examples:
  whowhom happenings --db news.db --event ASSAULT --place IRQ --factual --format csv > attacks.csv
  whowhom happenings --db news.db --dyad CHN:VNM --publishers 2     what two independent publishers tell at least
  whowhom happenings --db news.db --disagreeing --latest            what reports contradict each other in
  whowhom happenings --db news.db --id wire-1202:3 --format jsonl   the happening that this event is a mention of";

const LINK_EXAMPLES: &str = "\
Examples:
  whowhom link --db news.db                          what a broken-off ingest left undone
  whowhom link --db news.db --again --data mydata/   everything, after a change to corpus/happenings.tsv";

const TIMELINE_EXAMPLES: &str = "\
Examples:
  whowhom timeline --db news.db --event PROTEST --place EGY --by day --since 2011-01-01
  whowhom timeline --db news.db --by year --format csv > years.csv";

const DYADS_EXAMPLES: &str = "\
Examples:
  whowhom dyads --db news.db --limit 20                         the busiest pairs
  whowhom dyads --db news.db --by month --format csv > dyads.csv
  whowhom dyads --db news.db --dyad IND:PAK,PAK:IND --by year --factual";

const ACTORS_EXAMPLES: &str = "\
Examples:
  whowhom actors --db news.db --limit 20
  whowhom actors --db news.db --by name --event ACCUSE --actor RUS";

const ARTICLE_EXAMPLES: &str = "\
Examples:
  whowhom article --db news.db wire-1202
  whowhom article --db news.db wire-1202 --format jsonl";

const SEARCH_EXAMPLES: &str = "\
Examples:
  whowhom search --db news.db 'ceasefire'
  whowhom search --db news.db '\"security council\" AND (veto OR vetoed)' --limit 5
  whowhom search --db news.db 'sanction* NOT sports' --format jsonl";

const SQL_EXAMPLES: &str = "\
Examples:
  whowhom sql --db news.db 'SELECT category, count(*) FROM events GROUP BY category'
  whowhom sql --db news.db 'SELECT sql FROM sqlite_schema'      what the tables and columns mean
  whowhom sql --db news.db 'SELECT * FROM documents' --format csv > documents.csv";

/// Which store.
#[derive(Debug, Args)]
pub struct DbArgs {
    /// The store's file
    #[arg(long, value_name = "FILE")]
    pub db: PathBuf,
}

/// `whowhom ingest`.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Where to keep reports.
    #[command(flatten)]
    pub store: DbArgs,
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Put a report in the place of one in the store that has its name and other content, instead of skipping it
    #[arg(long)]
    pub replace: bool,
    /// How to run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// `whowhom recode`.
#[derive(Debug, Args)]
pub struct RecodeArgs {
    /// Where reports are kept.
    #[command(flatten)]
    pub store: DbArgs,
    /// How to run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// How an answer is written, and how much of it.
#[derive(Debug, Args)]
pub struct AnswerArgs {
    /// The store.
    #[command(flatten)]
    pub store: DbArgs,
    /// How to write the answer [default: table on a terminal, else jsonl]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<ListFormat>,
    /// So many rows at most [default: 100 in a table on a terminal, else all]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<u64>,
}

/// Which events.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which events (values joined by commas are alternatives)")]
pub struct FilterArgs {
    /// Who did it: a code (USA), a country, a code and a sector (USA:MIL), or words of a name
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub actor: Vec<String>,
    /// To whom, likewise
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub recipient: Vec<String>,
    /// Who did it to whom: two codes or countries, as ISR:PSE
    #[arg(long, value_name = "CODE:CODE", value_delimiter = ',')]
    pub dyad: Vec<String>,
    /// A sector of anybody who takes part: GOV, MIL, REB ...
    #[arg(long, value_name = "SECTOR", value_delimiter = ',')]
    pub sector: Vec<String>,
    /// Words of the name of anybody who takes part
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub person: Vec<String>,
    /// PLOVER category: AGREE, CONSULT ... ASSAULT
    #[arg(long, value_name = "EVENT", value_delimiter = ',')]
    pub event: Vec<String>,
    /// PLOVER mode: visit, arrest, aerial ...
    #[arg(long, value_name = "MODE", value_delimiter = ',')]
    pub mode: Vec<String>,
    /// PLOVER context: diplomatic, cbrn, election ...
    #[arg(long, value_name = "CONTEXT", value_delimiter = ',')]
    pub context: Vec<String>,
    /// Told in one of these ways: historical, future, hypothetical, negation
    #[arg(long, value_name = "WAY", value_delimiter = ',')]
    pub auxiliary: Vec<String>,
    /// How the text presents it: asserted, reported, alleged, denied, planned, possible, conditional, counterfactual
    #[arg(long, value_name = "HOW", value_delimiter = ',')]
    pub factuality: Vec<String>,
    /// Only what is told as a fact: not denied, not hypothetical, not yet to come
    #[arg(long)]
    pub factual: bool,
    /// Quad code: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    #[arg(long, value_name = "QUAD", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=4))]
    pub quad: Vec<u8>,
    /// Not before this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub since: Option<Date>,
    /// Not after this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub until: Option<Date>,
    /// Where: a country's code, the name of a place, or its GeoNames number
    #[arg(long, value_name = "PLACE", value_delimiter = ',')]
    pub place: Vec<String>,
    /// On whose word: a code, or words that name the source
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    pub source: Vec<String>,
    /// What the report says: words, "a phrase", a OR b, a NOT b, NEAR(a b), begin*
    #[arg(long, value_name = "QUERY")]
    pub text: Option<String>,
    /// The report
    #[arg(long, value_name = "ID")]
    pub article: Option<String>,
}

impl FilterArgs {
    /// The filter.
    pub fn filter(&self) -> Filter {
        Filter {
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            dyad: self.dyad.clone(),
            sector: self.sector.clone(),
            person: self.person.clone(),
            event: self.event.clone(),
            mode: self.mode.clone(),
            context: self.context.clone(),
            auxiliary: self.auxiliary.clone(),
            factuality: self.factuality.clone(),
            factual: self.factual,
            quad: self.quad.clone(),
            from: self.since,
            to: self.until,
            place: self.place.clone(),
            source: self.source.clone(),
            text: self.text.clone(),
            doc: self.article.clone(),
        }
    }
}

/// A question about events: how to answer it, what is its own, and which events it is about.
#[derive(Debug, Args)]
pub struct QuestionArgs<Own: Args> {
    /// How to answer.
    #[command(flatten)]
    pub answer: AnswerArgs,
    /// What only this question can be told.
    #[command(flatten)]
    pub own: Own,
    /// Which events; of a happening, a mention must fit.
    #[command(flatten)]
    pub filter: FilterArgs,
}

impl<Own: Args> QuestionArgs<Own> {
    /// The store.
    pub fn db(&self) -> &Path {
        &self.answer.store.db
    }
}

/// `whowhom events`.
#[derive(Debug, Args)]
pub struct EventsArgs {
    /// The latest events first
    #[arg(long)]
    pub latest: bool,
    /// Only how many there are
    #[arg(long)]
    pub count: bool,
    /// One event of each actor, recipient, type and day, as other event data sets have it (compare `whowhom happenings`)
    #[arg(long)]
    pub one_a_day: bool,
}

/// `whowhom happenings`.
#[derive(Debug, Args)]
pub struct HappeningsArgs {
    /// The latest first
    #[arg(long)]
    pub latest: bool,
    /// Only how many there are
    #[arg(long)]
    pub count: bool,
    /// The one that this event is a mention of
    #[arg(long, value_name = "EVENT")]
    pub id: Option<String>,
    /// Told by so many reports at least, copies of one counted once
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub reports: u64,
    /// Told by so many independent publishers at least
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub publishers: u64,
    /// In which reports contradict each other
    #[arg(long)]
    pub disagreeing: bool,
    /// A folder laid over the program's own data
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

impl HappeningsArgs {
    /// Which, besides what a mention must fit.
    pub fn which(&self) -> Happened {
        Happened { reports: self.reports, publishers: self.publishers, disagreeing: self.disagreeing }
    }
}

/// `whowhom link`.
#[derive(Debug, Args)]
pub struct LinkArgs {
    /// Where reports are kept.
    #[command(flatten)]
    pub store: DbArgs,
    /// Link everything anew, not only what is new
    #[arg(long)]
    pub again: bool,
    /// A folder laid over the program's own data
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// No progress and no notes on standard error
    #[arg(long, short)]
    pub quiet: bool,
}

/// `whowhom timeline`.
#[derive(Debug, Args)]
pub struct TimelineArgs {
    /// What to count by
    #[arg(long, value_enum, value_name = "PERIOD", default_value_t = PeriodArg::Month)]
    pub by: PeriodArg,
}

/// `whowhom dyads`.
#[derive(Debug, Args)]
pub struct DyadsArgs {
    /// Count each pair by stretches of time
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub by: Option<PeriodArg>,
}

/// `whowhom actors`.
#[derive(Debug, Args)]
pub struct ActorsArgs {
    /// What to tell them apart by
    #[arg(long, value_enum, value_name = "KEY", default_value_t = KeyArg::Code)]
    pub by: KeyArg,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PeriodArg {
    /// Day by day
    Day,
    /// Month by month
    Month,
    /// Year by year
    Year,
}

impl From<PeriodArg> for Period {
    fn from(period: PeriodArg) -> Self {
        match period {
            PeriodArg::Day => Self::Day,
            PeriodArg::Month => Self::Month,
            PeriodArg::Year => Self::Year,
        }
    }
}

/// What actors are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeyArg {
    /// Country or body code
    Code,
    /// Sector
    Sector,
    /// Name
    Name,
}

impl From<KeyArg> for ActorKey {
    fn from(key: KeyArg) -> Self {
        match key {
            KeyArg::Code => Self::Code,
            KeyArg::Sector => Self::Sector,
            KeyArg::Name => Self::Name,
        }
    }
}

/// Which statements or positions of a store.
#[derive(Debug, Args)]
#[command(next_help_heading = "From a store")]
pub struct VoiceArgs {
    /// List what this store holds, instead of reading reports
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub db: Option<PathBuf>,
    /// So many rows at most [default: 100 in a table on a terminal, else all]
    #[arg(long, short = 'n', value_name = "N", requires = "db")]
    pub limit: Option<u64>,
    /// Whose: a code, a sector, or words that name somebody
    #[arg(long, value_name = "WHO", requires = "db")]
    pub who: Option<String>,
    /// In reports not before this day
    #[arg(long, value_name = "DATE", value_parser = parse_date, requires = "db")]
    pub since: Option<Date>,
    /// In reports not after this day
    #[arg(long, value_name = "DATE", value_parser = parse_date, requires = "db")]
    pub until: Option<Date>,
    /// What the report says: words, "a phrase", a OR b, a NOT b, NEAR(a b), begin*
    #[arg(long, value_name = "QUERY", requires = "db")]
    pub text: Option<String>,
    /// The report
    #[arg(long, value_name = "ID", requires = "db")]
    pub article: Option<String>,
}

impl VoiceArgs {
    /// The filter, for a kind of statement or a stance.
    pub fn filter(&self, kind: Option<&String>, limit: Option<u64>) -> VoiceFilter {
        VoiceFilter {
            who: self.who.clone(),
            kind: kind.cloned(),
            from: self.since,
            to: self.until,
            text: self.text.clone(),
            doc: self.article.clone(),
            limit,
        }
    }
}

/// Where statements or positions come from: reports, or a store.
#[derive(Debug, Args)]
pub struct VoicesArgs {
    /// Out of what reports, and how.
    #[command(flatten)]
    pub list: ListArgs,
    /// Which of a store.
    #[command(flatten)]
    pub which: VoiceArgs,
}

/// `whowhom statements`.
#[derive(Debug, Args)]
pub struct StatementsArgs {
    /// Out of what, and how.
    #[command(flatten)]
    pub from: VoicesArgs,
    /// direct, indirect or mixed
    #[arg(long, value_name = "KIND", value_parser = ["direct", "indirect", "mixed"], requires = "db",
        help_heading = "From a store")]
    pub kind: Option<String>,
}

/// `whowhom positions`.
#[derive(Debug, Args)]
pub struct PositionsArgs {
    /// Out of what, and how.
    #[command(flatten)]
    pub from: VoicesArgs,
    /// demands, offers, commits, refuses, opposes, supports or expects
    #[arg(long, value_name = "STANCE", requires = "db", help_heading = "From a store",
        value_parser = ["demands", "offers", "commits", "refuses", "opposes", "supports", "expects"])]
    pub stance: Option<String>,
}

/// `whowhom article`.
#[derive(Debug, Args)]
pub struct ArticleArgs {
    /// The store.
    #[command(flatten)]
    pub store: DbArgs,
    /// The report
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to write it [default: text on a terminal, else jsonl]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<ArticleFormat>,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ArticleFormat {
    /// For reading on a terminal
    Text,
    /// One JSON object
    Jsonl,
}

/// `whowhom search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// How to answer.
    #[command(flatten)]
    pub answer: AnswerArgs,
    /// What to look for: words, "a phrase", a OR b, a NOT b, NEAR(a b), begin*, title : word
    #[arg(value_name = "QUERY")]
    pub query: String,
}

/// `whowhom sql`.
#[derive(Debug, Args)]
pub struct SqlArgs {
    /// How to answer.
    #[command(flatten)]
    pub answer: AnswerArgs,
    /// One statement that asks
    #[arg(value_name = "SELECT")]
    pub question: String,
}
