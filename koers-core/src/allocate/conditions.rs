//! The conditions of rules by the codes of columns, so that matching a line looks at no text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::coded::{Asked, Coded, Dictionaries, Looked};
use crate::dossier::{Lines, TextColumn};
use crate::plan::Plan;
use crate::scheme::{Eligible, Matching, Version};

/// Which costs a version pays.
enum Pays {
    /// All.
    Any,
    /// Those that contribute to its aims.
    Goal,
    /// Those that meet a condition.
    Costs(Coded),
}

/// The conditions of one version.
struct OfVersion {
    eligible: Pays,
    ceilings: Ceilings,
}

impl OfVersion {
    fn new<'d>(version: &'d Version, dictionaries: &mut Dictionaries<'d>) -> Self {
        OfVersion {
            eligible: match &version.eligible.rule {
                Eligible::Any => Pays::Any,
                Eligible::Goal(_) => Pays::Goal,
                Eligible::Costs(costs) => Pays::Costs(dictionaries.code(costs)),
            },
            ceilings: Ceilings::new(version, dictionaries),
        }
    }

    fn conditions(&self) -> impl Iterator<Item = &Coded> {
        let eligible = match &self.eligible {
            Pays::Costs(costs) => Some(costs),
            Pays::Any | Pays::Goal => None,
        };
        let ceilings = self.ceilings.conditional.iter();
        eligible.into_iter().chain(ceilings.map(|(_, costs)| costs))
    }
}

/// Places by code of a column.
type ByCode = BTreeMap<u32, Vec<usize>>;

/// The ceilings of one version, found by a value that a line must have to meet them.
#[derive(Default)]
struct Ceilings {
    /// The places of those that every line meets, ascending.
    always: Vec<usize>,
    /// The others, each with its place.
    conditional: Vec<(usize, Coded)>,
    /// By column and code the places in `conditional` of those that a line with it may meet.
    by_value: Vec<(Arc<TextColumn>, ByCode)>,
    /// The places in `conditional` of those that ask for no value.
    by_none: Vec<usize>,
}

