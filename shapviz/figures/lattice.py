"""What each coalition can do: its validation accuracy with only these modalities present.

Up to four modalities the coalitions are drawn as the lattice that they are. Beyond, its 2^M nodes and M·2^(M−1) edges
could not be told apart, so that `teams` shows them by size instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from shapviz.figures import words
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.course import Course, team
from shapviz.figures.labels import note
from shapviz.figures.scene import Frame, Scene, Trace
from shapviz.figures.teams import teams
from shapviz.figures.theme import SMALLEST, Theme, on_cividis, styles
from shapviz.figures.traces import curve, rounded

MOST_DRAWN = 4
WIDTH, HEIGHT = 236, 190  # px; the smallest size it is shown at
_MARGIN = 4
_POINTS_PER_PX = 12  # gain in accuracy points that makes an edge a px wider
_SIZES = {2: 36, 3: 36}  # px of a node; a smaller one where six stand in a row
_GLYPH = 10


def lattice(course: Course, theme: Theme) -> Scene:
    """Return the accuracy of every coalition as of the cursor's epoch."""
    course = course.thinned()
    if len(course.players) > MOST_DRAWN:
        return teams(course, theme)
    return {
        "data": [*_edges(course), _nodes(course, theme), _members(course, theme)],
        "layout": _layout(course, theme),
        "frames": {str(record.epoch): _frame(course, record.epoch) for record in course.records},
    }


def _places(players: int) -> dict[int, tuple[float, float]]:
    """Return where each coalition stands, by its bit mask: nobody at the bottom, a row for each size."""
    masks = sorted(range(2**players), key=lambda mask: (mask.bit_count(), mask))
    rows = [list(row) for _, row in groupby(masks, key=int.bit_count)]
    return {mask: (place - (len(row) - 1) / 2, size) for size, row in enumerate(rows) for place, mask in enumerate(row)}


def _joins(players: int) -> list[tuple[int, int]]:
    """Return every coalition but the full one, with each bit that can join it."""
    return [(mask, bit) for mask in range(2**players) for bit in range(players) if not mask >> bit & 1]


def _edges(course: Course) -> Iterator[Trace]:
    places, looks = _places(len(course.players)), list(styles(course.players).values())
    for mask, bit in _joins(len(course.players)):
        ends = places[mask], places[mask | 1 << bit]
        yield curve([x for x, _ in ends], [y for _, y in ends], colour=looks[bit].colour, width=1, reveal=None)


def _nodes(course: Course, theme: Theme) -> Trace:
    places = _places(len(course.players))
    masks = range(len(places))
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [places[mask][0] for mask in masks],
        "y": [places[mask][1] for mask in masks],
        "customdata": [" + ".join(team(course.players, mask)) or "nobody" for mask in masks],
        "hovertemplate": "<b>%{customdata}</b> %{text} %<extra></extra>",
        "textfont": {"size": 14 if len(course.players) < MOST_DRAWN else SMALLEST, "weight": 600},
        "marker": {
            "size": _SIZES.get(len(course.players), 25),
            "colorscale": "Cividis",
            "cmin": 0,
            "cmax": 1,
            "opacity": 1,
            "line": {"width": 1, "color": theme.muted if theme.name == "dark" else theme.background},
        },
        "cliponaxis": False,
    }


def _members(course: Course, theme: Theme) -> Trace:
    """Return the marks of its members beside each coalition: in a column, and in a row beside the full one."""
    places, looks = _places(len(course.players)), styles(course.players)
    x_px, y_px = _px_per_unit(len(course.players))
    first = _SIZES.get(len(course.players), 25) / 2 + 3 + _GLYPH / 2
    marks = []
    for mask, (x, y) in places.items():
        members = team(course.players, mask)
        full = len(members) == len(course.players)
        for place, player in enumerate(members):
            across, down = (place, 0.0) if full else (0, place - (len(members) - 1) / 2)
            offset = first + across * (_GLYPH + 2)
            marks.append((x + offset / x_px, y - down * (_GLYPH + 1) / y_px, looks[player]))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rounded(x for x, _, _ in marks),
        "y": rounded(y for _, y, _ in marks),
        "marker": {
            "size": _GLYPH,
            "color": [style.colour for _, _, style in marks],
            "symbol": [style.marker for _, _, style in marks],
            "line": {"width": 2, "color": theme.background},  # keeps them apart from edges that pass behind
            "opacity": 1,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _ranges(players: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of both axes: half a node's place around the outermost ones."""
    widest = max(abs(x) for x, _ in _places(players).values())
    return (-widest - 0.5, widest + 0.62), (-0.5, players + 0.5)


def _px_per_unit(players: int) -> tuple[float, float]:
    (left, right), (bottom, top) = _ranges(players)
    return (WIDTH - 2 * _MARGIN) / (right - left), (HEIGHT - 2 * _MARGIN) / (top - bottom)


def _layout(course: Course, theme: Theme) -> dict[str, Any]:
    x_range, y_range = _ranges(len(course.players))
    shift = _SIZES.get(len(course.players), 25) / 2 + 8
    nobody = note("nobody", x=0, y=0, xanchor="left", xshift=shift, font={"color": theme.muted})
    return {
        **base_layout(theme, size=SMALLEST),
        "margin": dict.fromkeys("lrtb", _MARGIN),
        "xaxis": quiet_axis(theme, range=list(x_range), showticklabels=False),
        "yaxis": quiet_axis(theme, range=list(y_range), showticklabels=False),
        "annotations": [nobody],
    }


def _frame(course: Course, cursor: int) -> Frame:
    newest = course.accuracy_at(cursor)
    restyle = _restyle(len(course.players), newest[1]) if newest else {}
    return {"annotations": [], "shapes": [], "restyle": restyle, "alt": words.lattice_alt(course, cursor)}


def _restyle(players: int, accuracies: tuple[float, ...]) -> dict[str, dict[str, Any]]:
    """Return the numbers and colours of the nodes, and the widths of the edges."""
    joins = _joins(players)
    gains = [100 * (accuracies[mask | 1 << bit] - accuracies[mask]) for mask, bit in joins]
    edges = {str(edge): _edge(gain) for edge, gain in enumerate(gains)}
    nodes = {
        "text": [f"{100 * accuracy:.0f}" for accuracy in accuracies],
        "textfont.color": [on_cividis(accuracy) for accuracy in accuracies],
        "marker.color": rounded(accuracies),
    }
    return edges | {str(len(joins)): nodes}


def _edge(gain: float) -> dict[str, Any]:
    """Return the look of an edge: as wide as what is gained, and broken where joining loses."""
    width = {"line.width": round(max(1.0, abs(gain) / _POINTS_PER_PX + 0.6), 1)}
    return width | ({"line.dash": "2px,3px"} if gain < 0 else {})
