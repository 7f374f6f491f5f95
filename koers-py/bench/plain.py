"""`priority` as a plain loop over `decimal.Decimal`, which are made beforehand."""

from __future__ import annotations

from decimal import Decimal

from data import YEARS, Data, Totals


def columns(data: Data) -> dict[str, list]:
    """The columns as lists, with amounts in euros."""
    lists = {name: getattr(data, name).tolist() for name in ("day", "project", "theme", "category", "grant")}
    return lists | {"amount": [Decimal(cents).scaleb(-2) for cents in data.amount.tolist()]}


def with_decimal(data: Data, lists: dict[str, list]) -> Totals:
    """Line after line."""
    zero = Decimal("0.00")
    room, carried = list(data.awards), [False] * len(data.awards)
    spent, own_funds = [], []
    for at in YEARS:
        year = data.year(at, carried)
        days, projects, themes = year.days.tolist(), year.projects.tolist(), year.themes.tolist()
        categories, grants = year.categories.tolist(), year.grants.tolist()
        first_day, rows = year.first_day, range(year.rows.start, year.rows.stop)
        left_in = [Decimal(cents).scaleb(-2) for cents in room]
        paid_by, own = [zero] * len(room), zero
        order: list[list[int]] = [[b for b in range(len(room)) if mask >> b & 1] for mask in range(256)]
        pools: dict[tuple[int, int], Decimal] = {}
        amounts, day, grant = lists["amount"], lists["day"], lists["grant"]
        project, theme, category = lists["project"], lists["theme"], lists["category"]

        def mask_of(row: int) -> int:
            mask = days[day[row] - first_day] & projects[project[row]] & themes[theme[row]] & categories[category[row]]  # noqa: B023
            return mask & grants[grant[row]]  # noqa: B023

        for row in rows:
            if amounts[row] < 0:
                key = (grant[row], mask_of(row))
                pools[key] = pools.get(key, zero) - amounts[row]
        for pinned in (True, False):
            for row in rows:
                left = amounts[row]
                if left <= 0 or (grant[row] != 0) != pinned:
                    continue
                mask = days[day[row] - first_day] & projects[project[row]] & themes[theme[row]] & categories[category[row]]
                mask &= grants[grant[row]]
                pool = pools.get((grant[row], mask))
                if pool:
                    netted = min(left, pool)
                    pools[grant[row], mask] = pool - netted
                    left -= netted
                for bucket in order[mask]:
                    paid = min(left, left_in[bucket])
                    if paid:
                        left_in[bucket] -= paid
                        paid_by[bucket] += paid
                        left -= paid
                    if not left:
                        break
                own += left
        own -= sum(pools.values())
        spent.append([int(it.scaleb(2)) for it in paid_by])
        own_funds.append(int(own.scaleb(2)))
        room, carried = data.close(at, [int(it.scaleb(2)) for it in left_in])
    return Totals(spent, own_funds)
