//! Typed reading of one table: what a key must hold, and a finding for each that doesn't.

use super::{Node, Value, is_text};
use crate::calendar::{Date, DateError, Period};
use crate::diag::{At, Code, Finding, Findings, Place, is_slip};
use crate::money::{Money, MoneyError, NumberFormat, Rate};

/// As many keys as most tables may have.
const USUAL: usize = 16;

/// The fields of one table, taken by name; [`Fields::finish`] reports the keys that nobody took.
pub(crate) struct Fields<'n> {
    entries: &'n [(At<String>, Node)],
    place: &'n Place,
    known: Vec<&'static str>,
    forgiving: Option<&'static str>,
}

impl<'n> Fields<'n> {
    /// The fields of `node`, which `key` names in a finding when it isn't a table.
    pub(crate) fn of(node: &'n Node, key: &'static str, findings: &mut Findings) -> Option<Self> {
        if let Value::Table(entries) = &node.value {
            return Some(Self {
                entries,
                place: &node.place,
                known: Vec::with_capacity(USUAL),
                forgiving: None,
            });
        }
        wrong_type(node, key, "table", findings);
        None
    }

    /// The table's own place.
    pub(crate) fn place(&self) -> Place {
        self.place.clone()
    }

    /// The field `key`, if it is there and isn't null.
    pub(crate) fn get(&mut self, key: &'static str) -> Option<Field<'n>> {
        self.known.push(key);
        let (_, node) = self.entries.iter().find(|(name, _)| name.value == key)?;
        (!matches!(node.value, Value::Null)).then_some(Field { key, node })
    }

    /// Whether the field `key` is there and isn't null; that doesn't make it known.
    pub(crate) fn has(&self, key: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|(name, node)| name.value == key && !matches!(node.value, Value::Null))
    }

    /// The field `key`; a finding when it isn't there.
    pub(crate) fn need(&mut self, key: &'static str, findings: &mut Findings) -> Option<Field<'n>> {
        let field = self.get(key);
        if field.is_none() {
            findings.push(
                Finding::new(Code::MissingKey)
                    .subject(key)
                    .arg("key", key)
                    .at(self.place.clone()),
            );
        }
        field
    }

    /// Keys that were not asked for, each in order of appearance.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &'n (At<String>, Node)> {
        self.entries
            .iter()
            .filter(|(name, _)| !self.known.contains(&name.value.as_str()))
    }

    /// Leaves unknown keys unreported: what they mean depends on the word of `key`, which was refused itself. One that may
    /// be that key, mistyped, is reported all the same.
    pub(crate) fn forgive(&mut self, key: &'static str) {
        self.forgiving = Some(key);
    }

    /// Reports every key that was not asked for.
    pub(crate) fn finish(self, findings: &mut Findings) {
        let slip = |name: &str| {
            self.forgiving
                .is_none_or(|key| !self.has(key) && is_slip(name, key))
        };
        let mut known = None;
        for (name, _) in self.rest().filter(|(name, _)| slip(&name.value)) {
            findings.push_with(Code::UnknownKey, || {
                Finding::new(Code::UnknownKey)
                    .subject(&name.value)
                    .arg("key", &name.value)
                    .arg("known", known.get_or_insert_with(|| self.known.join(", ")))
                    .at(name.place.clone())
            });
        }
    }
}

/// One value under its key.
#[derive(Clone, Copy)]
pub(crate) struct Field<'n> {
    pub(crate) key: &'static str,
    pub(crate) node: &'n Node,
}

impl<'n> Field<'n> {
    fn at<T>(self, value: T) -> At<T> {
        At {
            value,
            place: self.node.place.clone(),
        }
    }

    pub(crate) fn refuse(self, code: Code, value: &str, findings: &mut Findings) {
        findings.push(
            Finding::new(code)
                .subject(self.key)
                .arg("key", self.key)
                .arg("value", value)
                .at(self.node.place.clone()),
        );
    }

    pub(crate) fn wrong(self, expected: &'static str, findings: &mut Findings) {
        wrong_type(self.node, self.key, expected, findings);
    }

    /// Text as written; not empty, no control characters, at most 2,000 bytes.
    pub(crate) fn text(self, findings: &mut Findings) -> Option<At<String>> {
        let Value::Text(text) = &self.node.value else {
            self.wrong("text", findings);
            return None;
        };
        if !is_text(text) {
            self.refuse(Code::MalformedText, text, findings);
            return None;
        }
        Some(self.at(text.clone()))
    }

    pub(crate) fn bool(self, findings: &mut Findings) -> Option<bool> {
        let Value::Bool(value) = self.node.value else {
            self.wrong("boolean", findings);
            return None;
        };
        Some(value)
    }

    /// A whole number between the bounds.
    pub(crate) fn int(
        self,
        bounds: std::ops::RangeInclusive<i64>,
        findings: &mut Findings,
    ) -> Option<i64> {
        match self.node.value {
            Value::Int(number) if bounds.contains(&number) => Some(number),
            Value::Int(number) => {
                findings.push(
                    Finding::new(Code::UnknownValue)
                        .subject(self.key)
                        .arg("value", number)
                        .arg("known", format!("{}–{}", bounds.start(), bounds.end()))
                        .at(self.node.place.clone()),
                );
                None
            }
            _ => {
                self.wrong("integer", findings);
                None
            }
        }
    }

