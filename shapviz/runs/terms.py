"""The terms of an additive head's logits, and what every coalition of modalities predicts from them.

Logits are b + Σ_m t_m, where t_m is what modality m contributes to a sample if it is present, and what stands in for it
if it is absent. Whether the true class wins depends only on how far the others exceed it, and these margins are sums
over the modalities too. The same is done in torch by `shapviz.valuation.additive`, for networks in training; here it is
done in numpy for the app, which has no torch.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
BLOCK = 2**22  # margins of a class that are held at a time


@dataclass(frozen=True, eq=False)
class Terms:
    """What the logits of N samples are sums of, for M modalities and C classes."""

    bias: Floats  # (C,)
    absent: Floats  # (M, C), what stands in for an absent modality
    present: Floats  # (M, N, C), what a modality contributes

    def where(self, chosen: NDArray[np.bool_] | slice) -> Self:
        """Return the terms of some of the samples."""
        return replace(self, present=self.present[:, chosen])

    def tempered(self, temperatures: Sequence[float]) -> Self:
        """Return the terms with those of each modality divided by its temperature."""
        divisors = np.asarray(temperatures, dtype=self.present.dtype)
        return replace(self, absent=self.absent / divisors[:, None], present=self.present / divisors[:, None, None])

    def logits(self) -> Floats:
        """Return the logits with everybody present, (N, C)."""
        return np.asarray(self.present.sum(axis=0) + self.bias)

    def right(self, labels: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which coalition predicts which sample, (N, 2**M). Of several largest logits the first counts.

        Args:
            labels: (N,) the true classes.
        """

        def of_some(some: Self, truth: NDArray[np.int64]) -> NDArray[Any]:
            behind = (
                np.where(number < truth, margins < 0, margins <= 0)
                for number, margins in enumerate(some._margins(truth))
            )
            return reduce(np.logical_and, behind)

        return self._in_blocks(of_some, labels)

    def probability(self, labels: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the probability of the true class by coalition, (N, 2**M)."""

        def of_some(some: Self, truth: NDArray[np.int64]) -> NDArray[Any]:
            with np.errstate(over="ignore"):  # an infinite sum is the probability 0
                odds = (np.exp(margins.astype(np.float64)) for margins in some._margins(truth))
                return 1 / reduce(np.add, odds)

        return self._in_blocks(of_some, labels)

    def _in_blocks(
        self, of_some: Callable[[Self, NDArray[np.int64]], NDArray[Any]], labels: NDArray[np.int64]
    ) -> NDArray[Any]:
        """Return what `of_some` finds (2**M, n) for some of the samples at a time, as (N, 2**M)."""
        rows = max(1, BLOCK >> len(self.absent))
        blocks = (slice(start, start + rows) for start in range(0, max(1, len(labels)), rows))
        return np.concatenate([of_some(self.where(block), labels[block]).T for block in blocks])

    def _margins(self, labels: NDArray[np.int64]) -> Iterator[Floats]:
        """Yield for each class by how much its logit exceeds the true class's, (2**M, N)."""
        nobody = np.broadcast_to(self.bias + self.absent.sum(axis=0), (1, *self.present.shape[1:]))
        terms = np.concatenate([nobody, self.present - self.absent[:, None]])  # (1 + M, N, C)
        margins = terms - np.take_along_axis(terms, labels[None, :, None], axis=-1)
        return (_subset_sums(of_class[0], of_class[1:]) for of_class in np.moveaxis(margins, -1, 0).copy())


def _subset_sums(nobody: Floats, gains: Floats) -> Floats:
    """Return `nobody` (N,) plus the gains (M, N) of the members of every coalition, (2**M, N), by doubling."""
    table = np.empty((2 ** len(gains), *nobody.shape), nobody.dtype)
    table[0] = nobody
    for player, gain in enumerate(gains):
        without = 2**player  # coalitions of the players before this one
        np.add(table[:without], gain, out=table[without : 2 * without])
    return table
