"""Joint training with each modality's own loss beside the fused one."""

from collections.abc import Mapping

from torch import Tensor

from shapviz.models import Batch
from shapviz.runs.options import JointUnimodal
from shapviz.runs.records import EpochRecord, Turn
from shapviz.strategies.base import Losses, Strategy, together


class JointUnimodalStrategy(Strategy[JointUnimodal]):
    """Descend CE(all) + weight · Σ_m CE({m}) in one backward pass.

    The strongest simple baseline, and so the one that every claim about another strategy must beat. The own terms go
    through the same head as the fused one, with all other modalities absent; there are no heads on the side.
    """

    def plan(self, last: EpochRecord) -> tuple[Turn, ...]:
        """Return one turn for all."""
        return together(self.modalities, why="all learn together, each from its own loss as well")

    def losses(self, features: Mapping[str, Tensor], batch: Batch, turn: Turn) -> Losses:
        """Return the fused loss and, as objective, its sum with the weighted own losses."""
        contributions = self.contributions(features)
        fused = self.loss_of(self.modalities, contributions, batch.labels)
        own = self.own_losses(contributions, batch.labels)
        return Losses(objective=fused + self.options.weight * own, fused=fused)
