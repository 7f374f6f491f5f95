//! Dossiers drawn at random.

use koers_core::calendar::Date;
use koers_core::diag::Findings;
use koers_core::dossier::{
    Agreement, Booking, BudgetLine, CostLine, Dossier, DossierBuilder, Grant, Opening,
    QuantityLine, State, Tranche,
};
use koers_core::money::{Money, Rate};
use koers_core::scheme::{Scheme, Schemes};
use proptest::prelude::*;

use super::draw::{Draw, money};
use super::model::scheme_window;
use super::rich;
use super::schemes::{SchemeSpec, draw_unspent};

/// A dossier as plain data, to build, to permute and to compute by hand.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) years: Vec<i16>,
    pub(crate) as_of: Option<Date>,
    pub(crate) schemes: Vec<SchemeSpec>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) lines: Vec<CostLine>,
    pub(crate) budget: Vec<BudgetLine>,
    pub(crate) quantities: Vec<QuantityLine>,
    /// Choices for rules on top of those of the schemes.
    pub(crate) rich: Option<Vec<u32>>,
}

/// Dossiers of every size and scale.
pub(crate) fn cases() -> impl Strategy<Value = Case> {
    proptest::collection::vec(any::<u32>(), 0..1200)
        .prop_map(|choices| Case::draw(Draw::new(choices)))
}

impl Case {
    fn draw(mut draw: Draw) -> Case {
        let first = draw.pick(&[2024, 2023, 2019, 2196]);
        let count = i16::try_from(draw.pick(&[1, 2, 2, 3, 4])).expect("few");
        let years: Vec<i16> = (first..first + count).collect();
        let schemes: Vec<_> = (0..=draw.below(3))
            .map(|at| SchemeSpec::draw(&mut draw, at, &years))
            .collect();
        let as_of = draw.chance(30).then(|| draw.day(&years));
        let count = draw.pick(&[1, 1, 2, 2, 3, 4, 5, 0]);
        let mut grants = Vec::new();
        for id in ["iza", "b", "A9", "gala15", "rest"].into_iter().take(count) {
            let scheme = draw.pick(&schemes);
            grants.push(draw_grant(&mut draw, id, &scheme, &years));
        }
        let names: Vec<String> = grants.iter().map(|grant| grant.id.value.clone()).collect();
        let count = draw.below(41);
        let lines = (0..count)
            .map(|at| draw_line(&mut draw, at, &names, &years))
            .collect();
        let mut case = Case {
            years,
            as_of,
            schemes,
            grants,
            lines,
            budget: Vec::new(),
            quantities: Vec::new(),
            rich: None,
        };
        case.draw_budget(&mut draw, &names);
        if draw.chance(10) {
            case.fill(&mut draw);
        }
        case
    }

    fn draw_budget(&mut self, draw: &mut Draw, grants: &[String]) {
        for _ in 0..draw.pick(&[0, 0, 1, 4]) {
            let (period, amount) = (draw.period(&self.years), draw.amount());
            let mut row = match self.lines.len() {
                lines @ 1.. if draw.chance(50) => {
                    let line = self.lines[draw.below(lines)].id.clone();
                    BudgetLine::of_line(line, period, amount)
                }
                _ => BudgetLine::new(period, amount)
                    .dimension("theme", draw.pick(&["sport", "zorg"])),
            };
            if !grants.is_empty() && draw.chance(50) {
                row = row.grant(draw.pick(grants));
            }
            self.budget.push(row);
        }
    }

    /// Adds a line that brings the sum of all amounts to the most that a dossier may hold.
    fn fill(&mut self, draw: &mut Draw) {
        let left = i128::from(Money::MAX.cents()) - self.sum();
        let cents = i64::try_from(left).expect("below the bound");
        if let Some(grant) = self.grants.first_mut()
            && draw.chance(30)
            && let Some(tranche) = grant.tranches.first_mut()
        {
            let period = koers_core::Period::year(self.years[0]).expect("a year");
            *tranche = tranche.clone().received(period, money(cents));
            return;
        }
        let cents = if draw.chance(30) { -cents } else { cents };
        let mut line = CostLine::new("FILL", draw.period(&self.years), money(cents));
        if let Some(grant) = self.grants.first() {
            line = line.on(grant.id.value.clone());
        }
        self.lines.push(line);
    }

