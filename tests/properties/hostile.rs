//! Any bytes give a value or findings: never a panic, a hang, or findings that can't be shown.
#![expect(
    clippy::disallowed_types,
    reason = "that a run ends in time is read from a clock"
)]

use std::fmt::Write;
use std::time::{Duration, Instant};

use koers_core::diag::{At, Findings, Place};
use koers_core::dossier::Values;
use koers_core::read::{Node, Value};
use koers_core::report::{findings_json, settlement_json};
use koers_core::scheme::Scheme;
use koers_core::{Date, Dossier, Lang, Schemes, folder};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::round_trip::write;
use crate::support::cases::cases;
use crate::support::config;
use crate::support::draw::Draw;
use crate::support::files::Style;
use crate::support::folder::Folder;

/// Shows findings in every way there is.
fn show(findings: &Findings) {
    for lang in [Lang::Nl, Lang::En] {
        assert!(!findings.render(lang).is_empty());
        for finding in findings.iter().take(1_000) {
            assert!(!finding.message(lang).is_empty() && !finding.help(lang).is_empty());
        }
    }
    assert!(findings_json(findings, Lang::Nl).starts_with("{\"findings\":["));
}

/// A dossier is settled and printed, findings are shown: a refusal is never without findings.
fn finish(read: Result<Dossier, Findings>) {
    match read.and_then(|dossier| dossier.settle()) {
        Ok(settlement) => {
            assert!(settlement_json(&settlement, Lang::Nl).len() > 2);
        }
        Err(findings) => {
            assert!(findings.has_errors());
            show(&findings);
        }
    }
}

fn scheme(text: &str) {
    match Scheme::from_toml("scheme.toml", text) {
        Ok(scheme) => assert!(!scheme.versions.is_empty()),
        Err(findings) => {
            assert!(findings.has_errors());
            show(&findings);
        }
    }
}

/// Changes some bytes: other values, pieces left out, repeated, or cut off.
fn mutate(bytes: &mut Vec<u8>, draw: &mut Draw) {
    for _ in 0..=draw.below(4) {
        let at = draw.below(bytes.len() + 1);
        let end = (at + draw.below(40)).min(bytes.len());
        match draw.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => bytes.insert(at, draw.pick(&[0, 0xFF, 0xC3, b'\r', b'\n', b'"', 0xEF])),
            4 => {
                let signs: [&[u8]; 12] = [
                    b"-",
                    b"9999999999999999999",
                    b"1e400",
                    b"2024-02-30",
                    b"\"",
                    b"[[",
                    b"{",
                    b"=",
                    b";",
                    "\u{202E}".as_bytes(),
                    b"nan",
                    b"%",
                ];
                let sign = draw.pick(&signs);
                bytes.splice(at..end, sign.iter().copied());
            }
            _ if at < bytes.len() => bytes[at] ^= 1 << draw.below(8),
            _ => {}
        }
    }
}

