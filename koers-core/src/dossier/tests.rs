//! The keys and tables of a dossier, from files, from memory and in code: what is read, and where a finding points.

use std::collections::BTreeMap;

use super::*;
use crate::calendar::Period;
use crate::diag::{At, Lang, Place};
use crate::money::{Money, Quantity};
use crate::read::{Node, Value};
use crate::scheme::{Base, CarryOver, Condition, Limit, Schemes, Unspent, Until};

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
    let findings = result.err().expect("must be refused");
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

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn node(value: Value) -> Node {
    Node {
        value,
        place: Place::Path("memory".to_owned()),
    }
}

fn table(entries: Vec<(&str, Value)>) -> Node {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (At::from(key), node(value)));
    node(Value::Table(entries.collect()))
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
    let lines = "line,period,amount,fixed,corrects\nL1,2024,10,,\n";
    let budget = "period,amount,kind,vat_compensable\n2024,10,,\n";
    assert_eq!(
        refused(load(
            "",
            &[("cost_lines.csv", lines), ("budget.csv", budget)]
        )),
        [
            "K0115 budget.csv:1:15",
            "K0115 budget.csv:1:20",
            "K0115 cost_lines.csv:1:20",
            "K0115 cost_lines.csv:1:26",
        ]
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
        ["K0115 cost_lines[1].fixed"]
    );
}

#[test]
fn quantities_of_a_file() {
    let csv = "Bestuur,grant,Datum,Eenheid,Aantal,year,tranche,part\n\
        P1,g,31-05-2024,plek-dag,\"3.100,5\",2024,2024,\nP1,p,2025,uur,-0\u{2c}000001,,,b\n";
    let csv = csv.replace("-0,000001", "\"-0,000001\"");
    let tables = r#"
[tables.quantities]
file = "prestaties.csv"
decimal = ","
thousands = "."
columns = { source = "Bestuur", date = "Datum", unit = "Eenheid", quantity = "Aantal" }
"#;
    let dossier = load(tables, &[("prestaties.csv", &csv)]).expect("sound");
    let rows = dossier.quantities().rows();
    let may = Period::parse("2024-05-31").expect("a day");
    let first = QuantityLine::new("g", may, "plek-dag", quantity("3100.5")).tranche("2024");
    assert_eq!(rows[0], first.source("P1"));
    assert_eq!(rows[1].quantity, quantity("-0.000001"));
    assert_eq!(rows[1].part.as_deref(), Some("b"));
    assert_eq!(rows.len(), 2);
    assert!(load("", &[]).expect("sound").quantities().rows().is_empty());
    let named = "[tables.quantities]\nfile = \"weg.csv\"\n";
    assert_eq!(refused(load(named, &[])), ["K0001 "]);
}

#[test]
fn quantities_that_are_refused() {
    let read = |csv: &str| refused(load("", &[("quantities.csv", csv)]));
    assert_eq!(
        read("grant,unit,aantal,theme,unit\ng,uur,1,x,y\n"),
        [
            "K0113 quantities.csv:1:1",
            "K0113 quantities.csv:1:1",
            "K0101 quantities.csv:1:12",
            "K0101 quantities.csv:1:19",
            "K0114 quantities.csv:1:25",
        ]
    );
    assert_eq!(
        read(
            "grant,period,unit,quantity,year\n,2024,uur,1,\ng,,uur,1,\ng,2024,,1,\ng,2024,uur,,\n\
            g,2024,uur,1e3,\ng,2024,uur,1.0000001,\ng,2024,uur,1000000000000,\ng,2024-13,uur,1,\n\
            g,2024,uur,1,2025\ng,2024,uur,1,2k\ng,2024,uur,1\n"
        ),
        [
            "K0121 quantities.csv:2:1",
            "K0121 quantities.csv:3:3",
            "K0121 quantities.csv:4:8",
            "K0121 quantities.csv:5:12",
            "K0122 quantities.csv:6:12",
            "K0122 quantities.csv:7:12",
            "K0122 quantities.csv:8:12",
            "K0109 quantities.csv:9:3",
            "K0118 quantities.csv:10:14",
            "K0109 quantities.csv:11:14",
            "K0007 quantities.csv:12:12",
        ]
    );
    assert_eq!(
        read(
            "grant,date,unit,quantity,tranche,part\nx,2024,uur,1,,\ng,2026,uur,1,,\n\
            g,2024,uur,1,2025,\ng,2024,uur,1,,a\np,2024,uur,1,2024,b\np,2024,uur,1,2023,a\n"
        ),
        [
            "K0205 quantities.csv:2:1",
            "K0118 quantities.csv:3:3",
            "K0215 quantities.csv:4:14",
            "K0208 quantities.csv:5:15",
            "K0208 quantities.csv:6:19",
            "K0215 quantities.csv:7:14",
        ]
    );
}

