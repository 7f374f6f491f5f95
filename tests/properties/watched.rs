//! A run that is told of, and one that is broken off.

use std::ops::ControlFlow;

use koers_core::Lang;
use koers_core::report::settlement_json;
use koers_core::settle::SettleError;
use proptest::prelude::*;

use crate::support::asked::asked;
use crate::support::config;

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_run_can_be_broken_off_at_any_call(asked in asked()) {
        let plain = settlement_json(&asked.settled()?, Lang::Nl);
        let dossier = asked.dossier().expect("it was settled");
        let mut calls = Vec::new();
        let watched = dossier.settle_watched(&asked.method, &mut |at| {
            calls.push(at);
            ControlFlow::Continue(())
        });
        let watched = watched.expect("it was settled");
        prop_assert_eq!(plain, settlement_json(&watched, Lang::Nl));
        for at in &calls {
            prop_assert!(at.done <= at.total, "{at:?}");
            prop_assert!(at.step <= asked.method.steps.len());
        }
        for pair in calls.windows(2) {
            let [before, after] = [pair[0], pair[1]].map(|at| (at.year, at.step));
            prop_assert!(before <= after, "{pair:?}");
        }
        // Each piece of work begins with nothing done and ends with all of it.
        for (place, at) in calls.iter().enumerate() {
            let next = calls.get(place + 1);
            let ends = next.is_none_or(|next| next.done == 0);
            prop_assert_eq!(at.done == at.total, ends, "{:?}, then {:?}", at, next);
        }
        prop_assert!(calls.first().is_none_or(|at| at.done == 0));
        for broken in 0..calls.len() {
            let mut told = 0;
            let ended = dossier.settle_watched(&asked.method, &mut |_| {
                told += 1;
                if told == broken + 1 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            prop_assert!(matches!(ended, Err(SettleError::Cancelled(_))));
            prop_assert_eq!(told, broken + 1, "told after it was broken off");
        }
    }
}
