//! `allocations` and `own_funds` as columns, batch by batch: of millions of lines no text is made for each.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::Settlement;
use super::rows::eligible_by;
use crate::allocate::{Block, Open, Paid};
use crate::money::Money;
use crate::plan::Plan;

/// Words of a column, each once: a code is the place of one.
#[derive(Clone, Debug, Default)]
pub struct Words {
    list: Vec<String>,
    codes: BTreeMap<String, u32>,
}

impl Words {
    /// The words, in the order of their codes.
    #[must_use]
    pub fn list(&self) -> &[String] {
        &self.list
    }

    /// The word of a code; `None` when there is none.
    #[must_use]
    pub fn word(&self, code: u32) -> Option<&str> {
        let at = usize::try_from(code).ok()?;
        self.list.get(at).map(String::as_str)
    }

    fn code(&mut self, word: &str) -> u32 {
        if let Some(code) = self.codes.get(word) {
            return *code;
        }
        let code = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(word.to_owned());
        self.codes.insert(word.to_owned(), code);
        code
    }

    /// The code of a word that is looked up only when `known` has none.
    fn code_of(&mut self, known: &mut Option<u32>, word: &str) -> u32 {
        *known.get_or_insert_with(|| self.code(word))
    }
}

/// The words of the columns of `allocations`. While batches are made, words come after those that are there.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AllocationWords {
    /// Ids of grants.
    pub grants: Words,
    /// Ids of tranches.
    pub tranches: Words,
    /// Ids of parts.
    pub parts: Words,
    /// Words of steps.
    pub steps: Words,
    /// The rules of eligibility, as [`AllocationRow::rule`](crate::tables::AllocationRow::rule) has them.
    pub rules: Words,
    /// Why buckets pay.
    pub reasons: Words,
}

/// Rows of `allocations` as columns, all of one length. Codes are those of [`AllocationBatches::words`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AllocationBatch {
    /// The rows of the lines in the dossier, whose ids [`Lines::id`](crate::dossier::Lines::id) gives.
    pub lines: Vec<usize>,
    /// Book years.
    pub years: Vec<i16>,
    /// Codes of grants.
    pub grants: Vec<u32>,
    /// Codes of tranches.
    pub tranches: Vec<u32>,
    /// Codes of parts; `None` where the tranche has none.
    pub parts: Vec<Option<u32>>,
    /// What the bucket pays; below zero for a credit note.
    pub amounts: Vec<Money>,
    /// Codes of steps.
    pub steps: Vec<u32>,
    /// Codes of rules.
    pub rules: Vec<u32>,
    /// Codes of reasons.
    pub reasons: Vec<u32>,
}

impl AllocationBatch {
    fn with_capacity(rows: usize) -> AllocationBatch {
        AllocationBatch {
            lines: Vec::with_capacity(rows),
            years: Vec::with_capacity(rows),
            grants: Vec::with_capacity(rows),
            tranches: Vec::with_capacity(rows),
            parts: Vec::with_capacity(rows),
            amounts: Vec::with_capacity(rows),
            steps: Vec::with_capacity(rows),
            rules: Vec::with_capacity(rows),
            reasons: Vec::with_capacity(rows),
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// `allocations` in batches, made one by one, by year, date, line and bucket. None is empty.
pub struct AllocationBatches<'s> {
    plan: &'s Plan,
    rows: Box<dyn Iterator<Item = (i16, Paid)> + 's>,
    most: usize,
    words: AllocationWords,
    /// By bucket the codes of its names.
    buckets: Vec<(u32, u32, Option<u32>)>,
    /// By grant the last day that was asked for and the rule: lines come by date.
    by_day: Vec<Option<(i32, u32)>>,
    steps: [Option<u32>; Paid::STEPS],
    reasons: [Option<u32>; Paid::WAYS],
}

impl std::fmt::Debug for AllocationBatches<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AllocationBatches")
            .field("most", &self.most)
            .field("words", &self.words)
            .finish_non_exhaustive()
    }
}

impl AllocationBatches<'_> {
    /// The words of the batches so far.
    #[must_use]
    pub fn words(&self) -> &AllocationWords {
        &self.words
    }

    fn push(&mut self, batch: &mut AllocationBatch, year: i16, paid: &Paid) {
        let (grant, tranche, part) = self.buckets[paid.bucket];
        let of = self.plan.buckets()[paid.bucket].grant;
        let day = self.plan.dossier().lines().day(paid.line);
        let rule = match self.by_day[of] {
            Some((known, rule)) if known == day => rule,
            _ => {
                let rule = self
                    .words
                    .rules
                    .code(&eligible_by(self.plan, of, paid.line));
                self.by_day[of] = Some((day, rule));
                rule
            }
        };
        let step = &mut self.steps[paid.step as usize];
        let reason = &mut self.reasons[paid.way()];
        let words = &mut self.words;
        batch.lines.push(paid.line);
        batch.years.push(year);
        batch.grants.push(grant);
        batch.tranches.push(tranche);
        batch.parts.push(part);
        batch.amounts.push(Money::of(paid.amount));
        let (word, why) = (paid.step.as_str(), paid.reason());
        batch.steps.push(words.steps.code_of(step, word));
        batch.rules.push(rule);
        batch.reasons.push(words.reasons.code_of(reason, why));
    }
}

