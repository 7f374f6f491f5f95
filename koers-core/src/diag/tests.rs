//! Findings as their readers see them: rendered, sorted, and from hostile input.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Code, Finding, Findings, Lang, Place, Source};
use crate::money::Money;

/// The place of `needle` in a file.
fn place(name: &str, text: &str, needle: &str) -> Place {
    let start = text.find(needle).expect("in the text");
    Place::Text {
        source: Source::new(name, text),
        span: start..start + needle.len(),
    }
}

fn check(finding: Finding, lang: Lang, expected: &str) {
    assert_eq!(Findings::from(finding).render(lang), expected);
}

#[test]
fn float_in_toml() {
    let text = "[[grants]]\nid = \"iza\"\ngranted = 5326438.00 # award\n";
    let finding = Finding::new(Code::FloatAmount).arg("value", "5326438.00");
    check(
        finding.at(place("dossier.toml", text, "5326438.00")),
        Lang::Nl,
        "\
fout[K0107]: bedrag `5326438.00` is een drijvendekommagetal, en dat kan geen centen precies bewaren
 --> dossier.toml:3:11
  |
3 | granted = 5326438.00 # award
  |           ^^^^^^^^^^ drijvendekommagetal
  |
  = hulp: schrijf het bedrag als tekst, tussen aanhalingstekens, of als geheel aantal euro's
",
    );
}

#[test]
fn too_many_steps_in_dutch() {
    let finding = Finding::new(Code::TooMany).arg("what", "steps");
    let finding = finding.arg("limit", 1_000);
    assert_eq!(finding.message(Lang::Nl), "te veel stappen: meer dan 1000");
}

#[test]
fn cell_in_csv_with_crlf() {
    let text = format!(
        "line,period,amount\r\n{}BZ-1,2024,12.345\r\n",
        "a,2024,1\r\n".repeat(9)
    );
    let finding = Finding::new(Code::TooManyDecimals).arg("value", "12.345");
    check(
        finding.at(place("cost_lines.csv", &text, "12.345")),
        Lang::En,
        "\
error[K0106]: amount `12.345` has more than two decimals
  --> cost_lines.csv:11:11
   |
11 | BZ-1,2024,12.345
   |           ^^^^^^ more than two decimals
   |
   = help: round it to whole cents yourself; Koers never rounds silently
",
    );
}

