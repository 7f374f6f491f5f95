//! Cited facts beside the rules: what is paid in advance, what must be done when, and how a refund is claimed. They
//! change no amount.

use crate::calendar::Date;
use crate::money::Rate;

/// What part of the award is paid in advance.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advance {
    /// This part of the award.
    Share(Rate),
    /// In the months of the year, from January; together at most the whole.
    Months([Rate; 12]),
}

/// A day that a fact names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A date.
    Date(Date),
    /// This month and day of the year after the book year.
    NextYear {
        /// From 1.
        month: i8,
        /// From 1; a day that every year has.
        day: i8,
    },
}

/// A day, and a number of weeks after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deadline {
    /// The day from which it counts.
    pub on: Day,
    /// Weeks after that day.
    pub weeks: u16,
}

impl Deadline {
    /// On the day itself.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self { on: day, weeks: 0 }
    }

    /// So many weeks after the day.
    #[must_use]
    pub const fn weeks(mut self, weeks: u16) -> Self {
        self.weeks = weeks;
        self
    }

    /// The date for a book year; `None` past the last year that dates can have.
    #[must_use]
    pub fn of_year(self, year: i16) -> Option<Date> {
        let day = match self.on {
            Day::Date(date) => date,
            Day::NextYear { month, day } => Date::new(year.checked_add(1)?, month, day)?,
        };
        day.plus_weeks(self.weeks)
    }
}

/// Something that the holder or the funder must do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duty {
    /// What.
    pub kind: DutyKind,
    /// When, where a day is set.
    pub deadline: Option<Deadline>,
}

impl Duty {
    /// A duty without a day.
    #[must_use]
    pub const fn new(kind: DutyKind) -> Self {
        Self {
            kind,
            deadline: None,
        }
    }

    /// Sets the day.
    #[must_use]
    pub const fn by(mut self, deadline: Deadline) -> Self {
        self.deadline = Some(deadline);
        self
    }
}

/// What a duty is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyKind {
    /// The holder accounts for the spending.
    Accountability,
    /// The funder decides on the amount.
    Decision,
    /// The funder must approve.
    Approval,
}

impl DutyKind {
    /// Every kind with its word in files and tables.
    pub const WORDS: [(&'static str, DutyKind); 3] = [
        ("accountability", DutyKind::Accountability),
        ("decision", DutyKind::Decision),
        ("approval", DutyKind::Approval),
    ];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            DutyKind::Accountability => "accountability",
            DutyKind::Decision => "decision",
            DutyKind::Approval => "approval",
        }
    }
}

/// How a refund is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefundTerm {
    /// What is said.
    pub kind: RefundTermKind,
    /// The day by which, where one is set.
    pub deadline: Option<Deadline>,
    /// The number of years after the decision, for [`RefundTermKind::Limitation`].
    pub years: Option<u8>,
}

impl RefundTerm {
    /// A term without a day.
    #[must_use]
    pub const fn new(kind: RefundTermKind) -> Self {
        Self {
            kind,
            deadline: None,
            years: None,
        }
    }

    /// Sets the day.
    #[must_use]
    pub const fn by(mut self, deadline: Deadline) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the number of years after the decision.
    #[must_use]
    pub const fn years(mut self, years: u8) -> Self {
        self.years = Some(years);
        self
    }
}

/// What a refund term is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundTermKind {
    /// The funder must claim it.
    Must,
    /// The funder may claim it.
    May,
    /// When it is due.
    Due,
    /// After how many years it can't be claimed any more.
    Limitation,
    /// It may be set off against another payment.
    SetOff,
    /// Interest or costs may be added.
    Interest,
}

impl RefundTermKind {
    /// Every kind with its word in files and tables.
    pub const WORDS: [(&'static str, RefundTermKind); 6] = [
        ("must", RefundTermKind::Must),
        ("may", RefundTermKind::May),
        ("due", RefundTermKind::Due),
        ("limitation", RefundTermKind::Limitation),
        ("set-off", RefundTermKind::SetOff),
        ("interest", RefundTermKind::Interest),
    ];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            RefundTermKind::Must => "must",
            RefundTermKind::May => "may",
            RefundTermKind::Due => "due",
            RefundTermKind::Limitation => "limitation",
            RefundTermKind::SetOff => "set-off",
            RefundTermKind::Interest => "interest",
        }
    }
}
