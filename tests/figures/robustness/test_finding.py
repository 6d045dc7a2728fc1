"""The headline claims nothing that its interval does not support: a case for each sentence."""

import re
from typing import get_args

import pytest

from shapviz.figures.robustness.wording import ADJECTIVES
from shapviz.figures.words import plain
from shapviz.runs.corruptions import Corruption
from tests.figures import robustness_cases as cases
from tests.figures.robustness.told import APART, DENTED, HARMED, LIFTED, NUDGED, SHAKEN, finding, shown
from tests.figures.robustness_cases import CLASSES, case_of, rights


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


@pytest.mark.parametrize(("right", "what"), [(89, "loss"), (90, "change"), (91, "gain")])
def test_what_is_too_close_to_call_is_called_by_its_estimate(right: int, what: str) -> None:
    said = finding(rights(100, [(0, 10), (0, 60), (30, 80), (0, right)]))
    assert said == f"With noisy Noto {right} %: a {what} is too close to call"


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
    assert re.fullmatch(
        r"With 1 absent and 2 corrupted \d+ % remain: \d+ points fewer", plain(shown(four, 0b1110)["finding"])
    )
    two = cases.scenario({"words": 5.0})
    assert plain(shown(two, 0b101)["finding"]) == "Without Noto, shortened words is worse than none"
    three = cases.scenario({"Noto": 5.0, "words": 5.0})
    assert re.fullmatch(r"Noisy Noto and shortened words cost \d+ points", plain(shown(three)["finding"]))


def test_where_names_leave_no_room_there_are_counts() -> None:
    scenario = cases.scenario({"Noto": 5.0, "words": 5.0, "Twemoji": 5.0})
    told = shown(scenario)
    assert re.fullmatch(r"3 corruptions together cost \d+ points", plain(told["finding"]))
    assert len(told["subtitle"]) < 100


def test_a_corruption_of_somebody_absent_changes_nothing() -> None:
    told = shown(case_of(APART, HARMED, {"Noto": 3.0}), 0b01)
    assert plain(told["finding"]) == "With Twemoji alone 60 % remain: 30 points fewer"
    assert told["levels"] == {}


def test_nobody_present_is_a_lesson() -> None:
    told = shown(case_of(APART, labels=[6, 6, 6]), 0)
    assert plain(told["finding"]) == f"With nobody present it always says {CLASSES[6]}: 10 %"
    assert "not knowledge" in plain(told["conclusion"])
    assert plain(told["drop"]["answer"]) == "Nobody is left to drop."
    assert not any(chip["sure"] for chip in told["chips"])


def test_nobody_present_is_not_always_the_same_class() -> None:
    told = shown(case_of(APART, labels=[6, 5]), 0)
    assert plain(told["finding"]) == "With nobody present it goes by what stands in: 10 %"


def test_every_corruption_has_an_adjective() -> None:
    assert set(ADJECTIVES) == set(get_args(Corruption))


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
