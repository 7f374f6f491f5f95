"""What the tests share: the repository's folders, and a small dossier from memory."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import koers

ROOT = Path(__file__).parents[2]
ACCOUNTS = ROOT / "examples" / "twentse-koers-2024"


@pytest.fixture(scope="session")
def accounts() -> koers.Dossier:
    """The 2024 accounts of Twentse Koers."""
    return koers.load(ACCOUNTS)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C raises `KeyboardInterrupt`: where tests run in the background of a shell it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def small(**changes: Any) -> dict[str, Any]:
    """The arguments of a dossier with one grant of 1000 and one line of 640.50; `changes` go before them."""
    return {"holder": "SamenTwente", "years": [2024], "grants": [grant()], "lines": [line()], **changes}


def grant(**changes: Any) -> dict[str, Any]:
    return {"id": "iza", "scheme": "spuk-iza", "state": "awarded", "tranches": [tranche()], **changes}


def tranche(**changes: Any) -> dict[str, Any]:
    return {
        "id": "2024",
        "year": 2024,
        "granted": "1000",
        "received": [{"period": "2024", "amount": "1000"}],
        **changes,
    }


def line(**changes: Any) -> dict[str, Any]:
    return {"line": "L1", "period": "2024", "amount": "640.50", "grant": "iza", **changes}


def refused(**changes: Any) -> koers.InputError:
    """The refusal of a small dossier with these changes."""
    with pytest.raises(koers.InputError) as caught:
        koers.Dossier(**small(**changes))
    return caught.value


def codes(error: koers.InputError) -> list[tuple[str, str | None]]:
    """Code and place of each finding."""
    return [(finding.code, finding.source) for finding in error.findings]


SCHEME = """\
format = 1

[scheme]
id = "opvang"
title = "Regeling opvang"
title_en = "Shelter scheme"
funder = "Fonds Voorbeeld"
funder_group = "other"
legal_basis = { title = "Regeling opvang" }

[[versions]]
from = 2024-01-01
unit = { period = "calendar-year", article = "art. 1", status = "text" }
window = { rule = "tranche-year", article = "art. 2", status = "text" }
eligible = { rule = "goal", goal = "opvang", article = "art. 3", status = "text" }
basis = { rule = "price-quantity", prices = [
    { unit = "plek-dag", price = "61.50", article = "art. 4", status = "text" },
], article = "art. 4", status = "text" }
deductions = { kinds = ["income", "contribution", "vat"], article = "art. 5", status = "text" }
unspent = { rule = "reserve", limit = "10 %", of = "award", article = "art. 6", status = "text" }
refund_terms = [{ kind = "must", article = "art. 7", status = "text" }]
duties = [{ kind = "accountability", on = "07-15", article = "art. 8", status = "text" }]
advance = { percentage = "80 %", article = "art. 9", status = "text" }
"""
"""A scheme with a price per unit, deductions and a reserve."""


def shelter(**changes: Any) -> dict[str, Any]:
    """The arguments of a dossier under that scheme, with everything that it asks for."""
    tranches = [tranche(granted="10000", received=[{"period": "2024", "amount": "10000"}], units={"plek-dag": 150})]
    return {
        "holder": "Gemeente",
        "years": [2024],
        "schemes": SCHEME,
        "grants": [
            grant(id="opvang", scheme="opvang", reserve="400", tranches=tranches),
            grant(id="tweede", scheme="opvang", tranches=[tranche(received=[])]),
        ],
        "lines": [
            line(line="L1", amount="7000", grant="opvang", vat_compensable="700"),
            line(line="L2", amount="50", grant="opvang", kind="income"),
        ],
        "quantities": [quantity(), quantity(quantity="60.5", tranche="2024", source="telling")],
        "eligible_for": [{"grant": "tweede", "lines": ["L1"], "source": "memo"}],
        **changes,
    }


def quantity(**changes: Any) -> dict[str, Any]:
    return {"grant": "opvang", "period": "2024-06", "unit": "plek-dag", "quantity": 40, **changes}
