from itertools import permutations
from math import factorial

import pytest

from shapviz.figures.labels import plain_width
from shapviz.figures.ordertree import WIDTHS, alt, height, ordertree
from shapviz.figures.orderwords import about_shares, finding, setting
from shapviz.figures.scene import Scene, at, still
from shapviz.figures.theme import DARK, LIGHT, styles
from shapviz.runs.orderings import Answer
from tests.orders.answers import answer, of

BY_HAND = answer({("hare", "fox"): 0.86, ("fox", "hare"): 0.88}, half=0.005, weak_first=("hare", "fox"))


def leaves(scene: Scene) -> list[tuple[int, float]]:
    """Return row and accuracy of every leaf, the best first."""
    best, others = scene["data"][-2:]
    return [(row, x) for trace in (best, others) for row, x in zip(trace["y"], trace["x"], strict=True)]


@pytest.mark.parametrize("players", [2, 3, 4])
@pytest.mark.parametrize("compact", [False, True])
def test_a_tree_has_a_leaf_for_every_order_and_a_turn_for_every_beginning(players: int, compact: bool) -> None:
    scene = ordertree(of(players), LIGHT, compact=compact)
    *edges, turns, _, _ = scene["data"]
    beginnings = {order[:length] for order in permutations(range(players)) for length in range(1, players + 1)}
    assert len(leaves(scene)) == factorial(players)
    assert sorted(row for row, _ in leaves(scene)) == list(range(factorial(players)))
    assert len(turns["x"]) == len(beginnings)
    assert sum(x is None for edge in edges for x in edge["x"]) == len(beginnings)
    assert {x for edge in edges for x in edge["x"] if x is not None} == set(range(players + 1))


def test_colour_and_mark_of_a_turn_are_its_modalitys() -> None:
    scene = ordertree(BY_HAND, LIGHT)
    turns = scene["data"][2]
    found = list(zip(turns["x"], turns["y"], turns["marker"]["color"], turns["marker"]["symbol"], strict=True))
    hare, fox = styles(["hare", "fox"]).values()
    assert found == [
        (1, 1, fox.colour, fox.marker),
        (1, 0, hare.colour, hare.marker),
        (2, 1, hare.colour, hare.marker),
        (2, 0, fox.colour, fox.marker),
    ]


def test_the_best_order_has_the_star_the_thick_path_and_the_word() -> None:
    scene = ordertree(BY_HAND, LIGHT)
    _, path, _, best, others = scene["data"]
    assert (best["x"], best["y"], best["marker"]["symbol"]) == ([88.0], [1], "star")
    assert (others["x"], others["y"]) == ([86.0], [0])
    assert path["y"] == [0.5, 1, None, 1, 1, None]
    assert best["error_x"]["array"] == [0.5]
    texts = [note["text"] for note in scene["layout"]["annotations"]]
    assert texts[-2] == "<b>88.0</b> wins"
    assert texts[-1].startswith("86.0")
    assert "weak first" in texts[-1]


@pytest.mark.parametrize("compact", [False, True])
def test_a_sample_is_listed_the_best_first_with_all_names_above(compact: bool) -> None:
    found = of(5, most=12)
    scene = ordertree(found, DARK, compact=compact)
    assert leaves(scene) == [(row, pytest.approx(100 * one.accuracy.estimate)) for row, one in enumerate(found.tried)]
    assert all(x == [] for x in (scene["data"][0]["x"], scene["data"][1]["x"])), "a list has no branches"
    key = scene["layout"]["annotations"][0]["text"]
    assert all(name in key for name in found.players)


@pytest.mark.parametrize("players", [2, 3, 4, 5])
@pytest.mark.parametrize("compact", [False, True])
def test_nothing_is_written_beyond_the_right_end(players: int, compact: bool) -> None:
    scene = ordertree(of(players), LIGHT, compact=compact)
    axis, size = scene["layout"]["xaxis2"], scene["layout"]["font"]["size"]
    (low, high), (left, right) = axis["range"], axis["domain"]
    per_unit = (right - left) * (WIDTHS[compact] - 16) / (high - low)
    for note in scene["layout"]["annotations"]:
        if note.get("xref") == "x2":
            assert (note["x"] - low) * per_unit + note["xshift"] + plain_width(note["text"], size) <= (right - left) * (
                WIDTHS[compact] - 16
            ) + 8


@pytest.mark.parametrize("players", [2, 3, 4, 5])
def test_plotly_accepts_the_figure_and_rows_have_room(players: int) -> None:
    for compact in (False, True):
        scene = ordertree(of(players), LIGHT, compact=compact)
        assert at(scene, 0).to_dict()["layout"]["template"]
        assert height(of(players), compact=compact) >= 19 * len(of(players).tried) + 60
        assert still(scene, 0)["data"] == scene["data"]


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (BY_HAND, "fox → hare wins: 2.0 points [1.5, 2.5] ahead of the next order."),
        (of(3), "Inconclusive: the lead of the best order over the next is 0.4 points [−0.8, 1.6], and that may be"),
    ],
)
def test_a_winner_is_named_only_where_its_lead_is_sure(found: Answer, says: str) -> None:
    assert finding(found).startswith(says)
    assert alt(found).startswith(says)


def test_weak_and_strong_first_are_told_by_their_places() -> None:
    assert about_shares(BY_HAND) == (
        "Weak first (hare → fox) is number 2 of 2, 2.0 points [1.5, 2.5] behind the best; "
        "strong first comes first with 88.0 %."
    )
    assert about_shares(answer({("a", "b"): 0.5, ("b", "a"): 0.6})) == "", "there were no shares to rank by"


def test_what_was_done_is_said_in_one_line() -> None:
    assert setting(of(5, most=12)) == (
        "12 of 120 orders from epoch 8, one epoch each, 2 shuffles of the batches, loss inherit; "
        "accuracy on 500 validation samples, 80.0 % before."
    )


def test_the_alternative_text_names_six_orders_at_most() -> None:
    told = alt(of(4))
    assert told.split("last: ")[1].split(". Weak")[0].count(";") == 5
    assert "The best orders of 24, and the last" in told
