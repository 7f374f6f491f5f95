//! A chain of years is the years one by one: what closes opens, and nothing appears or vanishes on the way.

use koers_core::dossier::{CostLine, Dossier, Files, Grant, Movement};
use koers_core::{Findings, Lang, Schemes, Settlement};
use proptest::prelude::*;
use std::collections::BTreeMap;

use crate::support::adds_up::cents;
use crate::support::cases::{Case, cases};
use crate::support::rich::rich_cases;
use crate::support::{config, settled};

/// The movements of a year.
fn of_year(movements: &[Movement], year: i16) -> Vec<Movement> {
    let movements = movements.iter();
    let movements = movements.filter(|it| it.period.value.last().year() == year);
    movements.cloned().collect()
}

/// The grants with only what moves in a year.
fn grants_of(case: &Case, year: i16) -> Vec<Grant> {
    let mut grants = case.grants.clone();
    for tranche in grants.iter_mut().flat_map(|grant| &mut grant.tranches) {
        tranche.amendments = of_year(&tranche.amendments, year);
        tranche.received = of_year(&tranche.received, year);
        tranche.repaid = of_year(&tranche.repaid, year);
    }
    grants
}

fn lines_of(case: &Case, year: i16) -> impl Iterator<Item = CostLine> {
    let lines = case.lines.iter();
    lines
        .filter(move |line| line.period.last().year() == year)
        .cloned()
}

/// The dossier of the first year alone.
fn first_of(case: &Case) -> Result<Dossier, Findings> {
    let year = case.years[0];
    let alone = Case {
        years: vec![year],
        grants: grants_of(case, year),
        lines: lines_of(case, year).collect(),
        budget: Vec::new(),
        quantities: of_quantities(case, year),
        ..case.clone()
    };
    // By the rules of the whole case: what is drawn on top of them goes by its years.
    let mut builder = alone.without_lines();
    builder.add_lines(alone.lines.iter().cloned());
    builder.build(&case.schemes())
}

fn of_quantities(case: &Case, year: i16) -> Vec<koers_core::dossier::QuantityLine> {
    let rows = case.quantities.iter();
    let rows = rows.filter(|row| row.period.last().year() == year);
    rows.cloned().collect()
}

/// The dossier of the year after a settlement, with what that year brings.
fn next_of(before: &Settlement, case: &Case, year: i16) -> Result<Dossier, Findings> {
    let next = before.next_year()?;
    let mut builder = next.edit();
    builder.add_lines(lines_of(case, year));
    builder.add_quantities(of_quantities(case, year));
    let brought = grants_of(case, year);
    for grant in builder.grants_mut() {
        let of = brought.iter().find(|it| it.id.value == grant.id.value);
        let of = of.expect("the same grants");
        for (tranche, brought) in grant.tranches.iter_mut().zip(&of.tranches) {
            tranche.amendments.clone_from(&brought.amendments);
            tranche.received.clone_from(&brought.received);
            tranche.repaid.clone_from(&brought.repaid);
        }
    }
    builder.build(&next.schemes())
}

/// A dossier printed and read again.
fn printed(dossier: &Dossier) -> Dossier {
    let files: BTreeMap<String, Vec<u8>> = dossier.to_files().expect("nothing is assumed");
    let read = Dossier::from_files(&files as &dyn Files, &Schemes::catalogue());
    read.unwrap_or_else(|findings| {
        let text = String::from_utf8_lossy(&files["dossier.toml"]).into_owned();
        panic!("{}\n{text}", findings.render(Lang::En))
    })
}

/// Every table of a year but the findings.
fn tables(settlement: &Settlement, year: i16) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut add = |of: i16, row: String| {
        if of == year {
            rows.push(row);
        }
    };
    for row in settlement.settlement() {
        add(row.year, format!("{row:?}"));
    }
    for row in settlement.outcomes() {
        add(row.year, format!("{row:?}"));
    }
    for row in settlement.roll_forward() {
        add(row.year, format!("{row:?}"));
    }
    for row in settlement.allocations() {
        add(row.year, format!("{row:?}"));
    }
    for row in settlement.deductions() {
        add(row.year, format!("{row:?}"));
    }
    for row in settlement.own_funds() {
        add(row.year, format!("{row:?}"));
    }
    rows
}

