"""How much two players are worth together beyond what each brings alone."""

from functools import cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shapviz.games.coalition import coalitions, players_of, worth_table


def interactions(worth: ArrayLike) -> NDArray[np.float64]:
    """Return the Shapley interaction of every pair of players: above 0 synergy, below 0 redundancy.

    I_ab = Σ_{S⊆N∖{a,b}} |S|! (M−|S|−2)! / (M−1)! · [v(S∪ab) − v(S∪a) − v(S∪b) + v(S)]  (Grabisch and Roubens, 1999).
    All are linear in the worths, so that one product gives those of all pairs.

    Args:
        worth: (..., 2**M), by bit mask.

    Returns:
        (..., M, M), symmetric with a zero diagonal, in the unit of `worth`.

    Raises:
        UsageError: If the last axis does not run over all coalitions of at most 16 players.

    >>> interactions([0.0, 0.0, 0.0, 1.0]).tolist()  # both are needed
    [[0.0, 1.0], [1.0, 0.0]]
    """
    table = worth_table(worth)
    players = players_of(table)
    first, second = np.triu_indices(players, 1)
    pairs = np.zeros((*table.shape[:-1], players, players))
    pairs[..., first, second] = pairs[..., second, first] = table @ _weights(players)
    return pairs


@cache
def _weights(players: int) -> NDArray[np.float64]:
    """Return the (2**M, M(M−1)/2) matrix that takes worths to interactions; of 16 players 63 MB.

    With t others beside them a coalition counts t! (M−t−2)! / (M−1)! = 1 / ((M−1)·C(M−2, t)): for a pair that is there
    or absent as a whole, and against one of which only one is there.
    """
    present = coalitions(players)
    first, second = np.triu_indices(players, 1)
    there = present[:, first].astype(np.int8) + present[:, second]  # of each pair
    others = present.sum(axis=1, dtype=np.int8)[:, np.newaxis] - there
    sizes = np.array([1 / ((players - 1) * comb(players - 2, size)) for size in range(players - 1)])
    weights: NDArray[np.float64] = np.where(there == 1, -1, 1) * sizes[others]
    weights.flags.writeable = False
    return weights
