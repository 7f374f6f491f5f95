//! How a plan takes its lines, and with how many threads it reads them. Neither changes what comes out.

use std::num::NonZeroUsize;

use super::Plan;

/// How a plan takes its lines. What comes out is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taking {
    /// Together where there are many, else one by one.
    #[default]
    ByNumber,
    /// Lines that show the same to the rules together, as far as the rules look at no line by itself.
    Together,
    /// One by one.
    OneByOne,
}

impl Plan {
    /// The same plan, which takes its lines in this way. What comes out is the same; how fast differs.
    #[must_use]
    pub fn taking(mut self, taking: Taking) -> Plan {
        self.taking = taking;
        self
    }

    /// The same plan, which reads its lines with so many threads where there are enough to make that pay. What comes out is
    /// the same. One when this is not said.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Plan {
        self.threads = threads;
        self
    }

    pub(crate) fn thread_count(&self) -> NonZeroUsize {
        self.threads
    }

    pub(crate) fn how_taken(&self) -> Taking {
        self.taking
    }
}
