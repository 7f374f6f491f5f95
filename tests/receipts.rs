//! Receipts through Rust. `tests/corpus/receipt` has a folder for each, with the dossier that it is verified against and what
//! must be found; the receipt of the 2024 accounts is kept current here.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read and write the files of the corpus"
)]

use std::fs;
use std::path::{Path, PathBuf};

use koers_core::diag::{Code, Lang};
use koers_core::plan::Plan;
use koers_core::receipt::check_file;
use koers_core::report::findings_json;
use koers_core::{Findings, Method, folder};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn bless() -> bool {
    std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1")
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/corpus/receipt");
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let mut cases: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    cases.sort();
    cases
}

/// The expected file, which is written anew where that is asked for.
fn expect(path: &Path, found: &str) {
    if bless() {
        fs::write(path, found).expect("the corpus can be written");
    }
    let expected = fs::read_to_string(path).expect("each case has it");
    assert_eq!(expected, found, "{}", path.display());
}

fn found(case: &Path) -> Findings {
    let bytes = fs::read(case.join("receipt.json")).expect("each case has one");
    let dossier = fs::read_to_string(case.join("dossier.txt")).expect("each case has one");
    let dossier = folder::load(root().join(dossier.trim())).expect("a good dossier");
    check_file("receipt.json", &bytes, &dossier)
        .findings()
        .clone()
}

#[test]
fn every_receipt_gives_what_it_must() {
    for case in cases() {
        let findings = found(&case);
        expect(
            &case.join("expected.json"),
            &findings_json(&findings, Lang::Nl),
        );
        expect(&case.join("expected.txt"), &findings.render(Lang::Nl));
        assert!(
            !findings.render(Lang::En).contains('{'),
            "{}",
            case.display()
        );
    }
}

/// Everything in it but the version of the library changes only with a reason; `KOERS_BLESS=1` writes it for a new version.
#[test]
fn the_receipt_of_the_accounts_is_current() {
    let dossier = folder::load(root().join("examples/twentse-koers-2024")).expect("the accounts");
    let dossier = dossier.assume_eligible("iza", None).expect("a grant");
    let best = dossier.settle_by(&Method::least_refund()).expect("settles");
    let receipt = best.receipt();
    let path = root().join("tests/corpus/receipt/of-the-accounts/receipt.json");
    expect(&path, &receipt.to_json());
    let certificate = best.certificate().expect("a flow was solved");
    assert_eq!(certificate.input(), receipt.input());
}

/// How much may be solved is in a receipt, and goes with it: with one way there is no proof, and verifying says so no more than
/// settling did. More than is solved where nothing is said is not solved for whoever wrote a receipt.
#[test]
fn how_much_may_be_solved_is_in_the_receipt() {
    let dossier = folder::load(root().join("examples/twentse-koers-2024")).expect("the accounts");
    let solving = |most: Option<usize>| {
        let plan = Plan::by(dossier.clone(), Method::least_refund()).expect("sound");
        let plan = match most {
            Some(most) => plan.solving_at_most(most),
            None => plan,
        };
        plan.allocate().settle().receipt()
    };
    let usual = solving(None);
    assert_eq!(solving(Some(1 << 22)), usual);
    for (most, case) in [(1, "solving-less"), (1 << 40, "solving-more")] {
        let receipt = solving(Some(most));
        assert_ne!(receipt.input(), usual.input());
        assert_eq!(receipt.certificate().is_some(), most > 1);
        let json = receipt.to_json();
        assert!(json.contains(&format!("\"solving_at_most\":{most},\n")));
        expect(
            &root().join(format!("tests/corpus/receipt/{case}/receipt.json")),
            &json,
        );
    }
}

#[test]
fn a_receipt_is_a_regular_file_of_bounded_size() {
    let folder = std::env::temp_dir().join(format!("koers-receipts-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the test");
    let codes = |findings: Findings| -> Vec<Code> {
        findings.iter().map(koers_core::Finding::code).collect()
    };
    let read = |path: &Path| codes(folder::receipt(path).expect_err("no receipt"));
    assert_eq!(read(&folder), [Code::UnreadableFile]);
    assert_eq!(read(&folder.join("none.json")), [Code::MissingFile]);
    let large = folder.join("large.json");
    fs::write(&large, vec![b' '; (4 << 20) + 1]).expect("written");
    assert_eq!(read(&large), [Code::TooLarge]);
    let deep = folder.join("deep.json");
    fs::write(&deep, "[".repeat(1 << 20)).expect("written");
    assert_eq!(read(&deep), [Code::NotAReceipt]);
    fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn what_the_receipt_did_not_assume_is_told() {
    let dossier = folder::load(root().join("examples/twentse-koers-2024")).expect("the accounts");
    let receipt = dossier.settle().expect("settles").receipt();
    let wider = dossier.assume_eligible("iza", None).expect("a grant");
    let codes: Vec<Code> = receipt
        .verify(&wider)
        .iter()
        .map(koers_core::Finding::code)
        .collect();
    assert_eq!(codes, [Code::ReceiptDidNotAssume]);
}
