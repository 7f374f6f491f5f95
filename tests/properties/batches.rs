//! Result tables as columns, in batches of any size, are the tables.

use std::num::NonZeroUsize;

use koers_core::settle::Words;
use proptest::prelude::*;

use crate::support::asked::asked;
use crate::support::config;

fn word(words: &Words, code: u32) -> String {
    words.word(code).expect("a word").to_owned()
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn batches_are_the_table(asked in asked(), most in 1_usize..9) {
        let settlement = asked.settled()?;
        let lines = settlement.dossier().lines();
        let most = NonZeroUsize::new(most).expect("one at least");
        let (mut paid, mut open) = (Vec::new(), Vec::new());
        let mut batches = settlement.allocation_batches(most);
        while let Some(batch) = batches.next() {
            prop_assert!((1..=most.get()).contains(&batch.len()));
            let words = batches.words();
            paid.extend((0..batch.len()).map(|at| {
                let line = (lines.id(batch.lines[at]).into_owned(), batch.years[at]);
                let bucket = (
                    word(&words.grants, batch.grants[at]),
                    word(&words.tranches, batch.tranches[at]),
                    batch.parts[at].map(|part| word(&words.parts, part)),
                );
                let why = (
                    word(&words.steps, batch.steps[at]),
                    word(&words.rules, batch.rules[at]),
                    word(&words.reasons, batch.reasons[at]),
                );
                (line, bucket, batch.amounts[at], why)
            }));
        }
        let mut batches = settlement.own_funds_batches(most);
        while let Some(batch) = batches.next() {
            prop_assert!((1..=most.get()).contains(&batch.len()));
            open.extend((0..batch.len()).map(|at| {
                let line = (lines.id(batch.lines[at]).into_owned(), batch.years[at]);
                (line, batch.amounts[at], word(batches.reasons(), batch.reasons[at]))
            }));
        }
        let rows = settlement.allocations().into_iter().map(|row| {
            let bucket = (row.grant, row.tranche, row.part);
            ((row.line, row.year), bucket, row.amount, (row.step, row.rule, row.reason))
        });
        prop_assert_eq!(paid, rows.collect::<Vec<_>>());
        let rows = settlement.own_funds().into_iter();
        let rows = rows.map(|row| ((row.line, row.year), row.amount, row.reason));
        prop_assert_eq!(open, rows.collect::<Vec<_>>());
        let grants = settlement.allocation_batches(most);
        for words in [batches.reasons(), &grants.words().grants] {
            let mut once = words.list().to_vec();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), words.list().len(), "a word has two codes");
        }
    }
}
