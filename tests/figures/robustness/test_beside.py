"""Of two networks nothing is claimed that paired samples do not support."""

from dataclasses import replace

import numpy as np
import pytest

from shapviz.errors import UsageError
from shapviz.figures.robustness.scenario import Scenario
from shapviz.figures.words import plain
from shapviz.runs.options import ModalityDropout
from shapviz.runs.spec import DatasetSpec, RunSpec, TrainingSpec
from tests.figures import robustness_cases as cases
from tests.figures.robustness.told import APART, DENTED, HARMED, NUDGED, shown
from tests.figures.robustness_cases import EMOJI, case_of, rights

NOISY = DatasetSpec(name="emoji3", noise={"noto": 0.5})


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
    assert told["note"] == "Intervals are over test samples of one training each: another seed may turn it."


def test_it_is_said_in_which_settings_two_networks_differ() -> None:
    strategy, training = ModalityDropout(), TrainingSpec(epochs=12, learning_rate=0.01)
    spec = RunSpec(dataset=DatasetSpec(name="emoji3"), strategy=strategy, training=training)
    told = pair(HARMED, DENTED, spec=spec)["note"]
    assert told.startswith(
        "They differ in epochs (20 · 12), learning rate (0.002 · 0.01), strategy (alternating · modality dropout) and "
    )


def test_two_networks_that_lose_alike_are_not_told_apart() -> None:
    assert plain(pair(DENTED, NUDGED)["finding"]).startswith("calm-otter loses")
    told = pair(DENTED, rights(100, [(0, 10), (0, 60), (40, 80), (0, 83)]))
    assert plain(told["finding"]) == "Which one loses less: too close to call"


def test_who_has_less_to_lose_is_not_praised_for_losing_less() -> None:
    weak = rights(100, [(0, 10), (0, 20), (0, 22), (0, 25)])
    assert plain(pair(DENTED, weak, clean=weak)["finding"]) == (
        "calm-otter loses 8 points fewer, yet stays 57 behind plain-heron"
    )


def test_a_modality_may_mislead_one_network_or_both() -> None:
    misled = rights(100, [(0, 10), (0, 60), (0, 0), (0, 20)])
    assert plain(pair(misled, misled)["conclusion"]).startswith("Noto now misleads both networks (φ −25 and −25). ")
    told = plain(pair(misled, DENTED)["conclusion"])
    assert told.startswith("Noto now misleads plain-heron (φ −25) and helps calm-otter (φ +")
    assert told.endswith("Who is ahead on clean inputs is too close to call.")


def test_a_mean_over_coalitions_is_called_one_where_the_present_coalition_says_otherwise() -> None:
    clean = rights(200, [(0, 20), (0, 180), (0, 120), (0, 190)])
    now = rights(200, [(0, 20), (0, 180), (0, 100), (0, 164)])
    scenario = case_of(clean, now, {"Noto": 3.0})
    other = case_of(clean, clean, {"Noto": 3.0}, run="calm-otter")
    told = plain(shown(replace(scenario, sides=[*scenario.sides, *other.sides]))["conclusion"])
    assert "on average over all coalitions" in told
    assert "added to Twemoji it costs 8 points in plain-heron" in told
    assert "in calm-otter." not in told


def test_slack_is_told_of_the_network_that_has_lost_something() -> None:
    redundant = rights(100, [(0, 10), (0, 60), (0, 60), (0, 60)])
    gone = rights(100, [(0, 10), (0, 60), (0, 10), (0, 60)])
    told = pair(HARMED, APART)["dumbbell"]["title"]
    assert plain(told) == "Points picked up: none of 45 in plain-heron"
    scenario = case_of(redundant, gone, {"Noto": 3.0})
    twice = replace(scenario, sides=[*scenario.sides, replace(scenario.sides[0], run="calm-otter")])
    assert plain(shown(twice)["dumbbell"]["title"]) == (
        "Points picked up: 25 of 25 in plain-heron and 25 of 25 in calm-otter"
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"spec": EMOJI.model_copy(update={"seed": 4})}, "different samples (seeds 0 and 4)"),
        ({"spec": RunSpec(dataset=DatasetSpec(name="race"))}, "different data (emoji3 and race)"),
        ({"spec": RunSpec(dataset=NOISY)}, "noise over their modalities differs (none; noto 0.5)"),
        ({"split": "valid"}, "different samples (splits test and valid)"),
    ],
)
def test_two_networks_on_other_samples_are_not_subtracted_and_it_is_said_why(changed: dict, why: str) -> None:
    told = pair(HARMED, DENTED, **changed)
    assert told["note"].startswith("Not subtracted")
    assert why in told["note"]
    assert "Intervals" not in told["note"]
    assert plain(told["finding"]) == "plain-heron 90 % → 40 %, calm-otter 90 % → 82 %"


def test_networks_of_other_modalities_do_not_stand_side_by_side() -> None:
    two, three = cases.World(2).side(), cases.World(3).side()
    with pytest.raises(UsageError, match="has the modalities Twemoji, Noto, words"):
        Scenario([two, three], cases.World(2).kinds)


def test_there_are_one_or_two_networks() -> None:
    with pytest.raises(UsageError, match="found 0"):
        Scenario([], {"Noto": "image", "words": "text"})
