"""On data whose truth is known the verdicts are right; `benchmarks/verdicts.py` measures how often, on more seeds."""

import pytest

from benchmarks.verdicts import CASES, Case, outcome, rates, redundant

NAMES = [case.name for case in CASES]
FEW = 0.8  # of what is judged on two seeds: one mistake among six


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_verdicts_are_right_where_the_truth_is_known(case: Case) -> None:
    found = rates([outcome(case, seed, epochs=20) for seed in range(2)])
    assert min(found.values()) >= FEW, found


def test_who_is_redundant_follows_from_the_exact_game() -> None:
    assert redundant("redundant") == {"original", "copy"}
    assert redundant("noise") == {"left", "right"}, "of two equally reliable ones, a second vote decides nothing"
    assert redundant("race") == redundant("unequal") == set()
