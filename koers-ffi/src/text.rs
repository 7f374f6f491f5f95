//! Texts, in and out, and the enumerations that say how they are written.

use std::ffi::c_char;

use koers_core::Lang as CoreLang;
use koers_core::report::Format as CoreFormat;

use crate::memory::{Name, address, fits};
use crate::status::{Failure, Status};

/// A text in UTF-8. Not NUL-terminated: print it with `printf("%.*s", (int)text.length, text.data)`. NULL with
/// length 0 is an absent text; an empty text counts as absent in everything that goes in. This struct never grows.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Text {
    /// The first byte; NULL where there is no text.
    pub data: *const c_char,
    /// The number of bytes.
    pub length: usize,
}

impl Text {
    /// No text.
    pub(crate) const NONE: Text = Text {
        data: std::ptr::null(),
        length: 0,
    };

    /// A text for the caller to read as long as `text` is kept.
    pub(crate) fn of(text: &str) -> Text {
        // An empty text may have no memory at all; C functions want an address that is one.
        let data = if text.is_empty() {
            c"".as_ptr()
        } else {
            text.as_ptr().cast()
        };
        Text {
            data,
            length: text.len(),
        }
    }

    /// As [`Text::of`], for a text that may be absent.
    pub(crate) fn of_option(text: Option<&String>) -> Text {
        text.map_or(Text::NONE, |text| Text::of(text))
    }

    /// The text that the caller gives; `None` for an empty one.
    ///
    /// # Safety
    /// Unless NULL, `data` points to `length` bytes that nobody changes while `'a` lasts.
    pub(crate) unsafe fn read<'a>(self, name: Name<'_>) -> Result<Option<&'a str>, Failure> {
        if self.length == 0 {
            return Ok(None);
        }
        let data = address(self.data.cast::<u8>(), self.length, name)?;
        // SAFETY: `address` refused NULL and what memory can't hold; the rest is the caller's promise.
        let bytes = unsafe { std::slice::from_raw_parts(data, self.length) };
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(fault) => Err(Failure::Caller(
                Status::InvalidUtf8,
                format!("{name} is not UTF-8 from byte {} on", fault.valid_up_to()),
            )),
        }
    }
}

/// The language of texts that people read.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub enum Lang {
    /// Dutch.
    Nl = 0,
    /// English.
    En = 1,
}

/// The language of that number.
pub(crate) fn lang(number: i32) -> Result<CoreLang, Failure> {
    const NL: i32 = Lang::Nl as i32;
    const EN: i32 = Lang::En as i32;
    match number {
        NL => Ok(CoreLang::Nl),
        EN => Ok(CoreLang::En),
        _ => Err(unknown("lang", number)),
    }
}

/// How something is written.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub enum Format {
    /// Text for people, in columns.
    Text = 0,
    /// Canonical JSON: the same bytes for the same result, in every language of programming.
    Json = 1,
    /// CSV (RFC 4180).
    Csv = 2,
    /// Markdown.
    Markdown = 3,
    /// A piece of HTML, without a page around it.
    Html = 4,
}

/// The format of that number.
pub(crate) fn format(number: i32) -> Result<CoreFormat, Failure> {
    const KNOWN: [(Format, CoreFormat); 5] = [
        (Format::Text, CoreFormat::Text),
        (Format::Json, CoreFormat::Json),
        (Format::Csv, CoreFormat::Csv),
        (Format::Markdown, CoreFormat::Markdown),
        (Format::Html, CoreFormat::Html),
    ];
    KNOWN
        .iter()
        .find(|(known, _)| *known as i32 == number)
        .map(|(_, format)| *format)
        .ok_or_else(|| unknown("format", number))
}

/// The failure for a number that an enumeration doesn't have.
pub(crate) fn unknown(what: &str, number: i32) -> Failure {
    Failure::Caller(
        Status::UnknownValue,
        format!("{number} is no value of `{what}`"),
    )
}

/// Copies as much of `text` as fits, up to a whole character, and ends it with NUL.
///
/// # Safety
/// `data` is NULL or points to `capacity` bytes that may be written.
pub(crate) unsafe fn copy_text(text: &str, data: *mut c_char, capacity: usize) {
    if data.is_null() || capacity == 0 {
        return;
    }
    let end = text.floor_char_boundary(capacity - 1);
    // SAFETY: `end < capacity`, so text and NUL stay within what the caller gave.
    unsafe {
        std::ptr::copy_nonoverlapping(text.as_ptr(), data.cast(), end);
        data.add(end).write(0);
    }
}

/// Gives the caller a whole text: `length` always, and the text when there is room for it and its NUL.
///
/// # Safety
/// `data` is NULL or points to `capacity` bytes that may be written; `length` is NULL or may be written.
pub(crate) unsafe fn give_text<T: AsRef<str>>(
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
    text: impl FnOnce() -> Result<T, Failure>,
) -> Result<(), Failure> {
    fits(length, Name::of("length"))?;
    if capacity > 0 {
        address(data.cast::<u8>(), capacity, Name::of("data"))?;
    }
    let text = text()?;
    let text = text.as_ref();
    // SAFETY: checked above; the rest is the caller's promise.
    unsafe {
        length.write(text.len());
        if text.len() >= capacity {
            return Err(Failure::Caller(
                Status::TooSmall,
                format!("`data` needs {} bytes and a NUL", text.len()),
            ));
        }
        copy_text(text, data, capacity);
    }
    Ok(())
}
