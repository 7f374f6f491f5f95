//! What a forecast rests on.

use crate::calendar::Date;

/// Where the costs of the years to come are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Basis {
    /// The budget of those years: what is budgeted for a period comes as a cost of that period.
    Plan,
    /// What was spent a month in the year of the as-of date goes on each month.
    RunRate,
}

impl Basis {
    /// Every basis, with its word.
    pub const WORDS: [(&'static str, Basis); 2] =
        [("plan", Basis::Plan), ("run-rate", Basis::RunRate)];

    /// The basis that `word` names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Basis> {
        let mut words = Self::WORDS.iter();
        words
            .find(|(name, _)| *name == word)
            .map(|(_, basis)| *basis)
    }

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Plan => "plan",
            Basis::RunRate => "run-rate",
        }
    }
}

/// What a forecast rests on, as of when, and how far it goes.
///
/// ```
/// use koers_core::forecast::{Basis, Outlook};
///
/// let outlook = Outlook::new(Basis::RunRate).as_of("2024-12-31".parse()?).through(2026);
/// assert_eq!(outlook.basis.as_str(), "run-rate");
/// # Ok::<(), koers_core::calendar::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outlook {
    /// Where the costs of the years to come are taken from.
    pub basis: Basis,
    /// The day up to which costs are known; by default the last of the book year of the last cost line.
    pub as_of: Option<Date>,
    /// The last year; by default the last book year, or the last in which money must be spent to lose nothing.
    pub through: Option<i16>,
    /// Whether all years are planned as one, as [`Plan::horizon`](crate::Plan::horizon) does, instead of by the method of the
    /// settlement.
    pub horizon: bool,
}

impl Outlook {
    /// As far as money must be spent, from the end of the book year of the last cost line.
    #[must_use]
    pub const fn new(basis: Basis) -> Self {
        Outlook {
            basis,
            as_of: None,
            through: None,
            horizon: false,
        }
    }

    /// Plans all years as one, so that the least is lost over all of them together.
    #[must_use]
    pub const fn horizon(mut self) -> Self {
        self.horizon = true;
        self
    }

    /// Names the day up to which costs are known.
    #[must_use]
    pub const fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Names the last year.
    #[must_use]
    pub const fn through(mut self, year: i16) -> Self {
        self.through = Some(year);
        self
    }
}
