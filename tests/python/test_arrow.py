"""Cost lines from Arrow tables of every library, and result tables as Arrow."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.compute
import pytest
from conftest import codes, grant, line, quantity, refused, shelter, small, tranche
from in_memory import from_memory, table
from test_corpus import cases, expected, run, split

import koers

DAYS = [date(2024, 3, 1), date(2024, 3, 1), date(2024, 12, 31)]
ROWS = [
    line(line="L1", amount=Decimal("640.50"), period=DAYS[0], theme="zorg"),
    line(line="L2", amount=Decimal("-0.05"), period=DAYS[1], theme=None, grant=None),
    line(line="L3", amount=Decimal("12"), period=DAYS[2], theme="sport"),
]
SCHEMA = pyarrow.schema(
    [
        ("line", pyarrow.string()),
        ("period", pyarrow.date32()),
        ("amount", pyarrow.decimal128(18, 2)),
        ("grant", pyarrow.string()),
        ("theme", pyarrow.string()),
    ]
)
TABLE = pyarrow.Table.from_pylist(ROWS, SCHEMA)


def settled(lines: Any) -> str:
    return koers.Dossier(**small(lines=lines)).settle().to_json()


EXPECTED = settled(ROWS)


def with_column(name: str, column: Any) -> pyarrow.Table:
    return TABLE.set_column(SCHEMA.get_field_index(name), name, column)


class Stream:
    """Nothing but a stream: what a library has that is none of those known."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


def test_every_library() -> None:
    frame = polars.from_arrow(TABLE)
    arrow_types = TABLE.to_pandas(types_mapper=pandas.ArrowDtype)
    arrow = TABLE
    relation = duckdb.sql("select * from arrow")
    for lines in (
        TABLE,
        TABLE.to_batches()[0],
        TABLE.to_reader(),
        Stream(TABLE),
        frame,
        Stream(frame),
        arrow_types,
        pandas.DataFrame(ROWS),
        TABLE.to_pandas(),
        relation,
        duckdb.sql("select * from frame"),
        duckdb.sql("select * from arrow_types"),
    ):
        assert settled(lines) == EXPECTED, type(lines)


def test_columns_of_nothing() -> None:
    """polars gives them a buffer that is NULL, which the interface doesn't have."""
    rows = [row | {"grant": None, "theme": None} for row in ROWS]
    frame = polars.DataFrame(rows, schema_overrides={"amount": polars.Decimal(18, 2)})
    assert frame.schema["grant"] == polars.Null
    for lines in (frame, Stream(frame), frame.to_arrow(), pandas.DataFrame(rows)):
        assert settled(lines) == settled(rows)


