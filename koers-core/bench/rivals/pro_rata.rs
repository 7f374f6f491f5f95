//! `pro-rata` by award as a loop: what each class costs divided over its grants by largest remainder, and then each line of it
//! over what its tranches, and own funds, still have to pay.

use super::{Amount, Lines, Payers, Purse, Step, Totals, costs, net, pools, run};
use crate::rules::{Rules, Year};

/// Runs it over lines by date and id.
pub fn pro_rata<A: Amount>(
    rules: &Rules,
    awards: &[i64],
    lines: Lines<'_, A>,
    payers: &mut Payers<A>,
) -> Totals {
    let of_bucket = rules.tranches().map(|(grant, ..)| grant).collect();
    let awards_of = awards.iter().map(|&award| A::of_cents(award)).collect();
    let mut step = ProRata {
        of_bucket,
        awards: awards_of,
    };
    run(rules, awards, lines, payers, &mut step)
}

struct ProRata<A> {
    /// By tranche the place of its grant.
    of_bucket: Vec<usize>,
    awards: Vec<A>,
}

/// What a class still has to pay: by tranche, and last by own funds.
struct Columns<A> {
    buckets: Vec<u8>,
    left: Vec<A>,
}

impl<A: Amount> ProRata<A> {
    /// Divides what a class costs.
    fn divide(&self, mask: u64, costs: A, purse: &mut Purse<A>) -> Columns<A> {
        let mut weights: Vec<(usize, A)> = Vec::new();
        for bucket in (0..self.awards.len()).filter(|at| mask >> at & 1 == 1) {
            match weights.last_mut() {
                Some((grant, weight)) if *grant == self.of_bucket[bucket] => {
                    *weight += self.awards[bucket]
                }
                _ => weights.push((self.of_bucket[bucket], self.awards[bucket])),
            }
        }
        let mut parts = vec![A::default(); weights.len()];
        let by_weight: Vec<A> = weights.iter().map(|(_, weight)| *weight).collect();
        apportion(costs, &by_weight, &mut parts, &mut Vec::new());
        let mut columns = Columns {
            buckets: Vec::new(),
            left: Vec::new(),
        };
        let mut own = costs;
        for ((grant, _), part) in weights.into_iter().zip(parts) {
            let mut left = part;
            for bucket in (0..self.awards.len())
                .filter(|at| mask >> at & 1 == 1 && self.of_bucket[*at] == grant)
            {
                let paid = left.min(purse.room[bucket]);
                if paid > A::default() {
                    purse.room[bucket] -= paid;
                    purse.spent[bucket] += paid;
                    left -= paid;
                    own -= paid;
                    columns.buckets.push(u8::try_from(bucket).unwrap_or(0));
                    columns.left.push(paid);
                }
            }
        }
        purse.own_funds += own;
        columns.left.push(own);
        columns
    }
}

impl<A: Amount> Step<A> for ProRata<A> {
    fn run(
        &mut self,
        year: &Year,
        lines: Lines<'_, A>,
        purse: &mut Purse<A>,
        payers: &mut Payers<A>,
    ) {
        let classes = &year.classes;
        let all = classes.masks.len();
        let (mut pools, mut sums) = (pools(year, lines), vec![A::default(); all]);
        let (mut begun, mut order) = (vec![false; all], Vec::new());
        let looks = lines.columns.looks(year.rows.clone());
        for (row, look) in year.rows.clone().zip(looks) {
            if lines.columns.pins[row] != 0 {
                continue;
            }
            let (class, amount) = (classes.of(look), lines.amounts[row]);
            if amount > A::default() {
                sums[class] += amount;
            }
            if !std::mem::replace(&mut begun[class], true) {
                order.push(class);
            }
        }
        let mut divided: Vec<Option<Columns<A>>> = (0..all).map(|_| None).collect();
        for class in order {
            let netted = sums[class].min(pools[class]);
            let (mut cost, mut excess) = (sums[class], pools[class]);
            cost -= netted;
            excess -= netted;
            purse.own_funds -= excess;
            divided[class] = Some(self.divide(classes.masks[class], cost, purse));
        }
        let (mut parts, mut order) = (Vec::new(), Vec::new());
        for (row, class, amount) in costs(year, lines) {
            let Some(of) = &mut divided[class] else {
                continue;
            };
            let left = net(amount, &mut pools[class]);
            if left == A::default() {
                continue;
            }
            parts.clear();
            parts.resize(of.left.len(), A::default());
            apportion(left, &of.left, &mut parts, &mut order);
            for (column, &part) in parts.iter().enumerate() {
                of.left[column] -= part;
                if let Some(&bucket) = of.buckets.get(column).filter(|_| part > A::default()) {
                    payers.others.push((row as u32, bucket, part));
                }
            }
        }
    }
}

/// Divides by largest remainder; ties go to the larger weight, then to the first.
fn apportion<A: Amount>(total: A, weights: &[A], parts: &mut [A], order: &mut Vec<(A, A, usize)>) {
    let mut whole = A::default();
    for &weight in weights {
        whole += weight;
    }
    if whole == A::default() {
        return;
    }
    order.clear();
    let mut left = total;
    for (at, &weight) in weights.iter().enumerate() {
        let (part, remainder) = total.part(weight, whole);
        parts[at] = part;
        left -= part;
        order.push((-remainder, -weight, at));
    }
    if left == A::default() {
        return;
    }
    order.sort_unstable();
    for &(.., at) in order.iter() {
        if left == A::default() {
            break;
        }
        parts[at] += A::cent();
        left -= A::cent();
    }
}
