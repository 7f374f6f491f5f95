"""So many lines that memory counts: `make test-long` runs it. KOERS_SIZE says how many lines are streamed from a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

STREAMED = int(os.environ.get("KOERS_SIZE", "100_000_000"))
IN_MEMORY = min(STREAMED, 10_000_000)


def run(*arguments: object) -> dict[str, Any]:
    work = Path(__file__).with_name("work.py")
    done = subprocess.run([sys.executable, work, *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, f"status {done.returncode}: more memory than it may have, or a fault"
    figures: dict[str, Any] = json.loads(done.stdout)
    print(figures)
    return figures


@pytest.mark.parametrize("method", ["booked", "priority", "least-refund"])
def test_lines_in_memory(method: str) -> None:
    figures = run("table", IN_MEMORY, method)
    cents = sum(row * 7919 % 20_011 - 7 for row in range(IN_MEMORY))
    assert figures["sums"] == {"allocations": figures["totals"]["spent"], "own_funds": figures["totals"]["own_funds"]}
    assert sum(figures["sums"].values()) == cents
    assert figures["rows"] >= IN_MEMORY - IN_MEMORY // 20_011 - 1


def test_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.parquet"
    themes = "['zorg', 'sport', 'jeugd', 'wonen', 'cultuur', 'veiligheid']"
    duckdb.sql(
        f"""
        copy (
            select date '2024-01-01' + cast(i % 366 as integer) as date,
                i * 7919 % 20011 - 7 as amount_cents,
                {themes}[1 + i * 31 % 6] as theme,
                case i % 4 when 3 then null else ['a', 'b', 'c'][1 + i % 4] end as "grant"
            from range({STREAMED}) t(i)
        ) to '{path}' (format parquet)
        """
    )
    found = duckdb.sql(f"select sum(amount_cents) from '{path}'").fetchall()
    figures = run("stream", path, STREAMED)
    assert figures["sums"] == {"allocations": figures["totals"]["spent"], "own_funds": figures["totals"]["own_funds"]}
    assert sum(figures["sums"].values()) == found[0][0]
