"""The lab's JavaScript, run by node where there is one: both sides speak of one address."""

from hypothesis import given, settings

from shapviz.runs.corruptions import FITTING
from shapviz.ui.labs.payload import text
from shapviz.ui.robustness.payload import payload
from shapviz.ui.robustness.state import Choice
from tests.ui import node
from tests.ui.labs import run
from tests.ui.test_robustness_state import EMOJI, choices, read

USUAL = {modality.name: FITTING[modality.kind][0] for modality in EMOJI}

pytestmark = node.needed


@settings(max_examples=15)
@given(choices())
def test_the_browser_says_in_the_address_what_the_server_says(choice: Choice) -> None:
    shown, beside = run(choice.run or "f" * 32), choice.beside and run(choice.beside)
    asked = text(payload(shown, beside or None, choice, (shown,), theme="light"))
    written = {key: str(value) for key, value in node.answer("robustness/told.mjs", asked).items() if value}
    again, notes = read(written)
    assert [note for note in notes if "There is no run 'ffff" not in note] == []
    assert again.run == choice.run
    assert _apart_from_idle(again) == _apart_from_idle(choice)


def _apart_from_idle(choice: Choice) -> Choice:
    """Return the choice without corruptions that do nothing and are the usual ones."""
    done = {
        name: one for name, one in choice.conditions.corrupted.items() if one.severity or one.corruption != USUAL[name]
    }
    conditions = choice.conditions.model_copy(update={"corrupted": done})
    return choice.model_copy(update={"conditions": conditions})
