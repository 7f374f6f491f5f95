//! A dossier from a folder: the only code of the library that opens files.
//!
//! The folder holds `dossier.toml`, `cost_lines.csv`, optionally `budget.csv`, and the user's own schemes in
//! `schemes/*.toml`, which go before the catalogue. Only plain files inside the folder are opened.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the one module that opens files"
)]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::diag::{At, Code, Finding, Findings, Source};
use crate::dossier::{Dossier, Tables, read_budget_file, read_dossier, read_line_file};
use crate::read::{Encoding, decode};
use crate::scheme::{Scheme, Schemes};

/// The largest file that is read, in bytes: some tens of millions of lines.
const LIMIT: u64 = 4 << 30;

/// The most schemes of its own that a folder may hold.
const SCHEMES: usize = 1_000;

/// Loads and checks the dossier in `folder`, with the schemes of the catalogue and of the folder.
///
/// # Errors
/// All findings of all files, when any is an error.
pub fn load(folder: impl AsRef<Path>) -> Result<Dossier, Findings> {
    load_with(folder, &Schemes::catalogue())
}

/// As [`load`], with other schemes than the catalogue; the folder's own still go first.
///
/// # Errors
/// All findings of all files, when any is an error.
pub fn load_with(folder: impl AsRef<Path>, schemes: &Schemes) -> Result<Dossier, Findings> {
    let mut findings = Findings::new();
    let dossier = read(folder.as_ref(), schemes.clone(), &mut findings);
    match dossier {
        Some(dossier) if !findings.has_errors() => Ok(dossier),
        _ => {
            findings.sort();
            Err(findings)
        }
    }
}

fn read(folder: &Path, mut schemes: Schemes, findings: &mut Findings) -> Option<Dossier> {
    own_schemes(folder, &mut schemes, findings);
    let source = text(folder, "dossier.toml", Encoding::Utf8, findings)?;
    let (mut builder, tables) = read_dossier(&source, findings)?;
    let Tables { cost_lines, budget } = tables;
    if let Some(name) = file_name(cost_lines.file.as_ref(), "cost_lines.csv", findings)
        && let Some(source) = text(folder, name, cost_lines.encoding, findings)
    {
        builder.lines = read_line_file(&source, &cost_lines.format, findings);
    }
    let declared = budget.file.is_some();
    if let Some(name) = file_name(budget.file.as_ref(), "budget.csv", findings)
        && (declared || folder.join(name).exists())
        && let Some(source) = text(folder, name, budget.encoding, findings)
    {
        builder.budget = read_budget_file(&source, &budget.format, findings);
    }
    builder.check(&schemes, findings)
}

/// Adds the schemes in `schemes/*.toml`, in the order of their names.
fn own_schemes(folder: &Path, schemes: &mut Schemes, findings: &mut Findings) {
    let Ok(entries) = fs::read_dir(folder.join("schemes")) else {
        return;
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .take(SCHEMES + 1)
        .collect();
    names.sort_unstable();
    if names.len() > SCHEMES {
        findings.push(
            Finding::new(Code::TooMany)
                .subject("schemes")
                .arg("what", "files")
                .arg("limit", SCHEMES),
        );
        return;
    }
    let mut own: Vec<String> = Vec::new();
    for name in names {
        let Some(source) = text(folder, &format!("schemes/{name}"), Encoding::Utf8, findings)
        else {
            continue;
        };
        match Scheme::from_source(&source) {
            Err(refused) => findings.extend(refused),
            Ok(scheme) if own.contains(&scheme.id) => findings.push(
                Finding::new(Code::DuplicateScheme)
                    .subject(&scheme.id)
                    .arg("value", &scheme.id)
                    .at(crate::diag::Place::Text { source, span: 0..0 }),
            ),
            Ok(scheme) => {
                own.push(scheme.id.clone());
                schemes.insert(scheme);
            }
        }
    }
}

/// The name of a table's file: the one declared when it is a plain name, else the usual one.
fn file_name<'n>(
    declared: Option<&'n At<String>>,
    usual: &'n str,
    findings: &mut Findings,
) -> Option<&'n str> {
    let Some(name) = declared else {
        return Some(usual);
    };
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

/// The text of a file in the folder. Findings name it by `name`, never by where the folder stands.
fn text(
    folder: &Path,
    name: &str,
    encoding: Encoding,
    findings: &mut Findings,
) -> Option<Arc<Source>> {
    match bytes(&folder.join(name)) {
        Ok(bytes) => decode(name, bytes, encoding, findings),
        Err(refusal) => {
            let finding = match refusal {
                Refusal::Missing => Finding::new(Code::MissingFile),
                Refusal::TooLarge => Finding::new(Code::TooLarge).arg("limit", "4 GiB"),
                Refusal::Unreadable(cause) => {
                    Finding::new(Code::UnreadableFile).arg("cause", cause)
                }
            };
            findings.push(finding.subject(name).arg("file", name));
            None
        }
    }
}

enum Refusal {
    Missing,
    TooLarge,
    Unreadable(String),
}

fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    let refused = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Refusal::Missing,
        kind => Refusal::Unreadable(kind.to_string()),
    };
    // Asked before opening: opening a pipe would wait for a writer.
    let about = fs::metadata(path).map_err(refused)?;
    if !about.is_file() {
        return Err(Refusal::Unreadable("not a regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(refused)?;
    // Read to one byte past the limit, whatever size the file says it has.
    file.take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    if bytes.len() as u64 > LIMIT {
        return Err(Refusal::TooLarge);
    }
    Ok(bytes)
}
