"""The room that the figure of severities has: curves on the left, their labels, a rule, and what removal leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Any, Final

from shapviz.figures.canvas import quiet_axis
from shapviz.figures.labels import escaped, note, percent, plain_width, points, shortened, spread
from shapviz.figures.marks import glyph
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.lines import Line
from shapviz.figures.theme import SMALLEST, Theme, styles
from shapviz.runs.severity import WORST

_STEPS: Final = (0.02, 0.05, 0.1, 0.2)
_FILLED = 0.45  # of the height is for what has a mark, or it would be too flat to compare
_LEADING = 4  # px between lines of text
_BEFORE, _AROUND = 9, 14  # px between a curve and its label, and on both sides of the mark of a removal


@dataclass(frozen=True)
class Room:
    """Sizes in px at the smallest size that the figure is shown at; on a larger one everything only moves apart."""

    case: Case
    theme: Theme
    lines: Sequence[Line]
    compact: bool

    @property
    def width(self) -> int:
        """Smallest width of the figure."""
        return 320 if self.compact else 580

    @property
    def height(self) -> int:
        """Smallest height of the figure."""
        return 300 if self.compact else 330

    @property
    def label(self) -> int:
        """Size of the labels."""
        return SMALLEST if self.compact else 14

    @property
    def tick(self) -> int:
        """Size of axis ticks and of words in passing."""
        return SMALLEST if self.compact else 13

    @property
    def margin(self) -> dict[str, int]:
        """Margins; the cursor's label stands on top."""
        return {"l": 40 if self.compact else 46, "r": 6, "t": 28, "b": 42}

    @property
    def rule(self) -> float:
        """The x between the labels and the column of removals."""
        return round(WORST + self._columns[0] * self._per_px, 3)

    @property
    def removals(self) -> float:
        """The x of the marks of removals."""
        return round(self.rule + _AROUND * self._per_px, 3)

    @cached_property
    def heights(self) -> tuple[float, float]:
        """Both ends of the y axis: all that is drawn, and some room for words."""
        low, high = self._drawn
        low = min(low, self._nobody) if self.down_to_nobody else low
        room = max(high - low, 0.1)
        return max(low - 0.1 * room, -0.06), min(high + 0.04 * room, 1.03)

    @property
    def down_to_nobody(self) -> bool:
        """Whether what nobody reaches is in sight; where that would press everything else together, words say it."""
        low, high = self._drawn
        return high - low >= _FILLED * (high - self._nobody)

    @cached_property
    def _drawn(self) -> tuple[float, float]:
        """The least and the greatest of what has a mark or a band."""
        sides = self.case.scenario.sides
        known = [end for line in self.lines for _, each in line.points for end in (each.low, each.high)]
        known += [line.removed.estimate for line in self.lines]
        known += [at(side).estimate for side in sides for at in (self.case.now, self.case.clean)]
        return min(known), max(known)

    @property
    def _nobody(self) -> float:
        return self.case.nobody(self.case.first).estimate

    def x_axis(self) -> dict[str, Any]:
        """Return the severities, and beyond the rule what is gone."""
        end = round(self.rule + self._columns[1] * self._per_px, 3)
        ticks: list[float] = list(range(WORST + 1))
        texts = ["0" if self.compact else "clean", *map(str, range(1, WORST + 1))]
        if self.case.members:
            ticks, texts = [*ticks, round((self.rule + end) / 2, 3)], [*texts, self._gone]
        words = {"text": "severity, 0 is clean" if self.compact else "severity of the corruption", "standoff": 6}
        title = {"title": words | {"font": {"color": self.theme.muted, "size": self.tick}}}
        return quiet_axis(self.theme, range=[-0.3, end], tickvals=ticks, ticktext=texts, **title)

    def y_axis(self) -> dict[str, Any]:
        """Return the accuracies."""
        low, high = self.heights
        step = next((step for step in _STEPS if (high - low) / step <= 5), 0.25)
        ticks = [round(step * place, 3) for place in range(round(1 / step) + 1) if low <= step * place <= high]
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        return quiet_axis(self.theme, range=[low, high], tickvals=ticks, ticktext=[*map(percent, ticks)], **grid)

    def nobody(self) -> dict[str, Any]:
        """Return the words at the line of nobody: below it, where a curve passes there above it, else at the bottom."""
        reached = self._nobody
        text = f"nobody present: {points(reached)} %"
        looks = {"font": {"color": self.theme.muted, "size": self.tick}, "bgcolor": self.theme.background}
        if not self.down_to_nobody:
            return note(
                f"{text}, far below", x=0, xanchor="left", xshift=_LEADING, y=0, yref="paper", yanchor="bottom", **looks
            )
        end = (plain_width(text, self.tick) + _BEFORE) * self._per_px
        near = [each for line in self.lines for at, each in line.points if at <= ceil(end)]
        lower = reached - (self.tick + 2 * _LEADING) * self._height_of_px
        above = any(each.low < reached and each.high > lower for each in near)
        side = {"yanchor": "bottom", "yshift": 1} if above else {"yanchor": "top", "yshift": -1}
        return note(text, x=0, y=round(reached, 4), xanchor="left", xshift=_LEADING, **side, **looks)

    def labels(self) -> Iterator[dict[str, Any]]:
        """Yield name and last number of each curve at its end, and the number of each removal, clear of each other."""
        ends = [(line.worst.estimate, self._name(line)) for line in self.lines]
        yield from self._stacked(ends, WORST, _BEFORE)
        removals = [(line.removed.estimate, self._removal(line)) for line in self.lines if self.case.members]
        yield from self._stacked(removals, self.removals, _AROUND)

    def _stacked(self, wanted: Sequence[tuple[float, str]], x: float, shift: int) -> Iterator[dict[str, Any]]:
        """Yield texts at the heights nearest to the wanted ones at which they do not touch."""
        low, high = self.heights
        upwards = sorted(wanted)
        gap = (self.label + _LEADING) * self._height_of_px
        places = spread([height for height, _ in upwards], gap=gap, low=low + gap / 2, high=high - gap / 2)
        for (_, text), place in zip(upwards, places, strict=True):
            yield note(text, x=x, y=round(place, 4), xanchor="left", xshift=shift, font={"size": self.label})

    @property
    def _height_of_px(self) -> float:
        low, high = self.heights
        return (high - low) / (self.height - self.margin["t"] - self.margin["b"])

    @cached_property
    def _crowded(self) -> bool:
        """Whether numbers of removals cannot stand beside their marks, and need a mark of their own."""
        heights = sorted(line.removed.estimate for line in self.lines)
        return any(above - below < (self.label + _LEADING) * self._height_of_px for below, above in pairwise(heights))

    @cached_property
    def _columns(self) -> tuple[float, float]:
        """How many px the labels at the ends of the curves take, and the column of removals."""
        names = max((plain_width(self._name(line), self.label) for line in self.lines), default=0)
        if not self.case.members:
            return names + _BEFORE + 6, 0
        removals = max((plain_width(self._removal(line), self.label) for line in self.lines), default=0)
        return names + _BEFORE + 6, max(removals + 2 * _AROUND, plain_width(self._gone, self.tick) + 6)

    @cached_property
    def _per_px(self) -> float:
        """Severities a px."""
        return (WORST + 0.3) / (self.width - self.margin["l"] - self.margin["r"] - sum(self._columns))

    @property
    def _gone(self) -> str:
        return "gone" if self.compact else "removed"

    def _name(self, line: Line) -> str:
        name = escaped(shortened(line.player, self.label, 60 if self.compact else 110))
        return f"{self._mark(line, filled=line.first)} {name} <b>{points(line.worst.estimate)}</b>"

    def _removal(self, line: Line) -> str:
        number = f"<b>{points(line.removed.estimate)}</b>"
        return f"{self._mark(line, filled=self.case.paired and line.first)} {number}" if self._crowded else number

    def _mark(self, line: Line, *, filled: bool) -> str:
        style = styles(self.case.players)[line.player]
        return f'<span style="color:{style.colour}">{glyph(style, filled=filled)}</span>'
