"""Samples of two modalities on a line: each end is a modality that has it all. Upwards means nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from shapviz.figures.attribution.points import Samples, counted
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import note
from shapviz.figures.theme import SMALLEST, Theme

_GOLDEN: Final = 0.618034  # strews marks so that equal shares do not hide each other


@dataclass(frozen=True)
class Strip:
    """The figure."""

    samples: Samples
    near: list[int]  # samples near each end
    theme: Theme
    compact: bool

    mark = "a mark a sample, in the colour of who leads it; open: wrong; heights mean nothing"
    height = 180  # px, the smallest

    @property
    def width(self) -> int:
        """Smallest width, px."""
        return 320 if self.compact else 400

    @property
    def size(self) -> int:
        """Of letters, px."""
        return SMALLEST if self.compact else 14

    def figure(self) -> dict[str, Any]:
        """Return data and layout."""
        x = np.round(self.samples.shares[:, 1], 4).tolist()
        y = np.round(np.arange(1, len(x) + 1) * _GOLDEN % 1, 4).tolist()
        return {"data": self.samples.marks(x, y, self.theme, size=7), "layout": self._layout()}

    def _layout(self) -> dict[str, Any]:
        ticks = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["all", "¾", "half", "¾", "all"]}
        return {
            **base_layout(self.theme, size=self.size),
            "margin": {"l": 16, "r": 16, "t": self.size + 14, "b": 28},
            "xaxis": quiet_axis(self.theme, range=[-0.02, 1.02], showgrid=True, gridcolor=self.theme.hairline, **ticks),
            "yaxis": quiet_axis(self.theme, range=[-0.06, 1.06], showticklabels=False),
            "annotations": self._labels(),
        }

    def _labels(self) -> list[dict[str, Any]]:
        top = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 4, "xref": "paper"}
        sides = ({"x": 0, "xanchor": "left"}, {"x": 1, "xanchor": "right"})
        return [
            note(counted(self.samples, place, count, self.size, self.width / 2 - 24), **top, **side)
            for place, (side, count) in enumerate(zip(sides, self.near, strict=True))
        ]
