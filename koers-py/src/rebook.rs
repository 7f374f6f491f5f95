//! Other bookings for lines, from Python values to the core's bookings.

use koers_core::diag::{Code, Finding};
use koers_core::dossier::Booking;
use koers_core::read::{Node, Value};
use koers_core::{Dossier, Findings};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::border::Fault;
use crate::node::Reader;

/// Bookings by line, and the findings of those that can't be read.
pub(crate) struct Changes {
    bookings: Vec<(String, Option<Booking>)>,
    findings: Findings,
}

impl Changes {
    /// The dossier with these bookings.
    pub(crate) fn apply(mut self, dossier: &Dossier) -> Result<Dossier, Findings> {
        let bookings = self.bookings.iter();
        let rebooked = dossier.rebook(bookings.map(|(line, to)| (line.as_str(), to.clone())));
        match rebooked {
            Ok(rebooked) if self.findings.is_empty() => return Ok(rebooked),
            Ok(_) => {}
            Err(refused) => self.findings.extend(refused),
        }
        self.findings.sort();
        Err(self.findings)
    }
}

/// Reads `{line: booking}`: a booking is text as in the column `grant`, `None`, or the parts of a booking by grant.
pub(crate) fn changes(bookings: &Bound<'_, PyDict>) -> Result<Changes, Fault> {
    let mut changes = Changes {
        bookings: Vec::new(),
        findings: Findings::new(),
    };
    for (line, to) in bookings {
        let line: String = line.extract()?;
        let node = Reader::new().node(&to, &format!("rebook[{line}]"))?;
        match booking(&line, &node) {
            Ok(booking) => changes.bookings.push((line, booking)),
            Err(refused) => changes.findings.extend(refused),
        }
    }
    Ok(changes)
}

fn booking(line: &str, node: &Node) -> Result<Option<Booking>, Findings> {
    let text = match &node.value {
        Value::Null => return Ok(None),
        Value::Text(text) => text.clone(),
        Value::Table(parts) => {
            let mut texts = Vec::new();
            let mut findings = Findings::new();
            for (grant, value) in parts {
                match part(value) {
                    // The signs of the text form may not come in through a name.
                    Ok(value)
                        if [&grant.value, &value]
                            .iter()
                            .any(|text| text.contains([':', ';'])) =>
                    {
                        findings.push(malformed(line, &format!("{}: {value}", grant.value), node));
                    }
                    Ok(value) => texts.push(format!("{}:{value}", grant.value)),
                    Err(finding) => findings.push(finding),
                }
            }
            if !findings.is_empty() {
                return Err(findings);
            }
            texts.join(";")
        }
        _ => return Err(wrong(line, "text", node).into()),
    };
    text.parse()
        .map(Some)
        .map_err(|_| malformed(line, &text, node).into())
}

/// One part of a booking as it stands in the text form: an amount, a percentage or `rest`.
fn part(node: &Node) -> Result<String, Finding> {
    match &node.value {
        Value::Text(text) | Value::Huge(text) => Ok(text.clone()),
        Value::Int(euros) => Ok(euros.to_string()),
        Value::Decimal(euros) => Ok(euros.to_string()),
        Value::Float(number) => Err(Finding::new(Code::FloatAmount)
            .subject(number)
            .arg("value", number)
            .at(node.place.clone())),
        _ => Err(wrong("booking", "text", node)),
    }
}

fn malformed(line: &str, text: &str, node: &Node) -> Finding {
    Finding::new(Code::MalformedBooking)
        .subject(line)
        .arg("value", text)
        .at(node.place.clone())
}

fn wrong(key: &str, expected: &'static str, node: &Node) -> Finding {
    Finding::new(Code::WrongType)
        .subject(key)
        .arg("key", key)
        .arg("expected", expected)
        .arg("found", node.value.kind())
        .at(node.place.clone())
}
