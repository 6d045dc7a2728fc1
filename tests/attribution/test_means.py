import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap

from shapviz.attribution.means import over_draws, over_samples, ratio


def test_an_interval_is_the_percentile_bootstrap_of_scipy():
    values = np.random.default_rng(0).exponential(size=200)
    (ours,) = over_samples(values[:, None], seed=0, resamples=4000)
    theirs = bootstrap((values,), np.mean, method="percentile", n_resamples=4000, rng=1).confidence_interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.01)
    assert ours.estimate == values.mean()


@given(st.integers(0, 99))
def test_samples_without_a_value_count_for_nothing(seed):
    dice = np.random.default_rng(seed)
    values = dice.standard_normal((30, 3))
    values[dice.random((30, 3)) < 0.3] = np.nan
    for interval, column in zip(over_samples(values, seed=0), values.T, strict=True):
        assert interval.estimate == pytest.approx(np.nanmean(column))
        assert interval.low < interval.estimate < interval.high
    # a column's neighbours do not matter
    assert over_samples(values[:, :1], seed=0)[0].low == pytest.approx(over_samples(values, seed=0)[0].low)


def test_a_resample_in_which_no_sample_has_a_value_may_be_anything():
    rare = np.array([[0.5], *[[np.nan]] * 20])
    (interval,) = over_samples(rare, seed=0, bounds=(-1, 1))
    assert (interval.estimate, interval.low, interval.high) == (0.5, -1, 1)
    assert over_samples(rare * np.nan, seed=0, bounds=(-1, 1)) == [None]


def test_a_ratio_is_one_of_means_and_not_a_mean_of_ratios():
    above, below = np.array([1.0, 1]), np.array([1.0, 3])
    assert ratio(above, below, seed=0).estimate == 0.5
    doubled = ratio(2 * below, below, seed=0)
    assert (doubled.low, doubled.estimate, doubled.high) == (2, 2, 2)


def test_few_draws_have_an_interval_by_students_t():
    # mean 2, standard deviation 1, t = 4.302653 for two degrees of freedom
    found = over_draws(np.array([1.0, 2, 3, np.nan]))
    assert (found.low, found.estimate, found.high) == pytest.approx((2 - 4.302653 / 3**0.5, 2, 2 + 4.302653 / 3**0.5))
    assert over_draws(np.array([1.0, 2, 3]), bounds=(0, 4)).high == 4
    assert over_draws(np.array([np.nan])) is None
    alone = over_draws(np.array([0.3]))
    assert (alone.low, alone.estimate, alone.high) == (0.3, 0.3, 0.3)
