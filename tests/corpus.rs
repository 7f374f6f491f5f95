//! The corpus through Rust: what every case gives, and that the corpus covers the codes and the formats.
#![expect(
    clippy::disallowed_methods,
    reason = "the runner reads and blesses files, and is told to by the environment"
)]

#[path = "common/accounts.rs"]
mod accounts;
#[path = "common/case.rs"]
mod case;
#[path = "common/formats.rs"]
mod formats;
#[path = "common/receipt.rs"]
mod receipt;
#[path = "common/shuffle.rs"]
mod shuffle;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use case::{Case, all, cases, findings, json};
use koers_core::diag::Code;
use koers_core::plan::{Plan, Taking};
use koers_core::report::settlement_json;
use koers_core::scheme::Scheme;
use koers_core::{Findings, Lang, Schemes, Settlement, folder};

/// Codes that no small file can give, with the test that does.
const ELSEWHERE: [(Code, &str); 20] = [
    (
        Code::MissingFolder,
        "corpus.rs: a_path_that_is_no_folder_is_named",
    ),
    (
        Code::TooLarge,
        "corpus.rs: a_toml_file_of_more_than_4_mib_is_refused",
    ),
    (
        Code::MoreFindings,
        "corpus.rs: more_findings_than_are_kept_are_counted",
    ),
    (
        Code::BrokenStream,
        "tests/c/arrow.c, tests/python/test_arrow.py",
    ),
    (
        Code::ColumnType,
        "koers-core: arrow::tests::refused::columns_of_other_types_are_refused_at_once",
    ),
    (
        Code::BookingsFolded,
        "methods.rs: many::lines_booked_on_many_grants_count_together",
    ),
    (
        Code::TooManyToSolve,
        "methods.rs: many::what_is_too_much_to_solve_goes_in_order",
    ),
    (
        Code::UnwritableFile,
        "tests/years.rs: a_dossier_is_saved_once",
    ),
    (
        Code::NotPrintable,
        "tests/years.rs: what_was_assumed_is_not_saved",
    ),
    (
        Code::HorizonOutside,
        "horizon.rs: planned::rules_outside_the_flow_are_told_with_what_they_can_matter",
    ),
    (
        Code::HorizonUnproven,
        "horizon.rs: planned::what_a_flow_does_not_know_over_years_is_told",
    ),
    (
        Code::HorizonIsChain,
        "horizon.rs: planned::where_the_plan_is_worse_the_years_one_by_one_stand",
    ),
    (
        Code::HorizonTooMany,
        "horizon.rs: planned::what_is_too_much_to_solve_goes_year_by_year",
    ),
    (
        Code::BudgetEnds,
        "corpus.rs: a_plan_that_goes_further_than_the_budget_says_so",
    ),
    (
        Code::UnknownSubject,
        "tests/explain.rs: what_is_unknown_is_told_with_what_there_is",
    ),
    (
        Code::UnknownBookYear,
        "tests/explain.rs: what_is_unknown_is_told_with_what_there_is",
    ),
    (
        Code::NoWhyNot,
        "tests/explain.rs: what_is_unknown_is_told_with_what_there_is",
    ),
    (
        Code::UnprintableText,
        "years.rs: texts_print_as_they_are_or_are_refused",
    ),
    (
        Code::ReceiptDidNotAssume,
        "tests/receipts.rs: what_the_receipt_did_not_assume_is_told",
    ),
    (Code::Internal, "the panic tests of koers-ffi and koers-py"),
];

/// What a case must give, by the name of its file.
fn results(case: &Case) -> Vec<(&'static str, String)> {
    let outcome = case.run();
    let mut results = vec![("expected.json", json(&outcome, Lang::Nl))];
    if case.kind == "bad" {
        results.push(("expected.txt", findings(&outcome).render(Lang::Nl)));
    }
    let deadlines = outcome.as_ref().ok().and_then(|it| case.deadlines(it));
    results.extend(deadlines.map(|it| ("deadlines.json", it)));
    let forecast = outcome.as_ref().ok().and_then(|it| case.forecast(it));
    results.extend(forecast.map(|it| ("forecast.json", it)));
    if let Ok(settlement) = &outcome {
        let receipt = settlement.receipt().to_json();
        results.push(("receipt.sha256", receipt::hash(&receipt)));
    }
    if let Some(certificate) = outcome.as_ref().ok().and_then(Settlement::certificate) {
        results.push(("certificate.json", certificate.to_json()));
    }
    results
}

