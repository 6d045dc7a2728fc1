"""Coalitions as bit masks: bit i of a mask is set when `players[i]` is present."""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shapviz.errors import UnknownNameError, UsageError

MAX_PLAYERS = 16
"""65,536 coalitions. One player more doubles the time and the memory of everything; beyond this, sample instead."""


@cache
def coalitions(players: int) -> NDArray[np.bool_]:
    """Return who is present in each of the 2**players coalitions.

    Args:
        players: How many there are, 0 to 16.

    Returns:
        A read-only (2**players, players) array whose row number is the coalition's bit mask.

    Raises:
        UsageError: If there are too many players to enumerate.

    >>> coalitions(2).astype(int).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    if players > MAX_PLAYERS:
        raise UsageError(
            f"Every coalition is enumerated, for at most {MAX_PLAYERS} players; {players} were given.",
            remedy=f"Choose {MAX_PLAYERS} modalities or fewer, or join those that belong together.",
        )
    masks = np.arange(2**players)
    present: NDArray[np.bool_] = (masks[:, np.newaxis] >> np.arange(players)) % 2 == 1
    present.flags.writeable = False  # every caller shares this one array
    return present


def worth_table(worth: ArrayLike) -> NDArray[np.float64]:
    """Return `worth` as floats, having made sure that its last axis runs over all coalitions of at most 16 players.

    Raises:
        UsageError: If the length of the last axis is no power of two, or too great a one.
    """
    table = np.asarray(worth, dtype=np.float64)
    length = table.shape[-1] if table.ndim else 0
    if length.bit_count() != 1:
        raise UsageError(
            f"The last axis of a worth table runs over all 2**M coalitions of M players; its length is {length}.",
            remedy="Give one worth for each bit mask from 0 (nobody) to 2**M - 1 (everybody).",
        )
    coalitions(players_of(table))
    return table


def players_of(table: NDArray[np.generic]) -> int:
    """Return how many players a worth table (..., 2**M) is about."""
    return int(table.shape[-1]).bit_length() - 1


def one_missing(players: int) -> list[int]:
    """Return the bit masks of the coalitions that only one player is missing from, in the order of who is missing.

    >>> [f"{mask:b}" for mask in one_missing(3)]
    ['110', '101', '11']
    """
    return [2**players - 1 - 2**player for player in range(players)]


def members(mask: int, players: Sequence[str]) -> tuple[str, ...]:
    """Return the names of those present in a coalition, in the order of `players`.

    >>> members(0b101, ["image", "audio", "text"])
    ('image', 'text')
    """
    return tuple(name for bit, name in enumerate(players) if mask >> bit & 1)


def mask_of(names: Iterable[str], players: Sequence[str]) -> int:
    """Return the bit mask of the coalition of `names`.

    Raises:
        UnknownNameError: If one of them is not among `players`.

    >>> mask_of(["text", "image"], ["image", "audio", "text"])
    5
    """
    mask = 0
    for name in names:
        if name not in players:
            raise UnknownNameError("player", name, players)
        mask |= 1 << players.index(name)
    return mask