impl Iterator for AllocationBatches<'_> {
    type Item = AllocationBatch;

    fn next(&mut self) -> Option<AllocationBatch> {
        let (year, paid) = self.rows.next()?;
        let mut batch = AllocationBatch::with_capacity(self.most.min(MOST_HELD));
        self.push(&mut batch, year, &paid);
        while batch.len() < self.most
            && let Some((year, paid)) = self.rows.next()
        {
            self.push(&mut batch, year, &paid);
        }
        Some(batch)
    }
}

/// Rows for which memory is taken before there are any.
const MOST_HELD: usize = 1 << 16;

/// Rows of `own_funds` as columns, all of one length. Codes are those of [`OwnFundsBatches::reasons`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct OwnFundsBatch {
    /// The rows of the lines in the dossier, whose ids [`Lines::id`](crate::dossier::Lines::id) gives.
    pub lines: Vec<usize>,
    /// Book years.
    pub years: Vec<i16>,
    /// What no grant pays; below zero where a credit has nothing to go back to.
    pub amounts: Vec<Money>,
    /// Codes of how far each came.
    pub reasons: Vec<u32>,
}

impl OwnFundsBatch {
    fn with_capacity(rows: usize) -> OwnFundsBatch {
        OwnFundsBatch {
            lines: Vec::with_capacity(rows),
            years: Vec::with_capacity(rows),
            amounts: Vec::with_capacity(rows),
            reasons: Vec::with_capacity(rows),
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// `own_funds` in batches, made one by one, by year, date and line. None is empty.
pub struct OwnFundsBatches<'s> {
    rows: Box<dyn Iterator<Item = (i16, Open)> + 's>,
    most: usize,
    reasons: Words,
    /// The block that was last, and its code: lines that are alike often follow each other.
    last: Option<(Block, u32)>,
}

impl std::fmt::Debug for OwnFundsBatches<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnFundsBatches")
            .field("most", &self.most)
            .field("reasons", &self.reasons)
            .finish_non_exhaustive()
    }
}

impl OwnFundsBatches<'_> {
    /// The reasons of the batches so far.
    #[must_use]
    pub fn reasons(&self) -> &Words {
        &self.reasons
    }

    fn push(&mut self, batch: &mut OwnFundsBatch, year: i16, open: &Open) {
        let reason = match self.last {
            Some((block, code)) if block == open.block => code,
            _ => self.reasons.code(open.block.as_str()),
        };
        self.last = Some((open.block, reason));
        batch.lines.push(open.line);
        batch.years.push(year);
        batch.amounts.push(Money::of(open.amount));
        batch.reasons.push(reason);
    }
}

impl Iterator for OwnFundsBatches<'_> {
    type Item = OwnFundsBatch;

    fn next(&mut self) -> Option<OwnFundsBatch> {
        let (year, open) = self.rows.next()?;
        let mut batch = OwnFundsBatch::with_capacity(self.most.min(MOST_HELD));
        self.push(&mut batch, year, &open);
        while batch.len() < self.most
            && let Some((year, open)) = self.rows.next()
        {
            self.push(&mut batch, year, &open);
        }
        Some(batch)
    }
}

impl Settlement {
    /// [`Settlement::allocations`] as columns, in batches of at most so many rows: however many lines there are, no more is in
    /// memory than a batch.
    ///
    /// ```no_run
    /// # fn sum(settlement: &koers_core::Settlement) {
    /// let mut batches = settlement.allocation_batches(std::num::NonZeroUsize::MIN.saturating_add(9_999));
    /// while let Some(batch) = batches.next() {
    ///     for (grant, amount) in batch.grants.iter().zip(&batch.amounts) {
    ///         println!("{:?} pays {amount}", batches.words().grants.word(*grant));
    ///     }
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn allocation_batches(&self, most: NonZeroUsize) -> AllocationBatches<'_> {
        let plan = self.allocation.plan();
        let dossier = plan.dossier();
        let mut words = AllocationWords::default();
        let buckets = plan.buckets().iter().map(|bucket| {
            let of = bucket.tranche(dossier);
            let grant = words.grants.code(&bucket.grant(dossier).id.value);
            let part = of.part.as_ref().map(|it| words.parts.code(&it.value));
            (grant, words.tranches.code(&of.id.value), part)
        });
        let buckets = buckets.collect();
        let years = plan.years().iter().zip(&self.allocation.years);
        let rows = years.flat_map(|(of, year)| year.paid(plan).map(|paid| (of.year, paid)));
        AllocationBatches {
            plan,
            rows: Box::new(rows),
            most: most.get(),
            words,
            buckets,
            by_day: vec![None; dossier.grants().len()],
            steps: [None; Paid::STEPS],
            reasons: [None; Paid::WAYS],
        }
    }

    /// [`Settlement::own_funds`] as columns, in batches of at most so many rows.
    #[must_use]
    pub fn own_funds_batches(&self, most: NonZeroUsize) -> OwnFundsBatches<'_> {
        let plan = self.allocation.plan();
        let years = plan.years().iter().zip(&self.allocation.years);
        let rows = years.flat_map(|(of, year)| year.open(plan).map(|open| (of.year, open)));
        OwnFundsBatches {
            rows: Box::new(rows),
            most: most.get(),
            reasons: Words::default(),
            last: None,
        }
    }
}