/// Whether two settlements have the same tables in a year.
fn same(found: &Settlement, expected: &Settlement, year: i16) -> Result<(), TestCaseError> {
    let (found, expected) = (tables(found, year), tables(expected, year));
    for (found, expected) in found.iter().zip(&expected) {
        prop_assert_eq!(found, expected);
    }
    prop_assert_eq!(found.len(), expected.len());
    Ok(())
}

fn one_by_one(case: &Case) -> Result<(), TestCaseError> {
    let mut case = case.clone();
    // A note on a line of another year changes that year, which was closed by then.
    let years: BTreeMap<String, i16> = case
        .lines
        .iter()
        .map(|line| (line.id.clone(), line.period.last().year()))
        .collect();
    case.lines.retain(|line| {
        let corrected = line.corrects.as_ref().and_then(|id| years.get(id));
        corrected.is_none_or(|year| *year == line.period.last().year())
    });
    // A budget never limits anything, and may be for a line that is gone now.
    case.budget.clear();
    let chain = settled(&case)?;
    let reject = |_: Findings| TestCaseError::reject("a year alone that is refused");
    let mut year = first_of(&case).map_err(reject)?.settle().map_err(reject)?;
    for (at, &of) in case.years.iter().enumerate() {
        if at > 0 {
            let next = next_of(&year, &case, of);
            let next = next.map_err(|findings| TestCaseError::fail(findings.render(Lang::En)))?;
            let again = printed(&next);
            year = next.settle().map_err(reject)?;
            let again = again.settle().map_err(reject)?;
            same(&again, &year, of)?;
        }
        same(&year, &chain, of)?;
    }
    Ok(())
}

/// Over all years of a chain: what came in is what was paid back, released and still stands.
fn nothing_vanishes(settlement: &Settlement) -> Result<(), TestCaseError> {
    let (mut came, mut went, mut stands) = (0, 0, 0);
    let years = settlement.dossier().years();
    let (first, last) = (years.first().copied(), years.last().copied());
    let mut seen: BTreeMap<_, i16> = BTreeMap::new();
    for row in settlement.settlement() {
        let bucket = (row.grant.clone(), row.tranche.clone(), row.part.clone());
        if !seen.contains_key(&bucket) {
            prop_assert!(Some(row.year) == first || row.opening.is_zero());
            came += cents(row.opening);
        }
        seen.insert(bucket, row.year);
        came += cents(row.received);
        went += cents(row.repaid) + cents(row.spent) + cents(row.retained);
        if Some(row.year) == last {
            stands += cents(row.refund) + cents(row.carry_over) - cents(row.receivable);
        }
    }
    prop_assert_eq!(came, went + stands);
    Ok(())
}

/// A bucket by the names of its grant, tranche and part.
type Bucket = (String, String, Option<String>);

