import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from shapviz.robustness import features, series
from shapviz.robustness.case import Case
from tests.robustness.cases import MODALITIES, values_of

SENSOR, TABLE = MODALITIES["series"], MODALITIES["features"]


def a_case(modality, values, level, reference=None):
    return Case(modality, values, values if reference is None else reference, level, np.random.default_rng(0))


def scaled(modality, count=50):
    """Return training rows whose columns, or channels, have the spreads 1, 10, 100, ... about 5."""
    values = values_of(modality, count, seed=1)
    axes = (0,) if modality.kind == "features" else (0, 2)
    standard = (values - values.mean(axis=axes, keepdims=True)) / values.std(axis=axes, keepdims=True)
    spreads = 10.0 ** np.arange(modality.shape[0]).reshape(1, -1, *[1] * (len(modality.shape) - 1))
    return (5 + spreads * standard).astype(np.float32), spreads


@pytest.mark.parametrize("modality", [SENSOR, TABLE])
def test_noise_is_in_units_of_the_spread_in_training(modality):
    reference, spreads = scaled(modality)
    still = np.zeros((4000, *modality.shape), dtype=np.float32)
    noisy = features.noise(a_case(modality, still, 0.5, reference)) / spreads
    assert_allclose(noisy.reshape(len(noisy), modality.shape[0], -1).std(axis=(0, 2)), 0.5, rtol=0.05)


def test_missing_cells_hold_the_mean_of_their_column_in_training():
    reference, _ = scaled(TABLE)
    values = np.full((3000, 6), -1, dtype=np.float32)
    filled = features.missing_cells(a_case(TABLE, values, 0.4, reference))
    empty = filled != values
    assert_allclose(empty.mean(axis=0), 0.4, atol=0.04)
    mean = np.broadcast_to(reference.mean(axis=0, dtype=np.float64), filled.shape)
    assert_allclose(filled[empty], mean[empty], rtol=1e-6)


def test_drift_is_a_slow_walk_of_the_size_it_says():
    reference, spreads = scaled(SENSOR)
    still = np.zeros((400, *SENSOR.shape), dtype=np.float32)
    walk = series.drift(a_case(SENSOR, still, 0.7, reference)) / spreads
    assert_allclose(np.sqrt((walk**2).mean(axis=2)), 0.7, rtol=1e-3)
    assert np.abs(np.diff(walk, axis=2)).mean() < 0.35


def test_silent_channels_stand_at_their_training_mean_and_the_others_go_on():
    reference, _ = scaled(SENSOR)
    values = values_of(SENSOR, 900)
    after = series.channel_dropout(a_case(SENSOR, values, 0.4, reference))
    still = (after != values).any(axis=2)
    assert still.mean() == pytest.approx(0.4, abs=0.04)
    mean = np.broadcast_to(reference.mean(axis=(0, 2), dtype=np.float64)[:, None], SENSOR.shape)
    for row, channel in np.argwhere(still)[:50]:
        assert_allclose(after[row, channel], mean[channel], rtol=1e-5)
    assert_array_equal(after[~still], values[~still])


def test_a_lost_span_is_lost_in_all_channels_at_once():
    values = 50 + values_of(SENSOR, 80)
    after = series.span_dropout(a_case(SENSOR, values, 0.25, values - 50))
    lost = after < 10
    assert (lost == lost[:, :1]).all()
    assert_allclose(lost[:, 0].mean(axis=1), 0.25, atol=1 / 40)
    assert (np.abs(np.diff(lost[:, 0].astype(int), axis=1)).sum(axis=1) <= 2).all()


def test_a_warp_keeps_both_ends_and_never_goes_back_in_time():
    clock = np.broadcast_to(np.arange(40, dtype=np.float32), (60, 3, 40))
    warped = series.time_warp(a_case(SENSOR, clock, 3.0))
    assert_allclose(warped[..., [0, -1]], clock[..., [0, -1]], atol=1e-4)
    pace = np.diff(warped, axis=2)
    assert (pace > 0).all()
    assert_allclose(pace.max(axis=2) / pace.min(axis=2), 9, rtol=0.1)  # three times as fast, and as slow
    assert_array_equal(warped[:, 0], warped[:, 2])


def test_a_saturated_sensor_stops_at_the_end_of_its_range():
    reference, spreads = scaled(SENSOR)
    values, _ = scaled(SENSOR, 70)
    after = series.saturation(a_case(SENSOR, values, 0.5, reference))
    assert_allclose(np.abs((after - 5) / spreads).max(axis=(0, 2)), 0.5, rtol=0.01)
    inside = np.abs((values - 5) / spreads) < 0.49
    assert_array_equal(after[inside], values[inside])
