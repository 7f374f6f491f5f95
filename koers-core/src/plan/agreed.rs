//! What the agreements of a grant say of each of its tranches.

use std::collections::{BTreeMap, BTreeSet};

use super::bucket::Bucket;
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Grant;
use crate::scheme::Unspent;

/// What the agreements of a grant say of a tranche: the last day of its window, and of unspent money; each with the
/// agreement's place in the grant.
#[derive(Clone, Default)]
pub(super) struct Terms {
    pub(super) window: Option<(Date, usize)>,
    pub(super) unspent: Option<(Unspent, usize)>,
}

/// The agreements of a grant, by tranche.
pub(super) struct Agreed<'g> {
    all: Terms,
    of: BTreeMap<&'g str, Terms>,
}

impl<'g> Agreed<'g> {
    pub(super) fn of(grant: &'g Grant, findings: &mut Findings) -> Self {
        let mut agreed = Agreed {
            all: Terms::default(),
            of: BTreeMap::new(),
        };
        // Those that name no tranche first: they cover each.
        let mut order: Vec<usize> = (0..grant.agreements.len()).collect();
        order.sort_by_key(|&at| grant.agreements[at].tranches.is_some());
        for at in order {
            let agreement = &grant.agreements[at];
            let add = |terms: &mut Terms, tranche: &str, findings: &mut Findings| {
                let clash = (terms.window.is_some() && agreement.window_until.is_some())
                    || (terms.unspent.is_some() && agreement.unspent.is_some());
                if clash {
                    findings.push(
                        Finding::new(Code::AgreementsClash)
                            .subject(&grant.id.value)
                            .arg("tranche", tranche)
                            .at(agreement.place.clone()),
                    );
                }
                terms.window = terms
                    .window
                    .or(agreement.window_until.map(|until| (until, at)));
                if terms.unspent.is_none() {
                    terms.unspent = agreement.unspent.clone().map(|rule| (rule, at));
                }
            };
            match &agreement.tranches {
                None => add(&mut agreed.all, "*", findings),
                Some(ids) => {
                    let ids: BTreeSet<&str> = ids.iter().map(|id| id.value.as_str()).collect();
                    for id in ids {
                        let terms = agreed.of.entry(id).or_insert_with(|| agreed.all.clone());
                        add(terms, id, findings);
                    }
                }
            }
        }
        agreed
    }

    pub(super) fn terms(&self, tranche: &str) -> Terms {
        self.of.get(tranche).unwrap_or(&self.all).clone()
    }
}

/// Reports agreements on a window that end no later than the window of each tranche they cover.
pub(super) fn idle_agreements(grant: &Grant, buckets: &[Bucket], findings: &mut Findings) {
    let mut extends = BTreeSet::new();
    for bucket in buckets {
        if let Some((until, at)) = bucket.window_agreement
            && bucket
                .windows
                .iter()
                .any(|window| until > window.span.until)
        {
            extends.insert(at);
        }
    }
    for (at, agreement) in grant.agreements.iter().enumerate() {
        if agreement.window_until.is_some() && !grant.tranches.is_empty() && !extends.contains(&at)
        {
            findings.push(
                Finding::new(Code::EmptyAgreement)
                    .subject(&grant.id.value)
                    .at(agreement.place.clone()),
            );
        }
    }
}
