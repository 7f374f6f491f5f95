//! The settlement once more, slow and obvious, written from the design alone and not from the code.

mod rules;

use std::collections::BTreeMap;

use koers_core::calendar::Date;
use koers_core::dossier::{Agreement, Grant, State, Tranche};
use koers_core::scheme::{Unit, Unspent};

use super::cases::Case;
use super::schemes::{SchemeSpec, VersionSpec};
pub(crate) use rules::scheme_window;
use rules::{carry_over, known_version, moved, own_window, share, version};

/// Year, grant, tranche, part.
pub(crate) type Key = (i16, String, String, Option<String>);

/// What is compared of a bucket in a year, in cents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) opening: i128,
    pub(crate) granted: i128,
    pub(crate) room: i128,
    pub(crate) received: i128,
    pub(crate) repaid: i128,
    pub(crate) spent: i128,
    pub(crate) balance: i128,
    pub(crate) owed: i128,
    pub(crate) refund: i128,
    pub(crate) carry_over: i128,
    pub(crate) until: Option<Date>,
    pub(crate) pending: i128,
    pub(crate) receivable: i128,
}

#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) rows: BTreeMap<Key, Row>,
    /// What is left of each line, by the reason, zeros left out.
    pub(crate) own_funds: BTreeMap<(String, &'static str), i128>,
    /// What each bucket pays of each line, zeros left out.
    pub(crate) paid: BTreeMap<(String, Key), i128>,
}

/// A bucket between two years.
struct Bucket<'c> {
    tranche: &'c Tranche,
    first_year: i16,
    window_until: Option<Date>,
    carry: Option<Unspent>,
    kept_open: bool,
    /// The year in which the award comes in; `None` when an opening states the room.
    award_year: Option<i16>,
    /// What was spent above an award that was lowered later.
    short: i128,
    /// Room that closings took away.
    given_up: i128,
    carried_until: Option<Date>,
    room: i128,
    cash: i128,
    owed: i128,
}

/// A part of a line, booked on one grant.
struct Piece {
    date: Date,
    line: String,
    left: i128,
    /// The buckets that may pay it, in tranche order.
    open: Vec<usize>,
    /// What blocks the rest of it: of several buckets the one where it came farthest.
    block: &'static str,
}

/// Settles a dossier: grants don't touch each other, so one by one, year by year.
pub(crate) fn settle(case: &Case) -> Outcome {
    let mut outcome = Outcome::default();
    for line in &case.lines {
        if line.booking.is_none() {
            let key = (line.id.clone(), "no-booking");
            outcome
                .own_funds
                .insert(key, i128::from(line.amount.cents()));
        }
    }
    for grant in &case.grants {
        let scheme = case
            .schemes
            .iter()
            .find(|scheme| scheme.id == grant.scheme.value);
        settle_grant(case, grant, scheme.expect("a known scheme"), &mut outcome);
    }
    outcome.own_funds.retain(|_, cents| *cents != 0);
    outcome.paid.retain(|_, cents| *cents != 0);
    outcome
}

fn settle_grant(case: &Case, grant: &Grant, scheme: &SchemeSpec, outcome: &mut Outcome) {
    let mut buckets: Vec<Bucket> = grant
        .tranches
        .iter()
        .map(|tranche| open(case, grant, scheme, tranche))
        .collect();
    for &year in &case.years {
        let end = Date::last_of_year(year).expect("a year");
        let rooms: Vec<i128> = buckets
            .iter()
            .map(|bucket| room(grant, bucket, year))
            .collect();
        let mut pieces = pieces(case, grant, scheme, &buckets, year);
        let mut left = rooms.clone();
        let mut pay = |line: &str, bucket: &Bucket, cents: i128| {
            let key = key(year, grant, bucket.tranche);
            *outcome.paid.entry((line.to_owned(), key)).or_default() += cents;
        };
        // Credit notes first: each cancels out costs of its class, in the order of lines.
        for credit in 0..pieces.len() {
            for cost in 0..pieces.len() {
                let same =
                    pieces[credit].open == pieces[cost].open && !pieces[cost].open.is_empty();
                let cents = (-pieces[credit].left).min(pieces[cost].left);
                if same && cents > 0 {
                    let first = &buckets[pieces[cost].open[0]];
                    pay(&pieces[cost].line, first, cents);
                    pay(&pieces[credit].line, first, -cents);
                    pieces[cost].left -= cents;
                    pieces[credit].left += cents;
                }
            }
        }
        for piece in &mut pieces {
            for &at in &piece.open {
                let cents = piece.left.max(0).min(left[at]);
                pay(&piece.line, &buckets[at], cents);
                piece.left -= cents;
                left[at] -= cents;
            }
            let block = if piece.left < 0 && !piece.open.is_empty() {
                "credit"
            } else {
                piece.block
            };
            let key = (piece.line.clone(), block);
            *outcome.own_funds.entry(key).or_default() += piece.left;
        }
        for (at, bucket) in buckets.iter_mut().enumerate() {
            if year < bucket.first_year {
                continue;
            }
            let row = close(
                grant,
                (scheme, case.as_of),
                bucket,
                (year, end),
                (rooms[at], left[at]),
            );
            outcome.rows.insert(key(year, grant, bucket.tranche), row);
        }
    }
}

