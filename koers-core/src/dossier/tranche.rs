//! Tranches (*jaarschijven*) of a grant, and the money that moves on them.

use std::collections::BTreeMap;

use super::closing::StatedClosing;
use crate::calendar::{Date, Period};
use crate::diag::{At, Place};
use crate::money::{Money, Quantity};
use crate::scheme::Target;

/// One part of one tranche of a grant: a *bucket*, with room, cash and a fate of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tranche {
    /// Its id, such as the year; with the part unique in the grant.
    pub id: At<String>,
    /// The earmarked part inside the tranche, where the scheme has parts.
    pub part: Option<At<String>>,
    /// The year it is for, where the scheme's window is the tranche's year.
    pub year: Option<i16>,
    /// The first day of its own window, where that is narrower than the scheme's or the scheme leaves it to the award.
    pub from: Option<Date>,
    /// The last day of its own window, likewise; to spend later than the scheme says takes an [`Agreement`](super::Agreement).
    pub until: Option<Date>,
    /// The award as first made, in euros; never below zero.
    pub granted: At<Money>,
    /// The most units that the award is for, by unit, where a scheme pays a price for each; never below zero. A unit that
    /// is not named here has no such limit.
    pub units: BTreeMap<String, Quantity>,
    /// What it brought into the first book year, where it existed before.
    pub opening: Option<At<Opening>>,
    /// What was paid before the first book year under each ceiling, by its name; only with an opening.
    pub paid_before: BTreeMap<String, Money>,
    /// How many units were earned before the first book year, by unit, with the sign they had together; only with an
    /// opening.
    pub units_before: BTreeMap<String, Quantity>,
    /// Closed years as they were closed, and the one before the first book year.
    pub closings: Vec<StatedClosing>,
    /// What closed years came to when a later year was closed with the difference: for them that is booked.
    pub restated: Vec<StatedClosing>,
    /// Changes of the award.
    pub amendments: Vec<Movement>,
    /// Money that came in.
    pub received: Vec<Movement>,
    /// Money paid back.
    pub repaid: Vec<Movement>,
    /// Where it is written.
    pub source: Option<String>,
    /// Where the dossier states it.
    pub place: Place,
}

impl Tranche {
    /// A tranche of which nothing has been received yet.
    #[must_use]
    pub fn new(id: impl Into<String>, granted: Money) -> Self {
        Self {
            id: At::from(id.into()),
            part: None,
            year: None,
            from: None,
            until: None,
            granted: At::from(granted),
            units: BTreeMap::new(),
            opening: None,
            paid_before: BTreeMap::new(),
            units_before: BTreeMap::new(),
            closings: Vec::new(),
            restated: Vec::new(),
            amendments: Vec::new(),
            received: Vec::new(),
            repaid: Vec::new(),
            source: None,
            place: Place::Nowhere,
        }
    }

    /// Names its part.
    #[must_use]
    pub fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(At::from(part.into()));
        self
    }

    /// Sets the year it is for.
    #[must_use]
    pub fn year(mut self, year: i16) -> Self {
        self.year = Some(year);
        self
    }

    /// Gives it a window of its own, both days included.
    #[must_use]
    pub fn window(mut self, from: Date, until: Date) -> Self {
        (self.from, self.until) = (Some(from), Some(until));
        self
    }

    /// Limits the units of one kind that the award is for.
    #[must_use]
    pub fn units(mut self, unit: impl Into<String>, most: Quantity) -> Self {
        self.units.insert(unit.into(), most);
        self
    }

    /// States what it brought into the first book year.
    #[must_use]
    pub fn opening(mut self, opening: Opening) -> Self {
        self.opening = Some(At::from(opening));
        self
    }

    /// Adds a change of the award.
    #[must_use]
    pub fn amended(mut self, period: Period, amount: Money) -> Self {
        self.amendments.push(Movement::new(period, amount));
        self
    }

    /// Adds money that came in.
    #[must_use]
    pub fn received(mut self, period: Period, amount: Money) -> Self {
        self.received.push(Movement::new(period, amount));
        self
    }

    /// Adds money paid back.
    #[must_use]
    pub fn repaid(mut self, period: Period, amount: Money) -> Self {
        self.repaid.push(Movement::new(period, amount));
        self
    }

    /// Says where it is written.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// Money that moves on a date or in a period (which counts as its last day).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Movement {
    /// When.
    pub period: At<Period>,
    /// How much, in euros.
    pub amount: At<Money>,
    /// Where it is written.
    pub source: Option<String>,
}

impl Movement {
    /// A movement without source.
    #[must_use]
    pub fn new(period: Period, amount: Money) -> Self {
        Self {
            period: At::from(period),
            amount: At::from(amount),
            source: None,
        }
    }
}

/// What a bucket brings into the first book year of a dossier. What comes out of a settlement
/// ([`Settlement::next_year`](crate::Settlement::next_year)) fills all of it; who begins a dossier needs the first fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Cash, in euros: received and not spent, or below zero when spent and not received.
    pub balance: Money,
    /// What may still be spent, received or not.
    pub room: Money,
    /// Whether the award is still to come: then `room` is not there before the year in which the grant is awarded.
    pub announced: bool,
    /// Earlier refunds not yet paid back.
    pub owed: Money,
    /// The last day on which carried room may be spent, where that is after the tranche's own window.
    pub until: Option<Date>,
    /// On which part carried room may be spent.
    pub to: Target,
    /// By what it was carried; none where only the opening says so.
    pub carried_by: Option<CarriedBy>,
    /// What was spent in the years before, in euros; a withdrawn award falls short by it.
    pub spent: Money,
    /// What was earned before and not used, in euros, where a price or sum is paid and the unit goes on.
    pub earned: Money,
    /// Room that earlier closings gave up, in euros: an award that is lowered loses this first.
    pub given_up: Money,
    /// What the award was lowered below the spending of earlier years, in euros: new room is lowered by it first.
    pub short: Money,
}

impl Default for Opening {
    fn default() -> Opening {
        Opening {
            balance: Money::ZERO,
            room: Money::ZERO,
            announced: false,
            owed: Money::ZERO,
            until: None,
            to: Target::SamePart,
            carried_by: None,
            spent: Money::ZERO,
            earned: Money::ZERO,
            given_up: Money::ZERO,
            short: Money::ZERO,
        }
    }
}

/// By what money was carried into a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarriedBy {
    /// The rule of the scheme for unspent money.
    Scheme,
    /// The agreement on unspent money that covers the tranche.
    Agreement,
}

impl CarriedBy {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, CarriedBy); 2] = [
        ("scheme", CarriedBy::Scheme),
        ("agreement", CarriedBy::Agreement),
    ];

    /// The word in files: `scheme`, `agreement`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            CarriedBy::Scheme => "scheme",
            CarriedBy::Agreement => "agreement",
        }
    }
}
