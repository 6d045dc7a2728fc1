"""Heads: what makes one prediction of the encoded modalities that are present.

Every head has the same form, `finish(sum of one contribution per modality)`. Its first layer is linear and has a block
of its own for each modality, so a contribution is computed once, and a coalition is a sum in which absent modalities
are replaced by what stands in for them.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import cast

import torch
from torch import Tensor, nn


class Slot(nn.Module):
    """What a head has for one modality: its block of the first layer, and what stands in for it when it is absent.

    Args:
        features: Width of the modality's features.
        width: Width of its contribution.
        learned: Whether a learned token stands in, which starts at zero; otherwise nothing does.
    """

    def __init__(self, features: int, width: int, *, learned: bool) -> None:
        super().__init__()
        self.block = nn.Linear(features, width, bias=False)
        self.token = nn.Parameter(torch.zeros(features)) if learned else None

    def forward(self, feature: Tensor) -> Tensor:
        """Return the contribution of the features (..., D), (..., W)."""
        contribution: Tensor = self.block(feature)
        return contribution

    def absent(self) -> Tensor:
        """Return the contribution of the absent modality, (W,)."""
        if self.token is None:
            return self.block.weight.new_zeros(self.block.out_features)
        contribution: Tensor = self.block(self.token)
        return contribution


class Head(nn.Module, ABC):
    """Base of all heads.

    Args:
        slots: One for each modality, all of the same width.
    """

    def __init__(self, slots: Mapping[str, Slot]) -> None:
        super().__init__()
        self.slots = nn.ModuleDict({module_key(name): slot for name, slot in slots.items()})

    def slot(self, name: str) -> Slot:
        """Return what the head has for one modality."""
        return cast(Slot, self.slots[module_key(name)])  # ModuleDict forgets its values' type

    def contribute(self, name: str, feature: Tensor) -> Tensor:
        """Return the contribution (B, W) of a modality's features (B, D)."""
        contribution: Tensor = self.slot(name)(feature)
        return contribution

    def absent(self, name: str) -> Tensor:
        """Return what an absent modality contributes, (W,): zeros, or the contribution of its learned token."""
        return self.slot(name).absent()

    @abstractmethod
    def finish(self, total: Tensor) -> Tensor:
        """Return the logits (..., C) of summed contributions (..., W)."""


class AdditiveHead(Head):
    """Contributions are logits (W = C): a prediction is their sum, plus a bias."""

    def __init__(self, slots: Mapping[str, Slot], classes: int) -> None:
        super().__init__(slots)
        self.bias = nn.Parameter(torch.zeros(classes))

    def finish(self, total: Tensor) -> Tensor:
        """Return the logits (..., C) of summed contributions (..., C)."""
        return total + self.bias


class MlpHead(Head):
    """Contributions meet in a hidden layer (W = its width), where modalities can interact."""

    def __init__(self, slots: Mapping[str, Slot], hidden: int, classes: int) -> None:
        super().__init__(slots)
        self.bias = nn.Parameter(torch.zeros(hidden))
        self.output = nn.Linear(hidden, classes)

    def finish(self, total: Tensor) -> Tensor:
        """Return the logits (..., C) of summed contributions (..., hidden)."""
        logits: Tensor = self.output((total + self.bias).relu_())
        return logits


def module_key(name: str) -> str:
    """Return the key of a modality's module: `nn.ModuleDict` refuses names that are its attributes, such as `type`."""
    return f"of_{name}"
