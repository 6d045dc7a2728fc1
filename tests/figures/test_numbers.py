"""Numbers are whole points unless that would hide on which side of zero they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.figures.numbers import bracketed, fewer, opposite, signed, size, sure
from shapviz.games.summary import Interval

ENDS = st.floats(-1, 1, allow_nan=False)
INTERVALS = st.tuples(ENDS, ENDS, ENDS).map(lambda ends: Interval(sorted(ends)[1], min(ends), max(ends)))


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Interval(-0.12, -0.16, -0.08), "12 points fewer [8, 16]"),
        (Interval(0.031, 0.012, 0.05), "3 points more [1, 5]"),
        (Interval(-0.01, -0.03, 0.01), "−1 [−3, 1], too close to call"),
        (Interval(0.0, 0.0, 0.0), "0 [0, 0], too close to call"),
        (Interval(0.006, 0.002, 0.01), "0.6 points more [0.2, 1.0]"),
        (Interval(0.00004, 0.00002, 0.00006), "0.004 points more [0.002, 0.006]"),
    ],
)
def test_a_difference_in_words(difference: Interval, words: str) -> None:
    assert fewer(difference) == words


def test_one_point_is_singular_and_small_ones_keep_a_decimal() -> None:
    assert size(Interval(-0.0101, -0.02, -0.001)) == "1 point"
    assert size(Interval(-0.004, -0.006, -0.002)) == "0.4 points"


def test_minus_is_a_minus_and_zero_has_no_sign() -> None:
    assert signed(Interval(0.04, 0.01, 0.07)) == "+4"
    assert signed(Interval(-0.004, -0.01, 0.01)) == "0"
    assert bracketed(Interval(0, -0.031, 0.012)) == "[−3, 1]"


@given(INTERVALS)
def test_what_is_sure_never_looks_like_zero(difference: Interval) -> None:
    if sure(difference) and min(abs(difference.low), abs(difference.high)) > 1e-5:
        nearest = fewer(difference).split("[")[1].split(",")[0]
        assert float(nearest) > 0


@given(INTERVALS)
def test_turning_round_turns_the_words(difference: Interval) -> None:
    there, back = fewer(difference), fewer(opposite(difference))
    assert sure(difference) == ("too close" not in there)
    if sure(difference):
        assert there.replace("fewer", "more") == back.replace("fewer", "more")
        assert there != back
