"""The stage's JavaScript, run by node where there is one: it draws what Python would draw."""

import json

import pytest

from shapviz.figures.accuracy import accuracy
from shapviz.figures.lattice import lattice
from shapviz.figures.scene import still
from shapviz.figures.story import story
from shapviz.figures.theme import LIGHT
from tests.figures import records
from tests.ui import node

pytestmark = node.needed


@pytest.mark.parametrize("every", [1, 3])
def test_the_browser_shows_the_figure_that_python_shows(every: int) -> None:
    course = records.course(12, so_far=9, every=every)
    for scene in (
        story(course, LIGHT),
        story(course, LIGHT, measure="signed"),
        story(course, LIGHT, measure="synergy"),
        accuracy(course, LIGHT),
        lattice(course, LIGHT),
    ):
        epochs = [0, 1, 5, 9, 40]
        request = json.dumps({"scene": scene, "epochs": epochs})
        expected = json.loads(json.dumps([still(scene, epoch) for epoch in epochs]))
        assert node.answer("stage/still.mjs", request) == expected
