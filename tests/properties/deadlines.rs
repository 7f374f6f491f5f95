//! Spending nothing more loses what the deadlines say, and spending just that loses nothing.

use std::collections::BTreeMap;

use koers_core::calendar::Date;
use koers_core::dossier::CostLine;
use koers_core::forecast::Deadlines;
use koers_core::money::Money;
use koers_core::scheme::{
    Citation, Cited, Day, Deadline, Duty, DutyKind, RefundTerm, RefundTermKind,
};
use koers_core::settle::Settlement;
use koers_core::{Lang, Period, Schemes};
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
        let rows = rows.filter(|row| {
            row.from.is_some() && (row.date, &row.kind) == (Some(total.date), &total.kind)
        });
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
            let line = CostLine::new(id, Period::day(row.date.expect("a day")), amount);
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

/// What is told of each row but of what was spent so far, which the dossier of a next year doesn't know.
fn to_be_done(deadlines: &Deadlines) -> Vec<String> {
    let rows = deadlines.rows().iter().map(|row| {
        let mut row = row.clone();
        (row.since, row.spent, row.so_far, row.times) = (None, None, None, None);
        // By what money was carried an opening tells in other words.
        if row.tranche.is_some() || row.kind == "due" {
            row.reason = String::new();
        }
        format!("{row:?}")
    });
    rows.collect()
}

/// The settlement of a case in which every scheme has duties, and a day by which refunds are due.
fn with_duties(case: &Case) -> Result<Settlement, TestCaseError> {
    settled(case)?;
    let cite = || Citation::text("art. 1");
    let next = |month, day| Deadline::on(Day::NextYear { month, day });
    let duty = |kind, by| Cited {
        rule: Duty::new(kind).by(by),
        citation: cite(),
    };
    let mut schemes = Schemes::empty();
    for (at, mut scheme) in case.scheme_list().into_iter().enumerate() {
        for version in &mut scheme.versions {
            version.duties = vec![
                duty(DutyKind::Accountability, next(7, 15)),
                duty(DutyKind::Decision, next(7, 15).weeks(37)),
            ];
            if at % 2 == 0 {
                let once = Deadline::on(Day::Date("2030-03-31".parse().expect("a date")));
                version.duties.push(duty(DutyKind::Decision, once));
                let rule = RefundTerm::new(RefundTermKind::Due).by(next(5, 1));
                version.refund_terms = vec![Cited {
                    rule,
                    citation: cite(),
                }];
            }
        }
        prop_assert!(schemes.insert(scheme).is_ok());
    }
    let mut builder = case.without_lines();
    builder.add_lines(case.lines.iter().cloned());
    let settlement = builder.build(&schemes).and_then(|dossier| dossier.settle());
    settlement.map_err(|refused| TestCaseError::fail(refused.render(Lang::En)))
}

/// What is still to be done at the end of a year is the same in the dossier of the next year.
fn goes_on(case: &Case) -> Result<(), TestCaseError> {
    let settlement = with_duties(case)?;
    // Years end with 2199, and so do the years ahead that are looked at.
    prop_assume!(case.years.iter().all(|year| *year < 2_160));
    let refused = |findings: koers_core::Findings| {
        let text = findings.render(Lang::En);
        // Openings and closings stand beside the awards, so that more counts than before.
        if text.contains("K0210") {
            TestCaseError::reject("beyond the bound")
        } else {
            TestCaseError::fail(text)
        }
    };
    let mut next = settlement.clone();
    for _ in 0..2 {
        let day = next.dossier().years().last().copied();
        let day = day.and_then(Date::last_of_year);
        let before = next.deadlines(day).map_err(refused)?;
        let dossier = next.next_year().map_err(refused)?;
        next = dossier.settle().map_err(refused)?;
        let after = next.deadlines(None).map_err(refused)?;
        prop_assert_eq!(before.as_of(), after.as_of());
        let (mut before, mut after) = (to_be_done(&before), to_be_done(&after));
        let both: Vec<_> = before
            .iter()
            .filter(|row| after.contains(row))
            .cloned()
            .collect();
        before.retain(|row| !both.contains(row));
        after.retain(|row| !both.contains(row));
        prop_assert_eq!(before, after);
    }
    Ok(())
}

/// What is owed at the end of a year is what is told to be paid back of that year and those before.
fn refunds_are_told(case: &Case) -> Result<(), TestCaseError> {
    let settlement = settled(case)?;
    let deadlines = deadlines(&settlement)?;
    let day = deadlines.as_of();
    let rows = deadlines.rows().iter();
    let due = rows.filter(|row| row.kind == "due" && row.year <= day.year());
    let told: i64 = due.map(|row| row.amount.unwrap_or_default().cents()).sum();
    let last = settlement.dossier().years().last().copied();
    prop_assume!(last == Some(day.year()));
    let rows = settlement.settlement().iter();
    let owed = rows.filter(|row| row.year == day.year());
    prop_assert_eq!(told, owed.map(|row| row.refund.cents()).sum::<i64>());
    Ok(())
}

proptest! {
    #![proptest_config(config(30))]

    #[test]
    fn what_is_to_be_done_stays_so_in_the_dossier_of_the_next_year(case in rich_cases()) {
        goes_on(&case)?;
    }

    #[test]
    fn what_is_owed_is_told_by_year(case in rich_cases()) {
        refunds_are_told(&case)?;
    }

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
