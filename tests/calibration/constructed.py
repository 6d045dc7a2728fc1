"""Data and networks whose best head is known by construction."""

import numpy as np
import torch
from torch import nn

from shapviz.data.dataset import MultimodalDataset
from shapviz.models import AdditiveHead, BatchSource, FusionModel, MlpHead
from shapviz.models.heads import Slot
from tests.models import worlds

NAMES = ("a", "b", "c")
COLUMNS, CLASSES = 2, 3


class Apart(nn.Module):
    """An encoder whose features have different scales and lie far from zero, as features may."""

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Return (B, 2) features."""
        return values * torch.tensor([1.0, 20.0]) + torch.tensor([0.5, 3.0])


def head(kind: str = "additive", *, absence: str = "zero", seed: int = 0) -> AdditiveHead | MlpHead:
    """Return a head with random weights."""
    width = CLASSES if kind == "additive" else 8
    slots = {name: Slot(COLUMNS, width, learned=absence == "learned") for name in NAMES}
    made = AdditiveHead(slots, CLASSES) if kind == "additive" else MlpHead(slots, width, CLASSES)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.7)
    return made


def network(made: AdditiveHead | MlpHead, encoder: type[nn.Module] = nn.Identity) -> FusionModel:
    """Return a network of encoders that have nothing to learn."""
    return FusionModel({name: encoder() for name in NAMES}, made).eval()


def splits(model: FusionModel, samples: int, *, seed: int = 0) -> tuple[BatchSource, BatchSource, BatchSource]:
    """Return training, validation and test samples whose labels are drawn from what the network predicts."""
    rng = np.random.default_rng(seed)
    views = {name: rng.standard_normal((3 * samples, COLUMNS), dtype=np.float32) for name in NAMES}
    with torch.no_grad():
        chances = model({name: torch.from_numpy(view) for name, view in views.items()}).softmax(dim=-1).numpy()
    labels = (chances.cumsum(axis=1) < rng.random((3 * samples, 1))).sum(axis=1).clip(max=CLASSES - 1)
    modalities = tuple(worlds.features(name, COLUMNS) for name in NAMES)
    dataset = MultimodalDataset("constructed", modalities, views, labels, ("x", "y", "z"))
    first, second, third = (np.arange(samples) + part * samples for part in range(3))
    return BatchSource(dataset, first), BatchSource(dataset, second), BatchSource(dataset, third)
