//! The catalogue and the corpus of scheme files: what checking them gives, and how they read.
#![expect(
    clippy::disallowed_methods,
    reason = "the runner reads and blesses files, and is told to by the environment"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use koers_core::report::{Format, table_text};
use koers_core::scheme::{
    Checked, Citation, Condition, Day, Deadline, Duty, DutyKind, Eligible, FunderGroup, LegalBasis,
    Part, Scheme, Unit, Unspent, Version, Window, check_file,
};
use koers_core::tables::{Row, SchemeRow, Table};
use koers_core::{Date, Lang, Schemes, folder};
use proptest::prelude::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies in the repository")
        .to_owned()
}

/// Whether the expected files are to be rewritten.
fn bless() -> bool {
    std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1")
}

/// Compares what came out with the file, or rewrites it; what is wrong, if anything.
fn same(path: &Path, found: &str) -> String {
    if bless() {
        fs::write(path, found).expect("the corpus can be written");
        return String::new();
    }
    let label = path.strip_prefix(root()).unwrap_or(path).display();
    let Ok(expected) = fs::read_to_string(path) else {
        return format!("{label} is missing\n");
    };
    let pairs = expected.split('\n').zip(found.split('\n'));
    let line = pairs.take_while(|(a, b)| a == b).count();
    if expected == found {
        return String::new();
    }
    let at = |text: &str| text.split('\n').nth(line).unwrap_or("(end)").to_owned();
    format!(
        "{label}:{}\n  expected {}\n  found    {}\n",
        line + 1,
        at(&expected),
        at(found)
    )
}

/// The folders in `tests/corpus/schemes` and `tests/corpus/describe`, by name.
fn folders(of: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/corpus").join(of)).expect("the corpus is there");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    folders.sort_unstable();
    assert!(!folders.is_empty(), "no cases in {of}");
    folders
}

fn summary(checked: &Checked) -> String {
    format!(
        "{} examples, {} failed\n\n{}",
        checked.examples(),
        checked.failed(),
        checked.findings().render(Lang::Nl)
    )
}

