"""The engine against the model on one dossier with a method: every table, and every certificate.

The model doesn't choose a flow. In a step least-refund it takes the engine's own rows, sees whether every rule allows
them, whether they come to what the certificate says and no other flow to less, and goes on from there.
"""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from typing import Any

import networkx

import certified
import compare
import milp
import read
from flow import Second
from least import Flow, Problem, from_rows
from model import settle
from pieces import Class, Piece
from read import Bucket, Line, Rule
from result import Result
from rules import floor
from year import Year

Json = dict[str, Any]


class Unclear(Exception):
    """The rows of the engine don't say which piece of a line they are of, and that would matter."""


class Replay:
    """Takes the flow of each step least-refund from the engine's rows."""

    def __init__(self, raw: Rule, tables: Json, certificate: str | None, second: Second) -> None:
        self.corrects = {row["line"]: row.get("corrects") for row in raw["lines"]}
        self.tables = tables
        problems = [] if certificate is None else json.loads(certificate)["problems"]
        self.problems = {(one["year"], one["step"]): one for one in problems if one["classes"]}
        self.second = second
        self.told: list[str] = []
        self.count = 0
        self.steps = len(raw["method"])
        # Whether another way to divide a line over its pieces fits as well, and a step that comes after sees the pieces.
        self.unclear = False

    def __call__(self, problem: Problem) -> Flow:
        at = (problem.year.year, problem.step.number)
        found = self.problems.pop(at, None)
        flow = self.flow(problem, found)
        if found is None:
            if sum(problem.room.values()):
                self.told.append(f"no problem in the certificate: {at}")
            return flow
        self.count += 1
        told = certified.tables(problem, found) + certified.canonical(found) + certified.cuts(found)
        told += certified.best(problem, found, self.second)
        told += certified.totals(problem, flow, found) + certified.bounds(problem, flow, found)
        told += certified.filled(problem, flow, found)
        self.told += [f"{at}: {one}" for one in told]
        return flow

    def flow(self, problem: Problem, found: Json | None) -> Flow:
        """Of a line in several pieces the rows don't say which one a bucket pays; then a way that the rules allow, by which
        each grant pays of each class what the certificate says, and as much VAT is left as is taken off in the end. Rules
        that are left out of the certificate move parts of classes: then as near to it as can be."""
        rows, vat = self.rows(problem.year), self.vat_left(problem)
        alone = len({piece.line.id for piece in problem.ways}) == len(problem.ways)
        if not alone and problem.claims and certified.is_large(problem):
            raise Unclear
        if not alone and not certified.is_large(problem):
            by_class = {} if found is None else certified.by_class(problem, found)
            fit = milp.from_rows(problem, rows, vat, by_class)
            if fit is not None:
                flow, is_only = fit
                self.unclear |= not is_only and problem.step.number < self.steps
                return flow
        return from_rows(problem, rows, vat)

    def vat_left(self, problem: Problem) -> dict[tuple[str, str], int]:
        """By line and grant what the step leaves of VAT that stands apart: it is taken off in the end.

        Only where the tables tell: after the last step, and not of a note that exceeds its line, or of that line, for what
        is taken off of such a note is partly its own.
        """
        year = problem.year
        exceeded = {id for line in year.dossier.lines if line.corrects and line.amount for id in (line.id, line.corrects)}
        found: Counter[tuple[str, str]] = Counter()
        for row in self.tables.get("deductions", []):
            if row["kind"] == "vat":
                found[self.corrects[row["line"]] or row["line"], row["grant"]] += certified.cents(row["amount"])
        for (line, grant, kind), amount in year.result.deductions.items():
            if kind == "vat":
                found[line, grant] -= amount
        for piece in year.pieces:
            if piece.vat_grant is not None and piece not in problem.ways:
                found[piece.line.id, piece.vat_grant.id] -= piece.left
        apart = {(piece.line.id, piece.vat_grant.id) for piece in problem.ways if piece.vat_grant is not None}
        told = problem.step.number == self.steps
        return {key: found[key] for key in apart if told and key[0] not in exceeded}

    def rounded(
        self, year: Year, one: Class, totals: dict[Bucket, int], waiting: set[Line]
    ) -> dict[tuple[Piece, Bucket], int]:
        """The cents of a class with a share of each line, from the rows: of each line each grant its proportion, rounded
        down or up, or where steps before paid of the class no more than its share rounded up; its buckets in order."""
        rows = self.rows(year, "pro-rata", netted=False)
        costs = one.costs()
        if len(costs) == 1:
            return {(costs[0], bucket): amount for bucket, amount in totals.items()}
        lines = [piece.line for piece in costs]
        if waiting & set(lines) or len(set(lines)) < len(lines):
            raise Unclear
        whole = sum(piece.left for piece in costs)

        def part_of(line: str, bucket: Bucket) -> int:
            """A row is of all pieces of a line: what the classes before this one got of it is theirs."""
            key = (bucket.grant, bucket.tranche, bucket.part)
            return rows.get((line, bucket), 0) - year.result.rows.get((line, "allocations", key, "pro-rata"), 0)

        found = {(piece, bucket): part_of(piece.line.id, bucket) for piece in costs for bucket in totals}
        short = sum(totals.values()) - sum(found.values())
        for bucket, amount in totals.items():
            paid = sum(found[piece, bucket] for piece in costs)
            assert paid == amount or paid < amount and short, f"{bucket.grant} pays {paid} of a class, its part is {amount}"
        if short:
            least, most = (self.shares_allow(one, totals, up) for up in (False, True))
            paid = sum(found.values())
            assert least <= paid <= most, f"{paid} is paid of a class, shares of its lines allow {least} to {most}"
        by_grant: dict[str, list[Bucket]] = {}
        for bucket in totals:
            by_grant.setdefault(bucket.grant, []).append(bucket)
        for grant, buckets in by_grant.items():
            parts = [sum(found[piece, bucket] for bucket in buckets) for piece in costs]
            self.keeps_share(one, grant, parts, sum(totals[bucket] for bucket in buckets))
            filled = fill(parts, [totals[bucket] for bucket in buckets])
            for piece, of_piece in zip(costs, filled, strict=True):
                rows_of = [found[piece, bucket] for bucket in buckets]
                assert rows_of == of_piece, f"{grant} pays {rows_of} of {piece.line.id}, in order {of_piece}"
        return found

    def shares_allow(self, one: Class, totals: dict[Bucket, int], up: bool) -> int:
        """What grants can pay of a class at most, as far as their shares of each of its lines let them, rounded down or up."""
        network: Any = networkx.DiGraph()
        for bucket, amount in totals.items():
            network.add_edge("source", bucket, capacity=amount)
            share = one.ways[bucket.grant].share
            for at, piece in enumerate(one.costs()):
                room = piece.left
                if share is not None and share[0] == "line":
                    exact = share[1] * (piece.classed or 0)
                    room = max(0, (-floor(-exact) if up else floor(exact)) - piece.paid[bucket.grant])
                # What the tranches of a grant pay of a line counts together.
                network.add_edge(bucket, (bucket.grant, at))
                network.add_edge((bucket.grant, at), at, capacity=room)
                network.add_edge(at, "sink", capacity=piece.left)
        return int(networkx.maximum_flow_value(network, "source", "sink"))

    def keeps_share(self, one: Class, grant: str, parts: list[int], amount: int) -> None:
        """What a grant pays of each line of a class, of which it pays `amount` in all."""
        costs = one.costs()
        whole = sum(piece.left for piece in costs)
        if all(piece.left == piece.classed for piece in costs):
            for piece, part in zip(costs, parts, strict=True):
                exact = Fraction(piece.left * amount, whole)
                assert abs(part - exact) < 1, f"{grant} pays {part} of {piece.line.id}, in proportion {exact}"
            return
        share = one.ways[grant].share
        if share is None or share[0] != "line":
            return
        for piece, part in zip(costs, parts, strict=True):
            most = -floor(-share[1] * (piece.classed or 0)) - piece.paid[grant]
            assert part <= max(0, most), f"{grant} pays {part} of {piece.line.id}, its share leaves {most}"

    def rows(self, year: Year, step: str | None = None, netted: bool = True) -> dict[tuple[str, Bucket], int]:
        """What buckets pay of lines in a step, else in least-refund less what the model paid in it; notes belong to their
        lines."""
        opened = [one.bucket for found in year.opened.values() for one in found]
        named = {(bucket.grant, bucket.tranche, bucket.part): bucket for bucket in opened}
        found: Counter[tuple[str, Bucket]] = Counter()
        for row in self.tables["allocations"]:
            counts = row["step"] == (step or "least-refund")
            if row["year"] == year.year and counts and (netted or row["reason"] != "netted"):
                line = self.corrects[row["line"]] if row["reason"] == "corrected" else row["line"]
                found[line, named[row["grant"], row["tranche"], row["part"]]] += certified.cents(row["amount"])
        if step is not None:
            return dict(found)
        of_year = {line.id for line in year.dossier.lines if line.day.year == year.year}
        for (line, *key), amount in year.result.allocations.items():
            if line in of_year:
                found[line, named[tuple(key)]] -= amount - year.paid_before[line, *key]
        return {key: amount for key, amount in found.items() if amount}


def fill(lines: list[int], columns: list[int]) -> list[list[int]]:
    """Each line over columns that are filled one after the other, lines in order."""
    left = list(columns)
    found = []
    for line in lines:
        of_line = []
        for at in range(len(left)):
            part = min(line, left[at])
            line -= part
            left[at] -= part
            of_line.append(part)
        found.append(of_line)
    return found


def differences(raw: Rule, tables: Json, certificate: str | None, second: Second) -> tuple[list[str], Result | None]:
    """What differs between the model and an answer of the engine; and the model's result, where it has one.

    Raises `Unclear`.
    """
    replay = Replay(raw, tables, certificate, second)
    told = [] if certificate is None else certified.proved(certificate)
    try:
        result = settle(read.dossier(raw), raw["method"], replay, replay.rounded)
    except AssertionError as error:
        return [*told, *replay.told, f"broken: {error}"], None
    told += replay.told
    told += [f"a problem of no step: {at}" for at in replay.problems]
    found = compare.differences(compare.tables(result), compare.from_json(tables))
    if found and not told and replay.unclear:
        raise Unclear
    return told + found, result
