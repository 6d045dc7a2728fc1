"""Figures of groups side by side say what the groups' numbers say."""

import json
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.comparison import Difference, difference_by_epoch, mean_of
from shapviz.figures.compare import overlay
from shapviz.figures.compare.contender import MARKS, MOST
from shapviz.figures.compare.difference import Gap, difference
from shapviz.figures.compare.landing import landing, spot
from shapviz.figures.compare.places import placed
from shapviz.figures.compare.river import river
from shapviz.figures.course import shares_of
from shapviz.figures.scene import Scene, at, still
from shapviz.figures.theme import DARK, LIGHT, PALETTE
from tests.figures import contenders, records

FIVE = (0, 1, 2, 3, 4)


def pair(seeds: tuple[int, ...] = FIVE, **run: object):
    guided = contenders.contender("Guided", seeds, place=0, **run)
    joint = contenders.contender("Joint", seeds, place=1, skill=records.left_behind, **run)
    return guided, joint


def gap_of(differences: list[tuple[float, float | None]]) -> Gap:
    """Return a gap with these means and half widths, from epoch 1 on."""
    known = {
        epoch: Difference(mean, half and mean - half, half and mean + half, 0.5, 5 if half else 1)
        for epoch, (mean, half) in enumerate(differences, start=1)
    }
    return Gap(contenders.contender("Guided", (0,)), known)


def all_scenes(seeds: tuple[int, ...], theme=LIGHT, players: int = 3) -> list[Scene]:
    guided, joint = pair(seeds, players=players)
    gap = Gap(guided, difference_by_epoch(guided.accuracies, joint.accuracies))
    spots = [spot(guided), spot(joint)]
    return [
        *(river(one, 8, theme, narrow=narrow) for one in (guided, joint) for narrow in (False, True)),
        overlay.accuracies([guided, joint], 8, theme, narrow=False),
        *overlay.values([guided, joint], 8, theme).values(),
        difference([gap], joint, 8, theme, narrow=False),
        landing(spots, theme, arrow=(spots[1], spots[0])),
    ]


@pytest.mark.parametrize("seeds", [(3,), (0, 1), FIVE], ids="{} seeds".format)
@pytest.mark.parametrize("players", [2, 6])
def test_every_scene_is_plain_json_that_plotly_accepts(seeds, players: int) -> None:
    for theme in (LIGHT, DARK):
        for scene in all_scenes(seeds, theme, players):
            json.dumps(scene, allow_nan=False)
            assert all(frame["alt"] for frame in scene["frames"].values())
            assert isinstance(at(scene, 3), go.Figure)


def test_runs_have_no_colours() -> None:
    """Modalities do: in their river and in nothing else."""
    *rivers, _, _ = all_scenes(FIVE)[:6]
    for scene in all_scenes(FIVE)[4:]:
        assert not {colour for colour in PALETTE if colour in json.dumps(scene)}
    assert all(PALETTE[0] in json.dumps(scene) for scene in rivers)


def test_no_two_groups_are_marked_alike() -> None:
    assert len(MARKS) == MOST
    for what in ("glyph", "dash"):
        assert len({getattr(mark, what) for mark in MARKS}) == MOST
    assert len({(mark.symbol, mark.filled) for mark in MARKS}) == MOST


# Means ----------------------------------------------------------------------------------------------------------------


def test_a_group_is_drawn_as_the_mean_of_its_runs() -> None:
    guided, _ = pair()
    for epoch, valuation in guided.course.trained:
        for place, share in enumerate(valuation.shares):
            single = [one.valuations[epoch].shares[place].estimate for one in guided.trails.values()]
            expected = mean_of(single)
            assert (share.estimate, share.low, share.high) == pytest.approx(expected[:3])


def test_a_single_run_keeps_the_intervals_of_its_own_samples() -> None:
    guided, _ = pair((2,))
    for epoch, valuation in guided.course.trained:
        assert valuation is guided.trails[2].valuations[epoch]


def test_a_mean_has_no_epoch_that_some_run_has_not() -> None:
    short, long = contenders.contender("a", (0,), epochs=3), contenders.contender("a", (1,), epochs=6)
    mixed = replace(long, trails={**short.trails, **long.trails})
    assert [epoch for epoch, _ in mixed.course.trained] == [1, 2, 3]
    assert list(mixed.accuracy) == [0, 1, 2, 3]


