//! A dossier file: head, grants and judgements, with the keys in the order of the format.

use std::fmt::Result;

use crate::dossier::{
    Agreement, CarriedBy, Dossier, EligibleFor, Grant, Movement, Opening, State, StatedClosing,
    Tranche,
};
use crate::money::Money;
use crate::scheme::{Target, Toml, print_condition, print_unspent};

/// The text of `dossier.toml`.
pub(crate) fn dossier_toml(dossier: &Dossier) -> String {
    let mut toml = Toml::default();
    let written = print(&mut toml, dossier);
    debug_assert!(written.is_ok(), "a String takes all that is written to it");
    toml.into_text()
}

fn print(toml: &mut Toml, dossier: &Dossier) -> Result {
    toml.int("format", 1)?;
    toml.table("dossier")?;
    toml.text("id", dossier.id())?;
    if dossier.title() != dossier.id() {
        toml.text("title", dossier.title())?;
    }
    toml.text("holder", dossier.holder())?;
    toml.ints("years", dossier.years().iter().map(|year| (*year).into()))?;
    if Some(dossier.chain_from()) != dossier.years().first().copied() {
        toml.int("chain_from", dossier.chain_from().into())?;
    }
    if !dossier.closed().is_empty() {
        toml.ints("closed", dossier.closed().iter().map(|year| (*year).into()))?;
    }
    toml.maybe_date("as_of", dossier.as_of())?;
    for grant in dossier.grants() {
        print_grant(toml, grant)?;
    }
    let judged = dossier.eligible_for().iter();
    { judged }.try_for_each(|judgement| print_judgement(toml, judgement))
}

fn print_grant(toml: &mut Toml, grant: &Grant) -> Result {
    toml.item("grants")?;
    toml.text("id", &grant.id.value)?;
    toml.text("scheme", &grant.scheme.value)?;
    toml.maybe_text("title", grant.title.as_deref())?;
    let state = State::WORDS.iter().find(|(_, state)| *state == grant.state);
    toml.text("state", state.map_or("", |(word, _)| word))?;
    toml.maybe_date("since", grant.since)?;
    if let Some(preference) = grant.preference {
        toml.int("preference", preference.into())?;
    }
    if let Some(reserve) = &grant.reserve {
        toml.amount("reserve", reserve.value)?;
    }
    if !grant.keys.is_empty() {
        toml.inline("keys", |table| {
            let mut keys = grant.keys.iter();
            keys.try_for_each(|(name, number)| table.text(name, &number.to_string()))
        })?;
    }
    toml.maybe_text("source", grant.source.as_deref())?;
    for tranche in &grant.tranches {
        print_tranche(toml, tranche)?;
    }
    let mut agreements = grant.agreements.iter();
    agreements.try_for_each(|agreement| print_agreement(toml, agreement))
}

fn print_tranche(toml: &mut Toml, tranche: &Tranche) -> Result {
    toml.item("grants.tranches")?;
    toml.text("id", &tranche.id.value)?;
    let part = tranche.part.as_ref();
    toml.maybe_text("part", part.map(|part| part.value.as_str()))?;
    if let Some(year) = tranche.year {
        toml.int("year", year.into())?;
    }
    toml.maybe_date("from", tranche.from)?;
    toml.maybe_date("until", tranche.until)?;
    toml.amount("granted", tranche.granted.value)?;
    if !tranche.units.is_empty() {
        toml.inline("units", |table| {
            let mut units = tranche.units.iter();
            units.try_for_each(|(unit, most)| table.text(unit, &most.to_string()))
        })?;
    }
    if let Some(opening) = &tranche.opening {
        toml.inline("opening", |table| {
            print_opening(table, &opening.value, tranche)
        })?;
    }
    let moves = [
        ("amendments", &tranche.amendments),
        ("received", &tranche.received),
        ("repaid", &tranche.repaid),
    ];
    for (key, movements) in moves {
        if !movements.is_empty() {
            toml.inlines(key, movements, print_movement)?;
        }
    }
    for (key, closings) in [
        ("closings", &tranche.closings),
        ("restated", &tranche.restated),
    ] {
        if !closings.is_empty() {
            toml.inlines(key, closings, print_closing)?;
        }
    }
    toml.maybe_text("source", tranche.source.as_deref())
}

fn print_closing(table: &mut Toml, closing: &StatedClosing) -> Result {
    table.int("year", closing.year.into())?;
    let stated = closing.amounts().into_iter();
    for (key, amount) in stated.filter(|(_, amount)| !amount.is_zero()) {
        table.amount(key, amount)?;
    }
    for (key, amount) in closing.beside() {
        if let Some(amount) = amount {
            table.amount(key, amount)?;
        }
    }
    table.maybe_date("carry_over_until", closing.carry_over_until)?;
    table.maybe_text("reason", closing.reason.as_deref())
}

fn print_opening(table: &mut Toml, opening: &Opening, tranche: &Tranche) -> Result {
    table.amount("balance", opening.balance)?;
    table.amount("room", opening.room)?;
    if opening.announced {
        table.bool("announced", true)?;
    }
    table.amount("owed", opening.owed)?;
    table.maybe_date("until", opening.until)?;
    if opening.to != Target::SamePart {
        table.text("to", opening.to.as_str())?;
    }
    table.maybe_text("carried_by", opening.carried_by.map(CarriedBy::as_str))?;
    let amounts = [
        ("spent", opening.spent),
        ("earned", opening.earned),
        ("given_up", opening.given_up),
        ("short", opening.short),
    ];
    for (key, amount) in amounts.into_iter().filter(|(_, it)| *it != Money::ZERO) {
        table.amount(key, amount)?;
    }
    if !tranche.paid_before.is_empty() {
        table.inline("ceilings", |table| {
            let mut paid = tranche.paid_before.iter();
            paid.try_for_each(|(name, paid)| table.amount(name, *paid))
        })?;
    }
    if !tranche.units_before.is_empty() {
        table.inline("units", |table| {
            let mut units = tranche.units_before.iter();
            units.try_for_each(|(unit, number)| table.text(unit, &number.to_string()))
        })?;
    }
    Ok(())
}

fn print_movement(table: &mut Toml, movement: &Movement) -> Result {
    table.text("period", &movement.period.value.to_string())?;
    table.amount("amount", movement.amount.value)?;
    table.maybe_text("source", movement.source.as_deref())
}

fn print_agreement(toml: &mut Toml, agreement: &Agreement) -> Result {
    toml.item("grants.agreements")?;
    toml.text("source", &agreement.source)?;
    if let Some(tranches) = &agreement.tranches {
        toml.texts("tranches", tranches.iter().map(|id| id.value.as_str()))?;
    }
    if let Some(until) = agreement.window_until {
        toml.inline("window", |table| table.date("until", until))?;
    }
    if let Some(unspent) = &agreement.unspent {
        toml.inline("unspent", |table| print_unspent(table, unspent))?;
    }
    Ok(())
}

fn print_judgement(toml: &mut Toml, judgement: &EligibleFor) -> Result {
    toml.item("eligible_for")?;
    toml.text("grant", &judgement.grant.value)?;
    if !judgement.lines.is_empty() {
        toml.texts("lines", judgement.lines.iter().map(|id| id.value.as_str()))?;
    }
    print_condition(toml, &judgement.costs)?;
    toml.text("source", &judgement.source)
}
