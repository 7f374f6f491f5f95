//! Structs of the caller as trees of values, so that the core reads them as it reads a file: every door refuses the
//! same things with the same finding.

use koers_core::calendar::Date;
use koers_core::diag::{At, Place};
use koers_core::dossier::{DossierBuilder, Grant};
use koers_core::read::{Node, Value};

use crate::status::Failure;

/// A table being put together, under the path that findings give: `grants[0]`.
pub(super) struct Table {
    path: String,
    entries: Vec<(At<String>, Node)>,
}

impl Table {
    pub(super) fn new(path: impl Into<String>) -> Table {
        Table {
            path: path.into(),
            entries: Vec::new(),
        }
    }

    /// The place of one of its keys.
    pub(super) fn place(&self, key: &str) -> Place {
        Place::Path(format!("{}.{key}", self.path))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn set(mut self, key: &str, value: Value) -> Table {
        let place = self.place(key);
        let node = Node {
            value,
            place: place.clone(),
        };
        self.entries.push((At::new(key.to_owned(), place), node));
        self
    }

    /// A text; none when absent.
    pub(super) fn text(self, key: &str, text: Option<&str>) -> Table {
        match text {
            Some(text) => self.set(key, Value::Text(text.to_owned())),
            None => self,
        }
    }

    /// A text under a key that is itself the caller's; both are found at the fields that give them.
    pub(super) fn keyed(mut self, key: &str, key_field: &str, text: &str, field: &str) -> Table {
        let node = Node {
            value: Value::Text(text.to_owned()),
            place: self.place(field),
        };
        let at = At::new(key.to_owned(), self.place(key_field));
        self.entries.push((at, node));
        self
    }

    /// A whole number; none for 0.
    pub(super) fn int(self, key: &str, number: i32) -> Table {
        match number {
            0 => self,
            number => self.set(key, Value::Int(i64::from(number))),
        }
    }

    /// What is so.
    pub(super) fn flag(self, key: &str) -> Table {
        self.set(key, Value::Bool(true))
    }

    /// A date as yyyymmdd; none for 0. A number that is no date goes in as it is, to be refused there.
    pub(super) fn date(self, key: &str, number: i32) -> Table {
        match (number, Date::from_yyyymmdd(number)) {
            (0, _) => self,
            (_, Some(date)) => self.set(key, Value::Date(date)),
            (number, None) => self.set(key, Value::Text(number.to_string())),
        }
    }

    /// An amount in cents.
    pub(super) fn amount(self, key: &str, cents: i64) -> Table {
        self.set(key, Value::Text(euros(cents)))
    }

    /// A list of whole numbers.
    pub(super) fn ints(self, key: &str, numbers: impl IntoIterator<Item = i32>) -> Table {
        let values = numbers
            .into_iter()
            .map(|number| Value::Int(i64::from(number)));
        self.list(key, values.collect())
    }

    /// A list of texts; none when there are none.
    pub(super) fn texts(self, key: &str, texts: &[&str]) -> Table {
        let values = texts.iter().map(|text| Value::Text((*text).to_owned()));
        match texts {
            [] => self,
            _ => self.list(key, values.collect()),
        }
    }

    /// A list of values.
    pub(super) fn list(self, key: &str, values: Vec<Value>) -> Table {
        let path = format!("{}.{key}", self.path);
        let nodes = values.into_iter().enumerate().map(|(at, value)| Node {
            value,
            place: Place::Path(format!("{path}[{at}]")),
        });
        let list = Value::List(nodes.collect());
        self.set(key, list)
    }

    /// A table inside it.
    pub(super) fn child(mut self, key: &str, child: Table) -> Table {
        let at = At::new(key.to_owned(), self.place(key));
        self.entries.push((at, child.node()));
        self
    }

    /// A list of one table.
    pub(super) fn only(mut self, key: &str, child: Table) -> Table {
        let place = self.place(key);
        let list = Node {
            value: Value::List(vec![child.node()]),
            place: place.clone(),
        };
        self.entries.push((At::new(key.to_owned(), place), list));
        self
    }

    pub(super) fn node(self) -> Node {
        Node {
            value: Value::Table(self.entries),
            place: Place::Path(self.path),
        }
    }
}

/// Cents as euros with two decimals, whatever the number.
pub(super) fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

/// A grant around something that belongs in one.
pub(super) fn wrapper() -> Table {
    Table::new("")
        .text("id", Some("wrapper"))
        .text("scheme", Some("wrapper"))
        .text("state", Some("awarded"))
}

/// A grant around the one item of a list.
pub(super) fn wrap(key: &str, inner: Table) -> Table {
    wrapper().only(key, inner)
}

/// Has the core read a head with a list of tables under `key`.
pub(super) fn read(head: &Node, key: &str, tables: Vec<Table>) -> Result<DossierBuilder, Failure> {
    let list = tables.into_iter().map(Table::node).collect();
    let entry = |key: &str, value| {
        let node = Node {
            value,
            place: Place::Path(key.to_owned()),
        };
        (At::from(key.to_owned()), node)
    };
    let file = vec![
        (At::from("dossier".to_owned()), head.clone()),
        entry(key, Value::List(list)),
    ];
    let root = Node {
        value: Value::Table(file),
        place: Place::Nowhere,
    };
    Ok(DossierBuilder::from_node(&root)?)
}

/// The grants that the core reads, in the order given.
pub(super) fn read_grants(head: &Node, grants: Vec<Table>) -> Result<Vec<Grant>, Failure> {
    let mut builder = read(head, "grants", grants)?;
    Ok(std::mem::take(builder.grants_mut()))
}
