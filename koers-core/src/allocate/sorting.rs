//! Putting the pieces of a joint step into classes: by their booking and by how they look to each grant that admits them.

use std::rc::Rc;
use std::sync::Arc;

use super::exclusive::Standing;
use super::joint::{Class, Joint};
use super::lists::Lists;
use super::pieces::Piece;
use super::run::{Run, Why};
use super::{Block, Deducted};
use crate::plan::place;
use crate::scheme::Deduction;

/// Pieces being put into classes.
pub(super) struct Sorting<'s> {
    /// By grant whether it is one of the step.
    in_step: Vec<bool>,
    /// The grants of the step in its order, where only the first of those that exclude each other takes part.
    first_of: Option<&'s [usize]>,
    /// By class what makes two pieces of it: booking, whether it is only VAT, the list of how they look to each grant that
    /// admits them, what the grant of the booking takes off, and which others are kept out.
    keys: Lists,
    key: Vec<u32>,
    /// By way.
    of_ways: Vec<OfWay>,
    /// The ways of the line at hand to all grants, and of those the ways to grants of the step that admit it.
    to_all: Vec<u32>,
    ways: Vec<usize>,
    list: Vec<u32>,
    /// No grants.
    none: Arc<[usize]>,
    /// Lists of how lines look to the grants that admit them.
    lists: Lists,
    /// By what lines show: how they look to the grants, and the classes that they are in.
    looks: Vec<Option<(Rc<Look>, Known)>>,
}

/// By the grant of a booking, and whether it is only VAT, the class of lines that show the same: one or two, mostly.
type Known = Vec<((Option<usize>, bool), usize)>;

/// What is asked of a way for each line that has it.
#[derive(Clone, Copy)]
struct OfWay {
    /// Whether there are no candidates, and why.
    blocked: bool,
    block: Block,
    takes_vat: bool,
    look: u32,
}

/// The ways of a line, which all classes of it share, and the place of the list of how they look.
#[derive(Clone)]
struct Going {
    ways: Arc<[usize]>,
    looks: u32,
}

/// How a line looks to the grants.
struct Look {
    /// The ways to the grants of the step that admit it.
    going: Going,
    /// Of these the ways for VAT by itself, which only goes where it isn't taken off.
    vat_going: Going,
    /// Grants of the step that admit it and that others keep out.
    kept_out: Arc<[usize]>,
    /// Of all grants that admit it those that take VAT off, and whether others do not.
    taking_vat: Vec<usize>,
    keeps_vat: bool,
    /// How far it came at best at the other grants of the step.
    farthest: Block,
}

impl<'s> Sorting<'s> {
    /// `in_step` says by grant whether it is one of the step; `first_of` are these in the step's order, where only the first of
    /// those that exclude each other takes part.
    pub(super) fn new(in_step: Vec<bool>, first_of: Option<&'s [usize]>) -> Self {
        Sorting {
            in_step,
            first_of,
            keys: Lists::default(),
            key: Vec::new(),
            of_ways: Vec::new(),
            to_all: Vec::new(),
            ways: Vec::new(),
            list: Vec::new(),
            none: Arc::default(),
            lists: Lists::default(),
            looks: Vec::new(),
        }
    }

    /// Takes the ways that were found since.
    fn know_ways(&mut self, run: &Run<'_, '_>) {
        let new = run.ways.list[self.of_ways.len()..].iter();
        self.of_ways.extend(new.map(|way| OfWay {
            blocked: way.candidates.is_empty(),
            block: way.block,
            takes_vat: way.takes_vat(),
            // There are no more than ways.
            look: u32::try_from(way.look).unwrap_or(u32::MAX),
        }));
    }

    /// How the line at hand goes.
    fn going(&mut self) -> Going {
        let looks = self.ways.iter().map(|&way| self.of_ways[way].look);
        self.list.clear();
        self.list.extend(looks);
        Going {
            looks: self.lists.place(&self.list),
            ways: self.ways.as_slice().into(),
        }
    }
}

/// Grants that an earlier one of the order excludes, ascending. That one admits the line; whether it then has room, or may pay
/// the VAT by itself, doesn't matter.
fn kept_out(run: &mut Run<'_, '_>, line: usize, ways: &[usize], order: &[usize]) -> Vec<usize> {
    let mut admitting: Vec<usize> = ways.iter().map(|&at| run.ways.list[at].grant).collect();
    admitting.sort_unstable();
    let date = run.dossier().lines().period(line).last();
    let mut standing = Standing::new(run.plan, date);
    let mut kept_out = Vec::new();
    for &grant in order {
        if admitting.binary_search(&grant).is_err() {
            continue;
        }
        match standing.against(grant) {
            None => standing.add(grant),
            Some(other) => {
                standing.mark(grant, other, &mut run.noted.exercised);
                kept_out.push(grant);
            }
        }
    }
    kept_out.sort_unstable();
    kept_out
}

