//! Explanations add up to the figures they explain, whatever the rules and the method are, and stay small.

use koers_core::dossier::{CostLine, DossierBuilder};
use koers_core::explain::{Cause, Explanation, Figure, Node, Statement, Subject, Told};
use koers_core::report::{Format, render_explanation};
use koers_core::settle::{Measure, Settlement};
use koers_core::tables::SettlementRow;
use koers_core::{Lang, Money, Period};
use proptest::prelude::*;

use crate::support::adds_up::cents;
use crate::support::asked::{asked, rich_asked};
use crate::support::cases::{Case, cases};
use crate::support::rich::rich_cases;
use crate::support::{config, settled};

/// The most nodes of any explanation here: dossiers of 41 lines at most.
const MOST: usize = 5_000;

fn amount(node: &Node) -> i128 {
    node.amount.map_or(0, cents)
}

/// No node has more children than a person reads.
fn walk(node: &Node) -> Result<(), TestCaseError> {
    prop_assert!(
        node.children.len() <= 30,
        "{} children",
        node.children.len()
    );
    node.children.iter().try_for_each(walk)
}

/// The children of a node are as many as a person reads, and each is in words in both languages.
fn is_sound(answer: &Explanation) -> Result<(), TestCaseError> {
    prop_assert!(answer.adds_up(), "{answer:?}");
    for tree in &answer.trees {
        walk(tree)?;
        prop_assert!(tree.size() <= MOST);
    }
    for lang in [Lang::Nl, Lang::En] {
        let nodes: usize = answer.trees.iter().map(Node::size).sum();
        // A line for each node, one above all, and one between trees; of text sentences go on where they don't fit.
        let lines = 1 + nodes + answer.trees.len();
        let markdown = render_explanation(answer, Format::Markdown, lang);
        prop_assert_eq!(markdown.lines().count(), lines);
        let text = render_explanation(answer, Format::Text, lang);
        prop_assert!(text.lines().count() >= lines);
        let fits = |line: &str| line.chars().count() <= 118;
        prop_assert!(text.lines().skip(1).all(fits), "{}", text);
        for format in [Format::Html, Format::Json, Format::Csv] {
            prop_assert!(!render_explanation(answer, format, lang).is_empty());
        }
    }
    let html = render_explanation(answer, Format::Html, Lang::Nl);
    prop_assert_eq!(
        html.matches("<details").count(),
        html.matches("</details>").count()
    );
    Ok(())
}

fn explained(
    settlement: &Settlement,
    subject: &Subject,
    year: Option<i16>,
) -> Result<Explanation, TestCaseError> {
    let answer = settlement.explain(subject, year);
    let answer = answer.map_err(|error| TestCaseError::fail(error.to_string()))?;
    is_sound(&answer)?;
    Ok(answer)
}

/// The sum of a column over rows.
fn sum<'r>(
    rows: impl Iterator<Item = &'r SettlementRow>,
    of: impl Fn(&SettlementRow) -> i128,
) -> i128 {
    rows.map(of).sum()
}

/// Every figure that a grant has, of a year and of all. Of a closed year it is what the year was closed with; over all years
/// what came late of closed ones counts, as in totals.
pub(crate) fn grants_are_explained(settlement: &Settlement) -> Result<(), TestCaseError> {
    let years = settlement.dossier().years();
    let closed = !settlement.restatement().is_empty();
    let last = years.last().copied();
    for grant in settlement.dossier().grants() {
        let id = &grant.id.value;
        for year in years.iter().copied().map(Some).chain([None]) {
            let rows = || {
                let rows = settlement.settlement().iter();
                rows.filter(|row| row.grant == *id)
            };
            let in_year = |row: &&SettlementRow| year.is_none_or(|year| row.year == year);
            let at_end = |row: &&SettlementRow| Some(row.year) == year.or(last);
            let refund = |row: &SettlementRow| {
                let counts = year.is_some() || Some(&row.year) == years.first();
                cents(row.refund) - if counts { 0 } else { cents(row.owed) }
            };
            let answer = explained(settlement, &Subject::Grant(id.clone()), year)?;
            for tree in &answer.trees {
                let Statement::Figure { figure, told, .. } = &tree.statement else {
                    return Err(TestCaseError::fail(format!("{tree:?}")));
                };
                let moves = matches!(figure, Figure::Spent | Figure::Refund);
                if closed && moves && year.is_none() {
                    // The sums of all grants are totals.
                    continue;
                }
                let expected = match (figure, told) {
                    (Figure::Spent, _) => sum(rows().filter(in_year), |row| cents(row.spent)),
                    (Figure::Balance, _) => sum(rows().filter(at_end), |row| cents(row.balance)),
                    (Figure::Pending, _) => sum(rows().filter(at_end), |row| cents(row.pending)),
                    (Figure::Unspent, Told::Budget) => sum(rows().filter(at_end), |row| {
                        cents(row.room) - cents(row.spent)
                    }),
                    (Figure::Refund, _) => sum(rows().filter(in_year), refund),
                    other => return Err(TestCaseError::fail(format!("{other:?}"))),
                };
                prop_assert_eq!(amount(tree), expected, "{} {:?}", id, tree);
            }
            let answer = explained(settlement, &Subject::Refund(Some(id.clone())), year)?;
            for tree in &answer.trees {
                if closed && year.is_none() {
                    continue;
                }
                let expected = sum(rows().filter(in_year), refund);
                prop_assert_eq!(amount(tree), expected, "{} {:?}", id, tree);
            }
            let answer = explained(settlement, &Subject::CarryOver(Some(id.clone())), year)?;
            for tree in &answer.trees {
                let expected = sum(rows().filter(at_end), |row| cents(row.carry_over));
                prop_assert_eq!(amount(tree), expected, "{} {:?}", id, tree);
            }
        }
    }
    Ok(())
}