/// The postings of a closed year of a bucket balance, and over the years what stands comes to its difference: `other` of the
/// first open year.
fn postings_balance(settlement: &Settlement) -> Result<(), TestCaseError> {
    let mut sums: BTreeMap<(Bucket, i16), i128> = BTreeMap::new();
    let mut standing: BTreeMap<(Bucket, String), (i128, i128)> = BTreeMap::new();
    let mut booked: BTreeMap<Bucket, i128> = BTreeMap::new();
    for row in settlement.restatement() {
        let amount = cents(row.amount);
        let bucket = (row.grant.clone(), row.tranche.clone(), row.part.clone());
        let sum = sums.entry((bucket.clone(), row.year));
        *sum.or_default() += match row.measure.as_str() {
            "received" | "receivable" => amount,
            "repaid" | "spent" | "retained" | "refund" | "carry_over" => -amount,
            _ => 0,
        };
        *booked.entry(bucket.clone()).or_default() += match row.measure.as_str() {
            "refund" | "carry_over" => amount,
            "receivable" => -amount,
            _ => 0,
        };
        let difference = cents(row.after) - cents(row.before);
        if ["refund", "carry_over", "pending", "receivable"].contains(&row.measure.as_str()) {
            let stands = standing.entry((bucket, row.measure)).or_default();
            stands.0 += amount;
            stands.1 = difference;
        } else {
            prop_assert_eq!(amount, difference);
        }
    }
    prop_assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
    prop_assert!(standing.values().all(|(booked, stands)| booked == stands));
    let years = settlement.dossier().years();
    let open = years.get(settlement.dossier().closed().len());
    if let Some(&open) = open {
        let mut other: BTreeMap<Bucket, i128> = BTreeMap::new();
        for row in settlement.roll_forward() {
            let side = if row.kind == "liability" { 1 } else { -1 };
            if row.year == open {
                *other.entry((row.grant, row.tranche, row.part)).or_default() +=
                    side * cents(row.other);
            }
        }
        for sums in [&mut other, &mut booked] {
            sums.retain(|_, sum| *sum != 0);
        }
        prop_assert_eq!(other, booked);
    }
    Ok(())
}

/// What is printed adds up: each row of the roll-forward, each closing as the opening after it, and the settlement with what
/// closed years bring.
fn printed_figures_add_up(settlement: &Settlement) -> Result<(), TestCaseError> {
    let mut other: BTreeMap<(i16, Bucket), i128> = BTreeMap::new();
    let mut closings: BTreeMap<(i16, Bucket, String), i128> = BTreeMap::new();
    for row in settlement.roll_forward() {
        let side = if row.kind == "liability" { 1 } else { -1 };
        let moved = cents(row.received) - cents(row.released) - cents(row.repaid);
        prop_assert_eq!(
            cents(row.opening) + side * moved + cents(row.other),
            cents(row.closing)
        );
        let bucket = (row.grant, row.tranche, row.part);
        *other.entry((row.year, bucket.clone())).or_default() += side * cents(row.other);
        closings.insert((row.year, bucket, row.kind), cents(row.closing));
    }
    let mut before: BTreeMap<Bucket, (i16, i128)> = BTreeMap::new();
    for row in settlement.settlement() {
        let bucket = (row.grant.clone(), row.tranche.clone(), row.part.clone());
        let stands = cents(row.refund) + cents(row.carry_over) - cents(row.receivable);
        let liability = closings.get(&(row.year, bucket.clone(), "liability".to_owned()));
        let receivable = closings.get(&(row.year, bucket.clone(), "receivable".to_owned()));
        prop_assert_eq!(
            liability.copied().unwrap_or(0) - receivable.copied().unwrap_or(0),
            stands
        );
        if let Some((year, closing)) = before.insert(bucket.clone(), (row.year, stands)) {
            prop_assert_eq!((year + 1, closing), (row.year, cents(row.opening)));
        }
        let restated = other.get(&(row.year, bucket)).copied().unwrap_or(0);
        let moved = cents(row.received) - cents(row.repaid) - cents(row.spent);
        prop_assert_eq!(
            cents(row.opening) + restated + moved,
            cents(row.balance),
            "{:?}",
            row
        );
        prop_assert_eq!(stands + cents(row.retained), cents(row.balance));
        prop_assert!(cents(row.spent) >= 0 && row.spent <= row.room, "{row:?}");
        prop_assert!(row.owed <= row.refund);
    }
    Ok(())
}

/// What tables say of a bucket in a year, but for what it opens with.
fn figures(settlement: &Settlement, year: i16) -> Vec<String> {
    let rows = settlement.settlement().iter();
    let rows = rows.filter(|row| row.year == year);
    let figures = rows.map(|row| {
        let mut row = row.clone();
        row.opening = koers_core::Money::ZERO;
        format!("{row:?}")
    });
    figures.collect()
}

