"""Insertion and deletion: the worth of the input as players come and go in the order of an attribution.

Petsiuk et al. 2018 (RISE, arXiv:1806.07421) do so with the pixels of a picture; here the players are those of any game.
An order is judged against random ones, because what a curve must reach depends on the network and the samples.
"""

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from shapviz.attribution.found import Values, numbers
from shapviz.attribution.game import Game
from shapviz.attribution.means import RESAMPLES, over_samples
from shapviz.errors import UsageError
from shapviz.games.bootstrap import percentile_interval
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Attribution
from shapviz.runs.checks import Curve, Curves
from shapviz.runs.inside import Inside

ORDERS: Final = 64  # random ones: enough for the ends of 95 % intervals
STEPS: Final = 32  # in which players come and go, where they are more: a thousand pixels need not do so one by one
Counts = NDArray[np.int64]  # (K,) rising, from 0 to P


def curves(
    game: Game, given: Attribution | Inside, *, orders: int = ORDERS, seed: int = 0, resamples: int = RESAMPLES
) -> Curves:
    """Return what insertion and deletion in the order of an attribution come to, beside random orders.

    Those with the greatest values go first, with their signs: a player who speaks against the class comes last.

    Args:
        game: Of the modalities, or of the elements that were looked at.
        given: By a method to its players, in its samples.
        orders: How many random ones.
        seed: Of the random orders, of the order among players with equal values, and of the bootstrap.
        resamples: How often the bootstrap draws.

    Raises:
        UsageError: If the attribution is about other players or samples than the game.
    """
    values = np.atleast_2d(given.values)
    _check(game, given)
    dice = np.random.default_rng(seed)
    counts = _counts(len(game.players))
    places = _ranked(values, dice)
    drawn = (_ranked(np.zeros_like(values), dice) for _ in range(orders))
    random = np.stack([_joining(game, order, counts).mean(axis=0) for order in drawn])
    return Curves(
        method=given.method,
        question=game.question,
        players=game.players,
        rows=game.rows,
        insertion=_over_samples(counts, _joining(game, places, counts), seed, resamples),
        deletion=_over_samples(counts, _leaving(game, places, counts), seed, resamples),
        random_insertion=_over_orders(counts, random),
        random_deletion=_over_orders(counts, random[:, ::-1]),  # who joins in a random order leaves in one
        orders=orders,
    )


def _check(game: Game, given: Attribution | Inside) -> None:
    players = given.elements if isinstance(given, Inside) else given.players
    rows = (given.row,) if isinstance(given, Inside) else given.rows
    if (players, rows) != (game.players, game.rows):
        raise UsageError(
            f"The attribution has {len(players)} players and {len(rows)} samples, the game {len(game.players)} and "
            f"{len(game.rows)}, or others.",
            remedy="Ask for the attribution of the same players in the same samples.",
        )


def _ranked(values: Values, dice: np.random.Generator) -> NDArray[np.int64]:
    """Return the place (N, P) of each player when they are ordered by falling value; ties are drawn."""
    order = np.lexsort((dice.random(values.shape), -values), axis=1)
    return np.argsort(order, axis=1)


def _counts(players: int) -> Counts:
    """Return after how many players to look, from none to all; as many are left as have come, point by point."""
    even = np.linspace(0, players, min(players, STEPS) + 1).round().astype(np.int64)
    return np.union1d(even, players - even)


def _joining(game: Game, places: NDArray[np.int64], counts: Counts) -> Values:
    """Return the worth (N, K) after so many players (K,) have joined, each in its place (N, P)."""
    return _worth(game, places[:, None, :] < counts[:, None])


def _leaving(game: Game, places: NDArray[np.int64], counts: Counts) -> Values:
    """Return the worth (N, K) after so many players (K,) have left, each in its place (N, P)."""
    return _worth(game, places[:, None, :] >= counts[:, None])


def _worth(game: Game, present: NDArray[np.bool_]) -> Values:
    """Return what coalitions (N, K, P) are worth, (N, K)."""
    samples, points, _ = present.shape
    worth = game.worth(torch.from_numpy(present).flatten(0, 1), game.places.repeat_interleave(points))
    return numbers(worth).reshape(samples, points)


def _over_samples(counts: Counts, worth: Values, seed: int, resamples: int) -> Curve:
    """Return the mean curve of worths (N, K), with intervals over samples."""
    found = over_samples(np.column_stack((worth, _areas(counts, worth))), seed=seed, resamples=resamples)
    *points, area = (each for each in found if each is not None)  # all are there: every sample has a worth
    return Curve(counts=tuple(counts.tolist()), worth=tuple(points), area=area)


def _over_orders(counts: Counts, worth: Values) -> Curve:
    """Return the mean of curves (R, K), with intervals over them."""
    columns = np.column_stack((worth, _areas(counts, worth)))
    ends = zip(columns.mean(axis=0), *percentile_interval(columns), strict=True)
    *points, area = (Interval(float(mean), float(low), float(high)) for mean, low, high in ends)
    return Curve(counts=tuple(counts.tolist()), worth=tuple(points), area=area)


def _areas(counts: Counts, worth: Values) -> Values:
    """Return the area under curves (..., K) by trapezoids, over a way of length 1."""
    areas: Values = np.trapezoid(worth, counts / counts[-1], axis=-1)
    return areas
