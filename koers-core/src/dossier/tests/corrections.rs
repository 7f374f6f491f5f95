//! The columns `fixed` and `corrects`: what is read, and which line may correct which.

use super::*;
use crate::diag::{At, Code, Place};
use crate::read::{Node, Value};

#[test]
fn fixed_lines_and_corrections_of_a_file() {
    let csv = "line,period,amount,grant,fixed,corrects\n\
        L1,2024,100,g,true,\nN1,2024,-40,g,,L1\nL2,2024,0,g,false,\nN2,2025-01-02,-3,,true,L2\n\
        N3,2024,0,,,L1\nC,2024,-5,g,,weg\n";
    let dossier = load("", &[("cost_lines.csv", csv)]).expect("sound");
    let lines = dossier.lines();
    let fixed: Vec<bool> = (0..lines.len()).map(|row| lines.is_fixed(row)).collect();
    assert_eq!(fixed, [true, false, false, true, false, false]);
    let corrects: Vec<_> = (0..lines.len()).map(|row| lines.corrects(row)).collect();
    let (first, second) = (Some("L1"), Some("L2"));
    assert_eq!(corrects, [None, first, None, second, first, Some("weg")]);
    assert!(lines.have_corrections() && lines.dimensions().is_empty());
    let rebooked = dossier.rebook([("N1", None)]).expect("a line of it");
    assert_eq!(rebooked.lines().corrects(1), first);
    assert!(rebooked.lines().is_fixed(3));
}

#[test]
fn without_the_columns_nothing_is_fixed_or_corrected() {
    let dossier = load("", &[]).expect("sound");
    assert!(!dossier.lines().is_fixed(0) && !dossier.lines().have_corrections());
    assert_eq!(dossier.lines().corrects(0), None);
}

#[test]
fn what_is_no_flag_is_refused() {
    let csv = "line,period,amount,fixed\nL1,2024,10,ja\nL2,2024,10,True\nL3,2024,10,1\n";
    assert_eq!(
        refused(load("", &[("cost_lines.csv", csv)])),
        [2, 3, 4].map(|row| format!("K0104 cost_lines.csv:{row}:12"))
    );
}

#[test]
fn flags_in_memory() {
    let read = |flag: Value| {
        let text = |text: &str| Value::Text(text.to_owned());
        let cells = [
            ("line", text("L1")),
            ("period", text("2024")),
            ("amount", Value::Int(1)),
            ("fixed", flag),
        ];
        let place = || Place::Path("memory".to_owned());
        let node = |value| Node {
            value,
            place: place(),
        };
        let cells = cells.map(|(key, value)| (At::from(key), node(value)));
        let mut findings = Findings::new();
        let row = node(Value::Table(cells.into()));
        let lines = rows::read_lines(Input::Memory(&[row]), &mut findings);
        match findings.iter().next() {
            Some(finding) => Err(finding.code()),
            None => Ok(lines.finish(&mut Findings::new()).is_fixed(0)),
        }
    };
    assert_eq!(read(Value::Bool(true)), Ok(true));
    assert_eq!(read(Value::Bool(false)), Ok(false));
    assert_eq!(read(Value::Text("true".to_owned())), Ok(true));
    assert_eq!(read(Value::Text(String::new())), Ok(false));
    assert_eq!(read(Value::Null), Ok(false));
    assert_eq!(read(Value::Int(1)), Err(Code::WrongType));
    assert_eq!(
        read(Value::Text("TRUE".to_owned())),
        Err(Code::UnknownValue)
    );
}

#[test]
fn corrections_that_are_refused() {
    let csv = "line,period,amount,kind,corrects\nL1,2024,100,,\nL2,2024,-100,,\nL3,2024,50,income,\n\
        N1,2024,-1,,N1\nN2,2024,-1,,N3\nN3,2024,-1,,L1\nN4,2024,-1,,L3\nN5,2024,1,,L1\n\
        N6,2024,-1,,L2\nN7,2024,1,,L2\nN8,2024,-1,income,L3\nN9,2024,0,,L1\n";
    let found = load("", &[("cost_lines.csv", csv)]).expect_err("must be refused");
    let found = found.iter().map(|finding| {
        let message = finding.message(crate::Lang::En);
        let cause = message.rsplit_once(": ").map(|(_, cause)| cause.to_owned());
        (
            finding.code().as_str(),
            finding.about().to_owned(),
            cause.unwrap_or_default(),
        )
    });
    let refused = |line: &str, cause: &str| ("K0224", line.to_owned(), cause.to_owned());
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            refused("N1", "a line can't correct itself"),
            refused("N2", "that line is a correction itself"),
            refused("N4", "they are not of the same kind"),
            refused("N5", "the amounts have the same sign"),
            refused("N6", "the amounts have the same sign"),
        ]
    );
}

#[test]
fn corrections_in_code() {
    let build = |lines: Vec<CostLine>| {
        let mut builder = DossierBuilder::new("d", "SamenTwente", vec![2024]);
        builder.add_lines(lines);
        builder.build(&schemes())
    };
    let line = |id: &str, amount: &str| CostLine::new(id, year(), money(amount));
    let dossier = build(vec![line("L", "10").fixed(), line("N", "-4").corrects("L")]);
    let dossier = dossier.expect("sound");
    assert!(dossier.lines().is_fixed(0) && !dossier.lines().is_fixed(1));
    assert_eq!(dossier.lines().corrects(1), Some("L"));
    assert_eq!(
        refused(build(vec![line("L", "10"), line("N", "4").corrects("L")])),
        ["K0224 cost_lines[2].corrects"]
    );
    // Of two lines with one id it isn't known which is meant: that is the only fault.
    let twice = vec![
        line("L", "10"),
        line("L", "-1"),
        line("N", "-4").corrects("L"),
    ];
    assert_eq!(refused(build(twice)), ["K0201 cost_lines[2].line"]);
}