#[test]
fn tabs_and_text_that_can_not_be_seen() {
    let text = "BZ\t1\u{200b}2\u{a0}5,4\u{feff}\t\u{1b}[31mx\r\n";
    let amount = "1\u{200b}2\u{a0}5,4";
    let finding = Finding::new(Code::TooManyDecimals).arg("value", amount);
    check(
        finding.at(place("cost_lines.csv", text, amount)),
        Lang::En,
        "\
error[K0106]: amount `1\\u{200b}2\\u{a0}5,4` has more than two decimals
 --> cost_lines.csv:1:4
  |
1 | BZ    1\\u{200b}2\\u{a0}5,4\\u{feff}    \\u{1b}[31mx
  |       ^^^^^^^^^^^^^^^^^^^ more than two decimals
  |
  = help: round it to whole cents yourself; Koers never rounds silently
",
    );
}

#[test]
fn end_of_file_and_empty_file() {
    let end = Place::Text {
        source: Source::new("dossier.toml", "format = 1\n"),
        span: 11..99,
    };
    check(
        Finding::new(Code::MissingKey).arg("key", "dossier").at(end),
        Lang::En,
        "\
error[K0102]: key `dossier` is missing
 --> dossier.toml:2:1
  |
2 |
  | ^ something is missing here
  |
  = help: fill in `dossier`
",
    );
    let empty = Place::Text {
        source: Source::new("budget.csv", ""),
        span: 0..0,
    };
    check(
        Finding::new(Code::EmptyTable).at(empty),
        Lang::Nl,
        "\
fout[K0004]: de tabel is leeg: ook de kopregel ontbreekt
 --> budget.csv:1:1
  |
1 |
  | ^
  |
  = hulp: begin met een regel met de namen van de kolommen
",
    );
}

#[test]
fn from_memory_and_nowhere() {
    let amount = Money::from_cents(-500_050).expect("fits");
    let path = Place::Path("grants[0].granted".to_owned());
    check(
        Finding::new(Code::NegativeAmount)
            .arg("key", "granted")
            .amount(amount)
            .at(path),
        Lang::Nl,
        "\
fout[K0110]: `granted` is negatief: € -5.000,50
 --> grants[0].granted
 |
 = hulp: vul hier nul of een positief bedrag in
",
    );
    let finding = Finding::new(Code::DraftScheme)
        .arg("grant", "gala")
        .arg("scheme", "brede-spuk");
    check(
        finding.arg("missing", "reporting"),
        Lang::Nl,
        "\
melding[K0401]: subsidie `gala` is afgerekend met de conceptregeling `brede-spuk`
 |
 = hulp: niet verwerkt: reporting; beoordeel zelf wat de regeling verder voorschrijft
",
    );
}

#[test]
fn only_a_piece_of_a_long_line_is_shown() {
    let text = format!("a\n{}12.345,{}", "x,".repeat(5_000), "y,".repeat(5_000));
    let finding = Finding::new(Code::TooManyDecimals).arg("value", "12.345");
    let shown = Findings::from(finding.at(place("a.csv", &text, "12.345"))).render(Lang::En);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[1], " --> a.csv:2:10001");
    assert_eq!(lines[3].chars().count(), "2 | ".len() + 240 + 2);
    assert!(lines[3].starts_with("2 | …") && lines[3].ends_with('…'));
    assert_eq!(lines[3].chars().position(|c| c == '1'), lines[4].find('^'));
    assert!(lines.iter().all(|line| line.chars().count() < 300));
}

#[test]
fn long_and_broken_arguments_stay_in_one_line() {
    let value = "x\n\r\t\u{1b}[2J{known}<".repeat(500_000);
    let finding = Finding::new(Code::UnknownValue)
        .subject(value.clone())
        .arg("value", value);
    let finding = finding.arg("known", "a, b");
    assert!(finding.message(Lang::Nl).chars().count() < 200);
    assert!(finding.about().chars().count() <= 201);
    assert!(
        finding
            .message(Lang::En)
            .contains("x\\n\\r\\t\\u{1b}[2J{known}<x")
    );
    assert_eq!(Findings::from(finding).render(Lang::Nl).lines().count(), 3);
}

#[test]
fn at_most_two_hundred_are_written_out_errors_first() {
    let mut findings: Findings = (0..300)
        .map(|_| {
            Finding::new(Code::DraftScheme)
                .arg("grant", "g")
                .arg("scheme", "s")
        })
        .collect();
    findings.push(Finding::new(Code::Internal));
    let text = findings.render(Lang::Nl);
    assert_eq!(text.matches("melding[K0401]").count(), 199);
    assert_eq!(text.matches("fout[K9001]").count(), 1);
    assert!(text.ends_with("\n\nen nog 101 bevindingen\n"), "{text}");
    assert!(
        findings
            .render(Lang::En)
            .ends_with("\n\nand 101 more findings\n")
    );
    assert_eq!(findings.to_string(), text);
    assert_eq!(
        (findings.len(), Findings::new().render(Lang::Nl)),
        (301, String::new())
    );
}

#[test]
fn many_findings_in_one_long_line_take_linear_time() {
    // Walking the line for each finding would take ten gigabytes of reading.
    let source = Source::new("a.csv", "é".repeat(500_000));
    let mut findings: Findings = (0..Findings::LIMIT)
        .rev()
        .map(|at| {
            let place = Place::Text {
                source: Arc::clone(&source),
                span: at * 100..at * 100 + 2,
            };
            Finding::new(Code::NotAnAmount).arg("value", "é").at(place)
        })
        .collect();
    findings.sort();
    let columns = findings.iter().filter_map(Finding::source);
    assert!(
        columns
            .enumerate()
            .all(|(at, place)| place == format!("a.csv:1:{}", at * 50 + 1))
    );
    assert!(
        findings
            .render(Lang::En)
            .ends_with("and 9800 more findings\n")
    );
}

