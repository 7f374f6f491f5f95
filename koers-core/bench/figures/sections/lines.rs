//! The methods on many lines, each held to its rivals to the cent.

use std::hint::black_box;

use koers_bench::engine;
use koers_bench::measure::{Timing, koers_bench_hot};
use koers_bench::rivals::{self, Amount, Payers, Totals};
use koers_bench::rules::{Classes, Rules};
use koers_core::{Dossier, Method, Settlement};

use super::{Case, Ordered, SEED, Sizes, pro_rata};
use crate::table::{Goal, Per, Rivals, note, row};

/// From a dossier to its settlement.
pub(crate) fn settle(dossier: &Dossier, method: &Method) -> Settlement {
    engine::plan(dossier, method).allocate().settle()
}

/// The same with the proof, which is checked.
pub(crate) fn settle_proved(dossier: &Dossier) -> Settlement {
    let settlement = settle(dossier, &Method::least_refund());
    let certificate = settlement.certificate().expect("a step least-refund ran");
    certificate.verify().expect("a sound proof");
    settlement
}

pub(crate) fn lines(sizes: &Sizes) {
    let case = Case::new(Rules::eight(), sizes.lines, SEED);
    describe(&case);
    let ordered = case.ordered();
    let per = Per::Line(sizes.lines);
    let (waterfall, priority) = waterfalls(&case, &ordered, sizes.times);
    let (rating, rated) = ratings(&case, &ordered, sizes.times);
    rows_of_rivals(
        "loop over lines by date and id",
        "priority",
        &waterfall,
        per,
    );
    rows_of_rivals("loop over lines by date and id", "pro-rata", &rating, per);

    let mut built = Timing::default();
    let dossier = built.add(|| case.dossier());
    row(
        "dossier from columns, with its checks",
        &built,
        per,
        None,
        &Rivals::default(),
    );
    let method =
        |name: &str, how: &Method, goal: Goal, rivals: &Rivals, totals: Option<&Totals>| {
            let mut settlement = None;
            let mut planned = Timing::default();
            let mut timing = Timing::default();
            for _ in 0..sizes.times {
                drop(settlement.take());
                drop(planned.add(|| engine::plan(&dossier, how)));
                settlement = Some(timing.add(|| match how == &Method::least_refund() {
                    true => settle_proved(&dossier),
                    false => settle(&dossier, how),
                }));
            }
            row(name, &timing, per, goal, rivals);
            row(
                "  of which the plan",
                &planned,
                per,
                None,
                &Rivals::default(),
            );
            let settlement = settlement.expect("it ran");
            if let Some(totals) = totals {
                agree(name, &engine::totals(&settlement, &case.rules), totals);
            }
            settlement
        };
    let by_priority = method(
        "priority",
        &Method::priority(),
        Some((500, 300)),
        &waterfall,
        Some(&priority),
    );
    let mut read = Timing::default();
    let (parts, paid) = read.add(|| engine::read_parts(&by_priority));
    drop(by_priority);
    row(
        "  every part of every line, read after that",
        &read,
        per,
        None,
        &Rivals::default(),
    );
    let spent: i64 = priority.spent.iter().flatten().sum();
    assert_eq!(paid, spent, "the parts of lines don't come to what is paid");
    let least = method(
        "least-refund with certificate, verified",
        &Method::least_refund(),
        Some((550, 350)),
        &waterfall,
        None,
    );
    let proof = Timing::of(sizes.times, || least.certificate().map(|it| it.verify()));
    row(
        "  of which the certificate and its check",
        &proof,
        per,
        None,
        &Rivals::default(),
    );
    let own = |totals: &Totals| totals.own_funds.iter().sum::<i64>();
    let best = engine::totals(&least, &case.rules);
    drop(least);
    assert!(
        own(&best) <= own(&priority),
        "least-refund leaves more to own funds than priority"
    );
    let name = format!("pro-rata by award over {} grants", pairs_a_line(&case));
    drop(method(
        &name,
        &pro_rata(),
        Some((3_000, 1_500)),
        &rating,
        Some(&rated),
    ));
    note(&format!(
        "totals by year and tranche equal to the cent in all runs; {parts} parts of lines; own funds EUR {} by priority, {} by least-refund",
        own(&priority) / 100,
        own(&best) / 100
    ));
}

/// What is measured on.
fn describe(case: &Case) {
    let classes =
        |year, carried| Classes::new(&case.rules, year, &vec![carried; case.awards.len()]).size();
    let ((first, _), (second, arcs)) = (classes(2023, false), classes(2024, true));
    note(&format!(
        "{} grants with {} tranches; {first} classes in 2023, {second} in 2024 with {arcs} arcs; costs EUR {}, awards {}",
        case.rules.grants.len(),
        case.awards.len(),
        case.columns.total() / 100,
        case.awards.iter().sum::<i64>() / 100
    ));
}

