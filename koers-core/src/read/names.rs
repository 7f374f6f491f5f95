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

/// Whether a text of one line can be shown: not empty, no control characters, at most 2,000 bytes.
pub(crate) fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 2_000 && !text.chars().any(char::is_control)
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