impl Sorting<'_> {
    /// The class of a piece: the next one if it is the first of it.
    fn class(
        &mut self,
        run: &Run<'_, '_>,
        (at, only_vat): (usize, bool),
        (look, going): (&Look, &Going),
    ) -> usize {
        // There is room in memory for fewer grants.
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let booked = run.pieces[at].grant;
        let no_one = u32::MAX;
        self.key.clear();
        self.key.extend([
            booked.map_or(no_one, small),
            u32::from(only_vat),
            going.looks,
        ]);
        if let Some(grant) = booked {
            let date = run.dossier().lines().period(run.pieces[at].line).last();
            let version = run.plan.version(grant, date);
            let deducts = version.and_then(|version| version.deductions.as_ref());
            let deducts = deducts.iter().flat_map(|rule| rule.rule.iter());
            self.key.extend(deducts.map(|it| *it as u32));
        }
        self.key.push(no_one);
        self.key.extend(look.kept_out.iter().copied().map(small));
        place(self.keys.place(&self.key))
    }
}

impl Look {
    /// The grant that takes VAT off: that of the booking, else the first that would.
    fn takes_vat(&self, booked: Option<usize>) -> Option<usize> {
        let of_booking = booked.filter(|grant| self.taking_vat.binary_search(grant).is_ok());
        of_booking.or_else(|| self.taking_vat.first().copied())
    }
}

impl Joint {
    /// Takes a piece into the step: into its class, or it is open at once.
    pub(super) fn take(&mut self, run: &mut Run<'_, '_>, at: usize, sorting: &mut Sorting<'_>) {
        let first = !std::mem::replace(&mut run.pieces[at].begun, true);
        let Piece {
            line,
            grant: booked,
            kind,
            left,
            vat,
            ..
        } = run.pieces[at];
        // Of what grants paid before, costs come before the VAT in them.
        let vat = vat.clamp(left.min(0), left.max(0));
        if left == 0 {
            // What costs nothing decides on nothing.
            return;
        }
        if let Some(grant) = booked {
            run.note_part(grant, line);
            if first {
                run.straddle(line, grant, left);
            }
        }
        if let Some(kind) = kind {
            let date = run.dossier().lines().period(line).last();
            let version = booked.and_then(|grant| run.plan.version(grant, date));
            let block = match (booked, version) {
                (None, _) => Some(Block::NoBooking),
                (_, version) if !version.is_some_and(|version| version.deducts(kind)) => {
                    Some(Block::NotDeducted)
                }
                _ => None,
            };
            if let Some(block) = block {
                run.leave(at, Why::at_once(left, block, None));
                return;
            }
        }
        let sight = run.sight(line);
        let look = self.look(run, (sight, line), sorting);
        let only_vat = run.pieces[at].of != at;
        let mut vat_alone = None;
        if let Some(by) = look.takes_vat(booked).filter(|_| vat != 0 && !only_vat) {
            run.pieces[at].left -= vat;
            run.pieces[at].vat = 0;
            if look.keeps_vat {
                let alone = Piece {
                    left: vat,
                    vat: 0,
                    whole: 0,
                    ..run.pieces[at].clone()
                };
                run.pieces.push(alone);
                let alone = run.pieces.len() - 1;
                run.vat_off.insert(alone, by);
                // A grant that pays of it may be paying what the fund does.
                run.vat_seen.insert(alone, vat);
                vat_alone = Some(alone);
            } else {
                run.deduct(Deducted {
                    line,
                    grant: by,
                    kind: Deduction::Vat,
                    amount: vat,
                });
            }
        } else if vat != 0 {
            run.vat_seen.entry(at).or_insert(vat);
        }
        // What is all VAT leaves nothing of itself, and that decides on nothing.
        if run.pieces[at].left != 0 && !self.join(run, (at, only_vat), (sight, &look), sorting) {
            let there = booked.filter(|grant| sorting.in_step[*grant]);
            let there = there.and_then(|grant| self.blocked(run, (sight, line), grant));
            self.nowhere.push((at, look.farthest, there));
        }
        if let Some(alone) = vat_alone {
            self.join(run, (alone, true), (sight, &look), sorting);
        }
    }

