from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.attribution.agreement import WORST, agreement, agreement_inside
from shapviz.errors import UsageError
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.checks import Agreement
from shapviz.runs.inside import Inside


def said(method, values, *, gain=None, question=None, rows=None):
    values = np.asarray(values, float)
    return Attribution(
        method=method,
        question=question or Question(),
        baseline="own",
        players=tuple("abcdef"[: values.shape[1]]),
        rows=tuple(range(len(values))) if rows is None else rows,
        values=values,
        nobody=np.zeros(len(values)),
        everybody=values.sum(axis=1) if gain is None else gain,
        calls=1,
        seconds=0,
    )


def look(method, row, values, **others):
    return Inside(
        method=method, question=Question(), row=row, modality="image", kind="image", others="averaged",
        elements=tuple(f"{place}" for place in range(len(values))), values=np.asarray(values, float),
        presence=0.25, baseline="grey", calls=1, seconds=0, **{"whole": sum(values) + 0.25, **others},
    )  # fmt: skip


def several(count, samples=40, players=3, seed=0):
    dice = np.random.default_rng(seed)
    truth = dice.standard_normal((samples, players))
    return [said(f"m{index}", truth + index * dice.standard_normal(truth.shape)) for index in range(count)]


@settings(max_examples=20)
@given(st.integers(2, 5), st.integers(2, 4), st.integers(0, 99))
def test_every_two_methods_are_compared_once_and_every_estimate_lies_in_its_interval(count, players, seed):
    found = agreement(several(count, players=players, seed=seed), seed=1, resamples=50)
    assert [pair.methods for pair in found.pairs] == list(combinations(found.methods, 2))
    for pair in found.pairs:
        for interval in (pair.rank, pair.sign, pair.leader, pair.top, pair.distance):
            assert interval.low <= interval.estimate <= interval.high


def test_the_estimates_are_means_over_samples():
    ours, theirs = [[3, 2, 1]] * 4, [[3, 2, 1], [3, 2, 1], [3, 2, 1], [1, 2, 3]]
    pair = agreement([said("ours", ours), said("theirs", theirs)], seed=0).pairs[0]
    assert pair.rank.estimate == pytest.approx(0.5)
    assert pair.leader.estimate == pytest.approx(0.75)
    assert pair.top.estimate == pytest.approx((3 + 1 / 2) / 4)
    assert pair.distance.estimate == pytest.approx((2 / 6 * 2 / 2) / 4)
    assert pair.sign.estimate == 1


def test_the_interval_is_about_as_wide_as_the_standard_error_says():
    dice = np.random.default_rng(0)
    right = dice.random(500) < 0.7
    ours, theirs = np.tile([2.0, 1.0], (500, 1)), np.where(right[:, None], [2.0, 1.0], [1.0, 2.0])
    leader = agreement([said("a", ours), said("b", theirs)], seed=0).pairs[0].leader
    expected = 2 * 1.96 * np.sqrt(right.mean() * (1 - right.mean()) / 500)
    assert leader.high - leader.low == pytest.approx(expected, rel=0.1)


def test_samples_without_a_rank_or_a_leader_are_counted_and_left_out_of_the_means():
    pair = agreement([said("a", [[1, 2], [1, 1], [0, 0]]), said("b", [[1, 2], [1, 2], [1, 2]])], seed=0).pairs[0]
    assert (pair.unranked, pair.leaderless) == (2, 1)
    assert pair.rank.estimate == pair.leader.estimate == 1


def test_where_no_sample_can_be_ranked_there_is_no_rank():
    pair = agreement([said("a", [[1, 1]]), said("b", [[1, 2]])], seed=0).pairs[0]
    assert pair.rank is None
    assert pair.unranked == 1


def test_what_is_left_unexplained_is_said_in_the_unit_and_as_a_share():
    found = agreement([said("a", [[0.2, 0.2], [0.1, 0.1]], gain=[0.5, 0.1]), said("b", [[1, 2], [1, 2]])], seed=0)
    assert found.completeness[0].missing.estimate == pytest.approx(0.1)  # .1 too little, .1 too much
    assert found.completeness[0].share.estimate == pytest.approx(0.2 / 0.6)
    assert found.completeness[1].missing.estimate == 0


