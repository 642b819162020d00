//! `whowhom link`, and the end of every ingest: which reports tell of one happening.

use super::args::LinkArgs;
use super::at;
use crate::error::RunError;
use crate::progress::Progress;
use crate::report::counted;
use lru::LruCache;
use rustc_hash::FxHashSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use whowhom_corpus::copies::{Dedup, Signature, Verdict};
use whowhom_corpus::happenings::{Grouped, Happening, Link, Mention, Report, Rules, Sketch, Topic, group};
use whowhom_store::{HappeningRow, LinkRow, Linker, Linking, Member, StoreError, Told};
use whowhom_text::data::{DataDir, DataError};

/// Mentions compared, or made happenings of, in a step; between steps others may write.
const STEP: usize = 512;

/// Mentions under one key up to which they are compared. A key that more are filed under tells nothing of them, and the narrower keys
/// remain: without this, time would grow with the square of the busiest day.
const CROWD: usize = 400;

/// Sketches that are remembered: those of some weeks of news, mostly, as archives come in the order of their days.
const SKETCHES: NonZeroUsize = NonZeroUsize::new(20_000).unwrap();

/// Topics of reports that are remembered.
const TOPICS: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// Links the reports of a store.
///
/// # Errors
/// When the rules cannot be read, or the store fails.
pub fn link(args: &LinkArgs) -> Result<ExitCode, RunError> {
    let path = args.store.db.as_path();
    let rules = rules(args.data.as_ref())?;
    if args.again {
        Linker::open(path).and_then(|mut linker| linker.step(|l| l.forget())).map_err(at(path))?;
    }
    link_new(path, &rules, args.quiet)?;
    Ok(ExitCode::SUCCESS)
}

/// The rules, with the user's folder over them.
///
/// # Errors
/// When the folder is not there, or they cannot be read.
pub fn rules(data: Option<&PathBuf>) -> Result<Rules, RunError> {
    let data = match data {
        Some(dir) if !dir.is_dir() => return Err(RunError::NoDataDir(dir.clone())),
        Some(dir) => DataDir::over(dir),
        None => DataDir::builtin(),
    };
    Ok(Rules::load(&data).map_err(|error: DataError| error)?)
}

/// Compares what is new in a store with all there is, and makes happenings anew where that changes them.
///
/// # Errors
/// When the store fails.
pub fn link_new(path: &Path, rules: &Rules, quiet: bool) -> Result<(), RunError> {
    let mut linker = Linker::open(path).map_err(at(path))?;
    find_copies(&mut linker).map_err(at(path))?;
    let (compare, _) = linker.waiting().map_err(at(path))?;
    let progress = Progress::of(compare, "events", quiet);
    let mut known = Known::new(rules);
    let (mut compared, mut made) = (0, 0);
    loop {
        let done = linker.step(|linking| known.compare(linking)).map_err(at(path))?;
        compared += done;
        progress.advance(compared);
        if done == 0 {
            break;
        }
    }
    loop {
        let done = linker.step(|linking| known.group(linking)).map_err(at(path))?;
        made += done;
        if done == 0 {
            break;
        }
    }
    progress.finish();
    if !quiet && made > 0 {
        eprintln!("made {} of what is told", counted(made, "happening"));
    }
    Ok(())
}

/// Finds out which of the reports that are new are copies of others.
fn find_copies(linker: &mut Linker) -> Result<(), StoreError> {
    let mut known = Dedup::new();
    let mut loaded = false;
    loop {
        let done = linker.step(|linking| {
            let documents = linking.unsigned(STEP)?;
            if !documents.is_empty() && !loaded {
                loaded = true;
                linking.originals(|doc, bytes| {
                    if let Some(signature) = Signature::from_bytes(bytes) {
                        known.insert(doc.cast_unsigned(), signature);
                    }
                })?;
            }
            for (doc, text) in &documents {
                let signature = Signature::of(text);
                let original = match known.check(doc.cast_unsigned(), &signature) {
                    Verdict::CopyOf { original, .. } => Some(original.cast_signed()),
                    Verdict::New => None,
                };
                linking.sign(*doc, &signature.to_bytes(), original)?;
            }
            Ok(documents.len())
        })?;
        if done == 0 {
            return Ok(());
        }
    }
}

/// What has been looked at.
struct Known<'a> {
    rules: &'a Rules,
    sketches: LruCache<i64, Option<Arc<Sketch>>>,
    topics: LruCache<String, Topic>,
}

impl<'a> Known<'a> {
    fn new(rules: &'a Rules) -> Self {
        Self { rules, sketches: LruCache::new(SKETCHES), topics: LruCache::new(TOPICS) }
    }

    fn sketch(&mut self, linking: &Linking<'_>, event: i64) -> Result<Option<Arc<Sketch>>, StoreError> {
        if let Some(sketch) = self.sketches.get(&event) {
            return Ok(sketch.clone());
        }
        let sketch = self.draw(&from_store(linking.told(event)?)).map(Arc::new);
        self.sketches.put(event, sketch.clone());
        Ok(sketch)
    }

