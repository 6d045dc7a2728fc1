"""Unimodal training: everybody learns alone."""

from collections.abc import Mapping

import torch
from torch import Tensor

from shapviz.models import Batch
from shapviz.runs.options import Unimodal
from shapviz.runs.records import EpochRecord, Turn
from shapviz.strategies.base import Losses, Strategy, together


class UnimodalStrategy(Strategy[Unimodal]):
    """Descend Σ_m CE({m}): what one modality learns does not depend on any other.

    With an additive head the accuracies of single modalities are thus the ceilings that each encoder reaches alone,
    and the fused prediction, the sum of their logits, is the late ensemble. What the head shares is the only link
    between them: one bias for all classes in an additive head, the second layer in an mlp head.
    """

    def plan(self, last: EpochRecord) -> tuple[Turn, ...]:
        """Return one turn for all."""
        return together(self.modalities, why="each learns from its own loss only")

    def losses(self, features: Mapping[str, Tensor], batch: Batch, turn: Turn) -> Losses:
        """Return the fused loss and, as objective, the sum of the own losses."""
        contributions = self.contributions(features)
        own = self.own_losses(contributions, batch.labels)
        with torch.no_grad():
            fused = self.loss_of(self.modalities, contributions, batch.labels)
        return Losses(objective=own, fused=fused)