#[test]
fn every_case_gives_what_it_must() {
    let bless = std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1");
    let mut wrong = String::new();
    for case in all() {
        for (name, found) in results(&case) {
            let label = format!("{}/{name}", case.label());
            if bless {
                fs::write(case.folder.join(name), &found).expect("the corpus can be written");
            } else if let Some(expected) = case.expected(name) {
                wrong.push_str(&difference(&label, &expected, &found));
            } else {
                wrong.push_str(&label);
                wrong.push_str(" is missing\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The first line in which two texts differ; nothing when their bytes are the same.
fn difference(label: &str, expected: &str, found: &str) -> String {
    let (mut left, mut right) = (expected.split('\n'), found.split('\n'));
    for number in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let (a, b) = (a.unwrap_or("(end)"), b.unwrap_or("(end)"));
                return format!("{label}:{number}\n  expected {a}\n  found    {b}\n");
            }
        }
    }
    String::new()
}

#[test]
fn good_cases_settle_and_bad_ones_do_not() {
    for case in all() {
        let good = case.kind == "good";
        assert_eq!(case.run().is_ok(), good, "{}", case.label());
        assert_eq!(
            case.expected("expected.txt").is_some(),
            !good,
            "{}",
            case.label()
        );
        assert_eq!(
            findings(&case.run()).has_errors(),
            !good,
            "{}",
            case.label()
        );
    }
}

#[test]
fn lines_taken_together_give_what_they_must() {
    let (mut together, mut wrong) = (0, String::new());
    for case in cases("good") {
        let settlement = case.run().expect("a good case");
        let (dossier, method) = (settlement.dossier().clone(), settlement.method().clone());
        let plan = Plan::by(dossier, method).expect("a good case");
        let plan = plan.taking(Taking::Together);
        if !plan.takes_together() {
            continue;
        }
        together += 1;
        let settlement = plan.allocate().settle();
        let found = settlement_json(&settlement, Lang::Nl);
        let expected = case.expected("expected.json").expect("a good case");
        wrong.push_str(&difference(&case.label(), &expected, &found));
        let proof = settlement.certificate().map(|it| it.to_json());
        assert_eq!(proof, case.expected("certificate.json"), "{}", case.label());
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(together > 100, "{together} cases");
}

#[test]
fn cases_have_a_certificate_where_a_flow_was_solved() {
    for case in all() {
        let found = case.run().is_ok_and(|it| it.certificate().is_some());
        let expected = case.expected("certificate.json").is_some();
        assert_eq!(found, expected, "{}", case.label());
    }
}

#[test]
fn every_code_is_in_the_corpus() {
    let mut found = BTreeSet::new();
    for case in all() {
        for name in ["expected.json", "deadlines.json", "forecast.json"] {
            let text = case.expected(name).unwrap_or_default();
            found.extend(
                text.split("{\"code\":\"")
                    .skip(1)
                    .filter_map(|row| row.split_once('"'))
                    .filter_map(|(code, _)| Code::parse(code)),
            );
        }
    }
    // What checking a scheme file finds: tests/catalogue.rs gives these.
    for entry in
        fs::read_dir(case::root().join("tests/corpus/schemes")).expect("the corpus is there")
    {
        let expected = entry.expect("readable").path().join("expected.txt");
        let text = fs::read_to_string(expected).expect("each case has one");
        let codes = text.split("[K").skip(1).filter_map(|rest| rest.get(..4));
        found.extend(codes.filter_map(|digits| Code::parse(&format!("K{digits}"))));
    }
    // What a published roll-forward gives: tests/years.rs.
    for entry in
        fs::read_dir(case::root().join("tests/corpus/roll-forward")).expect("the corpus is there")
    {
        let expected = entry.expect("readable").path().join("expected.txt");
        let text = fs::read_to_string(expected).expect("each case has one");
        let codes = text.split("[K").skip(1).filter_map(|rest| rest.get(..4));
        found.extend(codes.filter_map(|digits| Code::parse(&format!("K{digits}"))));
    }
    // What a reconciliation gives: tests/reconcile.rs.
    for entry in
        fs::read_dir(case::root().join("tests/corpus/reconcile")).expect("the corpus is there")
    {
        let expected = entry.expect("readable").path().join("expected.json");
        let text = fs::read_to_string(expected).expect("each case has one");
        let codes = text.split("\"code\":\"K").skip(1);
        let codes = codes.filter_map(|rest| Code::parse(&format!("K{}", rest.get(..4)?)));
        found.extend(codes);
    }
    // What verifying a receipt finds: tests/receipts.rs.
    for entry in
        fs::read_dir(case::root().join("tests/corpus/receipt")).expect("the corpus is there")
    {
        let expected = entry.expect("readable").path().join("expected.txt");
        let text = fs::read_to_string(expected).expect("each case has one");
        let codes = text.split("[K").skip(1).filter_map(|rest| rest.get(..4));
        found.extend(codes.filter_map(|digits| Code::parse(&format!("K{digits}"))));
    }
    for &code in Code::ALL {
        let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == code);
        match (found.contains(&code), elsewhere) {
            (true, None) | (false, Some(_)) => {}
            (true, Some((_, test))) => {
                panic!("{code} is in the corpus: strike it from ELSEWHERE ({test})")
            }
            (false, None) => panic!("no case gives {code} ({code:?})"),
        }
    }
}

#[test]
fn every_key_of_the_formats_is_in_a_good_case() {
    let mut used = formats::Used::default();
    for case in cases("good") {
        used.dossier(&case.dossier);
    }
    let missing = used.missing();
    assert!(
        missing.is_empty(),
        "no good case has: {}",
        missing.join(", ")
    );
}

#[test]
fn no_text_keeps_a_placeholder() {
    for case in all() {
        let outcome = case.run();
        for finding in findings(&outcome) {
            for lang in [Lang::Nl, Lang::En] {
                let texts = [finding.message(lang), finding.help(lang)];
                let names = finding
                    .code()
                    .args()
                    .iter()
                    .chain(finding.code().optional_args());
                for name in names.chain(&["subject", "suggestion"]) {
                    let kept = texts
                        .iter()
                        .any(|text| text.contains(&format!("{{{name}}}")));
                    assert!(!kept, "{}: {texts:?}", case.label());
                }
                assert!(
                    texts
                        .iter()
                        .all(|text| !text.is_empty() && !text.contains('\n'))
                );
            }
        }
    }
}

#[test]
fn bad_cases_read_in_english_too() {
    for case in cases("bad") {
        let outcome = case.run();
        let findings = findings(&outcome);
        let (dutch, english) = (findings.render(Lang::Nl), findings.render(Lang::En));
        assert!(
            english.contains("= help: ") && english != dutch,
            "{}",
            case.label()
        );
        assert_ne!(
            json(&outcome, Lang::En),
            json(&outcome, Lang::Nl),
            "{}",
            case.label()
        );
    }
}

#[test]
fn rows_grants_and_tranches_may_stand_in_any_order() {
    for case in cases("good") {
        if case
            .expected("case.toml")
            .is_some_and(|text| text.contains("[rebook]"))
        {
            continue; // The accounts themselves are shuffled as a case without it.
        }
        let expected = shuffle::without_places(&json(&case.run(), Lang::Nl));
        let ahead_of = |outcome: &case::Outcome| {
            let settlement = outcome.as_ref().ok();
            settlement.map(|it| (case.deadlines(it), case.forecast(it)))
        };
        let ahead = ahead_of(&case.run());
        for way in [shuffle::Way::Reverse, shuffle::Way::Rotate] {
            let copy = TempDir::new(&format!("{}-{way:?}", case.name));
            shuffle::copy(&case.dossier, &copy.0, way);
            let outcome = case.run_in(&copy.0);
            assert_eq!(ahead, ahead_of(&outcome), "{} ({way:?})", case.label());
            let found = shuffle::without_places(&json(&outcome, Lang::Nl));
            let receipt = |outcome: &case::Outcome| outcome.as_ref().ok().map(Settlement::receipt);
            assert_eq!(receipt(&case.run()), receipt(&outcome), "{}", case.label());
            let wrong = difference(&format!("{} ({way:?})", case.label()), &expected, &found);
            assert!(wrong.is_empty(), "\n{wrong}");
        }
    }
}

#[test]
fn the_catalogue_reads_without_findings_and_is_whole() {
    let listed: BTreeSet<String> = Schemes::catalogue_files()
        .iter()
        .map(|(name, text)| {
            let scheme =
                Scheme::from_toml(name, text).unwrap_or_else(|refused| panic!("{refused}"));
            assert_eq!(format!("{}.toml", scheme.id), *name);
            scheme.id
        })
        .collect();
    let loaded: BTreeSet<String> = Schemes::catalogue()
        .iter()
        .map(|scheme| scheme.id.clone())
        .collect();
    assert_eq!(listed, loaded);
    let files: BTreeSet<String> = fs::read_dir(case::root().join("koers-core/schemes"))
        .expect("the catalogue's folder")
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .into_string()
                .expect("ASCII")
        })
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    assert_eq!(
        listed, files,
        "each file of the catalogue is in the library"
    );
}

