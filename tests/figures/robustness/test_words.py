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
        ((APART,) * 5 + (SHAKEN,), "Noisy Noto is better than none up to severity 4"),
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
    assert (
        plain(told["conclusion"])
        == "Noto is gone. Twemoji gains 25. Whether a gap remains is too close to call: 0 [−2, 2]."
    )


def test_what_may_be_chance_is_neither_misleading_nor_picked_up() -> None:
    told = shown(case_of(APART, rights(100, [(0, 10), (0, 60), (70, 80), (32, 90)]), {"Noto": 3.0}))
    rows = {row[1]: row[5:] for row in told["dumbbell"]["table"]["rows"]}
    assert rows["Noto"][0] == -1
    assert rows["Twemoji"][3] == 4
    assert plain(told["conclusion"]).startswith("Noto adds nothing that can be told from zero: φ [")
    assert plain(told["dumbbell"]["title"]) == "Slack picked up: +4 [−4, 12] of 36, too close to call"


def test_a_gain_that_may_be_none_is_not_told_as_none() -> None:
    clean, now = rights(100, [(0, 20), (0, 50), (0, 52), (0, 80)]), rights(100, [(0, 20), (0, 50), (0, 30), (20, 84)])
    told = shown(case_of(clean, now, {"Noto": 3.0}))
    row = next(row for row in told["dumbbell"]["table"]["rows"] if row[1] == "Twemoji")
    assert row[-2] < 0 < row[-3] < row[-1]
    assert "too close to call" in plain(told["dumbbell"]["title"])
    assert "Nobody" not in plain(told["dumbbell"]["title"]) + plain(told["conclusion"])


def test_whoever_left_picks_nothing_up() -> None:
    """Noto does harm, so its leaving is a gain; but it contributes nothing any more."""
    clean = rights(200, [(0, 40), (0, 100), (0, 20), (0, 80), (0, 100), (0, 160), (0, 80), (0, 140)])
    now = rights(200, [(0, 40), (0, 100), (0, 20), (0, 80), (0, 60), (0, 120), (0, 40), (0, 100)])
    told = shown(case_of(clean, now, {"words": 3.0}), 0b101)
    noto = next(row for row in told["dumbbell"]["table"]["rows"] if row[1] == "Noto")
    assert noto[-2] > 0
    assert plain(told["dumbbell"]["title"]) == "Slack picked up: 0 [−4, 4] of 20, too close to call"


def test_a_gain_beyond_what_was_lost_is_no_share_of_it() -> None:
    before = rights(200, [(0, 20), (0, 100), (60, 160), (0, 140)])
    after = rights(200, [(0, 20), (0, 100), (60, 134), (0, 146)])
    title = shown(case_of(before, after, {"Noto": 3.0}))["dumbbell"]["title"]
    assert plain(title) == "Twemoji gains 8 points where 5 were lost"


def test_next_to_nothing_is_no_headline() -> None:
    before = rights(2000, [(0, 20), (0, 1000), (0, 1000), (0, 1500)])
    after = rights(2000, [(0, 20), (0, 1000), (0, 960), (0, 1500)])
    title = shown(case_of(before, after, {"Noto": 0.5}))["dumbbell"]["title"]
    assert plain(title) == "Hardly any slack: under 2 points lost"


def test_who_carries_most_follows_from_the_difference_and_not_from_two_intervals() -> None:
    near = rights(200, [(0, 20), (0, 120), (0, 108), (0, 160)])
    told = shown(case_of(near))
    twemoji, noto = (row[3:5] for row in told["dumbbell"]["table"]["rows"])
    assert twemoji[0] < noto[1], "intervals of both overlap"
    assert plain(told["conclusion"]).startswith("Twemoji carries most: φ ")


def test_a_mean_over_coalitions_that_says_otherwise_than_the_present_one_is_called_a_mean() -> None:
    now = rights(200, [(0, 20), (0, 180), (0, 100), (0, 164)])
    told = plain(shown(case_of(rights(200, [(0, 20), (0, 180), (0, 120), (0, 190)]), now, {"Noto": 3.0}))["conclusion"])
    assert "still helps. That is on average over all coalitions: added to Twemoji it costs 8 points. " in told


@pytest.mark.parametrize("now", [APART, NUDGED], ids=["nothing", "something"])
def test_without_anything_lost_for_sure_there_is_no_slack(now: np.ndarray) -> None:
    told = shown(case_of(APART, now, {"Noto": 0.5}))
    assert plain(told["dumbbell"]["title"]) == "No slack: nobody has lost for sure"
