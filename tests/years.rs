//! Years: the dossier of the year after, and roll-forwards as they were published, through Rust. `tests/corpus/roll-forward` has a folder for each, with what
//! must be found; C and Python run the same.
#![expect(
    clippy::disallowed_methods,
    reason = "the runner reads and blesses files, and is told to by the environment"
)]

use std::fs;
use std::path::{Path, PathBuf};

use koers_core::diag::Code;
use koers_core::dossier::{BudgetLine, CostLine, DossierBuilder, Grant, Tranche};
use koers_core::forecast::{Basis, Outlook};
use koers_core::report::{
    Format, findings_json, render, render_forecast, render_restatement, render_roll_forward,
    table_json,
};
use koers_core::roll_forward::{DeclaredRollForward, Side, check_file};
use koers_core::settle::Measure;
use koers_core::tables::{RollForwardTotalRow, Table};
use koers_core::{Dossier, Findings, Lang, Money, Period, Schemes, folder};

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

/// A folder of our own that goes away with its test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Temporary {
        let name = format!("koers-years-{}-{name}", std::process::id());
        Temporary(std::env::temp_dir().join(name))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0); // Leaving it behind harms nothing.
    }
}

fn accounts() -> Dossier {
    folder::load(root().join("examples/twentse-koers-2024")).expect("a good dossier")
}

fn euros(euros: i64) -> Money {
    Money::from_euros(euros).expect("within the bound")
}

/// What went back over 2024 stands as refund until it is repaid, and no longer.
#[test]
fn a_refund_stands_until_it_is_repaid() {
    let next = accounts()
        .settle()
        .expect("good")
        .next_year()
        .expect("2025");
    assert_eq!((next.years(), next.chain_from()), (&[2025][..], 2024));
    let iza = |dossier: &Dossier| {
        let settlement = dossier.settle().expect("good");
        let rows = settlement.settlement().iter();
        let mut rows = rows.filter(|row| row.grant == "iza");
        let row = rows.next().expect("still there").clone();
        (row.opening, row.owed, row.refund)
    };
    assert_eq!(iza(&next), (euros(965_225), euros(965_225), euros(965_225)));
    let mut builder = next.edit();
    for grant in builder
        .grants_mut()
        .iter_mut()
        .filter(|it| it.id.value == "iza")
    {
        let period = Period::parse("2025-06").expect("a month");
        let tranche = grant.tranches.remove(0);
        grant.tranches.push(tranche.repaid(period, euros(965_225)));
    }
    let repaid = builder.build(&next.schemes()).expect("good");
    assert_eq!(iza(&repaid), (euros(965_225), euros(0), euros(0)));
    // In 2025 nothing is spent: what may go on to 2026 stays, what may not goes back.
    let settlement = next.settle().expect("good");
    let lapsed: i64 = settlement
        .settlement()
        .iter()
        .map(|row| row.refund.cents() - row.owed.cents())
        .sum();
    assert_eq!(Money::from_cents(lapsed), Some(euros(457_560)));
    assert_eq!(settlement.total(Measure::CarryOver), euros(278_318));
}

/// Income by accrual (BBV): what was earned is released, what is carried or owed stands on the balance.
#[test]
fn income_by_accrual() {
    let totals = accounts().settle().expect("good").roll_forward_totals();
    let sum = |of: fn(&RollForwardTotalRow) -> Money| {
        totals.iter().map(|row| of(row).cents()).sum::<i64>()
    };
    assert_eq!(
        Money::from_cents(sum(|row| row.released)),
        Some(euros(4_576_887))
    );
    assert_eq!(
        Money::from_cents(sum(|row| row.closing)),
        Some(euros(735_878 + 965_225))
    );
}

#[test]
fn a_dossier_is_saved_once() {
    let next = accounts()
        .settle()
        .expect("good")
        .next_year()
        .expect("2025");
    let folder = Temporary::new("saved");
    folder::save(&next, &folder.0).expect("an empty folder");
    let again = folder::load(&folder.0).expect("what was saved");
    assert_eq!(
        again.to_files().expect("the same"),
        next.to_files().expect("printable")
    );
    let refused = folder::save(&next, &folder.0).expect_err("not empty any more");
    let codes: Vec<Code> = refused.iter().map(koers_core::Finding::code).collect();
    assert_eq!(codes, [Code::UnwritableFile]);
    assert!(refused.render(Lang::Nl).contains("de map is niet leeg"));
}

