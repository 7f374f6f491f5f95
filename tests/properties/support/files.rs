//! A dossier drawn at random as the files of a folder.

use std::fmt::{self, Write};

use koers_core::calendar::Date;
use koers_core::diag::At;
use koers_core::dossier::{Grant, Movement, State, Tranche};
use koers_core::money::Money;

use super::cases::Case;
use super::schemes::unspent;

/// How a folder's tables are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) windows_1252: bool,
    pub(crate) delimiter: char,
    pub(crate) dutch: bool,
    pub(crate) quoted: bool,
}

impl Style {
    pub(crate) const PLAIN: Style = Style {
        windows_1252: false,
        delimiter: ',',
        dutch: false,
        quoted: false,
    };

    /// Bytes of `text` in the style's encoding; the only letter beyond ASCII in these texts is é.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        if self.windows_1252 {
            text.chars()
                .map(|letter| if letter == 'é' { 0xE9 } else { letter as u8 })
                .collect()
        } else {
            text.as_bytes().to_vec()
        }
    }

    fn amount(self, amount: Money) -> String {
        if self.dutch {
            amount.dutch()
        } else {
            amount.to_string()
        }
    }

    fn row(self, fields: &[String]) -> String {
        let field = |field: &String| {
            if self.quoted || field.contains([self.delimiter, '"']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field.clone()
            }
        };
        let fields: Vec<_> = fields.iter().map(field).collect();
        fields.join(&self.delimiter.to_string()) + if self.quoted { "\r\n" } else { "\n" }
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for scheme in self.scheme_list() {
            writeln!(f, "\n{}", scheme.to_toml())?;
        }
        write!(
            f,
            "{}\n{}\n{}",
            self.dossier_toml(Style::PLAIN),
            self.cost_lines(Style::PLAIN),
            self.budget_csv(Style::PLAIN)
        )
    }
}

impl Case {
    pub(crate) fn dossier_toml(&self, style: Style) -> String {
        let mut text = format!(
            "format = 1\n[dossier]\nid = \"case\"\nholder = \"SamenTwente\"\nyears = {:?}\n",
            self.years
        );
        if let Some(day) = self.as_of {
            let _ = writeln!(text, "as_of = {day}");
        }
        for table in ["cost_lines", "budget"] {
            let encoding = if style.windows_1252 {
                "windows-1252"
            } else {
                "utf-8"
            };
            let _ = write!(
                text,
                "[tables.{table}]\nencoding = \"{encoding}\"\ndelimiter = \"{}\"\n",
                style.delimiter
            );
            if style.dutch {
                text.push_str("decimal = \",\"\nthousands = \".\"\n");
            }
        }
        for grant in &self.grants {
            grant_toml(grant, &mut text);
        }
        text
    }

    pub(crate) fn cost_lines(&self, style: Style) -> String {
        let names = ["line", "period", "amount", "grant", "theme", "project"].map(str::to_owned);
        let mut text = style.row(&names);
        for line in &self.lines {
            let dimension = |name: &str| {
                let found = line.dimensions.iter().find(|(known, _)| known == name);
                found.map_or_else(String::new, |(_, value)| value.clone())
            };
            let booking = line.booking.as_ref().map_or_else(String::new, |booking| {
                let text = booking.to_string();
                if style.dutch && !text.contains('%') {
                    text.replace('.', ",")
                } else {
                    text
                }
            });
            text += &style.row(&[
                line.id.clone(),
                line.period.to_string(),
                style.amount(line.amount),
                booking,
                dimension("theme"),
                dimension("project"),
            ]);
        }
        text
    }

    pub(crate) fn budget_csv(&self, style: Style) -> String {
        let names = ["line", "period", "amount", "grant", "theme"].map(str::to_owned);
        let mut text = style.row(&names);
        for row in &self.budget {
            let theme = row.dimensions.first().map_or("", |(_, value)| value);
            text += &style.row(&[
                row.line.clone().unwrap_or_default(),
                row.period.to_string(),
                style.amount(row.amount),
                row.grant.clone().unwrap_or_default(),
                theme.to_owned(),
            ]);
        }
        text
    }
}

fn key(name: &str, value: Option<impl fmt::Display>, text: &mut String) {
    if let Some(value) = value {
        let _ = writeln!(text, "{name} = {value}");
    }
}

fn grant_toml(grant: &Grant, text: &mut String) {
    let words = State::WORDS.iter().find(|(_, state)| *state == grant.state);
    let (word, _) = words.expect("every state has a word");
    let (id, scheme) = (&grant.id.value, &grant.scheme.value);
    let _ = write!(
        text,
        "[[grants]]\nid = \"{id}\"\nscheme = \"{scheme}\"\nstate = \"{word}\"\n"
    );
    key("since", grant.since, text);
    key("preference", grant.preference, text);
    for tranche in &grant.tranches {
        tranche_toml(tranche, text);
    }
    for agreement in &grant.agreements {
        let _ = write!(
            text,
            "[[grants.agreements]]\nsource = \"{}\"\n",
            agreement.source
        );
        if let Some(only) = &agreement.tranches {
            let only: Vec<_> = only.iter().map(|id| &id.value).collect();
            let _ = writeln!(text, "tranches = {only:?}");
        }
        if let Some(until) = agreement.window_until {
            let _ = writeln!(text, "window = {{ until = {until} }}");
        }
        if let Some(rule) = &agreement.unspent {
            let _ = writeln!(text, "unspent = {{ {} }}", unspent(rule));
        }
    }
}

fn tranche_toml(tranche: &Tranche, text: &mut String) {
    let _ = write!(text, "[[grants.tranches]]\nid = \"{}\"\n", tranche.id.value);
    let part = tranche
        .part
        .as_ref()
        .map(|part| format!("\"{}\"", part.value));
    key("part", part, text);
    key("year", tranche.year, text);
    key("from", tranche.from, text);
    key("until", tranche.until, text);
    let _ = writeln!(text, "granted = \"{}\"", tranche.granted.value);
    if let Some(At { value, .. }) = &tranche.opening {
        let until = |until: Date| format!(", until = {until}");
        let until = value.until.map_or_else(String::new, until);
        let (balance, room, owed) = (value.balance, value.room, value.owed);
        let _ = writeln!(
            text,
            "opening = {{ balance = \"{balance}\", room = \"{room}\", owed = \"{owed}\"{until} }}"
        );
    }
    let lists = [
        ("amendments", &tranche.amendments),
        ("received", &tranche.received),
        ("repaid", &tranche.repaid),
    ];
    for (name, movements) in lists {
        let movement = |movement: &Movement| {
            format!(
                "{{ period = \"{}\", amount = \"{}\" }}",
                movement.period.value, movement.amount.value
            )
        };
        let rows: Vec<_> = movements.iter().map(movement).collect();
        let _ = writeln!(text, "{name} = [{}]", rows.join(", "));
    }
}
