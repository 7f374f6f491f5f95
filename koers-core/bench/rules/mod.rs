//! The grants that pay the lines that speed is measured on, as data: schemes, grants and tables are all made from this.

mod classes;
mod written;

pub use classes::{Classes, Look, Year};
pub use written::{code_text, date, day};

use crate::lines::{CATEGORIES, FIRST_DAY, PROJECTS, Random, SECOND_YEAR, THEMES};

/// 2024-12-31, in days since 1970-01-01.
pub const LAST_DAY: i32 = SECOND_YEAR + 365;

/// The grants, in order. They have 62 tranches at most.
#[derive(Clone, Debug)]
pub struct Rules {
    pub grants: Vec<Grant>,
}

/// A grant with a scheme of its own.
#[derive(Clone, Debug)]
pub struct Grant {
    pub id: String,
    /// What it pays for: sets of codes, as bits.
    pub themes: u64,
    pub projects: u64,
    pub categories: u64,
    pub window: Window,
    pub unspent: Unspent,
    pub tranches: Vec<Tranche>,
}

/// On which days it may be spent; days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// In the year of the tranche.
    TrancheYear,
    /// On the days that the award says: they may lie in one year only.
    Tranche(i32, i32),
    /// On these days, and what is left at a year's end stays.
    Term(i32, i32),
}

/// What becomes of the rest at the end of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unspent {
    Refund,
    /// It may be spent until a day of the next year, up to a percentage of the award.
    CarryOver(i32, Option<i64>),
}

/// A tranche.
#[derive(Clone, Copy, Debug)]
pub struct Tranche {
    pub year: i16,
    /// Its part of the awards, in thousandths of all costs.
    pub of_costs: i64,
    /// The first day on which it may be spent, where that is later than the grant's window says.
    pub from: Option<i32>,
}

impl Rules {
    /// Six grants with eight tranches: refund, capped and free carry-over, windows, themes, sets of projects, categories. The
    /// awards are 1.1 times the costs. All tranches may pay some costs of 2024.
    #[must_use]
    pub fn eight() -> Rules {
        let projects = |keep: fn(u16) -> bool| {
            let kept = (0..PROJECTS).filter(|it| keep(*it));
            kept.fold(0, |set, it| set | 1 << it)
        };
        let all = |size: u16| (1 << size) - 1;
        let until = |limit| Unspent::CarryOver(SECOND_YEAR + 181, limit);
        Rules {
            grants: vec![
                Grant::new(
                    "g1",
                    (0b10_0011, projects(|it| it % 3 != 0), all(CATEGORIES)),
                )
                .tranche(2024, 110),
                Grant::new(
                    "g2",
                    (0b00_0111, projects(|it| it % 2 == 0), all(CATEGORIES)),
                )
                .unspent(until(Some(20)))
                .tranche(2023, 280)
                .tranche_from(2024, 90, SECOND_YEAR + 60),
                Grant::new("g3", (0b00_0110, projects(|it| it < 24), 0b0_1011))
                    .unspent(Unspent::CarryOver(SECOND_YEAR + 273, None))
                    .tranche(2023, 110)
                    .tranche_from(2024, 60, SECOND_YEAR + 121),
                Grant::new(
                    "g4",
                    (0b01_1111, projects(|it| it % 5 < 3), all(CATEGORIES)),
                )
                .window(Window::Term(FIRST_DAY + 90, SECOND_YEAR + 304))
                .tranche(2023, 170),
                Grant::new("g5", (all(THEMES), all(PROJECTS), 0b0_0111))
                    .window(Window::Tranche(SECOND_YEAR + 60, LAST_DAY))
                    .tranche(2024, 120),
                Grant::new(
                    "g6",
                    (all(THEMES), projects(|it| it % 7 < 4), all(CATEGORIES)),
                )
                .unspent(Unspent::CarryOver(LAST_DAY, None))
                .tranche(2023, 160),
            ],
        }
    }

