"""Gradients of an additive network of linear encoders, derived on paper and written in numpy.

With z_m = E_m x_m and logits(S) = sum over m in S of W_m z_m, plus b, the mean cross-entropy of coalition S has

    d logits(S) = (softmax(logits(S)) - onehot(labels)) / B
    d W_m = d logits(S)' z_m        d E_m = (d logits(S) W_m)' x_m        for m in S, and none for others
    d b = the sum of d logits(S) over samples

A strategy's objective is a weighted sum of such losses.
"""

from collections.abc import Mapping

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from scipy.special import softmax
from torch import nn
from torch.optim import SGD

from shapviz.data.modality import Modality
from shapviz.models import AdditiveHead, Batch, BatchSource, FusionModel
from shapviz.models.heads import Slot
from shapviz.strategies import Learner
from tests.models import worlds

Array = NDArray[np.float64]
Terms = Mapping[frozenset[str], float | Array]  # the weight of each coalition's loss, or of each of its samples, (B,)

NAMES = ("hare", "tortoise", "snail")
SAMPLES = 6
WIDTH = 2


def learner() -> Learner:
    """Return a learner whose network is the one above."""
    modalities = tuple(Modality(name, "features", (3,), "", "") for name in NAMES)
    generator = torch.Generator().manual_seed(0)
    encoders = {name: nn.Linear(3, WIDTH, bias=False) for name in NAMES}
    slots = {name: Slot(WIDTH, worlds.CLASSES, learned=False) for name in NAMES}
    model = FusionModel(encoders, AdditiveHead(slots, worlds.CLASSES)).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    source = BatchSource(worlds.dataset(modalities, samples=SAMPLES), np.arange(SAMPLES), dtype=torch.float64)
    return Learner(model, SGD(model.parameters(), lr=0.1), Fabric(accelerator="cpu"), source, seed=0)


def whole(of: Learner) -> Batch:
    """Return all training samples as one batch, shuffled, so that rows have to be told apart."""
    (batch,) = of.train.batches(SAMPLES, seed=1)
    return batch


def gradients(of: Learner, terms: Terms) -> dict[str, Array]:
    """Return the gradient of the weighted sum of losses by all parameters, named as the network names them."""
    batch, model = whole(of), of.model
    weights = {name: values.detach().numpy().copy() for name, values in model.named_parameters()}
    expected = {name: np.zeros_like(values) for name, values in weights.items()}
    for coalition, weight in terms.items():
        inputs = {name: batch.inputs[name].numpy() for name in coalition}
        features = {name: inputs[name] @ weights[encoder(name)].T for name in coalition}
        logits = weights["head.bias"] + sum(features[name] @ weights[block(name)].T for name in coalition)
        error = softmax(logits, axis=1) - np.eye(worlds.CLASSES)[batch.labels.numpy()]
        error *= np.reshape(weight, (-1, 1)) / len(batch)
        expected["head.bias"] += error.sum(axis=0)
        for name in coalition:
            expected[block(name)] += error.T @ features[name]
            expected[encoder(name)] += (error @ weights[block(name)]).T @ inputs[name]
    return expected


def encoder(name: str) -> str:
    """Return the name of the parameter E_m."""
    return f"encoders.of_{name}.weight"


def block(name: str) -> str:
    """Return the name of the parameter W_m."""
    return f"head.slots.of_{name}.block.weight"
