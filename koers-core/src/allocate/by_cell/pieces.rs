//! The pieces of a year by cell: costs and credit notes that look the same to every grant, each as one piece.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{Cells, Sum};
use crate::allocate::pieces::Piece;
use crate::allocate::run::Run;
use crate::dossier::{Booking, Lines};
use crate::plan::{PART, YearPlan, place};

/// No piece.
pub(super) const NONE: u32 = u32::MAX;

/// What costs, credit notes and lines of nothing are in: each a piece of their own.
pub(super) const SIGNS: usize = 3;

/// The cells of a year, and the pieces that they are in.
pub(crate) struct OfYear {
    pub(super) cells: Arc<Cells>,
    /// By cell the pieces of its costs, its credit notes and its lines of nothing.
    pub(super) pieces: Vec<[u32; SIGNS]>,
    /// By piece the one that it was put together with.
    pub(super) heads: Vec<u32>,
}

/// Lines of one kind and sign: what they show to the grants, their booking, whether they are fixed, and a part that the
/// scheme of the booking doesn't have, since each of these is told of.
struct Kind {
    sight: usize,
    cents: i64,
    lines: u32,
    /// The day and the row of the first.
    first: (i32, usize),
    grant: Option<usize>,
    fixed: bool,
}

/// Cells being put into kinds.
struct Kinds {
    list: Vec<Kind>,
    /// By sight, booking, whether it is fixed, and sign.
    known: Vec<u32>,
    /// The same with an unknown part.
    of_parts: BTreeMap<(usize, u32), u32>,
    /// By cell and sign its kind.
    of_cell: Vec<[u32; SIGNS]>,
}

/// What lines show to the grants: ways to all of them.
struct Seen {
    /// Ways to all grants, each list once.
    sights: Vec<Vec<usize>>,
    /// The places of these by a number that is the same for the same list.
    of_ways: BTreeMap<u64, Vec<usize>>,
    /// By what cells show in columns and on which days, where a booking shows nothing.
    of_look: Vec<u32>,
    /// By grant, and by whether its aims are met and what its rules look at, the way.
    of_grant: Vec<BySeen>,
}

/// The ways to one grant by what it sees; in a table where there is little to see.
enum BySeen {
    Table(Vec<u32>),
    Map(BTreeMap<usize, usize>),
}

/// So much that a grant can see is looked up in a table.
const LITTLE: usize = 1 << 14;

impl BySeen {
    fn new(most: usize) -> BySeen {
        if most <= LITTLE {
            BySeen::Table(vec![NONE; most])
        } else {
            BySeen::Map(BTreeMap::new())
        }
    }

    fn get(&self, seen: usize) -> Option<usize> {
        match self {
            BySeen::Table(ways) => ways
                .get(seen)
                .filter(|way| **way != NONE)
                .map(|way| place(*way)),
            BySeen::Map(ways) => ways.get(&seen).copied(),
        }
    }

    fn set(&mut self, seen: usize, way: usize) {
        match self {
            BySeen::Table(ways) => {
                if let Some(known) = ways.get_mut(seen) {
                    // There are fewer ways than cells and grants.
                    *known = u32::try_from(way).unwrap_or(NONE);
                }
            }
            BySeen::Map(ways) => {
                ways.insert(seen, way);
            }
        }
    }
}

impl Seen {
    fn new(cells: &Cells, of_grants: &[Vec<Column>]) -> Seen {
        let most = |columns: &Vec<Column>| {
            let mut columns = columns.iter().map(|of| of.count);
            columns.try_fold(cells.cuts() * 2, usize::checked_mul)
        };
        let by_seen = of_grants
            .iter()
            .map(|of| BySeen::new(most(of).unwrap_or(usize::MAX)));
        Seen {
            sights: Vec::new(),
            of_ways: BTreeMap::new(),
            of_look: vec![NONE; cells.looks()],
            of_grant: by_seen.collect(),
        }
    }

    /// The place of a list of ways.
    fn sight(&mut self, ways: &[usize]) -> usize {
        // Fowler, Noll and Vo's hash: lists that share it are compared.
        let hash = ways.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &way| {
            (hash ^ u64::try_from(way).unwrap_or(u64::MAX)).wrapping_mul(0x0100_0000_01b3)
        });
        let places = self.of_ways.entry(hash).or_default();
        if let Some(&at) = places.iter().find(|at| self.sights[**at] == ways) {
            return at;
        }
        places.push(self.sights.len());
        self.sights.push(ways.to_vec());
        self.sights.len() - 1
    }
}

