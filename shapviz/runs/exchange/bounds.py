"""Where numbers that a page draws must lie."""

from collections.abc import Iterable
from typing import Final

from shapviz.games.summary import Interval

Bounds = tuple[float, float]
UNIT: Final[Bounds] = (0.0, 1.0)
DIFFERENCE: Final[Bounds] = (-1.0, 1.0)


def within(intervals: Iterable[Interval], bounds: Bounds) -> bool:
    """Return whether all of these are intervals, and none reaches out of the bounds."""
    low, high = bounds
    return all(low <= each.low <= each.high <= high and low <= each.estimate <= high for each in intervals)
