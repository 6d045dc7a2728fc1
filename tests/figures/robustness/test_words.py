"""Nothing is claimed that its interval does not support: a case for each sentence."""

import re
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from shapviz.errors import UsageError
from shapviz.figures.robustness.scenario import Scenario
from shapviz.figures.robustness.view import view
from shapviz.figures.robustness.wording import ADJECTIVES
from shapviz.figures.theme import LIGHT
from shapviz.figures.words import plain
from shapviz.runs.corruptions import Corruption
from tests.figures import robustness_cases as cases
from tests.figures.robustness_cases import CLASSES, case_of, rights

# Coalitions by mask: nobody, Twemoji, Noto, both. Right about these samples of 100.
APART = rights(100, [(0, 10), (0, 60), (30, 80), (0, 90)])
HARMED = rights(100, [(0, 10), (0, 60), (70, 80), (0, 40)])
DENTED = rights(100, [(0, 10), (0, 60), (40, 80), (0, 82)])
SHAKEN = rights(100, [(0, 10), (0, 60), (40, 80), (8, 66)])
NUDGED = rights(100, [(0, 10), (0, 60), (30, 80), (0, 89)])
LIFTED = rights(100, [(0, 10), (0, 60), (30, 80), (0, 99)])


def shown(scenario: Scenario, mask: int | None = None) -> dict:
    return view(scenario, 2 ** len(scenario.players) - 1 if mask is None else mask, LIGHT)


def finding(now: np.ndarray, mask: int = 3, **severities: float) -> str:
    return plain(shown(case_of(APART, now, severities or {"Noto": 3.0}), mask)["finding"])


# The headline ---------------------------------------------------------------------------------------------------------


def test_worse_than_none_is_said_where_removal_is_better_for_sure() -> None:
    told = shown(case_of(APART, HARMED, {"Noto": 3.0}))
    assert plain(told["finding"]) == "Noisy Noto is worse than none: 40 % against 60 %"
    assert told["finding"][1] == {"tag": "Noto"}
    assert told["subtitle"].startswith("Test accuracy on 100 samples, Noto at severity 3 of 5 against Noto removed: 20")


def test_without_single_samples_worse_than_none_needs_intervals_that_are_far_apart() -> None:
    near = rights(100, [(0, 10), (0, 60), (70, 80), (0, 45)])
    told = [plain(shown(case_of(APART, near, {"Noto": 3.0}, paired=paired))["finding"]) for paired in (True, False)]
    assert told[0] == "Noisy Noto is worse than none: 45 % against 60 %"
    assert told[1] == "Noisy Noto costs 45 points; against none: too close to call"
    assert finding(HARMED) == plain(shown(case_of(APART, HARMED, {"Noto": 3.0}, paired=False))["finding"])


def test_a_cost_is_compared_with_removal() -> None:
    assert finding(DENTED) == "Noisy Noto costs 8 points; still better than none"
    assert finding(SHAKEN) == "Noisy Noto costs 32 points; against none: too close to call"


def test_what_may_be_chance_is_too_close_to_call() -> None:
    assert finding(NUDGED) == "With noisy Noto 89 %: a loss is too close to call"


def test_a_gain_is_no_loss() -> None:
    assert finding(LIFTED) == "With noisy Noto it does better: 99 %, 9 points more"


def test_nothing_corrupted_and_nobody_missing() -> None:
    told = shown(case_of(APART))
    assert plain(told["finding"]) == "Nobody is missing and nothing is corrupted: 90 %"
    assert told["subtitle"].endswith("Switch a modality off, or corrupt one.")
    assert told["numbers"][0]["change"] == ""
    assert told["estimates"][0] == {}


def test_one_missing_several_missing_one_left() -> None:
    alone = shown(case_of(APART), 0b01)
    assert plain(alone["finding"]) == "With Twemoji alone 60 % remain: 30 points fewer"
    scenario = cases.scenario({})
    assert plain(shown(scenario, 0b101)["finding"]).startswith("Without Noto 76 % remain: ")
    four = cases.scenario({}, players=4)
    assert plain(shown(four, 0b1001)["finding"]).startswith("Without Noto and words ")


