"""Our own methods: exact, leave one out, and sampled orders."""

import numpy as np
import torch
from numpy.typing import NDArray

from shapviz.attribution.found import Found, Values, numbers
from shapviz.attribution.game import Game
from shapviz.attribution.intervals import over_repeats
from shapviz.games import interactions, shapley_values
from shapviz.runs.calls import FEWEST
from shapviz.runs.methods import Effort


def exact(game: Game, effort: Effort) -> Found:
    """Return exact Shapley values and pairwise interactions (`shapviz.games`), from one table of all coalitions.

    Raises:
        UsageError: If there are too many players to enumerate their coalitions.
    """
    table = numbers(game.table())
    return Found(shapley_values(table), ends=(table[:, 0], table[:, -1]), interactions=interactions(table))


def leave_one_out(game: Game, effort: Effort) -> Found:
    """Return v(all) - v(all but one) of every player."""
    players = len(game.players)
    absent = torch.cat((torch.zeros(1, players, dtype=torch.bool), torch.eye(players, dtype=torch.bool)))
    worths = game.worths(~absent)
    return Found(numbers(worths[:, :1] - worths[:, 1:]))


def sampled(game: Game, effort: Effort) -> Found:
    """Return the mean gain of every player over random orders, with 95 % intervals over the orders.

    Each order is walked forwards and, as its own reverse, backwards (antithetic sampling): a gain that depends on how
    many are there already varies less over such a pair. Castro et al. 2009, doi:10.1016/j.cor.2008.04.004.
    """
    players = len(game.players)
    pairs = max(FEWEST, (effort.calls - 2) // max(1, 2 * (players - 1)))
    orders = np.random.default_rng(effort.seed).permuted(np.tile(np.arange(players), (pairs, 1)), axis=1)
    nobody, everybody = game.ends()
    gains = _gains(game, np.concatenate((orders, orders[:, ::-1])), nobody, everybody)
    estimates = gains.reshape(2, pairs, *gains.shape[1:]).mean(axis=0)
    return Found(estimates.mean(axis=0), *over_repeats(estimates, seed=effort.seed), ends=(nobody, everybody))


def _gains(game: Game, orders: NDArray[np.int64], nobody: Values, everybody: Values) -> Values:
    """Return what each player gains (R, N, P) as it joins those before it in each of R orders."""
    walks, players = orders.shape
    ranks = orders.argsort(axis=1)  # when each player joins
    present = ranks[:, None] <= np.arange(players - 1)[:, None]  # (R, P - 1, P): without nobody and everybody
    between = numbers(game.worths(torch.from_numpy(present.reshape(-1, players)))).reshape(
        len(game.rows), walks, players - 1
    )
    first, last = (np.repeat(each[:, None, None], walks, axis=1) for each in (nobody, everybody))
    steps = np.diff(np.concatenate((first, between, last), axis=2), axis=2)
    gains: Values = np.take_along_axis(steps, ranks[None], axis=2)
    return gains.swapaxes(0, 1)
