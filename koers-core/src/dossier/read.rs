//! The dossier file to a [`DossierBuilder`]: its head, grants, tranches and agreements.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::negative_units;
use super::closing::read_closings;
use super::read_opening::read_opening;
use super::row::quantity;
use super::table_spec::{Tables, read_tables};
use super::{Agreement, DossierBuilder, EligibleFor, Grant, Movement, State, Tranche};
use crate::diag::{At, Code, Finding, Findings, Source};
use crate::money::Quantity;
use crate::read::{Field, Fields, Node, Value, check_id, is_text, read_toml, shown};
use crate::scheme::{check_format, read_condition, read_unspent};

/// Reads a dossier file.
pub(super) fn read_dossier(
    source: &Arc<Source>,
    findings: &mut Findings,
) -> Option<(DossierBuilder, Tables)> {
    let node = read_toml(source, findings)?;
    let mut file = Fields::of(&node, "dossier", findings)?;
    check_format(&mut file, findings);
    let builder = read_head(&mut file, findings);
    let tables = file
        .get("tables")
        .and_then(|field| read_tables(field, findings))
        .unwrap_or_default();
    file.finish(findings);
    Some((builder, tables))
}

/// Reads `[dossier]`, the grants and what is eligible for them, which memory and file have in common. After a fault in the head the rest is
/// still read, to find what else is wrong.
pub(super) fn read_head(file: &mut Fields<'_>, findings: &mut Findings) -> DossierBuilder {
    let head = file
        .need("dossier", findings)
        .and_then(|field| field.table(findings));
    let builder = head.and_then(|mut head| {
        let id = head
            .need("id", findings)
            .and_then(|field| field.text(findings));
        let title = head.get("title").and_then(|field| field.text(findings));
        let holder = head
            .need("holder", findings)
            .and_then(|field| field.text(findings));
        let years = head
            .need("years", findings)
            .and_then(|field| read_years(field, findings));
        let as_of = head.get("as_of").and_then(|field| field.date(findings));
        let chain_from = head
            .get("chain_from")
            .and_then(|field| field.year(findings));
        let closed = head.get("closed").map(|field| read_years(field, findings));
        head.finish(findings);
        if let (Some(id), true) = (&id, holder.is_none() || years.is_none()) {
            check_id(id, findings);
        }
        let mut builder = DossierBuilder::new(id?, holder?.value, years?);
        builder.title = title.map(|text| text.value);
        builder.as_of = as_of.map(|date| date.value);
        builder.chain_from = chain_from;
        if let Some(closed) = closed.flatten() {
            builder.closed = closed;
        }
        Some(builder)
    });
    let mut builder = builder.unwrap_or_else(DossierBuilder::refused);
    if let Some(field) = file.get("grants") {
        builder.refused.all_grants = !matches!(field.node.value, Value::List(_));
        for node in field.list(findings) {
            let (id, grant) = read_grant(node, findings);
            match grant {
                Some(grant) => builder.grants.push(grant),
                None => builder.refused.grants.extend(id),
            }
        }
    }
    let judgements = file.get("eligible_for");
    let nodes = judgements.map_or(&[][..], |field| field.list(findings));
    let read = nodes
        .iter()
        .filter_map(|node| read_eligible_for(node, findings));
    builder.eligible_for = read.collect();
    builder
}

/// The book years; `None` when one of them was refused.
fn read_years(field: Field<'_>, findings: &mut Findings) -> Option<At<Vec<i16>>> {
    let Value::List(nodes) = &field.node.value else {
        field.wrong("list", findings);
        return None;
    };
    let years: Vec<i16> = nodes
        .iter()
        .filter_map(|node| Field { key: "years", node }.year(findings))
        .collect();
    let place = field.node.place.clone();
    (years.len() == nodes.len()).then_some(At {
        value: years,
        place,
    })
}