#[test]
fn a_toml_file_of_more_than_4_mib_is_refused() {
    let folder = TempDir::new("large");
    let comment = format!("# {}\n", "x".repeat(4 << 20));
    fs::write(folder.0.join("dossier.toml"), comment).expect("written");
    assert_eq!(codes(&folder.0), [Code::TooLarge]);
}

#[test]
fn a_folder_of_more_than_a_thousand_schemes_is_refused() {
    let folder = TempDir::new("schemes");
    let from = case::root().join("tests/corpus/good/no-lines");
    shuffle::copy(&from, &folder.0, shuffle::Way::Keep);
    for number in 0..=1_000 {
        fs::write(folder.0.join(format!("schemes/{number}.toml")), "").expect("written");
    }
    assert!(codes(&folder.0).contains(&Code::TooMany));
}

#[test]
fn a_path_that_is_no_folder_is_named() {
    let refused = folder::load("no/such/folder").expect_err("nothing there");
    assert!(
        refused
            .render(Lang::Nl)
            .contains("map `no/such/folder` bestaat niet")
    );
    let file = case::root().join("README.md");
    assert_eq!(codes(&file), [Code::UnreadableFile]);
}

#[test]
fn more_findings_than_are_kept_are_counted() {
    let folder = TempDir::new("findings");
    let from = case::root().join("tests/corpus/good/no-lines");
    shuffle::copy(&from, &folder.0, shuffle::Way::Keep);
    let write = |count: usize, amount: &str| {
        let mut text = String::from("line,period,amount,grant\n");
        for row in 0..count {
            writeln!(text, "L{row},2024,{amount},a").expect("text takes it");
        }
        fs::write(folder.0.join("cost_lines.csv"), text).expect("written");
    };
    // Refused: amounts that can't be read.
    write(Findings::LIMIT + 3, "x");
    let refused = folder::load(&folder.0).expect_err("no amounts");
    assert_counts(&refused, 3);
    // Settled: an award of 100 pays 100 of the lines, each of the others is a warning.
    write(Findings::LIMIT + 103, "1");
    let settlement = folder::load(&folder.0).and_then(|dossier| dossier.settle());
    assert_counts(settlement.expect("only warnings").findings(), 3);
}

