//! Whether a method makes sense for a dossier.

use std::collections::{BTreeMap, BTreeSet};

use super::{MOST_STEPS, Method, ProRata, Step, Weights};
use crate::diag::{At, Code, Finding, Findings, Place};
use crate::dossier::{Dossier, Grant};
use crate::read::{check_text, negative};
use crate::scheme::check_condition;

impl Method {
    /// Everything that is the matter with it for a dossier: errors, which keep a run from beginning, and warnings.
    #[must_use]
    pub fn check(&self, dossier: &Dossier) -> Findings {
        let mut findings = Findings::new();
        if self.steps.is_empty() {
            findings.push(Finding::new(Code::EmptyCondition).subject("steps"));
        }
        if self.steps.len() > MOST_STEPS {
            findings.push(
                Finding::new(Code::TooMany)
                    .subject("steps")
                    .arg("what", "steps")
                    .arg("limit", MOST_STEPS),
            );
        } else {
            let ids = dossier.grants().iter();
            let grants = ids.map(|grant| (grant.id.value.as_str(), grant)).collect();
            for (number, step) in (1..).zip(&self.steps) {
                let mut check = Check {
                    dossier,
                    grants: &grants,
                    number,
                    place: &step.place,
                    findings: &mut findings,
                };
                check.step(&step.value);
            }
        }
        findings.sort();
        findings
    }
}

/// The check of one step.
struct Check<'c> {
    dossier: &'c Dossier,
    grants: &'c BTreeMap<&'c str, &'c Grant>,
    /// Counted from 1.
    number: usize,
    place: &'c Place,
    findings: &'c mut Findings,
}

impl<'c> Check<'c> {
    fn step(&mut self, step: &'c Step) {
        check_condition(step.costs(), self.place, self.findings);
        self.dimensions(step);
        let (paying, known) = self.paying(step);
        for (grant, most) in step.maxima().into_iter().flatten() {
            self.pays(grant, &paying, &most.place);
            if most.value.is_negative() {
                let place = most.place.clone();
                self.findings.push(negative("maxima", most.value, place));
            }
        }
        // Of a group with a grant that isn't there, nothing more is said.
        if let (Step::ProRata(step), true) = (step, known) {
            self.weights(step, &paying);
        }
    }

    /// Adds a finding about the step, at a place in it where that is known.
    fn push(&mut self, finding: Finding, place: &Place) {
        let place = match place {
            Place::Nowhere => self.place,
            place => place,
        };
        let finding = finding.subject(format!("steps[{}]", self.number));
        self.findings.push(finding.at(place.clone()));
    }

    /// Warns of a condition on what no line has, as of one in a scheme.
    fn dimensions(&mut self, step: &Step) {
        let lines = self.dossier.lines();
        if lines.is_empty() {
            return;
        }
        for dimension in step.costs().dimensions() {
            if lines.dimension(dimension).is_none() {
                let finding = Finding::new(Code::StepDimensionMissing);
                let finding = finding.arg("step", self.number).arg("dimension", dimension);
                self.push(finding, self.place);
            }
        }
    }

    /// The grants that the step names, and whether all are there; a finding for each that isn't, or that is named again.
    fn paying(&mut self, step: &'c Step) -> (BTreeSet<&'c str>, bool) {
        let (mut named, mut known) = (BTreeSet::new(), true);
        for grant in step.grants() {
            known &= self.known(&grant.value, &grant.place);
            if !named.insert(grant.value.as_str()) {
                let finding = Finding::new(Code::DuplicateName).arg("value", &grant.value);
                self.push(finding, &grant.place);
            }
        }
        (named, known)
    }

    fn known(&mut self, grant: &str, place: &Place) -> bool {
        let known = self.grants.contains_key(grant);
        if !known {
            let finding = Finding::new(Code::UnknownGrant).arg("value", grant);
            let names = first_names(self.grants.keys().copied());
            self.push(finding.arg("known", names), place);
        }
        known
    }

    /// Reports a grant of which something is said while it isn't there, or doesn't pay in this step.
    fn pays(&mut self, grant: &str, paying: &BTreeSet<&str>, place: &Place) {
        if self.known(grant, place) && !paying.is_empty() && !paying.contains(grant) {
            let finding = Finding::new(Code::UnknownValue).arg("value", grant);
            let names = first_names(paying.iter().copied());
            self.push(finding.arg("known", names), place);
        }
    }

    fn weights(&mut self, step: &ProRata, paying: &BTreeSet<&str>) {
        if step.groups.iter().any(Vec::is_empty) {
            self.push(Finding::new(Code::EmptyCondition), self.place);
            return;
        }
        match &step.weights {
            // What these are is known only when the step begins.
            Weights::Room | Weights::Award => {}
            Weights::Key(key) => {
                check_text("key", Some(key), self.place, self.findings);
                let missing = |grant: &Grant| {
                    let finding = Finding::new(Code::WeightMissing);
                    finding.arg("grant", &grant.id.value).arg("key", key)
                };
                self.numbers(step, missing, |grant| {
                    let number = grant.keys.get(key)?;
                    Some(number.is_zero())
                });
            }
            Weights::Shares(shares) => {
                for (grant, rate) in shares {
                    self.pays(grant, paying, &rate.place);
                }
                let missing = |grant: &Grant| {
                    let key = format!("shares.{}", grant.id.value);
                    Finding::new(Code::MissingKey).arg("key", key)
                };
                self.numbers(step, missing, |grant| {
                    let rate = shares.get(&grant.id.value)?;
                    Some(rate.ppm() == 0)
                });
            }
        }
    }

    /// Reports grants without a number to divide by, and groups in which all are nothing.
    fn numbers(
        &mut self,
        step: &ProRata,
        missing: impl Fn(&Grant) -> Finding,
        is_zero: impl Fn(&Grant) -> Option<bool>,
    ) {
        let of_group = |group: &Vec<At<String>>| -> Vec<&Grant> {
            let ids = group.iter().map(|id| id.value.as_str());
            ids.filter_map(|id| self.grants.get(id).copied()).collect()
        };
        let groups: Vec<Vec<&Grant>> = match &step.groups[..] {
            [] => vec![self.grants.values().copied().collect()],
            groups => groups.iter().map(of_group).collect(),
        };
        for (group, grants) in (1_usize..).zip(groups) {
            let mut nothing = true;
            for grant in grants {
                let zero = is_zero(grant);
                nothing &= zero == Some(true);
                if zero.is_none() {
                    self.push(missing(grant).arg("step", self.number), self.place);
                }
            }
            if nothing {
                let finding = Finding::new(Code::NoWeights);
                let finding = finding.arg("step", self.number).arg("group", group);
                self.push(finding, self.place);
            }
        }
    }
}

/// Names for a finding; of very many the first.
fn first_names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.take(100).collect();
    names.join(", ")
}
