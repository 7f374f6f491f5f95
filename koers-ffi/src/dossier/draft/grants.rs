//! Grants, their tranches, and the money that moves on them.

use std::collections::BTreeSet;

use koers_core::Findings;
use koers_core::diag::{Code, Finding, Place};

use super::super::tree::{Table, read_grants, wrap, wrapper};
use super::super::{
    Grant, GrantKey, Movement, MovementKind, Tranche, TrancheBefore, TrancheClosing, TrancheUnits,
};
use super::Draft;
use super::targets::Targets;
use crate::memory::{Array, Name};
use crate::status::Failure;
use crate::text::unknown;

/// Whether a field that is 0 or 1 is 1.
fn is_set(name: &str, value: i32) -> Result<bool, Failure> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        other => Err(unknown(name, other)),
    }
}

impl Draft {
    /// # Safety
    /// The structs and texts are there, as the header asks; so in every function below for what it is given.
    pub(in crate::dossier) unsafe fn add_grants(
        &mut self,
        grants: Array<'_, Grant>,
    ) -> Result<(), Failure> {
        let mut tables = Vec::new();
        // SAFETY: as promised by the caller; so in every block below.
        for (at, grant) in unsafe { grants.iter() } {
            let (grant, name) = (grant?, Name::of("grants").at(at));
            let table = Table::new(format!("grants[{at}]"));
            // SAFETY: as above.
            let table = unsafe {
                table
                    .text("id", grant.id.read(name.field("id"))?)
                    .text("scheme", grant.scheme.read(name.field("scheme"))?)
                    .text("title", grant.title.read(name.field("title"))?)
                    .text("state", grant.state.read(name.field("state"))?)
                    .date("since", grant.since)
                    .int("preference", grant.preference)
                    .text("source", grant.source.read(name.field("source"))?)
            };
            tables.push(if is_set("has_reserve", grant.has_reserve)? {
                table.amount("reserve", grant.reserve)
            } else {
                table
            });
        }
        let mut read = read_grants(&self.head, tables)?;
        self.builder.grants_mut().append(&mut read);
        Ok(())
    }

