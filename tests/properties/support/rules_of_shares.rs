//! Shifting, shares, exclusion and maxima of steps, worked out once more.

use std::collections::{BTreeMap, BTreeSet};

use koers_core::calendar::Date;
use koers_core::dossier::CostLine;
use koers_core::method::Step;
use koers_core::money::Rate;
use koers_core::scheme::{ShareOf, Shifting};
use proptest::prelude::*;

use super::rules::{Bucket, Rules, booked, cents, find};

impl Rules<'_> {
    pub(super) fn shifted(
        &self,
        paid: &BTreeMap<(i16, &str, Bucket), i128>,
    ) -> Result<(), TestCaseError> {
        let mut given: BTreeMap<(i16, &Bucket), i128> = BTreeMap::new();
        for ((year, line, bucket), amount) in paid {
            let line = find(&self.asked.case.lines, line);
            if self.part_lets(*year, bucket, line) == Some(true) {
                *given.entry((*year, bucket)).or_default() += amount;
            }
        }
        for ((year, bucket), given) in given {
            let end = Date::last_of_year(year).expect("a year");
            let version = self.version(&bucket.0, end).expect("a version");
            let row = self.closing(year, bucket).expect("a bucket that pays");
            if let Some(Shifting::UpTo { rate, .. }) = version.shifting.as_ref().map(|it| it.rule) {
                let most = cents(rate.of_floor(row.granted));
                prop_assert!(given <= most, "{given} given of {most} by {bucket:?}");
            }
        }
        Ok(())
    }

    /// The amount of a line with its notes as far as it isn't past zero.
    fn net(&self, line: &CostLine) -> i128 {
        let notes = self.asked.case.lines.iter();
        let notes =
            notes.filter(|note| note.corrects.as_ref() == Some(&line.id) && note.id != line.id);
        let notes: i128 = notes.map(|note| cents(note.amount)).sum();
        let amount = cents(line.amount);
        if amount > 0 {
            (amount + notes).max(0)
        } else {
            (amount + notes).min(0)
        }
    }
    pub(super) fn shares(
        &self,
        paid: &BTreeMap<(i16, &str, Bucket), i128>,
    ) -> Result<(), TestCaseError> {
        let mut by_line: BTreeMap<(i16, &str, &str), i128> = BTreeMap::new();
        for ((year, line, bucket), amount) in paid {
            *by_line.entry((*year, line, bucket.0.as_str())).or_default() += amount;
        }
        let mut totals: BTreeMap<(i16, &str, Rate), i128> = BTreeMap::new();
        for ((year, id, grant), paid) in by_line {
            let line = find(&self.asked.case.lines, id);
            let version = self.version(grant, line.period.last()).expect("a version");
            let Some(share) = version.share.as_ref().map(|it| it.rule) else {
                continue;
            };
            if share.of == ShareOf::Total {
                *totals.entry((year, grant, share.rate)).or_default() += paid;
                continue;
            }
            // What was set against the line, or taken off it, it is not a share of.
            let mut own = self.settlement.allocations();
            own.retain(|row| row.line == id && row.reason == "netted" && row.amount.cents() > 0);
            let single =
                self.asked.method.steps.len() == 1 && !line.fixed && line.corrects.is_none();
            let off: i128 = own.iter().map(|row| cents(row.amount)).sum();
            let whole = self.net(line) - if single { off } else { 0 };
            let pieces =
                booked(line).len().max(1) * if line.vat_compensable.is_zero() { 1 } else { 2 };
            let share = whole * i128::from(share.rate.ppm());
            let most = (share + 999_999) / 1_000_000 + i128::try_from(pieces - 1).expect("few");
            prop_assert!(paid <= most, "{paid} of {most} of {id} by {grant}");
        }
        for ((year, grant, rate), paid) in totals {
            let lines = self.asked.case.lines.iter().filter(|line| {
                let of_year = line.period.last().year() == year;
                let version = self.version(grant, line.period.last());
                let same = version
                    .and_then(|it| it.share.as_ref())
                    .is_some_and(|it| it.rule.rate == rate && it.rule.of == ShareOf::Total);
                of_year && same && self.eligible(grant, line, true)
            });
            let all: i128 = lines
                .map(|line| self.net(line).max(cents(line.amount)).max(0))
                .sum();
            let most = all * i128::from(rate.ppm()) / 1_000_000;
            prop_assert!(paid <= most, "{paid} of {most} by {grant} in {year}");
        }
        Ok(())
    }

    pub(super) fn exclusive(
        &self,
        paid: &BTreeMap<(i16, &str, Bucket), i128>,
    ) -> Result<(), TestCaseError> {
        let mut grants: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (_, line, bucket) in paid.keys() {
            grants.entry(line).or_default().insert(bucket.0.as_str());
        }
        for (line, grants) in grants {
            let day = find(&self.asked.case.lines, line).period.last();
            for a in &grants {
                let rule = self
                    .version(a, day)
                    .and_then(|it| it.exclusive_with.as_ref());
                let Some(rule) = rule.map(|it| &it.rule) else {
                    continue;
                };
                for b in &grants {
                    let (of, other) = (self.grant(a).1, self.grant(b).1);
                    let excluded = of.id != other.id
                        && (rule.schemes.contains(&other.id)
                            || rule.funder_groups.contains(&other.funder_group));
                    prop_assert!(!excluded, "{line} is paid by {a} and {b}");
                }
            }
        }
        Ok(())
    }

    pub(super) fn maxima(&self) -> Result<(), TestCaseError> {
        for step in self.asked.method.steps.iter().map(|step| &step.value) {
            let same = |other: &Step| other.method() == step.method();
            if self
                .asked
                .method
                .steps
                .iter()
                .filter(|it| same(&it.value))
                .count()
                > 1
            {
                continue;
            }
            for grant in self.dossier.grants().iter().map(|grant| &grant.id.value) {
                let Some(most) = step.maximum(grant) else {
                    continue;
                };
                for &year in self.dossier.years() {
                    let rows = self.rows.iter().filter(|row| {
                        row.year == year && row.grant == *grant && row.step == step.method()
                    });
                    let paid: i128 = rows.map(|row| cents(row.amount)).sum();
                    prop_assert!(paid <= cents(most), "{paid} of {most} by {grant} in {year}");
                }
            }
        }
        Ok(())
    }
}
