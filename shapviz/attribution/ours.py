"""Our own methods: exact, leave one out, and sampled orders."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from shapviz.attribution.found import Found
from shapviz.attribution.game import Game
from shapviz.attribution.intervals import over_repeats
from shapviz.games import interactions, shapley_values
from shapviz.runs.attribution import Effort


def exact(game: Game, effort: Effort) -> Found:
    """Return exact Shapley values and pairwise interactions (`shapviz.games`), from one table of all coalitions.

    Raises:
        UsageError: If there are too many players to enumerate their coalitions.
    """
    table = game.table().cpu().numpy()
    return Found(shapley_values(table), ends=(table[:, 0], table[:, -1]), interactions=interactions(table))


def leave_one_out(game: Game, effort: Effort) -> Found:
    """Return v(all) - v(all but one) of every player."""
    players, samples = len(game.players), len(game.rows)
    present = torch.cat((torch.ones(1, players, dtype=torch.bool), ~torch.eye(players, dtype=torch.bool)))
    worth = game.worth(present.repeat(samples, 1), torch.arange(samples).repeat_interleave(len(present))).view(
        samples, -1
    )
    return Found((worth[:, :1] - worth[:, 1:]).cpu().numpy())


def sampled(game: Game, effort: Effort) -> Found:
    """Return the mean gain of every player over random orders, with 95 % intervals over the orders.

    Each order is walked forwards and, as its own reverse, backwards (antithetic sampling): a gain that depends on how
    many are there already varies less over such a pair. Castro et al. 2009, doi:10.1016/j.cor.2008.04.004.
    """
    players = len(game.players)
    pairs = max(2, effort.calls // (2 * players))
    dice = np.random.default_rng(effort.seed)
    gains = np.stack([_gains(game, dice.permutation(players)) for _ in range(pairs)])
    return Found(gains.mean(axis=0), *over_repeats(gains, seed=effort.seed))


def _gains(game: Game, order: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the mean gain (N, P) along an order and along its reverse."""
    forwards, backwards = (_walk(game, torch.from_numpy(each.copy())) for each in (order, order[::-1]))
    return (forwards + backwards) / 2


def _walk(game: Game, order: Tensor) -> NDArray[np.float64]:
    """Return what each player gains (N, P) as it joins those before it in an order."""
    players, samples = len(order), len(game.rows)
    steps = torch.zeros(players + 1, players, dtype=torch.bool)
    steps[1:, order] = torch.ones(players, players, dtype=torch.bool).tril()  # row k: the first k of the order
    worth = game.worth(steps.repeat(samples, 1), torch.arange(samples).repeat_interleave(len(steps)))
    gains = torch.empty(samples, players, dtype=torch.float64)
    gains[:, order] = worth.view(samples, -1).diff(dim=1)
    return gains.cpu().numpy()
