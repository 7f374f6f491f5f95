//! The structs that a caller fills to build a dossier from memory: its head, its grants, and what is agreed about
//! them.

use super::Dimension;
use crate::memory::{Input, up_to};
use crate::text::Text;

/// Declares a struct that starts with its size, and the last field of its first version.
macro_rules! input {
    ($name:ident, $last:ident: $type:ty) => {
        // SAFETY: `repr(C)`, starts with its size; integers, pointers and texts hold any bytes.
        unsafe impl Input for $name {
            const SMALLEST: usize = up_to!($name, $last: $type);

            fn struct_size(&self) -> usize {
                self.struct_size
            }
        }
    };
}
pub(super) use input;

/// What a dossier is about.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DossierInfo {
    /// `sizeof(koers_dossier_info)`.
    pub struct_size: usize,
    /// Its id: 1 to 64 letters, digits, '.', '_' and '-', the first a letter or digit.
    pub id: Text,
    /// Its title for people; its id when absent.
    pub title: Text,
    /// The body that holds the grants.
    pub holder: Text,
    /// The first book year.
    pub first_year: i32,
    /// The last book year; 0 when there is one only.
    pub last_year: i32,
    /// Rules that were published after this day are not used; 0 for all rules.
    pub as_of: i32,
    /// The first book year of the chain of dossiers that this one goes on with; 0 where it begins one.
    pub chain_from: i32,
    /// The last book year that is closed, with all before it; 0 for none.
    pub closed_until: i32,
}
input!(DossierInfo, as_of: i32);

/// A grant: one award under a scheme to one holder.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Grant {
    /// `sizeof(koers_grant)`.
    pub struct_size: usize,
    /// Its id, unique in the dossier; written like the dossier's.
    pub id: Text,
    /// The id of its scheme: of the catalogue inside the library, or added with `koers_dossier_add_scheme`.
    pub scheme: Text,
    /// The name that people know it by; its id when absent.
    pub title: Text,
    /// `announced`, `awarded`, `amended`, `determined` or `withdrawn`.
    pub state: Text,
    /// From when the state holds, before which the grant counts as awarded; 0 for always.
    pub since: i32,
    /// Its place in the order of grants, from 1; 0 for none: those come last, by id.
    pub preference: i32,
    /// Where it is written; may be absent.
    pub source: Text,
    /// 1 when `reserve` counts; else 0.
    pub has_reserve: i32,
    /// What its reserve held at the opening of the first book year, in cents; not below 0.
    pub reserve: i64,
}
input!(Grant, source: Text);

/// A tranche of a grant, or a part of one: a bucket, with room and cash of its own.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Tranche {
    /// `sizeof(koers_tranche)`.
    pub struct_size: usize,
    /// The grant, added before.
    pub grant: Text,
    /// Its id, such as the year; unique in the grant together with the part.
    pub id: Text,
    /// The part, for schemes that have parts; else absent.
    pub part: Text,
    /// The year it is for, where the scheme's window is the tranche's year; else 0.
    pub year: i32,
    /// The first day of a window of its own; 0 for the scheme's.
    pub from: i32,
    /// The last day of a window of its own; 0 for the scheme's.
    pub until: i32,
    /// 1 when the bucket existed before the first book year, so that the four fields on its opening count; else 0.
    pub has_opening: i32,
    /// The award as first made, in cents; not below 0.
    pub granted: i64,
    /// Cash at the opening, in cents; below 0 when it was spent before it came in.
    pub opening_balance: i64,
    /// What could still be spent at the opening, in cents.
    pub opening_room: i64,
    /// Refunds of earlier years that were not paid back yet, in cents.
    pub opening_owed: i64,
    /// The last day on which the opening room may be spent, if that is after the window; else 0.
    pub opening_until: i32,
    /// Where it is written; may be absent.
    pub source: Text,
    /// 1 when the award is still to come at the opening: `opening_room` is not there before the grant is awarded; else 0.
    pub opening_announced: i32,
    /// On which part the opening room may be spent: `same-part` (also when absent) or `any-part`.
    pub opening_to: Text,
    /// By what it was carried: `scheme` or `agreement`; absent where only the opening says so.
    pub opening_carried_by: Text,
    /// What was spent in the years before, in cents.
    pub opening_spent: i64,
    /// What was earned before and not used, in cents, where a price or sum is paid and the unit goes on.
    pub opening_earned: i64,
    /// Room that earlier closings gave up, in cents: an award that is lowered loses this first.
    pub opening_given_up: i64,
    /// What the award was lowered below the spending of earlier years, in cents: new room is lowered by it first.
    pub opening_short: i64,
}
input!(Tranche, source: Text);

