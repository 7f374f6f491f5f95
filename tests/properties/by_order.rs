//! By whatever method the order of what comes in changes nothing.

use koers_core::settle::Settlement;
use proptest::prelude::*;

use crate::support::asked::asked;
use crate::support::config;
use crate::support::draw::Draw;
use crate::support::permuted::permuted;
use crate::support::tables::without_places;

fn certificate(settlement: &Settlement) -> Option<String> {
    settlement.certificate().map(|it| it.to_json())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn the_order_of_input_changes_nothing_by_any_method(
        asked in asked(),
        choices in proptest::collection::vec(any::<u32>(), 200),
    ) {
        let mut other = asked.clone();
        let draw = &mut Draw::new(choices);
        other.case = permuted(&asked.case, draw);
        // Rules are put on schemes in their order, so that stays.
        other.case.schemes.clone_from(&asked.case.schemes);
        draw.shuffle(&mut other.judged);
        draw.shuffle(&mut other.assumed);
        let (one, other) = (asked.settled()?, other.settled()?);
        prop_assert_eq!(without_places(&one), without_places(&other));
        prop_assert_eq!(certificate(&one), certificate(&other));
    }
}
