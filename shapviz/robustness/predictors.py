"""What every coalition predicts, by what takes the place of those who are absent."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from shapviz.games.coalition import coalitions
from shapviz.models import FusionModel
from shapviz.models.batch import Places
from shapviz.robustness.encoding import Samples
from shapviz.valuation.worth import ENCODED_ROWS, HIDDEN_ENTRIES, contributed_worths

Fill = Callable[[Samples, Places], Mapping[str, Tensor]]
"""From samples behind their encoders, and their places in the split, to what contributes in place of each modality
where it is absent: (W,), (n, W) if it differs between samples, (2**M, n, W) if it depends on who is present."""


class Predictor(ABC):
    """Predicts with every coalition, in evaluation mode and without gradients: see `valuation.worth.evaluating`."""

    def __init__(self, model: FusionModel) -> None:
        self.model = model
        device = next(model.parameters()).device
        self.masks = torch.tensor(coalitions(len(model.modalities)), device=device)  # (2**M, M)

    @abstractmethod
    def logits(self, samples: Samples, places: Places) -> Tensor:
        """Return the logits (2**M, n, C) of every coalition.

        Args:
            samples: All of the split, every modality.
            places: Of which of them, n.
        """

    @abstractmethod
    def right(self, samples: Samples, labels: Tensor) -> Tensor:
        """Return which coalition is right about which sample, (N, 2**M) bool, of the classes `labels` (N,)."""


class Usual(Predictor):
    """Nothing special is done about the absent: the network has its own way."""

    def logits(self, samples: Samples, places: Places) -> Tensor:
        """Return the logits (2**M, n, C) of every coalition; arguments as in `Predictor`."""
        return self.model.coalition_logits(_contributions(samples, places), self.masks)

    def right(self, samples: Samples, labels: Tensor) -> Tensor:
        """Return which coalition is right, by the route by which a run's accuracies are recorded."""
        parts = [
            contributed_worths(self.model, _contributions(samples, places), labels[places], ["accuracy"])["accuracy"]
            for places in _portions(len(labels), ENCODED_ROWS)
        ]
        return torch.cat(parts) > 0


class Filled(Predictor):
    """Something contributes in place of the absent, so that the head meets everybody, always.

    Args:
        model: The network.
        fill: What contributes.
    """

    def __init__(self, model: FusionModel, fill: Fill) -> None:
        super().__init__(model)
        self._fill = fill

    def logits(self, samples: Samples, places: Places) -> Tensor:
        """Return the logits (2**M, n, C) of every coalition; arguments as in `Predictor`."""
        some = {name: each.at(places) for name, each in samples.items()}
        absent = self._fill(some, places)
        contributions = {  # a choice, not a product: zero times NaN is NaN
            name: torch.where(here[:, None, None], some[name].contribution, absent[name])
            for name, here in zip(some, self.masks.unbind(dim=1), strict=True)
        }
        return self.model.head.finish(self.model.head.combine(contributions))

    def right(self, samples: Samples, labels: Tensor) -> Tensor:
        """Return which coalition is right, a few samples at a time."""
        width = next(iter(samples.values())).contribution.shape[1]
        rows = max(1, HIDDEN_ENTRIES // (len(self.masks) * width))
        parts = [
            (self.logits(samples, places).argmax(dim=-1) == labels[places]).T for places in _portions(len(labels), rows)
        ]
        return torch.cat(parts)


def _contributions(samples: Samples, places: Places) -> dict[str, Tensor]:
    return {name: each.contribution[places] for name, each in samples.items()}


def _portions(count: int, size: int) -> list[slice]:
    """Return slices of `size` places, the last one perhaps shorter, that make up all."""
    return [slice(start, start + size) for start in range(0, count, size)]