const EXAMPLE: [(&str, &str); 3] = [
    (
        "dossier.toml",
        include_str!("../../examples/twentse-koers-2024/dossier.toml"),
    ),
    (
        "cost_lines.csv",
        include_str!("../../examples/twentse-koers-2024/cost_lines.csv"),
    ),
    (
        "budget.csv",
        include_str!("../../examples/twentse-koers-2024/budget.csv"),
    ),
];

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn changed_files_are_read_or_refused(which in 0..3_usize, choices in vec(any::<u32>(), 40)) {
        let folder = Folder::new();
        for (at, (name, text)) in EXAMPLE.iter().enumerate() {
            let mut bytes = text.as_bytes().to_vec();
            if at == which {
                mutate(&mut bytes, &mut Draw::new(choices.clone()));
            }
            folder.write(name, bytes);
        }
        finish(folder::load(folder.path()));
    }

    #[test]
    fn changed_random_dossiers_are_read_or_refused(case in cases(), which in 0..3_usize, choices in vec(any::<u32>(), 40)) {
        let folder = write(&case, Style::PLAIN);
        let (name, text) = match which {
            0 => ("dossier.toml", case.dossier_toml(Style::PLAIN)),
            1 => ("cost_lines.csv", case.cost_lines(Style::PLAIN)),
            _ => ("schemes/scheme-0.toml", case.schemes[0].toml()),
        };
        let mut bytes = text.into_bytes();
        mutate(&mut bytes, &mut Draw::new(choices));
        folder.write(name, bytes);
        finish(folder::load(folder.path()));
    }

    #[test]
    fn any_bytes_are_read_or_refused(which in 0..4_usize, bytes in vec(any::<u8>(), 0..200)) {
        let folder = Folder::new();
        for (name, text) in EXAMPLE {
            folder.write(name, text);
        }
        let name = ["dossier.toml", "cost_lines.csv", "budget.csv", "schemes/own.toml"][which];
        folder.write(name, &bytes);
        finish(folder::load(folder.path()));
        scheme(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn changed_schemes_are_read_or_refused(which in any::<prop::sample::Index>(), choices in vec(any::<u32>(), 40)) {
        let files = Schemes::catalogue_files();
        let mut bytes = files[which.index(files.len())].1.as_bytes().to_vec();
        mutate(&mut bytes, &mut Draw::new(choices));
        scheme(&String::from_utf8_lossy(&bytes));
    }
}

const KEYS: [&str; 38] = [
    "dossier",
    "grants",
    "id",
    "title",
    "holder",
    "years",
    "as_of",
    "scheme",
    "state",
    "since",
    "preference",
    "tranches",
    "part",
    "year",
    "from",
    "until",
    "granted",
    "opening",
    "balance",
    "room",
    "owed",
    "amendments",
    "received",
    "repaid",
    "period",
    "date",
    "amount",
    "agreements",
    "window",
    "unspent",
    "rule",
    "limit",
    "source",
    "line",
    "kind",
    "fixed",
    "corrects",
    "vat_compensable",
];

fn node(draw: &mut Draw, depth: usize) -> Node {
    let words = [
        "iza",
        "spuk-iza",
        "awarded",
        "carry-over",
        "2024",
        "12.5",
        "20 %",
        "",
        "\u{0}",
        "next-year-end",
        "true",
    ];
    let value = match draw.below(if depth == 0 { 9 } else { 14 }) {
        0 => Value::Null,
        1 => Value::Int(draw.pick(&[2024, 0, -1, i64::MAX, i64::MIN, 100])),
        2 => Value::Bool(true),
        3 => draw.pick(&[
            Value::Float("1e400".to_owned()),
            Value::Huge("9".repeat(30)),
        ]),
        4 => Value::Date(Date::new(2024, 12, 31).expect("a day")),
        5 => Value::Decimal(
            draw.pick(&["0.01", "-79228162514264337593543950335", "1e-28"])
                .parse()
                .unwrap_or_default(),
        ),
        6 => Value::Other("object".to_owned()),
        7 | 8 => Value::Text(draw.pick(&words).to_owned()),
        9 | 10 => Value::List((0..draw.below(4)).map(|_| node(draw, depth - 1)).collect()),
        _ => {
            let keys = (0..draw.below(12)).map(|_| At::from(draw.pick(&KEYS).to_owned()));
            let keys: Vec<_> = keys.collect();
            Value::Table(
                keys.into_iter()
                    .map(|key| (key, node(draw, depth - 1)))
                    .collect(),
            )
        }
    };
    Node {
        value,
        place: Place::Nowhere,
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_values_are_read_or_refused(choices in vec(any::<u32>(), 0..400)) {
        let mut draw = Draw::new(choices);
        let mut entries = Vec::new();
        for key in ["dossier", "grants"] {
            entries.push((At::from(key.to_owned()), node(&mut draw, 5)));
        }
        let root = Node { value: Value::Table(entries), place: Place::Nowhere };
        let mut rows = || (0..4).map(|_| node(&mut draw, 2)).collect();
        let values = Values { head: Some(root), cost_lines: rows(), budget: rows(), ..Values::default() };
        finish(Dossier::from_values(values, &Schemes::catalogue(), Findings::new()));
    }
}

/// Runs within so many seconds, however slow the build and the machine.
fn in_time(what: &str, run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{what} took {took:?}");
    took
}

/// Reads the example with one file replaced.
fn load_with(name: &str, text: &str) {
    let folder = Folder::new();
    for (name, text) in EXAMPLE {
        folder.write(name, text);
    }
    folder.write(name, text);
    finish(folder::load(folder.path()));
}

#[test]
fn deep_and_wide_toml_ends() {
    let deep = 10_000;
    let long = "k".repeat(1 << 20);
    let texts = [
        (
            "nested lists",
            format!("a = {}{}", "[".repeat(deep), "]".repeat(deep)),
        ),
        (
            "nested tables",
            format!("a = {}1{}", "{b=".repeat(deep), "}".repeat(deep)),
        ),
        ("dotted keys", format!("a{} = 1", ".b".repeat(deep))),
        ("dotted header", format!("[a{}]\nx = 1", ".b".repeat(deep))),
        (
            "very dotted header",
            format!("[a{}]\nx = 1", ".b".repeat(300_000)),
        ),
        (
            "unclosed",
            format!("{}{}", "a = [\n".repeat(deep), "{".repeat(deep)),
        ),
        ("long key", format!("{long} = 1")),
        (
            "long text",
            format!("format = 1\n[dossier]\nid = \"{long}\"\n"),
        ),
        (
            "many keys",
            (0..10_000).fold(String::new(), |text, at| text + &format!("k{at} = 1\n")),
        ),
        ("many grants", "[[grants]]\n".repeat(3_000)),
        (
            "many unknown tables",
            (0..10_000).fold(String::new(), |text, at| text + &format!("[t{at}]\n")),
        ),
    ];
    for (what, text) in &texts {
        in_time(what, || scheme(text));
        in_time(what, || load_with("dossier.toml", text));
    }
}

#[test]
fn long_and_wide_tables_end() {
    let empty = ",".repeat(1_000_000);
    let texts = [
        ("empty columns", format!("{empty}\n{empty}\n")),
        (
            "empty columns beside ours",
            format!("line,period,amount{empty}\nL,2024,1{empty}\n"),
        ),
        (
            "many rows of many columns",
            format!(
                "line,period,amount{}\n{}",
                &empty[..500],
                format!("L,2024,1{}\n", &empty[..500]).repeat(2_000)
            ),
        ),
        (
            "one long field",
            format!("line,period,amount\n\"{}\",2024,1\n", "x".repeat(4 << 20)),
        ),
        (
            "unclosed quote",
            format!(
                "line,period,amount\n\"L,2024,1\n{}",
                "L,2024,1\n".repeat(50_000)
            ),
        ),
        (
            "duplicates",
            format!("line,period,amount\n{}", "L,2024,1\n".repeat(20_000)),
        ),
    ];
    for (what, text) in &texts {
        in_time(what, || load_with("cost_lines.csv", text));
        in_time(what, || load_with("budget.csv", text));
    }
}

/// Rows with a fault each: twice as many take about twice as long.
#[test]
fn a_fault_in_every_row_takes_linear_time() {
    let table = |rows: usize| {
        (0..rows).fold("line,period,amount,grant\n".to_owned(), |mut text, at| {
            let _ = writeln!(text, "L{at},2024-13-{at},1.234,nobody{at}");
            text
        })
    };
    let time = |rows: usize| {
        let folder = Folder::new();
        folder.write("dossier.toml", EXAMPLE[0].1);
        folder.write("cost_lines.csv", table(rows));
        in_time("a fault in every row", || {
            let findings = folder::load(folder.path()).expect_err("every row has a fault");
            assert!(findings.len() >= rows.min(Findings::LIMIT));
            assert!(!findings.render(Lang::Nl).is_empty());
        })
    };
    let (half, whole) = (time(50_000), time(100_000));
    assert!(
        whole < half * 4 + Duration::from_secs(1),
        "{half:?}, then {whole:?}"
    );
}
