//! Whether what grants pay is within the rules, worked out once more from the dossier and the schemes.

use std::collections::{BTreeMap, BTreeSet};

use koers_core::calendar::Date;
use koers_core::dossier::{Booking, CostLine, Dossier, Grant, State, Tranche};
use koers_core::money::Money;
use koers_core::scheme::{
    Ceiling, Eligible, Limit, Over, Scheme, Shifting, Target, Unit, Unspent, Version, Window,
};
use koers_core::settle::Settlement;
use koers_core::tables::{AllocationRow, SettlementRow};
use proptest::prelude::*;

use super::asked::Asked;

pub(super) type Bucket = (String, String, Option<String>);

pub(crate) struct Rules<'a> {
    pub(super) asked: &'a Asked,
    pub(super) dossier: &'a Dossier,
    pub(super) settlement: &'a Settlement,
    pub(super) rows: Vec<AllocationRow>,
}

/// A line by its id.
pub(super) fn find<'l>(lines: &'l [CostLine], id: &str) -> &'l CostLine {
    let found = lines.iter().find(|line| line.id == id);
    found.expect("a line of the dossier")
}

pub(super) fn cents(amount: Money) -> i128 {
    i128::from(amount.cents())
}

pub(super) fn booked(line: &CostLine) -> BTreeSet<&str> {
    match &line.booking {
        None => BTreeSet::new(),
        Some(Booking::Grant(on)) => BTreeSet::from([on.as_str()]),
        Some(Booking::Shares(shares)) => shares.iter().map(|(on, _)| on.as_str()).collect(),
        Some(Booking::Amounts { parts, rest }) => {
            let parts = parts.iter().map(|(on, _)| on.as_str());
            parts.chain([rest.as_str()]).collect()
        }
    }
}

fn value<'l>(line: &'l CostLine, dimension: &str) -> Option<&'l str> {
    let mut named = line.dimensions.iter().filter(|(name, _)| name == dimension);
    named.next().map(|(_, value)| value.as_str())
}

