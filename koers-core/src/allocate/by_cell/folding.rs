//! From what rows show to their cells: those for which the same conditions hold are in one.
//!
//! Columns have many values, and rules name few sets of them. All that decides on the ways of a line, besides its days and its
//! booking, is which conditions hold for it, and its part: its *profile*. A line that is fixed where it is booked shows
//! nothing to other grants, so of its conditions those of that grant count.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Keys;
use crate::allocate::coded::{Coded, Looked, Said, Values};
use crate::allocate::conditions::Conditions;
use crate::allocate::lists::Lists;
use crate::dossier::{Booking, Lines};
use crate::plan::{PART, Plan, place};

/// How many conditions are in a word.
const BITS: usize = 32;

/// No profile yet.
const NONE: u32 = u32::MAX;

/// The profile of a line by itself.
pub(super) const APART: u32 = u32::MAX;

/// What decides which lines are in one cell, besides days: conditions, and the rows of which a person judged one by one.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// Each condition by what it says.
    conditions: BTreeMap<Said, usize>,
    /// By code of a booking on which lines are fixed the places of the conditions of its grant.
    of_fixed: BTreeMap<usize, BTreeSet<usize>>,
    apart: BTreeSet<usize>,
}

impl Shape {
    pub(super) fn new(plan: &Plan, conditions: &Conditions<'_>) -> Shape {
        let mut said: BTreeMap<Said, usize> = BTreeMap::new();
        for coded in conditions.all() {
            let next = said.len();
            said.entry(coded.said()).or_insert(next);
        }
        let of = |grant: usize| -> BTreeSet<usize> {
            let coded = conditions.of_grant(grant);
            coded
                .filter_map(|coded| said.get(&coded.said()).copied())
                .collect()
        };
        let fixed = fixed_on(plan);
        let fixed = fixed.map(|(booking, grant)| (booking, of(grant)));
        Shape {
            of_fixed: fixed.collect(),
            apart: conditions.judged_apart().clone(),
            conditions: said,
        }
    }

    /// Whether cells by this shape tell apart all that another tells apart.
    pub(super) fn is_enough_for(&self, other: &Shape) -> bool {
        let mut here: Vec<usize> = vec![usize::MAX; other.conditions.len()];
        for (said, at) in &other.conditions {
            let Some(known) = self.conditions.get(said) else {
                return false;
            };
            here[*at] = *known;
        }
        let mut fixed = other.of_fixed.iter();
        self.apart == other.apart
            && fixed.all(|(booking, wanted)| {
                let known = self.of_fixed.get(booking);
                known.is_some_and(|known| wanted.iter().all(|at| known.contains(&here[*at])))
            })
    }
}

/// The codes of bookings on a grant, where any line is fixed, each with the place of its grant.
fn fixed_on(plan: &Plan) -> impl Iterator<Item = (usize, usize)> {
    let lines = plan.dossier().lines();
    let values = lines.booking_values().iter().filter(|_| lines.have_fixed());
    values.zip(1..).filter_map(|(booking, code)| match booking {
        Booking::Grant(id) => Some((code, plan.grant_place(id)?)),
        _ => None,
    })
}

/// What a key says.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// The place of its days.
    pub(super) cut: u32,
    /// The kinds of all columns as one number.
    columns: u32,
    /// The code of its booking.
    pub(super) booking: u32,
    pub(super) fixed: bool,
}

/// Conditions by the kinds of columns.
pub(super) struct Folding {
    /// How many cuts of days there are, combinations of kinds, and bookings.
    cuts: u32,
    combinations: u32,
    bookings: u32,
    columns: Vec<Column>,
    /// By word the conditions that ask for any of several columns, and those that none can meet.
    any: Vec<u32>,
    never: Vec<u32>,
    /// By code of a booking the conditions of its grant.
    of_booking: BTreeMap<u32, Vec<u32>>,
}

/// What the kinds of a column are to conditions: by kind, then word.
struct Column {
    kinds: u32,
    /// Whether it names parts, each of which counts.
    is_part: bool,
    /// The conditions that all ask for what it is, or nothing of the column.
    all: Vec<u32>,
    /// Those that ask for what it is.
    any: Vec<u32>,
    /// Those that it is excepted from.
    except: Vec<u32>,
}

impl Folding {
    pub(super) fn new(plan: &Plan, conditions: &Conditions<'_>, keys: &Keys<'_>) -> Folding {
        let all: Vec<&Coded<'_>> = conditions.all().collect();
        let words = all.len().div_ceil(BITS);
        let mut folding = Folding {
            cuts: keys.cuts,
            combinations: keys.booking / keys.cuts.max(1),
            bookings: bookings(plan.dossier().lines()),
            columns: keys
                .columns
                .iter()
                .map(|(looked, _)| Column::new(looked, &all, words))
                .collect(),
            any: vec![0; words],
            never: vec![0; words],
            of_booking: BTreeMap::new(),
        };
        for (at, coded) in all.iter().enumerate() {
            let bit = 1 << (at % BITS);
            match &coded.only {
                None => folding.never[at / BITS] |= bit,
                Some(only) if !only.is_empty() && coded.asks_for_any() => {
                    folding.any[at / BITS] |= bit;
                }
                Some(_) => {}
            }
        }
        let places: BTreeMap<*const Coded<'_>, usize> =
            all.iter().map(|coded| std::ptr::from_ref(*coded)).zip(0..).collect();
        for (booking, grant) in fixed_on(plan) {
            let mut mask = vec![0; words];
            for coded in conditions.of_grant(grant) {
                if let Some(at) = places.get(&std::ptr::from_ref(coded)) {
                    mask[at / BITS] |= 1 << (at % BITS);
                }
            }
            // Codes are counted in it.
            folding.of_booking.insert(u32::try_from(booking).unwrap_or(u32::MAX), mask);
        }
        folding
    }

