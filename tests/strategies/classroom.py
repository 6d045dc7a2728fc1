"""A small classroom for tests of strategies: learners of any number of modalities, and records to plan from."""

from collections.abc import Sequence

import numpy as np
import torch
from lightning_fabric import Fabric
from torch.optim import SGD, Adam, AdamW, Optimizer

from shapviz.games import Interval, Valuation
from shapviz.models import BatchSource, FusionModel
from shapviz.runs.options import Alternating, Joint, JointUnimodal, ModalityDropout, Options, Unimodal
from shapviz.runs.records import EpochRecord
from shapviz.strategies import STRATEGIES, Learner, Strategy
from tests.models import worlds

NAMES = tuple(modality.name for modality in worlds.MODALITIES)
OPTIMIZERS = {
    "sgd": lambda parameters: SGD(parameters, lr=0.001, momentum=0.9, weight_decay=0.01),
    "adam": lambda parameters: Adam(parameters, lr=0.01, weight_decay=0.01),
    "adamw": lambda parameters: AdamW(parameters, lr=0.01, weight_decay=0.01),
}
EVERY_OPTIONS: tuple[Options, ...] = (
    Joint(),
    JointUnimodal(),
    ModalityDropout(),
    Unimodal(),
    *(Alternating(loss=loss) for loss in ("own", "full", "own_full", "inherit")),
)


def label(options: Options) -> str:
    """Return a readable id for a parametrised test."""
    return " ".join(str(value) for value in options.model_dump(include={"name", "loss", "order", "budget"}).values())


def learner(
    players: int = 3,
    *,
    head: str = "additive",
    absence: str = "zero",
    prototypes: bool = False,
    optimizer: str = "adam",
    samples: int = 24,
) -> Learner:
    """Return a learner in double precision; from three players on, the second and third have BatchNorm."""
    modalities = worlds.MODALITIES[:players]
    model = worlds.model(modalities, head=head, absence=absence, prototypes=prototypes)
    source = BatchSource(worlds.dataset(modalities, samples=samples), np.arange(samples), dtype=torch.float64)
    return Learner(model, OPTIMIZERS[optimizer](model.parameters()), Fabric(accelerator="cpu"), source, seed=0)


def strategy(options: Options, to: Learner) -> Strategy:
    """Return the strategy that belongs to the options."""
    return STRATEGIES[type(options)](options, to)


def record(
    shares: Sequence[float] | None,
    *,
    epoch: int = 0,
    names: Sequence[str] = NAMES,
    accuracy: Sequence[float] | None = None,
    samples: int = 500,
    half: float | Sequence[float] = 0.015,
    target: Sequence[float] | None = None,
) -> EpochRecord:
    """Return the record of an epoch in which the modalities had these shares; None means that nobody had one.

    `half` is half the width of their intervals, or of each one's; `target` is what was expected.
    """
    players = tuple(names)[: len(shares)] if shares is not None else tuple(names)
    halves = [half] * len(players) if isinstance(half, float) else half
    pairs = zip(shares or (), halves, strict=shares is not None)
    exact = tuple(Interval(share, share - each, share + each) for share, each in pairs) if shares is not None else None
    worth = tuple(accuracy) if accuracy is not None else (0.5,) * 2 ** len(players)
    nobody = tuple(Interval(0.0, 0.0, 0.0) for _ in players)
    valuation = Valuation(players, "accuracy", samples, worth, exact or nobody, exact, None, ())
    return EpochRecord(
        epoch=epoch,
        turns=(),
        train_loss=None,
        valid_loss=1.0,
        accuracy=worth,
        valuation=valuation,
        target=dict(zip(players, target, strict=True)) if target else None,
        encoder_passes=0,
        head_updates=0,
        seconds=0.0,
    )


def unvalued(last: EpochRecord) -> EpochRecord:
    """Return the record of the epoch after `last` if its plan was carried out and nobody was valued."""
    skipped = {"valid_loss": None, "accuracy": None, "valuation": None}
    return last.model_copy(update={"epoch": last.epoch + 1, "turns": last.next_turns, "next_turns": (), **skipped})


def snapshot(model: FusionModel, optimizer: Optimizer, name: str) -> dict[str, torch.Tensor]:
    """Return copies of all that belongs to one modality: parameters, buffers, optimizer state."""
    found: dict[str, torch.Tensor] = {}
    for place, module in enumerate(model.modules_of(name)):
        found |= {f"{place}.{key}": value for key, value in module.state_dict().items()}
        for key, parameter in module.named_parameters():
            found |= {f"{place}.{key}.{kind}": value for kind, value in optimizer.state.get(parameter, {}).items()}
    return {key: value.detach().clone() for key, value in found.items()}
