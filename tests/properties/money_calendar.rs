//! The properties of amounts, percentages, splits, days and periods that everything else rests on.

use std::str::FromStr;

use koers_core::calendar::{Date, DateError, Period};
use koers_core::money::{Money, MoneyError, NumberFormat, Rate, RateError, apportion};
use proptest::prelude::*;
use rust_decimal::Decimal;

const FORMATS: [NumberFormat; 4] = [
    NumberFormat::POINT,
    NumberFormat::COMMA,
    NumberFormat::DUTCH,
    NumberFormat::ENGLISH,
];

/// Amounts of every size: small ones, ones near the bound, and all between.
fn money() -> impl Strategy<Value = Money> {
    let bound = Money::MAX.cents();
    prop_oneof![
        -2_000..=2_000_i64,
        -bound..=bound,
        bound - 9..=bound,
        -bound..=9 - bound
    ]
    .prop_map(|cents| Money::from_cents(cents).expect("within the bound"))
}

fn rate() -> impl Strategy<Value = Rate> {
    (0..=1_000_000_u32).prop_map(|ppm| Rate::from_ppm(ppm).expect("within one"))
}

fn date() -> impl Strategy<Value = Date> {
    let days = (1900..=2199_i16, 1..=12_i8, 1..=31_i8);
    days.prop_filter_map("a day that exists", |(year, month, day)| {
        Date::new(year, month, day)
    })
}

fn period() -> impl Strategy<Value = Period> {
    (date(), 0..4_u8).prop_map(|(date, kind)| {
        let made = match kind {
            0 => Some(Period::day(date)),
            1 => Period::month(date.year(), date.month()),
            2 => Period::quarter(date.year(), (date.month() + 2) / 3),
            _ => Period::year(date.year()),
        };
        made.expect("a period around a date in range")
    })
}

/// Weights with zeros, equals, percentages and the largest there are; at least one isn't zero.
fn weights() -> impl Strategy<Value = Vec<u64>> {
    let weight = prop_oneof![
        Just(0),
        1..5_u64,
        0..=1_000_000_u64,
        any::<u64>(),
        Just(u64::MAX)
    ];
    prop::collection::vec(weight, 1..12)
        .prop_filter("some weight", |all| all.iter().any(|&weight| weight > 0))
}