/// A column as a grant sees it.
struct Column {
    /// What a kind adds to a key, and how many kinds there are.
    of_key: (u32, u32),
    /// By kind what it is to the grant, and how many of these there are.
    seen: Vec<u32>,
    count: usize,
}

impl Run<'_, '_> {
    /// Takes the pieces of the year from cells.
    pub(crate) fn take_cells(&mut self, cells: Arc<Cells>) {
        let lines = self.dossier().lines();
        let bookings = lines.booking_values().iter();
        let grants = bookings.map(|booking| match booking {
            Booking::Grant(id) => self.plan.grant_place(id),
            _ => None,
        });
        let grants: Vec<Option<usize>> = std::iter::once(None).chain(grants).collect();
        let of_grants = 0..self.dossier().grants().len();
        let of_grants = of_grants.map(|grant| {
            let columns = self.conditions.columns_of(grant).iter();
            let columns = columns.map(|(at, seen)| Column {
                of_key: cells.columns[*at],
                count: seen.iter().copied().max().map_or(1, |last| place(last) + 1),
                seen: seen.clone(),
            });
            columns.collect()
        });
        let of_grants: Vec<Vec<Column>> = of_grants.collect();
        let mut seen = Seen::new(&cells, &of_grants);
        let mut ways = Vec::with_capacity(of_grants.len());
        let mut kinds = Kinds {
            list: Vec::new(),
            known: Vec::new(),
            of_parts: BTreeMap::new(),
            of_cell: vec![[NONE; SIGNS]; cells.list.len()],
        };
        let parts = lines.dimension(PART);
        for at in of_year(&cells, self.year) {
            let sums = &cells.list[at].sums;
            let Some(shown) = sums.iter().find(|sum| sum.lines > 0) else {
                continue;
            };
            let row = shown.first();
            let (booking, fixed) = cells.booking(at).unwrap_or_else(|| {
                // A line by itself.
                (place(lines.booking_code(row)), lines.is_fixed(row))
            });
            let grant = grants[booking];
            let of = (&*cells, at, &of_grants[..]);
            let sight = self.sight_of_cell(of, (row, grant), &mut seen, &mut ways);
            let part = parts.and_then(|parts| {
                self.ways.unknown_part(grant?, row)?;
                Some(parts.code(row))
            });
            let key = ((sight * grants.len() + booking) * 2 + usize::from(fixed)) * SIGNS;
            for (sign, sum) in sums.iter().enumerate().filter(|(_, sum)| sum.lines > 0) {
                let kind = kinds.place(key + sign, part);
                kinds.of_cell[at][sign] = kind;
                if place(kind) == kinds.list.len() {
                    kinds.list.push(Kind {
                        sight,
                        cents: 0,
                        lines: 0,
                        first: (sum.day, sum.first()),
                        grant,
                        fixed,
                    });
                }
                kinds.list[place(kind)].add(sum, lines);
            }
        }
        self.sights.set(seen.sights);
        self.take_kinds(cells, kinds);
    }

    /// The place of what the lines of a cell show to the grants.
    fn sight_of_cell(
        &mut self,
        (cells, at, of_grants): (&Cells, usize, &[Vec<Column>]),
        (row, booked): (usize, Option<usize>),
        seen: &mut Seen,
        ways: &mut Vec<usize>,
    ) -> usize {
        // Aims may be met by a booking.
        let look = cells.look(at).filter(|_| !self.conditions.by_goal());
        if let Some(look) = look
            && let Some(&known) = seen.of_look.get(look).filter(|known| **known != NONE)
        {
            return place(known);
        }
        let date = cells.first_day(at);
        ways.clear();
        for (grant, columns) in of_grants.iter().enumerate() {
            let aims = booked == Some(grant) || self.conditions.judged(grant, row);
            let columns = columns.iter().map(|of| (of.of_key, &of.seen[..], of.count));
            let shown = cells
                .shown(at, columns)
                .map(|shown| shown * 2 + usize::from(aims));
            let same = shown.and_then(|shown| seen.of_grant[grant].get(shown));
            let way = same.unwrap_or_else(|| {
                let of = (grant, row, aims);
                self.ways.of_day(of, date, &mut self.noted.exercised)
            });
            if let Some(shown) = shown.filter(|_| same.is_none()) {
                seen.of_grant[grant].set(shown, way);
            }
            ways.push(way);
        }
        let sight = seen.sight(ways);
        if let Some(look) = look {
            // There are no more than cells.
            seen.of_look[look] = u32::try_from(sight).unwrap_or(NONE);
        }
        sight
    }

