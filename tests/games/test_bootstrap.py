import numpy as np
import pytest
from numpy.typing import NDArray

from shapviz.games import bootstrap
from shapviz.games.bootstrap import mirrored_interval, percentile_interval, resampled_means


@pytest.fixture
def values() -> NDArray[np.float64]:
    return np.random.default_rng(0).normal(size=(400, 3))


def test_the_same_seed_draws_the_same_resamples_of_other_values(values: NDArray[np.float64]) -> None:
    first = resampled_means(values, resamples=150, seed=4)
    shifted = resampled_means(values + 1, resamples=150, seed=4)
    np.testing.assert_allclose(shifted, first + 1)


def test_another_seed_draws_others(values: NDArray[np.float64]) -> None:
    assert not np.isclose(
        resampled_means(values, resamples=150, seed=4), resampled_means(values, resamples=150, seed=5)
    ).any()


def test_resamples_are_as_many_as_asked_for_and_all_different_across_blocks(
    values: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "BLOCK", 64 * len(values))  # 64 of them a block: 64 + 64 + 22
    means = resampled_means(values, resamples=150, seed=0)
    assert len(np.unique(means, axis=0)) == 150


def test_every_resample_has_as_many_samples_as_there_are() -> None:
    ones = np.ones((37, 1))
    np.testing.assert_allclose(resampled_means(ones, resamples=200, seed=0), 1)


def test_resampled_means_scatter_as_the_mean_does(values: NDArray[np.float64]) -> None:
    """The bootstrap's standard deviation is the standard error, here known in closed form."""
    spread = resampled_means(values, resamples=5000, seed=0).std(axis=0)
    np.testing.assert_allclose(spread, values.std(axis=0) / np.sqrt(len(values)), rtol=0.05)


def test_ends_are_the_percentiles() -> None:
    low, high = percentile_interval(np.arange(1001.0))
    assert (low, high) == (25, 975)


@pytest.mark.parametrize(("unknown", "expected"), [(20, (0.0, 1.0)), (0, (0.5, 0.5))])
def test_resamples_that_are_undefined_could_have_been_anything(unknown: int, expected: tuple[float, float]) -> None:
    resampled = np.r_[np.full(unknown, np.nan), np.full(400 - unknown, 0.5)]
    assert percentile_interval(resampled, (0, 1)) == expected


def test_one_undefined_resample_in_a_thousand_hardly_matters() -> None:
    resampled = np.linspace(0.4, 0.6, 1000)
    low, high = percentile_interval(np.r_[resampled, np.nan], (0, 1))
    assert (low, high) == pytest.approx((0.405, 0.595), abs=1e-3)


def test_mirrored_interval_is_the_percentile_interval_where_resamples_lie_evenly() -> None:
    resampled = np.linspace(0.4, 0.6, 1001)
    low, high = mirrored_interval(np.array(0.5), resampled, (0, 1))
    assert (low, high) == pytest.approx((0.405, 0.595))


def test_mirrored_interval_holds_an_estimate_that_noise_has_moved_all_resamples_away_from() -> None:
    resampled = np.linspace(0.03, 0.08, 1001)
    low, high = mirrored_interval(np.array(0.02), resampled, (0, 1))
    assert low == 0  # 0.02 − (0.08 − 0.02) would be below
    assert high == pytest.approx(0.07875)
