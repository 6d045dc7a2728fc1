from itertools import cycle

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shapviz.attribution.game import Game, TableGame
from shapviz.attribution.methods import attribute
from shapviz.data import catalog
from shapviz.games import interactions
from shapviz.runs.attribution import Question
from tests.attribution.asked import BASELINES, EXACT, PAYOFFS, WAYS, explainer, random_game, shipped

TARGETS = ("true", "predicted", "class:c")


def check_agreement(game: Game) -> None:
    """Fail if exact methods differ, or leave anything unexplained."""
    ours = attribute(game, "exact")
    assert np.abs(ours.values).max() > 1e-4  # that all are nothing is not what they agree on
    for name in EXACT:
        theirs = attribute(game, name)
        np.testing.assert_allclose(theirs.values, ours.values, rtol=0, atol=1e-6, err_msg=name)
        np.testing.assert_allclose(theirs.missing, 0, atol=1e-6, err_msg=name)


def test_they_are_those_of_four_libraries():
    assert EXACT == ["exact", "captum.shapley", "shap.exact", "shapiq.exact"]


@pytest.mark.parametrize("payoff", PAYOFFS)
@pytest.mark.parametrize("name", catalog.names())
def test_all_agree_on_every_dataset(name, payoff):
    asked = shipped(name)
    check_agreement(asked.game(Question(payoff=payoff), asked.rows[:2].tolist()))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_all_agree_for_every_network_payoff_baseline_and_target(way):
    asked = explainer(**way)
    targets = cycle(TARGETS)  # three beside four baselines: each with each
    for payoff in PAYOFFS:
        for baseline in BASELINES:
            question = Question(payoff=payoff, baseline=baseline, target=next(targets))
            check_agreement(asked.game(question))


@pytest.mark.parametrize("players", [2, 5, 6])
def test_all_agree_on_any_game(players):
    check_agreement(random_game(players))


@pytest.mark.parametrize("name", ["exact", "shapiq.exact", "shapiq.sampled"])
def test_interactions_are_those_of_the_game(name):
    game = random_game(4)
    found = attribute(game, name).interactions
    np.testing.assert_allclose(found, interactions(game.table().numpy()), atol=1e-9)


@pytest.mark.parametrize("name", EXACT)
def test_gloves_are_shared_out_as_by_hand(name):
    # one has a left glove, two have a right one, and a pair is worth 1: v = 1 with the first and any other
    worths = torch.tensor([[0, 0, 0, 1, 0, 1, 0, 1]]).double()
    assert attribute(TableGame(["left", "right", "other right"], worths), name).values[0].tolist() == pytest.approx(
        [2 / 3, 1 / 6, 1 / 6]
    )


WORTHS = arrays(np.float64, (2, 8), elements=st.floats(-5, 5))
THREE = ("a", "b", "c")


def values_of(worths: np.ndarray, name: str) -> np.ndarray:
    return attribute(TableGame(THREE, torch.from_numpy(worths)), name).values


@pytest.mark.parametrize("name", EXACT)
@given(worths=WORTHS)
def test_everything_is_shared_out(name, worths):
    np.testing.assert_allclose(values_of(worths, name).sum(axis=1), worths[:, -1] - worths[:, 0], atol=1e-6)


@pytest.mark.parametrize("name", EXACT)
@given(worths=WORTHS)
def test_who_adds_nothing_gets_nothing(name, worths):
    worths[:, 4:] = worths[:, :4]  # with the third as without
    np.testing.assert_allclose(values_of(worths, name)[:, 2], 0, atol=1e-6)


@pytest.mark.parametrize("name", EXACT)
@given(worths=WORTHS)
def test_who_adds_the_same_gets_the_same(name, worths):
    swapped = worths[:, [0, 2, 1, 3, 4, 6, 5, 7]]
    first, second, _ = values_of(worths + swapped, name).T
    np.testing.assert_allclose(first, second, atol=1e-6)


@pytest.mark.parametrize("name", EXACT)
@given(worths=WORTHS, others=WORTHS)
def test_values_of_a_sum_are_sums_of_values(name, worths, others):
    np.testing.assert_allclose(
        values_of(worths + others, name), values_of(worths, name) + values_of(others, name), atol=1e-6
    )