/// A grant; its id even when something else of it was refused.
pub(super) fn read_grant(node: &Node, findings: &mut Findings) -> (Option<String>, Option<Grant>) {
    let Some(mut table) = Fields::of(node, "grants", findings) else {
        return (None, None);
    };
    let id = table
        .need("id", findings)
        .and_then(|field| field.text(findings));
    let scheme = table
        .need("scheme", findings)
        .and_then(|field| field.text(findings));
    let title = table.get("title").and_then(|field| field.text(findings));
    let state = table
        .need("state", findings)
        .and_then(|field| field.one_of(&State::WORDS, findings));
    let since = table.get("since").and_then(|field| field.date(findings));
    let preference = table
        .get("preference")
        .and_then(|field| field.int(Grant::PREFERENCES, findings))
        .and_then(|number| u32::try_from(number).ok());
    let reserve = table
        .get("reserve")
        .and_then(|field| field.amount(findings));
    let keys = read_numbers(table.get("keys"), findings);
    let source = table.get("source").and_then(|field| field.text(findings));
    let nodes = table
        .get("tranches")
        .map_or(&[][..], |field| field.list(findings));
    let tranches: Vec<Tranche> = nodes
        .iter()
        .filter_map(|node| read_tranche(node, findings))
        .collect();
    let agreements = read_agreements(table.get("agreements"), findings);
    table.finish(findings);
    let known = id.as_ref().map(|id| id.value.clone());
    let complete = id.zip(scheme).zip(state);
    let grant = complete.map(|((id, scheme), state)| Grant {
        id,
        scheme,
        title: title.map(|text| text.value),
        tranches_refused: tranches.len() < nodes.len(),
        state,
        since: since.map(|date| date.value),
        preference,
        reserve,
        keys,
        source: source.map(|text| text.value),
        tranches,
        agreements,
        place: node.place.clone(),
    });
    (known, grant)
}

pub(super) fn read_agreements(field: Option<Field<'_>>, findings: &mut Findings) -> Vec<Agreement> {
    read_list(field, findings, read_agreement)
}

/// What is read from the items of a list; those that are refused are left out.
pub(super) fn read_list<T>(
    field: Option<Field<'_>>,
    findings: &mut Findings,
    read: impl Fn(&Node, &mut Findings) -> Option<T>,
) -> Vec<T> {
    let nodes = field.map_or(&[][..], |field| field.list(findings));
    nodes
        .iter()
        .filter_map(|node| read(node, findings))
        .collect()
}

pub(super) fn read_tranche(node: &Node, findings: &mut Findings) -> Option<Tranche> {
    let mut table = Fields::of(node, "tranches", findings)?;
    let id = table
        .need("id", findings)
        .and_then(|field| field.text(findings));
    let part = table.get("part").and_then(|field| field.text(findings));
    let year = table.get("year").and_then(|field| field.year(findings));
    let from = table.get("from").and_then(|field| field.date(findings));
    let until = table.get("until").and_then(|field| field.date(findings));
    let granted = table
        .need("granted", findings)
        .and_then(|field| field.amount(findings));
    let units = read_numbers(table.get("units"), findings);
    let opening = table
        .get("opening")
        .and_then(|field| read_opening(field, findings));
    let before = opening.as_ref().map(|(_, before)| before.clone());
    let before = before.unwrap_or_default();
    let closings = read_closings(table.get("closings"), findings);
    let restated = read_closings(table.get("restated"), findings);
    let amendments = read_movements(table.get("amendments"), findings);
    let received = read_movements(table.get("received"), findings);
    let repaid = read_movements(table.get("repaid"), findings);
    let source = table.get("source").and_then(|field| field.text(findings));
    table.finish(findings);
    Some(Tranche {
        id: id?,
        part,
        year,
        from: from.map(|date| date.value),
        until: until.map(|date| date.value),
        granted: granted?,
        units,
        opening: opening.as_ref().map(|(opening, _)| opening.clone()),
        paid_before: before.0,
        units_before: before.1,
        closings,
        restated,
        amendments,
        received,
        repaid,
        source: source.map(|text| text.value),
        place: node.place.clone(),
    })
}

