//! What schemes ask of grants by when: to account for years, and what is decided on them.

use std::collections::BTreeMap;

use super::unpaid::arising;
use crate::calendar::Date;
use crate::dossier::{Grant, State, StatedClosing};
use crate::plan::Plan;
use crate::scheme::{Citation, Day, DutyKind, Unit, Version};
use crate::settle::Settlement;
use crate::tables::DeadlineRow;

/// How a rule of a grant's scheme is cited.
pub(super) fn cited(plan: &Plan, grant: usize, version: usize, citation: &Citation) -> String {
    let scheme = plan.dossier().scheme_of(grant);
    scheme.cite(&scheme.versions[version], citation)
}

/// A year of a bucket in which there was something to account for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Active {
    year: i16,
    grant: usize,
    /// Whether nothing of it stays after the year.
    over: bool,
}

/// The duties of grants after a day. Of the years after it only those up to the last in which money of the grant must still
/// be spent. Of duties on one day for several years the last year counts. A decision on which the day has passed is told where
/// none comes after it.
pub(super) fn duties(
    ahead: &Settlement,
    day: Date,
    last: &BTreeMap<&str, i16>,
) -> Vec<DeadlineRow> {
    let plan = ahead.allocation().plan();
    let mut rows: BTreeMap<(usize, usize, Date), DeadlineRow> = BTreeMap::new();
    // By year, so that the last year takes the place of those before it.
    let mut years: BTreeMap<(i16, usize), bool> = BTreeMap::new();
    for active in before(plan).into_iter().chain(active(ahead)) {
        let over = years.entry((active.year, active.grant)).or_default();
        *over |= active.over;
    }
    for ((year, at), over) in years {
        let grant = &plan.dossier().grants()[at];
        let through = last.get(grant.id.value.as_str()).copied();
        let through = through.unwrap_or(i16::MIN).max(day.year());
        if year > through || is_determined(grant, day) {
            continue;
        }
        let version = Date::last_of_year(year).and_then(|end| plan.known(at).closing_version(end));
        let Some(version) = version else { continue };
        let of = &plan.dossier().scheme_of(at).versions[version];
        for duty in &of.duties {
            let Some(deadline) = duty.rule.deadline else {
                continue;
            };
            // A decision on a whole term or window of years follows on its end.
            let awaits = duty.rule.kind == DutyKind::Decision
                && matches!(deadline.on, Day::NextYear { .. })
                && !is_decided(of, year, over);
            if let Some(date) = deadline.of_year(year).filter(|_| !awaits) {
                let reason = cited(plan, at, version, &duty.citation);
                let row = row(grant, (duty.rule.kind, date, year), reason);
                rows.insert((at, duty.rule.kind as usize, date), row);
            }
        }
    }
    let decisions = rows.keys().filter(|(_, kind, _)| *kind == DECISION);
    // Ascending by date, so that the last one stays.
    let latest: BTreeMap<usize, Date> = decisions.map(|(grant, _, date)| (*grant, *date)).collect();
    rows.retain(|(grant, kind, date), _| {
        *date > day || (*kind == DECISION && latest.get(grant) == Some(date))
    });
    rows.into_values().collect()
}

const DECISION: usize = DutyKind::Decision as usize;

/// Whether the funder has decided on a grant by a day.
fn is_determined(grant: &Grant, day: Date) -> bool {
    grant.state == State::Determined && grant.since.is_none_or(|since| since <= day)
}

/// Whether a decision is about a year: of a whole term the one after which nothing stays, of a unit of years its last.
fn is_decided(version: &Version, year: i16, over: bool) -> bool {
    match version.unit.rule {
        Unit::CalendarYear => true,
        Unit::Term => over,
        unit @ Unit::Years { .. } => unit.last_year(year) == Some(year),
    }
}

/// The years of buckets in a settlement in which there was something to account for.
fn active(ahead: &Settlement) -> Vec<Active> {
    let allocation = ahead.allocation();
    let plan = allocation.plan();
    let mut all = Vec::new();
    for (of, year) in plan.years().iter().zip(&allocation.years) {
        for (at, bucket) in plan.buckets().iter().enumerate() {
            let (Some(of_bucket), Some(closing)) = (&of.buckets[at], &year.closings[at]) else {
                continue;
            };
            let moves = [closing.room, closing.received, closing.spent];
            if of_bucket.state != State::Announced && moves.iter().any(|cents| *cents != 0) {
                all.push(Active {
                    year: of.year,
                    grant: bucket.grant,
                    over: closing.decision.keep == 0,
                });
            }
        }
    }
    all
}

/// Those before the first book year, as far as the dossier tells of them: how a tranche closed, or an opening with room.
fn before(plan: &Plan) -> Vec<Active> {
    let Some(first) = plan.years().first().map(|year| year.year) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (at, grant) in plan.dossier().grants().iter().enumerate() {
        for tranche in &grant.tranches {
            let mut add = |year: i16, over: bool| {
                let end = Date::last_of_year(year);
                if end.is_some_and(|end| grant.state_on(end) != State::Announced) {
                    let grant = at;
                    all.push(Active { year, grant, over });
                }
            };
            let mut stated = false;
            for (closing, arose) in arising(tranche, first) {
                stated = true;
                if is_active(closing, arose) {
                    let stays = [closing.carry_over, closing.pending];
                    add(closing.year, stays.iter().all(|amount| amount.is_zero()));
                }
            }
            let opening = tranche.opening.as_ref().filter(|_| !stated);
            if opening.is_some_and(|opening| !opening.value.room.is_zero()) {
                add(first.saturating_sub(1), false);
            }
        }
    }
    all
}

/// Whether there was something to account for in a year that closed so: room, or money that came in or was spent. Where the
/// dossier doesn't say what could be spent, what stayed of it or went back tells.
fn is_active(closing: &StatedClosing, arose: i128) -> bool {
    let moved = [closing.received, closing.spent];
    let room = closing.room.map_or_else(
        || {
            let stayed = [closing.carry_over, closing.pending, closing.retained];
            arose != 0 || stayed.iter().any(|amount| !amount.is_zero())
        },
        |room| !room.is_zero(),
    );
    room || moved.iter().any(|amount| !amount.is_zero())
}

fn row(grant: &Grant, (kind, date, year): (DutyKind, Date, i16), reason: String) -> DeadlineRow {
    DeadlineRow {
        date: Some(date),
        kind: kind.as_str().to_owned(),
        year,
        grant: grant.id.value.clone(),
        tranche: None,
        part: None,
        from: None,
        amount: None,
        refund: None,
        by_then: None,
        since: None,
        spent: None,
        needed: None,
        so_far: None,
        times: None,
        reason,
    }
}
