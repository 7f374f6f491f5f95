//! What is agreed or judged about grants.

use std::collections::BTreeMap;

use koers_core::diag::{Code, Finding};

use super::super::tree::{Table, read, wrap};
use super::super::{Agreement, Dimension, EligibleFor};
use super::Draft;
use super::targets::Targets;
use crate::memory::{Array, Name, slice};
use crate::status::Failure;
use crate::text::Text;

impl Draft {
    /// # Safety
    /// The structs and texts are there, as the header asks; so in every function below for what it is given.
    pub(in crate::dossier) unsafe fn add_agreements(
        &mut self,
        agreements: Array<'_, Agreement>,
    ) -> Result<(), Failure> {
        let mut targets = Targets::default();
        // SAFETY: as promised by the caller; so in every block below.
        for (at, agreement) in unsafe { agreements.iter() } {
            let (agreement, name) = (agreement?, Name::of("agreements").at(at));
            // SAFETY: as above.
            let (grant, source, tranches) = unsafe {
                (
                    agreement.grant.read(name.field("grant"))?,
                    agreement.source.read(name.field("source"))?,
                    texts(
                        agreement.tranches,
                        agreement.tranche_count,
                        name.field("tranches"),
                    )?,
                )
            };
            let mut table = Table::new(format!("agreements[{at}]"))
                .text("source", source)
                .texts("tranches", &tranches);
            if agreement.window_until != 0 {
                let window = Table::new(format!("agreements[{at}].window"));
                table = table.child("window", window.date("until", agreement.window_until));
            }
            let unspent = Table::new(format!("agreements[{at}].unspent"));
            // SAFETY: as above.
            let unspent = unsafe { unspent_rule(&agreement, name, unspent, &mut targets)? };
            if !unspent.is_empty() {
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

    pub(in crate::dossier) unsafe fn add_eligible_for(
        &mut self,
        judgements: Array<'_, EligibleFor>,
    ) -> Result<(), Failure> {
        let mut tables = Vec::new();
        // SAFETY: as above.
        for (at, item) in unsafe { judgements.iter() } {
            let (item, name) = (item?, Name::of("judgements").at(at));
            let path = |key: &str| format!("eligible_for[{at}].{key}");
            // SAFETY: as above.
            let (grant, source, lines, matching) = unsafe {
                (
                    item.grant.read(name.field("grant"))?,
                    item.source.read(name.field("source"))?,
                    texts(item.lines, item.line_count, name.field("lines"))?,
                    item.matching.read(name.field("matching"))?,
                )
            };
            let mut table = Table::new(format!("eligible_for[{at}]"))
                .text("grant", grant)
                .text("source", source)
                .texts("lines", &lines)
                .text("match", matching);
            // SAFETY: as above.
            let sides = unsafe {
                [
                    (
                        "only",
                        values(item.only, item.only_count, name.field("only"))?,
                    ),
                    (
                        "except",
                        values(item.except, item.except_count, name.field("except"))?,
                    ),
                ]
            };
            for (key, dimensions) in sides {
                if !dimensions.is_empty() {
                    let side = Table::new(path(key));
                    let side = dimensions.iter().fold(side, |side, (dimension, values)| {
                        side.texts(dimension, values)
                    });
                    table = table.child(key, side);
                }
            }
            tables.push(table);
        }
        let mut read = read(&self.head, "eligible_for", tables)?;
        self.builder
            .eligible_for_mut()
            .append(read.eligible_for_mut());
        Ok(())
    }
}

/// What an agreement says about money that is not spent.
///
/// # Safety
/// As for [`Draft::add_agreements`]; so below.
unsafe fn unspent_rule(
    agreement: &Agreement,
    name: Name<'_>,
    table: Table,
    targets: &mut Targets,
) -> Result<Table, Failure> {
    // SAFETY: as promised by the caller; so in every block below.
    let (rule, limit, of, end, to, years) = unsafe {
        (
            agreement.unspent.read(name.field("unspent"))?,
            agreement.unspent_limit.read(name.field("unspent_limit"))?,
            agreement.unspent_of.read(name.field("unspent_of"))?,
            agreement
                .unspent_until_end
                .read(name.field("unspent_until_end"))?,
            agreement.unspent_to.read(name.field("unspent_to"))?,
            slice(
                agreement.unspent_tranche_years,
                agreement.unspent_tranche_year_count,
                name.field("unspent_tranche_years"),
            )?,
        )
    };
    if end.is_some() && agreement.unspent_until != 0 {
        targets.findings.push(
            Finding::new(Code::DuplicateColumn)
                .subject("until")
                .arg("column", "until")
                .at(table.place("until")),
        );
    }
    let table = table
        .text("rule", rule)
        .text("limit", limit)
        .text("of", of)
        .date("until", agreement.unspent_until)
        .text("until", end)
        .text("to", to);
    Ok(match years {
        [] => table,
        years => table.ints("tranche_years", years.iter().copied()),
    })
}

/// The texts of an array; an absent one is empty, to be refused as it is.
unsafe fn texts<'a>(
    first: *const Text,
    count: usize,
    name: Name<'_>,
) -> Result<Vec<&'a str>, Failure> {
    // SAFETY: as above.
    let given: &'a [Text] = unsafe { slice(first, count, name)? };
    // SAFETY: as above.
    let texts = given.iter().map(|text| unsafe { text.read(name) });
    texts.map(|text| Ok(text?.unwrap_or_default())).collect()
}

/// Dimensions with their values, each dimension once, in the order in which they come.
unsafe fn values<'a>(
    first: *const Dimension,
    count: usize,
    name: Name<'_>,
) -> Result<Vec<(&'a str, Vec<&'a str>)>, Failure> {
    // SAFETY: as above.
    let given: &'a [Dimension] = unsafe { slice(first, count, name)? };
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut values: Vec<(&str, Vec<&str>)> = Vec::new();
    for pair in given {
        // SAFETY: as above.
        let (dimension, value) = unsafe { (pair.name.read(name)?, pair.value.read(name)?) };
        let dimension = dimension.unwrap_or_default();
        let at = *places.entry(dimension).or_insert(values.len());
        if at == values.len() {
            values.push((dimension, Vec::new()));
        }
        values[at].1.push(value.unwrap_or_default());
    }
    Ok(values)
}
