"""The coalitions of more than four modalities: all of them by size, and who is in the best one of each size."""

from __future__ import annotations

import math
from typing import Any

from shapviz.figures import words
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.course import Course, team
from shapviz.figures.labels import note, shortened, text_width
from shapviz.figures.scene import Frame, Scene, Trace
from shapviz.figures.theme import SMALLEST, Theme, faded, styles
from shapviz.figures.traces import curve, rounded

WIDTH, HEIGHT = 236, 220  # px; the smallest size it is shown at
_TOP, _BOTTOM, _RIGHT, _LANE, _GAP = 20, 40, 12, 14, 12
_GOLDEN = 0.618034
_NUMBERS = 50_000  # that all frames together may hold
_ALL, _BEST, _MEMBERS = 0, 1, 2  # traces


def teams(course: Course, theme: Theme) -> Scene:
    """Return every coalition as a dot over its size, the best of each size joined, and below who is in it."""
    course = course.thinned(max(2, _NUMBERS // 2 ** len(course.players)))
    return {
        "data": [_dots(course, theme), _best(course, theme), _members(course, theme)],
        "layout": _layout(course, theme),
        "frames": {str(record.epoch): _frame(course, record.epoch) for record in course.records},
    }


def _dots(course: Course, theme: Theme) -> Trace:
    """Return a dot a coalition, strewn over its size by the golden ratio so that equal ones do not hide each other."""
    masks = range(2 ** len(course.players))
    of_size = {size: [mask for mask in masks if mask.bit_count() == size] for size in range(len(course.players) + 1)}
    offset = {mask: (place + 0.5) / len(row) * 0.7 - 0.35 for row in of_size.values() for place, mask in enumerate(row)}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rounded((mask.bit_count() + offset[mask] for mask in masks), 3),
        "y": [],
        "customdata": [" + ".join(team(course.players, mask)) or "nobody" for mask in masks],
        "hovertemplate": "<b>%{customdata}</b> %{y:.1%}<extra></extra>",
        "marker": {"size": 5, "color": faded(theme.muted, 0.45), "line": {"width": 0}},
    }


def _best(course: Course, theme: Theme) -> Trace:
    sizes = list(range(len(course.players) + 1))
    return curve(sizes, [], colour=theme.text, width=1.6, reveal=None) | {
        "mode": "lines+markers",
        "marker": {"size": 8, "color": theme.text, "line": {"width": 1.5, "color": theme.background}},
        "cliponaxis": False,
    }


def _members(course: Course, theme: Theme) -> Trace:
    """Return the grid of modality by size; frames make those who are not in the best coalition of a size faint."""
    cells = [(size, lane) for lane in range(len(course.players)) for size in range(1, len(course.players) + 1)]
    looks = list(styles(course.players).values())
    return {
        "type": "scatter",
        "mode": "markers",
        "yaxis": "y2",
        "x": [size for size, _ in cells],
        "y": [lane for _, lane in cells],
        "marker": {
            "size": 9,
            "symbol": [looks[lane].marker for _, lane in cells],
            "color": [looks[lane].colour for _, lane in cells],
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _left(course: Course) -> float:
    """Return the left margin, in px: it holds the names."""
    return max(text_width(name, SMALLEST) for name in _names(course).values()) + SMALLEST + 12


def _names(course: Course) -> dict[str, str]:
    return {player: shortened(player, SMALLEST, 64) for player in course.players}


def _layout(course: Course, theme: Theme) -> dict[str, Any]:
    players = len(course.players)
    inner = HEIGHT - _TOP - _BOTTOM
    grid, gap = players * _LANE / inner, _GAP / inner
    names, looks = _names(course), styles(course.players)
    labels = [f'<span style="color:{looks[p].colour}">{looks[p].glyph}</span> {names[p]}' for p in course.players]
    lanes = {"range": [players - 0.5, -0.5], "tickvals": list(range(players)), "ticktext": labels}
    percents = {"tickvals": [0, 0.5, 1], "ticktext": ["0", "50", "100"], "showgrid": True, "gridcolor": theme.hairline}
    title = {"text": "best coalition of each size", "standoff": 3, "font": {"size": SMALLEST, "color": theme.muted}}
    sizes = {"tickvals": list(range(players + 1)), "range": [-0.5, players + 0.5], "title": title}
    return {
        **base_layout(theme, size=SMALLEST),
        "margin": {"l": round(_left(course)), "r": _RIGHT, "t": _TOP, "b": _BOTTOM},
        "xaxis": quiet_axis(theme, anchor="y2", **sizes),
        "yaxis": quiet_axis(theme, range=[0, 1.02], domain=[round(grid + gap, 4), 1], **percents),
        "yaxis2": quiet_axis(theme, domain=[0, round(grid, 4)], **lanes) | {"tickfont": {"color": theme.text}},
    }


def _numbered(course: Course) -> list[int]:
    """Return the sizes whose best coalition is labelled: all, or every second or third where they stand too close."""
    room = (WIDTH - _left(course) - _RIGHT) / (len(course.players) + 1)
    step = math.ceil(text_width("100", SMALLEST) / room)
    return list(range(len(course.players), -1, -step))


def _frame(course: Course, cursor: int) -> Frame:
    newest = course.accuracy_at(cursor)
    if newest is None:
        return {"annotations": [], "shapes": [], "restyle": {}, "alt": words.lattice_alt(course, cursor)}
    accuracies = newest[1]
    best = best_of_sizes(accuracies, len(course.players))
    heights = rounded(accuracies[mask] for mask in best)
    inside = [best[size] >> lane & 1 for lane in range(len(course.players)) for size in range(1, len(best))]
    return {
        "annotations": [_number(size, accuracies[best[size]]) for size in _numbered(course)],
        "shapes": [],
        "restyle": {
            str(_ALL): {"y": rounded(accuracies)},
            str(_BEST): {"y": heights},
            str(_MEMBERS): {"marker.opacity": [1 if member else 0.12 for member in inside]},
        },
        "alt": words.lattice_alt(course, cursor),
    }


def _number(size: int, height: float) -> dict[str, Any]:
    """Return the label of a best coalition: above it, but beside nobody, from whom the line rises steeply."""
    beside = {"yshift": 11} if size else {"xshift": 9, "yshift": -2, "xanchor": "left"}
    return note(f"{100 * height:.0f}", x=size, y=round(height, 4), **beside)


def best_of_sizes(accuracies: tuple[float, ...], players: int) -> list[int]:
    """Return the mask of the most accurate coalition of each size, from nobody to everybody; the first among equals."""
    return [
        max((mask for mask in range(2**players) if mask.bit_count() == size), key=lambda mask: accuracies[mask])
        for size in range(players + 1)
    ]
