//! What can be an id, and what can be shown as a line of text.

use crate::diag::{At, Code, Finding, Findings, Place};

/// Whether a text can be the id of a dossier, grant, tranche, part or scheme: 1 to 64 letters, digits, `.`, `_` and
/// `-`, the first a letter or digit.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 64
        && bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_alphanumeric())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// Whether a text of one line can be shown: not empty, nothing hidden in it, at most 2,000 bytes.
pub(crate) fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 2_000 && !text.chars().any(is_hidden)
}

/// Whether a sign can't be seen and changes what can: control characters, and those that turn the direction of the text after
/// them (embeddings, overrides and isolates of Unicode Annex 9), so that an amount may be read as another.
pub(crate) fn is_hidden(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Reports an id that is not one.
pub(crate) fn check_id(id: &At<String>, findings: &mut Findings) {
    if !is_id(&id.value) {
        findings.push(
            Finding::new(Code::MalformedId)
                .subject(&id.value)
                .arg("value", &id.value)
                .at(id.place.clone()),
        );
    }
}

/// Reports a text that can't be shown. Files are checked as they are read; this is for what code builds.
pub(crate) fn check_text(key: &str, value: Option<&str>, place: &Place, findings: &mut Findings) {
    if value.is_some_and(|value| !is_text(value)) {
        findings.push(
            Finding::new(Code::MalformedText)
                .subject(key)
                .arg("key", key)
                .at(place.clone()),
        );
    }
}