/// How many grants may pay a line that isn't pinned, on average.
fn pairs_a_line(case: &Case) -> String {
    let (mut pairs, mut lines) = (0_u64, 0_u64);
    let carried = vec![true; case.awards.len()];
    let mut of_bucket = vec![0_u64; case.rules.grants.len()];
    for (bucket, (grant, ..)) in case.rules.tranches().enumerate() {
        of_bucket[grant] |= 1 << bucket;
    }
    for year in [2023, 2024] {
        let classes = Classes::new(&case.rules, year, &carried);
        for at in koers_bench::rules::Year::rows(&case.columns, year)
            .filter(|at| case.columns.pins[*at] == 0)
        {
            let mask = classes.masks[classes.of(case.columns.look(at))];
            pairs += of_bucket.iter().filter(|of| *of & mask != 0).count() as u64;
            lines += 1;
        }
    }
    crate::table::hundredths(pairs * 100 / lines.max(1))
}

/// The rivals of `priority`: their times, and the totals on which they agree.
pub(crate) fn waterfalls(case: &Case, ordered: &Ordered, times: usize) -> (Rivals, Totals) {
    let scalar =
        |payers: &mut _| rivals::waterfall(&case.rules, &case.awards, ordered.cents(), payers);
    let decimal =
        |payers: &mut _| rivals::waterfall(&case.rules, &case.awards, ordered.decimals(), payers);
    both("priority", times, scalar, decimal)
}

fn ratings(case: &Case, ordered: &Ordered, times: usize) -> (Rivals, Totals) {
    let scalar =
        |payers: &mut _| rivals::pro_rata(&case.rules, &case.awards, ordered.cents(), payers);
    let decimal =
        |payers: &mut _| rivals::pro_rata(&case.rules, &case.awards, ordered.decimals(), payers);
    both("pro-rata", times.min(2), scalar, decimal)
}

fn both<A: Amount, B: Amount>(
    name: &str,
    times: usize,
    mut scalar: impl FnMut(&mut Payers<A>) -> Totals,
    mut decimal: impl FnMut(&mut Payers<B>) -> Totals,
) -> (Rivals, Totals) {
    // The first run of each touches its memory for the first time.
    let (mut of_scalar, mut of_decimal) = (Payers::default(), Payers::default());
    let totals = scalar(&mut of_scalar);
    agree(name, &decimal(&mut of_decimal), &totals);
    let rivals = Rivals {
        scalar: Some(Timing::of(times, || scalar(&mut of_scalar))),
        decimal: Some(Timing::of(times, || decimal(&mut of_decimal))),
    };
    (rivals, totals)
}

fn rows_of_rivals(name: &str, of: &str, rivals: &Rivals, per: Per) {
    for (what, timing) in [("i64", &rivals.scalar), ("rust_decimal", &rivals.decimal)] {
        if let Some(timing) = timing {
            let against = Rivals {
                scalar: rivals.scalar.clone(),
                decimal: None,
            };
            row(&format!("{of}: {what} {name}"), timing, per, None, &against);
        }
    }
}

/// Ends the run where totals differ by a cent.
pub(crate) fn agree(name: &str, found: &Totals, expected: &Totals) {
    assert_eq!(found, expected, "{name}: totals differ");
}

/// One run of `priority` with as many threads as the environment says: its time on the wall, in nanoseconds.
pub(crate) fn wall(sizes: &Sizes) {
    let case = Case::new(Rules::eight(), sizes.lines, SEED);
    let dossier = case.dossier();
    for method in [Method::priority(), Method::least_refund()] {
        let timing = Timing::of(sizes.times, || settle(&dossier, &method));
        let totals = engine::totals(&settle(&dossier, &method), &case.rules);
        println!("{} {totals:?}", timing.least_wall());
    }
}

/// One run of a path for valgrind, which counts what happens inside [`koers_bench_hot`].
pub(crate) fn count(path: &str, sizes: &Sizes) {
    let case = Case::new(Rules::eight(), sizes.lines, SEED);
    if path == "loop" {
        let ordered = case.ordered();
        let mut payers = Payers::default();
        return koers_bench_hot(&mut || {
            black_box(rivals::waterfall(
                &case.rules,
                &case.awards,
                ordered.cents(),
                &mut payers,
            ));
        });
    }
    let dossier = case.dossier();
    let method = match path {
        "plan" | "priority" => Method::priority(),
        "least-refund" => Method::least_refund(),
        "pro-rata" => pro_rata(),
        other => panic!("{other} is no path: loop, plan, priority, least-refund, pro-rata"),
    };
    if path == "plan" {
        return koers_bench_hot(&mut || drop(black_box(engine::plan(&dossier, &method))));
    }
    let plan = engine::plan(&dossier, &method);
    koers_bench_hot(&mut || {
        black_box(engine::again(&plan));
    });
}
