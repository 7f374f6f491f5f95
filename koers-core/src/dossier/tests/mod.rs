//! The keys and tables of a dossier, from files, from memory and in code: what is read, and where a finding points.

mod columns;
mod corrections;
mod grants;
mod quantities;
mod what_if;

use std::collections::BTreeMap;

use super::*;
use crate::calendar::Period;
use crate::diag::{At, Finding, Findings, Place};
use crate::money::{Money, Quantity};
use crate::read::{Node, Value};
use crate::scheme::Schemes;

/// Two schemes: `plain`, and `parts` with the parts `a` and `b`.
fn schemes() -> Schemes {
    let mut schemes = Schemes::empty();
    for (id, parts) in [("plain", &[][..]), ("parts", &["a", "b"])] {
        let part = |id: &&str| format!("[[parts]]\nid = {id:?}\ntitle = \"Deel\"\n{CITED}");
        let parts: String = parts.iter().map(part).collect();
        let text = format!(
            "format = 1\n[scheme]\nid = {id:?}\ntitle = \"Regeling\"\nfunder = \"Rijk\"\n\
            funder_group = \"rijk\"\nlegal_basis = {{ title = \"Regeling\" }}\n{parts}{VERSION}"
        );
        schemes.insert_toml(id, &text).expect("sound");
    }
    schemes
}

const CITED: &str = "article = \"art. 1\"\nstatus = \"text\"\n";

const VERSION: &str = r#"[[versions]]
from = 2020-01-01
unit = { period = "calendar-year", article = "art. 1", status = "text" }
window = { rule = "tranche-year", article = "art. 1", status = "text" }
eligible = { rule = "any", article = "art. 1", status = "text" }
unspent = { rule = "refund", article = "art. 1", status = "text" }
"#;

const HEAD: &str = r#"format = 1
[dossier]
id = "d"
holder = "SamenTwente"
years = [2024, 2025]
"#;

const GRANTS: &str = r#"
[[grants]]
id = "g"
scheme = "plain"
state = "awarded"
reserve = "1000"
[[grants.tranches]]
id = "2024"
year = 2024
granted = "500"
units = { plek-dag = "31500", uur = 12 }

[[grants]]
id = "p"
scheme = "parts"
state = "awarded"
[[grants.tranches]]
id = "2024"
part = "a"
year = 2024
granted = "500"
[[grants.tranches]]
id = "2025"
part = "b"
year = 2025
granted = "500"
"#;

const LINES: &str = "line,period,amount,grant\nL1,2024,10,g\n";

/// A dossier of these files, beside a head and grants.
fn load(extra: &str, files: &[(&str, &str)]) -> Result<Dossier, Findings> {
    let toml = format!("{HEAD}{extra}{GRANTS}");
    let mut all = BTreeMap::from([
        ("dossier.toml".to_owned(), toml.into_bytes()),
        ("cost_lines.csv".to_owned(), LINES.as_bytes().to_vec()),
    ]);
    for (name, text) in files {
        all.insert((*name).to_owned(), text.as_bytes().to_vec());
    }
    Dossier::from_files(&all, &schemes())
}

/// Code and place of each finding, such as `K0205 quantities.csv:2:1`.
fn refused(result: Result<Dossier, Findings>) -> Vec<String> {
    let findings = result.expect_err("must be refused");
    let shown = findings.iter().map(|finding| {
        let place = finding.place().location().unwrap_or_default();
        format!("{} {place}", finding.code())
    });
    shown.collect()
}

fn money(text: &str) -> Money {
    Money::parse(text).expect("an amount")
}

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a quantity")
}

fn year() -> Period {
    Period::year(2024).expect("a year")
}

#[test]
fn kinds_and_compensable_vat_of_lines() {
    let lines = "line,period,amount,kind,vat_compensable,grant\n\
        L1,2024,121.00,,21.00,g\nL2,2024,50,income,,g\nL3,2024,5,contribution,0,g\n\
        L4,2024,-12.10,cost,-2.10,g\nL5,2024,1,cost,,\n";
    let dossier = load("", &[("cost_lines.csv", lines)]).expect("sound");
    let lines = dossier.lines();
    let kinds: Vec<_> = (0..5).map(|row| lines.kind(row).as_str()).collect();
    assert_eq!(kinds, ["cost", "income", "contribution", "cost", "cost"]);
    let vat: Vec<_> = (0..5).map(|row| lines.vat_compensable(row)).collect();
    let none = Money::ZERO;
    assert_eq!(vat, [money("21"), none, none, money("-2.10"), none]);
    assert!(lines.dimensions().is_empty());
}