def test_where_nothing_was_to_be_explained_no_share_of_it_is_missing():
    assert agreement([said("a", [[1, -1]], gain=[0.0]), said("b", [[1, 2]])], seed=0).completeness[0].share is None


def test_the_worst_samples_come_first_and_only_those_that_differ():
    theirs = [[1, 0], [0.9, 0.1], [0, 1], [1, 0]]
    found = agreement([said("a", [[1, 0]] * 4, rows=(7, 8, 9, 5)), said("b", theirs, rows=(7, 8, 9, 5))], seed=0)
    assert [(each.row, each.distance) for each in found.worst] == [(9, 1.0), (8, pytest.approx(0.1))]


@given(st.integers(0, 99))
@settings(max_examples=20)
def test_the_worst_of_all_are_those_with_the_largest_distance_of_any_two(seed):
    methods = several(4, samples=60, seed=seed)
    found = agreement(methods, seed=0, resamples=2)
    shares = [each.values / np.abs(each.values).sum(axis=1, keepdims=True) for each in methods]
    furthest = np.max([np.abs(a - b).sum(axis=1) / 2 for a, b in combinations(shares, 2)], axis=0)
    np.testing.assert_allclose([each.distance for each in found.worst], np.sort(furthest)[::-1][:WORST])
    assert all(each.distance == pytest.approx(furthest[each.row]) for each in found.worst)


def test_comes_back_from_json_as_it_was():
    found = agreement(several(3), seed=0)
    assert Agreement.model_validate_json(found.model_dump_json()) == found
    assert found.pair("m2", "m0") is found.pairs[1]
    assert found.pair("m2", "other") is None


@pytest.mark.parametrize(
    ("methods", "problem"),
    [
        ([said("a", [[1, 2]])], "two methods, found 1"),
        ([said("a", [[1, 2]]), said("b", [[1, 2]]), said("b", [[1, 2]])], "several times: b"),
        ([said("a", [[1, 2]]), said("b", [[1, 2]], rows=(4,))], "than a: b"),
        ([said("a", [[1, 2]]), said("b", [[1, 2]], question=Question(payoff="logit"))], "than a: b"),
    ],
)
def test_what_cannot_be_compared_is_refused(methods, problem):
    with pytest.raises(UsageError, match=problem):
        agreement(methods, seed=0)


def test_maps_of_several_samples_are_compared_although_each_has_elements_of_its_own():
    looks = [
        look(method, row, values)
        for method, turn in (("a", 1), ("b", -1))
        for row, values in ((3, [1, 2, 3]), (4, [1, 2, 3, 4][::turn]))
    ]
    found = agreement_inside(looks, seed=0)
    assert (found.level, found.players, found.samples) == ("inside", ("image",), 2)
    assert found.pairs[0].rank.estimate == pytest.approx(0)  # 1 and -1
    assert found.pairs[0].worst[0].row == 4


def test_what_a_map_leaves_unexplained_counts_its_presence_as_explained():
    found = agreement_inside([look("a", 0, [1, 2], whole=4.0), look("b", 0, [1, 2])], seed=0)
    assert found.completeness[0].missing.estimate == pytest.approx(0.75)
    assert found.completeness[0].share.estimate == pytest.approx(0.75 / 4)
    assert found.completeness[1].missing.estimate == 0


def test_a_method_with_other_elements_is_left_out_and_the_reason_given():
    found = agreement_inside([look("a", 0, [1, 2]), look("b", 0, [1, 2]), look("c", 0, [1, 2, 3, 4])], seed=0)
    assert found.methods == ("a", "b")
    assert found.left_out == {"c": "It looks at other elements than a: 4 of them and not 2."}


def test_where_no_two_methods_look_at_the_same_elements_there_is_no_pair():
    found = agreement_inside([look("a", 0, [1, 2]), look("b", 0, [1, 2, 3])], seed=0)
    assert (found.pairs, found.worst, list(found.left_out)) == ((), (), ["b"])


def test_maps_of_other_samples_or_modalities_are_refused():
    with pytest.raises(UsageError, match="than a: b, c"):
        agreement_inside(
            [look("a", 0, [1, 2]), look("b", 1, [1, 2]), look("c", 0, [1, 2]).model_copy(update={"modality": "text"})],
            seed=0,
        )
