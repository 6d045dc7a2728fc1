"""One modality behind its encoder: all that a head ever sees of it."""

from collections.abc import Mapping
from typing import NamedTuple, Self

import torch
from torch import Tensor

from shapviz.data.dataset import View
from shapviz.models import FusionModel
from shapviz.models.batch import Places, to_tensor
from shapviz.valuation.worth import ENCODED_ROWS, evaluating


class Encoded(NamedTuple):
    """One modality of some samples."""

    features: Tensor  # (N, D)
    contribution: Tensor  # (N, W), what a head makes of them

    def at(self, places: Places) -> Self:
        """Return some of the samples."""
        return type(self)(self.features[places], self.contribution[places])


Samples = Mapping[str, Encoded]  # by modality, in the order of the players


def encode(model: FusionModel, name: str, values: View) -> Encoded:
    """Return values (N, *shape) of a modality behind its encoder.

    In the same portions as `coalition_worth`, so that the same samples give the same numbers to the last bit.
    """
    weight = next(model.parameters())
    parts = []
    with evaluating(model, weight.device):
        for start in range(0, len(values), ENCODED_ROWS):
            some = to_tensor(values[start : start + ENCODED_ROWS], weight.device, weight.dtype)
            features = model.encode({name: some})[name]
            parts.append((features, model.head.contribute(name, features)))
    return Encoded(*(torch.cat(part) for part in zip(*parts, strict=True)))
