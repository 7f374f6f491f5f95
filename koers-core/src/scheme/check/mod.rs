//! Whether a scheme makes sense: what takes more than one value to see, and for schemes that are built in code also what
//! the reader of files refuses.

mod idle;
mod parts;
mod relations;
mod size;
mod values;
mod versions;
mod windows;

pub(crate) use values::{check_condition, check_unspent};

use super::{Citation, Scheme};
use crate::diag::{Code, Finding, Findings};

/// What a reader could read as a whole. Of what is incomplete nothing is said: its own fault has a finding already.
#[derive(Clone, Copy)]
pub(super) struct Whole {
    pub(super) parts: bool,
    pub(super) versions: bool,
}

impl Scheme {
    /// Everything that is the matter with it: errors, which keep it from being used, and warnings.
    ///
    /// What [`Scheme::from_toml`] gives has no errors; its warnings are here. Takes time in the order of the size of the
    /// scheme.
    #[must_use]
    pub fn check(&self) -> Findings {
        let whole = Whole {
            parts: true,
            versions: true,
        };
        let mut findings = Findings::new();
        values::check(self, &mut findings);
        self.check_relations(whole, &mut findings);
        self.check_size(&mut findings);
        findings.sort();
        findings
    }

    /// Whether it can be printed and read again.
    pub(super) fn check_size(&self, findings: &mut Findings) {
        size::check(self, findings);
    }

    /// What takes more than one value to see.
    pub(super) fn check_relations(&self, whole: Whole, findings: &mut Findings) {
        relations::check(self, whole, findings);
    }
}

/// A finding on a rule, at the place where the rule is written.
fn on(code: Code, subject: &str, citation: &Citation) -> Finding {
    Finding::new(code)
        .subject(subject)
        .at(citation.written.0.clone())
}
