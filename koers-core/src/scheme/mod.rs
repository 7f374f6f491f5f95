//! Schemes: the rules that all grants of one kind share, as cited and dated data.
//!
//! A scheme is read from TOML ([`Scheme::from_toml`]), from the catalogue inside the library
//! ([`Schemes::catalogue`]) or from files of the user. Each rule carries the article it rests on and
//! how sure that is ([`Status`]); what could not be found is listed as not modelled, never invented.

mod catalogue;
mod read;
mod rules;

pub use catalogue::Schemes;
pub(crate) use read::check_format;
pub(crate) use rules::read_unspent;

use std::fmt;

use crate::calendar::Date;
use crate::diag::Lang;
use crate::money::{Money, Rate};

/// A grant scheme (*regeling*): who pays, on what legal basis, and the dated versions of its rules.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scheme {
    /// Its id, such as `spuk-iza`.
    pub id: String,
    /// Its Dutch title.
    pub title: String,
    /// Its English title, where one is given.
    pub title_en: Option<String>,
    /// The body that pays.
    pub funder: String,
    /// The group of funders in the sense of BBV art. 49 lid 2.
    pub funder_group: FunderGroup,
    /// The regulation.
    pub legal_basis: LegalBasis,
    /// True when rules are missing that a settlement may need; each use gives a notice.
    pub draft: bool,
    /// What is not modelled, and why.
    pub not_modelled: Vec<NotModelled>,
    /// The earmarked parts that an award may have; none when awards are undivided.
    pub parts: Vec<Part>,
    /// The rules, each version in force from its date until the next; ascending, never empty.
    pub versions: Vec<Version>,
}

impl Scheme {
    /// The version in force on `date`, leaving out what was published after `as_of`.
    #[must_use]
    pub fn version(&self, date: Date, as_of: Option<Date>) -> Option<&Version> {
        self.version_at(date, as_of).map(|at| &self.versions[at])
    }

    /// The versions known on `as_of`: all of them when it is absent.
    pub(crate) fn known_versions(&self, as_of: Option<Date>) -> impl Iterator<Item = &Version> {
        self.versions
            .iter()
            .filter(move |version| version.is_known(as_of))
    }

    /// The place in [`Scheme::versions`] of [`Scheme::version`].
    pub(crate) fn version_at(&self, date: Date, as_of: Option<Date>) -> Option<usize> {
        self.versions
            .iter()
            .rposition(|version| version.from <= date && version.is_known(as_of))
    }

    /// The title in `lang`, where there is one.
    #[must_use]
    pub fn title_in(&self, lang: Lang) -> &str {
        match (lang, &self.title_en) {
            (Lang::En, Some(title)) => title,
            _ => &self.title,
        }
    }

    /// How a rule of `version` is cited: `spuk-iza@2023-01-01 art. 9 lid 2 (text)`.
    #[must_use]
    pub fn cite(&self, version: &Version, citation: &Citation) -> String {
        format!("{}@{} {citation}", self.id, version.from)
    }
}

/// The groups of funders that the accounts keep apart (BBV art. 49 lid 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FunderGroup {
    /// The European Union.
    Eu,
    /// The Dutch state.
    Rijk,
    /// Another Dutch public body.
    Other,
}

impl FunderGroup {
    /// The word in files and tables: `eu`, `rijk`, `other`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            FunderGroup::Eu => "eu",
            FunderGroup::Rijk => "rijk",
            FunderGroup::Other => "other",
        }
    }
}

/// The regulation that a scheme rests on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LegalBasis {
    /// Its full title.
    pub title: String,
    /// Its number in the register of laws or the Staatscourant.
    pub reference: Option<String>,
    /// Where it can be read.
    pub link: Option<String>,
}

/// A rule that a scheme has or may have, and that is not in the data.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NotModelled {
    /// A short name.
    pub rule: String,
    /// Why it is missing.
    pub note: String,
}

/// An earmarked part (*onderdeel*) that an award may have.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Part {
    /// Its id inside the scheme.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The article that names it.
    pub citation: Citation,
}

