//! Small dossiers, the network by itself, a country, memory, threads, and growth.

use std::env;
use std::hint::black_box;
use std::process::Command;

use koers_bench::engine;
use koers_bench::measure::Timing;
use koers_bench::network::Network;
use koers_bench::rules::{Classes, Rules};
use koers_core::explain::Subject;
use koers_core::report::{Format, render_explanation};
use koers_core::{Lang, Method, Money};

use super::lines::{agree, settle, settle_proved, waterfalls};
use super::{Case, SEED, Sizes};
use crate::memory;
use crate::table::{Per, Rivals, Unit, figure, note, row};

const NOBODY: Rivals = Rivals {
    scalar: None,
    decimal: None,
};

/// What doesn't grow with the lines.
pub(crate) fn small(sizes: &Sizes) {
    let case = Case::new(Rules::eight(), 10, SEED);
    let dossier = case.dossier();
    let micros = Per::Run(Unit::Micros);
    for (name, method) in [
        ("priority", Method::priority()),
        ("least-refund", Method::least_refund()),
    ] {
        let plan = engine::plan(&dossier, &method);
        let timing = often(sizes, 200, || drop(black_box(engine::again(&plan))));
        row(
            &format!("prepared plan with 10 lines, {name}"),
            &timing,
            micros,
            Some((10_000, 1_000)),
            &NOBODY,
        );
        let timing = often(sizes, 200, || drop(black_box(settle(&dossier, &method))));
        row("  with the plan made anew", &timing, micros, None, &NOBODY);
    }

    // Lines that are fixed are kept one by one, since their order matters.
    for (name, case) in [
        (
            "5 % fixed",
            Case::new(Rules::eight(), sizes.lines.min(200_000), SEED),
        ),
        ("none fixed", Case::unpinned(sizes.lines.min(200_000))),
    ] {
        what_if(sizes, name, &case);
    }
}

/// Every grant and line of the accounts of 2024 explained, each in words.
/// The accounts of 2024, every line and grant of them.
pub(crate) fn explained(sizes: &Sizes) {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/twentse-koers-2024"
    );
    let dossier = koers_core::folder::load(folder).expect("the accounts");
    let settlement = dossier.settle().expect("a settlement");
    let grants = dossier.grants().iter().map(|grant| grant.id.value.clone());
    let mut subjects: Vec<Subject> = grants.map(Subject::Grant).collect();
    let lines = dossier.lines();
    subjects.extend((0..lines.len()).map(|row| Subject::Line(lines.id(row).into_owned())));
    let explain = || {
        for subject in &subjects {
            let answer = settlement.explain(subject, None).expect("a subject");
            black_box(render_explanation(&answer, Format::Text, Lang::Nl));
        }
    };
    let timing = often(sizes, 20, explain);
    let path = "all 39 lines and 6 grants of 2024 explained";
    row(
        path,
        &timing,
        Per::Run(Unit::Millis),
        Some((1_000, 200)),
        &NOBODY,
    );
}

/// A receipt has the hash of each line, and of what became of it.
pub(crate) fn receipt(sizes: &Sizes) {
    let case = Case::new(Rules::eight(), sizes.lines, SEED);
    let settlement = settle(&case.dossier(), &Method::priority());
    let timing = Timing::of(sizes.times, || drop(black_box(settlement.receipt())));
    let per = Per::Line(sizes.lines);
    row("receipt, with all hashes", &timing, per, None, &NOBODY);
}

fn what_if(sizes: &Sizes, name: &str, case: &Case) {
    let micros = Per::Run(Unit::Micros);
    let best = settle(&case.dossier(), &Method::least_refund());
    let award = Money::from_cents(case.awards[4] + 1_000_000).expect("not so much");
    let changed = best.dossier().with_award("g3", "2024", None, award);
    let changed = changed.expect("a tranche");
    let first = Timing::of(1, || best.what_if(&changed));
    let path = format!("what-if, the first, {name}: classes are made and kept");
    row(&path, &first, micros, None, &NOBODY);
    let kept = best.what_if(&changed).expect("a sound plan");
    assert!(kept.used_kept_classes(), "lines were looked at again");
    let timing = often(sizes, 20, || drop(black_box(best.what_if(&changed))));
    let classes = classes_of_2024(&case.rules);
    let path = format!("what-if at {classes} classes x 8 buckets, {name}");
    row(&path, &timing, micros, Some((10_000, 5_000)), &NOBODY);
}

/// Times of a short run, done so often in each.
fn often(sizes: &Sizes, runs: u64, mut run: impl FnMut()) -> Timing {
    let timing = Timing::of(sizes.times, || (0..runs).for_each(|_| run()));
    timing.each(runs)
}

/// The network simplex by itself.
pub(crate) fn solve(sizes: &Sizes) {
    let millis = Per::Run(Unit::Millis);
    for (classes, buckets, goal) in [
        (200, 8, None),
        (200, 62, Some((100, 40))),
        (5_600, 62, Some((6_000, 2_000))),
    ] {
        let network = Network::transport(classes, buckets);
        let timing = Timing::of(sizes.times, || black_box(&network).solve());
        row(
            &format!("solve {classes} x {buckets}, {} arcs", network.arcs()),
            &timing,
            millis,
            goal,
            &NOBODY,
        );
        let solved = network.solve().expect("nobody cancels");
        let timing = Timing::of(sizes.times, || {
            assert!(black_box(&network).is_proved(&solved))
        });
        row("  the check of its proof", &timing, millis, None, &NOBODY);
    }
}

