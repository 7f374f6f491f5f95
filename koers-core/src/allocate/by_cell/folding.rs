//! From what rows show to their cells: those for which the same conditions hold are in one.
//!
//! Columns have many values, and rules name few sets of them. All that decides on the ways of a line, besides its days and its
//! booking, is which conditions hold for it, and its part: its *profile*. A line that is fixed where it is booked shows
//! nothing to other grants, so of its conditions those of that grant count.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{Keys, MOST_KEYS, SHORT, Shown};
use crate::allocate::coded::{Coded, Looked, Said, Values};
use crate::allocate::conditions::Conditions;
use crate::allocate::lists::Lists;
use crate::dossier::Booking;
use crate::plan::{PART, Plan, place};

/// The most conditions times kinds of which is kept whether they hold, as a bit each; and the most numbers in all profiles.
const MOST: usize = 1 << 26;
const MOST_IN_PROFILES: usize = 1 << 24;

/// How many conditions are in a word.
const BITS: usize = 32;

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
    pub(super) fn new(plan: &Plan, conditions: &Conditions) -> Shape {
        let mut said: BTreeMap<Said, usize> = BTreeMap::new();
        let mut places: BTreeMap<*const Coded, usize> = BTreeMap::new();
        for coded in conditions.all() {
            let next = said.len();
            let place = *said.entry(coded.said()).or_insert(next);
            places.insert(coded, place);
        }
        let of = |grant: usize| -> BTreeSet<usize> {
            let coded = conditions.of_grant(grant);
            let coded = coded.map(std::ptr::from_ref);
            coded.filter_map(|it| places.get(&it).copied()).collect()
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
            && self.of_fixed.keys().eq(other.of_fixed.keys())
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

/// Conditions by the kinds of columns.
pub(super) struct Folding<'k> {
    keys: &'k Keys<'k>,
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

impl<'k> Folding<'k> {
    /// `None` where conditions and kinds are too many.
    pub(super) fn new(plan: &Plan, conditions: &Conditions, keys: &'k Keys<'k>) -> Option<Self> {
        let all: Vec<&Coded> = conditions.all().collect();
        let kinds = keys.columns.iter().map(|(looked, _)| looked.kinds());
        if kinds.sum::<usize>().saturating_mul(all.len()) > MOST {
            return None;
        }
        let words = all.len().div_ceil(BITS);
        let mut folding = Folding {
            keys,
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
        let places: BTreeMap<*const Coded, usize> = all
            .iter()
            .map(|coded| std::ptr::from_ref(*coded))
            .zip(0..)
            .collect();
        for (booking, grant) in fixed_on(plan) {
            let mut mask = vec![0; words];
            for coded in conditions.of_grant(grant) {
                if let Some(at) = places.get(&std::ptr::from_ref(coded)) {
                    mask[at / BITS] |= 1 << (at % BITS);
                }
            }
            // Codes are counted in it.
            folding
                .of_booking
                .insert(u32::try_from(booking).unwrap_or(u32::MAX), mask);
        }
        Some(folding)
    }

    /// The profile of a combination of kinds: the part, and which conditions hold. The last two take what is worked out on the
    /// way.
    fn profile(&self, combination: u32, profile: &mut Vec<u32>, [any, except]: [&mut Vec<u32>; 2]) {
        let words = self.any.len();
        profile.clear();
        profile.resize(words + 1, u32::MAX);
        for empty in [&mut *any, &mut *except] {
            empty.clear();
            empty.resize(words, 0);
        }
        let (part, holds) = profile.split_at_mut(1);
        part[0] = 0;
        let mut rest = combination;
        for column in &self.columns {
            let kind = rest % column.kinds;
            rest /= column.kinds;
            if column.is_part {
                part[0] = kind;
            }
            let from = place(kind) * words;
            for (at, holds) in holds.iter_mut().enumerate() {
                *holds &= column.all[from + at];
                any[at] |= column.any[from + at];
                except[at] |= column.except[from + at];
            }
        }
        for (at, holds) in holds.iter_mut().enumerate() {
            let met = (*holds & !self.any[at]) | (any[at] & self.any[at]);
            *holds = met & !except[at] & !self.never[at];
        }
    }
}

impl Column {
    fn new(looked: &Looked, all: &[&Coded], words: usize) -> Column {
        let kinds = looked.kinds();
        let mut column = Column {
            // There are no more kinds than keys.
            kinds: u32::try_from(kinds).unwrap_or(1),
            is_part: looked.column.name() == PART,
            all: vec![u32::MAX; kinds * words],
            any: vec![0; kinds * words],
            except: vec![0; kinds * words],
        };
        let here = |values: &&Values| values.column.name() == looked.column.name();
        // Codes of one kind are named by the same conditions.
        let kinds_of = |values: &Values| -> BTreeSet<usize> {
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

/// Rows being put in cells, which have numbers in the order in which they come.
pub(super) struct Folded<'f> {
    folding: &'f Folding<'f>,
    /// By combination of kinds where the keys of its profile begin; 0 before it was met. As many as a power of two.
    pub(super) bases: Vec<u32>,
    /// By key one more than the number of its cell; 0 before it was met.
    pub(super) cells: Vec<u16>,
    /// Combinations whose base nobody took since they were met.
    pub(super) fresh: Vec<u32>,
    profiles: Lists,
    /// By code of a booking, then profile, where the keys of lines that are fixed begin; 0 before one was met.
    of_fixed: Vec<Vec<u32>>,
    /// How many cells there are.
    count: usize,
    /// The profile at hand, and what it is made with.
    profile: Vec<u32>,
    made_with: [Vec<u32>; 2],
}

impl<'f> Folded<'f> {
    pub(super) fn new(folding: &'f Folding<'f>) -> Self {
        let stride = place(folding.keys.stride);
        Folded {
            folding,
            bases: vec![0; folding.keys.combinations.next_power_of_two().max(SHORT)],
            cells: vec![0; stride],
            fresh: Vec::new(),
            profiles: Lists::default(),
            of_fixed: Vec::new(),
            count: 0,
            profile: Vec::new(),
            made_with: Default::default(),
        }
    }

    /// The number of the cell of what a row shows, which is that of the next one if it is new, and its profile. `None` where
    /// there are too many.
    pub(super) fn cell(&mut self, shown: &Shown) -> Option<(u16, u32)> {
        let keys = self.folding.keys;
        let inside = keys.inside(shown);
        let mut base = self.bases[place(shown.combination)];
        if base == 0 {
            let [any, except] = &mut self.made_with;
            let folding = self.folding;
            folding.profile(shown.combination, &mut self.profile, [any, except]);
            base = self.base()?;
            self.bases[place(shown.combination)] = base;
            self.fresh.push(shown.combination);
        }
        let mut key = place(base) + inside;
        if let Some(counts) = self.folding.of_booking.get(&shown.booking)
            && shown.fixed
        {
            // Of all profiles that are the same to its grant.
            base = self.base_of_fixed(base / keys.stride - 1, (shown.booking, counts))?;
            let first = place(base) + inside;
            if self.cells[first] == 0 {
                self.cells[first] = self.next()? + 1;
            }
            self.cells[key] = self.cells[first];
            key = first;
        } else if self.cells[key] == 0 {
            self.cells[key] = self.next()? + 1;
        }
        Some((self.cells[key] - 1, base / keys.stride - 1))
    }

    /// Where the keys begin of lines of a profile that are fixed on a booking, for which such conditions count. `None` where
    /// there are too many.
    fn base_of_fixed(&mut self, profile: u32, (booking, counts): (u32, &[u32])) -> Option<u32> {
        let (booking, profile) = (place(booking), place(profile));
        if booking >= self.of_fixed.len() {
            self.of_fixed.resize(booking + 1, Vec::new());
        }
        if let Some(&base) = self.of_fixed[booking]
            .get(profile)
            .filter(|base| **base != 0)
        {
            return Some(base);
        }
        self.profile.clear();
        self.profile.extend(self.profiles.list(profile));
        for (holds, counts) in self.profile[1..].iter_mut().zip(counts) {
            *holds &= counts;
        }
        let base = self.base()?;
        let known = &mut self.of_fixed[booking];
        if profile >= known.len() {
            known.resize(profile + 1, 0);
        }
        known[profile] = base;
        Some(base)
    }

    /// The number of a cell more.
    pub(super) fn next(&mut self) -> Option<u16> {
        // One more is kept.
        let next = u16::try_from(self.count).ok()?;
        self.count += 1;
        (next < u16::MAX).then_some(next)
    }

    /// Where the keys of the profile at hand begin. `None` where there are too many.
    fn base(&mut self) -> Option<u32> {
        let stride = self.folding.keys.stride;
        let base = (self.profiles.place(&self.profile) + 1).checked_mul(stride)?;
        let end = place(base) + place(stride);
        if end > self.cells.len() {
            if end > MOST_KEYS || self.profiles.size() > MOST_IN_PROFILES {
                return None;
            }
            self.cells.resize(end, 0);
        }
        Some(base)
    }
}
