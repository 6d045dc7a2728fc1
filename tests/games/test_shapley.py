"""The four axioms that have the Shapley value as their only solution (Shapley, 1953), then an outside reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapiq.game_theory.exact import ExactComputer

from shapviz.games import shapley_values
from tests.games.games import GAMES, PAIRS_OF_GAMES, WORTHS, all_masks, games_and_players, swapped, without

Table = NDArray[np.float64]


@given(GAMES)
def test_efficiency_all_that_is_gained_is_divided(worth: Table) -> None:
    np.testing.assert_allclose(shapley_values(worth).sum(), worth[-1] - worth[0], atol=1e-10)


@given(games_and_players())
def test_symmetry_players_who_swap_names_swap_values(game: tuple[Table, int, int]) -> None:
    worth, first, second = game
    values = shapley_values(worth)
    renamed = shapley_values(worth[swapped(all_masks(worth), first, second)])
    values[[first, second]] = values[[second, first]]
    np.testing.assert_allclose(renamed, values, atol=1e-10)


@given(games_and_players(), WORTHS)
def test_dummy_who_always_adds_the_same_has_that_value(game: tuple[Table, int, int], adds: float) -> None:
    """With `adds` = 0 this is the null player axiom."""
    worth, player, _ = game
    masks = all_masks(worth)
    worth = worth[without(masks, player)] + adds * (masks >> player & 1)
    np.testing.assert_allclose(shapley_values(worth)[player], adds, atol=1e-10)


@given(PAIRS_OF_GAMES, WORTHS)
def test_linearity(games: tuple[Table, Table], factor: float) -> None:
    one, other = games
    expected = factor * shapley_values(one) + shapley_values(other)
    np.testing.assert_allclose(shapley_values(factor * one + other), expected, atol=1e-9)


@given(PAIRS_OF_GAMES)
def test_many_games_at_once_are_each_game_alone(games: tuple[Table, Table]) -> None:
    together = shapley_values(np.stack(games)[:, np.newaxis])
    np.testing.assert_allclose(together, [[shapley_values(games[0])], [shapley_values(games[1])]], atol=1e-12)


@pytest.mark.parametrize("players", range(2, 7))
def test_equals_shapiq(players: int) -> None:
    worth = np.random.default_rng(players).normal(size=2**players)
    bits = 2 ** np.arange(players)
    reference = ExactComputer(lambda present: worth[present @ bits], n_players=players)("SV")
    expected = [reference[(player,)] for player in range(players)]
    np.testing.assert_allclose(shapley_values(worth), expected, atol=1e-10)


@given(st.floats(0.1, 5))
def test_gloves_one_left_and_two_right(price: float) -> None:
    """By hand: a pair is worth its price; the only left glove brings 2/3 of it, each right glove 1/6."""
    pair_is_complete = [mask & 0b001 and mask & 0b110 for mask in range(8)]
    worth = np.where(pair_is_complete, price, 0.0)
    np.testing.assert_allclose(shapley_values(worth), np.array([4, 1, 1]) / 6 * price)
