from itertools import permutations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from shapviz.attribution.curves import curves
from shapviz.attribution.game import Game, TableGame
from shapviz.attribution.methods import attribute
from shapviz.errors import UsageError
from shapviz.games import coalitions
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.checks import Curves
from shapviz.runs.inside import Inside


def game(worths, players="abcd"):
    worths = torch.as_tensor(np.asarray(worths, float))
    return TableGame(players[: int(np.log2(worths.shape[1]))], worths)


def random_game(seed, samples=5, players=3):
    return game(np.random.default_rng(seed).standard_normal((samples, 2**players)))


def said(values):
    values = np.asarray(values, float)
    zeros = np.zeros(len(values))
    return Attribution(
        method="m", question=Question(), baseline="own", players=tuple("abcd"[: values.shape[1]]),
        rows=tuple(range(len(values))), values=values, nobody=zeros, everybody=zeros, calls=1, seconds=0,
    )  # fmt: skip


def estimates(curve):
    return [point.estimate for point in curve.worth]


def test_by_hand():
    # masks: none a b ab; a and b together are worth less than a
    found = curves(game([[0, 6, 2, 4]]), said([[3, 1]]))
    assert estimates(found.insertion) == [0, 6, 4]
    assert estimates(found.deletion) == [4, 2, 0]
    assert found.insertion.area.estimate == pytest.approx((3 + 5) / 2)
    assert found.deletion.area.estimate == pytest.approx((3 + 1) / 2)


def test_who_speaks_against_comes_last_however_loud():
    assert estimates(curves(game([[0, 6, 2, 4]]), said([[-3, 1]])).insertion) == [0, 2, 4]


@given(st.integers(0, 99), st.integers(2, 4))
def test_all_curves_go_from_nobody_to_everybody_or_back(seed, players):
    played = random_game(seed, players=players)
    found = curves(played, attribute(played, "exact"), orders=3, resamples=2)
    nobody, everybody = played.table()[:, 0].mean(), played.table()[:, -1].mean()
    for joining in (found.insertion, found.random_insertion):
        np.testing.assert_allclose([joining.worth[0].estimate, joining.worth[-1].estimate], [nobody, everybody])
    for leaving in (found.deletion, found.random_deletion):
        np.testing.assert_allclose([leaving.worth[0].estimate, leaving.worth[-1].estimate], [everybody, nobody])


@given(st.integers(0, 99))
def test_inserting_in_an_order_is_deleting_in_its_reverse(seed):
    played = random_game(seed)
    values = np.random.default_rng(seed).standard_normal((5, 3))
    one, other = (curves(played, said(each), orders=2, resamples=2) for each in (values, -values))
    np.testing.assert_allclose(estimates(one.insertion), estimates(other.deletion)[::-1], atol=1e-12)


@given(st.integers(0, 99))
def test_where_players_add_up_no_order_is_better_than_that_of_the_shapley_values(seed):
    each = np.random.default_rng(seed).standard_normal((4, 3))
    played = game(each @ coalitions(3).T)
    best = curves(played, attribute(played, "exact"), orders=2, resamples=2)
    for order in permutations(range(3)):
        other = curves(played, said(np.tile(order, (4, 1))), orders=2, resamples=2)
        assert other.insertion.area.estimate <= best.insertion.area.estimate + 1e-12
        assert other.deletion.area.estimate >= best.deletion.area.estimate - 1e-12


def test_random_orders_are_all_orders_alike_and_spread_as_these_do():
    played = game([[0, 6, 2, 4]])
    found = curves(played, said([[3, 1]]), orders=2000)
    assert found.random_insertion.worth[1].estimate == pytest.approx(4, abs=0.2)  # 6 or 2
    assert (found.random_insertion.worth[1].low, found.random_insertion.worth[1].high) == (2, 6)
    assert (found.random_insertion.area.low, found.random_insertion.area.high) == (2, 4)


def test_many_players_come_and_go_in_steps():
    players, steps = 101, []  # of an odd number of players even steps are not the same from both ends
    names = tuple(map(str, range(players)))

    class Counting(Game):
        """A game in which each player is worth its number."""

        def path(self, *, sampled=False):
            raise NotImplementedError

        def _worth(self, present, samples):
            steps.append(len(present))
            return present.double() @ torch.arange(players, dtype=torch.float64)

    values = np.arange(players, dtype=float)[None]
    found = curves(
        Counting(names, [0], Question()),
        said(values).model_copy(update={"players": names}),
        orders=3,
    )
    counts = found.insertion.counts
    assert (counts[0], counts[-1]) == (0, players)
    assert 32 <= len(counts) - 1 <= 64
    assert [players - count for count in reversed(counts)] == list(counts)
    assert estimates(found.insertion) == [sum(range(players - count, players)) for count in counts]
    assert estimates(found.deletion) == [sum(range(players - count)) for count in counts]
    # v(x) = (1 - (1 - x)^2) v(all), nearly: two thirds below it
    assert found.insertion.area.estimate / estimates(found.insertion)[-1] == pytest.approx(2 / 3, abs=0.01)
    assert sum(steps) == (2 + 3) * len(counts)


def test_players_with_equal_values_come_in_either_order():
    played = game(np.tile([0.0, 6, 2, 4], (400, 1)))
    assert estimates(curves(played, said(np.ones((400, 2))), orders=2).insertion)[1] == pytest.approx(4, abs=0.4)


def test_a_single_sample_has_no_interval_and_several_have_one():
    alone, several = (
        curves(random_game(0, samples), said(np.random.default_rng(1).random((samples, 3)))) for samples in (1, 9)
    )
    assert all(point.low == point.estimate == point.high for point in alone.insertion.worth)
    assert all(point.low < point.estimate < point.high for point in several.insertion.worth)
    assert Curves.model_validate_json(several.model_dump_json()) == several


def test_elements_of_one_sample_are_players_too():
    look = Inside(
        method="m", question=Question(), row=0, modality="image", kind="image", others="everybody", elements=("a", "b"),
        values=[1, 3], whole=4, presence=0, baseline="grey", calls=1, seconds=0,
    )  # fmt: skip
    assert estimates(curves(game([[0, 6, 2, 4]]), look).insertion) == [0, 2, 4]


def test_an_attribution_of_other_samples_is_refused():
    with pytest.raises(UsageError, match="2 players and 1 samples, the game 2 and 3"):
        curves(game(np.zeros((3, 4))), said([[1, 2]]))