/// What all grants have together is the total.
pub(crate) fn totals_are_explained(settlement: &Settlement) -> Result<(), TestCaseError> {
    for (subject, measure) in [
        (Subject::Refund(None), Measure::Refund),
        (Subject::CarryOver(None), Measure::CarryOver),
        (Subject::OwnFunds, Measure::OwnFunds),
    ] {
        let answer = explained(settlement, &subject, None)?;
        for tree in &answer.trees {
            prop_assert_eq!(amount(tree), cents(settlement.total(measure)), "{:?}", tree);
        }
        prop_assert!(!answer.trees.is_empty());
    }
    let first = |subject: Subject| -> Result<i128, TestCaseError> {
        let answer = explained(settlement, &subject, None)?;
        Ok(amount(&answer.trees[0]))
    };
    let (mut spent, mut refund) = (0, 0);
    for grant in settlement.dossier().grants() {
        spent += first(Subject::Grant(grant.id.value.clone()))?;
        refund += first(Subject::Refund(Some(grant.id.value.clone())))?;
    }
    prop_assert_eq!(spent, cents(settlement.total(Measure::Spent)));
    prop_assert_eq!(refund, cents(settlement.total(Measure::Refund)));
    for &year in settlement.dossier().years() {
        let answer = explained(settlement, &Subject::OwnFunds, Some(year))?;
        let own_funds = settlement.own_funds_of(year).map_or(0, cents);
        prop_assert_eq!(amount(&answer.trees[0]), own_funds);
    }
    Ok(())
}

/// Every line in full, and every value of a dimension: what was realised, and that less than the budget.
fn lines_are_explained(case: &Case, settlement: &Settlement) -> Result<(), TestCaseError> {
    use koers_core::dossier::LineKind;
    let signed = |line: &CostLine| match line.kind {
        LineKind::Cost => cents(line.amount),
        LineKind::Income | LineKind::Contribution => -cents(line.amount),
    };
    for line in &case.lines {
        let answer = explained(settlement, &Subject::Line(line.id.clone()), None)?;
        prop_assert_eq!(amount(&answer.trees[0]), signed(line), "{:?}", answer);
    }
    let lines = settlement.dossier().lines();
    for column in lines.dimensions() {
        let values: std::collections::BTreeSet<&str> = (0..lines.len())
            .filter_map(|row| column.value(row))
            .collect();
        let table = settlement.by(&[column.name()]);
        for value in values {
            let subject = Subject::Value {
                dimension: column.name().to_owned(),
                value: value.to_owned(),
            };
            let answer = explained(settlement, &subject, None)?;
            let Ok(table) = &table else { continue };
            let of = |name: &str| -> i128 {
                let at = table.columns.iter().position(|column| column.name == name);
                let rows = table.rows.iter().filter(
                    |row| matches!(&row[0], koers_core::tables::Cell::Text(text) if text == value),
                );
                let cells = rows.map(|row| &row[at.expect("a column")]);
                let amounts = cells.map(|cell| match cell {
                    koers_core::tables::Cell::Money(amount) => cents(*amount),
                    other => panic!("no amount: {other:?}"),
                });
                amounts.sum()
            };
            prop_assert_eq!(amount(&answer.trees[0]), of("realised"));
            if let Some(balance) = answer.trees.get(1) {
                prop_assert_eq!(amount(balance), of("balance"), "{:?}", balance);
            }
        }
    }
    Ok(())
}

