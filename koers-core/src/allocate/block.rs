//! Why a part of a line is on own funds.

/// Why a part of a line is on own funds. Ordered by how far it came: of several buckets the one where it
/// came farthest gives the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Block {
    /// It is booked on no grant.
    NoBooking,
    /// Income that the scheme doesn't take off the costs.
    NotDeducted,
    /// The grant is announced, withdrawn or determined, or has no tranche yet.
    State,
    /// Its date is outside every spending window of the grant.
    Window,
    /// The scheme does not pay such costs.
    Eligible,
    /// The money is for another part.
    Part,
    /// Another grant pays the line already.
    Exclusive,
    /// The grant pays only a share.
    Share,
    /// A ceiling is reached.
    Ceiling,
    /// The most that the grant pays in the step is reached.
    Maximum,
    /// No more is earned.
    Basis,
    /// The room is used up.
    Room,
    /// There is room, but by the weights of the step no more of it falls to the grant.
    Quota,
    /// A credit note above the costs of its class.
    Credit,
    /// Income above the costs of its class.
    IncomeLeft,
    /// A line and the credit notes that are linked to it cancel out.
    Corrected,
}

impl Block {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Block::NoBooking => "no-booking",
            Block::NotDeducted => "not-deducted",
            Block::State => "state",
            Block::Window => "window",
            Block::Eligible => "eligible",
            Block::Part => "part",
            Block::Exclusive => "exclusive",
            Block::Share => "share",
            Block::Ceiling => "ceiling",
            Block::Maximum => "maximum",
            Block::Basis => "basis",
            Block::Room => "room",
            Block::Quota => "quota",
            Block::Credit => "credit",
            Block::IncomeLeft => "income-left",
            Block::Corrected => "corrected",
        }
    }
}
