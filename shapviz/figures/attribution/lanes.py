"""Samples of many modalities as lines across lanes: where a line crosses a lane is the modality's share."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import numpy as np

from shapviz.figures.attribution.points import Samples
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import escaped, percent, plain_width, points, shortened
from shapviz.figures.theme import SMALLEST, Theme, faded

_LANE: Final = 34  # px
_MOST_POINTS: Final = 6000  # that all lines together may have: more can neither be seen nor drawn at once
_DARKEST, _FAINTEST = 0.4, 0.08


@dataclass(frozen=True)
class Lanes:
    """The figure: faint lines, dashed where the network is wrong; the sample in view in full; means as marks."""

    samples: Samples
    near: list[int]  # samples near each corner
    theme: Theme
    compact: bool

    @property
    def mark(self) -> str:
        """What stands for what."""
        some = "" if len(self._shown) == len(self.samples.rows) else f", {len(self._shown)} of them"
        return f"a line a sample{some}, dotted: wrong; marks: means"

    @property
    def height(self) -> int:
        """Smallest height, px."""
        return _LANE * len(self.samples.answers.players) + 34

    @property
    def width(self) -> int:
        """Smallest width, px."""
        return 320 if self.compact else 400

    @property
    def size(self) -> int:
        """Of letters, px."""
        return SMALLEST if self.compact else 13

    @property
    def _shown(self) -> list[int]:
        """The samples that are drawn: all, or every so many-th, and always the one in view."""
        step = -(-len(self.samples.rows) * len(self.samples.answers.players) // _MOST_POINTS)
        return list(range(0, len(self.samples.rows), step))

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        wrong = self.samples.wrong
        lines = [self._lines([p for p in self._shown if wrong[p] == missed], missed) for missed in (False, True)]
        return {"data": [*lines, *self._viewed(), self._means()], "layout": self._layout()}

    def _lines(self, places: list[int], missed: bool) -> dict[str, Any]:
        """Return the lines of some samples as one trace, a gap after each."""
        opacity = max(_FAINTEST, min(_DARKEST, 12 / max(len(self._shown), 1)))
        line = {"width": 1.2, "color": faded(self.theme.text, opacity), "dash": "2px,2px" if missed else "solid"}
        return self._trace(places, line)

    def _viewed(self) -> list[dict[str, Any]]:
        if self.samples.viewed is None:
            return []
        return [self._trace([self.samples.viewed], {"width": 2.6, "color": self.theme.text})]

    def _trace(self, places: list[int], line: dict[str, Any]) -> dict[str, Any]:
        players = len(self.samples.answers.players)
        shares = np.round(self.samples.shares[places], 3).tolist()
        rows = [self.samples.rows[place] for place in places]
        return {
            "type": "scatter",
            "mode": "lines",
            "x": [share for own in shares for share in (*own, None)],
            "y": [*range(players), None] * len(places),
            "customdata": [row for row in rows for _ in range(players + 1)],
            "line": line,
            "hovertemplate": "row %{customdata}: %{x:.0%}<extra></extra>",
            "cliponaxis": False,
        }

    def _means(self) -> dict[str, Any]:
        looks = list(self.samples.answers.styles.values())
        means = self.samples.shares.mean(axis=0)
        marker = {
            "size": 13,
            "color": [look.colour for look in looks],
            "symbol": [look.marker for look in looks],
            "line": {"width": 1.5, "color": self.theme.background},
        }
        return {
            "type": "scatter",
            "mode": "markers",
            "x": np.round(means, 4).tolist(),
            "y": list(range(len(looks))),
            "marker": marker,
            "hovertemplate": "mean %{x:.0%}<extra></extra>",
            "cliponaxis": False,
        }

    def _layout(self) -> dict[str, Any]:
        names, players = self._names(), len(self.samples.answers.players)
        ticks = [place / 4 for place in range(1 + ceil(4 * float(self.samples.shares.max())))]
        shares = {"tickvals": ticks, "ticktext": [*map(points, ticks[:-1]), percent(ticks[-1])]}
        grid = {"showgrid": True, "gridcolor": self.theme.hairline}
        lanes = {"tickvals": list(range(players)), "ticktext": names, "tickfont": {"color": self.theme.text}}
        return {
            **base_layout(self.theme, size=self.size),
            "margin": {"l": round(max(plain_width(name, self.size) for name in names)) + 12, "r": 22, "t": 8, "b": 26},
            "xaxis": quiet_axis(self.theme, range=[0, ticks[-1]], **shares, **grid),
            "yaxis": quiet_axis(self.theme, range=[players - 0.5, -0.5], **lanes),
        }

    def _names(self) -> list[str]:
        return [
            f'<span style="color:{style.colour}">{style.glyph}</span> '
            f"{escaped(shortened(player, self.size, 0.26 * self.width))} <b>{count}</b>"
            for (player, style), count in zip(self.samples.answers.styles.items(), self.near, strict=True)
        ]
