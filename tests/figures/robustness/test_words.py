"""Nothing is claimed of curves and values that intervals do not support: a case for each sentence."""

import numpy as np
import pytest

from shapviz.figures.robustness.scenario import Scenario
from shapviz.figures.words import plain
from tests.figures import robustness_cases as cases
from tests.figures.robustness.told import APART, DENTED, HARMED, NUDGED, SHAKEN, shown, swept
from tests.figures.robustness_cases import case_of, rights


@pytest.mark.parametrize(
    ("tables", "title"),
    [
        ((APART, DENTED, NUDGED, HARMED, HARMED, HARMED), "From severity 3 on, noisy Noto is worse than none"),
        ((APART, DENTED, HARMED, DENTED, HARMED, HARMED), "From severity 4 on, noisy Noto is worse than none"),
        ((APART, APART, APART, APART, APART, HARMED), "At severity 5, noisy Noto is worse than none"),
        ((HARMED,) * 6, "Even clean, Noto is worse than none"),
        ((APART,) * 5 + (DENTED,), "Noisy Noto is better than none at every severity"),
        ((APART,) * 5 + (SHAKEN,), "Noisy Noto, better than none at its worst? too close to call"),
    ],
)
def test_the_curve_is_compared_with_removal(tables: tuple[np.ndarray, ...], title: str) -> None:
    assert plain(swept(*tables)["curves"]["title"]) == title


def test_what_is_not_known_yet_is_announced() -> None:
    told = shown(cases.scenario(swept=["Twemoji"]))
    assert told["pending"] == ["Noto", "words"]
    assert plain(told["curves"]["title"]) == "What severity costs: Noto is being measured"
    assert told["curves"]["subtitle"].endswith("Noto, words: being measured")
    assert {row[1] for row in told["curves"]["table"]["rows"]} == {"Twemoji"}
    assert told["chips"][0]["said"][-1].endswith("so far")


def test_a_sweep_of_another_corruption_is_not_shown() -> None:
    scenario = cases.scenario()
    other = Scenario(scenario.sides, scenario.kinds, {**scenario.corruptions, "Noto": "blur"})
    assert shown(other)["pending"] == ["Noto"]


def test_a_negative_value_misleads() -> None:
    told = shown(case_of(APART, rights(100, [(0, 10), (0, 60), (0, 0), (0, 20)]), {"Noto": 3.0}))
    assert plain(told["conclusion"]).startswith("Noto now misleads: its φ is −25.")
    assert {"strong": "misleads"} in told["conclusion"]


def test_a_gap_that_nobody_fills() -> None:
    told = shown(case_of(APART, HARMED, {"Noto": 3.0}))
    assert plain(told["conclusion"]).endswith("Nobody fills the gap.")
    assert plain(told["dumbbell"]["title"]) == "Nobody picks up the slack"


def test_who_picks_up_how_much() -> None:
    redundant = rights(100, [(0, 10), (0, 60), (0, 60), (0, 60)])
    told = shown(case_of(redundant), 0b01)
    assert plain(told["dumbbell"]["title"]) == "Twemoji picks up 25 of 25 points"
    assert plain(told["conclusion"]) == "Noto is gone. Twemoji gains 25. Whether a gap remains is too close to call."


def test_what_may_be_chance_is_neither_misleading_nor_picked_up() -> None:
    told = shown(case_of(APART, rights(100, [(0, 10), (0, 60), (70, 80), (32, 90)]), {"Noto": 3.0}))
    rows = {row[1]: row[5:] for row in told["dumbbell"]["table"]["rows"]}
    assert rows["Noto"][0] == -1
    assert rows["Twemoji"][3] == 4
    assert plain(told["conclusion"]).startswith("Noto adds nothing that can be told from zero: φ [")
    assert plain(told["dumbbell"]["title"]) == "Nobody picks up the slack"


@pytest.mark.parametrize("now", [APART, NUDGED], ids=["nothing", "something"])
def test_without_anything_lost_for_sure_there_is_no_slack(now: np.ndarray) -> None:
    told = shown(case_of(APART, now, {"Noto": 0.5}))
    assert plain(told["dumbbell"]["title"]) == "No slack: nobody has lost for sure"
