import json

from shapviz.figures.ordertree import ordertree
from shapviz.figures.theme import DARK
from shapviz.ui.ordertree import LOSSES, payload, table
from tests.orders.answers import answer, of


def test_the_browser_gets_words_a_scene_for_either_width_and_the_table() -> None:
    found = of(3)
    told = json.loads(payload(found, DARK))
    assert told["finding"].startswith("Inconclusive")
    assert told["setting"].startswith("All 6 orders")
    for width, compact in (("wide", False), ("compact", True)):
        assert told[width]["scene"] == json.loads(json.dumps(ordertree(found, DARK, compact=compact)))
        assert told[width]["height"] > 6 * 40
    assert told["table"] == json.loads(json.dumps(table(found)))


def test_the_table_has_every_number_of_the_figure() -> None:
    found = table(answer({("hare", "fox"): 0.86, ("fox", "hare"): 0.88}, half=0.005))
    assert found["columns"] == [
        "place",
        "order",
        "accuracy, %",
        "accuracy, %, low",
        "accuracy, %, high",
        "behind the best, points",
        "behind the best, points, low",
        "behind the best, points, high",
        "shuffle 1",
        "shuffle 2",
    ]
    assert found["rows"] == [
        [1, "fox → hare", 88.0, 87.5, 88.5, 0.0, 0.0, 0.0, 87.0, 89.0],
        [2, "hare → fox", 86.0, 85.5, 86.5, 2.0, 1.5, 2.5, 85.0, 87.0],
    ]


def test_every_loss_of_a_turn_can_be_chosen() -> None:
    assert set(LOSSES) == {"own", "full", "own_full", "inherit"}
