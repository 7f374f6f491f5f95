//! Quantities, from a file, from memory and in code.

use super::*;
use crate::diag::{At, Place};
use crate::read::{Node, Value};

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
            "K0104 quantities.csv:10:14",
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
            "K0104 quantities.csv:5:15",
            "K0104 quantities.csv:6:19",
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