/// Closes the first years, changes something in the first and settles again.
fn restated(case: &Case, shut: usize, change: impl Fn(&mut Case)) -> Result<(), TestCaseError> {
    let mut case = case.clone();
    case.lines.retain(|line| line.corrects.is_none());
    case.budget.clear();
    let settlement = settled(&case)?;
    let reject = |_: Findings| TestCaseError::reject("beyond the bound");
    // What closings state counts to the bound of all amounts too.
    let closed = close_first(&settlement, shut).map_err(reject)?;
    let again = closed.settle().map_err(reject)?;
    prop_assert_eq!(again.restatement(), []);
    for year in &case.years {
        same(&again, &settlement, *year)?;
    }
    let kept = printed(&closed);
    prop_assert_eq!(
        kept.to_files().expect("printable"),
        closed.to_files().expect("printable")
    );
    // What changes in a closed year, in the dossier that was closed and in one that never was.
    let mut changed = case.clone();
    change(&mut changed);
    let refused = |_: Findings| TestCaseError::reject("an award below zero");
    let fresh = changed
        .dossier()
        .map_err(refused)?
        .settle()
        .map_err(refused)?;
    let mut builder = closed.edit();
    builder.add_lines(changed.lines[case.lines.len()..].iter().cloned());
    for (grant, of) in builder
        .grants_mut()
        .iter_mut()
        .zip(fresh.dossier().grants())
    {
        for (tranche, of) in grant.tranches.iter_mut().zip(&of.tranches) {
            tranche.amendments.clone_from(&of.amendments);
        }
    }
    let restated = builder
        .build(&closed.schemes())
        .map_err(reject)?
        .settle()
        .map_err(reject)?;
    // What was closed never changes, and what comes after is as if nothing had been closed.
    for (at, year) in case.years.iter().enumerate() {
        if at < shut {
            for row in figures(&settlement, *year) {
                prop_assert!(figures(&restated, *year).contains(&row), "{}", row);
            }
        } else {
            prop_assert_eq!(figures(&restated, *year), figures(&fresh, *year));
        }
    }
    printed_figures_add_up(&restated)?;
    postings_balance(&restated)?;
    crate::explain::grants_are_explained(&restated)?;
    crate::explain::totals_are_explained(&restated)?;
    declared_as_shown_agrees(&restated)?;
    let of = |settlement: &Settlement, measure| cents(settlement.total(measure));
    if shut < case.years.len() {
        // What is booked counts: totals over years are those of years that were never closed.
        for (_, measure) in koers_core::settle::Measure::WORDS {
            prop_assert_eq!(of(&restated, measure), of(&fresh, measure), "{:?}", measure);
        }
    } else {
        let spent = koers_core::settle::Measure::Spent;
        prop_assert_eq!(of(&restated, spent), of(&settlement, spent));
    }
    // Every change of a closed year is told, and nothing else.
    let rows = restated.restatement();
    let told = restated.findings().iter();
    let told = told.filter(|it| it.code() == koers_core::diag::Code::ClosedYearChanges);
    prop_assert_eq!(
        told.count(),
        rows.iter().filter(|row| row.before != row.after).count()
    );
    booked(&restated, &fresh)
}

/// What the settlement shows, declared, is found to agree: also of closed years, and of the year that takes in what changed in them.
fn declared_as_shown_agrees(settlement: &Settlement) -> Result<(), TestCaseError> {
    use koers_core::settle::Measure;
    let measures = [
        Measure::Received,
        Measure::Spent,
        Measure::Balance,
        Measure::Refund,
        Measure::CarryOver,
        Measure::Retained,
    ];
    let words = Measure::WORDS.iter();
    let words: Vec<_> = words.filter(|(_, it)| measures.contains(it)).collect();
    let mut table = String::from("key,scope,measure,amount\n");
    let mut declare = |scope: &str, rows: &[&koers_core::tables::SettlementRow]| {
        for (word, measure) in &words {
            let sum: i128 = rows.iter().map(|row| cents(measure.of(row))).sum();
            let amount = format!(
                "{}{}.{:02}",
                if sum < 0 { "-" } else { "" },
                sum.abs() / 100,
                sum.abs() % 100
            );
            table.extend([&format!("\"{scope}/{word}\",{scope},{word},{amount}"), "\n"]);
        }
    };
    let rows = settlement.settlement();
    for year in settlement.dossier().years() {
        let of_year = || rows.iter().filter(|row| row.year == *year);
        declare(&format!("year={year}"), &of_year().collect::<Vec<_>>());
        for grant in settlement.dossier().grants() {
            let id = &grant.id.value;
            let of_grant: Vec<_> = of_year().filter(|row| row.grant == *id).collect();
            declare(&format!("year={year}&grant={id}"), &of_grant);
        }
    }
    let declared = koers_core::reconcile::Declared::from_csv("d.csv", table.as_bytes());
    let declared = declared.map_err(|findings| TestCaseError::fail(format!("{findings:?}")))?;
    for row in settlement.reconcile(&declared).rows() {
        prop_assert_eq!(row.difference, Some(koers_core::Money::ZERO), "{:?}", row);
    }
    Ok(())
}

