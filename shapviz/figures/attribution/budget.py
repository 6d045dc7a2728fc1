"""How the estimates of a method that draws close in on the exact values as it may spend more calls."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from shapviz.figures.attribution.answer import named
from shapviz.figures.attribution.lines import Along, Line, Lines
from shapviz.figures.attribution.methods import whole
from shapviz.figures.attribution.unit import Unit
from shapviz.figures.charts import Chart, Table
from shapviz.figures.labels import percent
from shapviz.figures.sentences import strong
from shapviz.figures.theme import Theme, styles
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.checks import Budget, Spent


def budget_chart(budget: Budget, row: int | None, theme: Theme, *, compact: bool) -> Chart:
    """Return the chart of one sample.

    Args:
        budget: Of a method that draws.
        row: The sample; its first where it holds no such row.
        theme: Colours of the background.
        compact: For figures narrower than 480 px.
    """
    place = budget.rows.index(row) if row in budget.rows else 0
    unit = Unit(budget.question.payoff)
    drawn = Lines(_lines(budget, place), _along(budget), unit, theme, compact)
    subtitle = (
        f"{named(budget.method)}, the sample in view, {unit.name} · band: 95 % over what it draws · dotted: exact"
    )
    return {
        "title": _title(budget, place, unit),
        "subtitle": subtitle,
        "figure": drawn.figure(),
        "height": drawn.height,
        "alt": f"{subtitle}. {_listed(budget, place, unit)}",
        "table": _table(budget, place, unit, subtitle),
    }


def _lines(budget: Budget, place: int) -> list[Line]:
    return [
        Line(
            player,
            style,
            tuple((log2(spent.calls), _estimate(spent, place, bit)) for spent in _distinct(budget)),
            level=float(budget.exact[place, bit]),
        )
        for bit, (player, style) in enumerate(styles(budget.players).items())
    ]


def _distinct(budget: Budget) -> Sequence[Spent]:
    """Return what was spent, once for each number of calls: a method may stop before it has spent all it may."""
    return list({spent.calls: spent for spent in budget.spent}.values())


def _estimate(spent: Spent, place: int, bit: int) -> Interval:
    value, low, high = (float(numbers[place, bit]) for numbers in (spent.values, spent.low, spent.high))
    return Interval(value, low, high)


def _along(budget: Budget) -> Along:
    known = [spent.calls for spent in _distinct(budget)]
    ticks = [(log2(calls), whole(calls)) for calls in known]
    return Along("calls of the network", ticks, log2(known[0]), log2(known[-1]))


def _half_width(budget: Budget, spent: Spent, place: int) -> float:
    """Return half of the widest interval of the sample."""
    return float((spent.high[place] - spent.low[place]).max() / 2)


def _title(budget: Budget, place: int, unit: Unit) -> Sentence:
    """Return how much is left open by the most calls that were tried, and what leaves nothing open."""
    last = budget.spent[-1]
    left = unit.within(_half_width(budget, last, place))
    exact = f"; exact takes {whole(budget.enumerated)}"
    if not unit.seen(_half_width(budget, last, place)):
        return [f"{whole(last.calls)} calls leave nothing open", exact]
    return [f"{whole(last.calls)} calls leave ", strong(f"{left} {unit.name}"), exact]


def _listed(budget: Budget, place: int, unit: Unit) -> str:
    told = "; ".join(
        f"{whole(spent.calls)} calls {unit.within(_half_width(budget, spent, place))}" for spent in _distinct(budget)
    )
    last = budget.spent[-1]
    return f"{told}. With the most calls {percent(last.coverage)} of the intervals of all samples hold the exact value."


def _table(budget: Budget, place: int, unit: Unit, caption: str) -> Table:
    return {
        "caption": caption,
        "columns": ["calls", "modality", unit.name, "low", "high", "exact"],
        "rows": [
            [
                round(spent.calls, 1),
                player,
                *unit.table(_estimate(spent, place, bit)),
                unit.scaled(float(budget.exact[place, bit])),
            ]
            for spent in budget.spent
            for bit, player in enumerate(budget.players)
        ],
    }
