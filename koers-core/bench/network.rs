//! A flow network to solve; the solver itself is not public.

use crate::flow;
use crate::progress::Cancelled;
use crate::transport::transport;

/// A flow network, and what was found for it.
pub struct Network(flow::Network);

/// An optimal flow.
pub struct Solved(flow::Solved);

impl Network {
    /// As allocation makes them: classes, and buckets in slices.
    #[must_use]
    pub fn transport(classes: usize, buckets: usize) -> Self {
        Self(transport(classes, buckets, 7))
    }

    /// How many ways there are for money to go.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.0.arcs.len()
    }

    /// The canonical optimal flow.
    ///
    /// # Errors
    ///
    /// Never: nobody cancels.
    pub fn solve(&self) -> Result<Solved, Cancelled> {
        self.0.solve(&mut || Ok(())).map(Solved)
    }

    /// Whether the potentials prove the flow.
    #[must_use]
    pub fn is_proved(&self, solved: &Solved) -> bool {
        self.0.verify(&solved.0).is_ok()
    }
}
