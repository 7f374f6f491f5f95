//! Receipts: the same for the same input in whatever form and order, another for anything else, and read back as they are.

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use koers_core::diag::{Code, Severity};
use koers_core::dossier::{BudgetLine, CostLine, DossierBuilder, Grant, LineKind, Tranche};
use koers_core::plan::{Plan, Taking};
use koers_core::report::table_json;
use koers_core::scheme::Schemes;
use koers_core::settle::Measure;
use koers_core::tables::Table;
use koers_core::{Date, Dossier, Findings, Method, Money, Period, Receipt, Settlement};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::support::asked::{Asked, asked, refused};
use crate::support::cases::Case;
use crate::support::columns::columns_of;
use crate::support::config;
use crate::support::draw::Draw;
use crate::support::permuted::permuted;

fn by(asked: &Asked, taking: Taking, threads: usize) -> Result<Settlement, TestCaseError> {
    let dossier = asked.dossier().map_err(refused)?;
    let plan = Plan::by(dossier, asked.method.clone()).map_err(refused)?;
    let threads = NonZeroUsize::new(threads).expect("one at least");
    Ok(plan.taking(taking).threads(threads).allocate().settle())
}

fn read(receipt: &Receipt) -> Result<Receipt, TestCaseError> {
    let read = Receipt::from_json("receipt.json", receipt.to_json().as_bytes());
    read.map_err(|findings| TestCaseError::fail(findings.to_string()))
}

fn codes(findings: &Findings) -> Vec<Code> {
    findings.iter().map(koers_core::Finding::code).collect()
}

/// The hash that a receipt has for a table.
fn stated<'r>(json: &'r str, table: &str) -> &'r str {
    let end = format!("\"table\":\"{table}\"}}");
    let line = json
        .lines()
        .find(|line| line.trim_end_matches(',').ends_with(&end));
    &line.expect("all tables are there")[r#"{"hash":""#.len()..][..64]
}

