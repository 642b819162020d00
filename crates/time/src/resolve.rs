//! From meanings to values: which days an expression means, given the day of publication and the times told before.

use crate::granule::{Granule, Unit, days_between, span};
use crate::meaning::{Counted, From, Meaning, Named, When};
use crate::tense::{Tense, Told as Spoken};
use crate::value::{Amount, Length, Part, Reference, TimeOfDay, Value};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use whowhom_text::layer::DayRange;

/// A value with the days it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// The value.
    pub value: Value,
    /// The days, where they are known.
    pub days: Option<DayRange>,
}

/// What times are counted from while a document is read.
#[derive(Clone, Debug, Default)]
pub struct Resolver {
    publication: Option<Date>,
    /// The times told before, the last one of each fineness: a day, a month or so, a year or so.
    told: Vec<Told>,
    /// The quarter, half or year of business that is reported on.
    period: Option<Told>,
    /// Whether the text counts quarters by a business year.
    fiscal: bool,
    /// A month or day told with its year, while the text stays with that year.
    story: Option<Told>,
    sentence: usize,
}

#[derive(Clone, Copy, Debug)]
struct Told {
    granule: Granule,
    sentence: usize,
    /// Whether it lies after the day of publication: no past event is counted from it.
    ahead: bool,
    /// Whether it only says which thing is meant ("last Wednesday's bombings"): the narrative is not at that time.
    aside: bool,
}

/// How many times a month to come, or one gone by, counts when a tense that is in doubt speaks against it.
const YEAR_DOUBT: Doubt = Doubt { future: 4, past: 2 };

/// The same for a day of the week or the month.
const DAY_DOUBT: Doubt = Doubt { future: 3, past: 3 };

/// How many times the side that a tense in doubt speaks against counts.
#[derive(Clone, Copy)]
struct Doubt {
    future: i64,
    past: i64,
}

/// How many times a day to come counts beside a past verb: nobody writes of a day of eleven months ago without its year, so that
/// one within some three weeks ahead is meant, whatever the parser hung it on.
const DAY_AHEAD: i64 = 15;

/// Sentences after which a reported quarter is no longer what "a year ago" compares with.
const PERIOD_REACH: usize = 4;

impl Resolver {
    /// Starts a document published on this day, if that is known.
    pub fn new(publication: Option<Date>) -> Self {
        Self { publication, ..Self::default() }
    }

    /// Says which sentence is being read.
    pub fn enter(&mut self, sentence: usize) {
        self.sentence = sentence;
    }

    /// Remembers a resolved time as one that later ones are counted from.
    /// One told `aside` dates a thing, not what the text tells.
    pub fn tell(&mut self, meaning: &Meaning, value: &Value, aside: bool) {
        let granule = match *value {
            Value::Granule(granule) => granule,
            Value::Time(day, _) => Granule::Day(day),
            Value::Range(_, to) => to,
            _ => return,
        };
        let ahead = granule.start().zip(self.publication).is_some_and(|(start, now)| start > now);
        let told = Told { granule, sentence: self.sentence, ahead, aside };
        self.follow_story(meaning, told);
        // What is reported on, not what it is compared with.
        let compared = matches!(meaning, Meaning::Away { .. } | Meaning::Period { years: -1, .. });
        if matches!(granule.unit(), Unit::Quarter | Unit::Half) && !compared && !ahead {
            self.period = Some(told);
            self.fiscal |= matches!(meaning, Meaning::Fiscal(_));
        }
        self.told.retain(|t| t.granule.unit() != granule.unit() || t.ahead != ahead || t.aside != aside);
        self.told.push(told);
    }

