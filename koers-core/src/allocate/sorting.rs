//! Putting the pieces of a joint step into classes: by their booking and by how they look to each grant that admits them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::exclusive::Standing;
use super::joint::{Class, Joint};
use super::pieces::Piece;
use super::run::{Run, Why};
use super::{Block, Deducted};
use crate::scheme::Deduction;

/// What makes two pieces of one class: booking, whether it is only VAT, what the grant of the booking takes off, how they
/// look to each grant that admits them, and which others are kept out.
type Key = (Option<usize>, bool, Vec<Deduction>, Vec<usize>, Vec<usize>);

/// Pieces being put into classes.
pub(super) struct Sorting<'s> {
    /// The grants of the step, ascending.
    grants: &'s [usize],
    /// The grants of the step in its order, where only the first of those that exclude each other takes part.
    first_of: Option<&'s [usize]>,
    of_key: BTreeMap<Key, usize>,
    /// By what lines show: how they look to the grants.
    looks: BTreeMap<usize, Rc<Look>>,
    /// By what a line shows, the grant of its booking, and whether it is only VAT: the class.
    known: BTreeMap<(usize, Option<usize>, bool), usize>,
}

/// How a line looks to the grants.
struct Look {
    /// The ways to the grants of the step that admit it.
    ways: Vec<usize>,
    /// Grants of the step that admit it and that others keep out.
    kept_out: Vec<usize>,
    /// Of the ways those for VAT by itself, which only goes where it isn't taken off.
    for_vat: Vec<usize>,
    /// Of all grants that admit it those that take VAT off, and whether others do not.
    taking_vat: Vec<usize>,
    keeps_vat: bool,
    /// How far it came at the other grants of the step, by grant, and at best.
    blocked: Vec<(usize, Block)>,
    farthest: Block,
}

impl<'s> Sorting<'s> {
    /// `grants` are those of the step, ascending; `first_of` the same in its order, where only the first of those that
    /// exclude each other takes part.
    pub(super) fn new(grants: &'s [usize], first_of: Option<&'s [usize]>) -> Self {
        Sorting {
            grants,
            first_of,
            of_key: BTreeMap::new(),
            looks: BTreeMap::new(),
            known: BTreeMap::new(),
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Look {
            ways: Vec::new(),
            kept_out: Vec::new(),
            for_vat: Vec::new(),
            taking_vat: Vec::new(),
            keeps_vat: false,
            blocked: Vec::new(),
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
        self.for_vat.retain(stays);
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
            let mut blocked = look.blocked.iter();
            let there = blocked.find(|(grant, _)| Some(*grant) == booked);
            let there = there.map(|(_, block)| *block);
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
        let ways = if only_vat { &look.for_vat } else { &look.ways };
        if ways.is_empty() {
            return false;
        }
        let booked = run.pieces[at].grant;
        let known = sorting.known.get(&(sight, booked, only_vat));
        // What other grants paid of a line bars some of its ways, whatever it shows.
        let class = known.copied().filter(|_| !self.excludes);
        let class = class.unwrap_or_else(|| {
            let date = run.dossier().lines().period(run.pieces[at].line).last();
            let version = booked.and_then(|grant| run.plan.version(grant, date));
            let deducts = version
                .and_then(|version| version.deductions.as_ref())
                .map_or_else(Vec::new, |rule| rule.rule.iter().copied().collect());
            let looks = ways.iter().map(|&way| run.ways.list[way].look).collect();
            let key = (booked, only_vat, deducts, looks, look.kept_out.clone());
            let next = self.classes.len();
            let class = *sorting.of_key.entry(key).or_insert(next);
            if class == next {
                self.classes.push(Class {
                    booked,
                    ways: ways.clone(),
                    kept_out: look.kept_out.clone(),
                    pieces: Vec::new(),
                    is_vat: only_vat,
                });
            }
            sorting.known.insert((sight, booked, only_vat), class);
            class
        });
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
        if let Some(known) = sorting.looks.get(&sight).filter(|_| !self.excludes) {
            return Rc::clone(known);
        }
        let mut look = Look::default();
        for (grant, &way) in run.sights.ways(sight).iter().enumerate() {
            let in_step = sorting.grants.binary_search(&grant).is_ok();
            let of = &run.ways.list[way];
            let (admits, takes_vat) = (!of.candidates.is_empty(), of.takes_vat());
            let block = if admits {
                self.barred(run, line, grant).then_some(Block::Exclusive)
            } else {
                Some(of.block)
            };
            if let Some(block) = block {
                if in_step {
                    look.farthest = look.farthest.max(block);
                    look.blocked.push((grant, block));
                }
                continue;
            }
            if takes_vat {
                look.taking_vat.push(grant);
            } else {
                look.keeps_vat = true;
            }
            if in_step {
                look.ways.push(way);
                if !takes_vat {
                    look.for_vat.push(way);
                }
            }
        }
        if let Some(order) = sorting.first_of {
            look.keep_first(run, line, order);
        }
        let look = Rc::new(look);
        sorting.looks.insert(sight, Rc::clone(&look));
        look
    }
}
