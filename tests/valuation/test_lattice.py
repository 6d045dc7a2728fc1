import doctest

import numpy as np
import pytest
import torch

from shapviz.games.coalition import coalitions
from shapviz.valuation import lattice


@pytest.mark.parametrize("players", range(6))
def test_every_sum_is_that_of_its_members(players: int) -> None:
    rng = np.random.default_rng(players)
    nobody, gains = rng.normal(size=(3, 2)), rng.normal(size=(players, 3, 2))
    sums = lattice.subset_sums(torch.from_numpy(nobody), torch.from_numpy(gains))
    expected = [nobody + gains[present].sum(axis=0) for present in coalitions(players)]
    np.testing.assert_allclose(sums, expected, atol=1e-12)


def test_the_example_in_the_docstring_is_true() -> None:
    assert doctest.testmod(lattice).failed == 0