    /// Keeps the year of months and days told with one until the text comes back to the day of publication.
    fn follow_story(&mut self, meaning: &Meaning, told: Told) {
        let year = told.granule.year();
        let goes_on = self.story.is_some_and(|s| s.granule.year() == year);
        self.story = match meaning {
            Meaning::Known(Granule::Month(..) | Granule::Day(_)) => Some(told),
            Meaning::Named(Named::Month(_) | Named::MonthDay(..) | Named::Season(_), When::Open) if goes_on => {
                Some(told)
            }
            Meaning::Away { from: From::Anchor, .. } | Meaning::Shift(_, _, From::Anchor) => Some(told),
            Meaning::Named(..) | Meaning::Shift(..) | Meaning::Away { .. } | Meaning::Period { .. } => None,
            _ => self.story,
        }
        .filter(|s| {
            s.granule.year().is_some() && s.granule.year() < self.publication.map(|p| p.year()).or(Some(i16::MAX))
        });
    }

    /// The year that a past month or day takes from one told in its sentence: "from January 1994 to March".
    fn story_year(&self, when: When, tense: Option<Spoken>) -> Option<i16> {
        let story = self.story.filter(|s| when == When::Open && s.sentence == self.sentence)?;
        let past = tense.is_some_and(|t| t.tense == Tense::Past);
        if past || self.publication.is_none() { story.granule.year() } else { None }
    }

    /// The day told last, if it was told in this sentence or in so many before it.
    fn day_at_hand(&self, before: usize) -> Option<Date> {
        let told = self.told.iter().rev().find(|t| t.granule.unit() == Unit::Day)?;
        (told.sentence + before >= self.sentence).then(|| told.granule.start())?
    }

    /// The value and days of a meaning; `None` when they cannot be told. A time of day without a day gets `day`.
    pub fn resolve(&self, meaning: &Meaning, tense: Option<Spoken>) -> Option<Resolved> {
        let granule = |g: Granule| Some(Resolved { value: Value::Granule(g), days: g.days() });
        let plain = |value: Value| Some(Resolved { days: value.days(), value });
        match meaning {
            Meaning::Reference(reference) => plain(Value::Reference(*reference)),
            Meaning::Known(known) => granule(*known),
            Meaning::Fiscal(inner) => Some(Resolved { days: None, ..self.resolve(inner, tense)? }),
            Meaning::Named(Named::Holiday(_), _) => self.holiday(meaning, tense),
            Meaning::Named(named, when) => granule(self.named(*named, *when, tense)?),
            Meaning::Shift(unit, by, from) => granule(self.base(*unit, *from, tense)?.shift(*by, *unit)?),
            Meaning::Away { amount, unit, sign, from } => self.away(*amount, *unit, *sign, *from, tense),
            Meaning::Around { amount, unit, sign, of } => {
                let Value::Granule(of) = self.resolve(of, tense)?.value else { return None };
                match amount {
                    Amount::Count(n) => granule(moved(of, n * *sign as f64, *unit)?),
                    Amount::Vague => plain(Value::Length(Length::new(*amount, *unit))),
                }
            }
            Meaning::Holding(unit, of) => granule(Granule::containing(*unit, self.resolve(of, tense)?.days?.start)),
            Meaning::Period { unit, years } => granule(self.reported(*unit)?.shift(*years, Unit::Year)?),
            Meaning::Late(day) => self.time(TimeOfDay::Part(Part::Evening), self.resolve(day, tense)?.days?),
            Meaning::Time(time, Some(day)) => self.time(*time, self.resolve(day, tense)?.days?),
            Meaning::Time(time, None) => {
                let day = self.day_at_hand(1).or(self.publication)?;
                self.time(*time, DayRange { start: day, end: day })
            }
            Meaning::Between(from, to) => {
                let (from, to) = (self.resolve(from, tense)?.value, self.resolve(to, tense)?.value);
                let (Value::Granule(from), Value::Granule(to)) = (from, to) else { return None };
                let turned = days_between(from, to).is_none();
                plain(Value::Range(from, if turned { to.shift(1, Unit::Year)? } else { to }))
            }
            Meaning::Length(length) => plain(Value::Length(length.clone())),
            Meaning::Portion { length, first, of } => {
                let days = self.resolve(of, tense).and_then(|r| portion(length, *first, r.days?));
                Some(Resolved { value: Value::Length(length.clone()), days })
            }
            Meaning::Nth(counted, n, of) => granule(nth(*counted, *n, self.resolve(of, tense)?.days?)?),
            Meaning::Ending(unit, day) => {
                let end = self.resolve(day, tense)?.days?.end;
                let start = end.tomorrow().ok()?.checked_sub(span(1, *unit)?).ok()?;
                // A business year has quarters of its own.
                let own = self.period.filter(|p| self.fiscal && p.granule.unit() == *unit);
                let granule = own.map_or(Granule::containing(*unit, end), |p| p.granule);
                Some(Resolved { value: Value::Granule(granule), days: Some(DayRange { start, end }) })
            }
            Meaning::Stretch { amount, unit, sign, from } => {
                let days = self.base(Unit::Day, *from, tense).and_then(|base| stretch(base, *amount, *unit, *sign));
                Some(Resolved { value: Value::Length(Length::new(*amount, *unit)), days })
            }
            Meaning::Every(length) => plain(Value::Every(length.clone())),
            Meaning::Recurring(recurring) => plain(Value::Recurring(*recurring)),
        }
    }

