//! What is agreed or judged about grants.

use koers_core::diag::{Code, Finding};

use super::super::tree::{Table, wrap};
use super::super::{Agreement, EligibleFor};
use super::Draft;
use super::judged::{read_eligible_for, texts};
use super::targets::Targets;
use crate::memory::{Array, Name, slice};
use crate::status::Failure;

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
        // SAFETY: as promised by the caller.
        let mut read = unsafe { read_eligible_for(judgements)? };
        self.builder.eligible_for_mut().append(&mut read);
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
