import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shapviz.comparison import holm, mean_of, paired
from shapviz.errors import UsageError

values = st.floats(-1e3, 1e3).map(lambda value: round(value, 3))


def spread(sample):
    return np.std(sample) > 1e-9  # below, p is a matter of rounding, and scipy's is not defined


samples = st.lists(values, min_size=2, max_size=12).filter(spread)


@given(samples)
def test_a_mean_has_the_interval_of_scipys_student(sample):
    low, high = stats.t.interval(0.95, len(sample) - 1, np.mean(sample), stats.sem(sample))
    assert mean_of(sample) == pytest.approx((np.mean(sample), low, high, len(sample)))


@given(st.lists(st.tuples(values, values), min_size=2, max_size=12).filter(lambda pairs: spread(np.diff(pairs))))
def test_a_paired_difference_is_scipys_paired_test(pairs):
    ours, theirs = (dict(enumerate(side)) for side in zip(*pairs, strict=True))
    difference = paired(ours, theirs)
    test = stats.ttest_rel(list(ours.values()), list(theirs.values()))
    interval = test.confidence_interval()
    assert difference.p == pytest.approx(test.pvalue, abs=1e-12)
    assert (difference.low, difference.high) == pytest.approx((interval.low, interval.high), abs=1e-9)
    assert difference.inconclusive == (interval.low <= 0 <= interval.high)


@given(st.dictionaries(st.integers(0, 99), values, min_size=1), st.dictionaries(st.integers(0, 99), values, min_size=1))
def test_swapping_the_sides_changes_the_sign_only(ours, theirs):
    if not ours.keys() & theirs.keys():
        with pytest.raises(UsageError, match="same seeds"):
            paired(ours, theirs)
        return
    there, back = paired(ours, theirs), paired(theirs, ours)
    assert there.mean == pytest.approx(-back.mean)
    assert there.p == pytest.approx(back.p)
    assert there.inconclusive == back.inconclusive
    assert there.n == len(ours.keys() & theirs.keys())


def test_a_single_seed_says_nothing_about_others():
    assert mean_of([0.8]) == (0.8, None, None, 1)
    alone = paired({0: 0.9}, {0: 0.4})
    assert alone == (0.5, None, None, None, 1)
    assert alone.inconclusive


@pytest.mark.parametrize("pairs", range(2, 9))
def test_pairs_that_all_differ_alike_are_judged_by_their_signs(pairs):
    ours, theirs = ({seed: value + seed / 7 for seed in range(pairs)} for value in (0.8, 0.7))
    found = paired(ours, theirs)
    assert found.mean == pytest.approx(0.1)
    assert found.p == stats.binomtest(pairs, pairs).pvalue
    assert (found.low, found.high) == (None, None)
    assert found.inconclusive


def test_pairs_that_do_not_differ_are_inconclusive():
    same = paired({0: 0.75, 1: 0.5}, {0: 0.75, 1: 0.5})
    assert same == (0, 0, 0, 1, 2)
    assert same.inconclusive


def test_nothing_has_no_mean():
    with pytest.raises(UsageError, match="there are none"):
        mean_of([])


def test_holm_by_hand():
    # sorted: 0.005 * 4, 0.01 * 3, 0.03 * 2, 0.04 * 1 -> 0.02, 0.03, 0.06, and 0.06 again as it must not fall
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
    assert list(adjusted) == ["a", "b", "c", "d"]


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_keeps_the_order_stays_within_bounds_and_lies_between_the_plain_p_and_bonferroni(p):
    adjusted = holm(p)
    assert adjusted.keys() == p.keys()
    for key, value in adjusted.items():
        assert p[key] <= value <= min(1, len(p) * p[key])
        assert all(adjusted[other] >= value for other in p if p[other] >= p[key])
