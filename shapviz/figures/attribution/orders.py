"""Insertion and deletion: whether the order that a method gives the players is better than a random one."""

from __future__ import annotations

from shapviz.figures.attribution.answer import named
from shapviz.figures.attribution.lines import Along, Line, Lines
from shapviz.figures.attribution.unit import Unit
from shapviz.figures.charts import Chart, Table
from shapviz.figures.numbers import UNSURE
from shapviz.figures.theme import Style, Theme
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.checks import Curve, Curves

_MOST_TICKS = 6


def curves_chart(curves: Curves, theme: Theme, *, compact: bool) -> Chart:
    """Return both curves of a method, against the bands of random orders."""
    unit = Unit(curves.question.payoff)
    bands = [_points(curve) for curve in (curves.random_insertion, curves.random_deletion)]
    drawn = Lines(_lines(curves, theme), _along(curves), unit, theme, compact, bands, signed=False)
    one = len(curves.rows) == 1
    subtitle = (
        f"{named(curves.method)}, {'the sample in view' if one else f'mean over {len(curves.rows)} samples'}, "
        f"{unit.name} · grey: 95 % of {curves.orders} random orders"
    )
    return {
        "title": _title(curves),
        "subtitle": subtitle,
        "figure": drawn.figure(),
        "height": drawn.height,
        "alt": f"{subtitle}. {_listed(curves, unit)}",
        "table": _table(curves, unit, subtitle),
    }


def _points(curve: Curve) -> tuple[tuple[float, Interval], ...]:
    return tuple((float(place), worth) for place, worth in zip(curve.counts, curve.worth, strict=True))


def _lines(curves: Curves, theme: Theme) -> list[Line]:
    """Return both curves without colour: they belong to no modality."""
    told = len(curves.rows) > 1
    looks = {
        "insertion": Style(theme.text, theme.background, "circle", "●", "solid"),
        "deletion": Style(theme.text, theme.background, "square", "□", "6px,3px"),
    }
    return [
        Line("insertion", looks["insertion"], _points(curves.insertion), told=told),
        Line("deletion", looks["deletion"], _points(curves.deletion), told=told, open=True),
    ]


def _along(curves: Curves) -> Along:
    players = len(curves.players)
    ticks = [(float(count), str(count)) for count in range(0, players + 1, -(-players // _MOST_TICKS))]
    return Along("players that have joined, or left", ticks, 0.0, float(players))


def _title(curves: Curves) -> Sentence:
    """Return whether both curves are outside of what random orders do."""
    joined = curves.insertion.area.low > curves.random_insertion.area.high
    left = curves.deletion.area.high < curves.random_deletion.area.low
    if joined and left:
        return ["The order that it gives beats random orders, in joining and in leaving"]
    if joined or left:
        return [f"The order that it gives beats random orders in {'joining' if joined else 'leaving'}"]
    if curves.insertion.area.high < curves.random_insertion.area.low:
        return ["The order that it gives is worse than random orders in joining"]
    return ["Whether its order is better than a random one is ", UNSURE]


def _listed(curves: Curves, unit: Unit) -> str:
    told = {"insertion": curves.insertion, "deletion": curves.deletion}
    told |= {"random insertion": curves.random_insertion, "random deletion": curves.random_deletion}
    return (
        "Mean worth along the way: "
        + "; ".join(
            f"{name} {unit.text(curve.area.estimate)} {unit.bracketed(curve.area)}" for name, curve in told.items()
        )
        + "."
    )


def _table(curves: Curves, unit: Unit, caption: str) -> Table:
    told = {"insertion": curves.insertion, "deletion": curves.deletion}
    told |= {"random insertion": curves.random_insertion, "random deletion": curves.random_deletion}
    return {
        "caption": caption,
        "columns": ["curve", "players", unit.name, "low", "high"],
        "rows": [
            [name, place, *unit.table(worth)]
            for name, curve in told.items()
            for place, worth in zip(curve.counts, curve.worth, strict=True)
        ],
    }