fn key(year: i16, grant: &Grant, tranche: &Tranche) -> Key {
    let part = tranche.part.as_ref().map(|part| part.value.clone());
    (year, grant.id.value.clone(), tranche.id.value.clone(), part)
}

fn open<'c>(case: &Case, grant: &Grant, scheme: &SchemeSpec, tranche: &'c Tranche) -> Bucket<'c> {
    let about: Vec<&Agreement> = grant
        .agreements
        .iter()
        .filter(|agreement| {
            let named = agreement.tranches.as_ref();
            named.is_none_or(|named| named.iter().any(|id| id.value == tranche.id.value))
        })
        .collect();
    let opening = tranche
        .opening
        .as_ref()
        .map(|opening| opening.value)
        .unwrap_or_default();
    let first_year = first_year(case, scheme, tranche);
    let window_until = about
        .iter()
        .filter_map(|agreement| agreement.window_until)
        .max();
    let carry = about.iter().find_map(|agreement| agreement.unspent.clone());
    let awarded = match (grant.state, grant.since) {
        (State::Awarded, Some(since)) => since.year().max(first_year),
        _ => first_year,
    };
    Bucket {
        tranche,
        first_year,
        window_until,
        kept_open: window_until.is_some() || matches!(carry, Some(Unspent::CarryOver(_))),
        carry,
        award_year: tranche.opening.is_none().then_some(awarded),
        short: 0,
        given_up: 0,
        carried_until: opening.until,
        room: i128::from(opening.room.cents()),
        cash: i128::from(opening.balance.cents()),
        owed: i128::from(opening.owed.cents()),
    }
}

/// The year in which a bucket begins to exist: with its opening, its window or its first movement.
fn first_year(case: &Case, scheme: &SchemeSpec, tranche: &Tranche) -> i16 {
    let first = case.years[0];
    let end = Date::last_of_year(first).expect("a year");
    let (from, _) = own_window(version(scheme, case.as_of, end), tranche);
    let movements = [&tranche.amendments, &tranche.received, &tranche.repaid];
    let moved = movements
        .into_iter()
        .flatten()
        .map(|movement| movement.period.value.last().year());
    let opened = || {
        (first..=*case.years.last().expect("a year")).find(|&year| {
            days(year).any(|day| {
                let version = known_version(scheme, case.as_of, day);
                version.is_some_and(|version| {
                    let (from, _) = own_window(version, tranche);
                    from.is_none_or(|from| from <= day)
                })
            })
        })
    };
    let begins = moved
        .chain([opened().unwrap_or_else(|| from.map_or(first, Date::year))])
        .min()
        .unwrap_or(first);
    if tranche.opening.is_some() {
        first
    } else {
        begins.max(first)
    }
}

/// Every day of a year.
fn days(year: i16) -> impl Iterator<Item = Date> {
    let first = Date::first_of_year(year);
    std::iter::successors(first, |day| day.next_day()).take_while(move |day| day.year() == year)
}

/// The room of a year: what is there, and what is added to the award in it.
fn room(grant: &Grant, bucket: &Bucket, year: i16) -> i128 {
    if exists(grant, bucket, year) {
        net_room(bucket, year).max(0)
    } else {
        0
    }
}

/// The room before it is cut off at nothing: below that an award was lowered under what is spent.
fn net_room(bucket: &Bucket, year: i16) -> i128 {
    let tranche = bucket.tranche;
    let added = match bucket.award_year {
        Some(award) if year < award => 0,
        Some(award) if year == award => {
            i128::from(tranche.granted.value.cents()) + moved(&tranche.amendments, |of| of <= year)
        }
        _ => moved(&tranche.amendments, |of| of == year),
    };
    bucket.room - bucket.short + added
}

/// Where a grant stands at the end of a year.
fn state(grant: &Grant, year: i16) -> State {
    let end = Date::last_of_year(year).expect("a year");
    let before = grant.since.is_some_and(|since| since > end);
    match grant.state {
        State::Announced | State::Awarded if before => State::Announced,
        _ if before => State::Awarded,
        state => state,
    }
}

/// Whether the grant's state at the year's end lets a bucket have room.
fn awarded(grant: &Grant, bucket: &Bucket, year: i16) -> bool {
    match state(grant, year) {
        State::Announced | State::Withdrawn => false,
        State::Determined => bucket.kept_open,
        State::Awarded | State::Amended => true,
    }
}

/// Whether a bucket has begun, and may have room.
fn exists(grant: &Grant, bucket: &Bucket, year: i16) -> bool {
    bucket.first_year <= year && awarded(grant, bucket, year)
}

