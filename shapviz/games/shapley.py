"""Exact Shapley values of a game whose worth is known for every coalition."""

from functools import cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shapviz.games.coalition import coalitions, players_of, worth_table


def shapley_values(worth: ArrayLike) -> NDArray[np.float64]:
    """Return each player's Shapley value.

    φ_m = Σ_{S∌m} |S|! (M−|S|−1)! / M! · [v(S∪m) − v(S)]  (Shapley, 1953). The values add up to v(all) − v(∅), and are
    linear in v: the values of per-sample worths average to the values of the average worth.

    Args:
        worth: (..., 2**M), by bit mask.

    Returns:
        (..., M), in the unit of `worth`.

    Raises:
        UsageError: If the last axis does not run over all coalitions of at most 16 players.

    >>> shapley_values([0.0, 0.6, 0.2, 1.0]).round(3).tolist()  # nobody, first, second, both
    [0.7, 0.3]
    """
    table = worth_table(worth)
    return table @ _weights(players_of(table))


@cache
def _weights(players: int) -> NDArray[np.float64]:
    """Return the (2**M, M) matrix that takes worths to Shapley values.

    A coalition of size s counts for each of its members with (s−1)! (M−s)! / M! = 1 / (s·C(M, s)), and against each of
    the others with s! (M−s−1)! / M! = 1 / ((M−s)·C(M, s)).
    """
    present = coalitions(players)
    size = present.sum(axis=1, keepdims=True)
    of_this_size = np.array([comb(players, members) for members in range(players + 1)])[size]
    # The maxima spare a division by zero where nobody is on that side, and so nothing is read.
    for_members = 1 / (np.maximum(size, 1) * of_this_size)
    against_others = 1 / (np.maximum(players - size, 1) * of_this_size)
    weights: NDArray[np.float64] = np.where(present, for_members, -against_others)
    weights.flags.writeable = False
    return weights
