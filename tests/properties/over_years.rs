//! All years planned together against brute force over plain arrays: every division of a few cents over a few buckets and
//! years is tried, each closed by the formulas of the definition, and none may lose less than the engine's.
//!
//! A fixed sample runs always, a larger one in `make test-long`.

use koers_core::calendar::{Date, Period};
use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
use koers_core::money::{Money, Rate};
use koers_core::scheme::{
    Base, CarryOver, Citation, Condition, Eligible, FunderGroup, LegalBasis, Limit, Scheme,
    Schemes, Unit, Unspent, Until, Version, Window,
};
use koers_core::{Dossier, Plan};

use crate::support::long;

const YEARS: usize = 3;
const FIRST: i16 = 2024;
const LINES: usize = 4;
const MOST: usize = 3;

/// What becomes of money that isn't spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Refund,
    Retain,
    /// Year after year, all of it.
    Rolls,
    /// To the next year at most a cent, and so on.
    RollsACent,
    /// To the next year at most half of the award, and so on.
    RollsHalf,
    /// Until the end of the second year, at most half of the award.
    UntilSecond,
    /// Until the end of the third year, at most two cents.
    UntilThird,
    /// A unit of two years; what is left then goes back.
    Term,
}

const FATES: [Fate; 8] = [
    Fate::Refund,
    Fate::Retain,
    Fate::Rolls,
    Fate::RollsACent,
    Fate::RollsHalf,
    Fate::UntilSecond,
    Fate::UntilThird,
    Fate::Term,
];

/// When the money comes in: with the award, half a year later, half never, or nothing.
const CASH: usize = 4;

#[derive(Clone, Copy, Debug)]
struct Case {
    buckets: usize,
    amounts: [i64; LINES],
    /// By line its year, and the buckets that may pay it, as bits.
    year: [usize; LINES],
    may: [usize; LINES],
    fate: [Fate; MOST],
    award: [i64; MOST],
    begins: [usize; MOST],
    cash: [usize; MOST],
}

fn cite() -> Citation {
    Citation::text("art. 1")
}

fn end(year: usize) -> Date {
    Date::last_of_year(book(year)).expect("a year")
}

fn book(year: usize) -> i16 {
    FIRST + i16::try_from(year).expect("few")
}

fn money(cents: i64) -> Money {
    Money::from_cents(cents).expect("few cents")
}

fn half() -> Limit {
    Limit::Share(Rate::from_ppm(500_000).expect("a half"), Base::Award)
}

/// A scheme per fate and bucket, which pays lines that say `ja` in a dimension of the bucket.
fn schemes() -> Schemes {
    let mut schemes = Schemes::empty();
    for (at, fate) in FATES.into_iter().enumerate() {
        for bucket in 0..MOST {
            let next = CarryOver::until(Until::NextYearEnd);
            let unspent = match fate {
                Fate::Refund | Fate::Term => Unspent::Refund,
                Fate::Retain => Unspent::Retain,
                Fate::Rolls => Unspent::CarryOver(next),
                Fate::RollsACent => Unspent::CarryOver(next.limit(Limit::Amount(money(1)))),
                Fate::RollsHalf => Unspent::CarryOver(next.limit(half())),
                Fate::UntilSecond => {
                    Unspent::CarryOver(CarryOver::until(Until::Date(end(1))).limit(half()))
                }
                Fate::UntilThird => Unspent::CarryOver(
                    CarryOver::until(Until::Date(end(2))).limit(Limit::Amount(money(2))),
                ),
            };
            let (unit, window) = match fate {
                Fate::Term => {
                    let from = Date::first_of_year(FIRST).expect("a year");
                    (
                        Unit::Term,
                        Window::Period {
                            from,
                            until: end(1),
                        },
                    )
                }
                _ => (Unit::CalendarYear, Window::TrancheYear),
            };
            let costs = Condition::new().only(format!("d{bucket}"), ["ja"]);
            let version = Version::new(
                Date::first_of_year(2020).expect("a year"),
                cite().on(unit),
                cite().on(window),
                cite().on(Eligible::Costs(costs)),
                cite().on(unspent),
            );
            let basis = LegalBasis::new("A regulation");
            let id = format!("s{at}-{bucket}");
            let scheme = Scheme::new(id, "A scheme", "A funder", FunderGroup::Rijk, basis);
            schemes.insert(scheme.version(version)).expect("a scheme");
        }
    }
    schemes
}