/// The dossier with its first years closed, as they are settled.
fn close_first(settlement: &Settlement, shut: usize) -> Result<Dossier, Findings> {
    let closed = settlement.close()?;
    let years = closed.years()[..shut].to_vec();
    let mut builder = closed.edit().close_years(years.clone());
    for grant in builder.grants_mut() {
        for tranche in &mut grant.tranches {
            let before = |year: &i16| years.first().is_none_or(|first| year < first);
            tranche
                .closings
                .retain(|it| years.contains(&it.year) || before(&it.year));
        }
    }
    builder.build(&closed.schemes())
}

/// A restatement is booked once: in the first open year when that is closed, or in the dossier of the year after.
fn booked(restated: &Settlement, fresh: &Settlement) -> Result<(), TestCaseError> {
    let reject = |_: Findings| TestCaseError::reject("beyond the bound");
    let dossier = restated.dossier();
    let last = dossier.years().last().copied().unwrap_or_default();
    let closed = printed(&restated.close().map_err(reject)?);
    let again = closed.settle().map_err(reject)?;
    for year in dossier.years() {
        prop_assert_eq!(figures(&again, *year), figures(restated, *year));
    }
    printed_figures_add_up(&again)?;
    if dossier.closed().len() < dossier.years().len() {
        prop_assert_eq!(again.restatement(), []);
    } else {
        prop_assert_eq!(again.restatement(), restated.restatement());
    }
    if last == 2199 {
        return Ok(());
    }
    let next = printed(&restated.next_year().map_err(reject)?);
    let (next, never) = (
        next.settle().map_err(reject)?,
        fresh
            .next_year()
            .map_err(reject)?
            .settle()
            .map_err(reject)?,
    );
    prop_assert_eq!(figures(&next, last + 1), figures(&never, last + 1));
    let differs = |it: &&koers_core::Finding| it.code() == koers_core::diag::Code::OpeningDiffers;
    prop_assert!(next.findings().iter().find(differs).is_none());
    printed_figures_add_up(&next)?;
    postings_balance(&next)?;
    // It opens with what was closed.
    for row in next.settlement() {
        let same = |it: &&koers_core::tables::SettlementRow| {
            (it.year, &it.grant, &it.tranche, &it.part)
                == (last, &row.grant, &row.tranche, &row.part)
        };
        if let Some(before) = restated.settlement().iter().find(same) {
            let stands = cents(before.refund) + cents(before.carry_over) - cents(before.receivable);
            prop_assert_eq!(cents(row.opening), stands);
        }
    }
    Ok(())
}

/// Texts with what files treat otherwise: spaces, signs of CSV, line breaks.
fn texts() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(
        "aaaaaaa \t\n\r\u{a0}\"',;=#\\é\u{2003}"
            .chars()
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(sign, 0..6).prop_map(|signs| signs.into_iter().collect())
}