def test_missing_and_corrupted_together() -> None:
    four = cases.scenario({"Noto": 5.0, "words": 5.0}, players=4)
    assert plain(shown(four, 0b1110)["finding"]).startswith("Without Twemoji and with noisy Noto and shortened words ")
    three = cases.scenario({"Noto": 5.0, "words": 5.0})
    assert re.fullmatch(r"Noisy Noto and shortened words cost \d+ points", plain(shown(three)["finding"]))


def test_a_corruption_of_somebody_absent_changes_nothing_and_says_so() -> None:
    told = shown(case_of(APART, HARMED, {"Noto": 3.0}), 0b01)
    assert told["note"] == "Noto absent: what is set for it changes nothing."
    assert plain(told["finding"]) == "With Twemoji alone 60 % remain: 30 points fewer"
    assert told["levels"] == {}


def test_nobody_present_is_a_lesson() -> None:
    told = shown(case_of(APART, labels=[6, 6, 6]), 0)
    assert plain(told["finding"]) == f"With nobody present the network always says {CLASSES[6]}: 10 %"
    assert "not knowledge" in plain(told["conclusion"])
    assert plain(told["drop"]["answer"]) == "Nobody is left to drop."
    assert not any(chip["sure"] for chip in told["chips"])


def test_nobody_present_is_not_always_the_same_class() -> None:
    told = shown(case_of(APART, labels=[6, 5]), 0)
    assert plain(told["finding"]) == "With nobody present the network goes by what stands in for them: 10 %"


def test_every_corruption_has_an_adjective() -> None:
    assert set(ADJECTIVES) == set(get_args(Corruption))


# Edges ----------------------------------------------------------------------------------------------------------------


def test_a_single_sample_is_never_enough() -> None:
    one, lost = rights(1, [(0, 0), (0, 1), (0, 1), (0, 1)]), rights(1, [(0, 0), (0, 1), (0, 0), (0, 0)])
    told = shown(case_of(one, lost, {"Noto": 5.0}))
    assert "too close to call" in plain(told["finding"])
    assert not any(chip["sure"] for chip in told["chips"])
    assert not told["drop"]["sure"]


def test_where_all_are_alike_nothing_is_told_apart() -> None:
    alike = rights(200, [(0, 100)] * 8)
    told = shown(case_of(alike, labels=[1]))
    said = {chip["key"]: plain(chip["said"]) for chip in told["chips"]}
    assert said == {"worst": "none for sure so far", "missed": "nobody for sure", "redundant": "none for sure"}
    assert plain(told["drop"]["answer"]).endswith("too close to call.")
    assert plain(told["conclusion"]).startswith("Who carries most is too close to call.")


def test_an_undefined_edm_is_called_so() -> None:
    clean, gone = rights(50, [(0, 10), (0, 30), (0, 30), (0, 40)]), rights(50, [(0, 10)] * 4)
    told = shown(case_of(clean, gone, {"Noto": 5.0}))
    assert "EDM 0.00 → undefined" in told["dumbbell"]["subtitle"]
    assert "EDM undefined" in shown(case_of(gone))["dumbbell"]["subtitle"]
    assert "EDM" not in shown(case_of(clean), 0b01)["dumbbell"]["subtitle"]


def test_both_networks_have_an_edm() -> None:
    told = shown(cases.scenario(beside=True))["dumbbell"]["subtitle"]
    assert re.search(r"EDM \d\.\d\d → \d\.\d\d, \d\.\d\d → \d\.\d\d · solid", told)


# Curves ---------------------------------------------------------------------------------------------------------------


def swept(*tables: np.ndarray) -> dict:
    return shown(case_of(APART, HARMED, {"Noto": 3.0}, sweeps={"Noto": tables}))


