//! Whether a scheme, once printed, can be read again.

use crate::diag::{Code, Finding, Findings, Place};
use crate::read::TOML_LIMIT;
use crate::scheme::Scheme;

/// What is printed takes at most so many times the bytes of the shortest file that says the same.
const LONGER: usize = 8;

/// Reports a scheme whose text is longer than what is read.
pub(super) fn check(scheme: &Scheme, findings: &mut Findings) {
    // What is refused for something else is not printed for this.
    if findings.has_errors() {
        return;
    }
    if let Place::Text { source, .. } = &scheme.written.0
        && source.text().len() <= TOML_LIMIT / LONGER
    {
        return;
    }
    if scheme.to_toml().len() > TOML_LIMIT {
        findings.push(
            Finding::new(Code::TooLarge)
                .subject(&scheme.id)
                .arg("limit", "4 MiB")
                .at(scheme.written.0.clone()),
        );
    }
}
