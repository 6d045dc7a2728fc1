"""A network, and how one gets Shapley values of its modalities from each library."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

import numpy as np
import shap
import torch
from captum.attr import KernelShap, ShapleyValues, ShapleyValueSampling
from numpy.typing import NDArray
from shapiq.game_theory.exact import ExactComputer
from torch import Tensor

from shapviz.attribution.dice import seeded
from shapviz.attribution.methods import attribute
from shapviz.attribution.network import Heard, NetworkGame, standing_in
from shapviz.data.modality import Modality
from shapviz.models import build_model
from shapviz.runs.attribution import Question
from shapviz.runs.spec import ModelSpec

SAMPLES: Final = 1000
COLUMNS, CLASSES = 32, 10
DRAWS: Final = 256  # calls of the network for each sample, of what is sampled
Values = NDArray[np.float64]  # (N, M)


class Arena:
    """A network with random weights, and the samples that it is asked about. Encoders are as cheap as can be."""

    def __init__(self, players: int) -> None:
        rng = np.random.default_rng(0)
        modalities = [Modality(f"view{place}", "features", (COLUMNS,), "1", "noise") for place in range(players)]
        self.players = players
        self.network = build_model(ModelSpec(), modalities, CLASSES, seed=0).double().eval().requires_grad_(False)
        self.inputs = tuple(torch.from_numpy(rng.standard_normal((SAMPLES, COLUMNS))) for _ in modalities)
        self.labels = torch.from_numpy(rng.integers(CLASSES, size=SAMPLES))

    def paid(self, *arguments: Tensor) -> Tensor:
        """Return the payoff (B,) of inputs (B, columns) and, last, labels (B,): the network as libraries see it."""
        *inputs, labels = arguments
        logits = self.network(dict(zip(self.network.modalities, inputs, strict=True)))
        payoff: Tensor = logits.softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
        return payoff

    def worths(self, samples: int) -> Callable[[NDArray[np.float64]], Values]:
        """Return a function of who is present (K, M) to the payoffs (K, N) of the first samples."""
        inputs, labels = [each[:samples] for each in self.inputs], self.labels[:samples]

        def worth(present: NDArray[np.float64]) -> Values:
            rows = (torch.from_numpy(np.asarray(row, dtype=np.float64)) for row in np.atleast_2d(present))
            return np.stack(
                [self.paid(*(x * here for x, here in zip(inputs, row, strict=True)), labels) for row in rows]
            )

        return worth

    def game(self, samples: int = SAMPLES) -> NetworkGame:
        """Return the game of the first samples: each modality, and the zeros that stand in for it, encoded once."""
        names = self.network.modalities
        heard = self.network.contributions(dict(zip(names, (each[:samples] for each in self.inputs), strict=True)))
        zeros = self.network.encode({name: torch.zeros(1, COLUMNS).double() for name in names})
        standing = standing_in(self.network, {name: each[0] for name, each in zeros.items()})
        return NetworkGame([standing], Heard(heard, self.labels[:samples], {}), range(samples), Question())

    @cached_property
    def encoded(self) -> NetworkGame:
        """The game of all samples, which was made once."""
        return self.game()


def ours(arena: Arena, samples: int) -> Values:
    """Return our values."""
    return attribute(arena.game(samples), "exact").values


def captum_exact(arena: Arena, samples: int) -> Values:
    """Return captum's values over all orders."""
    return _captum(arena, slice(samples), ShapleyValues)


def captum_sampling(arena: Arena, samples: int) -> Values:
    """Return captum's values over some orders."""
    with seeded(0):
        return _captum(arena, slice(samples), ShapleyValueSampling, n_samples=max(1, DRAWS // arena.players))


def captum_kernel(arena: Arena, samples: int) -> Values:
    """Return captum's KernelSHAP, which goes from sample to sample."""
    with seeded(0):
        options = {"n_samples": DRAWS, "perturbations_per_eval": DRAWS}
        return np.concatenate([_captum(arena, slice(row, row + 1), KernelShap, **options) for row in range(samples)])


def shap_exact(arena: Arena, samples: int) -> Values:
    """Return shap's exact values."""
    explainer = shap.explainers.ExactExplainer(arena.worths(samples), np.zeros((1, arena.players)))
    return np.asarray(explainer(np.ones((1, arena.players)), silent=True).values[0].T)


def shap_permutation(arena: Arena, samples: int) -> Values:
    """Return shap's values over some orders and their reverses."""
    with seeded(0):
        explainer = shap.explainers.PermutationExplainer(arena.worths(samples), np.zeros((1, arena.players)), seed=0)
        return np.asarray(explainer(np.ones((1, arena.players)), max_evals=DRAWS, silent=True).values[0].T)


def shap_kernel(arena: Arena, samples: int) -> Values:
    """Return shap's KernelSHAP: of all coalitions, or of some."""
    with seeded(0):
        explainer = shap.KernelExplainer(arena.worths(samples), np.zeros((1, arena.players)))
        values = explainer.shap_values(np.ones((1, arena.players)), nsamples=DRAWS, l1_reg=False, silent=True)
    return np.asarray(values[0].T)


def shapiq_exact(arena: Arena, samples: int) -> Values:
    """Return shapiq's exact values, which go from sample to sample."""

    def of_sample(row: int) -> Values:
        inputs = [each[row] for each in arena.inputs]

        def worth(present: NDArray[np.bool_]) -> Values:
            here = torch.from_numpy(np.atleast_2d(present)).double()
            shown = (x * column[:, None] for x, column in zip(inputs, here.T, strict=True))
            payoffs: Values = arena.paid(*shown, arena.labels[row].expand(len(here))).numpy()
            return payoffs

        return np.asarray(ExactComputer(worth, arena.players)("SV", 1).get_n_order_values(1))

    return np.stack([of_sample(row) for row in range(samples)])


def by_adapter(name: str) -> Callable[[Arena, int], Values]:
    """Return a method by its adapter, from features."""
    return lambda arena, samples: attribute(arena.encoded if samples == SAMPLES else arena.game(samples), name).values


def _captum(arena: Arena, some: slice, method: Any, **options: Any) -> Values:
    """Return values by captum: a feature for each modality, zeros for a baseline."""
    masks = tuple(torch.full((1, COLUMNS), place) for place in range(arena.players))
    inputs = tuple(each[some] for each in arena.inputs)
    attributed = method(arena.paid).attribute(
        inputs,
        baselines=(0,) * arena.players,
        additional_forward_args=(arena.labels[some],),
        feature_mask=masks,
        **options,
    )
    values: Values = torch.stack([each[:, 0] for each in attributed], dim=1).double().numpy()
    return values
