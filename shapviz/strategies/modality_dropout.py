"""Modality dropout: joint training in which modalities are absent now and then."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from shapviz.models import Batch
from shapviz.runs.options import ModalityDropout
from shapviz.runs.records import EpochRecord, Turn
from shapviz.strategies.base import Learner, Losses, Strategy, together
from shapviz.strategies.seeds import seed_for


class ModalityDropoutStrategy(Strategy[ModalityDropout]):
    """Descend the cross-entropy of the prediction from a random coalition, drawn anew for every sample.

    A modality is absent with probability `rate`, independently of the others; a sample that would lose all of them
    keeps one, each with the same probability.
    """

    def __init__(self, options: ModalityDropout, learner: Learner) -> None:
        super().__init__(options, learner)
        self._generator = torch.Generator()  # on the CPU, so that every device draws the same coalitions

    def plan(self, last: EpochRecord) -> tuple[Turn, ...]:
        """Return one turn for all."""
        return together(self.modalities, why=f"all learn together, each absent {self.options.rate:.0%} of the time")

    def begin(self, epoch: int, turn: Turn) -> None:
        """Return to the start of the epoch's own stream of coalitions."""
        super().begin(epoch, turn)
        self._generator.manual_seed(seed_for(self.learner.seed, "modality dropout", epoch))

    def losses(self, features: Mapping[str, Tensor], batch: Batch, turn: Turn) -> Losses:
        """Return the fused loss with everybody present and, as objective, that of random coalitions."""
        contributions = self.contributions(features)
        present = random_coalitions(len(batch), len(self.modalities), self.options.rate, self._generator)
        logits = self.learner.model.logits(contributions, present.to(batch.labels.device))
        with torch.no_grad():
            fused = self.loss_of(self.modalities, contributions, batch.labels)
        return Losses(objective=cross_entropy(logits, batch.labels), fused=fused)


def random_coalitions(samples: int, players: int, rate: float, generator: torch.Generator) -> Tensor:
    """Return who is present in each sample, (samples, players) bool: everybody with 1 - rate, and never nobody."""
    present = torch.rand(samples, players, generator=generator) >= rate
    survivor = torch.randint(players, (samples, 1), generator=generator)
    nobody = ~present.any(dim=1, keepdim=True)
    return present | (nobody & (torch.arange(players) == survivor))
