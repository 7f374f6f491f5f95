//! Why costs are where they are, in English.

use crate::dossier::State;
use crate::explain::{Cause, How, Obstacle, Reached};
use crate::report::explain::say::Say;

pub(super) const fn how_of(how: How) -> &'static str {
    match how {
        How::Booked => "the line is booked there",
        How::Priority => "it is next in the order of grants",
        How::ProRata => "divided in proportion",
        How::LeastRefund => "so that the least money is lost",
        How::Netted => "set off against a credit note",
        How::Corrected => "with the credit note of this line",
    }
}

/// Why costs are on own funds; with the limit that is reached, where that is known.
pub(super) fn cause_of(cause: Cause, limit: Option<&Reached>, say: &Say) -> String {
    limit.map_or_else(|| kind_of(cause).to_owned(), |limit| limit_of(limit, say))
}

fn limit_of(limit: &Reached, say: &Say) -> String {
    match limit {
        Reached::Ceiling { name, amount, .. } => {
            let (name, amount) = (say.clip(name), say.amount(*amount));
            format!("the ceiling {name} of {amount} is reached")
        }
        Reached::Share {
            rate,
            of_all: false,
            ..
        } => format!("the grant pays at most {} of the costs", say.rate(*rate)),
        Reached::Share { rate, .. } => format!(
            "the grant pays at most {} of all costs together",
            say.rate(*rate)
        ),
        Reached::Maximum { amount, .. } => {
            format!(
                "the maximum of this step, {}, is reached",
                say.amount(*amount)
            )
        }
        Reached::Room { amount, .. } if amount.is_zero() => "there is nothing to spend".to_owned(),
        Reached::Room { amount, .. } => {
            format!("the grant is used up: all {} is spent", say.amount(*amount))
        }
    }
}

const fn kind_of(cause: Cause) -> &'static str {
    match cause {
        Cause::NoBooking => "booked on no grant",
        Cause::NotDeducted => "income that the scheme does not take off the costs",
        Cause::State => "the grant is not awarded yet, or determined or withdrawn already",
        Cause::Window => "outside the days on which it may be spent",
        Cause::Eligible => "the scheme does not pay such costs",
        Cause::Part => "the money is for another part",
        Cause::Exclusive => {
            "another grant pays these costs already, and may not go together with this one"
        }
        Cause::Share => "the grant pays only a part of the costs",
        Cause::Ceiling => "the ceiling is reached",
        Cause::Maximum => "the maximum of this step is reached",
        Cause::Basis => "no more was earned",
        Cause::Room => "the grant is used up",
        Cause::Quota => "the grant's share of the costs is used up",
        Cause::Credit => "credit note above the costs",
        Cause::IncomeLeft => "income above the costs",
        Cause::Corrected => "the line and its credit note cancel out",
    }
}

pub(super) fn obstacle_of(obstacle: &Obstacle, say: &Say) -> String {
    match obstacle {
        Obstacle::Pays => "pays this line".to_owned(),
        Obstacle::PaysPart { pays, of, limit } => {
            let pays = format!("pays {} of {}", say.amount(*pays), say.amount(*of));
            match limit {
                Some(limit) => format!("{pays}; for the rest: {}", limit_of(limit, say)),
                None => pays,
            }
        }
        Obstacle::PaysMore { pays, saves } => format!(
            "pays a part of this line. Booked there as a whole it would pay {}. Then {} less in all is on own funds",
            say.amount(*pays),
            say.amount(*saves)
        ),
        Obstacle::Fits { pays, saves } => format!(
            "may pay this, but it is not booked there. Booked there it would pay {}. Then {} less in all is on own funds",
            say.amount(*pays),
            say.amount(*saves)
        ),
        Obstacle::Admits { room } => format!(
            "may pay this and has {} left, but it is not booked there",
            say.amount(*room)
        ),
        Obstacle::OtherBucket => {
            "pays nothing: another tranche or part of this grant pays the line already".to_owned()
        }
        Obstacle::Goal => "may pay this only if a person finds that it contributes to the goal of the scheme. The dossier \
                           does not say so"
            .to_owned(),
        Obstacle::State { state } => match state {
            State::Announced => "the grant is announced, not awarded yet",
            State::Awarded | State::Amended => "the tranche has not begun yet",
            State::Determined => "the grant is determined and pays no new costs",
            State::Withdrawn => "the grant is withdrawn",
        }
        .to_owned(),
        Obstacle::Window { from, until } => match (from, until) {
            (Some(from), Some(until)) => format!(
                "the costs lie outside the days on which it may be spent ({} to {})",
                say.day(*from),
                say.day(*until)
            ),
            _ => "the costs lie outside the days on which it may be spent".to_owned(),
        },
        Obstacle::Eligible => "the scheme does not pay such costs".to_owned(),
        Obstacle::Part => "the money is for another part".to_owned(),
        Obstacle::Rule { cause, limit } => cause_of(*cause, limit.as_ref(), say),
        Obstacle::Room { room } if room.is_zero() => "there is nothing to spend".to_owned(),
        Obstacle::Room { room } => {
            format!("the grant is used up: all {} is spent", say.amount(*room))
        }
        Obstacle::Basis => "no more was earned than is spent".to_owned(),
    }
}
