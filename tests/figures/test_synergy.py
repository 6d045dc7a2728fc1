"""Pairs: every one has a line, the strongest have colours and labels that never touch."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from shapviz.figures.canvas import Canvas
from shapviz.figures.course import Course, pairs_of, strongest_pairs
from shapviz.figures.scene import Scene, still
from shapviz.figures.story import story
from shapviz.figures.synergy import MOST_NAMED
from shapviz.figures.theme import LIGHT, Theme, faded
from shapviz.games import interactions
from tests.figures.records import NAMES, course
from tests.figures.strategies import THEMED, courses


def scene(run: Course, theme: Theme = LIGHT) -> Scene:
    return story(run, theme, measure="synergy")


def labels(frame: dict) -> list[dict]:
    return [note for note in frame["annotations"] if "</span>" in note["text"] and "yref" not in note]


def lines(run: Course) -> dict[str, list[str]]:
    """Return the colours of the lines of each pair."""
    found: dict[str, list[str]] = {}
    for trace in still(scene(run), run.records[-1].epoch)["data"]:
        if " + " in trace.get("name", ""):
            found.setdefault(trace["name"], []).append(trace["line"]["color"])
    return found


def test_pairs_are_those_of_the_matrix() -> None:
    run = course(4)
    known = pairs_of(run.trained[-1][1])
    matrix = interactions(run.trained[-1][1].worth)
    assert list(known) == [("hare", "fox"), ("hare", "tortoise"), ("fox", "tortoise")]
    assert np.allclose(list(known.values()), [matrix[0, 1], matrix[0, 2], matrix[1, 2]])


@pytest.mark.parametrize(("players", "pairs"), [(2, 1), (3, 3), (6, 15)])
def test_every_pair_has_a_line_and_the_strongest_two_colours(players: int, pairs: int) -> None:
    run = course(5, NAMES[:players])
    found = lines(run)
    assert len(found) == pairs
    striped = {name for name, colours in found.items() if len(colours) == 2}
    assert striped == {" + ".join(pair) for pair in strongest_pairs(run.trained[-1][1], MOST_NAMED)}
    assert all(colours == [faded(LIGHT.muted, 0.5)] for name, colours in found.items() if name not in striped)


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_labels_of_a_frame_do_not_touch_and_stay_inside(run: Course, theme: Theme) -> None:
    made = scene(run, theme)
    low, high = made["layout"]["yaxis"]["range"]
    canvas = Canvas(run.players, run.epochs, compact=False)
    for frame in made["frames"].values():
        heights = sorted(note["y"] for note in labels(frame))
        px = canvas.row_height(0) / (high - low)
        assert all((above - below) * px >= 20 for below, above in pairwise(heights))
        assert all(low <= height <= high for height in heights)


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_zero_lies_inside_and_so_does_every_line(run: Course, theme: Theme) -> None:
    low, high = scene(run, theme)["layout"]["yaxis"]["range"]
    values = [value for _, valuation in run.trained for value in pairs_of(valuation).values()]
    assert low < 0 < high
    assert all(low <= value <= high for value in values)


def test_what_is_shown_is_also_said() -> None:
    run = course(4)
    told = scene(run)["frames"]["4"]["alt"]
    for pair, value in pairs_of(run.trained[-1][1]).items():
        assert f"{' + '.join(pair)} {100 * value:.0f}".replace("-", "−") in told
