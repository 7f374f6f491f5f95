//! The network simplex, with the canonical answer and its potentials, and the check of the proof.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use koers_bench::network::Network;

fn flow(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("flow");
    group.sample_size(20);
    for (classes, buckets) in [(200, 8), (200, 62), (1_000, 62), (5_600, 62), (20_000, 62)] {
        let network = Network::transport(classes, buckets);
        let name = format!("{classes} x {buckets}, {} arcs", network.arcs());
        let solved = network.solve().expect("nobody cancels");
        assert!(network.is_proved(&solved));
        group.bench_function(BenchmarkId::new("solve", &name), |bencher| {
            bencher.iter(|| black_box(&network).solve());
        });
        group.bench_function(BenchmarkId::new("verify", &name), |bencher| {
            bencher.iter(|| network.is_proved(black_box(&solved)));
        });
    }
    group.finish();
}

criterion_group!(benches, flow);
criterion_main!(benches);