def test_a_run_without_shares_has_no_part_in_their_mean() -> None:
    good, nothing = contenders.contender("a", (0,)), contenders.contender("a", (4,), skill=lambda epoch, place: 0.0)
    assert all(valuation.shares is None for valuation in nothing.trails[4].valuations.values())
    both = replace(good, trails={**good.trails, **nothing.trails})
    for epoch, valuation in both.course.trained:
        assert shares_of(valuation) == shares_of(good.trails[0].valuations[epoch])


# Rivers ---------------------------------------------------------------------------------------------------------------


def test_rivers_of_different_length_have_the_same_axis() -> None:
    long, short = contenders.contender("a", FIVE, epochs=6), contenders.contender("b", FIVE, epochs=3)
    ranges = [river(one, 6, LIGHT, narrow=False)["layout"]["xaxis"]["range"] for one in (long, short)]
    assert ranges[0] == ranges[1]


def test_the_labels_of_a_river_are_the_mean_shares() -> None:
    guided, _ = pair()
    told = [note["text"] for note in river(guided, 6, LIGHT, narrow=False)["frames"]["6"]["annotations"]]
    _, last = guided.course.trained[-1]
    assert [
        f"<b>{100 * share.estimate:.0f} %</b>" in text for share, text in zip(last.shares, reversed(told), strict=True)
    ]
    assert all(any(f"{100 * share.estimate:.0f} %" in text for text in told) for share in last.shares)


# Differences ----------------------------------------------------------------------------------------------------------


def bands(scene: Scene) -> tuple[list[dict], list[dict]]:
    """Return the filled and the hatched parts of the bands."""
    shapes = [trace for trace in scene["data"] if trace.get("fill") == "toself"]
    hatched = [trace for trace in shapes if "fillpattern" in trace]
    return [trace for trace in shapes if trace not in hatched], hatched


def test_a_band_is_hatched_exactly_where_it_covers_zero() -> None:
    _, joint = pair()
    gap = gap_of([(0.01, 0.05), (0.01, 0.02), (0.05, 0.01), (0.06, 0.01), (0.02, 0.05), (-0.05, 0.01), (-0.06, 0.02)])
    [filled], [hatched] = bands(difference([gap], joint, 7, LIGHT, narrow=False))
    assert sorted(set(filled["x"])) == [3, 4, 6, 7]
    assert sorted(set(hatched["x"])) == [1, 2, 3, 4, 5, 6]
    assert all(abs(y) > 0 for y in filled["y"] if y is not None)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.2, 0.2), st.floats(0.001, 0.2)), min_size=2, max_size=12), st.integers(1, 12))
def test_filled_parts_never_touch_zero_wherever_the_cursor_stands(differences, cursor: int) -> None:
    _, joint = pair((0,))
    scene = difference([gap_of(differences)], joint, 12, LIGHT, narrow=False)
    shown = still(scene, cursor)["data"]
    for trace in shown:
        assert all(x <= cursor for x in trace["x"])
        if trace.get("fill") == "toself" and "fillpattern" not in trace:
            outline = [y for y in trace["y"] if y is not None]
            assert all(y != 0 for y in outline)


def test_one_pair_of_seeds_has_no_band() -> None:
    guided, joint = pair((4,))
    gap = Gap(guided, difference_by_epoch(guided.accuracies, joint.accuracies))
    scene = difference([gap], joint, 6, LIGHT, narrow=False)
    assert bands(scene) == ([], [])
    assert "inconclusive" in scene["frames"]["6"]["annotations"][0]["text"]


def test_labels_say_the_difference_at_the_cursor() -> None:
    _, joint = pair()
    scene = difference([gap_of([(0.01, 0.02), (0.037, 0.01)])], joint, 2, LIGHT, narrow=False)
    texts = {epoch: scene["frames"][epoch]["annotations"][0]["text"] for epoch in ("1", "2")}
    assert "+1.0 inconclusive" in texts["1"]
    assert "+3.7 points" in texts["2"]


def test_bands_of_two_seeds_do_not_drown_the_means() -> None:
    _, joint = pair()
    wild = gap_of([(0.01, 0.9), (0.02, 0.9), (0.03, 0.8)])
    low, high = difference([wild], joint, 3, LIGHT, narrow=False)["layout"]["yaxis"]["range"]
    assert high < 0.2
    assert low == -high


