import numpy as np
import pytest
import torch

from shapviz.attribution.budget import budget
from shapviz.attribution.game import TableGame
from shapviz.errors import UsageError
from shapviz.games import shapley_values
from shapviz.runs.checks import Budget

GAME = TableGame("abcde", torch.from_numpy(np.random.default_rng(0).standard_normal((20, 32))))


def test_more_calls_bring_estimates_nearer_and_narrow_their_intervals():
    found = budget(GAME, "sampled", (512, 64, 4096), runs=2)
    np.testing.assert_allclose(found.exact, shapley_values(GAME.table().numpy()))
    assert found.enumerated == 32
    for ours, dearer in zip(found.spent, found.spent[1:], strict=False):
        assert ours.calls < dearer.calls
        # eight times the draws: errors shrink by their root
        assert dearer.error == pytest.approx(ours.error / np.sqrt(8), rel=0.4)
        assert dearer.half_width == pytest.approx(ours.half_width / np.sqrt(8), rel=0.4)
    assert found.spent[-1].coverage > 0.85


def test_the_numbers_are_those_of_the_estimates():
    spent = budget(GAME, "sampled", (64,), runs=1)
    (only,) = spent.spent
    assert only.error == pytest.approx(np.abs(only.values - spent.exact).mean())
    assert only.half_width == pytest.approx((only.high - only.low).mean() / 2)
    assert only.coverage == np.mean((only.low <= spent.exact) & (spent.exact <= only.high))
    assert Budget.model_validate_json(spent.model_dump_json()).spent[0].error == only.error


def test_runs_differ_and_the_first_is_kept():
    one, three, again = (
        budget(GAME, "sampled", (64,), runs=runs, seed=seed).spent[0] for runs, seed in ((1, 4), (3, 4), (1, 5))
    )
    np.testing.assert_array_equal(one.values, three.values)
    assert one.error != three.error
    assert (one.values != again.values).any()


def test_exact_values_count_as_covered_where_nothing_is_left_to_chance():
    spent = budget(GAME, "shap.kernel", (64,), runs=1).spent[0]  # all 30 coalitions
    assert (spent.coverage, spent.half_width) == (1, 0)
    assert spent.error == pytest.approx(0, abs=1e-9)


def test_a_size_of_which_a_method_makes_no_more_is_left_out():
    calls = [spent.calls for spent in budget(GAME, "sampled", (1, 2, 64), runs=1).spent]
    assert calls == sorted(set(calls))
    assert len(budget(GAME, "shap.kernel", (64, 128), runs=1).spent) == 1


def test_a_method_that_draws_nothing_has_no_budget():
    with pytest.raises(UsageError, match="draws nothing"):
        budget(GAME, "exact")