/// The rules of a scheme from one date on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Version {
    /// The first day that it decides on.
    pub from: Date,
    /// When it was published, [`Version::from`] when absent; a run as of an earlier date does not
    /// know it.
    pub published: Option<Date>,
    /// Which text was read.
    pub text: Option<String>,
    /// After which period the rule for unspent money applies.
    pub unit: Cited<Unit>,
    /// When money may be spent.
    pub window: Cited<Window>,
    /// On what it may be spent.
    pub eligible: Cited<Eligible>,
    /// What happens to money that is not spent.
    pub unspent: Cited<Unspent>,
    /// The largest award per tranche, in euros.
    pub maximum: Option<Cited<Money>>,
    /// The part of the award that is paid in advance; informs, and changes no amount.
    pub advance: Option<Cited<Rate>>,
}

impl Version {
    fn is_known(&self, as_of: Option<Date>) -> bool {
        as_of.is_none_or(|as_of| self.published.unwrap_or(self.from) <= as_of)
    }
}

/// A rule with what it rests on.
#[derive(Clone, Debug)]
pub struct Cited<T> {
    /// The rule.
    pub rule: T,
    /// What it rests on.
    pub citation: Citation,
}

/// What a rule rests on.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The article; absent only when the status is [`Status::Agreement`].
    pub article: Option<String>,
    /// How sure it is.
    pub status: Status,
    /// What a reader must know besides.
    pub note: Option<String>,
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.article {
            Some(article) => write!(f, "{article} ({})", self.status.as_str()),
            None => f.write_str(self.status.as_str()),
        }
    }
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The article itself was read.
    Text,
    /// Known from a secondary source.
    Secondary,
    /// Rests on an agreement between funder and holder.
    Agreement,
}

impl Status {
    /// The word in files and tables: `text`, `secondary`, `agreement`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Text => "text",
            Status::Secondary => "secondary",
            Status::Agreement => "agreement",
        }
    }
}

/// The settlement unit: the period after which the rule for unspent money applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Each calendar year.
    CalendarYear,
    /// The whole term of the spending window; at a year-end inside it everything stays.
    Term,
}

/// The spending window of a tranche, its first and last day included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The calendar year of the tranche.
    TrancheYear,
    /// A period that the scheme names.
    Period {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// Any day until a date that the scheme names.
    Until(Date),
    /// The window that the award decision states for the tranche.
    Tranche,
}

/// On what costs the money may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Eligible {
    /// On any cost.
    Any,
    /// On costs that contribute to this goal, which a person must judge: a line counts as eligible for
    /// the grant it is booked on.
    Goal(String),
}

/// What happens at the end of the unit to money that is not spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unspent {
    /// It goes back to the funder.
    Refund,
    /// It may be spent until a later date, up to a limit; the rest goes back.
    CarryOver {
        /// The most that may be carried; all when absent.
        limit: Option<Limit>,
        /// The last day of spending.
        until: Until,
    },
    /// It goes back, unless an agreement with the funder lets it be carried.
    ByAgreement,
}

/// A limit on an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// An amount in euros.
    Amount(Money),
    /// A share of the award as last amended, rounded down to the cent.
    Share(Rate),
}

impl Limit {
    /// The limit in cents for an award.
    #[must_use]
    pub fn of(self, award: Money) -> Money {
        match self {
            Limit::Amount(amount) => amount,
            Limit::Share(rate) => rate.of_floor(award),
        }
    }
}

/// The last day on which carried money may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// A date.
    Date(Date),
    /// 31 December of the year after the unit.
    NextYearEnd,
}

impl Until {
    /// The day, for a unit that ends in `year`; `None` past the last year that dates can have.
    #[must_use]
    pub fn after(self, year: i16) -> Option<Date> {
        match self {
            Until::Date(date) => Some(date),
            Until::NextYearEnd => year.checked_add(1).and_then(Date::last_of_year),
        }
    }
}
