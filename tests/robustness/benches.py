"""Networks with random weights on the bench, and what they must come to, computed the slow way."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import Modality
from shapviz.data.splits import Splits
from shapviz.games import members
from shapviz.models import FusionModel
from shapviz.robustness.bench import Bench
from shapviz.robustness.encoding import Samples, encode
from tests.models import worlds

SAMPLES = 60
SPLITS = Splits(np.arange(0, 60, 2), np.arange(1, 60, 6), np.setdiff1d(np.arange(1, 60, 2), np.arange(1, 60, 6)))
KINDS = worlds.MODALITIES[1:4]  # an image, a series, a text
WAYS = [
    {"head": head, "absence": absence, "prototypes": prototypes}
    for head in worlds.HEADS
    for absence in worlds.ABSENCES
    for prototypes in (False, True)
]
"""Every way in which a network may treat the absent."""


def bench(modalities: Sequence[Modality] = KINDS, **way: object) -> Bench:
    """Return a network of these modalities on the bench."""
    model = worlds.model(modalities, **way)  # type: ignore[arg-type]
    return Bench(model, world(modalities), SPLITS, seed=3, resamples=100)


def world(modalities: Sequence[Modality] = KINDS) -> MultimodalDataset:
    """Return the dataset of every bench."""
    return worlds.dataset(modalities, samples=SAMPLES)


def truth(modalities: Sequence[Modality] = KINDS) -> NDArray[np.int64]:
    """Return the labels of the test split."""
    return world(modalities).labels[SPLITS.test]


def encoded(model: FusionModel, rows: NDArray[np.int64], modalities: Sequence[Modality] = KINDS) -> Samples:
    """Return these rows behind the encoders."""
    data = world(modalities)
    return {name: encode(model, name, data.views[name][rows]) for name in data.names}


@torch.no_grad()
def without(model: FusionModel, inputs: Mapping[str, Tensor], mask: int) -> NDArray[np.int64]:
    """Return the classes (N,) that a forward pass predicts to which nothing but the members of `mask` is given."""
    there = members(mask, model.modalities)
    logits = model.logits(model.contributions({name: inputs[name] for name in there}))
    samples = len(next(iter(inputs.values())))
    return logits.expand(samples, -1).argmax(dim=-1).numpy()  # with nobody there the logits are of no sample: (C,)


def tensors(views: Mapping[str, NDArray[np.generic]]) -> dict[str, Tensor]:
    """Return views as a network in double precision takes them."""
    return {
        name: torch.from_numpy(view if view.dtype == np.int64 else view.astype(np.float64))
        for name, view in views.items()
    }
