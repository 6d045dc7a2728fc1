import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.attribution.intervals import divided, over_repeats
from shapviz.attribution.methods import attribute
from shapviz.data import catalog
from shapviz.runs.attribution import Question
from shapviz.runs.calls import FEWEST
from shapviz.runs.methods import Effort
from tests.attribution.asked import SAMPLED, random_game, shipped

SINGLE = 1e-6  # captum fits in single precision


def held(game, name, effort):
    """Return where the intervals of a method hold the exact values, (N, P) bool."""
    exact, found = attribute(game, "exact").values, attribute(game, name, effort)
    assert (found.low <= found.values).all()
    assert (found.values <= found.high).all()
    return (found.low - SINGLE <= exact) & (exact <= found.high + SINGLE)


@pytest.mark.parametrize("calls", [64, 256])
@pytest.mark.parametrize("name", SAMPLED)
def test_intervals_hold_nine_exact_values_of_ten_on_the_datasets(name, calls):
    games = [(shipped(each).game(Question(), shipped(each).rows[:2].tolist())) for each in catalog.names()]
    found = [held(game, name, Effort(calls=calls, seed=seed)).ravel() for seed, game in enumerate(games)]
    assert np.concatenate(found).mean() >= 0.9


@pytest.mark.parametrize("name", SAMPLED)
def test_intervals_hold_nine_exact_values_of_ten_in_games_without_any_order(name):
    games = [random_game(9, samples=1, seed=seed) for seed in range(20)]  # too many players to enumerate at this effort
    found = [held(game, name, Effort(calls=30, seed=seed)) for seed, game in enumerate(games)]
    assert np.mean(found) >= 0.9


@pytest.mark.parametrize("name", SAMPLED)
def test_more_effort_gives_narrower_intervals_and_better_values(name):
    game = random_game(9, samples=3)
    exact = attribute(game, "exact").values
    few, many = (attribute(game, name, Effort(calls=calls)) for calls in (60, 6000))
    assert (many.high - many.low).mean() < (few.high - few.low).mean() / 2
    assert np.abs(many.values - exact).mean() < np.abs(few.values - exact).mean()


@pytest.mark.parametrize("repeats", [FEWEST, 16])
def test_of_normal_estimates_about_95_in_100_intervals_hold_the_mean(repeats):
    drawn = np.random.default_rng(0).normal(size=(repeats, 2000, 1))
    low, high = over_repeats(drawn, seed=0)
    assert ((low < 0) & (high > 0)).mean() == pytest.approx(0.95, abs=0.02)


@given(st.integers(2, 20), st.floats(-1e3, 1e3))
def test_estimates_that_are_all_the_same_give_a_point(repeats, value):
    low, high = over_repeats(np.full((repeats, 2, 3), value), seed=0)
    assert low.shape == high.shape == (2, 3)
    np.testing.assert_allclose(low, value, atol=1e-9)
    np.testing.assert_allclose(high, value, atol=1e-9)


def test_intervals_follow_from_the_seed():
    estimates = np.random.default_rng(0).normal(size=(8, 2, 3))
    again = over_repeats(estimates, seed=1)
    np.testing.assert_array_equal(over_repeats(estimates, seed=1), again)
    assert not np.array_equal(over_repeats(estimates, seed=2), again)


def test_an_effort_is_divided_among_its_repeats():
    assert divided(Effort(calls=256, repeats=16), least=16) == (16, 16)


def test_runs_become_fewer_where_draws_would_be_left_over():
    assert divided(Effort(calls=256, repeats=16), least=20) == (12, 21)
    assert divided(Effort(calls=400, repeats=16), least=13) == (15, 26)


@given(st.integers(1, 10**6), st.integers(2, 1000), st.integers(1, 500))
def test_runs_are_as_many_as_intervals_need_and_no_more_than_asked_for(calls, repeats, least):
    runs, each = divided(Effort(calls=calls, repeats=repeats), least)
    assert min(FEWEST, repeats) <= runs <= repeats
    assert each >= least
    assert runs * each <= max(calls, min(FEWEST, repeats) * least)


def test_a_few_runs_are_made_whatever_they_cost():
    assert divided(Effort(calls=10, repeats=16), least=20) == (FEWEST, 20)
    assert divided(Effort(calls=10, repeats=3), least=20) == (3, 20)
