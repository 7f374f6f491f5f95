"""`priority` with polars and with pandas: a cumulative sum per tranche."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
from data import YEARS, Data, Totals


def polars_frame(data: Data) -> pl.DataFrame:
    """The columns as polars has them."""
    names = ("amount", "day", "project", "theme", "category", "grant")
    return pl.DataFrame({name: getattr(data, name) for name in names})


def with_polars(data: Data, frame: pl.DataFrame) -> Totals:
    """Expressions, eagerly per tranche, since the room of one depends on all before it."""
    room, carried = list(data.awards), [False] * len(data.awards)
    spent, own_funds = [], []
    for at in YEARS:
        year = data.year(at, carried)
        look = lambda table, code: pl.lit(pl.Series(table)).gather(code)  # noqa: E731
        mask = (
            look(year.days, pl.col("day") - year.first_day)
            & look(year.projects, pl.col("project"))
            & look(year.themes, pl.col("theme"))
            & look(year.categories, pl.col("category"))
            & look(year.grants, pl.col("grant"))
        )
        lines = frame.slice(year.rows.start, year.rows.stop - year.rows.start)
        lines = lines.select("amount", "grant", mask.alias("mask"))
        lines = pl.concat([lines.filter(pl.col("grant") != 0), lines.filter(pl.col("grant") == 0)])
        key = pl.col("grant").cast(pl.UInt16) * 256 + pl.col("mask")
        lines = lines.with_columns(key=key, cost=pl.col("amount").clip(0), credit=(-pl.col("amount")).clip(0))
        sums = pl.col("cost").cum_sum().over("key") - pl.col("credit").sum().over("key")
        excess = lines.group_by("key").agg(above=(pl.col("credit").sum() - pl.col("cost").sum()).clip(0))["above"].sum()
        lines = lines.select("mask", left=sums.clip(0, pl.col("cost")))
        paid_by = []
        for bucket in range(len(room)):
            if not year.is_open(bucket):
                paid_by.append(0)
                continue
            asked = pl.when(pl.col("mask") & (1 << bucket) != 0).then(pl.col("left")).otherwise(0)
            lines = lines.with_columns(asked=asked)
            before = pl.col("asked").cum_sum() - pl.col("asked")
            lines = lines.with_columns(paid=(room[bucket] - before).clip(0, pl.col("asked")))
            lines = lines.select("mask", "paid", left=pl.col("left") - pl.col("paid"))
            paid_by.append(int(lines["paid"].sum()))
            room[bucket] -= paid_by[-1]
        spent.append(paid_by)
        own_funds.append(int(lines["left"].sum()) - int(excess))
        room, carried = data.close(at, room)
    return Totals(spent, own_funds)


def pandas_frame(data: Data) -> pd.DataFrame:
    """The columns as pandas has them, with the names of codes as users do."""
    names = ("amount", "day", "project", "theme", "category", "grant")
    return pd.DataFrame({name: getattr(data, name) for name in names})


def with_pandas(data: Data, frame: pd.DataFrame) -> Totals:
    """`isin` and `cumsum` per tranche."""
    room, carried = list(data.awards), [False] * len(data.awards)
    spent, own_funds = [], []
    for at in YEARS:
        year = data.year(at, carried)
        lines = frame.iloc[year.rows]
        lines = pd.concat([lines[lines["grant"] != 0], lines[lines["grant"] == 0]], ignore_index=True)
        admits = []
        for bucket in range(len(room)):
            bit = 1 << bucket
            days = np.flatnonzero(year.days & bit) + year.first_day
            if not len(days):
                admits.append(None)
                continue
            admitted = lines["day"].between(days[0], days[-1])
            for name, table in (("project", year.projects), ("theme", year.themes), ("category", year.categories), ("grant", year.grants)):
                codes = np.flatnonzero(table & bit)
                if len(codes) < len(table):
                    admitted &= lines[name].isin(codes)
            admits.append(admitted)
        mask = sum((admitted.astype("int32") * (1 << at) for at, admitted in enumerate(admits) if admitted is not None), start=0)
        key = lines["grant"].astype("int32") * 256 + mask
        cost, credit = lines["amount"].clip(lower=0), (-lines["amount"]).clip(lower=0)
        credits = credit.groupby(key).sum()
        left = (cost.groupby(key).cumsum() - key.map(credits)).clip(lower=0)
        left = np.minimum(left, cost)
        excess = int((credits - cost.groupby(key).sum()).clip(lower=0).sum())
        paid_by = []
        for bucket, admitted in enumerate(admits):
            if admitted is None:
                paid_by.append(0)
                continue
            asked = left.where(admitted, 0)
            paid = (room[bucket] - (asked.cumsum() - asked)).clip(lower=0)
            paid = np.minimum(paid, asked)
            left -= paid
            paid_by.append(int(paid.sum()))
            room[bucket] -= paid_by[-1]
        spent.append(paid_by)
        own_funds.append(int(left.sum()) - excess)
        room, carried = data.close(at, room)
    return Totals(spent, own_funds)
