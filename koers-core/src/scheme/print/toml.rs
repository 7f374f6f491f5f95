//! TOML text, key by key.

use std::fmt::{Result, Write};

use toml_writer::{TomlStringBuilder, TomlWrite};

use crate::calendar::Date;
use crate::money::{Money, Rate};

/// Text that grows by keys, and by headers with an empty line before each. What it writes into can't fail.
#[derive(Default)]
pub(crate) struct Toml {
    text: String,
    /// How many keys the inline table has that is being written; `None` outside of one.
    inline: Option<usize>,
}

impl Toml {
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// The header of a table. `path` has plain keys only.
    pub(crate) fn table(&mut self, path: &str) -> Result {
        write!(self.text, "\n[{path}]\n")
    }

    /// The header of an item of a list of tables.
    pub(crate) fn item(&mut self, path: &str) -> Result {
        write!(self.text, "\n[[{path}]]\n")
    }

    pub(crate) fn text(&mut self, key: &str, text: &str) -> Result {
        self.key(key)?;
        self.string(text)?;
        self.end()
    }

    pub(crate) fn maybe_text(&mut self, key: &str, text: Option<&str>) -> Result {
        text.map_or(Ok(()), |text| self.text(key, text))
    }

    pub(crate) fn int(&mut self, key: &str, number: i64) -> Result {
        self.key(key)?;
        self.text.value(number)?;
        self.end()
    }

    pub(crate) fn bool(&mut self, key: &str, value: bool) -> Result {
        self.key(key)?;
        self.text.value(value)?;
        self.end()
    }

    pub(crate) fn date(&mut self, key: &str, date: Date) -> Result {
        self.key(key)?;
        write!(self.text, "{date}")?;
        self.end()
    }

    pub(crate) fn maybe_date(&mut self, key: &str, date: Option<Date>) -> Result {
        date.map_or(Ok(()), |date| self.date(key, date))
    }

    pub(crate) fn amount(&mut self, key: &str, amount: Money) -> Result {
        self.text(key, &amount.to_string())
    }

    pub(crate) fn rate(&mut self, key: &str, rate: Rate) -> Result {
        self.text(key, &rate.to_string())
    }

    pub(crate) fn texts<'t>(
        &mut self,
        key: &str,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result {
        self.key(key)?;
        self.list(texts, Self::string)?;
        self.end()
    }

    /// Lists in a list.
    pub(crate) fn groups<'t, G: IntoIterator<Item = &'t str>>(
        &mut self,
        key: &str,
        groups: impl IntoIterator<Item = G>,
    ) -> Result {
        self.key(key)?;
        self.list(groups, |toml, group| toml.list(group, Self::string))?;
        self.end()
    }

    pub(crate) fn ints(&mut self, key: &str, numbers: impl IntoIterator<Item = i64>) -> Result {
        self.key(key)?;
        self.list(numbers, |toml, number| toml.text.value(number))?;
        self.end()
    }

    /// A table in one line.
    pub(crate) fn inline(&mut self, key: &str, print: impl FnOnce(&mut Self) -> Result) -> Result {
        self.key(key)?;
        self.braces(print)?;
        self.end()
    }

    fn braces(&mut self, print: impl FnOnce(&mut Self) -> Result) -> Result {
        self.text.open_inline_table()?;
        let outer = self.inline.replace(0);
        print(self)?;
        let keys = std::mem::replace(&mut self.inline, outer);
        if keys != Some(0) {
            self.text.space()?;
        }
        self.text.close_inline_table()
    }

    /// A list of tables in one line.
    pub(crate) fn inlines<'t, T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = &'t T>,
        print: impl Fn(&mut Self, &T) -> Result,
    ) -> Result
    where
        T: 't,
    {
        self.key(key)?;
        self.list(items, |toml, item| toml.braces(|toml| print(toml, item)))?;
        self.end()
    }

    fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        print: impl Fn(&mut Self, T) -> Result,
    ) -> Result {
        self.text.open_array()?;
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.text.val_sep()?;
                self.text.space()?;
            }
            print(self, item)?;
        }
        self.text.close_array()
    }

    fn key(&mut self, key: &str) -> Result {
        if let Some(keys) = &mut self.inline {
            if *keys > 0 {
                self.text.val_sep()?;
            }
            *keys += 1;
            self.text.space()?;
        }
        self.text.key(key)?;
        self.text.space()?;
        self.text.keyval_sep()?;
        self.text.space()
    }

    /// Always between quotes and in one line.
    fn string(&mut self, text: &str) -> Result {
        self.text.value(TomlStringBuilder::new(text).as_basic())
    }

    fn end(&mut self) -> Result {
        match self.inline {
            Some(_) => Ok(()),
            None => self.text.newline(),
        }
    }
}
