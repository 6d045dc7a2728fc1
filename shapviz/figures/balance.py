"""The middle row of a story: the equilibrium deviation metric with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapviz.figures.canvas import Parts, heading, quiet_axis
from shapviz.figures.drawing import Drawing
from shapviz.figures.labels import bracketed, decimal
from shapviz.figures.readings import EDM_AXIS, Readings, axis_range, highest_tick
from shapviz.figures.scene import Trace
from shapviz.figures.theme import faded
from shapviz.figures.traces import band, curve, dots, ghost_curve
from shapviz.runs.records import EpochRecord

_DOT = 3  # its place among the traces


@dataclass(frozen=True)
class Balance(Drawing):
    """EDM: 0 at equal shares, 1 as far from them as shares can be."""

    def traces(self) -> list[Trace]:
        """Return the band's two edges, the line, the dot at the cursor, and the ghost's line."""
        return [
            *self._band(),
            self._line(),
            dots(self.theme, [(self.theme.text, "circle")], axis=EDM_AXIS),
            *self._ghost(),
        ]

    def axis(self) -> dict[str, Any]:
        """Return an axis from 0 that ends at a quarter, so that it seldom moves while a run is alive."""
        top = highest_tick(self.course)
        ticks = [quarter / 4 for quarter in range(round(4 * top) + 1)][:: 2 if top == 1 else 1]
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        shown = {"range": axis_range(self.course), "tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks]}
        return quiet_axis(self.theme, **shown, **grid)

    def fixed(self) -> Parts:
        """Return what the row shows, in words above it, and the line of equal shares."""
        words = "EDM" if self.canvas.compact else "EDM · 0 = equal shares · band: 95 % interval"
        line = {"width": 1.3, "dash": "6px,4px", "color": self.theme.muted}
        place = {"x0": 0, "x1": self.course.epochs, "y0": 0, "y1": 0, "yref": EDM_AXIS}
        zero = {"type": "line", "line": line, **place}
        return Parts([heading(words, self.theme, self.canvas, axis=EDM_AXIS)], [zero], {})

    def moving(self, record: EpochRecord) -> Parts:
        """Return the dot and the number at the cursor, and the ghost's number at the right end."""
        newest = self.course.valuation_at(record.epoch)
        if newest is None or newest[1].edm is None:
            return Parts(self._readings.ghost(), [], {_DOT: {"x": [], "y": []}})
        epoch, edm = newest[0], newest[1].edm
        dot = {"x": [epoch], "y": [round(edm.estimate, 4)]}
        return Parts(self._readings.all(record.epoch, epoch, edm), [], {_DOT: dot})

    @cached_property
    def _readings(self) -> Readings:
        return Readings(self.course, self.theme, self.canvas)

    def _band(self) -> list[Trace]:
        """Return the edges of the band, which closes to nothing at either side of an undefined stretch."""
        xs: list[float] = []
        lows: list[float] = []
        highs: list[float] = []
        pairs = [(None, None), *self.course.edm, (None, None)]
        for (_, before), (epoch, edm), (_, after) in zip(pairs, pairs[1:], pairs[2:], strict=False):
            if edm is None or epoch is None:
                continue
            closed = (edm.estimate, edm.estimate)
            for low, high in [closed] * (before is None) + [(edm.low, edm.high)] + [closed] * (after is None):
                xs, lows, highs = [*xs, epoch], [*lows, low], [*highs, high]
        return band(xs, lows, highs, fill=faded(self.theme.text, 0.16), axis=EDM_AXIS)

    def _line(self) -> Trace:
        return curve(
            [epoch for epoch, _ in self.course.edm],
            [edm.estimate if edm else None for _, edm in self.course.edm],
            colour=self.theme.text,
            width=3,
            axis=EDM_AXIS,
            customdata=[f"{decimal(edm.estimate)} {bracketed(edm)}" if edm else "" for _, edm in self.course.edm],
            hovertemplate="EDM %{customdata}<br>epoch %{x}<extra></extra>",
        )

    def _ghost(self) -> list[Trace]:
        """Return the ghost's line, which shows as a whole: here there is room to compare with all of it."""
        epochs, values = [epoch for epoch, _ in self.course.ghost_edm], [edm for _, edm in self.course.ghost_edm]
        return [ghost_curve(epochs, values, self.theme, axis=EDM_AXIS, reveal=None)] if epochs else []
