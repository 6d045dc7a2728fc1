"""How modalities stand against what is expected of them, who cannot be told apart, and what schedules make of it."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.games.summary import Interval
from shapviz.runs.options import Alternating
from shapviz.strategies.order import order
from shapviz.strategies.standing import Standing, standings, tied
from tests.strategies.classroom import NAMES, record

BILL, DRAWING, ACCEL = NAMES[:3]
TARGET = (0.1, 0.3, 0.6)


def leads(guide: str, **past: object) -> dict[str, float]:
    found = standings(guide, record([0.3, 0.3, 0.4], **past))
    assert found is not None
    return {name: standing.lead for name, standing in found.items()}


def test_a_lead_is_the_share_or_what_it_has_above_the_target() -> None:
    assert leads("share", target=TARGET) == pytest.approx({BILL: 0.3, DRAWING: 0.3, ACCEL: 0.4})
    for guide in ("potential", "ensemble"):
        assert leads(guide, target=TARGET) == pytest.approx({BILL: 0.2, DRAWING: 0.0, ACCEL: -0.2})


def test_without_a_target_or_shares_there_is_less_to_go_by() -> None:
    assert leads("potential") == leads("share")
    assert standings("potential", record(None)) is None


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.18, "12 points below its potential"),
        (0.31, "1 point above its potential"),
        (0.302, "at its potential"),
    ],
)
def test_a_standing_in_words(share: float, words: str) -> None:
    assert Standing(Interval(share, 0, 1), 0.3, "its potential").words() == words


def test_the_guide_decides_who_goes_first_and_says_so() -> None:
    past = record([0.3, 0.3, 0.4], target=TARGET, half=0.01)
    plans = {guide: order(Alternating(guide=guide), NAMES[:3], past, 0) for guide in ("share", "potential", "ensemble")}
    assert plans["share"] == {
        BILL: "its share was 30%, tied with drawing",
        DRAWING: "its share was 30%, tied with bill",
        ACCEL: "its share was 40%",
    }
    assert plans["potential"] == {
        ACCEL: "20 points below its potential",
        DRAWING: "at its potential",
        BILL: "20 points above its potential",
    }
    assert next(iter(plans["ensemble"].values())) == "20 points below its share in the ensemble"
    strong = order(Alternating(guide="potential", order="strong_first"), NAMES[:3], past, 0)
    assert list(strong) == list(plans["potential"])[::-1]


@given(st.floats(0, 1), st.floats(0.001, 0.5))
def test_two_are_tied_exactly_when_their_intervals_overlap(share: float, half: float) -> None:
    one, other = Interval(share, share - half, share + half), Interval(1 - share, 1 - share - half, 1 - share + half)
    overlap = one.low <= other.high and other.low <= one.high
    assert tied("one", "other", {"one": Standing(one), "other": Standing(other)}) == overlap


def test_equally_correlated_shares_have_the_interval_of_their_difference() -> None:
    players, rng = 4, np.random.default_rng(0)
    drawn = rng.standard_normal((200_000, players))
    shares = drawn - drawn.mean(axis=1, keepdims=True)  # sum to a constant
    half = 1.96 * shares.std(axis=0)
    between = 1.96 * (shares[:, 0] - shares[:, 1]).std()
    assert sqrt(half[0] ** 2 + half[1] ** 2 + 2 * half[0] * half[1] / (players - 1)) == pytest.approx(between, rel=0.01)
    for lead, expected in ((0.99 * between, True), (1.03 * between, False)):
        among = {
            str(m): Standing(Interval(lead * (m == 0), lead * (m == 0) - half[m], lead * (m == 0) + half[m]))
            for m in range(4)
        }
        assert tied("0", "1", among) == expected


def test_few_samples_tie_more() -> None:
    shares = [0.3, 0.33, 0.37]
    sure, unsure = (order(Alternating(), NAMES[:3], record(shares, half=half), 0) for half in (0.005, 0.05))
    assert not any("tied" in why for why in sure.values())
    assert unsure[DRAWING].endswith(f"tied with {BILL} and {ACCEL}")


def drawn(shares: list[float], half: float = 0.015) -> set[tuple[str, ...]]:
    """Return all orders that come up in a hundred epochs."""
    options = Alternating(ties="random")
    return {tuple(order(options, NAMES[: len(shares)], record(shares, half=half, epoch=e), 0)) for e in range(100)}


def test_ties_can_be_drawn_but_never_against_what_is_sure() -> None:
    assert drawn([0.1, 0.4, 0.5], half=0.01) == {(BILL, DRAWING, ACCEL)}
    assert drawn([0.1, 0.44, 0.46]) == {(BILL, DRAWING, ACCEL), (BILL, ACCEL, DRAWING)}
    assert len(drawn([0.33, 0.33, 0.34])) == 6
    # the middle one is tied with both others, which are not with each other
    assert drawn([0.30, 0.325, 0.35]) == {(BILL, DRAWING, ACCEL), (DRAWING, BILL, ACCEL), (BILL, ACCEL, DRAWING)}


def test_drawn_ties_are_the_seeds_and_say_so() -> None:
    options, past = Alternating(ties="random"), record([0.33, 0.33, 0.34])
    assert order(options, NAMES[:3], past, 0) == order(options, NAMES[:3], past, 0)
    assert len({tuple(order(options, NAMES[:3], past, seed)) for seed in range(20)}) > 1
    assert all(why.endswith("and drawn at random") for why in order(options, NAMES[:3], past, 0).values())


@pytest.mark.parametrize("ties", ["as_ranked", "random"])
def test_an_epoch_without_valuation_keeps_its_order(ties: str) -> None:
    skipped = record([0.33, 0.33, 0.34]).model_copy(update={"valuation": None})
    assert (
        order(Alternating(ties=ties), NAMES[:3], skipped, 0) == {}
    )  # that of the turns before, of which there are none
