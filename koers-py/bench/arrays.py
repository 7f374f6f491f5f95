"""`priority` with numpy, and as a loop that Numba compiles."""

from __future__ import annotations

import numpy as np
from data import YEARS, Data, Totals, Year


def stream(data: Data, year: Year) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The lines of a year in the order of payment, pinned ones first: amount, mask, class."""
    rows = year.rows
    grant = data.grant[rows]
    mask = np.take(year.days, data.day[rows] - year.first_day)
    mask &= np.take(year.projects, data.project[rows])
    mask &= np.take(year.themes, data.theme[rows])
    mask &= np.take(year.categories, data.category[rows])
    mask &= np.take(year.grants, grant)
    order = np.concatenate([np.flatnonzero(grant), np.flatnonzero(grant == 0)])
    mask = mask[order]
    return data.amount[rows][order], mask, (grant[order].astype(np.uint16) << 8) | mask


def net(amount: np.ndarray, key: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Sets credit notes against the earliest costs of their class: what is left of each cost, the order by class, where each
    class begins in it, and what credit notes are above their class's costs.
    """
    order = np.argsort(key, kind="stable")
    sorted_keys, in_order = key[order], amount[order]
    first = np.flatnonzero(np.concatenate([[True], sorted_keys[1:] != sorted_keys[:-1]]))
    counts = np.diff(first, append=len(key))
    costs = np.maximum(in_order, 0)
    sums = np.cumsum(costs)
    upto = sums[first + counts - 1]
    before = np.concatenate([[0], upto[:-1]])
    credits = np.add.reduceat(costs - in_order, first)
    left_sorted = sums - np.repeat(before + credits, counts)
    np.clip(left_sorted, 0, costs, out=left_sorted)
    left = np.empty_like(amount)
    left[order] = left_sorted
    excess = np.maximum(credits - (upto - before), 0)
    return left, order, first, int(excess.sum())


def with_numpy(data: Data) -> Totals:
    """A cumulative sum per tranche."""
    room, carried = list(data.awards), [False] * len(data.awards)
    spent, own_funds = [], []
    for at in YEARS:
        year = data.year(at, carried)
        amount, mask, key = stream(data, year)
        left, _, _, excess = net(amount, key)
        paid_by = []
        for bucket in range(len(room)):
            if not year.is_open(bucket):
                paid_by.append(0)
                continue
            which = np.flatnonzero((mask >> bucket) & 1)
            asked = left[which]
            sums = np.cumsum(asked)
            paid = np.clip(room[bucket] - (sums - asked), 0, asked)
            left[which] = asked - paid
            paid_by.append(int(paid.sum()))
            room[bucket] -= paid_by[-1]
        spent.append(paid_by)
        own_funds.append(int(left.sum()) - excess)
        room, carried = data.close(at, room)
    return Totals(spent, own_funds)


def numba_loop():  # noqa: ANN201
    """The loop, compiled."""
    import numba

    @numba.njit
    def loop(amount, day, project, theme, category, grant, days, projects, themes, categories, grants, first_day, room, last):  # noqa: ANN001, ANN202, PLR0913
        pools = np.zeros(256 * len(grants), np.int64)
        spent = np.zeros(len(room), np.int64)
        own = 0
        rows = len(amount)
        for row in range(rows):
            if amount[row] < 0:
                mask = days[day[row] - first_day] & projects[project[row]] & themes[theme[row]] & categories[category[row]]
                mask &= grants[grant[row]]
                pools[grant[row] * 256 + mask] -= amount[row]
        for pinned in (True, False):
            for row in range(rows):
                if (grant[row] != 0) != pinned or amount[row] <= 0:
                    continue
                mask = days[day[row] - first_day] & projects[project[row]] & themes[theme[row]] & categories[category[row]]
                mask &= grants[grant[row]]
                left = amount[row]
                key = grant[row] * 256 + mask
                if pools[key] > 0:
                    netted = min(left, pools[key])
                    pools[key] -= netted
                    left -= netted
                for bucket in range(len(room)):
                    if left == 0:
                        break
                    if mask >> bucket & 1 and room[bucket] > 0:
                        paid = min(left, room[bucket])
                        room[bucket] -= paid
                        spent[bucket] += paid
                        left -= paid
                        last[row] = bucket
                own += left
        return spent, own - pools.sum()

    return loop


def with_numba(data: Data, loop=None) -> Totals:  # noqa: ANN001
    """Line after line."""
    loop = loop or numba_loop()
    room, carried = list(data.awards), [False] * len(data.awards)
    spent, own_funds = [], []
    last = np.full(len(data), 255, np.uint8)
    for at in YEARS:
        year = data.year(at, carried)
        rows, left = year.rows, np.array(room, np.int64)
        columns = (getattr(data, name)[rows] for name in ("amount", "day", "project", "theme", "category", "grant"))
        tables = (year.days, year.projects, year.themes, year.categories, year.grants)
        paid, own = loop(*columns, *tables, year.first_day, left, last[rows])
        spent.append([int(it) for it in paid])
        own_funds.append(int(own))
        room, carried = data.close(at, [int(it) for it in left])
    return Totals(spent, own_funds)