fn hash(text: &str) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_receipt_reads_back_and_verifies(asked in asked()) {
        let settlement = by(&asked, Taking::default(), 1)?;
        let receipt = settlement.receipt();
        prop_assert_eq!(&read(&receipt)?, &receipt);
        let found = read(&receipt)?.verify(settlement.dossier());
        prop_assert!(found.is_empty(), "{}", found);
        // What was assumed is in the receipt, so the dossier need not have it.
        let plain = Asked { assumed: Vec::new(), ..asked }.dossier().map_err(refused)?;
        let found = receipt.verify(&plain);
        prop_assert!(found.is_empty(), "{}", found);
        for (_, measure) in Measure::WORDS {
            let years = settlement.dossier().years();
            let sum: i64 = years.iter().filter_map(|&year| receipt.total(year, measure)).map(Money::cents).sum();
            if matches!(measure, Measure::Spent | Measure::Received | Measure::OwnFunds) {
                prop_assert_eq!(sum, settlement.total(measure).cents());
            }
        }
    }

    #[test]
    fn how_lines_are_read_changes_nothing(asked in asked(), choices in proptest::collection::vec(any::<u32>(), 300)) {
        let receipt = by(&asked, Taking::OneByOne, 1)?.receipt().to_json();
        prop_assert_eq!(&by(&asked, Taking::Together, 2)?.receipt().to_json(), &receipt);
        let mut draw = Draw::new(choices);
        let mut other = Asked { case: permuted(&asked.case, &mut draw), ..asked.clone() };
        // Rules are put on schemes in their order, so that stays.
        other.case.schemes.clone_from(&asked.case.schemes);
        draw.shuffle(&mut other.judged);
        draw.shuffle(&mut other.assumed);
        for line in &mut other.case.lines {
            line.booking = line.booking.take().map(|booking| reversed(&booking));
        }
        prop_assert_eq!(&by(&other, Taking::default(), 3)?.receipt().to_json(), &receipt);
        // As columns, with codes of dictionaries in any order.
        let mut builder = asked.case.without_lines();
        if !asked.case.lines.is_empty() {
            builder.add_columns(columns_of(&other.case.lines, 0, &mut draw)).expect("columns that fit together");
        }
        let columns = judged(&asked, builder.build(&asked.case.schemes()).map_err(refused)?).map_err(refused)?;
        prop_assert_eq!(&columns.settle_by(&asked.method).map_err(refused)?.receipt().to_json(), &receipt);
    }

    #[test]
    fn hashes_of_tables_are_those_of_their_json(asked in asked()) {
        let settlement = by(&asked, Taking::default(), 1)?;
        let json = settlement.receipt().to_json();
        let tables = [
            Table::of(settlement.settlement()),
            Table::of(&settlement.outcomes()),
            Table::of(&settlement.roll_forward()),
            Table::of(&settlement.allocations()),
            Table::of(&settlement.deductions()),
            Table::of(&settlement.own_funds()),
            Table::of(&settlement.terms()),
        ];
        for table in tables {
            let hash = hash(&table_json(&table));
            prop_assert_eq!(stated(&json, table.name), hash.as_str(), "{}", table.name);
        }
    }

    #[test]
    fn any_change_is_told(asked in asked(), choices in proptest::collection::vec(any::<u32>(), 0..20)) {
        let receipt = by(&asked, Taking::default(), 1)?.receipt();
        let mut draw = Draw::new(choices);
        let mut other = asked.clone();
        let Some(code) = change(&mut other, &mut draw) else {
            return Err(TestCaseError::reject("nothing to change"));
        };
        let schemes = match code {
            Code::ReceiptSchemeDiffers => changed_schemes(&asked.case, &mut draw),
            _ => other.case.schemes(),
        };
        let mut builder = other.case.without_lines();
        builder.add_lines(other.case.lines.iter().cloned());
        let Ok(dossier) = builder.build(&schemes).and_then(|dossier| judged(&other, dossier)) else {
            return Err(TestCaseError::reject("a change that is refused"));
        };
        let found = read(&receipt)?.verify(&dossier);
        prop_assert!(codes(&found).contains(&code), "{:?}\n{}\n{:?}", code, found, other);
        prop_assert!(found.iter().any(|finding| finding.severity() != Severity::Notice));
        if let Ok(settlement) = dossier.settle_by(&asked.method) {
            prop_assert_ne!(settlement.receipt().input(), receipt.input());
        }
    }

    #[test]
    fn any_bytes_are_a_receipt_or_findings(asked in asked(), at in any::<usize>(), byte in any::<u8>()) {
        let mut bytes = by(&asked, Taking::default(), 1)?.receipt().to_json().into_bytes();
        let at = at % bytes.len();
        let before = std::mem::replace(&mut bytes[at], byte);
        match Receipt::from_json("receipt.json", &bytes) {
            Ok(read) if before != byte => {
                // What is changed in it and still reads, differs: but for what JSON takes to be the same.
                let again = Receipt::from_json("receipt.json", read.to_json().as_bytes());
                prop_assert_eq!(again.ok(), Some(read));
            }
            Ok(_) => prop_assert_eq!(before, byte),
            Err(findings) => prop_assert!(findings.has_errors()),
        }
        // Cut off anywhere it is none; but the line's end after it is no part of it.
        let whole = bytes.len() - 1;
        let cut = Receipt::from_json("receipt.json", &bytes[..at.min(whole - 1)]);
        prop_assert!(cut.is_err());
    }
}

/// The same booking, written in another order.
fn reversed(booking: &koers_core::dossier::Booking) -> koers_core::dossier::Booking {
    let text = booking.to_string();
    let parts: Vec<&str> = text.split(';').rev().collect();
    parts.join(";").parse().expect("the same booking")
}

/// The dossier with the judgements and assumptions of a case.
fn judged(asked: &Asked, dossier: Dossier) -> Result<Dossier, Findings> {
    let dossier = asked.judged.iter().try_fold(dossier, |dossier, judged| {
        dossier.judge_eligible(judged.clone())
    })?;
    let mut assumed = asked.assumed.iter();
    assumed.try_fold(dossier, |dossier, (grant, costs)| {
        dossier.assume_eligible(grant, costs.clone())
    })
}