FORMS: dict[str, Callable[[koers.Table[Any]], Any]] = {
    "table": lambda lines: lines,
    "polars": lambda lines: lines.to_polars(),
    "arrow": lambda lines: typed(lines.to_arrow()),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", cases("good"), ids=lambda case: case.name)
def test_corpus(case: Path, form: str) -> None:
    """The same bytes, as from rows in memory."""

    def read(folder: Path) -> koers.Dossier:
        rows = from_memory(folder)
        dossier = again_with(folder, FORMS[form](rows.cost_lines))
        assert dossier.cost_lines == rows.cost_lines
        return dossier

    assert split(run(case, read).to_json()) == split(expected(case, "expected.json"))


def typed(lines: pyarrow.Table) -> pyarrow.Table:
    """Days as days, texts as dictionaries, amounts finer than they are; in many batches."""
    for at, field in enumerate(lines.schema):
        column = lines.column(at)
        if field.name == "period" and all(len(text) == 10 for text in column.to_pylist()):
            column = column.cast(pyarrow.date32())
        elif field.name in ("amount", "vat_compensable"):
            column = column.cast(pyarrow.decimal256(40, 7))
        elif field.type == pyarrow.string() and field.name != "line":
            column = column.dictionary_encode()
        lines = lines.set_column(at, field.name, column)
    batches = [batch for start in range(0, len(lines), 3) for batch in lines.slice(start, 3).to_batches()]
    return pyarrow.Table.from_batches(batches, lines.schema)


def again_with(folder: Path, lines: Any) -> koers.Dossier:
    head = tomllib.loads((folder / "dossier.toml").read_text("utf-8-sig"))
    tables = head.get("tables", {})
    arguments = {"eligible_for": head["eligible_for"]} if "eligible_for" in head else {}
    return koers.Dossier(
        **head["dossier"],
        **arguments,
        grants=head.get("grants", []),
        lines=lines,
        quantities=table(folder, "quantities", tables),
        budget=table(folder, "budget", tables),
        schemes=sorted((folder / "schemes").glob("*.toml")),
    )


@pytest.mark.parametrize("keys", [pyarrow.int8(), pyarrow.uint16(), pyarrow.int32(), pyarrow.int64()])
@pytest.mark.parametrize("values", [pyarrow.string(), pyarrow.large_string()])
def test_dictionaries(keys: Any, values: Any) -> None:
    kind = pyarrow.dictionary(keys, values)
    for name in ("grant", "theme", "line"):
        assert settled(with_column(name, TABLE[name].cast(kind))) == EXPECTED


def test_layouts_of_text() -> None:
    for kind in (pyarrow.large_string(), pyarrow.string_view()):
        for name in ("line", "grant", "theme"):
            assert settled(with_column(name, TABLE[name].cast(kind))) == EXPECTED
    long = "een thema met een naam die langer is dan een view zelf bevat"
    column = pyarrow.array([long, None, "sport"], pyarrow.string_view())
    dossier = koers.Dossier(**small(lines=with_column("theme", column)))
    assert [row.theme for row in dossier.cost_lines] == [long, None, "sport"]
    texts = with_column("amount", pyarrow.array(["640.50", "-0.05", "12"]))
    assert settled(texts.set_column(1, "date", pyarrow.array([str(day) for day in DAYS]))) == EXPECTED


def test_slices_chunks_and_empty_batches() -> None:
    twice = pyarrow.concat_tables([TABLE, TABLE])
    for lines in (
        twice.slice(3),
        twice.slice(0, 3),
        pyarrow.concat_tables([TABLE.slice(0, 1), TABLE.slice(0, 0), TABLE.slice(1)]),
        pyarrow.Table.from_batches([*TABLE.slice(0, 2).to_batches(), *TABLE.slice(2).to_batches()]),
        polars.concat([polars.from_arrow(TABLE)[:1], polars.from_arrow(TABLE)[1:]], rechunk=False),
        with_column("theme", TABLE["theme"].dictionary_encode()).slice(0, 3),
    ):
        assert settled(lines) == EXPECTED
    assert settled(TABLE.slice(0, 0)) == settled([])
    assert settled(pyarrow.Table.from_batches([], SCHEMA)) == settled([])


def test_numbers_and_ids() -> None:
    cents = TABLE.drop_columns(["amount"]).append_column("amount_cents", pyarrow.array([64050, -5, 1200]))
    assert settled(cents) == EXPECTED
    rows = [{**row, "line": number, "theme": at} for at, (number, row) in enumerate(zip((7, 10, 9), ROWS))]
    numbers = with_column("line", pyarrow.array([7, 10, 9], pyarrow.uint16()))
    numbers = numbers.set_column(4, "theme", pyarrow.array([0, 1, 2]))
    assert settled(numbers) == settled(rows)
    without = koers.Dossier(**small(lines=TABLE.drop_columns(["line"])))
    assert [row.line for row in without.cost_lines] == ["1", "2", "3"]
    flags = with_column("theme", pyarrow.array([True, None, False]))
    assert [row.theme for row in koers.Dossier(**small(lines=flags)).cost_lines] == ["true", None, "false"]


@pytest.mark.parametrize("kind", [(38, 2), (38, 20), (12, 3)])
def test_scales(kind: tuple[int, int]) -> None:
    assert settled(with_column("amount", TABLE["amount"].cast(pyarrow.decimal128(*kind)))) == EXPECTED
    if kind[1] > 2:
        finer = pyarrow.array([Decimal("640.50"), Decimal("0.105"), None], pyarrow.decimal128(*kind))
        assert codes(refused(lines=with_column("amount", finer))) == [
            ("K0106", "cost_lines[2].amount"),
            ("K0121", "cost_lines[3].amount"),
        ]


def test_what_is_refused_says_what_to_do() -> None:
    def message(name: str, column: Any) -> tuple[str, str]:
        error = refused(lines=with_column(name, column))
        finding = error.findings[0]
        assert error.findings.to_json()
        return finding.code, error.render("en")

    code, text = message("amount", pyarrow.array([640.5, -0.05, 12.0]))
    assert code == "K0107" and "decimal128(18, 2)" in text and "amount_cents" in text
    code, text = message("amount", pyarrow.array([640, 0, 12]))
    assert code == "K0123" and "amount_cents" in text
    code, text = message("period", pyarrow.array([datetime(2024, 3, 1)] * 3))
    assert code == "K0123" and "date32" in text
    code, text = message("theme", pyarrow.array([["a"], [], ["b"]]))
    assert code == "K0123" and "theme" in text
    code, text = message("theme", pyarrow.array([1.5, None, 2.0]))
    assert code == "K0123" and "utf8" in text
    polars_moments = polars.from_arrow(TABLE).with_columns(polars.col("period").cast(polars.Datetime))
    assert codes(refused(lines=polars_moments)) == [("K0123", "cost_lines.period")]
    assert codes(refused(lines=TABLE.drop_columns(["amount"]))) == [("K0113", "cost_lines")]


def test_lazy_frames_are_collected_first() -> None:
    lazy = polars.from_arrow(TABLE).lazy()
    for argument in ("lines", "budget", "quantities"):
        with pytest.raises(TypeError, match=r"collect\(\) it first"):
            koers.Dossier(**small(**{argument: lazy}))


def test_cells_without_a_value() -> None:
    for name in ("line", "period", "amount"):
        column = pyarrow.array([None, *TABLE[name].to_pylist()[1:]], SCHEMA.field(name).type)
        assert codes(refused(lines=with_column(name, column))) == [("K0121", f"cost_lines[1].{name}")]
    many = pyarrow.concat_tables([with_column("amount", pyarrow.nulls(3, pyarrow.decimal128(18, 2)))] * 5_000)
    found = refused(lines=many).findings
    assert len(found) == 10_001 and found[-1].code == "K0410"


def test_sums_beyond_the_bound() -> None:
    most = Decimal("9999999999999999.99")
    for amount in (most, -most):
        lines = with_column("amount", pyarrow.array([amount] * 3, pyarrow.decimal128(18, 2)))
        with pytest.raises(koers.InputError) as error:
            koers.Dossier(**small(lines=lines)).settle()
        assert [row.code for row in error.value.findings] == ["K0210"]
    beyond = with_column("amount", pyarrow.array([most * 1000, most, most], pyarrow.decimal128(38, 2)))
    assert codes(refused(lines=beyond)) == [("K0108", "cost_lines[1].amount")]


def test_findings_of_all_parts_come_at_once() -> None:
    wrong = with_column("amount", pyarrow.array([None, Decimal(1), Decimal(2)], pyarrow.decimal128(18, 2)))
    budget = [{"line": "L1", "period": "2024", "amount": 1, "grant": "onbekend"}]
    # The line of the budget may be one of those refused: that is no second fault.
    assert codes(refused(lines=wrong, budget=budget)) == [
        ("K0205", "budget[1].grant"),
        ("K0121", "cost_lines[1].amount"),
    ]


def test_small_tables_come_as_bare_streams() -> None:
    rows = [quantity(), quantity(quantity=Decimal("60.5"), tranche="2024", source="telling")]
    units = pyarrow.Table.from_pylist(
        [row | {"quantity": Decimal(row["quantity"])} for row in rows],
        pyarrow.schema(
            [
                ("grant", pyarrow.dictionary(pyarrow.int8(), pyarrow.string())),
                ("period", pyarrow.string_view()),
                ("unit", pyarrow.large_string()),
                ("quantity", pyarrow.decimal128(12, 3)),
                ("tranche", pyarrow.string()),
                ("part", pyarrow.null()),
                ("source", pyarrow.string()),
            ]
        ),
    )
    budget = [
        {"line": "L1", "period": date(2024, 3, 1), "amount": Decimal("12.50"), "theme": "zorg"},
        {"line": None, "period": date(2024, 6, 1), "amount": Decimal(7), "theme": None},
    ]
    planned = pyarrow.Table.from_pylist(
        budget,
        pyarrow.schema([("line", pyarrow.string()), ("period", pyarrow.date32()), ("amount", pyarrow.decimal128(9, 2)), ("theme", pyarrow.string())]),
    )
    expected = koers.Dossier(**shelter(quantities=rows, budget=budget))
    for made in (Stream(units), duckdb.sql("select * from units"), units, Stream(polars.from_arrow(units))):
        for plan in (Stream(planned), duckdb.sql("select * from planned"), planned):
            dossier = koers.Dossier(**shelter(quantities=made, budget=plan))
            assert dossier.quantities == expected.quantities
            assert dossier.budget == expected.budget
            assert dossier.settle().to_json() == expected.settle().to_json()
    parts = pyarrow.Table.from_batches(units.slice(0, 1).to_batches() + units.slice(1, 1).to_batches(max_chunksize=1))
    assert koers.Dossier(**shelter(quantities=Stream(parts))).quantities == expected.quantities


def test_small_tables_are_refused_as_rows_are() -> None:
    def with_quantity(values: list[Any], kind: Any) -> Any:
        rows = {"grant": ["opvang"] * 2, "period": ["2024"] * 2, "unit": ["plek-dag"] * 2, "quantity": pyarrow.array(values, kind)}
        return Stream(pyarrow.table(rows))

    for values, kind, finding in [
        ([1, None], pyarrow.int64(), ("K0121", "quantities[2].quantity")),
        ([1.0, float("nan")], pyarrow.float64(), ("K0107", "quantities[1].quantity")),
        ([True, False], pyarrow.bool_(), ("K0103", "quantities[1].quantity")),
        ([Decimal("0.0000001"), Decimal(1)], pyarrow.decimal128(20, 7), ("K0122", "quantities[1].quantity")),
        ([2**64 - 1, 1], pyarrow.uint64(), ("K0122", "quantities[1].quantity")),
        ([Decimal(10) ** 60, Decimal(1)], pyarrow.decimal256(70, 0), ("K0122", "quantities[1].quantity")),
        ([datetime(2024, 1, 1, 1), datetime(2024, 1, 1)], pyarrow.timestamp("us"), ("K0103", "quantities[1].quantity")),
    ]:
        with pytest.raises(koers.InputError) as error:
            koers.Dossier(**shelter(quantities=with_quantity(values, kind)))
        assert codes(error.value)[0] == finding, kind
    with pytest.raises(koers.InputError) as error:
        koers.Dossier(**small(budget=Stream(pyarrow.table({"period": [["2024"]], "amount": [1]}))))
    assert codes(error.value) == [("K0011", "budget")]
    with pytest.raises(koers.InputError) as error:
        koers.Dossier(**small(budget=pyarrow.RecordBatchReader.from_batches(SCHEMA, failing())))
    assert codes(error.value) == [("K0011", "budget")] and "the disk is on fire" in str(error.value)


@pytest.mark.parametrize("method", ["booked", "priority", "least-refund"])
def test_threads_come_to_the_same(method: Any) -> None:
    rows = polars.int_range(1_000_000, eager=True)
    lines = polars.DataFrame(
        {
            "date": (rows * 7 % 366 + 19_723).cast(polars.Int32).cast(polars.Date),
            "amount_cents": rows * 7919 % 90_001 - 500,
            "grant": polars.Series(["iza", None, "iza"])[rows % 3],
            "theme": polars.Series(["zorg", "sport", None, "jeugd"])[rows % 4],
        }
    )
    grants = [grant(tranches=[tranche(granted="200000000", received=[{"period": "2024", "amount": "200000000"}])])]
    dossier = koers.Dossier(**small(lines=lines, grants=grants))
    one = dossier.settle(method)
    for threads in (2, 5):
        several = dossier.settle(method, threads=threads)
        for name in ("settlement", "outcomes", "findings"):
            assert getattr(several, name).to_json() == getattr(one, name).to_json()
        for name in ("allocations", "own_funds"):
            assert pyarrow.table(getattr(several, name)) == pyarrow.table(getattr(one, name))


def test_threads_are_a_number() -> None:
    dossier = koers.Dossier(**small())
    assert dossier.settle(threads=10**30).to_json() == dossier.settle().to_json()
    for wrong in (0, -1):
        with pytest.raises(ValueError, match="threads must be 1 or more"):
            dossier.settle(threads=wrong)
    for none in (True, 1.0, "2", None):
        with pytest.raises(TypeError, match="threads must be a whole number"):
            dossier.settle(threads=none)  # type: ignore[arg-type]


def failing() -> Any:
    yield TABLE.to_batches()[0]
    raise ValueError("the disk is on fire")


def test_a_stream_that_fails() -> None:
    reader = pyarrow.RecordBatchReader.from_batches(SCHEMA, failing())
    error = refused(lines=reader)
    assert codes(error) == [("K0011", "cost_lines")] and "the disk is on fire" in str(error)
    used = TABLE.to_reader()
    capsule = used.__arrow_c_stream__()

    class Again:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return capsule

    assert settled(Again()) == EXPECTED
    assert codes(refused(lines=Again())) == [("K0011", "cost_lines")]


def test_ctrl_c_breaks_off(ctrl_c: None) -> None:
    long = duckdb.sql(
        "select date '2024-03-01' as date, i % 1000 as amount_cents, 'thema ' || i % 50 as theme from range(100000000) t(i)"
    )
    is_off = threading.Event()

    def interrupt() -> None:
        # Again and again, since a busy machine may take long to begin.
        while not is_off.wait(0.5):
            os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Thread(target=interrupt)
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        try:
            koers.Dossier(**small(lines=long))
        finally:
            is_off.set()
    assert time.monotonic() - began < 5
    timer.join()


def test_memory_stays_as_long_as_it_is_used() -> None:
    dossier = koers.Dossier(**small(lines=polars.from_arrow(TABLE)))
    other = koers.Dossier(**small(lines=pyarrow.Table.from_pylist(ROWS, SCHEMA)))
    gc.collect()
    assert dossier.settle().to_json() == other.settle().to_json() == EXPECTED


def test_result_tables_as_arrow() -> None:
    dossier = koers.Dossier(**small(lines=ROWS))
    settlement = dossier.settle()
    tables = [
        settlement.settlement,
        settlement.outcomes,
        settlement.roll_forward,
        settlement.allocations,
        settlement.deductions,
        settlement.own_funds,
        settlement.terms,
        settlement.findings,
        settlement.advice(),
        settlement.eligibility("L1"),
        settlement.diff(dossier.settle("least-refund")),
        settlement.by("theme"),
        dossier.cost_lines,
        dossier.budget,
        dossier.quantities,
    ]
    types = {
        "int": pyarrow.int64(),
        "bool": pyarrow.bool_(),
        "money": pyarrow.decimal128(18, 2),
        "quantity": pyarrow.decimal128(18, 6),
        "date": pyarrow.date32(),
    }
    for table in tables:
        streamed = pyarrow.table(table)
        assert streamed.to_pylist() == table.to_dicts(), table.name
        for field in streamed.schema:
            kind = table.kinds[field.name]
            if kind != "text":
                assert field.type == types[kind], (table.name, field)
        assert polars.DataFrame(Stream(table)).shape == (len(table), len(table.columns))
        assert table.to_polars().rows() == [tuple(row) for row in table], table.name
        assert table.to_arrow() == streamed
        assert duckdb.sql("select count(*) from streamed").fetchall() == [(len(table),)]
        mapped = streamed.to_pandas(types_mapper=pandas.ArrowDtype)
        assert len(mapped) == len(table)
    kinds = pyarrow.table(settlement.allocations).schema
    assert kinds.field("line").type == pyarrow.string()
    assert kinds.field("grant").type == pyarrow.dictionary(pyarrow.int32(), pyarrow.string())


def test_allocations_come_in_batches() -> None:
    lines = polars.DataFrame(
        {
            "period": polars.Series([date(2024, 3, 1)] * 105_000),
            "amount_cents": [1] * 105_000,
            "grant": ["iza", None, "iza"] * 35_000,
        }
    )
    dossier = koers.Dossier(**small(lines=lines))
    settlement = dossier.settle()
    reader = pyarrow.RecordBatchReader.from_stream(settlement.allocations)
    sizes = [batch.num_rows for batch in reader]
    assert sizes[0] == 65_536 and max(sizes) == 65_536
    own_funds = pyarrow.table(settlement.own_funds)
    paid = pyarrow.table(settlement.allocations)
    total = sum(pyarrow.compute.sum(table["amount"]).as_py() for table in (paid, own_funds))
    assert total == 1050
    assert paid.to_pylist() == settlement.allocations.to_dicts()
    assert len(own_funds) == len(settlement.own_funds)
    # Dropped half way.
    reader = pyarrow.RecordBatchReader.from_stream(settlement.allocations)
    reader.read_next_batch()
    del reader
    again = koers.Dossier(**small(lines=pyarrow.table(dossier.cost_lines)))
    assert again.cost_lines == dossier.cost_lines


def test_rows_that_would_take_more_memory_than_there_is_are_refused() -> None:
    keys = pyarrow.array([0] * (1 << 20), pyarrow.int32())
    text = pyarrow.DictionaryArray.from_arrays(keys, pyarrow.array(["x" * (24 << 10)]))
    budget = pyarrow.table({"period": pyarrow.array(["2024"] * (1 << 20)), "amount": pyarrow.array(["1"] * (1 << 20)), "source": text})
    with pytest.raises(koers.InputError) as caught:
        koers.Dossier(holder="SamenTwente", years=[2024], grants=[], budget=budget)
    assert [finding.code for finding in caught.value.findings] == ["K0011"]
    assert "1048576 rows would take" in caught.value.findings[0].message
