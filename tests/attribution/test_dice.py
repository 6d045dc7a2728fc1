import numpy as np
import pytest
import torch

from shapviz.attribution.dice import seeded
from shapviz.attribution.methods import attribute
from shapviz.runs.attribution import Question
from shapviz.runs.methods import METHODS, Effort
from tests.attribution.asked import explainer, random_game

DRAWING = [name for name, method in METHODS.items() if method.draws]


def streams() -> tuple[float, float]:
    return torch.rand(1).item(), float(np.random.random())  # noqa: NPY002 - the global stream is what is meant


def test_streams_begin_at_the_seed_and_go_on_where_they_stood():
    with seeded(0):
        expected = [streams() for _ in range(3)]
    with seeded(0):
        first = streams()
        with seeded(1):
            assert streams() != expected[0]
        assert [first, streams(), streams()] == expected


def test_streams_go_on_where_they_stood_after_an_error():
    with seeded(0):
        expected = streams()
    with seeded(0):
        with pytest.raises(ValueError, match="once"), seeded(1):
            raise ValueError("once")
        assert streams() == expected


@pytest.mark.parametrize("name", DRAWING)
def test_methods_follow_from_their_seed_alone(name):
    asked = explainer()
    gradients = METHODS[name].needs == "gradients"
    game = asked.game(Question(), asked.rows[:2].tolist()) if gradients else random_game(9, samples=2)
    efforts = [Effort(calls=60, seed=seed) for seed in (0, 0, 1)]
    first, again, other = (attribute(game, name, effort) for effort in efforts)
    assert np.array_equal(first.values, again.values)
    assert np.array_equal(first.low, again.low)
    assert not np.array_equal(first.values, other.values)


@pytest.mark.parametrize("name", METHODS)
def test_methods_leave_the_global_streams_alone(name):
    if METHODS[name].levels == ("inside",):
        return
    asked = explainer()
    game = asked.game(Question(), asked.rows[:2].tolist())
    with seeded(3):
        expected = streams()
    with seeded(3):
        attribute(game, name, Effort(calls=20))
        assert streams() == expected
