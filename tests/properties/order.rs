//! The order of what comes in changes nothing, and the future does not change the past.

use koers_core::dossier::Grant;
use proptest::prelude::*;

use crate::support::cases::{Case, cases};
use crate::support::draw::Draw;
use crate::support::permuted::permuted;
use crate::support::rich::rich_cases;
use crate::support::tables::{outcome, without_places};
use crate::support::{config, settled};

/// The same dossier without what happens after `year`: movements always, lines, and book years if asked.
fn until(case: &Case, year: i16, years: bool) -> Case {
    let mut case = case.clone();
    case.lines.retain(|line| line.period.last().year() <= year);
    let kept: Vec<_> = case.lines.iter().map(|line| line.id.clone()).collect();
    case.budget
        .retain(|row| row.line.as_ref().is_none_or(|line| kept.contains(line)));
    if years {
        case.years.retain(|book| *book <= year);
        case.grants.iter_mut().for_each(|grant| forget(grant, year));
    }
    case
}

fn forget(grant: &mut Grant, year: i16) {
    for tranche in &mut grant.tranches {
        for movements in [
            &mut tranche.amendments,
            &mut tranche.received,
            &mut tranche.repaid,
        ] {
            movements.retain(|movement| movement.period.value.last().year() <= year);
        }
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn the_order_of_input_changes_nothing(case in cases(), choices in proptest::collection::vec(any::<u32>(), 200)) {
        let other = permuted(&case, &mut Draw::new(choices));
        let (one, other) = (settled(&case)?, settled(&other)?);
        prop_assert_eq!(without_places(&one), without_places(&other));
        prop_assert_eq!(one.receipt(), other.receipt());
        for dimensions in [&["line"][..], &["theme"], &["project", "theme"], &["period"]] {
            prop_assert_eq!(one.by(dimensions).ok(), other.by(dimensions).ok());
        }
    }

    #[test]
    fn the_order_of_input_changes_nothing_under_every_rule(case in rich_cases(), choices in proptest::collection::vec(any::<u32>(), 200)) {
        // Rules are put on schemes in their order, so that stays.
        let mut other = permuted(&case, &mut Draw::new(choices));
        other.schemes.clone_from(&case.schemes);
        let (one, other) = (settled(&case)?, settled(&other)?);
        prop_assert_eq!(without_places(&one), without_places(&other));
    }

    #[test]
    fn the_future_does_not_change_the_past(case in cases(), at in 0..4_usize) {
        let year = case.years[at % case.years.len()];
        let full = outcome(&settled(&case)?);
        for years in [false, true] {
            let cut = outcome(&settled(&until(&case, year, years))?);
            for (key, row) in full.rows.iter().filter(|(key, _)| key.0 <= year) {
                prop_assert_eq!(cut.rows.get(key), Some(row), "{:?}", key);
            }
            for (key, paid) in full.paid.iter().filter(|(key, _)| key.1.0 <= year) {
                prop_assert_eq!(cut.paid.get(key), Some(paid), "{:?}", key);
            }
        }
    }
}