/// Why not: own funds of a line in full; what a rebooking promises happens when it is entered.
fn why_not_holds(settlement: &Settlement) -> Result<(), TestCaseError> {
    let of_line: std::collections::BTreeMap<String, i128> = {
        let mut sums = std::collections::BTreeMap::new();
        for row in settlement.own_funds() {
            *sums.entry(row.line).or_insert(0) += cents(row.amount);
        }
        sums
    };
    for (line, own_funds) in of_line.iter().take(4) {
        let subject = Subject::Line(line.clone());
        let answer = settlement.why_not(&subject, None).expect("an answer");
        is_sound(&answer)?;
        let of = |tree: &&Node| matches!(tree.statement, Statement::WhyOwnFunds { .. });
        let told: i128 = answer.trees.iter().filter(of).map(amount).sum();
        prop_assert_eq!(told, *own_funds);
    }
    let answer = settlement
        .why_not(&Subject::OwnFunds, None)
        .expect("an answer");
    is_sound(&answer)?;
    let grants = settlement.dossier().grants();
    let subjects = grants
        .iter()
        .take(2)
        .map(|it| Subject::Grant(it.id.value.clone()));
    for subject in subjects.chain([Subject::Refund(None)]) {
        let answer = settlement.why_not(&subject, None).expect("an answer");
        is_sound(&answer)?;
        let saved = answer.trees.iter().find(|tree| {
            matches!(
                tree.statement,
                Statement::Saved { .. } | Statement::NothingSaves { .. }
            )
        });
        let advice = settlement.advice();
        let advised = advice.iter().filter(|row| match &subject {
            Subject::Grant(id) => row.to == *id,
            _ => true,
        });
        let advised: i128 = advised.map(|row| cents(row.saves)).sum();
        prop_assert_eq!(saved.map(amount), Some(advised));
    }
    Ok(())
}

/// All nodes of a tree.
fn nodes(tree: &Node) -> Vec<&Node> {
    let mut all = vec![tree];
    all.extend(tree.children.iter().flat_map(nodes));
    all
}

