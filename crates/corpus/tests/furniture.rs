//! Which lines are taken for furniture, and which are not: `furniture.txt`.

use whowhom_corpus::furniture::{Furniture, Kind};
use whowhom_text::data::DataDir;

const LINES: &str = include_str!("furniture.txt");

fn kind(name: &str) -> Kind {
    match name {
        "byline" => Kind::Byline,
        "more" => Kind::More,
        "note" => Kind::Note,
        "boilerplate" => Kind::Boilerplate,
        _ => panic!("{name} is no kind"),
    }
}

#[test]
fn furniture_is_told_from_reports() {
    let furniture = Furniture::load(&DataDir::builtin()).unwrap();
    let mut wrong = Vec::new();
    for case in LINES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (sign, rest) = case.split_once(' ').unwrap();
        let (expected, line) = match sign {
            "+" => rest.split_once(' ').map(|(name, line)| (Some(kind(name)), line)).unwrap(),
            _ => (None, rest),
        };
        let text = format!("Envoys Meet in Oslo\n\n{line}\n\nThe envoys met on Monday.\n\n{line}\n\nThey agreed.\n");
        let found: Vec<(usize, Kind)> =
            furniture.find(&text).into_iter().map(|(span, kind)| (span.start as usize, kind)).collect();
        let places = text.match_indices(line).map(|(at, _)| at);
        // A byline is not looked for further down: there, a sentence may begin so.
        let at: Vec<usize> = if expected == Some(Kind::Byline) { places.take(2).collect() } else { places.collect() };
        let wanted: Vec<(usize, Kind)> =
            expected.map(|kind| at.into_iter().map(|at| (at, kind)).collect()).unwrap_or_default();
        if found != wanted {
            wrong.push(format!("{case}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
