from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, minimize

from shapviz.figures.labels import decimal, escaped, percent, plain_width, points, shortened, spread, text_width

PLACES = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=9).map(sorted)


@given(PLACES)
def test_spread_places_keep_their_order_their_gap_and_their_bounds(wanted: list[float]) -> None:
    places = spread(wanted, gap=0.1, low=0.0, high=1.0)
    assert all(after - before >= 0.1 - 1e-9 for before, after in pairwise(places))
    assert min(places) >= -1e-9
    assert max(places) <= 1 + 1e-9


@given(PLACES)
def test_spread_leaves_what_is_already_apart(wanted: list[float]) -> None:
    apart = [place * 0.1 + 0.2 * rank for rank, place in enumerate(wanted)]
    assert spread(apart, gap=0.1, low=0.0, high=2.0) == pytest.approx(apart)


def test_spread_shrinks_the_gap_when_there_is_not_room_enough() -> None:
    assert spread([0.5] * 5, gap=1.0, low=0.0, high=1.0) == pytest.approx([0, 0.25, 0.5, 0.75, 1])


@pytest.mark.parametrize("seed", range(5))
def test_spread_is_the_least_squares_answer(seed: int) -> None:
    wanted = np.sort(np.random.default_rng(seed).uniform(size=6))
    apart = LinearConstraint(np.diff(np.eye(6), axis=0), 0.15, np.inf)
    best = minimize(lambda x: ((x - wanted) ** 2).sum(), wanted, bounds=[(0, 1)] * 6, constraints=apart, tol=1e-12)
    assert spread(list(wanted), gap=0.15, low=0.0, high=1.0) == pytest.approx(best.x, abs=1e-3)


@given(st.text("abcmwMW%il.", min_size=1, max_size=32), st.floats(10, 200))
def test_a_shortened_name_fits_unless_one_letter_is_too_wide(name: str, room: float) -> None:
    short = shortened(name, 13, room)
    assert text_width(short, 13) <= room or len(short) <= 2
    assert name.startswith(short.rstrip("…"))


def test_markup_takes_no_room() -> None:
    assert plain_width('<b>hare</b> <span style="x">36 %</span>', 13) == text_width("hare 36 %", 13)


def test_text_cannot_become_markup() -> None:
    assert escaped("<b>A & B</b>") == "&lt;b&gt;A &amp; B&lt;/b&gt;"


def test_numbers_are_written_as_people_write_them() -> None:
    assert percent(0.314) == "31 %"
    assert (decimal(-0.25), decimal(-0.001)) == ("−0.25", "0.00")
    assert (points(0.463), points(-0.33), points(-0.001), points(-0.0004, 1)) == ("46", "−33", "0", "0.0")