impl<'a> Rules<'a> {
    pub(crate) fn new(asked: &'a Asked, settlement: &'a Settlement) -> Rules<'a> {
        Rules {
            asked,
            dossier: settlement.dossier(),
            settlement,
            rows: settlement.allocations(),
        }
    }

    /// The line of which a row is part: a note's part of what it corrects belongs to the line.
    fn line(&self, row: &AllocationRow) -> &'a CostLine {
        let line = find(&self.asked.case.lines, &row.line);
        match (&line.corrects, row.reason.as_str()) {
            (Some(of), "corrected") => find(&self.asked.case.lines, of),
            _ => line,
        }
    }

    pub(super) fn grant(&self, id: &str) -> (&'a Grant, &'a Scheme) {
        let at = self
            .dossier
            .grants()
            .iter()
            .position(|it| it.id.value == id);
        let at = at.expect("a grant of the dossier");
        (&self.dossier.grants()[at], self.dossier.scheme_of(at))
    }

    pub(super) fn version(&self, grant: &str, day: Date) -> Option<&'a Version> {
        self.grant(grant).1.version_on(day, self.dossier.as_of())
    }

    /// The row of a bucket in a year.
    pub(super) fn closing(&self, year: i16, of: &Bucket) -> Option<&'a SettlementRow> {
        let mut rows = self.settlement.settlement().iter();
        rows.find(|row| {
            row.year == year && (&row.grant, &row.tranche, &row.part) == (&of.0, &of.1, &of.2)
        })
    }

    /// What each bucket pays of each line, with what its notes take back.
    fn paid(&self) -> BTreeMap<(i16, &'a str, Bucket), i128> {
        let mut paid = BTreeMap::new();
        let linked = |id: &str| {
            let mut lines = self.asked.case.lines.iter();
            lines.any(|line| line.corrects.as_deref() == Some(id))
        };
        // Of what was netted of a line its notes have a part, which can't be told from their part of what is paid.
        let netted: BTreeSet<&str> = (self.rows.iter())
            .filter(|row| row.reason == "netted" && linked(&row.line))
            .map(|row| row.line.as_str())
            .collect();
        for row in self.rows.iter().filter(|row| row.reason != "netted") {
            if netted.contains(self.line(row).id.as_str()) {
                continue;
            }
            let bucket = (row.grant.clone(), row.tranche.clone(), row.part.clone());
            let key = (row.year, self.line(row).id.as_str(), bucket);
            *paid.entry(key).or_insert(0) += cents(row.amount);
        }
        paid.retain(|_, paid| *paid != 0);
        paid
    }

    pub(crate) fn hold(&self) -> Result<(), TestCaseError> {
        let paid = self.paid();
        for ((year, line, bucket), amount) in &paid {
            let line = find(&self.asked.case.lines, line);
            let here = || format!("{} of {} by {bucket:?} in {year}", amount, line.id);
            prop_assert!(*amount > 0, "less than nothing: {}", here());
            prop_assert!(self.state_lets(*year, bucket), "state: {}", here());
            let window = self.window_lets(*year, bucket, line);
            prop_assert!(window.is_some(), "window: {}", here());
            let part = self.part_lets(*year, bucket, line);
            prop_assert!(part.is_some(), "part: {}", here());
        }
        for row in &self.rows {
            let judged = !matches!(row.step.as_str(), "booked" | "fixed");
            let line = self.line(row);
            prop_assert!(
                row.reason == "netted" || self.eligible(&row.grant, line, judged),
                "eligible: {row:?}"
            );
            prop_assert!(
                judged || booked(line).contains(row.grant.as_str()),
                "{row:?}"
            );
            prop_assert_eq!(row.step == "fixed", line.fixed, "{:?}", row);
            prop_assert!(row.step == "fixed" || self.asked_for(row, line), "{row:?}");
        }
        self.ceilings(&paid)?;
        self.shifted(&paid)?;
        self.shares(&paid)?;
        self.exclusive(&paid)?;
        self.maxima()
    }

    /// Whether any bucket may pay a line in a step for all grants, by state, window, eligibility and part.
    pub(crate) fn admitted(&self, line: &CostLine) -> bool {
        let year = line.period.last().year();
        let mut rows = self.settlement.settlement().iter();
        rows.any(|row| {
            let bucket = (row.grant.clone(), row.tranche.clone(), row.part.clone());
            row.year == year
                && self.state_lets(year, &bucket)
                && self.window_lets(year, &bucket, line).is_some()
                && self.eligible(&row.grant, line, true)
                && self.part_lets(year, &bucket, line).is_some()
        })
    }

    /// Whether a step of its method is for the line and the grant of a row.
    fn asked_for(&self, row: &AllocationRow, line: &CostLine) -> bool {
        let steps = self.asked.method.steps.iter().map(|step| &step.value);
        let mut steps = steps.filter(|step| step.method() == row.step);
        steps.any(|step| {
            let named = step.grants().any(|grant| grant.value == row.grant);
            let all = step.grants().count() == 0;
            (all || named) && step.costs().matches(|name| value(line, name))
        })
    }

    fn state_lets(&self, year: i16, bucket: &Bucket) -> bool {
        let (grant, _) = self.grant(&bucket.0);
        let end = Date::last_of_year(year).expect("a year");
        match grant.state_on(end) {
            State::Announced | State::Withdrawn => false,
            State::Determined => grant.agreements.iter().any(|it| {
                it.window_until.is_some() || matches!(it.unspent, Some(Unspent::CarryOver(_)))
            }),
            State::Awarded | State::Amended => true,
        }
    }

    fn tranche(&self, of: &Bucket) -> &'a Tranche {
        let mut tranches = self.grant(&of.0).0.tranches.iter();
        let part = |it: &Tranche| it.part.as_ref().map(|part| part.value.clone());
        let found = tranches.find(|it| it.id.value == of.1 && part(it) == of.2);
        found.expect("a tranche of the dossier")
    }

    /// Whether a bucket may be spent on the day of a line; true where only what was carried lets it.
    fn window_lets(&self, year: i16, of: &Bucket, line: &CostLine) -> Option<bool> {
        let day = line.period.last();
        let (tranche, version) = (self.tranche(of), self.version(&of.0, day)?);
        let (from, until) = match version.window.rule {
            Window::TrancheYear => {
                let year = tranche.year?;
                (Date::first_of_year(year), Date::last_of_year(year))
            }
            Window::Unit => {
                let year = tranche.year?;
                let last = match version.unit.rule {
                    Unit::Years { years, start } => {
                        let years = i16::from(years);
                        let before = (year - start).div_euclid(years);
                        start + before * years + years - 1
                    }
                    _ => year,
                };
                (Date::first_of_year(year), Date::last_of_year(last))
            }
            Window::Period { from, until } => (Some(from), Some(until)),
            Window::Until(until) => (None, Some(until)),
            Window::Tranche => (None, None),
            window => panic!("not drawn here: {window:?}"),
        };
        let from = from.max(tranche.from);
        let until = [until, tranche.until].into_iter().flatten().min();
        if from.is_some_and(|from| day < from) {
            return None;
        }
        let about = self.grant(&of.0).0.agreements.iter().filter(|it| {
            let named = it.tranches.as_ref();
            named.is_none_or(|named| named.iter().any(|id| id.value == of.1))
        });
        let agreed = about.filter_map(|it| it.window_until).max();
        if until.is_none_or(|until| day <= until.max(agreed.unwrap_or(until))) {
            return Some(false);
        }
        // What was last said of carried money holds as long as an amendment may add to it, also when none of it is left. Of
        // money that has yet to come in a closing doesn't show until when.
        let years = self.asked.case.years.iter().rev().filter(|it| **it < year);
        let mut said = years.filter_map(|&year| {
            let closing = self.closing(year, of)?;
            let pending = closing.pending.cents() > 0;
            let until = closing.carry_over_until.map(|until| day <= until);
            if pending { Some(true) } else { until }
        });
        let opening = tranche.opening.as_ref().and_then(|it| it.value.until);
        let carried = said.next().or(opening.map(|until| day <= until));
        carried.filter(|carried| *carried)
    }

    pub(super) fn eligible(&self, grant: &str, line: &CostLine, judged: bool) -> bool {
        let look = |name: &str| value(line, name);
        let mut assumed = self.asked.assumed.iter();
        if assumed
            .any(|(on, costs)| on == grant && costs.as_ref().is_none_or(|it| it.matches(look)))
        {
            return true;
        }
        let Some(version) = self.version(grant, line.period.last()) else {
            return false;
        };
        match &version.eligible.rule {
            Eligible::Any => true,
            Eligible::Costs(costs) => costs.matches(look),
            Eligible::Goal(_) => {
                let mut said = self.asked.judged.iter();
                booked(line).contains(grant)
                    || judged && said.any(|it| it.grant.value == grant && it.covers(&line.id, look))
            }
            other => panic!("not drawn here: {other:?}"),
        }
    }

    /// Whether a bucket may pay for the part of a line; whether it gives within a limit.
    pub(super) fn part_lets(&self, year: i16, of: &Bucket, line: &CostLine) -> Option<bool> {
        let scheme = self.grant(&of.0).1;
        let (Some(own), Some(wanted)) = (of.2.as_deref(), value(line, "part")) else {
            return Some(false);
        };
        if scheme.parts.is_empty() || own == wanted {
            return Some(false);
        }
        let wanted_part = scheme.part_of(wanted)?;
        let group = |id: &str| {
            let group = scheme.part_of(id).and_then(|part| part.group.clone());
            let heads = scheme
                .parts
                .iter()
                .any(|part| part.group.as_deref() == Some(id));
            group.or_else(|| heads.then(|| id.to_owned()))
        };
        if scheme.part_of(own)?.group.as_deref() == Some(wanted_part.id.as_str()) {
            return Some(false);
        }
        if self.window_lets(year, of, line) == Some(true) {
            let to_any =
                |rule: &Unspent| matches!(rule, Unspent::CarryOver(it) if it.to == Target::AnyPart);
            let versions = scheme.versions.iter().map(|it| &it.unspent.rule);
            return versions.into_iter().any(to_any).then_some(false);
        }
        let end = Date::last_of_year(year).expect("a year");
        let shifting = self.version(&of.0, end)?.shifting.as_ref()?;
        let (limited, inside) = match shifting.rule {
            Shifting::None => return None,
            Shifting::UpTo { inside_group, .. } => (true, inside_group),
            Shifting::Free { inside_group } => (false, inside_group),
            other => panic!("not drawn here: {other:?}"),
        };
        let same = group(own).is_some() && group(own) == group(wanted);
        (!inside || same).then_some(limited)
    }

    fn ceiling_holds(&self, ceiling: &Ceiling, bucket: &Bucket) -> bool {
        let scheme = self.grant(&bucket.0).1;
        let Some(own) = &bucket.2 else {
            return ceiling.parts.is_empty();
        };
        let group = scheme.part_of(own).and_then(|part| part.group.as_ref());
        let holds = |part: &String| part == own || Some(part) == group;
        ceiling.parts.is_empty() || ceiling.parts.iter().any(holds)
    }

    fn ceilings(&self, paid: &BTreeMap<(i16, &str, Bucket), i128>) -> Result<(), TestCaseError> {
        // By the buckets over which it is counted and its name what was paid under it in earlier years.
        let mut before: BTreeMap<(Bucket, String), i128> = BTreeMap::new();
        for &year in self.dossier.years() {
            let end = Date::last_of_year(year).expect("a year");
            let mut now = Vec::new();
            for row in self
                .settlement
                .settlement()
                .iter()
                .filter(|row| row.year == year)
            {
                let own: Bucket = (row.grant.clone(), row.tranche.clone(), row.part.clone());
                let ceilings = self
                    .version(&row.grant, end)
                    .map_or(&[][..], |it| &it.ceilings);
                for ceiling in ceilings.iter().map(|it| &it.rule) {
                    if !self.ceiling_holds(ceiling, &own) {
                        continue;
                    }
                    let with = |bucket: &Bucket| match ceiling.over {
                        Over::Bucket => *bucket == own,
                        Over::Tranche => bucket.0 == own.0 && bucket.1 == own.1,
                        Over::Grant => bucket.0 == own.0,
                    };
                    let under =
                        |bucket: &Bucket| with(bucket) && self.ceiling_holds(ceiling, bucket);
                    let mut sum = 0;
                    let mut of_own = 0;
                    for ((when, line, bucket), amount) in paid {
                        let line = find(&self.asked.case.lines, line);
                        let meets = ceiling.costs.matches(|name| value(line, name));
                        if *when == year && under(bucket) && meets {
                            sum += amount;
                            of_own += if *bucket == own { *amount } else { 0 };
                        }
                    }
                    let earlier = before
                        .iter()
                        .filter(|((bucket, name), _)| with(bucket) && *name == ceiling.name);
                    let earlier: i128 = earlier.map(|(_, paid)| paid).sum();
                    let award = self.settlement.settlement().iter().filter(|it| {
                        it.year == year
                            && under(&(it.grant.clone(), it.tranche.clone(), it.part.clone()))
                    });
                    let award: i128 = award.map(|it| cents(it.granted)).sum();
                    let limit = match ceiling.limit {
                        Limit::Amount(most) => cents(most),
                        Limit::Share(rate, _) => award * i128::from(rate.ppm()) / 1_000_000,
                        other => panic!("not drawn here: {other:?}"),
                    };
                    let most = (limit - earlier).max(0);
                    prop_assert!(
                        sum <= most,
                        "{sum} of {most} under {} of {own:?} in {year}",
                        ceiling.name
                    );
                    now.push(((own.clone(), ceiling.name.clone()), of_own));
                }
            }
            for (key, paid) in now {
                *before.entry(key).or_default() += paid;
            }
        }
        Ok(())
    }
}
