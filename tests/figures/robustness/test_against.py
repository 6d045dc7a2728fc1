"""What is said of a modality against none of it holds at every severity that it is said of, by the interval there."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.figures.robustness.against import Against, subject, title
from shapviz.figures.robustness.case import Case
from shapviz.figures.words import plain
from tests.figures import robustness_cases as cases
from tests.figures.robustness.told import APART, DENTED, HARMED, SHAKEN
from tests.figures.robustness_cases import case_of, rights

BOTH = 0b11
FATES = {"better": DENTED, "worse": HARMED, "unsure": SHAKEN}


def noto(*tables: np.ndarray) -> Against:
    """Return how Noto fares against none of it, where coalitions are right about these samples by severity."""
    case = Case(case_of(APART, HARMED, {"Noto": 3.0}, sweeps={"Noto": [APART, *tables]}), BOTH)
    sweep = case.sweep(case.first, "Noto")
    assert sweep is not None
    return Against(case, sweep)


def test_the_tables_are_what_they_are_called() -> None:
    worths = noto(DENTED, HARMED, SHAKEN, DENTED, DENTED).worths
    assert worths[1].low > 0
    assert worths[2].high < 0
    assert worths[3].low <= 0 <= worths[3].high


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(FATES)), min_size=5, max_size=5))
def test_nothing_is_said_of_a_severity_that_its_interval_does_not_say(fates: list[str]) -> None:
    said = plain(noto(*(FATES[fate] for fate in fates)).said())
    numbers = [int(number) for number in re.findall(r"\d", said)]
    if "every severity" in said:
        assert set(fates) == {"better"}
    elif "From severity" in said or "At severity" in said:
        [first] = numbers
        assert set(fates[first - 1 :]) == {"worse"}
        assert first == 1 or fates[first - 2] != "worse"
    elif "not from there on" in said:
        assert numbers == [place for place, fate in enumerate(fates, start=1) if fate == "worse"]
        assert fates[-1] != "worse"
    elif "up to severity" in said:
        [last] = numbers
        assert set(fates[:last]) == {"better"}
        assert fates[last] != "better"
        assert "worse" not in fates
    else:
        assert said.endswith("too close to call")
        assert fates[0] == "unsure"
        assert "worse" not in fates


def test_a_modality_that_hurts_even_clean_is_said_to() -> None:
    case = Case(case_of(HARMED, sweeps={"Noto": [HARMED] * 6, "Twemoji": [HARMED] * 6}), BOTH)
    assert plain(title(case)) == "Even clean, Noto is worse than none"


# Twemoji alone, Noto alone, both: of the two, whose corruption hurts is up to the tables.
@pytest.mark.parametrize(
    ("twemoji", "noto", "who"),
    [
        (DENTED, HARMED, "Noto"),
        (rights(100, [(0, 10), (0, 10), (30, 80), (0, 40)]), DENTED, "Twemoji"),
        (HARMED, HARMED, "Noto"),  # without Twemoji 10 are right, without Noto 60: only Noto hurts
    ],
)
def test_of_a_clean_network_the_modality_is_spoken_of_that_hurts_most(
    twemoji: np.ndarray, noto: np.ndarray, who: str
) -> None:
    clean = rights(100, [(0, 10), (0, 60), (30, 80), (0, 90)])
    case = Case(case_of(clean, sweeps={"Twemoji": [clean] + [twemoji] * 5, "Noto": [clean] + [noto] * 5}), BOTH)
    assert subject(case) == who


def test_what_is_done_is_spoken_of_and_not_what_might_be() -> None:
    worse = {"Twemoji": [APART] + [DENTED] * 5, "Noto": [APART] + [HARMED] * 5}
    assert subject(Case(case_of(APART, DENTED, {"Twemoji": 1.0}, sweeps=worse), BOTH)) == "Twemoji"
    assert subject(Case(case_of(APART, sweeps=worse), BOTH)) == "Noto"
    assert subject(Case(cases.scenario({}, swept=["Twemoji"]), 0b111)) == "Twemoji"  # until all curves are known
