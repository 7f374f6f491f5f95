//! What lines show to the grants: the ways to all of them, each list of ways once.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::pieces::NONE;
use crate::allocate::conditions::Conditions;
use crate::allocate::lists::Lists;
use crate::allocate::run::Run;
use crate::plan::place;

/// The most ways in all lists.
const MOST: usize = 1 << 24;

/// What so many cells show to one grant is looked up in a table.
const LITTLE: usize = 1 << 14;

/// What the lines of a year show.
pub(super) struct Seen {
    grants: usize,
    /// By column what its kinds add, for each grant, to the number of what that sees.
    columns: Vec<Vec<u32>>,
    /// By what cells show in columns and on which days, where a booking shows nothing, the place of a list.
    of_look: Vec<u32>,
    /// By grant and number of what it sees the way.
    of_grant: Vec<BySeen>,
    lists: Lists,
    /// Whether a person judged what contributes to the aims of a grant.
    judged: bool,
    /// What each grant sees of the cell at hand, and the ways to them.
    shown: Vec<u32>,
    ways: Vec<u32>,
}

/// The ways to one grant by what it sees; in a table where there is little to see.
enum BySeen {
    Table(Vec<u32>),
    Map(BTreeMap<usize, u32>),
}

impl Seen {
    pub(super) fn new(cells: &Cells, conditions: &Conditions<'_>, grants: usize) -> Seen {
        let kinds = cells.columns.iter().map(|kinds| place(*kinds));
        let mut columns: Vec<Vec<u32>> = kinds.map(|kinds| vec![0; kinds * grants]).collect();
        let of_grant = (0..grants).map(|grant| {
            // Twice, since aims are met or not.
            let mut most = cells.cuts() * 2;
            for (at, seen) in conditions.columns_of(grant) {
                for (kind, seen) in seen.iter().enumerate() {
                    columns[*at][kind * grants + grant] = *seen * most;
                }
                // A grant sees no more than there is, and so all of it no more than there are keys, twice.
                most *= seen.iter().copied().max().map_or(1, |last| last + 1);
            }
            BySeen::new(place(most))
        });
        Seen {
            grants,
            of_grant: of_grant.collect(),
            columns,
            of_look: vec![NONE; cells.looks()],
            lists: Lists::default(),
            judged: conditions.have_judgements(),
            shown: Vec::new(),
            ways: Vec::new(),
        }
    }

    /// The place of what the lines of a cell show to the grants. They are those of a row, and booked on a grant.
    pub(super) fn sight(
        &mut self,
        run: &mut Run<'_, '_>,
        (cells, at): (&Cells, usize),
        (row, booked): (usize, Option<usize>),
    ) -> usize {
        // Aims may be met by a booking.
        let look = cells.look(at).filter(|_| !run.conditions.by_goal());
        if let Some(look) = look
            && let Some(&known) = self.of_look.get(look).filter(|known| **known != NONE)
        {
            return place(known);
        }
        let by_itself = !self.show(cells, at);
        let date = cells.first_day(at);
        self.ways.clear();
        for (grant, of_grant) in self.of_grant.iter_mut().enumerate() {
            let judged = self.judged && run.conditions.judged(grant, row);
            let aims = judged || booked == Some(grant);
            let shown = place(self.shown[grant]) + usize::from(aims);
            let known = of_grant.get(shown).filter(|_| !by_itself);
            self.ways.push(known.unwrap_or_else(|| {
                let of = (grant, row, aims);
                let way = run.ways.of_day(of, date, &mut run.noted.exercised);
                // There are fewer ways than cells and grants.
                let way = u32::try_from(way).unwrap_or(NONE);
                if !by_itself {
                    of_grant.set(shown, way);
                }
                way
            }));
        }
        let sight = self.lists.place(&self.ways);
        if let Some(look) = look {
            self.of_look[look] = sight;
        }
        place(sight)
    }

    /// Works out what each grant sees of a cell, but for its aims; false for a line by itself.
    fn show(&mut self, cells: &Cells, at: usize) -> bool {
        self.shown.clear();
        let Some((days, kinds)) = cells.kinds(at) else {
            self.shown.resize(self.grants, 0);
            return false;
        };
        self.shown.resize(self.grants, days * 2);
        for (adds, kind) in self.columns.iter().zip(kinds) {
            let adds = &adds[kind * self.grants..][..self.grants];
            for (shown, adds) in self.shown.iter_mut().zip(adds) {
                *shown += adds;
            }
        }
        true
    }

    /// Whether the lists take too much memory.
    pub(super) fn is_too_much(&self) -> bool {
        self.lists.size() > MOST
    }

    /// The way to a grant.
    pub(super) fn way(&self, sight: usize, grant: usize) -> usize {
        place(self.lists.list(sight)[grant])
    }

    /// The ways to all grants, by place.
    pub(super) fn sights(&self) -> impl Iterator<Item = impl Iterator<Item = usize>> {
        self.lists
            .all()
            .map(|ways| ways.iter().map(|way| place(*way)))
    }
}

impl BySeen {
    fn new(most: usize) -> BySeen {
        if most <= LITTLE {
            BySeen::Table(vec![NONE; most])
        } else {
            BySeen::Map(BTreeMap::new())
        }
    }

    fn get(&self, seen: usize) -> Option<u32> {
        match self {
            BySeen::Table(ways) => ways.get(seen).copied().filter(|way| *way != NONE),
            BySeen::Map(ways) => ways.get(&seen).copied(),
        }
    }

    fn set(&mut self, seen: usize, way: u32) {
        match self {
            BySeen::Table(ways) => ways[seen] = way,
            BySeen::Map(ways) => {
                ways.insert(seen, way);
            }
        }
    }
}