#[test]
fn what_was_assumed_is_not_saved() {
    let folder = Temporary::new("assumed");
    let assumed = accounts().assume_eligible("iza", None).expect("a grant");
    // It goes with the dossier in memory, into the next year too.
    let next = assumed.settle().expect("good").next_year().expect("2025");
    for dossier in [assumed, next] {
        let refused = folder::save(&dossier, &folder.0).expect_err("a what-if");
        let codes: Vec<Code> = refused.iter().map(koers_core::Finding::code).collect();
        assert_eq!(codes, [Code::NotPrintable]);
        assert!(!folder.0.exists());
    }
}

#[test]
fn after_the_last_year_there_is_none() {
    let dossier = DossierBuilder::new("d", "SamenTwente", vec![2199]);
    let dossier = dossier.build(&Schemes::catalogue()).expect("empty");
    let refused = dossier
        .settle()
        .expect("empty")
        .next_year()
        .expect_err("2200");
    let codes: Vec<Code> = refused.iter().map(koers_core::Finding::code).collect();
    assert_eq!(codes, [Code::UnknownValue]);
}

/// A late invoice, an award that was raised and a rule that was corrected in a closed year, as worked out in the case.
#[test]
fn closed_years_are_restated() {
    let case = root().join("tests/corpus/good/closed-years");
    let settlement = folder::load(&case).expect("good").settle().expect("good");
    let rows = settlement.restatement();
    let told: Vec<(&str, &str, String)> = rows
        .iter()
        .map(|row| {
            (
                row.grant.as_str(),
                row.measure.as_str(),
                row.amount.to_string(),
            )
        })
        .collect();
    let expected = [
        ("hoger", "spent", "40.00"),
        ("hoger", "receivable", "40.00"),
        ("laat", "spent", "50.00"),
        ("laat", "refund", "-50.00"),
        ("regel", "refund", "-200.00"),
        ("regel", "carry_over", "200.00"),
    ];
    let expected = expected.map(|(grant, measure, amount)| (grant, measure, amount.to_owned()));
    assert_eq!(told, expected);
    assert!(
        rows.iter()
            .all(|row| (row.year, row.booked) == (2024, 2025))
    );
    let last = rows.last().expect("rows");
    let reasons = (last.reason_before.as_deref(), last.reason_after.as_deref());
    let (before, after) = reasons;
    assert_eq!(before, Some("refund: een-vijfde@2019-01-01 art. 4 (text)"));
    assert_eq!(
        after,
        Some("carry-over: een-vijfde@2019-01-01 art. 4 (text)")
    );
    let json = table_json(&Table::of(&rows));
    let path = case.join("restatement.json");
    if std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1") {
        fs::write(&path, &json).expect("the corpus can be written");
    }
    assert_eq!(fs::read_to_string(path).expect("there"), json);
    // Closed as they are now, nothing is left to tell.
    let closed = settlement.close().expect("good").settle().expect("good");
    assert_eq!(closed.dossier().closed(), [2024, 2025]);
    assert_eq!(closed.restatement(), []);
}

/// What was budgeted for later years goes on, also what was budgeted for a line that stays behind.
#[test]
fn the_budget_of_later_years_goes_on() {
    let year = |year: &str| Period::parse(year).expect("a year");
    let dossier = DossierBuilder::new("d", "SamenTwente", vec![2024])
        .grant(Grant::new("iza", "spuk-iza").tranche(Tranche::new("2024", euros(100)).year(2024)))
        .line(
            CostLine::new("L1", year("2024"), euros(10))
                .on("iza")
                .dimension("theme", "zorg"),
        )
        .budget(BudgetLine::new(year("2024"), euros(1)).dimension("theme", "jeugd"))
        .budget(BudgetLine::new(year("2025"), euros(2)).dimension("theme", "jeugd"))
        .budget(BudgetLine::of_line("L1", year("2026"), euros(3)))
        .build(&Schemes::catalogue())
        .expect("good");
    let next = dossier.settle().expect("good").next_year().expect("2025");
    let files = next.to_files().expect("printable");
    let budget = String::from_utf8(files["budget.csv"].clone()).expect("text");
    let expected =
        "line,period,grant,amount,source,theme\n,2025,,2.00,,jeugd\n,2026,iza,3.00,,zorg\n";
    assert_eq!(budget, expected);
    // And so it does year after year.
    let after = next.settle().expect("good").next_year().expect("2026");
    assert_eq!(after.budget().rows().len(), 1);
}

