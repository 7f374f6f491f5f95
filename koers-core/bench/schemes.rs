//! Two thousand lines of rules: read and checked, beside the `toml` crate reading the same text into its own values.
#![expect(clippy::disallowed_types, reason = "what is measured is time")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use koers_bench::scheme;
use koers_core::scheme::Scheme;

/// The longest that reading and checking may take.
const BOUND: Duration = Duration::from_millis(20);

fn schemes(criterion: &mut Criterion) {
    let text = scheme(2_000);
    let read = || Scheme::from_toml("maat.toml", black_box(&text)).expect("a sound scheme");
    let scheme = read();
    assert!(scheme.check().is_empty(), "{}", scheme.check());
    assert!((1_900..=2_000).contains(&text.lines().count()));

    let mut group = criterion.benchmark_group("2,000 lines of rules");
    group.sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("baseline: toml::from_str", |bencher| {
        bencher.iter(|| toml::from_str::<toml::Table>(black_box(&text)).expect("TOML"));
    });
    group.bench_function("Scheme::from_toml, with checks", |bencher| {
        bencher.iter(read)
    });
    group.bench_function("Scheme::check", |bencher| bencher.iter(|| scheme.check()));
    group.bench_function("Scheme::to_toml", |bencher| {
        bencher.iter(|| scheme.to_toml())
    });
    group.finish();

    let fastest = (0..20)
        .map(|_| {
            let start = Instant::now();
            black_box(read().check());
            start.elapsed()
        })
        .min();
    assert!(
        fastest < Some(BOUND),
        "reading and checking took {fastest:?}, more than {BOUND:?}"
    );
}

criterion_group!(benches, schemes);
criterion_main!(benches);
