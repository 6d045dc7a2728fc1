"""The methods of shapiq (Muschalik et al. 2024, arXiv:2410.01649), playing a game: interactions beside values.

Its Shapley interaction index of the first order is the Shapley value, of the second what `shapviz.games.interactions`
gives. shapiq knows one game at a time, so samples are explained one after another.
"""

import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from shapiq import SHAPIQ, ExactComputer

from shapviz.attribution.found import Found, Values, numbers
from shapviz.attribution.game import Game
from shapviz.attribution.intervals import divided, estimated
from shapviz.games import coalitions
from shapviz.runs.methods import Effort

INDEX: Final = "SII"
ORDER: Final = 2  # single players and pairs
Worths = Callable[[NDArray[np.bool_]], Values]  # of one sample: (K, P) -> (K,)


def exact(game: Game, effort: Effort) -> Found:
    """Return Shapley values and pairwise Shapley interactions from every coalition.

    Raises:
        UsageError: If there are too many players to enumerate their coalitions.
    """
    players = len(game.players)
    coalitions(players)
    singles, pairs = _explained(game, lambda worth, _: ExactComputer(worth, players)(INDEX, ORDER))
    return Found(singles, interactions=pairs)


def sampled(game: Game, effort: Effort) -> Found:
    """Return estimates of both from random coalitions (Fumagalli et al. 2023, arXiv:2303.01179).

    The values have 95 % intervals over the draws. Where the effort reaches all coalitions they are enumerated, and
    nothing is drawn: the intervals are points.
    """
    players = len(game.players)
    repeats, calls = divided(effort, 4 * players)
    if enumerated := repeats * calls >= 2**players:
        repeats, calls = 1, 2**players
    seeds = np.random.default_rng(effort.seed).integers(2**31, size=(repeats, len(game.rows)))
    singles, pairs = zip(*(_approximated(game, calls, row) for row in seeds), strict=True)
    found = Found(singles[0], singles[0], singles[0]) if enumerated else estimated(singles, effort)
    return found._replace(interactions=np.mean(pairs, axis=0))


def _approximated(game: Game, calls: int, seeds: NDArray[np.int64]) -> tuple[Values, Values]:
    """Return one run's estimates, (N, P) and (N, P, P)."""

    def approximate(worth: Worths, place: int) -> Any:
        method = SHAPIQ(len(game.players), max_order=ORDER, index=INDEX, random_state=int(seeds[place]))
        return method.approximate(calls, worth)

    with warnings.catch_warnings():  # small and large coalitions are taken for certain, and may be all there are
        warnings.filterwarnings("ignore", "Not all budget is required", UserWarning)
        return _explained(game, approximate)


def _explained(game: Game, explain: Callable[[Worths, int], Any]) -> tuple[Values, Values]:
    """Return values (N, P) and interactions (N, P, P) of what explains the worths of each sample."""
    found = [explain(_worths(game, place), place) for place in range(len(game.rows))]
    singles = np.stack([each.get_n_order_values(1) for each in found])
    pairs = np.stack([each.get_n_order_values(2) for each in found])
    return singles, pairs


def _worths(game: Game, place: int) -> Worths:
    """Return the game of one sample as a function of who is present, (K, P)."""

    def worths(presence: NDArray[np.bool_]) -> Values:
        present = torch.from_numpy(np.atleast_2d(presence).astype(bool))
        return numbers(game.worth(present, torch.full((len(present),), place)))

    return worths
