"""The package is typed, and its docstrings run."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

import koers
from koers import types


def test_the_package_passes_mypy_strict() -> None:
    package = Path(koers.__file__).parent
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(package)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_package_says_so() -> None:
    assert (Path(koers.__file__).parent / "py.typed").exists()


def test_everything_public_is_there_and_explained() -> None:
    assert koers.__all__ == sorted(koers.__all__)
    for name in koers.__all__:
        thing = getattr(koers, name)
        assert name == "__version__" or thing.__doc__


def test_the_docstrings() -> None:
    assert doctest.testmod(koers).attempted >= 3
    assert doctest.testmod(koers).failed == 0


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (types.Measure, lambda settlement: settlement.total("?")),
        (types.Format, lambda settlement: settlement.render("?")),
        (types.Lang, lambda settlement: settlement.render(lang="?")),
    ],
)
def test_the_words_are_those_of_the_core(accounts: koers.Dossier, words: Any, call: Any) -> None:
    known = ", ".join(word for literal in get_args(words) for word in get_args(literal))
    with pytest.raises(koers.UnknownNameError) as caught:
        call(accounts.settle())
    assert str(caught.value).endswith(f"known: {known}")
