"""All groups on one axis: their accuracies, or what one modality contributes in each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapviz.comparison import Estimate
from shapviz.figures.canvas import quiet_axis
from shapviz.figures.compare.contender import Contender
from shapviz.figures.compare.panel import PanelCanvas, panel_layout, thin_cursor
from shapviz.figures.labels import decimal, escaped, note, plain_width, points, shortened, spread
from shapviz.figures.scene import Frame, Scene, Trace
from shapviz.figures.theme import Theme, faded
from shapviz.figures.traces import band, curve

Curve = Mapping[int, Estimate]  # by epoch
_SIZE, _NAME = 13, 190  # px of type, and for a name
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0)


def accuracies(contenders: Sequence[Contender], epochs: int, theme: Theme, *, narrow: bool) -> Scene:
    """Return the validation accuracy of every group, as a mean over its seeds with a 95 % band."""
    curves = {contender.key: contender.accuracy for contender in contenders}
    # At first everything rises from nothing; what matters comes after, and the axis is for that.
    means = [each.mean for known in curves.values() for epoch, each in known.items() if epoch > epochs / 10]
    ends = min(means, default=0.0), max(means, default=1.0)
    return Overlay(contenders, curves, epochs, theme, not narrow, "validation accuracy", points, ends).scene()


def values(contenders: Sequence[Contender], epochs: int, theme: Theme) -> dict[str, Scene]:
    """Return for each modality its Shapley value in every group that has it: means over seeds with 95 % bands.

    All have the same axes, zero among them. They are small, so lines are labelled with the marks of the groups alone.
    """
    players = dict.fromkeys(player for contender in contenders for player in contender.players)
    having = {player: [each for each in contenders if player in each.players] for player in players}
    curves = {player: {each.key: each.shapley(player) for each in known} for player, known in having.items()}
    words = decimal if contenders[0].payoff == "log_likelihood" else points
    means = [each.mean for known in curves.values() for curve in known.values() for each in curve.values()]
    ends = min(0.0, *means), max(0.05, *means)
    return {
        player: Overlay(known, curves[player], epochs, theme, False, f"φ of {player}", words, ends).scene()
        for player, known in having.items()
    }


def ghosted(contenders: Sequence[Contender], baseline: str, theme: Theme) -> dict[str, dict[str, Any]]:
    """Return how the line of the baseline looks among the others, as a frame's `restyle`: there, but not in front."""
    looks = {"line.color": theme.muted, "line.dash": "2px,3px", "line.width": 1.8}
    lines = {contender.key: 2 * len(contenders) + place for place, contender in enumerate(contenders)}
    return {str(lines[baseline]): looks} if baseline in lines else {}


@dataclass(frozen=True)
class Overlay:
    """A line with a band for each group, labelled at the cursor. Traces: all bands, all lines."""

    contenders: Sequence[Contender]
    curves: Mapping[str, Curve]
    epochs: int
    theme: Theme
    named: bool  # whether lines are labelled with names, or with marks alone
    what: str
    words: Callable[[float], str]  # a value, as people say it
    ends: tuple[float, float]  # what the axis holds at least

    def scene(self) -> Scene:
        """Return the figure."""
        known = sorted({epoch for each in self.curves.values() for epoch in each})
        return {
            "data": [*self._bands(), *map(self._line, self.contenders)],
            "layout": panel_layout(self.theme, self._canvas, self._axis()) | {"margin": self._margin},
            "frames": {str(epoch): self._frame(epoch) for epoch in known},
        }

    @cached_property
    def _canvas(self) -> PanelCanvas:
        return PanelCanvas(self.contenders[0].players, self.epochs, compact=True, narrow=True)

    @property
    def _margin(self) -> dict[str, int]:
        """Margins; on the right there is room for labels, wherever the cursor stands."""
        widest = max(plain_width(f"{self._name(contender)} −00", _SIZE) for contender in self.contenders)
        return self._canvas.margin | {"r": round(widest) + 14}

    def _name(self, contender: Contender) -> str:
        named = f" {escaped(shortened(contender.title, _SIZE, _NAME))}" if self.named else ""
        return f"{contender.mark.glyph}{named}"

    def _bands(self) -> Iterator[Trace]:
        for contender in self.contenders:
            known = self.curves[contender.key]
            lows, highs = [each.low for each in known.values()], [each.high for each in known.values()]
            yield from band(list(known), lows, highs, fill=faded(self.theme.text, 0.1))

    def _line(self, contender: Contender) -> Trace:
        known = self.curves[contender.key]
        hover = f"<b>{escaped(contender.title)}</b> {self.what} %{{customdata}}<br>epoch %{{x}}<extra></extra>"
        return curve(
            list(known),
            [each.mean for each in known.values()],
            colour=self.theme.text,
            width=2.4,
            dash=contender.mark.dash,
            customdata=[self._told(each) for each in known.values()],
            hovertemplate=hover,
        )

    def _told(self, estimate: Estimate) -> str:
        if estimate.low is None or estimate.high is None:
            return self.words(estimate.mean)
        return f"{self.words(estimate.mean)} [{self.words(estimate.low)}, {self.words(estimate.high)}]"

    def _axis(self) -> dict[str, Any]:
        low, high, step = self._range
        ticks = [round(step * place, 4) for place in range(round(low // step), round(high / step) + 1)]
        shown = [tick for tick in ticks if low <= tick <= high + 1e-9]
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        return quiet_axis(
            self.theme, range=[low, high], tickvals=shown, ticktext=[self.words(tick) for tick in shown], **grid
        )

    @cached_property
    def _range(self) -> tuple[float, float, float]:
        """Return the ends of the axis and the distance of ticks."""
        low, high = self.ends[0], max(self.ends[1], self.ends[0] + 0.05)
        step = next((step for step in _STEPS if (high - low) / step <= 4), 1.0)
        return low - 0.04 * (high - low), high + 0.06 * (high - low), step

    def _frame(self, epoch: int) -> Frame:
        past = {key: [at for at in known if at <= epoch] for key, known in self.curves.items()}
        newest = {key: self.curves[key][epochs[-1]] for key, epochs in past.items() if epochs}
        return {
            "annotations": list(self._labels(newest, epoch)),
            "shapes": [thin_cursor(epoch, self.theme) | {"layer": "between"}],
            "restyle": {},
            "alt": self._alt(newest, epoch),
        }

    def _labels(self, newest: Mapping[str, Estimate], epoch: int) -> Iterator[dict[str, Any]]:
        low, high, _ = self._range
        shown = sorted(
            ((contender, newest[contender.key]) for contender in self.contenders if contender.key in newest),
            key=lambda pair: pair[1].mean,
        )
        px = (high - low) / self._canvas.inner_height
        gap = (_SIZE + 4) * px
        places = spread([each.mean for _, each in shown], gap=gap, low=low + gap / 2, high=high - gap / 2)
        for (contender, each), place in zip(shown, places, strict=True):
            label = f"{self._name(contender)} <b>{self.words(each.mean)}</b>"
            looks = {"bgcolor": self.theme.background, "font": {"size": _SIZE}}
            yield note(label, x=epoch, y=round(place, 4), xanchor="left", xshift=7, **looks)

    def _alt(self, newest: Mapping[str, Estimate], epoch: int) -> str:
        listed = ", ".join(
            f"{contender.title} {self._told(newest[contender.key])}"
            for contender in self.contenders
            if contender.key in newest
        )
        return f"Epoch {epoch}, {self.what}: {listed}."
