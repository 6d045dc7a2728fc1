"""What is drawn is what was found, and no text stands on another, however many modalities there are."""

from itertools import pairwise

import numpy as np
import pytest

from shapviz.figures.attribution.budget import budget_chart
from shapviz.figures.attribution.orders import curves_chart
from shapviz.figures.charts import figure
from shapviz.figures.labels import plain_width, text_width
from shapviz.figures.theme import DARK, LIGHT, styles
from shapviz.figures.words import plain
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.attribution import Question
from shapviz.runs.checks import Budget, Curve, Curves, Spent
from tests.figures.attribution.scenes import KINDS, attribution, game, scene, shown
from tests.figures.attribution.test_view import charts

PLAYERS = pytest.mark.parametrize("players", [2, 3, 4, 6, 10])
COMPACT = pytest.mark.parametrize("compact", [False, True], ids=["wide", "narrow"])
LONG = pytest.mark.parametrize("name", ["m", "a modality with a name that goes on and on"], ids=["short", "long"])
WIDTHS = {False: 400, True: 320}


def many(players: int, name: str = "m") -> tuple[dict, np.ndarray]:
    """Return modalities, and worths of which no two coalitions have the same."""
    dice = np.random.default_rng(players)
    masks = np.arange(2**players)[:, np.newaxis] >> np.arange(players) & 1
    return {f"{name} {place}": "features" for place in range(players)}, 0.1 + dice.random(
        (12, players)
    ) @ masks.T / players


# Room -----------------------------------------------------------------------------------------------------------------


@PLAYERS
@COMPACT
@LONG
def test_names_and_numbers_of_waterfalls_do_not_touch(players: int, compact: bool, name: str) -> None:
    named, worths = many(players, name)
    for scope in ("all", "sample"):
        for chart in shown(scene(worths, players=named), compact=compact)["waterfall"][scope].values():
            layout = chart["figure"]["layout"]
            upright = chart["figure"]["data"][0].get("orientation") != "h"
            axis = layout["xaxis" if upright else "yaxis"]
            size = axis["tickfont"]["size"]
            widths = [plain_width(text, size) for text in axis["ticktext"]]
            if upright:
                column = (WIDTHS[compact] - layout["margin"]["l"] - layout["margin"]["r"]) / len(widths)
                assert all((one + other) / 2 < column for one, other in pairwise(widths))
            else:
                assert max(widths) < layout["margin"]["l"]
                inner = chart["height"] - layout["margin"]["t"] - layout["margin"]["b"]
                assert inner / len(widths) >= size + 6
            numbers_fit(chart, layout, upright, WIDTHS[compact])


@COMPACT
def test_the_number_of_a_small_step_back_stands_on_no_name(compact: bool) -> None:
    named, worths = many(6, "name")
    worths[:, 0], worths[:, 1] = 0.04, 0.01
    chart = shown(scene(worths, players=named), compact=compact)["waterfall"]["all"]["alone"]
    assert chart["figure"]["layout"]["annotations"][1]["text"].startswith("−")
    numbers_fit(chart, chart["figure"]["layout"], False, WIDTHS[compact])


def numbers_fit(chart, layout, upright: bool, width: int) -> None:
    """Fail where the number of a bar sticks out of the plotting area."""
    axis, edge = (layout["yaxis"], chart["height"]) if upright else (layout["xaxis"], width)
    sides = ("t", "b") if upright else ("l", "r")
    (low, high), px = axis["range"], edge - sum(layout["margin"][side] for side in sides)
    for one in layout["annotations"]:
        at = (one["y" if upright else "x"] - low) / (high - low) * px
        reach = one["font"]["size"] * 1.2 + 2 if upright else text_width(one["text"], one["font"]["size"]) + 4
        up = one["yanchor"] == "bottom" if upright else one["xanchor"] == "left"
        assert at + reach <= px + 8 if up else at - reach >= -8


