"""The samples that are shown: always the same ones, and telling."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from shapviz.robustness.picks import SHOWN, picks

BOTH, FIRST, SECOND = 0b11, 0b01, 0b10  # coalitions of two players


def table(*by_sample: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return who is right, from the coalitions that are, sample by sample."""
    return np.array([[mask in right for mask in range(4)] for right in by_sample])


@given(st.integers(1, 4), st.integers(1, 30), st.integers(0, 2**31))
def test_they_are_different_samples_and_as_many_as_there_can_be(players: int, samples: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    right = rng.random((samples, 2**players)) < rng.random()
    chosen = picks(right, rng.integers(3, size=samples))
    assert len(set(chosen)) == len(chosen) == min(SHOWN, samples)
    assert all(0 <= place < samples for place in chosen)


def test_each_kind_has_its_turn_and_who_is_needed_most_goes_first() -> None:
    dull, steady, misled = (), (BOTH, FIRST, SECOND), (FIRST,)
    needs_first, needs_second = (BOTH, FIRST), (BOTH, SECOND)
    right = table(dull, needs_first, misled, needs_second, dull, needs_second, steady, steady)
    assert picks(right, np.zeros(8, dtype=np.int64)) == (6, 3, 1, 2, 7, 5)


def test_classes_that_have_not_been_shown_come_first() -> None:
    labels = np.array([0, 0, 0, 1, 1, 2, 2, 2])
    steady = table(*[(BOTH, FIRST, SECOND)] * 8)
    assert picks(steady, labels) == (0, 3, 5, 1, 4, 6)


def test_where_nothing_can_be_told_what_is_right_comes_before_what_is_wrong() -> None:
    right = table((), (BOTH,), (), (), (BOTH, FIRST), (), (), (), ())
    labels = np.zeros(9, dtype=np.int64)
    assert picks(right[[0, 2, 3]], labels[:3]) == (0, 1, 2)
    assert set(picks(right, labels)) == {1, 4, 0, 2, 3, 5}


def test_nobody_being_right_by_chance_makes_no_sample_less_steady() -> None:
    lucky = np.ones((1, 4), dtype=bool)
    unlucky = np.array([[False, True, True, True]])
    assert picks(np.vstack([unlucky, lucky]), np.array([0, 0])) == (0, 1)
