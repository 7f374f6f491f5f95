//! Methods as words, files, values and code, and against a dossier.

use super::*;
use crate::diag::Place;
use crate::dossier::{CostLine, Dossier, DossierBuilder, Grant};
use crate::money::{Money, Quantity, Rate};
use crate::read::{Node, Value};
use crate::scheme::Condition;
use crate::{Findings, Period, Schemes};

fn money(text: &str) -> Money {
    Money::parse(text).expect("an amount")
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).expect("a percentage")
}

/// Code and place of each finding.
fn shown(findings: &Findings) -> Vec<String> {
    let shown = findings.iter().map(|finding| {
        let place = finding.source().unwrap_or_default();
        format!("{} {} {place}", finding.code(), finding.about())
    });
    shown.collect()
}

fn refused(text: &str) -> Vec<String> {
    shown(&Method::from_toml("m.toml", text).expect_err("must be refused"))
}

/// A method with every key.
const ALL: &str = r#"format = 1

[[steps]]
method = "booked"
only = { category = ["overhead"], theme = ["jeugd", "zorg"] }
except = { project = ["p 1"] }
match = "any"
tranches = "newest"

[[steps]]
method = "priority"
grants = ["b", "a"]
maxima = { a = "500.00", "b c" = "0.01" }

[[steps]]
method = "pro-rata"
groups = [["a", "b"], ["c"]]
weights = "shares"
shares = { a = "60 %", b = "0 %", c = "12.5 %" }
rounding = "down"
redistribute = "next-group"

[[steps]]
method = "pro-rata"
tranches = "newest"
grants = ["a"]
weights = "key"
key = "inwoners per 1 januari"
redistribute = "within-group"
maxima = { a = "1.00" }

[[steps]]
method = "pro-rata"
weights = "room"

[[steps]]
method = "pro-rata"
weights = "award"

[[steps]]
method = "least-refund"
grants = ["a"]
maxima = { a = "0.00" }
"#;

fn all() -> Method {
    let overhead = Condition::new()
        .only("category", ["overhead"])
        .only("theme", ["zorg", "jeugd"])
        .except("project", ["p 1"])
        .any();
    let shares = [("a", "60 %"), ("b", "0 %"), ("c", "12.5 %")];
    let shares = shares.map(|(grant, share)| (grant, rate(share)));
    Method::new()
        .step(Booked::new().costs(overhead).tranches(Tranches::Newest))
        .step(
            Priority::new()
                .grants(["b", "a"])
                .maximum("a", money("500"))
                .maximum("b c", money("0.01")),
        )
        .step(
            ProRata::new(Weights::shares(shares))
                .group(["a", "b"])
                .group(["c"])
                .rounding(Rounding::Down)
                .redistribute(Redistribute::NextGroup),
        )
        .step(
            ProRata::new(Weights::key("inwoners per 1 januari"))
                .tranches(Tranches::Newest)
                .group(["a"])
                .redistribute(Redistribute::WithinGroup)
                .maximum("a", money("1")),
        )
        .step(ProRata::new(Weights::Room))
        .step(ProRata::new(Weights::Award))
        .step(LeastRefund::new().grants(["a"]).maximum("a", Money::ZERO))
}

#[test]
fn a_file_and_code_say_the_same() {
    assert_eq!(all().to_toml(), ALL);
    assert_eq!(Method::from_toml("m.toml", ALL).expect("sound"), all());
    let words: Vec<_> = all().steps.iter().map(|step| step.method()).collect();
    assert_eq!(
        words.join(" "),
        "booked priority pro-rata pro-rata pro-rata pro-rata least-refund"
    );
}

