//! Findings: what is wrong with an input, or what a person must look at, in Dutch and English.
//!
//! A stage collects all it finds in [`Findings`] before it refuses. Each [`Finding`] has a
//! [`Code`] that never changes its meaning, a subject, often an amount, and the [`Place`] it is
//! about. The texts are made when they are asked for, so a finding is the same in each language.
//!
//! ```
//! use koers_core::diag::{Code, Finding, Findings, Lang, Place, Source};
//!
//! let source = Source::new("cost_lines.csv", "line,period,amount\nBZ-1,2024,12.345\n");
//! let place = Place::Text { source, span: 29..35 };
//! let findings: Findings =
//!     [Finding::new(Code::TooManyDecimals).subject("BZ-1").arg("value", "12.345").at(place)].into_iter().collect();
//! assert_eq!(findings.iter().next().and_then(Finding::source).as_deref(), Some("cost_lines.csv:2:11"));
//! assert!(findings.has_errors());
//! assert!(findings.render(Lang::Nl).starts_with("fout[K0106]: bedrag `12.345` heeft"));
//! ```

mod about_nl;
mod code;
mod escape;
mod explain;
mod finding;
mod label;
mod place;
mod render;
mod step;
mod template;
#[cfg(test)]
mod tests;
mod text_costs;
mod text_en;
mod text_figures;
mod text_files;
mod text_horizon;
mod text_nl;
mod text_receipt;
mod text_steps;
mod text_subject;
mod text_years;
mod words;

pub use code::Code;
pub use finding::{Finding, Findings};
pub use place::{At, Place, Source};
pub use step::{Level, Step};
pub(crate) use template::{is_slip, nearest};
pub(crate) use words::measure as measure_word;

use serde::{Deserialize, Serialize};

/// The language of texts that people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl Lang {
    /// The language of `nl` or `en`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Lang> {
        match text {
            "nl" => Some(Lang::Nl),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// `nl` or `en`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Lang::Nl => "nl",
            Lang::En => "en",
        }
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops before anything is computed.
    Error,
    /// Stops nothing; a person must decide.
    Warning,
    /// Stops nothing; good to know.
    Notice,
}

impl Severity {
    /// `error`, `warning` or `notice`, as in tables and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        }
    }
}
