"""What is inside a modality, drawn: every element in its place, and a sum that adds up."""

import numpy as np
import pytest

from shapviz.figures.attribution import elements
from tests.runs.given import inside


@pytest.mark.parametrize(("kind", "first"), [("image", "reversed"), ("series", "reversed"), ("audio", True)])
def test_a_picture_has_each_element_in_its_place(kind: str, first: str | bool) -> None:
    drawn = elements.figure(inside(kind=kind, grid=(2, 3)))
    [heat] = drawn.data
    assert np.shape(heat.z) == (2, 3)
    assert (heat.z[1][0], heat.text[1][0]) == (0.3, "element 3")
    assert heat.zmin == -heat.zmax == -0.5, "nothing is white, whatever the values"
    assert drawn.layout.yaxis.autorange == first, "the lowest band of a sound is its first"


def test_words_stand_in_their_order_coloured_by_their_sign() -> None:
    drawn = elements.figure(inside(kind="text", names=("no", "<b>", "no")))
    [bars] = drawn.data
    assert list(bars.y) == ["1. no", "2. &lt;b&gt;", "3. no"], "a word may come twice"
    assert list(bars.marker.color) == [elements.AGAINST, elements.FOR, elements.FOR], "nothing is no argument for it"
    assert list(drawn.layout.xaxis.range) == [-0.2, 0.2]


def test_the_title_says_what_it_adds_up_to() -> None:
    title = elements.figure(inside(kind="text", names=("a", "b", "c"))).layout.title.text
    assert "probability of the true class: +0.350 = +0.050 for being there, +0.300 inside, +0.000 left over" in title
