//! Years: roll-forwards as they were published, through Rust. `tests/corpus/roll-forward` has a folder for each, with what
//! must be found; C and Python run the same.
#![expect(
    clippy::disallowed_methods,
    reason = "the runner reads and blesses files, and is told to by the environment"
)]

use std::fs;
use std::path::{Path, PathBuf};

use koers_core::diag::Code;
use koers_core::report::findings_json;
use koers_core::roll_forward::{DeclaredRollForward, Side, check_file};
use koers_core::{Findings, Lang, Money, folder};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate lies in the repository").to_owned()
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/corpus/roll-forward");
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    cases.sort();
    cases
}

fn declared(case: &Path) -> Result<DeclaredRollForward, Findings> {
    let bytes = fs::read(case.join("roll_forward.csv")).expect("each case has one");
    DeclaredRollForward::from_csv("roll_forward.csv", &bytes)
}

/// What is found: in the roll-forward itself, and against the settlement of the dossier that the case names.
fn found(case: &Path) -> Findings {
    let bytes = fs::read(case.join("roll_forward.csv")).expect("each case has one");
    let dossier = fs::read_to_string(case.join("dossier.txt")).ok();
    let settlement = dossier.map(|dossier| {
        let dossier = folder::load(root().join(dossier.trim())).expect("a good dossier");
        dossier.settle().expect("a good dossier")
    });
    let checked = check_file("roll_forward.csv", &bytes, settlement.as_ref());
    checked.findings().clone()
}

#[test]
fn every_roll_forward_gives_what_it_must() {
    let bless = std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1");
    for case in cases() {
        let findings = found(&case);
        let results = [
            ("expected.json", findings_json(&findings, Lang::Nl)),
            ("expected.txt", findings.render(Lang::Nl)),
        ];
        for (name, found) in results {
            let path = case.join(name);
            if bless {
                fs::write(&path, &found).expect("the corpus can be written");
            }
            let expected = fs::read_to_string(&path).expect("each case has it");
            assert_eq!(expected, found, "{}", path.display());
        }
    }
}

/// The figures of `tests/corpus/roll-forward/published` come from accounts of seven bodies, in thousands of euros.
#[test]
fn published_roll_forwards_come_out() {
    let declared = declared(&root().join("tests/corpus/roll-forward/published")).expect("readable");
    let table = declared.table();
    let (one, none) = (Money::from_euros(1).expect("within the bound"), Money::ZERO);
    let with = |difference: Money| {
        let rows = table.iter();
        rows.filter(|row| row.difference == Some(difference))
            .count()
    };
    let off = |row: &&koers_core::tables::DeclaredRollForwardRow| {
        row.difference
            .is_some_and(|it| it.cents().abs() == one.cents())
    };
    let four: Vec<&str> = table
        .iter()
        .filter(off)
        .map(|row| row.grant.as_str())
        .collect();
    assert_eq!(with(none), 75);
    assert_eq!(
        four,
        [
            "Totaal",
            "EU: Horizon 2020 Europe",
            "EU: REACT-EU",
            "Aanpak voor personen met verward gedrag"
        ]
    );
    let findings = declared.check();
    let of = |code: Code| findings.iter().filter(move |it| it.code() == code);
    assert_eq!(of(Code::DeclaredRowRounded).count(), 4);
    assert_eq!(of(Code::DeclaredRowDiffers).count(), 0);
    // Groningen: the rows of the Rijk close at 37.638 against 36.412 printed, and one row is just that.
    let totals: Vec<_> = of(Code::DeclaredTotalDiffers).collect();
    assert_eq!(totals.len(), 1);
    assert_eq!(totals[0].at_stake(), Money::from_euros(-1226));
    let message = totals[0].message(Lang::Nl);
    assert!(
        message.ends_with("precies rij `Persoonsgebonden budget`"),
        "{message}"
    );
    // Medemblik: 2021 opens as 2020 closed, where one row became three too.
    assert_eq!(of(Code::DeclaredOpeningDiffers).count(), 0);
    let years = declared
        .rows()
        .iter()
        .filter(|row| row.holder.as_deref() == Some("Gemeente Medemblik"));
    let years: std::collections::BTreeSet<i16> = years.map(|row| row.year).collect();
    assert_eq!(years.into_iter().collect::<Vec<_>>(), [2020, 2021]);
    assert!(
        declared
            .rows()
            .iter()
            .any(|row| row.side == Side::Receivable)
    );
}
