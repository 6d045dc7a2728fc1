"""Verdicts from the validation split agree with those from the test split; the benchmark measures it on more seeds."""

from math import isnan

import pytest

from benchmarks.agreement import AGREEING, FRESH, STRATEGIES, Pronounced, Rates, certain, pronounced
from benchmarks.cells import Cells
from shapviz.diagnosis import Label, judge
from tests.diagnosis.cases import Case, record

FEW = 3  # seeds: 45 verdicts; of one alone, a single mistake is more than a bound allows
CALLED_STARVED = 0.1  # of those who are not; twice what many seeds are held to


@pytest.mark.slow
def test_verdicts_on_real_data_agree_with_those_of_the_test_split() -> None:
    verdicts = [
        verdict
        for strategy in STRATEGIES
        for seed in range(FRESH, FRESH + FEW)
        for verdict in pronounced("mfeat (zer, mor, fou)", strategy, seed, 20, Cells())
    ]
    rates = Rates.of(verdicts)
    assert rates.untold == 0
    assert rates.agreeing >= AGREEING
    assert rates.falsely <= CALLED_STARVED


def said(label: Label, true: Label) -> Pronounced:
    return Pronounced("emoji", "joint", 0, "words", label, true)


def test_rates_leave_out_what_could_not_be_told() -> None:
    found = Rates.of(
        [
            said("starved", "starved"),
            said("balanced", "starved"),
            said("starved", "unheard"),
            said("balanced", "balanced"),
            said("unheard", "unheard"),
            said("cannot tell", "starved"),
        ]
    )
    assert (found.verdicts, found.untold, found.starved) == (6, 1, 2)
    assert found.agreeing == pytest.approx(3 / 5)
    assert found.found == pytest.approx(1 / 2)
    assert found.falsely == pytest.approx(1 / 3)


def test_of_nobody_there_is_no_rate() -> None:
    found = Rates.of([said("cannot tell", "starved")])
    assert all(isnan(rate) for rate in (found.agreeing, found.found, found.falsely))


def test_the_truth_is_told_by_estimates_alone() -> None:
    unsure = Case(probe_fused=0.655, starvation_half=0.5)
    diagnosis = record({"text": unsure, "image": Case()})
    assert judge(diagnosis)[0].label == "balanced"
    assert judge(certain(diagnosis))[0].label == "starved"
