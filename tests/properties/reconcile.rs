//! Gaps planted in generated dossiers are found, each with its cause; where figures agree there is nothing.

use koers_core::dossier::{BudgetLine, CostLine, DossierBuilder, Grant, Tranche};
use koers_core::reconcile::{Declared, Reconciliation};
use koers_core::report::{Format, render_reconciliation};
use koers_core::scheme::{
    CarryOver, Citation, Eligible, FunderGroup, LegalBasis, Scheme, Unit, Unspent, Until, Version,
    Window,
};
use koers_core::tables::{BridgeRow, ReconciliationRow};
use koers_core::{Lang, Money, Period, Schemes, Settlement};
use proptest::prelude::*;

const THEMES: [&str; 3] = ["zorg", "wonen & meer", "werk"];
/// The first two pay back what is left, the others carry it over.
const GRANTS: [&str; 4] = ["a", "b", "c", "d"];

#[derive(Clone, Debug)]
struct Line {
    theme: usize,
    grant: usize,
    budget: i64,
    realised: i64,
}

/// A grant of which nothing is left has no refund and no carry-over: a line above its budget has used what was never budgeted.
#[test]
fn of_a_grant_that_is_spent_the_balance_was_used() {
    for grant in 0..4 {
        let lines = vec![Line {
            theme: 0,
            grant,
            budget: 0,
            realised: 1,
        }];
        let case = Case {
            lines,
            more: [0; 4],
            noise: 1,
        };
        let table = "key,scope,measure,amount\nnet,theme=zorg,refund,-0.01\n";
        let declared = Declared::from_csv("d.csv", table.as_bytes()).expect("readable");
        let found = case.settle().reconcile(&declared);
        assert!(row(&found, "net").unexplained.is_zero());
        assert_eq!(of_cause(&steps(&found, "net"), &["used"]), 1);
    }
}

#[derive(Clone, Debug)]
struct Case {
    lines: Vec<Line>,
    /// By grant what came in and was never budgeted.
    more: [i64; 4],
    noise: i64,
}

fn cases() -> impl Strategy<Value = Case> {
    let line = (0..3_usize, 0..4_usize, 0..100_000_i64, 0..100_000_i64);
    let line = line.prop_map(|(theme, grant, budget, realised)| Line {
        theme,
        grant,
        budget,
        realised,
    });
    // At least a cent of each grant is left: what becomes of it is what the planted statements are about.
    let more = proptest::array::uniform4(1..50_000_i64);
    (proptest::collection::vec(line, 1..12), more, 1..1_000_i64)
        .prop_map(|(lines, more, noise)| Case { lines, more, noise })
}

fn schemes() -> Schemes {
    let cited = || Citation::text("art. 1");
    let mut schemes = Schemes::empty();
    let rules = [
        ("back", Unspent::Refund),
        (
            "carry",
            Unspent::CarryOver(CarryOver::until(Until::NextYearEnd)),
        ),
    ];
    for (id, unspent) in rules {
        let version = Version::new(
            koers_core::Date::parse("2020-01-01").expect("a date"),
            cited().on(Unit::CalendarYear),
            cited().on(Window::TrancheYear),
            cited().on(Eligible::Any),
            cited().on(unspent),
        );
        let basis = LegalBasis::new("Regeling");
        let scheme = Scheme::new(id, id, "Rijk", FunderGroup::Rijk, basis);
        schemes.insert(scheme.version(version)).expect("sound");
    }
    schemes
}

impl Case {
    fn settle(&self) -> Settlement {
        let year = Period::year(2024).expect("a year");
        let mut builder = DossierBuilder::new("d", "H", vec![2024]);
        for (at, id) in GRANTS.iter().enumerate() {
            let lines = self.lines.iter().filter(|line| line.grant == at);
            // All is paid: an award of at least what was spent, and at least what was budgeted.
            let (budget, spent) = lines.fold((0, 0), |(budget, spent), line| {
                (budget + line.budget, spent + line.realised)
            });
            let award = cents(budget.max(spent) + self.more[at]);
            let tranche = Tranche::new("2024", award).year(2024).received(year, award);
            let scheme = if at < 2 { "back" } else { "carry" };
            builder = builder.grant(Grant::new(*id, scheme).tranche(tranche));
        }
        for (at, line) in self.lines.iter().enumerate() {
            let id = format!("L{at}");
            let cost = CostLine::new(&id, year, cents(line.realised)).on(GRANTS[line.grant]);
            builder = builder
                .line(cost.dimension("theme", THEMES[line.theme]))
                .budget(BudgetLine::of_line(&id, year, cents(line.budget)));
        }
        // Each theme has a line, so that it can be asked for.
        for (at, theme) in THEMES.iter().enumerate() {
            let cost = CostLine::new(format!("Z{at}"), year, Money::ZERO);
            builder = builder.line(cost.on("a").dimension("theme", *theme));
        }
        let dossier = builder.build(&schemes()).expect("sound");
        dossier.settle().expect("settled")
    }

