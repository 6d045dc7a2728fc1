"""Sums over all coalitions by doubling: each coalition from one with a player fewer."""

from collections.abc import Iterable

import torch
from torch import Tensor


def subset_sums(nobody: Tensor, gains: Iterable[Tensor], *, dim: int) -> Tensor:
    """Return `nobody` plus the gains of the members, for every coalition, along a new dimension.

    A sum is built from the gains of its members alone: not even a NaN reaches a coalition without it.

    Args:
        nobody: The entry of the empty coalition.
        gains: One for each player, shaped like `nobody`.
        dim: Where the new dimension of 2**M coalitions stands; bit i of an index set <=> player i is in.

    >>> subset_sums(torch.tensor(1), [torch.tensor(10), torch.tensor(100)], dim=0).tolist()
    [1, 11, 101, 111]
    """
    table = nobody.unsqueeze(dim)
    for gain in gains:
        table = torch.cat((table, table + gain.unsqueeze(dim)), dim=dim)
    return table
