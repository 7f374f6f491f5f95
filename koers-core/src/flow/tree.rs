//! The spanning tree of the simplex.
//!
//! Most nodes are sources: nothing leads into them, and all they have in the tree is one arc, to their parent. Such a
//! node is *folded*: it is in no list of children, and its depth and potential are worked out from its parent when they
//! are asked for. What remains to be walked when a branch moves is as small as the number of nodes that are not
//! sources, of which a network of many classes and few buckets has few. (Leaves of 5,600 × 62: 15 nodes per pivot
//! instead of 460.)

use super::cost::Cost;
use super::simplex::Link;

/// No node, or no arc.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) parent: u32,
    /// The arc between the node and its parent.
    pub(super) arc: u32,
    /// Whether that arc leads to the parent.
    pub(super) up: bool,
    is_source: bool,
    /// Whether it is in its parent's list.
    listed: bool,
    depth: u32,
    child: u32,
    next: u32,
    previous: u32,
}

pub(super) struct Tree<C> {
    nodes: Vec<Node>,
    potentials: Vec<C>,
    branch: Vec<u32>,
    open: Vec<u32>,
}

impl<C: Cost> Tree<C> {
    /// Only the root is in the tree; `is_source` says of which nodes no arc leads into them.
    pub(super) fn new(is_source: impl Iterator<Item = bool>, zero: &C) -> Self {
        let nodes: Vec<_> = is_source
            .map(|is_source| Node {
                parent: NONE,
                arc: NONE,
                up: true,
                is_source,
                listed: false,
                depth: 0,
                child: NONE,
                next: NONE,
                previous: NONE,
            })
            .collect();
        Self {
            potentials: vec![zero.clone(); nodes.len()],
            nodes,
            branch: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Puts a node that isn't in the tree under one that is.
    pub(super) fn plant(&mut self, node: u32, parent: u32, arc: u32, links: &[Link<C>]) {
        self.join(node, parent, arc, true);
        self.list(node);
        self.list(parent);
        self.refresh(parent, links);
        self.refresh(node, links);
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    /// Whether no arc leads into a node.
    pub(super) fn is_source(&self, node: u32) -> bool {
        self.node(node).is_source
    }

    fn is_folded(&self, node: u32) -> bool {
        let node = self.node(node);
        node.is_source && node.child == NONE
    }

    pub(super) fn depth(&self, node: u32) -> u32 {
        if self.is_folded(node) {
            self.node(self.node(node).parent).depth + 1
        } else {
            self.node(node).depth
        }
    }

    /// Of a node that isn't folded: one into which an arc leads.
    #[inline]
    pub(super) fn potential(&self, node: u32) -> &C {
        &self.potentials[node as usize]
    }

    /// Of any node in the tree.
    #[inline]
    pub(super) fn potential_into(&self, node: u32, links: &[Link<C>], potential: &mut C) {
        if self.is_folded(node) {
            let Node { parent, arc, .. } = *self.node(node);
            potential.clone_from(self.potential(parent));
            potential.add(&links[arc as usize].cost);
        } else {
            potential.clone_from(self.potential(node));
        }
    }

    /// Hangs a branch elsewhere: `low`, somewhere in it, comes under `parent` by the arc, and the arc above `top` is given up.
    pub(super) fn rehang(
        &mut self,
        (low, top): (u32, u32),
        (parent, arc, up): (u32, u32, bool),
        links: &[Link<C>],
    ) {
        let left = self.node(top).parent;
        if low == top {
            self.unlist(low);
        } else {
            self.turn(low, top);
        }
        self.join(low, parent, arc, up);
        self.list(low);

        if !self.node(parent).listed && !self.is_folded(parent) && self.node(parent).parent != NONE
        {
            self.refresh(parent, links);
            self.list(parent);
        }
        if self.is_folded(left) {
            self.unlist(left);
        }
        if !self.is_folded(low) {
            self.refresh_branch(low, links);
        }
    }

    /// Turns the way from `low` up to `top` round: each node on it comes under the one below it. `low` comes under none.
    fn turn(&mut self, low: u32, top: u32) {
        let mut branch = std::mem::take(&mut self.branch);
        branch.clear();
        branch.push(low);
        while let Some(&node) = branch.last()
            && node != top
        {
            branch.push(self.node(node).parent);
        }
        for &node in &branch {
            self.unlist(node);
        }
        // From the top, so that what a node has under it is known when it is listed.
        for pair in branch.windows(2).rev() {
            let Node { arc, up, .. } = *self.node(pair[0]);
            self.join(pair[1], pair[0], arc, !up);
            self.list(pair[1]);
        }
        self.branch = branch;
    }

    fn join(&mut self, node: u32, parent: u32, arc: u32, up: bool) {
        let node = &mut self.nodes[node as usize];
        node.parent = parent;
        node.arc = arc;
        node.up = up;
    }

    /// Enters the node in its parent's list, unless it is folded.
    fn list(&mut self, node: u32) {
        let parent = self.node(node).parent;
        if self.is_folded(node) || self.node(node).listed || parent == NONE {
            return;
        }
        let next = std::mem::replace(&mut self.nodes[parent as usize].child, node);
        if next != NONE {
            self.nodes[next as usize].previous = node;
        }
        let entry = &mut self.nodes[node as usize];
        entry.next = next;
        entry.previous = NONE;
        entry.listed = true;
    }

    fn unlist(&mut self, node: u32) {
        let Node {
            parent,
            next,
            previous,
            listed,
            ..
        } = *self.node(node);
        if !listed {
            return;
        }
        if next != NONE {
            self.nodes[next as usize].previous = previous;
        }
        if previous == NONE {
            self.nodes[parent as usize].child = next;
        } else {
            self.nodes[previous as usize].next = next;
        }
        self.nodes[node as usize].listed = false;
    }

    fn refresh_branch(&mut self, top: u32, links: &[Link<C>]) {
        let mut open = std::mem::take(&mut self.open);
        open.push(top);
        while let Some(node) = open.pop() {
            self.refresh(node, links);
            let mut child = self.node(node).child;
            while child != NONE {
                open.push(child);
                child = self.node(child).next;
            }
        }
        self.open = open;
    }

    /// Depth and potential of a node, from those of its parent.
    fn refresh(&mut self, node: u32, links: &[Link<C>]) {
        let Node {
            parent, arc, up, ..
        } = *self.node(node);
        if parent == NONE {
            return;
        }
        self.nodes[node as usize].depth = self.node(parent).depth + 1;

        let Ok([potential, of_parent]) = self
            .potentials
            .get_disjoint_mut([node as usize, parent as usize])
        else {
            return;
        };
        potential.clone_from(of_parent);
        let cost = &links[arc as usize].cost;
        if up {
            potential.add(cost);
        } else {
            potential.subtract(cost);
        }
    }
}
