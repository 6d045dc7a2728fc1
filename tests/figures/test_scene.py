import json

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.figures.accuracy import accuracy
from shapviz.figures.lattice import lattice
from shapviz.figures.scene import Scene, at, cursor_of, still
from shapviz.figures.story import story
from shapviz.figures.theme import LIGHT
from tests.figures.records import NAMES, course
from tests.figures.strategies import THEMED, courses


def line(reveal: str | None) -> dict:
    trace = {"type": "scatter", "x": [0, 1, 2, 3], "y": [5, 6, None, 8], "name": "four"}
    return trace | ({"meta": {"reveal": reveal}} if reveal else {})


def frame(**parts: object) -> dict:
    return {"annotations": [], "shapes": [], "restyle": {}, "alt": ""} | parts


def scene(*data: dict, **frames: dict) -> Scene:
    return {"data": list(data), "layout": {"annotations": [{"text": "still"}]}, "frames": frames}


def test_upto_shows_the_past_and_from_the_future_both_with_the_present() -> None:
    shown = still(scene(line("upto"), line("from"), line(None), **{"2": frame()}), 2)["data"]
    assert [trace["x"] for trace in shown] == [[0, 1, 2], [2, 3], [0, 1, 2, 3]]
    assert [trace["y"] for trace in shown] == [[5, 6, None], [None, 8], [5, 6, None, 8]]


def test_a_bar_shows_once_it_has_ended() -> None:
    bars = {"type": "bar", "base": [0, 1 / 3, 2 / 3, 1], "x": [1 / 3] * 4, "meta": {"reveal": "upto"}}
    assert still(scene(bars, **{"1": frame()}), 1)["data"][0]["base"] == [0, 1 / 3, 2 / 3]


def test_only_arrays_as_long_as_x_are_cut() -> None:
    marks = {"marker": {"color": ["a", "b", "c", "d"], "opacity": [1, 2], "size": [1, 2, 3, 4]}, "text": "word"}
    shown = still(scene(line("upto") | marks, **{"1": frame()}), 1)["data"][0]
    assert shown["marker"] == {"color": ["a", "b"], "opacity": [1, 2], "size": [1, 2, 3, 4]}
    assert shown["text"] == "word"
    assert shown["name"] == "four", "a string is not an array, however long"


def test_a_restyled_value_replaces_what_stands_at_its_path() -> None:
    restyle = {"0": {"y": [1], "marker.color": ["red"], "line.width": 3}}
    shown = still(scene(line(None), **{"0": frame(restyle=restyle)}), 0)["data"][0]
    assert (shown["y"], shown["marker"], shown["line"]) == ([1], {"color": ["red"]}, {"width": 3})


def test_annotations_and_shapes_of_a_frame_come_after_those_that_stay() -> None:
    layout = still(scene(**{"0": frame(annotations=[{"text": "moves"}], shapes=[{"x0": 1}])}), 0)["layout"]
    assert [annotation["text"] for annotation in layout["annotations"]] == ["still", "moves"]
    assert layout["shapes"] == [{"x0": 1}]


@pytest.mark.parametrize(("epoch", "cursor"), [(0, 2), (2, 2), (4, 2), (5, 5), (99, 11)])
def test_the_newest_frame_holds_until_the_next(epoch: int, cursor: int) -> None:
    assert cursor_of(scene(**{"11": frame(), "2": frame(), "5": frame()}), epoch) == cursor


def scenes(run, theme) -> list[Scene]:
    stories = [story(run, theme, measure=m, compact=c) for m in ("share", "signed") for c in (False, True)]
    return [*stories, accuracy(run, theme), lattice(run, theme)]


@settings(max_examples=12, deadline=None)
@given(courses(), THEMED, st.integers(0, 12))
def test_every_scene_is_plain_json_and_stays_as_it_was(run, theme, epoch: int) -> None:
    for drawn in scenes(run, theme):
        text = json.dumps(drawn, allow_nan=False)
        still(drawn, epoch)
        assert json.loads(text) == drawn


@settings(max_examples=12, deadline=None)
@given(courses(), THEMED)
def test_every_scene_has_a_frame_for_each_record_and_words_for_each_frame(run, theme) -> None:
    for drawn in scenes(run, theme):
        assert list(drawn["frames"]) == [str(record.epoch) for record in run.records]
        assert all(frame["alt"] for frame in drawn["frames"].values())


@settings(max_examples=12, deadline=None)
@given(courses(), THEMED)
def test_frames_restyle_traces_that_exist_and_are_not_revealed(run, theme) -> None:
    for drawn in scenes(run, theme):
        touched = {int(index) for frame in drawn["frames"].values() for index in frame["restyle"]}
        assert all("meta" not in drawn["data"][index] for index in touched)


@pytest.mark.parametrize("players", [2, 3, 6], ids="{} modalities".format)
def test_plotly_accepts_every_attribute(players: int) -> None:
    for drawn in scenes(course(5, NAMES[:players]), LIGHT):
        assert isinstance(at(drawn, 3), go.Figure)
