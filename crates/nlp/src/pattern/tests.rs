use super::*;

fn search(pattern: &str, text: &str) -> Option<(usize, usize)> {
    Pattern::new(pattern).unwrap().search(&mut Machine::default(), text, &mut Budget::for_len(text.len()))
}

fn find_all(pattern: &str, text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let pattern = Pattern::new(pattern).unwrap();
    pattern.find_all(&mut Machine::default(), text, &mut Budget::for_len(text.len()), &mut found);
    found
}

#[test]
fn the_first_alternative_wins() {
    assert_eq!(search("a|ab", "xab"), Some((1, 2)));
    assert_eq!(search("ab|a", "xab"), Some((1, 3)));
    assert_eq!(search(r"^\.\.+|^…", "...a"), Some((0, 3)));
    assert_eq!(search("^b", "ab"), None);
}

#[test]
fn suffixes_are_found_leftmost() {
    let pattern = r"'s$|s$|\.\.+$|(?<=[0-9])(?:km|m)$|(?<=[a-z%])\.$";
    assert_eq!(search(pattern, "dog's"), Some((3, 5)));
    assert_eq!(search(pattern, "wait..."), Some((4, 7)));
    assert_eq!(search(pattern, "10km"), Some((2, 4)));
    assert_eq!(search(pattern, "akm"), None);
    assert_eq!(search(pattern, "end."), Some((3, 4)));
    assert_eq!(search(pattern, "END."), None);
    assert_eq!(search("a$", "a\n"), Some((0, 1)));
}

#[test]
fn repeats_give_back() {
    assert_eq!(search("a*ab", "aaab"), Some((0, 4)));
    assert_eq!(search("^a{2,3}$", "aaaa"), None);
    assert_eq!(search("^(?:ab){1,2}a", "ababab"), Some((0, 5)));
    assert_eq!(search("a+?", "aaa"), Some((0, 1)));
    assert_eq!(search("x[^y]*y", "xaéby"), Some((0, 6)));
    assert_eq!(search("é+éa", "éééa"), Some((0, 7)));
}

#[test]
fn looking_around() {
    assert_eq!(find_all("(?<=[a-z]),(?=[a-z])", "a,b,1,c"), [(1, 2)]);
    assert_eq!(search(r"\+(?![0-9])", "+1 +a"), Some((3, 4)));
    assert_eq!(search("(?<!a)b", "abcb"), Some((3, 4)));
    assert_eq!(find_all("(?<=[a-z])(?:-|--)(?=[a-z])", "a-b--c"), [(1, 2), (3, 5)]);
}

#[test]
fn empty_matches_step_on() {
    assert_eq!(find_all("b*", "abba"), [(0, 0), (1, 3), (3, 3), (4, 4)]);
    assert_eq!(find_all("(?=é)", "aéé"), [(1, 1), (3, 3)]);
}

#[test]
fn sets_and_classes() {
    assert_eq!(search(r"[^\s\d]+", "1 aé_2"), Some((2, 6)));
    assert_eq!(search(r"[]a-]+", "x-]a"), Some((1, 4)));
    assert_eq!(search(r"\u00e9\U0001F600[\u0400-\u04FF]", "é😀д"), Some((0, 8)));
    assert_eq!(search(r"\w+", "-Ⅷ½²_"), Some((1, 9)));
    assert_eq!(search("a{,x", "a{,x"), Some((0, 4)));
}

#[test]
fn what_is_not_done_is_refused() {
    for pattern in [r"(a)\1", "(?i)a", r"\bword", "a++", "(?P=x)", "(", "a)", "[a", "*", "(?:a*)*", "[z-a]"] {
        assert!(Pattern::new(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn quadratic_patterns_run_out() {
    let text = ":".repeat(1 << 20);
    assert_eq!(search(r"^(?:\S+(?::\S*)?@)?x", &text), None);
    assert_eq!(search("(?:a|a)*c|(?:a|aa)*b", &"a".repeat(10_000)), None);
}
