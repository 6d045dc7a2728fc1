import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.typing import NDArray

from shapviz.errors import UsageError
from shapviz.games import edm, shapley_values, shares

VALUES = st.integers(2, 6).flatmap(lambda players: npst.arrays(np.float64, players, elements=st.floats(-1, 1)))


@st.composite
def values_and_targets(draw: st.DrawFn) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = draw(VALUES)
    weights = draw(npst.arrays(np.float64, values.shape, elements=st.floats(0, 1)))
    assume(values.max() > 1e-6 and weights.sum() > 1e-6)
    return values, weights / weights.sum()


@given(values_and_targets())
def test_shares_are_a_division_of_the_whole(game: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    values, _ = game
    found = shares(values)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)
    assert (found[values <= 0] == 0).all()


@given(values_and_targets(), st.floats(0.01, 100))
def test_the_unit_of_the_payoff_does_not_matter(
    game: tuple[NDArray[np.float64], NDArray[np.float64]], factor: float
) -> None:
    values, target = game
    np.testing.assert_allclose(shares(factor * values), shares(values), atol=1e-9)
    np.testing.assert_allclose(edm(factor * values, target), edm(values, target), atol=1e-9)


@given(values_and_targets())
def test_edm_is_between_0_and_1(game: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    values, target = game
    assert 0 <= edm(values) <= 1
    assert 0 <= edm(values, target) <= 1


@given(values_and_targets())
def test_edm_is_0_at_the_target_and_1_at_the_player_of_whom_least_is_expected(
    game: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    _, target = game
    alone = np.zeros_like(target)
    alone[target.argmin()] = 1
    assert edm(target, target) == pytest.approx(0, abs=1e-9)
    assert edm(alone, target) == pytest.approx(1)


@given(VALUES)
def test_equal_shares_are_the_default_target(values: NDArray[np.float64]) -> None:
    equal = np.full(values.shape, 1 / values.size)
    np.testing.assert_allclose(edm(values), edm(values, equal), atol=1e-12)


@pytest.mark.parametrize(
    ("values", "target", "expected"),
    [
        # M = 2: EDM = |π_1 − 1/2| + |π_2 − 1/2|
        ([0.3, 0.3], None, 0),
        ([0.3, 0.1], None, 0.5),
        ([0.4, -0.2], None, 1),
        # M = 3: 3/4 · (|π_1 − 1/3| + ...)
        ([0.4, 0.4, 0.0], None, 0.5),
        ([0.5, 0.3, 0.2], None, 0.25),
        ([0.0, 0.7, -0.1], None, 1),
        # M = 4: 2/3 · (|π_1 − 1/4| + ...)
        ([0.4, 0.3, 0.2, 0.1], None, 4 / 15),
        ([0.2, 0.2, 0.0, 0.0], None, 2 / 3),
        # Given targets: Σ|π − τ| / (2 (1 − min τ))
        ([0.3, 0.1], [0.75, 0.25], 0),
        ([0.3, 0.3], [0.75, 0.25], 0.5 / 1.5),
        ([0.0, 0.5], [0.75, 0.25], 1),
        ([0.5, 0.3, 0.2], [0.2, 0.3, 0.5], 0.6 / 1.6),
        ([0.2, 0.3, 0.5], [0.6, 0.4, 0.0], 1.0 / 2),
        ([0.1, 0.1, 0.1, 0.1], [0.7, 0.1, 0.1, 0.1], 0.9 / 1.8),
        ([0.1, 0.2, 0.3, -0.4], [0.0, 0.5, 0.5, 0.0], 1 / 6),
    ],
)
def test_edm_by_hand(values: list[float], target: list[float] | None, expected: float) -> None:
    assert edm(values, target) == pytest.approx(expected)


@pytest.mark.parametrize("values", [[0.0, 0.0], [-0.1, -0.2, 0.0]], ids=["nobody", "only harm"])
def test_without_a_positive_value_shares_are_unknown_and_not_zero(values: list[float]) -> None:
    assert np.isnan(shares(values)).all()
    assert np.isnan(edm(values))


@pytest.mark.parametrize("players", range(2, 9))
def test_rounding_errors_of_a_game_in_which_nothing_is_gained_are_no_shares(players: int) -> None:
    constant = np.full(2**players, 0.1)
    assert np.isnan(edm(shapley_values(constant)))


def test_a_single_sample_out_of_a_million_is_a_contribution() -> None:
    assert edm([1e-6, 0.0]) == 1


def test_many_games_at_once_are_each_game_alone() -> None:
    values = np.array([[[0.3, 0.1], [0.0, 0.0]], [[0.2, 0.2], [-1.0, 5.0]]])
    np.testing.assert_allclose(edm(values), [[0.5, np.nan], [0, 1]])


@pytest.mark.parametrize(
    "target", [[0.5, 0.6], [1.5, -0.5], [1.0], [0.5, np.nan]], ids=["sum", "negative", "one", "nan"]
)
def test_a_target_that_is_no_division_of_the_whole_is_refused(target: list[float]) -> None:
    with pytest.raises(UsageError, match="Target shares are 2 numbers"):
        edm([0.3, 0.1], target)


def test_balance_needs_two_players() -> None:
    with pytest.raises(UsageError, match="at least two"):
        edm([0.3])
