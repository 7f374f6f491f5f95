//! Parts of lines, and what became of each.

use super::Block;
use crate::scheme::Deduction;

/// A part of a line that a bucket pays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paid {
    /// The row in `cost_lines`.
    pub(crate) line: usize,
    /// The place in the plan's buckets.
    pub(crate) bucket: usize,
    /// Cents; below zero for a credit note.
    pub(crate) amount: i64,
    pub(crate) step: StepWord,
    pub(crate) how: How,
}

impl Paid {
    /// How many words of steps there are.
    pub(crate) const STEPS: usize = StepWord::LeastRefund as usize + 1;

    /// How many ways there are in which a bucket pays.
    pub(crate) const WAYS: usize = (How::Corrected as usize + 1) * Paid::STEPS;

    /// The number of the way in which the bucket pays it, below [`Paid::WAYS`].
    pub(crate) const fn way(&self) -> usize {
        self.how as usize * Paid::STEPS + self.step as usize
    }

    /// Why the bucket pays it, as a word.
    pub(crate) const fn reason(&self) -> &'static str {
        match (self.how, self.step) {
            (How::Netted, _) => "netted",
            (How::Corrected, _) => "corrected",
            (How::Paid, StepWord::Fixed) => "booked",
            (How::Paid, step) => step.as_str(),
        }
    }
}

/// The step that put a part of a line where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StepWord {
    /// The lines that stay where they are booked.
    Fixed,
    Booked,
    Priority,
    ProRata,
    LeastRefund,
}

impl StepWord {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            StepWord::Fixed => "fixed",
            StepWord::Booked => "booked",
            StepWord::Priority => "priority",
            StepWord::ProRata => "pro-rata",
            StepWord::LeastRefund => "least-refund",
        }
    }
}

/// How a part of a line came to a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// A credit note and a cost cancel out.
    Netted,
    /// The bucket pays it.
    Paid,
    /// A part of a credit note that is linked to a line, where the line is paid.
    Corrected,
}

/// A part of a line that no bucket pays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub(crate) line: usize,
    /// Cents; below zero where a credit has nothing to go back to.
    pub(crate) amount: i64,
    pub(crate) block: Block,
}

/// A part of a line that was taken off before any grant paid: VAT, or income set against costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deducted {
    /// The row in `cost_lines`.
    pub(crate) line: usize,
    /// The grant's place in the dossier.
    pub(crate) grant: usize,
    pub(crate) kind: Deduction,
    /// Cents: of a cost above zero, of the income that was set against it below.
    pub(crate) amount: i64,
}
