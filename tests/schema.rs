//! The JSON Schemas: the files are what the types give, and the keys and words in them are those that the readers know.
//!
//! `KOERS_BLESS=1` writes the files. That real files are valid against them is tested in Python.
#![expect(
    clippy::disallowed_methods,
    reason = "the test compares and writes files, and is told to by the environment"
)]

#[path = "common/instance.rs"]
mod instance;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use instance::{Instance, Place, Schema, toml};
use koers_core::diag::Code;
use koers_core::scheme::check_file;
use koers_core::{Dossier, Findings, Lang, Method, Schemes, json_schema};

/// A key and a word that no format has.
const UNKNOWN: &str = "zzz";

fn scheme_findings(text: &str) -> Findings {
    check_file("a.toml", text.as_bytes()).findings().clone()
}

fn dossier_findings(text: &str) -> Findings {
    let files: BTreeMap<String, Vec<u8>> = [
        ("dossier.toml", text),
        ("cost_lines.csv", "line,period,amount\n"),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into();
    Dossier::from_files(&files, &Schemes::catalogue())
        .map_or_else(|findings| findings, |_| Findings::new())
}

fn method_findings(text: &str) -> Findings {
    Method::from_toml("a.toml", text).map_or_else(|findings| findings, |_| Findings::new())
}

type Read = fn(&str) -> Findings;

/// All formats: name, schema, reader.
fn formats() -> [(&'static str, String, Read); 3] {
    [
        ("scheme.json", json_schema::scheme(), scheme_findings),
        ("dossier.json", json_schema::dossier(), dossier_findings),
        ("method.json", json_schema::method(), method_findings),
    ]
}

#[test]
fn the_files_are_what_the_types_give() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("json-schema");
    for (name, text, _) in formats() {
        let path = folder.join(name);
        if std::env::var("KOERS_BLESS").is_ok_and(|value| value == "1") {
            std::fs::write(&path, &text).expect("the folder can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == text,
            "{name} is out of date: run this test with KOERS_BLESS=1"
        );
    }
}

/// What the reader lists as known beside the unknown key or word.
fn known(
    findings: &Findings,
    code: Code,
    about: impl Fn(&str) -> bool,
) -> Option<BTreeSet<String>> {
    let finding = findings
        .iter()
        .find(|finding| finding.code() == code && about(&finding.message(Lang::En)))?;
    let help = finding.help(Lang::En);
    let (_, known) = help.rsplit_once("are: ")?;
    assert!(!known.ends_with('…'), "a list that was cut off: {known}");
    Some(known.split(", ").map(str::to_owned).collect())
}

#[test]
fn the_keys_are_those_of_the_readers() {
    let quoted = format!("`{UNKNOWN}`");
    for (name, text, read) in formats() {
        let schema = Schema::parse(&text);
        let (mut wrong, mut tables) = (Vec::new(), 0);
        for place in schema.places() {
            let Place::Table { path, own, all } = &place else {
                continue;
            };
            let instance = schema.instance(path, Instance::UnknownKey(UNKNOWN));
            let findings = read(&toml(&instance));
            let Some(known) = known(&findings, Code::UnknownKey, |text| text.contains(&quoted))
            else {
                wrong.push(format!(
                    "{path}: the reader takes any key\n{}\n{findings}",
                    toml(&instance)
                ));
                continue;
            };
            tables += 1;
            let missing: Vec<_> = own.difference(&known).collect();
            // Of alternatives the reader asks for the keys of each.
            let more: Vec<_> = known.difference(all).collect();
            if !missing.is_empty() || !more.is_empty() {
                wrong.push(format!(
                    "{path}: the reader doesn't know {missing:?}, the schema not {more:?}"
                ));
            }
        }
        assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
        assert!(tables >= 12, "{name} has {tables} tables");
    }
}

#[test]
fn the_words_are_those_of_the_readers() {
    let quoted = format!("`{UNKNOWN}`");
    for (name, text, read) in formats() {
        let schema = Schema::parse(&text);
        let (mut wrong, mut keys) = (Vec::new(), 0);
        for place in schema.places() {
            let Place::Words { path, words } = &place else {
                continue;
            };
            // The signs of tables are listed between quotes.
            if words.iter().any(|word| word.len() == 1) {
                continue;
            }
            let instance = schema.instance(path, Instance::UnknownWord(UNKNOWN));
            let findings = read(&toml(&instance));
            let Some(known) = known(&findings, Code::UnknownValue, |text| text.contains(&quoted))
            else {
                wrong.push(format!(
                    "{path}: the reader takes any word\n{}\n{findings}",
                    toml(&instance)
                ));
                continue;
            };
            keys += 1;
            if known != *words {
                wrong.push(format!(
                    "{path}: the reader knows {known:?}, the schema {words:?}"
                ));
            }
        }
        assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
        assert!(keys >= 3, "{name} has {keys} keys with words");
    }
}

#[test]
fn what_the_schema_makes_is_read() {
    for (name, text, read) in formats() {
        let schema = Schema::parse(&text);
        // Each table with all its keys: the reader understands each value.
        let of_value = |code: Code| code.as_str().starts_with("K01");
        for place in schema.places() {
            let Place::Table { path, .. } = &place else {
                continue;
            };
            let text = toml(&schema.instance(path, Instance::Whole));
            let findings = read(&text);
            let refused = findings.iter().find(|finding| of_value(finding.code()));
            assert!(refused.is_none(), "{name} {path}\n{text}\n{findings}");
        }
    }
}
