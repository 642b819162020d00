//! Text made safe to stand in a page.

use std::fmt;

/// The text with everything that HTML would read as its own replaced; control characters, which a page must not hold, as blanks.
pub fn escaped(text: &str) -> Escaped<'_> {
    Escaped(text)
}

/// See [`escaped`].
pub struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            c if c.is_control() => f.write_char(' '),
            c => f.write_char(c),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_html_reads() {
        let text = "<b onclick=\"x('y')\">R&D\u{0}\n🙂</b>";
        assert_eq!(escaped(text).to_string(), "&lt;b onclick=&quot;x(&#39;y&#39;)&quot;&gt;R&amp;D  🙂&lt;/b&gt;");
    }
}
