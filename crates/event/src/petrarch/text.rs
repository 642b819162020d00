//! The plain side of dictionary files: comments and days.

/// The lines that say something, with their numbers from 1: without comments (`#` or `;` after white space, `<!-- -->`).
pub(crate) fn uncommented(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut in_comment = false;
    for (i, raw) in text.lines().enumerate() {
        let line = raw.trim_start();
        if in_comment || line.starts_with("<!") {
            in_comment = !line.contains("-->");
            continue;
        }
        let line = cut_comment(raw).trim_end();
        if !line.trim().is_empty() {
            out.push((i + 1, line.trim_start()));
        }
    }
    out
}

fn cut_comment(line: &str) -> &str {
    let (mut before, mut in_code) = (' ', false);
    for (i, c) in line.char_indices() {
        match c {
            '[' => in_code = true,
            ']' => in_code = false,
            '#' | ';' if !in_code && (before.is_whitespace() || before == ']') => return &line[..i],
            _ => {}
        }
        before = c;
    }
    line
}

/// `YYMMDD` or `YYYYMMDD` as the number `YYYYMMDD`; years of two digits up to 30 are of this century, as PETRARCH reads them.
pub(crate) fn day(digits: &str) -> Option<u32> {
    let number: u32 = digits.parse().ok()?;
    match digits.len() {
        6 if number / 10_000 <= 30 => Some(20_000_000 + number),
        6 => Some(19_000_000 + number),
        8 => Some(number),
        _ => None,
    }
}
