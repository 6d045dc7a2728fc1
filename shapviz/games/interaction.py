"""How much two players are worth together beyond what each brings alone."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shapviz.games.coalition import coalitions, players_of, worth_table
from shapviz.games.shapley import shapley_values


def interactions(worth: ArrayLike) -> NDArray[np.float64]:
    """Return the Shapley interaction of every pair of players: above 0 synergy, below 0 redundancy.

    I_ab = Σ_{S⊆N∖{a,b}} |S|! (M−|S|−2)! / (M−1)! · [v(S∪ab) − v(S∪a) − v(S∪b) + v(S)]  (Grabisch and Roubens, 1999).
    Read from the inside, it is the Shapley value of a in the game of what b adds to each coalition of the others, and
    so it is computed.

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
    present = coalitions(players)
    pairs = np.zeros((*table.shape[:-1], players, players))
    for player in range(players):
        others = np.arange(players) != player
        # Masks in ascending order stay so when one bit is taken out: these are the masks of a game among the others.
        with_player = np.flatnonzero(present[:, player])
        added = table[..., with_player] - table[..., with_player - (1 << player)]
        pairs[..., player, others] = shapley_values(added)
    return pairs