#[test]
fn every_file_of_the_catalogue_checks_without_findings() {
    let mut wrong = String::new();
    for (name, text) in Schemes::catalogue_files() {
        let checked = check_file(name, text.as_bytes());
        if !checked.findings().is_empty() || checked.examples() == 0 || checked.scheme().is_none() {
            writeln!(wrong, "{name}: {}", summary(&checked)).expect("text takes it");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_scheme_of_the_corpus_gives_what_it_must() {
    let mut wrong = String::new();
    for case in folders("schemes") {
        let bytes = fs::read(case.join("scheme.toml")).expect("each case has a scheme");
        let checked = check_file("scheme.toml", &bytes);
        wrong.push_str(&same(&case.join("expected.txt"), &summary(&checked)));
        for finding in checked.findings() {
            for lang in [Lang::Nl, Lang::En] {
                let texts = [finding.message(lang), finding.help(lang)];
                assert!(
                    texts
                        .iter()
                        .all(|text| !text.is_empty() && !text.contains(['{', '\n']))
                );
            }
            let place = finding.source().unwrap_or_default();
            assert!(
                place.starts_with("scheme.toml:"),
                "{}: {place:?} {}",
                case.display(),
                finding.message(Lang::En)
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_description_of_the_corpus_reads_as_it_must() {
    let files = [
        ("nl.txt", Lang::Nl, Format::Text),
        ("en.txt", Lang::En, Format::Text),
        ("nl.md", Lang::Nl, Format::Markdown),
        ("nl.html", Lang::Nl, Format::Html),
        ("scheme.json", Lang::Nl, Format::Json),
        ("rules.csv", Lang::En, Format::Csv),
    ];
    let mut wrong = String::new();
    for case in folders("describe") {
        let text = fs::read_to_string(case.join("scheme.toml")).expect("each case has a scheme");
        let scheme =
            Scheme::from_toml("scheme.toml", &text).unwrap_or_else(|refused| panic!("{refused}"));
        for (name, lang, format) in files {
            wrong.push_str(&same(&case.join(name), &scheme.describe(lang, format)));
        }
        let json = |lang| scheme.describe(lang, Format::Json);
        assert_eq!(json(Lang::Nl), json(Lang::En));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_scheme_of_the_catalogue_reads_in_each_form() {
    for scheme in Schemes::catalogue().iter() {
        for lang in [Lang::Nl, Lang::En] {
            let of = |format| scheme.describe(lang, format);
            let text = of(Format::Text);
            assert!(text.starts_with(scheme.title_in(lang)), "{text}");
            assert!(
                text.lines()
                    .all(|line| line.trim_end() == line && line.chars().count() < 200),
                "{text}"
            );
            let html = of(Format::Html);
            assert!(html.starts_with("<div class=\"koers\">\n") && html.ends_with("</div>\n"));
            let json: serde_json::Value = serde_json::from_str(&of(Format::Json)).expect("JSON");
            assert_eq!(json["id"], scheme.id.as_str());
            let versions = json["versions"].as_array().expect("a list").iter();
            assert_eq!(versions.count(), scheme.versions.len());
            let rules: usize = scheme
                .versions
                .iter()
                .map(|version| version.rules().len())
                .sum();
            // A row for all kinds that are deducted together.
            let kinds = scheme
                .versions
                .iter()
                .filter_map(|version| version.deductions.as_ref());
            let more: usize = kinds.map(|kinds| kinds.rule.len() - 1).sum();
            let csv = of(Format::Csv);
            assert_eq!(csv.lines().count(), 1 + rules - more, "{csv}");
            // Each article is there, in each form.
            for (_, citation) in scheme.versions.iter().flat_map(|version| version.rules()) {
                let article = citation.article.as_deref().unwrap_or_default();
                let plain: String = text.split_whitespace().collect();
                let bare: String = article.split_whitespace().collect();
                assert!(plain.contains(&bare), "{}: {article}", scheme.id);
            }
        }
    }
}

#[test]
fn the_schemes_are_listed() {
    let rows = Schemes::catalogue().rows(Lang::En);
    assert_eq!(rows.len(), Schemes::catalogue_files().len());
    let iza = rows
        .iter()
        .find(|row| row.id == "spuk-iza")
        .expect("it is there");
    assert_eq!((iza.draft.as_str(), iza.versions), ("no", 1));
    assert!(iza.title.contains("Integrated Care Agreement") && iza.since.is_some());
    let names: Vec<_> = SchemeRow::columns()
        .into_iter()
        .map(|column| column.name)
        .collect();
    assert_eq!(
        names,
        [
            "id",
            "title",
            "funder",
            "funder_group",
            "draft",
            "since",
            "versions"
        ]
    );
    assert!(table_text(&Table::of(&rows)).contains("provincie-overijssel"));
}

#[test]
fn a_path_is_checked_for_what_it_is() {
    let schemes = root().join("koers-core/schemes/spuk-iza.toml");
    let checked = folder::check(&schemes);
    assert!(
        checked
            .scheme()
            .is_some_and(|scheme| scheme.id == "spuk-iza")
            && checked.examples() > 0
    );
    let dossier = root().join("examples/twentse-koers-2024");
    for path in [dossier.clone(), dossier.join("dossier.toml")] {
        let checked = folder::check(path);
        assert!(checked.scheme().is_none() && !checked.findings().has_errors());
        assert!(
            !checked.findings().is_empty(),
            "an agreement beyond its scheme"
        );
    }
    let codes = |path: &str| -> Vec<String> {
        let checked = folder::check(path);
        checked
            .findings()
            .iter()
            .map(|finding| finding.code().to_string())
            .collect()
    };
    assert_eq!(codes("no/such/folder"), ["K0009"]);
    assert_eq!(codes("no/such/scheme.toml"), ["K0001"]);
    let readme = root().join("README.md");
    assert_eq!(codes(&readme.to_string_lossy()), ["K0002"]);
}

#[test]
fn hostile_files_take_bounded_time() {
    let head = "format = 1\nscheme = { id = \"a\", title = \"a\", funder = \"a\", funder_group = \"rijk\", legal_basis = { title = \"a\" } }\n[[versions]]\nfrom = 2020-01-01\nunit = { period = \"calendar-year\", article = \"1\", status = \"text\" }\nwindow = { rule = \"tranche-year\", article = \"1\", status = \"text\" }\neligible = { rule = \"any\", article = \"1\", status = \"text\" }\nunspent = { rule = \"refund\", article = \"1\", status = \"text\" }\n";
    let examples = |count: usize, body: &str| {
        let one = format!("[[examples]]\nname = \"x\"\n{body}\n");
        format!("{head}{}", one.repeat(count))
    };
    let codes = |text: &str| -> Vec<String> {
        let checked = check_file("a.toml", text.as_bytes());
        checked
            .findings()
            .iter()
            .map(|finding| finding.code().to_string())
            .collect()
    };
    let many = examples(1_001, "years = [2024]\nexpect = {}");
    assert!(codes(&many).contains(&"K0119".to_owned()));
    let line = "{ line = \"1\", period = \"2024\", amount = \"1\" },";
    let long = examples(
        1,
        &format!(
            "years = [2024]\nexpect = {{}}\nlines = [{}]",
            line.repeat(1_001)
        ),
    );
    assert!(codes(&long).contains(&"K0119".to_owned()));
    let tranche = "{ id = \"a\", year = 2024, granted = \"1\" },";
    let grants = |years: usize, tranches: usize| {
        let (years, tranches) = ("2024,".repeat(years), tranche.repeat(tranches));
        format!(
            "years = [{years}]\nexpect = {{}}\ngrants = [{{ id = \"g\", tranches = [{tranches}] }}]"
        )
    };
    assert!(codes(&examples(1, &grants(11, 1_000))).contains(&"K0119".to_owned()));
    assert!(codes(&examples(12, &grants(10, 900))).contains(&"K0119".to_owned()));
    let rows = format!(
        "years = [2024]\nexpect = {{ settlement = [{}] }}",
        "{},".repeat(201)
    );
    assert!(codes(&examples(1, &rows)).contains(&"K0119".to_owned()));
}

#[test]
fn a_scheme_that_nobody_checked_can_be_described() {
    let article = || Citation::text("art. 1");
    let part = |id: &str, group: &str| Part::new(id, "x\u{1b}[2J\ny", article()).group(group);
    let date = |text: &str| Date::parse(text).expect("a date");
    let version =
        Version::new(
            date("2199-12-31"),
            article().on(Unit::Years {
                years: 255,
                start: i16::MAX,
            }),
            article().on(Window::Until(date("1900-01-01"))),
            article().on(Eligible::Costs(Condition::new())),
            article().on(Unspent::Refund),
        )
        .text("a\nb\tc")
        .duty(article().on(
            Duty::new(DutyKind::Decision).by(Deadline::on(Day::Date(date("2199-12-31"))).weeks(9)),
        ))
        .duty(article().on(
            Duty::new(DutyKind::Decision).by(Deadline::on(Day::NextYear { month: 0, day: -1 })),
        ))
        .duty(
            article().on(
                Duty::new(DutyKind::Approval)
                    .by(Deadline::on(Day::NextYear { month: 13, day: 0 }).weeks(1)),
            ),
        );
    let scheme = Scheme::new(
        "",
        "",
        "<b>",
        FunderGroup::Eu,
        LegalBasis::new("a").link("https://x\"onclick=1"),
    )
    .part(part("a", "b"))
    .part(part("b", "a"))
    .part(part("c", "c"))
    .part(part("d", "nowhere"))
    .part(part("e", "d"))
    .version(version.clone())
    .version(version);
    for lang in [Lang::Nl, Lang::En] {
        for format in [
            Format::Text,
            Format::Markdown,
            Format::Html,
            Format::Json,
            Format::Csv,
        ] {
            let text = scheme.describe(lang, format);
            assert!(
                text.chars().all(|sign| sign == '\n' || !sign.is_control()),
                "{text}"
            );
            if format == Format::Html {
                assert!(!text.contains("<b>") && !text.contains("<a "), "{text}");
            }
            if format == Format::Text {
                let parts = text
                    .lines()
                    .filter(|line| line.trim_start().starts_with(['a', 'b', 'c', 'd', 'e']));
                assert!(parts.count() >= 5, "{text}");
                assert!(text.contains("\n  e  "), "{text}");
            }
        }
    }
    let none = Scheme::new("x", "y", "z", FunderGroup::Other, LegalBasis::new("a"));
    assert!(none.describe(Lang::Nl, Format::Text).starts_with("y (x)\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A file of the catalogue with some bytes changed: it is a scheme, or findings in it say why not.
    #[test]
    fn any_bytes_check(
        file in 0..Schemes::catalogue_files().len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any_bytes()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (name, text) = Schemes::catalogue_files()[file];
        let mut bytes = text.as_bytes().to_vec();
        for (at, change) in changes {
            let at = at.index(bytes.len());
            let end = (at + change.len()).min(bytes.len());
            bytes.splice(at..end, change);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let checked = check_file(name, &bytes);
        prop_assert!(checked.failed() <= checked.examples());
        prop_assert!(checked.scheme().is_some() || checked.findings().has_errors());
        for finding in checked.findings() {
            prop_assert!(finding.source().is_some_and(|place| place.starts_with(name)), "{}", finding.message(Lang::En));
        }
        if let Some(scheme) = checked.scheme() {
            for format in [Format::Text, Format::Html, Format::Json] {
                prop_assert!(!scheme.describe(Lang::Nl, format).is_empty());
            }
        }
    }
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..3),
        "[0-9]{1,2}|\"|\\[|\\]|\\}|=|\n|2199|-|0|%|a".prop_map(String::into_bytes),
    ]
}
