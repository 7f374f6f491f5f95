//! Names of grants, buckets and lines in an explanation, and where the dossier states them.

use super::View;
use super::about::{BucketName, Cause, GrantName, How, LineName};
use crate::allocate::{Block, Paid};
use crate::dossier::TextColumn;

impl View<'_> {
    pub(super) fn grant_name(&self, grant: usize) -> GrantName {
        GrantName::of(&self.plan.dossier().grants()[grant])
    }

    pub(super) fn bucket_name(&self, bucket: usize) -> BucketName {
        let dossier = self.plan.dossier();
        let of = &self.plan.buckets()[bucket];
        let tranche = of.tranche(dossier);
        BucketName {
            grant: self.grant_name(of.grant),
            tranche: tranche.id.value.clone(),
            part: tranche.part.as_ref().map(|part| part.value.clone()),
        }
    }

    /// Where a bucket is stated.
    pub(super) fn source_of_bucket(&self, bucket: usize) -> Option<String> {
        let tranche = self.plan.buckets()[bucket].tranche(self.plan.dossier());
        let stated = tranche.source.clone();
        stated.or_else(|| tranche.place.location())
    }

    pub(super) fn line_name(&self, line: usize) -> LineName {
        let lines = self.plan.dossier().lines();
        let about = self.telling.and_then(|column| column.value(line));
        LineName {
            id: lines.id(line).into_owned(),
            about: about.map(str::to_owned),
        }
    }

    /// Where a line is stated.
    pub(super) fn source_of_line(&self, line: usize) -> Option<String> {
        let lines = self.plan.dossier().lines();
        let stated = lines.source(line).map(str::to_owned);
        stated.or_else(|| lines.place(line, "amount").location())
    }
}

/// The dimension that tells most lines apart; of several the first by name.
pub(super) fn telling(columns: &[TextColumn]) -> Option<&TextColumn> {
    let columns = columns.iter().filter(|column| column.count() > 1);
    columns.max_by(|a, b| a.count().cmp(&b.count()).then(b.name().cmp(a.name())))
}

/// The names of the dimension by which people look at lines.
const THEMES: [&str; 2] = ["theme", "thema"];

/// The most values of a dimension by which lines are put together.
const VALUES: usize = 1_000;

/// The dimension by which many lines are put together: the theme, else the one with the fewest values.
pub(super) fn grouping(columns: &[TextColumn]) -> Option<&TextColumn> {
    let theme = |column: &&TextColumn| THEMES.contains(&column.name());
    let several = |column: &&TextColumn| (2..=VALUES).contains(&column.count());
    columns.iter().filter(several).find(theme).or_else(|| {
        let columns = columns.iter().filter(several);
        columns.min_by(|a, b| a.count().cmp(&b.count()).then(a.name().cmp(b.name())))
    })
}

pub(super) fn how(paid: &Paid) -> How {
    match paid.reason() {
        "netted" => How::Netted,
        "corrected" => How::Corrected,
        "priority" => How::Priority,
        "pro-rata" => How::ProRata,
        "least-refund" => How::LeastRefund,
        _ => How::Booked,
    }
}

pub(super) const fn cause(block: Block) -> Cause {
    match block {
        Block::NoBooking => Cause::NoBooking,
        Block::NotDeducted => Cause::NotDeducted,
        Block::State => Cause::State,
        Block::Window => Cause::Window,
        Block::Eligible => Cause::Eligible,
        Block::Part => Cause::Part,
        Block::Exclusive => Cause::Exclusive,
        Block::Share => Cause::Share,
        Block::Ceiling => Cause::Ceiling,
        Block::Maximum => Cause::Maximum,
        Block::Basis => Cause::Basis,
        Block::Room => Cause::Room,
        Block::Quota => Cause::Quota,
        Block::Credit => Cause::Credit,
        Block::IncomeLeft => Cause::IncomeLeft,
        Block::Corrected => Cause::Corrected,
    }
}
