"""The numbers in the row of EDM: the run's at the cursor, the ghost's at the right end, clear of the curves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from shapviz.figures.canvas import Canvas
from shapviz.figures.course import Course
from shapviz.figures.labels import bracketed, decimal, note, text_width
from shapviz.figures.theme import Theme
from shapviz.games.summary import Interval

EDM_AXIS = "y2"
_OVERHANG = 0.03  # of the axis beyond its first and last tick, or half of the line at zero would be cut off
Wall = tuple[float, float]  # the lower and upper end of something that text must not touch


def highest_tick(course: Course) -> float:
    """Return the last tick of the axis: the quarter above all that is known, so that it seldom moves."""
    known = [edm.high for _, edm in course.edm if edm] + [edm for _, edm in course.ghost_edm if edm]
    return next((quarter / 4 for quarter in (1, 2, 3) if quarter / 4 >= max(known, default=0)), 1.0)


def axis_range(course: Course) -> list[float]:
    """Return the ends of the axis."""
    top = highest_tick(course)
    return [-_OVERHANG * top, (1 + _OVERHANG) * top]


@dataclass(frozen=True)
class Readings:
    """Labels placed where they strike through nothing: the nearest height that is free along their whole width."""

    course: Course
    theme: Theme
    canvas: Canvas

    def all(self, cursor: int, epoch: int, edm: Interval) -> list[dict[str, Any]]:
        """Return the labels while the cursor stands at `cursor` and `edm`, of `epoch`, is the newest value.

        The run's own stands right of the cursor. Where that has no room any more, both become one line on its left.
        """
        exact = "" if self.canvas.terse else f" {bracketed(edm)}"
        end = cursor + self._reach(f"{decimal(edm.estimate)}{exact}")
        if end > self.course.epochs:
            return [self._joined(epoch, edm, exact)]
        height = self._clear(edm.estimate, self._walls(cursor, end))
        number = self._label(self._text(edm, exact), height) | {"x": cursor, "xanchor": "left", "xshift": 10}
        beside = [(height - self._half, height + self._half)] if end > self._ghost_start else []
        return [number, *self.ghost(beside)]

    def ghost(self, taken: list[Wall] | None = None) -> list[dict[str, Any]]:
        """Return the ghost's last value at the right end, clear of its line and of what is `taken`."""
        if not self._ghost_text:
            return []
        last = [edm for _, edm in self.course.ghost_edm if edm is not None][-1]
        height = self._clear(last, [*self._walls(self._ghost_start, self.course.epochs), *(taken or [])])
        label = self._label(self._ghost_text, height, colour=self.theme.muted)
        return [label | {"x": self.course.epochs, "xanchor": "right"}]

    def _joined(self, epoch: int, edm: Interval, exact: str) -> dict[str, Any]:
        rest = exact + (f" · {self._ghost_text}" if self._ghost_text else "")
        start = epoch - self._reach(f"{decimal(edm.estimate)}{rest}")
        height = self._clear(edm.estimate, self._walls(start, epoch, newest=epoch))
        return self._label(self._text(edm, rest), height) | {"x": epoch, "xanchor": "right", "xshift": -8}

    def _text(self, edm: Interval, rest: str) -> str:
        return f'<b>{decimal(edm.estimate)}</b><span style="color:{self.theme.muted}">{rest}</span>'

    def _label(self, text: str, height: float, *, colour: str = "") -> dict[str, Any]:
        font = {"size": self.canvas.tick + 1, "color": colour or self.theme.text}
        return note(text, y=round(height, 4), yref=EDM_AXIS, font=font, bgcolor=self.theme.background)

    def _reach(self, text: str) -> float:
        """Return how many epochs a label takes, its distance from the cursor included."""
        return (text_width(text, self.canvas.tick + 1) + 14) / self.canvas.px(1)

    @cached_property
    def _ghost_text(self) -> str:
        """The ghost's name and last value; empty without either."""
        known = [edm for _, edm in self.course.ghost_edm if edm is not None]
        return f"{self.course.ghost.label} {decimal(known[-1])}" if self.course.ghost and known else ""

    @cached_property
    def _ghost_start(self) -> float:
        """The epoch where the ghost's label begins."""
        return self.course.epochs - self._reach(self._ghost_text)

    @cached_property
    def _top(self) -> float:
        return highest_tick(self.course)

    @cached_property
    def _half(self) -> float:
        """Half the height of a line of text, in EDM."""
        per_px = (1 + 2 * _OVERHANG) * self._top / self.canvas.row_height(1)
        return (self.canvas.tick + 6) / 2 * per_px

    def _clear(self, wanted: float, walls: list[Wall]) -> float:
        """Return the height nearest to `wanted` where text meets none of `walls`; `wanted` if there is none."""
        half = self._half
        places = [place for step in range(61) if half <= (place := self._top * step / 60)]
        free = [place for place in places if all(place + half < low or place - half > high for low, high in walls)]
        return min(free or [max(wanted, half)], key=lambda place: abs(place - wanted))

    def _walls(self, first: float, last: float, *, newest: int = 0) -> list[Wall]:
        """Return what text between two epochs must not touch: equal shares, the ghost, and the band up to `newest`."""
        own = [(epoch, edm.low, edm.high) for epoch, edm in self.course.edm if edm and epoch <= newest]
        ghost = [(epoch, edm, edm) for epoch, edm in self.course.ghost_edm if edm is not None]
        pieces = [(a, b) for curve in (own, ghost) for a, b in pairwise(curve) if b[0] >= first and a[0] <= last]
        return [(0.0, 0.0), *((min(a[1], b[1]), max(a[2], b[2])) for a, b in pieces)]
