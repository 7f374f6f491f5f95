//! A dossier from its files, wherever those are: a folder, an archive, a map in memory.
//!
//! The files are `dossier.toml`, `cost_lines.csv`, optionally `budget.csv` and `quantities.csv` (or the names that the
//! dossier gives its tables), and the user's own schemes in `schemes/*.toml`, which go before the catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::read::read_dossier;
use super::rows::{Input, read_budget, read_lines, read_quantities};
use super::table_spec::TableSpec;
use super::{Dossier, done};
use crate::diag::{At, Code, Finding, Findings, Place, Source};
use crate::read::{Encoding, TOML_LIMIT, decode};
use crate::scheme::{Scheme, Schemes};

/// The largest table that is read, in bytes: tens of millions of lines.
pub(crate) const TABLE_LIMIT: u64 = 2 << 30;

/// The name of the dossier's own file.
const DOSSIER: &str = "dossier.toml";

/// The most schemes of its own that a dossier may bring.
const SCHEMES: usize = 1_000;

/// Where the files of a dossier come from.
pub trait Files {
    /// The bytes of a file of at most `limit` bytes. Names are `dossier.toml`, plain names of tables, and
    /// `schemes/NAME` for each name that [`Files::schemes`] gives.
    ///
    /// # Errors
    /// Why there are no bytes; it becomes a finding.
    fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, FileError>;

    /// The file names of the dossier's own schemes, without folder, in any order; none when there is no folder for
    /// them.
    ///
    /// # Errors
    /// Why they can't be listed; it becomes a finding.
    fn schemes(&self) -> Result<Vec<String>, FileError>;
}

/// Why a file gives no bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is none of that name.
    #[error("no such file")]
    Missing,
    /// It is larger than the limit.
    #[error("too large")]
    TooLarge,
    /// It is a folder, a pipe or a device.
    #[error("not a regular file")]
    NotAFile,
    /// It is a link that leads out of the dossier.
    #[error("it leads outside the folder")]
    Outside,
    /// It may not be read.
    #[error("permission denied")]
    Denied,
    /// It is there and can't be read, for another cause.
    #[error("{0}")]
    Unreadable(String),
}

/// Whether a name is that of a TOML file, however it is written: a file that a user takes for a scheme must not be
/// passed over.
pub(crate) fn is_toml(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".toml")
}

/// Files in memory, by name.
impl Files for BTreeMap<String, Vec<u8>> {
    fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, FileError> {
        let bytes = self.get(name).ok_or(FileError::Missing)?;
        if bytes.len() as u64 > limit {
            return Err(FileError::TooLarge);
        }
        Ok(bytes.clone())
    }

    fn schemes(&self) -> Result<Vec<String>, FileError> {
        let names = self
            .keys()
            .filter_map(|name| name.strip_prefix("schemes/"))
            .filter(|name| is_toml(name) && !name.contains('/'))
            .map(str::to_owned);
        Ok(names.collect())
    }
}

impl Dossier {
    /// Reads and checks a dossier from its files. Its own schemes go before those in `schemes`.
    ///
    /// # Errors
    /// All findings of all files, when any is an error.
    pub fn from_files(files: &dyn Files, schemes: &Schemes) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let mut schemes = schemes.clone();
        let mut names = files.schemes().unwrap_or_else(|error| {
            findings.push(unreadable("schemes", &error));
            Vec::new()
        });
        names.sort_unstable();
        let own = names.into_iter().map(|name| {
            let name = format!("schemes/{name}");
            let bytes = files.read(&name, TOML_LIMIT as u64);
            Own::File(name, bytes)
        });
        let readable = add_schemes(own, &mut schemes, &mut findings);
        let dossier = read(files, &schemes, !readable, &mut findings);
        finished(dossier, findings)
    }
}

/// The dossier when no finding is an error; else all findings, sorted.
pub(super) fn finished(dossier: Option<Dossier>, findings: Findings) -> Result<Dossier, Findings> {
    match dossier {
        Some(dossier) => done(findings, || dossier),
        // Nothing goes missing without a finding that says why.
        None => done(findings, || ()).and_then(|()| Err(Finding::new(Code::Internal).into())),
    }
}

