"""All that valuation asks of a model."""

from typing import Protocol

from torch import Tensor

from shapviz.models import Batch


class CoalitionPredictor(Protocol):
    """Anything that can predict with some of its modalities absent: write an adapter to value a model of your own.

    What "absent" means is the predictor's affair; it must not depend on the absent modality's inputs.
    """

    @property
    def modalities(self) -> tuple[str, ...]:
        """The players; bit i of a coalition's mask is the i-th."""
        ...

    def logits(self, batch: Batch, coalitions: Tensor) -> Tensor:
        """Return the logits (K, B, C) that each of the coalitions (K, M) bool gives each sample."""
        ...
