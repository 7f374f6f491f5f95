//! Whether every quote of a CSV text is closed where its field ends.
//!
//! The CSV reader takes what it gets: with an unclosed quote the rows after it become part of one field, and their
//! costs would vanish in silence. So the text is walked once before it is read.

/// Where the first field starts whose quote is not closed, or has more text after it; `None` when all are sound.
/// A quote inside a field that doesn't start with one is a sign like another.
pub(super) fn unsound(text: &str, delimiter: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let ends = |byte: u8| byte == delimiter || byte == b'\n' || byte == b'\r';
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if bytes[start] == b'"' {
            match after_quotes(bytes, start + 1) {
                Some(after) => at = after,
                None => return Some(start),
            }
            while bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            if bytes.get(at).is_some_and(|byte| !ends(*byte)) {
                return Some(start);
            }
        } else {
            while bytes.get(at).is_some_and(|byte| !ends(*byte)) {
                at += 1;
            }
        }
        at += 1;
    }
    None
}

/// The byte after the quote that closes a field; a doubled quote is part of the text.
fn after_quotes(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::unsound;

    #[test]
    fn finds_quotes_that_swallow_rows() {
        for sound in [
            "a,b\n\"x\",y\n",
            "\"a\"\"b\",c\r\n",
            "5\" pijp,c\n",
            "\"a\nb\",c",
            "\"a\" ,c",
            "",
        ] {
            assert_eq!(unsound(sound, b','), None, "{sound:?}");
        }
        for (text, at) in [
            ("a,\"b\nc,d\n", 2),
            ("\"1\"00,x\n", 0),
            ("a\n\"b\"\nx,\"c\nd", 8),
        ] {
            assert_eq!(unsound(text, b','), Some(at), "{text:?}");
        }
    }
}
