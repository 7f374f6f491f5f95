"""`priority` in DuckDB: a window per tranche."""

from __future__ import annotations

import duckdb
import pyarrow as pa
from data import YEARS, Data, Totals


def connect(data: Data, threads: int) -> duckdb.DuckDBPyConnection:
    """A database that has the lines as a table."""
    db = duckdb.connect()
    db.execute(f"SET threads = {threads}")
    columns = {name: getattr(data, name) for name in ("amount", "day", "project", "theme", "category", "grant")}
    arrow = pa.table(columns | {"row": pa.array(range(len(data)), pa.int32())})
    db.register("arrow", arrow)
    db.execute('CREATE TABLE lines AS SELECT row, amount, day, project, theme, category, "grant" AS pin FROM arrow')
    db.unregister("arrow")
    return db


def with_duckdb(data: Data, db: duckdb.DuckDBPyConnection) -> Totals:
    """Sums over the rows before, ordered by the order of payment."""
    room, carried = list(data.awards), [False] * len(data.awards)
    spent, own_funds = [], []
    for at in YEARS:
        year = data.year(at, carried)
        tables = (("days", year.days), ("projects", year.projects), ("themes", year.themes), ("categories", year.categories), ("grants", year.grants))
        for name, table in tables:
            db.register("codes", pa.table({"code": pa.array(range(len(table)), pa.int32()), "mask": table.astype("int32")}))
            db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM codes")
        db.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE net AS
            WITH masked AS (
                SELECT CASE WHEN pin > 0 THEN row - {len(data)} ELSE row END AS place, pin, amount,
                    d.mask & p.mask & t.mask & c.mask & g.mask AS mask
                FROM lines
                JOIN days d ON d.code = day - {year.first_day}
                JOIN projects p ON p.code = project JOIN themes t ON t.code = theme
                JOIN categories c ON c.code = category JOIN grants g ON g.code = pin
                WHERE row >= {year.rows.start} AND row < {year.rows.stop}
            )
            SELECT place, mask, least(greatest(amount, 0), greatest(0,
                sum(greatest(amount, 0)) OVER (PARTITION BY pin, mask ORDER BY place ROWS UNBOUNDED PRECEDING)
                - sum(greatest(-amount, 0)) OVER (PARTITION BY pin, mask)))::BIGINT AS "left",
                amount
            FROM masked
            """
        )
        before = 'coalesce(sum(CASE WHEN mask & {bit} <> 0 THEN "left" ELSE 0 END) OVER (ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)'
        paid_by, source = [], "net"
        for bucket in range(len(room)):
            if not year.is_open(bucket):
                paid_by.append(0)
                continue
            bit, target = 1 << bucket, f"after{bucket}"
            paid = f'CASE WHEN mask & {bit} <> 0 THEN least("left", greatest(0, {room[bucket]} - {before.format(bit=bit)})) ELSE 0 END'
            db.execute(
                f'CREATE OR REPLACE TEMP TABLE {target} AS SELECT place, mask, ("left" - paid)::BIGINT AS "left", paid FROM '
                f'(SELECT place, mask, "left", ({paid})::BIGINT AS paid FROM {source})'
            )
            paid_by.append(int(db.execute(f"SELECT coalesce(sum(paid), 0) FROM {target}").fetchone()[0]))
            room[bucket] -= paid_by[-1]
            if source != "net":
                db.execute(f"DROP TABLE {source}")
            source = target
        # What is above the costs of a class is what all amounts come to beyond what was netted.
        own = db.execute(f'SELECT (SELECT sum("left") FROM {source}) - (SELECT sum("left") FROM net) + (SELECT sum(amount) FROM net)').fetchone()[0]
        db.execute(f"DROP TABLE {source}")
        spent.append(paid_by)
        own_funds.append(int(own))
        room, carried = data.close(at, room)
    return Totals(spent, own_funds)
