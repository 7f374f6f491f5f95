"""Koers from Python beside what else people would use, on the same lines, each in a process of its own.

    python main.py FOLDER [RIVAL ...]

FOLDER has what `cargo bench --bench figures -- write FOLDER` left there. All totals must be those of Koers to the cent.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from data import Data, Totals

# By rival: by how much Koers must be faster.
RIVALS: dict[str, int | None] = {
    "koers": None,
    "koers-least-refund": None,
    "koers-strings": None,
    "koers-10-lines": None,
    "koers-rows": None,
    "numba": 5,
    "polars": 20,
    "numpy": 20,
    "pandas": 100,
    "decimal": 200,
    "duckdb": 250,
    "ortools": 8,
}
THREADS = {"polars": "2", "duckdb": "2"}


class NotYet(Exception):
    """Koers can't do it yet."""


def koers_by(method: str, keys: str, few: bool) -> Callable[[Data], tuple[Callable[[], Any], Callable[[Any], Totals] | None]]:
    """Koers over Arrow."""

    def make(data: Data) -> tuple[Callable[[], Any], Callable[[Any], Totals] | None]:
        import koers_arrow

        lines, schemes = koers_arrow.table(data, keys), koers_arrow.schemes(data)
        if few:
            lines = lines.slice(0, 10)
        run = lambda: koers_arrow.settle(data, lines, method, schemes)  # noqa: E731
        try:
            run()
        except Exception as error:
            message = str(error).splitlines()
            raise NotYet(message[0] if message else type(error).__name__) from error
        return run, None if few else lambda settlement: koers_arrow.totals(data, settlement)

    return make


def koers_rows(data: Data) -> tuple[Callable[[], Any], Callable[[Any], Totals]]:
    """Koers with rows: what there was before columns."""
    import koers_arrow

    lines, schemes = koers_arrow.as_rows(data), koers_arrow.schemes(data)
    return lambda: koers_arrow.settle(data, lines, "priority", schemes), lambda it: koers_arrow.totals(data, it)


def numba(data: Data) -> tuple[Callable[[], Totals], None]:
    """The first call compiles, which isn't timed."""
    import arrays

    loop = arrays.numba_loop()
    return lambda: arrays.with_numba(data.ordered, loop), None


def polars(data: Data) -> tuple[Callable[[], Totals], None]:
    """Polars has its own threads."""
    import frames

    frame = frames.polars_frame(data.ordered)
    return lambda: frames.with_polars(data.ordered, frame), None


def numpy(data: Data) -> tuple[Callable[[], Totals], None]:
    """Cumulative sums."""
    import arrays

    return lambda: arrays.with_numpy(data.ordered), None


def pandas(data: Data) -> tuple[Callable[[], Totals], None]:
    """Cumulative sums with an index."""
    import frames

    frame = frames.pandas_frame(data.ordered)
    return lambda: frames.with_pandas(data.ordered, frame), None


def decimal(data: Data) -> tuple[Callable[[], Totals], None]:
    """A plain loop."""
    import plain

    lists = plain.columns(data.ordered)
    return lambda: plain.with_decimal(data.ordered, lists), None


def duckdb(data: Data) -> tuple[Callable[[], Totals], None]:
    """Windows in SQL."""
    import sql

    db = sql.connect(data.ordered, int(THREADS["duckdb"]))
    return lambda: sql.with_duckdb(data.ordered, db), None


def ortools(data: Data) -> tuple[Callable[[], Totals], None]:
    """The least refund."""
    import solver

    return lambda: solver.with_ortools(data.ordered), None


MAKE: dict[str, Callable[[Data], tuple[Callable[[], Any], Callable[[Any], Totals] | None]]] = {
    "koers": koers_by("priority", "codes", few=False),
    "koers-least-refund": koers_by("least-refund", "codes", few=False),
    "koers-strings": koers_by("priority", "strings", few=False),
    "koers-10-lines": koers_by("priority", "codes", few=True),
    "koers-rows": koers_rows,
    "numba": numba,
    "polars": polars,
    "numpy": numpy,
    "pandas": pandas,
    "decimal": decimal,
    "duckdb": duckdb,
    "ortools": ortools,
}


