//! Dossiers with judgements and assumptions, and methods, drawn at random.

use std::fmt;

use koers_core::calendar::{Date, Period};
use koers_core::diag::{Code, Findings, Lang};
use koers_core::dossier::{Dossier, EligibleFor, Grant, Tranche};
use koers_core::method::{
    Booked, LeastRefund, Priority, ProRata, Redistribute, Rounding, Tranches, Weights,
};
use koers_core::money::{Money, Quantity, Rate};
use koers_core::scheme::{Condition, Unit, Window};
use koers_core::settle::Settlement;
use koers_core::{Method, dossier::CostLine};
use proptest::prelude::*;

use super::cases::{Case, draw_booking};
use super::draw::{Draw, money};
use super::rich::{condition, decorate, rich_cases};
use super::schemes::{SchemeSpec, VersionSpec, draw_unspent};

/// A dossier and a method to settle it by.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) case: Case,
    pub(crate) judged: Vec<EligibleFor>,
    pub(crate) assumed: Vec<(String, Option<Condition>)>,
    pub(crate) method: Method,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:?}", self.case)?;
        for line in &self.case.lines {
            let vat = line.vat_compensable;
            writeln!(
                f,
                "# {} {} {:?} {:?} fixed {} corrects {:?} vat {vat:?}",
                line.id, line.amount, line.kind, line.dimensions, line.fixed, line.corrects
            )?;
        }
        writeln!(f, "# {:?}\n# {:?}", self.judged, self.assumed)?;
        write!(f, "{}", self.method.to_toml())
    }
}

impl Asked {
    pub(crate) fn dossier(&self) -> Result<Dossier, Findings> {
        let mut dossier = self.case.dossier()?;
        for judged in &self.judged {
            dossier = dossier.judge_eligible(judged.clone())?;
        }
        for (grant, costs) in &self.assumed {
            dossier = dossier.assume_eligible(grant, costs.clone())?;
        }
        Ok(dossier)
    }

    pub(crate) fn settled(&self) -> Result<Settlement, TestCaseError> {
        self.by(&self.method)
    }

    pub(crate) fn by(&self, method: &Method) -> Result<Settlement, TestCaseError> {
        let dossier = self.dossier().map_err(refused)?;
        dossier.settle_by(method).map_err(refused)
    }
}

/// What the dossiers drawn here may be refused for.
#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
pub(crate) fn refused(findings: Findings) -> TestCaseError {
    let drawn = [
        Code::EmptyAgreement,
        Code::WindowOutsideScheme,
        Code::DatesReversed,
        Code::NoPrice,
        Code::NoWindow,
        Code::SumOutOfBounds,
        Code::NoWeights,
    ];
    let errors = findings.iter().filter(|finding| {
        finding.severity() == koers_core::diag::Severity::Error && !drawn.contains(&finding.code())
    });
    if errors.count() == 0 {
        TestCaseError::reject("drawn so that it is refused")
    } else {
        TestCaseError::fail(findings.render(Lang::En))
    }
}

fn choices(most: usize) -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(any::<u32>(), 0..most)
}

/// Any rich dossier by any method.
pub(crate) fn rich_asked() -> impl Strategy<Value = Asked> {
    (rich_cases(), choices(200)).prop_map(|(case, choices)| ask(case, Draw::new(choices)))
}

/// Dossiers in which grants compete for the same lines, with few rules of time, by any method.
pub(crate) fn close_asked() -> impl Strategy<Value = Asked> {
    let drawn = (choices(500), choices(300), choices(200));
    drawn.prop_map(|(close, rich, choices)| {
        ask(close_case(&mut Draw::new(close), rich), Draw::new(choices))
    })
}

/// Of both.
pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    prop_oneof![1 => rich_asked(), 2 => close_asked()]
}