    /// The sum of all amounts without sign, in cents.
    pub(crate) fn sum(&self) -> i128 {
        let grants = self
            .grants
            .iter()
            .flat_map(|grant| &grant.tranches)
            .map(|tranche| {
                let opening = tranche.opening.as_ref().map_or(0, |opening| {
                    let state = opening.value;
                    size(state.balance) + size(state.room) + size(state.owed)
                });
                let movements = [&tranche.amendments, &tranche.received, &tranche.repaid];
                let moved = movements
                    .into_iter()
                    .flatten()
                    .map(|movement| size(movement.amount.value));
                size(tranche.granted.value) + opening + moved.sum::<i128>()
            });
        let lines = self.lines.iter().map(|line| size(line.amount));
        let budget = self.budget.iter().map(|row| size(row.amount));
        grants.chain(lines).chain(budget).sum()
    }

    pub(crate) fn schemes(&self) -> Schemes {
        let mut schemes = Schemes::empty();
        for scheme in self.scheme_list() {
            let text = scheme.to_toml();
            if let Err(findings) = schemes.insert(scheme) {
                panic!("{}{text}", findings.render(koers_core::Lang::En));
            }
        }
        schemes
    }

    /// The schemes, with every rule on top where that was asked for.
    pub(crate) fn scheme_list(&self) -> Vec<Scheme> {
        let mut draw = self.rich.clone().map(Draw::new);
        let schemes = self.schemes.iter().map(|spec| {
            let mut scheme = Scheme::from_toml(&spec.id, &spec.toml()).unwrap_or_else(|findings| {
                panic!("{}{}", findings.render(koers_core::Lang::En), spec.toml())
            });
            if let Some(draw) = &mut draw {
                rich::enrich(&mut scheme, draw, &self.years);
            }
            scheme
        });
        schemes.collect()
    }

    pub(crate) fn dossier(&self) -> Result<Dossier, Findings> {
        let mut builder = self.without_lines();
        builder.add_lines(self.lines.iter().cloned());
        builder.build(&self.schemes())
    }

    /// All of it but the cost lines.
    pub(crate) fn without_lines(&self) -> DossierBuilder {
        let mut builder = DossierBuilder::new("case".to_owned(), "SamenTwente", self.years.clone());
        if let Some(day) = self.as_of {
            builder = builder.as_of(day);
        }
        for grant in &self.grants {
            builder = builder.grant(grant.clone());
        }
        builder.add_budget(self.budget.iter().cloned());
        builder.add_quantities(self.quantities.iter().cloned());
        builder
    }
}

fn size(amount: Money) -> i128 {
    i128::from(amount.cents().abs())
}

fn draw_grant(draw: &mut Draw, id: &str, scheme: &SchemeSpec, years: &[i16]) -> Grant {
    let mut grant = Grant::new(id, &scheme.id);
    let states = [
        State::Awarded,
        State::Awarded,
        State::Amended,
        State::Announced,
        State::Determined,
        State::Withdrawn,
    ];
    if draw.chance(60) {
        grant.state = draw.pick(&states);
        grant.since = draw.chance(60).then(|| draw.day(years));
    }
    grant.preference = draw.chance(30).then(|| draw.pick(&[1, 2, 3]));
    for at in 0..=draw.below(3) {
        let id = ["2024", "2023", "a"][at];
        match scheme.parts.len() {
            0 => grant.tranches.push(draw_tranche(draw, id, scheme, years)),
            parts => {
                for part in &scheme.parts[..=draw.below(parts)] {
                    let tranche = draw_tranche(draw, id, scheme, years).part(part);
                    grant.tranches.push(tranche);
                }
            }
        }
    }
    // At most one agreement on the window and one on unspent money: two of a kind would clash.
    let (window, unspent) = (draw.chance(20), draw.chance(30));
    let together = draw.chance(50);
    let mut agreements = Vec::new();
    if window {
        agreements
            .push(Agreement::new("letter 1").window_until(draw.day(&years[years.len() - 1..])));
    }
    if unspent {
        let rule = draw_unspent(draw, years, false);
        match agreements.pop() {
            Some(agreement) if together => agreements.push(agreement.unspent(rule)),
            other => {
                agreements.extend(other);
                agreements.push(Agreement::new("letter 2").unspent(rule));
            }
        }
    }
    for agreement in agreements {
        let only = draw.chance(40).then(|| draw.pick(&grant.tranches).id.value);
        grant.agreements.push(match only {
            Some(id) => agreement.tranche(id),
            None => agreement,
        });
    }
    grant
}

