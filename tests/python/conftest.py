"""What the tests share: the repository's folders, and a small dossier from memory."""

from __future__ import annotations

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