#[test]
fn what_goes_without_saying_may_be_said() {
    let text = "format = 1\n[[steps]]\nmethod = \"pro-rata\"\nweights = \"room\"\ngroups = [[\"a\"]]\n\
        tranches = \"oldest\"\nrounding = \"largest-remainder\"\nredistribute = \"none\"\nmatch = \"all\"\n\
        maxima = {}\nonly = {}\n";
    let method = Method::from_toml("m.toml", text).expect("sound");
    assert_eq!(
        method,
        Method::new().step(ProRata::new(Weights::Room).group(["a"]))
    );
    assert!(method.to_toml().contains("\ngrants = [\"a\"]\nweights"));
}

#[test]
fn the_example_of_the_format_is_read() {
    let format = include_str!("../../../FORMAT.md");
    let (_, section) = format.split_once("\n## A method\n").expect("a section");
    let (_, example) = section.split_once("```toml\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    let method = Method::from_toml("FORMAT.md", example).expect("sound");
    assert_eq!(method.steps.len(), 2);
}

#[test]
fn words() {
    for (word, method) in [
        ("booked", Method::default()),
        ("priority", Method::priority()),
        ("least-refund", Method::least_refund()),
    ] {
        assert_eq!(Method::parse(word).expect("a method"), method);
        assert_eq!(method.steps[0].method(), word);
    }
    let code = |word: &str| shown(&Method::parse(word).expect_err("no method"));
    assert_eq!(code("pro-rata"), ["K0102 pro-rata "]);
    assert_eq!(code("Booked"), ["K0104 method "]);
    assert_eq!(code(""), ["K0104 method "]);
}

#[test]
fn values_in_memory() {
    let place = |path: &str| Place::Path(path.to_owned());
    let node = |path: &str, value| Node {
        value,
        place: place(path),
    };
    let text = |path: &str, text: &str| node(path, Value::Text(text.to_owned()));
    let word = Method::from_node(&text("method", "priority"));
    assert_eq!(word.expect("a method"), Method::priority());
    let refused = |value| shown(&Method::from_node(&node("method", value)).expect_err("refused"));
    assert_eq!(
        refused(Value::Text("x".to_owned())),
        ["K0104 method method"]
    );
    assert_eq!(refused(Value::Null), ["K0103 method method"]);
    assert_eq!(refused(Value::List(Vec::new())), ["K0223 method method"]);
    let step = |grant| {
        let entry = |key: &str, node| (At::from(key), node);
        let grants = node("method[0].grants", Value::List(vec![grant]));
        let entries = vec![
            entry("method", text("method[0].method", "priority")),
            entry("tranches", node("method[0].tranches", Value::Null)),
            entry("grants", grants),
        ];
        Value::List(vec![node("method[0]", Value::Table(entries))])
    };
    let sound = step(text("method[0].grants[0]", "a"));
    assert_eq!(
        Method::from_node(&node("method", sound)).expect("sound"),
        Method::new().step(Priority::new().grants(["a"]))
    );
    let wrong = step(node("method[0].grants[0]", Value::Int(1)));
    assert_eq!(refused(wrong), ["K0103 grants method[0].grants[0]"]);
}

#[test]
fn keys_of_another_method_are_refused() {
    let text = "format = 1\nx = 1\n\
        [[steps]]\nmethod = \"booked\"\ngrants = [\"a\"]\nmaxima = { a = \"1\" }\n\
        [[steps]]\nmethod = \"priority\"\nweights = \"room\"\ngroups = [[\"a\"]]\n\
        [[steps]]\nmethod = \"least-refund\"\ntranches = \"newest\"\n\
        [[steps]]\nmethod = \"pro-rata\"\nweights = \"room\"\nshares = { a = \"1 %\" }\nkey = \"k\"\n\
        [[steps]]\nmethod = \"pro-rata\"\nweights = \"room\"\ngroups = [[\"a\"]]\ngrants = [\"a\"]\n";
    assert_eq!(
        refused(text),
        [
            "K0101 x m.toml:2:1",
            "K0101 grants m.toml:5:1",
            "K0101 maxima m.toml:6:1",
            "K0101 weights m.toml:9:1",
            "K0101 groups m.toml:10:1",
            "K0101 tranches m.toml:13:1",
            "K0101 shares m.toml:17:1",
            "K0101 key m.toml:18:1",
            "K0101 grants m.toml:23:1",
        ]
    );
}

#[test]
fn values_that_are_refused() {
    let text = "format = 1\n\
        [[steps]]\nmethod = \"first\"\nwhatever = 1\n\
        [[steps]]\nmethod = \"priority\"\ngrants = []\nmaxima = { a = 1.5, b = \"-1\", c = true }\n\
        [[steps]]\nmethod = \"pro-rata\"\n\
        [[steps]]\nmethod = \"pro-rata\"\nweights = \"shares\"\nshares = { a = \"60\", b = 7, c = [] }\n\
        [[steps]]\nmethod = \"pro-rata\"\nweights = \"shares\"\ngroups = [[\"a\"], [], \"b\"]\n\
        [[steps]]\nmethod = \"pro-rata\"\nweights = \"key\"\ngroups = []\nrounding = \"up\"\n\
        [[steps]]\nmethod = \"booked\"\nonly = { theme = [] }\ntranches = 1\n\
        [[steps]]\n";
    assert_eq!(
        refused(text),
        [
            "K0104 method m.toml:3:10",
            "K0223 grants m.toml:7:10",
            "K0107 maxima m.toml:8:16",
            "K0110 maxima m.toml:8:25",
            "K0103 maxima m.toml:8:35",
            "K0102 weights m.toml:9:1",
            "K0112 shares m.toml:14:16",
            "K0112 shares m.toml:14:26",
            "K0103 shares m.toml:14:33",
            "K0102 shares m.toml:15:1",
            "K0223 groups m.toml:18:18",
            "K0103 groups m.toml:18:22",
            "K0102 key m.toml:19:1",
            "K0223 groups m.toml:22:10",
            "K0104 rounding m.toml:23:12",
            "K0223 theme m.toml:26:18",
            "K0103 tranches m.toml:27:12",
            "K0102 method m.toml:28:1",
        ]
    );
}

#[test]
fn a_file_has_steps_and_not_too_many() {
    assert_eq!(refused("format = 1\n"), ["K0102 steps m.toml:1:1"]);
    assert_eq!(
        refused("format = 2\nsteps = []\n"),
        ["K0117 format m.toml:1:10", "K0223 steps m.toml:2:9"]
    );
    assert_eq!(
        refused("format = 1\nsteps = \"booked\"\n"),
        ["K0103 steps m.toml:2:9"]
    );
    assert_eq!(refused("format = \n")[0], "K0006 m.toml m.toml:1:10");
    let steps = |count| {
        format!(
            "format = 1\n{}",
            "[[steps]]\nmethod='booked'\n".repeat(count)
        )
    };
    assert!(Method::from_toml("m.toml", &steps(1_000)).is_ok());
    assert_eq!(refused(&steps(1_001)).len(), 1);
}

fn dossier() -> Dossier {
    let year = Period::year(2024).expect("a year");
    let keys = |grant: Grant, number: i64| {
        let number = Quantity::from_units(number).expect("in bounds");
        grant.key("inwoners", number)
    };
    DossierBuilder::new("d", "SamenTwente", vec![2024])
        .grant(keys(Grant::new("a", "spuk-iza"), 0))
        .grant(keys(Grant::new("b", "spuk-iza"), 3))
        .grant(keys(Grant::new("c", "spuk-iza"), 0))
        .grant(Grant::new("d", "spuk-iza"))
        .line(CostLine::new("L1", year, money("10")).dimension("theme", "zorg"))
        .build(&Schemes::catalogue())
        .expect("sound")
}

fn checked(step: impl Into<Step>) -> Vec<String> {
    let method = Method::booked().step(step);
    shown(&method.check(&dossier()))
}

#[test]
fn words_fit_any_dossier() {
    for method in [Method::booked(), Method::priority(), Method::least_refund()] {
        assert!(method.check(&dossier()).is_empty());
    }
    assert_eq!(shown(&Method::new().check(&dossier())), ["K0223 steps "]);
}

#[test]
fn grants_must_be_there_once() {
    let step = Priority::new()
        .grants(["a", "x", "a"])
        .maximum("b", money("1"))
        .maximum("a", money("-1"))
        .maximum("y", money("1"));
    assert_eq!(
        checked(step),
        [
            "K0104 steps[2] ",
            "K0110 maxima ",
            "K0205 steps[2] ",
            "K0205 steps[2] ",
            "K0313 steps[2] ",
        ]
    );
    let step = ProRata::new(Weights::Award).group(["a"]).group(["b", "a"]);
    assert_eq!(checked(step), ["K0313 steps[2] "]);
    assert!(checked(LeastRefund::new().maximum("d", Money::ZERO)).is_empty());
}

#[test]
fn places_of_a_file_are_kept() {
    let text = "format = 1\n[[steps]]\nmethod = \"priority\"\ngrants = [\"a\", \"x\"]\nmaxima = { y = \"1\" }\n\
        only = { kind = [\"z\"] }\n";
    let method = Method::from_toml("m.toml", text).expect("sound");
    assert_eq!(
        shown(&method.check(&dossier())),
        [
            "K0425 steps[1] m.toml:2:1",
            "K0205 steps[1] m.toml:4:16",
            "K0205 steps[1] m.toml:5:16",
        ]
    );
}

#[test]
fn weights_must_be_there() {
    let key = || ProRata::new(Weights::key("inwoners"));
    assert_eq!(checked(key()), ["K0226 steps[2] "]);
    assert!(checked(key().group(["a", "b"])).is_empty());
    assert_eq!(
        checked(key().group(["b"]).group(["a", "c"])),
        ["K0225 steps[2] "]
    );
    assert_eq!(checked(key().group(["a", "d"])), ["K0226 steps[2] "]);
    assert_eq!(checked(key().group(["a", "x"])), ["K0205 steps[2] "]);
    assert_eq!(
        checked(key().group(Vec::<String>::new())),
        ["K0223 steps[2] "]
    );
    let shares = |shares: &[(&str, &str)]| {
        let shares = shares.iter().map(|(grant, share)| (*grant, rate(share)));
        ProRata::new(Weights::shares(shares)).group(["a", "b"])
    };
    assert!(checked(shares(&[("a", "1 %"), ("b", "0 %")])).is_empty());
    assert_eq!(
        checked(shares(&[("a", "0 %"), ("b", "0 %")])),
        ["K0225 steps[2] "]
    );
    assert_eq!(checked(shares(&[("a", "1 %")])), ["K0102 steps[2] "]);
    assert_eq!(
        checked(shares(&[("a", "1 %"), ("b", "1 %"), ("c", "1 %")])),
        ["K0104 steps[2] "]
    );
}

#[test]
fn conditions_look_at_columns_that_are_there() {
    let on = |condition: Condition| checked(LeastRefund::new().costs(condition));
    assert!(on(Condition::new().only("theme", ["onderwijs"])).is_empty());
    assert_eq!(
        on(Condition::new().except("thema", ["zorg"])),
        ["K0425 steps[2] "]
    );
    assert_eq!(
        on(Condition::new().only("theme", Vec::<String>::new())),
        ["K0223 theme "]
    );
}

#[test]
fn a_mistyped_word_that_decides_is_told_beside_the_missing_one() {
    let step =
        |key: &str| format!("format = 1\nsteps = [{{ method = \"pro-rata\", {key} = \"room\" }}]");
    let both = ["K0102 weights m.toml:2:10", "K0101 weight m.toml:2:33"];
    assert_eq!(refused(&step("weight")), both);
    // What means something else is not the key that is missing.
    assert_eq!(refused(&step("shares")), both[..1]);
}
