"""Networks beside a baseline under corruptions: mean corruption error, and paired differences."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shapviz.comparison.robustness import (
    Accuracies,
    accuracies,
    by_corruption,
    by_samples,
    by_seed,
    columns,
    mean_corruption_error,
    relative_corruption_error,
)
from shapviz.errors import UsageError
from shapviz.runs.rightness import Sweeping
from tests.runs.swept import record

NOISE, BLUR = Sweeping("fox", "noise"), Sweeping("hare", "blur")
unit = st.floats(0, 1)


def of(clean: float, *corrupted: float) -> Accuracies:
    return Accuracies(np.array(clean), np.array([clean, clean]), np.array(corrupted))


def networks() -> st.SearchStrategy[Accuracies]:
    return st.builds(of, unit, unit, unit, unit)


def test_mean_corruption_error_by_hand() -> None:
    """Errors 0.4 and 0.1 over those of the baseline, 0.5 and 0.4: 0.8 and 0.25."""
    assert mean_corruption_error(of(0.9, 0.6, 0.9), of(0.8, 0.5, 0.6)) == pytest.approx((0.8 + 0.25) / 2)


def test_relative_corruption_error_by_hand() -> None:
    """Falls of 0.3 and 0 over those of the baseline, 0.3 and 0.2."""
    assert relative_corruption_error(of(0.9, 0.6, 0.9), of(0.8, 0.5, 0.6)) == pytest.approx((1 + 0) / 2)


def test_a_corruption_that_does_nothing_to_the_baseline_does_not_count() -> None:
    assert mean_corruption_error(of(0.9, 0.6, 0.9), of(0.8, 0.5, 1.0)) == pytest.approx(0.8)
    assert relative_corruption_error(of(0.9, 0.6, 0.5), of(0.8, 0.5, 0.795)) == pytest.approx(1)


def test_beside_a_network_without_faults_there_is_no_error_to_speak_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(mean_corruption_error(of(0.9, 0.6), of(1.0, 1.0)))
        assert np.isnan(relative_corruption_error(of(0.9, 0.6), of(1.0, 1.0)))


@given(networks())
def test_a_network_beside_itself_has_the_error_1(network: Accuracies) -> None:
    error, relative = mean_corruption_error(network, network), relative_corruption_error(network, network)
    assert np.isnan(error) or error == pytest.approx(1)
    assert np.isnan(relative) or relative == pytest.approx(1)


@given(networks(), networks(), networks())
def test_who_errs_less_under_every_corruption_has_the_lesser_error(
    one: Accuracies, other: Accuracies, baseline: Accuracies
) -> None:
    better = other._replace(corrupted=np.maximum(one.corrupted, other.corrupted))
    error = mean_corruption_error(better, baseline)
    assert np.isnan(error) or error <= mean_corruption_error(other, baseline) + 1e-9


@given(arrays(np.float64, (7, 3), elements=unit), arrays(np.float64, (7, 3), elements=unit))
def test_many_at_once_are_each_by_itself(ours: np.ndarray, theirs: np.ndarray) -> None:
    many, baselines = (Accuracies.of(side, players=1) for side in (ours, theirs))
    for error in (mean_corruption_error, relative_corruption_error):
        each = [
            error(Accuracies.of(one, players=1), Accuracies.of(other, players=1))
            for one, other in zip(ours, theirs, strict=True)
        ]
        np.testing.assert_allclose(error(many, baselines), each)


def test_accuracies_are_read_off_a_record() -> None:
    """Everybody reaches 0.8, anybody missing costs 0.7 / 3, and noise takes 0.05 a step: 0.15 over five steps."""
    found = record(3, {NOISE: 0.05, BLUR: 0.01})
    assert by_corruption(found) == pytest.approx({NOISE: 0.65, BLUR: 0.77})
    numbers = accuracies(found).numbers()
    assert {name: float(value) for name, value in numbers.items()} == pytest.approx(
        {
            "accuracy": 0.8,
            "missing": 0.8 - 0.7 / 3,
            "worst_missing": 0.8 - 0.7 / 3,
            "missing_fall": 0.7 / 3,
            "corrupted": 0.71,
            "fall": 0.09,
        }
    )


def test_over_seeds_differences_are_paired() -> None:
    """Ours falls by 0.03 less at every seed, however far the two fall; a constant difference has no interval."""
    ours = {seed: record(3, {NOISE: 0.02 + 0.01 * seed}) for seed in (0, 1, 2, 5)}
    baseline = {seed: record(3, {NOISE: 0.03 + 0.01 * seed}) for seed in (0, 1, 2, 4)}
    found = by_seed(ours, baseline)
    assert found.numbers["corrupted"].mean == pytest.approx(0.03)
    assert found.numbers["corrupted"].n == 3
    assert found.corrupted[NOISE].mean == pytest.approx(0.03)
    assert found.numbers["accuracy"].mean == found.numbers["missing"].mean == 0
    errors = [(0.2 + 3 * (0.02 + 0.01 * seed)) / (0.2 + 3 * (0.03 + 0.01 * seed)) for seed in (0, 1, 2)]
    assert found.mce is not None
    assert found.mce.mean == pytest.approx(np.mean(errors))
    assert found.mce.low is not None
    assert found.mce.low < found.mce.mean < 1


def test_different_corruptions_or_seeds_are_not_compared() -> None:
    for baseline in ({0: record(3, {BLUR: 0.1})}, {1: record(3, {NOISE: 0.1})}):
        with pytest.raises(UsageError, match="same corruptions and with the same seeds"):
            by_seed({0: record(3, {NOISE: 0.1})}, baseline)


def rightness(seed: int, chance: float) -> np.ndarray:
    """Two draws, five severities, 400 samples and two modalities; everybody is right with that chance."""
    return np.random.default_rng(seed).random((2, 5, 400, 4)) < chance


def test_columns_are_who_is_right_with_everybody_without_each_and_corrupted() -> None:
    clean, noisy = rightness(0, 0.8)[:, :1], rightness(1, 0.5)
    found = columns(clean, [noisy])
    assert found.shape == (2, 400, 4)
    np.testing.assert_array_equal(found[..., 0], clean[:, 0, :, 3])
    np.testing.assert_array_equal(found[..., 1], clean[:, 0, :, 2], "without the first modality")
    np.testing.assert_array_equal(found[..., 2], clean[:, 0, :, 1], "without the second")
    np.testing.assert_allclose(found[..., 3], noisy[..., 3].mean(axis=1))


def test_a_network_beside_itself_does_not_differ_sample_by_sample() -> None:
    table = columns(rightness(0, 0.8)[:, :1], [rightness(1, 0.5)])
    found = by_samples(table, table, [NOISE])
    assert all((each.mean, each.low, each.high) == (0, 0, 0) for each in found.numbers.values())
    assert all(each.inconclusive for each in found.numbers.values())
    assert found.mce is not None
    assert found.mce[:3] == pytest.approx((1, 1, 1))


def test_pairing_by_sample_sees_what_single_intervals_would_not() -> None:
    """Both are right about nearly the same samples: five of 400 more is little beside the spread of either."""
    clean, noisy = rightness(0, 0.8)[:, :1], rightness(1, 0.5)
    better = noisy.copy()
    better[:, :, :8, 3] = True
    found = by_samples(columns(clean, [better]), columns(clean, [noisy]), [NOISE])
    gain = found.corrupted[NOISE]
    assert gain.mean == pytest.approx((better.mean(axis=(0, 1, 2)) - noisy.mean(axis=(0, 1, 2)))[3])
    assert gain.low is not None
    assert gain.low > 0
    assert (gain.n, gain.p) == (400, None)
    assert found.numbers["fall"].mean == pytest.approx(-gain.mean)
    assert found.mce is not None
    assert found.mce.high is not None
    assert found.mce.high < 1


def test_the_interval_over_samples_is_about_that_of_the_paired_differences() -> None:
    ours, theirs = rightness(0, 0.8)[:1, :1], rightness(1, 0.7)[:1, :1]
    found = by_samples(columns(ours, [ours]), columns(theirs, [theirs]), [NOISE], resamples=4000)
    differences = ours[0, 0, :, 3].astype(float) - theirs[0, 0, :, 3]
    half = 1.96 * differences.std() / 20
    assert found.numbers["accuracy"][1:3] == pytest.approx(
        (differences.mean() - half, differences.mean() + half), abs=0.006
    )
