"""The elements of one modality of one sample as players."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Final

import torch
from torch import Tensor

from shapviz.attribution.game import Game, Path
from shapviz.attribution.inside.entrances import Entrance
from shapviz.attribution.network import NetworkGame
from shapviz.games import coalitions
from shapviz.runs.inside import Others

NUMBERS: Final = 2**21  # of inputs and of what heads get, that are held at a time: 16 MiB each


@dataclass(frozen=True, eq=False)
class Company:
    """In whose presence a modality is valued: coalitions that it is a member of, and how much each counts."""

    masks: Tensor  # (K,) bit masks
    present: Tensor  # (K, M) bool
    weights: Tensor  # (K,), adding up to 1

    @classmethod
    def of(cls, player: int, players: int, others: Others) -> "Company":
        """Return whom a player meets.

        Averaged over all coalitions S of the others with |S|! (M−1−|S|)! / M! = 1 / ((|S|+1) · C(M, |S|+1)), so that
        what the player gains is its Shapley value; or with everybody else present.
        """
        table = torch.from_numpy(coalitions(players).copy())
        masks = torch.arange(len(table))[table[:, player]]
        if others == "everybody":
            masks = masks[-1:]
        present = table[masks]
        sizes = present.sum(dim=1)
        counts = torch.tensor([1.0, *(size * comb(players, size) for size in range(1, players + 1))]).double()
        weights = torch.ones(1).double() if others == "everybody" else counts[sizes].reciprocal()
        return cls(masks, present, weights)


class InsideGame(Game):
    """The elements of one modality of one sample as players.

    An element that is out is at its baseline, and the modality itself is there, with all its elements out if nobody is
    in: u(T) = Σ_S w_S v(S ∪ m with the elements T). One pass of the encoder serves all coalitions S of the others.

    Args:
        modalities: The game of the modalities, of that sample alone.
        modality: Whose elements.
        entrance: How it enters the network.
        others: Whom it meets there.
    """

    def __init__(self, modalities: NetworkGame, modality: str, entrance: Entrance, others: Others) -> None:
        super().__init__(entrance.elements.names, modalities.rows, modalities.question)
        self.entrance = entrance
        self._modalities = modalities
        self._modality = modality
        player = modalities.players.index(modality)
        self._company = company = Company.of(player, len(modalities.players), others)
        worths = modalities.table()[0]
        self.absent = float(company.weights @ worths[company.masks - 2**player])
        self.whole = float(company.weights @ worths[company.masks]) - self.absent

    def path(self, *, sampled: bool = False) -> Path:
        """Return the way from all elements at their baselines to the sample: there always is one."""
        return _Entering(self)

    def paid(self, inputs: Tensor) -> Tensor:
        """Return what inputs (B, *shape) in place of the sample's are worth, (B,). Differentiable."""
        heard, count = self._modalities.heard, len(inputs)
        contributions = {**heard.contributions, self._modality: self.entrance.contribute(inputs)}
        worths = self._modalities.valued(contributions, self._company.present[:, None], heard.classes.expand(count))
        return self._company.weights @ worths.expand(-1, count)

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        entrance = self.entrance
        width = self._modalities.heard.contributions[self._modality].shape[-1]
        some = max(1, NUMBERS // max(entrance.values.numel(), width * len(self._company.weights)))
        masks = (entrance.elements.masks(part) for part in torch.split(present, some))
        return torch.cat([self.paid(torch.where(mask, entrance.values, entrance.baseline)) for mask in masks])


class _Entering(Path):
    """What enters the network as input: one tensor, in which all players live."""

    def __init__(self, game: InsideGame) -> None:
        self._game = game
        self.inputs = (game.entrance.values.detach()[None],)
        self.baselines = (game.entrance.baseline.detach()[None],)
        self.background = (game.entrance.background.detach(),)

    def forward(self, samples: Tensor, *inputs: Tensor) -> Tensor:
        (values,) = inputs
        return self._game.paid(values)

    def collect(self, attributed: Sequence[Tensor]) -> Tensor:
        (values,) = attributed
        return self._game.entrance.elements.sums(values)

    def windows(self) -> tuple[tuple[int, ...], ...]:
        return (self._game.entrance.window,)