    /// So many grants with a tranche each, and rules drawn at random: `broad` ones, of which many pay for the same cost, or
    /// narrow ones, as laws have them. The awards are 1.1 times the costs.
    #[must_use]
    pub fn random(grants: usize, broad: bool, seed: u64) -> Rules {
        let mut random = Random(seed);
        let mut draw = |at: usize| {
            let tenths = if broad { 5 } else { 3 };
            let mut set = |size: u16, all: usize| {
                let every = (1_u64 << size) - 1;
                if random.below(10) < all {
                    return every;
                }
                let drawn = (0..size)
                    .filter(|_| random.below(10) < tenths)
                    .fold(0, |set, it| set | 1 << it);
                if drawn == 0 {
                    1 << random.below(usize::from(size))
                } else {
                    drawn
                }
            };
            let (themes, projects, categories) = if broad {
                (set(THEMES, 3), set(PROJECTS, 3), set(CATEGORIES, 5))
            } else {
                (set(THEMES, 2), set(PROJECTS, 5), set(CATEGORIES, 3))
            };
            let year = if at.is_multiple_of(2) { 2023 } else { 2024 };
            let (window, unspent) = match random.below(4) {
                0 => (Window::TrancheYear, Unspent::Refund),
                1 => (Window::TrancheYear, Unspent::CarryOver(LAST_DAY, None)),
                2 => (
                    Window::TrancheYear,
                    Unspent::CarryOver(SECOND_YEAR + 181, Some(20)),
                ),
                _ => {
                    let quarters = i32::try_from(random.below(4)).unwrap_or(0);
                    (
                        Window::Term(FIRST_DAY + 91 * quarters, LAST_DAY - 91 * (3 - quarters)),
                        Unspent::Refund,
                    )
                }
            };
            let of_costs = i64::try_from(1_100 / grants).unwrap_or(1).max(1);
            Grant {
                id: format!("g{:02}", at + 1),
                themes,
                projects,
                categories,
                window,
                unspent,
                tranches: vec![Tranche {
                    year,
                    of_costs,
                    from: None,
                }],
            }
        };
        Rules {
            grants: (0..grants).map(&mut draw).collect(),
        }
    }

    /// The 20 grants of one of many holders, of which seven have a second tranche.
    #[must_use]
    pub fn holder(broad: bool, seed: u64) -> Rules {
        let mut rules = Rules::random(20, broad, seed);
        let by_year = rules
            .grants
            .iter_mut()
            .filter(|grant| grant.window == Window::TrancheYear);
        for grant in by_year.take(7) {
            let of_costs = grant.tranches[0].of_costs;
            grant.tranches = [2023, 2024]
                .map(|year| Tranche {
                    year,
                    of_costs,
                    from: None,
                })
                .to_vec();
        }
        rules
    }

    /// How many tranches there are.
    #[must_use]
    pub fn buckets(&self) -> usize {
        self.grants.iter().map(|grant| grant.tranches.len()).sum()
    }

    /// The tranches in order, each with its grant.
    pub fn tranches(&self) -> impl Iterator<Item = (usize, &Grant, &Tranche)> {
        let grants = self.grants.iter().enumerate();
        grants.flat_map(|(at, grant)| {
            grant
                .tranches
                .iter()
                .map(move |tranche| (at, grant, tranche))
        })
    }

    /// By tranche its award in cents, in whole euros, where the costs come to so much.
    #[must_use]
    pub fn awards(&self, costs: i64) -> Vec<i64> {
        let award = |of_costs: i64| i128::from(costs.max(0)) * i128::from(of_costs) / 100_000 * 100;
        let awards = self.tranches().map(|(.., tranche)| award(tranche.of_costs));
        awards
            .map(|award| i64::try_from(award).unwrap_or(0))
            .collect()
    }

