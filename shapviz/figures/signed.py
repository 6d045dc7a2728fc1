"""The uppermost row of a story, the other way: signed Shapley values as lines with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapviz.figures.canvas import Canvas, Parts, quiet_axis
from shapviz.figures.course import Course, shapley_of
from shapviz.figures.labels import decimal, note, spread, text_width
from shapviz.figures.scene import Trace
from shapviz.figures.theme import Style, Theme, faded, styles
from shapviz.figures.traces import band, curve, dots, ghost_curve, rounded
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.records import EpochRecord

_FLAG = 44  # px of the cursor's own label right of the cursor
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Signed:
    """A line for each modality's Shapley value, its band a 95 % bootstrap interval."""

    course: Course
    theme: Theme
    canvas: Canvas

    @cached_property
    def styles(self) -> dict[str, Style]:
        """How each modality looks."""
        return styles(self.course.players)

    def traces(self) -> list[Trace]:
        """Return bands, lines, the dots at the cursor, and the ghost's lines."""
        bands = [edge for player in self.course.players for edge in self._band(player)]
        lines = [self._line(player) for player in self.course.players]
        return [*bands, *lines, self._dots(), *self._ghost()]

    @property
    def _dots_at(self) -> int:
        return 3 * len(self.course.players)

    def axis(self) -> dict[str, Any]:
        """Return an axis in the payoff's unit that ends at a round number and holds zero."""
        low, high, step = self._range
        ticks = [round(step * place, 4) for place in range(math.ceil(low / step), round(high / step) + 1)]
        texts = [*(worth_in_words(tick, self._payoff) for tick in ticks[:-1]), self._top_tick(ticks[-1])]
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        return quiet_axis(self.theme, range=[low, high], tickvals=ticks, ticktext=texts, **grid)

    def fixed(self) -> Parts:
        """Return the line where a modality neither adds nor takes away."""
        line = {"width": 1.3, "dash": "6px,4px", "color": self.theme.muted}
        place = {"x0": 0, "x1": self.course.epochs, "y0": 0, "y1": 0}
        return Parts([], [{"type": "line", "layer": "between", "line": line, **place}], {})

    def moving(self, record: EpochRecord) -> Parts:
        """Return a label for each line beside the cursor, and what the ghost is."""
        newest = self.course.valuation_at(record.epoch)
        if newest is None:
            return Parts(self._ghost_labels(record.epoch), [], {self._dots_at: {"x": [], "y": []}})
        epoch, valuation = newest
        values = [value.estimate for value in shapley_of(valuation).values()]
        marks: dict[str, Any] = {"x": [epoch] * len(values), "y": rounded(values)}
        labels = [*self._labels(record.epoch, epoch, valuation), *self._ghost_labels(record.epoch)]
        return Parts(labels, [], {self._dots_at: marks})

    def _top_tick(self, value: float) -> str:
        """Return the uppermost tick, which also tells the unit."""
        return f"{worth_in_words(value, self._payoff)} {'nats' if self._payoff == 'log_likelihood' else 'pts'}"

    @cached_property
    def _payoff(self) -> str:
        return next(record.valuation.payoff for record in self.course.records if record.valuation)

    @cached_property
    def _range(self) -> tuple[float, float, float]:
        """Return the ends of the axis, the lower a little below all there is, and the distance of about five ticks."""
        known = [valuation for _, valuation in (*self.course.trained, *self.course.ghost_trained)]
        lows = [value.low for valuation in known for value in valuation.shapley]
        highs = [value.high for valuation in known for value in valuation.shapley]
        low, high = min([0.0, *lows]), max([0.05, *highs])
        step = next((step for step in _STEPS if (high - low) / step <= 4), math.ceil((high - low) / 4))
        return low - 0.03 * (high - low), math.ceil(high / step) * step, step

    def _points(self, player: str) -> list[tuple[int, Interval]]:
        return [(epoch, shapley_of(valuation)[player]) for epoch, valuation in self.course.trained]

    def _band(self, player: str) -> list[Trace]:
        points = self._points(player)
        lows, highs = [value.low for _, value in points], [value.high for _, value in points]
        return band([epoch for epoch, _ in points], lows, highs, fill=faded(self.styles[player].colour, 0.16))

    def _line(self, player: str) -> Trace:
        points, style = self._points(player), self.styles[player]
        return curve(
            [epoch for epoch, _ in points],
            [value.estimate for _, value in points],
            colour=style.colour,
            width=2.6,
            dash=style.dash,
            name=player,
            customdata=[self._interval_in_words(value) for _, value in points],
            hovertemplate=f"<b>{player}</b> φ %{{customdata}}<br>epoch %{{x}}<extra></extra>",
        )

    def _interval_in_words(self, value: Interval) -> str:
        estimate, low, high = (worth_in_words(end, self._payoff) for end in (value.estimate, value.low, value.high))
        return f"{estimate} [{low}, {high}]"

    def _dots(self) -> Trace:
        return dots(self.theme, [(style.colour, style.marker) for style in self.styles.values()])

    def _ghost(self) -> list[Trace]:
        known = self.course.ghost_trained
        epochs = [epoch for epoch, _ in known]
        return [
            ghost_curve(epochs, [shapley_of(valuation)[player].estimate for _, valuation in known], self.theme)
            for player in self.course.players
            if known
        ]

    def _labels(self, cursor: int, epoch: int, valuation: Valuation) -> list[dict[str, Any]]:
        """Return the labels: right of the cursor while there is room, then on its left, on plates either way.

        On the left they would hide the curves: there mark and number must do, the lanes below tell the names.
        """
        values = sorted(shapley_of(valuation).items(), key=lambda item: item[1].estimate)
        texts, side = self._texts(values, named=True), {"x": cursor, "xanchor": "left", "xshift": 10}
        if self._named > self.canvas.px(self.course.epochs - cursor):
            texts, side = self._texts(values, named=False), {"x": epoch, "xanchor": "right", "xshift": -10}
        return [
            note(text, **side, y=round(place, 4), **self._plate(player))
            for text, (player, _), place in zip(texts, values, self._places(values), strict=True)
        ]

    @property
    def _size(self) -> int:
        """Size of the labels: those of the river have more room."""
        return max(13, self.canvas.label - 3)

    def _texts(self, values: list[tuple[str, Interval]], *, named: bool) -> list[str]:
        names = self.canvas.names(self._size)
        return [
            f"{self.styles[player].glyph}{f' {names[player]}' if named else ''} "
            f"<b>{worth_in_words(value.estimate, self._payoff)}</b>"
            for player, value in values
        ]

    def _places(self, values: list[tuple[str, Interval]]) -> list[float]:
        low, high, _ = self._range
        gap = (self._size + 8) * (high - low) / self.canvas.row_height(0)
        return spread([value.estimate for _, value in values], gap=gap, low=low + gap / 2, high=high - gap / 2)

    def _plate(self, player: str) -> dict[str, Any]:
        style = self.styles[player]
        ground = {"bgcolor": style.colour, "bordercolor": self.theme.background, "borderwidth": 1.5, "borderpad": 3}
        return {"font": {"size": self._size, "color": style.on}, **ground}

    def _ghost_labels(self, cursor: int) -> list[dict[str, Any]]:
        """Return at the right end what the ghost is and its last values, as far as there is room for them."""
        ghost, last = self.course.ghost, self.course.ghost_trained[-1:]
        if ghost is None or not last:
            return []
        room = self.canvas.px(self.course.epochs - cursor)
        above = [text for text in (ghost.words, ghost.label) if text_width(text, self.canvas.tick) + _FLAG <= room]
        place = {"x": self.course.epochs, "xanchor": "right", "font": {"color": self.theme.muted}}
        words = [note(text, y=1, yref="y domain", yanchor="bottom", yshift=4, **place) for text in above[:1]]
        if room - (self._named if self._named <= room else 0) < text_width("● −00 ", self.canvas.tick):
            return words
        values = sorted(shapley_of(last[0][1]).items(), key=lambda item: item[1].estimate)
        place |= {"bgcolor": self.theme.background, "borderpad": 1}
        texts = [
            f"{self.styles[player].glyph} {worth_in_words(value.estimate, self._payoff)}" for player, value in values
        ]
        heights = self._places(values)
        return [*words, *(note(text, y=round(y, 4), **place) for text, y in zip(texts, heights, strict=True))]

    @cached_property
    def _named(self) -> float:
        """How many px the run's own labels take right of the cursor while there is room for their names."""
        named = (f"● {name} −00" for name in self.canvas.names(self._size).values())
        return 24 + max(text_width(text, self._size) for text in named)


def worth_in_words(value: float, payoff: str) -> str:
    """Return a worth in its payoff's unit: whole points for accuracy and probability, nats with two decimals."""
    return decimal(value) if payoff == "log_likelihood" else f"{100 * value:.0f}".replace("-0", "0").replace("-", "−")
