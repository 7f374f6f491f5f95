//! The same rules as the files and values that Koers reads.

use std::fmt::Write;

use koers_core::dossier::{Grant, Tranche};
use koers_core::{Date, Money, Period, Schemes};

use super::{Rules, Unspent, Window};
use crate::lines::{FIRST_DAY, SECOND_YEAR};

const CITED: &str = "article = \"art. 1\"\nstatus = \"text\"\n";

impl Rules {
    /// The scheme of each grant, as a file: its name and text.
    #[must_use]
    pub fn files(&self) -> Vec<(String, String)> {
        let files = self
            .grants
            .iter()
            .map(|grant| (format!("{}.toml", scheme_id(grant)), scheme(grant)));
        files.collect()
    }

    /// The schemes of the grants.
    ///
    /// # Panics
    ///
    /// Never: they are sound.
    #[must_use]
    pub fn schemes(&self) -> Schemes {
        let mut schemes = Schemes::empty();
        for (name, text) in self.files() {
            schemes
                .insert_toml(&name, &text)
                .unwrap_or_else(|findings| panic!("{findings}\n{text}"));
        }
        schemes
    }

    /// The grants with their awards, in cents, as a dossier takes them.
    #[must_use]
    pub fn as_grants(&self, awards: &[i64]) -> Vec<Grant> {
        let mut awards = awards.iter();
        let mut preference = 0;
        let grants = self.grants.iter().map(|of| {
            preference += 1;
            let grant = Grant::new(&of.id, scheme_id(of)).preference(preference);
            of.tranches
                .iter()
                .zip(&mut awards)
                .fold(grant, |grant, (tranche, &award)| {
                    let award = Money::from_cents(award).unwrap_or_default();
                    let year = Period::year(tranche.year).expect("a year");
                    let written = Tranche::new(tranche.year.to_string(), award)
                        .year(tranche.year)
                        .received(year, award);
                    grant.tranche(match tranche.own_days(of) {
                        Some((from, until)) => written.window(date(from), date(until)),
                        None => written,
                    })
                })
        });
        grants.collect()
    }

    /// The grants as the values of JSON that Python takes.
    #[must_use]
    pub fn as_json(&self, awards: &[i64]) -> String {
        let mut awards = awards.iter();
        let mut preference = 0;
        let grants = self.grants.iter().map(|of| {
            preference += 1;
            let tranches = of.tranches.iter().zip(&mut awards).map(|(tranche, &award)| {
                let (year, award) = (tranche.year, award / 100);
                let days = tranche.own_days(of).map(|(from, until)| {
                    format!(", \"from\": \"{}\", \"until\": \"{}\"", day(from), day(until))
                });
                let days = days.unwrap_or_default();
                format!("{{\"id\": \"{year}\", \"year\": {year}, \"granted\": \"{award}\"{days}, \"received\": [{{\"period\": \"{year}\", \"amount\": \"{award}\"}}]}}")
            });
            let tranches: Vec<String> = tranches.collect();
            format!("{{\"id\": \"{}\", \"scheme\": \"{}\", \"state\": \"awarded\", \"preference\": {preference}, \"tranches\": [{}]}}", of.id, scheme_id(of), tranches.join(", "))
        });
        let grants: Vec<String> = grants.collect();
        format!("[{}]", grants.join(",\n  "))
    }
}

fn scheme_id(grant: &super::Grant) -> String {
    format!("s-{}", grant.id)
}

fn scheme(grant: &super::Grant) -> String {
    let mut text = format!(
        "format = 1\n[scheme]\nid = \"{}\"\ntitle = \"Regeling\"\nfunder = \"Provincie\"\nfunder_group = \"other\"\n\
         legal_basis = {{ title = \"Regeling\", reference = \"BWBR0000001\" }}\n\
         [[versions]]\nfrom = 2020-01-01\ntext = \"tekst\"\n",
        scheme_id(grant)
    );
    let (unit, window) = match grant.window {
        Window::TrancheYear => ("calendar-year", "\"tranche-year\"\n".to_owned()),
        Window::Tranche(..) => ("calendar-year", "\"tranche\"\n".to_owned()),
        Window::Term(from, until) => (
            "term",
            format!("\"period\"\nfrom = {}\nuntil = {}\n", day(from), day(until)),
        ),
    };
    let _ = write!(
        text,
        "[versions.unit]\nperiod = \"{unit}\"\n{CITED}[versions.window]\nrule = {window}{CITED}"
    );
    let only: Vec<String> = [
        ("project", 40, grant.projects),
        ("theme", 6, grant.themes),
        ("category", 5, grant.categories),
    ]
    .into_iter()
    .filter(|(_, size, set)| *set != (1 << size) - 1)
    .map(|(name, size, set)| {
        let codes = (0..size).filter(|code| set >> code & 1 == 1);
        let codes: Vec<String> = codes
            .map(|code| format!("\"{}\"", code_text(name, code)))
            .collect();
        format!("{name} = [{}]", codes.join(", "))
    })
    .collect();
    if only.is_empty() {
        let _ = write!(text, "[versions.eligible]\nrule = \"any\"\n{CITED}");
    } else {
        let _ = write!(
            text,
            "[versions.eligible]\nrule = \"costs\"\nonly = {{ {} }}\n{CITED}",
            only.join(", ")
        );
    }
    let unspent = match grant.unspent {
        Unspent::Refund => "\"refund\"\n".to_owned(),
        Unspent::CarryOver(until, limit) => {
            let limit = limit.map_or_else(String::new, |limit| {
                format!("limit = \"{limit} %\"\nof = \"award\"\n")
            });
            format!("\"carry-over\"\nuntil = {}\n{limit}", day(until))
        }
    };
    let _ = write!(text, "[versions.unspent]\nrule = {unspent}{CITED}");
    text
}

/// How lines name a code of a dimension: `p07`, `t3`, `c1`.
#[must_use]
pub fn code_text(dimension: &str, code: u64) -> String {
    match dimension {
        "project" => format!("p{code:02}"),
        _ => format!("{}{code}", &dimension[..1]),
    }
}

/// A day of 2023 or 2024, given in days since 1970-01-01, as files write it.
#[must_use]
pub fn day(days: i32) -> String {
    let (year, mut rest, february) = if days < SECOND_YEAR {
        (2023, days - FIRST_DAY, 28)
    } else {
        (2024, days - SECOND_YEAR, 29)
    };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", rest + 1)
}

/// The same as a date.
///
/// # Panics
///
/// Outside these years.
#[must_use]
pub fn date(days: i32) -> Date {
    Date::parse(&day(days)).expect("a day of 2023 or 2024")
}
