//! What-ifs on a dossier, from Python values to those of the core.

use koers_core::dossier::{EligibleFor, Grant};
use koers_core::read::{Node, Value};
use koers_core::scheme::Condition;
use koers_core::{Dossier, Findings, Money};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::border::Fault;
use crate::node::Reader;

/// All costs, or those that meet a condition, are eligible for a grant.
pub(crate) fn assume_eligible(
    dossier: &Dossier,
    grant: &str,
    condition: &Bound<'_, PyDict>,
) -> Result<Dossier, Fault> {
    let node = Reader::new().node(condition, &format!("assume_eligible[{grant}]"))?;
    let condition = Condition::from_node(&node)?;
    let costs = (!condition.is_empty()).then_some(condition);
    Ok(dossier.assume_eligible(grant, costs)?)
}

/// One more judgement of what is eligible.
pub(crate) fn judge_eligible(
    dossier: &Dossier,
    grant: &str,
    judgement: &Bound<'_, PyDict>,
) -> Result<Dossier, Fault> {
    let node = Reader::new().node(judgement, &format!("judge_eligible[{grant}]"))?;
    Ok(dossier.judge_eligible(EligibleFor::from_node(&node)?)?)
}

/// The amount that `value` is; `path` is its place.
pub(crate) fn amount(value: &Bound<'_, PyAny>, path: &str) -> Result<Money, Fault> {
    let node = Reader::new().node(value, path)?;
    Ok(node.amount("amount")?)
}

/// The place of a grant in the order of grants, or none.
pub(crate) fn preference(value: &Bound<'_, PyAny>, grant: &str) -> Result<Option<u32>, Fault> {
    let node = Reader::new().node(value, &format!("with_preference[{grant}]"))?;
    if matches!(node.value, Value::Null) {
        return Ok(None);
    }
    let number = node.int("preference", Grant::PREFERENCES)?;
    Ok(u32::try_from(number).ok())
}

/// Amounts by line, not yet read.
pub(crate) struct Amounts(Vec<(String, Node)>);

impl Amounts {
    pub(crate) fn read(amounts: &Bound<'_, PyDict>) -> Result<Amounts, Fault> {
        let mut nodes = Vec::new();
        for (line, amount) in amounts {
            let line: String = line.extract()?;
            let node = Reader::new().node(&amount, &format!("with_amounts[{line}]"))?;
            nodes.push((line, node));
        }
        Ok(Amounts(nodes))
    }

    /// The dossier with these amounts; else all findings of both.
    pub(crate) fn apply(&self, dossier: &Dossier) -> Result<Dossier, Findings> {
        let (mut amounts, mut findings) = (Vec::new(), Findings::new());
        for (line, node) in &self.0 {
            match node.amount("amount") {
                Ok(amount) => amounts.push((line.as_str(), amount)),
                Err(refused) => findings.append(refused),
            }
        }
        match dossier.with_amounts(amounts) {
            Ok(changed) if findings.is_empty() => return Ok(changed),
            Ok(_) => {}
            Err(refused) => findings.append(refused),
        }
        findings.sort();
        Err(findings)
    }
}
