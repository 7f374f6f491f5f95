//! The conditions of rules by the codes of columns, so that matching a line looks at no text.

use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::{Dossier, TextColumn};
use crate::plan::Plan;
use crate::scheme::{Condition, Eligible, Matching, Version};

/// Values of one column.
struct Values<'d> {
    column: &'d TextColumn,
    codes: BTreeSet<u32>,
}

impl Values<'_> {
    fn have(&self, line: usize) -> bool {
        self.codes.contains(&self.column.code(line))
    }
}

/// A condition by codes. A value that no line has is left out, and with it a column that then has none.
struct Coded<'d> {
    /// `None` when no line can match.
    only: Option<Vec<Values<'d>>>,
    except: Vec<Values<'d>>,
    matching: Matching,
}

impl Coded<'_> {
    fn matches(&self, line: usize) -> bool {
        let Some(only) = &self.only else {
            return false;
        };
        let has = |values: &Values<'_>| values.have(line);
        let wanted = match self.matching {
            Matching::All => only.iter().all(has),
            Matching::Any => only.is_empty() || only.iter().any(has),
        };
        wanted && !self.except.iter().any(has)
    }
}

/// A column, and the code of each of its values.
struct Dictionary<'d> {
    column: &'d TextColumn,
    codes: BTreeMap<&'d str, u32>,
}

/// The columns that rules look at, by name; `None` for one that no line has.
struct Dictionaries<'d> {
    dossier: &'d Dossier,
    of: BTreeMap<&'d str, Option<Dictionary<'d>>>,
}

impl<'d> Dictionaries<'d> {
    /// Those of `values` that lines have in a column, with their codes; `None` when there are none.
    fn find(&mut self, name: &'d str, values: &BTreeSet<String>) -> Option<Values<'d>> {
        let known = self.of.entry(name).or_insert_with(|| {
            let column = self.dossier.lines().dimension(name)?;
            let texts = (1..).map_while(|code| Some((column.text(code)?, code)));
            let codes = texts.collect();
            Some(Dictionary { column, codes })
        });
        let Dictionary { column, codes } = known.as_ref()?;
        let codes = values.iter().filter_map(|value| codes.get(value.as_str()));
        let codes: BTreeSet<u32> = codes.copied().collect();
        (!codes.is_empty()).then_some(Values { column, codes })
    }

    fn code(&mut self, condition: &'d Condition) -> Coded<'d> {
        let mut find = |columns: &'d BTreeMap<String, BTreeSet<String>>| -> Vec<_> {
            let columns = columns.iter();
            columns
                .filter_map(|(name, values)| self.find(name, values))
                .collect()
        };
        let (only, except) = (find(&condition.only), find(&condition.except));
        let possible = match condition.matching {
            Matching::All => only.len() == condition.only.len(),
            Matching::Any => !only.is_empty() || condition.only.is_empty(),
        };
        Coded {
            only: possible.then_some(only),
            except,
            matching: condition.matching,
        }
    }
}

/// The conditions of one version.
struct OfVersion<'d> {
    /// None where all costs are eligible.
    eligible: Option<Coded<'d>>,
    ceilings: Ceilings<'d>,
}

impl<'d> OfVersion<'d> {
    fn new(version: &'d Version, dictionaries: &mut Dictionaries<'d>) -> Self {
        OfVersion {
            eligible: match &version.eligible.rule {
                Eligible::Any | Eligible::Goal(_) => None,
                Eligible::Costs(costs) => Some(dictionaries.code(costs)),
            },
            ceilings: Ceilings::new(version, dictionaries),
        }
    }
}

