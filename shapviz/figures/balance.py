"""The middle row of a story: the equilibrium deviation metric with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from shapviz.figures.canvas import Canvas, Parts, quiet_axis
from shapviz.figures.course import Course
from shapviz.figures.labels import bracketed, decimal, note, text_width
from shapviz.figures.scene import Trace
from shapviz.figures.theme import Theme, faded
from shapviz.figures.traces import band, curve, dots, ghost_curve
from shapviz.games.summary import Interval
from shapviz.runs.records import EpochRecord

_DOT, _AXIS = 3, "y2"
_SPAN = 1.06  # of the axis, in parts of its highest tick
Walls = list[tuple[float, float]]


@dataclass(frozen=True)
class Balance:
    """EDM: 0 at equal shares, 1 as far from them as shares can be."""

    course: Course
    theme: Theme
    canvas: Canvas

    def traces(self) -> list[Trace]:
        """Return the band's two edges, the line, the dot at the cursor, and the ghost's line."""
        return [
            *self._band(),
            self._line(),
            dots(self.theme, [(self.theme.text, "circle")], axis=_AXIS),
            *self._ghost(),
        ]

    def axis(self) -> dict[str, Any]:
        """Return an axis from 0 that ends at a quarter, so that it seldom moves while a run is alive."""
        ticks = [quarter / 4 for quarter in range(round(4 * self._top) + 1)]
        ticks = ticks[:: 2 if len(ticks) > 4 else 1]
        ticktext = [f"{tick:g}" for tick in ticks]
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        overhang = (_SPAN - 1) / 2 * self._top  # or half of the line at zero would be cut off
        shown = [-overhang, self._top + overhang]
        return quiet_axis(self.theme, range=shown, tickmode="array", tickvals=ticks, ticktext=ticktext, **grid)

    def fixed(self) -> Parts:
        """Return what the row shows, in words above it, and the line of equal shares."""
        words = "EDM" if self.canvas.compact else "EDM · 0 = equal shares · band: 95 % interval"
        line = {"width": 1.3, "dash": "6px,4px", "color": self.theme.muted}
        place = {"x0": 0, "x1": self.course.epochs, "y0": 0, "y1": 0, "xref": "x", "yref": _AXIS}
        return Parts(
            [heading(words, self.theme, self.canvas, axis=_AXIS)], [{"type": "line", "line": line, **place}], {}
        )

    def moving(self, record: EpochRecord) -> Parts:
        """Return the dot and the number at the cursor, and the ghost's number at the right end."""
        newest = self.course.valuation_at(record.epoch)
        if newest is None or newest[1].edm is None:
            return Parts(self._ghost_label(record.epoch), [], {_DOT: {"x": [], "y": []}})
        epoch, edm = newest[0], newest[1].edm
        dot = {"x": [epoch], "y": [round(edm.estimate, 4)]}
        return Parts([*self._ghost_label(epoch), self._number(record.epoch, epoch, edm)], [], {_DOT: dot})

    @cached_property
    def _points(self) -> list[tuple[int, Interval | None]]:
        return [(epoch, valuation.edm) for epoch, valuation in self.course.trained]

    @cached_property
    def _ghost_points(self) -> list[tuple[int, float | None]]:
        return [(epoch, v.edm.estimate if v.edm else None) for epoch, v in self.course.ghost_trained]

    @cached_property
    def _top(self) -> float:
        known = [edm.high for _, edm in self._points if edm] + [edm for _, edm in self._ghost_points if edm]
        return next((quarter / 4 for quarter in (1, 2, 3) if quarter / 4 >= max(known, default=0)), 1.0)

    def _band(self) -> list[Trace]:
        """Return the edges of the band, which closes to nothing at either side of an undefined stretch."""
        xs: list[float] = []
        lows: list[float] = []
        highs: list[float] = []
        pairs = [(None, None), *self._points, (None, None)]
        for (_, before), (epoch, edm), (_, after) in zip(pairs, pairs[1:], pairs[2:], strict=False):
            if edm is None or epoch is None:
                continue
            closed = (edm.estimate, edm.estimate)
            for low, high in [closed] * (before is None) + [(edm.low, edm.high)] + [closed] * (after is None):
                xs, lows, highs = [*xs, epoch], [*lows, low], [*highs, high]
        return band(xs, lows, highs, fill=faded(self.theme.text, 0.16), axis=_AXIS)

    def _line(self) -> Trace:
        return curve(
            [epoch for epoch, _ in self._points],
            [edm.estimate if edm else None for _, edm in self._points],
            colour=self.theme.text,
            width=3,
            axis=_AXIS,
            customdata=[f"{decimal(edm.estimate)} {bracketed(edm)}" if edm else "" for _, edm in self._points],
            hovertemplate="EDM %{customdata}<br>epoch %{x}<extra></extra>",
        )

    def _ghost(self) -> list[Trace]:
        """Return the ghost's line, which shows as a whole: here there is room to compare with all of it."""
        epochs, values = [epoch for epoch, _ in self._ghost_points], [edm for _, edm in self._ghost_points]
        return [ghost_curve(epochs, values, self.theme, axis=_AXIS, reveal=None)] if epochs else []

    def _number(self, cursor: int, epoch: int, edm: Interval) -> dict[str, Any]:
        """Return the value at the cursor: on its right while there is room, then on its left, clear of the curves."""
        exact = "" if self.canvas.compact else f" {bracketed(edm)}"
        reach = (text_width(decimal(edm.estimate) + exact, self.canvas.tick + 1) + 14) / self.canvas.px(1)
        right = cursor + reach <= self.course.epochs
        first, last = (cursor, cursor + reach) if right else (epoch - reach, epoch)
        labels = [box for start, box in map(self._box, self._ghost_label(epoch)) if start < last]
        height = self._clear(edm.estimate, [*self._walls(first, last, newest=epoch), *labels])
        text = f'<b>{decimal(edm.estimate)}</b><span style="color:{self.theme.muted}">{exact}</span>'
        label = self._label(text, height, color=self.theme.text, size=self.canvas.tick + 1)
        if right:
            return label | {"x": cursor, "xanchor": "left", "xshift": 10}
        return label | {"x": epoch, "xanchor": "right", "xshift": -8}

    def _ghost_label(self, newest: int) -> list[dict[str, Any]]:
        """Return the ghost's last value at the right end, clear of the curves as they are at epoch `newest`."""
        ghost = self.course.ghost
        known = [edm for _, edm in self._ghost_points if edm is not None]
        if ghost is None or not known:
            return []
        text = f"{ghost.label} {decimal(known[-1])}"
        start = self.course.epochs - (text_width(text, self.canvas.tick) + 4) / self.canvas.px(1)
        height = self._clear(known[-1], self._walls(start, self.course.epochs, newest=newest))
        label = self._label(text, height, color=self.theme.muted, size=self.canvas.tick)
        return [label | {"x": self.course.epochs, "xanchor": "right"}]

    def _label(self, text: str, height: float, *, color: str, size: int) -> dict[str, Any]:
        looks = {"font": {"size": size, "color": color}, "bgcolor": self.theme.background}
        return note(text, y=round(height, 4), xref="x", yref=_AXIS, **looks)

    def _box(self, label: dict[str, Any]) -> tuple[float, tuple[float, float]]:
        """Return the epoch where a label at the right end begins, and how low and high it reaches."""
        start = self.course.epochs - text_width(label["text"], self.canvas.tick) / self.canvas.px(1)
        return start, (label["y"] - self._half, label["y"] + self._half)

    @property
    def _half(self) -> float:
        """Half the height of a line of text, in EDM."""
        return (self.canvas.tick + 5) / 2 * _SPAN * self._top / self.canvas.row_height(1)

    def _clear(self, wanted: float, walls: Walls) -> float:
        """Return the height nearest to `wanted` where text meets none of `walls`; `wanted` if there is none."""
        half, top = self._half, self._top
        places = [place for step in range(121) if half <= (place := top * step / 120) <= top]
        free = [place for place in places if all(place + half < low or place - half > high for low, high in walls)]
        return min(free or [max(wanted, half)], key=lambda place: abs(place - wanted))

    def _walls(self, first: float, last: float, *, newest: int) -> Walls:
        """Return what text between two epochs must not touch: equal shares, the ghost, and the band up to `newest`."""
        own = [(epoch, edm.low, edm.high) for epoch, edm in self._points if edm and epoch <= newest]
        ghost = [(epoch, edm, edm) for epoch, edm in self._ghost_points if edm is not None]
        return [(0.0, 0.0), *_walls(own, first, last), *_walls(ghost, first, last)]


def _walls(curve: list[tuple[int, float, float]], first: float, last: float) -> Walls:
    """Return how low and high each piece of a curve reaches between two epochs."""
    pieces = [(a, b) for a, b in pairwise(curve) if b[0] >= first and a[0] <= last]
    return [(min(a[1], b[1]), max(a[2], b[2])) for a, b in pieces]


def heading(words: str, theme: Theme, canvas: Canvas, *, axis: str) -> dict[str, Any]:
    """Return a line of words above a row, at its left end."""
    place = {"x": 0, "y": 1, "xref": "x", "yref": f"{axis} domain", "xanchor": "left", "yanchor": "bottom"}
    looks = {"font": {"size": canvas.tick, "color": theme.muted}, "bgcolor": theme.background}
    return note(words, **place, **looks, xshift=1, yshift=1)
