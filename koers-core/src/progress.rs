//! How far a run is, and how it is broken off.

use std::ops::ControlFlow;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The book year.
    pub year: i16,
    /// The step of the method, from 1; 0 for the lines that are fixed.
    pub step: usize,
    /// How much is done of the work at hand: lines, or classes and pivots where it goes by those. A step may have several
    /// pieces of work, one after the other; each begins with 0 and ends with `total`.
    pub done: u64,
    /// How much there is; it may grow on the way. More than `done` as long as the work goes on, and the same when it is
    /// done.
    pub total: u64,
}

/// A run was broken off; nothing of it is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// How often a run tells how far it is: each so many units of work.
const EACH: u64 = 1_024;

/// Tells now and then how far a run is.
pub(crate) struct Watch<'w> {
    report: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    at: Progress,
    /// Whether work was begun of which the end is not told yet.
    at_work: bool,
}

/// The work of a step, as whoever does it sees it.
pub(crate) trait Work {
    /// Begins a step; what was begun before is done.
    fn step(&mut self, step: usize) -> Result<(), Cancelled>;
    /// Begins work of a size, and tells so; what was begun before is done.
    fn begin(&mut self, total: usize) -> Result<(), Cancelled>;
    /// Does one unit of work, and tells so now and then.
    fn tick(&mut self) -> Result<(), Cancelled>;
    /// Does as much as a block of lines, and tells so.
    fn block(&mut self) -> Result<(), Cancelled>;
}

impl<'w> Watch<'w> {
    pub(crate) fn new(report: &'w mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Watch {
            report,
            at: Progress {
                year: 0,
                step: 0,
                done: 0,
                total: 0,
            },
            at_work: false,
        }
    }

    /// Begins a book year; what was begun before is done.
    pub(crate) fn year(&mut self, year: i16) -> Result<(), Cancelled> {
        self.end()?;
        (self.at.year, self.at.step) = (year, 0);
        Ok(())
    }

    /// Tells that all is done that was begun.
    pub(crate) fn end(&mut self) -> Result<(), Cancelled> {
        if !std::mem::replace(&mut self.at_work, false) {
            return Ok(());
        }
        let all = self.at.total.max(self.at.done);
        (self.at.done, self.at.total) = (all, all);
        self.tell()
    }

    fn tell(&mut self) -> Result<(), Cancelled> {
        match (self.report)(self.at) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Cancelled),
        }
    }
}

impl Work for Watch<'_> {
    fn step(&mut self, step: usize) -> Result<(), Cancelled> {
        self.end()?;
        self.at.step = step;
        Ok(())
    }

    fn begin(&mut self, total: usize) -> Result<(), Cancelled> {
        self.end()?;
        // Of nothing the beginning is the end.
        self.at_work = total > 0;
        (self.at.done, self.at.total) = (0, u64::try_from(total).unwrap_or(u64::MAX));
        self.tell()
    }

    fn tick(&mut self) -> Result<(), Cancelled> {
        self.at.done += 1;
        if self.at.done.is_multiple_of(EACH) {
            // Work of which the size is not known beforehand.
            self.at.total = self.at.total.max(self.at.done + 1);
            self.tell()?;
        }
        Ok(())
    }

    fn block(&mut self) -> Result<(), Cancelled> {
        self.at.done += 1;
        self.at.total = self.at.total.max(self.at.done + 1);
        self.tell()
    }
}
