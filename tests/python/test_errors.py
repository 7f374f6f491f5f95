"""What is raised, and that nothing else can get out."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import ACCOUNTS, refused, small

import koers
from koers import _koers


def test_input_error_has_all_findings_at_once(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_text(
        'format = 1\n[dossier]\nid = "x"\nholder = "H"\nyears = [2024]\nspelling = 1\n'
        '[[grants]]\nid = "a"\nscheme = "nope"\nstate = "awarded"\n',
        "utf-8",
    )
    (tmp_path / "cost_lines.csv").write_text("line,period,amount\nL1,31-2-2024,12.345\n", "utf-8")
    with pytest.raises(koers.InputError) as caught:
        koers.load(tmp_path)
    error = caught.value
    assert [finding.code for finding in error.findings] == ["K0109", "K0106", "K0101", "K0204"]
    assert all(finding.help for finding in error.findings)
    assert str(error) == error.render() == error.render("nl") != error.render("en")
    assert str(error).startswith("fout[K0109]")
    assert error.render("en").startswith("error[K0109]")
    assert error.to_json().startswith('{"findings":[\n{"code":"K0109"')
    assert str(tmp_path) not in str(error), "no path of the machine"


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(koers.InputError) as caught:
        koers.load(tmp_path / "nowhere")
    assert [finding.code for finding in caught.value.findings] == ["K0009"]


@pytest.mark.parametrize("base", [koers.KoersError, ValueError, Exception])
def test_input_errors_are_what_python_expects(base: type[Exception]) -> None:
    with pytest.raises(base):
        koers.Dossier(**small(years=[]))


@pytest.mark.parametrize(
    ("call", "known"),
    [
        (lambda s: s.by("nope"), ["nope", "line, ", "period", "theme"]),
        (lambda s: s.by("theme", "nope"), ["nope", "theme"]),
        (lambda s: s.eligibility("nope"), ["nope"]),
        (lambda s: s.total("nope"), ["nope", "refund, ", "carry_over", "own_funds"]),
        (lambda s: s.render("nope"), ["nope", "text, json, csv, markdown, html"]),
        (lambda s: s.render("json", "de"), ["`de`", "nl, en"]),
        (lambda s: s.to_json("NL"), ["`NL`", "nl, en"]),
    ],
)
def test_unknown_names(accounts: koers.Dossier, call: Any, known: list[str]) -> None:
    with pytest.raises(koers.UnknownNameError) as caught:
        call(accounts.settle())
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, koers.KoersError)
    for text in known:
        assert text in str(caught.value)


def test_a_panic_is_an_ordinary_exception() -> None:
    with pytest.raises(koers.InternalError, match="K9001") as caught:
        _koers.panic()
    assert isinstance(caught.value, koers.KoersError)


def test_what_python_code_raises_passes_through() -> None:
    class Odd(dict[str, object]):
        def __getitem__(self, key: str) -> object:
            raise LookupError(key)

    class Row:
        """Not a mapping, and refuses to be looked at."""

        @property
        def __class__(self) -> type:  # type: ignore[override]
            raise ArithmeticError("mine")

    assert koers.Dossier(**small(lines=[Odd()] * 0))
    with pytest.raises(ArithmeticError, match="mine"):
        koers.Dossier(**small(lines=[Row()]))


def test_results_are_immutable(accounts: koers.Dossier) -> None:
    settlement = accounts.settle()
    for thing, name in [(accounts, "id"), (settlement, "findings"), (settlement.settlement, "columns")]:
        with pytest.raises(AttributeError):
            setattr(thing, name, "other")
        with pytest.raises(AttributeError):
            thing.other = 1
    with pytest.raises(AttributeError):
        settlement.settlement[0].spent = 0  # type: ignore[misc]
    with pytest.raises(TypeError):
        settlement.settlement[0] = None  # type: ignore[index]


def test_results_outlive_what_they_came_from() -> None:
    table = koers.load(ACCOUNTS).settle().settlement
    error = refused(years=[])
    gc.collect()
    assert table[0].grant == "clientondersteuning"
    assert error.render()


def test_threads_share_a_dossier(accounts: koers.Dossier) -> None:
    totals = []

    def settle() -> None:
        totals.extend(accounts.settle().total("refund") for _ in range(20))

    threads = [threading.Thread(target=settle) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(totals) == {965_225}
    assert len(totals) == 160
