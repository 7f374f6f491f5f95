//! Kinds of pieces, where lines go one by one: after the one step `least-refund` it can be settled again without looking at
//! the lines.
//!
//! Pieces that look the same to every grant, whether or not they are eligible for it, stay in one class whatever such a
//! change makes of the classes. Each such *kind* is kept as one piece with the sum of its amounts, and the run is that of
//! any other pieces: what buckets pay of a class does not depend on how many lines it has. Lines that are fixed stay what
//! they are, since their order matters.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Extra;
use crate::allocate::admit::Gate;
use crate::allocate::conditions::Conditions;
use crate::allocate::least_refund::LeftOutKind;
use crate::allocate::pieces::{self, Piece};
use crate::allocate::way::Ways;
use crate::allocate::{Allocation, Going, Pieces};
use crate::calendar::Date;
use crate::diag::Findings;
use crate::dossier::Dossier;
use crate::ledger::Carried;
use crate::method::Step;
use crate::plan::Plan;
use crate::scheme::{Deduction, Target};

/// The most ways to grants, with and without regard to eligibility, that are kept of all kinds of a year, and the most
/// pieces: so that what-ifs take no more than some hundreds of MB. Beyond that the lines are read again.
const MOST_WAYS: usize = 1 << 22;
const MOST_PIECES: usize = 1 << 22;

/// The kinds of pieces of each book year.
#[derive(Debug)]
pub(crate) struct Kinds {
    years: BTreeMap<i16, KeptYear>,
}

#[derive(Debug)]
struct KeptYear {
    /// One for each kind, and those that are fixed, in order.
    pieces: Vec<Piece>,
    /// By kind the rows of its lines, in order.
    lines: Vec<Vec<usize>>,
    /// By row of `cost_lines` and the place of the grant of a piece of it the kind that the piece is in.
    kinds_of: BTreeMap<(usize, Option<usize>), usize>,
    /// Until when and on what money that was carried into the year may be spent: what kinds rest on.
    terms: BTreeMap<BucketName, (Date, Target)>,
}

/// Grant, tranche and part.
type BucketName = (String, String, Option<String>);

/// What makes two pieces one kind: booking, kind, sign, whether it has VAT, whether the step takes it, and the ways to all
/// grants, with and without regard to eligibility.
type Key = (
    Option<usize>,
    Option<Deduction>,
    (i64, bool, bool),
    Vec<usize>,
);

impl Kinds {
    /// The kinds of an allocation by one step `least-refund`; `None` by any other method, where schemes exclude each other,
    /// since then each line matters, and where there are too many.
    pub(super) fn new(allocation: &Allocation) -> Option<Kinds> {
        let plan = allocation.plan();
        let steps = &plan.method().steps;
        let alone =
            matches!(steps.as_slice(), [step] if matches!(step.value, Step::LeastRefund(_)));
        if !alone || plan.excludes() {
            return None;
        }
        let conditions = plan.looks().conditions(plan);
        let years = plan.years().iter().zip(&allocation.years);
        let years = years.map(|(year, allocated)| {
            let gate = Gate {
                plan,
                year,
                carried: &allocated.carried,
            };
            let kept = KeptYear::new(gate, conditions, (MOST_PIECES, MOST_WAYS))?;
            Some((year.year, kept))
        });
        Some(Kinds {
            years: years.collect::<Option<_>>()?,
        })
    }

    /// Settles a dossier with the same lines again, with a cost more if one is given. `None` where kinds can't tell: a
    /// judgement on lines of some look, or a rule that is left out of the flow.
    pub(super) fn again(
        &self,
        before: &Plan,
        dossier: &Dossier,
        extra: Option<Extra>,
    ) -> Result<Option<Allocation>, Findings> {
        let Some(apart) = judged_apart(before.dossier(), dossier) else {
            return Ok(None);
        };
        let plan = before.again(dossier.clone())?;
        super::check(&plan, extra)?;
        let mut go_on = |_| ControlFlow::Continue(());
        let pieces = |gate: Gate<'_>| self.pieces(before, gate, &apart, extra);
        let divided = plan
            .divide(&mut go_on, &mut Pieces::Kept(&pieces), &mut Going::Years)
            .unwrap_or_default();
        let mut problems = divided.years.iter().flat_map(|year| &year.problems);
        let exact = problems.all(|solved| {
            let mut left_out = solved.left_out.iter();
            left_out.all(|left_out| left_out.kind == LeftOutKind::Excess)
        });
        Ok(exact.then(|| Allocation::new(plan, divided)))
    }

