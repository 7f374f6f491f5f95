//! The buckets that admit lines of one kind.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::admit::{Gate, Inside, OfPart, Shown};
use super::{Block, Exercised};
use crate::calendar::Date;
use crate::scheme::{RuleName, Shifting};

/// Places of buckets, in the order of tranches.
type Home = Arc<[usize]>;

/// Places of buckets of other parts, and whether what they may give is limited.
type Foreign = Arc<[(usize, bool)]>;

/// Buckets that admit a line, in the order of tranches. Lists are shared: there may be many tranches, parts and days.
#[derive(Clone, Debug)]
pub(super) struct Candidates {
    /// Buckets of the line's own part, or all when it names none.
    pub(super) home: Home,
    /// Buckets that may pay costs of other parts, and whether what they may give is limited. One that is in `home` may be
    /// here too; that is of no effect, since it is used up there.
    pub(super) foreign: Foreign,
}

impl Candidates {
    pub(super) fn is_empty(&self) -> bool {
        self.home.is_empty() && self.foreign.is_empty()
    }

    pub(super) fn first(&self) -> Option<usize> {
        let foreign = self.foreign.first().map(|(bucket, _)| *bucket);
        self.home.first().copied().or(foreign)
    }

    /// The foreign ones that are not at home.
    fn elsewhere(&self) -> impl Iterator<Item = &(usize, bool)> {
        let foreign = self.foreign.iter();
        foreign.filter(|(bucket, _)| self.home.binary_search(bucket).is_err())
    }
}

impl Ord for Candidates {
    fn cmp(&self, other: &Self) -> Ordering {
        let same = Arc::ptr_eq(&self.home, &other.home);
        let home = if same {
            Ordering::Equal
        } else {
            self.home.cmp(&other.home)
        };
        // Of equal homes equal lists leave the same elsewhere.
        let same = Arc::ptr_eq(&self.foreign, &other.foreign);
        home.then_with(|| {
            if same {
                Ordering::Equal
            } else {
                self.elsewhere().cmp(other.elsewhere())
            }
        })
    }
}

impl PartialOrd for Candidates {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidates {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidates {}

/// The buckets of a grant whose state and window admit a line of one day.
struct OnDay {
    open: Home,
    /// In which window the day lies for each of them.
    inside: Vec<Inside>,
    /// How far a line came at the others.
    block: Block,
}

/// From which buckets of a grant money may go to a part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Givers {
    /// Of any part.
    All,
    /// Of parts in the same group, if there is one.
    Group(Option<usize>),
}

/// Finds candidates; what does not depend on the line alone is worked out once.
#[derive(Clone, Default)]
pub(super) struct Finder {
    on_days: BTreeMap<(usize, Date), Arc<OnDay>>,
    foreign: BTreeMap<(usize, Date, Givers), Foreign>,
    /// By grant and part the buckets whose part is that one or lies in it.
    in_part: BTreeMap<usize, Vec<Vec<usize>>>,
    /// Lists of buckets that were made: equal ones are the same.
    homes: BTreeSet<Home>,
    foreigns: BTreeSet<Foreign>,
}

impl Finder {
    /// The buckets of a grant that admit a line, and how far it came at the others.
    pub(super) fn find(
        &mut self,
        gate: Gate<'_>,
        (grant, shown): (usize, Shown),
        exercised: &mut Exercised,
    ) -> (Candidates, Block) {
        let day = self.on_day(gate, grant, shown.date);
        let none = || Candidates {
            home: Arc::default(),
            foreign: Arc::default(),
        };
        let candidates = match shown.part {
            _ if !shown.eligible => none(),
            OfPart::Any => Candidates {
                home: Arc::clone(&day.open),
                foreign: Arc::default(),
            },
            OfPart::Unknown => none(),
            OfPart::Known(part) => Candidates {
                home: self.home(gate, (grant, part), &day),
                foreign: self.foreign(gate, (grant, part, shown.date), &day),
            },
        };
        let block = if !candidates.is_empty() {
            Block::Room
        } else if day.open.is_empty() {
            day.block
        } else if !shown.eligible {
            Block::Eligible
        } else {
            Block::Part
        };
        let plan = gate.plan;
        if let Some(version) = plan.version_at(grant, shown.date) {
            exercised.add(grant, version, RuleName::Window);
            if block > Block::Window {
                exercised.add(grant, version, RuleName::Eligible);
            }
        }
        if shown.part != OfPart::Any
            && let Some(version) = gate.year.versions[grant]
        {
            exercised.add(grant, version, RuleName::Shifting);
        }
        (candidates, block)
    }

    fn on_day(&mut self, gate: Gate<'_>, grant: usize, date: Date) -> Arc<OnDay> {
        if let Some(known) = self.on_days.get(&(grant, date)) {
            return Arc::clone(known);
        }
        let (mut open, mut inside, mut block) = (Vec::new(), Vec::new(), Block::State);
        for (at, bucket) in gate.plan.buckets_of(grant) {
            match gate.inside(at, bucket, date) {
                Ok(window) => {
                    open.push(at);
                    inside.push(window);
                }
                Err(how_far) => block = block.max(how_far.unwrap_or(block)),
            }
        }
        let open = one(&mut self.homes, open);
        let day = Arc::new(OnDay {
            open,
            inside,
            block,
        });
        self.on_days.insert((grant, date), Arc::clone(&day));
        day
    }

    fn home(&mut self, gate: Gate<'_>, (grant, part): (usize, usize), day: &OnDay) -> Home {
        let plan = gate.plan;
        let in_part = self.in_part.entry(grant).or_insert_with(|| {
            let parts = &plan.known(grant).parts;
            let mut lists = vec![Vec::new(); parts.count()];
            for (at, _) in plan.buckets_of(grant) {
                let own = plan.part_of(at).into_iter();
                for outer in own.flat_map(|own| parts.outward(own)) {
                    lists[outer].push(at);
                }
            }
            lists
        });
        let home = in_part[part].iter().copied();
        let home = home.filter(|at| day.open.binary_search(at).is_ok());
        one(&mut self.homes, home.collect())
    }

    fn foreign(
        &mut self,
        gate: Gate<'_>,
        (grant, part, date): (usize, usize, Date),
        day: &OnDay,
    ) -> Foreign {
        let plan = gate.plan;
        let group = plan.known(grant).parts.group(part);
        let givers = match gate.shifting(grant) {
            Shifting::None
            | Shifting::UpTo {
                inside_group: false,
                ..
            }
            | Shifting::Free {
                inside_group: false,
            } => Givers::All,
            Shifting::UpTo { .. } | Shifting::Free { .. } => Givers::Group(group),
        };
        if let Some(known) = self.foreign.get(&(grant, date, givers)) {
            return Arc::clone(known);
        }
        let open = day.open.iter().copied().zip(day.inside.iter().copied());
        let foreign = open.filter_map(|(at, inside)| {
            let limited = gate.gives(at, &plan.buckets()[at], inside, group)?;
            Some((at, limited))
        });
        let foreign = one(&mut self.foreigns, foreign.collect());
        self.foreign
            .insert((grant, date, givers), Arc::clone(&foreign));
        foreign
    }
}

/// The list that is equal to this one, so that equal lists are the same.
fn one<T: Ord>(known: &mut BTreeSet<Arc<[T]>>, list: Vec<T>) -> Arc<[T]> {
    let list: Arc<[T]> = list.into();
    if let Some(known) = known.get(&list) {
        return Arc::clone(known);
    }
    known.insert(Arc::clone(&list));
    list
}
