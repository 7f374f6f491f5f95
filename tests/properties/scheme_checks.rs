//! Each finding on a scheme as a whole: what gives it, and what is close to it and sound.

use std::collections::BTreeSet;
use std::fmt::Write;

use koers_core::diag::{Code, Findings, Lang};
use koers_core::scheme::Scheme;

/// A case of `scheme_checks.txt`.
#[derive(Default)]
struct Case {
    what: &'static str,
    parts: &'static str,
    versions: Vec<&'static str>,
    finds: Vec<&'static str>,
}

/// A version without anything remarkable.
const PLAIN: [(&str, &str); 5] = [
    ("from", "2023-01-01"),
    ("unit", r#"{ period = "calendar-year", CITED }"#),
    ("window", r#"{ rule = "tranche-year", CITED }"#),
    ("eligible", r#"{ rule = "any", CITED }"#),
    ("unspent", r#"{ rule = "refund", CITED }"#),
];

/// A scheme file of these parts (`a`, `b in a`) and versions (`key = value; key = value`).
fn file(parts: &str, versions: &[&str]) -> String {
    let mut text = "format = 1\n[scheme]\nid = \"eigen\"\ntitle = \"Eigen\"\nfunder = \"Provincie\"\nfunder_group = \"other\"\n\
                    legal_basis = { title = \"Eigen\" }\n"
        .to_owned();
    for part in parts.split(", ").filter(|part| !part.is_empty()) {
        let (id, group) = part.split_once(" in ").unwrap_or((part, ""));
        write!(text, "[[parts]]\nid = \"{id}\"\ntitle = \"{id}\"\nCITED\n").expect("text");
        if !group.is_empty() {
            writeln!(text, "group = \"{group}\"").expect("text");
        }
    }
    for version in versions {
        text.push_str("[[versions]]\n");
        let keys: Vec<_> = version
            .split("; ")
            .filter_map(|key| key.split_once(" = "))
            .collect();
        for (key, value) in PLAIN {
            if !keys.iter().any(|(own, _)| *own == key) {
                writeln!(text, "{key} = {value}").expect("text");
            }
        }
        for (key, value) in keys {
            writeln!(text, "{key} = {value}").expect("text");
        }
    }
    text.replace("CITED", "status = \"agreement\"")
}

fn findings(text: &str) -> Findings {
    match Scheme::from_toml("eigen.toml", text) {
        Ok(scheme) => scheme.check(),
        Err(findings) => findings,
    }
}

/// The cases, one after the other.
fn cases() -> impl Iterator<Item = Case> {
    include_str!("scheme_checks.txt")
        .split("\n# ")
        .skip(1)
        .map(|text| {
            let mut lines = text.lines();
            let mut case = Case {
                what: lines.next().unwrap_or_default(),
                ..Case::default()
            };
            for line in lines.filter(|line| !line.is_empty()) {
                let (key, value) = line.split_once(':').expect("key: value");
                match key {
                    "parts" => case.parts = value.trim(),
                    "version" => case.versions.push(value.trim()),
                    _ => case.finds = value.split_whitespace().collect(),
                }
            }
            case
        })
}

#[test]
fn every_case_gives_its_findings() {
    let mut wrong = String::new();
    for Case {
        what,
        parts,
        versions,
        finds,
    } in cases()
    {
        let text = file(parts, &versions);
        let findings = findings(&text);
        let found: Vec<_> = findings
            .iter()
            .map(|finding| finding.code().as_str())
            .collect();
        if found != finds {
            let shown = findings.render(Lang::En);
            writeln!(wrong, "{what}: expected {finds:?}\n{shown}").expect("text");
        }
        for finding in &findings {
            // A place in the file, and texts without open places.
            assert!(finding.source().is_some(), "{what}");
            let texts =
                [Lang::Nl, Lang::En].map(|lang| finding.message(lang) + &finding.help(lang));
            assert!(
                !texts.iter().any(|text| text.contains(['{', '}'])),
                "{what}: {texts:?}"
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_code_on_schemes_has_a_case() {
    let found: BTreeSet<&str> = cases().flat_map(|case| case.finds).collect();
    // Those of examples, and of a file without any version, have tests of their own.
    let elsewhere = [
        Code::SchemeWithoutVersion,
        Code::RuleWithoutExample,
        Code::ExampleDiffers,
    ];
    for code in Code::ALL
        .iter()
        .filter(|code| code.as_str().starts_with("K03"))
    {
        assert_eq!(
            elsewhere.contains(code),
            !found.contains(code.as_str()),
            "{code}"
        );
    }
}

#[test]
fn one_cause_gives_one_finding() {
    // A version that is refused leaves no gap, a scheme whose head is refused is still looked at.
    let refused = r#"from = 2024-01-01; unit = { period = "x", CITED }; until = 2024-12-31"#;
    let text = file(
        "a in b",
        &["until = 2023-12-31", refused, "from = 2025-01-01"],
    );
    let codes = |text: &str| -> Vec<_> {
        findings(text)
            .iter()
            .map(koers_core::Finding::code)
            .collect()
    };
    assert_eq!(codes(&text), [Code::UnknownPartInRule, Code::UnknownValue]);
    let headless = text.replace("[scheme]", "[schema]");
    let all = [
        Code::UnknownKey,
        Code::MissingKey,
        Code::UnknownPartInRule,
        Code::UnknownValue,
    ];
    let mut found = codes(&headless);
    found.sort_unstable();
    let mut expected = all.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    let none = file("", &[""]).replace("[[versions]]", "[x]") + "\n";
    assert_eq!(
        codes(&format!("versions = []\n{none}")),
        [Code::SchemeWithoutVersion, Code::UnknownKey]
    );
}

#[test]
fn a_cycle_is_reported_at_its_first_part() {
    let findings = findings(&file("x in a, b in c, a in b, c in a", &[""]));
    let parts: Vec<_> = findings.iter().map(koers_core::Finding::about).collect();
    assert_eq!(parts, ["b"]);
}

#[test]
fn the_place_is_that_of_the_rule() {
    let text = file("a", &[r#"shifting = { rule = "free", CITED }"#]);
    let findings = findings(&text);
    let line = text
        .lines()
        .position(|line| line.starts_with("shifting"))
        .expect("there")
        + 1;
    let places: Vec<_> = findings
        .iter()
        .filter_map(koers_core::Finding::source)
        .collect();
    assert_eq!(places, [format!("eigen.toml:{line}:12")]);
}