#[test]
fn quantities_in_memory_keep_their_row() {
    let row = |quantity: Value| {
        table(vec![
            ("grant", text("g")),
            ("period", Value::Int(2024)),
            ("unit", text("uur")),
            ("quantity", quantity),
            ("tranche", Value::Int(2024)),
        ])
    };
    let head = |grants: Vec<Node>| {
        let dossier = table(vec![
            ("id", text("d")),
            ("holder", text("SamenTwente")),
            ("years", Value::List(vec![node(Value::Int(2024))])),
        ]);
        let grants = Value::List(grants);
        Some(table(vec![("dossier", dossier.value), ("grants", grants)]))
    };
    let tranche = table(vec![
        ("id", text("2024")),
        ("year", Value::Int(2024)),
        ("granted", Value::Int(10)),
        (
            "units",
            table(vec![(
                "uur",
                Value::Decimal("7.50".parse().expect("it is one")),
            )])
            .value,
        ),
    ]);
    let grant = table(vec![
        ("id", text("g")),
        ("scheme", text("plain")),
        ("state", text("awarded")),
        ("tranches", Value::List(vec![tranche])),
    ]);
    let build = |grants, quantities| {
        let values = Values {
            head: head(grants),
            quantities,
            ..Values::default()
        };
        Dossier::from_values(values, &schemes(), Findings::new())
    };
    let whole = row(Value::Decimal("1.250".parse().expect("a decimal")));
    let dossier = build(
        vec![grant.clone()],
        vec![whole.clone(), row(Value::Int(-3)), row(text("0.5"))],
    );
    let dossier = dossier.expect("sound");
    let rows = dossier.quantities().rows().iter();
    let read: Vec<_> = rows.map(|row| row.quantity.to_string()).collect();
    assert_eq!(read, ["1.25", "-3", "0.5"]);
    assert_eq!(
        dossier.grants()[0].tranches[0].units["uur"],
        quantity("7.5")
    );
    let wrong = vec![
        row(Value::Float("1.5".to_owned())),
        row(Value::Huge("9".repeat(30))),
        row(Value::Bool(true)),
        row(Value::Int(i64::MAX)),
        whole,
    ];
    assert_eq!(
        refused(build(vec![], wrong)),
        [
            "K0107 quantities[1].quantity",
            "K0122 quantities[2].quantity",
            "K0103 quantities[3].quantity",
            "K0122 quantities[4].quantity",
            "K0205 quantities[5].grant",
        ]
    );
}

#[test]
fn quantities_in_code() {
    let builder = |line: QuantityLine| {
        let award = Tranche::new("2024", money("500")).year(2024);
        let mut builder = DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(Grant::new("g", "plain").tranche(award))
            .quantity(line.clone());
        builder.add_quantities([line]);
        builder.build(&schemes())
    };
    let line = |unit: &str| QuantityLine::new("g", year(), unit, quantity("2"));
    let rows = |dossier: Dossier| dossier.quantities().rows().len();
    assert_eq!(rows(builder(line("uur")).expect("sound")), 2);
    assert_eq!(
        refused(builder(line(" ").tranche("x"))),
        [
            "K0215 quantities[1].tranche",
            "K0120 quantities[1].unit",
            "K0215 quantities[2].tranche",
            "K0120 quantities[2].unit",
        ]
    );
}

