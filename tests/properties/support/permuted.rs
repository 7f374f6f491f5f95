//! The same dossier in another order.

use super::cases::Case;
use super::draw::Draw;

pub(crate) fn permuted(case: &Case, draw: &mut Draw) -> Case {
    let mut case = case.clone();
    draw.shuffle(&mut case.schemes);
    draw.shuffle(&mut case.grants);
    draw.shuffle(&mut case.lines);
    draw.shuffle(&mut case.budget);
    draw.shuffle(&mut case.quantities);
    for grant in &mut case.grants {
        draw.shuffle(&mut grant.tranches);
        draw.shuffle(&mut grant.agreements);
        for tranche in &mut grant.tranches {
            draw.shuffle(&mut tranche.amendments);
            draw.shuffle(&mut tranche.received);
            draw.shuffle(&mut tranche.repaid);
        }
    }
    for line in &mut case.lines {
        draw.shuffle(&mut line.dimensions);
    }
    case
}
