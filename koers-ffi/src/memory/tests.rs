//! How structs grow: callers that are older or newer than the library.

use super::{Array, Input, Name, Output, give_rows, one};
use crate::status::{Failure, Status};

/// A struct that got its third field after version 1.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Grown {
    struct_size: usize,
    old: i64,
    new: i64,
}

// SAFETY: starts with its size; integers hold any bytes.
unsafe impl Input for Grown {
    const SMALLEST: usize = 16;

    fn struct_size(&self) -> usize {
        self.struct_size
    }
}

impl Output for Grown {
    const SMALLEST: usize = 16;
}

fn status<T>(outcome: Result<T, Failure>) -> Option<Status> {
    outcome.err().map(|failure| failure.status())
}

/// The first struct in these words.
fn read(words: &[usize]) -> Result<Grown, Failure> {
    // SAFETY: the tests state no size beyond their words.
    unsafe { one(words.as_ptr().cast(), Name::of("grown")) }
}

#[test]
fn an_older_caller_has_zeros_in_new_fields() {
    let grown = read(&[16, 5, 99]).expect("version 1");
    assert_eq!(
        (grown.old, grown.new),
        (5, 0),
        "what lies behind the struct is not read"
    );
}

#[test]
fn a_newer_caller_must_leave_unknown_fields_zero() {
    assert_eq!(read(&[32, 5, 6, 0]).expect("newer").new, 6);
    assert_eq!(status(read(&[32, 5, 6, 1])), Some(Status::WrongStructSize));
    assert_eq!(status(read(&[8, 5, 6])), Some(Status::WrongStructSize));
    assert_eq!(
        status(read(&[usize::MAX, 5, 6])),
        Some(Status::WrongStructSize)
    );
}

#[test]
fn arrays_step_by_the_caller_s_size() {
    let read = |words: &[usize], count| {
        // SAFETY: the tests state no size beyond their words, except where that is refused.
        unsafe {
            let array = Array::<Grown>::new(words.as_ptr().cast(), count, "grown")?;
            array
                .iter()
                .map(|(_, item)| item.map(|item| item.old))
                .collect::<Result<Vec<_>, _>>()
        }
    };
    assert_eq!(read(&[16, 1, 16, 2], 2).expect("older"), [1, 2]);
    assert_eq!(read(&[32, 1, 0, 0, 32, 2, 0, 0], 2).expect("newer"), [1, 2]);
    assert_eq!(
        status(read(&[16, 1, 24, 2, 0], 2)),
        Some(Status::WrongStructSize)
    );
    assert_eq!(status(read(&[20, 1, 0], 1)), Some(Status::Misaligned));
    assert_eq!(
        status(read(&[16, 1], usize::MAX / 8)),
        Some(Status::WrongLength)
    );
    assert_eq!(read(&[], 0).expect("none"), [0_i64; 0]);
}

#[test]
fn rows_are_as_large_as_the_caller_s() {
    let rows = [1, 2].map(|old| Grown {
        struct_size: 0,
        old,
        new: 7,
    });
    let give = |row_size, target: &mut [i64]| {
        let (mut count, capacity) = (0, target.len() * 8 / row_size);
        let target = target.as_mut_ptr().cast();
        // SAFETY: as many rows as fit the target.
        let outcome =
            unsafe { give_rows(rows.into_iter(), target, row_size, capacity, &raw mut count) };
        outcome.map(|()| count)
    };
    let mut older = [9; 4];
    assert_eq!(give(16, &mut older).expect("older"), 2);
    assert_eq!(older, [0, 1, 0, 2]);
    let mut newer = [9; 8];
    assert_eq!(give(32, &mut newer).expect("newer"), 2);
    assert_eq!(newer, [0, 1, 7, 0, 0, 2, 7, 0]);
    assert_eq!(status(give(16, &mut [9; 2])), Some(Status::TooSmall));
    assert_eq!(status(give(8, &mut newer)), Some(Status::WrongStructSize));
}
