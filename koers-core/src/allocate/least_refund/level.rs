//! Levels of what is minimised.

use crate::calendar::Date;

/// What is minimised, one level after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Own funds and what goes back.
    Lost,
    OwnFunds,
    /// What is left to lapse on a day.
    Lapse(Date),
    /// Spending of what the holder could keep.
    Retained,
    /// What grants of a preference could pay and do not.
    Preference(u32),
    /// What is not on the grant that it is booked on.
    Moved,
}

impl Level {
    /// Its name in a certificate.
    pub(crate) fn name(self) -> String {
        match self {
            Level::Lost => "lost".to_owned(),
            Level::OwnFunds => "own_funds".to_owned(),
            Level::Lapse(date) => format!("lapse {date}"),
            Level::Retained => "retained".to_owned(),
            Level::Preference(preference) => format!("preference {preference}"),
            Level::Moved => "moved".to_owned(),
        }
    }
}
