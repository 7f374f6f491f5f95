//! Any text gives a scheme or findings, in bounded time: never a panic, a hang, or findings that can't be shown.
#![expect(
    clippy::disallowed_types,
    reason = "that a run ends in time is read from a clock"
)]

use std::fmt::Write;
use std::time::{Duration, Instant};

use koers_core::diag::Code;
use koers_core::scheme::Scheme;
use koers_core::{Findings, Lang};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::config;
use crate::draw::Draw;
use crate::scheme_draw::sound;

/// The bytes of a large file, less room for a head: an eighth of what is read, since this is a build without optimisation.
const LARGE: usize = (1 << 19) - 2_000;

/// A scheme is checked and printed, findings are shown: a refusal is never without an error.
fn finish(read: Result<Scheme, Findings>) -> Findings {
    let findings = match read {
        Ok(scheme) => {
            let findings = scheme.check();
            assert!(!findings.has_errors(), "what was read has no errors");
            assert!(!scheme.to_toml().is_empty());
            findings
        }
        Err(findings) => {
            assert!(findings.has_errors());
            findings
        }
    };
    for lang in [Lang::Nl, Lang::En] {
        assert_eq!(findings.render(lang).is_empty(), findings.is_empty());
    }
    findings
}

/// Values of every kind, to take the place of another.
const VALUES: [&str; 20] = [
    "17.5",
    "\"17,5 %\"",
    "\"101 %\"",
    "\"-1 %\"",
    "-1",
    "9223372036854775808",
    "1e400",
    "nan",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "{ a = [] }",
    "true",
    "2024-02-30",
    "2024-01-01T00:00:00Z",
    "0000-01-01",
    "\"next-unit-end\"",
    "\"02-29\"",
    "'\u{202E}'",
];