    /// A year that dates can have.
    pub(crate) fn year(self, findings: &mut Findings) -> Option<i16> {
        self.int(1900..=2199, findings)
            .and_then(|year| i16::try_from(year).ok())
    }

    /// An amount in euros: text, a whole number or an exact decimal, never a float.
    pub(crate) fn amount(self, findings: &mut Findings) -> Option<At<Money>> {
        match amount(&self.node.value, NumberFormat::POINT) {
            Ok(money) => Some(self.at(money)),
            Err(code) => {
                self.refuse_as(code, "amount", findings);
                None
            }
        }
    }

    /// Reports a code that a value itself gave, which may be that it is of the wrong kind.
    fn refuse_as(self, code: Code, expected: &'static str, findings: &mut Findings) {
        match code {
            Code::WrongType => self.wrong(expected, findings),
            code => self.refuse(code, &shown(&self.node.value), findings),
        }
    }

    /// An amount that may not be below zero.
    pub(crate) fn amount_not_negative(self, findings: &mut Findings) -> Option<At<Money>> {
        let amount = self.amount(findings)?;
        if amount.value.is_negative() {
            findings.push(negative(self.key, amount.value, self.node.place.clone()));
            return None;
        }
        Some(amount)
    }

    pub(crate) fn date(self, findings: &mut Findings) -> Option<At<Date>> {
        match &self.node.value {
            Value::Date(date) => Some(self.at(*date)),
            Value::Text(text) => Date::parse(text)
                .map(|date| self.at(date))
                .map_err(|_: DateError| self.refuse(Code::ImpossibleDate, text, findings))
                .ok(),
            _ => {
                self.wrong("date", findings);
                None
            }
        }
    }

    /// A period or a date.
    pub(crate) fn period(self, findings: &mut Findings) -> Option<At<Period>> {
        match period(&self.node.value) {
            Ok(period) => Some(self.at(period)),
            Err(code) => {
                self.refuse_as(code, "period", findings);
                None
            }
        }
    }

    /// A percentage, written as text with its sign.
    pub(crate) fn rate(self, findings: &mut Findings) -> Option<At<Rate>> {
        let refuse = |text: &str, findings: &mut Findings| {
            self.refuse(Code::MalformedPercentage, text, findings);
            None
        };
        match &self.node.value {
            Value::Text(text) => match Rate::parse(text) {
                Ok(rate) => Some(self.at(rate)),
                Err(_) => refuse(text, findings),
            },
            number @ (Value::Int(_) | Value::Float(_) | Value::Huge(_) | Value::Decimal(_)) => {
                refuse(&shown(number), findings)
            }
            _ => {
                self.wrong("percentage", findings);
                None
            }
        }
    }

    /// The items of a list.
    pub(crate) fn list(self, findings: &mut Findings) -> &'n [Node] {
        if let Value::List(items) = &self.node.value {
            return items;
        }
        self.wrong("list", findings);
        &[]
    }

    pub(crate) fn is_empty_list(self) -> bool {
        matches!(&self.node.value, Value::List(items) if items.is_empty())
    }

    pub(crate) fn table(self, findings: &mut Findings) -> Option<Fields<'n>> {
        Fields::of(self.node, self.key, findings)
    }
}

/// A value read as an amount in euros; the code of the finding when it isn't one.
pub(crate) fn amount(value: &Value, format: NumberFormat) -> Result<Money, Code> {
    match value {
        Value::Text(text) => Money::parse_with(text, format).map_err(code_of),
        Value::Int(euros) => Money::from_euros(*euros).ok_or(Code::AmountOutOfBounds),
        Value::Decimal(decimal) => Money::from_decimal(*decimal).map_err(code_of),
        Value::Float(_) => Err(Code::FloatAmount),
        Value::Huge(_) => Err(Code::AmountOutOfBounds),
        _ => Err(Code::WrongType),
    }
}

/// A value read as a period; the code of the finding when it isn't one.
pub(crate) fn period(value: &Value) -> Result<Period, Code> {
    match value {
        Value::Date(date) => Ok(Period::day(*date)),
        Value::Text(text) => Period::parse(text).map_err(|_| Code::ImpossibleDate),
        Value::Int(year) => i16::try_from(*year)
            .ok()
            .and_then(Period::year)
            .ok_or(Code::ImpossibleDate),
        _ => Err(Code::WrongType),
    }
}

pub(crate) fn code_of(error: MoneyError) -> Code {
    match error {
        MoneyError::NotANumber => Code::NotAnAmount,
        MoneyError::TooManyDecimals => Code::TooManyDecimals,
        MoneyError::OutOfBounds => Code::AmountOutOfBounds,
    }
}

/// The finding for an amount below zero where none may be.
pub(crate) fn negative(key: &str, amount: Money, place: Place) -> Finding {
    Finding::new(Code::NegativeAmount)
        .subject(key)
        .arg("key", key)
        .amount(amount)
        .at(place)
}

fn wrong_type(node: &Node, key: &'static str, expected: &'static str, findings: &mut Findings) {
    findings.push(
        Finding::new(Code::WrongType)
            .subject(key)
            .arg("key", key)
            .arg("expected", expected)
            .arg("found", node.value.kind())
            .at(node.place.clone()),
    );
}

/// A value as text, for a finding.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Float(text) | Value::Huge(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::List(_) | Value::Table(_) | Value::Other(_) => value.kind().to_owned(),
    }
}
