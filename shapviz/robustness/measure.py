"""From who is right under some conditions to worths, Shapley values, EDM and their changes, each with its interval."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.games import Interval, edm, interactions, shapley_values
from shapviz.games.bootstrap import mirrored_interval, percentile_interval
from shapviz.games.coalition import members
from shapviz.games.trials import resampled_trials
from shapviz.runs.rightness import Rightness
from shapviz.runs.robustness import Measured

RESAMPLES: Final = 1000  # of the test samples: as many as a run's own intervals are drawn from by default
COINS: Final = 4  # imagined samples for which every coalition throws a coin: on average two are right, two wrong
_THROWS: Final = 2  # sets the coins apart from other dice of the same seed

Floats = NDArray[np.float64]


def measured(
    players: Sequence[str],
    right: Rightness,
    clean: Rightness,
    corrupted: Collection[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Measured:
    """Return what every coalition is worth, and by how much that has changed.

    Both sides are looked at in the same resamples of samples and draws, so changes are paired comparisons. Equal seeds
    resample alike whatever the conditions: a number moves because the conditions have changed, and not because the dice
    were thrown again. With a single draw the intervals know of the samples only.

    A bootstrap knows no errors but those that it has seen, and takes too few of them for none. So accuracies and their
    changes are resampled together with `COINS` imagined samples, as Agresti and Coull (1998,
    doi:10.1080/00031305.1998.10480550) add two successes and two failures to a proportion. Coalitions that nothing was
    done to throw the same coin before and after, so that their change is exactly 0.

    Args:
        players: Names of the players; bit i of a mask is `players[i]`.
        right: (T, N, 2**M), which coalition is right about which sample under the conditions, draw by draw.
        clean: The same of clean inputs with the same stand-in.
        corrupted: Players to whom something was done: coalitions without any of them are right about the same samples.
        resamples: How often the bootstrap draws.
        seed: Of the bootstrap.
    """
    draws, samples, coalitions = right.shape
    assert coalitions == 2 ** len(players), f"{coalitions} coalitions of {len(players)} players"
    both = np.concatenate([right, clean], axis=-1).astype(np.float64)
    means = both.mean(axis=(0, 1))
    resampled = resampled_trials(both, resamples=resamples, seed=seed)
    touched = np.array([bool({*members(mask, players)} & {*corrupted}) for mask in range(coalitions)])
    coins = _coins(touched, resamples=resamples, seed=seed)
    imagined = (samples * resampled + coins) / (samples + COINS)
    worth, change = means[:coalitions], _difference(means)
    worths, changes = resampled[:, :coalitions], _difference(resampled)
    return Measured(
        samples=samples,
        draws=draws,
        accuracy=_intervals(worth, imagined[:, :coalitions]),
        change=_intervals(change, _difference(imagined)),
        shapley=_intervals(shapley_values(worth), shapley_values(worths)),
        shapley_change=_intervals(shapley_values(change), shapley_values(changes)),
        edm=_distance(shapley_values(worth), shapley_values(worths)),
        interactions=tuple(map(tuple, interactions(worth).tolist())),
    )


def _coins(touched: NDArray[np.bool_], *, resamples: int, seed: int) -> Floats:
    """Return how many of the imagined samples each coalition is right about, under the conditions and before, (R, 2C).

    Args:
        touched: (C,), coalitions that may be right about one and wrong about the other.
        resamples: How often, R.
        seed: Of the coins.
    """
    rng = np.random.default_rng((seed, _THROWS))
    before, another = rng.binomial(COINS, 0.5, size=(2, resamples, len(touched)))
    return np.concatenate([np.where(touched, another, before), before], axis=-1).astype(np.float64)


def _difference(means: Floats) -> Floats:
    """Return (..., C) of what is now and what was before, side by side, (..., 2C)."""
    now, before = np.split(means, 2, axis=-1)
    return now - before


def _intervals(estimates: Floats, resampled: Floats) -> tuple[Interval, ...]:
    """Return an interval for each of K estimates, from their resamples (R, K); each holds its estimate."""
    low, high = percentile_interval(resampled)
    ends = np.minimum(low, estimates), np.maximum(high, estimates)
    return tuple(map(Interval, *(each.tolist() for each in (estimates, *ends))))


def _distance(shapley: Floats, resampled: Floats) -> Interval | None:
    """Return the EDM of Shapley values (M,) to equal shares, from their resamples (R, M); None where undefined."""
    estimate = edm(shapley)
    if np.isnan(estimate):
        return None
    low, high = mirrored_interval(estimate, edm(resampled), (0.0, 1.0))
    return Interval(float(estimate), float(low), float(high))
