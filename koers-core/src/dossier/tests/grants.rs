//! Reserves, most units, agreements and judgements of eligibility.

use super::*;
use crate::diag::Lang;
use crate::scheme::{Base, CarryOver, Condition, Limit, Unspent, Until};

#[test]
fn reserve_and_units_of_a_grant() {
    let dossier = load("", &[]).expect("sound");
    let grant = &dossier.grants()[0];
    assert_eq!(
        grant.reserve.as_ref().map(|it| it.value),
        Some(money("1000"))
    );
    let units = &grant.tranches[0].units;
    assert_eq!(units["plek-dag"], quantity("31500"));
    assert_eq!(units["uur"], quantity("12"));
    let total = total_amount(dossier.years(), dossier.grants(), dossier.budget());
    assert_eq!(total, 100_000 + 3 * 50_000);

    let file = |grant: &str| {
        let toml = format!(
            "{HEAD}[[grants]]\nid = \"g\"\nscheme = \"plain\"\nstate = \"awarded\"\n{grant}"
        );
        refused(load("", &[("dossier.toml", &toml)]))
    };
    assert_eq!(file("reserve = \"-1\"\n"), ["K0110 dossier.toml:10:11"]);
    assert_eq!(file("reserve = 1.5\n"), ["K0107 dossier.toml:10:11"]);
    let tranche = "[[grants.tranches]]\nid = \"2024\"\nyear = 2024\ngranted = 1\n";
    assert_eq!(
        file(&format!(
            "{tranche}units = {{ a = \"-1\", b = 1.5, c = \"x\", d = true, \" \" = 1 }}\n"
        )),
        [
            "K0122 dossier.toml:14:15",
            "K0122 dossier.toml:14:25",
            "K0122 dossier.toml:14:34",
            "K0103 dossier.toml:14:43",
            "K0120 dossier.toml:14:49",
        ]
    );
    assert_eq!(
        file(&format!("{tranche}units = 5\n")),
        ["K0103 dossier.toml:14:9"]
    );
    let toml = format!("{tranche}units = {{ a = \"-1.50\" }}\n");
    let toml =
        format!("{HEAD}[[grants]]\nid = \"g\"\nscheme = \"plain\"\nstate = \"awarded\"\n{toml}");
    let findings = load("", &[("dossier.toml", &toml)]).expect_err("below zero");
    assert!(
        findings
            .render(Lang::En)
            .contains("`-1.5` is not a quantity"),
        "{}",
        findings.render(Lang::En)
    );
}

#[test]
fn reserve_and_units_in_code() {
    let build = |reserve: &str, units: &str| {
        let tranche = Tranche::new("2024", money("500")).year(2024);
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(
                Grant::new("g", "plain")
                    .reserve(money(reserve))
                    .tranche(tranche.units("uur", quantity(units))),
            )
            .build(&schemes())
    };
    assert!(build("1", "0").is_ok());
    assert_eq!(refused(build("-1", "-1")), ["K0110 ", "K0122 "]);
}

#[test]
fn keys_to_divide_by() {
    let load = |keys: &str| {
        let toml = format!("{HEAD}{GRANTS}");
        let toml = toml.replacen("reserve = \"1000\"", &format!("keys = {keys}"), 1);
        load("", &[("dossier.toml", &toml)])
    };
    let dossier = load("{ inwoners = \"73107\", \"ha land\" = 12 }").expect("sound");
    let keys = &dossier.grants()[0].keys;
    assert_eq!(keys["inwoners"], quantity("73107"));
    assert_eq!(keys["ha land"], quantity("12"));
    assert!(dossier.grants()[1].keys.is_empty());
    assert_eq!(
        refused(load("{ a = \"-1\", b = 1.5, \"\" = 1, c = false }")),
        [
            "K0122 dossier.toml:11:14",
            "K0122 dossier.toml:11:24",
            "K0120 dossier.toml:11:29",
            "K0103 dossier.toml:11:41",
        ]
    );
    assert_eq!(refused(load("[]")), ["K0103 dossier.toml:11:8"]);
    let build = |name: &str, number: &str| {
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(Grant::new("g", "plain").key(name, quantity(number)))
            .build(&schemes())
    };
    assert!(build("inwoners", "0").is_ok());
    assert_eq!(refused(build(" ", "-1")), ["K0120 ", "K0122 "]);
}