#[test]
fn kinds_and_vat_that_are_refused() {
    let lines = "line,period,amount,kind,vat_compensable\n\
        L1,2024,10,Income,\nL2,2024,10,,ja\nL3,2024,10,income,1\nL4,2024,10,,10.01\n\
        L5,2024,10,,-1\nL6,2024,-10,,1\n";
    assert_eq!(
        refused(load("", &[("cost_lines.csv", lines)])),
        [
            "K0104 cost_lines.csv:2:12",
            "K0105 cost_lines.csv:3:13",
            "K0222 cost_lines.csv:4:19",
            "K0222 cost_lines.csv:5:13",
            "K0222 cost_lines.csv:6:13",
            "K0222 cost_lines.csv:7:14",
        ]
    );
    let budget = "period,amount,kind,vat_compensable,fixed,corrects\n2024,10,,,,\n";
    assert_eq!(
        refused(load("", &[("budget.csv", budget)])),
        [15, 20, 36, 42].map(|at| format!("K0115 budget.csv:1:{at}"))
    );
}

#[test]
fn kinds_and_vat_in_code() {
    let build = |line: CostLine| {
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .line(CostLine::new("L0", year(), money("1")))
            .line(line)
            .build(&schemes())
    };
    let line = || CostLine::new("L1", year(), money("10"));
    let dossier = build(line().contribution()).expect("sound");
    assert_eq!(dossier.lines().kind(0), LineKind::Cost);
    assert_eq!(dossier.lines().kind(1), LineKind::Contribution);
    let place = |column: &str| format!("cost_lines[2].{column}");
    assert_eq!(
        refused(build(line().income().vat_compensable(money("1")))),
        [format!("K0222 {}", place("vat_compensable"))]
    );
    assert_eq!(
        refused(build(line().dimension("kind", "x"))),
        ["K0114 cost_lines[1].kind"]
    );
    assert_eq!(
        refused(build(line().dimension("fixed", "x"))),
        ["K0114 cost_lines[1].fixed"]
    );
}

#[test]
fn a_what_if_on_another_day_shares_the_rest() {
    let dossier = load("", &[]).expect("sound");
    let date = Date::parse("2023-06-01").ok();
    let earlier = dossier.with_as_of(date);
    assert_eq!((earlier.as_of(), dossier.as_of()), (date, None));
    assert!(std::ptr::eq(earlier.lines(), dossier.lines()));
    let rebooked = earlier.rebook([("L1", None)]).expect("a line of it");
    assert_eq!(rebooked.as_of(), date);
    assert_eq!(rebooked.with_as_of(None).as_of(), None);
}

/// A row that is added has one name, whoever finds what is wrong with it: its number in what was given. What was there keeps
/// the place that it came from.
#[test]
fn added_rows_have_one_name() {
    let row = |line: &str, amount: &str| {
        let cell = |key: &str, text: &str| {
            let place = Place::Nowhere;
            let value = Value::Text(text.to_owned());
            (At::from(key.to_owned()), Node { value, place })
        };
        let cells = vec![
            cell("line", line),
            cell("period", "2024"),
            cell("amount", amount),
        ];
        let value = Value::Table(cells);
        Node {
            value,
            place: Place::Nowhere,
        }
    };
    let builder = DossierBuilder::new("d", "SamenTwente", vec![2024]);
    let year = Period::parse("2024").expect("a year");
    let mut dossier = builder
        .line(CostLine::new("A", year, Money::ZERO))
        .line(CostLine::new("B", year, Money::ZERO))
        .build(&Schemes::catalogue())
        .expect("good");
    let sources = |cost_lines: Vec<Node>, dossier: &Dossier| -> Vec<String> {
        let values = Values {
            head: Some(Node {
                value: Value::Table(Vec::new()),
                place: Place::Nowhere,
            }),
            cost_lines,
            ..Values::default()
        };
        let refused = dossier.with_values(values, Findings::new());
        let refused = refused.expect_err("a wrong row");
        refused.iter().filter_map(Finding::source).collect()
    };
    // Refused when it is read, and when it is held against the others.
    let read = sources(vec![row("C", "1"), row("D", "x")], &dossier);
    assert_eq!(read, ["cost_lines[2].amount"]);
    let held = sources(vec![row("C", "1"), row("A", "1")], &dossier);
    assert_eq!(held, ["cost_lines[2].line"]);
    // However often is added.
    for _ in 0..100 {
        dossier = dossier.edit().build(&dossier.schemes()).expect("good");
    }
    assert_eq!(sources(vec![row("C", "1"), row("A", "1")], &dossier), held);
}
