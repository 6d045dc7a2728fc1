import numpy as np

from shapviz.attribution.methods import attribute
from shapviz.attribution.portions import joined, portions
from shapviz.runs.methods import Effort
from tests.attribution.asked import random_game


def test_parts_are_joined_to_the_whole_in_their_order():
    whole = attribute(random_game(3, samples=7), "shapiq.sampled", Effort(calls=8))
    parts = [whole.at(part) for part in portions(whole.rows, size=3)]
    assert [len(part.rows) for part in parts] == [3, 3, 1]
    again = joined(parts)
    assert again.rows == whole.rows
    for name in ("values", "low", "high", "interactions", "nobody", "everybody"):
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))
    assert joined([attribute(random_game(3, samples=2), "exact")]).low is None


def test_calls_are_those_of_a_sample_on_average_and_seconds_add_up():
    whole = attribute(random_game(3, samples=4), "exact")
    parts = [
        part.model_copy(update={"calls": calls, "seconds": seconds})
        for part, calls, seconds in zip((whole.at({0, 1, 2}), whole.at({3})), (2, 6), (1, 0.5), strict=True)
    ]
    assert (joined(parts).calls, joined(parts).seconds) == (3, 1.5)
