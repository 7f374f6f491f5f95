//! The caller's memory: every pointer, length and size is judged here before it is used.
//!
//! What can be seen from the numbers is refused with a status: NULL, misaligned, too long, a size that no version of
//! a struct has. That the memory is there and nobody else changes it is the caller's promise.

use std::fmt;
use std::mem::MaybeUninit;

use crate::status::{Failure, Status};

/// What a message calls an argument: `lines[3].grant`, counted from 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'n> {
    argument: &'n str,
    at: Option<usize>,
    field: Option<&'n str>,
}

impl<'n> Name<'n> {
    pub(crate) const fn of(argument: &'n str) -> Self {
        Name {
            argument,
            at: None,
            field: None,
        }
    }

    pub(crate) const fn at(mut self, at: usize) -> Self {
        self.at = Some(at);
        self
    }

    pub(crate) const fn field(mut self, field: &'n str) -> Self {
        self.field = Some(field);
        self
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}", self.argument)?;
        if let Some(at) = self.at {
            write!(f, "[{at}]")?;
        }
        if let Some(field) = self.field {
            write!(f, ".{field}")?;
        }
        f.write_str("`")
    }
}

fn refuse<T>(status: Status, name: Name<'_>, what: &str) -> Result<T, Failure> {
    Err(Failure::Caller(status, format!("{name} {what}")))
}

/// A pointer to at least one value.
pub(crate) fn fits<T>(pointer: *const T, name: Name<'_>) -> Result<(), Failure> {
    address(pointer, size_of::<T>(), name).map(drop)
}

/// A pointer to `bytes` bytes, which are more than none.
pub(crate) fn address<T>(
    pointer: *const T,
    bytes: usize,
    name: Name<'_>,
) -> Result<*const T, Failure> {
    let end = pointer.addr().checked_add(bytes);
    if pointer.is_null() {
        // A NULL text or array with a length is another mistake than a missing argument.
        return if name.at.is_some() || name.field.is_some() {
            refuse(Status::WrongLength, name, "is NULL, and its length isn't 0")
        } else {
            refuse(Status::NullArgument, name, "is NULL")
        };
    }
    if isize::try_from(bytes).is_err() || end.is_none() {
        return refuse(Status::WrongLength, name, "is longer than memory");
    }
    if pointer.is_aligned() {
        Ok(pointer)
    } else {
        refuse(Status::Misaligned, name, "is misaligned")
    }
}

/// The size of a struct up to and with a field: the last field of its first version.
macro_rules! up_to {
    ($name:ident, $last:ident: $type:ty) => {
        std::mem::offset_of!($name, $last) + size_of::<$type>()
    };
}
pub(crate) use up_to;

/// A struct of the caller that says its own size first, and may grow.
///
/// # Safety
/// `repr(C)`, the first field is a `usize` with the size, and any bytes are valid in all fields.
pub(crate) unsafe trait Input: Copy {
    /// The size of the first version of the struct. Frozen: see `up_to`.
    const SMALLEST: usize;

    /// The size that the caller says it has.
    fn struct_size(&self) -> usize;
}

/// Structs of the caller, one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Array<'n, T> {
    first: *const T,
    step: usize,
    count: usize,
    name: Name<'n>,
}

impl<'n, T: Input> Array<'n, T> {
    /// Judges an array as a whole.
    ///
    /// # Safety
    /// `first` is NULL or points to `count` structs as large as the first says, which nobody changes while
    /// the array is used.
    pub(crate) unsafe fn new(
        first: *const T,
        count: usize,
        name: &'n str,
    ) -> Result<Self, Failure> {
        let name = Name::of(name);
        let mut array = Array {
            first,
            step: size_of::<T>(),
            count,
            name,
        };
        if count > 0 {
            address(first, size_of::<usize>(), name)?;
            // SAFETY: the struct starts with its size, and the pointer fits it.
            array.step = unsafe { first.cast::<usize>().read() };
            if array.step < T::SMALLEST || array.step > LARGEST {
                return refuse(Status::WrongStructSize, name.at(0), SIZE);
            }
            if !array.step.is_multiple_of(align_of::<T>()) {
                return refuse(Status::Misaligned, name.at(0), SIZE);
            }
            match array.step.checked_mul(count) {
                Some(bytes) => address(first, bytes, name).map(drop)?,
                None => return refuse(Status::WrongLength, name, "is longer than memory"),
            }
        }
        Ok(array)
    }