/// The last finding says how many more there were than are kept.
fn assert_counts(findings: &Findings, more: usize) {
    let last = findings.iter().last().expect("findings");
    assert_eq!(
        (findings.len(), last.code()),
        (Findings::LIMIT + 1, Code::MoreFindings)
    );
    assert!(
        last.message(Lang::En).contains(&format!(" {more} ")),
        "{}",
        last.message(Lang::En)
    );
}

fn codes(folder: &Path) -> Vec<Code> {
    match folder::load(folder) {
        Ok(_) => Vec::new(),
        Err(refused) => refused.iter().map(koers_core::Finding::code).collect(),
    }
}

/// A folder that goes away with its test.
struct TempDir(PathBuf);

impl TempDir {
    fn new(name: &str) -> TempDir {
        let path = std::env::temp_dir().join(format!("koers-corpus-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder of our own");
        TempDir(path)
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0); // Leaving it behind harms nothing.
    }
}

/// Of a forecast by the budget it is told from which day on the budget says nothing, but not where it has rows of the last year, nor at the same rate.
#[test]
fn a_plan_that_goes_further_than_the_budget_says_so() {
    use koers_core::forecast::{Basis, Outlook};
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let root = root.expect("the crate lies in the repository");
    let ends = |folder: &str, basis: Basis, through: i16| {
        let dossier = folder::load(root.join(folder)).expect("a good dossier");
        let settlement = dossier.settle().expect("a good dossier");
        let outlook = Outlook::new(basis).through(through);
        let forecast = settlement.forecast(&outlook).expect("a forecast");
        let findings = forecast.settlement().findings().iter();
        let mut told = findings.filter(|it| it.code() == Code::BudgetEnds);
        told.next().map(|it| it.message(Lang::Nl))
    };
    let accounts = "examples/twentse-koers-2024";
    let after =
        "de begroting heeft geen rijen na 31-12-2024; voor daarna zijn geen kosten verwacht";
    assert_eq!(ends(accounts, Basis::Plan, 2026).as_deref(), Some(after));
    assert_eq!(ends(accounts, Basis::RunRate, 2026), None);
    let planned = "tests/corpus/good/forecast-plan";
    assert_eq!(ends(planned, Basis::Plan, 2026), None);
    assert!(ends(planned, Basis::Plan, 2027).is_some());
}
