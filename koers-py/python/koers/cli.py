"""The command `koers`.

It exits with 0 when there is a settlement, or a check found no error; 1 when the input is refused, a check found an
error or the output can't be written; 2 when the command is used wrongly; and 130 when it is interrupted. It writes
UTF-8 whatever the locale.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import koers
from koers import _koers, cli_explain, cli_receipt, cli_reconcile, cli_years
from koers.cli_options import Misuse, add_changes, add_format, add_lang, add_threads, changed, check_changes, year
from koers.errors import KoersError
from koers.output import REFUSED, line, refuse, write
from koers.scheme import checked

__all__ = ["main"]

MISUSED, INTERRUPTED, PIPE_CLOSED = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; gives the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    options = argparse.Namespace()
    try:
        parser = _parser()
        options = parser.parse_args(arguments)
        try:
            status: int = options.run(options)
        except Misuse as misuse:
            parser.error(str(misuse))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still in the buffer has nowhere to go, and Python would complain of it at the end.
        _drop_output()
        return PIPE_CLOSED
    except UnicodeEncodeError as error:
        # Of what the system gives as an argument only paths may be other bytes.
        print(f"koers: not UTF-8: {error.object}", file=sys.stderr)
        return MISUSED
    except OSError as error:
        if error.filename is not None and error.errno is not None and hasattr(options, "format"):
            return refuse(koers.InputError(_koers.file_refused(error.filename, error.errno, _is_written(error, options))), options)
        _drop_output()
        about = f"{error.filename}: " if error.filename else ""
        print(f"koers: {about}{error.strerror or error}", file=sys.stderr)
        return REFUSED


def _is_written(error: OSError, options: argparse.Namespace) -> bool:
    """Whether the file of an error is one that the options say to write."""
    written = (getattr(options, name, None) for name in ("certificate", "receipt"))
    # What koers verify reads is a text and no path.
    return any(isinstance(path, Path) and str(path) == str(error.filename) for path in written)


def _drop_output() -> None:
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except OSError:
        pass


def _settle(options: argparse.Namespace) -> int:
    check_changes(options)
    try:
        as_it_is = koers.load(options.folder)
        dossier = _known_on(changed(as_it_is, options), options)
        settlement = dossier.settle(options.method, threads=options.threads)
        if options.certificate is not None:
            if settlement.certificate is None:
                raise Misuse("argument --certificate: only the method least-refund has one")
            options.certificate.write_text(settlement.certificate.to_json(), encoding="utf-8", newline="\n")
        if options.receipt is not None:
            options.receipt.write_text(settlement.receipt().to_json(), encoding="utf-8", newline="\n")
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


def _known_on(dossier: koers.Dossier, options: argparse.Namespace) -> koers.Dossier:
    return dossier if options.as_of is None else dossier.known_on(options.as_of)


def _deadlines(options: argparse.Namespace) -> int:
    check_changes(options)
    try:
        settlement = changed(koers.load(options.folder), options).settle(options.method, threads=options.threads)
        deadlines = settlement.deadlines(options.as_of, threads=options.threads)
        write(deadlines.render(options.format, options.lang))
        return 0
    except koers.InputError as refused:
        return refuse(refused, options)
    except KoersError as error:
        sys.stderr.write(line(f"koers: {error}"))
    return REFUSED


def _forecast(options: argparse.Namespace) -> int:
    check_changes(options)
    try:
        as_it_is = koers.load(options.folder)

        def forecast(dossier: koers.Dossier, method: Any = None) -> koers.Forecast:
            settled = dossier.settle(method, threads=options.threads)
            asked = {"as_of": options.as_of, "through": options.through, "horizon": options.horizon, "threads": options.threads}
            return settled.forecast(options.basis, **asked)

        expected = forecast(changed(as_it_is, options), options.method)
        if options.diff:
            write(expected.render_diff(forecast(as_it_is), options.format, options.lang))
        elif options.side_by_side:
            names = ("zoals het is", "gewijzigd") if options.lang == "nl" else ("as it is", "changed")
            forecasts = dict(zip(names, (forecast(as_it_is), expected), strict=True))
            write(koers.render_side_by_side(forecasts, options.format, options.lang))
        else:
            write(expected.render(options.format, options.lang))
        return 0
    except koers.InputError as refused:
        return refuse(refused, options)
    except KoersError as error:
        sys.stderr.write(line(f"koers: {error}"))
    return REFUSED


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
        forms = {"text": table.to_text, "markdown": table.to_markdown, "html": table.to_html, "json": table.to_json}
        write(forms[options.format]())
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
        raise Misuse(f"argument SCHEME: {unknown}") from unknown


def _code(options: argparse.Namespace) -> int:
    try:
        write(line(koers.explain_code(options.code.upper(), options.lang)))
    except koers.UnknownNameError as unknown:
        raise Misuse(f"argument CODE: {unknown}") from unknown
    return 0


def _json_schema(options: argparse.Namespace) -> int:
    write(koers.json_schema(options.kind))
    return 0


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
    add_format(settle, "csv is the table per tranche")
    add_lang(settle)
    settle.add_argument(
        "--as-of",
        metavar="DATE",
        help="settle with the rules as they were known on this date, as in 2024-12-31, whatever the dossier says",
    )
    add_changes(settle)
    add_threads(settle)
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
    settle.add_argument(
        "--receipt",
        type=Path,
        metavar="FILE",
        help="write what the settlement is made of and what comes out to a file, as JSON, for koers verify",
    )
    settle.set_defaults(run=_settle)

    cli_receipt.add_parser(commands)
    cli_years.add_parser(commands)
    cli_explain.add_parser(commands)
    cli_reconcile.add_parser(commands)
    deadlines = commands.add_parser(
        "deadlines",
        help="tell what must be spent, paid back and accounted for by when",
        description="Settles the dossier in FOLDER, and prints what is still to be paid back, what must be spent before when to "
        "lose nothing and at what rate, and by when each grant is to be accounted for and decided on.",
    )
    deadlines.add_argument("folder", metavar="FOLDER", help="the folder with dossier.toml")
    _as_of(deadlines)
    add_format(deadlines, "csv is the table deadlines: tranches, duties and refunds")
    add_lang(deadlines)
    add_changes(deadlines)
    add_threads(deadlines)
    deadlines.set_defaults(run=_deadlines)

    forecast = commands.add_parser(
        "forecast",
        help="tell what is expected of the years to come",
        description="Settles the dossier in FOLDER with the costs that are expected of the years to come, and prints what those "
        "years come to: what goes back, what lapses, what is on own funds.",
    )
    forecast.add_argument("folder", metavar="FOLDER", help="the folder with dossier.toml")
    forecast.add_argument(
        "--basis",
        choices=["plan", "run-rate"],
        default="run-rate",
        help="where those costs are taken from: the budget, or what was spent a month in the year of the as-of date (default: "
        "%(default)s)",
    )
    _as_of(forecast)
    forecast.add_argument("--through", type=year, metavar="YEAR", help="the last year (default: as far as money must be spent)")
    forecast.add_argument(
        "--horizon",
        action="store_true",
        help="plan all years as one, so that the least is lost over all of them together; lines that are fixed stay as they are booked",
    )
    add_format(forecast, "csv is the table per tranche and year")
    add_lang(forecast)
    add_changes(forecast)
    add_threads(forecast)
    instead = forecast.add_mutually_exclusive_group()
    instead.add_argument(
        "--side-by-side",
        action="store_true",
        help="print the years, the last settled one included, and their total beside those of the dossier as it is, each line "
        "where it is booked, instead of the forecast",
    )
    instead.add_argument(
        "--diff",
        action="store_true",
        help="print what differs from the forecast of the dossier as it is, each line where it is booked, instead of the forecast",
    )
    forecast.set_defaults(run=_forecast)

    check = commands.add_parser(
        "check",
        help="check scheme files and their examples, dossiers, or published roll-forwards",
        description="Checks each scheme file and runs the examples in it; loads and settles the dossier in a folder, and reconciles its declared.csv where it has one; sees "
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


def _as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help="the day up to which costs are known, as in 2024-09-30: not before the last cost line and not after the book years "
        "(default: the last day of the book year of the last cost line)",
    )
