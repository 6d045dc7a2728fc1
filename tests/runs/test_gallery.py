"""Who leads a sample, and with which sample people begin."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from shapviz.runs.gallery import NOBODY, leaders, opening

Values = NDArray[np.float64]
SIXTEENTHS = st.integers(-16, 16).map(lambda count: count / 16)


@st.composite
def values(draw: st.DrawFn, tables: int = 1) -> list[Values]:
    shape = draw(st.tuples(st.integers(1, 12), st.integers(2, 5)))
    return [draw(arrays.arrays(np.float64, shape, elements=SIXTEENTHS)) for _ in range(tables)]


@given(values())
def test_nobody_has_more_than_the_leader_for_or_against(drawn: list[Values]) -> None:
    [table] = drawn
    for row, leader in zip(table, leaders(table), strict=True):
        if leader == NOBODY:
            assert not row.any()
        else:
            assert abs(row[leader]) == abs(row).max() > 0
            assert (abs(row[:leader]) < abs(row[leader])).all()


@given(values(), st.integers(1, 7))
def test_scale_and_sign_change_no_leader(drawn: list[Values], factor: int) -> None:
    [table] = drawn
    assert np.array_equal(leaders(-factor * table), leaders(table))


@given(values(), st.integers(0, 2**32))
def test_rounding_changes_no_leader(drawn: list[Values], seed: int) -> None:
    [table] = drawn
    noise = np.random.default_rng(seed).uniform(-1e-12, 1e-12, table.shape)
    assert np.array_equal(leaders(table + noise), leaders(table))


@given(values(tables=2), st.data())
def test_one_begins_with_a_right_sample_on_which_methods_disagree_if_there_is_one(
    drawn: list[Values], data: Any
) -> None:
    exact, other = drawn
    right = data.draw(arrays.arrays(np.bool_, len(exact)))
    disagreeing = leaders(exact) != leaders(other)
    begin = opening(right, exact, other)
    if (right & disagreeing).any():
        assert right[begin]
        assert disagreeing[begin]
    elif right.any():
        assert begin == right.argmax()
    else:
        assert begin == 0


def test_the_greater_disagreement_comes_first() -> None:
    exact = np.array([[0.6, 0.1], [0.5, 0.1], [0.9, 0.0], [0.5, 0.3]])
    other = np.array([[0.7, 0.0], [0.1, 0.4], [0.0, 0.9], [0.1, 0.2]])
    assert opening(np.array([True, True, True, True]), exact, other) == 2
    assert opening(np.array([True, True, False, True]), exact, other) == 1
