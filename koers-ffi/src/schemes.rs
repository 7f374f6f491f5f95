//! The schemes handle: the catalogue inside the library and the user's own, to list and to describe.

use std::ffi::c_char;
use std::sync::OnceLock;

use koers_core::diag::{Code, Finding, Place};
use koers_core::scheme::Scheme;
use koers_core::tables::{SchemeRow as CoreRow, Table};
use koers_core::{Findings, Lang, Schemes as CoreSchemes};

use crate::boundary::{call, read, value};
use crate::dossier::argument;
use crate::error::Error;
use crate::memory::{Name, Output, exclusive, fits, free, give_handle, give_rows, shared, up_to};
use crate::status::{Failure, Status};
use crate::tables::{day, render_table};
use crate::text::{Text, format, give_text, lang};

/// Schemes: those of the catalogue inside the library, and others that are added. A const one may be used by any
/// number of threads at once. All texts in its rows are its own, and are there until it is freed.
pub struct Schemes {
    core: CoreSchemes,
    // Made when first asked for, so that texts in the caller's rows have a place to stay.
    nl: OnceLock<Vec<CoreRow>>,
    en: OnceLock<Vec<CoreRow>>,
    /// Rows of before a scheme was added.
    older: Vec<Vec<CoreRow>>,
}

/// A row of `koers_schemes`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct SchemeRow {
    /// Its id.
    pub id: Text,
    /// Its title, in the language asked for where it has one in that.
    pub title: Text,
    /// The body that pays.
    pub funder: Text,
    /// `eu`, `rijk` or `other` (BBV art. 49 lid 2).
    pub funder_group: Text,
    /// 1 when rules are missing that a settlement may need; else 0.
    pub draft: i32,
    /// The first day on which it decides.
    pub since: i32,
    /// How many versions of its rules there are.
    pub versions: i32,
}

impl Output for SchemeRow {
    const SMALLEST: usize = up_to!(SchemeRow, versions: i32);
}

impl From<&CoreRow> for SchemeRow {
    fn from(row: &CoreRow) -> Self {
        SchemeRow {
            id: Text::of(&row.id),
            title: Text::of(&row.title),
            funder: Text::of(&row.funder),
            funder_group: Text::of(&row.funder_group),
            draft: i32::from(row.draft == "yes"),
            since: day(row.since),
            versions: i32::from(row.versions),
        }
    }
}

impl Schemes {
    fn rows(&self, lang: Lang) -> &[CoreRow] {
        match lang {
            Lang::Nl => &self.nl,
            Lang::En => &self.en,
        }
        .get_or_init(|| self.core.rows(lang))
    }

    pub(crate) fn table(&self, lang: Lang) -> Table {
        Table::of(self.rows(lang))
    }

    fn find(&self, id: &str) -> Result<&Scheme, Findings> {
        let known = || {
            let ids = self.core.iter().map(|scheme| scheme.id.as_str());
            ids.collect::<Vec<_>>().join(", ")
        };
        self.core.get(id).map(AsRef::as_ref).ok_or_else(|| {
            let finding = Finding::new(Code::UnknownScheme)
                .subject(id)
                .arg("value", id)
                .arg("known", known());
            Findings::from(finding.at(Place::Path("id".to_owned())))
        })
    }
}

/// Makes a set of schemes that has those of the catalogue inside the library.
///
/// On success `*schemes` is owned by the caller, who must free it.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_new(
    schemes: *mut *mut Schemes,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            give_handle(schemes, "schemes", || {
                Ok(Schemes {
                    core: CoreSchemes::catalogue(),
                    nl: OnceLock::new(),
                    en: OnceLock::new(),
                    older: Vec::new(),
                })
            })
        })
    }
}

/// Adds a scheme, from the text of a scheme file (TOML). One with the same id goes away.
///
/// `name` is what findings call the text, such as "own.toml". Both texts are copied.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_add(
    schemes: *mut Schemes,
    name: *const c_char,
    name_length: usize,
    toml: *const c_char,
    toml_length: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let schemes = exclusive(schemes, "schemes")?;
            let name = argument(name, name_length, "name")?;
            let toml = argument(toml, toml_length, "toml")?;
            schemes.core.insert_toml(name, toml)?;
            let rows = [schemes.nl.take(), schemes.en.take()];
            schemes.older.extend(rows.into_iter().flatten());
            Ok(())
        })
    }
}

/// How many schemes there are.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_row_count(
    schemes: *const Schemes,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let schemes = unsafe { shared(schemes, "schemes")? };
        fits(count, Name::of("count"))?;
        // SAFETY: judged above.
        unsafe { count.write(schemes.core.iter().count()) };
        Ok(())
    })
}

/// Reads the schemes, by id in byte order, with titles in a `koers_lang`. As `koers_settlement_rows`; texts are there
/// until `schemes` is freed.
///
/// Statuses: also `UNKNOWN_VALUE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_rows(
    schemes: *const Schemes,
    lang: i32,
    rows: *mut SchemeRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let schemes = shared(schemes, "schemes")?;
            let from = schemes.rows(self::lang(lang)?).iter().map(SchemeRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes the schemes as a table in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render`
/// does.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_render(
    schemes: *const Schemes,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let schemes = shared(schemes, "schemes")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render_table(&schemes.table(lang), format))
            })
        }
    })
}

/// Describes a scheme in a `koers_format` and a `koers_lang`: every rule as a sentence with its article. As JSON it
/// is the data, the same in each language; as CSV a row per rule.
///
/// `id`, of `id_length` bytes, is the id of the scheme. The text goes into a buffer, as `koers_settlement_render`
/// says.
///
/// Statuses: `OK`, `TOO_SMALL`, `REFUSED` when there is no such scheme, `UNKNOWN_VALUE`, and those of wrong
/// arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_describe(
    schemes: *const Schemes,
    id: *const c_char,
    id_length: usize,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            write(
                schemes,
                (id, id_length),
                (data, capacity, length),
                |scheme| {
                    let (format, lang) = (self::format(format)?, self::lang(lang)?);
                    Ok(scheme.describe(lang, format))
                },
            )
        })
    }
}

/// Writes a scheme as a scheme file (TOML), in the order of the format and without comments and examples.
///
/// `id`, of `id_length` bytes, is the id of the scheme. The text goes into a buffer, as `koers_settlement_render`
/// says.
///
/// Statuses: `OK`, `TOO_SMALL`, `REFUSED` when there is no such scheme, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_toml(
    schemes: *const Schemes,
    id: *const c_char,
    id_length: usize,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            write(
                schemes,
                (id, id_length),
                (data, capacity, length),
                |scheme| Ok(scheme.to_toml()),
            )
        })
    }
}

/// Writes a text about one scheme into the caller's buffer.
///
/// # Safety
/// As the header says.
unsafe fn write(
    schemes: *const Schemes,
    (id, id_length): (*const c_char, usize),
    (data, capacity, length): (*mut c_char, usize, *mut usize),
    text: impl FnOnce(&Scheme) -> Result<String, Failure>,
) -> Result<(), Failure> {
    // SAFETY: as promised by the caller.
    unsafe {
        let schemes = shared(schemes, "schemes")?;
        let id = argument(id, id_length, "id")?;
        give_text(data, capacity, length, || text(schemes.find(id)?))
    }
}

/// Frees them. NULL is allowed. All texts in rows that came from them are gone then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_free(schemes: *mut Schemes) {
    // SAFETY: as above.
    value((), || unsafe { free(schemes) });
}