    fn time(&self, time: TimeOfDay, days: DayRange) -> Option<Resolved> {
        (days.start == days.end).then_some(Resolved { value: Value::Time(days.start, time), days: Some(days) })
    }

    /// The last time told that is no coarser than the unit; for something past, not one still to come.
    fn anchor(&self, unit: Unit, tense: Option<Spoken>) -> Option<Granule> {
        let past = tense.is_some_and(|t| t.tense == Tense::Past);
        let fits = |t: &&Told| t.granule.unit() <= unit && !(past && t.ahead);
        // "earlier in the day", "the following day": of the day that the narrative is at, if it has told one.
        let at_it = |t: &&Told| fits(t) && (!t.aside || t.sentence == self.sentence);
        let told = || self.told.iter().rev();
        told().find(|t| at_it(t) && unit == Unit::Day).or_else(|| told().find(fits)).map(|t| t.granule)
    }

    /// The granule of the unit that relative times are counted from.
    fn base(&self, unit: Unit, from: From, tense: Option<Spoken>) -> Option<Granule> {
        let told = || {
            let granule = self.anchor(unit.max(Unit::Day), tense)?;
            Some(Granule::containing(unit, granule.start()?))
        };
        let now = || Some(Granule::containing(unit, self.publication?));
        match from {
            From::Publication => now(),
            From::Anchor => told(),
        }
    }

    /// The period of business reported on; without one told, the last that was over at publication.
    fn reported(&self, unit: Option<Unit>) -> Option<Granule> {
        let told = self.period.map(|p| p.granule);
        match (unit, told) {
            (None, Some(told)) => Some(told),
            (Some(unit), Some(told)) if unit == told.unit() => Some(told),
            (Some(Unit::Year), _) => Some(Granule::Year(self.publication?.year())),
            (unit, _) => {
                let unit = unit.unwrap_or(Unit::Quarter);
                Granule::containing(unit, self.publication?).shift(-1, unit)
            }
        }
    }