/// The ceilings of one version, found by a value that a line must have to meet them.
#[derive(Default)]
struct Ceilings<'d> {
    /// The places of those that every line meets, ascending.
    always: Vec<usize>,
    /// The others, each with its place.
    conditional: Vec<(usize, Coded<'d>)>,
    /// By column and code the places in `conditional` of those that a line with it may meet.
    by_value: Vec<(&'d TextColumn, BTreeMap<u32, Vec<usize>>)>,
    /// The places in `conditional` of those that ask for no value.
    by_none: Vec<usize>,
}

impl<'d> Ceilings<'d> {
    fn new(version: &'d Version, dictionaries: &mut Dictionaries<'d>) -> Self {
        let mut ceilings = Ceilings::default();
        let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
        for (item, ceiling) in version.ceilings.iter().enumerate() {
            if ceiling.rule.costs.is_empty() {
                ceilings.always.push(item);
                continue;
            }
            let coded = dictionaries.code(&ceiling.rule.costs);
            let Some(only) = &coded.only else {
                continue;
            };
            let at = ceilings.conditional.len();
            // Of values that must all be there one is enough to find it by.
            let needed = match coded.matching {
                Matching::All => &only[..only.len().min(1)],
                Matching::Any => &only[..],
            };
            if needed.is_empty() {
                ceilings.by_none.push(at);
            }
            for values in needed {
                let column = *columns.entry(values.column.name()).or_insert_with(|| {
                    ceilings.by_value.push((values.column, BTreeMap::new()));
                    ceilings.by_value.len() - 1
                });
                let by_code = &mut ceilings.by_value[column].1;
                for &code in &values.codes {
                    by_code.entry(code).or_default().push(at);
                }
            }
            ceilings.conditional.push((item, coded));
        }
        ceilings
    }

    /// The places of the conditional ones that a line meets, ascending.
    fn met(&self, line: usize) -> Vec<usize> {
        let by_value = self.by_value.iter();
        let by_value = by_value.filter_map(|(column, codes)| codes.get(&column.code(line)));
        let found = self.by_none.iter().chain(by_value.flatten());
        let found = found.map(|&at| &self.conditional[at]);
        let met = found.filter(|(_, coded)| coded.matches(line));
        let mut met: Vec<usize> = met.map(|(item, _)| *item).collect();
        met.sort_unstable();
        met.dedup();
        met
    }
}

/// The conditions of the versions that decide in the book years.
pub(super) struct Conditions<'d> {
    /// By grant the place of its scheme in `schemes`.
    scheme_of: Vec<usize>,
    /// By version.
    schemes: Vec<BTreeMap<usize, OfVersion<'d>>>,
}

impl<'d> Conditions<'d> {
    pub(super) fn new(plan: &'d Plan) -> Self {
        let dossier = plan.dossier();
        let mut dictionaries = Dictionaries {
            dossier,
            of: BTreeMap::new(),
        };
        let (mut places, mut schemes) = (BTreeMap::new(), Vec::new());
        let scheme_of = (0..dossier.grants().len()).map(|grant| {
            let scheme = dossier.scheme_of(grant);
            *places.entry(&scheme.id).or_insert_with(|| {
                let deciding = plan.deciding_versions(grant);
                let versions = deciding.map(|at| {
                    let version = &scheme.versions[at];
                    (at, OfVersion::new(version, &mut dictionaries))
                });
                schemes.push(versions.collect());
                schemes.len() - 1
            })
        });
        Conditions {
            scheme_of: scheme_of.collect(),
            schemes,
        }
    }

    /// Whether the costs of a line are of those that a version of a grant pays.
    pub(super) fn eligible(&self, grant: usize, version: usize, line: usize) -> bool {
        self.of(grant, version).is_some_and(|of| {
            let eligible = of.eligible.as_ref();
            eligible.is_none_or(|costs| costs.matches(line))
        })
    }

    /// The places of the ceilings of a version that some lines meet and this one does, ascending.
    pub(super) fn ceilings(&self, grant: usize, version: usize, line: usize) -> Vec<usize> {
        let of = self.of(grant, version);
        of.map_or_else(Vec::new, |of| of.ceilings.met(line))
    }

    /// The places of the ceilings of a version that every line meets, ascending.
    pub(super) fn ceilings_on_all(&self, grant: usize, version: usize) -> &[usize] {
        let of = self.of(grant, version);
        of.map_or(&[], |of| &of.ceilings.always)
    }

    fn of(&self, grant: usize, version: usize) -> Option<&OfVersion<'d>> {
        self.schemes[self.scheme_of[grant]].get(&version)
    }
}
