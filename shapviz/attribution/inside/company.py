"""In whose presence a modality is valued."""

from dataclasses import dataclass
from math import comb
from typing import Self

import torch
from torch import Tensor

from shapviz.games import coalitions
from shapviz.runs.inside import Others


@dataclass(frozen=True, eq=False)
class Company:
    """In whose presence a modality is valued: coalitions that it is a member of, and how much each counts."""

    masks: Tensor  # (K,) bit masks
    present: Tensor  # (K, M) bool
    weights: Tensor  # (K,), adding up to 1

    @classmethod
    def of(cls, player: int, players: int, others: Others) -> Self:
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