    /// The grant to which a line is pinned, by its place: the first from `first` on that pays for its project, theme and
    /// category on its day, where one does.
    pub(crate) fn pin(&self, first: usize, day: i32, line: (u8, u8, u8)) -> Option<u8> {
        let all = self.grants.len();
        let mut places = (0..all).map(|at| (first + at) % all);
        let year = if day < SECOND_YEAR { 2023 } else { 2024 };
        let pays = |at: &usize| {
            let grant = &self.grants[*at];
            let mut days = grant
                .tranches
                .iter()
                .filter_map(|it| it.days(grant, year, false));
            grant.pays(line) && days.any(|(first, last)| (first..=last).contains(&day))
        };
        u8::try_from(places.find(pays)?).ok()
    }
}

impl Grant {
    /// One that pays for these themes, projects and categories in the years of its tranches, which are still to come.
    fn new(id: &str, (themes, projects, categories): (u64, u64, u64)) -> Grant {
        Grant {
            id: id.to_owned(),
            themes,
            projects,
            categories,
            window: Window::TrancheYear,
            unspent: Unspent::Refund,
            tranches: Vec::new(),
        }
    }

    fn window(mut self, window: Window) -> Grant {
        self.window = window;
        self
    }

    fn unspent(mut self, unspent: Unspent) -> Grant {
        self.unspent = unspent;
        self
    }

    fn tranche(mut self, year: i16, of_costs: i64) -> Grant {
        self.tranches.push(Tranche {
            year,
            of_costs,
            from: None,
        });
        self
    }

    fn tranche_from(self, year: i16, of_costs: i64, from: i32) -> Grant {
        let mut with = self.tranche(year, of_costs);
        let last = with.tranches.last_mut();
        last.into_iter().for_each(|it| it.from = Some(from));
        with
    }

    /// Whether it pays for a project, theme and category.
    #[must_use]
    pub fn pays(&self, (project, theme, category): (u8, u8, u8)) -> bool {
        (self.projects >> project) & (self.themes >> theme) & (self.categories >> category) & 1 == 1
    }
}

impl Tranche {
    /// The days that the award states, where it does.
    #[must_use]
    pub fn own_days(&self, grant: &Grant) -> Option<(i32, i32)> {
        let end = if self.year == 2023 {
            SECOND_YEAR - 1
        } else {
            LAST_DAY
        };
        match grant.window {
            Window::Tranche(from, until) => Some((from, until)),
            _ => self.from.map(|from| (from, end)),
        }
    }

    /// The days on which it may be spent in a book year, first and last; what was carried into the year counts where `carried`.
    #[must_use]
    pub fn days(&self, grant: &Grant, year: i16, carried: bool) -> Option<(i32, i32)> {
        let of_year = |year| {
            if year == 2023 {
                (FIRST_DAY, SECOND_YEAR - 1)
            } else {
                (SECOND_YEAR, LAST_DAY)
            }
        };
        let (first, last) = match grant.window {
            Window::TrancheYear => of_year(self.year),
            Window::Tranche(from, until) | Window::Term(from, until) => (from, until),
        };
        let first = self.from.unwrap_or(first);
        let last = match grant.unspent {
            Unspent::CarryOver(until, _) if carried => last.max(until),
            _ => last,
        };
        let year = of_year(year);
        let days = (first.max(year.0), last.min(year.1));
        (days.0 <= days.1).then_some(days)
    }

    /// What stays of its room at the end of a book year, of what is left of an award, all in cents; and whether that was carried.
    #[must_use]
    pub fn keeps(&self, grant: &Grant, year: i16, (left, award): (i64, i64)) -> (i64, bool) {
        if year != 2023 {
            return (0, false);
        }
        match (grant.window, grant.unspent) {
            (Window::Term(..), _) => (left, false),
            // A tranche of 2024 has yet to open.
            _ if self.year == 2024 => (left, false),
            (_, Unspent::Refund) => (0, false),
            (_, Unspent::CarryOver(_, limit)) => {
                let kept = limit.map_or(left, |limit| left.min(award * limit / 100));
                (kept, kept > 0)
            }
        }
    }
}
