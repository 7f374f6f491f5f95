//! The pieces of a year by cell: costs and credit notes that look the same to every grant, each as one piece.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Given;
use super::cells::{Cells, Sum};
use super::daily::Daily;
use super::seen::Seen;
use crate::allocate::joint::Sorted;
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
    /// What costs of cells come to by day, where that was found when lines were read.
    pub(super) daily: Option<Arc<Daily>>,
    /// By cell the pieces of its costs, its credit notes and its lines of nothing.
    pub(super) pieces: Arc<[[u32; SIGNS]]>,
    /// By piece the one that it was put together with.
    pub(super) heads: Vec<u32>,
}

/// The pieces of a year, those that the same buckets may pay put together.
pub(crate) struct Taken {
    pub(super) cells: Arc<Cells>,
    pieces: Vec<Piece>,
    /// By cell and sign its piece.
    of_cell: Arc<[[u32; SIGNS]]>,
    /// The classes of the step, where it has any.
    sorted: Option<Arc<Sorted>>,
    /// By row what lines show that stand for others.
    of_rows: Arc<BTreeMap<usize, usize>>,
}

/// Lines of one kind and sign: what they show to the grants, their booking, whether they are fixed, and a part that the
/// scheme of the booking doesn't have, since each of these is told of.
struct Kind {
    /// None where they are fixed on a grant.
    sight: Option<usize>,
    cents: i64,
    lines: u32,
    /// The day and the row of the first.
    first: (i32, usize),
    grant: Option<usize>,
    fixed: bool,
}

/// What makes lines of one kind, but for their sign.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    /// The sight of lines that are booked nowhere and not fixed, as most are where grants compete.
    Sight(usize),
    /// Sight, booking, and whether they are fixed.
    Booked(usize, usize, bool),
    /// The way to the grant on which they are fixed.
    Way(usize),
}

/// Cells being put into kinds.
struct Kinds {
    list: Vec<Kind>,
    /// By sight, then sign.
    known: Vec<[u32; SIGNS]>,
    booked: BTreeMap<By, [u32; SIGNS]>,
    /// By way to the grant on which lines are fixed, then sign.
    of_ways: Vec<[u32; SIGNS]>,
    /// The same with an unknown part.
    of_parts: BTreeMap<(By, usize, u32), u32>,
    /// By cell and sign its kind.
    of_cell: Vec<[u32; SIGNS]>,
}

impl Run<'_, '_> {
    /// Takes the pieces of the year from cells; whether what they show takes so little memory that they can be.
    pub(crate) fn take_cells(&mut self, (cells, daily): Given) -> bool {
        let lines = self.dossier().lines();
        let bookings = lines.booking_values().iter();
        let grants = bookings.map(|booking| match booking {
            Booking::Grant(id) => self.plan.grant_place(id),
            _ => None,
        });
        let grants: Vec<Option<usize>> = std::iter::once(None).chain(grants).collect();
        let mut seen = Seen::new(&cells, self.conditions, self.dossier().grants().len());
        let mut kinds = Kinds {
            list: Vec::new(),
            known: Vec::new(),
            booked: BTreeMap::new(),
            of_ways: Vec::new(),
            of_parts: BTreeMap::new(),
            of_cell: vec![[NONE; SIGNS]; cells.list.len()],
        };
        let parts = lines.dimension(PART);
        for at in of_year(&cells, self.year) {
            let sums = &cells.list[at].sums;
            let Some(shown) = sums.iter().find(|sum| sum.lines > 0) else {
                continue;
            };
            let row = shown.first.row();
            // A line by itself has that of its row.
            let booking = cells.list[at].booking;
            let (booking, fixed) =
                booking.unwrap_or_else(|| (lines.booking_code(row), lines.is_fixed(row)));
            let booking = place(booking);
            let grant = grants[booking];
            let part = parts.and_then(|parts| {
                self.ways.unknown_part(grant?, row)?;
                Some(parts.code(row))
            });
            // What stays where it is booked shows nothing to other grants.
            let (sight, by) = if let Some(grant) = grant.filter(|_| fixed) {
                let of = (grant, row, true);
                let date = cells.first_day(at);
                let way = self.ways.of_day(of, date);
                (None, By::Way(way))
            } else {
                let sight = seen.sight(self, (&cells, at), (row, grant));
                let by = match booking {
                    0 if !fixed => By::Sight(sight),
                    _ => By::Booked(sight, booking, fixed),
                };
                (Some(sight), by)
            };
            if seen.is_too_much() {
                return false;
            }
            for (sign, sum) in sums.iter().enumerate().filter(|(_, sum)| sum.lines > 0) {
                let kind = kinds.place(by, sign, part);
                kinds.of_cell[at][sign] = kind;
                if place(kind) == kinds.list.len() {
                    kinds.list.push(Kind {
                        sight,
                        cents: 0,
                        lines: 0,
                        first: (sum.first.day, sum.first.row()),
                        grant,
                        fixed,
                    });
                }
                kinds.list[place(kind)].add(sum, lines);
            }
        }
        let grants = self.dossier().grants().len();
        self.sights.set(seen.sights(), grants);
        self.take_kinds((cells, daily), kinds);
        true
    }

