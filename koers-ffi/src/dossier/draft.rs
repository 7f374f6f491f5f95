//! A dossier being put together: reads the caller's structs, and adds all of them or nothing.

use koers_core::diag::{Code, Finding};
use koers_core::dossier::{Dossier, DossierBuilder, Grant as CoreGrant, Tranche as CoreTranche};
use koers_core::read::{Node, Value};
use koers_core::scheme::Scheme;
use koers_core::{Findings, Schemes};

use super::rows::RowReader;
use super::tree::{Table, read, read_grants, wrap};
use super::{Agreement, BudgetLine, DossierInfo, Grant, Line, Movement, MovementKind, Tranche};
use crate::memory::{Array, Name, slice};
use crate::status::Failure;
use crate::text::unknown;

pub(super) struct Draft {
    head: Node,
    schemes: Schemes,
    own_schemes: Vec<String>,
    builder: DossierBuilder,
    budget_rows: usize,
}

impl Draft {
    /// # Safety
    /// The texts of `info` are there, as the header asks; so in every function below for what it is given.
    pub(super) unsafe fn new(info: &DossierInfo) -> Result<Draft, Failure> {
        let name = Name::of("info");
        // SAFETY: as promised by the caller; so in every block below.
        let (id, title, holder) = unsafe {
            (
                info.id.read(name.field("id"))?,
                info.title.read(name.field("title"))?,
                info.holder.read(name.field("holder"))?,
            )
        };
        let head = Table::new("dossier")
            .text("id", id)
            .text("title", title)
            .text("holder", holder)
            .ints("years", years(info.first_year, info.last_year))
            .date("as_of", info.as_of)
            .node();
        Ok(Draft {
            builder: read(&head, Vec::new())?,
            head,
            schemes: Schemes::catalogue(),
            own_schemes: Vec::new(),
            budget_rows: 0,
        })
    }

    pub(super) fn add_scheme(&mut self, name: &str, toml: &str) -> Result<(), Failure> {
        let scheme = Scheme::from_toml(name, toml)?;
        if self.own_schemes.contains(&scheme.id) {
            let finding = Finding::new(Code::DuplicateScheme)
                .subject(&scheme.id)
                .arg("value", &scheme.id);
            return Err(Findings::from(finding).into());
        }
        self.own_schemes.push(scheme.id.clone());
        self.schemes.insert(scheme);
        Ok(())
    }

    pub(super) unsafe fn add_grants(&mut self, grants: Array<'_, Grant>) -> Result<(), Failure> {
        let mut tables = Vec::new();
        // SAFETY: as above.
        for (at, grant) in unsafe { grants.iter() } {
            let (grant, name) = (grant?, Name::of("grants").at(at));
            let table = Table::new(format!("grants[{at}]"));
            // SAFETY: as above.
            tables.push(unsafe {
                table
                    .text("id", grant.id.read(name.field("id"))?)
                    .text("scheme", grant.scheme.read(name.field("scheme"))?)
                    .text("title", grant.title.read(name.field("title"))?)
                    .text("state", grant.state.read(name.field("state"))?)
                    .date("since", grant.since)
                    .int("preference", grant.preference)
                    .text("source", grant.source.read(name.field("source"))?)
            });
        }
        let mut read = read_grants(&self.head, tables)?;
        self.builder.grants_mut().append(&mut read);
        Ok(())
    }

