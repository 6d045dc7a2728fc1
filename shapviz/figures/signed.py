"""The uppermost row of a story, the other way: signed Shapley values as lines with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapviz.figures.canvas import Parts
from shapviz.figures.course import shapley_of
from shapviz.figures.drawing import Drawing
from shapviz.figures.labels import note, text_width
from shapviz.figures.scene import Trace
from shapviz.figures.theme import faded
from shapviz.figures.traces import band, curve, dots, ghost_curve, rounded
from shapviz.figures.worths import Scale, ghost_words, worth_in_words, zero_line
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.records import EpochRecord


@dataclass(frozen=True)
class Signed(Drawing):
    """A line for each modality's Shapley value, its band a 95 % bootstrap interval."""

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
        return self._scale.axis(self.theme)

    def fixed(self) -> Parts:
        """Return the line where a modality neither adds nor takes away."""
        return Parts([], [zero_line(self.course, self.theme)], {})

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

    @cached_property
    def _payoff(self) -> str:
        return next(record.valuation.payoff for record in self.course.records if record.valuation)

    @cached_property
    def _scale(self) -> Scale:
        known = [valuation for _, valuation in (*self.course.trained, *self.course.ghost_trained)]
        ends = [end for valuation in known for value in valuation.shapley for end in (value.low, value.high)]
        return Scale.of(ends, self._payoff)

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
        wanted = [value.estimate for _, value in values]
        return self._scale.apart(wanted, size=self._size, height=self.canvas.row_height(0))

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
        words = ghost_words(self.course, self.canvas, self.theme, cursor)
        if room - (self._named if self._named <= room else 0) < text_width("● −00 ", self.canvas.tick):
            return words
        values = sorted(shapley_of(last[0][1]).items(), key=lambda item: item[1].estimate)
        place = {"x": self.course.epochs, "xanchor": "right", "bgcolor": self.theme.background, "borderpad": 1}
        place |= {"font": {"color": self.theme.muted}}
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
