//! Fields that hold words of a fixed set, or lists of texts.

use std::collections::BTreeSet;

use super::{Field, Fields, Value};
use crate::diag::{At, Code, Finding, Findings};

impl Field<'_> {
    /// One of a fixed set of words.
    pub(crate) fn one_of<T: Copy>(
        self,
        words: &[(&'static str, T)],
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.text(findings)?;
        let found = words
            .iter()
            .find(|(word, _)| *word == text.value)
            .map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject(self.key)
                    .arg("value", &text.value)
                    .arg("known", known.join(", "))
                    .at(text.place),
            );
        }
        found
    }

    /// One of a fixed set of signs.
    pub(crate) fn sign(self, signs: &[char], findings: &mut Findings) -> Option<char> {
        let Value::Text(text) = &self.node.value else {
            self.wrong("text", findings);
            return None;
        };
        let mut given = text.chars();
        let sign = given
            .next()
            .filter(|sign| given.next().is_none() && signs.contains(sign));
        if sign.is_none() {
            let known: Vec<_> = signs
                .iter()
                .map(|sign| format!("{:?}", sign.to_string()))
                .collect();
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject(self.key)
                    .arg("value", text)
                    .arg("known", known.join(" "))
                    .at(self.node.place.clone()),
            );
        }
        sign
    }

    /// One of a fixed set of words, on which the meaning of the other keys of `table` depends.
    pub(crate) fn rule_word<T: Copy>(
        table: &mut Fields<'_>,
        words: &[(&'static str, T)],
        findings: &mut Findings,
    ) -> Option<T> {
        Self::deciding_word("rule", table, words, findings)
    }

    /// As [`Field::rule_word`], under another key.
    pub(crate) fn deciding_word<T: Copy>(
        key: &'static str,
        table: &mut Fields<'_>,
        words: &[(&'static str, T)],
        findings: &mut Findings,
    ) -> Option<T> {
        let word = table
            .need(key, findings)
            .and_then(|field| field.one_of(words, findings));
        if word.is_none() {
            table.forgive(key);
        }
        word
    }

    /// A list of texts; `None` when one of them is refused.
    pub(crate) fn texts(self, findings: &mut Findings) -> Option<Vec<At<String>>> {
        let Value::List(nodes) = &self.node.value else {
            self.wrong("list", findings);
            return None;
        };
        let texts: Vec<_> = nodes
            .iter()
            .map(|node| Field { node, ..self }.text(findings))
            .collect();
        texts.into_iter().collect()
    }

    /// A list of words of a fixed set, with at least one.
    pub(crate) fn set_of<T: Copy + Ord>(
        self,
        words: &[(&'static str, T)],
        findings: &mut Findings,
    ) -> Option<BTreeSet<T>> {
        let nodes = self.list(findings);
        if self.is_empty_list() {
            findings.push(
                Finding::new(Code::EmptyCondition)
                    .subject(self.key)
                    .at(self.node.place.clone()),
            );
        }
        let values: Vec<_> = nodes
            .iter()
            .map(|node| Field { node, ..self }.one_of(words, findings))
            .collect();
        let values: Option<BTreeSet<T>> = values.into_iter().collect();
        values.filter(|values| !values.is_empty())
    }
}
