"""Lines with bands, a label at the end of each: for whatever changes along calls, epochs or players that join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import Any, Final

from shapviz.figures.attribution.unit import Unit
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import escaped, note, plain_width, shortened, spread
from shapviz.figures.scene import Trace
from shapviz.figures.theme import SMALLEST, Style, Theme, faded
from shapviz.figures.traces import band, curve
from shapviz.games.summary import Interval

_SHADES: Final = {"light": 0.14, "dark": 0.26}  # opacity of bands, so that they are seen on either background
_STEPS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_LEADING = 4  # px between lines of text
_MOST_MARKS = 12
_BETWEEN = 8  # px between ticks
_BEFORE = 9  # px between a line and its label


@dataclass(frozen=True)
class Line:
    """One line, and how it looks."""

    name: str
    style: Style
    points: tuple[tuple[float, Interval], ...]
    level: float | None = None  # of a dashed line across: what the line should come to
    told: bool = True  # whether its points have intervals
    open: bool = False  # marks without filling

    @property
    def last(self) -> Interval:
        """Where it ends."""
        return self.points[-1][1]


@dataclass(frozen=True)
class Along:
    """The x axis: what runs along it, and which places are named."""

    title: str
    ticks: Sequence[tuple[float, str]]
    low: float
    high: float
    cursor: float | None = None
    flag: str = ""


@dataclass(frozen=True)
class Lines:
    """The figure. Sizes are for the smallest size that it is shown at; on a larger one everything only moves apart."""

    lines: Sequence[Line]
    along: Along
    unit: Unit
    theme: Theme
    compact: bool
    bands: Sequence[tuple[tuple[float, Interval], ...]] = ()  # of what lines are compared with, in neutral grey
    signed: bool = True  # whether values are changes rather than levels

    @property
    def width(self) -> int:
        """Smallest width, px."""
        return 320 if self.compact else 400

    @property
    def height(self) -> int:
        """Smallest height, px: so high that all labels have room."""
        return max(230 if self.compact else 250, len(self.lines) * (self.size + _LEADING) + 76)

    @property
    def size(self) -> int:
        """Of letters, px."""
        return SMALLEST if self.compact else 13

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        grey = faded(self.theme.muted, 2 * _SHADES[self.theme.name])
        data = [trace for ends in self.bands for trace in _band(ends, grey)]
        for line in self.lines:
            data += _band(line.points, faded(line.style.colour, _SHADES[self.theme.name])) if line.told else []
        data += [self._level(line, line.level) for line in self.lines if line.level is not None]
        return {"data": [*data, *map(self._curve, self.lines)], "layout": self._layout()}

    def _level(self, line: Line, level: float) -> Trace:
        ends = [self.along.low, self.along.high]
        return curve(ends, [level] * 2, colour=line.style.colour, width=1.4, dash="1px,4px", reveal=None)

    def _curve(self, line: Line) -> Trace:
        rim = {"width": 2 if line.open else 1, "color": line.style.colour if line.open else self.theme.background}
        fill = self.theme.background if line.open else line.style.colour
        return curve(
            [at for at, _ in line.points],
            [each.estimate for _, each in line.points],
            colour=line.style.colour,
            width=2.4,
            dash=line.style.dash,
            reveal=None,
            mode="lines+markers",
            marker={"size": self._sizes(line), "symbol": line.style.marker, "color": fill, "line": rim},
            customdata=[self._told(line, each) for _, each in line.points],
            hovertemplate=f"<b>{escaped(line.name)}</b> %{{customdata}}<extra></extra>",
            cliponaxis=False,
        )

    def _sizes(self, line: Line) -> list[int]:
        """Return a size for each mark: where there are many, only the last is seen, so that the line is."""
        rest = 8 if len(line.points) <= _MOST_MARKS else 0
        return [*([rest] * (len(line.points) - 1)), 8]

    def _told(self, line: Line, value: Interval) -> str:
        return f"{self._number(value.estimate)}{f' {self.unit.bracketed(value)}' if line.told else ''}"

    def _number(self, value: float) -> str:
        return self.unit.signed(value) if self.signed else self.unit.text(value)

    def _layout(self) -> dict[str, Any]:
        return {
            **base_layout(self.theme, size=self.size),
            "margin": self._margin,
            "xaxis": self._x_axis(),
            "yaxis": self._y_axis(),
            "annotations": [*self._labels(), *self._flag()],
            "shapes": list(self._cursor()),
        }

    @property
    def _margin(self) -> dict[str, int]:
        ticks = max(plain_width(text, self.size) for _, text in self._heights_named)
        return {"l": round(ticks) + 10, "r": 8, "t": 26 if self.along.flag else 12, "b": 44}

    @cached_property
    def _range(self) -> tuple[float, float]:
        """Both ends of the y axis: all that is drawn, with zero where values are changes."""
        points = [ends for each in (*self.bands, *(line.points for line in self.lines)) for _, ends in each]
        known = [end for each in points for end in (each.low, each.high)]
        known += [line.level for line in self.lines if line.level is not None]
        known += [0.0] if self.signed else []
        low, high = min(known), max(known)
        room = max(high - low, 0.01)
        return low - 0.05 * room, high + 0.05 * room

    @cached_property
    def _heights_named(self) -> list[tuple[float, str]]:
        low, high = self._range
        step = next((step for step in _STEPS if (high - low) / step <= 5), (high - low) / 5)
        return [
            (round(step * place, 6), self._number(step * place))
            for place in range(ceil(low / step), floor(high / step) + 1)
        ]

    def _x_axis(self) -> dict[str, Any]:
        words = {"text": self.along.title, "standoff": 6, "font": {"color": self.theme.muted, "size": self.size}}
        ends = [round(self.along.low - 0.02 * self._span, 4), round(self.along.high + self._span * self._beyond, 4)]
        named = self._apart((self.width - self._margin["l"] - self._margin["r"]) / (ends[1] - ends[0]))
        ticks = {"tickvals": [at for at, _ in named], "ticktext": [text for _, text in named]}
        return quiet_axis(self.theme, range=ends, title=words, **ticks)

    @property
    def _span(self) -> float:
        return self.along.high - self.along.low or 1.0

    def _apart(self, px: float) -> list[tuple[float, str]]:
        """Return the places along the axis whose names do not touch those before; a unit of it takes `px`."""
        kept: list[tuple[float, str]] = []
        for at, text in self.along.ticks:
            half = plain_width(text, self.size) / 2
            if not kept or (at - kept[-1][0]) * px > half + plain_width(kept[-1][1], self.size) / 2 + _BETWEEN:
                kept.append((at, text))
        return kept

    def _y_axis(self) -> dict[str, Any]:
        values, texts = zip(*self._heights_named, strict=True)
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        if self.signed:
            grid |= {"zeroline": True, "zerolinecolor": self.theme.muted, "zerolinewidth": 1.4}
        return quiet_axis(self.theme, range=list(self._range), tickvals=list(values), ticktext=list(texts), **grid)

    def _labels(self) -> Iterator[dict[str, Any]]:
        """Yield name and last number of each line at its end, clear of each other."""
        low, high = self._range
        gap = (self.size + _LEADING) * (high - low) / (self.height - self._margin["t"] - self._margin["b"])
        upwards = sorted(self.lines, key=lambda line: line.last.estimate)
        wanted = [line.last.estimate for line in upwards]
        places = spread(wanted, gap=gap, low=low + gap / 2, high=high - gap / 2)
        for line, place in zip(upwards, places, strict=True):
            yield note(self._label(line), x=line.points[-1][0], y=round(place, 5), xanchor="left", xshift=_BEFORE)

    def _label(self, line: Line) -> str:
        name = escaped(shortened(line.name, self.size, 0.26 * self.width))
        mark = f'<span style="color:{line.style.colour}">{line.style.glyph}</span>'
        return f"{mark} {name} <b>{self._number(line.last.estimate)}</b>"

    @cached_property
    def _beyond(self) -> float:
        """How far beyond the last point labels reach, as a fraction of the way along."""
        labels = max(plain_width(self._label(line), self.size) for line in self.lines) + _BEFORE + 4
        room = self.width - self._margin["l"] - self._margin["r"]
        return labels / max(room - labels, 40)

    def _cursor(self) -> Iterator[dict[str, Any]]:
        if self.along.cursor is not None:
            line = {"width": 2, "color": self.theme.text}
            place = {"x0": self.along.cursor, "x1": self.along.cursor, "y0": 0, "y1": 1, "yref": "paper"}
            yield {"type": "line", "line": line, "layer": "between", **place}

    def _flag(self) -> Iterator[dict[str, Any]]:
        if self.along.cursor is not None and self.along.flag:
            font = {"color": self.theme.background, "size": self.size, "weight": 600}
            place = {"x": self.along.cursor, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 1}
            yield note(self.along.flag, **place, font=font, bgcolor=self.theme.text, borderpad=3)


def _band(points: Sequence[tuple[float, Interval]], fill: str) -> list[Trace]:
    lows, highs = zip(*((each.low, each.high) for _, each in points), strict=True)
    return band([at for at, _ in points], lows, highs, fill=fill, reveal=None)
