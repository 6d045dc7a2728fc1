"""The game that every method plays: players, samples, and what a coalition is worth to a sample.

Methods see nothing of the network but this. So they all answer the same question, and whoever can state a `Game` has
all methods: the modalities of a network, the elements of one modality, a table of worths that is known.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn

from shapviz.attribution.found import Values, numbers
from shapviz.errors import UsageError
from shapviz.games import coalitions
from shapviz.runs.attribution import Baseline, Question

ENTRIES: Final = 2**16  # coalitions of samples that are looked at at a time


class Path(ABC):
    """A differentiable way from absence to presence, for methods that follow gradients.

    Inputs are one tensor for each part of the network's input, (N, *shape); one player or several live in each.
    """

    inputs: tuple[Tensor, ...]
    baselines: tuple[Tensor, ...]  # (N, *shape) each: where everybody is absent; not for use where the way is `sampled`
    background: tuple[Tensor, ...]  # (K, *shape) each: training samples, for methods that sample their baseline

    @abstractmethod
    def forward(self, samples: Tensor, *inputs: Tensor) -> Tensor:
        """Return the payoff (B,) of inputs (B, *shape) in place of those of the `samples` (B,). Differentiable."""

    @abstractmethod
    def collect(self, attributed: Sequence[Tensor]) -> Tensor:
        """Return what values (N, *shape) of the inputs come to for each player, (N, P)."""

    def layers(self) -> nn.Module:
        """Return `forward`, called as (*inputs, samples), as a module, for methods that look at each layer.

        Whatever bends its inputs must be a module of its own that is passed once, as torch has them for rectifiers,
        sigmoids and their like; everything else must be linear.

        Raises:
            UsageError: If the network is not made so.
        """
        raise UsageError(
            "This method passes differences back layer by layer, and not every layer of this network bends its inputs "
            "one by one.",
            remedy="Choose integrated gradients, which need no more than gradients.",
        )

    def windows(self) -> tuple[tuple[int, ...], ...]:
        """Return the shape of the window that is laid over each input, beginning after N, side by side.

        Raises:
            UsageError: If the inputs are not laid out in any way.
        """
        raise UsageError(
            "A window slides over values that lie beside each other, and these inputs do not.",
            remedy="Look inside a modality, or choose a method that asks for coalitions.",
        )


class Game(ABC):
    """A cooperative game for each of N samples, all with the same P players. Computes in double precision.

    Args:
        players: Their names.
        rows: (N,) of the dataset: which samples.
        question: What worth means.
        groups: The group of each player, for methods that know hierarchies; None where there is but one.
    """

    def __init__(
        self, players: Sequence[str], rows: Sequence[int], question: Question, groups: Sequence[int] | None = None
    ) -> None:
        self.players = tuple(players)
        self.rows = tuple(map(int, rows))
        self.question = question
        self.groups = None if groups is None else tuple(groups)
        self.calls = 0  # of the network so far: one for each sample that it has computed, one more for a gradient

    @property
    def baseline(self) -> Baseline:
        """What takes the place of the absent."""
        return self.question.baseline

    @property
    def places(self) -> Tensor:
        """All samples, (N,)."""
        return torch.arange(len(self.rows))

    def worth(self, present: Tensor, samples: Tensor) -> Tensor:
        """Return what coalitions are worth, (B,) float64.

        Args:
            present: (B, P) bool.
            samples: (B,) int64, each a place among the N samples.
        """
        self.calls += len(present) * self.passes
        with torch.no_grad():
            parts = zip(torch.split(present, ENTRIES), torch.split(samples, ENTRIES), strict=True)
            return torch.cat([self._worth(*part) for part in parts])

    def worths(self, present: Tensor, samples: Tensor | None = None) -> Tensor:
        """Return what each coalition (K, P) is worth to each of the samples (N,), by default to all, (N, K)."""
        samples = self.places if samples is None else samples
        every = self.worth(present.repeat(len(samples), 1), samples.repeat_interleave(len(present)))
        return every.view(len(samples), len(present))

    def table(self) -> Tensor:
        """Return the worth of all coalitions, (N, 2**P), by bit mask.

        Raises:
            UsageError: If there are too many players.
        """
        masks = torch.from_numpy(coalitions(len(self.players)).copy())
        parts = torch.split(self.places, max(1, ENTRIES // len(masks)))
        return torch.cat([self.worths(masks, part) for part in parts])

    def ends(self) -> tuple[Values, Values]:
        """Return the worth of nobody and of everybody, (N,) each."""
        nobody, everybody = self.worths(torch.tensor([[False], [True]]).expand(2, len(self.players))).T
        return numbers(nobody), numbers(everybody)

    def sampled_ends(self, path: Path) -> tuple[Values, Values]:
        """Return the worth of nobody, averaged over a path's background, and that of everybody, (N,) each."""
        samples, size = self.places, len(path.background[0])
        fills = (each.repeat(len(samples), *[1] * (each.dim() - 1)) for each in path.background)
        with torch.no_grad():
            nobody = self.along(path, samples.repeat_interleave(size), *fills).view(-1, size).mean(dim=1)
            everybody = self.along(path, samples, *path.inputs)
        return numbers(nobody), numbers(everybody)

    def along(self, path: Path, samples: Tensor, *inputs: Tensor) -> Tensor:
        """Return the payoff (B,) at a point of this game's path, as `Path.forward` does, and count it."""
        self.calls += len(samples) * (2 if torch.is_grad_enabled() else 1)
        return path.forward(samples, *inputs)

    @abstractmethod
    def path(self, *, sampled: bool = False) -> Path:
        """Return the differentiable way from absence to presence.

        Args:
            sampled: Whether the method takes its baselines from the background, so that there need not be one thing
                that stands in for the absent.

        Raises:
            UsageError: If there is no such way, saying why.
        """

    @property
    def passes(self) -> int:
        """How often the network computes a sample to find what one coalition is worth to it."""
        return 1

    @abstractmethod
    def _worth(self, present: Tensor, samples: Tensor) -> Tensor: ...


class TableGame(Game):
    """A game whose worths are known: of synthetic data, or made from another game.

    Args:
        players: Their names.
        worths: (N, 2**P), by bit mask.
        question: What they are worths of.
        rows: (N,) of the dataset; without any, the samples are numbered.
    """

    def __init__(
        self, players: Sequence[str], worths: Tensor, question: Question | None = None, rows: Sequence[int] = ()
    ) -> None:
        super().__init__(players, rows or range(len(worths)), question or Question())
        self._worths = worths.double()

    def path(self, *, sampled: bool = False) -> Path:
        """Raise UsageError: a table has no gradients."""
        raise UsageError(
            "This game is a table of worths, which has no gradients.",
            remedy="Choose a method that asks for coalitions.",
        )

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        masks = (present.long() << torch.arange(len(self.players))).sum(dim=1)
        return self._worths[samples, masks]