/// Changes lines of a file: values, keys, headers, left out, repeated or moved.
fn edit(text: &str, draw: &mut Draw) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=draw.below(4) {
        let at = draw.below(lines.len());
        let other = draw.below(lines.len());
        let key = lines[at].split_once(" = ").map(|(key, _)| key.to_owned());
        match (draw.below(7), key) {
            (0, _) => drop(lines.remove(at)),
            (1, _) => lines.insert(at, lines[other].clone()),
            (2, _) => lines.swap(at, other),
            (3, Some(key)) => lines[at] = format!("{key}x = 1"),
            (_, Some(key)) => lines[at] = format!("{key} = {}", draw.pick(&VALUES)),
            (4, None) => lines[at] = lines[at].replace("[[", "[").replace("]]", "]"),
            (_, None) => lines[at] = draw.pick(&["[versions.x]", "[[versions]]", "[", ""]).into(),
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn edited_schemes_are_read_or_refused(scheme in sound(), choices in vec(any::<u32>(), 30)) {
        let text = edit(&scheme.to_toml(), &mut Draw::new(choices));
        finish(Scheme::from_toml("edited.toml", &text));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\[\\[?versions\\]?\\]|[a-z_.\"]{1,9} ?= ?|[0-9\"'\\[\\]{},#%-]{1,5}|\n|\\PC){0,40}") {
        finish(Scheme::from_toml("any.toml", &text));
    }
}

const HEAD: &str = "format = 1\n[scheme]\nid = \"a\"\ntitle = \"a\"\nfunder = \"a\"\nfunder_group = \"eu\"\n\
                    legal_basis = { title = \"a\" }\n";

const VERSION: &str = "[[versions]]\nfrom = 2023-01-01\nunit = { period = \"term\", status = \"agreement\" }\n\
                       window = { rule = \"tranche\", status = \"agreement\" }\n\
                       eligible = { rule = \"any\", status = \"agreement\" }\n\
                       unspent = { rule = \"refund\", status = \"agreement\" }\n";

/// So much of a text that a file takes it.
fn much(of: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        let more = of(number);
        if text.len() + more.len() > LARGE {
            break;
        }
        text.push_str(&more);
    }
    text
}

/// Reads, checks and shows a text within two seconds, in a build without optimisation.
fn in_time(what: &str, text: &str) -> Findings {
    assert!(text.len() <= 4 << 20, "{what}");
    let start = Instant::now();
    let parsed = toml::de::DeTable::parse_recoverable(text);
    let parsing = start.elapsed();
    if text.contains("[[[[") {
        std::mem::forget(parsed); // Dropping it goes as deep as it is nested.
    } else {
        drop(parsed);
    }
    let start = Instant::now();
    let read = Scheme::from_toml("large.toml", text);
    let findings = finish(read);
    let took = start.elapsed();
    println!(
        "{what}: {took:?} of which {parsing:?} parsing, {} findings",
        findings.len()
    );
    assert!(
        took < 3 * parsing + LIMIT,
        "{what} took {took:?}, of which {parsing:?} parsing"
    );
    findings
}

/// What reading and checking may take beside the parser of TOML, which in a build without optimisation takes seconds for a
/// file of this size.
const LIMIT: Duration = Duration::from_secs(2);

#[test]
fn half_a_mebibyte_of_anything_ends() {
    let tail = |text: String| format!("{HEAD}{VERSION}{text}");
    let cited = "status = \"agreement\"";
    let texts = [
        ("unknown keys", tail(much(|n| format!("k{n} = 1\n")))),
        ("unknown tables", tail(much(|n| format!("[x{n}]\n")))),
        ("empty versions", tail("[[versions]]\n".repeat(LARGE / 13))),
        ("versions", tail(much(|_| VERSION.to_owned()))),
        (
            "a thousand empty versions",
            tail("[[versions]]\n".repeat(999)),
        ),
        ("a thousand versions of one day", tail(VERSION.repeat(999))),
        (
            "parts",
            tail(much(|n| {
                format!("[[parts]]\nid = \"p{n}\"\ntitle = \"x\"\n{cited}\n")
            })),
        ),
        (
            "one text",
            tail(format!("text = \"{}\"\n", "x".repeat(LARGE - 99))),
        ),
        ("comments", tail("#\n".repeat(LARGE / 2 - 999))),
        ("empty lines", tail("\n".repeat(LARGE - 999))),
        (
            "values",
            tail(format!(
                "[[versions.ceilings]]\n{cited}\nname = \"a\"\nlimit = 1\nonly = {{ a = [{}] }}",
                much(|n| format!("\"{n}\","))
            )),
        ),
        (
            "dimensions",
            tail(format!(
                "[versions.ceilings.only]\n{}",
                much(|n| format!("d{n} = [\"\"]\n"))
            )),
        ),
        (
            "conditions",
            tail(much(|n| {
                format!(
                    "[[versions.ceilings]]\n{cited}\nname = \"{n}\"\nlimit = 1\nonly = {{ a = [] }}\n"
                )
            })),
        ),
        (
            "unknown parts",
            tail(format!(
                "[[versions.ceilings]]\n{cited}\nname = \"a\"\nlimit = 1\nparts = [{}]\n",
                much(|n| format!("\"{n}\","))
            )),
        ),
        (
            "years",
            tail(format!(
                "[versions.advance]\nmonths = [{}]\n",
                "1,".repeat(LARGE / 2 - 999)
            )),
        ),
        (
            "prices",
            tail(format!(
                "[versions.basis]\nrule = \"fixed-sum\"\n{cited}\nprices = [{}]\n",
                "{},".repeat(LARGE / 3 - 999)
            )),
        ),
        (
            "lists",
            tail(format!("a = [{}]\n", "[],".repeat(LARGE / 3 - 999))),
        ),
        ("quotes", tail("\"".repeat(LARGE - 999))),
        ("brackets", tail("[".repeat(LARGE - 999))),
        (
            "not modelled",
            tail("[[not_modelled]]\n".repeat(LARGE / 17 - 99)),
        ),
    ];
    for (what, text) in &texts {
        in_time(what, text);
    }
}

#[test]
fn cycles_and_depths_of_parts_end() {
    let part = |id: usize, group: usize| {
        format!(
            "[[parts]]\nid = \"p{id}\"\ntitle = \"x\"\ngroup = \"p{group}\"\nstatus = \"agreement\"\n"
        )
    };
    let parts = |group: &dyn Fn(usize) -> usize| {
        let parts: String = (0..1_000).map(|id| part(id, group(id))).collect();
        format!("{HEAD}{parts}{VERSION}")
    };
    let codes =
        |findings: Findings| -> Vec<_> { findings.iter().map(koers_core::Finding::code).collect() };
    let cycle = codes(in_time("a cycle", &parts(&|id| (id + 1) % 1_000)));
    assert_eq!(cycle, [Code::PartsCycle]);
    let chain = codes(in_time("a chain", &parts(&|id| id + 1)));
    assert_eq!(chain, [Code::PartsCycle, Code::UnknownPartInRule]);
    let pairs = codes(in_time("pairs", &parts(&|id| id ^ 1)));
    assert_eq!(pairs, [Code::PartsCycle; 500]);
    let selves = codes(in_time("selves", &parts(&|id| id)));
    assert_eq!(selves.len(), 1_000);
    let into = codes(in_time("into a cycle", &parts(&|id| id.saturating_sub(1))));
    assert_eq!(into, [Code::PartsCycle]);
}

#[test]
fn nesting_and_lists_without_end_are_refused() {
    let deep = 10_000;
    let ceiling = |only: &str| {
        let ceiling = "name = \"a\"\nlimit = \"1\"\nstatus = \"agreement\"\n";
        format!("{HEAD}{VERSION}[[versions.ceilings]]\n{ceiling}{only}\n")
    };
    let nested = format!("only = {}1{}", "{ a = ".repeat(deep), " }".repeat(deep));
    let codes =
        |findings: Findings| -> Vec<_> { findings.iter().map(koers_core::Finding::code).collect() };
    let nested = in_time("nested conditions", &ceiling(&nested));
    assert_eq!(codes(nested), [Code::TooMany]);
    let dotted = format!("only{} = [\"x\"]", ".a".repeat(deep));
    let dotted = in_time("dotted conditions", &ceiling(&dotted));
    assert_eq!(codes(dotted), [Code::TooMany]);
    let versions = in_time(
        "two thousand versions",
        &format!("{HEAD}{}", VERSION.repeat(2_000)),
    );
    assert_eq!(codes(versions), [Code::TooMany]);
}

#[test]
fn a_scheme_too_large_to_print_is_refused() {
    // Each value takes a space more in print than here.
    let mut values = String::new();
    for number in 0..510_000 {
        write!(values, "\"{number:x}\",").expect("text takes it");
    }
    let only = format!("only = {{ a = [{values}] }}");
    let ceiling = format!("name = \"a\"\nlimit = \"1\"\nstatus = \"agreement\"\n{only}\n");
    let text = format!("{HEAD}{VERSION}[[versions.ceilings]]\n{ceiling}");
    assert!(text.len() > 4_000_000);
    let findings = in_time("values", &text);
    assert!(
        findings
            .iter()
            .map(koers_core::Finding::code)
            .eq([Code::TooLarge])
    );
}
