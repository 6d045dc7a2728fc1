"""What a method finds, before it is told who asked."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

Values = NDArray[np.float64]


class Found(NamedTuple):
    """What a method gives to the players of a game."""

    values: Values  # (N, P)
    low: Values | None = None  # (N, P), ends of 95 % intervals over what is drawn
    high: Values | None = None
    interactions: Values | None = None  # (N, P, P)
    ends: tuple[Values, Values] | None = None  # (N,) each: the worth of nobody and of everybody, where known or its own


def numbers(values: Tensor) -> Values:
    """Return a tensor's values, in double precision."""
    array: Values = values.detach().double().cpu().numpy()
    return array