fn pieces(
    case: &Case,
    grant: &Grant,
    scheme: &SchemeSpec,
    buckets: &[Bucket],
    year: i16,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let end = Date::last_of_year(case.years[0]).expect("a year");
    let ordering = version(scheme, case.as_of, end);
    for line in &case.lines {
        let date = line.period.last();
        let share = share(
            line.booking.as_ref(),
            i128::from(line.amount.cents()),
            &grant.id.value,
        );
        if date.year() == year && share != 0 {
            let version = version(scheme, case.as_of, date);
            let open = may_pay(grant, (ordering, version), buckets, date);
            let awarded = |bucket: &Bucket| awarded(grant, bucket, year);
            let block = match () {
                () if !open.is_empty() => "room",
                () if buckets.iter().any(awarded) => "window",
                () => "state",
            };
            pieces.push(Piece {
                date,
                line: line.id.clone(),
                left: share,
                open,
                block,
            });
        }
    }
    pieces.sort_by(|a, b| (a.date, &a.line).cmp(&(b.date, &b.line)));
    pieces
}

/// The buckets whose state and window let them pay a cost of this day, in tranche order.
fn may_pay(
    grant: &Grant,
    (ordering, version): (&VersionSpec, &VersionSpec),
    buckets: &[Bucket],
    date: Date,
) -> Vec<usize> {
    let mut open: Vec<usize> = (0..buckets.len())
        .filter(|&at| {
            let bucket = &buckets[at];
            let (from, _) = own_window(version, bucket.tranche);
            exists(grant, bucket, date.year())
                && from.is_none_or(|from| from <= date)
                && date <= last_day(version, bucket)
        })
        .collect();
    open.sort_by_key(|&at| {
        let tranche = buckets[at].tranche;
        let (from, until) = own_window(ordering, tranche);
        let part = tranche.part.as_ref().map(|part| part.value.clone());
        (until, from, tranche.id.value.clone(), part)
    });
    open
}

/// The last day on which a bucket may be spent, with what extends its window.
fn last_day(version: &VersionSpec, bucket: &Bucket) -> Date {
    let (_, until) = own_window(version, bucket.tranche);
    let extended = bucket.window_until.max(bucket.carried_until);
    extended.map_or(until, |extended| extended.max(until))
}

/// Closes a bucket at the end of a year, and leaves it as the next year finds it.
fn close(
    grant: &Grant,
    (scheme, as_of): (&SchemeSpec, Option<Date>),
    bucket: &mut Bucket,
    (year, end): (i16, Date),
    (room, unspent): (i128, i128),
) -> Row {
    let version = version(scheme, as_of, end);
    // Of unspent money the version on the last day of the unit decides.
    let mut deciding = version;
    if version.unit == Unit::Term {
        let (_, until) = own_window(version, bucket.tranche);
        let last = bucket
            .window_until
            .map_or(until, |agreed| agreed.max(until))
            .min(end);
        deciding = known_version(scheme, as_of, last).unwrap_or(version);
    }
    let tranche = bucket.tranche;
    let received = moved(&tranche.received, |of| of == year);
    let repaid = moved(&tranche.repaid, |of| of == year);
    let award =
        i128::from(tranche.granted.value.cents()) + moved(&tranche.amendments, |of| of <= year);
    let announced = state(grant, year) == State::Announced;
    let spent = room - unspent;
    let balance = bucket.cash + received - repaid - spent;
    let owed = (bucket.owed - repaid).max(0);
    let b = balance - owed;

    let last = last_day(version, bucket);
    let carried = bucket.carried_until.is_some_and(|until| until > end);
    // A unit that has not begun has not ended either.
    let (from, _) = own_window(version, tranche);
    let ahead = from.is_some_and(|from| from > end);
    let of_window = last > end && (version.unit == Unit::Term || ahead);
    let inside = of_window || carried;
    let (keep, until) = if inside {
        // Carried money stays under its own date, unless the window keeps it longer.
        let last = if of_window {
            Some(last)
        } else {
            bucket.carried_until
        };
        (unspent, last)
    } else {
        carry_over(
            bucket.carry.as_ref().unwrap_or(&deciding.unspent),
            unspent,
            award,
            (year, end),
        )
    };
    let carry_over = keep.min(b.max(0));
    let row = Row {
        opening: bucket.cash,
        // What is only announced counts for nothing.
        granted: if announced { 0 } else { award },
        room,
        received,
        repaid,
        spent,
        balance,
        owed,
        refund: owed + (b - keep).max(0),
        carry_over,
        until: until.filter(|_| carry_over > 0),
        pending: keep - carry_over,
        receivable: (-b).max(0),
    };
    bucket.cash = row.refund + row.carry_over - row.receivable;
    bucket.owed = row.refund;
    let net = net_room(bucket, year);
    // A withdrawn grant has no room ever again, and what it is short of is another thing.
    if state(grant, year) != State::Withdrawn {
        let below = (-net).max(0);
        let absorbed = below.min(bucket.given_up);
        bucket.short = below - absorbed;
        bucket.given_up -= absorbed;
    }
    // Also what the grant's state took away.
    bucket.given_up += net.max(0) - spent - keep;
    bucket.room = keep;
    bucket.carried_until = bucket
        .carried_until
        .max(until.filter(|_| !inside && keep > 0));
    row
}
