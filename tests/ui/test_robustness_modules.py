"""The lab's JavaScript, run by node where there is one: its own tests, and that both sides speak of one address."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings

from shapviz.runs.corruptions import FITTING
from shapviz.ui.robustness.payload import payload, text
from shapviz.ui.robustness.state import Choice
from tests.ui.labs import run
from tests.ui.test_robustness_state import EMOJI, choices, read

HERE = Path(__file__).with_name("robustness")
NODE = shutil.which("node")

USUAL = {modality.name: FITTING[modality.kind][0] for modality in EMOJI}

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def test_modules_pass_their_own_tests() -> None:
    tests = sorted(map(str, HERE.glob("*.test.mjs")))
    done = subprocess.run([str(NODE), "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"# tests {done.stdout.count('# Subtest')}" in done.stdout


@settings(max_examples=15)
@given(choices())
def test_the_browser_says_in_the_address_what_the_server_says(choice: Choice) -> None:
    shown, beside = run(choice.run or "f" * 32), choice.beside and run(choice.beside)
    asked = text(payload(shown, beside or None, choice, (shown,), theme="light", usual=choice.run is None))
    command = [str(NODE), str(HERE / "told.mjs")]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    written = {key: str(value) for key, value in json.loads(done.stdout).items() if value}
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
