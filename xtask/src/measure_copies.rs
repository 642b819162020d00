//! How well copies are told: made copies of real reports, by the procedure that `crates/corpus/README.md` describes.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use whowhom_corpus::copies::{Dedup, Signature, Verdict};
use whowhom_corpus::read::{self, Parse, Records, Settings};

/// Reports with fewer words than this cannot be told to be copies once they are cut, and are left out of the measure.
const FEWEST_WORDS: usize = 60;
/// A report of figures has at least one in so many words.
const DENSE: usize = 12;

/// What is done to a report: a name, and the copy that it makes of the paragraphs of a report and those of another.
type Edit = (&'static str, fn(&[&str], &[&str]) -> String);

const EDITS: [Edit; 9] = [
    ("cut to the first 60 % of its paragraphs", |p, _| cut(p, 6).join("\n\n")),
    ("cut to the first 40 % of its paragraphs", |p, _| cut(p, 4).join("\n\n")),
    ("paragraphs in reverse order", |p, _| p.iter().rev().copied().collect::<Vec<_>>().join("\n\n")),
    ("every third paragraph left out", |p, _| {
        p.iter().enumerate().filter(|(n, _)| n % 3 != 2).map(|(_, p)| *p).collect::<Vec<_>>().join("\n\n")
    }),
    ("first paragraph replaced by another report's", |p, other| join(other[0], &p[1..])),
    ("two paragraphs of another report put behind it", |p, other| {
        [p, &other[..other.len().min(2)]].concat().join("\n\n")
    }),
    ("dateline and credits added", |p, _| {
        format!("OSLO, Feb 12 (Post Wire) -- {}\n\n(Reporting by Ann Example; Editing by Bo Sample)", p.join("\n\n"))
    }),
    ("one number in eight corrected, at least one", |p, _| correct(&p.join("\n\n"))),
    ("all of these: other lead, cut to 60 %, the rest in reverse order, dateline", |p, other| {
        let rest: Vec<&str> = cut(p, 6).iter().skip(1).rev().copied().collect();
        join(&format!("OSLO, Feb 12 (Post Wire) -- {}", other[0]), &rest)
    }),
];

#[derive(Default)]
struct Count {
    made: usize,
    right: usize,
    wrong: usize,
}

/// Measures on the reports in `path`; with `list`, prints the pairs of unedited reports that are told to be copies.
pub fn run(path: &Path, list: bool) -> Result<(), Box<dyn Error>> {
    let reports = reports(path)?;
    let mut dedup = Dedup::new();
    // Which report each is a copy of: itself, when it is new.
    let mut original = Vec::new();
    for (n, (id, text)) in reports.iter().enumerate() {
        match dedup.check(n as u64, &Signature::of(text)) {
            Verdict::New => original.push(n as u64),
            Verdict::CopyOf { original: first, similarity } => {
                original.push(first);
                if list {
                    println!("{similarity:.2}\t{}\t{id}", reports[first as usize].0);
                }
            }
        }
    }
    let copies = original.iter().enumerate().filter(|(n, first)| *n as u64 != **first).count();
    println!("{} reports, {copies} told to be copies of an earlier one as they are", reports.len());
    let mut counts: BTreeMap<usize, Count> = BTreeMap::new();
    let mut forms = Count::default();
    for (n, (_, text)) in reports.iter().enumerate() {
        let own = paragraphs(text);
        let words = text.split_whitespace().count();
        if words < FEWEST_WORDS || own.len() < 3 {
            continue;
        }
        let other = paragraphs(&reports[(n + reports.len() / 2) % reports.len()].1);
        for (edit, (_, make)) in EDITS.iter().enumerate() {
            let count = counts.entry(edit).or_default();
            count.made += 1;
            match dedup.find(&Signature::of(&make(&own, &other))) {
                Verdict::CopyOf { original: found, .. } if found == original[n] => count.right += 1,
                Verdict::CopyOf { .. } => count.wrong += 1,
                Verdict::New => {}
            }
        }
        if numbers(text) * DENSE >= words {
            forms.made += 1;
            forms.wrong += usize::from(dedup.find(&Signature::of(&another_day(text))) != Verdict::New);
        }
    }
    println!("{:>6} {:>7} {:>10}  edit", "made", "recall", "precision");
    let mut all = Count::default();
    for (edit, count) in &counts {
        print(count, EDITS[*edit].0);
        all.made += count.made;
        all.right += count.right;
        all.wrong += count.wrong;
    }
    print(&all, "all");
    println!(
        "{} of {} reports of figures told to be copies of another day's in the same form",
        forms.wrong, forms.made
    );
    Ok(())
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect()
}

fn numbers(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit())).count()
}

/// One number in eight is another.
fn correct(text: &str) -> String {
    let mut number = 0;
    let words = text.split(' ').map(|word| {
        number += usize::from(word.contains(|c: char| c.is_ascii_digit()));
        if number % 8 == 1 { other_digits(word) } else { word.to_string() }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The same report of another day: each number and each day of the week is another.
fn another_day(text: &str) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let mut other = other_digits(text);
    for (n, day) in DAYS.iter().enumerate() {
        other = other.replace(day, &format!("\u{1}{}", (n + 1) % 7));
    }
    for (n, day) in DAYS.iter().enumerate() {
        other = other.replace(&format!("\u{1}{n}"), day);
    }
    other
}

fn other_digits(words: &str) -> String {
    words.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from(b'0' + (d as u8 * 7 + 3) % 10))).collect()
}

fn print(count: &Count, name: &str) {
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    let (recall, precision) = (share(count.right, count.made), share(count.right, count.right + count.wrong));
    println!("{:>6} {recall:>6.1}% {precision:>9.1}%  {name}", count.made);
}

fn reports(path: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let settings = Settings::default();
    let parse = Parse::new(&settings)?;
    let found = read::find(&[path.into()], None)?;
    Ok(Records::new(found.sources, &settings)
        .filter_map(|raw| parse.parse(raw).ok())
        .map(|input| (input.doc.id, input.doc.text))
        .collect())
}

/// The first `tenths` tenths of the paragraphs, two at least.
fn cut<'a, 'b>(paragraphs: &'a [&'b str], tenths: usize) -> &'a [&'b str] {
    &paragraphs[..(paragraphs.len() * tenths / 10).max(2)]
}

fn join(lead: &str, rest: &[&str]) -> String {
    std::iter::once(lead).chain(rest.iter().copied()).collect::<Vec<_>>().join("\n\n")
}
