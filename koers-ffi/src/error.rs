//! The caller's buffer for what went wrong.

use std::ffi::c_char;
use std::fmt::Write;

use koers_core::Lang as CoreLang;
use koers_core::report::{Format as CoreFormat, findings_json};

use crate::memory::{Input, Name, address, one, up_to};
use crate::status::{Failure, Status};
use crate::text::{copy_text, format, lang, unknown};

/// Where a call says why it failed. The caller owns it and its buffer; every function that takes one also takes
/// NULL.
///
/// `struct_size`, `lang`, `format`, `data` and `capacity` are read; `length` and the bytes of `data` are written,
/// by every call: on success an empty text. A text that is too long is cut off after a whole character; the status
/// stays the same.
///
/// For `KOERS_STATUS_REFUSED` the text is all findings: as people read them, with the input underlined, or as JSON
/// `{"findings":[...]}`. For mistakes in the call itself it is a line in English for the programmer, or as JSON
/// `{"status":"KOERS_STATUS_...","message":"..."}`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Error {
    /// `sizeof(koers_error)`.
    pub struct_size: usize,
    /// A `koers_lang`: in which language findings are told.
    pub lang: i32,
    /// A `koers_format`: `KOERS_FORMAT_TEXT` or `KOERS_FORMAT_JSON`.
    pub format: i32,
    /// The buffer; NULL when `capacity` is 0.
    pub data: *mut c_char,
    /// The bytes that the buffer has. With 1 or more the text ends with NUL.
    pub capacity: usize,
    /// Written: the bytes of the whole text, without NUL. It was cut off if this is `capacity` or more.
    pub length: usize,
}

// SAFETY: starts with its size; integers and pointers hold any bytes.
unsafe impl Input for Error {
    const SMALLEST: usize = up_to!(Error, length: usize);

    fn struct_size(&self) -> usize {
        self.struct_size
    }
}

/// An error struct that was judged and can be written to.
pub(crate) struct Report {
    target: *mut Error,
    lang: CoreLang,
    json: bool,
    data: *mut c_char,
    capacity: usize,
}

impl Report {
    /// Judges the caller's struct.
    ///
    /// # Safety
    /// `error` is NULL or points to memory that may be read.
    pub(crate) unsafe fn open(error: *mut Error) -> Result<Report, Failure> {
        let mut report = Report {
            target: error,
            lang: CoreLang::Nl,
            json: false,
            data: std::ptr::null_mut(),
            capacity: 0,
        };
        if error.is_null() {
            return Ok(report);
        }
        // SAFETY: as promised by the caller.
        let told = unsafe { one(error.cast_const(), Name::of("error"))? };
        if told.capacity > 0 {
            let name = Name::of("error").field("data");
            address(told.data.cast::<u8>(), told.capacity, name)?;
        }
        report.lang = lang(told.lang)?;
        report.json = match format(told.format)? {
            CoreFormat::Text => false,
            CoreFormat::Json => true,
            _ => return Err(unknown("error.format", told.format)),
        };
        (report.data, report.capacity) = (told.data, told.capacity);
        Ok(report)
    }

    /// Writes why the call failed, or an empty text.
    ///
    /// # Safety
    /// The struct and the buffer that were judged may be written.
    pub(crate) unsafe fn write(&self, failure: Option<&Failure>) {
        if self.target.is_null() {
            return;
        }
        let text = failure.map_or_else(String::new, |failure| self.text(failure));
        // SAFETY: `open` judged both; the field is in the first version of the struct.
        unsafe {
            copy_text(&text, self.data, self.capacity);
            (&raw mut (*self.target).length).write(text.len());
        }
    }

    fn text(&self, failure: &Failure) -> String {
        match failure {
            Failure::Refused(findings) | Failure::Panic(findings) if self.json => {
                findings_json(findings, self.lang)
            }
            Failure::Refused(findings) | Failure::Panic(findings) => findings.render(self.lang),
            Failure::Caller(status, message) if self.json => json(*status, message),
            Failure::Caller(status, message) => format!("{}: {message}", status.name()),
        }
    }
}

/// A mistake of the caller as JSON. Messages hold names, numbers and the words of a dossier.
fn json(status: Status, message: &str) -> String {
    let mut out = format!("{{\"status\":\"{}\",\"message\":\"", status.name());
    for sign in message.chars() {
        match sign {
            '"' | '\\' => out.extend(['\\', sign]),
            sign if sign < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(sign)); // Writing to a string can't fail.
            }
            sign => out.push(sign),
        }
    }
    out.push_str("\"}\n");
    out
}
