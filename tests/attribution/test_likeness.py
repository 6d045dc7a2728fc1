import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import spearmanr

from shapviz.attribution.likeness import Likeness, leading_count, likeness, profile

TIED = st.integers(-4, 4).map(lambda number: number / 4)  # few different numbers, so that there are ties
SHAPES = st.tuples(st.integers(1, 6), st.integers(2, 5))
BOTH = SHAPES.flatmap(
    lambda shape: st.tuples(arrays(np.float64, shape, elements=TIED), arrays(np.float64, shape, elements=TIED))
)


def alike(ours, theirs, leading=0.5):
    return likeness(profile(np.asarray(ours, float), leading), profile(np.asarray(theirs, float), leading))


def same(ours: Likeness, theirs: Likeness):
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, atol=2e-9)


@given(BOTH)
def test_is_symmetric(both):
    same(alike(*both), alike(*reversed(both)))


@given(BOTH, st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_does_not_depend_on_the_unit_of_either(both, ours, theirs):
    same(alike(*both), alike(both[0] * ours, both[1] * theirs))


@given(BOTH, st.randoms(use_true_random=False))
def test_does_not_depend_on_the_order_of_the_players(both, random):
    order = random.sample(range(both[0].shape[1]), both[0].shape[1])
    same(alike(*both), alike(*(each[:, order] for each in both)))


@given(BOTH, st.integers(0, 2**32 - 1))
def test_rounding_changes_nothing(both, seed):
    dice = np.random.default_rng(seed)
    same(alike(*both), alike(*(each * (1 + 1e-14 * dice.standard_normal(each.shape)) for each in both)))


@given(BOTH)
def test_everything_lies_in_its_range(both):
    for name, values in alike(*both)._asdict().items():
        known = values[~np.isnan(values)]
        assert (known >= (-1 if name == "rank" else 0)).all()
        assert (known <= 1).all()


@given(BOTH)
def test_a_method_agrees_with_itself_wherever_that_is_defined(both):
    for name, values in alike(both[0], both[0])._asdict().items():
        np.testing.assert_allclose(values[~np.isnan(values)], 0 if name == "distance" else 1)


@given(BOTH)
def test_where_nothing_is_given_there_is_no_leader_and_no_share(both):
    empty = ~(both[0].any(axis=1) & both[1].any(axis=1))
    found = alike(*both)
    for undefined in (found.leader, found.top, found.distance):
        np.testing.assert_array_equal(np.isnan(undefined), empty)


@given(BOTH)
def test_ranks_correlate_as_scipy_says(both):
    found = alike(*both).rank
    for rank, ours, theirs in zip(found, *both, strict=True):
        if np.ptp(ours) == 0 or np.ptp(theirs) == 0:
            assert np.isnan(rank)
        else:
            assert rank == pytest.approx(spearmanr(ours, theirs).statistic)


def test_negligible_values_have_no_sign():
    found = alike([[1.0, 0.009, -0.5, 0.02]], [[1.0, -0.009, 0.5, 0.02]])
    assert found.sign == pytest.approx(3 / 4)


def test_either_of_two_tied_leaders_is_a_leader():
    np.testing.assert_array_equal(alike([[0.5, -0.5, 0.1]] * 3, np.eye(3)).leader, [1, 1, 0])


def test_those_tied_for_the_last_leading_place_share_it():
    # two of four lead: the first surely, and each of the others with a third of a place
    np.testing.assert_allclose(alike([[3.0, 1, 1, 1]], [[0, 3, 2, 0]]).top, 1 / 3)
    np.testing.assert_allclose(alike([[3.0, 1, 1, 1]], [[3, 2, 0, 0]]).top, (1 + 1 / 3) / 2)


def test_distance_by_hand():
    # shares .5 .5 | .8 .2, and then the same sizes with a sign turned round
    np.testing.assert_allclose(alike([[1.0, 1], [1, 1]], [[4.0, 1], [4, -1]]).distance, [0.3, 0.5 * (0.3 + 0.7)])


def test_opposite_signs_are_as_far_apart_as_can_be():
    assert alike([[0.3, 0.7]], [[-0.3, -0.7]]).distance == pytest.approx(1)


@pytest.mark.parametrize(
    ("players", "leading", "count"), [(2, 0.5, 1), (3, 0.5, 2), (6, 0.5, 3), (144, 0.1, 15), (5, 0.1, 1), (1, 0.5, 1)]
)
def test_never_do_all_players_lead(players, leading, count):
    assert leading_count(players, leading) == count
