"""Sums over all coalitions by doubling: each coalition from one with a player fewer."""

import torch
from torch import Tensor


def subset_sums(nobody: Tensor, gains: Tensor) -> Tensor:
    """Return `nobody` plus the gains of the members, for every coalition.

    A sum is built from the gains of its members alone: not even a NaN reaches a coalition without it. Coalitions come
    first in memory, so that every step adds one long row of numbers to another. Not for use under autograd.

    Args:
        nobody: (...), the sum of the empty coalition.
        gains: (M, ...), one for each player.

    Returns:
        (2**M, ...), by bit mask.

    >>> subset_sums(torch.tensor(1), torch.tensor([10, 100])).tolist()
    [1, 11, 101, 111]
    """
    table = nobody.new_empty(2 ** len(gains), *nobody.shape)
    table[0] = nobody
    for player, gain in enumerate(gains):
        without = 2**player  # coalitions of the players before this one
        torch.add(table[:without], gain, out=table[without : 2 * without])
    return table