/// A bucket on its way through the years: room, cash, and the last year in which what was carried may be spent.
#[derive(Clone, Copy, Default)]
struct Purse {
    room: i64,
    cash: i64,
    until: Option<usize>,
}

impl Case {
    /// What comes in, by year.
    fn received(&self, bucket: usize) -> [i64; YEARS] {
        let (mut received, award) = ([0; YEARS], self.award[bucket]);
        let (begins, first) = (self.begins[bucket], award / 2);
        match self.cash[bucket] {
            0 => received[begins] = award,
            1 => {
                received[begins] = first;
                if begins + 1 < YEARS {
                    received[begins + 1] = award - first;
                }
            }
            2 => received[begins] = first,
            _ => {}
        }
        received
    }

    fn dossier(&self, schemes: &Schemes) -> Dossier {
        let years: Vec<i16> = (0..YEARS).map(book).collect();
        let mut builder = DossierBuilder::new("d".to_owned(), "h", years);
        for at in 0..self.buckets {
            let mut tranche = Tranche::new("t", money(self.award[at])).year(book(self.begins[at]));
            for (year, cents) in self.received(at).into_iter().enumerate() {
                if cents > 0 {
                    let period = Period::year(book(year)).expect("a year");
                    tranche = tranche.received(period, money(cents));
                }
            }
            let fate = FATES.iter().position(|fate| *fate == self.fate[at]);
            let scheme = format!("s{}-{at}", fate.expect("one of them"));
            builder = builder.grant(Grant::new(format!("g{at}"), scheme).tranche(tranche));
        }
        for at in 0..LINES {
            let period = Period::year(book(self.year[at])).expect("a year");
            let mut line = CostLine::new(format!("L{at}"), period, money(self.amounts[at]));
            for bucket in 0..MOST {
                let may = self.may[at] >> bucket & 1 == 1;
                line = line.dimension(format!("d{bucket}"), if may { "ja" } else { "nee" });
            }
            builder = builder.line(line);
        }
        builder.build(schemes).expect("a dossier")
    }

    /// What goes back of a bucket that spends so much in each year; none where it can't.
    fn back(&self, bucket: usize, spent: &[i64; YEARS]) -> Option<i64> {
        let (mut purse, mut back) = (Purse::default(), 0);
        let (fate, award, begins) = (self.fate[bucket], self.award[bucket], self.begins[bucket]);
        let received = self.received(bucket);
        for year in 0..YEARS {
            let own = match fate {
                Fate::Term => year <= 1,
                _ => year == begins,
            };
            let open = own || purse.until.is_some_and(|until| year <= until);
            let begun = if fate == Fate::Term { year == 0 } else { own };
            let room = purse.room + if begun { award } else { 0 };
            let cash = purse.cash + received[year] - spent[year];
            if spent[year] > 0 && (!open || spent[year] > room) {
                return None;
            }
            let left = room - spent[year];
            let carried = purse.until.filter(|until| year < *until);
            let (keep, retained, until) = match fate {
                _ if carried.is_some() => (left, 0, carried),
                Fate::Retain => (0, left, None),
                Fate::Rolls => (left, 0, Some(year + 1)),
                Fate::RollsACent => (left.min(1), 0, Some(year + 1)),
                Fate::RollsHalf => (left.min(award / 2), 0, Some(year + 1)),
                Fate::UntilSecond if year < 1 => (left.min(award / 2), 0, Some(1)),
                Fate::UntilThird if year < 2 => (left.min(2), 0, Some(2)),
                Fate::Term if year < 1 => (left, 0, Some(1)),
                Fate::Refund | Fate::UntilSecond | Fate::UntilThird | Fate::Term => (0, 0, None),
            };
            let receivable = (retained - cash).max(0);
            let carry_over = keep.min((cash - retained).max(0));
            // Money that was spent before it came in stays to be received.
            let short = (-cash).max(0).max(receivable);
            back += (cash - retained - keep).max(0);
            purse = Purse {
                room: keep,
                cash: if carry_over > 0 { carry_over } else { -short },
                until: until.filter(|_| keep > 0),
            };
        }
        Some(back)
    }