    pub(super) unsafe fn add_tranches(
        &mut self,
        tranches: Array<'_, Tranche>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, tranche) in unsafe { tranches.iter() } {
            let (tranche, name) = (tranche?, Name::of("tranches").at(at));
            // SAFETY: as above.
            let (grant, id, part, source) = unsafe {
                (
                    tranche.grant.read(name.field("grant"))?,
                    tranche.id.read(name.field("id"))?,
                    tranche.part.read(name.field("part"))?,
                    tranche.source.read(name.field("source"))?,
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
            if tranche.has_opening != 0 {
                let opening = Table::new(format!("tranches[{at}].opening"))
                    .amount("balance", tranche.opening_balance)
                    .amount("room", tranche.opening_room)
                    .amount("owed", tranche.opening_owed)
                    .date("until", tranche.opening_until);
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

    pub(super) unsafe fn add_movements(
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

    pub(super) unsafe fn add_agreements(
        &mut self,
        agreements: Array<'_, Agreement>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as above.
        for (at, agreement) in unsafe { agreements.iter() } {
            let (agreement, name) = (agreement?, Name::of("agreements").at(at));
            // SAFETY: as above.
            let (grant, source, rule, limit, tranches) = unsafe {
                (
                    agreement.grant.read(name.field("grant"))?,
                    agreement.source.read(name.field("source"))?,
                    agreement.unspent.read(name.field("unspent"))?,
                    agreement.unspent_limit.read(name.field("unspent_limit"))?,
                    slice(
                        agreement.tranches,
                        agreement.tranche_count,
                        name.field("tranches"),
                    )?,
                )
            };
            let mut table = Table::new(format!("agreements[{at}]")).text("source", source);
            if !tranches.is_empty() {
                let ids = tranches.iter().map(|id| {
                    // SAFETY: as above.
                    let id = unsafe { id.read(name.field("tranches"))? };
                    Ok(Value::Text(id.unwrap_or_default().to_owned()))
                });
                table = table.list("tranches", ids.collect::<Result<_, Failure>>()?);
            }
            if agreement.window_until != 0 {
                let window = Table::new(format!("agreements[{at}].window"));
                table = table.child("window", window.date("until", agreement.window_until));
            }
            if rule.is_some() || limit.is_some() || agreement.unspent_until != 0 {
                let unspent = Table::new(format!("agreements[{at}].unspent"))
                    .text("rule", rule)
                    .date("until", agreement.unspent_until)
                    .text("limit", limit);
                table = table.child("unspent", unspent);
            }
            targets.grant(self.builder.grants_mut(), grant, &table);
            targets.tables.push(wrap("agreements", table));
        }
        for (grant, read) in targets.read(&self.head)? {
            self.builder.grants_mut()[grant.0]
                .agreements
                .extend(read.agreements);
        }
        Ok(())
    }

    pub(super) unsafe fn add_lines(&mut self, lines: Array<'_, Line>) -> Result<(), Failure> {
        let mut reader = RowReader::new("cost_lines", self.builder.line_count());
        let mut read = Vec::with_capacity(lines.len().min(1 << 20));
        // SAFETY: as above.
        for (at, line) in unsafe { lines.iter() } {
            // SAFETY: as above.
            read.extend(unsafe { reader.line(&line?, Name::of("lines").at(at))? });
        }
        reader.finish()?;
        self.builder.add_lines(read);
        Ok(())
    }

    pub(super) unsafe fn add_budget(
        &mut self,
        lines: Array<'_, BudgetLine>,
    ) -> Result<(), Failure> {
        let mut reader = RowReader::new("budget", self.budget_rows);
        let mut read = Vec::with_capacity(lines.len().min(1 << 20));
        // SAFETY: as above.
        for (at, line) in unsafe { lines.iter() } {
            // SAFETY: as above.
            read.extend(unsafe { reader.budget_line(&line?, Name::of("lines").at(at))? });
        }
        reader.finish()?;
        self.budget_rows += read.len();
        self.builder.add_budget(read);
        Ok(())
    }

    /// The dossier, checked. The draft is kept, for when it is refused.
    pub(super) fn build(&self) -> Result<Dossier, Failure> {
        Ok(self.builder.clone().build(&self.schemes)?)
    }
}

/// The book years from the first to the last; what is no range of years stays two numbers, to be refused as they
/// are.
fn years(first: i32, last: i32) -> Vec<i32> {
    let last = if last == 0 { first } else { last };
    if 1900 <= first && first <= last && last <= 2199 {
        (first..=last).collect()
    } else {
        vec![first, last]
    }
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

/// Where each of some structs goes, and the tables that the core reads them from.
#[derive(Default)]
struct Targets {
    /// The places of the grant and its tranche (0 where that doesn't matter).
    places: Vec<(usize, usize)>,
    tables: Vec<Table>,
    findings: Findings,
}

impl Targets {
    /// Finds the grant that a struct goes to.
    fn grant(&mut self, grants: &[CoreGrant], id: Option<&str>, table: &Table) {
        match grants
            .iter()
            .position(|grant| Some(grant.id.value.as_str()) == id)
        {
            Some(at) => self.places.push((at, 0)),
            None => self.unknown_grant(grants, id, table),
        }
    }

    /// Finds the tranche that a struct goes to.
    fn tranche(
        &mut self,
        grants: &[CoreGrant],
        grant: Option<&str>,
        id: Option<&str>,
        part: Option<&str>,
        table: &Table,
    ) {
        let Some(at) = grants
            .iter()
            .position(|known| Some(known.id.value.as_str()) == grant)
        else {
            return self.unknown_grant(grants, grant, table);
        };
        let this = |known: &CoreTranche| {
            Some(known.id.value.as_str()) == id
                && known.part.as_ref().map(|part| part.value.as_str()) == part
        };
        if let Some(tranche) = grants[at].tranches.iter().position(this) {
            return self.places.push((at, tranche));
        }
        let named = [id.unwrap_or_default(), part.unwrap_or_default()];
        self.findings.push(
            Finding::new(Code::UnknownTranche)
                .subject(grant.unwrap_or_default())
                .arg("value", named.join(" ").trim())
                .at(table.place("tranche")),
        );
    }

    fn unknown_grant(&mut self, grants: &[CoreGrant], id: Option<&str>, table: &Table) {
        let known: Vec<&str> = grants.iter().map(|grant| grant.id.value.as_str()).collect();
        self.findings.push(
            Finding::new(Code::UnknownGrant)
                .subject(id.unwrap_or_default())
                .arg("value", id.unwrap_or_default())
                .arg("known", known.join(", "))
                .at(table.place("grant")),
        );
    }

    /// Everything read, each with where it goes; or all findings.
    fn read(
        mut self,
        head: &Node,
    ) -> Result<impl Iterator<Item = ((usize, usize), CoreGrant)> + use<>, Failure> {
        let read = match read_grants(head, self.tables) {
            Ok(read) => read,
            Err(Failure::Refused(refused)) => {
                self.findings.append(refused);
                Vec::new()
            }
            Err(other) => return Err(other),
        };
        if self.findings.is_empty() {
            return Ok(self.places.into_iter().zip(read));
        }
        self.findings.sort();
        Err(self.findings.into())
    }
}
