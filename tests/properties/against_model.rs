//! Every figure of the engine is that of the model.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::support::cases::{Case, cases};
use crate::support::model;
use crate::support::tables::outcome;
use crate::support::{config, settled};

fn same<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    table: &str,
    engine: &BTreeMap<K, V>,
    model: &BTreeMap<K, V>,
) -> Result<(), TestCaseError> {
    for key in model.keys().chain(engine.keys()) {
        let (engine, model) = (engine.get(key), model.get(key));
        prop_assert!(
            engine == model,
            "{table} {key:?}\n engine {engine:?}\n model  {model:?}"
        );
    }
    Ok(())
}

fn compare(case: &Case) -> Result<(), TestCaseError> {
    let settlement = settled(case)?;
    let (engine, model) = (outcome(&settlement), model::settle(case));
    same("allocations", &engine.paid, &model.paid)?;
    same("own_funds", &engine.own_funds, &model.own_funds)?;
    same("settlement", &engine.rows, &model.rows)
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_cell_is_that_of_the_model(case in cases()) {
        compare(&case)?;
    }
}
