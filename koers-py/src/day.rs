//! A day from a Python value: a date, a text as in files, or none.

use koers_core::diag::{Code, Finding};
use koers_core::read::Value;
use koers_core::{Date, Findings};
use pyo3::prelude::*;

use crate::border::Fault;
use crate::node::Reader;

/// The day that `value` is, which findings call `key`.
pub(crate) fn day(value: &Bound<'_, PyAny>, key: &str) -> Result<Option<Date>, Fault> {
    let node = Reader::new().node(value, key)?;
    let finding = match &node.value {
        Value::Null => return Ok(None),
        Value::Date(date) => return Ok(Some(*date)),
        Value::Text(text) => match Date::parse(text) {
            Ok(date) => return Ok(Some(date)),
            Err(_) => Finding::new(Code::ImpossibleDate)
                .subject(text)
                .arg("value", text),
        },
        _ => Finding::new(Code::WrongType)
            .subject(key)
            .arg("key", key)
            .arg("expected", "date")
            .arg("found", node.value.kind()),
    };
    Err(Fault::Refused(Findings::from(finding.at(node.place))))
}
