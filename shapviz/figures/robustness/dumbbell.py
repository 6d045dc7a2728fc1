"""The figure of Shapley values: an open mark clean, a filled one now, thin whiskers of 95 %, and the change beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import Any, Final, Literal

from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import escaped, note, plain_width, points, shortened
from shapviz.figures.marks import marker
from shapviz.figures.numbers import bracketed, signed, sure
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.contributions import Part, parts_of
from shapviz.figures.scene import Trace
from shapviz.figures.theme import SMALLEST, Style, Theme, faded, styles
from shapviz.figures.traces import curve, rounded

_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_MOST_TICKS = 6
_ROW, _LOW_ROW, _TOP, _BOTTOM = 46, 36, 6, 42
_FEW = 4  # modalities; where they are more, rows are low
_NEAR = 0.22  # of a row: how far the rows of two networks are from their modality's middle


@dataclass(frozen=True)
class Dumbbell:
    """The figure: an open mark clean, a filled one now, thin whiskers of 95 %, and the change at the right."""

    case: Case
    theme: Theme
    compact: bool

    @cached_property
    def parts(self) -> list[Part]:
        """What is drawn, modality by modality."""
        return [part for side in self.case.scenario.sides for part in parts_of(self.case, side)]

    @property
    def height(self) -> int:
        """The least height in px."""
        players = len(self.case.players)
        return _TOP + _BOTTOM + (_ROW if self.case.paired or players <= _FEW else _LOW_ROW) * players

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        present = [part for part in self.parts if part.player in self.case.members]
        clean = [] if self.case.undisturbed else [self._marks(self.parts, "clean")]
        lines = [line for part in self.parts for line in self._lines(part)]
        return {"data": [*lines, *clean, self._marks(present, "now")], "layout": self._layout()}

    def _lines(self, part: Part) -> Iterator[Trace]:
        """Yield the whiskers of both marks, and the line from one to the other."""
        colour, row = self._styles[part.player].colour, self._row(part)
        ends: list[float | None] = [part.clean.low, part.clean.high]
        if part.player in self.case.members:
            ends += [None, part.now.low, part.now.high]
            way = rounded([part.clean.estimate, part.now.estimate])
            dash = "solid" if part.first else "5px,3px"
            yield _row_line(way, row, colour=colour, width=3.2, dash=dash)
        yield _row_line(rounded(ends), row, colour=faded(colour, 0.5), width=1.6)

    def _marks(self, parts: Sequence[Part], when: Literal["clean", "now"]) -> Trace:
        """Return the marks of one moment: open clean, filled now."""
        values = [getattr(part, when) for part in parts]
        looks = [marker(self._styles[part.player], self.theme, filled=when == "now", size=12) for part in parts]
        rims = [look["line"] for look in looks]
        return {
            "type": "scatter",
            "mode": "markers",
            "x": rounded(value.estimate for value in values),
            "y": [self._row(part) for part in parts],
            "marker": {
                "size": 12,
                "opacity": 1,
                "symbol": [look["symbol"] for look in looks],
                "color": [look["color"] for look in looks],
                "line": {"width": [rim["width"] for rim in rims], "color": [rim["color"] for rim in rims]},
            },
            "customdata": [
                f"{self.case.whose(part.side, part.player)} {when}: φ {points(value.estimate)} {bracketed(value)}"
                for part, value in zip(parts, values, strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }

    def _row(self, part: Part) -> float:
        place = self.case.players.index(part.player)
        if not self.case.paired:
            return place
        return place + (-_NEAR if part.first else _NEAR)

    @cached_property
    def _styles(self) -> dict[str, Style]:
        return styles(self.case.players)

    @property
    def _type(self) -> int:
        return SMALLEST if self.compact else 13

    @property
    def _names(self) -> dict[str, str]:
        return {player: shortened(player, self._type, 84) for player in self.case.players}

    @cached_property
    def _range(self) -> tuple[float, float]:
        known = [end for part in self.parts for each in (part.clean, part.now) for end in (each.low, each.high)]
        low, high = min(0.0, *known), max(0.05, *known)
        room = 0.05 * (high - low)
        return low - room, high + room

    def _layout(self) -> dict[str, Any]:
        zero = {"type": "line", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "layer": "below"}
        return {
            **base_layout(self.theme, size=self._type),
            "margin": {"l": self._left, "r": self._right, "t": _TOP, "b": _BOTTOM},
            "xaxis": self._x_axis(),
            "yaxis": self._y_axis(),
            "annotations": list(self._changes()),
            "shapes": [zero | {"line": {"width": 1.4, "color": self.theme.muted}}],
        }

    def _x_axis(self) -> dict[str, Any]:
        low, high = self._range
        step = next((step for step in _STEPS if (high - low) / step <= _MOST_TICKS), 0.5)
        ticks = [round(step * place, 3) for place in range(ceil(low / step), floor(high / step) + 1)]
        texts = [f"{'+' if tick > 0 else ''}{points(tick)}" for tick in ticks]
        words = {"text": "φ, points of accuracy", "standoff": 6}
        title = words | {"font": {"color": self.theme.muted, "size": self._type}}
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        return quiet_axis(self.theme, range=[low, high], tickvals=ticks, ticktext=texts, title=title, **grid)

    def _y_axis(self) -> dict[str, Any]:
        players = len(self.case.players)
        labels = [
            f'<span style="color:{style.colour}">{style.glyph}</span> {escaped(self._names[player])}'
            for player, style in self._styles.items()
        ]
        rows = {"range": [players - 0.5, -0.5], "tickvals": list(range(players)), "ticktext": labels}
        return quiet_axis(self.theme, **rows) | {"tickfont": {"color": self.theme.text}}

    @property
    def _left(self) -> int:
        return round(max(plain_width(f"● {name}", self._type) for name in self._names.values())) + 10

    @property
    def _right(self) -> int:
        return round(max(plain_width(self._change(part), self._type + 1) for part in self.parts)) + 14

    def _change(self, part: Part) -> str:
        """Return how much a value has changed, bold where the interval excludes zero; the value while none has."""
        if part.player in self.case.absent:
            return self._muted("gone")
        if self.case.undisturbed:
            return f"<b>{signed(part.now)}</b>"
        return f"<b>{signed(part.change)}</b>" if sure(part.change) else self._muted(signed(part.change))

    def _muted(self, text: str) -> str:
        return f'<span style="color:{self.theme.muted}">{text}</span>'

    def _changes(self) -> Iterator[dict[str, Any]]:
        for part in self.parts:
            place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": self._row(part)}
            yield note(self._change(part), **place, font={"size": self._type + 1})


def _row_line(ends: Sequence[float | None], row: float, **looks: Any) -> Trace:
    """Return a line along a row; None parts one piece from the next."""
    return {**curve([], [row] * len(ends), reveal=None, **looks), "x": list(ends)}