/// What was paid of a tranche under a ceiling, or earned of a unit, before the first book year. Its tranche has an opening.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct TrancheBefore {
    /// `sizeof(koers_tranche_before)`.
    pub struct_size: usize,
    /// The grant, added before.
    pub grant: Text,
    /// The tranche, added before.
    pub tranche: Text,
    /// Its part, where it has one; else absent.
    pub part: Text,
    /// The name of the ceiling; absent when it is about a unit alone.
    pub ceiling: Text,
    /// What was paid under the ceiling, in cents.
    pub paid: i64,
    /// The unit; absent when it is about a ceiling alone.
    pub unit: Text,
    /// How many were earned: "31500" or "12.5"; may be below 0.
    pub quantity: Text,
}
input!(TrancheBefore, quantity: Text);

/// A closed year of a tranche as it was closed, or the year before the first book year. Amounts in cents, not below 0, as in
/// `koers_settlement_row`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct TrancheClosing {
    /// `sizeof(koers_tranche_closing)`.
    pub struct_size: usize,
    /// The grant, added before.
    pub grant: Text,
    /// The tranche, added before.
    pub tranche: Text,
    /// Its part, where it has one; else absent.
    pub part: Text,
    /// The year.
    pub year: i32,
    /// Came in.
    pub received: i64,
    /// Paid back.
    pub repaid: i64,
    /// Spent.
    pub spent: i64,
    /// Earned or left to the holder, and not spent.
    pub retained: i64,
    /// To pay back, with what was owed before.
    pub refund: i64,
    /// Stays available.
    pub carry_over: i64,
    /// Stays available and has not come in.
    pub pending: i64,
    /// Spent before it came in.
    pub receivable: i64,
    /// Why it closed so; may be absent.
    pub reason: Text,
    /// 1 when `granted` is stated; with 0 the award counts as it stands now.
    pub has_granted: i32,
    /// The award as it stood.
    pub granted: i64,
    /// 1 when `room` is stated; with 0 it counts as it is now.
    pub has_room: i32,
    /// What could be spent.
    pub room: i64,
    /// 1 when `earned` is stated; with 0 it counts as what was spent, or is earned now.
    pub has_earned: i32,
    /// What was earned.
    pub earned: i64,
    /// 1 when `owed` is stated; with 0 it is what the closing before leaves.
    pub has_owed: i32,
    /// Of `refund` what was owed before.
    pub owed: i64,
    /// The last day on which carried money could be spent; 0 for that of now.
    pub carry_over_until: i32,
    /// 0 for how the year was closed; 1 for what it came to when a later year was closed with the difference, or for the year
    /// before the first book year is opened with it.
    pub restated: i32,
}
input!(TrancheClosing, reason: Text);

/// The most units of one kind that the award of a tranche is for, where the scheme pays a price for each. Without one
/// there is no such limit.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct TrancheUnits {
    /// `sizeof(koers_tranche_units)`.
    pub struct_size: usize,
    /// The grant, added before.
    pub grant: Text,
    /// The tranche, added before.
    pub tranche: Text,
    /// Its part, where it has one; else absent.
    pub part: Text,
    /// The unit, as the prices of the scheme name it; once per tranche and part.
    pub unit: Text,
    /// How many at most: "31500" or "12.5", with at most six decimals; not below 0.
    pub quantity: Text,
}
input!(TrancheUnits, quantity: Text);