/// The schemes of a case, one of which says something else.
fn changed_schemes(case: &Case, draw: &mut Draw) -> Schemes {
    let used: Vec<&str> = case
        .grants
        .iter()
        .map(|it| it.scheme.value.as_str())
        .collect();
    let changed = draw.pick(&used).to_owned();
    let mut schemes = Schemes::empty();
    for mut scheme in case.scheme_list() {
        if scheme.id == changed {
            match draw.below(3) {
                0 => scheme.title.push('!'),
                1 => scheme.versions[0].unspent.citation.note = Some("n".to_owned()),
                _ => scheme.versions[0].text = Some("t".to_owned()),
            }
        }
        schemes.insert(scheme).expect("a sound scheme");
    }
    schemes
}

fn cent_more(amount: Money) -> Option<Money> {
    Money::from_cents(amount.cents() + 1)
}

/// Changes one thing; the code by which it is told.
fn change(asked: &mut Asked, draw: &mut Draw) -> Option<Code> {
    let years = asked.case.years.clone();
    let case = &mut asked.case;
    let year = Period::year(draw.pick(&years))?;
    match draw.below(4) {
        0 => change_line(case, draw, year)?,
        1 => return change_grant(case, draw, year),
        2 => {
            if draw.chance(50) || case.budget.is_empty() {
                case.budget
                    .push(BudgetLine::new(year, Money::from_cents(1)?));
            } else {
                let at = draw.below(case.budget.len());
                case.budget[at].amount = cent_more(case.budget[at].amount)?;
            }
        }
        _ if case.grants.is_empty() => return None,
        _ => return Some(Code::ReceiptSchemeDiffers),
    }
    Some(Code::ReceiptRowsDiffer)
}

fn change_line(case: &mut Case, draw: &mut Draw, year: Period) -> Option<()> {
    if case.lines.is_empty() || draw.chance(10) {
        case.lines
            .push(CostLine::new("one more", year, Money::ZERO));
        return Some(());
    }
    let at = draw.below(case.lines.len());
    if draw.chance(10) {
        case.lines.remove(at);
        return Some(());
    }
    if draw.chance(15) && case.lines.len() > 1 {
        // A cent from one line to another, so that no sum tells.
        let other = (at + 1) % case.lines.len();
        let less = Money::from_cents(case.lines[other].amount.cents() - 1)?;
        case.lines[at].amount = cent_more(case.lines[at].amount)?;
        case.lines[other].amount = less;
        return Some(());
    }
    let line = &mut case.lines[at];
    match draw.below(11) {
        0 => line.amount = cent_more(line.amount)?,
        6 => {
            line.corrects = match line.corrects {
                None => Some("a line of another dossier".to_owned()),
                Some(_) => None,
            };
        }
        7..=9 => {
            line.kind = match line.kind {
                LineKind::Cost => LineKind::Contribution,
                LineKind::Income | LineKind::Contribution => LineKind::Cost,
            };
        }
        10 => {
            let none = line.vat_compensable.is_zero();
            let cent = line.amount.cents().signum();
            if cent == 0 {
                return None;
            }
            line.vat_compensable = Money::from_cents(if none { cent } else { 0 })?;
        }
        1 => line.booking = line.booking.take().xor(Some("unknown".parse().ok()?)),
        2 => line.source = Some(line.source.clone().unwrap_or_default() + "p. 3"),
        3 => line.dimensions.push(("new".to_owned(), "value".to_owned())),
        4 => line.fixed = !line.fixed,
        _ => {
            let day = line.period.last();
            let other = Date::new(day.year(), 1, if day.day() == 1 { 2 } else { 1 })?;
            line.period = Period::day(other);
        }
    }
    Some(())
}

fn change_grant(case: &mut Case, draw: &mut Draw, year: Period) -> Option<Code> {
    if case.grants.is_empty() {
        return None;
    }
    let at = draw.below(case.grants.len());
    let grant = &mut case.grants[at];
    let title = grant.title.clone().unwrap_or_default() + "!";
    match draw.below(6) {
        0 => grant.title = Some(title),
        1 => grant.source = Some(title),
        2 => grant.preference = Some(grant.preference.map_or(1, |it| it + 1)),
        3 => grant.since = Date::new(1950, 1, if grant.since.is_some() { 2 } else { 1 }),
        _ => {
            let count = grant.tranches.len();
            let tranche: &mut Tranche = grant.tranches.get_mut(draw.below(count))?;
            match draw.below(4) {
                0 => tranche.granted.value = cent_more(tranche.granted.value)?,
                1 => tranche.source = Some(title),
                2 => *tranche = tranche.clone().received(year, Money::from_cents(1)?),
                _ => tranche.closings.push({
                    let mut closing = koers_core::dossier::StatedClosing::new(year.last().year());
                    closing.reason = Some(title);
                    closing
                }),
            }
        }
    }
    Some(Code::ReceiptDossierDiffers)
}

