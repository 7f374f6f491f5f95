//! Conditions by the codes of columns, and which codes no condition tells apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dossier::{Dossier, TextColumn};
use crate::plan::{PART, place};
use crate::scheme::{Condition, Matching};

/// Values of one column.
pub(super) struct Values {
    pub(super) column: Arc<TextColumn>,
    /// Ascending.
    pub(super) codes: Vec<u32>,
}

impl Values {
    fn have(&self, line: usize) -> bool {
        self.codes.binary_search(&self.column.code(line)).is_ok()
    }
}

/// A condition by codes. A value that no line has is left out, and with it a column that then has none.
pub(super) struct Coded {
    /// `None` when no line can match.
    pub(super) only: Option<Vec<Values>>,
    pub(super) except: Vec<Values>,
    pub(super) matching: Matching,
}

/// A condition by what it says: the same for conditions of the same lines that say the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    only: Option<Vec<(String, Vec<u32>)>>,
    except: Vec<(String, Vec<u32>)>,
    any: bool,
}

impl Coded {
    /// What it says.
    pub(super) fn said(&self) -> Said {
        let owned = |values: &Values| (values.column.name().to_owned(), values.codes.clone());
        let all = |of: &Vec<Values>| of.iter().map(owned).collect();
        Said {
            only: self.only.as_ref().map(all),
            except: all(&self.except),
            any: self.asks_for_any(),
        }
    }

    /// Whether one of several columns is enough.
    pub(super) fn asks_for_any(&self) -> bool {
        self.matching == Matching::Any
    }

    pub(super) fn matches(&self, line: usize) -> bool {
        let Some(only) = &self.only else {
            return false;
        };
        let has = |values: &Values| values.have(line);
        let wanted = match self.matching {
            Matching::All => only.iter().all(has),
            Matching::Any => only.is_empty() || only.iter().any(has),
        };
        wanted && !self.except.iter().any(has)
    }
}

/// A column, and the code of each of its values.
struct Dictionary<'d> {
    column: Arc<TextColumn>,
    /// Its number among those that rules look at.
    number: usize,
    /// In the order of texts.
    codes: Vec<(&'d str, u32)>,
    /// Codes that a rule names with the conditions that do, by number, in the order of conditions.
    named: Vec<(u32, usize)>,
    /// How many conditions look at it.
    conditions: usize,
}

/// The columns that rules look at, by name; `None` for one that no line has.
pub(super) struct Dictionaries<'d> {
    dossier: &'d Dossier,
    of: BTreeMap<&'d str, Option<Dictionary<'d>>>,
    /// How many of them lines have.
    count: usize,
    /// The conditions that looked at each since they were taken from here.
    asked: Asked,
}

impl<'d> Dictionaries<'d> {
    pub(super) fn new(dossier: &'d Dossier) -> Self {
        Dictionaries {
            dossier,
            of: BTreeMap::new(),
            count: 0,
            asked: Asked::new(),
        }
    }

    /// Adds the conditions that looked at columns since this was last asked.
    pub(super) fn add_asked(&mut self, to: &mut Asked) {
        for (number, mut conditions) in std::mem::take(&mut self.asked) {
            to.entry(number).or_default().append(&mut conditions);
        }
    }

    /// The columns that were looked at so far, and that of parts.
    pub(super) fn looked(&self) -> Vec<Looked> {
        let part = self.dossier.lines().dimension(PART);
        let part = part.map(|column| Looked {
            column: Arc::new(column.clone()),
            number: usize::MAX,
            kinds: None,
            named_by: Vec::new(),
        });
        let named = self.of.values().flatten();
        let named = named.filter(|of| of.column.name() != PART && !of.named.is_empty());
        part.into_iter().chain(named.map(Looked::new)).collect()
    }