    /// The pieces of a year: kinds, less the lines that are judged apart, which stand for themselves.
    fn pieces(
        &self,
        before: &Plan,
        gate: Gate<'_>,
        apart: &[usize],
        extra: Option<Extra>,
    ) -> Vec<Piece> {
        let kept = self.years.get(&gate.year.year);
        let Some(kept) = kept.filter(|kept| kept.terms == terms(gate.plan, gate.carried)) else {
            // Other money was carried into the year, so lines may be admitted elsewhere.
            return pieces::of_year(gate);
        };
        let mut kinds = kept.pieces.clone();
        let mut all = Vec::new();
        for &line in apart {
            let mut of_line = Vec::new();
            pieces::of_line(gate.plan, line, &mut of_line);
            for piece in &of_line {
                // Its grants may be in another order now.
                let grant = piece
                    .grant
                    .map(|at| &gate.plan.dossier().grants()[at].id.value);
                let grant = grant.and_then(|id| before.grant_place(id));
                if let Some(&kind) = kept.kinds_of.get(&(line, grant)) {
                    kinds[kind].left -= piece.left;
                    kinds[kind].vat -= piece.vat;
                }
            }
            if gate.plan.dossier().lines().period(line).last().year() == gate.year.year {
                all.append(&mut of_line);
            }
        }
        for (mut piece, lines) in kinds.into_iter().zip(&kept.lines) {
            // What stands for itself stands for no other.
            let mut others = lines
                .iter()
                .filter(|line| apart.binary_search(line).is_err());
            let Some(&first) = others.next() else {
                continue;
            };
            let grant = piece.grant.and_then(|at| before.dossier().grants().get(at));
            piece.grant = grant.and_then(|grant| gate.plan.grant_place(&grant.id.value));
            piece.line = first;
            all.push(piece);
        }
        if let Some((line, cents)) = extra
            && gate.plan.dossier().lines().period(line).last().year() == gate.year.year
        {
            pieces::add(gate.plan, line, (cents, 0), &mut all);
        }
        let lines = gate.plan.dossier().lines();
        all.sort_by(|a, b| lines.order(a.line, b.line).then(a.grant.cmp(&b.grant)));
        pieces::number(&mut all);
        all
    }
}

impl KeptYear {
    /// `None` where there are more pieces, or more ways of kinds, than these.
    fn new(
        gate: Gate<'_>,
        conditions: &Conditions,
        (most_pieces, most_ways): (usize, usize),
    ) -> Option<KeptYear> {
        let mut ways = Ways::new(gate, conditions, None);
        let mut kinds: BTreeMap<Key, usize> = BTreeMap::new();
        let mut kept: Vec<Piece> = Vec::new();
        let mut lines: Vec<Vec<usize>> = Vec::new();
        let mut kinds_of: BTreeMap<(usize, Option<usize>), usize> = BTreeMap::new();
        let grants = gate.plan.dossier().grants().len();
        for (place, piece) in pieces::of_year(gate).into_iter().enumerate() {
            let next = kept.len();
            if place >= most_pieces || next.saturating_mul(grants * 2) > most_ways {
                return None;
            }
            let at = if piece.fixed {
                next
            } else {
                let mut to_all = Vec::new();
                for grant in 0..grants {
                    let aims = conditions.contributes(gate.plan, grant, piece.line);
                    let seen = (grant, piece.line, aims);
                    to_all.push(ways.of(seen));
                    to_all.push(ways.of_eligible((grant, piece.line)));
                }
                let looks = (
                    // A piece of nothing decides on nothing, not even on the order of kinds.
                    piece.left.signum(),
                    piece.vat != 0,
                    conditions.in_scope(0, piece.line),
                );
                let key = (piece.grant, piece.kind, looks, to_all);
                *kinds.entry(key).or_insert(next)
            };
            kinds_of.insert((piece.line, piece.grant), at);
            if at == next {
                lines.push(vec![piece.line]);
                kept.push(piece);
            } else {
                kept[at].left += piece.left;
                kept[at].vat += piece.vat;
                lines[at].push(piece.line);
            }
        }
        Some(KeptYear {
            pieces: kept,
            lines,
            kinds_of,
            terms: terms(gate.plan, gate.carried),
        })
    }
}

