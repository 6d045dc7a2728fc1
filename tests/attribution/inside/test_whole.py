from itertools import permutations

import numpy as np
import pytest
import torch

from shapviz.attribution.inside.entrances import entrance
from shapviz.attribution.inside.looks import inside_game
from shapviz.attribution.inside.whole import WholeGame, look_through
from shapviz.attribution.methods import attribute
from shapviz.errors import UsageError
from shapviz.games import shapley_values
from shapviz.runs.attribution import Question
from tests.attribution.inside.explainers import KINDS, PICTURE, ROW, TABLE, WAYS, WORDS, explainer
from tests.models import worlds

LOGIT = Question(payoff="logit")
THREE = (TABLE, worlds.features("other", 2), WORDS)


def _game(asked, question=LOGIT):
    entrances = {each.name: entrance(asked, each, ROW, fine=False) for each in asked.dataset.modalities}
    return WholeGame(asked.game(question, [ROW]), entrances)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_game_of_whole_groups_is_the_game_of_the_modalities(way):
    asked = explainer(KINDS, **way)
    game, modalities = _game(asked), asked.game(LOGIT, [ROW])
    coalitions = torch.tensor(
        [[mask >> place & 1 == 1 for place in range(len(KINDS))] for mask in range(2 ** len(KINDS))]
    )
    present = coalitions[:, list(game.groups)]
    worth = game.worth(present, torch.zeros(len(present), dtype=torch.int64))
    torch.testing.assert_close(worth, modalities.table()[0], rtol=0, atol=1e-9)


def test_a_modality_with_some_of_its_elements_is_there():
    asked = explainer(THREE, head="mlp")
    game, inside = _game(asked), inside_game(asked, ROW, "table", LOGIT, "everybody")
    some = torch.tensor([[True, False, False], [False, True, True]])
    everybody_else = torch.ones(2, len(game.players) - 3, dtype=torch.bool)
    samples = torch.zeros(2, dtype=torch.int64)
    worth = game.worth(torch.cat((some, everybody_else), dim=1), samples)
    torch.testing.assert_close(worth, inside.worth(some, samples), rtol=0, atol=1e-12)


def test_two_modalities_are_given_their_shapley_values():
    asked = explainer((PICTURE, WORDS), head="mlp")
    known = asked.attribute("exact", LOGIT, [ROW])
    through = look_through(asked, ROW, LOGIT)
    assert tuple(through) == known.players
    for name, value in zip(known.players, known.values[0], strict=True):
        assert through[name].values.sum() == pytest.approx(value, abs=1e-9)
        assert through[name].missing == pytest.approx(0, abs=1e-9)
        assert np.abs(through[name].values).max() > 1e-3


def test_three_are_given_what_the_same_tree_gives_to_them_as_players_and_that_is_another_value():
    asked = explainer(THREE, head="mlp")
    tree, exact = (asked.attribute(name, LOGIT, [ROW]) for name in ("shap.partition", "exact"))
    through = look_through(asked, ROW, LOGIT)
    for name, given, value in zip(tree.players, tree.values[0], exact.values[0], strict=True):
        assert through[name].values.sum() == pytest.approx(given, abs=1e-9)
        assert through[name].whole == pytest.approx(value, abs=1e-9)
    assert max(abs(inside.missing) for inside in through.values()) > 1e-3


def test_owen_values_over_all_orders_in_which_modalities_do_not_mingle_add_up_to_shapley_values():
    asked = explainer((TABLE, worlds.features("other", 2)), head="mlp")
    game = _game(asked)
    table = game.table()[0].numpy()
    owen = np.zeros(len(game.players))
    orders = [
        [player for group in order for player in within[group]]
        for order in permutations((0, 1))
        for within in ((first, second) for first in permutations((0, 1, 2)) for second in permutations((3, 4)))
    ]
    for order in orders:
        masks = np.cumsum([0, *(1 << player for player in order)])
        owen[order] += np.diff(table[masks]) / len(orders)
    modalities = shapley_values(asked.game(LOGIT, [ROW]).table()[0])
    assert [owen[:3].sum(), owen[3:].sum()] == pytest.approx(modalities, abs=1e-9)
    through = look_through(asked, ROW, LOGIT)
    assert through["other"].values == pytest.approx(owen[3:], abs=1e-9)  # of two elements the tree knows all orders


def test_the_same_elements_are_encoded_once(monkeypatch):
    game = _game(explainer(KINDS))
    seen = []
    encode = game._entrances["picture"].contribute.forward
    monkeypatch.setattr(
        game._entrances["picture"].contribute, "forward", lambda inputs: seen.append(len(inputs)) or encode(inputs)
    )
    present = torch.ones(50, len(game.players), dtype=torch.bool)
    present[:, 0] = torch.arange(50) % 2 == 0
    assert game.worth(present, torch.zeros(50, dtype=torch.int64)).unique().numel() == 2
    assert seen == [1]


def test_no_path_leads_from_absence_through_elements():
    with pytest.raises(UsageError, match="no path"):
        attribute(_game(explainer(KINDS)), "captum.integrated_gradients")
