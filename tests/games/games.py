"""Games for hypothesis: tables of 2**M worths that vary in the number of players."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.typing import NDArray

PLAYERS = st.integers(2, 6)
WORTHS = st.floats(-10, 10, allow_subnormal=False)


def tables(players: int) -> st.SearchStrategy[NDArray[np.float64]]:
    """Any game of so many players."""
    return npst.arrays(np.float64, 2**players, elements=WORTHS)


GAMES = PLAYERS.flatmap(tables)
PAIRS_OF_GAMES = PLAYERS.flatmap(lambda players: st.tuples(tables(players), tables(players)))


@st.composite
def games_and_players(draw: st.DrawFn) -> tuple[NDArray[np.float64], int, int]:
    """A game, and two different players of it."""
    players = draw(PLAYERS)
    first, second = draw(st.permutations(range(players)))[:2]
    return draw(tables(players)), first, second


def without(masks: NDArray[np.int_], player: int) -> NDArray[np.int_]:
    """The same coalitions with one player gone."""
    return masks & ~(1 << player)


def swapped(masks: NDArray[np.int_], first: int, second: int) -> NDArray[np.int_]:
    """The same coalitions with two players' names exchanged."""
    differs = (masks >> first ^ masks >> second) & 1
    return masks ^ (differs << first | differs << second)


def all_masks(worth: NDArray[np.float64]) -> NDArray[np.int_]:
    return np.arange(worth.shape[-1])