/// The terms of money that was carried into a year, by bucket.
fn terms(plan: &Plan, carried: &[Carried]) -> BTreeMap<BucketName, (Date, Target)> {
    let dossier = plan.dossier();
    let buckets = plan.buckets().iter().zip(carried);
    buckets
        .filter_map(|(bucket, carried)| {
            let name = (
                bucket.grant(dossier).id.value.clone(),
                bucket.tranche(dossier).id.value.clone(),
                bucket.part(dossier).map(str::to_owned),
            );
            let terms = carried.terms?;
            Some((name, (terms.until, terms.to)))
        })
        .collect()
}

/// The rows of the lines that a dossier judges otherwise than before; `None` where it says so by their look.
fn judged_apart(before: &Dossier, after: &Dossier) -> Option<Vec<usize>> {
    let (old, new) = (before.eligible_for(), after.eligible_for());
    let (had, has) = (before.assumed(), after.assumed());
    let assumed = has.get(had.len()..)?;
    if assumed.iter().any(|assumed| assumed.costs.is_some()) {
        return None;
    }
    let mut rows = Vec::new();
    for judgement in new.get(old.len()..)? {
        if !judgement.costs.is_empty() {
            return None;
        }
        let lines = judgement.lines.iter();
        rows.extend(lines.filter_map(|line| after.lines().find(&line.value)));
    }
    rows.sort_unstable();
    rows.dedup();
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Period;
    use crate::dossier::{CostLine, DossierBuilder, Grant, Tranche};
    use crate::method::Method;
    use crate::money::Money;
    use crate::scheme::Schemes;

    /// Whether kinds are kept of three lines on two grants, under these bounds.
    fn are_kept(bounds: (usize, usize)) -> bool {
        let year = Period::year(2024).expect("a year");
        let euros = |euros: i64| Money::from_euros(euros).expect("an amount");
        let grant = |id: &str| {
            let tranche = Tranche::new("2024", euros(1_000)).year(2024);
            Grant::new(id, "spuk-iza").tranche(tranche)
        };
        let mut builder = DossierBuilder::new("d", "H", vec![2024]);
        builder.grants_mut().extend([grant("a"), grant("b")]);
        builder.add_lines([
            CostLine::new("1", year, euros(10)).on("a"),
            CostLine::new("2", year, euros(20)).on("a"),
            CostLine::new("3", year, euros(30)).on("b"),
        ]);
        let dossier = builder
            .build(&Schemes::catalogue())
            .expect("a sound dossier");
        let plan = Plan::by(dossier, Method::least_refund()).expect("a sound plan");
        let carried = vec![Carried::default(); plan.buckets().len()];
        let gate = Gate {
            plan: &plan,
            year: &plan.years()[0],
            carried: &carried,
        };
        KeptYear::new(gate, &Conditions::new(&plan), bounds).is_some()
    }

    #[test]
    fn kinds_are_kept_within_bounds() {
        assert!(are_kept((3, 8)));
        assert!(!are_kept((2, 8)), "of three lines there are more pieces");
        assert!(!are_kept((3, 3)), "the first kind has four ways");
    }
}
