//! What the property tests share: dossiers drawn at random, and a model to hold results against.
#![allow(dead_code, reason = "each test target uses its own part of this")]

pub(crate) mod adds_up;
pub(crate) mod asked;
pub(crate) mod cases;
pub(crate) mod columns;
pub(crate) mod draw;
pub(crate) mod files;
#[cfg(feature = "folder")]
pub(crate) mod folder;
pub(crate) mod model;
pub(crate) mod permuted;
pub(crate) mod rich;
pub(crate) mod rules;
mod rules_of_shares;
pub(crate) mod schemes;
pub(crate) mod tables;
pub(crate) mod told;

use cases::Case;
use koers_core::diag::{Code, Findings, Lang};
use koers_core::settle::Settlement;
use proptest::prelude::{ProptestConfig, TestCaseError};

/// So many cases (`PROPTEST_CASES=25600` runs a hundred times as many), and no file of failed ones: a failing
/// case is printed as the files of a folder, and becomes a corpus case.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: cases * long() * usual.cases / 256,
        failure_persistence: None,
        max_shrink_iters: usual.max_shrink_iters.min(5_000),
        max_global_rejects: u32::MAX,
        ..usual
    }
}

/// How many times as many cases a long run (`KOERS_LONG=1`, or the number of times) has.
#[expect(
    clippy::disallowed_methods,
    reason = "tests may be asked for more by the environment"
)]
pub(crate) fn long() -> u32 {
    let set = std::env::var("KOERS_LONG").ok();
    set.map_or(1, |set| set.parse().ok().filter(|&by| by > 1).unwrap_or(20))
}

/// The settlement of a case; only an agreement that extends nothing, or a window of a tranche outside that of the
/// scheme, may be refused.
pub(crate) fn settled(case: &Case) -> Result<Settlement, TestCaseError> {
    let refused = |findings: Findings| {
        let drawn = [
            Code::EmptyAgreement,
            Code::WindowOutsideScheme,
            Code::DatesReversed,
            // A quantity before the first version that is known, or beyond the bound.
            Code::NoPrice,
            Code::NoWindow,
            Code::SumOutOfBounds,
        ];
        if findings
            .iter()
            .all(|finding| drawn.contains(&finding.code()))
        {
            TestCaseError::reject("an agreement or a window that the scheme refuses")
        } else {
            TestCaseError::fail(findings.render(Lang::En))
        }
    };
    case.dossier().map_err(refused)?.settle().map_err(refused)
}
