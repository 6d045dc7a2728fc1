import numpy as np
import pytest

from shapviz.games.outcome import outcome

PLAYERS = ("image", "text", "audio")


def tosses(*chances: float, samples: int = 400, seed: int = 0) -> np.ndarray:
    """Return which of the eight coalitions are right, with one chance each."""
    return np.random.default_rng(seed).random((samples, 8)) < chances


BEFORE = tosses(0.2, 0.5, 0.4, 0.6, 0.3, 0.6, 0.5, 0.8)


def test_each_accuracy_stands_where_it_belongs() -> None:
    found = outcome(PLAYERS, BEFORE, BEFORE)
    means = BEFORE.mean(axis=0)
    assert found.accuracy == tuple(means)
    assert found.full.estimate == means[0b111]
    assert {name: missing.estimate for name, missing in found.missing.items()} == {
        "image": means[0b110], "text": means[0b101], "audio": means[0b011]
    }  # fmt: skip
    assert found.one_missing.estimate == pytest.approx(means[[0b110, 0b101, 0b011]].mean())


def test_no_change_gains_nothing_for_certain() -> None:
    gain = outcome(PLAYERS, BEFORE, BEFORE).gain
    for interval in (gain.full, gain.one_missing, *gain.missing.values()):
        assert (interval.estimate, interval.low, interval.high) == (0, 0, 0)


def test_a_gain_is_a_difference_and_its_interval_is_paired() -> None:
    after = BEFORE.copy()
    after[:40] = True
    found = outcome(PLAYERS, BEFORE, after)
    assert found.gain.full.estimate == pytest.approx(after[:, -1].mean() - BEFORE[:, -1].mean())
    assert found.gain.missing["text"].estimate == pytest.approx(after[:, 0b101].mean() - BEFORE[:, 0b101].mean())
    assert found.gain.full.low > 0, "no sample became worse, so none of the resamples did"
    # the difference of two independent accuracies would be more uncertain than either
    assert found.gain.full.high - found.gain.full.low < found.full.high - found.full.low


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    held = 0
    for seed in range(200):
        before, after = (
            tosses(*[0.5] * 8, samples=150, seed=2 * seed),
            tosses(*[0.6] * 8, samples=150, seed=2 * seed + 1),
        )
        gain = outcome(PLAYERS, before, after, resamples=200).gain.full
        held += gain.low <= 0.1 <= gain.high
    assert 180 <= held <= 199
