"""Samples of three modalities in a triangle: each corner is a modality that has it all, the middle has equal shares."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.attribution.points import NEAR, Samples, counted
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import note
from shapviz.figures.theme import SMALLEST, Theme

_HEIGHT: Final = sqrt(3) / 2  # of a triangle with sides of 1
_CORNERS: Final = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, _HEIGHT]])  # left, right, top
_ROOM: Final = 0.03  # around it
_SIDE: Final = 8  # px


@dataclass(frozen=True)
class Triangle:
    """The figure. Axes have one scale, so that the triangle is equilateral at any size."""

    samples: Samples
    near: list[int]  # samples near each corner
    theme: Theme
    compact: bool

    mark = "a mark a sample, in the colour of who leads it; open: wrong"

    @property
    def height(self) -> int:
        """Smallest height, px."""
        return 290 if self.compact else 330

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
        places = np.round(self.samples.shares @ _CORNERS, 4)
        marks = self.samples.marks(places[:, 0].tolist(), places[:, 1].tolist(), self.theme, size=7)
        return {"data": marks, "layout": self._layout()}

    def _layout(self) -> dict[str, Any]:
        whole: dict[str, Any] = {"showticklabels": False, "constrain": "domain"}
        across, upwards = [-_ROOM, 1 + _ROOM], [-_ROOM, _HEIGHT + _ROOM]
        return {
            **base_layout(self.theme, size=self.size),
            "margin": {"l": _SIDE, "r": _SIDE, "t": self.size + 14, "b": self.size + 14},
            "xaxis": quiet_axis(self.theme, range=across, **whole),
            "yaxis": quiet_axis(self.theme, range=upwards, scaleanchor="x", scaleratio=1, **whole),
            "annotations": self._labels(),
            "shapes": self._lines(),
        }

    def _labels(self) -> list[dict[str, Any]]:
        """Return names and counts: below the lower corners, towards each other, and above the upper one."""
        below, above = {"yanchor": "top", "yshift": -7}, {"yanchor": "bottom", "yshift": 7}
        sides = (below | {"xanchor": "left"}, below | {"xanchor": "right"}, above | {"xanchor": "center"})
        return [
            note(counted(self.samples, place, count, self.size, self._base / 2 - 6), **_at(_CORNERS[place]), **side)
            for place, (side, count) in enumerate(zip(sides, self.near, strict=True))
        ]

    @property
    def _base(self) -> float:
        """How many px the base of the triangle is long at the smallest size."""
        upwards = (self.height - 2 * (self.size + 14)) / (_HEIGHT + 2 * _ROOM)
        return min(upwards, (self.width - 2 * _SIDE) / (1 + 2 * _ROOM))

    def _lines(self) -> list[dict[str, Any]]:
        """Return the triangle, the borders between leaders, and those of being near a corner."""
        quiet = {"width": 1, "color": self.theme.hairline}
        edge = {"width": 1.5, "color": self.theme.muted}
        centre = _CORNERS.mean(axis=0)
        pairs = [(0, 1), (1, 2), (2, 0)]
        edges = [_line(_CORNERS[one], _CORNERS[other], edge) for one, other in pairs]
        borders = [_line(centre, (_CORNERS[one] + _CORNERS[other]) / 2, quiet) for one, other in pairs]
        return [*borders, *(self._fence(corner) for corner in range(3)), *edges]

    def _fence(self, corner: int) -> dict[str, Any]:
        """Return the line beyond which a sample lies near a corner."""
        here, (one, other) = _CORNERS[corner], np.delete(_CORNERS, corner, axis=0)
        dashed = {"width": 1, "dash": "3px,3px", "color": self.theme.muted}
        return _line(NEAR * here + (1 - NEAR) * one, NEAR * here + (1 - NEAR) * other, dashed)


def _at(place: NDArray[np.float64]) -> dict[str, float]:
    return {"x": round(float(place[0]), 4), "y": round(float(place[1]), 4)}


def _line(one: NDArray[np.float64], other: NDArray[np.float64], line: dict[str, Any]) -> dict[str, Any]:
    (x0, y0), (x1, y1) = np.round(one, 4).tolist(), np.round(other, 4).tolist()
    return {"type": "line", "layer": "below", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line}
