//! Parts of a scheme as a tree: which part lies in which.

use std::collections::BTreeMap;

use crate::scheme::Scheme;

/// The dimension that names the part to which a cost belongs.
pub(crate) const PART: &str = "part";

/// The parts of a scheme by id, each with the part in which it lies.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartTree {
    places: BTreeMap<String, usize>,
    groups: Vec<Option<usize>>,
}

/// How deep a scheme that was checked nests its parts.
const DEPTH: usize = 32;

impl PartTree {
    pub(super) fn new(scheme: &Scheme) -> PartTree {
        let ids = scheme.parts.iter().map(|part| part.id.clone());
        let places: BTreeMap<String, usize> = ids.zip(0..).collect();
        let group = |id: &Option<String>| places.get(id.as_deref()?).copied();
        PartTree {
            groups: scheme.parts.iter().map(|part| group(&part.group)).collect(),
            places,
        }
    }

    /// Whether the scheme has no parts.
    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many parts there are.
    pub(crate) fn count(&self) -> usize {
        self.groups.len()
    }

    /// The place of a part.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The part in which a part lies.
    pub(crate) fn group(&self, part: usize) -> Option<usize> {
        self.groups[part]
    }

    /// A part and those in which it lies, from the inside out.
    pub(crate) fn outward(&self, part: usize) -> impl Iterator<Item = usize> {
        let outward = std::iter::successors(Some(part), |part| self.groups[*part]);
        outward.take(DEPTH + 1)
    }

    /// Whether part `inner` is `outer`, or lies in it at any depth.
    pub(crate) fn lies_in(&self, inner: usize, outer: usize) -> bool {
        self.outward(inner).any(|part| part == outer)
    }
}
