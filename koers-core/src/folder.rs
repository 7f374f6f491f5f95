//! A dossier from a folder: the only code of the library that opens files.
//!
//! Only regular files inside the folder are opened, links followed; what they hold is read by [`Dossier::from_files`].
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the one module that opens files"
)]

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, FileError, Files, TABLE_LIMIT, is_toml, unreadable};
use crate::read::TOML_LIMIT;
use crate::receipt::{RECEIPT_LIMIT, Receipt, too_large};
use crate::reconcile::Declared;
use crate::roll_forward::{self, DeclaredRollForward};
use crate::scheme::{Checked, Schemes, check_file};
use crate::settle::Settlement;

/// The declared figures in the folder of a dossier.
const DECLARED: &str = "declared.csv";

/// Loads and checks the dossier in `folder`, with the schemes of the catalogue and of the folder.
///
/// # Errors
/// All findings of all files, when any is an error.
pub fn load(folder: impl AsRef<Path>) -> Result<Dossier, Findings> {
    let folder = folder.as_ref();
    let shown = folder.display();
    let finding = match fs::metadata(folder) {
        Ok(about) if about.is_dir() => {
            return Dossier::from_files(&Folder(folder), &Schemes::catalogue());
        }
        Ok(_) => Finding::new(Code::UnreadableFile).arg("cause", "it is not a folder"),
        Err(error) => match refused(&error) {
            FileError::Missing => Finding::new(Code::MissingFolder),
            cause => Finding::new(Code::UnreadableFile).arg("cause", cause),
        },
    };
    Err(finding.subject(shown.to_string()).arg("file", shown).into())
}

/// Writes a dossier as a folder that [`load`] reads ([`Dossier::to_files`]). The folder is made where it isn't there, and
/// must be empty: nothing is written over.
///
/// # Errors
/// When something in the dossier was assumed, the folder holds something, or a file can't be written.
pub fn save(dossier: &Dossier, folder: impl AsRef<Path>) -> Result<(), Findings> {
    let folder = folder.as_ref();
    let files = dossier.to_files()?;
    fs::create_dir_all(folder).map_err(|error| not_written(folder, &error))?;
    let mut entries = fs::read_dir(folder).map_err(|error| not_written(folder, &error))?;
    if entries.next().is_some() {
        return Err(unwritable(folder, &"the folder is not empty"));
    }
    for (name, bytes) in files {
        let path = folder.join(&name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = made.and_then(|()| fs::write(&path, bytes));
        written.map_err(|error| not_written(&path, &error))?;
    }
    Ok(())
}

/// What is told of a file that could not be read, to those who open files themselves.
#[must_use]
pub fn not_read(path: impl AsRef<Path>, error: &std::io::Error) -> Findings {
    let shown = path.as_ref().display().to_string();
    unreadable(&shown, &refused(error)).into()
}

/// What is told of a file or a folder that could not be written, to those who write files themselves.
#[must_use]
pub fn not_written(path: impl AsRef<Path>, error: &std::io::Error) -> Findings {
    let path = path.as_ref();
    // The causes that have words of our own are told in the language of the reader.
    match error.kind() {
        ErrorKind::PermissionDenied => unwritable(path, &"you may not write there"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            unwritable(path, &"it is not a folder")
        }
        ErrorKind::IsADirectory => unwritable(path, &"it is a folder"),
        ErrorKind::NotFound => unwritable(path, &"its folder is missing"),
        _ => unwritable(path, error),
    }
}

fn unwritable(path: &Path, cause: &dyn std::fmt::Display) -> Findings {
    let shown = path.display().to_string();
    let finding = Finding::new(Code::UnwritableFile).subject(&shown);
    finding.arg("file", shown).arg("cause", cause).into()
}

/// Checks what stands at `path`: of the folder of a dossier, or its `dossier.toml`, whether it loads, what a person must look at in its
/// settlement and in its declared figures (`declared.csv`, where it has them), and whether the examples in its own schemes come out; of another `.toml` file, whether it is a sound scheme and its examples come out ([`check_file`]);
/// of a `.csv` file, whether the roll-forward in it adds up ([`roll_forward::check_file`]).
/// Findings call a file as `path` does.
pub fn check(path: impl AsRef<Path>) -> Checked {
    let path = path.as_ref();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = match path.parent() {
        Some(parent) if name == "dossier.toml" && path.is_file() => {
            if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                parent
            }
        }
        _ => path,
    };
    if name.to_ascii_lowercase().ends_with(".csv") && !folder.is_dir() {
        return check_only_roll_forward(path);
    }
    let scheme = is_toml(&name) && !folder.is_dir();
    if !scheme {
        return check_folder(folder);
    }
    let shown = path.display().to_string();
    match read_regular(path, TOML_LIMIT as u64) {
        Ok(bytes) => check_file(&shown, &bytes),
        Err(error) => Checked::only(unreadable(&shown, &error).into()),
    }
}

/// A published roll-forward: whether it can be read, and whether it adds up.
fn check_only_roll_forward(path: &Path) -> Checked {
    let shown = path.display().to_string();
    match read_regular(path, TABLE_LIMIT) {
        Ok(bytes) => roll_forward::check_file(&shown, &bytes, None),
        Err(error) => Checked::only(unreadable(&shown, &error).into()),
    }
}

/// Checks the published roll-forward in a CSV file, and where a settlement is given compares the two
/// ([`roll_forward::check_file`]). Findings call the file by its name without its folder.
///
/// # Errors
/// When the file can't be read: it isn't there, is no regular file, or is too large.
pub fn check_roll_forward(
    path: impl AsRef<Path>,
    against: Option<&Settlement>,
) -> Result<Checked, Findings> {
    let (name, bytes) = table_file(path.as_ref())?;
    Ok(roll_forward::check_file(&name, &bytes, against))
}

