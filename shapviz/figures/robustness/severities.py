"""The chart of accuracy by severity with its words: each modality is compared with its own removal, never with another.

A severity of noise and a severity of word loss have no common unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from shapviz.figures.charts import Chart, Table, Value
from shapviz.figures.labels import points
from shapviz.figures.numbers import UNSURE, bracketed, in_table
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.curves import Curves
from shapviz.figures.robustness.lines import Line
from shapviz.figures.robustness.wording import ADJECTIVES
from shapviz.figures.sentences import capitalised, listed, tag
from shapviz.figures.theme import Theme
from shapviz.figures.words import Sentence
from shapviz.runs.corruptions import about
from shapviz.runs.robustness import Sweep
from shapviz.runs.severity import WORST


def severities(case: Case, theme: Theme, *, compact: bool) -> Chart:
    """Return how accuracy falls as modalities get worse, one at a time."""
    drawn = Curves(case, theme, compact)
    return {
        "title": _title(case),
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


def _title(case: Case) -> Sentence:
    """Return from which severity on the focused modality is worse than none, in the first network."""
    player = case.focus
    if player is None:
        return ["Nobody is present: what each one reaches alone"]
    if player in case.pending:
        return ["What severity costs: ", tag(player), " is being measured"]
    if case.paired:
        return _title_of_two(case, player)
    sweep = case.sweep(case.first, player)
    assert sweep is not None, "it is not pending"
    how = ADJECTIVES[sweep.corruption]
    worse = worse_from(case, sweep)
    if worse is not None:
        when = f"From severity {worse:g} on" if worse < WORST else f"At severity {worse:g}"
        return [f"{when}, {how} " if worse else "Even clean, ", tag(player), " is worse than none"]
    worst = case.worth(sweep.measured[-1], player)
    if worst.low > 0:
        return capitalised([f"{how} ", tag(player), " is better than none at every severity"])
    return capitalised([f"{how} ", tag(player), ", better than none at its worst? ", UNSURE])


def _title_of_two(case: Case, player: str) -> Sentence:
    """Return from which severity on the modality is worse than none in each network."""
    known = [(side, sweep) for side in case.scenario.sides if (sweep := case.sweep(side, player))]
    when = [(side, worse_from(case, sweep)) for side, sweep in known]
    how = ADJECTIVES[known[0][1].corruption]
    if all(worse is None for _, worse in when):
        return capitalised([f"{how} ", tag(player), " is worse than none in neither run, as far as can be told"])
    told_of: list[Sentence] = [[f"{_since(worse)} in {side.run}"] for side, worse in when]
    return capitalised([f"{how} ", tag(player), " is worse than none ", *listed(told_of)])


def _since(severity: float | None) -> str:
    return "never for sure" if severity is None else f"from severity {severity:g} on"


def worse_from(case: Case, sweep: Sweep) -> float | None:
    """Return the severity from which on a corrupted modality is worse than none for sure; None if it never is."""
    falling = zip(reversed(sweep.severities), reversed(sweep.measured), strict=True)
    worse = takewhile(lambda known: case.worth(known[1], sweep.modality).high < 0, falling)
    return min((severity for severity, _ in worse), default=None)


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
