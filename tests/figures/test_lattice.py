import re

import pytest
from hypothesis import given, settings

from shapviz.figures.course import Course
from shapviz.figures.lattice import lattice
from shapviz.figures.scene import still
from shapviz.figures.teams import best_of_sizes
from shapviz.figures.theme import LIGHT, PALETTE
from tests.figures.records import NAMES, course, record
from tests.figures.strategies import THEMED, courses


def parts(figure: dict) -> tuple[list[dict], dict, dict]:
    """Return edges, nodes and members of a lattice."""
    *edges, nodes, members = figure["data"]
    return edges, nodes, members


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_every_coalition_shows_its_newest_accuracy(run: Course, theme) -> None:
    scene = lattice(run, theme)
    for epoch in map(int, scene["frames"]):
        _, accuracies = run.accuracy_at(epoch)
        figure = still(scene, epoch)
        if len(run.players) <= 4:
            assert parts(figure)[1]["text"] == [f"{100 * value:.0f}" for value in accuracies]
        else:
            assert figure["data"][0]["y"] == pytest.approx(accuracies, abs=1e-4)


@pytest.mark.parametrize("players", [2, 3, 4])
def test_an_edge_joins_coalitions_that_differ_by_its_colours_modality(players: int) -> None:
    run = course(5, NAMES[:players])
    edges, nodes, _ = parts(still(lattice(run, LIGHT), 5))
    mask_at = {place: mask for mask, place in enumerate(zip(nodes["x"], nodes["y"], strict=True))}
    joins = {tuple(mask_at[end] for end in zip(edge["x"], edge["y"], strict=True)): edge for edge in edges}
    assert len(joins) == players * 2 ** (players - 1)
    assert all(PALETTE[(low ^ high).bit_length() - 1] == edge["line"]["color"] for (low, high), edge in joins.items())


def test_an_edge_is_the_wider_the_more_is_gained_and_broken_where_it_loses() -> None:
    worth = (0.1, 0.5, 0.9, 0.8)
    late = record(1, 1, NAMES[:2], [0.5, 0.5]).model_copy(update={"accuracy": worth})
    edges, *_ = parts(still(lattice(Course((late,), 1), LIGHT), 1))
    gains = {("hare", 0.4): edges[0], ("fox", 0.8): edges[1], ("fox", 0.3): edges[2], ("hare", -0.1): edges[3]}
    assert gains[("fox", 0.8)]["line"]["width"] > gains[("hare", 0.4)]["line"]["width"]
    assert [edge["line"]["dash"] for edge in gains.values()] == ["solid", "solid", "solid", "2px,3px"]


@pytest.mark.parametrize("players", [2, 3, 4])
def test_members_stand_beside_their_coalition(players: int) -> None:
    _, nodes, members = parts(lattice(course(1, NAMES[:players]), LIGHT))
    assert len(members["x"]) == players * 2 ** (players - 1)
    places = dict(enumerate(zip(nodes["x"], nodes["y"], strict=True)))
    full = 2**players - 1
    for x, y, colour in zip(members["x"], members["y"], members["marker"]["color"], strict=True):
        beside = [mask for mask, (a, b) in places.items() if abs(y - b) < 0.5 and (0 < x - a < 1 or mask == full)]
        assert any(mask >> PALETTE.index(colour) & 1 for mask in beside)


def test_nodes_do_not_overlap() -> None:
    for players in (2, 3, 4):
        _, nodes, _ = parts(lattice(course(1, NAMES[:players]), LIGHT))
        assert len(set(zip(nodes["x"], nodes["y"], strict=True))) == 2**players


@pytest.mark.parametrize("players", [5, 8])
def test_the_best_team_of_each_size_is_named_by_its_members(players: int) -> None:
    run = course(5, NAMES[:players])
    _, accuracies = run.accuracy_at(5)
    best = best_of_sizes(accuracies, players)
    _, path, members = still(lattice(run, LIGHT), 5)["data"]
    assert path["y"] == pytest.approx([accuracies[mask] for mask in best], abs=1e-4)
    for size, lane, opacity in zip(members["x"], members["y"], members["marker"]["opacity"], strict=True):
        assert (opacity == 1) == bool(best[size] >> lane & 1)


def test_the_best_of_each_size_by_hand() -> None:
    #            nobody  a    b    ab   c    ac   bc   abc
    accuracies = (0.1, 0.2, 0.4, 0.5, 0.3, 0.6, 0.5, 0.7)
    assert best_of_sizes(accuracies, 3) == [0b000, 0b010, 0b101, 0b111]


def test_a_lattice_uses_no_colour_of_its_own() -> None:
    found = set(re.findall(r"#[0-9A-F]{6}", str(lattice(course(2), LIGHT))))
    assert found <= {*PALETTE, LIGHT.background, LIGHT.muted, LIGHT.text, "#0E1117", "#FFFFFF"}
