//! Spending nothing more loses what the deadlines say, and spending just that loses nothing.

use std::collections::BTreeMap;

use koers_core::calendar::Date;
use koers_core::dossier::CostLine;
use koers_core::forecast::Deadlines;
use koers_core::money::Money;
use koers_core::settle::Settlement;
use koers_core::{Lang, Period};
use proptest::prelude::*;

use crate::support::cases::{Case, cases};
use crate::support::rich::rich_cases;
use crate::support::{config, settled};

/// Year, grant, tranche and part.
type Key = (i16, String, String, Option<String>);

fn deadlines(settlement: &Settlement) -> Result<Deadlines, TestCaseError> {
    let refused = |findings: koers_core::Findings| TestCaseError::fail(findings.render(Lang::En));
    settlement.deadlines(None).map_err(refused)
}

/// What must be spent or earned, in cents; with those for which it is too late, or only these.
fn told(deadlines: &Deadlines, only_late: bool) -> BTreeMap<Key, i64> {
    let rows = deadlines.rows().iter();
    let rows = rows.filter(|row| row.tranche.is_some() && !(only_late && row.from.is_some()));
    rows.map(|row| {
        let tranche = row.tranche.clone().expect("of a bucket");
        let key = (row.year, row.grant.clone(), tranche, row.part.clone());
        (key, row.amount.expect("an amount").cents())
    })
    .collect()
}

/// What closings after a day give up of the room that is left, in cents.
fn given_up(settlement: &Settlement, after: Date) -> BTreeMap<Key, i64> {
    let rows = settlement.settlement().iter();
    rows.filter(|row| row.year > after.year())
        .map(|row| {
            let stays = [row.spent, row.carry_over, row.pending, row.retained];
            let stays: i64 = stays.iter().map(|amount| amount.cents()).sum();
            let key = (
                row.year,
                row.grant.clone(),
                row.tranche.clone(),
                row.part.clone(),
            );
            (key, row.room.cents() - stays)
        })
        .filter(|(_, amount)| *amount != 0)
        .collect()
}

/// The case with book years up to the last deadline.
fn longer(case: &Case, deadlines: &Deadlines) -> Case {
    let last = case.years.last().copied().expect("a book year");
    let rows = deadlines.rows().iter().filter(|row| row.tranche.is_some());
    let through = rows.map(|row| row.year).max().unwrap_or(last);
    let mut longer = case.clone();
    longer.years.extend(last + 1..=through);
    longer
}

fn nothing_more(case: &Case) -> Result<(), TestCaseError> {
    let settlement = settled(case)?;
    let deadlines = deadlines(&settlement)?;
    // The years decide which rules are drawn, so those are of the case itself.
    let mut longer = longer(case, &deadlines).without_lines();
    longer.add_lines(case.lines.iter().cloned());
    let ahead = longer
        .build(&case.schemes())
        .and_then(|dossier| dossier.settle());
    let ahead = ahead.map_err(|refused| TestCaseError::fail(refused.render(Lang::En)))?;
    prop_assert_eq!(given_up(&ahead, deadlines.as_of()), told(&deadlines, false));
    for total in deadlines.totals() {
        let rows = deadlines.rows().iter();
        let rows = rows
            .filter(|row| row.from.is_some() && (row.date, &row.kind) == (total.date, &total.kind));
        let (mut amount, mut refund) = (0, 0);
        for row in rows {
            amount += row.amount.unwrap_or_default().cents();
            refund += row.refund.unwrap_or_default().cents();
        }
        prop_assert_eq!(
            (amount, refund),
            (total.amount.cents(), total.refund.cents())
        );
        prop_assert!((0..=amount).contains(&refund));
    }
    Ok(())
}

/// Each grant with one bucket, so that a booking says which bucket pays.
fn of_one_bucket(mut case: Case) -> Case {
    for grant in &mut case.grants {
        grant.tranches.truncate(1);
        for tranche in &mut grant.tranches {
            // An award that is lowered below what was spent is made up for by later room, which is then not lost.
            tranche
                .amendments
                .retain(|it| !it.amount.value.is_negative());
        }
        let id = grant
            .tranches
            .first()
            .map(|tranche| tranche.id.value.clone());
        for agreement in &mut grant.agreements {
            if let Some(tranches) = &mut agreement.tranches {
                tranches.retain(|tranche| Some(&tranche.value) == id.as_ref());
                if tranches.is_empty() {
                    agreement.tranches = None;
                }
            }
        }
    }
    case
}

/// The settlement of a case in which every cost is eligible for every grant.
fn eligible(case: &Case) -> Result<Settlement, TestCaseError> {
    let settlement = settled(case)?;
    let mut dossier = settlement.dossier().clone();
    for grant in &case.grants {
        let assumed = dossier.assume_eligible(&grant.id.value, None);
        dossier = assumed.expect("a grant of the dossier");
    }
    Ok(dossier.settle().expect("sound without it"))
}

fn just_that(case: &Case) -> Result<(), TestCaseError> {
    let deadlines = deadlines(&eligible(case)?)?;
    let mut spending = longer(case, &deadlines);
    for row in deadlines.rows() {
        if row.kind == "spend" && row.from.is_some() {
            let id = format!("SPEND-{}-{}", row.grant, row.year);
            let amount: Money = row.amount.expect("an amount");
            let line = CostLine::new(id, Period::day(row.date), amount);
            spending.lines.push(line.on(row.grant.clone()));
        }
    }
    let spent = eligible(&spending)?;
    let own = spent.own_funds();
    // A share, a ceiling or a grant that excludes another may leave no way to spend it.
    prop_assume!(own.iter().all(|row| !row.line.starts_with("SPEND-")));
    prop_assert_eq!(given_up(&spent, deadlines.as_of()), told(&deadlines, true));
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn spending_nothing_more_loses_what_the_deadlines_say(case in cases()) {
        nothing_more(&case)?;
    }

    #[test]
    fn spending_nothing_more_loses_it_under_every_rule(case in rich_cases()) {
        nothing_more(&case)?;
    }

    #[test]
    fn spending_just_that_loses_nothing(case in cases()) {
        just_that(&of_one_bucket(case))?;
    }
}
