"""The game that every method plays: players, samples, and what a coalition is worth to a sample.

Methods see nothing of the network but this. So they all answer the same question, and whoever can state a `Game` has
all methods: the modalities of a network, the elements of one modality, a table of worths that is known.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

from shapviz.errors import UsageError
from shapviz.games import coalitions
from shapviz.runs.attribution import Baseline, Question

ENTRIES: Final = 2**16  # coalitions of samples that are looked at at a time


class Path(ABC):
    """A differentiable way from absence to presence, for methods that follow gradients.

    Inputs are one tensor for each part of the network's input, (N, *shape); one player or several live in each.
    """

    inputs: tuple[Tensor, ...]
    baselines: tuple[Tensor, ...]  # (N, *shape) each: where everybody is absent
    background: tuple[Tensor, ...]  # (K, *shape) each: training samples, for methods that sample their baseline

    @abstractmethod
    def forward(self, samples: Tensor, *inputs: Tensor) -> Tensor:
        """Return the payoff (B,) of inputs (B, *shape) in place of those of the `samples` (B,). Differentiable."""

    @abstractmethod
    def collect(self, attributed: Sequence[Tensor]) -> Tensor:
        """Return what values (N, *shape) of the inputs come to for each player, (N, P)."""


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
        self.calls = 0  # coalitions of samples that the network has been asked about

    @property
    def baseline(self) -> Baseline:
        """What takes the place of the absent."""
        return self.question.baseline

    def worth(self, present: Tensor, samples: Tensor) -> Tensor:
        """Return what coalitions are worth, (B,) float64.

        Args:
            present: (B, P) bool.
            samples: (B,) int64, each a place among the N samples.
        """
        self.calls += len(present)
        with torch.no_grad():
            parts = zip(torch.split(present, ENTRIES), torch.split(samples, ENTRIES), strict=True)
            return torch.cat([self._worth(*part) for part in parts])

    def table(self) -> Tensor:
        """Return the worth of all coalitions, (N, 2**P), by bit mask.

        Raises:
            UsageError: If there are too many players.
        """
        masks = torch.from_numpy(coalitions(len(self.players)).copy())
        here = torch.arange(len(self.rows)).repeat_interleave(len(masks))
        return self.worth(masks.repeat(len(self.rows), 1), here).view(len(self.rows), len(masks))

    def ends(self) -> tuple[Tensor, Tensor]:
        """Return the worth of nobody and of everybody, (N,) each."""
        count, samples = len(self.players), torch.arange(len(self.rows))
        nobody, everybody = (self.worth(torch.full((len(samples), count), there), samples) for there in (False, True))
        return nobody, everybody

    @abstractmethod
    def path(self) -> Path:
        """Return the differentiable way from absence to presence.

        Raises:
            UsageError: If there is none, saying why.
        """

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

    def path(self) -> Path:
        """Raise UsageError: a table has no gradients."""
        raise UsageError(
            "This game is a table of worths, which has no gradients.",
            remedy="Choose a method that asks for coalitions.",
        )

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        masks = (present.long() << torch.arange(len(self.players))).sum(dim=1)
        return self._worths[samples, masks]
