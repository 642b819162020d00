//! Questions that people ask of a store, and how long their answers take.

use super::cost::Cost;
use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};
use whowhom_store::{ActorKey, Filter, Period, Store, VoiceFilter};

/// So many times is each question asked.
const ASKED: usize = 9;

/// The median answer may take so long, by the clock or of the processor's time.
const ALLOWED: Duration = Duration::from_millis(100);

/// Asks the store at `path` every question. Whether all were answered in time.
///
/// # Errors
/// When the store fails.
pub fn ask(path: &Path) -> Result<bool, Box<dyn Error>> {
    let (events, size) = (Store::open(path)?.counts()?.events, std::fs::metadata(path)?.len());
    println!("\nquestions to {}, {events} events, {} MB; times in ms", path.display(), size >> 20);
    println!("{:>8} {:>8} {:>8} {:>8}", "p50", "max", "proc.", "rows");
    let (mut medians, mut longest) = (Vec::new(), Duration::ZERO);
    let mut in_time = true;
    for (name, ask) in questions() {
        let (mut took, mut rows) = (Vec::new(), 0);
        let before = Cost::so_far()?;
        for _ in 0..ASKED {
            // As the program does it: the store is opened for the question.
            let start = Instant::now();
            rows = ask(&Store::open(path)?)?;
            took.push(start.elapsed());
        }
        let processor = (Cost::so_far()?.processor - before.processor) * 1000.0 / ASKED as f64;
        took.sort_unstable();
        let (median, most) = (took[ASKED / 2], took[ASKED - 1]);
        // On a busy machine the clock tells how busy it is.
        let late = if median > ALLOWED && processor > ms(ALLOWED) { "  LATE" } else { "" };
        println!("{:>8.1} {:>8.1} {processor:>8.1} {rows:>8}  {name}{late}", ms(median), ms(most));
        in_time &= late.is_empty();
        medians.push(median);
        longest = longest.max(most);
    }
    medians.sort_unstable();
    let (half, most) = (medians[medians.len() / 2], medians[medians.len() - 1]);
    println!(
        "{} questions: medians {:.1} at p50, {:.1} at most; the longest answer {:.1}",
        medians.len(),
        ms(half),
        ms(most),
        ms(longest)
    );
    Ok(in_time)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

type Question = Box<dyn Fn(&Store) -> Result<usize, Box<dyn Error>>>;

/// What is asked: filters with a hundred events each, counts, and summaries.
fn questions() -> Vec<(String, Question)> {
    let mut all: Vec<(String, Question)> = Vec::new();
    let of = |words: &str| words.split(',').map(String::from).collect::<Vec<_>>();
    let day = |words: &str| words.parse().ok();
    let filters: Vec<(&str, Filter)> = vec![
        ("everything", Filter::default()),
        ("actor USA", Filter { actor: of("USA"), ..Filter::default() }),
        ("actor USA:MIL", Filter { actor: of("USA:MIL"), ..Filter::default() }),
        ("actor USA or CHN, ASSAULT", Filter { actor: of("USA,CHN"), event: of("ASSAULT"), ..Filter::default() }),
        ("recipient FJI, hunger", Filter { recipient: of("FJI"), mode: of("hunger"), ..Filter::default() }),
        (
            "dyad ISR:PSE, a year",
            Filter { dyad: of("ISR:PSE"), from: day("2005-01-01"), to: day("2005-12-31"), ..Filter::default() },
        ),
        ("person", Filter { person: of("Kim 17"), ..Filter::default() }),
        (
            "sector REB, context cbrn, quad 4",
            Filter { sector: of("REB"), context: of("cbrn"), quad: vec![4], ..Filter::default() },
        ),
        ("place Suva, factual", Filter { place: of("Suva"), factual: true, ..Filter::default() }),
        (
            "place IRQ, AID, a month",
            Filter {
                place: of("IRQ"),
                event: of("AID"),
                from: day("2003-03-01"),
                to: day("2003-03-31"),
                ..Filter::default()
            },
        ),
        ("source radio, actor COL", Filter { source: of("radio"), actor: of("COL"), ..Filter::default() }),
        ("a common word", Filter { text: Some("ceasefire".into()), ..Filter::default() }),
        ("a common word, actor SDN", Filter { text: Some("ceasefire".into()), actor: of("SDN"), ..Filter::default() }),
        ("a phrase", Filter { text: Some("\"treaty harbour summit\"".into()), ..Filter::default() }),
        ("a rare word", Filter { text: Some("rare77".into()), ..Filter::default() }),
    ];
    for (name, filter) in filters {
        let (first, last, counted) = (filter.clone(), filter.clone(), filter.clone());
        all.push((format!("events: {name}, the first 100"), Box::new(move |store| hundred(store, &first, false))));
        all.push((format!("events: {name}, the last 100"), Box::new(move |store| hundred(store, &last, true))));
        all.push((format!("count: {name}"), Box::new(move |store| Ok(store.count(&counted)? as usize))));
        let filter = filter.clone();
        all.push((
            format!("timeline by month: {name}"),
            Box::new(move |store| Ok(store.timeline(&filter, Period::Month)?.len())),
        ));
    }
    let dyad = Filter { dyad: of("USA:CHN"), ..Filter::default() };
    all.push(("dyads: the busiest 100".into(), Box::new(|s| Ok(s.dyads(&Filter::default(), None, Some(100))?.len()))));
    all.push((
        "dyads: USA:CHN by month".into(),
        Box::new(move |s| Ok(s.dyads(&dyad, Some(Period::Month), None)?.len())),
    ));
    all.push((
        "dyads: all by month".into(),
        Box::new(|s| Ok(s.dyads(&Filter::default(), Some(Period::Month), None)?.len())),
    ));
    let aid = Filter { event: of("AID"), place: of("Suva"), ..Filter::default() };
    all.push(("dyads: AID in Suva".into(), Box::new(move |s| Ok(s.dyads(&aid, None, None)?.len()))));
    for key in [ActorKey::Code, ActorKey::Sector, ActorKey::Name] {
        all.push((
            format!("actors by {key:?}"),
            Box::new(move |s| Ok(s.actors(&Filter::default(), key, Some(100))?.len())),
        ));
    }
    let voice = VoiceFilter { who: Some("radio 3".into()), limit: Some(100), ..VoiceFilter::default() };
    let holder = VoiceFilter {
        who: Some("PRK".into()),
        kind: Some("demands".into()),
        limit: Some(100),
        ..VoiceFilter::default()
    };
    all.push((
        "statements: radio 3".into(),
        Box::new(move |s| {
            let mut rows = 0;
            s.statements(&voice, |_| {
                rows += 1;
                ControlFlow::Continue(())
            })?;
            Ok(rows)
        }),
    ));
    all.push((
        "positions: PRK demands".into(),
        Box::new(move |s| {
            let mut rows = 0;
            s.positions(&holder, |_| {
                rows += 1;
                ControlFlow::Continue(())
            })?;
            Ok(rows)
        }),
    ));
    all.push(("article".into(), Box::new(|s| Ok(s.document("d1234")?.map_or(0, |(coded, _)| coded.events.len())))));
    all.push((
        "search: a phrase, the best 20".into(),
        Box::new(|s| Ok(s.search("\"treaty harbour summit\"", Some(20))?.len())),
    ));
    all
}

fn hundred(store: &Store, filter: &Filter, latest_first: bool) -> Result<usize, Box<dyn Error>> {
    let mut rows = 0;
    store.events(filter, latest_first, Some(100), |_| {
        rows += 1;
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}
