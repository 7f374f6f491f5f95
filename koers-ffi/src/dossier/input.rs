//! The structs that a caller fills to build a dossier from memory.

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
}
input!(Tranche, source: Text);

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
    /// For `carry-over`: the last day on which carried money may be spent; else 0.
    pub unspent_until: i32,
    /// What happens to money that is not spent: `refund` or `carry-over`; absent when that doesn't change.
    pub unspent: Text,
    /// For `carry-over`: the most that may be carried, in euros ("5000.00") or as a part of the award ("20 %");
    /// absent for all.
    pub unspent_limit: Text,
}
input!(Agreement, unspent_limit: Text);

/// One further column of a cost line or budget line: a theme, project, account and so on. This struct never grows.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Dimension {
    /// The name of the column; none of those that `koers_line` has.
    pub name: Text,
    /// The value; a line without one has no such dimension.
    pub value: Text,
}

/// A cost line: one realised cost, negative for a credit note. Give either `date` or `period`; a period counts as
/// its last day.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Line {
    /// `sizeof(koers_line)`.
    pub struct_size: usize,
    /// Its id, unique in the dossier: 1 to 200 characters.
    pub line: Text,
    /// Its date; 0 when `period` says it.
    pub date: i32,
    /// Its period: "2024", "2024-Q1" or "2024-03".
    pub period: Text,
    /// The amount, in cents.
    pub amount: i64,
    /// The booking: a grant "iza", shares "iza:60%;gala15:40%", or amounts with one rest "iza:4161;gala15:rest";
    /// absent when it is booked on no grant.
    pub grant: Text,
    /// Where it is written; may be absent.
    pub source: Text,
    /// Its dimensions.
    pub dimensions: *const Dimension,
    /// How many those are.
    pub dimension_count: usize,
}
input!(Line, dimension_count: usize);

/// A budget line. It never limits anything. Give either `date` or `period`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct BudgetLine {
    /// `sizeof(koers_budget_line)`.
    pub struct_size: usize,
    /// The cost line it is for, whose dimensions it then has; else absent.
    pub line: Text,
    /// Its date; 0 when `period` says it.
    pub date: i32,
    /// Its period: "2024", "2024-Q1" or "2024-03".
    pub period: Text,
    /// The amount, in cents.
    pub amount: i64,
    /// The grant it is for; when absent that of its cost line, where that is booked on one.
    pub grant: Text,
    /// Where it is written; may be absent.
    pub source: Text,
    /// Its dimensions.
    pub dimensions: *const Dimension,
    /// How many those are.
    pub dimension_count: usize,
}
input!(BudgetLine, dimension_count: usize);

/// Another booking for a line.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Rebooking {
    /// `sizeof(koers_rebooking)`.
    pub struct_size: usize,
    /// The line.
    pub line: Text,
    /// The booking, as in `koers_line.grant`; absent to take the booking away.
    pub booking: Text,
}
input!(Rebooking, booking: Text);
