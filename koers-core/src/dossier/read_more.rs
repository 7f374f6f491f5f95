//! What is added to grants and tranches that are there.

use super::read::{read_agreements, read_movements, read_tranche};
use super::{Grant, State, Tranche};
use crate::diag::Findings;
use crate::read::{Fields, Node, Value};

/// What is added to a grant that is there.
pub(super) fn read_grant_more(node: &Node, grant: &mut Grant, findings: &mut Findings) {
    let Some(mut table) = Fields::of(node, "grants", findings) else {
        return;
    };
    let _ = table.get("id");
    let state = table.get("state");
    if let Some(state) = state.and_then(|field| field.one_of(&State::WORDS, findings)) {
        // When a state begins belongs to it.
        (grant.state, grant.since) = (state, None);
    }
    if let Some(since) = table.get("since").and_then(|field| field.date(findings)) {
        grant.since = Some(since.value);
    }
    let nodes = table
        .get("tranches")
        .map_or(&[][..], |field| field.list(findings));
    for node in nodes {
        let known = named(node).and_then(|name| {
            let mut tranches = grant.tranches.iter();
            tranches.position(|it| {
                let part = it.part.as_ref().map(|part| part.value.as_str());
                (it.id.value.as_str(), part) == name
            })
        });
        match known {
            Some(at) => read_movements_more(node, &mut grant.tranches[at], findings),
            None => grant.tranches.extend(read_tranche(node, findings)),
        }
    }
    let agreements = read_agreements(table.get("agreements"), findings);
    grant.agreements.extend(agreements);
    table.finish(findings);
}

/// The id and part that a tranche states.
fn named(node: &Node) -> Option<(&str, Option<&str>)> {
    let Value::Table(entries) = &node.value else {
        return None;
    };
    let text = |name: &str| {
        let found = entries.iter().find(|(key, _)| key.value == name);
        found.and_then(|(_, node)| match &node.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    };
    Some((text("id")?, text("part")))
}

/// The money that moves on a tranche that is there.
fn read_movements_more(node: &Node, tranche: &mut Tranche, findings: &mut Findings) {
    let Some(mut table) = Fields::of(node, "tranches", findings) else {
        return;
    };
    let _ = (table.get("id"), table.get("part"));
    let amendments = read_movements(table.get("amendments"), findings);
    tranche.amendments.extend(amendments);
    let received = read_movements(table.get("received"), findings);
    tranche.received.extend(received);
    let repaid = read_movements(table.get("repaid"), findings);
    tranche.repaid.extend(repaid);
    table.finish(findings);
}
