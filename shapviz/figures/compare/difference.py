"""By how much groups are ahead of the baseline, epoch by epoch, and where that cannot be told from nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

from shapviz.comparison import Difference
from shapviz.figures.canvas import base_layout, cursor_line, epoch_axis, quiet_axis, round_ticks
from shapviz.figures.compare.contender import Contender
from shapviz.figures.compare.words import differences_alt, points, points_between, seeds
from shapviz.figures.labels import escaped, note, plain_width, shortened, spread
from shapviz.figures.scene import Frame, Scene, Trace
from shapviz.figures.theme import Theme, faded
from shapviz.figures.traces import curve, rounded

HEIGHT = 210  # px; the smallest height it is shown at
_SIZE = 13  # px of type
_MARKS = 24  # along a line
_NAME = {False: 190, True: 96}  # px for a name, by whether the figure is narrow
_TOP, _BOTTOM, _LEFT = 12, 40, 46
_STEPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


@dataclass(frozen=True)
class Gap:
    """What a group is ahead of the baseline by, in validation accuracy, by epoch."""

    contender: Contender
    differences: Mapping[int, Difference]  # of at least one epoch after 0

    @cached_property
    def trained(self) -> list[tuple[int, Difference]]:
        """Epoch and difference after epoch 0, at which nobody has learned anything."""
        return [(epoch, difference) for epoch, difference in self.differences.items() if epoch]

    def at(self, epoch: int) -> tuple[int, Difference] | None:
        """Return the newest difference as of `epoch`, and its epoch."""
        return next((known for known in reversed(self.trained) if known[0] <= epoch), None)


def difference(gaps: Sequence[Gap], baseline: Contender, epochs: int, theme: Theme, *, narrow: bool) -> Scene:
    """Return the differences to the baseline with 95 % bands over paired seeds.

    A band is filled where it excludes zero and hatched where it covers it. A single pair of seeds has no band.

    Args:
        gaps: One or more.
        baseline: What is subtracted.
        epochs: Where the x axis ends.
        theme: Colours of the background it will stand on.
        narrow: For figures narrower than about 480 px.
    """
    drawing = _Drawing(gaps, baseline, epochs, theme, narrow)
    known = sorted({epoch for gap in gaps for epoch, _ in gap.trained})
    return {
        "data": [
            *(part for gap in gaps for part in drawing.bands(gap)),
            *(part for gap in gaps for part in drawing.line(gap)),
        ],
        "layout": drawing.layout(),
        "frames": {str(epoch): drawing.frame(epoch) for epoch in (0, *known)},
    }


@dataclass(frozen=True)
class _Drawing:
    gaps: Sequence[Gap]
    baseline: Contender
    epochs: int
    theme: Theme
    narrow: bool

    def bands(self, gap: Gap) -> Iterator[Trace]:
        """Yield the band where it excludes zero, and where it covers it; each is one trace of closed shapes."""
        pieces = [
            (ours.inconclusive or theirs.inconclusive, (start, ours), (end, theirs))
            for (start, ours), (end, theirs) in pairwise(gap.trained)
            if ours.low is not None and theirs.low is not None
        ]
        looks: dict[bool, dict[str, Any]] = {
            False: {"fillcolor": faded(self.theme.text, 0.2)},
            True: {"fillcolor": "rgba(0,0,0,0)", "fillpattern": self._hatch()},
        }
        for unsure, look in looks.items():
            stretches = [list(run) for same, run in groupby(pieces, key=lambda piece: piece[0]) if same == unsure]
            xs, ys = _outlines([[stretch[0][1], *(piece[2] for piece in stretch)] for stretch in stretches])
            if xs:
                yield curve(xs, ys, colour="rgba(0,0,0,0)", width=0, fill="toself", **look)

    def line(self, gap: Gap) -> tuple[Trace, Trace]:
        """Return the mean differences, and the group's mark at every epoch, or at some where marks would touch."""
        mark, ink = gap.contender.mark, self.theme.text
        epochs = [epoch for epoch, _ in gap.trained]
        means = [difference.mean for _, difference in gap.trained]
        hover = f"<b>{escaped(gap.contender.title)}</b> %{{customdata}}<br>epoch %{{x}}<extra></extra>"
        told = [_told(difference) for _, difference in gap.trained]
        line = curve(epochs, means, colour=ink, width=3, customdata=told, hovertemplate=hover)
        every = -(-len(epochs) // _MARKS)
        looks = {"symbol": mark.symbol, "size": 7, "opacity": 1, "line": {"width": 1.8, "color": ink}}
        looks["color"] = ink if mark.filled else self.theme.background
        return line, curve(epochs[::every], means[::every], colour=ink, width=0, mode="markers", marker=looks)

    def frame(self, epoch: int) -> Frame:
        """Return what shows while the cursor stands at `epoch`."""
        known = [(gap, newest[1]) for gap in self.gaps if (newest := gap.at(epoch))]
        told = [(gap.contender.title, difference) for gap, difference in known]
        return {
            "annotations": list(self._labels(known, epoch)),
            "shapes": [cursor_line(epoch, self.theme) | {"layer": "between", "line": self._cursor()}],
            "restyle": {},
            "alt": differences_alt(told, self.baseline.title, epoch),
        }

    def layout(self) -> dict[str, Any]:
        """Return axes that do not move with the cursor, and the baseline as the line at zero."""
        reach, step = self._scale
        ticks = [round(step * place, 4) for place in range(-round(reach / step), round(reach / step) + 1)]
        ticks = [tick for tick in ticks if abs(tick) <= reach]
        x_axis = epoch_axis(self.theme, epochs=self.epochs, ticks=round_ticks(self.epochs, most=6))
        x_axis["title"] = {"text": "epoch", "standoff": 4, "font": {"color": self.theme.muted, "size": _SIZE}}
        zero = {"type": "line", "layer": "below", "x0": 0, "x1": self.epochs, "y0": 0, "y1": 0}
        return {
            **base_layout(self.theme, size=_SIZE),
            "margin": {"l": _LEFT, "r": round(self._room) + 14, "t": _TOP, "b": _BOTTOM},
            "xaxis": x_axis,
            "yaxis": quiet_axis(
                self.theme,
                range=[-reach, reach],
                tickvals=ticks,
                ticktext=[_tick(tick) for tick in ticks],
                showgrid=True,
                gridcolor=self.theme.hairline,
            ),
            "shapes": [zero | {"line": {"width": 1.6, "dash": "6px,4px", "color": self.theme.text}}],
        }

    def _hatch(self) -> dict[str, Any]:
        ink = faded(self.theme.text, 0.55)
        return {"shape": "/", "size": 7, "solidity": 0.22, "fgcolor": ink, "bgcolor": "rgba(0,0,0,0)"}

    def _cursor(self) -> dict[str, Any]:
        return {"width": 1.6, "color": self.theme.text}

    @cached_property
    def _scale(self) -> tuple[float, float]:
        """Return the end of the axis on either side of zero, and the distance of ticks.

        It holds every mean and nine tenths of the bands' ends: that of two seeds can be ten times as wide as all else.
        """
        known = [difference for gap in self.gaps for _, difference in gap.trained]
        means = max(abs(difference.mean) for difference in known)
        ends = sorted(max(abs(d.low), abs(d.high)) for d in known if d.low is not None and d.high is not None)
        band = ends[int(0.9 * (len(ends) - 1))] if ends else 0.0
        reach = max(0.01, 1.1 * means, min(1.05 * band, 3 * means + 0.02))
        return reach, next((step for step in _STEPS if reach / step <= 2.6), 1.0)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {gap.contender.key: shortened(gap.contender.title, _SIZE, _NAME[self.narrow]) for gap in self.gaps}

    @cached_property
    def _room(self) -> float:
        """How many px the widest label takes."""
        names = [f"● {name} " for name in self._names.values()]
        return max(plain_width(text, _SIZE) for text in (*names, "−0.0 inconclusive"))

    def _labels(self, known: list[tuple[Gap, Difference]], epoch: int) -> Iterator[dict[str, Any]]:
        """Yield name and value of each line right of the cursor, clear of each other."""
        reach, _ = self._scale
        upwards = sorted(known, key=lambda pair: pair[1].mean)
        px = 2 * reach / (HEIGHT - _TOP - _BOTTOM)
        edge = _SIZE * px
        wanted = [min(max(difference.mean, -reach), reach) for _, difference in upwards]
        places = spread(wanted, gap=(2.5 * _SIZE + 2) * px, low=edge - reach, high=reach - edge)
        for (gap, difference), place in zip(upwards, places, strict=True):
            text = self._label(gap, difference)
            looks = {"xanchor": "left", "xshift": 8, "align": "left"}
            yield note(text, x=epoch, y=round(place, 5), bgcolor=self.theme.background, **looks)

    def _label(self, gap: Gap, difference: Difference) -> str:
        name = f"{gap.contender.mark.glyph} <b>{escaped(self._names[gap.contender.key])}</b>"
        unsure = "inconclusive" if difference.inconclusive else "points"
        return f'{name}<br><span style="color:{self.theme.muted}">{points(difference.mean)} {unsure}</span>'


def _outlines(stretches: Sequence[Sequence[tuple[int, Difference]]]) -> tuple[list[float], list[float | None]]:
    """Return closed outlines as one curve. Between two there is a point without height, where Plotly lifts the pen."""
    xs: list[float] = []
    ys: list[float | None] = []
    for stretch in stretches:
        epochs = [epoch for epoch, _ in stretch]
        xs += [*epochs, *reversed(epochs), epochs[0]]
        ys += [*(known.low for _, known in stretch), *(known.high for _, known in reversed(stretch)), None]
    return xs, rounded(ys, 5)


def _told(difference: Difference) -> str:
    return f"{points_between(difference)} points, {seeds(difference.n)}"


def _tick(value: float) -> str:
    return "0" if abs(value) < 1e-9 else f"{100 * value:+g}".replace("-", "−")
