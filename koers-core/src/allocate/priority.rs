//! The step `priority`: grants in order, each as much as it can; what does not fit goes to the next.

use super::joint::{self, Class, Joint};
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
    let going = Going::new(run, &joint.classes);
    // A way leads to one grant, so each has a turn of its own.
    let mut placing = Placing::new(run.ways.list.len(), step.word, step.newest);
    if run.of_year.is_some() {
        place_sums(run, step, (&joint, &going), &mut placing)?;
    } else {
        place_pieces(run, step, (&mut joint, &going), &mut placing)?;
    }
    placing.done(&mut run.limits);
    joint.end(run);
    Ok(())
}

/// Which classes have a way to each grant: looked up once, for grants are many times as many as the ways of most classes.
struct Going {
    /// By grant where its own begin; at last where all end.
    starts: Vec<usize>,
    /// Classes, each with its way to the grant.
    of_grants: Vec<(usize, usize)>,
}

impl Going {
    fn new(run: &Run<'_, '_>, classes: &[Class]) -> Going {
        let grants: Vec<usize> = run.ways.list.iter().map(|way| way.grant).collect();
        let mut starts = vec![0; run.dossier().grants().len() + 1];
        for way in classes.iter().flat_map(|class| class.ways.iter()) {
            starts[grants[*way] + 1] += 1;
        }
        for grant in 1..starts.len() {
            starts[grant] += starts[grant - 1];
        }
        let mut next = starts.clone();
        let mut of_grants = vec![(0, 0); starts.last().copied().unwrap_or(0)];
        for (at, class) in classes.iter().enumerate() {
            for &way in class.ways.iter() {
                let next = &mut next[grants[way]];
                of_grants[*next] = (at, way);
                *next += 1;
            }
        }
        Going { starts, of_grants }
    }

    fn to(&self, grant: usize) -> &[(usize, usize)] {
        &self.of_grants[self.starts[grant]..self.starts[grant + 1]]
    }
}

/// Puts pieces that are sums of lines on the grants. No grant pays a share of these, or excludes another.
fn place_sums(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    (joint, to): (&Joint, &Going),
    placing: &mut Placing,
) -> Result<(), Cancelled> {
    let open = |class: &Class| class.open(&run.pieces).collect::<Vec<usize>>();
    // A class of sums has one piece of costs.
    let of_classes: Vec<Vec<usize>> = joint.classes.iter().map(open).collect();
    run.watch.begin(step.grants.len())?;
    let mut claims: Vec<i64> = run.pieces.iter().map(|piece| piece.left.max(0)).collect();
    for &grant in &step.grants {
        run.watch.tick()?;
        let ways = to.to(grant).iter();
        let going =
            ways.flat_map(|&(class, way)| of_classes[class].iter().map(move |at| (*at, way)));
        let going: Vec<(usize, usize)> = going.filter(|(at, _)| claims[*at] > 0).collect();
        for round in [0, 1] {
            run.place_sums(&going, &mut claims, round, placing)?;
        }
    }
    Ok(())
}

/// Puts pieces of single lines on the grants, in order.
fn place_pieces(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    (joint, to): (&mut Joint, &Going),
    placing: &mut Placing,
) -> Result<(), Cancelled> {
    // In order, with their classes.
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (class, of) in joint.classes.iter().enumerate() {
        pieces.extend(of.open(&run.pieces).map(|at| (at, class)));
    }
    pieces.sort_by_key(|(at, _)| run.rank(*at));
    run.watch.begin(pieces.len() * step.grants.len())?;
    // By piece what it may still ask of the grant whose turn it is, and by class its way to that.
    let mut claims: Vec<i64> = vec![0; run.pieces.len()];
    let mut ways: Vec<Option<usize>> = vec![None; joint.classes.len()];
    for &grant in &step.grants {
        if to.to(grant).is_empty() {
            continue;
        }
        ways.fill(None);
        pieces.retain(|(at, _)| run.pieces[*at].left > 0);
        for &(at, _) in &pieces {
            claims[at] = run.pieces[at].left;
        }
        for &(class, way) in to.to(grant) {
            ways[class] = Some(way);
            let members = &joint.classes[class].pieces;
            let shared = run.claims(way, members);
            for (&at, claim) in members.iter().zip(shared.into_iter().flatten()) {
                claims[at] = claim;
            }
        }
        let mut totals = run.totals_left();
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
    }
    Ok(())
}