/// A number of a grant by which a method may divide costs: inhabitants, members, an agreed key.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct GrantKey {
    /// `sizeof(koers_grant_key)`.
    pub struct_size: usize,
    /// The grant, added before.
    pub grant: Text,
    /// The name of the number, as a method names it; once per grant.
    pub key: Text,
    /// The number: "73107" or "0.25", with at most six decimals; not below 0.
    pub quantity: Text,
}
input!(GrantKey, quantity: Text);

/// What a `koers_movement` does.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub enum MovementKind {
    /// Money came in; not below 0.
    Received = 1,
    /// Money was paid back; not below 0.
    Repaid = 2,
    /// The award was changed, up or down.
    Amendment = 3,
}

/// Money that moves, or an award that changes. Give either `date` or `period`; a period counts as its last day.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Movement {
    /// `sizeof(koers_movement)`.
    pub struct_size: usize,
    /// The grant, added before.
    pub grant: Text,
    /// The tranche, added before.
    pub tranche: Text,
    /// Its part, where it has one; else absent.
    pub part: Text,
    /// A `koers_movement_kind`.
    pub kind: i32,
    /// When, as a day; 0 when `period` says it.
    pub date: i32,
    /// When, as a period: "2024", "2024-Q1" or "2024-03".
    pub period: Text,
    /// How much, in cents.
    pub amount: i64,
    /// Where it is written; may be absent.
    pub source: Text,
}
input!(Movement, source: Text);

/// A cited agreement between funder and holder that departs from the scheme.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Agreement {
    /// `sizeof(koers_agreement)`.
    pub struct_size: usize,
    /// The grant, added before.
    pub grant: Text,
    /// The letter, article or sentence it rests on.
    pub source: Text,
    /// The ids of the tranches that it covers.
    pub tranches: *const Text,
    /// How many those are; 0 for all tranches.
    pub tranche_count: usize,
    /// The new last day of the spending window; 0 when that doesn't change.
    pub window_until: i32,
    /// For `carry-over`: the last day on which carried money may be spent; 0 when `unspent_until_end` says it.
    pub unspent_until: i32,
    /// What happens to money that is not spent: `refund`, `carry-over`, `reserve`, `retain` or `by-agreement`; absent
    /// when that doesn't change.
    pub unspent: Text,
    /// For `carry-over`: the most that may be carried, in euros ("5000.00") or as a percentage ("20 %") of
    /// `unspent_of`; absent for all. For `reserve`: the percentage that the reserve may come to.
    pub unspent_limit: Text,
    /// What a percentage is taken of, which must be said: `award`, or for `carry-over` also `last-year`.
    pub unspent_of: Text,
    /// For `carry-over`, instead of `unspent_until`: `next-year-end` or `next-unit-end`.
    pub unspent_until_end: Text,
    /// For `carry-over`: where carried money may be spent, `same-part` or `any-part`; absent for the same part.
    pub unspent_to: Text,
    /// For `carry-over`: the years of the tranches whose money may be carried.
    pub unspent_tranche_years: *const i32,
    /// How many those are; 0 for all tranches.
    pub unspent_tranche_year_count: usize,
}
input!(Agreement, unspent_limit: Text);

/// A person's judgement that costs are eligible for a grant, also where they are not booked on it. It names lines,
/// states a condition, or both; what is named or meets the condition is meant.
///
/// Of each dimension in `only` a line must have one of the values that are given for it (of one dimension, where
/// `matching` is `any`), and of those in `except` none.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct EligibleFor {
    /// `sizeof(koers_eligible_for)`.
    pub struct_size: usize,
    /// The grant, which may be added later.
    pub grant: Text,
    /// The memo or decision that it rests on.
    pub source: Text,
    /// The ids of lines, which may be added later.
    pub lines: *const Text,
    /// How many those are.
    pub line_count: usize,
    /// Dimensions with the values that they may have; a dimension with several values is given several times.
    pub only: *const Dimension,
    /// How many those are.
    pub only_count: usize,
    /// Dimensions with the values that they may not have, in the same way.
    pub except: *const Dimension,
    /// How many those are.
    pub except_count: usize,
    /// `all` or `any`; absent for all.
    pub matching: Text,
}
input!(EligibleFor, matching: Text);
