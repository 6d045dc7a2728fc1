import sys
from importlib import import_module
from itertools import permutations

import numpy as np
import pytest
import torch

from shapviz.attribution.game import TableGame
from shapviz.attribution.methods import HOMES, attribute
from shapviz.attribution.shap_adapter import _tree
from shapviz.errors import UsageError
from shapviz.runs.methods import METHODS, Effort
from tests.attribution.asked import COALITIONS, random_game


@pytest.mark.parametrize("name", COALITIONS)
def test_each_method_of_coalitions_says_what_it_found(name):
    game = random_game(4)
    found = attribute(game, name)
    assert (found.method, found.players, found.rows) == (name, game.players, game.rows)
    assert found.values.shape == (3, 4)
    assert found.seconds > 0
    assert (found.low is not None) == METHODS[name].draws
    table = game.table().numpy()
    np.testing.assert_array_equal(found.nobody, table[:, 0])
    np.testing.assert_array_equal(found.everybody, table[:, -1])


@pytest.mark.parametrize("name", ["leave_one_out", "captum.ablation"])
def test_leaving_out_one_compares_with_everybody(name):
    table = random_game(3)
    worths = table.table().numpy()
    by_hand = worths[:, [7]] - worths[:, [6, 5, 3]]
    np.testing.assert_allclose(attribute(table, name).values, by_hand, atol=1e-12)


def test_sampled_orders_are_walked_as_by_hand():
    game, effort = random_game(4), Effort(calls=122, seed=5)
    worths = game.table().numpy()
    dice = np.random.default_rng(5)
    orders = dice.permuted(np.tile(np.arange(4), (20, 1)), axis=1)
    gains = np.zeros((3, 4))
    for order in np.concatenate((orders, orders[:, ::-1])):
        mask = 0
        for player in order:
            gains[:, player] += (worths[:, mask | 1 << player] - worths[:, mask]) / 40
            mask |= 1 << player
    np.testing.assert_allclose(attribute(game, "sampled", effort).values, gains, atol=1e-12)


@pytest.mark.parametrize("name", ["sampled", "shap.permutation"])
def test_orders_beside_their_reverses_are_exact_where_players_meet_in_pairs(name):
    each, pair = np.random.default_rng(0).normal(size=(2, 5, 5))
    worths = [each[0] @ here + here @ pair @ here for here in (np.arange(32)[:, None] >> np.arange(5)) % 2]
    game = TableGame("abcde", torch.tensor([worths]).double())
    np.testing.assert_allclose(attribute(game, name).values, attribute(game, "exact").values, atol=1e-12)


def test_sums_of_captum_are_exact_although_it_adds_up_in_single_precision():
    worths = random_game(6).table() * 300
    game = TableGame("abcdef", worths)
    np.testing.assert_allclose(
        attribute(game, "captum.shapley").values, attribute(game, "exact").values, rtol=0, atol=1e-6
    )


def owen(worths: np.ndarray, groups: list[list[int]]) -> np.ndarray:
    """Return the mean gains over all orders in which members of a group follow each other."""
    players = sum(map(len, groups))
    total, count = np.zeros(players), 0
    for order in permutations(range(players)):
        places = [sorted(order.index(player) for player in group) for group in groups]
        if all(place[-1] - place[0] == len(place) - 1 for place in places):
            count += 1
            mask = 0
            for player in order:
                total[player] += worths[mask | 1 << player] - worths[mask]
                mask |= 1 << player
    return total / count


@pytest.mark.parametrize("groups", [(0, 0, 1, 1), (0, 1, 0, 1), (1, 0, 1), (0, 1, 1)], ids=str)
def test_partitions_give_owen_values_of_the_groups(groups):
    game = random_game(len(groups), samples=1)
    game.groups = groups
    members = [[player for player, of in enumerate(groups) if of == group] for group in (0, 1)]
    found = attribute(game, "shap.partition")
    np.testing.assert_allclose(found.values[0], owen(game.table()[0].numpy(), members), atol=1e-12)
    assert found.missing == pytest.approx(0)


def test_the_tree_has_groups_at_its_top():
    game = random_game(5)
    game.groups = (0, 1, 0, 1, 0)
    # 0 with 2 and 4, which come first; 1 with 3; then both
    assert _tree(game)[:, [0, 1, 3]].tolist() == [[2, 4, 2], [0, 5, 3], [1, 3, 2], [6, 7, 5]]


def test_captum_goes_through_no_more_orders_than_one_can_wait_for():
    with pytest.raises(UsageError, match=r"9 players have 362,880.*'exact'"):
        attribute(random_game(9, samples=1), "captum.shapley")


@pytest.mark.parametrize("name", ["exact", "shap.exact", "shapiq.exact"])
def test_more_than_sixteen_players_are_not_enumerated(name):
    game = TableGame([str(place) for place in range(17)], torch.zeros(1, 2))
    with pytest.raises(UsageError, match=r"at most 16 players; 17 were given"):
        attribute(game, name)


@pytest.mark.parametrize("library", ["captum", "shap", "shapiq"])
def test_a_library_that_is_missing_leaves_the_others(library, monkeypatch):
    import_module(HOMES[library])
    for name in [each for each in sys.modules if each.partition(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, HOMES[library])
    game = random_game(3)
    for name in COALITIONS:
        if METHODS[name].library == library:
            with pytest.raises(UsageError, match=rf"needs {library}, which is not installed.*pip install {library}"):
                attribute(game, name)
        else:
            attribute(game, name, Effort(calls=20))


def test_without_groups_players_are_halved_in_their_order():
    assert _tree(random_game(4))[:, [0, 1, 3]].tolist() == [[0, 1, 2], [2, 3, 2], [4, 5, 4]]
