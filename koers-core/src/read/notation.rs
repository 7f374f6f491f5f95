//! Tables that have no settings of how they are written, and are written otherwise than they must be.

use std::sync::Arc;

use crate::diag::{Code, Finding, Findings, Place, Source};
use crate::money::{Money, NumberFormat};

/// The sign that stands between the names of a header that has no commas, as a finding.
pub(crate) fn other_separator(source: &Arc<Source>) -> Option<Finding> {
    let header = source.text().lines().next().unwrap_or_default();
    if header.contains(',') {
        return None;
    }
    let at = header.find([';', '\t', '|'])?;
    let shown = match &header[at..=at] {
        "\t" => "\\t",
        sign => sign,
    };
    let finding = Finding::new(Code::DeclaredNotation).subject(shown);
    Some(finding.arg("value", shown).at(Place::Text {
        source: Arc::clone(source),
        span: at..at + 1,
    }))
}

/// Adds to findings that an amount that can't be read is written as the Dutch do, of the first such amount.
pub(crate) fn tell_dutch_amounts(findings: &mut Findings) {
    let dutch = |finding: &&Finding| {
        matches!(finding.code(), Code::NotAnAmount | Code::TooManyDecimals)
            && Money::parse_with(finding.about(), NumberFormat::DUTCH).is_ok()
    };
    if let Some(first) = findings.iter().find(dutch) {
        let value = first.about().to_owned();
        let place = first.place().clone();
        let finding = Finding::new(Code::DeclaredNotation).subject(&value);
        findings.push(finding.arg("value", value).at(place));
    }
}
