"""Accuracy by severity: a line for each modality with its own corruption, and beside them what its removal costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import escaped, note, plain_width, shortened, spread
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.marks import OPEN, marker
from shapviz.figures.robustness.numbers import bracketed, whole
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.scene import Trace
from shapviz.figures.theme import SMALLEST, Style, Theme, faded, styles
from shapviz.figures.traces import band, curve, rounded
from shapviz.games.summary import Interval
from shapviz.runs.corruptions import WORST

_STEPS: Final = (0.02, 0.05, 0.1, 0.2)
_GAP = 4  # px between lines of text


@dataclass(frozen=True)
class Line:
    """What a corruption of one modality does to the coalition in one network."""

    player: str
    side: Side
    filled: bool  # whether it is the first network's
    points: tuple[tuple[float, Interval], ...]  # accuracy by severity
    removed: Interval  # its accuracy without the modality, all clean


@dataclass(frozen=True)
class Curves:
    """The figure, placed for the smallest size that it is shown at."""

    case: Case
    theme: Theme
    compact: bool

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        traces = [
            *(part for line in self.lines for part in self._band(line)),
            *(self._line(line) for line in sorted(self.lines, key=lambda line: line.player == self.case.focus)),
            *self._removals(),
            *self._together(),
        ]
        return {"data": traces, "layout": self._layout()}

    @property
    def height(self) -> int:
        """The least height in px."""
        return 300 if self.compact else 330

    @cached_property
    def lines(self) -> list[Line]:
        """Every curve that is known."""
        return [line for side in self.case.scenario.sides for line in self._lines_of(side)]

    def _lines_of(self, side: Side) -> Iterator[Line]:
        case = self.case
        for player in case.members:
            sweep = case.sweep(side, player)
            if sweep is not None:
                accuracies = [measured.accuracy[case.mask] for measured in sweep.measured]
                points = tuple(zip(sweep.severities, accuracies, strict=True))
                removed = side.reading.clean.accuracy[case.without(player)]
                yield Line(player, side, side is case.first, points, removed)

    # What is drawn ----------------------------------------------------------------------------------------------------

    def _band(self, line: Line) -> list[Trace]:
        """Return the 95 % band; of two networks only the focused modality has one, or nothing could be told apart."""
        if self._paired and line.player != self.case.focus:
            return []
        severities = [at for at, _ in line.points]
        lows, highs = zip(*((each.low, each.high) for _, each in line.points), strict=True)
        fill = faded(self._styles[line.player].colour, 0.14)
        return [trace | {"meta": {}} for trace in band(severities, lows, highs, fill=fill)]

    def _line(self, line: Line) -> Trace:
        style, focused = self._styles[line.player], line.player == self.case.focus
        accuracies = [each for _, each in line.points]
        who = f"<b>{escaped(line.player)}</b>" + (f", {escaped(line.side.run)}" if self._paired else "")
        return curve(
            [at for at, _ in line.points],
            [each.estimate for each in accuracies],
            colour=style.colour,
            width=3.2 if focused else 2.2,
            dash=self._dash(line, style),
            reveal=None,
            mode="lines+markers",
            marker=marker(style, self.theme, filled=line.filled, size=10 if focused else 8),
            customdata=[f"{whole(each.estimate)} % {bracketed(each)}" for each in accuracies],
            hovertemplate=f"{who} at severity %{{x}}: %{{customdata}}<extra></extra>",
            cliponaxis=False,
        )

    def _dash(self, line: Line, style: Style) -> str:
        """Return the dash: it tells modalities apart, but networks where there are two of them."""
        if not self._paired:
            return style.dash
        return "solid" if line.filled else "6px,4px"

    def _removals(self) -> Iterator[Trace]:
        for line in self.lines:
            style = self._styles[line.player]
            yield {
                "type": "scatter",
                "mode": "markers",
                "x": [self._removed_at],
                "y": rounded([line.removed.estimate]),
                "marker": marker(style, self.theme, filled=self._paired and line.filled, size=11),
                "hovertemplate": f"without <b>{escaped(line.player)}</b>: {whole(line.removed.estimate)} % "
                f"{bracketed(line.removed)}<extra></extra>",
                "cliponaxis": False,
            }

    def _together(self) -> Iterator[Trace]:
        """Yield the accuracy as things stand, where no curve goes through it: at severities between, or with others."""
        if self._cursor is None or not self.case.corrupted:
            return
        for side in self.case.scenario.sides:
            now = self.case.now(side)
            looks = {"width": 2, "color": self.theme.text}
            yield {
                "type": "scatter",
                "mode": "markers",
                "x": [self._cursor],
                "y": rounded([now.estimate]),
                "marker": {
                    "size": 9,
                    "symbol": "circle",
                    "color": self.theme.text if side is self.case.first else self.theme.background,
                    "line": looks,
                },
                "hovertemplate": f"<b>now</b> {whole(now.estimate)} % {bracketed(now)}<extra></extra>",
                "cliponaxis": False,
            }

    # Where it is drawn ------------------------------------------------------------------------------------------------

    @property
    def _paired(self) -> bool:
        return len(self.case.scenario.sides) > 1

    @cached_property
    def _styles(self) -> dict[str, Style]:
        return styles(self.case.players)

    @property
    def _type(self) -> int:
        return SMALLEST if self.compact else 14

    @property
    def _width(self) -> int:
        """The least width in px."""
        return 320 if self.compact else 560

    @property
    def _margin(self) -> dict[str, int]:
        return {"l": 34, "r": 6, "t": 30, "b": 42}

    @property
    def _inner(self) -> tuple[float, float]:
        margin = self._margin
        return self._width - margin["l"] - margin["r"], self.height - margin["t"] - margin["b"]

    @cached_property
    def _rooms(self) -> tuple[float, float]:
        """How many px the labels at the ends of the curves take, and the column of removals."""
        labels = max((plain_width(self._label(line), self._type) for line in self.lines), default=0) + 14
        removals = max((plain_width(self._removal(line), self._type) for line in self.lines), default=0) + 24
        return labels, max(removals, plain_width("removed", self._type) + 8)

    @cached_property
    def _per_px(self) -> float:
        """Severities a px, at the smallest size."""
        return (WORST + 0.3) / (self._inner[0] - sum(self._rooms))

    @property
    def _rule_at(self) -> float:
        return round(WORST + self._rooms[0] * self._per_px, 3)

    @property
    def _removed_at(self) -> float:
        return round(self._rule_at + 14 * self._per_px, 3)

    @cached_property
    def _range(self) -> tuple[float, float]:
        """Return the ends of the y axis: all that is drawn, and some room for words."""
        known = [end for line in self.lines for _, each in line.points for end in (each.low, each.high)]
        known += [line.removed.estimate for line in self.lines]
        known += [side.reading.clean.accuracy[0].estimate for side in self.case.scenario.sides]
        known += [self.case.now(side).estimate for side in self.case.scenario.sides]
        low, high = min(known), max(known)
        room = max(high - low, 0.1)
        return max(low - 0.09 * room, -0.04), min(high + 0.04 * room, 1.03)

    @cached_property
    def _cursor(self) -> float | None:
        """The severity of the focused modality now; None where its corruption is not the one of its curve."""
        player = self.case.focus
        if player is None:
            return None
        done = self.case.corrupted.get(player)
        if done is None:
            return 0.0
        return done.severity if done.corruption == self.case.corruption(player) else None

    # Words in it ------------------------------------------------------------------------------------------------------

    def _label(self, line: Line) -> str:
        style = self._styles[line.player]
        name = escaped(shortened(line.player, self._type, 64 if self.compact else 110))
        glyph = f'<span style="color:{style.colour}">{style.glyph if line.filled else OPEN[style.glyph]}</span>'
        return f"{glyph} {name} <b>{whole(line.points[-1][1].estimate)}</b>"

    def _removal(self, line: Line) -> str:
        return f"<b>{whole(line.removed.estimate)}</b>"

    def _labels(self) -> Iterator[dict[str, Any]]:
        ends = [(line.points[-1][1].estimate, self._label(line)) for line in self.lines]
        yield from self._column(ends, WORST, 9)
        removals = [(line.removed.estimate, self._removal(line)) for line in self.lines]
        yield from self._column(removals, self._removed_at, 11)

    def _column(self, wanted: Sequence[tuple[float, str]], x: float, shift: int) -> Iterator[dict[str, Any]]:
        """Yield texts at the heights nearest to the wanted ones at which they do not touch."""
        low, high = self._range
        upwards = sorted(wanted)
        px = (high - low) / self._inner[1]
        gap = (self._type + _GAP) * px
        places = spread([height for height, _ in upwards], gap=gap, low=low + gap / 2, high=high - gap / 2)
        for (_, text), place in zip(upwards, places, strict=True):
            font = {"size": self._type}
            yield note(text, x=x, y=round(place, 4), xanchor="left", xshift=shift, font=font)

    def _nobody(self) -> Iterator[dict[str, Any]]:
        reached = self.case.first.reading.clean.accuracy[0].estimate
        looks = {"font": {"color": self.theme.muted, "size": self._type - 1}, "bgcolor": self.theme.background}
        text = f"nobody present: {whole(reached)} %"
        yield note(text, x=0, y=round(reached, 4), xanchor="left", yanchor="top", yshift=-1, **looks)

    def _flag(self) -> Iterator[dict[str, Any]]:
        if self._cursor is not None:
            looks = {"bgcolor": self.theme.text, "borderpad": 3}
            font = {"color": self.theme.background, "size": self._type - 1, "weight": 600}
            yield note("now", x=self._cursor, y=1, yref="paper", yanchor="bottom", yshift=1, font=font, **looks)

    def _layout(self) -> dict[str, Any]:
        end = self._rule_at + self._rooms[1] * self._per_px
        ticks = [*range(WORST + 1), round((self._rule_at + end) / 2, 3)]
        texts = ["clean", *map(str, range(1, WORST + 1)), "removed"]
        title = {"text": "severity of the corruption", "standoff": 6, "font": {"color": self.theme.muted}}
        x_axis = quiet_axis(self.theme, range=[-0.3, round(end, 3)], tickvals=ticks, ticktext=texts, title=title)
        unit = note(
            "accuracy, %", x=0, xref="paper", y=1, yref="paper", xanchor="left", yanchor="bottom",
            xshift=-30, yshift=6, font={"color": self.theme.muted, "size": self._type - 1},
        )  # fmt: skip
        return {
            **base_layout(self.theme, size=self._type - 1),
            "margin": self._margin,
            "xaxis": x_axis,
            "yaxis": self._y_axis(),
            "annotations": [unit, *self._nobody(), *self._labels(), *self._flag()],
            "shapes": list(self._shapes()),
        }

    def _y_axis(self) -> dict[str, Any]:
        low, high = self._range
        step = next((step for step in _STEPS if (high - low) / step <= 5), 0.25)
        ticks = [round(step * place, 3) for place in range(round(1 / step) + 1) if low <= step * place <= high]
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        return quiet_axis(self.theme, range=[low, high], tickvals=ticks, ticktext=[*map(whole, ticks)], **grid)

    def _shapes(self) -> Iterator[dict[str, Any]]:
        """Yield the rule before the removals, the line of nobody, and the cursor."""
        upright = {"type": "line", "yref": "paper", "y0": 0, "y1": 1}
        yield upright | {"x0": self._rule_at, "x1": self._rule_at, "line": {"width": 1, "color": self.theme.hairline}}
        reached = round(self.case.first.reading.clean.accuracy[0].estimate, 4)
        dotted = {"width": 1.4, "dash": "2px,3px", "color": self.theme.muted}
        yield {
            "type": "line",
            "layer": "below",
            "x0": 0,
            "x1": self._rule_at,
            "y0": reached,
            "y1": reached,
            "line": dotted,
        }
        if self._cursor is not None:
            line = {"width": 2, "color": self.theme.text}
            yield upright | {"x0": self._cursor, "x1": self._cursor, "line": line, "layer": "between"}
