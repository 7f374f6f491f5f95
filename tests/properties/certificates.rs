//! Certificates: they hold, they say what the tables say, and classes lose nothing against single lines.

use std::collections::BTreeMap;

use koers_core::Method;
use koers_core::allocate::Claim;
use koers_core::dossier::{Booking, CostLine};
use koers_core::method::Step;
use koers_core::settle::Settlement;
use proptest::prelude::*;

use crate::support::asked::{Asked, asked, close_asked};
use crate::support::config;
use crate::support::rules::Rules;

fn verified(settlement: &Settlement) -> Result<Vec<Claim>, TestCaseError> {
    let Some(certificate) = settlement.certificate() else {
        return Ok(Vec::new());
    };
    let flaw = |flaw: koers_core::allocate::Flaw| TestCaseError::fail(flaw.to_string());
    certificate.verify().map_err(flaw)?;
    Ok(certificate.claims())
}

/// The levels of a year worked out from the tables, where the one step is `least-refund` over all lines and grants.
fn from_tables(asked: &Asked, settlement: &Settlement, year: i16) -> BTreeMap<String, i64> {
    let mut levels: BTreeMap<String, i64> = BTreeMap::new();
    let rules = Rules::new(asked, settlement);
    let mut own = 0;
    for row in settlement.own_funds() {
        let line = asked.case.lines.iter().find(|line| line.id == row.line);
        let line = line.expect("a line of the dossier");
        // What no grant may pay is not in the step.
        if row.year == year && rules.admitted(line) {
            own += row.amount.cents();
        }
    }
    let mut lost = own;
    for row in settlement
        .settlement()
        .iter()
        .filter(|row| row.year == year)
    {
        lost += row.refund.cents() - row.owed.cents();
        if let Some(until) = row.carry_over_until {
            *levels.entry(format!("lapse {until}")).or_default() += row.carry_over.cents();
        }
    }
    levels.insert("lost".to_owned(), lost);
    levels.insert("own_funds".to_owned(), own);
    levels
}

/// Whether no line is linked to another, nor income, so that the tables say by themselves what is a cost of the step.
fn plain(asked: &Asked) -> bool {
    let lines = asked.case.lines.iter();
    let mut lines = lines.filter(|line| {
        line.corrects.is_some()
            || line.kind != koers_core::dossier::LineKind::Cost
            || !line.vat_compensable.is_zero()
            || line.amount.is_negative()
            || line.fixed
    });
    lines.next().is_none()
}

/// The same case without what makes tables ambiguous.
pub(crate) fn plainly(mut asked: Asked) -> Asked {
    for line in &mut asked.case.lines {
        let mut plain = CostLine::new(line.id.clone(), line.period, line.amount.abs());
        plain.booking.clone_from(&line.booking);
        if line.amount.is_negative() {
            plain.booking = match &line.booking {
                Some(Booking::Amounts { rest, .. }) => Some(Booking::Grant(rest.clone())),
                other => other.clone(),
            };
        }
        plain.dimensions.clone_from(&line.dimensions);
        *line = plain;
    }
    asked.method = Method::least_refund();
    asked
}

fn says_what_tables_say(asked: &Asked) -> Result<(), TestCaseError> {
    let settlement = asked.settled()?;
    for claim in verified(&settlement)? {
        prop_assert!(claim.gap.cents() >= 0);
        if !claim.left_out.is_empty() {
            continue;
        }
        // Until when what has not come in may be spent the tables don't say.
        let rows = settlement.settlement().iter();
        let mut rows = rows.filter(|row| row.year == claim.year - 1);
        if rows.any(|row| !row.pending.is_zero()) {
            continue;
        }
        prop_assert_eq!(claim.gap.cents(), 0, "nothing is left out: {:?}", claim);
        let tables = from_tables(asked, &settlement, claim.year);
        for (name, amount) in &claim.levels {
            if name == "lost" || name == "own_funds" || name.starts_with("lapse") {
                let told = tables.get(name).copied().unwrap_or_default();
                prop_assert_eq!(amount.cents(), told, "{} of {:?}", name, claim);
            }
        }
        moved(asked, &settlement, &claim)?;
    }
    Ok(())
}

/// What is booked on a grant and not paid by it.
fn moved(asked: &Asked, settlement: &Settlement, claim: &Claim) -> Result<(), TestCaseError> {
    let mut told = 0;
    for line in &asked.case.lines {
        let here = line.period.last().year() == claim.year;
        let here = here && Rules::new(asked, settlement).admitted(line);
        match &line.booking {
            Some(Booking::Grant(_)) if here => told += line.amount.cents(),
            // Of which piece a grant pays the tables don't say.
            Some(Booking::Shares(_) | Booking::Amounts { .. }) => return Ok(()),
            _ => {}
        }
    }
    for row in settlement
        .allocations()
        .iter()
        .filter(|row| row.year == claim.year)
    {
        let line = asked.case.lines.iter().find(|line| line.id == row.line);
        let booked = line.and_then(|line| line.booking.as_ref());
        if booked == Some(&Booking::Grant(row.grant.clone())) {
            told -= row.amount.cents();
        }
    }
    let level = claim.levels.iter().find(|(name, _)| name == "moved");
    if let Some((_, amount)) = level {
        prop_assert_eq!(amount.cents(), told, "moved: {:?}", claim);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn every_certificate_holds(asked in asked()) {
        let settlement = asked.settled()?;
        let steps = asked.method.steps.iter().map(|step| &step.value);
        let least = steps.filter(|step| matches!(step, Step::LeastRefund(_))).count();
        let claims = verified(&settlement)?;
        prop_assert!(claims.len() <= least * asked.case.years.len());
        for claim in claims {
            prop_assert!(claim.gap.cents() >= 0);
            prop_assert!(!claim.left_out.is_empty() || claim.gap.is_zero(), "{claim:?}");
        }
    }

    #[test]
    fn a_certificate_says_what_the_tables_say(asked in close_asked()) {
        let asked = plainly(asked);
        prop_assert!(plain(&asked));
        says_what_tables_say(&asked)?;
    }
}