    fn away(&self, amount: Amount, unit: Unit, sign: i64, from: From, tense: Option<Spoken>) -> Option<Resolved> {
        let plain = |value: Value| Some(Resolved { days: value.days(), value });
        let Amount::Count(n) = amount else {
            let reference = if sign < 0 { Reference::Past } else { Reference::Future };
            return plain(match from {
                From::Publication => Value::Reference(reference),
                From::Anchor => Value::Length(Length::new(amount, unit)),
            });
        };
        let compared = self
            .period
            .filter(|p| unit == Unit::Year && n == 1.0 && sign < 0 && p.sentence + PERIOD_REACH >= self.sentence);
        if let Some(period) = compared {
            return plain(Value::Granule(period.granule.shift(-1, Unit::Year)?));
        }
        let base = match from {
            From::Publication => Granule::Day(self.publication?),
            // "a day earlier" is counted from a day, not from a month told since.
            From::Anchor if unit <= Unit::Day => self.anchor(Unit::Day, tense)?,
            From::Anchor => self.anchor(Unit::Millennium, tense)?,
        };
        let moved = moved(base, n * sign as f64, unit)?;
        let kind = match unit {
            Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium if base.unit() <= Unit::Week => Unit::Year,
            Unit::Month | Unit::Quarter | Unit::Season | Unit::Half if base.unit() <= Unit::Week => Unit::Month,
            Unit::Week if from == From::Publication => Unit::Week,
            _ => moved.unit(),
        };
        plain(Value::Granule(if kind == moved.unit() { moved } else { Granule::containing(kind, moved.start()?) }))
    }

    fn holiday(&self, meaning: &Meaning, tense: Option<Spoken>) -> Option<Resolved> {
        let Meaning::Named(Named::Holiday(holiday), when) = *meaning else { return None };
        let days = self.choose(when, tense, |year| holiday.in_year(year))?;
        let (start, end) = (Granule::Day(days.start), Granule::Day(days.end));
        let week = Granule::containing(Unit::Week, days.start);
        let value = match week.days() {
            _ if start == end => Value::Granule(start),
            Some(whole) if whole == days => Value::Granule(week),
            _ => Value::Range(start, end),
        };
        Some(Resolved { value, days: Some(days) })
    }

    fn named(&self, named: Named, when: When, tense: Option<Spoken>) -> Option<Granule> {
        let in_year = |year: i16| match named {
            Named::Month(month) => Some(Granule::Month(year, month)),
            Named::MonthDay(month, day) => Date::new(year, month, day).ok().map(Granule::Day),
            Named::Season(season) => Some(Granule::Season(year, season)),
            Named::Quarter(quarter) => Some(Granule::Quarter(year, quarter)),
            Named::Half(half) => Some(Granule::Half(year, half)),
            Named::Weekday(_) | Named::Weekend | Named::Holiday(_) | Named::Day(_) => None,
        };
        if matches!(named, Named::Month(_) | Named::MonthDay(..))
            && let Some(year) = self.story_year(when, tense)
        {
            return in_year(year);
        }
        match named {
            Named::Weekday(weekday) => {
                self.weekday(Weekday::from_monday_one_offset(weekday).ok()?, when, tense).map(Granule::Day)
            }
            Named::Weekend => self.weekend(when, tense),
            Named::Day(day) => self.day_of_month(day, when, tense).map(Granule::Day),
            Named::Holiday(_) => None,
            _ => {
                // Business reports look back on the quarter that has just ended, also where they expect its figures.
                let tense = match named {
                    Named::Quarter(_) | Named::Half(_) if tense.is_some_and(|t| t.tense == Tense::Future) => None,
                    Named::Quarter(_) | Named::Half(_) => Some(Spoken { tense: Tense::Past, own: false }),
                    _ => tense,
                };
                let days = self.choose(when, tense, |year| in_year(year)?.days())?;
                // A winter is named by the year of its December, in which it starts.
                in_year(days.start.year())
            }
        }
    }

