//! The step `priority`: grants in order, each as much as it can; what does not fit goes to the next.

use super::joint::{self, Joint};
use super::place::{CeilingsHit, Claim, Placing, total_of};
use super::run::Run;
use super::step::StepRun;
use crate::progress::Cancelled;

/// Runs the step over one year.
pub(super) fn run(run: &mut Run<'_, '_>, step: &StepRun<'_>) -> Result<(), Cancelled> {
    let joint = joint::classes(run, step)?;
    place(run, step, joint)
}

/// Puts the classes of a step on its grants, and ends it.
pub(super) fn place(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    mut joint: Joint,
) -> Result<(), Cancelled> {
    // In order, with their classes.
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (class, of) in joint.classes.iter().enumerate() {
        pieces.extend(of.open(&run.pieces).map(|at| (at, class)));
    }
    pieces.sort_by_key(|(at, _)| run.rank(*at));
    run.watch.begin(pieces.len() * step.grants.len())?;
    // By piece what it may still ask of the grant whose turn it is.
    let mut claims: Vec<i64> = vec![0; run.pieces.len()];
    // A way leads to one grant, so each has a turn of its own.
    let mut placing = Placing::new(run.ways.list.len(), step.word, step.newest);
    for &grant in &step.grants {
        let mut ways: Vec<Option<usize>> = Vec::with_capacity(joint.classes.len());
        for class in joint.classes.iter() {
            let of_class = &class.ways;
            let way = of_class.binary_search_by_key(&grant, |&way| run.ways.list[way].grant);
            ways.push(way.ok().map(|at| of_class[at]));
        }
        if ways.iter().all(Option::is_none) {
            continue;
        }
        pieces.retain(|(at, _)| run.pieces[*at].left > 0);
        for &(at, _) in &pieces {
            claims[at] = run.pieces[at].left;
        }
        for (class, way) in joint.classes.iter().zip(&ways) {
            let shared = way.and_then(|way| run.claims(way, &class.pieces));
            for (&at, claim) in class.pieces.iter().zip(shared.into_iter().flatten()) {
                claims[at] = claim;
            }
        }
        let mut totals = run.totals_left();
        for round in [0, 1] {
            if run.of_year.is_some() {
                let going = pieces.iter();
                let going = going.filter_map(|&(at, class)| Some((at, ways[class]?)));
                let going: Vec<(usize, usize)> = going.collect();
                run.place_sums(&going, &mut claims, round, &mut placing)?;
                continue;
            }
            for &(at, class) in &pieces {
                let Some(way) = ways[class] else {
                    continue;
                };
                if round == 0 {
                    run.watch.tick()?;
                }
                let line = run.pieces[at].line;
                let asked = claims[at];
                if asked <= 0 || (joint.excludes && joint.barred(run, line, grant)) {
                    continue;
                }
                let key = total_of(&run.ways.list[way]);
                let claim = Claim {
                    piece: at,
                    line,
                    left: &mut claims[at],
                    total: key.and_then(|key| totals.get_mut(&key)),
                };
                let mut hit = CeilingsHit {
                    plan: run.plan,
                    year: run.year,
                    exercised: &mut run.noted.exercised,
                };
                let to = (&mut run.paid, &mut hit);
                placing.piece(
                    claim,
                    (way, &run.ways.list[way]),
                    round,
                    &mut run.limits,
                    to,
                );
                let paid = asked - claims[at];
                run.pieces[at].left -= paid;
                if let Some(key) = key {
                    run.paid_under_total(key, paid);
                }
                if paid > 0 {
                    joint.pays(line, grant);
                }
            }
        }
    }
    placing.done(&mut run.limits);
    joint.end(run);
    Ok(())
}
