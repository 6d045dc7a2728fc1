"""The table of classes says who carries which, and claims no lead that its intervals do not show."""

from dataclasses import replace

from shapviz.figures.theme import luminance
from shapviz.games.summary import Interval, Valuation
from shapviz.ui import classes
from tests.figures import records
from tests.ui.test_words import said

PAIR = ("hare", "fox")


def game(*shares: float, half: float = 0.05, edm: float | None = 0.1) -> Valuation:
    """Return a game with these shares; without any they are undefined."""
    known = records.valuation([0.1, 0.5, 0.5, 0.5], PAIR)
    around = tuple(Interval(share, share - half, share + half) for share in shares) or None
    return replace(known, shares=around, edm=None if edm is None else Interval(edm, 0.0, 1.0))


def test_the_headline_names_a_class_that_each_surely_carries() -> None:
    told = classes.told({"3": game(0.8, 0.2, edm=0.6), "5": game(0.3, 0.7, edm=0.4), "7": game(0.9, 0.1, edm=0.8)})
    assert said(told["title"]) == "hare carries class 7, fox class 5"


def test_a_lead_within_the_intervals_is_none() -> None:
    told = classes.told({"3": game(0.6, 0.4, half=0.12)})
    assert said(told["title"]) == "No class is surely carried by one modality"


def test_the_most_unequal_class_comes_first_and_one_without_shares_last() -> None:
    told = classes.told({"a": game(0.5, 0.5, edm=0.0), "b": game(edm=None), "c": game(0.9, 0.1, edm=0.8)})
    assert [row["name"] for row in told["rows"]] == ["c", "a", "b"]
    assert classes.UNDEFINED in told["note"]
    assert [cell["text"] for cell in told["rows"][-1]["cells"]] == ["–", "–"]


def test_what_is_surely_unequal_comes_before_what_only_looks_so() -> None:
    sure, vague = game(0.7, 0.3, edm=0.4), game(0.9, 0.1, edm=0.9)
    assert sure.edm is not None
    told = classes.told({"vague": vague, "sure": replace(sure, edm=replace(sure.edm, low=0.3))})
    assert [row["name"] for row in told["rows"]] == ["sure", "vague"]


def test_the_larger_a_share_the_lighter_its_cell_and_text_stays_legible() -> None:
    cells = [classes.told({"a": game(share / 10, 1 - share / 10)})["rows"][0]["cells"][0] for share in range(11)]
    grounds = [luminance(cell["fill"]) for cell in cells]
    assert grounds == sorted(grounds)
    assert len(set(grounds)) > 5
    for ground, cell in zip(grounds, cells, strict=True):
        lighter, darker = sorted((ground, luminance(cell["ink"])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.4