/// What the parts of a tree say is what the tables say: what a grant pays of each line, why costs stay on own funds, and what
/// was budgeted. A tree adds up as well when its parts are of the wrong line.
fn parts_are_those_of_the_tables(settlement: &Settlement) -> Result<(), TestCaseError> {
    let dossier = settlement.dossier();
    let (allocations, own_funds) = (settlement.allocations(), settlement.own_funds());
    let last = dossier.years().last().copied();
    for &year in dossier.years() {
        for grant in dossier.grants() {
            let id = &grant.id.value;
            let mut paid: std::collections::BTreeMap<&str, i128> =
                std::collections::BTreeMap::new();
            for row in &allocations {
                if row.year == year && row.grant == *id {
                    *paid.entry(&row.line).or_default() += cents(row.amount);
                }
            }
            paid.retain(|_, amount| *amount != 0);
            let realised: i128 = paid.values().sum();
            let answer = explained(settlement, &Subject::Grant(id.clone()), Some(year))?;
            for tree in &answer.trees {
                let Statement::Figure { figure, told, .. } = &tree.statement else {
                    continue;
                };
                let all = nodes(tree);
                if *figure == Figure::Spent {
                    let mut others = false;
                    let mut named = std::collections::BTreeMap::new();
                    for node in &all {
                        match &node.statement {
                            Statement::Line { line } => {
                                *named.entry(line.id.as_str()).or_insert(0) += amount(node);
                            }
                            Statement::Others { .. } => others = true,
                            _ => {}
                        }
                    }
                    for (line, told) in &named {
                        prop_assert_eq!(paid.get(line), Some(told), "{} of {}", line, id);
                    }
                    prop_assert!(others || named.len() == paid.len(), "{:?}", tree);
                }
                if (*figure, *told) != (Figure::Unspent, Told::Budget) || Some(year) != last {
                    continue;
                }
                let rows = dossier.budget().rows().iter();
                let budgeted = rows.filter(|row| {
                    let line = row.line.as_deref().and_then(|id| dossier.lines().find(id));
                    let booked = line.and_then(|line| dossier.lines().booking(line)?.single());
                    row.period.last().year() == year
                        && row.grant.as_deref().or(booked) == Some(id.as_str())
                });
                let budgeted: i128 = budgeted.map(|row| cents(row.amount)).sum();
                for node in &all {
                    if let Statement::LessThanBudgeted {
                        budget,
                        realised: told,
                    } = &node.statement
                    {
                        prop_assert_eq!((cents(*budget), cents(*told)), (budgeted, realised));
                    }
                }
            }
        }
        let answer = explained(settlement, &Subject::OwnFunds, Some(year))?;
        let mut by_cause: Vec<(Cause, i128)> = Vec::new();
        for node in answer.trees.iter().flat_map(nodes) {
            if let Statement::OnOwnFunds { cause, .. } = &node.statement {
                match by_cause.iter_mut().find(|(known, _)| known == cause) {
                    Some((_, sum)) => *sum += amount(node),
                    None => by_cause.push((*cause, amount(node))),
                }
            }
        }
        let causes = by_cause.into_iter().map(|(_, sum)| sum);
        let mut causes: Vec<i128> = causes.filter(|it| *it != 0).collect();
        let mut reasons: std::collections::BTreeMap<&str, i128> = std::collections::BTreeMap::new();
        for row in own_funds.iter().filter(|row| row.year == year) {
            let code = row.reason.split(':').next().unwrap_or_default();
            *reasons.entry(code).or_default() += cents(row.amount);
        }
        let mut reasons: Vec<i128> = reasons.into_values().filter(|it| *it != 0).collect();
        causes.sort_unstable();
        reasons.sort_unstable();
        prop_assert_eq!(causes, reasons);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn explanations_add_up(case in cases()) {
        let settlement = settled(&case)?;
        grants_are_explained(&settlement)?;
        totals_are_explained(&settlement)?;
        parts_are_those_of_the_tables(&settlement)?;
        lines_are_explained(&case, &settlement)?;
    }

    #[test]
    fn explanations_add_up_under_every_rule(case in rich_cases()) {
        let settlement = settled(&case)?;
        grants_are_explained(&settlement)?;
        totals_are_explained(&settlement)?;
        parts_are_those_of_the_tables(&settlement)?;
        lines_are_explained(&case, &settlement)?;
    }

    #[test]
    fn explanations_add_up_by_every_method(asked in prop_oneof![asked(), rich_asked()]) {
        let settlement = asked.settled()?;
        grants_are_explained(&settlement)?;
        totals_are_explained(&settlement)?;
        parts_are_those_of_the_tables(&settlement)?;
        lines_are_explained(&asked.case, &settlement)?;
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn why_not_adds_up(asked in prop_oneof![asked(), rich_asked()]) {
        why_not_holds(&asked.settled()?)?;
    }
}

/// Of many lines the largest are named, and the tree stays small.
#[test]
fn many_lines_make_a_small_tree() {
    use koers_core::Schemes;
    use koers_core::dossier::{Grant, Tranche};
    let year = Period::year(2024).expect("a year");
    let award = Money::from_euros(1_000_000).expect("an amount");
    let mut builder = DossierBuilder::new("many", "SamenTwente", vec![2024])
        .grant(Grant::new("iza", "spuk-iza").tranche(Tranche::new("2024", award).year(2024)));
    let count = 20_000;
    builder.add_lines((0..count).map(|at| {
        let cents = Money::from_cents(1 + at % 7).expect("an amount");
        let line = CostLine::new(format!("L{at:05}"), year, cents).on("iza");
        line.dimension("theme", format!("T{}", at % 300))
            .dimension("project", format!("P{at}"))
    }));
    let dossier = builder.build(&Schemes::catalogue()).expect("a dossier");
    let settlement = dossier.settle().expect("a settlement");
    for subject in [
        "iza",
        "refund",
        "own_funds",
        "theme=T1",
        "carry_over",
        "L00001",
    ] {
        let subject = Subject::parse(subject, &dossier).expect("a subject");
        let answer = settlement.explain(&subject, None).expect("an answer");
        is_sound(&answer).expect("it adds up");
        let size: usize = answer.trees.iter().map(Node::size).sum();
        assert!(size <= 1_000, "{size}");
    }
    let iza = settlement.explain(&Subject::Grant("iza".to_owned()), None);
    let spent = &iza.expect("an answer").trees[0];
    assert_eq!(amount(spent), cents(settlement.total(Measure::Spent)));
    totals_are_explained(&settlement).expect("what isn't named is in the sums");
    assert_eq!(spent.children.len(), 24);
    let Some(Node {
        statement: Statement::Others { count, .. },
        ..
    }) = spent.children.last()
    else {
        panic!("{spent:?}");
    };
    assert_eq!(*count, 277);
}