    pub(in crate::dossier) unsafe fn add_tranches(
        &mut self,
        tranches: Array<'_, Tranche>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, tranche) in unsafe { tranches.iter() } {
            let (tranche, name) = (tranche?, Name::of("tranches").at(at));
            // SAFETY: as above.
            let (grant, id, part, source, to, by) = unsafe {
                (
                    tranche.grant.read(name.field("grant"))?,
                    tranche.id.read(name.field("id"))?,
                    tranche.part.read(name.field("part"))?,
                    tranche.source.read(name.field("source"))?,
                    tranche.opening_to.read(name.field("opening_to"))?,
                    tranche
                        .opening_carried_by
                        .read(name.field("opening_carried_by"))?,
                )
            };
            let mut table = Table::new(format!("tranches[{at}]"))
                .text("id", id)
                .text("part", part)
                .int("year", tranche.year)
                .date("from", tranche.from)
                .date("until", tranche.until)
                .amount("granted", tranche.granted)
                .text("source", source);
            let announced = is_set("opening_announced", tranche.opening_announced)?;
            if is_set("has_opening", tranche.has_opening)? {
                let opening = Table::new(format!("tranches[{at}].opening"))
                    .amount("balance", tranche.opening_balance)
                    .amount("room", tranche.opening_room)
                    .amount("owed", tranche.opening_owed)
                    .date("until", tranche.opening_until)
                    .text("to", to)
                    .text("carried_by", by)
                    .amount("spent", tranche.opening_spent)
                    .amount("earned", tranche.opening_earned)
                    .amount("given_up", tranche.opening_given_up)
                    .amount("short", tranche.opening_short);
                let opening = if announced {
                    opening.flag("announced")
                } else {
                    opening
                };
                table = table.child("opening", opening);
            }
            targets.grant(self.builder.grants_mut(), grant, &table);
            targets.tables.push(wrap("tranches", table));
        }
        for (grant, read) in targets.read(&self.head)? {
            self.builder.grants_mut()[grant.0]
                .tranches
                .extend(read.tranches);
        }
        Ok(())
    }

    pub(in crate::dossier) unsafe fn add_tranche_units(
        &mut self,
        units: Array<'_, TrancheUnits>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, item) in unsafe { units.iter() } {
            let (item, name) = (item?, Name::of("units").at(at));
            // SAFETY: as above.
            let (grant, tranche, part, unit, quantity) = unsafe {
                (
                    item.grant.read(name.field("grant"))?,
                    item.tranche.read(name.field("tranche"))?,
                    item.part.read(name.field("part"))?,
                    item.unit.read(name.field("unit"))?.unwrap_or_default(),
                    item.quantity.read(name.field("quantity"))?,
                )
            };
            let table = Table::new(format!("units[{at}]"));
            targets.tranche(self.builder.grants_mut(), grant, tranche, part, &table);
            let table = table.keyed(unit, "unit", quantity.unwrap_or_default(), "quantity");
            let around = Table::new("")
                .text("id", Some("wrapper"))
                .amount("granted", 0)
                .child("units", table);
            targets.tables.push(wrap("tranches", around));
        }
        let read: Vec<_> = targets.read(&self.head)?.collect();
        let grants = &*self.builder.grants_mut();
        let units = read.iter().map(|(at, read)| {
            let units = read.tranches.iter().flat_map(|read| read.units.keys());
            (*at, units)
        });
        let known = |(grant, tranche): (usize, usize), unit: &str| {
            grants[grant].tranches[tranche].units.contains_key(unit)
        };
        refuse_known(units, known, "units", "unit")?;
        for ((grant, tranche), read) in read {
            let units = &mut self.builder.grants_mut()[grant].tranches[tranche].units;
            units.extend(read.tranches.into_iter().flat_map(|read| read.units));
        }
        Ok(())
    }

    pub(in crate::dossier) unsafe fn add_tranche_before(
        &mut self,
        before: Array<'_, TrancheBefore>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, item) in unsafe { before.iter() } {
            let (item, name) = (item?, Name::of("before").at(at));
            // SAFETY: as above.
            let (grant, tranche, part, ceiling, unit, quantity) = unsafe {
                (
                    item.grant.read(name.field("grant"))?,
                    item.tranche.read(name.field("tranche"))?,
                    item.part.read(name.field("part"))?,
                    item.ceiling.read(name.field("ceiling"))?,
                    item.unit.read(name.field("unit"))?,
                    item.quantity.read(name.field("quantity"))?,
                )
            };
            let table = Table::new(format!("before[{at}]"));
            targets.tranche(self.builder.grants_mut(), grant, tranche, part, &table);
            let mut opening = Table::new("").amount("balance", 0).amount("room", 0);
            if let Some(ceiling) = ceiling {
                let table = Table::new(format!("before[{at}]"));
                opening = opening.child("ceilings", table.amount(ceiling, item.paid));
            }
            // What says neither is refused as a unit without a name.
            if unit.is_some() || ceiling.is_none() {
                let quantity = quantity.unwrap_or_default();
                let table = table.keyed(unit.unwrap_or_default(), "unit", quantity, "quantity");
                opening = opening.child("units", table);
            }
            let around = Table::new("")
                .text("id", Some("wrapper"))
                .amount("granted", 0)
                .child("opening", opening);
            targets.tables.push(wrap("tranches", around));
        }
        for ((grant, tranche), read) in targets.read(&self.head)? {
            let target = &mut self.builder.grants_mut()[grant].tranches[tranche];
            for read in read.tranches {
                target.paid_before.extend(read.paid_before);
                target.units_before.extend(read.units_before);
            }
        }
        Ok(())
    }

    pub(in crate::dossier) unsafe fn add_tranche_closings(
        &mut self,
        closings: Array<'_, TrancheClosing>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, item) in unsafe { closings.iter() } {
            let (item, name) = (item?, Name::of("closings").at(at));
            // SAFETY: as above.
            let (grant, tranche, part, reason) = unsafe {
                (
                    item.grant.read(name.field("grant"))?,
                    item.tranche.read(name.field("tranche"))?,
                    item.part.read(name.field("part"))?,
                    item.reason.read(name.field("reason"))?,
                )
            };
            let table = Table::new(format!("closings[{at}]"))
                .int("year", item.year)
                .amount("received", item.received)
                .amount("repaid", item.repaid)
                .amount("spent", item.spent)
                .amount("retained", item.retained)
                .amount("refund", item.refund)
                .amount("carry_over", item.carry_over)
                .amount("pending", item.pending)
                .amount("receivable", item.receivable)
                .date("carry_over_until", item.carry_over_until)
                .text("reason", reason);
            let beside = [
                ("has_granted", item.has_granted, "granted", item.granted),
                ("has_room", item.has_room, "room", item.room),
                ("has_earned", item.has_earned, "earned", item.earned),
                ("has_owed", item.has_owed, "owed", item.owed),
            ];
            let table =
                beside
                    .into_iter()
                    .try_fold(table, |table, (field, has, key, amount)| {
                        Ok::<_, Failure>(if is_set(field, has)? {
                            table.amount(key, amount)
                        } else {
                            table
                        })
                    })?;
            let list = if is_set("restated", item.restated)? {
                "restated"
            } else {
                "closings"
            };
            targets.tranche(self.builder.grants_mut(), grant, tranche, part, &table);
            let around = Table::new("")
                .text("id", Some("wrapper"))
                .amount("granted", 0)
                .only(list, table);
            targets.tables.push(wrap("tranches", around));
        }
        for ((grant, tranche), read) in targets.read(&self.head)? {
            let target = &mut self.builder.grants_mut()[grant].tranches[tranche];
            for read in read.tranches {
                target.closings.extend(read.closings);
                target.restated.extend(read.restated);
            }
        }
        Ok(())
    }

    pub(in crate::dossier) unsafe fn add_grant_keys(
        &mut self,
        keys: Array<'_, GrantKey>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, item) in unsafe { keys.iter() } {
            let (item, name) = (item?, Name::of("keys").at(at));
            // SAFETY: as above.
            let (grant, key, quantity) = unsafe {
                (
                    item.grant.read(name.field("grant"))?,
                    item.key.read(name.field("key"))?.unwrap_or_default(),
                    item.quantity.read(name.field("quantity"))?,
                )
            };
            let table = Table::new(format!("keys[{at}]"));
            targets.grant(self.builder.grants_mut(), grant, &table);
            let table = table.keyed(key, "key", quantity.unwrap_or_default(), "quantity");
            targets.tables.push(wrapper().child("keys", table));
        }
        let read: Vec<_> = targets.read(&self.head)?.collect();
        let grants = &*self.builder.grants_mut();
        let keys = read.iter().map(|((at, _), read)| (*at, read.keys.keys()));
        let known = |at: usize, key: &str| grants[at].keys.contains_key(key);
        refuse_known(keys, known, "keys", "key")?;
        for ((grant, _), read) in read {
            self.builder.grants_mut()[grant].keys.extend(read.keys);
        }
        Ok(())
    }

    pub(in crate::dossier) unsafe fn add_movements(
        &mut self,
        movements: Array<'_, Movement>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, movement) in unsafe { movements.iter() } {
            let (movement, name) = (movement?, Name::of("movements").at(at));
            let kind = kind(movement.kind)?;
            // SAFETY: as above.
            let (grant, tranche, part, period, source) = unsafe {
                (
                    movement.grant.read(name.field("grant"))?,
                    movement.tranche.read(name.field("tranche"))?,
                    movement.part.read(name.field("part"))?,
                    movement.period.read(name.field("period"))?,
                    movement.source.read(name.field("source"))?,
                )
            };
            let table = Table::new(format!("movements[{at}]"))
                .date("date", movement.date)
                .text("period", period)
                .amount("amount", movement.amount)
                .text("source", source);
            targets.tranche(self.builder.grants_mut(), grant, tranche, part, &table);
            let around = Table::new("")
                .text("id", Some("wrapper"))
                .amount("granted", 0)
                .only(kind, table);
            targets.tables.push(wrap("tranches", around));
        }
        for ((grant, tranche), read) in targets.read(&self.head)? {
            let target = &mut self.builder.grants_mut()[grant].tranches[tranche];
            for read in read.tranches {
                target.received.extend(read.received);
                target.repaid.extend(read.repaid);
                target.amendments.extend(read.amendments);
            }
        }
        Ok(())
    }
}

