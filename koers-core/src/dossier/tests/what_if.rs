//! What-ifs: what they change, what they share, and what they refuse.

use super::*;
use crate::scheme::{Base, Ceiling, Citation, Condition, Limit, Scheme, Share, Version};
use crate::settle::Measure;

/// A dossier of the two schemes, with a dimension, VAT and bookings.
fn dossier() -> Dossier {
    let lines = "line,period,amount,vat_compensable,grant,theme\n\
        L1,2024,100,10,g,zorg\nL2,2024,50,,g:20;p:rest,zorg\nL3,2025,5,,,jeugd\n";
    load("", &[("cost_lines.csv", lines)]).expect("sound")
}

fn zorg() -> Condition {
    Condition::new().only("theme", ["zorg"])
}

#[test]
fn assumptions_add_up() {
    let before = dossier();
    assert!(before.assumed().is_empty());
    let one = before.assume_eligible("g", None).expect("a grant of it");
    let two = one.assume_eligible("p", Some(zorg())).expect("a grant");
    assert_eq!(
        two.assumed(),
        [
            Assumed {
                grant: "g".to_owned(),
                costs: None
            },
            Assumed {
                grant: "p".to_owned(),
                costs: Some(zorg())
            },
        ]
    );
    assert_eq!((before.assumed().len(), one.assumed().len()), (0, 1));
    assert!(two.assumed()[0].covers(|_| None));
    assert!(two.assumed()[1].covers(|_| Some("zorg")));
    assert!(!two.assumed()[1].covers(|_| None));
    assert!(Arc::ptr_eq(&before.lines, &two.lines));

    assert_eq!(
        refused(before.assume_eligible("x", None)),
        ["K0205 assume_eligible[x]"]
    );
    let nothing = Condition::new().only("theme", Vec::<String>::new());
    assert_eq!(
        refused(before.assume_eligible("g", Some(nothing))),
        ["K0223 assume_eligible[g]"]
    );
}

#[test]
fn judgements_are_added() {
    let before = dossier();
    let memo = |grant: &str| EligibleFor::new(grant, "memo");
    let after = before.judge_eligible(memo("p").line("L1")).expect("sound");
    assert_eq!(after.eligible_for().len(), 1);
    assert!(before.eligible_for().is_empty());
    assert!(Arc::ptr_eq(&before.lines, &after.lines));
    assert_eq!(
        refused(before.judge_eligible(memo("x").line("L9"))),
        ["K0205 judge_eligible[x]", "K0206 judge_eligible[x]"]
    );
    assert_eq!(
        refused(before.judge_eligible(memo("p"))),
        ["K0223 judge_eligible[p]"]
    );
}

