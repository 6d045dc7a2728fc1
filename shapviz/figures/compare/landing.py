"""Where groups land in the end: test accuracy against EDM, a mark for each seed and an ellipse for each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.compare.contender import Contender
from shapviz.figures.compare.places import placed
from shapviz.figures.compare.words import points, seeds
from shapviz.figures.labels import decimal, escaped, note, plain_width, shortened
from shapviz.figures.scene import Scene, Trace
from shapviz.figures.theme import Theme, faded
from shapviz.figures.traces import curve, rounded

WIDTH, HEIGHT = 330, 230  # px; the smallest size it is shown at
_ARROW = "arrow"  # beside keys of groups, which are ids of runs
FEWEST = 3  # seeds of which a spread can be drawn
_SIZE, _NAME = 13, 130  # px of type, and for a name
_MARGIN = {"l": 52, "r": 12, "t": 12, "b": 40}
_INNER = (WIDTH - _MARGIN["l"] - _MARGIN["r"], HEIGHT - _MARGIN["t"] - _MARGIN["b"])
# A normal distribution has 95 % of its mass within this many standard deviations, squared, of two dimensions.
_REACH = -2 * float(np.log(0.05))
_ANGLES = np.linspace(0, 2 * np.pi, 49)
_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


@dataclass(frozen=True)
class Spot:
    """Where the finished runs of a group landed: those that have an accuracy and an EDM."""

    contender: Contender
    seeds: tuple[int, ...]
    xy: NDArray[np.float64]  # (seeds, 2): EDM, accuracy

    @property
    def mean(self) -> NDArray[np.float64]:
        """EDM and accuracy of the mean."""
        middle: NDArray[np.float64] = self.xy.mean(axis=0)
        return middle


def spot(contender: Contender) -> Spot | None:
    """Return where a group landed; None before any of its runs has."""
    edm = contender.tested(lambda outcome: outcome.edm)
    accuracy = contender.tested(lambda outcome: outcome.accuracy)
    common = tuple(sorted(edm.keys() & accuracy.keys()))
    found = np.array([(edm[seed], accuracy[seed]) for seed in common], dtype=np.float64)
    return Spot(contender, common, found) if common else None


def landing(spots: Sequence[Spot], theme: Theme, *, arrow: tuple[Spot, Spot] | None = None) -> Scene:
    """Return test accuracy against EDM.

    An ellipse holds 95 % of a normal distribution with the seeds' mean and covariance: it shows how seeds vary, not
    how well the mean is known.

    Args:
        spots: One or more.
        theme: Colours of the background it will stand on.
        arrow: From where to where a change led.
    """
    drawing = _Drawing(spots, theme, arrow)
    traces = [*(one for place in spots for one in drawing.ellipse(place)), *map(drawing.marks, spots)]
    frame = {"annotations": [], "shapes": [], "restyle": {}, "alt": drawing.alt()}
    return {"data": traces, "layout": drawing.layout(), "frames": {"0": frame}}  # type: ignore[dict-item]  # a Frame


@dataclass(frozen=True)
class _Drawing:
    spots: Sequence[Spot]
    theme: Theme
    arrow: tuple[Spot, Spot] | None

    def ellipse(self, place: Spot) -> Iterator[Trace]:
        """Yield the ellipse of a group of enough seeds."""
        if len(place.seeds) >= FEWEST:
            outline = _ellipse(place.xy)
            rim, fill = faded(self.theme.text, 0.6), faded(self.theme.text, 0.07)
            edges = {"fill": "toself", "fillcolor": fill}
            yield curve(outline[:, 0].tolist(), outline[:, 1], colour=rim, width=1.2, reveal=None, **edges)

    def marks(self, place: Spot) -> Trace:
        """Return a mark for each seed."""
        mark, ink = place.contender.mark, self.theme.text
        return {
            "type": "scatter",
            "mode": "markers",
            "x": rounded(place.xy[:, 0]),
            "y": rounded(place.xy[:, 1]),
            "customdata": list(place.seeds),
            "hovertemplate": f"<b>{escaped(place.contender.title)}</b> seed %{{customdata}}<br>"
            "accuracy %{y:.1%}, EDM %{x:.2f}<extra></extra>",
            "cliponaxis": False,
            "marker": {
                "symbol": mark.symbol,
                "size": 9,
                "opacity": 1,
                "color": ink if mark.filled else self.theme.background,
                "line": {"width": 1.8, "color": ink},
            },
        }

    def layout(self) -> dict[str, Any]:
        """Return axes that hold every mark and ellipse, the names of the groups, and the arrow."""
        (left, right), (low, high) = self._ranges
        edm = _ticks(left, right)
        accuracy = _ticks(low, high)
        titles = {"font": {"color": self.theme.muted, "size": _SIZE}}
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        percents = [f"{100 * tick:g} %" for tick in accuracy]
        return {
            **base_layout(self.theme, size=_SIZE),
            "margin": _MARGIN,
            "xaxis": quiet_axis(self.theme, range=[left, right], tickvals=edm, ticktext=[f"{tick:g}" for tick in edm])
            | {"title": {"text": "EDM (0: equal shares)", "standoff": 4, **titles}, **grid},
            "yaxis": quiet_axis(self.theme, range=[low, high], tickvals=accuracy, ticktext=percents) | grid,
            "annotations": [*self._names(), *self._arrow()],
        }

    def alt(self) -> str:
        """Return where each group landed, in words."""
        listed = "; ".join(
            f"{place.contender.title} {100 * place.mean[1]:.1f} % at EDM {decimal(place.mean[0])}, "
            f"{seeds(len(place.seeds))}"
            for place in self.spots
        )
        return f"Test accuracy against EDM, means over seeds: {listed}."

    @cached_property
    def _outlines(self) -> dict[str, NDArray[np.float64]]:
        """What is drawn of each group: its marks, and its ellipse where it has one."""
        return {
            place.contender.key: np.vstack([place.xy, _ellipse(place.xy)]) if len(place.seeds) >= FEWEST else place.xy
            for place in self.spots
        }

    @cached_property
    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the ends of both axes, with room around what is drawn, and for names above and below it."""
        everything = np.vstack(list(self._outlines.values()))
        (left, low), (right, high) = everything.min(axis=0), everything.max(axis=0)
        wide, tall = max(right - left, 0.04), max(high - low, 0.02)
        return (float(left - 0.08 * wide), float(right + 0.1 * wide)), (
            float(low - 0.2 * tall),
            float(high + 0.2 * tall),
        )

    def _names(self) -> Iterator[dict[str, Any]]:
        """Yield the name of each group beside its marks, and beside the arrow what changed on its way."""
        named = {each.contender.key: self._px(each.xy) for each in self.spots}
        labels = {each.contender.key: _name(each.contender) for each in self.spots}
        way = [self._way()] if self.arrow else []
        if self.arrow:  # it has the least room, so it is the first to get some
            named = {_ARROW: way[0][16:24]} | named
            labels[_ARROW] = self._change(*self.arrow)
        widths = {key: plain_width(label, _SIZE) for key, label in labels.items()}
        ellipses = [self._px(_ellipse(each.xy)) for each in self.spots if len(each.seeds) >= FEWEST]
        boxes = placed(
            named,
            widths,
            height=_SIZE + 5,
            size=_INNER,
            marks=np.vstack([*(self._px(each.xy) for each in self.spots), *way]),
            outlines=np.vstack(ellipses) if ellipses else np.empty((0, 2)),
        )
        for key, box in boxes.items():
            x, y = self._at(box.middle)
            yield note(labels[key], x=x, y=y, bgcolor=faded(self.theme.background, 0.75))

    def _way(self) -> NDArray[np.float64]:
        """Return points along the arrow, in px."""
        assert self.arrow is not None, "asked for with an arrow only"
        tail, head = (self._px(one.mean) for one in self.arrow)
        line: NDArray[np.float64] = tail + np.linspace(0, 1, 40)[:, None] * (head - tail)
        return line

    def _arrow(self) -> list[dict[str, Any]]:
        """Return the arrow, from the mean of one group to the edge of the other."""
        if self.arrow is None:
            return []
        tail, goal = (one.mean for one in self.arrow)
        head = goal + _edge(self.arrow[1].xy, tail - goal) * (tail - goal)
        looks = {"showarrow": True, "arrowhead": 2, "arrowwidth": 2.6, "arrowcolor": self.theme.text}
        start = {"axref": "x", "ayref": "y", "ax": round(float(tail[0]), 4), "ay": round(float(tail[1]), 5)}
        return [note("", x=round(float(head[0]), 4), y=round(float(head[1]), 5), **start, **looks)]

    def _change(self, tail: Spot, goal: Spot) -> str:
        edm, accuracy = goal.mean - tail.mean
        return f"<b>{points(accuracy)} points</b>, EDM {_signed(edm)}"

    def _px(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points lie, in px from the lower left corner."""
        (left, right), (low, high) = self._ranges
        scaled: NDArray[np.float64] = (xy - [left, low]) / [right - left, high - low] * _INNER
        return scaled

    def _at(self, px: tuple[float, float]) -> tuple[float, float]:
        """Return the EDM and the accuracy at a place of the figure."""
        (left, right), (low, high) = self._ranges
        return (
            round(left + px[0] / _INNER[0] * (right - left), 4),
            round(low + px[1] / _INNER[1] * (high - low), 5),
        )


def _name(contender: Contender) -> str:
    return f"{contender.mark.glyph} <b>{escaped(shortened(contender.title, _SIZE, _NAME))}</b>"


def _ellipse(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the outline around points (n, 2) that holds 95 % of a normal distribution like theirs."""
    values, axes = np.linalg.eigh(np.cov(xy.T))
    circle = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    outline: NDArray[np.float64] = xy.mean(axis=0) + (axes * np.sqrt(_REACH * np.clip(values, 0, None)) @ circle).T
    return outline


def _edge(xy: NDArray[np.float64], way: NDArray[np.float64]) -> float:
    """Return which part of `way` from the mean of points (n, 2) lies within their ellipse; 0 where there is none."""
    if len(xy) < FEWEST:
        return 0.0
    distance = float(way @ np.linalg.pinv(np.cov(xy.T)) @ way)
    return min(0.9, float(np.sqrt(_REACH / distance))) if distance > 0 else 0.0


def _ticks(low: float, high: float) -> list[float]:
    step = next((step for step in _STEPS if (high - low) / step <= 5), 1.0)
    first = int(np.ceil(low / step))
    return [round(place * step, 4) for place in range(first, int(np.floor(high / step)) + 1) if place >= 0]


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
