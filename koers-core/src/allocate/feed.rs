//! Where the pieces of a year come from.

use super::admit::Gate;
use super::by_cell::{AskedFor, Given, Reader, Taken};
use super::pieces::{self, Piece};
use super::run::Run;

/// Where the pieces of a year come from.
pub(super) enum Pieces<'f> {
    /// Its lines.
    Lines(Reader),
    /// Kinds of them that were kept.
    Kept(&'f dyn Fn(Gate<'_>) -> Vec<Piece>),
}

/// Gives a run the pieces of its year: those that another run kept, or those of cells. If they are to be kept, they are also
/// given back as they are before any step.
pub(super) fn feed(
    gate: Gate<'_>,
    run: &mut Run<'_, '_>,
    pieces: &mut Pieces<'_>,
    (cells, taken): (Option<Given>, Option<&Taken>),
) -> Option<Vec<Piece>> {
    let asked = match pieces {
        Pieces::Lines(reader) => reader.asked,
        Pieces::Kept(_) => AskedFor::Lines,
    };
    run.tells = asked == AskedFor::Lines;
    if let Some(taken) = taken {
        run.take_again(taken);
        return None;
    }
    if let Some(cells) = cells
        && !run.take_cells(cells)
    {
        run.pieces = pieces::of_year(gate);
        if let Pieces::Lines(reader) = pieces {
            reader.has_read = true;
        }
        return None;
    }
    run.keeps = asked == AskedFor::Kept;
    run.keeps.then(|| run.pieces.clone())
}