#[test]
fn agreements_on_unspent_money() {
    let build = |rule: Unspent| {
        let tranche = Tranche::new("2024", money("500")).year(2024);
        let agreement = Agreement::new("brief").unspent(rule);
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(
                Grant::new("g", "plain")
                    .tranche(tranche)
                    .agreement(agreement),
            )
            .build(&schemes())
    };
    let carry = || CarryOver::until(Until::NextYearEnd);
    for rule in [
        Unspent::Retain,
        Unspent::Reserve("10 %".parse().expect("a percentage")),
        Unspent::CarryOver(carry().tranche_year(2024)),
        Unspent::CarryOver(carry().limit(Limit::Share(
            "20 %".parse().expect("a percentage"),
            Base::LastYear,
        ))),
    ] {
        assert!(build(rule).is_ok());
    }
    let mut never = carry();
    never.tranche_years = Some(std::collections::BTreeSet::new());
    assert_eq!(refused(build(Unspent::CarryOver(never))), ["K0223 "]);
    let below = carry().limit(Limit::Amount(money("-1")));
    assert_eq!(refused(build(Unspent::CarryOver(below))), ["K0110 "]);

    let toml = |unspent: &str| {
        format!(
            "{HEAD}{GRANTS}[[grants.agreements]]\nsource = \"brief\"\nunspent = {{ {unspent} }}\n"
        )
    };
    for rule in [
        r#"rule = "retain""#,
        r#"rule = "reserve", limit = "10 %", of = "award""#,
        r#"rule = "carry-over", limit = "10 %", of = "last-year", until = "next-unit-end", to = "any-part""#,
    ] {
        assert!(load("", &[("dossier.toml", &toml(rule))]).is_ok(), "{rule}");
    }
    for rule in [
        r#"rule = "reserve", limit = "10 %""#,
        r#"rule = "carry-over", limit = "10 %", until = "next-year-end""#,
    ] {
        let refused = refused(load("", &[("dossier.toml", &toml(rule))]));
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(refused[0].starts_with("K0307 "), "{refused:?}");
    }
}

#[test]
fn judgements_of_eligibility() {
    let judged = r#"
[[eligible_for]]
grant = "g"
lines = ["L1"]
source = "memo"
[[eligible_for]]
grant = "p"
only = { theme = ["zorg"] }
except = { project = ["P9"] }
match = "any"
source = "overleg"
"#;
    let dossier = load(judged, &[]).expect("sound");
    let [first, second] = dossier.eligible_for() else {
        panic!("two judgements");
    };
    assert!(first.covers("L1", |_| None) && !first.covers("L2", |_| Some("zorg")));
    let zorg = |name: &str| (name == "theme").then_some("zorg");
    assert!(second.covers("L1", zorg) && !second.covers("L1", |_| Some("P9")));
    assert_eq!((first.source.as_str(), &*second.grant.value), ("memo", "p"));

    let wrong = r#"
[[eligible_for]]
grant = "x"
lines = ["L9"]
source = "memo"
[[eligible_for]]
grant = "g"
source = "niets"
[[eligible_for]]
grant = "g"
lines = []
only = { theme = [] }
source = "niets"
[[eligible_for]]
grant = "g"
lines = ["L1", 5]
theme = "zorg"
"#;
    assert_eq!(
        refused(load(wrong, &[])),
        [
            "K0205 dossier.toml:8:9",
            "K0206 dossier.toml:9:10",
            "K0223 dossier.toml:11:1",
            "K0223 dossier.toml:17:18",
            "K0102 dossier.toml:19:1",
            "K0103 dossier.toml:21:16",
            "K0101 dossier.toml:22:1",
        ]
    );
}

#[test]
fn judgements_in_code() {
    let build = |judgement: EligibleFor| {
        DossierBuilder::new("d", "SamenTwente", vec![2024])
            .grant(Grant::new("g", "plain"))
            .line(CostLine::new("L1", year(), money("10")).dimension("theme", "zorg"))
            .eligible_for(judgement)
            .build(&schemes())
    };
    let memo = || EligibleFor::new("g", "memo");
    let theme = || Condition::new().only("theme", ["zorg"]);
    assert_eq!(
        build(memo().line("L1"))
            .expect("sound")
            .eligible_for()
            .len(),
        1
    );
    assert!(build(memo().costs(theme())).is_ok());
    assert_eq!(refused(build(memo())), ["K0223 "]);
    assert_eq!(refused(build(memo().line("L2"))), ["K0206 "]);
    let nothing = Condition::new().only("theme", Vec::<String>::new());
    assert_eq!(refused(build(memo().costs(nothing))), ["K0223 "]);
    assert_eq!(
        refused(build(EligibleFor::new("x", " ").costs(theme()))),
        ["K0120 ", "K0205 "]
    );
}
