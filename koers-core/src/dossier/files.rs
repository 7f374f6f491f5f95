//! A dossier from its files, wherever those are: a folder, an archive, a map in memory.
//!
//! The files are `dossier.toml`, `cost_lines.csv`, optionally `budget.csv` (or the names that the dossier
//! gives its tables), and the user's own schemes in `schemes/*.toml`, which go before the catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::read::{TableSpec, Tables, read_dossier};
use super::rows::{read_budget_file, read_line_file};
use super::{Dossier, done};
use crate::diag::{At, Code, Finding, Findings, Place, Source};
use crate::read::{Encoding, decode};
use crate::scheme::{Scheme, Schemes};

/// The most schemes of its own that a dossier may bring.
const SCHEMES: usize = 1_000;

/// Where the files of a dossier come from.
pub trait Files {
    /// The bytes of a file. Names are `dossier.toml`, plain names of tables, and `schemes/NAME.toml` for each
    /// name that [`Files::schemes`] gives.
    ///
    /// # Errors
    /// Why there are no bytes; it becomes a finding.
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError>;

    /// The file names of the dossier's own schemes, without folder, in any order.
    fn schemes(&self) -> Vec<String>;
}

/// Why a file gives no bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is none of that name.
    #[error("no such file")]
    Missing,
    /// It is larger than this limit, in words.
    #[error("larger than {0}")]
    TooLarge(&'static str),
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

/// Files in memory, by name.
impl Files for BTreeMap<String, Vec<u8>> {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        self.get(name).cloned().ok_or(FileError::Missing)
    }

    fn schemes(&self) -> Vec<String> {
        self.keys()
            .filter_map(|name| name.strip_prefix("schemes/"))
            .filter(|name| name.strip_suffix(".toml").is_some() && !name.contains('/'))
            .map(str::to_owned)
            .collect()
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
        let readable = own_schemes(files, &mut schemes, &mut findings);
        let dossier = read(files, &schemes, !readable, &mut findings);
        let refused = || Finding::new(Code::Internal).into();
        match dossier {
            Some(dossier) => done(findings, || dossier),
            // Nothing was read without a finding that says why.
            None => done(findings, || ()).and_then(|()| Err(refused())),
        }
    }
}

fn read(
    files: &dyn Files,
    schemes: &Schemes,
    schemes_refused: bool,
    findings: &mut Findings,
) -> Option<Dossier> {
    let source = text(files, "dossier.toml", Encoding::Utf8, false, findings)?;
    let (mut builder, Tables { cost_lines, budget }) = read_dossier(&source, findings)?;
    builder.refused.schemes = schemes_refused;
    if let Some(source) = table(files, &cost_lines, "cost_lines.csv", false, findings) {
        builder.lines = read_line_file(&source, &cost_lines.format, findings);
    }
    // A budget is there when the dossier names its file, or when the file is there.
    let optional = budget.file.is_none();
    if let Some(source) = table(files, &budget, "budget.csv", optional, findings) {
        builder.budget = read_budget_file(&source, &budget.format, findings);
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
    text(files, name, spec.encoding, optional, findings)
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

/// Adds the dossier's own schemes, in the order of their file names. Whether all could be read.
fn own_schemes(files: &dyn Files, schemes: &mut Schemes, findings: &mut Findings) -> bool {
    let mut names = files.schemes();
    names.sort_unstable();
    if names.len() > SCHEMES {
        findings.push(
            Finding::new(Code::TooMany)
                .subject("schemes")
                .arg("what", "files")
                .arg("limit", SCHEMES),
        );
        return false;
    }
    let (mut own, mut readable) = (Vec::<String>::new(), true);
    for name in names {
        let name = format!("schemes/{name}");
        let Some(source) = text(files, &name, Encoding::Utf8, false, findings) else {
            readable = false;
            continue;
        };
        match Scheme::from_source(&source) {
            Err(refused) => {
                findings.append(refused);
                readable = false;
            }
            Ok(scheme) if own.contains(&scheme.id) => findings.push(
                Finding::new(Code::DuplicateScheme)
                    .subject(&scheme.id)
                    .arg("value", &scheme.id)
                    .at(Place::Text { source, span: 0..0 }),
            ),
            Ok(scheme) => {
                own.push(scheme.id.clone());
                schemes.insert(scheme);
            }
        }
    }
    readable
}

/// The text of a file. Findings name it by `name`, never by where it stands.
fn text(
    files: &dyn Files,
    name: &str,
    encoding: Encoding,
    optional: bool,
    findings: &mut Findings,
) -> Option<Arc<Source>> {
    let finding = match files.read(name) {
        Ok(bytes) => return decode(name, bytes, encoding, findings),
        Err(FileError::Missing) if optional => return None,
        Err(FileError::Missing) => Finding::new(Code::MissingFile),
        Err(FileError::TooLarge(limit)) => Finding::new(Code::TooLarge).arg("limit", limit),
        Err(cause) => Finding::new(Code::UnreadableFile).arg("cause", cause),
    };
    findings.push(finding.subject(name).arg("file", name));
    None
}
