"""Linear maps from what one modality's encoder says to what the others would have said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor

from shapviz.games import coalitions
from shapviz.robustness.encoding import Samples
from shapviz.valuation.lattice import subset_sums


@dataclass(frozen=True, eq=False)
class Maps:
    """Maps from the features of each modality to the contributions of all, fitted to the training split.

    A head's block is linear and has no bias, so mapping features and handing them to the block is the same as mapping
    to contributions: ridge regression is linear in what it is to predict.
    """

    weights: Mapping[str, Tensor]  # (D, M * W) by modality: from its features to what all contribute
    biases: Mapping[str, Tensor]  # (M * W,)
    means: Tensor  # (M * W,), mean contributions, for when nobody is present

    @classmethod
    def fitted(cls, train: Samples) -> Self:
        """Return ridge regressions, each with the penalty that leave-one-out errors choose."""
        from shapviz.robustness.ridge import ridge  # here: few ask for maps, and everybody opens a bench

        targets = torch.cat([each.contribution for each in train.values()], dim=1)
        wanted = targets.cpu().numpy().astype(np.float64)
        fits = {name: ridge(each.features.cpu().numpy().astype(np.float64), wanted) for name, each in train.items()}
        weights, biases = (
            {name: torch.from_numpy(fit[part]).to(targets) for name, fit in fits.items()} for part in range(2)
        )
        return cls(weights, biases, targets.mean(dim=0))

    def expected(self, samples: Samples) -> dict[str, Tensor]:
        """Return what every modality would contribute, as far as the members of each coalition know: (2**M, n, W).

        It is the mean of what the members say; not even a NaN reaches a coalition without its modality.
        """
        said = torch.stack(  # (M, n, M * W), by each about all
            [torch.addmm(self.biases[name], each.features, self.weights[name]) for name, each in samples.items()]
        )
        totals = subset_sums(torch.zeros_like(said[0]), said)
        voices = coalitions(len(samples)).sum(axis=1).clip(min=1)
        means = totals / torch.from_numpy(voices).to(said)[:, None, None]
        means[0] = self.means
        return dict(zip(samples, means.chunk(len(samples), dim=-1), strict=True))
