"""Linked credit notes: netted on their line before any step, and shown on both in proportion (DESIGN 3, credit notes)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from pieces import bookings
from read import Dossier, Line
from result import Result
from rules import apportion


@dataclass
class Correction:
    """A line as it was, what of it is left, and what each of its notes took, in order."""

    line: Line
    net: Line
    used: list[tuple[Line, int]] = field(default_factory=list)


def net(dossier: Dossier) -> tuple[Dossier, list[Correction]]:
    """The dossier as the run sees it: lines less their notes, and of notes what exceeds their lines."""
    lines = {line.id: line for line in dossier.lines}
    notes: dict[str, list[Line]] = {}
    for line in dossier.lines:
        corrected = lines.get(line.corrects)
        # A line of a closed year stays as it is (DESIGN 3, credit notes).
        closed = corrected is not None and corrected.day.year in dossier.closed and corrected.day.year != line.day.year
        if corrected is not None and not closed and line.amount:
            notes.setdefault(line.corrects, []).append(line)
    corrections = []
    for id, found in notes.items():
        correction = Correction(lines[id], lines[id])
        for note in found:
            lines[note.id] = take(correction, note)
        lines[id] = correction.net = with_booking(dossier, correction)
        corrections.append(correction)
    return replace(dossier, lines=[lines[line.id] for line in dossier.lines]), corrections


def take(correction: Correction, note: Line) -> Line:
    """Nets a note on its line, never past zero; gives what is left of the note."""
    line = correction.net
    used = note.amount if abs(note.amount) <= abs(line.amount) else -line.amount
    rest = note.amount - used
    vat_used, vat_rest = apportion(note.vat, [abs(used), abs(rest)])
    amount = line.amount + used
    low, high = min(0, amount), max(0, amount)
    correction.net = replace(line, amount=amount, vat=max(low, min(high, line.vat + vat_used)))
    correction.used.append((note, used))
    return replace(note, amount=rest, vat=vat_rest)


def with_booking(dossier: Dossier, correction: Correction) -> Line:
    """A booking by amounts of which the parts exceed what is left: the parts are cut in proportion, the rest is none."""
    line = correction.net
    if ":" not in line.booking or "%" in line.booking:
        return line
    parts = [part.split(":") for part in line.booking.split(";")]
    rest = next(grant.strip() for grant, amount in parts if amount.strip() == "rest")
    amounts = {grant.id: amount for grant, amount in bookings(correction.line, dossier) if grant.id != rest}
    if abs(sum(amounts.values())) <= abs(line.amount):
        return line
    cut = apportion(line.amount, [abs(amount) for amount in amounts.values()])
    text = ";".join(f"{grant}:{euros(amount)}" for grant, amount in zip(amounts, cut, strict=True))
    return replace(line, booking=f"{text};{rest}:rest")


def euros(amount: int) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


REASONS = (
    "no-booking not-deducted state window eligible part exclusive share ceiling maximum basis room quota credit income-left"
).split()
"""Reasons of own funds by how far a cost came: the order of the gates in ARCHITECTURE."""


def show(corrections: list[Correction], result: Result) -> None:
    """Every row of the line is divided over the line and its notes, as a part of what is left of it."""
    buckets = {(row["grant"], row["tranche"], row["part"]): at for at, row in enumerate(result.settlement)}

    def order(row: tuple[Any, int]) -> tuple[int, int, bool]:
        """Of equal parts the first row: what buckets pay, in their order, and of each first what cancels out; own funds by
        how far the cost came."""
        (_, table, key, how), _ = row
        tables = ["allocations", "deductions", "own_funds"]
        place = REASONS.index(key[0]) if table == "own_funds" else buckets.get(key, 0)
        return tables.index(table), place, how != "netted"

    for correction in corrections:
        line = correction.line
        rows = [(key, amount) for key, amount in result.rows.items() if key[0] == line.id and amount]
        rows.sort(key=order)
        if not rows:
            result.leave(line, line.signed(line.amount), "corrected")
            for note, used in correction.used:
                result.leave(note, line.signed(used), "corrected")
            continue
        for note, used in correction.used:
            parts = apportion(line.signed(used), [abs(amount) for _, amount in rows])
            for ((_, table, key, _), _), part in zip(rows, parts, strict=True):
                result.add(note.id, table, key, "corrected", part)
                result.add(line.id, table, key, "corrected", -part)
        result.note("corrects")
