"""Heads: what makes one prediction of the encoded modalities that are present.

Every head has a linear block of its own for each modality, so what a modality contributes is computed once. How the
contributions of those present become one state is what heads differ in: most add them up, with absent modalities
replaced by what stands in for them; a memory (`models.memory`) takes them one after another.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
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
    """Base of all heads: `finish(combine(contributions))`.

    Args:
        slots: One for each modality, in the order of the players, all of the same width.
    """

    def __init__(self, slots: Mapping[str, Slot]) -> None:
        super().__init__()
        self.modalities = tuple(slots)
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

    def term(self, name: str, contributions: Mapping[str, Tensor], present: Tensor | None) -> Tensor:
        """Return the contribution of a modality where it is present, and what stands in for it elsewhere, (..., W).

        Args:
            name: Of the modality.
            contributions: (B, W) by modality; modalities that are not in it are absent.
            present: (..., B, M) bool, columns in the order of `modalities`; None means all that contribute.
        """
        if name not in contributions:
            return self.absent(name)
        if present is None:
            return contributions[name]
        # a choice, not a product: zero times NaN is NaN
        return torch.where(self.column(name, present), contributions[name], self.absent(name))

    def column(self, name: str, present: Tensor) -> Tensor:
        """Return where a modality is present, (..., B, 1), of who is present (..., B, M)."""
        return present[..., self.modalities.index(name), None]

    def arrange(self, order: Sequence[str]) -> None:
        """Take note of the order in which the modalities have their turns. Only a memory minds it."""

    @abstractmethod
    def combine(self, contributions: Mapping[str, Tensor], present: Tensor | None = None) -> Tensor:
        """Return the state (..., B, W) that all contributions come to; arguments as in `term`."""

    @abstractmethod
    def finish(self, state: Tensor) -> Tensor:
        """Return the logits (..., C) of combined contributions (..., W)."""


class SumHead(Head):
    """Base of heads that add up contributions: a coalition's state is one with a member fewer plus its contribution."""

    def combine(self, contributions: Mapping[str, Tensor], present: Tensor | None = None) -> Tensor:
        """Return the sum (..., B, W) of all terms."""
        # where no token stands in for an absent modality its term is zero: adding it would change nothing but the time
        there = [name for name in self.modalities if name in contributions or self.slot(name).token is not None]
        terms = (self.term(name, contributions, present) for name in there or self.modalities)
        return sum(terms, start=next(terms))


class AdditiveHead(SumHead):
    """Contributions are logits (W = C): a prediction is their sum, plus a bias."""

    def __init__(self, slots: Mapping[str, Slot], classes: int) -> None:
        super().__init__(slots)
        self.bias = nn.Parameter(torch.zeros(classes))

    def finish(self, state: Tensor) -> Tensor:
        """Return the logits (..., C) of summed contributions (..., C)."""
        return state + self.bias


class MlpHead(SumHead):
    """Contributions meet in a hidden layer (W = its width), where modalities can interact."""

    def __init__(self, slots: Mapping[str, Slot], hidden: int, classes: int) -> None:
        super().__init__(slots)
        self.bias = nn.Parameter(torch.zeros(hidden))
        self.output = nn.Linear(hidden, classes)

    def finish(self, state: Tensor) -> Tensor:
        """Return the logits (..., C) of summed contributions (..., hidden)."""
        logits: Tensor = self.output((state + self.bias).relu_())
        return logits


def module_key(name: str) -> str:
    """Return the key of a modality's module: `nn.ModuleDict` refuses names that are its attributes, such as `type`."""
    return f"of_{name}"
