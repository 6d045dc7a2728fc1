"""What the linear part of a head is fitted to: everything before it, computed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import torch
from torch import Tensor, nn

from shapviz.models import AdditiveHead, BatchSource, FusionModel, Head
from shapviz.valuation.worth import ENCODED_ROWS, evaluating


class Design(Protocol):
    """The samples of a split as the linear part of a head meets them: from all modalities, and perhaps from each alone.

    Logits are linear in `weights(head)`, one matrix or several, and in `bias(head)`.
    """

    @property
    def labels(self) -> Tensor:
        """The classes of the samples, (N,)."""
        ...

    def logits(self, head: Head) -> list[Tensor]:
        """Return the logits (N, C) of the prediction from all, and then of those from each alone, if they count."""
        ...

    def weights(self, head: Head) -> list[Tensor]:
        """Return the matrices, each (rows, columns)."""
        ...

    def bias(self, head: Head) -> Tensor:
        """Return what is added to the logits, (C,)."""
        ...

    def spreads(self) -> list[Tensor]:
        """Return the standard deviation, over the samples, of what each column of the matrices is multiplied with."""
        ...


@dataclass(frozen=True, eq=False)
class Features:
    """For an additive head, of which everything is linear: the features of every modality, (N, D)."""

    features: Mapping[str, Tensor]
    labels: Tensor
    own: bool  # whether the predictions from each alone count

    def logits(self, head: Head) -> list[Tensor]:
        """Return the logits (N, C) of the prediction from all, and then of those from each alone, if they count."""
        contributions = {name: head.contribute(name, feature) for name, feature in self.features.items()}
        return [head.finish(head.combine(team)) for team in _teams(contributions, own=self.own)]

    def weights(self, head: Head) -> list[Tensor]:
        """Return every modality's block, (C, D)."""
        return [head.slot(name).block.weight for name in self.features]

    def bias(self, head: Head) -> Tensor:
        """Return what is added to the logits, (C,)."""
        return cast(AdditiveHead, head).bias

    def spreads(self) -> list[Tensor]:
        """Return the standard deviations (D,) of every modality's features."""
        return [_spread(feature) for feature in self.features.values()]


@dataclass(frozen=True, eq=False)
class Hidden:
    """For a head with a last linear layer: what enters this layer, (N, H), from all and perhaps from each alone."""

    inputs: list[Tensor]
    labels: Tensor

    def logits(self, head: Head) -> list[Tensor]:
        """Return the logits (N, C) of the prediction from all, and then of those from each alone, if they count."""
        return [_last(head)(each) for each in self.inputs]

    def weights(self, head: Head) -> list[Tensor]:
        """Return the last layer's matrix, (C, H)."""
        return [_last(head).weight]

    def bias(self, head: Head) -> Tensor:
        """Return what is added to the logits, (C,)."""
        return _last(head).bias

    def spreads(self) -> list[Tensor]:
        """Return the standard deviations (H,) of what enters the layer when everybody is present."""
        return [_spread(self.inputs[0])]


def design(model: FusionModel, head: Head, source: BatchSource, *, own: bool) -> Design:
    """Return what the linear part of a head meets in a split, in the precision of the head.

    Args:
        model: Its encoders are asked. It is left as it was found.
        head: A copy of the model's head.
        source: The split.
        own: Whether predictions from each modality alone count as well.
    """
    with evaluating(model, source.device):
        parts = [
            model.encode({name: batch.inputs[name] for name in model.modalities})
            for batch in source.ordered(ENCODED_ROWS)
        ]
    features = {name: torch.cat([part[name] for part in parts]).cpu().double() for name in model.modalities}
    labels = torch.from_numpy(source.labels)
    if isinstance(head, AdditiveHead):
        return Features(features, labels, own)
    return Hidden(_hidden(head, features, own=own), labels)


@torch.no_grad()
def _hidden(head: Head, features: Mapping[str, Tensor], *, own: bool) -> list[Tensor]:
    """Return what enters the last layer of a head, from all and if asked from each alone."""
    inputs: list[Tensor] = []
    hook = _last(head).register_forward_pre_hook(lambda layer, arguments: inputs.append(arguments[0]))
    contributions = {name: head.contribute(name, feature) for name, feature in features.items()}
    for team in _teams(contributions, own=own):
        head.finish(head.combine(team))
    hook.remove()
    return inputs


def _teams(contributions: Mapping[str, Tensor], *, own: bool) -> list[Mapping[str, Tensor]]:
    """Return the contributions of all, and if asked of each alone."""
    return [contributions, *({name: each} for name, each in contributions.items() if own)]


def _last(head: Head) -> nn.Linear:
    """Return the layer that makes logits of the state of a head that is not additive."""
    layer = head.output
    assert isinstance(layer, nn.Linear)
    return layer


def _spread(values: Tensor) -> Tensor:
    """Return the standard deviation of every column, 1 where it is constant."""
    spread = values.std(dim=0)
    return torch.where(spread > 0, spread, 1.0)
