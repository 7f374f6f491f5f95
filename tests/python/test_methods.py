"""Runs by a method: words, steps and files; how far they are, and how they are broken off."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import codes, grant, line, small, tranche

import koers

STEPS: list[dict[str, Any]] = [
    {"method": "pro-rata", "only": {"theme": ["zorg"]}, "weights": "shares", "shares": {"iza": "75 %", "wmo": "25 %"}},
    {"method": "priority", "grants": ["wmo", "iza"], "maxima": {"wmo": 100}},
]

FILE = """\
format = 1

[[steps]]
method = "pro-rata"
only = { theme = ["zorg"] }
weights = "shares"
shares = { iza = "75 %", wmo = "25 %" }

[[steps]]
method = "priority"
grants = ["wmo", "iza"]
maxima = { wmo = "100" }
"""


def grants() -> list[dict[str, Any]]:
    return [grant(keys={"inwoners": 30}), grant(id="wmo", tranches=[tranche(granted="500")], keys={"inwoners": "10"})]


@pytest.fixture
def dossier() -> koers.Dossier:
    """Two grants that may pay two lines, which are booked on none."""
    lines = [line(amount=400, grant=None, theme="zorg"), line(line="L2", amount=800, grant=None, theme="jeugd")]
    booked = koers.Dossier(**small(grants=grants(), lines=lines))
    return booked.assume_eligible("iza").assume_eligible("wmo")


def paid(settlement: koers.Settlement) -> list[tuple[str, str, int, str]]:
    return [(row.line, row.grant, int(row.amount), row.step) for row in settlement.allocations]


DIVIDED = [
    ("L1", "iza", 300, "pro-rata"),
    ("L1", "wmo", 100, "pro-rata"),
    ("L2", "iza", 700, "priority"),
    ("L2", "wmo", 100, "priority"),
]


def test_words(dossier: koers.Dossier) -> None:
    assert paid(dossier.settle()) == paid(dossier.settle("booked")) == []
    assert dossier.settle(None).to_json() == dossier.settle("booked").to_json()
    assert paid(dossier.settle("priority")) == [
        ("L1", "iza", 400, "priority"),
        ("L2", "iza", 600, "priority"),
        ("L2", "wmo", 200, "priority"),
    ]
    best = dossier.settle(method="least-refund")
    assert best.total("spent") == 1200
    assert {row.step for row in best.allocations} == {"least-refund"}


@pytest.mark.parametrize("steps", [STEPS, tuple(STEPS), iter(STEPS)], ids=["list", "tuple", "iterator"])
def test_steps(dossier: koers.Dossier, steps: Any) -> None:
    assert paid(dossier.settle(steps)) == DIVIDED


def test_a_file(dossier: koers.Dossier, tmp_path: Path) -> None:
    file = tmp_path / "verdeling.toml"
    file.write_text("\ufeff" + FILE, "utf-8")
    assert dossier.settle(file).to_json() == dossier.settle(STEPS).to_json()
    file.write_text(FILE.replace('"wmo", "iza"', '"wmo", "x"').replace("75 %", "75"), "utf-8")
    with pytest.raises(koers.InputError) as caught:
        dossier.settle(file)
    assert codes(caught.value) == [("K0112", "verdeling.toml:7:18")]
    file.write_bytes(b"\xff")
    with pytest.raises(koers.InputError) as caught:
        dossier.settle(file)
    assert codes(caught.value) == [("K0003", "verdeling.toml:1:1")]
    with pytest.raises(FileNotFoundError):
        dossier.settle(tmp_path / "weg.toml")


def test_keys_of_grants(dossier: koers.Dossier) -> None:
    step = {"method": "pro-rata", "only": {"theme": ["zorg"]}, "weights": "key", "key": "inwoners"}
    assert paid(dossier.settle([step])) == DIVIDED[:2]


@pytest.mark.parametrize(
    ("method", "found"),
    [
        ("first", [("K0104", "method")]),
        ("method.toml", [("K0104", "method")]),
        ("pro-rata", [("K0102", "method")]),
        ([], [("K0223", "method")]),
        (1, [("K0103", "method")]),
        ({"method": "booked"}, [("K0103", "method")]),
        (["booked"], [("K0103", "method[0]")]),
        ([{}], [("K0102", "method[0]")]),
        ([{"method": "booked"}, {"method": "booked", "grants": ["iza"]}], [("K0101", "method[1].grants")]),
        ([{"method": "priority", "maxima": {"iza": 0.5}}], [("K0107", "method[0].maxima.iza")]),
        ([{"method": "priority", "grants": ["x"]}], [("K0205", "method[0].grants[0]")]),
        ([{"method": "pro-rata", "weights": "key", "key": "hectare"}], [("K0226", "method[0]")] * 2),
        (
            [{"method": "pro-rata", "weights": "shares", "shares": {"iza": "0 %", "wmo": "0 %"}}],
            [("K0225", "method[0]")],
        ),
    ],
    ids=str,
)
def test_methods_that_are_refused(dossier: koers.Dossier, method: Any, found: list[tuple[str, str]]) -> None:
    with pytest.raises(koers.InputError) as caught:
        dossier.settle(method)
    assert codes(caught.value) == found


def test_a_column_that_no_line_has(dossier: koers.Dossier) -> None:
    settlement = dossier.settle([{"method": "priority", "only": {"thema": ["zorg"]}}])
    assert "K0425" in {finding.code for finding in settlement.findings}


def test_progress(dossier: koers.Dossier) -> None:
    seen: list[tuple[int, ...]] = []
    settlement = dossier.settle(STEPS, progress=lambda *at: seen.append(at))
    assert settlement.to_json() == dossier.settle(STEPS).to_json()
    assert {at[0] for at in seen} == {2024}
    assert {at[1] for at in seen} >= {1, 2}
    assert [at[1] for at in seen] == sorted(at[1] for at in seen)
    assert all(type(number) is int and number >= 0 for at in seen for number in at)
    assert all(done <= total for _, _, done, total in seen)
    # Each piece of work ends before the next begins, and the last one too.
    ends = [place for place, (_, _, done, total) in enumerate(seen) if done == total]
    begins = [place for place, (_, _, done, _) in enumerate(seen) if done == 0]
    assert all(place - 1 in ends for place in begins[1:])
    assert len(seen) - 1 in ends


def test_progress_cancels(dossier: koers.Dossier) -> None:
    calls: list[tuple[int, ...]] = []

    def stop(*at: int) -> bool:
        calls.append(at)
        return False

    with pytest.raises(koers.Cancelled):
        dossier.settle("priority", progress=stop)
    assert len(calls) == 1
    assert issubclass(koers.Cancelled, koers.KoersError)
    for other in (None, True, 0, ""):
        dossier.settle("priority", progress=lambda *at, answer=other: answer)


@pytest.mark.parametrize("error", [ValueError("stop"), KeyboardInterrupt(), SystemExit(3)], ids=repr)
def test_what_progress_raises_passes_through(dossier: koers.Dossier, error: BaseException) -> None:
    def stop(*at: int) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        dossier.settle("priority", progress=stop)
    assert caught.value is error


def test_progress_that_takes_other_arguments(dossier: koers.Dossier) -> None:
    with pytest.raises(TypeError):
        dossier.settle("priority", progress=lambda: None)  # type: ignore[misc, arg-type]
    with pytest.raises(TypeError):
        dossier.settle("priority", progress=1)  # type: ignore[arg-type]


class Alarmed(Exception):
    """What a test's own signal raises."""


@contextmanager
def alarm() -> Iterator[None]:
    """Sends three signals, each when the one before was handled; the handler of the last raises, as that of Ctrl-C does.

    Of what looks for signals only once it is done, the first comes before it, the second after, and the third never.
    """
    rung = 0

    def ring(*_: object) -> None:
        nonlocal rung
        rung += 1
        if rung == 3:
            raise Alarmed
        signal.setitimer(signal.ITIMER_REAL, 0.02)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer that sends a signal")
@pytest.mark.parametrize("progress", [None, lambda *at: None], ids=["without", "with"])
def test_a_signal_interrupts_a_run(progress: Callable[..., None] | None) -> None:
    lines = [line(line=f"L{at}", amount=1) for at in range(30_000)]
    dossier = koers.Dossier(**small(grants=grants(), lines=lines)).assume_eligible("wmo")
    with pytest.raises(Alarmed), alarm():
        # Kept, so that giving it back takes no time in which the last signal could come.
        _settlement = dossier.settle([{"method": "priority"}] * 50, progress=progress)
        signal.setitimer(signal.ITIMER_REAL, 0)
    assert dossier.settle("priority").total("own_funds") == 30_000 - 1_500
