//! The opening of a tranche: what it brings into the first book year.

use std::collections::BTreeMap;

use super::row::quantity;
use super::{CarriedBy, Opening};
use crate::diag::{At, Code, Findings};
use crate::money::{Money, Quantity};
use crate::read::{Field, Value, shown};
use crate::scheme::Target;

/// What was paid under ceilings, and the units that were earned, before the first book year.
pub(super) type Before = (BTreeMap<String, Money>, BTreeMap<String, Quantity>);

/// An opening; `None` after a finding.
pub(super) fn read_opening(
    field: Field<'_>,
    findings: &mut Findings,
) -> Option<(At<Opening>, Before)> {
    let mut table = field.table(findings)?;
    let balance = table
        .need("balance", findings)
        .and_then(|field| field.amount(findings));
    let room = table
        .need("room", findings)
        .and_then(|field| field.amount(findings));
    let announced = match table.get("announced") {
        None => Some(false),
        Some(field) => field.bool(findings),
    };
    let until = table.get("until").and_then(|field| field.date(findings));
    let mut amount = |key: &'static str, findings: &mut Findings| match table.get(key) {
        None => Some(Money::ZERO),
        Some(field) => field.amount(findings).map(|amount| amount.value),
    };
    let owed = amount("owed", findings);
    let spent = amount("spent", findings);
    let earned = amount("earned", findings);
    let given_up = amount("given_up", findings);
    let short = amount("short", findings);
    let to = match table.get("to") {
        None => Some(Target::SamePart),
        Some(field) => field.one_of(&Target::WORDS, findings),
    };
    let carried_by = match table.get("carried_by") {
        None => Some(None),
        Some(field) => field.one_of(&CarriedBy::WORDS, findings).map(Some),
    };
    let paid = read_amounts(table.get("ceilings"), findings);
    let units = read_units(table.get("units"), findings);
    table.finish(findings);
    let opening = Opening {
        balance: balance?.value,
        room: room?.value,
        announced: announced?,
        owed: owed?,
        until: until.map(|date| date.value),
        to: to?,
        carried_by: carried_by?,
        spent: spent?,
        earned: earned?,
        given_up: given_up?,
        short: short?,
    };
    let opening = At {
        value: opening,
        place: field.node.place.clone(),
    };
    Some((opening, (paid, units)))
}

/// Amounts by name.
fn read_amounts(field: Option<Field<'_>>, findings: &mut Findings) -> BTreeMap<String, Money> {
    let Some(field) = field else {
        return BTreeMap::new();
    };
    let Value::Table(entries) = &field.node.value else {
        field.wrong("table", findings);
        return BTreeMap::new();
    };
    let key = field.key;
    let mut amounts = BTreeMap::new();
    for (name, node) in entries {
        if let Some(amount) = (Field { key, node }).amount(findings) {
            amounts.insert(name.value.clone(), amount.value);
        }
    }
    amounts
}

/// Numbers of units by name; corrections may have brought one below zero.
fn read_units(field: Option<Field<'_>>, findings: &mut Findings) -> BTreeMap<String, Quantity> {
    let Some(field) = field else {
        return BTreeMap::new();
    };
    let Value::Table(entries) = &field.node.value else {
        field.wrong("table", findings);
        return BTreeMap::new();
    };
    let key = field.key;
    let mut units = BTreeMap::new();
    for (name, node) in entries {
        let field = Field { key, node };
        match quantity(&node.value) {
            Err(Code::WrongType) => field.wrong("decimal", findings),
            Err(_) => field.refuse(Code::MalformedQuantity, &shown(&node.value), findings),
            Ok(quantity) => {
                units.insert(name.value.clone(), quantity);
            }
        }
    }
    units
}