@pytest.mark.parametrize(
    ("tables", "title"),
    [
        ((APART, DENTED, NUDGED, HARMED, HARMED, HARMED), "From severity 3 on, noisy Noto is worse than none"),
        ((APART, DENTED, HARMED, DENTED, HARMED, HARMED), "From severity 4 on, noisy Noto is worse than none"),
        ((APART, APART, APART, APART, APART, HARMED), "At severity 5, noisy Noto is worse than none"),
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


# Who contributes ------------------------------------------------------------------------------------------------------


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
    assert plain(told["dumbbell"]["title"]) == "Nobody has lost for sure: no slack to pick up"


# Chips and the sensor to drop -----------------------------------------------------------------------------------------

# Twemoji and Noto know the same, words know the rest.
THREE = rights(200, [(0, 20), (0, 100), (0, 105), (0, 111), (100, 190), (0, 190), (0, 180), (0, 190)])


def test_findings_about_the_network_are_sure_where_nobody_comes_close() -> None:
    told = shown(case_of(THREE))
    missed, redundant = told["chips"][1:]
    assert plain(missed["said"]) == "words costs 39 points"
    assert missed["sure"]
    assert plain(redundant["said"]) == "Twemoji + Noto +3 over the better one"
    assert redundant["sure"]


def test_the_worst_failure_is_the_worst_that_can_happen() -> None:
    harmed = rights(100, [(0, 10), (0, 60), (70, 80), (0, 15)])
    told = swept(APART, DENTED, DENTED, DENTED, harmed, DENTED)
    assert plain(told["chips"][0]["said"]) == "Noto −75 points at severity 4 so far"


def test_failures_that_may_be_chance_are_none() -> None:
    nearly = rights(100, [(0, 10), (0, 89), (1, 90), (0, 90)])
    assert plain(shown(case_of(nearly))["chips"][0]["said"]) == "none for sure so far"


def test_failures_that_come_close_are_not_ranked() -> None:
    one, other = rights(100, [(0, 10), (0, 60), (0, 10), (0, 40)]), rights(100, [(0, 10), (0, 10), (30, 80), (3, 41)])
    told = shown(case_of(APART, sweeps={"Noto": [APART, one], "Twemoji": [APART, other]}))
    assert plain(told["chips"][0]["said"]) == "Twemoji or Noto: too close to call"


def test_the_sensor_that_costs_nothing_for_sure() -> None:
    told = shown(case_of(THREE))["drop"]
    assert told["sure"]
    assert plain(told["answer"]) == "Noto: what that costs cannot be told from nothing."
    assert [plain(reason) for reason in told["reasons"][:4]] == [
        "Noto dropped: 0 [−1, 1], too close to call.",
        "Twemoji dropped: 5 points fewer [2, 8].",
        "words dropped: 39 points fewer [32, 46].",
        "Dropping Twemoji instead leaves 5 points fewer [2, 8].",
    ]


def test_the_sensor_that_costs_least_and_the_one_that_does_harm() -> None:
    dear = rights(200, [(0, 20), (0, 100), (0, 105), (0, 110), (100, 190), (0, 174), (0, 150), (0, 190)])
    assert plain(shown(case_of(dear))["drop"]["answer"]) == "Noto: that costs 8 points, and any other one more."
    harmful = rights(200, [(0, 20), (0, 100), (0, 105), (0, 110), (100, 190), (0, 198), (0, 150), (0, 180)])
    assert plain(shown(case_of(harmful))["drop"]["answer"]) == "Noto: without it the network even gains 9 points."


def test_a_tie_between_sensors_is_called_one() -> None:
    tied = rights(100, [(0, 10), (0, 60), (4, 62), (0, 90)])
    told = shown(case_of(tied))["drop"]
    assert not told["sure"]
    assert plain(told["answer"]) == "Noto or Twemoji: too close to call."


def test_whoever_does_harm_now_had_better_go_now() -> None:
    reasons = [plain(reason) for reason in shown(case_of(APART, HARMED, {"Noto": 3.0}))["drop"]["reasons"]]
    assert "As things stand now, Noto does harm: without it 20 points more." in reasons


def test_the_last_one_cannot_be_dropped() -> None:
    assert plain(shown(case_of(APART), 0b10)["drop"]["answer"]).startswith("Only Noto is left")


# Two networks ---------------------------------------------------------------------------------------------------------


def pair(first: np.ndarray, second: np.ndarray, **other: object) -> dict:
    severities = {"Noto": 3.0}
    one = case_of(APART, first, severities).sides[0]
    two = case_of(other.pop("clean", APART), second, severities, run="calm-otter").sides[0]
    scenario = case_of(APART, first, severities)
    return shown(replace(scenario, sides=[one, replace(two, **other)]))


def test_two_networks_on_the_same_samples_are_subtracted() -> None:
    told = pair(HARMED, DENTED)
    assert plain(told["finding"]) == "calm-otter loses 42 points fewer than plain-heron"
    assert plain(told["conclusion"]).startswith("Noto now ")
    assert told["note"] == ""


def test_two_networks_that_lose_alike_are_not_told_apart() -> None:
    assert plain(pair(DENTED, NUDGED)["finding"]).startswith("calm-otter loses")
    told = pair(DENTED, rights(100, [(0, 10), (0, 60), (40, 80), (0, 83)]))
    assert plain(told["finding"]) == "Which one loses less, plain-heron or calm-otter: too close to call"


def test_who_has_less_to_lose_is_not_praised_for_losing_less() -> None:
    weak = rights(100, [(0, 10), (0, 20), (0, 22), (0, 25)])
    assert plain(pair(DENTED, weak, clean=weak)["finding"]) == (
        "calm-otter loses 8 points fewer than plain-heron, yet stays 57 points behind"
    )


def test_a_modality_may_mislead_one_network_or_both() -> None:
    misled = rights(100, [(0, 10), (0, 60), (0, 0), (0, 20)])
    assert plain(pair(misled, misled)["conclusion"]).startswith("Noto now misleads both networks (φ −25 and −25). ")
    told = plain(pair(misled, DENTED)["conclusion"])
    assert told.startswith("Noto now misleads plain-heron (φ −25) and helps calm-otter (φ +")
    assert told.endswith("Who is ahead on clean inputs is too close to call.")


def test_slack_is_told_of_the_network_that_has_lost_something() -> None:
    redundant = rights(100, [(0, 10), (0, 60), (0, 60), (0, 60)])
    gone = rights(100, [(0, 10), (0, 60), (0, 10), (0, 60)])
    told = pair(HARMED, APART)["dumbbell"]["title"]
    assert plain(told) == "The others pick up 0 of 45 points in plain-heron"
    scenario = case_of(redundant, gone, {"Noto": 3.0})
    twice = replace(scenario, sides=[*scenario.sides, replace(scenario.sides[0], run="calm-otter")])
    assert plain(shown(twice)["dumbbell"]["title"]) == (
        "The others pick up 25 of 25 points in plain-heron and 25 of 25 points in calm-otter"
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"seed": 4}, "seeds 0 and 4"), ({"dataset": "race"}, "datasets emoji3 and race"), ({"split": "valid"}, "splits")],
)
def test_two_networks_on_other_samples_are_not_subtracted_and_it_is_said_why(changed: dict, why: str) -> None:
    told = pair(HARMED, DENTED, **changed)
    assert told["note"].startswith("Not subtracted: the two were tested on different samples")
    assert why in told["note"]
    assert plain(told["finding"]) == "plain-heron 90 % → 40 %, calm-otter 90 % → 82 %"


def test_networks_of_other_modalities_do_not_stand_side_by_side() -> None:
    two, three = cases.World(2).side(), cases.World(3).side()
    with pytest.raises(UsageError, match="has the modalities Twemoji, Noto, words"):
        Scenario([two, three], cases.World(2).kinds)


def test_there_are_one_or_two_networks() -> None:
    with pytest.raises(UsageError, match="found 0"):
        Scenario([], {"Noto": "image", "words": "text"})
