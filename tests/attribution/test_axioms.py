import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.attribution import axioms
from shapviz.attribution.axioms import duplicated, known, null
from shapviz.attribution.derived import Duplicated, WithNull
from shapviz.attribution.game import TableGame
from shapviz.attribution.methods import attribute
from shapviz.errors import UnknownNameError, UsageError
from shapviz.games import coalitions, shapley_values
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.methods import Effort

EFFORT = Effort()
EXACT = ("exact", "captum.shapley", "shap.exact", "shapiq.exact")
PLAYERS = "abcd"


def game(seed=0, samples=6, players=3):
    worths = np.random.default_rng(seed).standard_normal((samples, 2**players))
    return TableGame(PLAYERS[:players], torch.from_numpy(worths))


def additive(seed=0, samples=40):
    """Return a game in which each player is worth the same in whatever company."""
    each = np.random.default_rng(seed).normal([2, 1, 0], size=(samples, 3))
    return TableGame("abc", torch.from_numpy(each @ coalitions(3).T))


@pytest.fixture
def giving(monkeypatch):
    """Let methods give what a test says: a function of the game's number of players."""

    def set_up(values, low=None, high=None):
        def attribute(game, name, effort):
            shape = (len(game.rows), len(game.players))
            filled = [None if each is None else np.broadcast_to(each, shape) for each in (values, low, high)]
            zeros = np.zeros(shape[0])
            return Attribution(
                method=name, question=Question(), baseline="own", players=game.players, rows=game.rows,
                values=filled[0], low=filled[1], high=filled[2], nobody=zeros, everybody=zeros, calls=1, seconds=0,
            )  # fmt: skip

        monkeypatch.setattr(axioms, "attribute", attribute)

    return set_up


@given(st.integers(0, 99), st.integers(2, 4), st.data())
@settings(max_examples=30)
def test_a_copy_changes_nothing_where_the_player_is_there_and_replaces_it_where_not(seed, players, data):
    place = data.draw(st.integers(0, players - 1))
    plain = game(seed, players=players)
    doubled = Duplicated(plain, PLAYERS[place]).table().numpy().reshape(len(plain.rows), 2, -1)  # copy absent, present
    original = plain.table().numpy()
    np.testing.assert_array_equal(doubled[:, 0], original)
    with_it = np.arange(2**players) | 1 << place
    np.testing.assert_array_equal(doubled[:, 1], original[:, with_it])


@given(st.integers(0, 99))
@settings(max_examples=10)
def test_a_null_player_leaves_the_values_of_the_others_as_they_were(seed):
    plain = game(seed)
    values = attribute(WithNull(plain), "exact").values
    np.testing.assert_allclose(values[:, :-1], shapley_values(plain.table().numpy()), atol=1e-12)
    np.testing.assert_allclose(values[:, -1], 0, atol=1e-12)


def test_shapley_values_split_the_credit_of_a_player_whose_copy_says_the_same_by_hand():
    # v = 1 wherever a is there: a alone gets 1, a and its copy a half each, b nothing
    values = attribute(Duplicated(TableGame("ab", torch.tensor([[0, 1, 0, 1]])), "a"), "exact").values
    np.testing.assert_allclose(values, [[0.5, 0, 0.5]])


def test_derived_games_have_names_of_their_own_and_no_gradients_and_count_the_calls_of_both():
    plain = TableGame(("a", "a 2", "nobody"), torch.zeros(1, 8))
    assert Duplicated(plain, "a").players == ("a", "a 2", "nobody", "a 3")
    derived = WithNull(plain)
    assert derived.players == ("a", "a 2", "nobody", "nobody 2")
    derived.table()
    assert derived.calls == plain.calls == 16
    for each in (derived, Duplicated(plain, "a")):
        with pytest.raises(UsageError, match="gradients"):
            each.path()
    with pytest.raises(UnknownNameError):
        Duplicated(plain, "b")


