"""What every corruption is given, and what they share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from shapviz.data.dataset import View, spread
from shapviz.data.modality import Modality


@dataclass(frozen=True, eq=False)
class Case:
    """The values of a modality, and how strongly to corrupt them.

    Every corruption draws its dice before it looks at the level, always as many, so that what is lost at one level is
    lost at every stronger one as well.
    """

    modality: Modality
    values: View  # (N, *shape), not to be written to
    reference: View  # the training rows: (R, *shape)
    level: float
    rng: np.random.Generator

    @cached_property
    def mean(self) -> View:
        """Means over the training rows, to broadcast: by column, by channel, or of all values."""
        return spread(self.modality, self.reference)[0]

    @cached_property
    def deviation(self) -> View:
        """Standard deviations over the training rows, to broadcast as `mean`."""
        return spread(self.modality, self.reference)[1]

    def normal(self) -> View:
        """Return standard normal dice in the shape of the values, float32."""
        return self.rng.standard_normal(self.values.shape, dtype=np.float32)

    def dice(self, *shape: int) -> View:
        """Return uniform dice in [0, 1) for each row, (N, *shape), float32."""
        return self.rng.random((len(self.values), *shape), dtype=np.float32)


def spans(places: View, share: float, size: int) -> NDArray[np.bool_]:
    """Return which of `size` cells lie in a span of that share of them, growing from a place of its own in each row.

    Args:
        places: (N,) where the span lies: at 0 it starts at the first cell, at 1 it ends at the last.
        share: In [0, 1]. The span of a greater share holds that of a smaller one.
        size: How many cells.

    Returns:
        (N, size).
    """
    centres = (np.arange(size) + 0.5) / size
    start = (places * (1 - share))[:, None]
    inside: NDArray[np.bool_] = (start <= centres) & (centres < start + share)
    return inside
