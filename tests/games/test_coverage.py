"""How often the 95 % intervals hold the truth, in games whose truth is known.

Far from equilibrium both kinds of interval do what they say. In equilibrium EDM is a distance of 0 that noise can only
increase: a plain percentile interval then never holds the truth with three players or more, and the mirrored one does
so less often the more players there are. The bounds below are what was found, rounded away from it.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from shapviz.games import coalitions, edm, shapley_values
from shapviz.games.bootstrap import mirrored_interval, percentile_interval, resampled_means

SAMPLES, RESAMPLES, TRIALS = 500, 400, 600


def additive(*values: float) -> NDArray[np.float64]:
    """The game in which every player brings its value to whatever coalition."""
    return 0.1 + coalitions(len(values)) @ np.array(values)


FAR_FROM_EQUILIBRIUM = {
    "two players": np.array([0.10, 0.70, 0.40, 0.85]),
    "three players": np.array([0.10, 0.70, 0.40, 0.80, 0.20, 0.72, 0.45, 0.84]),
    "six players": additive(0.25, 0.2, 0.15, 0.1, 0.05, 0.02),
}
IN_EQUILIBRIUM = {f"{players} players": additive(*[0.6 / players] * players) for players in (2, 3, 6)}


def simulate(worth: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the estimated (TRIALS, M) and the resampled (RESAMPLES, TRIALS, M) Shapley values of many trials.

    In each, SAMPLES samples are seen, of which a coalition gets a share of `worth` right, one independently of another.
    """
    players = int(np.log2(worth.size))
    draws = np.random.default_rng(0).random((SAMPLES, TRIALS, worth.size), dtype=np.float32)
    values = shapley_values(draws < worth)
    resampled = resampled_means(values.reshape(SAMPLES, -1), resamples=RESAMPLES, seed=0)
    return values.mean(axis=0), resampled.reshape(RESAMPLES, TRIALS, players)


def coverage_of_values(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """(M,)"""
    low, high = percentile_interval(simulate(worth)[1])
    truth = shapley_values(worth)
    return ((low <= truth) & (truth <= high)).mean(axis=0)


def coverage_of_edm(worth: NDArray[np.float64], *, mirrored: bool = True) -> float:
    estimate, resampled = (edm(values) for values in simulate(worth))
    low, high = mirrored_interval(estimate, resampled, (0, 1)) if mirrored else percentile_interval(resampled, (0, 1))
    truth = float(edm(shapley_values(worth)))
    return float(((low <= truth + 1e-12) & (truth <= high)).mean())


@pytest.mark.parametrize("worth", FAR_FROM_EQUILIBRIUM.values(), ids=FAR_FROM_EQUILIBRIUM.keys())
def test_far_from_equilibrium_intervals_hold_the_truth_in_92_to_98_percent(worth: NDArray[np.float64]) -> None:
    of_values = coverage_of_values(worth)
    assert of_values.min() >= 0.92
    assert of_values.max() <= 0.98
    assert 0.92 <= coverage_of_edm(worth) <= 0.98


@pytest.mark.parametrize("worth", IN_EQUILIBRIUM.values(), ids=IN_EQUILIBRIUM.keys())
def test_in_equilibrium_the_interval_of_edm_holds_the_truth_less_often(worth: NDArray[np.float64]) -> None:
    assert 0.7 <= coverage_of_edm(worth) <= 0.98
    assert coverage_of_edm(worth, mirrored=False) <= 0.25
