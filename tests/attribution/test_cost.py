"""What a method will cost, tried on a few samples."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
import torch

from shapviz.attribution import cost
from shapviz.attribution.cost import FEW, MANY, estimate
from shapviz.attribution.game import Game, TableGame
from shapviz.errors import UsageError
from shapviz.runs.attribution import Attribution
from shapviz.runs.methods import METHODS, Effort


def game(samples: int) -> TableGame:
    return TableGame(("hare", "fox"), torch.rand(samples, 4, generator=torch.Generator().manual_seed(0)))


def taking(beginning: float, each: float) -> tuple[Callable[[Game, str, Effort], Attribution], list[int]]:
    """Return a way to ask whose seconds are made up: some for all samples together, some for each."""
    seen: list[int] = []

    def attribute(asked: Game, method: str, effort: Effort) -> Attribution:
        found = cost_attribute(asked, method, effort)
        seen.append(len(asked.rows))
        slow = 1000.0 if len(seen) == 1 else 0.0  # libraries compile when they are first used
        return found.model_copy(update={"seconds": slow + beginning + each * len(asked.rows)})

    return attribute, seen


cost_attribute = cost.attribute


@pytest.mark.parametrize(("beginning", "each"), [(3.0, 0.0), (0.0, 0.25), (1.0, 0.5)])
@pytest.mark.parametrize("samples", [1, 2, 5, 100])
def test_what_is_common_to_all_samples_is_told_from_what_grows_with_them(
    beginning: float, each: float, samples: int
) -> None:
    attribute, seen = taking(beginning, each)
    with patch.object(cost, "attribute", attribute):
        assert estimate(game(samples), "exact") == pytest.approx(beginning + each * samples)
    assert max(seen) <= MANY
    assert seen[:2] == [min(FEW, samples)] * 2


def test_noise_in_the_times_never_makes_a_cost_fall_below_what_was_seen() -> None:
    attribute, _ = taking(3.0, -0.1)
    with patch.object(cost, "attribute", attribute):
        assert estimate(game(100), "exact") == pytest.approx(3.0 - 0.1 * FEW)


def test_to_be_refused_costs_nothing_but_the_reason() -> None:
    with pytest.raises(UsageError, match="no gradients"):
        estimate(game(20), "captum.integrated_gradients")


@pytest.mark.parametrize("method", [name for name, known in METHODS.items() if known.library == "shapviz"])
def test_the_first_samples_of_a_game_are_what_they_were(method: str) -> None:
    whole, first = game(20), cost._First(game(20), 5)
    found = cost_attribute(whole, method, Effort(calls=8))
    assert (cost_attribute(first, method, Effort(calls=8)).values == found.values[:5]).all()
