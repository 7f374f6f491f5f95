//! Draws of amounts and dates from a list of choices.
//!
//! A list of numbers decides everything that is drawn, and zero is always the simplest choice, so a list that
//! proptest makes shorter and smaller gives a simpler dossier, whatever depends on what in it.

use koers_core::calendar::{Date, Period};
use koers_core::money::Money;

/// Reads choices one by one; zeros when they have run out.
pub(crate) struct Draw {
    choices: std::vec::IntoIter<u32>,
    /// The largest ordinary amount of this dossier, in cents.
    pub(crate) scale: u64,
}

impl Draw {
    pub(crate) fn new(choices: Vec<u32>) -> Self {
        let mut draw = Self {
            choices: choices.into_iter(),
            scale: 0,
        };
        draw.scale = draw.pick(&[100, 5, 100_000_000, 1_000_000_000_000_000]);
        draw
    }

    pub(crate) fn next(&mut self) -> u32 {
        self.choices.next().unwrap_or(0)
    }

    /// A number from 0 up to, not including, `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.next() as usize % bound.max(1)
    }

    /// True in so many of a hundred draws.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())].clone()
    }

    /// An amount of zero or more, in cents.
    pub(crate) fn cents(&mut self) -> i64 {
        let wide = u64::from(self.next()) << 32 | u64::from(self.next());
        let cents = match self.below(6) {
            0..=3 => wide % (self.scale + 1),
            4 => wide % 4,
            _ => self.scale,
        };
        i64::try_from(cents).expect("scales are below the bound")
    }

    pub(crate) fn amount(&mut self) -> Money {
        money(self.cents())
    }

    /// A day from the year before `years` to the year after them, often the first or last of a year or quarter.
    pub(crate) fn day(&mut self, years: &[i16]) -> Date {
        let first = (years[0] - 1).max(1900);
        let span = (years[years.len() - 1] + 1).min(2199) - first + 1;
        let year =
            first + i16::try_from(self.below(span.unsigned_abs().into())).expect("few years");
        self.day_of(year)
    }

    pub(crate) fn day_of(&mut self, year: i16) -> Date {
        let (month, day) = match self.below(5) {
            0 => (12, 31),
            1 => (1, 1),
            2 => self.pick(&[(3, 31), (4, 1), (6, 30), (7, 1), (9, 30), (10, 1)]),
            _ => {
                let month = i8::try_from(self.below(12)).expect("a month") + 1;
                (month, i8::try_from(self.below(28)).expect("a day") + 1)
            }
        };
        Date::new(year, month, day).expect("a day that exists")
    }

    /// A period whose last day lies in one of `years`.
    pub(crate) fn period(&mut self, years: &[i16]) -> Period {
        let year = self.pick(years);
        match self.below(4) {
            0 => Period::year(year),
            1 => Period::quarter(year, self.pick(&[1, 2, 3, 4])),
            2 => Period::month(year, self.pick(&[1, 2, 3, 6, 7, 12])),
            _ => Some(Period::day(self.day_of(year))),
        }
        .expect("a period that exists")
    }

    /// A random order of the same items.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at + 1);
            items.swap(at, other);
        }
    }
}

pub(crate) fn money(cents: i64) -> Money {
    Money::from_cents(cents).expect("within the bound")
}
