//! The structs that a caller fills for a what-if.

use super::Dimension;
use super::input::input;
use crate::memory::{Input, up_to};
use crate::text::Text;

/// An assumption that costs are eligible for a grant, whatever its scheme says: all costs, or those that meet a
/// condition, which is written as in `koers_eligible_for`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Assumption {
    /// `sizeof(koers_assumption)`.
    pub struct_size: usize,
    /// The grant.
    pub grant: Text,
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
input!(Assumption, matching: Text);

/// Another award of a tranche, or of a part of one.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Award {
    /// `sizeof(koers_award)`.
    pub struct_size: usize,
    /// The grant.
    pub grant: Text,
    /// The tranche.
    pub tranche: Text,
    /// Its part, where it has one; else absent.
    pub part: Text,
    /// The award with its amendments, in cents; not below 0.
    pub amount: i64,
}
input!(Award, amount: i64);

/// Another amount of a ceiling.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Ceiling {
    /// `sizeof(koers_ceiling)`.
    pub struct_size: usize,
    /// The id of the scheme.
    pub scheme: Text,
    /// The name of the ceiling.
    pub name: Text,
    /// The most that is paid under it, in cents; not below 0.
    pub amount: i64,
}
input!(Ceiling, amount: i64);

/// Another amount of a cost line.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct LineAmount {
    /// `sizeof(koers_line_amount)`.
    pub struct_size: usize,
    /// The id of the line.
    pub line: Text,
    /// The amount, in cents.
    pub amount: i64,
}
input!(LineAmount, amount: i64);
