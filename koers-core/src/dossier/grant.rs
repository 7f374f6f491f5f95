//! Grants, their tranches and the agreements about them, as a dossier states them.
//!
//! All of it can be built in code; a dossier checks it when it is built ([`super::DossierBuilder`]).

use crate::calendar::{Date, Period};
use crate::diag::{At, Place};
use crate::money::Money;
use crate::scheme::Unspent;

/// A grant (*verlening*): one award under a scheme to one holder.
///
/// ```
/// use koers_core::dossier::{Grant, Tranche};
/// use koers_core::{Money, Period};
///
/// let award = Money::parse("5326438")?;
/// let year = Period::year(2024).expect("a year that dates can have");
/// let iza = Grant::new("iza", "spuk-iza")
///     .title("SPUK IZA")
///     .tranche(Tranche::new("2024", award).year(2024).received(year, award));
/// assert_eq!(iza.tranches.len(), 1);
/// # Ok::<(), koers_core::MoneyError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Grant {
    /// Its id, unique in the dossier.
    pub id: At<String>,
    /// The id of its scheme.
    pub scheme: At<String>,
    /// The name that people know it by.
    pub title: Option<String>,
    /// Where it stands.
    pub state: State,
    /// From when the state holds, and always when absent. Before it, what is awarded was announced, and what is amended,
    /// determined or withdrawn was awarded. The state on 31 December decides on the whole book year.
    pub since: Option<Date>,
    /// Its place in the order of grants, the lowest first; grants without one come after, by id.
    pub preference: Option<u32>,
    /// Where it is written.
    pub source: Option<String>,
    /// Its tranches and parts.
    pub tranches: Vec<Tranche>,
    /// Where it departs from its scheme.
    pub agreements: Vec<Agreement>,
    /// Where the dossier states it.
    pub place: Place,
    /// Whether a tranche of it was refused, so that an agreement which names it is not a second fault.
    pub(crate) tranches_refused: bool,
}

impl Grant {
    /// An awarded grant without tranches.
    #[must_use]
    pub fn new(id: impl Into<String>, scheme: impl Into<String>) -> Self {
        Self {
            id: At::from(id.into()),
            scheme: At::from(scheme.into()),
            title: None,
            state: State::Awarded,
            since: None,
            preference: None,
            source: None,
            tranches: Vec::new(),
            agreements: Vec::new(),
            place: Place::Nowhere,
            tranches_refused: false,
        }
    }

    /// Names it.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets where it stands.
    #[must_use]
    pub fn state(mut self, state: State) -> Self {
        self.state = state;
        self
    }

    /// Sets from when the state holds.
    #[must_use]
    pub fn since(mut self, date: Date) -> Self {
        self.since = Some(date);
        self
    }

    /// Sets its place in the order of grants.
    #[must_use]
    pub fn preference(mut self, preference: u32) -> Self {
        self.preference = Some(preference);
        self
    }

    /// Says where it is written.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds a tranche.
    #[must_use]
    pub fn tranche(mut self, tranche: Tranche) -> Self {
        self.tranches.push(tranche);
        self
    }

    /// Adds an agreement.
    #[must_use]
    pub fn agreement(mut self, agreement: Agreement) -> Self {
        self.agreements.push(agreement);
        self
    }

    /// The name to show: the title, else the id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id.value)
    }

    /// Where the grant stands at the end of `day`.
    #[must_use]
    pub fn state_on(&self, day: Date) -> State {
        match self.since {
            Some(since) if since > day => match self.state {
                State::Announced | State::Awarded => State::Announced,
                State::Amended | State::Determined | State::Withdrawn => State::Awarded,
            },
            _ => self.state,
        }
    }
}

/// Where a grant stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Made known, not awarded: it has no room.
    Announced,
    /// Awarded.
    #[default]
    Awarded,
    /// Awarded, and changed since.
    Amended,
    /// Determined by the funder (*vastgesteld*): no new costs beyond what an agreement keeps open.
    Determined,
    /// Withdrawn: it has no room, and all that was received goes back.
    Withdrawn,
}

impl State {
    /// Every state, with its word in files and tables.
    pub const WORDS: [(&'static str, State); 5] = [
        ("announced", State::Announced),
        ("awarded", State::Awarded),
        ("amended", State::Amended),
        ("determined", State::Determined),
        ("withdrawn", State::Withdrawn),
    ];

    /// The state that `word` names.
    #[must_use]
    pub fn parse(word: &str) -> Option<State> {
        Self::WORDS
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, state)| *state)
    }
}

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
    /// The last day of its own window, likewise; to spend later than the scheme says takes an [`Agreement`].
    pub until: Option<Date>,
    /// The award as first made, in euros; never below zero.
    pub granted: At<Money>,
    /// What it brought into the first book year, where it existed before.
    pub opening: Option<At<Opening>>,
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
            opening: None,
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

/// What a bucket brings into the first book year of a dossier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Cash, in euros: received and not spent, or below zero when spent and not received.
    pub balance: Money,
    /// What may still be spent, received or not.
    pub room: Money,
    /// Earlier refunds not yet paid back.
    pub owed: Money,
    /// The last day on which carried room may be spent, where that is after the tranche's own window.
    pub until: Option<Date>,
}

/// A cited agreement between funder and holder that departs from the scheme.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Agreement {
    /// The letter, article or sentence that it rests on.
    pub source: String,
    /// The tranches it covers; all when absent.
    pub tranches: Option<Vec<At<String>>>,
    /// The new last day of the spending window.
    pub window_until: Option<Date>,
    /// What happens to unspent money instead.
    pub unspent: Option<Unspent>,
    /// Where the dossier states it.
    pub place: Place,
}

impl Agreement {
    /// An agreement that still says nothing.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            tranches: None,
            window_until: None,
            unspent: None,
            place: Place::Nowhere,
        }
    }

    /// Limits it to one tranche more.
    #[must_use]
    pub fn tranche(mut self, tranche: impl Into<String>) -> Self {
        self.tranches
            .get_or_insert_default()
            .push(At::from(tranche.into()));
        self
    }

    /// Extends the spending window.
    #[must_use]
    pub fn window_until(mut self, date: Date) -> Self {
        self.window_until = Some(date);
        self
    }

    /// Says what happens to unspent money.
    #[must_use]
    pub fn unspent(mut self, rule: Unspent) -> Self {
        self.unspent = Some(rule);
        self
    }
}
