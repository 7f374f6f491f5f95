//! Which tranches may pay which lines, as tables: what every rival looks up, so that only the work on lines is compared.

use std::collections::BTreeMap;

use super::Rules;
use crate::lines::{CATEGORIES, Columns, FIRST_DAY, PROJECTS, SECOND_YEAR, THEMES};

/// A book year: the lines of a class may be paid from the same tranches.
pub struct Year {
    pub year: i16,
    /// Its rows.
    pub rows: std::ops::Range<usize>,
    pub classes: Classes,
}

/// What a line shows to the rules.
#[derive(Clone, Copy)]
pub struct Look {
    pub day: i32,
    pub project: u8,
    pub theme: u8,
    pub category: u8,
}

/// Classes of lines.
pub struct Classes {
    /// By class the tranches, as bits; class 0 has none.
    pub masks: Vec<u64>,
    first_day: i32,
    /// By day of the year the first place of its stretch of days in `of`.
    stretch: Vec<u32>,
    of: Vec<u16>,
}

impl Year {
    /// The book years of lines.
    #[must_use]
    pub fn rows(columns: &Columns, year: i16) -> std::ops::Range<usize> {
        let second = columns.days.partition_point(|day| *day < SECOND_YEAR);
        if year == 2023 {
            0..second
        } else {
            second..columns.len()
        }
    }
}

impl Classes {
    /// The classes of a book year, where `carried` says by tranche whether money of it was carried into the year.
    #[must_use]
    pub fn new(rules: &Rules, year: i16, carried: &[bool]) -> Classes {
        let first_day = if year == 2023 { FIRST_DAY } else { SECOND_YEAR };
        let length = if year == 2023 { 365 } else { 366 };
        let open = rules
            .tranches()
            .zip(carried)
            .map(|((_, grant, tranche), carried)| tranche.days(grant, year, *carried));
        let open: Vec<Option<(i32, i32)>> = open.collect();
        let on_day = |day: i32| {
            let bits = open.iter().enumerate();
            bits.filter(|(_, days)| days.is_some_and(|(first, last)| first <= day && day <= last))
                .fold(0_u64, |mask, (at, _)| mask | 1 << at)
        };
        let of_code = |size: u16, set: &dyn Fn(&super::Grant) -> u64| -> Vec<u64> {
            let mask = |code: u16| {
                rules
                    .tranches()
                    .enumerate()
                    .filter(|(_, (_, grant, _))| set(grant) >> code & 1 == 1)
                    .fold(0_u64, |mask, (at, _)| mask | 1 << at)
            };
            (0..size).map(mask).collect()
        };
        let projects = of_code(PROJECTS, &|grant| grant.projects);
        let themes = of_code(THEMES, &|grant| grant.themes);
        let categories = of_code(CATEGORIES, &|grant| grant.categories);
        let mut classes = Classes {
            masks: vec![0],
            first_day,
            stretch: Vec::new(),
            of: Vec::new(),
        };
        let mut known = BTreeMap::from([(0, 0_u16)]);
        let mut stretches: BTreeMap<u64, u32> = BTreeMap::new();
        for day in first_day..first_day + length {
            let open = on_day(day);
            let next = u32::try_from(classes.of.len()).unwrap_or(0);
            let stretch = *stretches.entry(open).or_insert(next);
            classes.stretch.push(stretch);
            if stretch != next {
                continue;
            }
            for project in &projects {
                for theme in &themes {
                    for category in &categories {
                        let mask = open & project & theme & category;
                        let class = *known.entry(mask).or_insert_with(|| {
                            classes.masks.push(mask);
                            u16::try_from(classes.masks.len() - 1).unwrap_or(0)
                        });
                        classes.of.push(class);
                    }
                }
            }
        }
        classes
    }

    /// The class of a line.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, line: Look) -> usize {
        let stretch = self.stretch[(line.day - self.first_day) as usize] as usize;
        let theme = usize::from(line.project) * usize::from(THEMES) + usize::from(line.theme);
        let at = theme * usize::from(CATEGORIES) + usize::from(line.category);
        usize::from(self.of[stretch + at])
    }

    /// How many classes can be paid at all, and how many pairs of a class and a tranche there are.
    #[must_use]
    pub fn size(&self) -> (usize, u32) {
        (
            self.masks.len() - 1,
            self.masks.iter().map(|mask| mask.count_ones()).sum(),
        )
    }
}