    /// What a key says.
    pub(super) fn shown(&self, key: u32) -> Shown {
        let rest = key / self.cuts;
        let booking = rest / self.combinations;
        Shown {
            cut: key % self.cuts,
            columns: rest % self.combinations,
            booking: booking % self.bookings,
            fixed: booking >= self.bookings,
        }
    }

    /// The profile of kinds of columns: the part, and which conditions hold.
    fn profile(&self, combination: u32, profile: &mut Vec<u32>) {
        let words = self.any.len();
        profile.clear();
        profile.resize(words + 1, u32::MAX);
        let (part, words_of) = profile.split_at_mut(1);
        part[0] = 0;
        let mut rest = combination;
        let mut any = vec![0; words];
        let mut except = vec![0; words];
        for column in &self.columns {
            let kind = rest % column.kinds;
            rest /= column.kinds;
            if column.is_part {
                part[0] = kind;
            }
            let of_kind = place(kind) * words..(place(kind) + 1) * words;
            for (at, of) in of_kind.enumerate() {
                words_of[at] &= column.all[of];
                any[at] |= column.any[of];
                except[at] |= column.except[of];
            }
        }
        for (at, all) in words_of.iter_mut().enumerate() {
            let met = (*all & !self.any[at]) | (any[at] & self.any[at]);
            *all = met & !except[at] & !self.never[at];
        }
    }
}

/// How many codes of bookings there are.
pub(super) fn bookings(lines: &Lines) -> u32 {
    u32::try_from(lines.booking_values().len() + 1).unwrap_or(u32::MAX)
}

impl Column {
    fn new(looked: &Looked<'_>, all: &[&Coded<'_>], words: usize) -> Column {
        let kinds = looked.kinds();
        let mut column = Column {
            // There are no more kinds than keys.
            kinds: u32::try_from(kinds).unwrap_or(1),
            is_part: looked.column.name() == PART,
            all: vec![u32::MAX; kinds * words],
            any: vec![0; kinds * words],
            except: vec![0; kinds * words],
        };
        let here = |values: &&Values<'_>| values.column.name() == looked.column.name();
        // Codes of one kind are named by the same conditions.
        let kinds_of = |values: &Values<'_>| -> BTreeSet<usize> {
            let codes = values.codes.iter();
            codes.map(|code| place(looked.kind(*code))).collect()
        };
        for (at, coded) in all.iter().enumerate() {
            let (word, bit) = (at / BITS, 1 << (at % BITS));
            if let Some(values) = coded.only.iter().flatten().find(here) {
                let asked = kinds_of(values);
                for kind in 0..kinds {
                    if asked.contains(&kind) {
                        column.any[kind * words + word] |= bit;
                    } else {
                        column.all[kind * words + word] &= !bit;
                    }
                }
            }
            if let Some(values) = coded.except.iter().find(here) {
                for kind in kinds_of(values) {
                    column.except[kind * words + word] |= bit;
                }
            }
        }
        column
    }
}

/// Keys being put in cells, in the order in which they come.
pub(super) struct Folded<'f> {
    folding: &'f Folding,
    /// By combination of kinds the place of its profile.
    of_columns: Vec<u32>,
    profiles: Lists,
    /// By place of a cell its profile, days and booking.
    cells: Lists,
    /// The profile at hand.
    profile: Vec<u32>,
}

impl<'f> Folded<'f> {
    pub(super) fn new(folding: &'f Folding) -> Self {
        Folded {
            folding,
            of_columns: vec![NONE; place(folding.combinations)],
            profiles: Lists::default(),
            cells: Lists::default(),
            profile: Vec::new(),
        }
    }

    /// The place of the cell of a key, which is that of the next one if it is new, and its profile.
    pub(super) fn cell(&mut self, key: u32) -> (usize, u32) {
        let shown = self.folding.shown(key);
        let known = self.of_columns[place(shown.columns)];
        let mut profile = known;
        if known == NONE {
            self.folding.profile(shown.columns, &mut self.profile);
            profile = self.profiles.place(&self.profile);
            self.of_columns[place(shown.columns)] = profile;
        }
        if shown.fixed
            && let Some(counts) = self.folding.of_booking.get(&shown.booking)
        {
            self.profile.clear();
            self.profile.extend(self.profiles.list(place(profile)));
            for (holds, counts) in self.profile[1..].iter_mut().zip(counts) {
                *holds &= counts;
            }
            profile = self.profiles.place(&self.profile);
        }
        let booking = shown.booking * 2 + u32::from(shown.fixed);
        (place(self.cells.place(&[profile, shown.cut, booking])), profile)
    }

    /// The place of the cell of a line by itself, given by its row.
    pub(super) fn apart(&mut self, row: u32) -> usize {
        place(self.cells.place(&[APART, row]))
    }
}
