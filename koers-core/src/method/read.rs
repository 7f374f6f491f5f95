//! Methods from words, files and values, with every finding at once.

use std::collections::BTreeMap;

use super::{
    Booked, LeastRefund, MOST_STEPS, Method, Priority, ProRata, Redistribute, Rounding, Step,
    Tranches, Weights,
};
use crate::diag::{At, Code, Finding, Findings, Source};
use crate::money::{Money, Rate};
use crate::read::{Field, Fields, Node, Value, read_toml};
use crate::scheme::{check_format, read_condition};

/// A step by its word.
#[derive(Clone, Copy)]
enum Word {
    Booked,
    Priority,
    ProRata,
    LeastRefund,
}

/// The words of [`Step::method`].
const WORDS: [(&str, Word); 4] = [
    ("booked", Word::Booked),
    ("priority", Word::Priority),
    ("pro-rata", Word::ProRata),
    ("least-refund", Word::LeastRefund),
];

impl Method {
    /// The method of one step that a word names: `booked`, `priority` or `least-refund`. What `pro-rata` divides by takes
    /// more than a word.
    ///
    /// ```
    /// use koers_core::Method;
    ///
    /// assert_eq!(Method::parse("least-refund")?, Method::least_refund());
    /// assert!(Method::parse("pro-rata").is_err());
    /// # Ok::<(), koers_core::Findings>(())
    /// ```
    ///
    /// # Errors
    /// One finding: an unknown word, or the key that `pro-rata` lacks.
    pub fn parse(word: &str) -> Result<Method, Findings> {
        let finding = match word {
            "booked" => return Ok(Method::booked()),
            "priority" => return Ok(Method::priority()),
            "least-refund" => return Ok(Method::least_refund()),
            "pro-rata" => Finding::new(Code::MissingKey)
                .subject(word)
                .arg("key", "weights"),
            _ => Finding::new(Code::UnknownValue)
                .subject("method")
                .arg("value", word)
                .arg("known", "booked, priority, least-refund"),
        };
        Err(finding.into())
    }

    /// Reads a method file. `name` is what findings call it.
    ///
    /// # Errors
    /// All findings of the file, when any is an error.
    pub fn from_toml(name: &str, text: &str) -> Result<Method, Findings> {
        let mut findings = Findings::new();
        let node = read_toml(&Source::new(name, text), &mut findings);
        let method = node.and_then(|node| {
            let mut file = Fields::of(&node, "method", &mut findings)?;
            check_format(&mut file, &mut findings);
            let steps = file.need("steps", &mut findings);
            file.finish(&mut findings);
            Some(read_steps(steps?, &mut findings))
        });
        done(method, findings)
    }

    /// Reads a method from a tree of values: a word as for [`Method::parse`], or a list of tables with the keys of
    /// `steps` in a method file.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn from_node(node: &Node) -> Result<Method, Findings> {
        if let Value::Text(word) = &node.value {
            return Method::parse(word).map_err(|findings| {
                let findings = findings.into_iter();
                findings
                    .map(|finding| finding.at(node.place.clone()))
                    .collect()
            });
        }
        let mut findings = Findings::new();
        let steps = Field {
            key: "method",
            node,
        };
        let method = read_steps(steps, &mut findings);
        done(Some(method), findings)
    }
}

fn done(method: Option<Method>, mut findings: Findings) -> Result<Method, Findings> {
    match method {
        Some(method) if !findings.has_errors() => Ok(method),
        _ => {
            findings.sort();
            Err(findings)
        }
    }
}

fn read_steps(field: Field<'_>, findings: &mut Findings) -> Method {
    let nodes = field.list(findings);
    if field.is_empty_list() {
        findings.push(nothing(field));
    }
    if nodes.len() > MOST_STEPS {
        findings.push(
            Finding::new(Code::TooMany)
                .subject(field.key)
                .arg("what", "steps")
                .arg("limit", MOST_STEPS)
                .at(field.node.place.clone()),
        );
        return Method::new();
    }
    let steps = nodes.iter().filter_map(|node| {
        let step = read_step(node, findings)?;
        Some(At::new(step, node.place.clone()))
    });
    Method {
        steps: steps.collect(),
    }
}

/// The finding for a list that names nothing.
fn nothing(field: Field<'_>) -> Finding {
    Finding::new(Code::EmptyCondition)
        .subject(field.key)
        .at(field.node.place.clone())
}

fn read_step(node: &Node, findings: &mut Findings) -> Option<Step> {
    let mut table = Fields::of(node, "steps", findings)?;
    let word = Field::deciding_word("method", &mut table, &WORDS, findings);
    let costs = read_condition(&mut table, findings);
    let step = match word {
        None => None,
        Some(Word::Booked) => {
            let tranches = read_word(table.get("tranches"), &Tranches::WORDS, findings);
            costs.zip(tranches).map(|(costs, tranches)| {
                let step = Booked { costs, tranches };
                Step::Booked(step)
            })
        }
        Some(Word::Priority) => {
            read_priority(&mut table, findings)
                .zip(costs)
                .map(|(step, costs)| {
                    let step = Priority { costs, ..step };
                    Step::Priority(step)
                })
        }
        Some(Word::ProRata) => {
            read_pro_rata(&mut table, findings)
                .zip(costs)
                .map(|(step, costs)| {
                    let step = ProRata { costs, ..step };
                    Step::ProRata(step)
                })
        }
        Some(Word::LeastRefund) => {
            read_least_refund(&mut table, findings)
                .zip(costs)
                .map(|(step, costs)| {
                    let step = LeastRefund { costs, ..step };
                    Step::LeastRefund(step)
                })
        }
    };
    table.finish(findings);
    step
}

