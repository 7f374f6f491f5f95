//! The parts of a scheme, and what names them.

use std::collections::BTreeMap;

use super::on;
use crate::diag::{Code, Findings};
use crate::scheme::{Citation, Scheme, Version};

/// The most groups that a part may lie in, one inside the other.
const DEEPEST: usize = 32;

/// The parts by id.
pub(super) struct Parts<'s> {
    scheme: &'s Scheme,
    /// The place of the first part with an id.
    by_id: BTreeMap<&'s str, usize>,
    /// All ids, for findings.
    known: String,
}

impl<'s> Parts<'s> {
    /// The parts of a scheme; reports those that can't be told apart or that lie in themselves.
    pub(super) fn of(scheme: &'s Scheme, findings: &mut Findings) -> Self {
        let mut by_id = BTreeMap::new();
        for (at, part) in scheme.parts.iter().enumerate() {
            let first = *by_id.entry(part.id.as_str()).or_insert(at);
            if first != at {
                let finding = on(Code::DuplicateName, &part.id, &part.citation);
                findings.push(finding.arg("value", &part.id));
            }
        }
        let ids: Vec<_> = scheme.parts.iter().map(|part| part.id.as_str()).collect();
        let parts = Self {
            scheme,
            by_id,
            known: ids.join(", "),
        };
        parts.cycles(findings);
        parts
    }

    /// The number of parts.
    pub(super) fn count(&self) -> usize {
        self.by_id.len()
    }

    /// Whether two parts lie in the same group.
    pub(super) fn share_a_group(&self) -> bool {
        let mut groups: Vec<&str> = self
            .by_id
            .values()
            .filter_map(|at| self.scheme.parts[*at].group.as_deref())
            .collect();
        groups.sort_unstable();
        groups.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// Reports groups that no part is.
    pub(super) fn unknown_groups(&self, findings: &mut Findings) {
        for part in &self.scheme.parts {
            if let Some(group) = &part.group {
                self.known(group, &part.citation, findings);
            }
        }
    }

    /// Reports parts that ceilings name and that aren't there.
    pub(super) fn unknown_in_ceilings(&self, version: &Version, findings: &mut Findings) {
        for ceiling in &version.ceilings {
            for part in &ceiling.rule.parts {
                self.known(part, &ceiling.citation, findings);
            }
        }
    }

    fn known(&self, part: &str, citation: &Citation, findings: &mut Findings) {
        if !self.by_id.contains_key(part) {
            let code = Code::UnknownPartInRule;
            findings.push_with(code, || {
                let finding = on(code, part, citation).arg("value", part);
                finding.arg("known", &self.known)
            });
        }
    }

    /// Reports each cycle of groups once, at its first part, and each part that is one group too deep. Takes each part
    /// once: what was walked before is not walked again.
    fn cycles(&self, findings: &mut Findings) {
        #[derive(Clone, Copy)]
        enum Seen {
            Not,
            /// On the walk that is under way.
            Now,
            /// So many groups are above it; `None` below a cycle.
            Before(Option<usize>),
        }
        let parts = &self.scheme.parts;
        let mut seen = vec![Seen::Not; parts.len()];
        for start in 0..parts.len() {
            let mut walk = Vec::new();
            let mut at = Some(start);
            let mut above = loop {
                let Some(here) = at else { break None };
                match seen[here] {
                    Seen::Not => {}
                    Seen::Now => {
                        let begin = walk.iter().position(|part| *part == here).unwrap_or(0);
                        let first = walk[begin..].iter().min().copied().unwrap_or(here);
                        let part = &parts[first];
                        findings.push(
                            on(Code::PartsCycle, &part.id, &part.citation).arg("value", &part.id),
                        );
                        break Some(None);
                    }
                    Seen::Before(depth) => break Some(depth),
                }
                seen[here] = Seen::Now;
                walk.push(here);
                let group = parts[here].group.as_deref();
                at = group.and_then(|group| self.by_id.get(group).copied());
            };
            for here in walk.into_iter().rev() {
                let depth = match above {
                    None => Some(0),
                    Some(depth) => depth.map(|depth: usize| depth + 1),
                };
                if depth == Some(DEEPEST + 1) {
                    let part = &parts[here];
                    findings.push(
                        on(Code::PartsCycle, &part.id, &part.citation).arg("value", &part.id),
                    );
                }
                seen[here] = Seen::Before(depth);
                above = Some(depth);
            }
        }
    }
}
