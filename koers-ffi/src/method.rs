//! Methods: in which steps costs are put on grants.

use std::ffi::c_char;

use koers_core::Method as CoreMethod;

use crate::boundary::{call, read, value};
use crate::dossier::argument;
use crate::error::Error;
use crate::memory::{free, give_handle, shared};
use crate::status::Status;
use crate::text::give_text;

/// In which steps costs are put on grants. It never changes, any number of threads may use it at once, and it belongs
/// to no dossier.
pub struct Method(CoreMethod);

impl Method {
    pub(crate) fn core(&self) -> &CoreMethod {
        &self.0
    }
}

/// The method of one step that a word names: `booked` (each cost on the grants on which it is booked), `priority` (each
/// grant in its order pays all that it can) or `least-refund` (the division that leaves the least money lost).
///
/// `word` has `word_length` bytes. On success `*method` is owned by the caller, who must free it.
///
/// Statuses: `OK`, `REFUSED` for another word, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_method_parse(
    word: *const c_char,
    word_length: usize,
    method: *mut *mut Method,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let word = argument(word, word_length, "word")?;
            give_handle(method, "method", || Ok(Method(CoreMethod::parse(word)?)))
        })
    }
}

/// Reads a method from the text of a method file (TOML): steps in order, each with a method and what goes with it.
/// Whether its grants, dimensions and weights are there shows when a dossier is settled with it.
///
/// `name`, of `name_length` bytes, is what findings call the text, such as "method.toml"; `toml` has `toml_length`
/// bytes. On success `*method` is owned by the caller, who must free it.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_method_from_toml(
    name: *const c_char,
    name_length: usize,
    toml: *const c_char,
    toml_length: usize,
    method: *mut *mut Method,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let name = argument(name, name_length, "name")?;
            let toml = argument(toml, toml_length, "toml")?;
            give_handle(method, "method", || {
                Ok(Method(CoreMethod::from_toml(name, toml)?))
            })
        })
    }
}

/// Writes a method as the text of a method file into a buffer, as `koers_settlement_render` does; also one that a word
/// named.
///
/// Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_method_to_toml(
    method: *const Method,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let method = shared(method, "method")?;
            give_text(data, capacity, length, || Ok(method.0.to_toml()))
        }
    })
}

/// Frees a method. NULL is allowed. Settlements that were made with it stay as they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_method_free(method: *mut Method) {
    // SAFETY: as above.
    value((), || unsafe { free(method) });
}
