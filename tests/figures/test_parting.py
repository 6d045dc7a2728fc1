"""The mark of a fork: where it is, and words that keep out of the way of the cursor's label."""

from dataclasses import replace
from typing import Any

import pytest

from shapviz.figures.course import Fork
from shapviz.figures.labels import plain_width
from shapviz.figures.story import story
from shapviz.figures.theme import LIGHT
from tests.figures.records import course


def forked(epoch: int, words: str = "weak first", **look: Any) -> Any:
    return story(replace(course(20), fork=Fork(epoch, words)), LIGHT, **look)


def words_at(scene: Any, cursor: int) -> list[dict[str, Any]]:
    return [note for note in scene["frames"][str(cursor)]["annotations"] if "fork" in note["text"]]


@pytest.mark.parametrize("measure", ["share", "signed"])
def test_a_dotted_line_goes_through_all_rows_at_the_fork(measure: str) -> None:
    dotted = [
        shape
        for shape in forked(8, measure=measure)["layout"]["shapes"]
        if shape.get("line", {}).get("dash") == "dot" and shape["x0"] == shape["x1"] == 8
    ]
    assert [(line["yref"], line["y0"], line["y1"]) for line in dotted] == [("paper", 0, 1)]


def test_a_run_without_a_parent_has_no_such_words() -> None:
    scene = story(course(20), LIGHT)
    assert all(words_at(scene, cursor) == [] for cursor in range(21))


def test_what_was_changed_is_said_and_taken_for_no_markup() -> None:
    [label] = words_at(forked(8, "<i>joint"), 20)
    assert label["text"] == "<b>fork</b>: &lt;i&gt;joint"
    assert label["x"] == 8


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("epoch", [0, 1, 8, 19])
def test_the_words_never_touch_the_cursors_label(epoch: int, compact: bool) -> None:
    scene = forked(epoch, compact=compact)
    width, size = (320, 12) if compact else (640, 13)
    margin = scene["layout"]["margin"]
    per_epoch = (width - margin["l"] - margin["r"]) / 20

    def span(note: dict[str, Any]) -> tuple[float, float]:
        wide = plain_width(note["text"], size)
        start = note["x"] * per_epoch - {"left": 0, "center": wide / 2, "right": wide}[note["xanchor"]]
        return start, start + wide

    for cursor in range(21):
        notes = scene["frames"][str(cursor)]["annotations"]
        flag = span(next(note for note in notes if note["text"] == f"<b>epoch {cursor}</b>"))
        for note in words_at(scene, cursor):
            low, high = span(note)
            assert high < flag[0] or flag[1] < low
    assert words_at(scene, 20 if epoch < 10 else 0), "far from the cursor there is room"
