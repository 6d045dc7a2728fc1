"""Who picks up the slack: each modality's Shapley value clean and now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import escaped, note, plain_width, shortened
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.marks import marker
from shapviz.figures.robustness.numbers import bracketed, fewer, signed, sure, told
from shapviz.figures.robustness.parts import Chart, Table
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.robustness.wording import tags
from shapviz.figures.scene import Trace
from shapviz.figures.theme import SMALLEST, Style, Theme, faded, styles
from shapviz.figures.traces import curve, rounded
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval

_STEPS: Final = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_WIDTH = 300  # px; the smallest width it is shown at
_ROW, _TOP, _BOTTOM = 46, 6, 42
_NEAR = 0.22  # of a row: how far the rows of two networks are from their modality's middle


@dataclass(frozen=True)
class Part:
    """What one modality contributes in one network."""

    player: str
    side: Side
    first: bool
    clean: Interval
    now: Interval
    change: Interval


def slack(case: Case, theme: Theme, *, compact: bool) -> Chart:
    """Return the Shapley values of everybody clean and of those who are present as they are now."""
    drawn = Dumbbell(case, theme, compact)
    return {
        "title": _title(case, drawn.parts),
        "subtitle": _subtitle(case),
        "figure": drawn.figure(),
        "height": drawn.height,
        "alt": _alt(case, drawn.parts),
        "table": _table(drawn.parts),
    }


def parts_of(case: Case, side: Side) -> list[Part]:
    """Return what every modality contributes in one network."""
    return [Part(player, side, side is case.first, *values) for player, values in case.shapley(side).items()]


def gainers(case: Case, parts: list[Part]) -> list[Part]:
    """Return those who contribute more than before for sure, and to whom nothing was done; the most first."""
    gained = [part for part in parts if part.change.low > 0 and part.player not in case.corrupted]
    return sorted(gained, key=lambda part: -part.change.estimate)


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
        return _TOP + _BOTTOM + _ROW * len(self.case.players)

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        traces = [trace for part in self.parts for trace in self._dumbbell(part)]
        return {"data": traces, "layout": self._layout()}

    def _dumbbell(self, part: Part) -> Iterator[Trace]:
        y, colour = self._row(part), self._styles[part.player].colour
        if part.player in self.case.absent:
            yield self._whisker(part.clean, y, colour)
            yield self._mark(part, part.clean, "clean", filled=False)
            return
        yield self._whisker(part.clean, y, colour)
        yield self._whisker(part.now, y, colour)
        dash = "solid" if part.first else "5px,3px"
        ends = [part.clean.estimate, part.now.estimate]
        yield curve(rounded(ends), [y, y], colour=colour, width=3.2, dash=dash, reveal=None)  # type: ignore[arg-type]  # numbers
        yield self._mark(part, part.clean, "clean", filled=False)
        yield self._mark(part, part.now, "now", filled=True)

    def _whisker(self, interval: Interval, y: float, colour: str) -> Trace:
        ends = [round(interval.low, 4), round(interval.high, 4)]
        return curve(ends, [y, y], colour=faded(colour, 0.5), width=1.6, reveal=None)

    def _mark(self, part: Part, interval: Interval, when: str, *, filled: bool) -> Trace:
        who = f"<b>{escaped(part.player)}</b>" + (
            "" if len(self.case.scenario.sides) == 1 else f", {escaped(part.side.run)}"
        )
        return {
            "type": "scatter",
            "mode": "markers",
            "x": rounded([interval.estimate]),
            "y": [self._row(part)],
            "marker": marker(self._styles[part.player], self.theme, filled=filled, size=12 if filled else 11),
            "hovertemplate": f"{who} {when}: φ {told(interval.estimate, 0)} {bracketed(interval)}<extra></extra>",
            "cliponaxis": False,
        }

    def _row(self, part: Part) -> float:
        place = self.case.players.index(part.player)
        if len(self.case.scenario.sides) == 1:
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
        low, high = self._range
        step = next((step for step in _STEPS if (high - low) / step <= 4.5), 0.5)
        first, last = int(low / step) - 1, int(high / step) + 1
        ticks = [round(step * place, 3) for place in range(first, last + 1) if low <= step * place <= high]
        texts = [told(tick, 0) if tick <= 0 else f"+{told(tick, 0)}" for tick in ticks]
        title = {"text": "φ, points of accuracy", "standoff": 6, "font": {"color": self.theme.muted}}
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        players = len(self.case.players)
        labels = [
            f'<span style="color:{style.colour}">{style.glyph}</span> {escaped(self._names[player])}'
            for player, style in self._styles.items()
        ]
        rows = {"range": [players - 0.5, -0.5], "tickvals": list(range(players)), "ticktext": labels}
        zero = {"type": "line", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "layer": "below"}
        return {
            **base_layout(self.theme, size=self._type),
            "margin": {"l": self._left, "r": self._right, "t": _TOP, "b": _BOTTOM},
            "xaxis": quiet_axis(self.theme, range=[low, high], tickvals=ticks, ticktext=texts, title=title, **grid),
            "yaxis": quiet_axis(self.theme, **rows) | {"tickfont": {"color": self.theme.text}},
            "annotations": list(self._changes()),
            "shapes": [zero | {"line": {"width": 1.4, "color": self.theme.muted}}],
        }

    @property
    def _left(self) -> int:
        return round(max(plain_width(f"● {name}", self._type) for name in self._names.values())) + 10

    @property
    def _right(self) -> int:
        return round(max(plain_width(self._change(part), self._type + 1) for part in self.parts)) + 14

    def _change(self, part: Part) -> str:
        if part.player in self.case.absent:
            return f'<span style="color:{self.theme.muted}">gone</span>'
        text = signed(part.change)
        return f"<b>{text}</b>" if sure(part.change) else f'<span style="color:{self.theme.muted}">{text}</span>'

    def _changes(self) -> Iterator[dict[str, Any]]:
        """Yield how much each has changed: bold where the interval excludes zero."""
        for part in self.parts:
            place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": self._row(part)}
            yield note(self._change(part), **place, font={"size": self._type + 1})


def _title(case: Case, parts: list[Part]) -> Sentence:
    """Return who contributes more than before, in the first network."""
    if case.undisturbed:
        return ["What each modality contributes"]
    if not case.members:
        return ["Nobody is left to contribute"]
    gained = gainers(case, [part for part in parts if part.first])
    if not gained:
        return ["Nobody picks up the slack"]
    return [*tags([part.player for part in gained[:2]]), " picks up slack" if len(gained) == 1 else " pick up slack"]


def _subtitle(case: Case) -> str:
    balance = _balance(case)
    lines = ""
    if len(case.scenario.sides) > 1:
        first, second = (side.run for side in case.scenario.sides)
        lines = f" · solid: {first}, dashed: {second}"
    return f"open: clean, filled: now · bar: 95 % over samples{balance}{lines}"


def _balance(case: Case) -> str:
    """Return EDM clean and now, where everybody is present: it is about shares of all."""
    clean, now = case.first.reading.clean.edm, case.first.reading.measured.edm
    if case.absent or clean is None:
        return ""
    after = f"{now.estimate:.2f}" if now else "undefined"
    return f" · EDM {clean.estimate:.2f} → {after}"


def _alt(case: Case, parts: list[Part]) -> str:
    listed = "; ".join(_in_words(case, part) for part in parts)
    return f"Shapley values in points of accuracy, clean and now: {listed}."


def _in_words(case: Case, part: Part) -> str:
    run = f"{part.side.run}, " if len(case.scenario.sides) > 1 else ""
    clean = f"{run}{part.player} {told(part.clean.estimate, 0)} {bracketed(part.clean)}"
    if part.player in case.absent:
        return f"{clean}, now absent"
    return f"{clean}, now {told(part.now.estimate, 0)} {bracketed(part.now)}, {fewer(part.change)}"


def _table(parts: list[Part]) -> Table:
    quantities = ("clean", "now", "change")
    columns = [f"{what}{end}" for what in quantities for end in ("", ", low", ", high")]
    return {
        "caption": "Shapley values clean and now, points of accuracy, with the ends of 95 % intervals",
        "columns": ["run", "modality", *columns],
        "rows": [
            [part.side.run, part.player, *(
                round(100 * end, 2)
                for each in (part.clean, part.now, part.change)
                for end in (each.estimate, each.low, each.high)
            )]
            for part in parts
        ],
    }  # fmt: skip
