"""What the browser needs to draw Attribution is there before the network has said a word."""

import pytest
from hypothesis import given, settings

from shapviz.data import catalog
from shapviz.runs.methods import METHODS
from shapviz.ui.attribution.payload import payload
from shapviz.ui.attribution.state import BASELINES, INSIDE, PAYOFFS, Choice
from shapviz.ui.labs.payload import text
from shapviz.ui.labs.tokens import is_valid
from tests.ui import node
from tests.ui.labs import run
from tests.ui.test_attribution_state import choices, read

SHOWN, RACE = run("a" * 32), run("c" * 32, dataset="race")


@pytest.mark.parametrize("dataset", catalog.names())
def test_the_lab_opens_with_every_dataset(dataset: str) -> None:
    shown = run("a" * 32, dataset=dataset)
    made = payload(shown, Choice(), (shown,), theme="dark", usual=False)
    assert len(made["players"]) >= 2
    assert made["classes"]
    assert text(made)


def test_everything_that_may_be_asked_is_offered_in_words() -> None:
    made = payload(SHOWN, Choice(), (SHOWN, RACE), theme="light", usual=True)
    assert [one["value"] for one in made["offered"]["payoff"]] == list(PAYOFFS)
    assert [one["value"] for one in made["offered"]["baseline"]] == list(BASELINES)
    assert [one["name"] for one in made["inside"]] == list(INSIDE)
    assert {one["id"]: one["like"] for one in made["runs"]} == {SHOWN.id: True, RACE.id: False}
    assert is_valid(made["run"]["token"], SHOWN.id)


def test_beginners_see_some_of_the_methods_and_researchers_all() -> None:
    first = payload(SHOWN, Choice(), (), theme="light", usual=True)["methods"]
    assert set(first["learn"]) < set(first["explore"]) < set(METHODS)
    assert first["research"] is None


@node.needed
@settings(max_examples=15)
@given(choices())
def test_the_browser_says_in_the_address_what_the_server_says(choice: Choice) -> None:
    shown = run(choice.run or "f" * 32)
    asked = text(payload(shown, choice, (shown,), theme="light", usual=choice.run is None))
    written = {
        key: str(value) for key, value in node.answer("attribution/told.mjs", asked).items() if value not in (None, "")
    }
    again, notes = read(written)
    assert [note for note in notes if "There is no run 'ffff" not in note] == []
    assert again == choice
