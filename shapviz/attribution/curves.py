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
    insertion = _joining(game, _ranked(values, dice))
    deletion = _joining(game, _ranked(-values, dice))[:, ::-1]  # who leaves first would have joined last
    drawn = np.stack([_joining(game, _ranked(np.zeros_like(values), dice)).mean(axis=0) for _ in range(orders)])
    return Curves(
        method=given.method,
        question=game.question,
        players=game.players,
        rows=game.rows,
        insertion=_over_samples(insertion, seed, resamples),
        deletion=_over_samples(deletion, seed, resamples),
        random_insertion=_over_orders(drawn),
        random_deletion=_over_orders(drawn[:, ::-1]),
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


def _joining(game: Game, places: NDArray[np.int64]) -> Values:
    """Return the worth (N, P + 1) after 0, 1, ... players have joined, each in its place (N, P)."""
    samples, players = places.shape
    present = torch.from_numpy(places[:, None, :] < np.arange(players + 1)[:, None])  # (N, P + 1, P)
    worth = game.worth(present.flatten(0, 1), game.places.repeat_interleave(players + 1))
    return numbers(worth).reshape(samples, players + 1)


def _over_samples(worth: Values, seed: int, resamples: int) -> Curve:
    """Return the mean curve of worths (N, P + 1), with intervals over samples."""
    columns = np.column_stack((worth, _areas(worth)))
    *points, area = (each for each in over_samples(columns, seed=seed, resamples=resamples) if each is not None)
    return Curve(worth=tuple(points), area=area)


def _over_orders(worth: Values) -> Curve:
    """Return the mean of curves (R, P + 1), with intervals over them."""
    columns = np.column_stack((worth, _areas(worth)))
    ends = percentile_interval(columns)
    *points, area = (
        Interval(float(mean), float(low), float(high))
        for mean, low, high in zip(columns.mean(axis=0), *ends, strict=True)
    )
    return Curve(worth=tuple(points), area=area)


def _areas(worth: Values) -> Values:
    """Return the area under curves (..., P + 1) by trapezoids, over a way of length 1."""
    areas: Values = (worth[..., :-1] + worth[..., 1:]).mean(axis=-1) / 2
    return areas