#[test]
fn reserve_and_units_of_a_grant() {
    let dossier = load("", &[]).expect("sound");
    let grant = &dossier.grants()[0];
    assert_eq!(
        grant.reserve.as_ref().map(|it| it.value),
        Some(money("1000"))
    );
    let units = &grant.tranches[0].units;
    assert_eq!(units["plek-dag"], quantity("31500"));
    assert_eq!(units["uur"], quantity("12"));
    let total = total_amount(dossier.grants(), dossier.lines(), dossier.budget());
    assert_eq!(total, 100_000 + 3 * 50_000 + 1_000);

    let file = |grant: &str| {
        let toml = format!(
            "{HEAD}[[grants]]\nid = \"g\"\nscheme = \"plain\"\nstate = \"awarded\"\n{grant}"
        );
        refused(load("", &[("dossier.toml", &toml)]))
    };
    assert_eq!(file("reserve = \"-1\"\n"), ["K0110 dossier.toml:10:11"]);
    assert_eq!(file("reserve = 1.5\n"), ["K0107 dossier.toml:10:11"]);
    let tranche = "[[grants.tranches]]\nid = \"2024\"\nyear = 2024\ngranted = 1\n";
    assert_eq!(
        file(&format!(
            "{tranche}units = {{ a = \"-1\", b = 1.5, c = \"x\", d = true, \" \" = 1 }}\n"
        )),
        [
            "K0110 dossier.toml:14:15",
            "K0107 dossier.toml:14:25",
            "K0122 dossier.toml:14:34",
            "K0103 dossier.toml:14:43",
            "K0120 dossier.toml:14:49",
        ]
    );
    assert_eq!(
        file(&format!("{tranche}units = 5\n")),
        ["K0103 dossier.toml:14:9"]
    );
    let toml = format!("{tranche}units = {{ a = \"-1.50\" }}\n");
    let toml =
        format!("{HEAD}[[grants]]\nid = \"g\"\nscheme = \"plain\"\nstate = \"awarded\"\n{toml}");
    let findings = load("", &[("dossier.toml", &toml)]).expect_err("below zero");
    assert!(
        findings
            .render(Lang::En)
            .contains("`units` is negative: -1.5"),
        "{}",
        findings.render(Lang::En)
    );
}

#[test]
fn reserve_and_units_in_code() {
    let build = |reserve: &str, units: &str| {
        let tranche = Tranche::new("2024", money("500")).year(2024);
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(
                Grant::new("g", "plain")
                    .reserve(money(reserve))
                    .tranche(tranche.units("uur", quantity(units))),
            )
            .build(&schemes())
    };
    assert!(build("1", "0").is_ok());
    assert_eq!(refused(build("-1", "-1")), ["K0110 ", "K0110 "]);
}

#[test]
fn judgements_of_eligibility() {
    let judged = r#"
[[eligible_for]]
grant = "g"
lines = ["L1"]
source = "memo"
[[eligible_for]]
grant = "p"
only = { theme = ["zorg"] }
except = { project = ["P9"] }
match = "any"
source = "overleg"
"#;
    let dossier = load(judged, &[]).expect("sound");
    let [first, second] = dossier.eligible_for() else {
        panic!("two judgements");
    };
    assert!(first.covers("L1", |_| None) && !first.covers("L2", |_| Some("zorg")));
    let zorg = |name: &str| (name == "theme").then_some("zorg");
    assert!(second.covers("L1", zorg) && !second.covers("L1", |_| Some("P9")));
    assert_eq!((first.source.as_str(), &*second.grant.value), ("memo", "p"));

    let wrong = r#"
[[eligible_for]]
grant = "x"
lines = ["L9"]
source = "memo"
[[eligible_for]]
grant = "g"
source = "niets"
[[eligible_for]]
grant = "g"
lines = []
only = { theme = [] }
source = "niets"
[[eligible_for]]
grant = "g"
lines = ["L1", 5]
theme = "zorg"
"#;
    assert_eq!(
        refused(load(wrong, &[])),
        [
            "K0205 dossier.toml:8:9",
            "K0206 dossier.toml:9:10",
            "K0223 dossier.toml:11:1",
            "K0223 dossier.toml:17:18",
            "K0102 dossier.toml:19:1",
            "K0103 dossier.toml:21:16",
            "K0101 dossier.toml:22:1",
        ]
    );
}

