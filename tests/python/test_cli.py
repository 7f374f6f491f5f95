"""The command `koers`, as a program."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ACCOUNTS, ROOT

import koers
from koers import cli

COMMAND = [sys.executable, "-m", "koers"]


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, **environment}
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, env=env, timeout=60, check=False)


def test_the_script_is_installed() -> None:
    script = Path(sys.executable).with_name("koers")
    done = subprocess.run([script, "--version"], capture_output=True, timeout=60, check=True)
    assert done.stdout.decode() == f"koers {koers.__version__}\n"


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_settle(accounts: koers.Dossier, form: str, lang: str) -> None:
    done = run("settle", ACCOUNTS, "--format", form, "--lang", lang)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == accounts.settle().render(form, lang)  # type: ignore[arg-type]


def test_rebook(accounts: koers.Dossier) -> None:
    done = run("settle", ACCOUNTS, "--format", "json", "--rebook", "BZ-1=iza:4161;gala15:rest", "--rebook", "PG-1=")
    bookings = {"BZ-1": "iza:4161;gala15:rest", "PG-1": None}
    assert done.stdout.decode("utf-8") == accounts.rebook(bookings).settle().to_json()


def test_refused_input(tmp_path: Path) -> None:
    with pytest.raises(koers.InputError) as caught:
        koers.load(tmp_path)
    done = run("settle", tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode("utf-8").rstrip("\n") == str(caught.value).rstrip("\n")
    done = run("settle", tmp_path, "--lang", "en")
    assert done.stderr.startswith(b"error[K0001]")
    done = run("settle", tmp_path, "--format", "json")
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode("utf-8") == caught.value.to_json()
    assert json.loads(done.stdout)["findings"][0]["code"] == "K0001"


def test_a_refused_rebooking() -> None:
    done = run("settle", ACCOUNTS, "--rebook", "NOPE=iza", "--rebook", "BZ-1=iza:1;iza:2")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"K0206" in done.stderr
    assert b"K0116" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["settle"],
        ["nope"],
        ["settle", ".", "--format", "pdf"],
        ["settle", ".", "--lang", "de"],
        ["settle", ".", "--rebook", "BZ-1"],
        ["settle", ".", "--rebook", "=iza"],
        ["settle", ".", "--rebook", "BZ-1=iza", "--rebook", "BZ-1=gala15"],
    ],
)
def test_wrong_use(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"usage: koers")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_utf_8_in_any_locale(form: str) -> None:
    plain = run("settle", ACCOUNTS, "--format", form)
    assert "cliëntondersteuning" in plain.stdout.decode("utf-8")
    odd = run("settle", ACCOUNTS, "--format", form, PYTHONIOENCODING="ascii:strict", LC_ALL="C", PYTHONUTF8="0")
    assert (odd.returncode, odd.stdout, odd.stderr) == (0, plain.stdout, b"")


def test_a_folder_whose_name_is_not_unicode(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "settle", os.fsencode(tmp_path) + b"/\xff"], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"fout[K0009]")


def test_a_closed_pipe_is_quiet() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, "settle", str(ACCOUNTS), "--format", "json"],
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    stream = io.TextIOWrapper(Full(), write_through=True)  # type: ignore[type-var]
    monkeypatch.setattr(sys, "stdout", stream)
    assert cli.main(["settle", str(ACCOUNTS)]) == 1
    assert capsys.readouterr().err == f"koers: {os.strerror(errno.ENOSPC)}\n"


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(koers, "load", interrupt)
    assert cli.main(["settle", str(ACCOUNTS)]) == 130


def test_the_example() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "examples/python/settle.py"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=True,
    )
    assert "965.225" in done.stdout.decode("utf-8")
    assert "4161.00 less would go back" in done.stdout.decode("utf-8")



def test_a_stream_that_takes_a_part_gets_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unbuffered Python writes raw: a write may take a part, and says how much."""

    class Raw(io.RawIOBase):
        taken = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.taken += bytes(data[:7])
            return len(data[:7])

    raw = Raw()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, write_through=True))  # type: ignore[type-var]
    assert cli.main(["settle", str(ACCOUNTS), "--format", "json"]) == 0
    assert raw.taken.decode("utf-8") == koers.load(ACCOUNTS).settle().to_json()
