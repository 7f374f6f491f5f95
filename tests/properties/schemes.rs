//! Schemes, drawn at random and hostile: what is printed reads back, what is checked never panics, and each day has one
//! version.

#[path = "support/draw.rs"]
#[allow(dead_code, reason = "each test target uses its own part of this")]
mod draw;
mod scheme_checks;
mod scheme_draw;
mod scheme_faults;
mod scheme_hostile;
mod scheme_printing;
mod scheme_versions;

use proptest::prelude::ProptestConfig;

/// As in the other property tests: `PROPTEST_CASES=25600` runs a hundred times as many, and failed cases are not kept.
fn config(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: cases * usual.cases / 256,
        failure_persistence: None,
        max_shrink_iters: usual.max_shrink_iters.min(5_000),
        ..usual
    }
}
