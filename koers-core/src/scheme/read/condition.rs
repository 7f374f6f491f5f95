//! Conditions on the dimensions of cost lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Finding, Findings};
use crate::read::{Field, Fields, Node, Value};
use crate::scheme::bounds::is_dimension;
use crate::scheme::{Condition, Matching};

impl Condition {
    /// Reads a condition from a tree of values: a table with the keys `only`, `except` and `match` of a scheme file.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn from_node(node: &Node) -> Result<Condition, Findings> {
        let mut findings = Findings::new();
        let condition = Fields::of(node, "condition", &mut findings).and_then(|mut table| {
            let condition = read_condition(&mut table, &mut findings);
            table.finish(&mut findings);
            condition
        });
        match condition {
            Some(condition) if !findings.has_errors() => Ok(condition),
            _ => Err(findings),
        }
    }
}

/// The keys `only`, `except` and `match` of a table.
pub(crate) fn read_condition(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Condition> {
    let only = read_values(rule.get("only"), findings);
    let except = read_values(rule.get("except"), findings);
    let words = [Matching::All, Matching::Any].map(|word| (word.as_str(), word));
    let matching = match rule.get("match") {
        None => Some(Matching::All),
        Some(field) => field.one_of(&words, findings),
    };
    Some(Condition {
        only: only?,
        except: except?,
        matching: matching?,
    })
}

/// A table of dimensions, each with the list of its values.
fn read_values(
    field: Option<Field<'_>>,
    findings: &mut Findings,
) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let Some(field) = field else {
        return Some(BTreeMap::new());
    };
    let Value::Table(entries) = &field.node.value else {
        field.wrong("table", findings);
        return None;
    };
    let mut values = BTreeMap::new();
    let mut sound = true;
    for (name, node) in entries {
        if !is_dimension(&name.value) {
            findings.push(
                Finding::new(Code::MalformedText)
                    .subject(&name.value)
                    .arg("key", field.key)
                    .at(name.place.clone()),
            );
            sound = false;
        }
        let list = Field {
            key: field.key,
            node,
        };
        let texts = list.texts(findings);
        if texts.as_ref().is_some_and(Vec::is_empty) {
            // No value at all would mean nothing, or everything.
            findings.push(
                Finding::new(Code::EmptyCondition)
                    .subject(&name.value)
                    .at(node.place.clone()),
            );
            sound = false;
        }
        match texts {
            None => sound = false,
            Some(texts) => {
                let texts = texts.into_iter().map(|text| text.value);
                values.insert(name.value.clone(), texts.collect());
            }
        }
    }
    sound.then_some(values)
}
