"""The uppermost row of a story: how the contribution is shared, as a river with a band for each modality."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from shapviz.figures.canvas import Parts, quiet_axis
from shapviz.figures.course import Shares, shares_of
from shapviz.figures.drawing import Drawing
from shapviz.figures.labels import note
from shapviz.figures.scene import Trace
from shapviz.figures.tags import Tags, middles
from shapviz.figures.traces import curve, ghost_curve, rounded
from shapviz.games.summary import Interval
from shapviz.runs.records import EpochRecord

_VULGAR = {(1, 2): "½", (1, 3): "⅓", (2, 3): "⅔", (1, 4): "¼", (3, 4): "¾"}


@dataclass(frozen=True)
class River(Drawing):
    """Stacked shares. The layers are opaque and painted from the top down, each down to zero over the one before.

    Lines between epochs are straight: a corner is a measurement, and a curve would bend as the next one arrives.
    """

    def traces(self) -> list[Trace]:
        """Return the bands, what the pointer finds in them, the guides, and the ghost's boundaries."""
        return [
            self._undefined(),
            *(self._band(player) for player in self.course.players),
            *(self._targets(player) for player in self.course.players),
            self._guides(),
            *self._ghost(),
        ]

    @property
    def _guides_at(self) -> int:
        return 1 + 2 * len(self.course.players)

    def axis(self) -> dict[str, Any]:
        """Return an axis from 0 to 100 % with the multiples of an equal share."""
        count = len(self.course.players)
        inner = [Fraction(part, count) for part in range(1, count)]
        named = {0.0: "0", **{float(part): _fraction(part) for part in inner}, 1.0: "100 %"}
        return quiet_axis(self.theme, range=[0, 1], tickvals=list(named), ticktext=list(named.values()))

    def fixed(self) -> Parts:
        """Return the untrained block and the guides of the future."""
        return Parts(self._untrained_words(), [self._untrained(), *self._future_guides()], {})

    def moving(self, record: EpochRecord) -> Parts:
        """Return the labels of the bands at the cursor and of the ghost at the right end."""
        labels = [*self._tags.own(record.epoch), *self._tags.ghost(record.epoch)]
        return Parts(labels, [], {self._guides_at: {"x": self._guide_xs(record.epoch)}})

    @cached_property
    def _tags(self) -> Tags:
        return Tags(self.course, self.theme, self.canvas)

    def _undefined(self) -> Trace:
        """Return the ground under the river; it shows where shares are undefined."""
        epochs = [record.epoch for record in self.course.records if record.epoch]
        panel = self.theme.panel
        return curve(epochs, [1.0] * len(epochs), colour=panel, width=0, fill="tozeroy", fillcolor=panel)

    def _band(self, player: str) -> Trace:
        """Return a layer down to zero: a band is what the next layer leaves of it."""
        first = self.course.players.index(player)
        below = self.course.players[first:]
        xs: list[float] = []
        tops: list[float] = []
        for stretch in self.course.stretches:
            corners = [(x, sum(shares[name].estimate for name in below)) for x, shares in stretch.corners()]
            xs += [corners[0][0], *(x for x, _ in corners), corners[-1][0]]
            tops += [0, *(top for _, top in corners), 0]
        return curve(
            xs,
            tops,
            colour=self.theme.background,
            width=1.5 if first else 0,
            name=player,
            fill="tozeroy",
            fillcolor=self.styles[player].colour,
        )

    def _targets(self, player: str) -> Trace:
        """Return invisible points in the middle of a band, so that the pointer finds the band that it is in."""
        points = [pair for known in self.course.stretches for pair in zip(known.epochs, known.shares, strict=True)]
        return {
            "type": "scatter",
            "mode": "markers",
            "name": player,
            "x": [epoch for epoch, _ in points],
            "y": rounded(middles(shares)[player] for _, shares in points),
            "customdata": [_in_percent(shares[player]) for _, shares in points],
            "hovertemplate": f"<b>{player}</b> %{{customdata[0]}} % [%{{customdata[1]}}, %{{customdata[2]}}]"
            "<br>epoch %{x}<extra></extra>",
            "marker": {"size": 12, "opacity": 0, "color": self.styles[player].colour},
            "meta": {"reveal": "upto"},
        }

    def _guides(self) -> Trace:
        count = len(self.course.players)
        ys = [height for part in range(1, count) for height in (part / count, part / count, None)]
        return curve([], ys, colour="rgba(255,255,255,.72)", width=1.3, dash="6px,4px", reveal=None)

    def _guide_xs(self, cursor: int) -> list[float | None]:
        """Return where the guides run over the river: from its source to the cursor."""
        known = self.course.stretches
        start = next(known[0].corners())[0] if known else cursor
        end = max(start, self._mouth(cursor))
        return [start, end, None] * (len(self.course.players) - 1)

    def _mouth(self, cursor: int) -> int:
        """Return the epoch where the river ends: the newest valuation as of the cursor."""
        newest = self.course.valuation_at(cursor)
        return newest[0] if newest else 0

    def _future_guides(self) -> list[dict[str, Any]]:
        count = len(self.course.players)
        line = {"width": 1, "dash": "6px,4px", "color": self.theme.hairline}
        place = {"type": "line", "layer": "below", "x0": 0, "x1": self.course.epochs, "line": line}
        heights = [round(part / count, 4) for part in range(1, count)]
        return [{**place, "y0": height, "y1": height} for height in heights]

    def _untrained(self) -> dict[str, Any]:
        place = {"x0": 0, "x1": 1, "y0": 0, "y1": 1}
        return {"type": "rect", "layer": "below", "fillcolor": self.theme.panel, "line": {"width": 0}, **place}

    def _untrained_words(self) -> list[dict[str, Any]]:
        if self.canvas.compact or not 16 <= self.canvas.px(1) <= 90:
            return []
        font = {"color": self.theme.muted, "size": 12}
        return [note("untrained", x=0.5, y=0.5, textangle=-90, font=font)]

    def _ghost(self) -> list[Trace]:
        """Return the boundaries between the ghost's bands."""
        points = [(epoch, shares_of(valuation)) for epoch, valuation in self.course.ghost_trained]
        tails = [self.course.players[place:] for place in range(1, len(self.course.players))]
        epochs = [epoch for epoch, _ in points]
        return [
            ghost_curve(epochs, [_sum_of(shares, tail) for _, shares in points], self.theme) for tail in tails if points
        ]


def _sum_of(shares: Shares | None, players: tuple[str, ...]) -> float | None:
    return None if shares is None else sum(shares[player].estimate for player in players)


def _in_percent(share: Interval) -> list[int]:
    return [round(100 * value) for value in (share.estimate, share.low, share.high)]


def _fraction(part: Fraction) -> str:
    return _VULGAR.get((part.numerator, part.denominator), f"{part.numerator}/{part.denominator}")