fn draw_tranche(draw: &mut Draw, id: &str, scheme: &SchemeSpec, years: &[i16]) -> Tranche {
    let granted = draw.cents();
    let mut tranche = Tranche::new(id, money(granted)).year(draw.pick(years));
    let own = if scheme.needs_own_window() {
        1
    } else {
        draw.pick(&[0, 0, 0, 1, 2, 3])
    };
    let (a, b) = (draw.day(years), draw.day(years));
    // Inside the scheme's window under its last version; under an earlier one it may be cut off, or empty.
    let last = scheme.versions.last().expect("a version");
    let (from, until) = scheme_window(last, &tranche);
    let inside = |day: Date| day.max(from.unwrap_or(day)).min(until.unwrap_or(day));
    match own {
        0 => {}
        1 => tranche = tranche.window(inside(a.min(b)), inside(a.max(b))),
        2 => tranche.until = Some(inside(b)),
        _ => tranche.from = Some(inside(a)),
    }
    if draw.chance(30) {
        let (room, owed) = (draw.cents(), draw.pick(&[0, 0, 7]));
        let cash = match draw.below(4) {
            0 => 0,
            1 => room,
            2 => room - room / 3,
            _ => -draw.cents(),
        };
        tranche = tranche.opening(Opening {
            balance: money(owed + cash),
            room: money(room),
            owed: money(owed),
            until: draw.chance(40).then(|| draw.day(years)),
            ..Opening::default()
        });
    }
    let mut left = granted;
    for _ in 0..draw.pick(&[0, 0, 1, 2]) {
        let mut cents = draw.cents();
        if draw.chance(50) {
            cents = -(cents.min(left));
            left += cents;
        }
        tranche = tranche.amended(draw.period(years), money(cents));
    }
    for _ in 0..draw.pick(&[1, 0, 1, 1, 3]) {
        let cents = if draw.chance(50) {
            granted
        } else {
            draw.cents()
        };
        tranche = tranche.received(draw.period(years), money(cents));
    }
    for _ in 0..draw.pick(&[0, 0, 1, 2]) {
        tranche = tranche.repaid(draw.period(years), draw.amount());
    }
    tranche
}

fn draw_line(draw: &mut Draw, at: usize, grants: &[String], years: &[i16]) -> CostLine {
    let id = format!("{}-{at}", draw.pick(&["L", "B", "l", "é", "=1", "a,\"b;"]));
    let negative = draw.chance(25);
    let cents = draw.cents();
    let cents = if negative { -cents } else { cents };
    let mut line = CostLine::new(id, draw.period(years), money(cents));
    if !grants.is_empty() && !draw.chance(8) {
        line = line.booked(draw_booking(draw, grants, cents));
    }
    if draw.chance(30) {
        line = line.dimension("theme", draw.pick(&["sport", "zorg", "wonen"]));
    }
    if draw.chance(30) {
        line = line.dimension("project", draw.pick(&["1", "2"]));
    }
    line
}

/// A booking of any form on some of the `grants`, for a line of so many cents.
pub(crate) fn draw_booking(draw: &mut Draw, grants: &[String], cents: i64) -> Booking {
    let mut named = grants.to_vec();
    draw.shuffle(&mut named);
    match draw.below(5) {
        0..=2 => Booking::Grant(named.swap_remove(0)),
        3 => {
            named.truncate(draw.below(named.len()) + 1);
            let mut left = 1_000_000;
            let mut shares = Vec::new();
            while let Some(grant) = named.pop() {
                let ppm = match named.len() {
                    0 => left,
                    _ => left.min(draw.pick(&[500_000, 250_000, 333_333, 0, 1, 950_000, 20_000])),
                };
                left -= ppm;
                shares.push((grant, Rate::from_ppm(ppm).expect("at most one")));
            }
            Booking::Shares(shares)
        }
        _ if cents < 0 => Booking::Grant(named.swap_remove(0)),
        _ => {
            let rest = named.swap_remove(0);
            let mut left = cents;
            named.truncate(draw.below(named.len() + 1));
            let parts = named.into_iter().map(|grant| {
                let part = draw.cents().min(left);
                left -= part;
                (grant, money(part))
            });
            Booking::Amounts {
                parts: parts.collect(),
                rest,
            }
        }
    }
}
