"""From who is right to numbers with intervals: the same as a game's, paired, and honest about draws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from shapviz.games import Interval, edm, interactions, shapley_values, summarise
from shapviz.games.bootstrap import percentile_interval, resampled_means
from shapviz.robustness.measure import measured

NAMES = ("image", "audio", "text")
every_few = settings(max_examples=30)


def tables(seed: int, *, draws: int = 1, samples: int = 80, players: int = 3) -> tuple[NDArray[np.bool_], ...]:
    """Return who is right under some conditions, and with clean inputs, draw by draw."""
    rng = np.random.default_rng(seed)
    clean = rng.random((1, samples, 2**players)) < rng.random(2**players)
    right = clean & (rng.random((draws, samples, 2**players)) < 0.7)
    return right, np.repeat(clean, draws, axis=0)


def flat(intervals: tuple[Interval, ...]) -> NDArray[np.float64]:
    return np.array([[each.estimate, each.low, each.high] for each in intervals])


@every_few
@given(st.integers(0, 10**6), st.sampled_from([2, 3, 4]))
def test_with_one_draw_it_is_the_game_over_samples(seed: int, players: int) -> None:
    names = tuple("abcd"[:players])
    right, clean = tables(seed, players=players)
    found = measured(names, right, clean, corrupted=names, resamples=200, seed=5)
    game = summarise(names, right[0], payoff="accuracy", resamples=200, seed=5)
    np.testing.assert_allclose(flat(found.shapley), flat(game.shapley), atol=1e-12)
    np.testing.assert_allclose(found.interactions, game.interactions, atol=1e-12)
    assert (found.edm is None) == (game.edm is None)
    if found.edm and game.edm:
        np.testing.assert_allclose(flat((found.edm,)), flat((game.edm,)), atol=1e-9)
    assert (found.samples, found.draws) == (80, 1)


@every_few
@given(st.integers(0, 10**6))
def test_changes_are_differences_of_the_same_samples(seed: int) -> None:
    right, clean = tables(seed)
    found = measured(NAMES, right, clean, corrupted=NAMES, resamples=200, seed=1)
    difference = right[0].astype(float) - clean[0]
    np.testing.assert_allclose(flat(found.change)[:, 0], difference.mean(axis=0), atol=1e-12)
    moved = shapley_values(difference)
    low, high = percentile_interval(resampled_means(moved, resamples=200, seed=1))
    np.testing.assert_allclose(flat(found.shapley_change), np.column_stack([moved.mean(axis=0), low, high]), atol=1e-12)


@every_few
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_estimates_are_means_over_draws_and_lie_within_their_intervals(seed: int, draws: int) -> None:
    right, clean = tables(seed, draws=draws)
    found = measured(NAMES, right, clean, corrupted=NAMES, resamples=200)
    worth, before = right.mean(axis=(0, 1)), clean.mean(axis=(0, 1))
    expected = {
        "accuracy": worth,
        "change": worth - before,
        "shapley": shapley_values(worth),
        "shapley_change": shapley_values(worth - before),
    }
    for field, estimates in expected.items():
        values = flat(getattr(found, field))
        np.testing.assert_allclose(values[:, 0], estimates, atol=1e-12)
        assert (values[:, 1] <= values[:, 0] + 1e-12).all()
        assert (values[:, 0] <= values[:, 2] + 1e-12).all()
    np.testing.assert_allclose(found.interactions, interactions(worth), atol=1e-12)
    if found.edm:
        assert found.edm.estimate == pytest.approx(float(edm(shapley_values(worth))))
        assert found.edm.low <= found.edm.estimate <= found.edm.high
    assert found.draws == draws


def test_draws_that_disagree_widen_the_intervals() -> None:
    rng = np.random.default_rng(0)
    good, bad = (rng.random((80, 8)) < share for share in (0.9, 0.5))
    clean = np.ones((2, 80, 8), dtype=bool)
    agreed, disputed = (
        measured(NAMES, np.stack(draws), clean, corrupted=NAMES) for draws in ((good, good), (good, bad))
    )
    for field in ("accuracy", "change"):
        narrow, wide = (getattr(found, field)[-1] for found in (agreed, disputed))
        assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


@pytest.mark.parametrize("samples", [30, 68])
@pytest.mark.parametrize(("clean", "flips"), [(0.995, 0.03), (0.8, 0.03), (0.6, 0.3)])
def test_intervals_hold_the_truth_also_of_what_is_rare(samples: int, clean: float, flips: float) -> None:
    truth = clean * (1 - flips)  # of accuracy under the conditions: whoever was right is wrong about some
    rng = np.random.default_rng(samples)
    held = []
    for repetition in range(100):
        before = rng.random((1, samples, 8)) < clean
        now = before & (rng.random(before.shape) >= flips)
        now[..., 0] = before[..., 0]  # nobody is there to be corrupted
        found = measured(NAMES, now, before, corrupted=NAMES, resamples=500, seed=repetition)
        asked = [(each, truth) for each in found.accuracy[1:]], [(each, truth - clean) for each in found.change[1:]]
        held.append([[each.low <= true <= each.high for each, true in kind] for kind in asked])
    assert np.mean(held, axis=(0, 2)).min() > 0.9  # of accuracies and of changes, 700 each


def test_coalitions_that_nothing_was_done_to_have_not_changed() -> None:
    right, clean = tables(4)
    alone = np.arange(8) & 1 == 0  # without the first player
    right[..., alone] = clean[..., alone]
    found = flat(measured(NAMES, right, clean, corrupted=["image"]).change)
    assert not found[alone].any()
    assert (found[~alone, 1] < found[~alone, 2]).all()


def test_where_nothing_has_changed_changes_are_nothing() -> None:
    right, _ = tables(3)
    found = measured(NAMES, right, right, corrupted=())
    assert not flat(found.change).any()
    assert not flat(found.shapley_change).any()


def test_nobody_who_contributes_has_no_balance() -> None:
    nothing = np.zeros((1, 50, 8), dtype=bool)
    assert measured(NAMES, nothing, nothing, corrupted=()).edm is None


def test_a_table_of_other_players_is_our_own_mistake() -> None:
    right, clean = tables(0, players=2)
    with pytest.raises(AssertionError, match="4 coalitions of 3 players"):
        measured(NAMES, right, clean, corrupted=NAMES)
