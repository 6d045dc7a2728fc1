"""What the browser needs to draw the lab is there before the network has said a word."""

import pytest

from shapviz.data import catalog
from shapviz.figures.theme import styles
from shapviz.runs.corruptions import FITTING
from shapviz.runs.robustness import Conditions, Corrupted
from shapviz.runs.severity import WORST, told
from shapviz.ui.labs.payload import text
from shapviz.ui.labs.tokens import is_valid
from shapviz.ui.robustness.payload import TITLES, payload
from shapviz.ui.robustness.state import STAND_INS, STEP, Choice
from tests.ui.labs import run

SHOWN, TWIN, RACE = run("a" * 32), run("b" * 32, strategy="modality_dropout"), run("c" * 32, dataset="race")


def test_every_modality_looks_as_everywhere_and_every_step_of_its_sliders_is_in_words() -> None:
    made = payload(SHOWN, None, Choice(), (SHOWN,), theme="light")
    names = [player["name"] for player in made["players"]]
    assert {player["name"]: player["fill"] for player in made["players"]} == {
        name: style.colour for name, style in styles(names).items()
    }
    for kind, fitting in made["fitting"].items():
        assert tuple(one["name"] for one in fitting) == FITTING[kind]
        assert all(one["told"][round(WORST / STEP)] == told(kind, one["name"], WORST) for one in fitting)


@pytest.mark.parametrize("dataset", catalog.names())
def test_the_lab_opens_with_every_dataset(dataset: str) -> None:
    shown = run("a" * 32, dataset=dataset)
    made = payload(shown, None, Choice(), (shown,), theme="dark")
    assert len(made["players"]) >= 2
    assert text(made)


def test_every_stand_in_has_a_title() -> None:
    assert TITLES.keys() == set(STAND_INS)


def test_what_the_address_asks_for_is_what_the_browser_begins_with() -> None:
    done = {"noto": Corrupted(corruption="blur", severity=2.5)}
    choice = Choice(absent=("words",), conditions=Conditions(corrupted=done, stand_in="mean", draw=7), focus="noto")
    assert payload(SHOWN, None, choice, (SHOWN,), theme="light")["asked"] == {
        "absent": ("words",),
        "stand": "mean",
        "corrupted": {"noto": {"corruption": "blur", "severity": 2.5}},
        "focus": "noto",
        "draw": 7,
    }


def test_other_runs_are_offered_and_beside_stand_only_those_that_fit() -> None:
    made = payload(SHOWN, TWIN, Choice(beside=TWIN.id), (SHOWN, TWIN, RACE), theme="light")
    assert {one["id"]: one["like"] for one in made["runs"]} == {SHOWN.id: True, TWIN.id: True, RACE.id: False}
    assert made["company"] == [TWIN.id]
    assert is_valid(made["run"]["token"], SHOWN.id)
    assert is_valid(made["beside"]["token"], TWIN.id)


def test_another_company_is_another_visit() -> None:
    alone, together = (payload(SHOWN, beside, Choice(), (SHOWN, TWIN), theme="light") for beside in (None, TWIN))
    assert alone["key"] != together["key"]
