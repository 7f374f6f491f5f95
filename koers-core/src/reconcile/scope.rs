//! What a declared figure is about: conditions on lines, grants and tranches.

use std::fmt;
use std::str::FromStr;

/// What a declared figure is about. As text: `total`, or conditions joined by `&`: `theme=Ouderen&grant=iza`.
///
/// An `&` that no condition follows belongs to the value before it (`theme=Preventie & gezondheid`), and so does `&&`, which
/// stands for one. `unbudgeted`, alone or before conditions, is the money of grants that no budget line is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Scope {
    /// The book year; else the last of the dossier.
    pub year: Option<i16>,
    /// Only money that was never budgeted.
    pub unbudgeted: bool,
    /// The line, if it is about one.
    pub line: Option<String>,
    /// The grant, if it is about one.
    pub grant: Option<String>,
    /// The tranche of the grant.
    pub tranche: Option<String>,
    /// The part of the tranche.
    pub part: Option<String>,
    /// The year for which the tranches were awarded.
    pub tranche_year: Option<i16>,
    /// Columns of the lines, each with the value they have.
    pub dimensions: Vec<(String, String)>,
}

/// A text that is no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a scope: `total`, or conditions such as `theme=Ouderen&grant=iza`")]
pub struct ScopeError;

impl Scope {
    /// Whether it is about lines: one, or those of a dimension.
    #[must_use]
    pub fn is_of_lines(&self) -> bool {
        self.line.is_some() || !self.dimensions.is_empty()
    }

    /// Whether it is about tranches.
    #[must_use]
    pub fn is_of_tranches(&self) -> bool {
        self.tranche.is_some() || self.part.is_some() || self.tranche_year.is_some()
    }

    /// Whether it is about one grant as a whole.
    #[must_use]
    pub fn is_of_grant(&self) -> bool {
        let narrower = self.is_of_lines() || self.is_of_tranches() || self.unbudgeted;
        self.grant.is_some() && !narrower
    }

    /// Whether it is about all grants together.
    #[must_use]
    pub fn is_total(&self) -> bool {
        let narrower = self.is_of_lines() || self.is_of_tranches() || self.unbudgeted;
        self.grant.is_none() && !narrower
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), ScopeError> {
        let text = |place: &mut Option<String>| match place.replace(value.to_owned()) {
            None => Ok(()),
            Some(_) => Err(ScopeError),
        };
        let year = |place: &mut Option<i16>| {
            let year = value.parse().map_err(|_| ScopeError)?;
            if value.len() != 4 || !(1900..=2199).contains(&year) {
                return Err(ScopeError);
            }
            match place.replace(year) {
                None => Ok(()),
                Some(_) => Err(ScopeError),
            }
        };
        match key {
            "" => Err(ScopeError),
            _ if value.is_empty() => Err(ScopeError),
            "year" => year(&mut self.year),
            "tranche_year" => year(&mut self.tranche_year),
            "line" => text(&mut self.line),
            "grant" => text(&mut self.grant),
            "tranche" => text(&mut self.tranche),
            "part" => text(&mut self.part),
            _ if self.dimensions.iter().any(|(name, _)| name == key) => Err(ScopeError),
            _ => {
                self.dimensions.push((key.to_owned(), value.to_owned()));
                Ok(())
            }
        }
    }
}

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Scope, ScopeError> {
        let mut scope = Scope::default();
        let mut rest = text.trim();
        if rest == "total" {
            return Ok(scope);
        }
        if let Some(after) = rest.strip_prefix("unbudgeted") {
            match after.strip_prefix('&') {
                None if after.is_empty() => {
                    scope.unbudgeted = true;
                    return Ok(scope);
                }
                Some(conditions) => {
                    scope.unbudgeted = true;
                    rest = conditions;
                }
                // A dimension whose name begins so.
                None => {}
            }
        }
        for condition in conditions(rest) {
            let (key, value) = condition.split_once('=').ok_or(ScopeError)?;
            scope.set(key.trim(), value.trim())?;
        }
        scope.dimensions.sort();
        Ok(scope)
    }
}

/// The conditions in a text, with `&&` in them read as `&`.
fn conditions(text: &str) -> Vec<String> {
    let mut conditions: Vec<String> = Vec::new();
    for (at, part) in text.replace("&&", "\u{0}").split('&').enumerate() {
        let part = part.replace('\u{0}', "&");
        match conditions.last_mut() {
            Some(before) if !part.contains('=') => {
                before.push('&');
                before.push_str(&part);
            }
            _ if at == 0 || part.contains('=') => conditions.push(part),
            _ => {}
        }
    }
    conditions
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        if self.unbudgeted {
            parts.push("unbudgeted".to_owned());
        }
        let years = [("year", self.year), ("tranche_year", self.tranche_year)];
        for (key, year) in years {
            parts.extend(year.map(|year| format!("{key}={year}")));
        }
        let texts = [
            ("grant", &self.grant),
            ("tranche", &self.tranche),
            ("part", &self.part),
            ("line", &self.line),
        ];
        for (key, value) in texts {
            parts.extend(value.as_ref().map(|value| condition(key, value)));
        }
        let dimensions = self.dimensions.iter();
        parts.extend(dimensions.map(|(key, value)| condition(key, value)));
        if parts.is_empty() {
            parts.push("total".to_owned());
        }
        f.write_str(&parts.join("&"))
    }
}

fn condition(key: &str, value: &str) -> String {
    format!("{key}={}", value.replace('&', "&&"))
}

#[cfg(test)]
mod tests {
    use super::{Scope, ScopeError};

    #[test]
    fn an_ampersand_may_be_part_of_a_value() {
        let scope: Scope = "theme=Preventie & gezondheid&grant=iza"
            .parse()
            .expect("a scope");
        assert_eq!(
            scope.dimensions,
            [("theme".to_owned(), "Preventie & gezondheid".to_owned())]
        );
        assert_eq!(scope.grant.as_deref(), Some("iza"));
        assert_eq!(scope.to_string().parse(), Ok(scope));
        let scope: Scope = "theme=a&&b=c".parse().expect("a scope");
        assert_eq!(scope.dimensions, [("theme".to_owned(), "a&b=c".to_owned())]);
        assert_eq!(scope.to_string().parse(), Ok(scope));
    }

    #[test]
    fn what_is_no_scope_is_refused() {
        for text in [
            "",
            "theme",
            "theme=",
            "=a",
            "grant=a&grant=b",
            "year=24",
            "year=0024",
            "year=x",
            "t=a&t=b",
            "unbudgeted&",
        ] {
            assert_eq!(text.parse::<Scope>(), Err(ScopeError), "{text}");
        }
        assert_eq!("total".parse(), Ok(Scope::default()));
        assert!(
            "unbudgeted&grant=a"
                .parse::<Scope>()
                .expect("a scope")
                .unbudgeted
        );
    }
}