#[test]
fn another_award() {
    let year = |year| Period::year(year).expect("a year");
    let opening = Opening {
        room: money("80"),
        balance: money("80"),
        ..Opening::default()
    };
    let before = DossierBuilder::new("d", "SamenTwente", vec![2024, 2025])
        .grant(
            Grant::new("g", "plain")
                .tranche(
                    Tranche::new("2024", money("100"))
                        .year(2024)
                        .amended(year(2024), money("-40"))
                        .amended(year(2025), money("-20")),
                )
                .tranche(
                    Tranche::new("2023", money("100"))
                        .year(2024)
                        .opening(opening),
                ),
        )
        .grant(
            Grant::new("p", "parts").tranche(Tranche::new("2024", money("1")).part("a").year(2024)),
        )
        .build(&schemes())
        .expect("sound");
    let with = |grant: &str, tranche: &str, part: Option<&str>, amount: &str| {
        before.with_award(grant, tranche, part, money(amount))
    };
    let tranche = |dossier: &Dossier, at: usize| dossier.grants()[0].tranches[at].clone();

    let after = with("g", "2024", None, "70").expect("sound");
    assert_eq!(tranche(&after, 0).granted.value, money("130"));
    assert_eq!(tranche(&after, 0).amendments.len(), 2);
    assert_eq!(tranche(&before, 0).granted.value, money("100"));
    assert!(Arc::ptr_eq(&before.lines, &after.lines));

    let after = with("g", "2023", None, "150").expect("sound");
    let changed = tranche(&after, 1);
    assert_eq!(changed.granted.value, money("100"));
    let amendment = &changed.amendments[0];
    assert_eq!(amendment.amount.value, money("50"));
    assert_eq!(amendment.period.value.last().year(), 2024);
    let same = with("g", "2023", None, "100").expect("sound");
    assert!(tranche(&same, 1).amendments.is_empty());
    let parts = with("p", "2024", Some("a"), "7").expect("sound");
    assert_eq!(parts.grants()[1].tranches[0].granted.value, money("7"));

    for (grant, path, part, amount, finding) in [
        ("x", "2024", None, "1", "K0205 with_award[x/2024]"),
        ("g", "2022", None, "1", "K0215 with_award[g/2022]"),
        ("g", "2024", Some("a"), "1", "K0215 with_award[g/2024/a]"),
        ("p", "2024", None, "1", "K0215 with_award[p/2024]"),
        ("g", "2024", None, "-1", "K0110 with_award[g/2024]"),
    ] {
        assert_eq!(refused(with(grant, path, part, amount)), [finding]);
    }
    assert_eq!(
        refused(before.with_award("g", "2024", None, Money::MAX)),
        ["K0108 with_award[g/2024]"]
    );
    // What an amendment takes off must have been granted.
    let taken = before
        .with_award("g", "2023", None, money("150"))
        .and_then(|dossier| {
            let mut grant = dossier.grants()[0].clone();
            grant.tranches[1].opening = None;
            DossierBuilder::new("d", "SamenTwente", vec![2024, 2025])
                .grant(grant)
                .build(&schemes())
        })
        .expect("sound");
    assert_eq!(
        refused(taken.with_award("g", "2023", None, money("20"))),
        ["K0110 with_award[g/2023]"]
    );
}

#[test]
fn an_award_below_its_amendments_on_the_way() {
    let year = |year| Period::year(year).expect("a year");
    let tranche = Tranche::new("2024", money("100"))
        .year(2024)
        .amended(year(2024), money("-90"))
        .amended(year(2025), money("90"));
    let dossier = DossierBuilder::new("d", "SamenTwente", vec![2024, 2025])
        .grant(Grant::new("g", "plain").tranche(tranche))
        .build(&schemes())
        .expect("sound");
    assert_eq!(
        refused(dossier.with_award("g", "2024", None, money("50"))),
        ["K0216 with_award[g/2024]"]
    );
}

/// The catalogue of tests with a ceiling in two versions of `plain`.
fn with_ceilings() -> Schemes {
    let article = || Citation::text("art. 1");
    let mut plain = Scheme::clone(schemes().get("plain").expect("a scheme"));
    let overhead = Ceiling::new(
        "overhead",
        Limit::Share("10 %".parse().expect("a percentage"), Base::Award),
    );
    let first = Version::clone(&plain.versions[0]).ceiling(article().on(overhead));
    let second = Version {
        from: "2024-07-01".parse().expect("a date"),
        ..first.clone()
    }
    .share(article().on(Share::of_line("50 %".parse().expect("a percentage"))));
    plain.versions = vec![first, second];
    let mut all = schemes();
    all.insert(plain).expect("sound");
    all
}

