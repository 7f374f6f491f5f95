//! Schemes: the rules that all grants of one kind share, as cited and dated data.
//!
//! A scheme is read from TOML ([`Scheme::from_toml`]), taken from the catalogue inside the library
//! ([`Schemes::catalogue`]) or built in code. Each rule carries the article it rests on and how sure that is
//! ([`Status`]); what could not be found is listed as not modelled, never invented.
//!
//! ```
//! use koers_core::scheme::{
//!     Citation, Eligible, FunderGroup, LegalBasis, Scheme, Share, Unit, Unspent, Version, Window,
//! };
//! use koers_core::{Date, Rate, Schemes};
//!
//! let article = |number: &str| Citation::text(number);
//! let from = Date::parse("2024-01-01")?;
//! let version = Version::new(
//!     from,
//!     article("art. 7").on(Unit::CalendarYear),
//!     article("art. 7").on(Window::TrancheYear),
//!     article("art. 3").on(Eligible::Any),
//!     article("art. 9").on(Unspent::Refund),
//! )
//! .share(article("art. 5").on(Share::of_line(Rate::parse("50 %")?)));
//! let scheme = Scheme::new(
//!     "helft",
//!     "Regeling halve kosten",
//!     "Provincie",
//!     FunderGroup::Other,
//!     LegalBasis::new("Regeling halve kosten"),
//! )
//! .version(version);
//! let mut schemes = Schemes::catalogue();
//! schemes.insert(scheme)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bounds;
mod catalogue;
mod check;
mod citation;
mod condition;
mod costs;
mod examples;
mod facts;
mod limits;
mod name;
mod print;
mod read;
mod time;
mod unspent;
mod version;

pub use catalogue::Schemes;
pub(crate) use check::{check_condition, check_unspent};
pub use citation::{Citation, Cited, Status};
pub use condition::{Condition, Matching};
pub use costs::{Basis, Deduction, Eligible, ExclusiveWith, Price, Share, ShareOf};
pub use examples::{Checked, check_file};
pub use facts::{Advance, Day, Deadline, Duty, DutyKind, RefundTerm, RefundTermKind};
pub use limits::{Base, Ceiling, Limit, Over, Shifting};
pub use name::RuleName;
pub(crate) use print::{Toml, print_condition, print_unspent};
pub(crate) use read::{check_format, read_condition, read_unspent};
pub use time::{Unit, Until, Window};
pub use unspent::{CarryOver, Excess, Target, Unspent};
pub use version::Version;

use citation::Written;

use crate::calendar::Date;
use crate::diag::Lang;

/// The JSON Schema of a scheme file, for editors; the feature `json-schema` has the types that it is made from.
pub const JSON_SCHEMA: &str = include_str!("../../json-schema/scheme.json");

/// A grant scheme (*regeling*): who pays, on what legal basis, and the dated versions of its rules.
///
/// Plain data; [`Scheme::check`] and [`Schemes::insert`] say whether it makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Where it is written.
    pub(crate) written: Written,
}

impl Scheme {
    /// A scheme without versions.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        funder: impl Into<String>,
        funder_group: FunderGroup,
        legal_basis: LegalBasis,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            title_en: None,
            funder: funder.into(),
            funder_group,
            legal_basis,
            draft: false,
            not_modelled: Vec::new(),
            parts: Vec::new(),
            versions: Vec::new(),
            written: Written::default(),
        }
    }

    /// Sets its English title.
    #[must_use]
    pub fn title_en(mut self, title: impl Into<String>) -> Self {
        self.title_en = Some(title.into());
        self
    }

    /// Marks it as a draft.
    #[must_use]
    pub fn draft(mut self) -> Self {
        self.draft = true;
        self
    }

    /// Names a rule that is not in the data, and why.
    #[must_use]
    pub fn not_modelled(mut self, rule: impl Into<String>, note: impl Into<String>) -> Self {
        self.not_modelled.push(NotModelled {
            rule: rule.into(),
            note: note.into(),
        });
        self
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// Adds a version; they ascend by first day.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.versions.push(version);
        self
    }

    /// The version in force on `date`, leaving out what was published after `as_of`.
    #[must_use]
    pub fn version_on(&self, date: Date, as_of: Option<Date>) -> Option<&Version> {
        self.version_at(date, as_of).map(|at| &self.versions[at])
    }

    /// The versions known on `as_of`: all of them when it is absent.
    pub(crate) fn known_versions(&self, as_of: Option<Date>) -> impl Iterator<Item = &Version> {
        self.versions
            .iter()
            .filter(move |version| version.is_known(as_of))
    }

    /// The place in [`Scheme::versions`] of [`Scheme::version_on`].
    pub(crate) fn version_at(&self, date: Date, as_of: Option<Date>) -> Option<usize> {
        // A version that ended leaves a gap: an older one doesn't come back.
        let last = self.closing_version_at(date, as_of)?;
        self.versions[last].covers(date).then_some(last)
    }

    /// The place of the version that closes a year on its last day: the last that began, also when it ended, since what
    /// a grant has left is closed under the rules that were.
    pub(crate) fn closing_version_at(&self, date: Date, as_of: Option<Date>) -> Option<usize> {
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
    /// Each with its word in files and tables.
    pub const WORDS: [(&'static str, FunderGroup); 3] = [
        ("eu", FunderGroup::Eu),
        ("rijk", FunderGroup::Rijk),
        ("other", FunderGroup::Other),
    ];

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
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LegalBasis {
    /// Its full title.
    pub title: String,
    /// Its number in the register of laws or the Staatscourant.
    pub reference: Option<String>,
    /// Where it can be read.
    pub link: Option<String>,
}

impl LegalBasis {
    /// A regulation by its title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            reference: None,
            link: None,
        }
    }

    /// Adds its number in the register of laws or the Staatscourant.
    #[must_use]
    pub fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// Adds where it can be read.
    #[must_use]
    pub fn link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }
}

/// A rule that a scheme has or may have, and that is not in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotModelled {
    /// A short name.
    pub rule: String,
    /// Why it is missing.
    pub note: String,
}

/// An earmarked part (*onderdeel*) that an award may have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// Its id inside the scheme.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The id of the part in which it lies, such as a main theme.
    pub group: Option<String>,
    /// The article that names it.
    pub citation: Citation,
}

impl Part {
    /// A part that lies in no other.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>, citation: Citation) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            group: None,
            citation,
        }
    }

    /// Says in which part it lies.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }
}

impl Scheme {
    /// The part with this id.
    #[must_use]
    pub fn part_of(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }
}
