"""Where names go in a figure full of marks: near what they name, over as little as possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (n, 2), in px from the lower left corner
_GAP = 5  # px between a name and what it names


class Box(NamedTuple):
    """The place of a name, in px from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def hides(self, points: Points) -> int:
        """Return how many points lie under it."""
        x, y = points.T
        return int(((x > self.left - 5) & (x < self.right + 5) & (y > self.bottom - 5) & (y < self.top + 5)).sum())

    def away(self, points: Points) -> float:
        """Return how far its edge is from the nearest of these points; 0 where it hides one."""
        x, y = points.T
        across = np.maximum(np.maximum(self.left - x, x - self.right), 0)
        return float(np.hypot(across, np.maximum(np.maximum(self.bottom - y, y - self.top), 0)).min())

    def meets(self, other: Box) -> bool:
        """Return whether two names overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


def placed(
    named: Mapping[str, Points],
    widths: Mapping[str, float],
    *,
    height: float,
    size: tuple[float, float],
    marks: Points,
    outlines: Points,
) -> dict[str, Box]:
    """Return a place for each name, one after the other.

    Args:
        named: What each name belongs to, and is to stand beside.
        widths: How wide each name is.
        height: How high all names are.
        size: Width and height of the figure.
        marks: What must not be hidden.
        outlines: What had better not be hidden.
    """
    found: dict[str, Box] = {}
    for key, own in named.items():
        choices = [_inside(box, size) for box in _around(own, widths[key], height)]

        def cost(box: Box, own: Points = own) -> float:
            crossed = sum(box.meets(other) for other in found.values())
            return 1000 * crossed + 9 * box.hides(marks) + box.hides(outlines) + box.away(own)

        found[key] = min(choices, key=cost)
    return found


def _around(own: Points, width: float, height: float) -> list[Box]:
    """Return places around a group of marks: above, below and beside it, at several distances."""
    (left, bottom), (right, top) = own.min(axis=0), own.max(axis=0)
    x, y = (left + right) / 2, (bottom + top) / 2
    away = [_GAP + step * height for step in range(4)]
    rows = [top + d + height / 2 for d in away] + [bottom - d - height / 2 for d in away]
    middles = [(at, row) for row in rows for at in (x, left + width / 2, right - width / 2, right + width / 2)]
    middles += [
        (at, row) for d in away for at in (right + d + width / 2, left - d - width / 2) for row in (y, top, bottom)
    ]
    return [Box(a - width / 2, b - height / 2, a + width / 2, b + height / 2) for a, b in middles]


def _inside(box: Box, size: tuple[float, float]) -> Box:
    """Return the box moved into the figure."""
    across = max(0.0, -box.left) - max(0.0, box.right - size[0])
    up = max(0.0, -box.bottom) - max(0.0, box.top - size[1])
    return Box(box.left + across, box.bottom + up, box.right + across, box.top + up)