#[test]
fn a_forecast_says_why_money_goes_back_as_a_settlement_does() {
    let case = |name: &str| {
        let dossier = folder::load(root().join("tests/corpus/good").join(name));
        dossier.and_then(|it| it.settle()).expect("settles")
    };
    let told = |name: &str, basis: Basis, lang: Lang| {
        let forecast = case(name)
            .forecast(&Outlook::new(basis))
            .expect("forecasts");
        render_forecast(&forecast, Format::Text, lang)
    };
    for (name, basis, dutch, english) in [
        (
            "chain-education-windows",
            Basis::Plan,
            "- 2030 – oab, 2026: meer over dan mee mag, terug naar het Rijk (art. 5 lid 2 en 4)\n",
            "- 2030 – oab, 2026: more left than may be carried, back to the state (art. 5 lid 2 en 4)\n",
        ),
        (
            "forecast-reserve-at-its-limit",
            Basis::RunRate,
            "- 2025 – instelling, 2025: meer over dan mee mag, terug naar het Rijk (art. 4)\n",
            "- 2025 – instelling, 2025: more left than may be carried, back to the state (art. 4)\n",
        ),
        (
            "forecast-iza",
            Basis::RunRate,
            "- 2025 – iza, 2025: niet besteed, terug naar het Rijk (art. 9 lid 2)\n",
            "- 2025 – iza, 2025: not spent, back to the state (art. 9 lid 2)\n",
        ),
    ] {
        for (lang, sentence) in [(Lang::Nl, dutch), (Lang::En, english)] {
            let text = told(name, basis, lang);
            assert!(text.contains(sentence), "{text}");
        }
    }
}

#[test]
fn postings_of_closed_years_are_told_without_codes() {
    let settlement = |name: &str| {
        let dossier = folder::load(root().join("tests/corpus/good").join(name));
        dossier.and_then(|it| it.settle()).expect("settles")
    };
    let dutch = render_restatement(&settlement("closed-years"), Format::Text, Lang::Nl);
    assert!(!dutch.contains('@') && !dutch.contains(",00"), "{dutch}");
    assert!(
        dutch.contains("niet besteed (art. 4)  overheveling (art. 4)"),
        "{dutch}"
    );
    let page = render(&settlement("closed-years"), Format::Text, Lang::Nl);
    assert!(
        page.contains("\n2024, laat, jaarschijf 2024: besteed 700 → 750 ("),
        "{page}"
    );
    let twice = render_restatement(&settlement("closed-twice"), Format::Text, Lang::Nl);
    assert!(
        twice.ends_with("; al geboekt bij een eerder jaar\n"),
        "{twice}"
    );
    let parts = render_roll_forward(&settlement("parts"), Format::Text, Lang::Nl);
    assert!(
        parts.contains("subsidie  jaarschijf") && parts.contains("2024, onderdeel a.1"),
        "{parts}"
    );
}

/// The page of a closed year: what was spent is as it was closed, 2,400, and own funds are of the lines as they are now, of which
/// grants pay 750 + 1,040 + 700 = 2,490.
#[test]
fn own_funds_of_a_closed_year_are_those_of_now() {
    let dossier = folder::load(root().join("tests/corpus/good/closed-years"));
    let settlement = dossier.expect("a good dossier").settle().expect("settled");
    for (lang, told) in [
        (
            Lang::Nl,
            "Eigen middelen: – naar wat nu bekend is; bij de afsluiting betaalden de subsidies 90 minder",
        ),
        (
            Lang::En,
            "Own funds: – by what is known now; when the year was closed the grants paid 90 less",
        ),
    ] {
        let page = render(&settlement, Format::Text, lang);
        assert_eq!(page.matches(told).count(), 1, "{page}");
    }
}