#[test]
fn severity_decides_whether_there_are_errors() {
    let mut findings = Findings::from(Finding::new(Code::AboveMaximum));
    assert!(!findings.has_errors() && !findings.is_empty());
    findings.extend([Finding::new(Code::MissingFile)]);
    assert!(findings.has_errors());
}

fn any_place() -> impl Strategy<Value = Place> {
    let source = Source::new("a.toml", "a = 1\nb = 2\n");
    prop_oneof![
        Just(Place::Nowhere),
        ("[ab].csv", 0..4_usize).prop_map(|(name, start)| {
            Place::Text {
                source: Source::new(name, "a,b\n"),
                span: start..4,
            }
        }),
        (0..12_usize).prop_map(move |start| Place::Text {
            source: Arc::clone(&source),
            span: start..12
        }),
        (0..12_usize).prop_map(|at| Place::Path(format!("grants[{at}].granted"))),
        (1..12_usize, "[ab]").prop_map(|(row, column)| Place::Cell {
            table: "budget",
            row,
            column
        }),
    ]
}

fn any_finding() -> impl Strategy<Value = Finding> {
    let code =
        prop::sample::select(&[Code::MissingKey, Code::UnknownKey, Code::RepaidAboveOwed][..]);
    (code, "[ab]", -1..2_i64, "[ab]", any_place()).prop_map(|(code, subject, cents, key, place)| {
        let amount = Money::from_cents(cents).expect("fits");
        Finding::new(code)
            .subject(subject)
            .amount(amount)
            .arg("key", key)
            .at(place)
    })
}

proptest! {
    #[test]
    fn the_order_of_finding_never_counts(
        (one, other) in prop::collection::vec(any_finding(), 0..20)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))
    ) {
        let sorted = |list: Vec<Finding>| {
            let mut findings: Findings = list.into_iter().collect();
            findings.sort();
            format!("{:?} {}", findings.iter().map(|f| (f.place().location(), f.at_stake())).collect::<Vec<_>>(), findings)
        };
        prop_assert_eq!(sorted(one), sorted(other));
    }

    #[test]
    fn any_text_and_span_render(
        text in prop_oneof!["\\PC{0,40}", ".{0,40}", "(a|\t|\r|\n|\r\n|\u{200b}|\u{301}|é|漢|👩\u{200d}|\u{202e}|\0){0,400}"],
        start in 0..500_usize,
        length in 0..500_usize,
        value in any::<String>(),
    ) {
        #[expect(clippy::reversed_empty_ranges, reason = "hostile on purpose")]
        for span in [start..start + length, start..0, usize::MAX..usize::MAX, 1..0] {
            let place = Place::Text { source: Source::new(value.clone(), text.clone()), span };
            let finding = Finding::new(Code::NotAnAmount).subject(value.clone()).arg("value", &value);
            let findings = Findings::from(finding.at(place));
            for lang in [Lang::Nl, Lang::En] {
                let shown = findings.render(lang);
                prop_assert_eq!(shown.lines().count(), 7);
                prop_assert!(shown.chars().all(|c| c == '\n' || !c.is_control()));
                prop_assert!(shown.lines().all(|line| line.chars().count() < 600));
                prop_assert!(shown.contains('^'));
            }
        }
    }

    #[test]
    fn columns_agree_with_a_plain_count(text in "(a|é|漢|\r|\n){0,60}", offset in 0..200_usize) {
        let offset = text.floor_char_boundary(offset);
        let before = text[..offset].replace("\r\n", "\n").replace('\r', "\n");
        // Between CR and LF one is still on the line that they end.
        let inside = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
        let before = if inside { before[..before.len() - 1].to_owned() + "x" } else { before };
        let (lines, last) = (before.matches('\n').count(), before.rsplit('\n').next().unwrap_or(""));
        prop_assert_eq!(
            Source::new("a", text).line_col(offset),
            (lines + 1, last.chars().count() + 1)
        );
    }
}
