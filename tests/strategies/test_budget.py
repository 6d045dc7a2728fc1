"""Guided budgets: the same total, a minimum for everybody, more for those that contribute less, and the guard."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.runs.options import Alternating
from shapviz.strategies.budget import MINIMUM, allowances, guarded
from tests.strategies.classroom import NAMES, record

GUIDED = Alternating(budget="guided", guard=False)
SHARES = st.lists(st.integers(0, 50), min_size=2, max_size=5).filter(any).map(lambda w: [x / sum(w) for x in w])


def passes(options: Alternating, shares: list[float] | None, **past: object) -> dict[str, float]:
    players = NAMES[: len(shares)] if shares else NAMES[:3]
    last = record(shares, names=players, **past)  # type: ignore[arg-type]  # keywords of `record`
    return {name: allowance.passes for name, allowance in allowances(options, players, last).items()}


@given(SHARES, st.floats(0.1, 4))
def test_the_total_is_conserved_and_everybody_gets_the_minimum(shares: list[float], power: float) -> None:
    budget = passes(GUIDED.model_copy(update={"power": power}), shares)
    assert sum(budget.values()) == pytest.approx(len(shares))
    assert min(budget.values()) >= MINIMUM


@given(SHARES)
def test_whoever_contributes_less_never_gets_less(shares: list[float]) -> None:
    budget = list(passes(GUIDED, shares).values())
    ranked = [given for _, given in sorted(zip(shares, budget, strict=True), key=lambda pair: (pair[0], -pair[1]))]
    assert ranked == sorted(ranked, reverse=True)


def test_a_budget_by_hand() -> None:
    # 0.25 for each, and 2.25 dealt out as .2 : .8 : 1
    assert passes(GUIDED, [0.8, 0.2, 0.0]) == pytest.approx({"bill": 0.475, "drawing": 1.15, "accel": 1.375})


def test_a_higher_power_favours_the_weak_more() -> None:
    mild, strong = (passes(GUIDED.model_copy(update={"power": power}), [0.8, 0.2]) for power in (1.0, 3.0))
    assert mild["drawing"] < strong["drawing"]


@pytest.mark.parametrize("shares", [None, [1 / 3, 1 / 3, 1 / 3]])
def test_without_shares_or_differences_the_budget_is_equal(shares: list[float] | None) -> None:
    assert passes(GUIDED, shares) == pytest.approx(dict.fromkeys(NAMES[:3], 1.0))


def test_an_equal_budget_looks_at_nothing() -> None:
    assert passes(Alternating(), [0.9, 0.1]) == {"bill": 1.0, "drawing": 1.0}


# by bit mask: nobody .25, bill .26, drawing .5, both .5
AT_CHANCE = (0.25, 0.26, 0.5, 0.5)


def test_the_guard_gives_the_minimum_to_whoever_cannot_be_told_from_chance() -> None:
    budget = passes(Alternating(budget="guided"), [0.0, 1.0], accuracy=AT_CHANCE, epoch=2)
    assert budget == pytest.approx({"bill": MINIMUM, "drawing": 2 - MINIMUM})
    assert passes(GUIDED, [0.0, 1.0], accuracy=AT_CHANCE, epoch=2)["bill"] > 1


def test_the_guard_waits_for_two_epochs() -> None:
    assert guarded(record([0.0, 1.0], accuracy=AT_CHANCE, epoch=1)) == frozenset()
    assert guarded(record([0.0, 1.0], accuracy=AT_CHANCE, epoch=2)) == {"bill"}


@pytest.mark.parametrize(("errors", "caught"), [(1.9, True), (2.1, False)])
def test_the_guard_asks_for_two_standard_errors(errors: float, caught: bool) -> None:
    own, samples = 0.5, 400
    nobody = own - errors * sqrt(own * (1 - own) / samples)
    past = record([0.5, 0.5], accuracy=(nobody, own, 0.9, 0.9), epoch=2, samples=samples)
    assert ("bill" in guarded(past)) == caught


def test_if_everybody_is_at_chance_the_budget_is_equal() -> None:
    budget = passes(Alternating(budget="guided"), [0.3, 0.7], accuracy=(0.25,) * 4, epoch=3)
    assert budget == {"bill": 1.0, "drawing": 1.0}


def test_a_guided_budget_goes_by_what_is_expected() -> None:
    options = GUIDED.model_copy(update={"guide": "potential"})
    # 0.25 for each, and 2.25 dealt out as 0.8 : 1 : 1.2
    expected = {"bill": 0.85, "drawing": 1.0, "accel": 1.15}
    assert passes(options, [0.3, 0.3, 0.4], target=(0.1, 0.3, 0.6)) == pytest.approx(expected)


@given(SHARES)
def test_whoever_is_on_target_gets_as_much_as_all_others_on_target(shares: list[float]) -> None:
    budget = passes(GUIDED.model_copy(update={"guide": "ensemble"}), shares, target=shares)
    assert list(budget.values()) == pytest.approx([1.0] * len(shares))


def test_the_guard_stays_whatever_the_guide() -> None:
    options = Alternating(budget="guided", guide="potential")
    budget = passes(options, [0.0, 1.0], accuracy=AT_CHANCE, epoch=2, target=(0.5, 0.5))
    assert budget == pytest.approx({"bill": MINIMUM, "drawing": 2 - MINIMUM})
