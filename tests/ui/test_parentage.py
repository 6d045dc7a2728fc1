"""What is said of a fork."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shapviz.runs.info import RunInfo
from shapviz.runs.spec import parse_spec
from shapviz.ui import parentage

JOINT: dict[str, Any] = {"strategy": {"name": "joint"}}


def run(spec: dict[str, Any], **more: Any) -> RunInfo:
    known = {"id": "a" * 32, "name": "amber-fox", "origin": "user", "status": "finished", "version": "0"}
    return RunInfo(**known, created_at=datetime.now(UTC), spec=parse_spec(spec), **more)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (JOINT, {}, "weak first"),
        ({}, JOINT, "joint"),
        ({}, {"strategy": {"name": "alternating", "loss": "inherit"}}, "loss inherit"),
        ({}, {"training": {"epochs": 40, "learning_rate": 0.01}}, "epochs 40, learning rate 0.01"),
        ({}, {}, "nothing changed"),
        (
            {},
            {"strategy": {"name": "alternating", "budget": "guided", "power": 2}, "training": {"epochs": 40}},
            "3 settings",
        ),
    ],
)
def test_what_was_changed_is_said_in_a_few_words(before: dict[str, Any], after: dict[str, Any], words: str) -> None:
    assert parentage.changes(parse_spec(after), parse_spec(before)) == words


def test_a_fork_whose_parent_is_gone_says_how_it_learns_and_where_it_began() -> None:
    child = run({}, parent="b" * 32, parent_epoch=8)
    fork = parentage.parting(child, None)
    assert fork is not None
    assert (fork.epoch, fork.words) == (8, "weak first")
    assert parentage.descent(child, None) == ["fork at epoch 8"]
    assert parentage.descent(child, run(JOINT)) == ["fork of amber-fox at epoch 8"]


def test_a_run_without_a_parent_has_no_fork() -> None:
    assert parentage.parting(run({}), None) is None
    assert parentage.descent(run({}), None) == []


def test_the_parent_is_what_it_would_have_stayed() -> None:
    ghost = parentage.ghost(run(JOINT), ())
    assert (ghost.words, ghost.label) == ("had it stayed joint", "joint")


def test_the_command_of_a_run_is_to_train_and_of_a_fork_to_fork_its_parent() -> None:
    child = run({}, parent="b" * 32, parent_epoch=8)
    assert parentage.command(run(JOINT), None) == "shapviz train --strategy joint"
    assert parentage.command(child, run(JOINT)) == "shapviz fork --epoch 8 --strategy alternating -- amber-fox"
    assert parentage.command(child, None) is None