fn ask(mut case: Case, mut draw: Draw) -> Asked {
    let draw = &mut draw;
    let ids: Vec<String> = case.grants.iter().map(|it| it.id.value.clone()).collect();
    for grant in &mut case.grants {
        let people = Quantity::from_units(draw.pick(&[1, 7, 0, 73_107]));
        *grant = grant.clone().key("people", people.expect("few"));
    }
    let mut judged = Vec::new();
    let mut assumed = Vec::new();
    if !ids.is_empty() {
        for _ in 0..draw.pick(&[0, 0, 1, 2]) {
            let mut judgement = EligibleFor::new(draw.pick(&ids), "memo");
            if case.lines.is_empty() || draw.chance(40) {
                judgement = judgement.costs(condition(draw));
            } else {
                for _ in 0..draw.pick(&[1, 2, 5]) {
                    judgement = judgement.line(draw.pick(&case.lines).id);
                }
            }
            judged.push(judgement);
        }
        for _ in 0..draw.pick(&[0, 1, 0, 2]) {
            let costs = draw.chance(50).then(|| condition(draw));
            assumed.push((draw.pick(&ids), costs));
        }
    }
    let method = draw_method(draw, &ids);
    Asked {
        case,
        judged,
        assumed,
        method,
    }
}

/// A method of one to four steps over some of these grants.
pub(crate) fn draw_method(draw: &mut Draw, ids: &[String]) -> Method {
    let mut method = Method::new();
    for _ in 0..draw.pick(&[1, 1, 2, 3, 4]) {
        method = match draw.below(4) {
            0 => method.step(draw_least_refund(draw, ids)),
            1 => method.step(draw_priority(draw, ids)),
            2 if !ids.is_empty() => method.step(draw_pro_rata(draw, ids)),
            _ => {
                let step = Booked::new().costs(scope(draw));
                method.step(step.tranches(tranches(draw)))
            }
        };
    }
    method
}

fn scope(draw: &mut Draw) -> Condition {
    if draw.chance(25) {
        condition(draw)
    } else {
        Condition::new()
    }
}

fn tranches(draw: &mut Draw) -> Tranches {
    draw.pick(&[Tranches::Oldest, Tranches::Newest])
}

/// Some of the grants, in any order; none for all.
fn some(draw: &mut Draw, ids: &[String]) -> Vec<String> {
    let mut named = ids.to_vec();
    draw.shuffle(&mut named);
    named.truncate(draw.below(ids.len() + 1));
    named
}

fn maxima(draw: &mut Draw, named: &[String], ids: &[String]) -> Vec<(String, Money)> {
    let named = if named.is_empty() { ids } else { named };
    let mut maxima = Vec::new();
    for id in named {
        if draw.chance(20) {
            maxima.push((id.clone(), draw.amount()));
        }
    }
    maxima
}

fn draw_least_refund(draw: &mut Draw, ids: &[String]) -> LeastRefund {
    let named = some(draw, ids);
    let step = LeastRefund::new().costs(scope(draw));
    let mut step = step.grants(named.clone());
    for (id, most) in maxima(draw, &named, ids) {
        step = step.maximum(id, most);
    }
    step
}

fn draw_priority(draw: &mut Draw, ids: &[String]) -> Priority {
    let named = some(draw, ids);
    let step = Priority::new().costs(scope(draw)).tranches(tranches(draw));
    let mut step = step.grants(named.clone());
    for (id, most) in maxima(draw, &named, ids) {
        step = step.maximum(id, most);
    }
    step
}

