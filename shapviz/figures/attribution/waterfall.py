"""The waterfall from nobody to everybody: steps in their modalities' colours, what is left over as a hatched block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from shapviz.figures.attribution.unit import Unit
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import escaped, note, shortened, text_width
from shapviz.figures.theme import SMALLEST, Style, Theme
from shapviz.games.summary import Interval

_TICKS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0)
_APART: Final = 4  # px between names, and between a bar and its number
_AXIS: Final = 48  # px that the axis of standing bars takes, and the right margin
_HEAD: Final = 1.3  # of the height that a number takes above or below its bar, by its letters


@dataclass(frozen=True)
class Step:
    """One bar: from where the last ended, or from zero."""

    name: str
    amount: Interval
    style: Style | None = None  # of its modality
    whole: bool = False  # a level rather than a change
    hatched: bool = False


@dataclass(frozen=True)
class Waterfall:
    """The figure: upright bars where there is room for their names below, else lying ones with names at their left."""

    steps: Sequence[Step]
    unit: Unit
    theme: Theme
    compact: bool
    told: bool  # whether numbers have intervals

    @cached_property
    def upright(self) -> bool:
        """Whether bars stand: where names have room beside each other below the bars."""
        widths = [text_width(step.name, self.size) for step in self.steps]
        column = (self.width - _AXIS) / len(self.steps)
        return all((one + other) / 2 + _APART <= column for one, other in pairwise(widths))

    @property
    def width(self) -> int:
        """Smallest width, px."""
        return 320 if self.compact else 400

    @property
    def height(self) -> int:
        """Smallest height, px."""
        return (260 if self.compact else 300) if self.upright else 30 * len(self.steps) + 44

    @property
    def size(self) -> int:
        """Of letters, px."""
        return SMALLEST if self.compact else 13

    @cached_property
    def spans(self) -> list[tuple[float, float]]:
        """Where each bar begins and ends, in the unit's natural scale."""
        level, spans = 0.0, []
        for step in self.steps:
            begin = 0.0 if step.whole else level
            level = begin + step.amount.estimate
            spans.append((begin, level))
        return spans

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        traces = [self._bar(place, step) for place, step in enumerate(self.steps)]
        return {"data": [*traces, self._joints()], "layout": self._layout()}

    def _bar(self, place: int, step: Step) -> dict[str, Any]:
        begin, end = self.spans[place]
        length, base = round(abs(end - begin), 5), round(min(begin, end), 5)
        along, across = ("y", "x") if self.upright else ("x", "y")
        trace = {"type": "bar", along: [length], across: [place], "base": [base], "width": [0.66]}
        looks = {"marker": self._marker(step), "cliponaxis": False}
        if not self.upright:
            trace["orientation"] = "h"
        return trace | looks | {"hovertemplate": f"{escaped(self._in_words(step))}<extra></extra>"}

    def _marker(self, step: Step) -> dict[str, Any]:
        if not step.hatched:
            colour = step.style.colour if step.style else self.theme.muted if step is self.steps[0] else self.theme.text
            return {"color": colour, "line": {"width": 0}}
        pattern = {
            "shape": "/",
            "size": 7,
            "solidity": 0.25,
            "fgcolor": self.theme.text,
            "bgcolor": self.theme.background,
        }
        return {"color": self.theme.text, "pattern": pattern, "line": {"width": 1.5, "color": self.theme.text}}

    def _joints(self) -> dict[str, Any]:
        """Return the thin lines from where one bar ends to where the next begins."""
        places: list[float | None] = []
        levels: list[float | None] = []
        for place, (_, end) in enumerate(self.spans[:-1]):
            places += [place + 0.33, place + 0.67, None]
            levels += [round(end, 5), round(end, 5), None]
        x, y = (places, levels) if self.upright else (levels, places)
        line = {"width": 1.2, "color": self.theme.muted}
        return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}

    def _layout(self) -> dict[str, Any]:
        names = [escaped(self._short(step)) for step in self.steps]
        ends = [-0.5, len(self.steps) - 0.5]
        bars: dict[str, Any] = {
            "tickvals": list(range(len(self.steps))),
            "ticktext": names,
            "range": ends if self.upright else ends[::-1],
        }
        bars["tickfont"] = {"color": self.theme.text, "size": self.size}
        low, high = self._range
        ticks = self._ticks(low, high)
        levels: dict[str, Any] = {
            "tickvals": ticks,
            "ticktext": [self.unit.text(tick) for tick in ticks],
            "range": [low, high],
        }
        levels |= {
            "showgrid": True,
            "gridcolor": self.theme.hairline,
            "zeroline": True,
            "zerolinecolor": self.theme.muted,
        }
        x, y = (bars, levels) if self.upright else (levels, bars)
        return {
            **base_layout(self.theme, size=self.size),
            "margin": self._margin,
            "xaxis": quiet_axis(self.theme, **x),
            "yaxis": quiet_axis(self.theme, **y),
            "annotations": list(self._numbers()),
        }

    @property
    def _margin(self) -> dict[str, int]:
        left = 40 if self.upright else round(self._widest) + 12
        return {"l": left, "r": 8 if self.upright else 12, "t": 8, "b": 26}

    @cached_property
    def _range(self) -> tuple[float, float]:
        """Both ends of the axis of levels: all bars, and room for the numbers at their ends."""
        ends = [end for span in self.spans for end in span]
        low, high = min(0.0, *ends), max(0.0, *ends)
        span = max(high - low, 1e-3)
        if self.upright:
            room = span * _HEAD * (self.size + 2) / (self.height - 34)
        else:
            number = max(text_width(self._number(step), self.size) for step in self.steps) + 10
            room = span * number / (self.width - self._margin["l"] - 12 - 2 * number)
        return round(low - (room if low < 0 else 0), 5), round(high + room, 5)

    def _ticks(self, low: float, high: float) -> list[float]:
        step = next((step for step in _TICKS if (high - low) / step <= 5), _TICKS[-1])
        return [round(step * place, 4) for place in range(int(low // step) + 1, int(high // step) + 1)]

    def _numbers(self) -> Iterator[dict[str, Any]]:
        """Yield the number of each bar: beyond the end that it leads to, or where a name stands, beyond the other."""
        font = {"size": self.size + 1, "weight": 700}
        for place, (step, (begin, end)) in enumerate(zip(self.steps, self.spans, strict=True)):
            up, text = end >= begin, self._number(step)
            if self.upright:
                side = {"yanchor": "bottom" if up else "top", "yshift": 2 if up else -2, "xanchor": "center"}
                yield note(text, x=place, y=round(end, 5), **side, font=font)
            else:
                right = up or self._left_of(end) < text_width(text, self.size + 1) + _APART
                side = {"xanchor": "left" if right else "right", "xshift": _APART if right else -_APART}
                level = max(begin, end) if right else end
                yield note(text, x=round(level, 5), y=place, **side, yanchor="middle", font=font)

    def _left_of(self, level: float) -> float:
        """Return how many px there are between a level and the names, where bars lie."""
        low, high = self._range
        return (level - low) / (high - low) * (self.width - self._margin["l"] - self._margin["r"])

    def _number(self, step: Step) -> str:
        return (self.unit.text if step.whole else self.unit.signed)(step.amount.estimate)

    @property
    def rounded(self) -> bool:
        """Whether its numbers, rounded one by one, miss the last of them when they are added up."""
        *steps, last = (step.amount.estimate for step in self.steps)
        return self.unit.total(steps) != self.unit.total([last])

    def _in_words(self, step: Step) -> str:
        ends = f" {self.unit.bracketed(step.amount)}" if self.told else ""
        return f"{step.name}: {self._number(step)}{ends}"

    @cached_property
    def _widest(self) -> float:
        return max(text_width(self._short(step), self.size) for step in self.steps)

    def _short(self, step: Step) -> str:
        return step.name if self.upright else shortened(step.name, self.size, 0.32 * self.width)

    @property
    def alt(self) -> str:
        """The steps in words."""
        return "; ".join(self._in_words(step) for step in self.steps)