/// Whether what is printed reads back: a dossier with texts of any kind in its tables is saved as it is, or refused.
fn texts_print(texts: &[String], named: bool) -> Result<(), TestCaseError> {
    let (year, one) = (
        koers_core::Period::year(2024).expect("a year"),
        koers_core::Money::from_euros(1).expect("one"),
    );
    let mut line = CostLine::new(format!("L{}", texts[0]), year, one);
    line = line.dimension("theme", &texts[1]).source(&texts[2]);
    let mut budget = koers_core::dossier::BudgetLine::new(year, one);
    budget = budget.dimension(if named { texts[3].as_str() } else { "theme" }, &texts[4]);
    let builder = koers_core::dossier::DossierBuilder::new("d", "SamenTwente", vec![2024]);
    let Ok(dossier) = builder
        .line(line)
        .budget(budget)
        .build(&Schemes::catalogue())
    else {
        return Err(TestCaseError::reject("no text of a dossier"));
    };
    let kept = |text: &String| !text.is_empty() && text.trim() == text;
    let files = match dossier.to_files() {
        Ok(files) => files,
        Err(refused) => {
            let told =
                |it: &koers_core::Finding| it.code() == koers_core::diag::Code::UnprintableText;
            prop_assert!(refused.iter().all(told), "{}", refused.render(Lang::En));
            prop_assert!(!texts.iter().all(kept) || texts[0].trim_end() != texts[0]);
            return Ok(());
        }
    };
    let read = Dossier::from_files(&files as &dyn Files, &Schemes::catalogue());
    let read = read.map_err(|findings| TestCaseError::fail(findings.render(Lang::En)))?;
    prop_assert_eq!(read.to_files().expect("as before"), files);
    prop_assert_eq!(read.lines().id(0), dossier.lines().id(0));
    prop_assert_eq!(read.lines().source(0), dossier.lines().source(0));
    let of = |dossier: &Dossier| {
        let lines = dossier
            .lines()
            .dimensions()
            .iter()
            .map(|it| (it.name().to_owned(), it.value(0).map(str::to_owned)));
        let budget = dossier.budget().dimensions().iter();
        let budget = budget.map(|it| (it.name().to_owned(), it.value(0).map(str::to_owned)));
        lines.chain(budget).collect::<Vec<_>>()
    };
    prop_assert_eq!(of(&read), of(&dossier));
    Ok(())
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn texts_print_as_they_are_or_are_refused(texts in prop::collection::vec(texts(), 5), named in any::<bool>()) {
        texts_print(&texts, named)?;
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_chain_is_its_years_one_by_one(case in cases()) {
        one_by_one(&case)?;
    }

    #[test]
    fn a_chain_is_its_years_one_by_one_under_every_rule(case in rich_cases()) {
        one_by_one(&case)?;
    }

    #[test]
    fn nothing_appears_or_vanishes_over_a_chain(case in rich_cases()) {
        nothing_vanishes(&settled(&case)?)?;
    }

    #[test]
    fn a_dossier_prints_as_it_reads(case in rich_cases()) {
        let settlement = settled(&case)?;
        let again = printed(settlement.dossier());
        let again = again.settle().expect("it settled before");
        for year in &case.years {
            same(&again, &settlement, *year)?;
        }
        let files = settlement.dossier().to_files().expect("nothing is assumed");
        prop_assert_eq!(again.dossier().to_files().expect("the same"), files);
    }

    #[test]
    fn restating_and_settling_afresh_agree(
        case in rich_cases(),
        shut in 1..=3_usize,
        cents in prop_oneof![1..=40_i64, 1..=100_000_i64],
        on in 0..4_usize,
        less in any::<bool>(),
    ) {
        let period = koers_core::Period::year(case.years[0]).expect("a year");
        let shut = shut.min(case.years.len());
        let amount = koers_core::Money::from_cents(if less { -cents } else { cents });
        let amount = amount.expect("within the bound");
        restated(&case, shut, |case| {
            let mut late = CostLine::new("LATE", period, amount);
            if let Some(grant) = case.grants.get(on) {
                late = late.on(grant.id.value.clone());
            }
            case.lines.push(late);
        })?;
        restated(&case, shut, |case| {
            let tranche = case.grants.iter_mut().flat_map(|grant| &mut grant.tranches).nth(on);
            if let Some(tranche) = tranche {
                *tranche = tranche.clone().amended(period, amount);
            }
        })?;
    }
}
