//! A run over a million lines on eight buckets, by each of the steps: nanoseconds per line.
//!
//! `cargo bench --bench steps` measures all; names behind `--` only those (`booked`, `least-refund`), with the most memory
//! that the process had if it is one.
#![expect(clippy::disallowed_types, reason = "what is measured is time")]

mod dossier;

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use koers_core::Method;
use koers_core::method::{ProRata, Weights};
use koers_core::plan::Plan;

use self::dossier::dossier;

const LINES: usize = 1_000_000;
const TIMES: usize = 3;

fn main() {
    let named: Vec<String> = env::args()
        .skip(1)
        .filter(|it| !it.starts_with('-'))
        .collect();
    let methods = [
        ("booked", Method::booked()),
        ("priority", Method::priority()),
        ("pro-rata", Method::new().step(ProRata::new(Weights::Award))),
        ("least-refund", Method::least_refund()),
    ];
    let dossier = dossier(LINES);
    println!("{:>12} {:>10} {:>10}   ns per line", "", "plan", "allocate");
    for (name, method) in methods {
        if !named.is_empty() && !named.iter().any(|it| it == name) {
            continue;
        }
        let (mut planned, mut allocated) = (Duration::MAX, Duration::MAX);
        for _ in 0..TIMES {
            let start = Instant::now();
            let plan = Plan::by(dossier.clone(), method.clone()).expect("a sound dossier");
            planned = planned.min(start.elapsed());
            let start = Instant::now();
            let allocation = black_box(plan.allocate());
            allocated = allocated.min(start.elapsed());
            drop(allocation);
        }
        let per_line = |it: Duration| it.as_nanos() / LINES as u128;
        println!(
            "{name:>12} {:>10} {:>10}",
            per_line(planned),
            per_line(allocated)
        );
    }
}
