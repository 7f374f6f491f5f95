//! Grants, as a dossier states them.
//!
//! All of it can be built in code; a dossier checks it when it is built ([`super::DossierBuilder`]).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::agreement::Agreement;
use super::tranche::Tranche;
use crate::calendar::Date;
use crate::diag::{At, Place};
use crate::money::{Money, Quantity};

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
    /// What its reserve held at the opening of the first book year, in euros; never below zero.
    pub reserve: Option<At<Money>>,
    /// Numbers by which a method may divide costs over grants, by name (inhabitants, hectares); never below zero.
    pub keys: BTreeMap<String, Quantity>,
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
    /// The numbers that a preference can be.
    pub const PREFERENCES: RangeInclusive<i64> = 1..=1_000_000;

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
            reserve: None,
            keys: BTreeMap::new(),
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

    /// States what its reserve held at the opening of the first book year.
    #[must_use]
    pub fn reserve(mut self, amount: Money) -> Self {
        self.reserve = Some(At::from(amount));
        self
    }

    /// States a number by which a method may divide costs over grants.
    #[must_use]
    pub fn key(mut self, name: impl Into<String>, number: Quantity) -> Self {
        self.keys.insert(name.into(), number);
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

    /// By what grants are ordered.
    pub(super) fn order(&self) -> (u32, &str) {
        (self.preference.unwrap_or(u32::MAX), &self.id.value)
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
