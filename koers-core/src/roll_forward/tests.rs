use super::*;
use crate::diag::Code;

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
