"""Joint training: everybody learns from the loss of the fused prediction."""

from collections.abc import Mapping

from torch import Tensor

from shapviz.models import Batch
from shapviz.runs.options import Joint
from shapviz.runs.records import EpochRecord, Turn
from shapviz.strategies.base import Losses, Strategy, together


class JointStrategy(Strategy[Joint]):
    """Descend the cross-entropy of the fused prediction with all parameters: what every other strategy is held to."""

    def plan(self, last: EpochRecord) -> tuple[Turn, ...]:
        """Return one turn for all."""
        return together(self.modalities, why="all learn together")

    def losses(self, features: Mapping[str, Tensor], batch: Batch, turn: Turn) -> Losses:
        """Return the fused loss, as objective too."""
        contributions = self.contributions(features)
        fused = self.loss_of(self.modalities, contributions, batch.labels)
        return Losses(objective=fused, fused=fused)
