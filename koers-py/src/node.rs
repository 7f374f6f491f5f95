//! Python values to the core's tree of values, with the place of each.
//!
//! Exact kinds pass as what they are. What can't be taken exactly (a float, an integer beyond 64 bits) passes
//! as [`Value::Float`], and any other object by the name of its type, so that the core refuses both with the
//! finding, and the text, that a file gets.

use koers_core::Date;
use koers_core::Findings;
use koers_core::diag::{At, Code, Finding, Level, Place, Step};
use koers_core::read::{Node, Value};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyDate, PyDateAccess, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString,
    PyTuple, PyType,
};
use rust_decimal::Decimal;

use crate::border::Fault;

/// The most levels of lists and mappings in each other. A list that holds itself has no end.
const LEVELS: usize = 32;

/// The most values that one argument or row may hold: lists that share lists can be huge for little memory.
const VALUES: usize = 10_000_000;

/// Turns one argument, or one row, into a node.
pub(crate) struct Reader {
    /// Whether a float that is not a number means "no value", as data frames write it.
    frame: bool,
    values: usize,
}

/// A key of a table with what is under it.
type Pair<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

impl Reader {
    /// For values that a person wrote.
    pub(crate) fn new() -> Self {
        Reader {
            frame: false,
            values: 0,
        }
    }

    /// For a row, which may come from a data frame.
    pub(crate) fn of_row() -> Self {
        Reader {
            frame: true,
            values: 0,
        }
    }

    /// The node of `value`, which `path` names in findings.
    pub(crate) fn node(&mut self, value: &Bound<'_, PyAny>, path: &str) -> Result<Node, Fault> {
        if path.is_empty() {
            let value = self.value(value, None, 0)?;
            let place = Place::Path(String::new());
            return Ok(Node { value, place });
        }
        self.at_level(value, Step::new(&Level::table(None, &[path]), 0), 0)
    }

    fn at_level(
        &mut self,
        value: &Bound<'_, PyAny>,
        step: Step,
        level: usize,
    ) -> Result<Node, Fault> {
        let value = self.value(value, Some(&step), level)?;
        let place = Place::Step(step);
        Ok(Node { value, place })
    }

    /// What `value` is, which stands at `step`, or where data begin.
    fn value(
        &mut self,
        value: &Bound<'_, PyAny>,
        step: Option<&Step>,
        level: usize,
    ) -> Result<Value, Fault> {
        self.values += 1;
        if self.values > VALUES {
            return Err(too_many("values", VALUES, step));
        }
        // Most values are texts.
        Ok(if let Ok(text) = value.cast::<PyString>() {
            of_text(text)
        } else if let Ok(map) = value.cast::<PyDict>() {
            // As it is now: reading an item may run code that changes the dictionary.
            self.table(&map.iter().collect::<Vec<_>>(), step, level)?
        } else if let Some(items) = items(value)? {
            deeper(level, step)?;
            let (mut nodes, of) = (Vec::with_capacity(items.len()), Level::list(step));
            for (at, item) in items.iter().enumerate() {
                nodes.push(self.at_level(item, Step::new(&of, at), level + 1)?);
            }
            Value::List(nodes)
        } else if let Some(scalar) = self.scalar(value)? {
            scalar
        } else if let Ok(map) = value.cast::<PyMapping>() {
            let items = map.items()?;
            let pairs = items.iter().map(|pair| pair.extract());
            self.table(&pairs.collect::<PyResult<Vec<_>>>()?, step, level)?
        } else {
            other(value)?
        })
    }

