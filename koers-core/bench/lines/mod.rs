//! The lines that speed is measured on: so many as asked, the same in each run and on every machine.
//!
//! Amounts are log-normal (median EUR 800, sigma 1.6), 1.5 % of them credit notes; 40 projects by Zipf's law, 6 themes, 5
//! categories; the 731 days of 2023 and 2024 with a peak in December; 5 % stay where they are booked. They are by day, as a
//! ledger prints them, and have no ids: their row numbers are.

mod amount;

use std::ops::Range;

use crate::rules::{Look, Rules};

/// 2023-01-01, in days since 1970-01-01.
pub const FIRST_DAY: i32 = 19_358;
/// How many days the lines lie on.
pub const DAYS: u16 = 731;
/// 2024-01-01, in days since 1970-01-01.
pub const SECOND_YEAR: i32 = FIRST_DAY + 365;
pub const PROJECTS: u16 = 40;
pub const THEMES: u16 = 6;
pub const CATEGORIES: u16 = 5;

/// Lines as columns.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Cents; negative for a credit note.
    pub amounts: Vec<i64>,
    /// Days since 1970-01-01, ascending.
    pub days: Vec<i32>,
    pub projects: Vec<u8>,
    pub themes: Vec<u8>,
    pub categories: Vec<u8>,
    /// The grant on which a line is fixed, counting from 1; 0 for none.
    pub pins: Vec<u8>,
}

impl Columns {
    /// So many lines for grants with these rules: a pinned line is pinned to a grant that pays for its like, where there is one.
    #[must_use]
    pub fn draw(lines: usize, rules: &Rules, seed: u64) -> Columns {
        let mut random = Random(seed);
        let day_of = lots(&(0..DAYS).map(weight_of_day).collect::<Vec<_>>());
        let project_of = lots(
            &(1..=u32::from(PROJECTS))
                .map(|it| 1_000_000 / it)
                .collect::<Vec<_>>(),
        );
        let theme_of = lots(&[30, 22, 18, 14, 10, 6]);
        let category_of = lots(&[40, 25, 15, 12, 8]);
        let mut days: Vec<i32> = Vec::with_capacity(lines);
        let mut on_day = vec![0_usize; usize::from(DAYS)];
        for _ in 0..lines {
            on_day[usize::from(day_of[random.lot()])] += 1;
        }
        for (day, count) in (FIRST_DAY..).zip(on_day) {
            days.extend(std::iter::repeat_n(day, count));
        }
        let mut columns = Columns {
            amounts: Vec::with_capacity(lines),
            projects: Vec::with_capacity(lines),
            themes: Vec::with_capacity(lines),
            categories: Vec::with_capacity(lines),
            pins: Vec::with_capacity(lines),
            days,
        };
        let narrow = |value: u16| u8::try_from(value).unwrap_or(0);
        for row in 0..lines {
            let cents = amount::amount(random.next());
            let credit = random.next() % 1_000 < 15;
            columns.amounts.push(if credit { -cents } else { cents });
            let project = narrow(project_of[random.lot()]);
            let theme = narrow(theme_of[random.lot()]);
            let category = narrow(category_of[random.lot()]);
            columns.projects.push(project);
            columns.themes.push(theme);
            columns.categories.push(category);
            let pinned = random.next() % 100 < 5;
            let first = random.below(rules.grants.len());
            let like = (project, theme, category);
            let pin = if pinned {
                rules.pin(first, columns.days[row], like)
            } else {
                None
            };
            columns.pins.push(pin.map_or(0, |grant| grant + 1));
        }
        columns
    }

    /// What lines show to the rules.
    pub fn looks(&self, rows: Range<usize>) -> impl Iterator<Item = Look> {
        let codes = self.projects[rows.clone()]
            .iter()
            .zip(&self.themes[rows.clone()]);
        let codes = codes.zip(&self.categories[rows.clone()]);
        codes
            .zip(&self.days[rows])
            .map(|(((&project, &theme), &category), &day)| Look {
                day,
                project,
                theme,
                category,
            })
    }

    /// What one line shows to the rules.
    #[must_use]
    pub fn look(&self, row: usize) -> Look {
        Look {
            day: self.days[row],
            project: self.projects[row],
            theme: self.themes[row],
            category: self.categories[row],
        }
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.amounts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }

    /// Where the order of lines, by date and id, is not that of the rows: the first row and the rows from there on in order.
    /// Ids go by their bytes, so that 10 comes before 9: on a day on which the row number gets a digit more.
    #[must_use]
    pub fn out_of_order(&self) -> Vec<(usize, Vec<usize>)> {
        let powers = std::iter::successors(Some(10_usize), |power| power.checked_mul(10));
        let crossing = powers.take_while(|power| *power <= self.len());
        let mut days: Vec<i32> = crossing.map(|power| self.days[power - 1]).collect();
        days.dedup();
        let of_day = |day: i32| {
            let first = self.days.partition_point(|it| *it < day);
            let end = self.days.partition_point(|it| *it <= day);
            let mut rows: Vec<usize> = (first..end).collect();
            rows.sort_by_cached_key(|row| (row + 1).to_string());
            (first, rows)
        };
        days.into_iter().map(of_day).collect()
    }

    /// The same lines by date and id: what those get that read them from the first to the last.
    #[must_use]
    pub fn in_order(&self) -> Columns {
        let mut ordered = self.clone();
        for (first, rows) in self.out_of_order() {
            for (to, &from) in (first..).zip(&rows) {
                ordered.amounts[to] = self.amounts[from];
                ordered.projects[to] = self.projects[from];
                ordered.themes[to] = self.themes[from];
                ordered.categories[to] = self.categories[from];
                ordered.pins[to] = self.pins[from];
            }
        }
        ordered
    }

    /// What all lines come to, in cents.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.amounts.iter().sum()
    }
}

/// December has three times as many lines as another month, and of each week two days have few.
fn weight_of_day(day: u16) -> u32 {
    let of_year = if day < 365 { day } else { day - 365 };
    let december = of_year >= if day < 365 { 334 } else { 335 };
    // 2023 began on a Sunday.
    let weekend = matches!(day % 7, 0 | 6);
    let weight = if weekend { 1 } else { 8 };
    if december { weight * 3 } else { weight }
}

/// Lots by weight: which of the values each of 65,536 lots draws.
fn lots(weights: &[u32]) -> Vec<u16> {
    let whole: u64 = weights.iter().copied().map(u64::from).sum();
    let mut lots = Vec::with_capacity(1 << 16);
    let mut sum = 0;
    for (value, &weight) in (0..).zip(weights) {
        sum += u64::from(weight);
        let end = usize::try_from((sum << 16) / whole).unwrap_or(0);
        lots.resize(end, value);
    }
    lots
}

/// SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    fn lot(&mut self) -> usize {
        usize::from((self.next() >> 48) as u16)
    }
}
