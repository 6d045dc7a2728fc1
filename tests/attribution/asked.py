"""Explainers of networks whose weights are random, and games whose worths are: what attribution methods are asked."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import torch

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.game import TableGame
from shapviz.data import catalog
from shapviz.data.modality import Modality
from shapviz.data.splits import Splits
from shapviz.models import build_model
from shapviz.runs.methods import METHODS
from shapviz.runs.spec import DatasetSpec, ModelSpec
from tests.models import worlds

SPLITS = Splits(np.arange(0, 40, 2), np.arange(1, 40, 6), np.setdiff1d(np.arange(1, 40, 2), np.arange(1, 40, 6)))
THREE = (worlds.MODALITIES[0], worlds.MODALITIES[2], worlds.MODALITIES[3])  # columns, a series, words
WAYS = tuple(
    {"head": head, "absence": absence, "prototypes": prototypes}
    for head in worlds.HEADS
    for absence in worlds.ABSENCES
    for prototypes in (False, True)
)
PAYOFFS = ("probability", "log_likelihood", "logit")
BASELINES = ("own", "zero", "mean", "background")

EXACT = [name for name, method in METHODS.items() if method.exact]
SAMPLED = [name for name, each in METHODS.items() if each.draws and each.aims == "shapley"]
COALITIONS = [name for name, method in METHODS.items() if method.needs == "coalitions"]
GRADIENTS = [name for name, method in METHODS.items() if method.needs == "gradients"]


def explainer(modalities: Sequence[Modality] = THREE, **way: object) -> Explainer:
    """Return an explainer of a network of these modalities, with a head as `worlds.model` has it but less certain."""
    model = worlds.model(modalities, **way)  # type: ignore[arg-type]
    with torch.no_grad():
        for parameter in model.head.parameters():
            parameter *= 0.2
    return Explainer(model, worlds.dataset(modalities), SPLITS)


@cache
def shipped(name: str, head: str = "additive") -> Explainer:
    """Return an explainer of a network of a dataset's modalities, in which no parameter is zero."""
    dataset, splits = catalog.load(DatasetSpec(name=name), seed=0)
    model = build_model(ModelSpec.model_validate({"head": head}), dataset.modalities, len(dataset.classes), seed=0)
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.1 * torch.randn(parameter.shape, generator=generator)
    some = Splits(splits.train[:50], splits.valid[:5], splits.test[:5])
    return Explainer(model, dataset, some)


def random_game(players: int, samples: int = 3, seed: int = 0) -> TableGame:
    """Return a game of random worths."""
    generator = torch.Generator().manual_seed(seed)
    worths = torch.randn(samples, 2**players, generator=generator, dtype=torch.float64)
    return TableGame([f"player {place}" for place in range(players)], worths)