impl Ceilings {
    fn new<'d>(version: &'d Version, dictionaries: &mut Dictionaries<'d>) -> Self {
        let mut ceilings = Ceilings::default();
        let mut columns: BTreeMap<*const TextColumn, usize> = BTreeMap::new();
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
                let column = *columns
                    .entry(Arc::as_ptr(&values.column))
                    .or_insert_with(|| {
                        let column = Arc::clone(&values.column);
                        ceilings.by_value.push((column, BTreeMap::new()));
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
pub(crate) struct Conditions {
    /// By grant the place of its scheme in `schemes`.
    scheme_of: Vec<usize>,
    /// By version.
    schemes: Vec<BTreeMap<usize, OfVersion>>,
    /// By grant: what a person judged to contribute to its aims.
    judged: Vec<Judged>,
    /// By grant: what is assumed to be eligible, whatever its rules say.
    assumed: Vec<Vec<Option<Coded>>>,
    /// By step of the method: the lines it is limited to.
    scopes: Vec<Option<Coded>>,
    /// The columns by which ways are found.
    columns: Vec<Looked>,
    /// By grant the conditions of its rules, or of a judgement on what is eligible for it, that look at each column.
    of_grants: Vec<Asked>,
    /// Whether a booking says what contributes to the aims of a grant.
    by_goal: bool,
    /// The lines of which a person judged one by one.
    judged_apart: BTreeSet<usize>,
}

/// What a person judged to contribute to the aims of a grant.
#[derive(Default)]
struct Judged {
    lines: BTreeSet<usize>,
    costs: Vec<Coded>,
}

impl Conditions {
    pub(super) fn new(plan: &Plan) -> Self {
        let dossier = plan.dossier();
        let mut dictionaries = Dictionaries::new(dossier);
        let (mut places, mut schemes) = (BTreeMap::new(), Vec::new());
        let mut of_schemes: Vec<Asked> = Vec::new();
        let scheme_of = (0..dossier.grants().len()).map(|grant| {
            let scheme = dossier.scheme_of(grant);
            *places.entry(&scheme.id).or_insert_with(|| {
                let deciding = plan.deciding_versions(grant);
                let versions = deciding.map(|at| {
                    let version = &scheme.versions[at];
                    (at, OfVersion::new(version, &mut dictionaries))
                });
                schemes.push(versions.collect());
                let mut asked = Asked::new();
                dictionaries.add_asked(&mut asked);
                of_schemes.push(asked);
                schemes.len() - 1
            })
        });
        let scheme_of: Vec<usize> = scheme_of.collect();
        let of_grants = scheme_of.iter().map(|&at: &usize| of_schemes[at].clone());
        let mut of_grants: Vec<Asked> = of_grants.collect();
        let none = || (0..dossier.grants().len()).map(|_| Vec::new()).collect();
        let mut assumed: Vec<Vec<Option<Coded>>> = none();
        for assumption in dossier.assumed() {
            if let Some(grant) = plan.grant_place(&assumption.grant) {
                assumed[grant].push(assumption.costs.as_ref().map(|it| dictionaries.code(it)));
                dictionaries.add_asked(&mut of_grants[grant]);
            }
        }
        let mut judged: Vec<Judged> = (0..dossier.grants().len())
            .map(|_| Judged::default())
            .collect();
        for said in dossier.eligible_for() {
            let Some(grant) = plan.grant_place(&said.grant.value) else {
                continue;
            };
            let lines = said.lines.iter();
            let rows = lines.filter_map(|line| dossier.lines().find(&line.value));
            judged[grant].lines.extend(rows);
            if !said.costs.is_empty() {
                judged[grant].costs.push(dictionaries.code(&said.costs));
                dictionaries.add_asked(&mut of_grants[grant]);
            }
        }
        let columns = dictionaries.looked();
        let mut versions = schemes.iter().flat_map(BTreeMap::values);
        let by_goal = versions.any(|of: &OfVersion| matches!(of.eligible, Pays::Goal));
        let judged_apart = judged.iter().flat_map(|of| of.lines.iter().copied());
        let judged_apart = judged_apart.collect();
        let steps = plan.method().steps.iter();
        let scopes = steps.map(|step| {
            let scope = step.value.costs();
            (!scope.is_empty()).then(|| dictionaries.code(scope))
        });
        Conditions {
            scopes: scopes.collect(),
            scheme_of,
            schemes,
            judged,
            assumed,
            columns,
            of_grants,
            by_goal,
            judged_apart,
        }
    }

    /// The columns that rules look at.
    pub(super) fn columns(&self) -> &[Looked] {
        &self.columns
    }

    /// The conditions that decide on the ways to a grant.
    pub(super) fn of_grant(&self, grant: usize) -> impl Iterator<Item = &Coded> {
        let versions = self.schemes[self.scheme_of[grant]].values();
        let of_versions = versions.flat_map(OfVersion::conditions);
        of_versions.chain(self.of_grant_alone(grant))
    }

    /// All conditions that decide on ways, those of a scheme once.
    pub(super) fn all(&self) -> impl Iterator<Item = &Coded> {
        let versions = self.schemes.iter().flat_map(BTreeMap::values);
        let of_versions = versions.flat_map(OfVersion::conditions);
        let alone = (0..self.scheme_of.len()).flat_map(|grant| self.of_grant_alone(grant));
        of_versions.chain(alone)
    }

    fn of_grant_alone(&self, grant: usize) -> impl Iterator<Item = &Coded> {
        let assumed = self.assumed[grant].iter().flatten();
        assumed.chain(&self.judged[grant].costs)
    }

    /// Whether a booking says what contributes to the aims of a grant.
    pub(super) fn by_goal(&self) -> bool {
        self.by_goal
    }

    /// The places of the columns that the rules of a grant look at, or a judgement on what is eligible for it, and by kind what
    /// that is to these: the same for kinds that are named by the same of them.
    pub(super) fn columns_of(&self, grant: usize) -> impl Iterator<Item = (usize, Vec<u32>)> {
        let asked = &self.of_grants[grant];
        let places = self.columns.iter().enumerate();
        places.filter_map(|(at, looked)| Some((at, looked.seen_by(asked)?)))
    }

    /// The rows of lines of which a person judged one by one.
    pub(super) fn judged_apart(&self) -> &BTreeSet<usize> {
        &self.judged_apart
    }

    /// Adds what a line shows to the rules of all grants, but for its day: lines with the same go the same ways.
    pub(super) fn show(&self, lines: &Lines, line: usize, shown: &mut Vec<u64>) {
        let codes = self.columns.iter();
        shown.extend(codes.map(|of| u64::from(of.kind(of.column.code(line)))));
        if self.by_goal {
            shown.push(u64::from(lines.booking_code(line)));
        }
        if self.judged_apart.contains(&line) {
            shown.extend(u64::try_from(line));
        }
    }

    /// Whether the costs of a line are of those that a version of a grant pays; `aims` says whether they contribute to its
    /// aims, where those decide.
    pub(super) fn eligible(&self, grant: usize, version: usize, line: usize, aims: bool) -> bool {
        let mut assumed = self.assumed[grant].iter();
        assumed.any(|costs| costs.as_ref().is_none_or(|costs| costs.matches(line)))
            || self
                .of(grant, version)
                .is_some_and(|of| match &of.eligible {
                    Pays::Any => true,
                    Pays::Goal => aims,
                    Pays::Costs(costs) => costs.matches(line),
                })
    }

    /// Whether a line contributes to the aims of a grant: it is booked there, or a person said so.
    pub(super) fn contributes(&self, plan: &Plan, grant: usize, line: usize) -> bool {
        let dossier = plan.dossier();
        let id = dossier.grants()[grant].id.value.as_str();
        let booked = dossier.lines().booking(line);
        booked.is_some_and(|booking| booking.grants().any(|booked| booked == id))
            || self.judged(grant, line)
    }

    /// Whether a person said that a line contributes to the aims of a grant on which it need not be booked.
    pub(super) fn judged(&self, grant: usize, line: usize) -> bool {
        let judged = &self.judged[grant];
        judged.lines.contains(&line) || judged.costs.iter().any(|costs| costs.matches(line))
    }

    /// Whether a person said of any line that it does.
    pub(super) fn have_judgements(&self) -> bool {
        let mut judged = self.judged.iter();
        judged.any(|judged| !judged.lines.is_empty() || !judged.costs.is_empty())
    }

    /// Whether a step of the method takes a line.
    pub(super) fn in_scope(&self, step: usize, line: usize) -> bool {
        let scope = self.scopes.get(step).and_then(Option::as_ref);
        scope.is_none_or(|scope| scope.matches(line))
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

    fn of(&self, grant: usize, version: usize) -> Option<&OfVersion> {
        self.schemes[self.scheme_of[grant]].get(&version)
    }
}
