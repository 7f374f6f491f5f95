"""The command `koers`.

It exits with 0 when there is a settlement, or a check found no error; 1 when the input is refused, a check found an
error or the output can't be written; 2 when the command is used wrongly; and 130 when it is interrupted. It writes
UTF-8 whatever the locale.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path

import koers
from koers import _koers, cli_years
from koers.errors import KoersError
from koers.output import REFUSED, add_lang, add_method, line, refuse, write
from koers.scheme import checked

__all__ = ["main"]

INTERRUPTED, PIPE_CLOSED = 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; gives the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        parser = _parser()
        options = parser.parse_args(arguments)
        try:
            status: int = options.run(options)
        except _Misuse as misuse:
            parser.error(str(misuse))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still in the buffer has nowhere to go, and Python would complain of it at the end.
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        _drop_output()
        about = f"{error.filename}: " if error.filename else ""
        print(f"koers: {about}{error.strerror or error}", file=sys.stderr)
        return REFUSED


class _Misuse(Exception):
    """The command is used wrongly, in a way that only shows when it is run."""


def _drop_output() -> None:
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except OSError:
        pass


def _settle(options: argparse.Namespace) -> int:
    changed = [
        ("--rebook", "a line is booked twice", options.rebook),
        ("--amount", "a line has two amounts", options.amount),
        ("--award", "a tranche has two awards", options.award),
        ("--ceiling", "a ceiling has two amounts", options.ceiling),
        ("--preference", "a grant has two preferences", options.preference),
    ]
    for option, twice, pairs in changed:
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            raise _Misuse(f"argument {option}: {twice}")
    try:
        as_it_is = koers.load(options.folder)
        settlement = _what_if(as_it_is, options).settle(options.method, threads=options.threads)
        if options.certificate is not None:
            if settlement.certificate is None:
                raise _Misuse("argument --certificate: only the method least-refund has one")
            options.certificate.write_text(settlement.certificate.to_json(), encoding="utf-8", newline="\n")
        if options.advice:
            write(settlement.render_advice(options.format, options.lang))
        elif options.diff:
            write(settlement.render_diff(as_it_is.settle(threads=options.threads), options.format, options.lang))
        else:
            write(settlement.render(options.format, options.lang))
        return 0
    except koers.InputError as refused:
        return refuse(refused, options)
    except KoersError as error:
        sys.stderr.write(line(f"koers: {error}"))
    return REFUSED


def _what_if(dossier: koers.Dossier, options: argparse.Namespace) -> koers.Dossier:
    """The dossier with what the options change in it."""
    dossier = dossier.rebook(dict(options.rebook)).with_amounts(dict(options.amount))
    for (grant, tranche, part), amount in options.award:
        dossier = dossier.with_award(grant, tranche, amount, part=part)
    for (scheme, name), amount in options.ceiling:
        dossier = dossier.with_ceiling(scheme, name, amount)
    for grant, preference in options.preference:
        dossier = dossier.with_preference(grant, preference)
    for grant in options.assume_eligible:
        dossier = dossier.assume_eligible(grant)
    return dossier if options.as_of is None else dossier.known_on(options.as_of)


def _check(options: argparse.Namespace) -> int:
    ran, failed, counts = None, 0, [0, 0, 0]
    for path in options.paths:
        found = checked(Path(path))
        findings = found.findings
        if len(findings):
            write(line(findings.render(options.lang)) + "\n")
        if found.scheme is not None:
            ran = (ran or 0) + found.examples
        failed += found.failed
        counts = [sum(both) for both in zip(counts, findings.counts, strict=True)]
    write(_summary(ran, failed, counts, options.lang) + "\n")
    return REFUSED if failed or counts[0] else 0


WORDS = {
    "nl": (
        ("voorbeeld", "voorbeelden"),
        ("wijkt af", "wijken af"),
        ("bevinding", "bevindingen"),
        [("fout", "fouten"), ("waarschuwing", "waarschuwingen"), ("melding", "meldingen")],
        "geen bevindingen",
    ),
    "en": (
        ("example", "examples"),
        ("fails", "fail"),
        ("finding", "findings"),
        [("error", "errors"), ("warning", "warnings"), ("notice", "notices")],
        "no findings",
    ),
}


def _summary(ran: int | None, failed: int, counts: Sequence[int], lang: str) -> str:
    """The last line of a check: `12 examples (1 fails), 3 findings (1 error, 2 warnings)`."""

    def number(count: int, words: tuple[str, str]) -> str:
        return f"{count} {words[count != 1]}"

    example, fails, finding, severities, none = WORDS[lang]
    by = [number(count, words) for count, words in zip(counts, severities, strict=True) if count]
    found = f"{number(sum(counts), finding)} ({', '.join(by)})" if by else none
    if ran is None:
        return found
    return number(ran, example) + (f" ({number(failed, fails)})" if failed else "") + f", {found}"


def _schemes(options: argparse.Namespace) -> int:
    if options.scheme is None:
        table = koers.schemes.table(options.lang)
        write = {"text": table.to_text, "markdown": table.to_markdown, "html": table.to_html, "json": table.to_json}
        write(write[options.format]())
        return 0
    scheme = _scheme(options)
    if scheme is None:
        return REFUSED
    write(line(scheme.describe(options.lang, options.format)))
    return 0


def _scheme(options: argparse.Namespace) -> koers.Scheme | _koers.Scheme | None:
    """The scheme that is asked for; none, once it is told why, when it is a file with errors."""
    if options.scheme not in koers.schemes and options.scheme.lower().endswith(".toml"):
        found = checked(Path(options.scheme))
        if found.scheme is None:
            sys.stderr.write(line(found.findings.render(options.lang)))
        return found.scheme
    try:
        return koers.schemes[options.scheme]
    except koers.UnknownSchemeError as unknown:
        raise _Misuse(f"argument SCHEME: {unknown}") from unknown


def _code(options: argparse.Namespace) -> int:
    try:
        write(line(koers.explain_code(options.code, options.lang)))
    except koers.UnknownNameError as unknown:
        raise _Misuse(f"argument CODE: {unknown}") from unknown
    return 0


def _json_schema(options: argparse.Namespace) -> int:
    write(koers.json_schema(options.kind))
    return 0


def _pair(text: str, form: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not {form}")
    return name, value


def _rebooking(text: str) -> tuple[str, str | None]:
    line, booking = _pair(text, "LINE=BOOKING")
    return line, booking or None


def _amount(text: str) -> tuple[str, str]:
    return _pair(text, "LINE=AMOUNT")


def _award(text: str) -> tuple[tuple[str, str, str | None], str]:
    form = "GRANT/TRANCHE=AMOUNT or GRANT/TRANCHE/PART=AMOUNT"
    path, amount = _pair(text, form)
    match path.split("/"):
        case [grant, tranche]:
            return (grant, tranche, None), amount
        case [grant, tranche, part]:
            return (grant, tranche, part), amount
    raise argparse.ArgumentTypeError(f"{text!r} is not {form}")


def _ceiling(text: str) -> tuple[tuple[str, str], str]:
    form = "SCHEME/NAME=AMOUNT"
    path, amount = _pair(text, form)
    scheme, slash, name = path.partition("/")
    if not slash:
        raise argparse.ArgumentTypeError(f"{text!r} is not {form}")
    return (scheme, name), amount


def _preference(text: str) -> tuple[str, int | None]:
    form = "GRANT=N"
    grant, number = _pair(text, form)
    if number and not (number.isascii() and number.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not {form}")
    return grant, int(number) if number else None


def _threads(text: str) -> int:
    """A number of threads."""
    if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of threads from 1")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="koers",
        description="Settles the grants of a Dutch public body, to the cent.",
    )
    parser.add_argument("--version", action="version", version=f"koers {koers.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    settle = commands.add_parser(
        "settle",
        help="settle a dossier and print the result",
        description="Settles the dossier in FOLDER and prints the result.",
    )
    settle.add_argument("folder", metavar="FOLDER", help="the folder with dossier.toml")
    settle.add_argument(
        "--format",
        choices=["text", "json", "csv", "markdown", "html"],
        default="text",
        help="the form of the result (default: %(default)s); csv is the table per tranche",
    )
    add_lang(settle)
    settle.add_argument(
        "--as-of",
        metavar="DATE",
        help="settle with the rules as they were known on this date, as in 2024-12-31, whatever the dossier says",
    )
    settle.add_argument(
        "--rebook",
        action="append",
        default=[],
        type=_rebooking,
        metavar="LINE=BOOKING",
        help="book a line otherwise, as in BZ-1=iza or BZ-1=iza:60%%;gala15:40%%; nothing after = takes the booking "
        "away (may be repeated)",
    )
    add_method(settle)
    settle.add_argument(
        "--threads",
        type=_threads,
        default=1,
        metavar="N",
        help="with how many threads lines are read, where there are hundreds of thousands; the result is the same (default: %(default)s)",
    )
    changes: list[tuple[str, Callable[[str], object], str, str]] = [
        ("--assume-eligible", str, "GRANT", "take all costs to be eligible for a grant, whatever its scheme says"),
        ("--amount", _amount, "LINE=AMOUNT", "give a line another amount, as in BZ-1=1250.00"),
        ("--award", _award, "GRANT/TRANCHE[/PART]=AMOUNT", "give a tranche another award, as in iza/2024=500000"),
        ("--ceiling", _ceiling, "SCHEME/NAME=AMOUNT", "give a ceiling of a scheme another amount"),
        ("--preference", _preference, "GRANT=N", "give a grant another place in the order of grants; none after = takes it away"),
    ]
    for option, kind, form, text in changes:
        settle.add_argument(option, action="append", default=[], type=kind, metavar=form, help=f"{text} (may be repeated)")
    instead = settle.add_mutually_exclusive_group()
    instead.add_argument(
        "--advice",
        action="store_true",
        help="print which bookings to change so that less money is lost, and what each saves, instead of the settlement",
    )
    instead.add_argument(
        "--diff",
        action="store_true",
        help="print what differs from the dossier as it is, each line where it is booked, instead of the settlement",
    )
    settle.add_argument(
        "--certificate",
        type=Path,
        metavar="FILE",
        help="write the proof that no less could be lost to a file, as JSON (with least-refund)",
    )
    settle.set_defaults(run=_settle)

    cli_years.add_parser(commands)

    check = commands.add_parser(
        "check",
        help="check scheme files and their examples, dossiers, or published roll-forwards",
        description="Checks each scheme file and runs the examples in it; loads and settles the dossier in a folder; sees "
        "whether a published roll-forward (a .csv file) adds up. "
        "Prints what is the matter; exits with 1 when anything is an error.",
    )
    check.add_argument("paths", metavar="PATH", nargs="+", help="a scheme file, the folder with dossier.toml, or a roll-forward in .csv")
    add_lang(check)
    check.set_defaults(run=_check)

    schemes = commands.add_parser(
        "schemes",
        help="list the schemes of the catalogue, or explain one",
        description="Lists the schemes that come with the library, or explains the rules of one, each with its article.",
    )
    schemes.add_argument("scheme", metavar="SCHEME", nargs="?", help="the id of a scheme, as in spuk-iza, or a scheme file")
    schemes.add_argument(
        "--format",
        choices=["text", "json", "markdown", "html"],
        default="text",
        help="the form of the result (default: %(default)s)",
    )
    add_lang(schemes)
    schemes.set_defaults(run=_schemes)

    code = commands.add_parser(
        "code",
        help="explain the code of a finding",
        description="Explains the code of a finding: what it means and what to do.",
    )
    code.add_argument("code", metavar="CODE", help="the code, as in K0107")
    add_lang(code)
    code.set_defaults(run=_code)

    schema = commands.add_parser(
        "json-schema",
        help="print the JSON Schema of a file format",
        description="Prints the JSON Schema of scheme, dossier or method files, with which an editor completes and checks them.",
    )
    schema.add_argument("kind", choices=["scheme", "dossier", "method"], help="which kind of file")
    schema.set_defaults(run=_json_schema)
    return parser