    /// The year's days that are meant, of something that every year has.
    fn choose(&self, when: When, tense: Option<Spoken>, in_year: impl Fn(i16) -> Option<DayRange>) -> Option<DayRange> {
        if let When::Year(year) = when {
            return in_year(year);
        }
        let now = match when {
            When::Previous | When::Following | When::Anchored => {
                self.anchor(Unit::Millennium, tense).and_then(Granule::start).or(self.publication)?
            }
            _ => self.publication?,
        };
        let year = now.year();
        let around = || (-2..=2).filter_map(|by| in_year(year + by));
        match when {
            When::Shifted(_, by) => in_year(i16::try_from(i64::from(year) + by).ok()?),
            When::Anchored => in_year(year),
            When::Last | When::Previous => around().filter(|d| d.end < now).last(),
            When::Next | When::Following => around().find(|d| d.start > now),
            _ => {
                let mut weight = Weight::new(tense, YEAR_DOUBT);
                if in_year(year).is_some_and(|d| d.start == d.end) {
                    weight.future = weight.future.min(DAY_AHEAD);
                }
                around().min_by_key(|d| (weight.of(now, *d), d.start))
            }
        }
    }

    fn day_of_month(&self, day: i8, when: When, tense: Option<Spoken>) -> Option<Date> {
        let from = if when == When::Anchored { From::Anchor } else { From::Publication };
        let month = self.base(Unit::Month, from, tense)?;
        let in_month = |by: i64| {
            let first = month.shift(by, Unit::Month)?.start()?;
            Date::new(first.year(), first.month(), day).ok()
        };
        match when {
            When::Shifted(_, by) => in_month(by),
            When::Anchored => in_month(0),
            _ => {
                let (now, weight) = (self.publication?, Weight::new(tense, DAY_DOUBT));
                (-1..=1).filter_map(in_month).min_by_key(|d| (weight.of(now, DayRange { start: *d, end: *d }), *d))
            }
        }
    }

    fn weekday(&self, weekday: Weekday, when: When, tense: Option<Spoken>) -> Option<Date> {
        let now = match when {
            When::Previous | When::Following | When::Anchored => self.base(Unit::Day, From::Anchor, tense)?.start()?,
            _ => self.publication?,
        };
        let before = || now.nth_weekday(-1, weekday).ok();
        let after = || now.nth_weekday(1, weekday).ok();
        let of_week = |by: i64| now.checked_add(by.weeks()).ok()?.iso_week_date().with_weekday(weekday);
        match when {
            When::Last | When::Previous => before(),
            When::Next | When::Following => after(),
            When::Shifted(_, by) => of_week(by),
            When::Anchored => of_week(0),
            _ if now.weekday() == weekday => Some(now),
            _ => {
                let spoken = match tense {
                    None if when == When::This => Some(Spoken { tense: Tense::Future, own: false }),
                    // "The court meets Friday" looks ahead; "the ruling follows Tuesday's vote" does not.
                    Some(Spoken { tense: Tense::Present, own: true }) => {
                        Some(Spoken { tense: Tense::Future, own: true })
                    }
                    Some(Spoken { tense: Tense::Present, own: false }) | None => {
                        Some(Spoken { tense: Tense::Past, own: false })
                    }
                    spoken => spoken,
                };
                let weight = Weight::new(spoken, DAY_DOUBT);
                [before(), after()]
                    .into_iter()
                    .flatten()
                    .min_by_key(|d| weight.of(now, DayRange { start: *d, end: *d }))
            }
        }
    }

    fn weekend(&self, when: When, tense: Option<Spoken>) -> Option<Granule> {
        let now = match when {
            When::Previous | When::Following | When::Anchored => self.base(Unit::Day, From::Anchor, tense)?.start()?,
            _ => self.publication?,
        };
        let here = Granule::containing(Unit::Weekend, now);
        let begun = here.start()? <= now;
        let past = tense.is_some_and(|t| t.tense == Tense::Past);
        let by = match when {
            When::Last | When::Previous => -1,
            When::Next | When::Following => 1,
            When::Open if !begun && (past || (tense.is_none() && now.weekday().to_monday_one_offset() <= 3)) => -1,
            _ => 0,
        };
        here.shift(7 * by, Unit::Day).map(|day| Granule::containing(Unit::Weekend, day.start().unwrap_or(now)))
    }
}

/// How far a time is from now, when it lies on the side that the tense speaks against counted several times.
struct Weight {
    past: i64,
    future: i64,
}

