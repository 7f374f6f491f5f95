//! Explanations through Rust. `tests/corpus/explain` has a folder for each question, with the answer in every form; C and Python
//! run the same.
#![expect(
    clippy::disallowed_methods,
    reason = "the runner reads and blesses files, and is told to by the environment"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use koers_core::diag::Code;
use koers_core::explain::{ExplainError, Explanation, Figure, Node, Statement, Subject, Told};
use koers_core::report::{Format, render_explanation};
use koers_core::settle::{Measure, Settlement};
use koers_core::{Findings, Lang, Method, Money, folder};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate lies in the repository").to_owned()
}

/// The lines `key: value` of a question.
fn question(case: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(case.join("question.txt")).expect("each case has one");
    let pairs = text.lines().filter_map(|line| line.split_once(": "));
    pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn settled(question: &BTreeMap<String, String>) -> Settlement {
    let dossier = folder::load(root().join(&question["dossier"])).expect("a good dossier");
    let dossier = match question.get("assume_eligible") {
        Some(grant) => dossier.assume_eligible(grant, None).expect("a grant"),
        None => dossier,
    };
    let method = match question.get("method").map(String::as_str) {
        Some("least-refund") => Method::least_refund(),
        _ => Method::booked(),
    };
    dossier.settle_by(&method).expect("a good dossier")
}

fn answer(settlement: &Settlement, question: &BTreeMap<String, String>) -> Explanation {
    let subject = Subject::parse(&question["subject"], settlement.dossier()).expect("a subject");
    let year = question
        .get("year")
        .map(|year| year.parse().expect("a year"));
    let answer = match question.get("why_not").map(String::as_str) {
        Some("true") => settlement.why_not(&subject, year),
        _ => settlement.explain(&subject, year),
    };
    answer.expect("an answer")
}

#[test]
fn every_question_has_the_answer_that_was_read() {
    let bless = std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1");
    let folder = root().join("tests/corpus/explain");
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 10);
    for case in cases {
        let question = question(&case);
        let answer = answer(&settled(&question), &question);
        assert!(answer.adds_up(), "{}", case.display());
        for (name, format, lang) in [
            ("nl.txt", Format::Text, Lang::Nl),
            ("en.txt", Format::Text, Lang::En),
            ("nl.md", Format::Markdown, Lang::Nl),
            ("nl.html", Format::Html, Lang::Nl),
            ("nl.json", Format::Json, Lang::Nl),
            ("en.csv", Format::Csv, Lang::En),
        ] {
            let found = render_explanation(&answer, format, lang);
            let path = case.join(name);
            if bless {
                fs::write(&path, &found).expect("the corpus can be written");
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(expected, found, "{}", path.display());
        }
    }
}

fn twentse_koers() -> Settlement {
    let dossier = folder::load(root().join("examples/twentse-koers-2024"));
    dossier
        .expect("a good dossier")
        .settle()
        .expect("a good dossier")
}

fn explained(settlement: &Settlement, subject: &str) -> Vec<Node> {
    let subject = Subject::parse(subject, settlement.dossier()).expect("a subject");
    let answer = settlement.explain(&subject, None).expect("an answer");
    assert!(answer.adds_up());
    answer.trees
}

fn euros(euros: i64) -> Option<Money> {
    Money::from_euros(euros)
}

/// The tree of a figure that is told in a way.
fn tree(trees: &[Node], told: Told) -> &Node {
    let of =
        |node: &&Node| matches!(&node.statement, Statement::Figure { told: it, .. } if *it == told);
    trees.iter().find(of).expect("such a tree")
}

/// Questions 11, 12, 13 and 18 of the reference accounts: which lines make up the refund, what was never budgeted, and what
/// part of it comes from local project leaders.
#[test]
fn the_refund_of_iza_is_lines_and_what_was_never_budgeted() {
    let settlement = twentse_koers();
    let trees = explained(&settlement, "refund=iza");
    for tree in &trees {
        assert_eq!(tree.amount, euros(965_225));
    }
    let budget = tree(&trees, Told::Budget);
    let [lines, never] = budget.children.as_slice() else {
        panic!("{budget:?}");
    };
    assert!(matches!(
        lines.statement,
        Statement::LessThanBudgeted { .. }
    ));
    assert_eq!(lines.amount, euros(853_920));
    assert!(matches!(never.statement, Statement::NeverBudgeted { .. }));
    assert_eq!(never.amount, euros(111_305));
    let named = |id: &str| {
        let groups = lines.children.iter().flat_map(|group| &group.children);
        let mut of = groups.filter(|node| {
            matches!(&node.statement, Statement::LineAgainstBudget { line, .. } if line.id == id)
        });
        of.next().expect("the line is named")
    };
    assert_eq!(named("LI-1").amount, euros(151_819));
    assert_eq!(named("LI-1").source.as_deref(), Some("r.3086"));
    assert_eq!(named("OV-1").amount, euros(160_000));
    for (grant, never_budgeted) in [
        ("gala15", 226_869),
        ("provincie", 43_277),
        ("samsam", 4_345),
        ("clientondersteuning", 0),
    ] {
        let trees = explained(&settlement, grant);
        let unspent = tree(&trees, Told::Budget);
        let never = |node: &&Node| matches!(node.statement, Statement::NeverBudgeted { .. });
        let found = unspent.children.iter().find(never);
        let amount = found.and_then(|node| node.amount).unwrap_or(Money::ZERO);
        assert_eq!(Some(amount), euros(never_budgeted), "{grant}");
    }
}

#[test]
fn figures_of_the_accounts_come_out() {
    let settlement = twentse_koers();
    let first = |subject: &str| explained(&settlement, subject)[0].amount;
    assert_eq!(first("refund"), euros(965_225));
    assert_eq!(first("carry_over"), euros(735_878));
    assert_eq!(first("own_funds"), euros(0));
    assert_eq!(first("gala15"), euros(107_094));
    assert_eq!(first("BZ-1"), euros(41_613));
    let themes = explained(&settlement, "theme=Bestaanszekerheid");
    assert_eq!(themes[0].amount, euros(406_163));
    // IZA's part of 190.426, less the 4.161 that GALA paid above the budget of Welzijn op recept.
    assert_eq!(themes[1].amount, euros(186_265));
    let own = Statement::Figure {
        figure: Figure::OwnFunds,
        told: Told::Reasons,
        grant: None,
        year: Some(2024),
    };
    assert_eq!(explained(&settlement, "own_funds")[0].statement, own);
    assert_eq!(
        settlement.total(Measure::CarryOver),
        euros(735_878).expect("an amount")
    );
}

#[test]
fn what_is_unknown_is_told_with_what_there_is() {
    let settlement = twentse_koers();
    let told = |subject: &str| match Subject::parse(subject, settlement.dossier()) {
        Err(error) => error.to_string(),
        Ok(subject) => panic!("{subject}"),
    };
    same(
        &told("izza"),
        "unknown subject `izza`; known: refund, carry_over, own_funds; grants clientondersteuning, gala15, iza, provincie, \
         regiodeal, samsam; lines BZ-1, BZ-2, BZ-3, BZ-4, BZ-5, BZ-6, BZ-7, LI-1, LI-2, MG-1, MG-2, MG-3, …; dimensions \
         chapter=…, funding=…, project=…, theme=…",
    );
    same(
        &told("theme=Jeugd"),
        "unknown subject `theme=Jeugd`; known: theme=Bestaanszekerheid, theme=Lokale inzet en bekostiging, theme=Mentale \
         gezondheid, theme=Ouderen, theme=Overig budget projecten, theme=Preventie & gezondheid, theme=Programmaorganisatie \
         algemeen",
    );
    let help = |subject: &str| match Subject::parse(subject, settlement.dossier()) {
        Err(error) => error.finding().help(Lang::Nl),
        Ok(subject) => panic!("{subject}"),
    };
    for (subject, meant) in [
        ("izza", "`iza`"),
        ("refunds", "`refund`"),
        ("refund=gala1", "`refund=gala15`"),
        ("BX-1", "`BZ-1`"),
        ("theme=Oudere", "`theme=Ouderen`"),
    ] {
        let help = help(subject);
        assert!(help.starts_with(&format!("bedoelde u {meant}? ")), "{help}");
    }
    assert!(help("iets heel anders").starts_with("noem het id van een subsidie"));
    let iza = Subject::Grant("iza".to_owned());
    let error = settlement
        .explain(&iza, Some(2023))
        .expect_err("no book year");
    same(
        &Findings::from(error.finding()).render(Lang::En),
        "error[K0902]: 2023 is no book year of the dossier\n |\n = help: choose one of the book years: 2024\n",
    );
    assert_eq!(
        error.to_string(),
        "2023 is no book year; the dossier has: 2024"
    );
    let carried = Subject::CarryOver(None);
    let error = settlement.why_not(&carried, None).expect_err("no why not");
    assert!(matches!(error, ExplainError::NoWhyNot { .. }));
    assert_eq!(error.finding().code(), Code::NoWhyNot);
}

fn same(found: &str, expected: &str) {
    assert_eq!(found, expected);
}
