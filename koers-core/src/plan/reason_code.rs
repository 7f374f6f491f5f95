//! What happened to money, as a word.

/// What happened to a bucket, or to a part of its money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReasonCode {
    /// All room was spent.
    Spent,
    /// There was nothing to spend.
    NoRoom,
    /// The rule for unspent money sends it back.
    Refund,
    /// It is carried over.
    CarryOver,
    /// It was earned by price or fixed sum and not spent; the holder keeps it.
    Earned,
    /// The rule for unspent money lets the holder keep it.
    Retained,
    /// It goes to a reserve.
    Reserved,
    /// The unit or the spending window goes on after the year.
    WindowOpen,
    /// The grant is announced only.
    NotAwarded,
    /// The grant is withdrawn.
    Withdrawn,
    /// The grant is determined, and no agreement keeps it open.
    Determined,
    /// It was carried and not spent in time.
    Lapsed,
    /// More came in than could be spent.
    AboveRoom,
    /// It is above the limit of what may be carried or reserved.
    AboveLimit,
    /// A refund of an earlier year, not yet paid back.
    Owed,
    /// It was spent before its money came in.
    Prefinanced,
    /// The year was closed so, and the dossier doesn't say why in words of this list.
    Closed,
}

impl ReasonCode {
    /// The word in tables: `spent`, `no-room`, `refund`, `carry-over`, `earned`, `retained`, `reserved`, `window-open`, `not-awarded`, `withdrawn`,
    /// `determined`, `lapsed`, `above-room`, `above-limit`, `owed`, `prefinanced`, `closed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ReasonCode::Spent => "spent",
            ReasonCode::NoRoom => "no-room",
            ReasonCode::Refund => "refund",
            ReasonCode::CarryOver => "carry-over",
            ReasonCode::Earned => "earned",
            ReasonCode::Retained => "retained",
            ReasonCode::Reserved => "reserved",
            ReasonCode::WindowOpen => "window-open",
            ReasonCode::NotAwarded => "not-awarded",
            ReasonCode::Withdrawn => "withdrawn",
            ReasonCode::Determined => "determined",
            ReasonCode::Lapsed => "lapsed",
            ReasonCode::AboveRoom => "above-room",
            ReasonCode::AboveLimit => "above-limit",
            ReasonCode::Owed => "owed",
            ReasonCode::Prefinanced => "prefinanced",
            ReasonCode::Closed => "closed",
        }
    }

    /// The code of a word.
    pub(crate) fn parse(word: &str) -> Option<ReasonCode> {
        let all = [
            ReasonCode::Spent,
            ReasonCode::NoRoom,
            ReasonCode::Refund,
            ReasonCode::CarryOver,
            ReasonCode::Earned,
            ReasonCode::Retained,
            ReasonCode::Reserved,
            ReasonCode::WindowOpen,
            ReasonCode::NotAwarded,
            ReasonCode::Withdrawn,
            ReasonCode::Determined,
            ReasonCode::Lapsed,
            ReasonCode::AboveRoom,
            ReasonCode::AboveLimit,
            ReasonCode::Owed,
            ReasonCode::Prefinanced,
        ];
        all.into_iter().find(|code| code.as_str() == word)
    }
}
