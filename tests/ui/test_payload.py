"""The payload is all that the stage needs, and nothing that depends on who looks."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from shapviz.figures.story import Measure
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.spec import RunSpec
from shapviz.ui import assets
from shapviz.ui.payload import Look, Payload, payload, text
from shapviz.ui.state import VIEWS
from tests.figures import records

LOOK = Look("light", "share", compact=False)


def info(status: Status = "finished", epochs: int = 20) -> RunInfo:
    return RunInfo(
        id="0" * 32,
        name="calm-otter",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        origin="user",
        spec=RunSpec.model_validate({"training": {"epochs": epochs}}),
        status=status,
        epoch=None,
        version="0",
    )


def made(look: Look = LOOK, **options: Any) -> Payload:
    return payload(info(), records.course(20, **options), look)


def test_scenes_and_words_have_the_same_epochs() -> None:
    shown = made()
    assert shown["newest"] == 20
    for scene in shown["scenes"].values():
        assert scene["frames"].keys() == shown["words"].keys()


def test_every_name_in_a_sentence_is_a_player_of_the_run() -> None:
    shown = made()
    sentences = [sentence for words in shown["words"].values() for sentence in words.values()]
    tags = {part["tag"] for sentence in sentences for part in sentence if isinstance(part, dict) and "tag" in part}
    assert tags
    assert tags <= shown["players"].keys()


def test_every_place_for_a_sentence_is_filled() -> None:
    places = set(re.findall(r'data-say="(\w+)"', (assets.OWN / "stage" / "markup.js").read_text(encoding="utf-8")))
    places |= {f"how_{chart}" for chart in ("story", "accuracy", "lattice")}
    shown = made()
    told_by_the_job = {"standing", "invitation"}
    told_by_the_verdict = {"verdict_why", "verdict_todo"}
    for words in shown["words"].values():
        assert words.keys() | shown["lines"].keys() | told_by_the_job | told_by_the_verdict == places


@pytest.mark.parametrize("players", [2, 4, 9])
def test_any_number_of_modalities_can_be_shown(players: int) -> None:
    names = records.NAMES[:players]
    shown = payload(info(), records.course(5, names), LOOK)
    assert shown["players"].keys() == set(names)
    assert len(shown["tables"]["lattice"]["columns"]) == 1 + 2**players


def test_it_is_json_that_browsers_can_read() -> None:
    shown = payload(info(), records.course(6, every=3), LOOK)
    assert json.loads(text(shown), parse_constant=lambda word: pytest.fail(f"{word} is not JSON")) == shown


def test_a_run_without_a_valuation_says_so_and_has_no_scenes() -> None:
    shown = payload(info("queued"), None, LOOK)
    assert (shown["scenes"], shown["newest"], shown["run"]) == (None, -1, "0" * 32)
    assert shown["words"] == {"0": {}}


def test_no_run_at_all_can_be_shown() -> None:
    assert payload(None, None, LOOK)["run"] == ""


def test_the_look_decides_which_figures_they_are() -> None:
    looks = [Look(theme, view, compact) for theme in ("light", "dark") for view in VIEWS for compact in (False, True)]
    stories = {json.dumps(made(look)["scenes"]["story"]) for look in looks}
    assert len(stories) == len(looks)


def test_a_long_run_stays_small_and_keeps_its_last_epoch() -> None:
    shown = payload(info(epochs=1000), records.course(1000), LOOK)
    assert len(text(shown)) < 2_000_000
    assert "1000" in shown["words"]
    assert shown["stops"][0]["epoch"] == 1000


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("every", [1, 3])
def test_a_payload_that_goes_on_from_the_last_one_is_the_same_as_one_made_at_once(every: int, view: Measure) -> None:
    look, story = Look("light", view, compact=False), None
    for so_far in range(13):
        course = records.course(12, so_far=so_far, every=every)
        shown = payload(info(), course, look, before=story)
        assert shown == payload(info(), course, look)
        story = shown["scenes"]["story"]
