//! Values made by one thread while another takes them, one by one.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

/// What both threads see.
struct Shared<T> {
    slot: Mutex<Slot<T>>,
    changed: Condvar,
}

struct Slot<T> {
    value: Option<T>,
    /// Whether the maker has made all it had to, or stopped before.
    end: Option<End>,
    /// Whether nobody takes any more.
    left: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    Broken,
}

impl<T> Shared<T> {
    /// A thread that panicked left the slot as it was, which is sound at every moment.
    fn lock(&self) -> MutexGuard<'_, Slot<T>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&'s self, guard: MutexGuard<'s, Slot<T>>) -> MutexGuard<'s, Slot<T>> {
        self.changed
            .wait(guard)
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody takes any more.
pub(super) struct Left;

/// The side that makes.
pub(super) struct Giver<T>(Arc<Shared<T>>);

impl<T> Giver<T> {
    /// Gives a value, and waits until the one before it was taken.
    pub(super) fn give(&self, value: T) -> Result<(), Left> {
        let mut slot = self.0.lock();
        while slot.value.is_some() && !slot.left {
            slot = self.0.wait(slot);
        }
        if slot.left {
            return Err(Left);
        }
        slot.value = Some(value);
        self.0.changed.notify_all();
        Ok(())
    }

    /// Says that this was all.
    fn done(&self) {
        self.0.lock().end = Some(End::Done);
    }
}

impl<T> Drop for Giver<T> {
    /// However it ends, whoever waits is told.
    fn drop(&mut self) {
        self.0.lock().end.get_or_insert(End::Broken);
        self.0.changed.notify_all();
    }
}

/// The side that takes. When it is dropped, the thread that makes has ended.
pub(super) struct Taker<T> {
    shared: Arc<Shared<T>>,
    thread: Option<JoinHandle<()>>,
}

/// The thread that makes values ended before its end.
pub(super) struct Broken;

impl<T: Send + 'static> Taker<T> {
    /// Takes what `make` gives in a thread of its own, which ends when it returns; only when that is `Ok` were these all.
    pub(super) fn new(
        make: impl FnOnce(&Giver<T>) -> Result<(), Left> + Send + 'static,
    ) -> std::io::Result<Taker<T>> {
        let shared = Arc::new(Shared {
            slot: Mutex::new(Slot {
                value: None,
                end: None,
                left: false,
            }),
            changed: Condvar::new(),
        });
        let giver = Giver(Arc::clone(&shared));
        let thread = Builder::new()
            .name("koers-arrow".to_owned())
            .spawn(move || {
                if make(&giver).is_ok() {
                    giver.done();
                }
            })?;
        Ok(Taker {
            shared,
            thread: Some(thread),
        })
    }
}

impl<T> Taker<T> {
    /// The next value, when it is there; `None` after the last.
    pub(super) fn take(&self) -> Result<Option<T>, Broken> {
        let mut slot = self.shared.lock();
        loop {
            if let Some(value) = slot.value.take() {
                self.shared.changed.notify_all();
                return Ok(Some(value));
            }
            match slot.end {
                Some(End::Done) => return Ok(None),
                Some(End::Broken) => return Err(Broken),
                None => slot = self.shared.wait(slot),
            }
        }
    }
}

impl<T> Drop for Taker<T> {
    fn drop(&mut self) {
        self.shared.lock().left = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // A panic in it was told as a table that broke off.
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_values_come_in_order() {
        let taker = Taker::new(|giver| (0..1_000).try_for_each(|value| giver.give(value)));
        let taker = taker.expect("a thread");
        for value in 0..1_000 {
            assert!(matches!(taker.take(), Ok(Some(found)) if found == value));
        }
        assert!(matches!(taker.take(), Ok(None)) && matches!(taker.take(), Ok(None)));
    }

    #[test]
    fn a_maker_that_breaks_off_is_no_end() {
        let taker = Taker::<u8>::new(|giver| giver.give(1).and(Err(Left))).expect("a thread");
        assert!(matches!(taker.take(), Ok(Some(1))) && taker.take().is_err());
    }

    #[test]
    fn a_maker_stops_when_nobody_takes() {
        let taker = Taker::new(|giver| (0_u64..).try_for_each(|value| giver.give(value)));
        let taker = taker.expect("a thread");
        assert!(matches!(taker.take(), Ok(Some(0))));
        drop(taker);
    }
}
