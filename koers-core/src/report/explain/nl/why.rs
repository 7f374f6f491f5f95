//! Why costs are where they are, in Dutch.

use crate::dossier::State;
use crate::explain::{Cause, How, Obstacle, Reached};
use crate::report::explain::say::Say;

pub(super) const fn how_of(how: How) -> &'static str {
    match how {
        How::Booked => "daar is de regel geboekt",
        How::Priority => "zij is aan de beurt in de volgorde van de subsidies",
        How::ProRata => "naar verhouding verdeeld",
        How::LeastRefund => "zo gaat het minste geld verloren",
        How::Netted => "weggestreept tegen een creditnota",
        How::Corrected => "verwerkt met de creditnota bij deze regel",
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
            format!("het plafond {name} van {amount} is bereikt")
        }
        Reached::Share {
            rate,
            of_all: false,
            ..
        } => format!(
            "de subsidie betaalt ten hoogste {} van de kosten",
            say.rate(*rate)
        ),
        Reached::Share { rate, .. } => format!(
            "de subsidie betaalt ten hoogste {} van alle kosten samen",
            say.rate(*rate)
        ),
        Reached::Maximum { amount, .. } => {
            format!(
                "het maximum van deze stap, {}, is bereikt",
                say.amount(*amount)
            )
        }
        Reached::Room { amount, .. } if amount.is_zero() => "er is niets te besteden".to_owned(),
        Reached::Room { amount, .. } => {
            format!("de subsidie is op: alle {} is besteed", say.amount(*amount))
        }
    }
}

const fn kind_of(cause: Cause) -> &'static str {
    match cause {
        Cause::NoBooking => "op geen subsidie geboekt",
        Cause::NotDeducted => "inkomsten die de regeling niet van de kosten aftrekt",
        Cause::State => "de subsidie is nog niet verleend, al vastgesteld of ingetrokken",
        Cause::Window => "buiten de periode waarin besteed mag worden",
        Cause::Eligible => "de regeling betaalt zulke kosten niet",
        Cause::Part => "het geld is voor een ander onderdeel",
        Cause::Exclusive => {
            "een andere subsidie betaalt deze kosten al, en mag niet met deze samengaan"
        }
        Cause::Share => "de subsidie betaalt maar een deel van de kosten",
        Cause::Ceiling => "het plafond is bereikt",
        Cause::Maximum => "het maximum van deze stap is bereikt",
        Cause::Basis => "er is niet meer verdiend",
        Cause::Room => "de subsidie is op",
        Cause::Quota => "het aandeel van de subsidie is op",
        Cause::Credit => "creditnota waar geen kosten meer tegenover staan",
        Cause::IncomeLeft => "inkomsten waar geen kosten meer tegenover staan",
        Cause::Corrected => "de regel en zijn creditnota heffen elkaar op",
    }
}

pub(super) fn obstacle_of(obstacle: &Obstacle, say: &Say) -> String {
    match obstacle {
        Obstacle::Pays => "betaalt deze regel".to_owned(),
        Obstacle::PaysPart { pays, of, limit } => {
            let pays = format!("betaalt {} van de {}", say.amount(*pays), say.amount(*of));
            match limit {
                Some(limit) => format!("{pays}; voor de rest: {}", limit_of(limit, say)),
                None => pays,
            }
        }
        Obstacle::PaysMore { pays, saves } => format!(
            "betaalt een deel van deze regel. Hier geheel geboekt zou zij {} betalen. Dan staat er in totaal {} minder op \
             eigen middelen",
            say.amount(*pays),
            say.amount(*saves)
        ),
        Obstacle::Fits { pays, saves } => format!(
            "mag dit betalen, maar het is er niet geboekt. Hier geboekt zou zij {} betalen. Dan staat er in totaal {} minder \
             op eigen middelen",
            say.amount(*pays),
            say.amount(*saves)
        ),
        Obstacle::Admits { room } => format!(
            "mag dit betalen en heeft nog {} over, maar het is er niet geboekt",
            say.amount(*room)
        ),
        Obstacle::OtherBucket => "betaalt niets: een andere jaarschijf of een ander onderdeel van deze subsidie betaalt de \
                                  regel al"
            .to_owned(),
        Obstacle::Goal => "mag dit alleen betalen als iemand vaststelt dat het bijdraagt aan het doel van de regeling. Dat \
                           staat niet in het dossier"
            .to_owned(),
        Obstacle::State { state } => match state {
            State::Announced => "de subsidie is aangekondigd, nog niet verleend",
            State::Awarded | State::Amended => "de jaarschijf is nog niet begonnen",
            State::Determined => "de subsidie is vastgesteld en betaalt geen nieuwe kosten",
            State::Withdrawn => "de subsidie is ingetrokken",
        }
        .to_owned(),
        Obstacle::Window { from, until } => match (from, until) {
            (Some(from), Some(until)) => format!(
                "de kosten vallen buiten de periode waarin besteed mag worden ({} tot en met {})",
                say.day(*from),
                say.day(*until)
            ),
            _ => "de kosten vallen buiten de periode waarin besteed mag worden".to_owned(),
        },
        Obstacle::Eligible => "de regeling betaalt zulke kosten niet".to_owned(),
        Obstacle::Part => "het geld is voor een ander onderdeel".to_owned(),
        Obstacle::Rule { cause, limit } => cause_of(*cause, limit.as_ref(), say),
        Obstacle::Room { room } if room.is_zero() => "er is niets te besteden".to_owned(),
        Obstacle::Room { room } => format!("de subsidie is op: alle {} is besteed", say.amount(*room)),
        Obstacle::Basis => "er is niet meer verdiend dan al besteed is".to_owned(),
    }
}