    /// Those of `values` that lines have in a column, with their codes; `None` when there are none.
    fn find(&mut self, name: &'d str, values: &BTreeSet<String>) -> Option<Values> {
        let known = self.of.entry(name).or_insert_with(|| {
            let column = self.dossier.lines().dimension(name)?;
            let texts = (1..).map_while(|code| Some((column.text(code)?, code)));
            let mut codes: Vec<(&str, u32)> = texts.collect();
            codes.sort_unstable();
            self.count += 1;
            Some(Dictionary {
                column: Arc::new(column.clone()),
                number: self.count - 1,
                codes,
                named: Vec::new(),
                conditions: 0,
            })
        });
        let Dictionary {
            column,
            number,
            codes,
            named,
            conditions,
        } = known.as_mut()?;
        let mut codes = found(codes, values);
        codes.sort_unstable();
        named.extend(codes.iter().map(|&code| (code, *conditions)));
        self.asked.entry(*number).or_default().insert(*conditions);
        *conditions += 1;
        (!codes.is_empty()).then(|| Values {
            column: Arc::clone(column),
            codes,
        })
    }

    pub(super) fn code(&mut self, condition: &'d Condition) -> Coded {
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

/// The codes of those texts that are among the values; both stand in order.
fn found(codes: &[(&str, u32)], values: &BTreeSet<String>) -> Vec<u32> {
    // Of few lines, or of many values, it is quicker to go through both at once than to look each value up.
    if codes.len() > values.len().saturating_mul(4) {
        let find = |value: &String| codes.binary_search_by_key(&value.as_str(), |(text, _)| *text);
        let places = values.iter().filter_map(|value| find(value).ok());
        return places.map(|at| codes[at].1).collect();
    }
    let mut values = values.iter().map(String::as_str).peekable();
    let mut is_there = |text: &str| {
        while values.next_if(|value| *value < text).is_some() {}
        values.next_if_eq(&text).is_some()
    };
    let codes = codes.iter().filter(|(text, _)| is_there(text));
    codes.map(|(_, code)| *code).collect()
}

/// A column that rules look at.
pub(super) struct Looked {
    pub(super) column: Arc<TextColumn>,
    /// Its number among those that conditions look at; that of none where only parts do.
    number: usize,
    /// By code its kind: the same for codes that are named by the same conditions. `None` where each code counts.
    kinds: Option<Vec<u32>>,
    /// By kind the conditions that name it.
    named_by: Vec<Vec<usize>>,
}

/// By column the numbers of conditions that look at it.
pub(super) type Asked = BTreeMap<usize, BTreeSet<usize>>;

impl Looked {
    /// With the codes that the same conditions name made one.
    fn new(of: &Dictionary<'_>) -> Self {
        let mut named = of.named.clone();
        named.sort_unstable();
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        let mut named_by: Vec<Vec<usize>> = vec![Vec::new()];
        let mut kinds = Vec::new();
        for named in named.chunk_by(|a, b| a.0 == b.0) {
            let code = named.first().map_or(0, |(code, _)| *code);
            let conditions: Vec<usize> = named.iter().map(|(_, at)| *at).collect();
            let next = u32::try_from(known.len() + 1).unwrap_or(u32::MAX);
            let kind = known.get(&conditions).copied().unwrap_or(next);
            if kind == next {
                named_by.push(conditions.clone());
                known.insert(conditions, next);
            }
            kinds.resize(place(code), 0);
            kinds.push(kind);
        }
        Looked {
            column: Arc::clone(&of.column),
            number: of.number,
            kinds: Some(kinds),
            named_by,
        }
    }

    /// By kind what it is to some conditions: the same for kinds that are named by the same of them. `None` where none of them
    /// looks at the column.
    pub(super) fn seen_by(&self, asked: &Asked) -> Option<Vec<u32>> {
        if self.kinds.is_none() {
            // Each by itself.
            return Some((0..u32::try_from(self.kinds()).unwrap_or(u32::MAX)).collect());
        }
        let conditions = asked.get(&self.number)?;
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        let of_kind = self.named_by.iter().map(|named_by| {
            let named_by = named_by.iter().copied();
            let named_by = named_by.filter(|at| conditions.contains(at)).collect();
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(named_by).or_insert(next)
        });
        Some(of_kind.collect())
    }

    /// How many kinds there are.
    pub(super) fn kinds(&self) -> usize {
        let last = match &self.kinds {
            Some(kinds) => kinds.iter().copied().max().map_or(0, place),
            None => self.column.count(),
        };
        last + 1
    }

    /// The kind of a code; 0 for those that no condition names.
    pub(super) fn kind(&self, code: u32) -> u32 {
        let Some(kinds) = &self.kinds else {
            return code;
        };
        kinds.get(place(code)).copied().unwrap_or(0)
    }
}