    /// What is left of the lines of a theme on grants that pay back, and on those that carry over.
    fn left(&self, theme: Option<usize>) -> (i64, i64) {
        let lines = self.lines.iter();
        let lines = lines.filter(|line| theme.is_none_or(|theme| line.theme == theme));
        lines.fold((0, 0), |(back, carry), line| {
            let left = line.budget - line.realised;
            if line.grant < 2 {
                (back + left, carry)
            } else {
                (back, carry + left)
            }
        })
    }
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).expect("within the bound")
}

fn euros(amount: i64) -> String {
    cents(amount).to_string()
}

fn row(found: &Reconciliation, key: &str) -> ReconciliationRow {
    let mut rows = found.rows().into_iter();
    rows.find(|row| row.key == key).expect("declared")
}

fn steps(found: &Reconciliation, key: &str) -> Vec<BridgeRow> {
    let steps = found.bridges().into_iter();
    steps.filter(|step| step.key == key).collect()
}

fn of_cause(steps: &[BridgeRow], causes: &[&str]) -> i64 {
    let of = steps
        .iter()
        .filter(|step| causes.contains(&step.cause.as_str()));
    of.map(|step| step.amount.cents()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn planted_gaps_have_their_cause(case in cases()) {
        let settlement = case.settle();
        let total = |measure| settlement.total(measure).cents();
        let refund = total(koers_core::settle::Measure::Refund);
        let (back, _) = case.left(None);
        let nets: Vec<i64> = (0..3)
            .map(|theme| { let (back, carry) = case.left(Some(theme)); back + carry })
            .collect();
        let mut table = vec![String::from("key,scope,measure,amount,claim,sum_of")];
        // What agrees.
        table.push(format!("ok,total,refund,{},figure,", euros(refund)));
        for (at, theme) in THEMES.iter().enumerate() {
            let (back, carry) = case.left(Some(at));
            table.push(format!("ok{at},theme={theme},balance,{},figure,", euros(back + carry)));
            // Planted: the whole balance of a theme is said to go back.
            table.push(format!("net{at},theme={theme},refund,{},statement,", euros(nets[at])));
        }
        // Planted: a theme left out, one counted twice, only lines that were budgeted, and a slip.
        table.push("out,total,refund,,statement,+net0 +net1".to_owned());
        table.push("twice,total,refund,,statement,+net0 +net1 +net2 +net2".to_owned());
        table.push(format!("lines,total,refund,{},statement,", euros(back)));
        table.push(format!("slip,total,received,{},figure,", euros(total(koers_core::settle::Measure::Received) + case.noise)));
        let declared = Declared::from_csv("d.csv", table.join("\n").as_bytes()).expect("readable");
        let found = settlement.reconcile(&declared);

        for row in found.rows() {
            let computed = row.computed.expect("all can be told").cents();
            prop_assert_eq!(row.declared.cents() - row.unexplained.cents() + row.bridged.cents(), computed);
            let steps = steps(&found, &row.key);
            let sum: i64 = steps.iter().map(|step| step.amount.cents()).sum();
            prop_assert_eq!(sum, row.bridged.cents());
            if row.declared.cents() == computed && row.key != "out" && row.key != "twice" {
                prop_assert!(steps.is_empty() && row.unexplained.is_zero(), "{:?}", row);
            }
        }
        for key in ["ok", "ok0", "ok1", "ok2"] {
            prop_assert_eq!(row(&found, key).difference, Some(Money::ZERO));
        }
        for at in 0..3 {
            let (key, (_, carry)) = (format!("net{at}"), case.left(Some(at)));
            let steps = steps(&found, &key);
            prop_assert!(row(&found, &key).unexplained.is_zero());
            prop_assert_eq!(of_cause(&steps, &["carried", "another-grant"]), -carry);
        }
        let slip = row(&found, "slip");
        prop_assert_eq!(slip.unexplained.cents(), case.noise);
        prop_assert!(slip.bridged.is_zero());
        let never: i64 = refund - back;
        if never != 0 {
            prop_assert_eq!(of_cause(&steps(&found, "lines"), &["never-budgeted"]), never);
            prop_assert!(row(&found, "lines").unexplained.is_zero());
        }
        let net: i64 = nets[0] + nets[1];
        if net != refund {
            let (missing, _) = case.left(Some(2));
            let out = steps(&found, "out");
            prop_assert!(row(&found, "out").unexplained.is_zero());
            prop_assert_eq!(of_cause(&out, &["no-statement"]), missing);
            prop_assert_eq!(of_cause(&out, &["never-budgeted"]), never);
        }
        if net + 2 * nets[2] != refund {
            let twice = steps(&found, "twice");
            prop_assert!(row(&found, "twice").unexplained.is_zero());
            prop_assert_eq!(of_cause(&twice, &["counted-twice"]), -nets[2]);
        }
        // Whoever reads it in either language sees each step.
        for lang in [Lang::Nl, Lang::En] {
            let text = render_reconciliation(&settlement, &found, Format::Text, lang);
            prop_assert!(text.contains("slip"));
        }
    }

    #[test]
    fn any_table_gives_a_result_or_findings(
        rows in proptest::collection::vec(
            ("[a-d]", "(total|unbudgeted|theme=zorg|grant=[a-e]|line=L[0-9]|grant=a&tranche=2024|tranche_year=20[0-9]{2}|[a-z=&]{0,9}|year=2024|)",
             "(budget|realised|balance|underspent|received|spent|refund|carry_over|retained|unbudgeted|count|x|)",
             "(|-?[0-9]{1,9}(\\.[0-9]{1,2})?|9999999999999999.99|x)", "(|figure|statement|y)", "([+-][a-d]( [+-][a-d]){0,3}( ; [+][a-d])?|)"),
            0..8),
        case in cases(),
    ) {
        let mut table = vec![String::from("key,scope,measure,amount,claim,sum_of")];
        for (key, scope, measure, amount, claim, sum) in rows {
            table.push(format!("{key},{scope},{measure},{amount},{claim},{sum}"));
        }
        if let Ok(declared) = Declared::from_csv("d.csv", table.join("\n").as_bytes()) {
            let settlement = case.settle();
            let found = settlement.reconcile(&declared);
            for row in found.rows() {
                if let Some(computed) = row.computed {
                    let told = i128::from(row.declared.cents()) - i128::from(row.unexplained.cents()) + i128::from(row.bridged.cents());
                    // Sums of sums may lie beyond what an amount can be.
                    if row.declared.cents().abs() < 1_000_000_000_000 {
                        prop_assert_eq!(told, i128::from(computed.cents()), "{:?}", row);
                    }
                }
            }
            let html = render_reconciliation(&settlement, &found, Format::Html, Lang::En);
            prop_assert!(html.ends_with("</div>\n"));
        }
    }

    #[test]
    fn any_bytes_give_a_table_or_findings(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Declared::from_csv("d.csv", &bytes);
        let mut with_header = b"key,scope,measure,amount,sum_of\n".to_vec();
        with_header.extend(bytes);
        let _ = Declared::from_csv("d.csv", &with_header);
    }

    /// Two documents that say the same agree; one amount that is changed, and one grant that is not named, is told and no more.
    #[test]
    fn documents_differ_where_they_do(case in cases(), changed in 0..4_usize, silent in proptest::option::of(0..4_usize), noise in 1..1_000_i64, none in any::<bool>()) {
        let settlement = case.settle();
        let mut table = vec![String::from("key,scope,measure,amount,claim,document")];
        let mut money = [false; 4];
        for (at, grant) in GRANTS.iter().enumerate() {
            let rows = settlement.settlement().iter();
            let rows: Vec<_> = rows.filter(|row| row.grant == *grant).collect();
            let received: i64 = rows.iter().map(|row| row.received.cents()).sum();
            money[at] = rows.iter().any(|row| !(row.received.is_zero() && row.balance.is_zero() && row.spent.is_zero()));
            table.push(format!("r{at},grant={grant},received,{},,report", euros(received)));
            if Some(at) == silent {
                continue;
            }
            if at == changed && !none {
                table.push(format!("l{at},grant={grant},received,{},statement,letter", euros(received + noise)));
            } else if at == changed || at == 0 {
                table.push(format!("l{at},grant={grant},,,named,letter"));
            } else {
                table.push(format!("l{at},grant={grant},received,{},statement,letter", euros(received)));
            }
        }
        let declared = Declared::from_csv("d.csv", table.join("\n").as_bytes()).expect("readable");
        let found = settlement.reconcile(&declared);
        let about = |code: &str| -> Vec<String> {
            let findings = found.findings().iter();
            findings.filter(|it| it.code().as_str() == code).map(|it| it.about().to_owned()).collect()
        };
        let differs: Vec<String> = match silent {
            Some(at) if at == changed => Vec::new(),
            _ if none => Vec::new(),
            _ => vec![format!("l{changed}")],
        };
        prop_assert_eq!(about("K0715"), differs);
        let names = (0..4).any(|at| Some(at) != silent && if at == changed { none } else { at == 0 });
        let left: Vec<String> = match silent {
            Some(at) if names => vec![GRANTS[at].to_owned()],
            _ => Vec::new(),
        };
        prop_assert_eq!(about("K0714"), left);
        let stake = found.findings().iter().find(|it| it.code().as_str() == "K0714").map(|it| it.at_stake().is_some());
        prop_assert!(stake.is_none_or(|stake| silent.is_some_and(|at| money[at] == stake)));
    }
}
