use std::cell::Cell;

use super::*;
use crate::diag::Code;
use crate::dossier::{CostLine, DossierBuilder, Grant, Tranche};
use crate::{Period, Schemes};

thread_local! {
    /// How many times a row was looked at.
    pub(super) static LOOKS: Cell<usize> = const { Cell::new(0) };
}

fn codes(csv: &str) -> Vec<(Code, Option<Money>)> {
    let declared = DeclaredRollForward::from_csv("a.csv", csv.as_bytes()).expect("readable");
    let findings = declared.check();
    findings
        .iter()
        .map(|it| (it.code(), it.at_stake()))
        .collect()
}

fn euros(euros: i64) -> Option<Money> {
    Money::from_euros(euros)
}

#[test]
fn a_row_that_adds_up_is_no_finding() {
    let liability =
        "year,grant,opening,received,released,repaid,other,closing\n2024,a,1,10,5,2,-1,3\n";
    assert_eq!(codes(liability), []);
    let receivable =
        "year,grant,kind,opening,received,released,closing\n2024,a,receivable,10,8,5,7\n";
    assert_eq!(codes(receivable), []);
}

#[test]
fn a_difference_counts_by_its_rounding() {
    let row = |closing: i64, rounding: &str| {
        format!("year,grant,received,closing,rounding\n2024,a,10,{closing},{rounding}\n")
    };
    let rounded = (Code::DeclaredRowRounded, euros(1));
    assert_eq!(codes(&row(11, "")), [rounded]);
    assert_eq!(
        codes(&row(11, "0.5")),
        [(Code::DeclaredRowDiffers, euros(1))]
    );
    assert_eq!(codes(&row(8, "")), [(Code::DeclaredRowDiffers, euros(-2))]);
}

#[test]
fn sums_beyond_what_an_amount_holds_are_cut_and_no_panic() {
    let most = "9999999999999999.99";
    let csv = format!("year,grant,opening,received,closing\n2024,a,{most},{most},-{most}\n");
    assert_eq!(codes(&csv), [(Code::DeclaredRowDiffers, Some(Money::MIN))]);
}

#[test]
fn a_total_names_the_row_that_it_lacks() {
    let csv = "year,grant,total,closing\n2024,a,,5\n2024,b,,7\n2024,all,true,5\n";
    let declared = DeclaredRollForward::from_csv("a.csv", csv.as_bytes()).expect("readable");
    let findings = declared.check();
    let texts: Vec<String> = findings
        .iter()
        .map(|it| it.message(crate::Lang::En))
        .collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(
        texts[0].ends_with("the difference is € -7.00, just row `b`"),
        "{texts:?}"
    );
}

/// A file of as many rows as totals, each total with the same figure, which is wrong.
fn totals(count: usize) -> DeclaredRollForward {
    let row = |at: usize| format!("2024,r{at},,1,2,3\n2024,t{at},true,7,7,14\n");
    let rows: Vec<String> = (0..count).map(row).collect();
    let csv = format!(
        "year,grant,total,opening,received,closing\n{}",
        rows.concat()
    );
    DeclaredRollForward::from_csv("a.csv", csv.as_bytes()).expect("readable")
}

fn settled(grants: usize) -> Settlement {
    let (year, award) = (Period::parse("2024").expect("a year"), euros(10));
    let award = award.expect("within the bound");
    let mut dossier = DossierBuilder::new("d", "SamenTwente", vec![2024]);
    for at in 0..grants {
        let tranche = Tranche::new("2024", award).year(2024).received(year, award);
        dossier = dossier
            .grant(Grant::new(format!("r{at}"), "spuk-iza").tranche(tranche))
            .line(CostLine::new(format!("L{at}"), year, award).on(format!("r{at}")));
    }
    let dossier = dossier.build(&Schemes::catalogue()).expect("good");
    dossier.settle().expect("good")
}

/// Rows are looked at as often as there are of them, however many totals there are: four times as many, four times as often.
#[test]
fn looking_grows_with_the_rows_and_not_with_their_square() {
    let settlement = settled(3);
    let looks = |count: usize| {
        let declared = totals(count);
        LOOKS.set(0);
        assert!(!declared.check().is_empty());
        assert!(!settlement.compare_roll_forward(&declared).is_empty());
        LOOKS.get()
    };
    let (few, many) = (looks(100), looks(400));
    assert!(many <= 4 * few + 100, "{few} {many}");
}

#[test]
fn a_finding_names_a_few_rows_of_an_amount_and_not_all() {
    let rows: Vec<String> = (0..100).map(|at| format!("2024,r{at},,5\n")).collect();
    let rows = rows.concat();
    let csv = format!("year,grant,total,closing\n{rows}2024,all,true,495\n");
    let declared = DeclaredRollForward::from_csv("a.csv", csv.as_bytes()).expect("readable");
    let text = declared.check().render(crate::Lang::En);
    assert!(
        text.contains("just row `r0`, `r1`, `r2`, `r3`, `r4`"),
        "{text}"
    );
}

/// Totals stand each by itself, also two of one name.
#[test]
fn totals_are_not_added_up() {
    let settlement = settled(2);
    let csv = "year,grant,total,received,released,closing\n2024,r0,,10,10,0\n2024,r1,,10,10,0\n\
        2024,all,true,20,20,0\n2024,all,true,20,20,0\n2024,all again,true,20,20,0\n";
    let declared = DeclaredRollForward::from_csv("a.csv", csv.as_bytes()).expect("readable");
    let found = settlement.compare_roll_forward(&declared);
    assert!(found.is_empty(), "{}", found.render(crate::Lang::En));
}