    /// Each struct, with what messages call it.
    ///
    /// # Safety
    /// As for [`Array::new`].
    pub(crate) unsafe fn iter(self) -> impl Iterator<Item = (usize, Result<T, Failure>)> {
        (0..self.count).map(move |at| {
            // SAFETY: within the array, whose size in bytes was judged.
            let item = unsafe { sized(self.first.byte_add(at * self.step), self.name.at(at)) };
            let item = item.and_then(|item| {
                if item.struct_size() == self.step {
                    Ok(item)
                } else {
                    refuse(
                        Status::WrongStructSize,
                        self.name.at(at),
                        "has another `struct_size` than the first",
                    )
                }
            });
            (at, item)
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }
}

const SIZE: &str = "has a `struct_size` that no version of it has";

/// One struct of the caller.
///
/// # Safety
/// `pointer` is NULL or points to as many bytes as the struct says it has.
pub(crate) unsafe fn one<T: Input>(pointer: *const T, name: Name<'_>) -> Result<T, Failure> {
    address(pointer, size_of::<usize>(), name)?;
    // SAFETY: not NULL and aligned; the rest is the caller's promise.
    unsafe { sized(pointer, name) }
}

/// More bytes than any struct of a later version will have.
const LARGEST: usize = 4_096;

/// A struct of which the pointer was judged: the fields that the caller has, and zeros for those it doesn't know.
///
/// # Safety
/// As for [`one`], and the pointer is aligned and not NULL.
unsafe fn sized<T: Input>(pointer: *const T, name: Name<'_>) -> Result<T, Failure> {
    // SAFETY: the struct starts with its size.
    let size = unsafe { pointer.cast::<usize>().read() };
    // A size that no version of the struct can have is one that was never set.
    if size < T::SMALLEST || size > LARGEST {
        return refuse(Status::WrongStructSize, name, SIZE);
    }
    let bytes: *const u8 = address(pointer, size, name)?.cast();
    for at in size_of::<T>()..size {
        // SAFETY: within the bytes that the struct says it has.
        if unsafe { bytes.add(at).read() } != 0 {
            return refuse(
                Status::WrongStructSize,
                name,
                "has fields that this library doesn't know",
            );
        }
    }
    let mut value = MaybeUninit::<T>::zeroed();
    let known = size.min(size_of::<T>());
    // SAFETY: both hold that many bytes, and any bytes are a valid `T`.
    unsafe {
        std::ptr::copy_nonoverlapping(bytes, value.as_mut_ptr().cast(), known);
        Ok(value.assume_init())
    }
}

/// Values of the caller of a type that never grows: texts and dimensions.
///
/// # Safety
/// `first` is NULL or points to `count` values that nobody changes while `'a` lasts; any bytes are a valid `T`.
pub(crate) unsafe fn slice<'a, T>(
    first: *const T,
    count: usize,
    name: Name<'_>,
) -> Result<&'a [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    let Some(bytes) = count.checked_mul(size_of::<T>()) else {
        return refuse(Status::WrongLength, name, "is longer than memory");
    };
    let first = address(first, bytes, name)?;
    // SAFETY: judged above; the rest is the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(first, count) })
}

/// A row that the library writes; the caller says how large its own version is.
pub(crate) trait Output: Sized {
    /// The size of the first version of the row. Frozen: see `up_to`.
    const SMALLEST: usize;
}

/// Writes all rows into the caller's array, or none. A caller with smaller rows gets the columns it knows, one with
/// larger rows zeros in the others.
///
/// # Safety
/// `rows` is NULL or points to `capacity` rows of `row_size` bytes that may be written; `count` is NULL or may be
/// written.
pub(crate) unsafe fn give_rows<T: Output>(
    from: impl ExactSizeIterator<Item = T>,
    rows: *mut T,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Result<(), Failure> {
    let name = Name::of("rows");
    fits(count, Name::of("count"))?;
    if row_size < T::SMALLEST {
        return refuse(
            Status::WrongStructSize,
            Name::of("row_size"),
            "is that of no version of the row",
        );
    }
    if !row_size.is_multiple_of(align_of::<T>()) {
        return refuse(
            Status::Misaligned,
            Name::of("row_size"),
            "does not keep rows aligned",
        );
    }
    if capacity > 0 {
        match row_size.checked_mul(capacity) {
            Some(bytes) => address(rows, bytes, name).map(drop)?,
            None => return refuse(Status::WrongLength, name, "is longer than memory"),
        }
    }
    let found = from.len();
    if found > capacity {
        return refuse(
            Status::TooSmall,
            name,
            &format!("needs room for {found} rows"),
        );
    }
    let known = row_size.min(size_of::<T>());
    for (at, row) in from.enumerate() {
        // SAFETY: `at < capacity`, and the array was judged; the row is read as bytes of its own size.
        unsafe {
            let target = rows.byte_add(at * row_size).cast::<u8>();
            std::ptr::copy_nonoverlapping((&raw const row).cast::<u8>(), target, known);
            std::ptr::write_bytes(target.add(known), 0, row_size - known);
        }
    }
    // SAFETY: judged above.
    unsafe { count.write(found) };
    Ok(())
}

/// A handle that the caller only reads.
///
/// # Safety
/// `handle` is NULL or a live handle that nobody changes while `'a` lasts.
pub(crate) unsafe fn shared<'a, T>(handle: *const T, name: &str) -> Result<&'a T, Failure> {
    fits(handle, Name::of(name))?;
    // SAFETY: judged above; the rest is the caller's promise.
    Ok(unsafe { &*handle })
}

/// A handle that the caller changes.
///
/// # Safety
/// `handle` is NULL or a live handle that nobody else uses while `'a` lasts.
pub(crate) unsafe fn exclusive<'a, T>(handle: *mut T, name: &str) -> Result<&'a mut T, Failure> {
    fits(handle, Name::of(name))?;
    // SAFETY: judged above; the rest is the caller's promise.
    Ok(unsafe { &mut *handle })
}

/// Gives the caller a handle to own, made once the place for it was judged.
///
/// # Safety
/// `out` is NULL or may be written.
pub(crate) unsafe fn give_handle<T>(
    out: *mut *mut T,
    name: &str,
    make: impl FnOnce() -> Result<T, Failure>,
) -> Result<(), Failure> {
    fits(out, Name::of(name))?;
    let handle = Box::into_raw(Box::new(make()?));
    // SAFETY: judged above.
    unsafe { out.write(handle) };
    Ok(())
}

/// Frees a handle; NULL and what can't be a handle are left alone.
///
/// # Safety
/// `handle` is NULL or a live handle that nobody uses any more.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if fits(handle, Name::of("handle")).is_ok() {
        // SAFETY: made by `give_handle`, and not freed before.
        drop(unsafe { Box::from_raw(handle) });
    }
}

#[cfg(test)]
mod tests;
