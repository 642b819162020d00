//! Reports of a fixed form tell of different days and are no copies; what was done to a copy does not hide it.

use whowhom_corpus::copies::{Dedup, Signature, Verdict};

/// A form, with `{}` for figures, and what two days put there.
const FORMS: [(&str, &str, [&str; 2]); 6] = [
    (
        "weather",
        "The weather office in Oslo said on {} that the night will be cold in the valleys, with lows of {} degrees inland and {} on \
         the coast. Winds from the north will reach {} metres a second, and up to {} centimetres of snow may fall above {} metres. \
         Drivers in the mountains are told to put chains on. The next report will be given out at {} in the evening.",
        ["Monday|minus 12|minus 3|14|20|600|8:15", "Thursday|minus 7|1|9|5|900|8:30"],
    ),
    (
        "market",
        "The Bergen All Share Index closed at {} points on {}, {} points from the day before. Turnover was {} million kroner. The \
         index was begun in 1983 and tracks {} companies listed on the Bergen exchange. Among them {} rose, {} fell and {} were \
         unchanged. The krone stood at {} to the dollar and {} to the euro when the exchange closed.",
        [
            "1,204.55|Tuesday|up 12.30|804|52|31|17|4|6.4120|8.0233",
            "1,187.02|Wednesday|down 17.53|915|52|14|35|3|6.4388|8.0410",
        ],
    ),
    (
        "table",
        "Standings in the northern league after matches on {} (played, won, drawn, lost, points)\n\nTromso {}\n\nBodo {}\n\n\
         Narvik {}\n\nHarstad {}\n\nAlta {}\n\nThe first two go up at the end of the season, and the last two go down to the \
         league below, where they will meet the clubs of the inland valleys.",
        [
            "Saturday|17 13 2 2 41|17 11 4 2 37|17 9 3 5 30|17 6 2 9 20|17 1 2 14 5",
            "Sunday|18 13 3 2 42|18 12 4 2 40|18 9 3 6 30|18 7 2 9 23|18 1 3 14 6",
        ],
    ),
    (
        "casualties",
        "Fighting in the border province left {} people dead on {}, the health office of the province said. Of the dead {} were \
         soldiers and {} civilians. Another {} people were wounded and brought to the two hospitals of the town. Since the fighting \
         broke out in March, {} people have lost their lives and more than {} have fled across the river, by the count of the office. \
         Neither of the two sides could be reached for comment.",
        ["11|Friday|7|4|23|408|12,000", "three|Saturday|two|one|16|411|12,500"],
    ),
    (
        "schedule",
        "The following events are expected in Oslo on {} and will be covered by our reporters.\n\nAt {} the cabinet meets.\n\nAt {} \
         the prime minister answers questions in parliament.\n\nAt {} the central bank tells of its decision on interest rates.\n\nAt \
         {} the supreme court hears a case about fishing rights.\n\nAt {} the king receives ambassadors.\n\nTimes are local.",
        ["Tuesday, March 4|9:00|10:30|2:00|11:15|12:30", "Tuesday, March 11|9:30|10:00|2:15|12:00|1:15"],
    ),
    (
        "rates",
        "Gold opened in Bergen on {} at {} kroner a gram, and silver at {}. The day before, gold had closed at {} and silver at {}. \
         Dealers called the market calm and said that buyers from abroad were waiting for the figures on wages from the statistics \
         office, which are due before the end of the month.",
        ["Wednesday|311.20|4.95|309.75|4.99", "Friday|314.05|5.02|312.60|4.97"],
    ),
];

fn filled(form: &str, figures: &str) -> String {
    let mut figures = figures.split('|');
    let mut text = String::new();
    for part in form.split("{}") {
        text.push_str(part);
        text.push_str(figures.next().unwrap_or_default());
    }
    text
}

fn is_copy(original: &str, other: &str) -> bool {
    let mut dedup = Dedup::new();
    dedup.check(1, &Signature::of(original));
    dedup.check(2, &Signature::of(other)) != Verdict::New
}

#[test]
fn reports_of_one_form_are_no_copies() {
    for (name, form, [one, other]) in FORMS {
        let (one, other) = (filled(form, one), filled(form, other));
        assert!(!is_copy(&one, &other), "{name}");
        // The words alone do not tell them apart.
        assert!(Signature::of(&one).figures(&Signature::of(&other)).slots >= 3, "{name}");
    }
}

#[test]
fn edited_copies_of_the_same_reports_are_found() {
    for (name, form, [figures, _]) in FORMS {
        let text = filled(form, figures);
        let dateline = format!("OSLO, Feb 12 (Post Wire) -- {text}\n\n(Reporting by Ann Example)");
        assert!(is_copy(&text, &dateline), "{name}: dateline");
        assert!(is_copy(&text, &text.to_uppercase()), "{name}: capitals");
        let cut: String = text.split_inclusive(". ").take(text.matches(". ").count() * 2 / 3).collect();
        assert!(name == "table" || name == "schedule" || is_copy(&text, &cut), "{name}: cut");
        let corrected = text.replacen(figures.split('|').nth(2).unwrap(), "88", 1);
        assert!(is_copy(&text, &corrected), "{name}: a corrected figure");
        let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
        paragraphs.reverse();
        assert!(is_copy(&text, &paragraphs.join("\n\n")), "{name}: reordered");
    }
}

#[test]
fn what_is_kept_of_a_report_is_all_that_decides() {
    for (_, form, [one, other]) in FORMS {
        let kept = |text: &str| Signature::from_bytes(&Signature::of(text).to_bytes()).unwrap();
        let (one, other) = (filled(form, one), filled(form, other));
        let mut dedup = Dedup::new();
        dedup.insert(1, kept(&one));
        assert_eq!(dedup.find(&kept(&other)), Verdict::New);
        assert_eq!(dedup.find(&kept(&one)), Verdict::CopyOf { original: 1, similarity: 1.0 });
    }
}