impl Weight {
    /// `doubt` is for a tense that is not surely the time's own.
    fn new(spoken: Option<Spoken>, doubt: Doubt) -> Self {
        let (past, future) = match spoken {
            Some(Spoken { tense: Tense::Past, own }) => (1, if own { 400 } else { doubt.future }),
            Some(Spoken { tense: Tense::Future, own }) => (if own { 400 } else { doubt.past }, 1),
            _ => (1, 1),
        };
        Self { past, future }
    }

    fn of(&self, now: Date, days: DayRange) -> i64 {
        let between = |from: Date, to: Date| from.until(to).map_or(i64::from(i32::MAX), |s| i64::from(s.get_days()));
        if days.end < now {
            self.past * between(days.end, now)
        } else if days.start > now {
            self.future * between(now, days.start)
        } else {
            0
        }
    }
}

/// A granule moved by so many units, of which a half is told in the unit below.
fn moved(from: Granule, by: f64, unit: Unit) -> Option<Granule> {
    if by.fract() == 0.0 {
        return from.shift(by as i64, unit);
    }
    let sign = by.signum();
    Length::new(Amount::Count(by.abs()), unit).0.into_iter().try_fold(from, |at, (amount, unit)| match amount {
        Amount::Count(n) => at.shift((sign * n).round() as i64, unit),
        Amount::Vague => None,
    })
}

/// The nth of the units or weekdays of a stretch, from its end when `n` is negative; none that begins outside.
fn nth(counted: Counted, n: i64, whole: DayRange) -> Option<Granule> {
    let (before, after) = (whole.start.yesterday().ok()?, whole.end.tomorrow().ok()?);
    let day = match counted {
        Counted::Weekday(weekday) => {
            let from = if n > 0 { before } else { after };
            from.nth_weekday(i32::try_from(n).ok()?, Weekday::from_monday_one_offset(weekday).ok()?).ok()?
        }
        Counted::Unit(unit) => {
            let (from, by) = if n > 0 { (whole.start, n - 1) } else { (after, n) };
            from.checked_add(span(by, unit)?).ok()?
        }
    };
    let unit = match counted {
        Counted::Unit(unit) => unit,
        Counted::Weekday(_) => Unit::Day,
    };
    // The calendar's week that holds most of the seven days.
    let middle = if unit == Unit::Week { day.checked_add(3.days()).ok()? } else { day };
    (whole.start <= day && day <= whole.end).then(|| Granule::containing(unit, middle))
}

/// The days of a length at the beginning or the end of a stretch.
fn portion(length: &Length, first: bool, whole: DayRange) -> Option<DayRange> {
    let [(Amount::Count(n), unit)] = length.0[..] else { return None };
    let by = span(n.round() as i64, unit)?;
    Some(match first {
        true => {
            DayRange { start: whole.start, end: whole.start.checked_add(by).ok()?.yesterday().ok()?.min(whole.end) }
        }
        false => DayRange { start: whole.end.tomorrow().ok()?.checked_sub(by).ok()?.max(whole.start), end: whole.end },
    })
    .filter(|days| days.start <= days.end)
}

/// The days of a length that ends or begins at a day.
fn stretch(base: Granule, amount: Amount, unit: Unit, sign: i64) -> Option<DayRange> {
    let Amount::Count(n) = amount else { return None };
    let base = base.start()?;
    let other = base.checked_add(span((n * sign as f64).round() as i64, unit)?).ok()?;
    Some(DayRange { start: base.min(other), end: base.max(other) })
}

/// A weekday of an ISO week.
trait OfWeek {
    fn with_weekday(self, weekday: Weekday) -> Option<Date>;
}

impl OfWeek for jiff::civil::ISOWeekDate {
    fn with_weekday(self, weekday: Weekday) -> Option<Date> {
        Some(jiff::civil::ISOWeekDate::new(self.year(), self.week(), weekday).ok()?.date())
    }
}
