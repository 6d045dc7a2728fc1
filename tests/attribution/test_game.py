import numpy as np
import pytest
import torch

from shapviz.attribution import game as games
from shapviz.attribution.game import TableGame
from shapviz.attribution.methods import attribute
from shapviz.errors import UsageError
from shapviz.games import coalitions
from shapviz.runs.attribution import Question
from shapviz.runs.calls import calls
from shapviz.runs.methods import METHODS, Effort
from tests.attribution.asked import COALITIONS, explainer, random_game


def test_a_table_says_what_coalitions_are_worth():
    game = random_game(3)
    masks = torch.from_numpy(coalitions(3).copy())
    worths = game.worths(masks)
    assert worths.shape == (3, 8)
    assert torch.equal(worths, game.table())
    assert torch.equal(game.worth(masks[[5, 2]], torch.tensor([2, 0])), worths[[2, 0], [5, 2]])


def test_a_table_is_the_same_in_whatever_portions_it_is_looked_up(monkeypatch):
    game = random_game(4, samples=7)
    whole = game.table()
    monkeypatch.setattr(games, "ENTRIES", 20)
    assert torch.equal(game.table(), whole)


def test_ends_are_the_first_and_the_last_column():
    game = random_game(3)
    table = game.table().numpy()
    nobody, everybody = game.ends()
    assert np.array_equal(nobody, table[:, 0])
    assert np.array_equal(everybody, table[:, -1])


def test_samples_are_numbered_unless_they_have_rows():
    worths = torch.zeros(2, 4)
    assert TableGame("ab", worths).rows == (0, 1)
    assert TableGame("ab", worths, rows=[7, 3]).rows == (7, 3)


def test_a_table_has_no_gradients():
    with pytest.raises(UsageError, match=r"no gradients.*asks for coalitions"):
        attribute(random_game(2), "captum.integrated_gradients")


def test_calls_are_those_of_each_method_alone():
    game = random_game(3)
    assert [attribute(game, name).calls for name in ("exact", "leave_one_out", "exact")] == [8, 4, 8]


@pytest.mark.parametrize("players", [2, 3, 6])
@pytest.mark.parametrize("name", [name for name in COALITIONS if not METHODS[name].draws])
def test_methods_that_do_not_draw_ask_as_often_as_foretold(name, players):
    assert attribute(random_game(players), name).calls == calls(name, players, Effort())


@pytest.mark.parametrize("effort", [Effort(calls=50), Effort(calls=400)], ids=str)
@pytest.mark.parametrize("players", [2, 3, 6, 9])
@pytest.mark.parametrize("name", [name for name in COALITIONS if METHODS[name].draws])
def test_methods_that_draw_ask_about_as_often_as_foretold_and_no_more(name, players, effort):
    foretold = calls(name, players, effort)
    assert 0.7 * foretold <= attribute(random_game(players), name, effort).calls <= foretold


@pytest.mark.parametrize("name", ["captum.integrated_gradients", "captum.deep_lift", "captum.input_x_gradient"])
def test_gradients_count_once_more(name):
    asked = explainer()
    found = asked.attribute(name, Question(), asked.rows[:3].tolist())
    assert found.calls == calls(name, 3, Effort())


def test_a_background_counts_as_often_as_it_has_samples():
    asked = explainer()
    background = Question(baseline="background")
    assert asked.attribute("exact", background).calls == 8 * len(asked.background_rows)
    assert asked.attribute("leave_one_out", background).calls == 4 * len(asked.background_rows)


def test_calls_are_those_of_the_network_itself(monkeypatch):
    asked = explainer(head="mlp")
    game = asked.game(Question())
    finish, finished = asked.model.head.finish, []
    monkeypatch.setattr(
        asked.model.head, "finish", lambda state: finished.append(state[..., 0].numel()) or finish(state)
    )
    for name in COALITIONS:
        finished.clear()
        before = game.calls
        attribute(game, name, Effort(calls=60))
        assert sum(finished) == game.calls - before, name