    fn table(
        &mut self,
        pairs: &[Pair<'_>],
        step: Option<&Step>,
        level: usize,
    ) -> Result<Value, Fault> {
        deeper(level, step)?;
        let mut keys = Vec::with_capacity(pairs.len());
        for (key, _) in pairs {
            let text = key.cast::<PyString>().map(PyStringMethods::to_cow);
            let Ok(Ok(key)) = text else {
                return Ok(Value::Other("mapping with a key that is not text".into()));
            };
            // No key that means anything is so long.
            if key.len() > 1_000 {
                return Err(too_many("characters", 1_000, step));
            }
            keys.push(key.into_owned());
        }
        let of = Level::table(step, &keys);
        let mut entries = Vec::with_capacity(pairs.len());
        for (at, (key, (_, value))) in keys.into_iter().zip(pairs).enumerate() {
            let step = Step::new(&of, at);
            let key = At::new(key, Place::Step(step.clone()));
            entries.push((key, self.at_level(value, step, level + 1)?));
        }
        Ok(Value::Table(entries))
    }

    /// A value that holds no others; `None` when it isn't one that is known.
    fn scalar(&self, value: &Bound<'_, PyAny>) -> Result<Option<Value>, Fault> {
        Ok(Some(if value.is_none() {
            Value::Null
        } else if let Ok(flag) = value.cast::<PyBool>() {
            Value::Bool(flag.is_true())
        } else if value.is_instance_of::<PyInt>() {
            integer(value)?
        } else if let Ok(number) = value.cast::<PyFloat>() {
            if self.frame && number.extract::<f64>()?.is_nan() {
                Value::Null
            } else {
                Value::Float(number.repr()?.to_string_lossy().into_owned())
            }
        } else if is_missing(value)? {
            Value::Null
        } else if is_of(value, "numpy", &["bool", "bool_"])? {
            Value::Bool(value.is_truthy()?)
        } else if value.is_instance_of::<PyDateTime>() {
            Value::Other("datetime".into())
        } else if let Ok(date) = value.cast::<PyDate>() {
            day(date).map_or_else(|| other(value), |date| Ok(Value::Date(date)))?
        } else if value.is_instance(class(&DECIMAL, value.py(), "decimal", "Decimal")?)? {
            decimal(value)?
        } else if value.is_instance(class(&INTEGRAL, value.py(), "numbers", "Integral")?)? {
            integer(&value.call_method0("__index__")?)?
        } else if value.is_instance(class(&NUMBER, value.py(), "numbers", "Number")?)? {
            Value::Float(value.str()?.to_string_lossy().into_owned())
        } else {
            return Ok(None);
        }))
    }
}

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static INTEGRAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static NUMBER: PyOnceLock<Py<PyType>> = PyOnceLock::new();

fn class<'py>(
    cell: &'static PyOnceLock<Py<PyType>>,
    py: Python<'py>,
    module: &str,
    name: &str,
) -> PyResult<&'py Bound<'py, PyType>> {
    cell.import(py, module, name)
}

/// The items of a list or a tuple.
fn items<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
    if let Ok(list) = value.cast_exact::<PyList>() {
        return Ok(Some(list.iter().collect()));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value.try_iter()?.collect::<PyResult<_>>().map(Some);
    }
    Ok(None)
}

fn deeper(level: usize, step: Option<&Step>) -> Result<(), Fault> {
    if level < LEVELS {
        Ok(())
    } else {
        Err(too_many("levels", LEVELS, step))
    }
}

fn too_many(what: &str, limit: usize, step: Option<&Step>) -> Fault {
    let path = step.map_or_else(String::new, Step::path);
    let subject = path.split(['.', '[']).next().unwrap_or_default();
    let finding = Finding::new(Code::TooMany)
        .subject(subject)
        .arg("what", what)
        .arg("limit", limit)
        .at(Place::Path(path));
    Fault::Refused(Findings::from(finding))
}

/// The text, unless it has half a character in it (a lone surrogate).
fn of_text(value: &Bound<'_, PyString>) -> Value {
    match value.to_cow() {
        Ok(text) => Value::Text(text.into_owned()),
        Err(_) => Value::Other("text that is not Unicode".into()),
    }
}

fn integer(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(number) = value.extract::<i64>() {
        return Ok(Value::Int(number));
    }
    // Python writes no integer of thousands of digits.
    Ok(Value::Huge(match value.str() {
        Ok(digits) => digits.to_string_lossy().into_owned(),
        Err(_) => format!("2^{}", value.call_method0("bit_length")?),
    }))
}

/// A decimal exactly. What the core's decimals can't hold passes in a form that the core refuses as an amount: too
/// large as [`Value::Huge`], too fine as text.
fn decimal(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    let as_it_shows = || Ok(value.str()?.to_string_lossy().into_owned());
    if !value.call_method0("is_finite")?.is_truthy()? {
        return as_it_shows().map(Value::Float);
    }
    // The power of ten of the first digit. Beyond these bounds it could stand for millions of zeros.
    let magnitude: i64 = value.call_method0("adjusted")?.extract()?;
    if magnitude > 27 && value.is_truthy()? {
        return as_it_shows().map(Value::Huge);
    }
    if magnitude.abs() > 100 {
        return as_it_shows().map(Value::Text);
    }
    let written: String = value.call_method1("__format__", ("f",))?.extract()?;
    Ok(Decimal::from_str_exact(&written).map_or(Value::Text(written), Value::Decimal))
}

fn day(date: &Bound<'_, PyDate>) -> Option<Date> {
    Date::new(
        i16::try_from(date.get_year()).ok()?,
        i8::try_from(date.get_month()).ok()?,
        i8::try_from(date.get_day()).ok()?,
    )
}

/// Whether it is one of the values that pandas writes where there is none.
fn is_missing(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    is_of(value, "pandas", &["NAType", "NaTType"])
}

/// Whether the type of a value has one of these names, in a package that need not be there.
fn is_of(value: &Bound<'_, PyAny>, package: &str, names: &[&str]) -> PyResult<bool> {
    let kind = value.get_type();
    let name = kind.name()?;
    Ok(names.contains(&name.to_str()?) && kind.module()?.to_string_lossy().starts_with(package))
}

fn other(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    let name = value.get_type().name()?;
    Ok(Value::Other(name.to_string_lossy().into_owned()))
}
