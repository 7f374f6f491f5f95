//! Putting the pieces of a joint step into classes: by their booking and by how they look to each grant that admits them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::exclusive::Standing;
use super::joint::{Class, Joint};
use super::lists::Lists;
use super::pieces::Piece;
use super::run::{Run, Why};
use super::{Block, Deducted};
use crate::scheme::Deduction;

/// What makes two pieces of one class: booking, whether it is only VAT, what the grant of the booking takes off, the list of
/// how they look to each grant that admits them, and which others are kept out.
type Key = (Option<usize>, bool, Vec<Deduction>, u32, Vec<usize>);

/// Pieces being put into classes.
pub(super) struct Sorting<'s> {
    /// By grant whether it is one of the step.
    in_step: Vec<bool>,
    /// The grants of the step in its order, where only the first of those that exclude each other takes part.
    first_of: Option<&'s [usize]>,
    of_key: BTreeMap<Key, usize>,
    /// Lists of how lines look to the grants that admit them.
    lists: Lists,
    /// By what lines show: how they look to the grants, and the classes that they are in.
    looks: Vec<Option<(Rc<Look>, Known)>>,
}

/// By the grant of a booking, and whether it is only VAT, the class of lines that show the same: one or two, mostly.
type Known = Vec<((Option<usize>, bool), usize)>;

/// How a line looks to the grants.
struct Look {
    /// The ways to the grants of the step that admit it.
    ways: Vec<usize>,
    /// Grants of the step that admit it and that others keep out.
    kept_out: Vec<usize>,
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
            of_key: BTreeMap::new(),
            lists: Lists::default(),
            looks: Vec::new(),
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Look {
            ways: Vec::new(),
            kept_out: Vec::new(),
            taking_vat: Vec::new(),
            keeps_vat: false,
            farthest: Block::NoBooking,
        }
    }
}

impl Look {
    /// Keeps out grants that an earlier one of the order excludes. That one admits the line; whether it then has room, or
    /// may pay the VAT by itself, doesn't matter.
    fn keep_first(&mut self, run: &mut Run<'_, '_>, line: usize, order: &[usize]) {
        let mut admitting: Vec<usize> = self
            .ways
            .iter()
            .map(|&at| run.ways.list[at].grant)
            .collect();
        admitting.sort_unstable();
        let date = run.dossier().lines().period(line).last();
        let mut standing = Standing::new(run.plan, date);
        for &grant in order {
            if admitting.binary_search(&grant).is_err() {
                continue;
            }
            match standing.against(grant) {
                None => standing.add(grant),
                Some(other) => {
                    standing.mark(grant, other, &mut run.noted.exercised);
                    self.kept_out.push(grant);
                }
            }
        }
        self.kept_out.sort_unstable();
        let kept_out = &self.kept_out;
        let stays = |way: &usize| kept_out.binary_search(&run.ways.list[*way].grant).is_err();
        self.ways.retain(stays);
    }

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
        let date = run.dossier().lines().period(line).last();
        let version = booked.and_then(|grant| run.plan.version(grant, date));
        if let Some(grant) = booked {
            run.note_part(grant, line);
            if first {
                run.straddle(line, grant, left);
            }
        }
        if let Some(kind) = kind {
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
        if look.ways.is_empty() {
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
            let mut ways = look.ways.clone();
            if only_vat {
                // VAT by itself only goes where it isn't taken off.
                ways.retain(|way| !run.ways.list[*way].takes_vat());
            }
            if ways.is_empty() {
                return false;
            }
            let date = run.dossier().lines().period(run.pieces[at].line).last();
            let version = booked.and_then(|grant| run.plan.version(grant, date));
            let deducts = version
                .and_then(|version| version.deductions.as_ref())
                .map_or_else(Vec::new, |rule| rule.rule.iter().copied().collect());
            let looks = ways.iter().map(|&way| {
                // There are no more than ways.
                u32::try_from(run.ways.list[way].look).unwrap_or(u32::MAX)
            });
            let looks = sorting.lists.place(&looks.collect::<Vec<u32>>());
            let key = (booked, only_vat, deducts, looks, look.kept_out.clone());
            let next = self.classes.len();
            let class = *sorting.of_key.entry(key).or_insert(next);
            if class == next {
                self.classes.push(Class {
                    booked,
                    ways,
                    kept_out: look.kept_out.clone(),
                    pieces: Vec::new(),
                    is_vat: only_vat,
                });
            }
            if let Some(Some((_, known))) = sorting.looks.get_mut(sight) {
                known.push(((booked, only_vat), class));
            }
            class
        };
        self.classes[class].pieces.push(at);
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
        let ways = run.sights.ways(sight);
        let mut look = Look {
            ways: Vec::with_capacity(ways.len()),
            ..Look::default()
        };
        for (grant, &way) in ways.iter().enumerate() {
            let in_step = sorting.in_step[grant];
            if let Some(block) = self.blocked(run, (sight, line), grant) {
                if in_step {
                    look.farthest = look.farthest.max(block);
                }
                continue;
            }
            if run.ways.list[way].takes_vat() {
                look.taking_vat.push(grant);
            } else {
                look.keeps_vat = true;
            }
            if in_step {
                look.ways.push(way);
            }
        }
        if let Some(order) = sorting.first_of {
            look.keep_first(run, line, order);
        }
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
