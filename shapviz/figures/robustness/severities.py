"""The chart of accuracy by severity with its words: each modality is compared with its own removal, never with another.

A severity of noise and a severity of word loss have no common unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from shapviz.figures.charts import Chart, Table, Value
from shapviz.figures.labels import points
from shapviz.figures.numbers import bracketed, in_table
from shapviz.figures.robustness.against import title
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.curves import Curves
from shapviz.figures.robustness.lines import Line
from shapviz.figures.theme import Theme
from shapviz.runs.corruptions import about


def severities(case: Case, theme: Theme, *, compact: bool) -> Chart:
    """Return how accuracy falls as modalities get worse, one at a time."""
    drawn = Curves(case, theme, compact)
    return {
        "title": title(case),
        "subtitle": _subtitle(case),
        "figure": drawn.figure(),
        "height": drawn.room.height,
        "alt": _alt(case, drawn.lines),
        "table": table(case, drawn.lines),
    }


def table(case: Case, lines: list[Line]) -> Table:
    """Return the numbers of all curves, and what removal leaves, in percent."""
    return {
        "caption": f"{_whose(case)} by severity of one corruption at a time, percent",
        "columns": ["run", "modality", "corruption", "severity", "accuracy", "low", "high"],
        "rows": [row for line in lines for row in _rows(case, line)],
    }


def _whose(case: Case) -> str:
    return f"Accuracy of {case.named(case.mask) if case.members else 'each modality alone'}"


def _rows(case: Case, line: Line) -> Iterator[list[Value]]:
    corruption = line.side.sweeps[line.player].corruption
    title = about(case.scenario.kinds[line.player], corruption).title
    for severity, each in line.points:
        yield [line.side.run, line.player, title, severity, *in_table(each)]
    if case.members:
        yield [line.side.run, line.player, "removed", None, *in_table(line.removed)]


def _subtitle(case: Case) -> str:
    band = f"band: 95 % of {case.samples} samples"
    if case.paired:
        first, second = (side.run for side in case.scenario.sides)
        parts = [f"accuracy with one corrupted · filled, solid: {first} · open, dashed: {second}", band]
    else:
        removed = ["open, dotted: one removed"] if case.members else []
        parts = [f"accuracy with one {'corrupted' if case.members else 'alone'}", band, *removed]
    if case.pending:
        return f"{parts[0]} · {', '.join(case.pending)}: being measured"
    return " · ".join(parts)


def _alt(case: Case, lines: list[Line]) -> str:
    begin = f"{_whose(case)} by severity of one corruption at a time."
    told_of = " ".join(_line_in_words(case, line) for line in lines)
    nobody = f"Nobody present: {points(case.nobody(case.first).estimate)} %."
    return " ".join(part for part in (begin, told_of, nobody) if part)


def _line_in_words(case: Case, line: Line) -> str:
    run = f"{line.side.run}, " if case.paired else ""
    course = ", ".join(f"{points(each.estimate)}" for _, each in line.points)
    last = line.worst
    return (
        f"{run}{line.player}: {course} % at severities {line.points[0][0]:g} to {line.points[-1][0]:g}, "
        f"the last {bracketed(last)}; removed {points(line.removed.estimate)} %."
    )