    /// The least that is lost, and of that the least own funds.
    fn best(&self) -> (i64, i64) {
        let mut best = (i64::MAX, i64::MAX);
        self.each(0, 0, self.amounts[0], 0, &mut [[0; YEARS]; MOST], &mut best);
        best
    }

    /// Tries every division of the lines from one on, of which so much is still to be divided from a bucket on.
    fn each(
        &self,
        line: usize,
        bucket: usize,
        left: i64,
        own: i64,
        spent: &mut [[i64; YEARS]; MOST],
        best: &mut (i64, i64),
    ) {
        if line == LINES {
            let back = (0..self.buckets).map(|at| self.back(at, &spent[at]));
            if let Some(back) = back.sum::<Option<i64>>() {
                *best = (*best).min((own + back, own));
            }
            return;
        }
        if bucket == self.buckets {
            let next = self.amounts.get(line + 1).copied().unwrap_or_default();
            self.each(line + 1, 0, next, own + left, spent, best);
            return;
        }
        let may = self.may[line] >> bucket & 1 == 1;
        for cents in 0..=if may { left } else { 0 } {
            spent[bucket][self.year[line]] += cents;
            self.each(line, bucket + 1, left - cents, own, spent, best);
            spent[bucket][self.year[line]] -= cents;
        }
    }

    fn of(number: u64) -> Case {
        let mut state = number;
        let mut draw = |size: usize| {
            state = mixed(state);
            usize::try_from(state % u64::try_from(size).expect("small")).expect("small")
        };
        let buckets = 1 + draw(MOST);
        let mut case = Case {
            buckets,
            amounts: [0; LINES],
            year: [0; LINES],
            may: [0; LINES],
            fate: [Fate::Refund; MOST],
            award: [0; MOST],
            begins: [0; MOST],
            cash: [0; MOST],
        };
        let every = (1 << buckets) - 1;
        for at in 0..LINES {
            case.amounts[at] = i64::try_from(draw(4)).expect("small");
            case.year[at] = draw(YEARS);
            case.may[at] = if draw(3) == 0 { every } else { draw(every + 1) };
        }
        for at in 0..buckets {
            case.fate[at] = FATES[draw(FATES.len())];
            case.award[at] = i64::try_from(draw(6)).expect("small");
            case.begins[at] = if case.fate[at] == Fate::Term {
                0
            } else {
                draw(YEARS)
            };
            case.cash[at] = if draw(2) == 0 { 0 } else { draw(CASH) };
        }
        case
    }
}

/// A number that looks like chance (splitmix64).
fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Compares so many cases, and returns how many are better than the years one by one, and of how many that is not proven.
fn sample(size: u64) -> (u64, u64) {
    let schemes = schemes();
    let (mut better, mut unproven) = (0, 0);
    for number in 0..size {
        let case = Case::of(mixed(number ^ 0x5EED));
        let plan = Plan::horizon(case.dossier(&schemes)).expect("a plan");
        let allocation = plan.allocate();
        let horizon = allocation.horizon().expect("a horizon");
        let (lost, own) = (horizon.lost.cents(), horizon.own_funds.cents());
        let chain = (horizon.chain_lost.cents(), horizon.chain_own_funds.cents());
        assert_eq!((lost, own), case.best(), "{number}: {case:?}");
        assert!((lost, own) <= chain, "{case:?}");
        match horizon.at_least {
            Some(at_least) => assert_eq!(at_least.cents(), lost, "{case:?}"),
            None => unproven += 1,
        }
        better += u64::from((lost, own) < chain);
    }
    (better, unproven)
}

#[test]
fn no_division_loses_less() {
    let (better, unproven) = sample(5_000 * u64::from(long()));
    assert!(better > 50, "{better}");
    assert_eq!(unproven, 0);
}
