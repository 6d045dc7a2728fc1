"""Our Shapley values of single samples are those that shapiq, captum and shap find on the same model."""

import warnings
from collections.abc import Callable
from unittest.mock import patch

import numba
import numpy as np
import pytest
import torch
from captum.attr import ShapleyValues
from numpy.typing import NDArray
from shapiq.game_theory.exact import ExactComputer
from torch import Tensor

from shapviz.games import shapley_values
from shapviz.games.coalition import coalitions
from shapviz.models import Batch, BatchSource, FusionModel
from shapviz.valuation import PAYOFFS, coalition_worth
from shapviz.valuation.samples import tabulate
from tests.models import worlds

# compiling shap takes seven seconds, explaining these games none
with warnings.catch_warnings(), patch.object(numba.config, "DISABLE_JIT", True):
    warnings.simplefilter("ignore", PendingDeprecationWarning)  # shap's plots use what matplotlib will give up
    import shap

SAMPLES = 3
Values = NDArray[np.float64]  # (N, M)


class SampleGames:
    """A model and samples; every sample plays a game of its own."""

    def __init__(self, model: FusionModel, batch: Batch) -> None:
        self.players = len(model.modalities)
        with torch.no_grad():
            logits = [model(batch.inputs, torch.tensor(present)) for present in coalitions(self.players)]
        self._worth = PAYOFFS["probability"](torch.stack(logits), batch.labels).numpy()  # (2**M, N)

    def worth(self, present: NDArray[np.float64]) -> Values:
        """Return what coalitions (K, M), given as numbers 0 and 1, are worth to each sample, (K, N)."""
        return self._worth[(np.asarray(present) > 0.5) @ 2 ** np.arange(self.players)]


def by_shapiq(games: SampleGames) -> Values:
    def of_sample(sample: int) -> list[float]:
        values = ExactComputer(lambda present: games.worth(present)[:, sample], games.players)("SV")
        return [values[(player,)] for player in range(games.players)]

    return np.array([of_sample(sample) for sample in range(SAMPLES)])


def by_captum(games: SampleGames) -> Values:
    def forward(present: Tensor) -> Tensor:
        """Return the worth (N,) to each sample of its own coalition, (N, M)."""
        return torch.tensor(games.worth(present.numpy()).diagonal())

    everybody = torch.ones(SAMPLES, games.players, dtype=torch.float64)
    # captum adds up all permutations in single precision, in which 720 of them err by more than 1e-6
    with patch.object(torch, "float", torch.float64):
        return ShapleyValues(forward).attribute(everybody, baselines=0).numpy()


def by_shap(games: SampleGames) -> Values:
    explainer = shap.explainers.Exact(games.worth, np.zeros((1, games.players)))
    return explainer(np.ones((1, games.players)), silent=True).values[0].T


@pytest.mark.parametrize("reference", [by_shapiq, by_captum, by_shap])
@pytest.mark.parametrize(
    ("head", "prototypes"), [*((head, False) for head in worlds.HEADS), ("additive", True), ("gated", True)]
)
@pytest.mark.parametrize("players", range(2, 7))
def test_shapley_values_are_those_of(
    reference: Callable[[SampleGames], Values], head: str, prototypes: bool, players: int
) -> None:
    modalities = tuple(worlds.features(f"m{i}") for i in range(players))
    model = worlds.model(modalities, head=head, absence="learned", prototypes=prototypes)
    source = BatchSource(worlds.dataset(modalities), np.arange(SAMPLES), dtype=torch.float64)
    worth, _ = coalition_worth(model, source, ["probability"])
    games = SampleGames(model, next(source.ordered(SAMPLES)))
    expected = reference(games)
    np.testing.assert_allclose(shapley_values(worth["probability"]), expected, atol=1e-6)
    np.testing.assert_allclose(tabulate(model, source).shapley("probability"), expected, atol=1e-6)