    /// Takes kinds as pieces, by their first lines.
    fn take_kinds(&mut self, (cells, daily): Given, kinds: Kinds) {
        let lines = self.dossier().lines();
        let Kinds {
            list,
            of_cell: mut pieces,
            ..
        } = kinds;
        let order = in_order(&list, lines);
        let mut sights = Vec::new();
        let mut place_of = vec![NONE; list.len()];
        for (at, kind) in (0_u32..).zip(order) {
            place_of[kind] = at;
            let kind = &list[kind];
            let row = kind.first.1;
            if let Some(sight) = kind.sight {
                sights.push((row, sight));
            }
            self.pieces.push(Piece {
                lines: kind.lines,
                ..Piece::of_costs(row, kind.grant, kind.cents, kind.fixed)
            });
        }
        self.sights.know(sights.into_iter().collect());
        for at in pieces.iter_mut().flatten() {
            *at = place_of.get(place(*at)).copied().unwrap_or(NONE);
        }
        crate::allocate::pieces::number(&mut self.pieces);
        self.of_year = Some(OfYear {
            cells,
            daily,
            pieces: pieces.into(),
            heads: heads(list.len()),
        });
    }

    /// The pieces of the year, as they were when they were taken, put together as the steps did: for runs in which they are
    /// the same but for amounts of other things.
    pub(crate) fn taken(&self, fresh: &[Piece]) -> Option<Taken> {
        let of_year = self.of_year.as_ref()?;
        let is_head = |at: usize| place(of_year.heads[at]) == at;
        let mut places = vec![NONE; fresh.len()];
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, piece) in fresh.iter().enumerate().filter(|(at, _)| is_head(*at)) {
            // There are no more than before.
            places[at] = u32::try_from(pieces.len()).unwrap_or(NONE);
            pieces.push(piece.clone());
        }
        for (at, piece) in fresh.iter().enumerate().filter(|(at, _)| !is_head(*at)) {
            places[at] = places[place(of_year.heads[at])];
            let head = pieces.get_mut(place(places[at]))?;
            head.left += piece.left;
            head.lines += piece.lines;
        }
        crate::allocate::pieces::number(&mut pieces);
        let mut of_cell = of_year.pieces.to_vec();
        for at in of_cell.iter_mut().flatten() {
            *at = places.get(place(*at)).copied().unwrap_or(NONE);
        }
        let sorted = self.sorted.as_ref().map(|sorted| {
            let mut sorted = Sorted::clone(sorted);
            let classes = Arc::make_mut(&mut sorted.classes).iter_mut();
            let of_classes = classes.flat_map(|class| &mut class.pieces);
            let nowhere = sorted.nowhere.iter_mut().map(|(at, ..)| at);
            for at in of_classes.chain(nowhere) {
                *at = place(places[*at]);
            }
            Arc::new(sorted)
        });
        Some(Taken {
            sorted,
            cells: Arc::clone(&of_year.cells),
            pieces,
            of_cell: of_cell.into(),
            of_rows: self.sights.of_rows(),
        })
    }

    /// Takes the pieces of the year as another run put them together.
    pub(crate) fn take_again(&mut self, taken: &Taken) {
        self.pieces.clone_from(&taken.pieces);
        self.sorted.clone_from(&taken.sorted);
        self.sights.know_rows(&taken.of_rows);
        self.of_year = Some(OfYear {
            cells: Arc::clone(&taken.cells),
            daily: None,
            pieces: Arc::clone(&taken.of_cell),
            heads: heads(taken.pieces.len()),
        });
    }

    /// Puts pieces that the same buckets may pay together: costs in the first of them, and credit notes. They are those of
    /// a class, in order; what is left of them counts.
    pub(crate) fn put_together(&mut self, members: &mut Vec<usize>) {
        let Some(of_year) = &mut self.of_year else {
            return;
        };
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

/// Pieces of which each is its own.
fn heads(count: usize) -> Vec<u32> {
    (0..u32::try_from(count).unwrap_or(NONE)).collect()
}

/// The cells of a book year.
fn of_year(cells: &Cells, year: &YearPlan) -> impl Iterator<Item = usize> {
    (0..cells.list.len()).filter(|&at| cells.year_of(at) == year.year)
}

impl Kinds {
    /// The number of a kind: that of the next one if it is new.
    fn place(&mut self, by: By, sign: usize, part: Option<u32>) -> u32 {
        // There are no more than cells and signs.
        let next = u32::try_from(self.list.len()).unwrap_or(NONE);
        if let Some(part) = part {
            return *self.of_parts.entry((by, sign, part)).or_insert(next);
        }
        let known = match by {
            By::Booked(..) => self.booked.entry(by).or_insert([NONE; SIGNS]),
            By::Sight(at) => of_place(&mut self.known, at),
            By::Way(at) => of_place(&mut self.of_ways, at),
        };
        let known = &mut known[sign];
        if *known == NONE {
            *known = next;
        }
        *known
    }
}

fn of_place(known: &mut Vec<[u32; SIGNS]>, at: usize) -> &mut [u32; SIGNS] {
    if at >= known.len() {
        known.resize(at + 1, [NONE; SIGNS]);
    }
    &mut known[at]
}

/// The places of kinds by their first lines: by day, and those of a day by id.
fn in_order(list: &[Kind], lines: &Lines) -> Vec<usize> {
    let firsts = list.iter().enumerate().map(|(at, kind)| {
        let (day, row) = kind.first;
        // There are fewer rows than that.
        (day, u32::try_from(row).unwrap_or(u32::MAX), at)
    });
    let mut firsts: Vec<(i32, u32, usize)> = firsts.collect();
    firsts.sort_unstable();
    let mut order = Vec::with_capacity(list.len());
    let (mut rows, mut keys) = (Vec::new(), Vec::new());
    for of_day in firsts.chunk_by(|a, b| a.0 == b.0) {
        rows.clear();
        rows.extend(of_day.iter().map(|(_, row, _)| *row));
        // A line to which a cost was added stands for that too.
        rows.dedup();
        lines.sort_by_id(&mut rows, &mut keys);
        for &row in &rows {
            let start = of_day.partition_point(|(_, of, _)| *of < row);
            let same = of_day[start..].iter().take_while(|(_, of, _)| *of == row);
            order.extend(same.map(|(.., at)| *at));
        }
    }
    order
}

impl Kind {
    fn add(&mut self, sum: &Sum, lines: &Lines) {
        self.cents += sum.cents;
        self.lines += sum.lines;
        let (day, row) = self.first;
        let first = sum.first;
        if first.day < day || (first.day == day && lines.order_of_ids(first.row(), row).is_lt()) {
            self.first = (first.day, first.row());
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
