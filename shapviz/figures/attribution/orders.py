"""Insertion and deletion: whether the order that a method gives the players is better than a random one."""

from __future__ import annotations

from itertools import count

from shapviz.figures.attribution.answer import named
from shapviz.figures.attribution.lines import Along, Line, Lines
from shapviz.figures.attribution.unit import Unit
from shapviz.figures.charts import Chart, Table
from shapviz.figures.numbers import UNSURE
from shapviz.figures.sentences import tag
from shapviz.figures.theme import Style, Theme
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.checks import Curve, Curves

_MOST_TICKS = 6


def curves_chart(curves: Curves, theme: Theme, *, compact: bool, modality: str | None = None) -> Chart:
    """Return both curves of a method, against the bands of random orders.

    Args:
        curves: What becomes of the number.
        theme: Colours of the background.
        compact: For figures narrower than 480 px.
        modality: Whose parts come and go; None: modalities do.
    """
    who = "players" if modality is None else "parts"
    unit = Unit(curves.question.payoff)
    bands = [_points(curve) for curve in (curves.random_insertion, curves.random_deletion)]
    drawn = Lines(_lines(curves, theme), _along(curves, who), unit, theme, compact, bands, signed=False)
    one = len(curves.rows) == 1
    subtitle = (
        f"{named(curves.method)}, {'the sample in view' if one else f'mean over {len(curves.rows)} samples'}, "
        f"{unit.name} · grey: 95 % of {curves.orders} random orders"
    )
    return {
        "title": _title(curves, modality),
        "subtitle": subtitle,
        "figure": drawn.figure(),
        "height": drawn.height,
        "alt": f"{subtitle}. {_listed(curves, unit)}",
        "table": _table(curves, unit, subtitle, who),
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


def _along(curves: Curves, who: str) -> Along:
    players = len(curves.players)
    steps = (digit * 10**zeros for zeros in count() for digit in (1, 2, 5))
    step = next(step for step in steps if players <= _MOST_TICKS * step)
    ticks = [(float(place), f"{place:,}") for place in range(0, players + 1, step)]
    return Along(f"{who} that have joined, or left", ticks, 0.0, float(players))


def _title(curves: Curves, modality: str | None) -> Sentence:
    """Return whether both curves of an order are outside of what random orders do."""
    order: Sentence = ["The order that it gives"] if modality is None else ["Its order of ", tag(modality)]
    joined = curves.insertion.area.low > curves.random_insertion.area.high
    left = curves.deletion.area.high < curves.random_deletion.area.low
    if joined and left:
        return [*order, " beats random orders, in joining and in leaving"]
    if joined or left:
        return [*order, f" beats random orders in {'joining' if joined else 'leaving'}"]
    if curves.insertion.area.high < curves.random_insertion.area.low:
        return [*order, " is worse than random orders in joining"]
    whose: Sentence = ["Whether its order"] if modality is None else ["Whether its order of ", tag(modality)]
    return [*whose, " is better than a random one is ", UNSURE]


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


def _table(curves: Curves, unit: Unit, caption: str, who: str) -> Table:
    told = {"insertion": curves.insertion, "deletion": curves.deletion}
    told |= {"random insertion": curves.random_insertion, "random deletion": curves.random_deletion}
    return {
        "caption": caption,
        "columns": ["curve", who, unit.name, "low", "high"],
        "rows": [
            [name, place, *unit.table(worth)]
            for name, curve in told.items()
            for place, worth in zip(curve.counts, curve.worth, strict=True)
        ],
    }