/// Texts that look like numbers, with and without what makes them none.
fn numberish() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{1,17}(\\.[0-9]{1,4})?",
        "[-+.,0-9 e_]{0,8}",
        ".{0,6}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    // Amounts

    #[test]
    fn money_reads_back_what_it_prints(amount in money()) {
        prop_assert_eq!(Money::parse(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Money::from_str(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Money::parse_with(&amount.dutch(), NumberFormat::DUTCH), Ok(amount));
        prop_assert_eq!(Money::parse_with(&amount.english(), NumberFormat::ENGLISH), Ok(amount));
        let comma = amount.to_string().replace('.', ",");
        prop_assert_eq!(Money::parse_with(&comma, NumberFormat::COMMA), Ok(amount));
        prop_assert_eq!(serde_json::to_string(&amount).ok(), Some(format!("\"{amount}\"")));
    }

    #[test]
    fn whole_euros_print_without_decimals(euros in -9_999_999_999_999_999..=9_999_999_999_999_999_i64, cents in 1..100_i64) {
        let whole = Money::from_euros(euros).expect("within the bound");
        let text = whole.dutch_whole().expect("whole");
        prop_assert_eq!(Money::parse_with(&text, NumberFormat::DUTCH), Ok(whole));
        prop_assert_eq!(format!("{text},00"), whole.dutch());
        if let Some(part) = Money::from_cents(whole.cents() + cents) {
            prop_assert_eq!(part.dutch_whole(), None);
        }
    }

    #[test]
    fn decimals_go_there_and_back(amount in money(), more in 0..9_u32) {
        let mut decimal = amount.to_decimal();
        prop_assert_eq!(decimal.scale(), 2);
        prop_assert_eq!(Money::from_decimal(decimal), Ok(amount));
        prop_assert_eq!(Money::from_decimal(decimal.normalize()), Ok(amount));
        decimal.rescale(2 + more);
        prop_assert_eq!(Money::from_decimal(decimal), Ok(amount));
    }

    #[test]
    fn a_decimal_is_taken_exactly_or_refused(mantissa in any::<i64>(), scale in 0..=28_u32) {
        let decimal = Decimal::new(mantissa, scale);
        match Money::from_decimal(decimal) {
            Ok(amount) => prop_assert_eq!(amount.to_decimal(), decimal),
            Err(MoneyError::TooManyDecimals) => prop_assert!(decimal.normalize().scale() > 2),
            Err(MoneyError::OutOfBounds) => prop_assert!(decimal.abs() > Money::MAX.to_decimal()),
            Err(MoneyError::NotANumber) => prop_assert!(false, "a decimal is a number"),
        }
    }

    /// Where we read a number, `rust_decimal` reads the same one; and where it reads one in our shape, so do we.
    #[test]
    fn reading_agrees_with_rust_decimal(text in numberish()) {
        let theirs = Decimal::from_str_exact(&text);
        let ours = Money::parse(&text);
        if let Ok(amount) = ours {
            prop_assert_eq!(theirs.as_ref().ok(), Some(&amount.to_decimal()));
        }
        let shaped = text.bytes().all(|b| matches!(b, b'-' | b'.' | b'0'..=b'9'))
            && !text.ends_with('.') && !text.trim_start_matches('-').starts_with('.');
        if let (Ok(decimal), true) = (theirs, shaped) {
            if decimal.scale() <= 2 {
                prop_assert_eq!(ours, Money::from_decimal(decimal));
            } else {
                prop_assert_eq!(ours, Err(MoneyError::TooManyDecimals));
            }
        }
    }

    #[test]
    fn no_text_breaks_a_reader(text in ".{0,40}", near in numberish()) {
        for text in [text.as_str(), near.as_str()] {
            for format in FORMATS {
                let _ = Money::parse_with(text, format);
            }
            let _ = (Rate::parse(text), Date::parse(text), Period::parse(text));
        }
    }

    #[test]
    fn arithmetic_is_exact_or_none(a in money(), b in money()) {
        let exact = |cents: i128| i64::try_from(cents).ok().and_then(Money::from_cents);
        let (wide_a, wide_b) = (i128::from(a.cents()), i128::from(b.cents()));
        prop_assert_eq!(a.checked_add(b), exact(wide_a + wide_b));
        prop_assert_eq!(a.checked_sub(b), exact(wide_a - wide_b));
        prop_assert_eq!(Money::checked_sum([a, b, -a]), Some(b));
        prop_assert_eq!(a.checked_sub(b), (-b).checked_add(a));
        prop_assert_eq!(a.abs(), if a.is_negative() { -a } else { a });
        prop_assert_eq!(a.is_zero(), a == Money::ZERO);
    }

    // Percentages

    #[test]
    fn rates_read_back_what_they_print(rate in rate()) {
        let text = rate.to_string();
        prop_assert_eq!(Rate::parse(&text), Ok(rate));
        prop_assert_eq!(Rate::parse(&text.replace(' ', "")), Ok(rate));
        prop_assert_eq!(Rate::from_ppm(rate.ppm()), Some(rate));
    }

    #[test]
    fn a_part_rounds_as_declared(rate in rate(), amount in money()) {
        let exact = i128::from(amount.cents()) * i128::from(rate.ppm());
        let floor = exact.div_euclid(1_000_000);
        let half_up = (exact.abs() + 500_000) / 1_000_000 * exact.signum();
        prop_assert_eq!(i128::from(rate.of_floor(amount).cents()), floor);
        prop_assert_eq!(i128::from(rate.of_half_up(amount).cents()), half_up);
    }

    // Splits

    #[test]
    fn parts_add_up_and_are_within_a_cent(total in any::<i64>(), weights in weights()) {
        let parts = apportion(total, &weights).expect("some weight");
        let whole: u128 = weights.iter().copied().map(u128::from).sum();
        prop_assert_eq!(parts.iter().copied().map(i128::from).sum::<i128>(), i128::from(total));
        for (&part, &weight) in parts.iter().zip(&weights) {
            let exact = u128::from(total.unsigned_abs()) * u128::from(weight);
            let floor = exact / whole;
            let size = u128::from(part.unsigned_abs());
            prop_assert!(size == floor || (size == floor + 1 && exact % whole > 0));
            prop_assert!(part == 0 || part.signum() == total.signum());
            prop_assert!(weight > 0 || part == 0);
        }
    }

    #[test]
    fn a_larger_weight_never_gets_less(total in 0..=i64::MAX, weights in weights()) {
        let mut pairs: Vec<_> = weights.iter().zip(apportion(total, &weights).expect("some weight")).collect();
        pairs.sort_unstable();
        prop_assert!(pairs.is_sorted_by_key(|&(_, part)| part));
    }

    #[test]
    fn the_order_of_weights_moves_no_cents(
        total in any::<i64>(),
        (weights, shuffled) in weights().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let pairs = |weights: &[u64]| {
            let parts = apportion(total, weights).expect("some weight");
            let mut pairs: Vec<_> = weights.iter().copied().zip(parts).collect();
            pairs.sort_unstable();
            pairs
        };
        prop_assert_eq!(pairs(&weights), pairs(&shuffled));
    }

    #[test]
    fn a_negative_total_mirrors_the_positive(total in 0..=i64::MAX, weights in weights()) {
        let mirrored: Option<Vec<i64>> = apportion(total, &weights).map(|parts| parts.iter().map(|part| -part).collect());
        prop_assert_eq!(apportion(-total, &weights), mirrored);
    }

    #[test]
    fn equal_remainders_go_by_index(total in any::<u32>(), count in 1..9_usize) {
        let total = i64::from(total);
        let parts = apportion(total, &vec![7; count]).expect("some weight");
        prop_assert!(parts.is_sorted_by(|a, b| a >= b));
    }

    // Days and periods

    #[test]
    fn dates_read_back_what_they_print(date in date()) {
        prop_assert_eq!(Date::parse(&date.to_string()), Ok(date));
        prop_assert_eq!(Date::parse(&date.dutch()), Ok(date));
        let bare = format!("{}-{}-{}", date.day(), date.month(), date.year());
        prop_assert_eq!(Date::parse(&bare), Ok(date));
        prop_assert_eq!(Date::from_yyyymmdd(date.to_yyyymmdd()), Some(date));
        prop_assert_eq!(Date::new(date.year(), date.month(), date.day()), Some(date));
        prop_assert_eq!(serde_json::to_string(&date).ok(), Some(format!("\"{date}\"")));
    }

    #[test]
    fn days_follow_each_other(date in date(), other in date()) {
        if let Some(next) = date.next_day() {
            prop_assert!(next > date);
            prop_assert_eq!(next.previous_day(), Some(date));
        }
        prop_assert_eq!(date.cmp(&other), date.to_yyyymmdd().cmp(&other.to_yyyymmdd()));
        prop_assert_eq!(date.cmp(&other), date.to_string().cmp(&other.to_string()));
    }

    #[test]
    fn periods_read_back_what_they_print(period in period()) {
        prop_assert_eq!(Period::parse(&period.to_string()), Ok(period));
    }

    #[test]
    fn a_period_is_its_days_and_no_others(period in period(), date in date()) {
        prop_assert!(period.first() <= period.last());
        prop_assert!(period.contains(period.first()) && period.contains(period.last()));
        prop_assert!(period.first().previous_day().is_none_or(|day| !period.contains(day)));
        prop_assert!(period.last().next_day().is_none_or(|day| !period.contains(day)));
        prop_assert_eq!(period.contains(date), period.first() <= date && date <= period.last());
    }
}

// Cases that went wrong elsewhere.

#[test]
fn splits_that_other_systems_got_wrong() {
    // Odoo #214736: 98 % and 2 % of 182.25 gave 182.26.
    assert_eq!(apportion(18_225, &[98, 2]), Some(vec![17_861, 364]));
    // Odoo #94871: 33.33, 33.33 and 33.34 % of 785.08.
    assert_eq!(
        apportion(78_508, &[3_333, 3_333, 3_334]),
        Some(vec![26_167, 26_167, 26_174])
    );
    // ERPNext #35091: 0.01 split 95/5 gave 0 and an imbalance.
    assert_eq!(apportion(1, &[95, 5]), Some(vec![1, 0]));
    assert_eq!(apportion(-1, &[95, 5]), Some(vec![-1, 0]));
    // cgt-calc #660: a third leaves a residue.
    assert_eq!(apportion(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
}

#[test]
fn splits_at_the_edges() {
    assert_eq!(apportion(5, &[]), None);
    assert_eq!(apportion(5, &[0, 0]), None);
    assert_eq!(apportion(0, &[0, 3]), Some(vec![0, 0]));
    assert_eq!(apportion(i64::MIN, &[0, u64::MAX]), Some(vec![0, i64::MIN]));
    assert_eq!(apportion(i64::MAX, &[u64::MAX]), Some(vec![i64::MAX]));
    // Equal remainders: the larger weight first, wherever it stands.
    assert_eq!(apportion(1, &[1, 1]), Some(vec![1, 0]));
    assert_eq!(apportion(2, &[1, 3]), Some(vec![0, 2]));
    assert_eq!(apportion(2, &[3, 1]), Some(vec![2, 0]));
}

#[test]
fn amounts_that_are_none() {
    let none = [
        "", "-", ".", "1.", ".5", "-.5", "+1", " 1", "1 ", "--1", "1-", "1e3", "1_000", "0x1",
        "1,00", "1,234", "1.2.3", "1.234x", "1.-2", "€ 5", "١", "１", "−5", "NaN", "inf", "1\0",
        "1\n",
    ];
    for text in none {
        assert_eq!(Money::parse(text), Err(MoneyError::NotANumber), "{text:?}");
    }
    for text in ["1.000", "1.234", "0.000", "-1.0001"] {
        assert_eq!(
            Money::parse(text),
            Err(MoneyError::TooManyDecimals),
            "{text:?}"
        );
    }
    let many = "9".repeat(1_000);
    let zeros = format!("1{}", "0".repeat(16));
    for text in [
        many.as_str(),
        zeros.as_str(),
        "10000000000000000",
        "-10000000000000000.00",
    ] {
        assert_eq!(Money::parse(text), Err(MoneyError::OutOfBounds), "{text:?}");
    }
}

#[test]
fn amounts_at_the_edges() {
    let of = |cents| Money::from_cents(cents).expect("within the bound");
    assert_eq!(Money::parse("9999999999999999.99"), Ok(Money::MAX));
    assert_eq!(Money::parse("-9999999999999999.99"), Ok(Money::MIN));
    assert_eq!(Money::parse("007"), Ok(of(700)));
    assert_eq!(Money::parse(&"0".repeat(1_000)), Ok(Money::ZERO));
    assert_eq!(Money::parse("-0"), Ok(Money::ZERO));
    assert_eq!(Money::parse("1.5"), Ok(of(150)));
    assert_eq!(Money::from_cents(Money::MAX.cents() + 1), None);
    assert_eq!(Money::from_cents(i64::MIN), None);
    assert_eq!(Money::from_euros(i64::MAX), None);
    assert_eq!(
        Money::from_decimal(Decimal::MAX),
        Err(MoneyError::OutOfBounds)
    );
    assert_eq!(
        Money::from_decimal(Decimal::new(1, 28)),
        Err(MoneyError::TooManyDecimals)
    );
    assert_eq!(Money::from_decimal(Decimal::new(-0, 28)), Ok(Money::ZERO));
    assert_eq!(Money::MAX.checked_add(of(1)), None);
    assert_eq!(Money::MIN.checked_sub(of(1)), None);
    assert_eq!(
        Money::checked_sum([Money::MAX, Money::MAX, Money::MIN]),
        Some(Money::MAX)
    );
    assert_eq!(Money::checked_sum([Money::MAX, of(1)]), None);
    assert_eq!(Money::checked_sum([]), Some(Money::ZERO));
}

#[test]
fn amounts_as_people_write_them() {
    let amount = Money::from_cents(96_522_500).expect("within the bound");
    assert_eq!(amount.to_string(), "965225.00");
    assert_eq!(amount.dutch(), "965.225,00");
    assert_eq!(amount.dutch_whole().as_deref(), Some("965.225"));
    assert_eq!(amount.english(), "965,225.00");
    assert_eq!(format!("{amount:>12}|"), "   965225.00|");
    let owed = Money::from_cents(-5).expect("within the bound");
    assert_eq!(
        (owed.to_string(), owed.dutch(), owed.english()),
        ("-0.05".into(), "-0,05".into(), "-0.05".into())
    );
    assert_eq!((-amount).dutch_whole().as_deref(), Some("-965.225"));
    assert_eq!(Money::ZERO.dutch_whole().as_deref(), Some("0"));
}

#[test]
fn groups_are_whole_or_absent() {
    let read = |text| Money::parse_with(text, NumberFormat::DUTCH).map(Money::cents);
    assert_eq!(read("1.234.567,8"), Ok(123_456_780));
    assert_eq!(read("1234567,89"), Ok(123_456_789));
    assert_eq!(read("-123.456"), Ok(-12_345_600));
    for text in [
        "1.23",
        "1.2345",
        "1234.567",
        ".123",
        "1.",
        "1..234",
        "1.234.",
        "1.234567",
        "1,234.56",
        "12.345.67",
    ] {
        assert_eq!(read(text), Err(MoneyError::NotANumber), "{text:?}");
    }
    assert_eq!(read("1,234"), Err(MoneyError::TooManyDecimals));
    let swiss = NumberFormat {
        decimal: '.',
        thousands: Some('\u{2019}'),
    };
    assert_eq!(
        Money::parse_with("1\u{2019}234.50", swiss).map(Money::cents),
        Ok(123_450)
    );
}

#[test]
fn an_ambiguous_format_reads_nothing() {
    for (decimal, thousands) in [
        ('.', Some('.')),
        ('5', None),
        ('-', None),
        (',', Some('-')),
        (',', Some('0')),
    ] {
        let format = NumberFormat { decimal, thousands };
        assert!(!format.is_sound());
        assert_eq!(Money::parse_with("1", format), Err(MoneyError::NotANumber));
    }
    assert!(FORMATS.iter().all(|format| format.is_sound()));
}

#[test]
fn percentages_that_are_none() {
    for text in [
        "",
        "%",
        " %",
        "20",
        "20  %",
        "20\u{a0}%",
        " 20 %",
        "20 % ",
        "20 %%",
        ".5 %",
        "1. %",
        "17,5 %",
        "x %",
    ] {
        assert_eq!(
            Rate::parse(text),
            Err(RateError::NotAPercentage),
            "{text:?}"
        );
    }
    assert_eq!(Rate::parse("1.00000 %"), Err(RateError::TooFine));
    let many = format!("{} %", "9".repeat(1_000));
    for text in ["100.0001 %", "101 %", "-1 %", "-0 %", many.as_str()] {
        assert_eq!(Rate::parse(text), Err(RateError::OutOfRange), "{text:?}");
    }
    assert_eq!(Rate::from_ppm(1_000_001), None);
    assert_eq!(Rate::parse("100.0000%").map(Rate::ppm), Ok(1_000_000));
    assert_eq!(
        Rate::parse("17.50 %").map(|rate| rate.to_string()),
        Ok("17.5 %".to_owned())
    );
}

#[test]
fn days_that_are_none() {
    let malformed = [
        "",
        "2024",
        "2024-1-1",
        "2024-01-1",
        "24-01-01",
        "01-01-24",
        "2024-01-01 ",
        "2024/01/01",
        "20240101",
        "2024-01-01-01",
        "001-1-2024",
        "+1-1-2024",
        "1--2024",
        "2024-01-٠١",
        "-2024-01-01",
        "1-jan-2024",
    ];
    for text in malformed {
        assert_eq!(Date::parse(text), Err(DateError::Malformed), "{text:?}");
    }
    for text in [
        "2023-02-29",
        "31-4-2024",
        "2024-13-01",
        "2024-00-01",
        "0-1-2024",
        "2100-02-29",
        "99-99-2024",
    ] {
        assert_eq!(Date::parse(text), Err(DateError::DoesNotExist), "{text:?}");
    }
    for text in ["1899-12-31", "1-1-2200", "0000-01-01", "9999-12-31"] {
        assert_eq!(Date::parse(text), Err(DateError::OutOfRange), "{text:?}");
    }
    assert_eq!(Date::new(2199, 12, 31).and_then(Date::next_day), None);
    assert_eq!(Date::new(1900, 1, 1).and_then(Date::previous_day), None);
    assert_eq!(
        (Date::first_of_year(1899), Date::last_of_year(2200)),
        (None, None)
    );
    for number in [0, -20_241_231, 20_240_230, 20_241_301, i32::MAX, i32::MIN] {
        assert_eq!(Date::from_yyyymmdd(number), None, "{number}");
    }
}

#[test]
fn days_as_dutch_readers_write_them() {
    let written = |year, month, day| {
        Date::new(year, month, day).map(|date| (date.dutch(), date.dutch_short()))
    };
    assert_eq!(
        written(2025, 12, 31),
        Some(("31-12-2025".into(), "2025".into()))
    );
    assert_eq!(
        written(2025, 3, 1),
        Some(("01-03-2025".into(), "01-03-2025".into()))
    );
    assert_eq!(
        Date::last_of_year(2024)
            .map(|date| date.to_string())
            .as_deref(),
        Some("2024-12-31")
    );
    assert_eq!(
        Date::first_of_year(2024).map(Date::to_yyyymmdd),
        Some(20_240_101)
    );
}

#[test]
fn periods_at_the_edges() {
    let edges = |text| {
        Period::parse(text)
            .map(|period| (period.first().to_yyyymmdd(), period.last().to_yyyymmdd()))
    };
    assert_eq!(edges("2024"), Ok((20_240_101, 20_241_231)));
    assert_eq!(edges("2024-Q4"), Ok((20_241_001, 20_241_231)));
    assert_eq!(edges("2024-02"), Ok((20_240_201, 20_240_229)));
    assert_eq!(edges("2100-02"), Ok((21_000_201, 21_000_228)));
    assert_eq!(edges("2199"), Ok((21_990_101, 21_991_231)));
    assert_eq!(edges("1-3-2024"), Ok((20_240_301, 20_240_301)));
    for text in [
        "", "24", "2024-", "2024-3", "2024-q1", "2024-Q", "2024-Q10", "2024Q1", "Q1-2024",
        "03-2024", "2024-é",
    ] {
        assert_eq!(Period::parse(text), Err(DateError::Malformed), "{text:?}");
    }
    for text in ["2024-00", "2024-13", "2024-Q0", "2024-Q5", "2023-02-29"] {
        assert_eq!(
            Period::parse(text),
            Err(DateError::DoesNotExist),
            "{text:?}"
        );
    }
    for text in ["1899", "2200", "1899-12", "2200-Q1", "2200-01-01"] {
        assert_eq!(Period::parse(text), Err(DateError::OutOfRange), "{text:?}");
    }
    assert_eq!(
        (
            Period::quarter(2024, 0),
            Period::quarter(2024, i8::MAX),
            Period::month(2024, 0)
        ),
        (None, None, None)
    );
}

#[test]
fn periods_are_ordered_by_the_day_they_count_as() {
    let mut periods = [
        "2024",
        "2024-12-31",
        "2024-Q4",
        "2024-03",
        "2024-12",
        "2024-03-31",
    ]
    .map(Period::parse);
    periods.sort_by_key(|period| (*period).expect("a period"));
    let texts = periods.map(|period| period.expect("a period").to_string());
    assert_eq!(
        texts,
        [
            "2024-03",
            "2024-03-31",
            "2024",
            "2024-Q4",
            "2024-12",
            "2024-12-31"
        ]
    );
}
