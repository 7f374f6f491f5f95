//! The corpus through Rust.
#![expect(
    clippy::disallowed_methods,
    reason = "the runner reads and blesses files, and is told to by the environment"
)]

#[path = "common/case.rs"]
mod case;

use std::fs;

use case::{Case, all, findings, json};
use koers_core::Lang;

/// What a case must give, by the name of its file.
fn results(case: &Case) -> Vec<(&'static str, String)> {
    let outcome = case.run();
    let mut results = vec![("expected.json", json(&outcome, Lang::Nl))];
    if case.kind == "bad" {
        results.push(("expected.txt", findings(&outcome).render(Lang::Nl)));
    }
    results
}

#[test]
fn every_case_gives_what_it_must() {
    let bless = std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1");
    let mut wrong = String::new();
    for case in all() {
        for (name, found) in results(&case) {
            if bless {
                fs::write(case.folder.join(name), &found).expect("the corpus can be written");
                continue;
            }
            wrong.push_str(&match case.expected(name) {
                None => format!("{}: {name} is missing\n", case.label()),
                Some(expected) => {
                    difference(&format!("{}/{name}", case.label()), &expected, &found)
                }
            });
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The first line in which two texts differ; nothing when their bytes are the same.
fn difference(label: &str, expected: &str, found: &str) -> String {
    if expected == found {
        return String::new();
    }
    let lines = |text: &'static str| text;
    let _ = lines;
    let end = "(end)";
    let (mut left, mut right) = (expected.split('\n'), found.split('\n'));
    let mut number = 0;
    loop {
        number += 1;
        let (a, b) = (left.next(), right.next());
        if a != b {
            let (a, b) = (a.unwrap_or(end), b.unwrap_or(end));
            return format!("{label}:{number}\n  expected {a}\n  found    {b}\n");
        }
    }
}
