"""From who is right under some conditions to worths, Shapley values, EDM and their changes, each with its interval."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.games import Interval, edm, interactions, shapley_values
from shapviz.games.bootstrap import mirrored_interval, percentile_interval
from shapviz.games.trials import resampled_trials
from shapviz.runs.rightness import Rightness
from shapviz.runs.robustness import Measured

RESAMPLES: Final = 1000  # of the test samples: as many as a run's own intervals are drawn from by default

Floats = NDArray[np.float64]


def measured(
    players: Sequence[str], right: Rightness, clean: Rightness, *, resamples: int = RESAMPLES, seed: int = 0
) -> Measured:
    """Return what every coalition is worth, and by how much that has changed.

    Both sides are looked at in the same resamples of samples and draws, so changes are paired comparisons. Equal seeds
    resample alike whatever the conditions: a number moves because the conditions have changed, and not because the dice
    were thrown again. With a single draw the intervals know of the samples only.

    Args:
        players: Names of the players; bit i of a mask is `players[i]`.
        right: (T, N, 2**M), which coalition is right about which sample under the conditions, draw by draw.
        clean: The same of clean inputs with the same stand-in.
        resamples: How often the bootstrap draws.
        seed: Of the bootstrap.
    """
    draws, samples, coalitions = right.shape
    assert coalitions == 2 ** len(players), f"{coalitions} coalitions of {len(players)} players"
    both = np.concatenate([right, clean], axis=-1).astype(np.float64)
    means = both.mean(axis=(0, 1))
    resampled = resampled_trials(both, resamples=resamples, seed=seed)
    intervals = _intervals(_quantities(means), _quantities(resampled))
    ends = np.cumsum([coalitions, coalitions, len(players)])
    accuracy, change, shapley, shapley_change = (
        tuple(intervals[start:end]) for start, end in zip([0, *ends], [*ends, None], strict=True)
    )
    worth, worths = means[:coalitions], resampled[:, :coalitions]
    return Measured(
        samples=samples,
        draws=draws,
        accuracy=accuracy,
        change=change,
        shapley=shapley,
        shapley_change=shapley_change,
        edm=_distance(shapley_values(worth), shapley_values(worths)),
        interactions=tuple(map(tuple, interactions(worth).tolist())),
    )


def _quantities(means: Floats) -> Floats:
    """Return accuracies, their changes, Shapley values and their changes, side by side, of mean worths now and before.

    Args:
        means: (..., 2 * 2**M): under the conditions, then of clean inputs.
    """
    now, before = np.split(means, 2, axis=-1)
    change = now - before
    return np.concatenate([now, change, shapley_values(now), shapley_values(change)], axis=-1)


def _intervals(estimates: Floats, resampled: Floats) -> list[Interval]:
    """Return an interval for each of K estimates, from their resamples (R, K)."""
    low, high = percentile_interval(resampled)
    return list(map(Interval, estimates.tolist(), low.tolist(), high.tolist()))


def _distance(shapley: Floats, resampled: Floats) -> Interval | None:
    """Return the EDM of Shapley values (M,) to equal shares, from their resamples (R, M); None where undefined."""
    estimate = edm(shapley)
    if np.isnan(estimate):
        return None
    low, high = mirrored_interval(estimate, edm(resampled), (0.0, 1.0))
    return Interval(float(estimate), float(low), float(high))
