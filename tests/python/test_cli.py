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


def test_threads(tmp_path: Path) -> None:
    head = '[dossier]\nid = "many"\nholder = "Gemeente"\nyears = [2024]\n'
    award = '[[grants]]\nid = "iza"\nscheme = "spuk-iza"\nstate = "awarded"\ntranches = [{ id = "2024", year = 2024, granted = "1800000" }]\n'
    (tmp_path / "dossier.toml").write_text(f"format = 1\n{head}{award}", encoding="utf-8")
    days = ["2024-01-31", "2024-02-29", "2024-07-01", "2024-12-31"]
    rows = (f"L{row},{days[row // 7 % 4]},{row % 1001 / 100:.2f},{'iza' if row % 9 else ''}" for row in range(400_000))
    (tmp_path / "cost_lines.csv").write_text("\n".join(["line,period,amount,grant", *rows]), encoding="utf-8")
    expected = run("settle", tmp_path, "--format", "csv").stdout
    assert b"1800000.00" in expected
    for threads in ("1", "2", "5"):
        assert run("settle", tmp_path, "--format", "csv", "--threads", threads).stdout == expected
    for wrong in ("0", "-1", "x", "1.5", ""):
        done = run("settle", ACCOUNTS, "--threads", wrong)
        assert done.returncode == 2 and b"--threads" in done.stderr, wrong


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


def test_the_rules_as_they_were_known(accounts: koers.Dossier) -> None:
    done = run("settle", ACCOUNTS, "--as-of", "31-12-2024", "--rebook", "BZ-1=iza", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == accounts.known_on("2024-12-31").rebook({"BZ-1": "iza"}).settle().to_json()
    case = ROOT / "tests/corpus/good/version-back-in-time"
    known, before = (run("settle", case, "--format", "csv", *day) for day in ((), ("--as-of", "2023-12-31")))
    assert known.stdout != before.stdout
    assert before.stdout.decode("utf-8") == koers.load(case).known_on("2023-12-31").settle().render("csv")


def test_a_day_that_does_not_exist() -> None:
    done = run("settle", ACCOUNTS, "--as-of", "31-9-2024", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"error[K0109]: `31-9-2024`")
    assert b"--> as_of" in done.stderr


def test_methods(accounts: koers.Dossier, tmp_path: Path) -> None:
    def settled(*arguments: str | Path) -> str:
        done = run("settle", ACCOUNTS, "--format", "json", *arguments)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode("utf-8")

    assert settled("--method", "booked") == accounts.settle().to_json()
    best = accounts.assume_eligible("iza").settle("least-refund")
    assert settled("--method", "least-refund", "--assume-eligible", "iza") == best.to_json()
    file = tmp_path / "verdeling.toml"
    file.write_text('format = 1\n[[steps]]\nmethod = "priority"\ngrants = ["iza"]\n', "utf-8")
    assert settled("--method", file) == accounts.settle(file).to_json()


def test_methods_that_are_refused(tmp_path: Path) -> None:
    done = run("settle", ACCOUNTS, "--method", "pro-rata", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"error[K0102]: key `weights`")
    file = tmp_path / "verdeling.toml"
    done = run("settle", ACCOUNTS, "--method", file)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"fout[K0001]: bestand `{file}` ontbreekt\n")
    file.write_text('format = 1\n[[steps]]\nmethod = "priority"\ngrants = ["x"]\n', "utf-8")
    done = run("settle", ACCOUNTS, "--method", file)
    assert b"K0205" in done.stderr
    assert b"verdeling.toml:4:11" in done.stderr