    fn draw(&mut self, mention: &Mention) -> Option<Sketch> {
        let rules = self.rules;
        let topic = self.topics.get_or_insert_ref(mention.report.id.as_str(), || Topic::of(rules, &mention.report));
        Sketch::of(rules, mention, topic.clone())
    }

    /// Compares some of the mentions that wait with those that they meet. How many.
    fn compare(&mut self, linking: &Linking<'_>) -> Result<u64, StoreError> {
        let waiting = linking.to_compare(STEP)?;
        for event in &waiting {
            let Some(sketch) = self.sketch(linking, *event)? else {
                linking.file(*event, &[])?;
                continue;
            };
            let keys = self.rules.keys(&sketch);
            let mut others = Vec::new();
            for key in keys.sought {
                let filed = linking.filed(key, CROWD + 1)?;
                if filed.len() <= CROWD {
                    others.extend(filed);
                }
            }
            others.sort_unstable();
            others.dedup();
            for other in others {
                let link = self.sketch(linking, other)?.and_then(|other| self.rules.link(&sketch, &other));
                if let Some(Link { weight, why }) = link {
                    linking.link(&LinkRow { a: *event, b: other, weight, why })?;
                }
            }
            linking.file(*event, &keys.filed)?;
        }
        Ok(waiting.len() as u64)
    }

    /// Makes happenings of some of the mentions that belong to none, with all that they are linked to. How many.
    fn group(&mut self, linking: &Linking<'_>) -> Result<u64, StoreError> {
        let mut made = 0;
        let mut done = FxHashSet::default();
        for event in linking.to_group(STEP)? {
            if done.contains(&event) {
                continue;
            }
            let (linked, links) = linking.linked(event)?;
            linking.ungroup(&linked)?;
            let mentions: Vec<(i64, Mention)> =
                linked.iter().map(|e| Ok((*e, from_store(linking.told(*e)?)))).collect::<Result<_, StoreError>>()?;
            made += self.make(linking, &mentions, &links)?;
            done.extend(linked);
        }
        Ok(made)
    }

    /// Makes happenings of mentions that links connect.
    fn make(&mut self, linking: &Linking<'_>, told: &[(i64, Mention)], links: &[LinkRow]) -> Result<u64, StoreError> {
        let groups = self.groups(told, links);
        for members in &groups {
            let link = |from: Option<(usize, usize)>| {
                let (other, link) = from?;
                let LinkRow { weight, why, .. } = links[link].clone();
                Some((members.iter().position(|(m, _)| *m == other)?, Link { weight, why }))
            };
            let mentions: Vec<(Mention, Option<(usize, Link)>)> =
                members.iter().map(|(n, from)| (told[*n].1.clone(), link(*from))).collect();
            let rows: Vec<Member> =
                members.iter().map(|(n, from)| (told[*n].0, from.map(|(_, link)| links[link].clone()))).collect();
            if let Some(happening) = Happening::of(self.rules, &mentions) {
                linking.put(&row(&happening), &rows)?;
            }
        }
        Ok(groups.len() as u64)
    }

    /// Which of the mentions go together.
    fn groups(&mut self, told: &[(i64, Mention)], links: &[LinkRow]) -> Vec<Vec<Grouped>> {
        let alone = || (0..told.len()).map(|n| vec![(n, None)]).collect();
        if links.is_empty() {
            return alone();
        }
        let place = |event: i64| told.binary_search_by_key(&event, |(e, _)| *e).ok();
        let pairs: Vec<(usize, usize, f32)> =
            links.iter().filter_map(|l| Some((place(l.a)?, place(l.b)?, l.weight))).collect();
        // What is linked to something has a sketch.
        let sketches: Option<Vec<Sketch>> = told.iter().map(|(_, mention)| self.draw(mention)).collect();
        sketches.map_or_else(alone, |sketches| group(self.rules, &sketches.iter().collect::<Vec<_>>(), &pairs))
    }
}

/// A mention as linking wants it.
pub fn from_store(told: Told) -> Mention {
    let Told { report, original, publisher, origin, date, title, beginning, event, sentence, .. } = told;
    let report = Report { id: report, original, publisher, origin, date, title, beginning };
    Mention { report: Arc::new(report), event, sentence }
}

fn row(happening: &Happening) -> HappeningRow {
    HappeningRow {
        id: happening.id.clone(),
        date: happening.date,
        enddate: happening.enddate,
        category: happening.event.first().cloned().unwrap_or_default(),
        factual: happening.factual,
        mentions: happening.mentions,
        reports: happening.reports,
        publishers: happening.publishers,
        first_report: happening.first_report.doc_id.clone(),
        last_report: happening.last_report.doc_id.clone(),
        disagreements: happening.disagreements.iter().map(|d| d.about.to_string()).collect(),
    }
}
