import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shapviz.errors import DataError, UnknownNameError, UsageError
from shapviz.games import Valuation, edm, interactions, shapley_values, shares, summarise

NAMES = ("image", "text", "audio")
CORRECT = np.random.default_rng(0).random((300, 8)) < [0.2, 0.5, 0.6, 0.7, 0.3, 0.6, 0.6, 0.8]


def estimates(intervals: tuple[object, ...] | None) -> list[float]:
    assert intervals is not None
    return [interval.estimate for interval in intervals]  # type: ignore[attr-defined]  # Interval


def test_estimates_are_those_of_the_mean_game() -> None:
    valuation = summarise(NAMES, CORRECT, payoff="accuracy")
    worth = CORRECT.mean(axis=0)
    assert (valuation.players, valuation.samples, valuation.payoff) == (NAMES, 300, "accuracy")
    np.testing.assert_allclose(valuation.worth, worth)
    np.testing.assert_allclose(estimates(valuation.shapley), shapley_values(worth), atol=1e-12)
    np.testing.assert_allclose(estimates(valuation.shares), shares(shapley_values(worth)), atol=1e-12)
    np.testing.assert_allclose(valuation.interactions, interactions(worth), atol=1e-12)
    assert valuation.edm is not None
    assert valuation.edm.estimate == pytest.approx(edm(shapley_values(worth)))


@settings(max_examples=30)
@given(st.integers(0, 2**31), st.integers(2, 5), st.integers(1, 60))
def test_every_interval_of_edm_and_shapley_holds_its_estimate(seed: int, players: int, samples: int) -> None:
    worth = np.random.default_rng(seed).random((samples, 2**players))
    valuation = summarise([f"m{i}" for i in range(players)], worth, payoff="probability", resamples=100)
    intervals = [*valuation.shapley, *([valuation.edm] if valuation.edm else [])]
    for interval in intervals:
        assert interval.low - 1e-12 <= interval.estimate <= interval.high + 1e-12


def test_a_game_without_contributions_has_values_but_neither_shares_nor_edm() -> None:
    valuation = summarise(NAMES, np.full((50, 8), 0.25), payoff="accuracy")
    assert valuation.shares is None
    assert valuation.edm is None
    assert estimates(valuation.shapley) == pytest.approx([0, 0, 0])


def test_a_contribution_that_rests_on_one_sample_leaves_edm_unknown() -> None:
    """One resample in three misses that sample, and says nothing about shares."""
    worth = np.zeros((100, 4))
    worth[7, 0b01] = worth[7, 0b11] = 1
    valuation = summarise(("image", "text"), worth, payoff="accuracy")
    assert valuation.edm is not None
    assert (valuation.edm.estimate, valuation.edm.low, valuation.edm.high) == (1, 0, 1)


def test_the_target_goes_by_name_and_is_recorded_in_the_order_of_the_players() -> None:
    worth = [[0.0, 0.3, 0.1, 0.4]] * 10
    valuation = summarise(("text", "image"), worth, payoff="accuracy", target={"image": 0.25, "text": 0.75})
    assert valuation.target == (0.75, 0.25)
    assert valuation.edm is not None
    assert valuation.edm.estimate == pytest.approx(0, abs=1e-12)


def test_it_survives_json() -> None:
    adapter = TypeAdapter(Valuation)
    valuation = summarise(NAMES, CORRECT, payoff="accuracy")
    assert adapter.validate_json(adapter.dump_json(valuation)) == valuation
    assert json.loads(adapter.dump_json(valuation))["players"] == list(NAMES)


@pytest.mark.parametrize(
    ("players", "worth", "found"),
    [
        (("image",), np.zeros((5, 2)), r"two players or more.*\['image'\]"),
        (("image", "image"), np.zeros((5, 4)), "each named once"),
        (NAMES, np.zeros((5, 4)), r"\(N, 8\) table; found one of \(5, 4\)"),
        (NAMES, np.zeros(8), r"found one of \(8,\)"),
    ],
)
def test_a_table_that_does_not_fit_its_players_is_refused(
    players: tuple[str, ...], worth: np.ndarray, found: str
) -> None:
    with pytest.raises(UsageError, match=found):
        summarise(players, worth, payoff="accuracy")


def test_an_unknown_player_in_the_target_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'audio'"):
        summarise(NAMES, CORRECT, payoff="accuracy", target={"image": 0.5, "audi": 0.5})


def test_a_target_is_checked_even_when_shares_are_undefined() -> None:
    with pytest.raises(UsageError, match="sum to 1"):
        summarise(NAMES, np.zeros((5, 8)), payoff="accuracy", target={"image": 0.5})


def test_no_samples_and_worths_that_are_not_finite_are_bad_data() -> None:
    with pytest.raises(DataError, match="there are none"):
        summarise(NAMES, np.zeros((0, 8)), payoff="accuracy")
    worth = np.zeros((5, 8))
    worth[2, 3] = np.nan
    with pytest.raises(DataError, match="1 of 40 are not"):
        summarise(NAMES, worth, payoff="accuracy")
