"""The elements of one modality of one sample as players."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn

from shapviz.attribution.game import Game, Path
from shapviz.attribution.inside.company import Company
from shapviz.attribution.inside.entrances import Entrance
from shapviz.attribution.inside.passing import Passing
from shapviz.attribution.network import NetworkGame
from shapviz.runs.inside import Others

NUMBERS: Final = 2**21  # of inputs and of what heads get, that are held at a time: 16 MiB each


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

    def layers(self) -> nn.Module:
        """Return `paid` as layers; arguments and errors as in `Path.layers`."""
        return Passing(self.entrance.contribute, self._modalities, self._modality, self._company)

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        width = self._modalities.heard.contributions[self._modality].shape[-1]
        some = max(1, NUMBERS // max(self.entrance.values.numel(), width * len(self._company.weights)))
        return torch.cat([self.paid(self.entrance.only(part)) for part in torch.split(present, some)])


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

    def layers(self) -> nn.Module:
        return self._game.layers()

    def windows(self) -> tuple[tuple[int, ...], ...]:
        return (self._game.entrance.window,)