def test_a_known_game_asks_the_network_no_more():
    asked = game()
    table = known(asked)
    np.testing.assert_array_equal(table.table(), asked.table())
    before = asked.calls
    assert duplicated(table, "a", "exact", EFFORT) == duplicated(asked, "a", "exact", EFFORT)
    assert asked.calls == before + 2 * 6 * 16
    null(table, "exact", EFFORT)
    assert asked.calls == before + 2 * 6 * 16


@pytest.mark.parametrize("name", EXACT)
def test_every_exact_method_shares_between_copies_and_gives_nothing_for_nothing(name):
    assert duplicated(game(), "b", name, EFFORT).verdict == "passes"
    assert null(game(), name, EFFORT).verdict == "passes"


@pytest.mark.parametrize("name", ["sampled", "captum.sampling", "shap.permutation"])
def test_methods_that_draw_orders_give_nothing_for_nothing(name):
    assert null(game(), name, EFFORT).verdict == "passes"  # in whatever order, whoever changes nothing gains nothing


@pytest.mark.parametrize("name", ["leave_one_out", "captum.ablation"])
def test_leaving_one_out_loses_whoever_has_a_copy(name):
    finding = duplicated(additive(), "a", name, EFFORT)
    assert (finding.verdict, finding.modality) == ("fails", "a")
    assert finding.numbers[0].value.estimate == finding.numbers[1].value.estimate == 0
    assert null(additive(), name, EFFORT).verdict == "passes"


def test_methods_that_need_gradients_are_not_judged_and_the_reason_is_given():
    for finding in (duplicated(game(), "a", "captum.deep_lift", EFFORT), null(game(), "captum.deep_lift", EFFORT)):
        assert finding.verdict == "not applicable"
        assert "gradients" in finding.reason


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([1, 1, 1, 0], "fails"),  # half or less of what is due, all to one
        ([1, 1, 1, 1], "passes"),
        ([1.5, 1, 1, 0.5], "fails"),  # unequal
        ([2, 1, 1, 2], "fails"),  # too much
    ],
)
def test_how_two_copies_are_judged(giving, values, verdict):
    # a is worth 2 to every sample, and so the two are due 2
    plain = TableGame("abc", torch.from_numpy(np.tile(coalitions(3) @ [2.0, 1, 1], (5, 1))))
    giving(values)
    assert duplicated(plain, "a", "exact", EFFORT).verdict == verdict
    giving(values, low=-1, high=1)
    drawn = duplicated(plain, "a", "sampled", EFFORT).verdict
    assert drawn == ("passes" if verdict == "passes" else "inconclusive")


@pytest.mark.parametrize("lost", [0.3, -1])  # too little, and as much as is due with the wrong sign
def test_draws_do_not_excuse_the_loss_of_both_copies(giving, lost):
    giving([lost, 1, 1, lost], low=-1, high=1)
    plain = TableGame("abc", torch.from_numpy(np.tile(coalitions(3) @ [2.0, 1, 1], (5, 1))))
    assert duplicated(plain, "a", "sampled", EFFORT).verdict == "fails"


@pytest.mark.parametrize(
    ("given_to_nobody", "low", "high", "verdict"),
    [
        (0.01, None, None, "passes"),
        (0.02, None, None, "fails"),
        (0.02, 0.01, 0.03, "fails"),
        (0.02, -0.01, 0.05, "inconclusive"),
        (-0.02, None, None, "fails"),
    ],
)
def test_how_a_player_who_changes_nothing_is_judged(giving, given_to_nobody, low, high, verdict):
    giving([1, -0.5, 0.2, given_to_nobody], low=low, high=high)
    finding = null(game(), "exact", EFFORT)
    assert finding.verdict == verdict
    assert finding.numbers[0].value.estimate == pytest.approx(abs(given_to_nobody))


def test_where_nothing_is_due_or_given_there_is_nothing_to_judge(giving):
    empty = TableGame("ab", torch.zeros(3, 4))
    assert duplicated(empty, "a", "exact", EFFORT).verdict == "not applicable"
    assert null(empty, "exact", EFFORT).verdict == "not applicable"
