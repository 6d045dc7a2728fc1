"""Samples as marks: in the colour of who leads them, open where the network is wrong, and the one in view ringed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.attribution.answers import Answers
from shapviz.figures.labels import escaped, shortened, text_width
from shapviz.figures.theme import Theme

NEAR: Final = 0.75  # of |φ|: a sample with so much at one modality lies near its corner


@dataclass(frozen=True)
class Samples:
    """Some samples and the shares of their modalities."""

    answers: Answers
    rows: tuple[int, ...]  # (N,) of the dataset
    shares: NDArray[np.float64]  # (N, M)

    @cached_property
    def wrong(self) -> list[bool]:
        """Which the network gets wrong, as far as that is known."""
        gallery = self.answers.scene.gallery
        if gallery is None:
            return [False] * len(self.rows)
        told = zip(gallery.rows, gallery.truth, gallery.predicted, strict=True)
        missed = {row for row, truth, said in told if truth != said}
        return [row in missed for row in self.rows]

    @cached_property
    def leads(self) -> list[int]:
        """The place of the player with the greatest share of each."""
        return [int(place) for place in self.shares.argmax(axis=1)]

    @property
    def viewed(self) -> int | None:
        """The place of the sample in view; None where it is not among them."""
        return self.rows.index(self.answers.row) if self.answers.row in self.rows else None

    @cached_property
    def texts(self) -> list[str]:
        """What each says when pointed at."""
        names = [escaped(player) for player in self.answers.players]
        percents = np.round(100 * self.shares).astype(int).tolist()
        return [
            f"<b>row {row}</b>, {'wrong' if wrong else 'right'}<br>"
            + ", ".join(f"{name} {share} %" for name, share in zip(names, own, strict=True))
            for row, wrong, own in zip(self.rows, self.wrong, percents, strict=True)
        ]

    def marks(self, x: Sequence[float], y: Sequence[float], theme: Theme, *, size: int) -> list[dict[str, Any]]:
        """Return a mark for each sample at its place, and a ring around the one in view. A click knows the row."""
        looks = list(self.answers.styles.values())
        colours = [looks[lead].colour for lead in self.leads]
        symbols = [
            looks[lead].marker + ("-open" if wrong else "") for lead, wrong in zip(self.leads, self.wrong, strict=True)
        ]
        marker = {"size": size, "color": colours, "symbol": symbols, "opacity": 0.75, "line": {"width": 1.2}}
        marks: dict[str, Any] = {"type": "scatter", "mode": "markers", "x": list(x), "y": list(y), "marker": marker}
        hover = {"customdata": list(self.rows), "text": self.texts, "hovertemplate": "%{text}<extra></extra>"}
        return [marks | hover | {"cliponaxis": False}, *self._ring(x, y, theme, size)]

    def _ring(self, x: Sequence[float], y: Sequence[float], theme: Theme, size: int) -> list[dict[str, Any]]:
        if self.viewed is None:
            return []
        line = {"width": 2.5, "color": theme.text}
        marker = {"size": 2 * size + 4, "symbol": "circle-open", "color": theme.text, "line": line}
        place = {"x": [x[self.viewed]], "y": [y[self.viewed]], "cliponaxis": False}
        return [{"type": "scatter", "mode": "markers", **place, "marker": marker, "hoverinfo": "skip"}]


def counted(samples: Samples, place: int, count: int, size: float, room: float) -> str:
    """Return a corner's label in at most `room` px: mark, name and how many samples lie near it."""
    player = samples.answers.players[place]
    style = samples.answers.styles[player]
    name = shortened(player, size, room - text_width(f"{style.glyph}  {count}", size + 1))
    return f'<span style="color:{style.colour}">{style.glyph}</span> {escaped(name)} <b>{count}</b>'
