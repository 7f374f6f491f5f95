//! What a call comes to: its status, and why when it failed.

use std::ffi::{CStr, c_char};

use koers_core::Findings;

use crate::boundary;

/// What a call came to. The numbers are frozen: none is ever given to another meaning. New ones may be added, so
/// treat every number other than 0 as a failure. Hundreds tell whose fault it is: 1 the arguments, 2 the order of
/// calls, 3 the room that the caller gave, 4 what the caller asked or stated, 9 the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Status {
    /// Done. All outputs are written.
    Ok = 0,
    /// A pointer that must be there is NULL.
    NullArgument = 100,
    /// A pointer, or the size of the steps in an array, doesn't fit the alignment of its type.
    Misaligned = 101,
    /// A length or count that can't be: not 0 with a NULL pointer, or more bytes than memory can hold; or a path
    /// that is empty.
    WrongLength = 102,
    /// A text is not UTF-8.
    InvalidUtf8 = 103,
    /// A `struct_size` or `row_size` is smaller than in the first version of the struct, differs within an array,
    /// or is larger than this library knows while the part that it doesn't know isn't zero. A `struct_size` above
    /// 4096 was never set.
    WrongStructSize = 104,
    /// A number is none of those that its enumeration has.
    UnknownValue = 105,
    /// The dossier is not in the stage that the call needs: adding to one that is ready, or settling a draft.
    WrongOrder = 200,
    /// The caller's array or buffer can't hold the result. The functions say what is written then.
    TooSmall = 300,
    /// The input is refused. The findings, all at once, are in the error text. Nothing was computed or changed.
    Refused = 400,
    /// The dossier has no dimension of that name. The error text names those it has.
    UnknownDimension = 401,
    /// The caller broke a run off. Nothing of it is left.
    Cancelled = 402,
    /// A certificate is none, or doesn't prove what it states. The error text names the first statement that fails.
    Unproved = 403,
    /// There is nothing of that name to explain. The error text names what there is, the first of each kind.
    UnknownSubject = 404,
    /// A fault in the library. Nothing that was asked for is done; please report it. A dossier that was being
    /// changed can't be used any more, only freed.
    Panic = 900,
}

/// The names of all statuses. Not in the order of anything; only looked through.
const NAMES: [(Status, &CStr); 15] = [
    (Status::Ok, c"KOERS_STATUS_OK"),
    (Status::NullArgument, c"KOERS_STATUS_NULL_ARGUMENT"),
    (Status::Misaligned, c"KOERS_STATUS_MISALIGNED"),
    (Status::WrongLength, c"KOERS_STATUS_WRONG_LENGTH"),
    (Status::InvalidUtf8, c"KOERS_STATUS_INVALID_UTF8"),
    (Status::WrongStructSize, c"KOERS_STATUS_WRONG_STRUCT_SIZE"),
    (Status::UnknownValue, c"KOERS_STATUS_UNKNOWN_VALUE"),
    (Status::WrongOrder, c"KOERS_STATUS_WRONG_ORDER"),
    (Status::TooSmall, c"KOERS_STATUS_TOO_SMALL"),
    (Status::Refused, c"KOERS_STATUS_REFUSED"),
    (Status::UnknownDimension, c"KOERS_STATUS_UNKNOWN_DIMENSION"),
    (Status::Cancelled, c"KOERS_STATUS_CANCELLED"),
    (Status::Unproved, c"KOERS_STATUS_UNPROVED"),
    (Status::UnknownSubject, c"KOERS_STATUS_UNKNOWN_SUBJECT"),
    (Status::Panic, c"KOERS_STATUS_PANIC"),
];

fn name(status: i32) -> &'static CStr {
    NAMES
        .iter()
        .find(|(known, _)| *known as i32 == status)
        .map_or(c"unknown status", |(_, name)| name)
}

impl Status {
    /// As in the header: `KOERS_STATUS_OK`.
    pub(crate) fn name(self) -> &'static str {
        name(self as i32).to_str().unwrap_or_default()
    }
}

/// Why a call failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The calling program made a mistake; the message is for its programmer.
    Caller(Status, String),
    /// The input is refused.
    Refused(Findings),
    /// The library has a fault.
    Panic(Findings),
}

impl Failure {
    pub(crate) fn status(&self) -> Status {
        match self {
            Failure::Caller(status, _) => *status,
            Failure::Refused(_) => Status::Refused,
            Failure::Panic(_) => Status::Panic,
        }
    }
}

impl From<Findings> for Failure {
    fn from(findings: Findings) -> Failure {
        Failure::Refused(findings)
    }
}

/// The version of the interface: it grows by one when programs that were compiled with an older header must be
/// compiled again. Additions don't change it.
pub const KOERS_ABI_VERSION: u32 = 1;

/// The version of the library that is running, such as "0.1.0"; NUL-terminated, static, never freed. The
/// macro `KOERS_VERSION` is the version of the header that the program was compiled with.
#[unsafe(no_mangle)]
pub extern "C" fn koers_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    boundary::value(c"".as_ptr(), || VERSION.as_ptr().cast())
}

/// The version of the interface that the running library has. A program that loads the library itself should refuse
/// it unless this equals `KOERS_ABI_VERSION`.
#[unsafe(no_mangle)]
pub extern "C" fn koers_abi_version() -> u32 {
    boundary::value(0, || KOERS_ABI_VERSION)
}

/// The name of a status as in this header, `KOERS_STATUS_REFUSED`, or "unknown status"; NUL-terminated, static,
/// never freed, never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn koers_status_name(status: i32) -> *const c_char {
    boundary::value(c"".as_ptr(), || name(status).as_ptr())
}