# Landing --------------------------------------------------------------------------------------------------------------


def test_an_ellipse_is_the_curve_of_five_point_nine_nine_squared_deviations() -> None:
    guided, _ = pair()
    place = spot(guided)
    [outline] = [trace for trace in landing([place], LIGHT)["data"] if trace.get("fill") == "toself"]
    away = np.column_stack([outline["x"], outline["y"]]) - place.xy.mean(axis=0)
    squared = np.einsum("ni,ij,nj->n", away, np.linalg.inv(np.cov(place.xy.T)), away)
    assert squared == pytest.approx(np.full(len(away), 5.991), rel=0.15)  # coordinates are rounded to the screen


@pytest.mark.parametrize(("seeds", "ellipses"), [((0,), 0), ((0, 1), 0), ((0, 1, 2), 1)])
def test_fewer_than_three_seeds_have_no_ellipse(seeds, ellipses: int) -> None:
    guided, _ = pair(seeds)
    drawn = [trace for trace in landing([spot(guided)], LIGHT)["data"] if trace.get("fill") == "toself"]
    assert len(drawn) == ellipses


def test_a_mark_for_each_seed_where_it_landed() -> None:
    guided, joint = pair()
    marks = [trace for trace in landing([spot(guided), spot(joint)], LIGHT)["data"] if trace["mode"] == "markers"]
    for one, trace in zip((guided, joint), marks, strict=True):
        assert trace["customdata"] == list(FIVE)
        assert trace["y"] == pytest.approx([one.outcomes[seed].accuracy for seed in FIVE], abs=1e-4)
        assert trace["x"] == pytest.approx([one.outcomes[seed].edm for seed in FIVE], abs=1e-4)


def test_the_arrow_leads_from_the_baseline_to_the_edge_of_the_other() -> None:
    guided, joint = pair()
    spots = spot(guided), spot(joint)
    arrow = next(
        note
        for note in landing(spots, LIGHT, arrow=(spots[1], spots[0]))["layout"]["annotations"]
        if note.get("showarrow")
    )
    assert (arrow["ax"], arrow["ay"]) == pytest.approx(tuple(spots[1].mean), abs=1e-3)
    ends = [np.hypot(*(np.array([arrow["x"], arrow["y"]]) - one.mean)) for one in spots]
    assert ends[0] < ends[1]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(20, 260), st.floats(10, 170)), min_size=1, max_size=6), st.integers(0, 9))
def test_names_stay_inside_the_figure_and_apart(middles, seed: int) -> None:
    rng = np.random.default_rng(seed)
    marks = {str(place): np.array(middle) + rng.normal(0, 6, (5, 2)) for place, middle in enumerate(middles)}
    everything = np.vstack(list(marks.values()))
    widths = dict.fromkeys(marks, 80.0)
    boxes = placed(marks, widths, height=18, size=(280, 180), marks=everything, outlines=np.empty((0, 2)))
    for box in boxes.values():
        assert -1e-9 <= box.left < box.right <= 280 + 1e-9
        assert -1e-9 <= box.bottom < box.top <= 180 + 1e-9
    if len(boxes) <= 3:
        assert not any(a.meets(b) for k, a in boxes.items() for m, b in boxes.items() if k < m)


# Overlays -------------------------------------------------------------------------------------------------------------


def test_the_ghost_is_the_line_of_the_baseline() -> None:
    guided, joint = pair()
    scene = overlay.accuracies([guided, joint], 6, LIGHT, narrow=False)
    [(place, looks)] = overlay.ghosted([guided, joint], joint.key, LIGHT).items()
    trace = scene["data"][int(place)]
    assert trace["y"] == pytest.approx([each.mean for each in joint.accuracy.values()], abs=1e-4)
    assert looks["line.color"] == LIGHT.muted


def test_values_are_drawn_in_the_groups_that_have_the_modality() -> None:
    three, two = contenders.contender("a", FIVE, players=3), contenders.contender("b", FIVE, place=1, players=2)
    scenes = overlay.values([three, two], 6, LIGHT)
    assert len({tuple(scene["layout"]["yaxis"]["range"]) for scene in scenes.values()}) == 1
    assert len(scenes["tortoise"]["data"]) == 3
    assert len(scenes["hare"]["data"]) == 6