/// Quantities by name, such as the most units of each kind. One below zero is refused here, where its place is known.
fn read_numbers(field: Option<Field<'_>>, findings: &mut Findings) -> BTreeMap<String, Quantity> {
    let Some(field) = field else {
        return BTreeMap::new();
    };
    let Value::Table(entries) = &field.node.value else {
        field.wrong("table", findings);
        return BTreeMap::new();
    };
    let mut numbers = BTreeMap::new();
    for (name, node) in entries {
        let number = Field {
            key: field.key,
            node,
        };
        if !is_text(&name.value) {
            findings.push(
                Finding::new(Code::MalformedText)
                    .subject(&name.value)
                    .arg("key", field.key)
                    .at(name.place.clone()),
            );
            continue;
        }
        match quantity(&node.value) {
            Err(Code::WrongType) => number.wrong("decimal", findings),
            // A floating-point number is no amount here, but it can't hold a quantity exactly either.
            Err(_) => number.refuse(Code::MalformedQuantity, &shown(&node.value), findings),
            Ok(quantity) if quantity.is_negative() => {
                findings.push(negative_units(&name.value, quantity, &node.place));
            }
            Ok(quantity) => {
                numbers.insert(name.value.clone(), quantity);
            }
        }
    }
    numbers
}

pub(super) fn read_movements(field: Option<Field<'_>>, findings: &mut Findings) -> Vec<Movement> {
    let Some(field) = field else {
        return Vec::new();
    };
    let key = field.key;
    field
        .list(findings)
        .iter()
        .filter_map(|node| {
            let mut table = Fields::of(node, key, findings)?;
            let period = match table.get("date") {
                Some(field) => field.period(findings),
                None => table
                    .need("period", findings)
                    .and_then(|field| field.period(findings)),
            };
            let amount = table
                .need("amount", findings)
                .and_then(|field| field.amount(findings));
            let source = table.get("source").and_then(|field| field.text(findings));
            table.finish(findings);
            Some(Movement {
                period: period?,
                amount: amount?,
                source: source.map(|text| text.value),
            })
        })
        .collect()
}

fn read_agreement(node: &Node, findings: &mut Findings) -> Option<Agreement> {
    let mut table = Fields::of(node, "agreements", findings)?;
    let source = table
        .need("source", findings)
        .and_then(|field| field.text(findings));
    let tranches = table.get("tranches").map(|field| {
        field
            .list(findings)
            .iter()
            .filter_map(|node| {
                Field {
                    key: "tranches",
                    node,
                }
                .text(findings)
            })
            .collect()
    });
    let window = table.get("window");
    let states_window = window.is_some();
    let window_until = window.and_then(|field| {
        let mut window = field.table(findings)?;
        let until = window
            .need("until", findings)
            .and_then(|field| field.date(findings));
        window.finish(findings);
        until
    });
    let unspent = table.get("unspent");
    let states_unspent = unspent.is_some();
    let unspent = unspent.and_then(|field| {
        let mut rule = field.table(findings)?;
        let unspent = read_unspent(&mut rule, findings);
        rule.finish(findings);
        unspent
    });
    table.finish(findings);
    // An agreement of which a part was refused is left out, not read as one that changes less.
    if (states_window && window_until.is_none()) || (states_unspent && unspent.is_none()) {
        return None;
    }
    Some(Agreement {
        source: source?.value,
        tranches,
        window_until: window_until.map(|date| date.value),
        unspent,
        place: node.place.clone(),
    })
}

impl EligibleFor {
    /// Reads a judgement from a tree of values: a table with the keys of `eligible_for` in a dossier file.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn from_node(node: &Node) -> Result<EligibleFor, Findings> {
        let mut findings = Findings::new();
        match read_eligible_for(node, &mut findings) {
            Some(judgement) if !findings.has_errors() => Ok(judgement),
            _ => Err(findings),
        }
    }
}

pub(super) fn read_eligible_for(node: &Node, findings: &mut Findings) -> Option<EligibleFor> {
    let mut table = Fields::of(node, "eligible_for", findings)?;
    let grant = table
        .need("grant", findings)
        .and_then(|field| field.text(findings));
    let lines = match table.get("lines") {
        None => Some(Vec::new()),
        Some(field) => field.texts(findings),
    };
    let costs = read_condition(&mut table, findings);
    let source = table
        .need("source", findings)
        .and_then(|field| field.text(findings));
    table.finish(findings);
    Some(EligibleFor {
        grant: grant?,
        lines: lines?,
        costs: costs?,
        source: source?.value,
        place: node.place.clone(),
    })
}
