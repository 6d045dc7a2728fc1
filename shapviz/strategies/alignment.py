"""Alignment: losses that make the features of different modalities agree, beside the loss that makes them useful.

Both look at pairs of modalities, in the shared space that the network maps their features into (`ModelSpec.mapping`).
That features should be aligned at the level of features and of samples is an idea of arXiv:2506.00030, of which only
the abstract was at hand; the two losses below are our choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

OFF_DIAGONAL = 0.005  # weight of a correlation between different features, as in arXiv:2103.03230
TEMPERATURE = 0.1  # of the similarities between samples, as in arXiv:2002.05709
VARIANCE = 1e-5  # added to that of a feature, as batch normalisation does: some features are constant


@dataclass(frozen=True)
class Alignment:
    """How much the objective asks for agreement; nothing by default."""

    features: float = 0.0  # weight of `feature_alignment`
    samples: float = 0.0  # weight of `sample_alignment`

    def loss(self, learning: Mapping[str, Tensor], frozen: Mapping[str, Tensor]) -> Tensor:
        """Return the weighted losses, averaged over all pairs of modalities, a scalar.

        Pairs of frozen modalities are left out of the sum, for nobody can learn from them, but not out of the average:
        so in its turn a modality descends the same function of its own weights as if all learned together.

        Args:
            learning: Features (B, D) of the modalities that learn, by name; at least one.
            frozen: Features (B, D) of all the others.
        """
        everybody = {**learning, **frozen}
        pairs = list(combinations(everybody, 2))
        losses = [
            self._of(everybody[one], everybody[other]) for one, other in pairs if one in learning or other in learning
        ]
        return torch.stack(losses).sum() / len(pairs)

    def __bool__(self) -> bool:
        return self.features > 0 or self.samples > 0

    def _of(self, one: Tensor, other: Tensor) -> Tensor:
        """Return the weighted losses of a pair. What has no weight is not computed."""
        loss = one.new_zeros(())
        if self.features:
            loss = loss + self.features * feature_alignment(one, other)
        if self.samples:
            loss = loss + self.samples * sample_alignment(one, other)
        return loss


def feature_alignment(one: Tensor, other: Tensor) -> Tensor:
    """Return how far the correlations of features (B, D) of two modalities are from the identity, a scalar.

    1/D · [Σ_i (1 − c_ii)² + `OFF_DIAGONAL` · Σ_{i≠j} c_ij²], where c_ij is the correlation over the batch of feature i
    of the one and feature j of the other: the i-th features are to say the same, and different ones different things.
    The loss of Barlow Twins (arXiv:2103.03230), but a mean over features instead of a sum, so that a weight means the
    same whatever the width.
    """
    correlation = _standardised(one).T @ _standardised(other) / len(one)
    same = correlation.diagonal()
    different = correlation.square().sum() - same.square().sum()
    return ((1 - same).square().sum() + OFF_DIAGONAL * different) / len(same)


def sample_alignment(one: Tensor, other: Tensor) -> Tensor:
    """Return how badly the features (B, D) of two modalities tell which of them belong to one sample, in nats.

    InfoNCE (arXiv:1807.03748) in both directions, as in CLIP (arXiv:2103.00020): the cross-entropy of finding a
    sample's other half among those of the batch, by cosine similarity. Log B at chance; 0 if there is but one sample.
    """
    similarity = normalize(one, dim=1) @ normalize(other, dim=1).T / TEMPERATURE
    partner = torch.arange(len(one), device=one.device)
    return (cross_entropy(similarity, partner) + cross_entropy(similarity.T, partner)) / 2


def _standardised(features: Tensor) -> Tensor:
    """Return features (B, D) with mean 0 and variance 1 over the batch; all zeros where a feature is constant."""
    centred = features - features.mean(dim=0)
    return centred * (centred.square().mean(dim=0) + VARIANCE).rsqrt()