    /// Takes kinds as pieces, by their first lines.
    fn take_kinds(&mut self, cells: Arc<Cells>, kinds: Kinds) {
        let lines = self.dossier().lines();
        let Kinds {
            list,
            of_cell: mut pieces,
            ..
        } = kinds;
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (list[a].first, list[b].first);
            a.0.cmp(&b.0).then_with(|| lines.order_of_ids(a.1, b.1))
        });
        let mut place_of = vec![NONE; list.len()];
        for (at, kind) in (0_u32..).zip(order) {
            place_of[kind] = at;
            let kind = &list[kind];
            let row = kind.first.1;
            self.sights.know(row, kind.sight);
            self.pieces.push(Piece {
                lines: kind.lines,
                ..Piece::of_costs(row, kind.grant, kind.cents, kind.fixed)
            });
        }
        for at in pieces.iter_mut().flatten() {
            *at = place_of.get(place(*at)).copied().unwrap_or(NONE);
        }
        crate::allocate::pieces::number(&mut self.pieces);
        let heads = (0..u32::try_from(list.len()).unwrap_or(NONE)).collect();
        self.of_year = Some(OfYear {
            cells,
            pieces,
            heads,
        });
    }

    /// Puts pieces that the same buckets may pay together: costs in the first of them, and credit notes. They are those of
    /// a class, in order; what is left of them counts.
    pub(crate) fn put_together(&mut self, members: &mut Vec<usize>) {
        let Some(of_year) = &mut self.of_year else {
            return;
        };
        // What pieces come to by day holds no more.
        self.by_day = None;
        let mut heads: [Option<usize>; 2] = [None; 2];
        members.retain(|&at| {
            let left = self.pieces[at].left;
            if left == 0 {
                return true;
            }
            let head = &mut heads[usize::from(left < 0)];
            let Some(head) = *head else {
                *head = Some(at);
                return true;
            };
            let lines = self.pieces[at].lines;
            self.pieces[at].left = 0;
            self.pieces[head].left += left;
            self.pieces[head].lines += lines;
            // Heads are counted in it.
            of_year.heads[at] = u32::try_from(head).unwrap_or(NONE);
            false
        });
    }
}

/// The cells of a book year.
fn of_year(cells: &Cells, year: &YearPlan) -> impl Iterator<Item = usize> {
    (0..cells.list.len()).filter(|&at| cells.year_of(at) == year.year)
}

impl Kinds {
    /// The number of a kind: that of the next one if it is new.
    fn place(&mut self, key: usize, part: Option<u32>) -> u32 {
        // There are no more than cells and signs.
        let next = u32::try_from(self.list.len()).unwrap_or(NONE);
        if let Some(part) = part {
            return *self.of_parts.entry((key, part)).or_insert(next);
        }
        if key >= self.known.len() {
            self.known.resize(key + 1, NONE);
        }
        let known = &mut self.known[key];
        if *known == NONE {
            *known = next;
        }
        *known
    }
}

impl Kind {
    fn add(&mut self, sum: &Sum, lines: &Lines) {
        self.cents += sum.cents;
        self.lines += sum.lines;
        let (day, row) = self.first;
        if sum.day < day || (sum.day == day && lines.order_of_ids(sum.first(), row).is_lt()) {
            self.first = (sum.day, sum.first());
        }
    }
}

impl OfYear {
    /// The piece in which a line of a cell and sign is: that with which its own was put together.
    pub(super) fn piece(&self, cell: u16, amount: i64) -> Option<usize> {
        let of_cell = self.pieces.get(usize::from(cell))?;
        let at = of_cell[super::cells::sign(amount)];
        let head = self.heads.get(place(at))?;
        Some(place(*head))
    }
}
