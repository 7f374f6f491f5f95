"""What the tests of size run, each in a process of its own that is limited in memory.

    python work.py table LINES METHOD
    python work.py stream FILE LINES
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import koers

MIB = 1 << 20
THEMES = ("zorg", "sport", "jeugd", "wonen", "cultuur", "veiligheid")
SCHEME = """\
format = 1

[scheme]
id = "maat"
title = "Maat"
funder = "Fonds Voorbeeld"
funder_group = "other"
legal_basis = { title = "Maat" }

[[versions]]
from = 2023-01-01
unit = { period = "calendar-year", article = "art. 1", status = "text" }
window = { rule = "tranche-year", article = "art. 2", status = "text" }
eligible = { rule = "costs", only = { theme = ["zorg", "sport", "jeugd"] }, article = "art. 3", status = "text" }
unspent = { rule = "refund", article = "art. 4", status = "text" }
"""


def status(field: str) -> int:
    """A figure of this process in bytes, as Linux tells it."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024


def arguments(lines: Any, count: int) -> dict[str, Any]:
    """A dossier whose three grants pay for half of what they may."""
    grant = lambda id, preference: {  # noqa: E731
        "id": id,
        "scheme": "maat",
        "state": "awarded",
        "preference": preference,
        "tranches": [{"id": "2024", "year": 2024, "granted": count * 40, "received": [{"period": "2024", "amount": count * 40}]}],
    }
    grants = [grant("a", 1), grant("b", 2), grant("c", 3)]
    return {"holder": "Gemeente", "years": [2024], "grants": grants, "lines": lines, "schemes": SCHEME}


def limit(more: int) -> None:
    """Lets this process take so many bytes more than it has."""
    most = status("VmData") + more
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def told(settlement: koers.Settlement, began: float) -> None:
    """Reads every part of every line, batch by batch, and says what came out."""
    import pyarrow
    import pyarrow.compute

    sums, rows = {}, 0
    for name in ("allocations", "own_funds"):
        sums[name] = 0
        for batch in pyarrow.RecordBatchReader.from_stream(getattr(settlement, name)):
            rows += batch.num_rows
            sums[name] += int(pyarrow.compute.sum(batch["amount"]).as_py().scaleb(2))
    figures = {"seconds": round(time.monotonic() - began, 1), "rows": rows, "most": status("VmHWM")}
    totals = {name: int(settlement.total(name).scaleb(2)) for name in ("spent", "own_funds")}
    print(json.dumps({"sums": sums, "totals": totals, **figures}))


def table(count: int, method: str) -> None:
    """Lines in memory, under their own size and eight bytes for each, and 64 MiB."""
    import numpy
    import pyarrow

    rows = numpy.arange(count, dtype=numpy.int64)
    columns: dict[str, Any] = {
        "date": pyarrow.array((rows % 366 + 19_723).astype(numpy.int32)).cast(pyarrow.date32()),
        "amount_cents": pyarrow.array(rows * 7919 % 20_011 - 7),
        "theme": pyarrow.DictionaryArray.from_arrays((rows * 31 % len(THEMES)).astype(numpy.int32), list(THEMES)),
        "grant": pyarrow.DictionaryArray.from_arrays(
            pyarrow.array((rows % 4).astype(numpy.int32), mask=rows % 4 == 3), ["a", "b", "c"]
        ),
    }
    del rows
    lines = pyarrow.table(columns)
    del columns
    # What is made once is made before.
    told_of = koers.Dossier(**arguments(lines.slice(0, 5_000), 5_000)).settle(method)
    pyarrow.table(told_of.allocations)
    began = time.monotonic()
    limit(8 * count + 64 * MIB)
    told(koers.Dossier(**arguments(lines, count)).settle(method), began)


def stream(path: str, count: int) -> None:
    """Lines of a file that never is in memory as a whole: each line takes what its columns need."""
    import duckdb

    duckdb.sql("set memory_limit = '512MiB'; set threads = 1")
    few = duckdb.sql(f"select * from '{path}' limit 5000")
    koers.Dossier(**arguments(few, 5_000)).settle("priority")
    began = time.monotonic()
    # A batch stays as it came as long as one of its columns is used: four bytes for the day, eight for the amount, fourteen for
    # two texts. A key of a byte for each of those two, two for the settlement, four for the order of lines that tables are read
    # in, and as many for what a step orders by day. Nothing more grows with the lines but what each batch takes.
    limit(40 * count + 1024 * MIB)
    lines = duckdb.sql(f"select * from '{path}'")
    told(koers.Dossier(**arguments(lines, count)).settle("priority"), began)


if __name__ == "__main__":
    if sys.argv[1] == "table":
        table(int(sys.argv[2]), sys.argv[3])
    else:
        stream(sys.argv[2], int(sys.argv[3]))
