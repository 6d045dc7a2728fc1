import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shapviz.games.bootstrap import percentile_interval, resampled_means
from shapviz.games.trials import resampled_trials

VALUES = arrays(
    np.float64, st.tuples(st.integers(1, 4), st.integers(1, 20), st.integers(1, 3)), elements=st.floats(0, 1)
)


@given(VALUES)
def test_trials_that_agree_add_no_uncertainty(values: np.ndarray) -> None:
    alike = np.repeat(values[:1], 3, axis=0)
    expected = resampled_means(values[0], resamples=50, seed=1)
    np.testing.assert_allclose(resampled_trials(alike, resamples=50, seed=1), expected)


@given(VALUES)
def test_means_lie_between_the_least_and_the_greatest_value(values: np.ndarray) -> None:
    means = resampled_trials(values, resamples=50, seed=0)
    assert means.shape == (50, values.shape[2])
    assert (means >= values.min(axis=(0, 1)) - 1e-12).all()
    assert (means <= values.max(axis=(0, 1)) + 1e-12).all()


@given(VALUES, st.floats(-1, 1))
def test_what_all_gain_alike_moves_the_means_alike(values: np.ndarray, gain: float) -> None:
    before, after = (resampled_trials(each, resamples=20, seed=0) for each in (values, values + gain))
    np.testing.assert_allclose(after - before, gain, atol=1e-12)


def test_few_trials_are_not_taken_for_many() -> None:
    """The variance over draws is that of the mean of T trials: s²/T, with s² the unbiased one."""
    trials = np.array([0.2, 0.5, 0.9])
    means = resampled_trials(np.tile(trials[:, None, None], (1, 10, 1)), resamples=20_000, seed=0)
    np.testing.assert_allclose(means.var(), trials.var(ddof=1) / 3, rtol=0.05)


def test_intervals_hold_the_truth_nearly_as_often_as_they_say() -> None:
    """Errors of trials, of samples, and of both together; five trials, of which too few are drawn for a full 95 %."""
    dice = np.random.default_rng(0)
    hits = 0
    for _ in range(200):
        trial, sample, both = dice.normal(0, 0.05, (5, 1)), dice.normal(0, 0.5, (1, 100)), dice.normal(0, 0.5, (5, 100))
        low, high = percentile_interval(resampled_trials((trial + sample + both)[:, :, None], resamples=200, seed=0))
        hits += bool(low[0] <= 0 <= high[0])
    assert 0.9 <= hits / 200 <= 1.0