def test_what_ifs(accounts: koers.Dossier) -> None:
    done = run(
        *("settle", ACCOUNTS, "--format", "json", "--amount", "BZ-1=1000.50", "--amount", "PG-1=3", "--award", "iza/2024=5000"),
        *("--preference", "iza=2", "--preference", "gala15=", "--as-of", "2024-12-31"),
    )
    changed = accounts.with_amounts({"BZ-1": "1000.50", "PG-1": 3}).with_award("iza", "2024", 5000)
    changed = changed.with_preference("iza", 2).with_preference("gala15", None).known_on("2024-12-31")
    assert done.stderr == b""
    assert done.stdout.decode("utf-8") == changed.settle().to_json()
    case = ROOT / "tests/corpus/good/ceiling-amount"
    done = run("settle", case, "--format", "json", "--ceiling", "plafond/overhead=12")
    assert done.stdout.decode("utf-8") == koers.load(case).with_ceiling("plafond", "overhead", 12).settle().to_json()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scheme files: sound, with an example that differs, and broken."""
    folder = tmp_path_factory.mktemp("schemes")
    (folder / "sound.toml").write_text(SIMPLE, "utf-8")
    (folder / "differs.toml").write_text(SIMPLE.replace('refund = "30"', 'refund = "31"'), "utf-8")
    (folder / "broken.toml").write_text(SIMPLE.replace("calendar-year", "week"), "utf-8")
    (folder / "idle.toml").write_text(SIMPLE[: SIMPLE.index("[[examples]]")], "utf-8")
    return folder


SIMPLE = """\
format = 1
scheme = { id = "heel", title = "Heel", funder = "Fonds", funder_group = "other", legal_basis = { title = "Regeling" } }

[[versions]]
from = 2024-01-01
unit = { period = "calendar-year", article = "art. 1", status = "text" }
window = { rule = "tranche-year", article = "art. 2", status = "text" }
eligible = { rule = "any", article = "art. 3", status = "text" }
unspent = { rule = "refund", article = "art. 4", status = "text" }

[[examples]]
name = "rest"
years = [2024]
lines = [{ line = "1", period = "2024", amount = "70", grant = "g" }]
expect = { settlement = [{ grant = "g", spent = "70", refund = "30" }], own_funds = [] }

