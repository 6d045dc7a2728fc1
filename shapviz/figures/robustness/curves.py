"""Accuracy by severity: a line for each modality with its own corruption, and beside them what its removal leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from shapviz.figures.canvas import base_layout
from shapviz.figures.labels import note, points
from shapviz.figures.marks import marker
from shapviz.figures.numbers import bracketed
from shapviz.figures.robustness.against import subject
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.lines import Line, lines_of
from shapviz.figures.robustness.room import Room
from shapviz.figures.scene import Trace
from shapviz.figures.theme import Style, Theme, faded, styles
from shapviz.figures.traces import band, curve, rounded
from shapviz.games.summary import Interval
from shapviz.runs.severity import WORST

_SHADES: Final = {"light": 0.14, "dark": 0.26}  # opacity of bands, so that they are seen on either background


@dataclass(frozen=True)
class Curves:
    """The figure. Of one network, dashes tell modalities apart; of two, networks: the second is open and dashed."""

    case: Case
    theme: Theme
    compact: bool

    @cached_property
    def lines(self) -> list[Line]:
        """Every curve that is known."""
        return lines_of(self.case)

    @cached_property
    def room(self) -> Room:
        """Where things stand."""
        return Room(self.case, self.theme, self.lines, self.compact)

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        in_front_last = sorted(self.lines, key=self._focused)
        traces = [
            *(part for line in in_front_last for part in self._band(line)),
            *(self._level(line) for line in self.lines if self._focused(line)),
            *(self._curve(line) for line in in_front_last),
            *(self._removal(line) for line in in_front_last if self.case.members),
            *self._now(),
        ]
        return {"data": traces, "layout": self._layout()}

    def _focused(self, line: Line) -> bool:
        return line.player == self._subject

    @cached_property
    def _subject(self) -> str | None:
        return subject(self.case)

    def _band(self, line: Line) -> list[Trace]:
        """Return the 95 % band; of two networks only the focused modality has one, or nothing could be told apart."""
        if self.case.paired and not self._focused(line):
            return []
        severities = [at for at, _ in line.points]
        lows, highs = zip(*((each.low, each.high) for _, each in line.points), strict=True)
        fill = faded(self._styles[line.player].colour, _SHADES[self.theme.name])
        return band(severities, lows, highs, fill=fill, reveal=None)

    def _level(self, line: Line) -> Trace:
        """Return, across the figure, what is left without the modality: where its curve is below, none is better."""
        colour, height = self._styles[line.player].colour, line.removed.estimate
        return curve([0, line.points[-1][0]], [height] * 2, colour=colour, width=1.4, dash="1px,4px", reveal=None)

    def _curve(self, line: Line) -> Trace:
        style, focused = self._styles[line.player], self._focused(line)
        dash = style.dash if not self.case.paired else "solid" if line.first else "6px,4px"
        whose = self.case.whose(line.side, line.player)
        return curve(
            [at for at, _ in line.points],
            [each.estimate for _, each in line.points],
            colour=style.colour,
            width=3.2 if focused else 2.2,
            dash=dash,
            reveal=None,
            mode="lines+markers",
            marker=marker(style, self.theme, filled=line.first, size=10 if focused else 8),
            customdata=[_told(each) for _, each in line.points],
            hovertemplate=f"{whose} at severity %{{x}}: %{{customdata}}<extra></extra>",
            cliponaxis=False,
        )

    def _removal(self, line: Line) -> Trace:
        """Return the mark of what is left without the modality: open, unless that means the second of two networks."""
        looks = marker(self._styles[line.player], self.theme, filled=self.case.paired and line.first, size=11)
        hover = f"without {self.case.whose(line.side, line.player)}: {_told(line.removed)}<extra></extra>"
        return _mark(self.room.removals, line.removed, looks, hover)

    def _now(self) -> Iterator[Trace]:
        """Yield the accuracy as things stand where no curve has it: between severities, or with others corrupted."""
        if self._cursor is None or not self.case.corrupted or self._on_curve:
            return
        for side in self.case.scenario.sides:
            fill = self.theme.text if side is self.case.first else self.theme.background
            looks = {"size": 9, "symbol": "circle", "color": fill, "line": {"width": 2, "color": self.theme.text}}
            now = self.case.now(side)
            yield _mark(self._cursor, now, looks, f"<b>now</b>{self.case.of(side)}: {_told(now)}<extra></extra>")

    @cached_property
    def _styles(self) -> dict[str, Style]:
        return styles(self.case.players)

    @cached_property
    def _cursor(self) -> float | None:
        """The severity of the focused modality now; None where nobody is present, or its curve is of something else."""
        player = self.case.focus
        done = self.case.corrupted.get(player) if player else None
        if player is None or (done and done.corruption != self.case.corruption(player)):
            return None
        return done.severity if done else 0.0

    @property
    def _on_curve(self) -> bool:
        """Whether the focused curve goes through the accuracy as things stand, at one of its marks."""
        marks = {at for line in self.lines if self._focused(line) for at, _ in line.points}
        return self._cursor in marks and len(self.case.corrupted) == 1

    def _layout(self) -> dict[str, Any]:
        return {
            **base_layout(self.theme, size=self.room.tick),
            "margin": self.room.margin,
            "xaxis": self.room.x_axis(),
            "yaxis": self.room.y_axis(),
            "annotations": [self.room.nobody(), *self.room.labels(), *self._flag()],
            "shapes": list(self._shapes()),
        }

    def _flag(self) -> Iterator[dict[str, Any]]:
        """Yield the label of the cursor, which tells the accuracy of a single network."""
        if self._cursor is not None:
            number = "" if self.case.paired else f" {points(self.case.now(self.case.first).estimate)} %"
            place = {"x": self._cursor, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 1}
            font = {"color": self.theme.background, "size": self.room.tick, "weight": 600}
            yield note(f"now{number}", **place, font=font, bgcolor=self.theme.text, borderpad=3)

    def _shapes(self) -> Iterator[dict[str, Any]]:
        """Yield the rule before the removals, the line of nobody where it is in sight, and the cursor."""
        rule = self.room.rule if self.case.members else WORST
        height = round(self.case.nobody(self.case.first).estimate, 4)
        upright = {"type": "line", "yref": "paper", "y0": 0, "y1": 1}
        if self.case.members:
            yield upright | {"x0": rule, "x1": rule, "line": {"width": 1, "color": self.theme.hairline}}
        if self.room.down_to_nobody:
            dotted = {"width": 1.4, "dash": "2px,3px", "color": self.theme.muted}
            yield {"type": "line", "layer": "below", "x0": 0, "x1": rule, "y0": height, "y1": height, "line": dotted}
        if self._cursor is not None:
            line = {"width": 2, "color": self.theme.text}
            yield upright | {"x0": self._cursor, "x1": self._cursor, "line": line, "layer": "between"}


def _told(accuracy: Interval) -> str:
    return f"{points(accuracy.estimate)} % {bracketed(accuracy)}"


def _mark(x: float, accuracy: Interval, looks: dict[str, Any], hover: str) -> Trace:
    place = {"x": [x], "y": rounded([accuracy.estimate]), "marker": looks}
    return {"type": "scatter", "mode": "markers", **place, "hovertemplate": hover, "cliponaxis": False}