fn read_priority(table: &mut Fields<'_>, findings: &mut Findings) -> Option<Priority> {
    let tranches = read_word(table.get("tranches"), &Tranches::WORDS, findings);
    let grants = read_grants(table.get("grants"), findings);
    let maxima = read_maxima(table.get("maxima"), findings);
    Some(Priority {
        tranches: tranches?,
        grants: grants?,
        maxima: maxima?,
        ..Priority::new()
    })
}

fn read_least_refund(table: &mut Fields<'_>, findings: &mut Findings) -> Option<LeastRefund> {
    let grants = read_grants(table.get("grants"), findings);
    let maxima = read_maxima(table.get("maxima"), findings);
    Some(LeastRefund {
        grants: grants?,
        maxima: maxima?,
        ..LeastRefund::new()
    })
}

fn read_pro_rata(table: &mut Fields<'_>, findings: &mut Findings) -> Option<ProRata> {
    let tranches = read_word(table.get("tranches"), &Tranches::WORDS, findings);
    let weights = read_weights(table, findings);
    // Groups say all that a list of grants does, so beside one of them the other is a key which isn't there.
    let groups = if table.has("groups") {
        let field = table.get("groups");
        field.and_then(|field| read_groups(field, findings))
    } else {
        let grants = read_grants(table.get("grants"), findings);
        if !table.has("grants") {
            let _ = table.get("groups");
        }
        grants.map(|grants| {
            let groups = (!grants.is_empty()).then_some(grants);
            groups.into_iter().collect()
        })
    };
    let maxima = read_maxima(table.get("maxima"), findings);
    let rounding = read_word(table.get("rounding"), &Rounding::WORDS, findings);
    let redistribute = read_word(table.get("redistribute"), &Redistribute::WORDS, findings);
    Some(ProRata {
        tranches: tranches?,
        groups: groups?,
        maxima: maxima?,
        rounding: rounding?,
        redistribute: redistribute?,
        ..ProRata::new(weights?)
    })
}

fn read_weights(table: &mut Fields<'_>, findings: &mut Findings) -> Option<Weights> {
    #[derive(Clone, Copy)]
    enum Word {
        Shares,
        Room,
        Award,
        Key,
    }
    let words = [
        ("shares", Word::Shares),
        ("room", Word::Room),
        ("award", Word::Award),
        ("key", Word::Key),
    ];
    match Field::deciding_word("weights", table, &words, findings)? {
        Word::Room => Some(Weights::Room),
        Word::Award => Some(Weights::Award),
        Word::Key => {
            let key = table.need("key", findings)?.text(findings)?;
            Some(Weights::Key(key.value))
        }
        Word::Shares => {
            let shares = table.need("shares", findings)?;
            let shares: BTreeMap<String, At<Rate>> = by_grant(shares, findings, Field::rate)?;
            Some(Weights::Shares(shares))
        }
    }
}

/// A word that may be absent; `None` when it is refused.
fn read_word<T: Copy + Default>(
    field: Option<Field<'_>>,
    words: &[(&'static str, T)],
    findings: &mut Findings,
) -> Option<T> {
    field.map_or(Some(T::default()), |field| field.one_of(words, findings))
}

/// A list of grants that may be absent; `None` when it is refused.
fn read_grants(field: Option<Field<'_>>, findings: &mut Findings) -> Option<Vec<At<String>>> {
    let Some(field) = field else {
        return Some(Vec::new());
    };
    if field.is_empty_list() {
        findings.push(nothing(field));
    }
    field.texts(findings)
}

fn read_groups(field: Field<'_>, findings: &mut Findings) -> Option<Vec<Vec<At<String>>>> {
    if field.is_empty_list() {
        findings.push(nothing(field));
    }
    let nodes = field.list(findings);
    let groups = nodes.iter().map(|node| {
        let group = Field { node, ..field };
        read_grants(Some(group), findings)
    });
    let groups: Vec<_> = groups.collect();
    groups.into_iter().collect()
}

fn read_maxima(
    field: Option<Field<'_>>,
    findings: &mut Findings,
) -> Option<BTreeMap<String, At<Money>>> {
    field.map_or(Some(BTreeMap::new()), |field| {
        by_grant(field, findings, Field::amount_not_negative)
    })
}

/// A table of values by grant; `None` when one of them is refused.
fn by_grant<'n, T>(
    field: Field<'n>,
    findings: &mut Findings,
    read: impl Fn(Field<'n>, &mut Findings) -> Option<At<T>>,
) -> Option<BTreeMap<String, At<T>>> {
    let Value::Table(entries) = &field.node.value else {
        field.wrong("table", findings);
        return None;
    };
    let values = entries.iter().map(|(grant, node)| {
        let value = read(Field { node, ..field }, findings)?;
        Some((grant.value.clone(), value))
    });
    let values: Vec<_> = values.collect();
    values.into_iter().collect()
}