/// Refuses names that stand already where they go, or come twice. Of each struct, in order, where its names go.
fn refuse_known<'n, P: Ord + Copy>(
    given: impl Iterator<Item = (P, impl Iterator<Item = &'n String>)>,
    known: impl Fn(P, &str) -> bool,
    structs: &str,
    field: &str,
) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    let mut findings = Findings::new();
    for (at, (to, names)) in given.enumerate() {
        for name in names {
            if !seen.insert((to, name)) || known(to, name) {
                findings.push(
                    Finding::new(Code::DuplicateName)
                        .subject(name)
                        .arg("value", name)
                        .at(Place::Path(format!("{structs}[{at}].{field}"))),
                );
            }
        }
    }
    if findings.is_empty() {
        return Ok(());
    }
    findings.sort();
    Err(findings.into())
}

/// The key of a kind of movement.
fn kind(number: i32) -> Result<&'static str, Failure> {
    const RECEIVED: i32 = MovementKind::Received as i32;
    const REPAID: i32 = MovementKind::Repaid as i32;
    const AMENDMENT: i32 = MovementKind::Amendment as i32;
    match number {
        RECEIVED => Ok("received"),
        REPAID => Ok("repaid"),
        AMENDMENT => Ok("amendments"),
        number => Err(unknown("kind", number)),
    }
}
