//! What classes reach, kept for what-ifs in which they reach the same.

use std::sync::Arc;

use super::limits::Reach;
use crate::allocate::joint::Class;
use crate::allocate::run::Run;

/// What classes reach where nothing but what buckets have left decides on it.
#[derive(Debug)]
pub(crate) struct Reached {
    pub(super) reach: Arc<Vec<Vec<Reach>>>,
    /// By class whether it has costs.
    costs: Vec<bool>,
    /// By bucket whether it has anything left.
    room: Vec<bool>,
}

impl Reached {
    pub(super) fn new(reach: &Arc<Vec<Vec<Reach>>>, sizes: &[i64], room: &[i64]) -> Reached {
        Reached {
            reach: Arc::clone(reach),
            costs: sizes.iter().map(|size| *size > 0).collect(),
            room: room.iter().map(|room| *room != 0).collect(),
        }
    }

    /// Whether as many have costs, and anything left.
    pub(super) fn holds(&self, sizes: &[i64], room: &[i64]) -> bool {
        let costs = sizes.iter().map(|size| *size > 0);
        let room = room.iter().map(|room| *room != 0);
        self.costs.iter().copied().eq(costs) && self.room.iter().copied().eq(room)
    }
}

/// Whether no share, ceiling, maximum or limit on what parts give holds for any class.
pub(super) fn is_by_room(run: &Run<'_, '_>, classes: &[Class]) -> bool {
    let ways = classes.iter().flat_map(|class| class.ways.iter());
    let mut ways = ways.map(|&way| &run.ways.list[way]);
    let grants = 0..run.plan.dossier().grants().len();
    ways.all(|way| {
        way.ceilings.is_empty() && way.share.is_none() && way.candidates.foreign.is_empty()
    }) && grants
        .into_iter()
        .all(|grant| run.limits.most_of(grant).is_none())
}