/// Each column of a cost line is in the hash, one by one: what only some dossiers can have is rarely drawn.
#[test]
fn every_column_of_a_line_counts() {
    let year = Period::year(2024).expect("a year");
    let euros = |euros| Money::from_euros(euros).expect("small");
    let line = || CostLine::new("L1", year, euros(-10)).on("iza");
    let mut lines = vec![line(); 10];
    lines[1].amount = euros(-11);
    lines[2].period = Period::parse("2024-12").expect("a month");
    lines[3].booking = None;
    lines[4].fixed = true;
    lines[5].corrects = Some("L0".to_owned());
    lines[6].vat_compensable = euros(-1);
    lines[7].source = Some("p. 3".to_owned());
    lines[8]
        .dimensions
        .push(("theme".to_owned(), "zorg".to_owned()));
    lines[9].kind = LineKind::Contribution;
    let input = |line: CostLine| {
        let award = Tranche::new("2024", euros(100)).year(2024);
        let builder = DossierBuilder::new("d", "Gemeente", vec![2024])
            .grant(Grant::new("iza", "spuk-iza").tranche(award))
            .line(line);
        let dossier = builder.build(&Schemes::catalogue()).expect("a sound one");
        dossier.settle().expect("sound").receipt().input()
    };
    let inputs: std::collections::BTreeSet<String> = lines.into_iter().map(input).collect();
    assert_eq!(inputs.len(), 10);
}

/// All years planned as one are verified as such.
#[test]
fn all_years_as_one_count() {
    let (year, award) = (
        Period::year(2024).expect("a year"),
        Money::from_cents(100).expect("small"),
    );
    let grant = Grant::new("iza", "spuk-iza").tranche(Tranche::new("2024", award).year(2024));
    let line = CostLine::new("L1", year, award).on("iza");
    let builder = DossierBuilder::new("d", "Gemeente", vec![2024, 2025])
        .grant(grant)
        .line(line);
    let dossier = builder.build(&Schemes::catalogue()).expect("a sound one");
    let receipt = Plan::horizon(dossier.clone())
        .expect("sound")
        .allocate()
        .settle()
        .receipt();
    let alone = dossier
        .settle_by(&Method::least_refund())
        .expect("sound")
        .receipt();
    assert_ne!(receipt.input(), alone.input());
    assert!(receipt.to_json().contains("\"all_years\":true,\n"));
    let read = Receipt::from_json("r", receipt.to_json().as_bytes()).expect("a receipt");
    assert_eq!(read, receipt);
    assert!(
        read.verify(&dossier).is_empty(),
        "{}",
        read.verify(&dossier)
    );
    let other = receipt.to_json().replace("least-refund", "booked");
    let found =
        Receipt::from_json("r", other.as_bytes()).expect_err("booked knows no years as one");
    assert!(codes(&found).contains(&Code::UnknownValue));
}

/// A method, or what is known when, is no part of the tables, and changes the receipt all the same.
#[test]
fn the_method_and_the_day_count() {
    let dossier = |as_of: Option<&str>| {
        let mut builder = DossierBuilder::new("d", "Gemeente", vec![2024]);
        if let Some(day) = as_of {
            builder = builder.as_of(day.parse().expect("a day"));
        }
        builder.build(&Schemes::catalogue()).expect("an empty one")
    };
    let settled =
        |dossier: Dossier, method: &Method| dossier.settle_by(method).expect("nothing to refuse");
    let receipt = settled(dossier(None), &Method::booked()).receipt();
    let by_priority = settled(dossier(None), &Method::priority()).receipt();
    assert_ne!(receipt.input(), by_priority.input());
    // Each is verified by its own method.
    assert!(receipt.verify(&dossier(None)).is_empty());
    assert!(by_priority.verify(&dossier(None)).is_empty());
    let found = receipt.verify(&dossier(Some("2024-06-30")));
    assert_eq!(codes(&found), [Code::ReceiptDossierDiffers]);
}