[[examples.grants]]
id = "g"
state = "awarded"
tranches = [{ id = "2024", year = 2024, granted = "100", received = [{ period = "2024", amount = "100" }] }]
"""


@pytest.mark.parametrize(
    ("paths", "status", "dutch", "english"),
    [
        (["sound.toml"], 0, "1 voorbeeld, geen bevindingen", "1 example, no findings"),
        (["sound.toml", "sound.toml"], 0, "2 voorbeelden, geen bevindingen", "2 examples, no findings"),
        (
            ["differs.toml"],
            1,
            "1 voorbeeld (1 wijkt af), 1 bevinding (1 fout)",
            "1 example (1 fails), 1 finding (1 error)",
        ),
        (["broken.toml"], 1, "1 bevinding (1 fout)", "1 finding (1 error)"),
        (["idle.toml"], 0, "0 voorbeelden, 4 bevindingen (4 waarschuwingen)", "0 examples, 4 findings (4 warnings)"),
        (
            ["sound.toml", "differs.toml", "broken.toml", "idle.toml"],
            1,
            "2 voorbeelden (1 wijkt af), 6 bevindingen (2 fouten, 4 waarschuwingen)",
            "2 examples (1 fails), 6 findings (2 errors, 4 warnings)",
        ),
        (["nowhere.toml"], 1, "1 bevinding (1 fout)", "1 finding (1 error)"),
        (["."], 1, "1 bevinding (1 fout)", "1 finding (1 error)"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_check(own: Path, paths: list[str], status: int, dutch: str, english: str) -> None:
    for lang, last in (("nl", dutch), ("en", english)):
        done = run("check", *(own / path for path in paths), "--lang", lang)
        assert (done.returncode, done.stderr) == (status, b"")
        *findings, summary = done.stdout.decode("utf-8").rstrip("\n").split("\n")
        assert summary == last
        text = "\n".join(findings)
        rows = [row for path in paths for row in koers.check(own / path, lang)]  # type: ignore[arg-type]
        assert text.count("] ") + text.count("]: ") >= len(rows)
        for row in rows:
            assert f"[{row.code}]: {row.message}" in text


def test_check_a_dossier(accounts: koers.Dossier, tmp_path: Path) -> None:
    done = run("check", ACCOUNTS)
    assert (done.returncode, done.stderr) == (0, b"")
    last = done.stdout.decode("utf-8").splitlines()[-1]
    booked = accounts.settle()
    number = len(booked.findings) + len(booked.reconcile(ACCOUNTS / "declared.csv").findings())
    assert last.startswith(f"{number} bevindingen (")
    done = run("check", ROOT / "tests/corpus/bad/dates")
    assert done.returncode == 1
    assert done.stdout.decode("utf-8").startswith((ROOT / "tests/corpus/bad/dates/expected.txt").read_text("utf-8")[:20])


def test_check_the_catalogue() -> None:
    files = sorted((ROOT / "koers-core/schemes").glob("*.toml"))
    done = run("check", *files)
    examples = sum(file.read_text("utf-8").count("[[examples]]") for file in files)
    assert (done.returncode, done.stdout.decode("utf-8")) == (0, f"{examples} voorbeelden, geen bevindingen\n")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_schemes(lang: Any) -> None:
    table = koers.schemes.table(lang)
    forms = {"text": table.to_text, "json": table.to_json, "markdown": table.to_markdown, "html": table.to_html}
    for form, write in forms.items():
        done = run("schemes", "--format", form, "--lang", lang)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode("utf-8") == write()
        done = run("schemes", "spuk-iza", "--format", form, "--lang", lang)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode("utf-8").rstrip("\n") == koers.schemes["spuk-iza"].describe(lang, form).rstrip("\n")


def test_a_scheme_of_ones_own_is_explained(own: Path) -> None:
    done = run("schemes", own / "sound.toml")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").rstrip("\n") == koers.Scheme.from_toml(SIMPLE).describe().rstrip("\n")
    done = run("schemes", own / "broken.toml", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"error[K0104]")


def test_code() -> None:
    assert run("code", "k0107").stdout == run("code", "K0107").stdout
    for lang in ("nl", "en"):
        done = run("code", "K0107", "--lang", lang)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode("utf-8").rstrip("\n") == koers.explain_code("K0107", lang).rstrip("\n")


@pytest.mark.parametrize("command", [[], ["settle"], ["deadlines"], ["forecast"], ["check"], ["schemes"], ["code"]])
def test_help(command: list[str]) -> None:
    done = run(*command, "--help", COLUMNS="200")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("utf-8")
    assert text.startswith("usage: " + " ".join(["koers", *command]))
    assert all(name in text for name in ["settle", "deadlines", "forecast", "check", "schemes", "code"]) or command


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["schemes", "spuk-izza"], "did you mean `spuk-iza`?"),
        (["schemes", "xyz"], "known: brede-spuk, "),
        (["code", "K9999"], "unknown code `K9999`"),
        (["settle", str(ACCOUNTS), "--rebook", "BZ-1=iza", "--rebook", "BZ-1=gala15"], "a line is booked twice"),
        (["settle", ".", "--amount", "L1=1", "--amount", "L1=2"], "a line has two amounts"),
        (["settle", ".", "--award", "g/t=1", "--award", "g/t/a=1", "--award", "g/t=2"], "a tranche has two awards"),
        (["settle", ".", "--ceiling", "s/a/b=1", "--ceiling", "s/a/b=1"], "a ceiling has two amounts"),
        (["settle", ".", "--preference", "g=1", "--preference", "g="], "a grant has two preferences"),
        (["settle", ".", "--award", "g=1"], "'g=1' is not GRANT/TRANCHE=AMOUNT or GRANT/TRANCHE/PART=AMOUNT"),
        (["settle", ".", "--award", "g/t/p/q=1"], "is not GRANT/TRANCHE=AMOUNT"),
        (["settle", ".", "--amount", "1"], "'1' is not LINE=AMOUNT"),
        (["settle", ".", "--ceiling", "a=1"], "'a=1' is not SCHEME/NAME=AMOUNT"),
        (["settle", ".", "--preference", "g=-1"], "'g=-1' is not GRANT=N"),
        (["settle", ".", "--preference", "g=eerst"], "'g=eerst' is not GRANT=N"),
    ],
)
def test_wrong_use_that_says_what_is_known(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"usage: koers")
    assert told in done.stderr.decode("utf-8")


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
        ["settle", ".", "--as-of"],
        ["check"],
        ["check", ".", "--lang", "de"],
        ["check", ".", "--format", "json"],
        ["schemes", "a", "b"],
        ["schemes", "spuk-iza", "--format", "csv"],
        ["schemes", "--lang", "de"],
        ["code"],
        ["code", "K0107", "K0108"],
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


@pytest.mark.parametrize("name", [b"/\xff", b"/\xff.toml"])
def test_a_path_that_is_not_unicode_is_checked(tmp_path: Path, name: bytes) -> None:
    done = subprocess.run([*COMMAND, "check", os.fsencode(tmp_path) + name], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith(b"fout[K000")
    assert done.stdout.decode("utf-8").endswith("\n\n1 bevinding (1 fout)\n")


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


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["reconcile", "{dossier}", "--declared", "{folder}/nope.csv"], "K0001"),
        (["reconcile", "{dossier}", "--declared", "{folder}"], "K0002"),
        (["settle", "{dossier}", "--method", "{folder}/nope.toml"], "K0001"),
        (["settle", "{dossier}", "--receipt", "{folder}/not/there.json"], "{write}"),
        (["settle", "{dossier}", "--receipt", "{folder}"], "{write}"),
        (["settle", "{dossier}", "--method", "least-refund", "--certificate", "{folder}/not/there.json"], "{write}"),
    ],
)
def test_files_that_are_refused_are_findings(tmp_path: Path, arguments: list[str], code: str) -> None:
    places = {"dossier": str(ACCOUNTS), "folder": str(tmp_path)}
    filled = [argument.format(**places) for argument in arguments]
    code = code.format(write="K0012")
    for lang, word, help_word in (("nl", "fout", "hulp"), ("en", "error", "help")):
        done = run(*filled, "--lang", lang)
        assert (done.returncode, done.stdout) == (1, b"")
        text = done.stderr.decode()
        assert text.startswith(f"{word}[{code}]: ") and f"= {help_word}: " in text, text
        assert "No such file" not in text and "Is a directory" not in text, text
    done = run(*filled, "--format", "json")
    assert json.loads(done.stdout)["findings"][0]["code"] == code


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


def test_interrupted(monkeypatch: pytest.MonkeyPatch, ctrl_c: None) -> None:
    def interrupt(_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(koers, "load", interrupt)
    assert cli.main(["settle", str(ACCOUNTS)]) == 130


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("settle.py", ["965.225", "4161.00 less would go back"]),
        ("own_rules.py", ["earned 225850.00, spent 210000.00, retained 15850.00, back 24150.00", "€ 61.50"]),
    ],
)
def test_the_examples(name: str, told: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "examples/python" / name],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=True,
    )
    for text in told:
        assert text in done.stdout.decode("utf-8")


def test_every_example_is_run() -> None:
    assert {file.name for file in (ROOT / "examples/python").glob("*.py")} == {"settle.py", "own_rules.py"}



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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("explain", ACCOUNTS, "iza", "--year", "99999"), b"argument --year: '99999' is not a year"),
        (("forecast", ACCOUNTS, "--through", "9" * 30), b"argument --through: '999999999999999999999999999999' is not a year"),
        (("explain", ACCOUNTS, os.fsdecode(b"\xffa")), b"koers: not UTF-8: "),
        (("settle", ACCOUNTS, "--rebook", os.fsdecode(b"\xffa=iza")), b"koers: not UTF-8: "),
    ],
)
def test_arguments_that_can_be_nothing_are_misuse(arguments: tuple[str | Path, ...], told: bytes) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and told in done.stderr and b"Traceback" not in done.stderr
