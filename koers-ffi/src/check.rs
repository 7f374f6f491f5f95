//! Scheme files and dossiers checked: what is wrong with them, and whether the examples of a scheme come out.

use std::ffi::c_char;
use std::sync::OnceLock;

use koers_core::diag::Severity;
use koers_core::report::{Format as CoreFormat, findings_json};
use koers_core::scheme::{Checked as CoreChecked, check_file};
use koers_core::settle::finding_rows;
use koers_core::tables::{FindingRow as CoreRow, Table};
use koers_core::{Lang, folder};

use crate::boundary::{call, read, value};
use crate::dossier::argument;
use crate::error::Error;
use crate::memory::{Name, Output, fits, free, give_handle, give_rows, shared, slice, up_to};
use crate::status::Status;
use crate::tables::{FindingRow, render_table};
use crate::text::{format, give_text, lang};

/// What checking a scheme file or a dossier gave. It never changes, and any number of threads may use it at once. All
/// texts in its rows are its own, and are there until it is freed.
pub struct Checked {
    core: CoreChecked,
    // Made when first asked for, so that texts in the caller's rows have a place to stay.
    nl: OnceLock<Vec<CoreRow>>,
    en: OnceLock<Vec<CoreRow>>,
}

/// How a check went, in numbers.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CheckCounts {
    /// Findings that keep the scheme or dossier from being used.
    pub errors: usize,
    /// Findings that a person must look at.
    pub warnings: usize,
    /// Findings that are good to know.
    pub notices: usize,
    /// The examples that were run.
    pub examples: usize,
    /// How many of them were refused, or gave something else than they expect.
    pub failed: usize,
}

impl Output for CheckCounts {
    const SMALLEST: usize = up_to!(CheckCounts, failed: usize);
}

impl Checked {
    pub(crate) fn new(core: CoreChecked) -> Checked {
        Checked {
            core,
            nl: OnceLock::new(),
            en: OnceLock::new(),
        }
    }

    fn rows(&self, lang: Lang) -> &[CoreRow] {
        match lang {
            Lang::Nl => &self.nl,
            Lang::En => &self.en,
        }
        .get_or_init(|| finding_rows(self.core.findings(), lang))
    }

    pub(crate) fn table(&self, lang: Lang) -> Table {
        Table::of(self.rows(lang))
    }

    fn counts(&self) -> CheckCounts {
        let findings = self.core.findings().iter();
        let of = |severity| {
            let same = findings.clone().filter(|it| it.severity() == severity);
            same.count()
        };
        CheckCounts {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notices: of(Severity::Notice),
            examples: self.core.examples(),
            failed: self.core.failed(),
        }
    }

    fn render(&self, format: CoreFormat, lang: Lang) -> String {
        match format {
            CoreFormat::Text => self.core.findings().render(lang),
            CoreFormat::Json => findings_json(self.core.findings(), lang),
            format => render_table(&self.table(lang), format),
        }
    }
}

/// Checks a scheme file: what is wrong with it, whether each of its examples gives what it expects, and which rules
/// no example exercises. The examples know the schemes of the catalogue, and this one in the place of one with its
/// id.
///
/// `name`, of `name_length` bytes, is what findings call the file; `toml` points to its `toml_length` bytes, whatever
/// they are; there may be none. On success, also when there are findings, `*checked` is owned by the caller, who must
/// free it.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_check_scheme(
    name: *const c_char,
    name_length: usize,
    toml: *const c_char,
    toml_length: usize,
    checked: *mut *mut Checked,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let name = argument(name, name_length, "name")?;
            fits(toml, Name::of("toml"))?;
            let bytes: &[u8] = slice(toml.cast(), toml_length, Name::of("toml"))?;
            give_handle(checked, "checked", || {
                Ok(Checked::new(check_file(name, bytes)))
            })
        })
    }
}

/// Checks what stands at a path: of the folder of a dossier, or its `dossier.toml`, whether it loads and what a
/// person must look at in its settlement and in its declared figures (`declared.csv`, where it has them); of another file that ends in `.toml`, what `koers_check_scheme` says; of one
/// that ends in `.csv`, what `koers_check_roll_forward` says.
///
/// `path`, of `path_length` bytes, is in UTF-8; findings call files as it does. On success, also when there are
/// findings, `*checked` is owned by the caller, who must free it. Files are opened only during this call.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_check_path(
    path: *const c_char,
    path_length: usize,
    checked: *mut *mut Checked,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let path = argument(path, path_length, "path")?;
            give_handle(checked, "checked", || Ok(Checked::new(folder::check(path))))
        })
    }
}

/// Counts the findings and the examples. `counts` points to a struct of `counts_size` = `sizeof(koers_check_counts)`
/// bytes.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_checked_counts(
    checked: *const Checked,
    counts: *mut CheckCounts,
    counts_size: usize,
) -> Status {
    read(|| {
        let mut written = 0;
        // SAFETY: as above.
        unsafe {
            let row = std::iter::once(shared(checked, "checked")?.counts());
            give_rows(row, counts, counts_size, 1, &raw mut written)
        }
    })
}

/// Reads the findings, with messages in a `koers_lang`; `koers_checked_counts` says how many there are of each kind.
/// As `koers_settlement_rows`; texts are there until `checked` is freed.
///
/// Statuses: also `UNKNOWN_VALUE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_checked_findings(
    checked: *const Checked,
    lang: i32,
    rows: *mut FindingRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let checked = shared(checked, "checked")?;
            let from = checked.rows(self::lang(lang)?).iter().map(FindingRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes the findings in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does: as
/// text as people read them, with the input underlined, as JSON `{"findings":[...]}`, else as a table.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_checked_render(
    checked: *const Checked,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let checked = shared(checked, "checked")?;
            give_text(data, capacity, length, || {
                Ok(checked.render(self::format(format)?, self::lang(lang)?))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_checked_free(checked: *mut Checked) {
    // SAFETY: as above.
    value((), || unsafe { free(checked) });
}