#[test]
fn judgements_in_code() {
    let build = |judgement: EligibleFor| {
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(Grant::new("g", "plain"))
            .line(CostLine::new("L1", year(), money("10")).dimension("theme", "zorg"))
            .eligible_for(judgement)
            .build(&schemes())
    };
    let memo = || EligibleFor::new("g", "memo");
    let theme = || Condition::new().only("theme", ["zorg"]);
    assert_eq!(
        build(memo().line("L1"))
            .expect("sound")
            .eligible_for()
            .len(),
        1
    );
    assert!(build(memo().costs(theme())).is_ok());
    assert_eq!(refused(build(memo())), ["K0223 "]);
    assert_eq!(refused(build(memo().line("L2"))), ["K0206 "]);
    let nothing = Condition::new().only("theme", Vec::<String>::new());
    assert_eq!(refused(build(memo().costs(nothing))), ["K0223 "]);
    assert_eq!(
        refused(build(EligibleFor::new("x", " ").costs(theme()))),
        ["K0120 ", "K0205 "]
    );
}

#[test]
fn agreements_on_unspent_money() {
    let build = |rule: Unspent| {
        let tranche = Tranche::new("2024", money("500")).year(2024);
        let agreement = Agreement::new("brief").unspent(rule);
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(
                Grant::new("g", "plain")
                    .tranche(tranche)
                    .agreement(agreement),
            )
            .build(&schemes())
    };
    let carry = || CarryOver::until(Until::NextYearEnd);
    for rule in [
        Unspent::Retain,
        Unspent::Reserve("10 %".parse().expect("a percentage")),
        Unspent::CarryOver(carry().tranche_year(2024)),
        Unspent::CarryOver(carry().limit(Limit::Share(
            "20 %".parse().expect("a percentage"),
            Base::LastYear,
        ))),
    ] {
        assert!(build(rule).is_ok());
    }
    let mut never = carry();
    never.tranche_years = Some(std::collections::BTreeSet::new());
    assert_eq!(refused(build(Unspent::CarryOver(never))), ["K0223 "]);
    let below = carry().limit(Limit::Amount(money("-1")));
    assert_eq!(refused(build(Unspent::CarryOver(below))), ["K0110 "]);

    let toml = |unspent: &str| {
        format!(
            "{HEAD}{GRANTS}[[grants.agreements]]\nsource = \"brief\"\nunspent = {{ {unspent} }}\n"
        )
    };
    for rule in [
        r#"rule = "retain""#,
        r#"rule = "reserve", limit = "10 %", of = "award""#,
        r#"rule = "carry-over", limit = "10 %", of = "last-year", until = "next-unit-end", to = "any-part""#,
    ] {
        assert!(load("", &[("dossier.toml", &toml(rule))]).is_ok(), "{rule}");
    }
    for rule in [
        r#"rule = "reserve", limit = "10 %""#,
        r#"rule = "carry-over", limit = "10 %", until = "next-year-end""#,
    ] {
        let refused = refused(load("", &[("dossier.toml", &toml(rule))]));
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(refused[0].starts_with("K0307 "), "{refused:?}");
    }
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
