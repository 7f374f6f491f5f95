//! Examples in a scheme file: small dossiers with what must come out. They show what the rules mean and prove that they
//! do it.

mod compare;
mod expect;
mod read;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{RuleName, Scheme, Schemes};
use crate::diag::{Code, Finding, Findings, Source};
use crate::dossier::Dossier;
use crate::read::{Encoding, Fields, decode, read_toml};
use crate::settle::Settlement;
use read::{Example, Examples, read_examples};

/// What checking a scheme file, or a dossier, gave.
#[derive(Clone, Debug)]
pub struct Checked {
    scheme: Option<Scheme>,
    findings: Findings,
    examples: usize,
    failed: usize,
}

impl Checked {
    /// Findings without a scheme.
    pub(crate) fn only(findings: Findings) -> Checked {
        Checked {
            scheme: None,
            findings,
            examples: 0,
            failed: 0,
        }
    }

    /// Adds what was found in another file, as far as `wanted` takes its codes.
    #[cfg(feature = "folder")]
    pub(crate) fn add(&mut self, other: &Checked, wanted: impl Fn(Code) -> bool) {
        let found = other.findings.iter();
        for finding in found.filter(|finding| wanted(finding.code())) {
            self.findings.push(finding.clone());
        }
        self.findings.sort();
        self.examples += other.examples;
        self.failed += other.failed;
    }

    /// The scheme; `None` when its file has errors of its own (its examples don't count), and for a dossier.
    #[must_use]
    pub fn scheme(&self) -> Option<&Scheme> {
        self.scheme.as_ref()
    }

    /// Everything that is the matter: with the file, with its rules, with its examples; sorted.
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// How many examples were run.
    #[must_use]
    pub fn examples(&self) -> usize {
        self.examples
    }

    /// How many of them were refused, or gave something else than they expect.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed
    }
}

/// Checks a scheme file: what is wrong with it, whether each of its examples gives what it expects, and which rules no
/// example exercises. The examples know the schemes of the catalogue, and this one in the place of one with its id.
/// `name` is what findings call the file.
///
/// At most 1,000 examples are run, each of at most 1,000 lines, so that any file takes bounded time.
///
/// ```
/// use koers_core::scheme::check_file;
///
/// let file = br#"
/// format = 1
/// scheme = { id = "heel", title = "Heel", funder = "Provincie", funder_group = "other", legal_basis = { title = "Regeling" } }
///
/// [[versions]]
/// from = 2024-01-01
/// unit = { period = "calendar-year", article = "art. 1", status = "text" }
/// window = { rule = "tranche-year", article = "art. 2", status = "text" }
/// eligible = { rule = "any", article = "art. 3", status = "text" }
/// unspent = { rule = "refund", article = "art. 4", status = "text" }
///
/// [[examples]]
/// name = "rest"
/// years = [2024]
/// lines = [{ line = "1", period = "2024", amount = "70", grant = "g" }]
/// grants = [{ id = "g", state = "awarded", tranches = [{ id = "2024", year = 2024, granted = "100", received = [{ period = "2024", amount = "100" }] }] }]
/// expect = { settlement = [{ grant = "g", spent = "70", refund = "30" }], own_funds = [] }
/// "#;
/// let checked = check_file("heel.toml", file);
/// assert_eq!((checked.examples(), checked.failed()), (1, 0));
/// assert!(checked.findings().is_empty(), "{}", checked.findings());
/// ```
#[must_use]
pub fn check_file(name: &str, bytes: &[u8]) -> Checked {
    let mut findings = Findings::new();
    let source = decode(name, bytes.to_vec(), Encoding::Utf8, &mut findings);
    let mut checked = match source {
        Some(source) => check(&source, findings),
        None => Checked::only(findings),
    };
    checked.findings.sort();
    checked
}

fn check(source: &Arc<Source>, mut findings: Findings) -> Checked {
    let Some(node) = read_toml(source, &mut findings) else {
        return Checked::only(findings);
    };
    let scheme = super::read::read_checked(&node, &mut findings);
    let read = Fields::of(&node, "scheme", &mut Findings::new())
        .and_then(|mut file| file.get("examples"))
        .map(|field| read_examples(field, &mut findings));
    let examples = read.unwrap_or_else(Examples::none);
    let Some(scheme) = scheme else {
        return Checked::only(findings);
    };
    let mut schemes = Schemes::catalogue();
    schemes.add(scheme.clone());
    let (mut exercised, mut failed, mut whole) = (BTreeSet::new(), 0, examples.whole);
    for example in &examples.list {
        match run(example, &scheme, &schemes) {
            Ok(settlement) => {
                let rules = settlement.exercised().into_iter();
                let own = rules.filter(|(id, ..)| *id == scheme.id);
                exercised.extend(own.map(|(_, version, rule)| (version, rule)));
                let name = &example.name.value;
                let as_expected = example.expect.compare(name, &settlement, &mut findings);
                failed += usize::from(!as_expected);
            }
            Err(refused) => {
                (whole, failed) = (false, failed + 1);
                findings.extend(refused.into_iter().map(|finding| example.placed(finding)));
            }
        }
    }
    // What an example that was not run would have exercised is not known.
    if whole {
        unexercised(&scheme, &exercised, &mut findings);
    }
    Checked {
        scheme: Some(scheme),
        findings,
        examples: examples.list.len(),
        failed,
    }
}

fn run(example: &Example, scheme: &Scheme, schemes: &Schemes) -> Result<Settlement, Findings> {
    let values = example.values(&scheme.id);
    Dossier::from_values(values, schemes, Findings::new()).and_then(|dossier| dossier.settle())
}

/// Reports each rule of each version on which nothing depended in any example. One that can never apply was reported
/// already.
fn unexercised(scheme: &Scheme, exercised: &BTreeSet<(usize, RuleName)>, findings: &mut Findings) {
    let idle = findings
        .iter()
        .filter(|finding| finding.code() == Code::RuleNeverApplies);
    let idle: BTreeSet<Option<String>> = idle.map(Finding::source).collect();
    for (at, version) in scheme.versions.iter().enumerate() {
        for (rule, citation) in version.rules() {
            let place = &citation.written.0;
            if !exercised.contains(&(at, rule)) && !idle.contains(&place.location()) {
                let name = version.name_of(rule);
                findings.push(
                    Finding::new(Code::RuleWithoutExample)
                        .subject(&name)
                        .arg("rule", &name)
                        .date("date", version.from)
                        .at(place.clone()),
                );
            }
        }
    }
}
