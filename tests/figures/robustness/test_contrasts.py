"""Differences of accuracies are as sure as their samples make them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shapviz.figures.robustness.contrasts import contrast, contrasts, interaction_weights, shapley_weights
from shapviz.games import interactions, shapley_values
from tests.figures.robustness_cases import measured, rights

TABLES = arrays(np.bool_, st.tuples(st.integers(1, 40), st.just(8)))


@given(TABLES, TABLES)
def test_a_contrast_is_the_difference_of_its_accuracies_and_lies_in_its_interval(old, new) -> None:
    clean, now = measured(old, old), measured(new, new)
    found = contrast((now, {7: 1.0, 5: -1.0}), (clean, {7: -1.0}))
    expected = new[:, 7].mean() - new[:, 5].mean() - old[:, 7].mean()
    assert found.estimate == pytest.approx(expected)
    assert found.low <= found.estimate <= found.high


@given(TABLES)
def test_the_other_way_round_it_is_its_mirror_image(table) -> None:
    now = measured(table, table)
    there, back = contrast((now, {3: 1.0, 1: -1.0})), contrast((now, {3: -1.0, 1: 1.0}))
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low))


def test_it_is_the_interval_of_agresti_and_min() -> None:
    """By hand: 20 of 100 samples are right with the one only, 5 with the other only, the rest with both."""
    table = rights(100, [(0, 0), (0, 95), (5, 100), (0, 0)])
    table[80:95, 2] = False
    found = contrast((measured(table, table), {1: 1.0, 2: -1.0}))
    both, one, other, neither = 75.5, 20.5, 5.5, 0.5
    n = both + one + other + neither
    middle, variance = (one - other) / n, ((one + other) - (one - other) ** 2 / n) / n**2
    assert found.low == pytest.approx(middle - 1.959964 * variance**0.5)
    assert found.high == pytest.approx(middle + 1.959964 * variance**0.5)


@pytest.mark.parametrize(("gain", "loss"), [(0.15, 0.05), (0.02, 0.02), (0.3, 0.3)])
def test_19_of_20_intervals_hold_the_truth(gain: float, loss: float) -> None:
    dice, held = np.random.default_rng(5), 0
    for _ in range(600):
        drawn = dice.uniform(size=120)
        table = np.zeros((120, 4), dtype=bool)
        table[:, 1], table[:, 2] = drawn < gain, drawn > 1 - loss
        found = contrast((measured(table, table), {1: 1.0, 2: -1.0}))
        held += found.low <= gain - loss <= found.high
    assert 0.93 <= held / 600 <= 0.99


def test_a_single_sample_tells_nothing() -> None:
    table = rights(1, [(0, 0), (0, 0), (0, 0), (0, 1)])
    found = contrast((measured(table, table), {3: 1.0, 1: -1.0}))
    assert found.estimate == 1
    assert found.low < 0 < found.high


def test_no_end_is_beyond_what_accuracies_can_add_up_to() -> None:
    table = rights(3, [(0, 0), (0, 0), (0, 3), (0, 3)])
    for paired in (True, False):
        found = contrast((measured(table, table, paired=paired), {3: 1.0, 1: -1.0}))
        assert found.high == 1


def test_where_samples_are_not_known_the_interval_is_no_narrower() -> None:
    dice = np.random.default_rng(3)
    table = dice.uniform(size=(200, 8)) < 0.6
    weights = {7: 1.0, 3: -1.0}
    sharp, blunt = (contrast((measured(table, table, paired=paired), weights)) for paired in (True, False))
    assert sharp.estimate == pytest.approx(blunt.estimate)
    assert blunt.low < sharp.low
    assert blunt.high > sharp.high


@given(TABLES)
def test_weights_of_everybody_give_the_shapley_values(table) -> None:
    found = contrasts((measured(table, table), shapley_weights(range(3), 3)))
    assert [each.estimate for each in found] == pytest.approx(shapley_values(table.mean(axis=0)).tolist())


@given(TABLES)
def test_weights_of_some_give_the_values_of_the_game_among_them(table) -> None:
    found = contrasts((measured(table, table), shapley_weights([0, 2], 3)))
    first, last = shapley_values(table.mean(axis=0)[[0b000, 0b001, 0b100, 0b101]])
    assert [each.estimate for each in found] == pytest.approx([first, 0.0, last])


@given(TABLES)
def test_weights_of_pairs_give_their_interactions(table) -> None:
    found = contrasts((measured(table, table), interaction_weights([(0, 1), (1, 2)], 3)))
    expected = interactions(table.mean(axis=0))
    assert [each.estimate for each in found] == pytest.approx([expected[0, 1], expected[1, 2]])


def test_nobody_has_no_values() -> None:
    assert not shapley_weights([], 3).any()
