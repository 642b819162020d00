//! Publication dates as files write them.

use jiff::civil::Date;
use jiff::fmt::rfc2822;

/// The years in which a news report can have been published: printed news begins in 1605.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2199;

/// Forms beside ISO 8601 and RFC 2822 that say plainly which number is the month.
const FORMS: [&str; 5] = ["%Y%m%d", "%Y/%m/%d", "%B %d, %Y", "%d %B %Y", "%d-%b-%Y"];

/// The day that `words` name; `None` for nothing but white space.
///
/// # Errors
/// In words, when they name none, or one on which nothing can have been published.
pub fn read_date(words: &str) -> Result<Option<Date>, String> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let date = day(words).ok_or_else(|| match names_no_day(words) {
        true => format!("the date {words:?} is no day of the calendar"),
        false => format!("the date {words:?} is not written year-month-day, as 2010-02-12"),
    })?;
    check(date).map(Some)
}

/// Whether words are written as dates are, and the year has no such month or the month no such day.
fn names_no_day(words: &str) -> bool {
    let form = |b: u8| if b.is_ascii_digit() { b'0' } else { b };
    words.bytes().take(10).map(form).eq(*b"0000-00-00")
}

/// The date itself, when something can have been published on it.
///
/// # Errors
/// In words, when not.
pub fn check(date: Date) -> Result<Date, String> {
    if YEARS.contains(&date.year()) {
        return Ok(date);
    }
    let (first, last) = (YEARS.start(), YEARS.end());
    Err(format!("the date {date} is none of a publication: years from {first} to {last} are"))
}

fn day(words: &str) -> Option<Date> {
    let iso = || words.parse().ok().or_else(|| words.get(..10)?.parse().ok());
    // The names of days and of months in English, which RFC 2822 asks for, tell it apart.
    let mail = || rfc2822::DateTimeParser::new().parse_zoned(words).ok().map(|z| z.date());
    let other = || {
        let plain = words.split(['T', ' ']).next().filter(|w| w.len() >= 8).unwrap_or(words);
        FORMS.iter().find_map(|form| Date::strptime(form, words).or_else(|_| Date::strptime(form, plain)).ok())
    };
    iso().or_else(mail).or_else(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_forms_name_a_day() {
        for words in [
            "2010-02-12",
            " 2010-02-12T23:10:00Z",
            "2010-02-12 09:00:00+00:00",
            "Fri, 12 Feb 2010 09:00:00 GMT",
            "Fri, 12 Feb 2010 23:30:00 -0500",
            "20100212",
            "20100212T091500Z",
            "2010/02/12",
            "February 12, 2010",
            "12 February 2010",
        ] {
            assert_eq!(read_date(words).unwrap(), Some(jiff::civil::date(2010, 2, 12)), "{words}");
        }
        assert_eq!(read_date("  ").unwrap(), None);
    }

    #[test]
    fn what_names_no_day_of_a_publication_is_refused() {
        for words in ["Friday", "02/12/2010", "0000-01-01", "9999-12-31", "2010-02-30", "99999999999"] {
            assert!(read_date(words).is_err(), "{words}");
        }
        for words in ["2009-02-30", "2010-13-01T00:00:00Z", "0000-00-00"] {
            assert!(read_date(words).unwrap_err().ends_with("is no day of the calendar"), "{words}");
        }
    }
}
