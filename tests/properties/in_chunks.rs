//! Lines come out the same together and one by one, however their columns come in: in chunks with dictionaries of their own, by
//! day or not, few or many on a day.

use koers_core::dossier::{Bits, Dictionary, DossierBuilder, Grant, LineColumns, Tranche};
use koers_core::plan::{Plan, Taking};
use koers_core::scheme::{
    Citation, Condition, Eligible, FunderGroup, LegalBasis, Scheme, Schemes, Unit, Unspent,
    Version, Window,
};
use koers_core::{Date, Dossier, Method, Money};

const THEMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const ROWS: u32 = 1_200;
const CHUNKS: u32 = 5;

fn date(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

/// Schemes of which each pays two themes of six, and one from some day on.
fn schemes() -> Schemes {
    let mut schemes = Schemes::empty();
    let cited = || Citation::text("art. 1");
    for at in 0..THEMES.len() {
        let themes = [THEMES[at], THEMES[(at + 1) % THEMES.len()]];
        let window = match at {
            0 => Window::Period {
                from: date("2024-01-03"),
                until: date("2024-12-31"),
            },
            _ => Window::TrancheYear,
        };
        let version = Version::new(
            date("2020-01-01"),
            cited().on(Unit::CalendarYear),
            cited().on(window),
            cited().on(Eligible::Costs(Condition::new().only("theme", themes))),
            cited().on(Unspent::Refund),
        );
        let (id, legal) = (format!("s{at}"), LegalBasis::new("Regeling"));
        let scheme = Scheme::new(&id, &id, "Provincie", FunderGroup::Other, legal);
        schemes.insert(scheme.version(version)).expect("sound");
    }
    schemes
}

/// Numbers that differ in all that lines show (Knuth, The Art of Computer Programming, 3.2.1).
fn drawn(rows: std::ops::Range<u32>) -> impl Iterator<Item = u32> + Clone {
    rows.map(|at| at.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) >> 8)
}

/// Chunks of lines on so many days, all but the last by day. Keys are bytes, or numbers of four bytes.
fn chunks(days: u32, are_booked: bool) -> Dossier {
    let mut builder = DossierBuilder::new("d", "H", vec![2024]);
    for at in 0..THEMES.len() {
        let award = Money::from_euros(i64::from(ROWS * CHUNKS) * 58).expect("an amount");
        let tranche = Tranche::new("2024", award).year(2024);
        let grant = Grant::new(format!("g{at}"), format!("s{at}")).tranche(tranche);
        builder.grants_mut().push(grant);
    }
    let first = date("2024-01-01").epoch_days();
    for chunk in 0..CHUNKS {
        let all = drawn(chunk * ROWS..(chunk + 1) * ROWS);
        let on = all.clone().map(|it| it % 366 % days);
        let mut on: Vec<i32> = on.map(|day| first + day.cast_signed()).collect();
        if chunk + 1 < CHUNKS {
            on.sort_unstable();
        }
        let cents = all.clone().map(|it| {
            let cents = i64::from(it % 7_001) * 20;
            if it % 31 == 0 { -cents } else { cents }
        });
        // The first two have one dictionary.
        let shift = usize::try_from(chunk.saturating_sub(1)).expect("few");
        let values = (0..THEMES.len()).map(|at| THEMES[(at + shift) % THEMES.len()]);
        let keys = all.clone().map(|it| it / 7 % 6);
        let themes = if chunk % 3 == 1 {
            let keys: Vec<i32> = keys.map(u32::cast_signed).collect();
            Dictionary::new(keys, values)
        } else {
            let keys = keys.map(|key| u8::try_from(key).expect("few"));
            Dictionary::new(keys.collect::<Vec<u8>>(), values)
        };
        let grants = all.clone().map(|it| u8::try_from(it % 5).expect("few"));
        let names = (0..5).map(|at| format!("g{}", (at + shift) % 6));
        let grants = Dictionary::new(grants.collect::<Vec<u8>>(), names);
        let booked: Bits = all.clone().map(|it| it % 4 == 0).collect();
        let fixed: Bits = all.map(|it| it % 8 == 0).collect();
        let mut lines =
            LineColumns::new(on, cents.collect::<Vec<i64>>()).dimension("theme", themes);
        if are_booked {
            lines = lines.grant(grants.valid(booked)).fixed(fixed);
        }
        builder.add_columns(lines).expect("columns that fit");
    }
    builder.build(&schemes()).expect("a sound dossier")
}

#[test]
fn chunks_come_out_the_same_together_and_one_by_one() {
    for (days, are_booked) in [(366, true), (9, true), (9, false), (2, false)] {
        let dossier = chunks(days, are_booked);
        for method in [Method::priority(), Method::least_refund()] {
            let plan = Plan::by(dossier.clone(), method).expect("a sound plan");
            assert!(plan.clone().taking(Taking::Together).takes_together());
            let settle = |taking| plan.clone().taking(taking).allocate().settle();
            let (together, one_by_one) = (settle(Taking::Together), settle(Taking::OneByOne));
            assert_eq!(together.settlement(), one_by_one.settlement());
            assert_eq!(together.allocations(), one_by_one.allocations());
            assert_eq!(together.own_funds(), one_by_one.own_funds());
            // Rules and the order of lines decide on some.
            let own = together.own_funds_of(2024).expect("they are known");
            assert!(own.cents() > 0);
        }
    }
}