#[test]
fn another_ceiling() {
    let year = || Period::year(2024).expect("a year");
    let grant =
        |id: &str| Grant::new(id, "plain").tranche(Tranche::new("2024", money("100")).year(2024));
    let before = DossierBuilder::new("d", "SamenTwente", vec![2024])
        .grant(grant("a"))
        .grant(grant("b"))
        .grant(Grant::new("p", "parts"))
        .line(CostLine::new("L1", year(), money("60")).on("a"))
        .build(&with_ceilings())
        .expect("sound");
    let after = before
        .with_ceiling("plain", "overhead", money("25"))
        .expect("sound");
    for grant in [0, 1] {
        for version in &after.scheme_of(grant).versions {
            assert_eq!(version.ceilings[0].rule.limit, Limit::Amount(money("25")));
        }
    }
    assert_eq!(after.scheme_of(2), before.scheme_of(2));
    let spent = |dossier: &Dossier| {
        let settlement = dossier.settle().expect("sound");
        settlement.total(Measure::Spent)
    };
    assert_eq!((spent(&before), spent(&after)), (money("10"), money("25")));
    for (scheme, name, amount, finding) in [
        ("x", "overhead", "1", "K0204 with_ceiling[x/overhead]"),
        ("plain", "x", "1", "K0104 with_ceiling[plain/x]"),
        (
            "parts",
            "overhead",
            "1",
            "K0104 with_ceiling[parts/overhead]",
        ),
        (
            "plain",
            "overhead",
            "-1",
            "K0110 with_ceiling[plain/overhead]",
        ),
    ] {
        assert_eq!(
            refused(before.with_ceiling(scheme, name, money(amount))),
            [finding]
        );
    }
}

#[test]
fn another_preference() {
    let before = dossier();
    let order = |dossier: &Dossier| -> Vec<String> {
        let grants = dossier.grants().iter().enumerate();
        grants
            .map(|(at, grant)| format!("{} {}", grant.id.value, dossier.scheme_of(at).id))
            .collect()
    };
    assert_eq!(order(&before), ["g plain", "p parts"]);
    let after = before.with_preference("p", Some(3)).expect("sound");
    assert_eq!(order(&after), ["p parts", "g plain"]);
    let back = after.with_preference("p", None).expect("sound");
    assert_eq!(order(&back), ["g plain", "p parts"]);
    assert_eq!(
        refused(before.with_preference("x", Some(0))),
        ["K0104 with_preference[x]", "K0205 with_preference[x]"]
    );
    assert_eq!(
        refused(before.with_preference("g", Some(1_000_001))),
        ["K0104 with_preference[g]"]
    );
}

#[test]
fn other_amounts() {
    let before = dossier();
    let after = before
        .with_amounts([("L3", money("-7")), ("L1", money("12"))])
        .expect("sound");
    let amounts = |dossier: &Dossier| -> Vec<String> {
        let lines = dossier.lines();
        (0..lines.len())
            .map(|row| lines.amount(row).to_string())
            .collect()
    };
    assert_eq!(amounts(&after), ["12.00", "50.00", "-7.00"]);
    assert_eq!(amounts(&before), ["100.00", "50.00", "5.00"]);
    assert!(Arc::ptr_eq(&before.inner, &after.inner));
    assert_eq!(
        refused(before.with_amounts([
            ("L1", money("9")),
            ("L2", money("19")),
            ("L9", money("1")),
            ("L3", money("1")),
            ("L3", money("2")),
        ])),
        [
            "K0222 with_amounts[L1]",
            "K0214 with_amounts[L2]",
            "K0201 with_amounts[L3]",
            "K0206 with_amounts[L9]",
        ]
    );
}

#[test]
fn what_ifs_follow_each_other() {
    let before = dossier();
    let date = Some(Date::parse("2025-01-01").expect("a date"));
    let after = before
        .with_as_of(date)
        .assume_eligible("g", None)
        .and_then(|it| it.with_amounts([("L1", money("200"))]))
        .and_then(|it| it.rebook([("L3", Some(Booking::Grant("g".to_owned())))]))
        .and_then(|it| it.with_preference("p", Some(1)))
        .expect("sound");
    assert_eq!(after.as_of(), date);
    assert_eq!(after.assumed().len(), 1);
    assert_eq!(after.lines().amount(0), money("200"));
    assert!(after.lines().booking(2).is_some());
    assert!(before.lines().booking(2).is_none());
    assert!(after.settle().is_ok());
}