    /// Puts a piece into its class; whether a grant of the step admits it.
    fn join(
        &mut self,
        run: &Run<'_, '_>,
        (at, only_vat): (usize, bool),
        (sight, look): (usize, &Look),
        sorting: &mut Sorting<'_>,
    ) -> bool {
        let going = if only_vat {
            &look.vat_going
        } else {
            &look.going
        };
        if going.ways.is_empty() {
            return false;
        }
        let booked = run.pieces[at].grant;
        // What other grants paid of a line bars some of its ways, whatever it shows.
        let of_sight = sorting.looks.get(sight).filter(|_| !self.excludes);
        let known = of_sight.and_then(Option::as_ref).and_then(|(_, known)| {
            let mut known = known.iter();
            known.find(|(of, _)| *of == (booked, only_vat))
        });
        let class = if let Some((_, class)) = known {
            *class
        } else {
            let class = sorting.class(run, (at, only_vat), (look, going));
            if class == self.classes.len() {
                Arc::make_mut(&mut self.classes).push(Class {
                    booked,
                    ways: Arc::clone(&going.ways),
                    kept_out: Arc::clone(&look.kept_out),
                    pieces: Vec::new(),
                    is_vat: only_vat,
                });
            }
            if let Some(Some((_, known))) = sorting.looks.get_mut(sight) {
                known.push(((booked, only_vat), class));
            }
            class
        };
        Arc::make_mut(&mut self.classes)[class].pieces.push(at);
        true
    }

    /// How a line looks to the grants: once for all that show the same, unless what is paid of it already matters.
    fn look(
        &self,
        run: &mut Run<'_, '_>,
        (sight, line): (usize, usize),
        sorting: &mut Sorting<'_>,
    ) -> Rc<Look> {
        let known = sorting.looks.get(sight).filter(|_| !self.excludes);
        if let Some(Some((known, _))) = known {
            return Rc::clone(known);
        }
        sorting.know_ways(run);
        sorting.to_all.clear();
        sorting.to_all.extend(run.sights.ways(sight));
        sorting.ways.resize(sorting.to_all.len(), 0);
        let mut count = 0;
        let (mut taking_vat, mut keeps_vat) = (Vec::new(), false);
        let mut farthest = Block::NoBooking;
        // Which grants admit a line can't be guessed, so what they add is worked out without a branch.
        for (grant, &way) in sorting.to_all.iter().enumerate() {
            let way = place(way);
            let (of, in_step) = (sorting.of_ways[way], sorting.in_step[grant]);
            let barred = self.excludes && !of.blocked && self.barred(run, line, grant);
            let admits = !of.blocked && !barred;
            let block = if barred { Block::Exclusive } else { of.block };
            let farther = !admits && in_step && block > farthest;
            farthest = if farther { block } else { farthest };
            if admits && of.takes_vat {
                taking_vat.push(grant);
            }
            keeps_vat |= admits && !of.takes_vat;
            sorting.ways[count] = way;
            count += usize::from(admits && in_step);
        }
        sorting.ways.truncate(count);
        let order = sorting.first_of;
        let kept_out =
            order.map_or_else(Vec::new, |order| kept_out(run, line, &sorting.ways, order));
        if !kept_out.is_empty() {
            sorting
                .ways
                .retain(|&way| kept_out.binary_search(&run.ways.list[way].grant).is_err());
        }
        let going = sorting.going();
        let vat_going = if taking_vat.is_empty() {
            going.clone()
        } else {
            let of_ways = &sorting.of_ways;
            sorting.ways.retain(|way| !of_ways[*way].takes_vat);
            sorting.going()
        };
        let look = Look {
            vat_going,
            going,
            kept_out: if kept_out.is_empty() {
                Arc::clone(&sorting.none)
            } else {
                kept_out.into()
            },
            taking_vat,
            keeps_vat,
            farthest,
        };
        let look = Rc::new(look);
        if sorting.looks.len() <= sight {
            sorting.looks.resize(sight + 1, None);
        }
        sorting.looks[sight] = Some((Rc::clone(&look), Vec::new()));
        look
    }

    /// How far a line came at a grant that doesn't admit it; `None` where one does.
    fn blocked(
        &self,
        run: &mut Run<'_, '_>,
        (sight, line): (usize, usize),
        grant: usize,
    ) -> Option<Block> {
        let way = &run.ways.list[run.sights.way(sight, grant)];
        if way.candidates.is_empty() {
            return Some(way.block);
        }
        self.barred(run, line, grant).then_some(Block::Exclusive)
    }
}
