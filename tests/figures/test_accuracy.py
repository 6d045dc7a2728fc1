import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from shapviz.figures.accuracy import HEIGHT, accuracy
from shapviz.figures.course import alone
from shapviz.figures.scene import still
from shapviz.figures.theme import LIGHT
from tests.figures.records import course
from tests.figures.strategies import THEMED, courses


def told(notes: list[dict]) -> dict[str, str]:
    texts = [re.sub(r"<[^>]*>", "", note["text"]).replace(" %", "").split() for note in notes]
    return {words[-2]: words[-1] for words in texts}


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_labels_say_the_newest_accuracies(run, theme) -> None:
    scene = accuracy(run, theme)
    for record in run.records:
        _, accuracies = run.accuracy_at(record.epoch)
        expected = {**alone(run.players, accuracies), "all": accuracies[-1]}
        shown = told(scene["frames"][str(record.epoch)]["annotations"])
        assert shown == {name: f"{100 * height:.0f}" for name, height in expected.items()}


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_labels_stand_14_px_apart_and_inside(run, theme) -> None:
    scene = accuracy(run, theme)
    margin = scene["layout"]["margin"]
    row = HEIGHT - margin["t"] - margin["b"]
    for frame in scene["frames"].values():
        heights = sorted(note["y"] for note in frame["annotations"])
        assert all((above - below) * row >= 14 for below, above in pairwise(heights))
        assert heights[0] >= 0
        assert heights[-1] <= 1


def test_dots_stand_at_the_ends_of_the_curves() -> None:
    run = course(10)
    figure = still(accuracy(run, LIGHT), 6)
    *curves, dots = figure["data"]
    *_, hare, fox, tortoise, everyone = (trace["y"][-1] for trace in curves)
    assert dots["x"] == [6] * 4
    assert dots["y"] == [hare, fox, tortoise, everyone]


@pytest.mark.parametrize("known", [{}, {"fox": 0.7}, {"hare": 0.8, "fox": 0.7, "tortoise": 0.6}], ids=len)
def test_ceilings_are_drawn_where_they_are_known(known: dict[str, float]) -> None:
    data = accuracy(replace(course(5), ceilings=known), LIGHT)["data"]
    dotted = [trace["y"][0] for trace in data if trace.get("line", {}).get("dash") == "1.5px,3px"]
    assert dotted == list(known.values())


def test_probes_are_open_marks_that_show_at_the_end_only() -> None:
    run = replace(course(5), probes={"fox": 0.66, "tortoise": 0.5})
    scene = accuracy(run, LIGHT)
    for epoch, shown in ((4, []), (5, [0.66, 0.5])):
        data = still(scene, epoch)["data"]
        [marks] = [trace for trace in data if trace.get("marker", {}).get("color") == LIGHT.background]
        assert marks["y"] == shown
    assert "ceiling 78 %, probe 66 %" in scene["frames"]["5"]["alt"]
    assert "probe" not in scene["frames"]["4"]["alt"]


def test_a_modality_may_be_called_all() -> None:
    run = course(3, ("all", "none"))
    assert len(accuracy(run, LIGHT)["frames"]["3"]["annotations"]) == 3