fn draw_pro_rata(draw: &mut Draw, ids: &[String]) -> ProRata {
    let mut named = some(draw, ids);
    let groups: Vec<Vec<String>> = match named.len() {
        0 => Vec::new(),
        all => {
            let second = named.split_off(1 + draw.below(all));
            [named.clone(), second]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect()
        }
    };
    let all: Vec<String> = if groups.is_empty() {
        ids.to_vec()
    } else {
        groups.iter().flatten().cloned().collect()
    };
    let weights = match draw.below(4) {
        0 => Weights::Room,
        1 => Weights::Award,
        2 => Weights::key("people"),
        _ => {
            let rate = |draw: &mut Draw| {
                let ppm = draw.pick(&[500_000, 333_333, 1, 1_000_000, 0, 20_000]);
                Rate::from_ppm(ppm).expect("at most one")
            };
            Weights::shares(all.iter().map(|id| (id.clone(), rate(draw))))
        }
    };
    let mut step = ProRata::new(weights).costs(scope(draw));
    for group in groups {
        step = step.group(group);
    }
    for (id, most) in maxima(draw, &all, ids) {
        step = step.maximum(id, most);
    }
    step.tranches(tranches(draw))
        .rounding(draw.pick(&[Rounding::LargestRemainder, Rounding::Down]))
        .redistribute(draw.pick(&[
            Redistribute::None,
            Redistribute::NextGroup,
            Redistribute::WithinGroup,
        ]))
}

/// A dossier whose grants may pay mostly the same lines.
pub(crate) fn close_case(draw: &mut Draw, rich: Vec<u32>) -> Case {
    draw.scale = draw.pick(&[40, 1_000, 7, 100_000_000]);
    let years: Vec<i16> = (2024..2025 + draw.pick(&[0, 0, 1, 2])).collect();
    let schemes: Vec<SchemeSpec> = (0..=draw.below(3))
        .map(|at| SchemeSpec {
            id: format!("scheme-{at}"),
            group: draw.pick(&["rijk", "eu", "other"]),
            draft: false,
            parts: (0..draw.pick(&[0, 2])).map(|at| format!("p{at}")).collect(),
            versions: vec![VersionSpec {
                from: Date::new(1900, 1, 1).expect("a day"),
                published: None,
                unit: draw.pick(&[Unit::CalendarYear, Unit::CalendarYear, Unit::Term]),
                window: match draw.below(3) {
                    0 => Window::Until(Date::new(2026, 12, 31).expect("a day")),
                    _ => Window::TrancheYear,
                },
                goal: draw.chance(30),
                unspent: draw_unspent(draw, &years, false),
                maximum: None,
            }],
        })
        .collect();
    let mut grants = Vec::new();
    for id in ["iza", "b", "A9", "gala15", "rest"]
        .into_iter()
        .take(2 + draw.below(4))
    {
        let scheme = draw.pick(&schemes);
        let mut grant = Grant::new(id, &scheme.id);
        grant.preference = draw.chance(30).then(|| draw.pick(&[1, 2, 3]));
        for at in 0..draw.pick(&[1, 1, 2]) {
            let name = ["2024", "a"][at];
            let parts: Vec<Option<&String>> = match scheme.parts.len() {
                0 => vec![None],
                all => scheme.parts[..=draw.below(all)].iter().map(Some).collect(),
            };
            for part in parts {
                let (award, year) = (draw.amount(), draw.pick(&years));
                let mut tranche = Tranche::new(name, award).year(year);
                let first = Period::year(years[0]).expect("a year");
                if draw.chance(80) {
                    tranche = tranche.received(first, award);
                }
                grant.tranches.push(match part {
                    Some(part) => tranche.part(part),
                    None => tranche,
                });
            }
        }
        grants.push(grant);
    }
    let names: Vec<String> = grants.iter().map(|it| it.id.value.clone()).collect();
    let lines = (0..draw.below(16))
        .map(|at| {
            let cents = draw.cents();
            let cents = if draw.chance(15) { -cents } else { cents };
            let line = CostLine::new(format!("L{at}"), draw.period(&years), money(cents));
            if draw.chance(70) {
                line.booked(draw_booking(draw, &names, cents))
            } else {
                line
            }
        })
        .collect();
    let mut case = Case {
        years,
        as_of: None,
        schemes,
        grants,
        lines,
        budget: Vec::new(),
        quantities: Vec::new(),
        rich: draw.chance(80).then(|| rich.clone()),
    };
    if case.rich.is_some() {
        decorate(&mut case, &mut Draw::new(rich));
    }
    case
}
