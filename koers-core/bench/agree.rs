//! Koers and its rivals come to the same, on every set of rules that is measured.

use koers_bench::engine;
use koers_bench::lines::Columns;
use koers_bench::rivals::{Amount, Lines, Payers, Totals, pro_rata, waterfall};
use koers_bench::rules::Rules;
use koers_core::Method;
use koers_core::method::{ProRata, Weights};
use rust_decimal::Decimal;

fn agree(rules: &Rules, lines: usize) {
    let columns = Columns::draw(lines, rules, 7);
    let awards = rules.awards(columns.total());
    let dossier = engine::dossier(&engine::Input::new(&columns, rules), rules, &awards);
    let by =
        |method: Method| engine::totals(&dossier.settle_by(&method).expect("a sound plan"), rules);
    let ordered = columns.in_order();
    let decimals: Vec<Decimal> = ordered
        .amounts
        .iter()
        .map(|&it| Decimal::of_cents(it))
        .collect();
    let cents = Lines {
        columns: &ordered,
        amounts: &ordered.amounts,
    };
    let decimal = Lines {
        columns: &ordered,
        amounts: &decimals,
    };

    let priority = by(Method::priority());
    assert_eq!(
        waterfall(rules, &awards, cents, &mut Payers::default()),
        priority
    );
    assert_eq!(
        waterfall(rules, &awards, decimal, &mut Payers::default()),
        priority
    );
    let rated = by(Method::new().step(ProRata::new(Weights::Award)));
    assert_eq!(
        pro_rata(rules, &awards, cents, &mut Payers::default()),
        rated
    );
    assert_eq!(
        pro_rata(rules, &awards, decimal, &mut Payers::default()),
        rated
    );
    let own = |totals: &Totals| totals.own_funds.iter().sum::<i64>();
    let least = by(Method::least_refund());
    assert!(own(&least) <= own(&priority));
}

#[test]
fn on_eight_tranches() {
    for lines in [10, 999, 20_000] {
        agree(&Rules::eight(), lines);
    }
}

#[test]
fn on_random_rules() {
    for (buckets, broad) in [(4, true), (16, true), (20, false), (62, true)] {
        agree(&Rules::random(buckets, broad, 7), 3_000);
    }
}