def run(folder: str, name: str, times: int) -> dict[str, Any]:
    """One rival: its times in nanoseconds, and whether its totals are those of Koers."""
    data = Data(folder)
    try:
        work, totals_of = MAKE[name](data)
    except NotYet as reason:
        return {"not_yet": str(reason)}
    result = work()  # warm
    if name != "koers-10-lines":
        method = "least_refund" if name in ("ortools", "koers-least-refund") else "priority"
        expected, found = data.expected(method), totals_of(result) if totals_of else result
        if name == "ortools":
            # Of two tranches of a grant that both end, it may take another.
            expected, found = data.by_grant(expected), data.by_grant(found)
        if found != expected:
            raise SystemExit(f"{name}: {found} where Koers has {expected}")
    runs, often = times, 200 if name == "koers-10-lines" else 1
    if name in ("decimal", "duckdb", "koers-rows"):
        runs = min(times, 2)
    wall, cpu = [], []
    for _ in range(runs):
        result = None
        start, spent = time.perf_counter_ns(), time.process_time_ns()
        for _ in range(often):
            result = work()
        cpu.append((time.process_time_ns() - spent) // often)
        wall.append((time.perf_counter_ns() - start) // often)
    return {"wall": wall, "cpu": cpu, "lines": len(data)}


def alone(folder: str, name: str) -> dict[str, Any]:
    """The same in a process of its own, since some of these libraries can't stand each other."""
    threads = THREADS.get(name, "1")
    limits = {"POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "RAYON_NUM_THREADS": threads}
    done = subprocess.run([sys.executable, __file__, "--one", folder, name], env=os.environ | limits, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        return {"failed": done.returncode}
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Runs all or those that are named, and prints the table."""
    if sys.argv[1] == "--one":
        print(json.dumps(run(sys.argv[2], sys.argv[3], int(os.environ.get("KOERS_BENCH_TIMES", "5")))))
        return 0
    folder, wanted = sys.argv[1], sys.argv[2:] or list(RIVALS)
    count = len(Data(folder))
    print(f"{count} lines; totals of each equal to those of Koers, to the cent; wall, CPU and ratios of the medians")
    print(f"{'':<22} {'wall':>10} {'CPU':>10} {'least CPU':>10}  ns/line  {'x Koers':>8} {'must':>6}")
    koers: dict[str, float] = {}
    failed = False
    for name in wanted:
        figures = alone(folder, name)
        if "not_yet" in figures:
            failed = True
            print(f"{name:<22} not yet: {figures['not_yet']}")
            continue
        if "failed" in figures:
            failed = True
            print(f"{name:<22} FAILED")
            continue
        if name == "koers-10-lines":
            print(f"{name:<22} {statistics.median(figures['wall']) / 1000:>10.1f} us a call; must 60, aim 25")
            continue
        wall, cpu = (statistics.median(figures[of]) / count for of in ("wall", "cpu"))
        koers.setdefault(name, cpu)
        against = koers.get("koers-least-refund" if name == "ortools" else "koers")
        must = RIVALS[name]
        # What has threads is taken by the wall, which flatters it.
        ratio = (wall if name in THREADS else cpu) / against if against and must else None
        held = "" if not ratio or must is None else f"{ratio:>8.1f} {must:>6} {'met' if ratio >= must else 'MISSED'}"
        print(f"{name:<22} {wall:>10.2f} {cpu:>10.2f} {min(figures['cpu']) / count:>10.2f}           {held}")
    if "koers" in koers and "koers-strings" in koers:
        each = (koers["koers-strings"] - koers["koers"]) / 4
        print(f"string keys: {each:.2f} ns a line for each of four columns; must 15, aim 8")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
