//! Makes any text safe to print in one line: what can't be seen is written out.

/// The most characters of an argument that a message shows.
pub(super) const ARG_LIMIT: usize = 120;
/// The most characters of a list, such as the known keys.
pub(super) const LIST_LIMIT: usize = 600;
/// The most characters of a name or path; also of a subject, since ids are at most this long.
pub(super) const NAME_LIMIT: usize = 200;

/// Appends `c`, written out as `\u{..}` if it can't be seen on its own. `before` is the character
/// that precedes it: one accent on a letter stays, as files from a Mac have them.
pub(super) fn push_visible(out: &mut String, before: Option<char>, c: char) {
    let accent = ('\u{300}'..='\u{36F}').contains(&c) && before.is_some_and(char::is_alphabetic);
    if accent || matches!(c, ' '..='~') {
        out.push(c);
    } else {
        out.extend(c.escape_debug());
    }
}

/// The text in one line of visible characters, cut off with `…` beyond `limit` characters.
pub(super) fn escaped(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    let mut before = None;
    for c in text.chars() {
        let from = out.len();
        push_visible(&mut out, before, c);
        length += match c {
            ' '..='~' => 1,
            _ => out[from..].chars().count(),
        };
        if length > limit {
            out.truncate(from);
            out.push('…');
            break;
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn the_invisible_is_written_out() {
        assert_eq!(
            escaped("Coo\u{308}peratie \"é\" c:\\x", 99),
            "Coo\u{308}peratie \"é\" c:\\x"
        );
        assert_eq!(escaped("1\u{a0}234\r\n\t", 99), "1\\u{a0}234\\r\\n\\t");
        assert_eq!(
            escaped("a\u{200b}\u{202e}\u{1b}[31m", 99),
            "a\\u{200b}\\u{202e}\\u{1b}[31m"
        );
        assert_eq!(escaped("o\u{301}\u{301}", 99), "o\u{301}\\u{301}");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(escaped("abcd", 4), "abcd");
        assert_eq!(escaped("abcde", 4), "abcd…");
        assert_eq!(escaped("ab\nde", 3), "ab…");
    }
}
