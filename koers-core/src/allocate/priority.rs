//! The step `priority`: grants in order, each as much as it can; what does not fit goes to the next.

use super::joint;
use super::place::{CeilingsHit, Claim, Placing, total_of};
use super::run::Run;
use super::step::StepRun;
use crate::progress::Cancelled;

/// Runs the step over one year.
pub(super) fn run(run: &mut Run<'_, '_>, step: &StepRun<'_>) -> Result<(), Cancelled> {
    let mut joint = joint::classes(run, step)?;
    // In order, with their classes.
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (class, of) in joint.classes.iter().enumerate() {
        pieces.extend(of.open(&run.pieces).map(|at| (at, class)));
    }
    pieces.sort_by_key(|(at, _)| run.rank(*at));
    run.watch.begin(pieces.len() * step.grants.len())?;
    for &grant in &step.grants {
        let mut claims: Vec<i64> = run.pieces.iter().map(|piece| piece.left).collect();
        let mut ways: Vec<Option<usize>> = Vec::with_capacity(joint.classes.len());
        for class in &joint.classes {
            let mut of_class = class.ways.iter().copied();
            let way = of_class.find(|&way| run.ways.list[way].grant == grant);
            ways.push(way);
            if let Some(way) = way
                && let Some(shared) = run.claims(&run.ways.list[way], &class.pieces, &joint.paid_by)
            {
                for (&at, claim) in class.pieces.iter().zip(shared) {
                    claims[at] = claim;
                }
            }
        }
        let mut totals = run.totals_left();
        let mut placing = Placing::new(run.ways.list.len(), step.word, step.newest);
        for round in [0, 1] {
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
        placing.done(&mut run.limits);
    }
    joint.end(run);
    Ok(())
}
