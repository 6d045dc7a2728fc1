import itertools

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray
from shapiq.game_theory.exact import ExactComputer

from shapviz.games import coalitions, interactions
from tests.games.games import GAMES, PAIRS_OF_GAMES, all_masks, games_and_players, swapped, without

Table = NDArray[np.float64]


@given(GAMES)
def test_what_a_means_to_b_is_what_b_means_to_a(worth: Table) -> None:
    pairs = interactions(worth)
    np.testing.assert_allclose(pairs, pairs.T, atol=1e-10)
    assert not np.diagonal(pairs).any()


@given(games_and_players())
def test_symmetry_players_who_swap_names_swap_rows_and_columns(game: tuple[Table, int, int]) -> None:
    worth, first, second = game
    order = np.arange(int(np.log2(worth.size)))
    order[[first, second]] = second, first
    renamed = interactions(worth[swapped(all_masks(worth), first, second)])
    np.testing.assert_allclose(renamed, interactions(worth)[np.ix_(order, order)], atol=1e-10)


@given(games_and_players())
def test_dummy_who_always_adds_the_same_interacts_with_nobody(game: tuple[Table, int, int]) -> None:
    worth, player, _ = game
    masks = all_masks(worth)
    pairs = interactions(worth[without(masks, player)] + 0.7 * (masks >> player & 1))
    np.testing.assert_allclose(pairs[player], 0, atol=1e-10)


@given(GAMES)
def test_additive_games_have_no_interactions(worth: Table) -> None:
    present = coalitions(int(np.log2(worth.size)))
    additive = present @ worth[: present.shape[1]] + worth[-1]
    np.testing.assert_allclose(interactions(additive), 0, atol=1e-10)


@given(PAIRS_OF_GAMES)
def test_linearity(games: tuple[Table, Table]) -> None:
    one, other = games
    expected = 3 * interactions(one) - interactions(other)
    np.testing.assert_allclose(interactions(3 * one - other), expected, atol=1e-9)


@given(PAIRS_OF_GAMES)
def test_many_games_at_once_are_each_game_alone(games: tuple[Table, Table]) -> None:
    np.testing.assert_allclose(interactions(np.stack(games)), [interactions(worth) for worth in games], atol=1e-12)


@pytest.mark.parametrize("players", range(2, 7))
def test_equals_the_shapley_interaction_index_of_shapiq(players: int) -> None:
    worth = np.random.default_rng(players).normal(size=2**players)
    bits = 2 ** np.arange(players)
    reference = ExactComputer(lambda present: worth[present @ bits], n_players=players)("SII", order=2)
    found = interactions(worth)
    for a, b in itertools.combinations(range(players), 2):
        assert found[a, b] == pytest.approx(reference[(a, b)], abs=1e-10)


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        pytest.param([0, 0, 0, 1], 1, id="synergy: only both together know"),
        pytest.param([0, 1, 1, 1], -1, id="redundancy: either knows it all"),
        pytest.param([0.1, 0.5, 0.4, 0.8], 0, id="neither"),
    ],
)
def test_the_sign_tells_synergy_from_redundancy(worth: list[float], expected: float) -> None:
    assert interactions(worth)[0, 1] == pytest.approx(expected)


def test_three_players_by_hand() -> None:
    """S = ∅ and S = {c} weigh 1/2 each: the pair matters only as long as c is away."""
    worth = np.zeros(8)
    worth[0b011] = 1
    assert interactions(worth)[0, 1] == pytest.approx(0.5)
    assert interactions(worth)[0, 2] == pytest.approx(-0.5)