fn read(
    files: &dyn Files,
    schemes: &Schemes,
    schemes_refused: bool,
    findings: &mut Findings,
) -> Option<Dossier> {
    let source = text(
        DOSSIER,
        files.read(DOSSIER, TOML_LIMIT as u64),
        Encoding::Utf8,
        false,
        findings,
    )?;
    let (mut builder, tables) = read_dossier(&source, findings)?;
    builder.refused.schemes = schemes_refused;
    let spec = &tables.cost_lines;
    if let Some(source) = table(files, spec, "cost_lines.csv", false, findings) {
        builder.lines = read_lines(Input::File(&source, &spec.format), findings);
    }
    // The other tables are there when the dossier names their file, or when the file is there.
    let spec = &tables.budget;
    if let Some(source) = table(files, spec, "budget.csv", spec.file.is_none(), findings) {
        builder.budget = read_budget(Input::File(&source, &spec.format), findings);
    }
    let spec = &tables.quantities;
    if let Some(source) = table(files, spec, "quantities.csv", spec.file.is_none(), findings) {
        builder.quantities = read_quantities(Input::File(&source, &spec.format), findings);
    }
    builder.check(schemes, findings)
}

/// The text of a table's file: the one declared when that is a plain name, else the usual one.
fn table(
    files: &dyn Files,
    spec: &TableSpec,
    usual: &str,
    optional: bool,
    findings: &mut Findings,
) -> Option<Arc<Source>> {
    let name = match &spec.file {
        None => usual,
        Some(name) => plain(name, findings)?,
    };
    text(
        name,
        files.read(name, TABLE_LIMIT),
        spec.encoding,
        optional,
        findings,
    )
}

/// A file name without folders, so that a dossier can't reach outside its own.
fn plain<'n>(name: &'n At<String>, findings: &mut Findings) -> Option<&'n str> {
    let value = name.value.as_str();
    let plain = !value.contains(['/', '\\', ':', '\0']) && value != "." && value != "..";
    if !plain {
        findings.push(
            Finding::new(Code::FileNameNotAllowed)
                .subject(value)
                .arg("value", value)
                .at(name.place.clone()),
        );
    }
    plain.then_some(value)
}

/// The finding for a second scheme of an id.
fn duplicate(scheme: &Scheme, source: Arc<Source>) -> Finding {
    Finding::new(Code::DuplicateScheme)
        .subject(&scheme.id)
        .arg("value", &scheme.id)
        .at(Place::Text { source, span: 0..0 })
}

/// A scheme that a dossier brings.
pub(super) enum Own {
    /// The name of a file and its bytes.
    File(String, Result<Vec<u8>, FileError>),
    Read(Arc<Scheme>),
}

/// Adds the schemes of a dossier, in order; of two with one id the second is refused. Whether all could be read.
pub(super) fn add_schemes(
    files: impl Iterator<Item = Own>,
    schemes: &mut Schemes,
    findings: &mut Findings,
) -> bool {
    let (mut own, mut readable) = (BTreeSet::<String>::new(), true);
    for (at, file) in files.enumerate() {
        if at == SCHEMES {
            findings.push(
                Finding::new(Code::TooMany)
                    .subject("schemes")
                    .arg("what", "files")
                    .arg("limit", SCHEMES),
            );
            return false;
        }
        let (name, bytes) = match file {
            Own::File(name, bytes) => (name, bytes),
            Own::Read(scheme) => {
                if own.insert(scheme.id.clone()) {
                    schemes.add_read(scheme);
                } else {
                    let name = format!("{}.toml", scheme.id);
                    findings.push(duplicate(&scheme, Source::new(name, scheme.to_toml())));
                }
                continue;
            }
        };
        let Some(source) = text(&name, bytes, Encoding::Utf8, false, findings) else {
            readable = false;
            continue;
        };
        match Scheme::from_source(&source) {
            Err(refused) => {
                findings.append(refused);
                readable = false;
            }
            Ok(scheme) if own.contains(&scheme.id) => findings.push(duplicate(&scheme, source)),
            Ok(scheme) => {
                own.insert(scheme.id.clone());
                schemes.add(scheme);
            }
        }
    }
    readable
}

/// The text of a file. Findings name it by `name`, never by where it stands.
fn text(
    name: &str,
    bytes: Result<Vec<u8>, FileError>,
    encoding: Encoding,
    optional: bool,
    findings: &mut Findings,
) -> Option<Arc<Source>> {
    match bytes {
        Ok(bytes) => decode(name, bytes, encoding, findings),
        Err(FileError::Missing) if optional => None,
        Err(error) => {
            findings.push(unreadable(name, &error));
            None
        }
    }
}

pub(crate) fn unreadable(name: &str, error: &FileError) -> Finding {
    let finding = match error {
        FileError::Missing => Finding::new(Code::MissingFile),
        FileError::TooLarge => {
            let toml = is_toml(name);
            let limit = if toml { TOML_LIMIT as u64 } else { TABLE_LIMIT } >> 20;
            Finding::new(Code::TooLarge).arg("limit", format!("{limit} MiB"))
        }
        cause => Finding::new(Code::UnreadableFile).arg("cause", cause),
    };
    finding.subject(name).arg("file", name)
}