@PLAYERS
@COMPACT
@LONG
def test_labels_of_lines_do_not_touch(players: int, compact: bool, name: str) -> None:
    named, worths = many(players, name)
    exact = {epoch: attribution("exact", worths, worths[:, 1 : players + 1] / (epoch + 1), named) for epoch in (1, 4)}
    chart = shown(scene(worths, players=named, history=exact), compact=compact)["history"]
    layout = chart["figure"]["layout"]
    low, high = layout["yaxis"]["range"]
    inner = chart["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    labels = [one for one in layout["annotations"] if one.get("xanchor") == "left"]
    assert len(labels) == players
    heights = sorted((one["y"] - low) / (high - low) * inner for one in labels)
    assert all(above - below >= layout["font"]["size"] for below, above in pairwise(heights))
    left, right = layout["xaxis"]["range"]
    across = (WIDTHS[compact] - layout["margin"]["l"] - layout["margin"]["r"]) / (right - left)
    for one in labels:
        start = (one["x"] - left) * across + one["xshift"]
        assert start + plain_width(one["text"], layout["font"]["size"]) <= across * (right - left) + 8


@PLAYERS
@COMPACT
@LONG
def test_names_of_corners_and_lanes_have_room(players: int, compact: bool, name: str) -> None:
    named, worths = many(players, name)
    chart = shown(scene(worths, players=named), compact=compact)["space"]["chart"]
    layout = chart["figure"]["layout"]
    size = layout["font"]["size"]
    if players > 3:
        assert max(plain_width(text, size) for text in layout["yaxis"]["ticktext"]) < layout["margin"]["l"]
        return
    below = [one for one in layout["annotations"] if one["xanchor"] != "center"]
    inner = chart["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    low, high = layout["yaxis"]["range"]
    base = WIDTHS[compact] - 32 if players == 2 else min(inner / (high - low), WIDTHS[compact] - 32)
    assert sum(plain_width(one["text"], size) for one in below) < base


# What is drawn --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("players", [2, 3, 4])
def test_every_sample_has_a_mark_that_knows_its_row(players: int) -> None:
    named, worths = many(players)
    (marks, *rest) = shown(scene(worths, players=named, right=[True] * 6 + [False] * 6))["space"]["chart"]["figure"][
        "data"
    ]
    if players == 4:
        rows = {row for trace in (marks, rest[0]) for row in trace["customdata"]}
        assert rest[0]["line"]["dash"] == "2px,2px"
    else:
        rows = set(marks["customdata"])
        assert [symbol.endswith("-open") for symbol in marks["marker"]["symbol"]] == [False] * 6 + [True] * 6
    assert rows == set(range(500, 512))


def test_a_sample_stands_in_the_corner_of_the_modality_that_has_it_all() -> None:
    worths = np.zeros((3, 8))
    for sample in range(3):
        worths[sample] = np.arange(8) >> sample & 1
    told = shown(scene(worths))["space"]
    marks = told["chart"]["figure"]["data"][0]
    corners = list(zip(marks["x"], marks["y"], strict=True))
    assert corners == [(0.0, 0.0), (1.0, 0.0), (0.5, pytest.approx(0.866, abs=1e-3))]
    assert marks["marker"]["color"] == [style.colour for style in styles(KINDS).values()]
    assert [corner["samples"] for corner in told["corners"]] == [1, 1, 1]
    assert plain(told["chart"]["title"]) == "Twemoji alone speaks to 1 of 3 samples"


def test_samples_that_nothing_moves_are_told_and_not_drawn() -> None:
    worths = game(10, Noto=0.4)
    worths[:4] = 0.3
    chart = shown(scene(worths))["space"]["chart"]
    assert len(chart["figure"]["data"][0]["x"]) == 6
    assert "4 samples without any left out" in chart["subtitle"]
    assert shown(scene(np.full((5, 8), 0.3)))["space"] == {"chart": None, "corners": []}


def test_the_past_of_another_number_is_told_apart() -> None:
    def valuation(*shapley: float) -> Valuation:
        known = tuple(Interval(value, value - 0.02, value + 0.02) for value in shapley)
        return Valuation(tuple(KINDS), "accuracy", 214, (0.0,) * 8, known, None, None, ((0.0,) * 3,) * 3)

    recorded = {0: valuation(0, 0, 0), 3: valuation(0.3, 0.01, -0.1)}
    chart = shown(scene(game(), recorded=recorded))["history"]
    assert "points of accuracy · 214 validation samples, as recorded" in chart["subtitle"]
    assert plain(chart["title"]) == "Twemoji gains 30 points and words loses 10 points since epoch 0"
    overlapping = {0: valuation(0, 0, 0), 3: valuation(0.03, 0.05, 0)}
    assert plain(shown(scene(game(), recorded=overlapping))["history"]["title"]) == "Noto gains 5 points since epoch 0"
    own = {epoch: attribution("exact", game(), np.full((100, 3), 0.1), KINDS) for epoch in (1, 2)}
    kept = shown(scene(game(), recorded=recorded, history=own))["history"]
    assert "points of probability · 100 test samples" in kept["subtitle"]
    assert plain(kept["title"]) == "Who has moved since epoch 1 is too close to call"


def budget(*widths: float) -> Budget:
    values = np.array([[0.1, 0.3, -0.2], [0, 0, 0]])
    ends = {"error": 0, "half_width": 0, "coverage": 1}
    spent = tuple(
        Spent(calls=8 * 2**place, values=values, low=values - width, high=values + width, **ends)
        for place, width in enumerate(widths)
    )
    return Budget(
        method="sampled", question=Question(), players=tuple(KINDS), rows=(500, 501), runs=2, exact=values,
        enumerated=8, spent=spent,
    )  # fmt: skip


def test_the_budget_says_what_is_left_open() -> None:
    chart = budget_chart(budget(0.2, 0.05, 0.008), 500, LIGHT, compact=False)
    assert plain(chart["title"]) == "32 calls leave ±0.8 points; exact takes 8"
    assert plain(budget_chart(budget(0.2, 0), 500, LIGHT, compact=False)["title"]).startswith("16 calls leave nothing")
    dotted = [trace for trace in chart["figure"]["data"] if trace["line"].get("dash") == "1px,4px"]
    assert [trace["y"] for trace in dotted] == [[0.1, 0.1], [0.3, 0.3], [-0.2, -0.2]]


@pytest.mark.parametrize(
    ("joined", "left", "said"),
    [
        (0.9, 0.1, "The order that it gives beats random orders, in joining and in leaving"),
        (0.9, 0.5, "The order that it gives beats random orders in joining"),
        (0.5, 0.1, "The order that it gives beats random orders in leaving"),
        (0.1, 0.5, "The order that it gives is worse than random orders in joining"),
        (0.5, 0.5, "Whether its order is better than a random one is too close to call"),
    ],
)
def test_an_order_is_held_against_random_ones(joined: float, left: float, said: str) -> None:
    def curve(area: float, width: float = 0.0) -> Curve:
        ends = Interval(area, area - width, area + width)
        return Curve(counts=(0, 1, 2, 3), worth=(ends,) * 4, area=ends)

    found = Curves(
        method="exact", question=Question(), players=tuple(KINDS), rows=(500,), insertion=curve(joined),
        deletion=curve(left), random_insertion=curve(0.5, 0.2), random_deletion=curve(0.5, 0.2), orders=100,
    )  # fmt: skip
    chart = curves_chart(found, LIGHT, compact=False)
    assert plain(chart["title"]) == said
    assert "the sample in view" in chart["subtitle"]
    colours = {trace["line"]["color"] for trace in chart["figure"]["data"] if "markers" in trace["mode"]}
    assert colours == {LIGHT.text}
    inside = curves_chart(found, LIGHT, compact=True, modality="Noto")
    assert {"tag": "Noto"} in inside["title"]
    assert inside["table"]["columns"][1] == "parts"


@pytest.mark.parametrize(
    ("players", "ticks"), [(3, "0 1 2 3"), (13, "0 5 10"), (64, "0 20 40 60"), (1024, "0 200 400 600 800 1,000")]
)
def test_ticks_of_an_order_are_round_numbers(players: int, ticks: str) -> None:
    ends = Interval(0.5, 0.5, 0.5)
    curve = Curve(counts=(0, players), worth=(ends,) * 2, area=ends)
    found = Curves(
        method="exact", question=Question(), players=tuple(map(str, range(players))), rows=(500,), insertion=curve,
        deletion=curve, random_insertion=curve, random_deletion=curve, orders=100,
    )  # fmt: skip
    told = curves_chart(found, LIGHT, compact=False)["figure"]["layout"]["xaxis"]["ticktext"]
    assert " ".join(told) == ticks


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@COMPACT
def test_plotly_takes_every_figure(theme, compact: bool) -> None:
    exact = {epoch: attribution("exact", game(), np.full((100, 3), 0.1), KINDS) for epoch in (1, 2)}
    told = shown(scene(game(), history=exact, budget=budget(0.2, 0.1)), theme, compact=compact)
    for chart in charts(told):
        figure(chart)


@COMPACT
def test_calls_that_lie_close_are_not_all_named(compact: bool) -> None:
    chart = budget_chart(budget(*[0.1] * 14), 500, LIGHT, compact=compact)
    axis, margin = chart["figure"]["layout"]["xaxis"], chart["figure"]["layout"]["margin"]
    px = (WIDTHS[compact] - margin["l"] - margin["r"]) / (axis["range"][1] - axis["range"][0])
    widths = [plain_width(text, 13) for text in axis["ticktext"]]
    assert len(widths) >= 3
    for place, (one, other) in enumerate(pairwise(widths)):
        assert (axis["tickvals"][place + 1] - axis["tickvals"][place]) * px > (one + other) / 2


def test_many_points_are_a_line_rather_than_marks() -> None:
    few, many = (
        [{"size": trace["marker"]["size"]} for trace in chart["figure"]["data"] if "marker" in trace]
        for chart in (budget_chart(budget(*[0.1] * count), 500, LIGHT, compact=False) for count in (3, 14))
    )
    assert few[0]["size"] == [8, 8, 8]
    assert many[0]["size"] == [*[0] * 13, 8]
