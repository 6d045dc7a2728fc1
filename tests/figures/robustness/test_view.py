"""Whatever can be measured can be shown: no crash, no number that is none, no word that belongs to nobody."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.errors import UsageError
from shapviz.figures.robustness.scenario import Scenario, Side
from shapviz.figures.robustness.view import view
from shapviz.figures.theme import LIGHT
from shapviz.runs.corruptions import FITTING
from shapviz.runs.robustness import Conditions, Corrupted, Prediction, Reading, Seen, Sweep
from shapviz.runs.spec import RunSpec
from tests.figures.robustness_cases import CLASSES, KINDS, measured, scenario
from tests.figures.strategies import THEMED

SEVERITIES = st.floats(0, 5)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw one or two networks that are right about whatever it may be, with any corruptions, curves and samples."""
    kinds = dict(list(KINDS.items())[: draw(st.integers(2, 4))])
    corruption = {player: draw(st.sampled_from(FITTING[kind])) for player, kind in kinds.items()}
    wanted = draw(st.sets(st.sampled_from(list(kinds))))
    corrupted = {player: Corrupted(corruption=corruption[player], severity=draw(SEVERITIES)) for player in wanted}
    conditions = Conditions(corrupted=corrupted, stand_in=draw(st.sampled_from(["own", "zero", "shuffled"])))
    sides = [
        Side(
            f"run-{place}",
            *draw(networks(kinds, conditions, corruption)),
            spec=RunSpec(seed=draw(st.integers(0, 1))),
        )
        for place in range(draw(st.integers(1, 2)))
    ]
    return Scenario(sides, kinds, corruption, draw(st.sampled_from([None, *kinds])))


@st.composite
def networks(draw: st.DrawFn, kinds: dict, conditions: Conditions, corruption: dict) -> tuple[Reading, dict]:
    """Draw what is known of one network: its reading, and some of its sweeps."""
    paired, samples = draw(st.booleans()), draw(st.sampled_from([1, 2, 30]))
    dice = np.random.default_rng(draw(st.integers(0, 999)))

    def table() -> np.ndarray:
        return dice.uniform(size=(samples, 2 ** len(kinds))) < draw(st.sampled_from([0.0, 0.3, 0.8, 1.0]))

    clean = table()
    guesses = st.builds(Prediction, label=st.integers(0, len(CLASSES) - 1), probability=st.floats(0, 1))
    everybody = st.tuples(*[guesses] * 2 ** len(kinds))
    seen = st.builds(Seen, row=st.integers(0, 9), label=st.integers(0, 7), before=everybody, after=everybody)
    reading = Reading(
        conditions=conditions,
        players=tuple(kinds),
        classes=CLASSES,
        clean=measured(clean, clean, paired=paired),
        measured=measured(clean, table(), paired=paired),
        seen=tuple(draw(st.lists(seen, max_size=2))),
    )
    sweeps = {}
    for player in draw(st.sets(st.sampled_from(list(kinds)))):
        at = (0.0, *sorted(draw(st.sets(st.sampled_from([1.0, 2.5, 5.0])))))
        known = tuple(measured(clean, table(), paired=paired) for _ in at)
        chosen = corruption[player] if draw(st.booleans()) else "missing"
        sweeps[player] = Sweep(modality=player, corruption=chosen, severities=at, measured=known)
    return reading, sweeps


@settings(max_examples=60)
@given(scenarios(), st.data(), THEMED, st.booleans())
def test_anything_measured_can_be_shown(shown: Scenario, data: st.DataObject, theme, compact: bool) -> None:
    mask = data.draw(st.integers(0, 2 ** len(shown.players) - 1))
    told = view(shown, mask, theme, compact=compact)
    text = json.dumps(told, allow_nan=False)
    assert "nan" not in text.lower()
    assert "None" not in text
    for sentence in sentences({**told, "estimates": []}):
        for part in sentence:
            assert isinstance(part, str) or next(iter(part)) in ("tag", "strong", "unsure")
            assert isinstance(part, str) or part.get("tag", shown.players[0]) in shown.players
    assert len(told["chips"]) == 3 * len(shown.sides)
    assert told["subtitle"]
    assert all(told[chart]["alt"] and told[chart]["subtitle"] for chart in ("curves", "dumbbell"))


def sentences(part: Any) -> Iterator[list]:
    """Yield every list that holds a tag, stressed words or unsure ones."""
    if isinstance(part, dict):
        for each in part.values():
            yield from sentences(each)
    elif isinstance(part, list):
        if any(isinstance(each, dict) and len(each) == 1 for each in part):
            yield part
        else:
            for each in part:
                yield from sentences(each)


@pytest.mark.parametrize("mask", [-1, 8])
def test_a_coalition_that_does_not_exist_is_refused(mask: int) -> None:
    with pytest.raises(UsageError, match=f"found {mask}"):
        view(scenario(), mask, LIGHT)


def test_names_cannot_become_markup() -> None:
    shown = scenario()
    side = shown.sides[0]
    renamed = Scenario(
        [Side("<i>x</i>", side.reading, side.sweeps), Side("<b>y</b>", side.reading, side.sweeps)],
        shown.kinds,
        shown.corruptions,
    )
    told = view(renamed, 7, LIGHT)
    drawn = json.dumps([told["curves"]["figure"], told["dumbbell"]["figure"]])
    assert "<i>" not in drawn
    assert "&lt;i&gt;" in drawn