/// 342 holders with 20 grants each.
pub(crate) fn country(sizes: &Sizes) {
    const HOLDERS: usize = 342;
    let all = if engine::BY_COLUMNS {
        sizes.lines.max(10_000_000)
    } else {
        sizes.lines
    };
    for (name, broad, goal) in [
        ("narrow", false, (100_000, 15_000)),
        ("broad", true, (100_000, 50_000)),
    ] {
        let rules = Rules::holder(broad, SEED);
        let buckets = rules.buckets();
        let (mut built, mut run) = (Timing::default(), Timing::default());
        for holder in 0..HOLDERS {
            let case = Case::new(rules.clone(), all / HOLDERS, SEED + holder as u64);
            let dossier = built.add(|| case.dossier());
            drop(run.add(|| settle_proved(&dossier)));
        }
        let timing = run.in_all();
        let classes = classes_of_2024(&rules);
        let path =
            format!("{HOLDERS} holders x 20 grants, {name}: {buckets} tranches, {classes} classes");
        // The goal is for 10,000,000 lines.
        let goal = (all >= 9_999_000).then_some(goal);
        row(&path, &timing, Per::Run(Unit::Millis), goal, &NOBODY);
        row(
            &format!("  of {all} lines"),
            &timing,
            Per::Line(all),
            None,
            &NOBODY,
        );
        row(
            "  their dossiers",
            &built.in_all(),
            Per::Line(all),
            None,
            &NOBODY,
        );
    }
}

/// Memory above the columns that go in.
pub(crate) fn memory(sizes: &Sizes) {
    let case = Case::new(Rules::eight(), sizes.lines, SEED);
    let a_line = |bytes: usize| (bytes * 100 / sizes.lines) as u64;
    let goal = Some((800, 300));
    let (dossier, most, _) = memory::peak(|| case.dossier());
    figure(
        "memory: dossier, at its peak",
        "B/line",
        a_line(most),
        None,
        false,
    );
    drop(dossier);
    for (name, method) in [
        ("priority", Method::priority()),
        ("least-refund", Method::least_refund()),
        ("pro-rata", super::pro_rata()),
    ] {
        let (settlement, most, stays) = memory::peak(|| settle(&case.dossier(), &method));
        figure(
            &format!("memory: {name}, dossier to settlement, peak"),
            "B/line",
            a_line(most),
            goal,
            false,
        );
        figure("  what stays", "B/line", a_line(stays), None, false);
        drop(settlement);
    }
    note("above the columns that go in, which have 16 bytes a line; counted by the allocator");
}

/// One thread and two.
pub(crate) fn threads(_: &Sizes) {
    let run = |threads: &str| -> Vec<(u64, String)> {
        let program = env::current_exe().expect("this program");
        let output = Command::new(program)
            .arg("wall")
            .env("KOERS_BENCH_THREADS", threads)
            .output()
            .expect("it runs");
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines = lines.lines().filter_map(|line| {
            line.split_once(' ')
                .map(|(time, totals)| (time.parse().unwrap_or(0), totals.to_owned()))
        });
        lines.collect()
    };
    let (one, two) = (run("1"), run("2"));
    for (name, (one, two)) in ["priority", "least-refund"]
        .into_iter()
        .zip(one.into_iter().zip(two))
    {
        assert_eq!(one.1, two.1, "two threads come to other totals than one");
        figure(
            &format!("two threads, {name}"),
            "x",
            one.0 * 100 / two.0.max(1),
            Some((160, 180)),
            true,
        );
    }
}

/// More buckets.
pub(crate) fn growth(sizes: &Sizes) {
    let per = Per::Line(sizes.lines);
    let mut least: Vec<u64> = Vec::new();
    for buckets in [4, 8, 16, 32, 62] {
        let case = Case::new(Rules::random(buckets, true, SEED), sizes.lines, SEED);
        let classes = classes_of_2024(&case.rules);
        let times = sizes.times.min(3);
        let (rivals, totals) = waterfalls(&case, &case.ordered(), times);
        let dossier = case.dossier();
        let timing = Timing::of(times, || settle(&dossier, &Method::priority()));
        agree(
            "priority",
            &engine::totals(&settle(&dossier, &Method::priority()), &case.rules),
            &totals,
        );
        row(
            &format!("priority, {buckets} buckets, {classes} classes in 2024"),
            &timing,
            per,
            None,
            &rivals,
        );
        least.push(timing.least());
    }
    figure(
        "time a line at 62 buckets by that at 4",
        "x",
        least[4] * 100 / least[0].max(1),
        Some((150, 150)),
        false,
    );
}

/// How many classes of lines there are in 2024, where money of all tranches was carried into it.
fn classes_of_2024(rules: &Rules) -> usize {
    Classes::new(rules, 2024, &vec![true; rules.buckets()])
        .size()
        .0
}

/// Ten times as many lines.
pub(crate) fn size(sizes: &Sizes) {
    let (lines, more) = if engine::BY_COLUMNS {
        (sizes.lines, sizes.lines * 10)
    } else {
        (sizes.lines / 10, sizes.lines)
    };
    for (name, method) in [
        ("priority", Method::priority()),
        ("least-refund", Method::least_refund()),
    ] {
        let run = |lines: usize| {
            let dossier = Case::new(Rules::eight(), lines, SEED).dossier();
            let timing = Timing::of(sizes.times.min(3), || settle(&dossier, &method));
            row(
                &format!("{name}, {lines} lines"),
                &timing,
                Per::Line(lines),
                None,
                &NOBODY,
            );
            timing.least()
        };
        let (few, many) = (run(lines), run(more));
        figure(
            &format!("{name}: time for {more} lines by {lines}"),
            "x",
            many * 100 / few.max(1),
            Some((1_100, 1_000)),
            false,
        );
    }
}