/// Reads a published roll-forward from a CSV file ([`DeclaredRollForward::from_csv`]).
///
/// # Errors
/// As [`check_roll_forward`], and all findings when any is an error.
pub fn load_roll_forward(path: impl AsRef<Path>) -> Result<DeclaredRollForward, Findings> {
    let (name, bytes) = table_file(path.as_ref())?;
    DeclaredRollForward::from_csv(&name, &bytes)
}

/// Reads declared figures from a CSV file ([`Declared::from_csv`]). Findings call the file by its name without its folder.
///
/// # Errors
/// When the file can't be read: it isn't there, is no regular file, or is too large; and all findings when any is an error.
pub fn load_declared(path: impl AsRef<Path>) -> Result<Declared, Findings> {
    let (name, bytes) = table_file(path.as_ref())?;
    Declared::from_csv(&name, &bytes)
}

fn table_file(path: &Path) -> Result<(String, Vec<u8>), Findings> {
    let bytes = read_regular(path, TABLE_LIMIT)
        .map_err(|error| Findings::from(unreadable(&path.display().to_string(), &error)))?;
    let name = path.file_name().unwrap_or_default();
    Ok((name.to_string_lossy().into_owned(), bytes))
}

/// A dossier with its declared figures, and its own schemes as [`check_file`] sees them, but for rules without example: a scheme for one
/// dossier needs none.
fn check_folder(folder: &Path) -> Checked {
    let settled = load(folder).and_then(|dossier| dossier.settle());
    let files = Folder(folder);
    // What isn't a folder was refused with the dossier.
    let declared = folder.is_dir();
    let declared = declared.then(|| check_declared(&files, settled.as_ref().ok()));
    let mut findings = settled.map_or_else(|refused| refused, |it| it.findings().clone());
    findings.append(declared.unwrap_or_default());
    findings.sort();
    let mut all = Checked::only(findings);
    let mut names = files.schemes().unwrap_or_default();
    names.sort_unstable();
    for name in names {
        let name = format!("schemes/{name}");
        // What can't be read, and a scheme with errors, was reported with the dossier.
        if let Ok(bytes) = files.read(&name, TOML_LIMIT as u64) {
            let checked = check_file(&name, &bytes);
            if checked.scheme().is_some() {
                all.add(&checked, |code| code != Code::RuleWithoutExample);
            }
        }
    }
    all
}

/// The declared figures of a folder: whether they can be read, and what reconciling them with the settlement finds, where there is one.
/// A folder without them has nothing to find.
fn check_declared(files: &Folder<'_>, settled: Option<&Settlement>) -> Findings {
    let bytes = match files.read(DECLARED, TABLE_LIMIT) {
        Ok(bytes) => bytes,
        Err(FileError::Missing) => return Findings::new(),
        Err(error) => return unreadable(DECLARED, &error).into(),
    };
    match (Declared::from_csv(DECLARED, &bytes), settled) {
        (Ok(declared), Some(settled)) => settled.reconcile(&declared).findings().clone(),
        (Ok(_), None) => Findings::new(),
        (Err(refused), _) => refused,
    }
}

/// Reads the receipt in a file ([`Receipt::from_json`]), which findings call as `path` does.
///
/// # Errors
/// When the file can't be read, and as [`Receipt::from_json`].
pub fn receipt(path: impl AsRef<Path>) -> Result<Receipt, Findings> {
    let path = path.as_ref();
    let shown = path.display().to_string();
    match read_regular(path, RECEIPT_LIMIT as u64) {
        Ok(bytes) => Receipt::from_json(&shown, &bytes),
        Err(FileError::TooLarge) => Err(too_large(&shown).into()),
        Err(error) => Err(unreadable(&shown, &error).into()),
    }
}

/// The bytes of a regular file of at most `limit` bytes.
fn read_regular(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let refused = |error| refused(&error);
    // Asked before opening: opening a pipe would wait for a writer.
    if !fs::metadata(path).map_err(refused)?.is_file() {
        return Err(FileError::NotAFile);
    }
    let file = fs::File::open(path).map_err(refused)?;
    let mut bytes = Vec::new();
    // Read to one byte past the limit, whatever size the file says it has.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    if bytes.len() as u64 > limit {
        return Err(FileError::TooLarge);
    }
    Ok(bytes)
}

/// The files of a folder, for [`Dossier::from_files`] with other schemes than the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Folder<'p>(pub &'p Path);

impl Files for Folder<'_> {
    fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, FileError> {
        let path = self.0.join(name);
        let refused = |error| refused(&error);
        // A link may not lead out of the folder: a finding shows what a file holds.
        let inside = path
            .canonicalize()
            .map_err(|error| match path.symlink_metadata() {
                // A link that leads nowhere is not the same as no file.
                Ok(_) => FileError::NotAFile,
                Err(_) => refused(error),
            })?;
        if !inside.starts_with(self.0.canonicalize().map_err(refused)?) {
            return Err(FileError::Outside);
        }
        read_regular(&path, limit)
    }

    fn schemes(&self) -> Result<Vec<String>, FileError> {
        let entries = match fs::read_dir(self.0.join("schemes")) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(refused(&error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.map_err(|error| refused(&error))?.file_name();
            let name = name.to_string_lossy();
            if is_toml(&name) {
                names.push(name.into_owned());
            }
        }
        Ok(names)
    }
}

fn refused(error: &std::io::Error) -> FileError {
    match error.kind() {
        ErrorKind::NotFound => FileError::Missing,
        ErrorKind::PermissionDenied => FileError::Denied,
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => FileError::NotAFile,
        kind => FileError::Unreadable(kind.to_string()),
    }
}
