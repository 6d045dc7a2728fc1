"""What every training strategy is: a plan of turns for each epoch, and the loss that a turn descends.

Everything else is the same for all of them and stands here: who is frozen, the optimizer's step, the gradient norms.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.optim import Optimizer

from shapviz.models import Batch, BatchSource, FusionModel
from shapviz.runs.options import Options
from shapviz.runs.records import EpochRecord, Turn
from shapviz.strategies.alignment import Alignment

AnyOptions = TypeVar("AnyOptions", bound=Options)


@dataclass(frozen=True)
class Learner:
    """The network in training, and what training it takes."""

    model: FusionModel
    optimizer: Optimizer  # one, of all parameters
    fabric: Fabric
    train: BatchSource
    seed: int
    alignment: Alignment = field(default_factory=Alignment)  # of the modalities, under any strategy
    norms: bool = True  # whether anybody will look at gradient norms, which take an eighth of a step of small networks


@dataclass(frozen=True)
class Losses:
    """The losses of one batch, as scalars."""

    objective: Tensor  # what the step descends
    fused: Tensor  # mean cross-entropy of the fused prediction, in nats: what is reported, whatever the objective


@dataclass(frozen=True)
class Step:
    """What one optimizer step leaves to be recorded, detached."""

    loss: Tensor  # of the fused prediction, before the step
    gradient_norm: dict[str, Tensor]  # L2 norm of the gradient of each learning modality's parameters, if wanted


class Strategy(ABC, Generic[AnyOptions]):
    """How the modalities of one network learn, together or in turns.

    A strategy keeps nothing that a checkpoint would have to hold: its plan follows from the last record, its
    randomness from seed and epoch, and whatever it caches from the weights.

    A new one is a class of options in `runs/options.py`, a file with `plan` and `losses`, and a line in `STRATEGIES`.
    """

    def __init__(self, options: AnyOptions, learner: Learner) -> None:
        self.options = options
        self.learner = learner

    @property
    def modalities(self) -> tuple[str, ...]:
        """All modalities, in the order of the dataset."""
        return self.learner.model.modalities

    @abstractmethod
    def plan(self, last: EpochRecord) -> tuple[Turn, ...]:
        """Return the turns of the epoch after `last`: who learns, which part of the epoch, and why.

        A pure function: equal records have equal plans. The turns divide the epoch from 0 to 1 without gaps. Every
        epoch makes as many encoder passes as one pass of all encoders over the training split, whatever the turns, so
        that strategies are compared at equal cost: a third of an epoch is one pass for one of three encoders, or a
        third of a pass for all three. See `passes`.
        """

    @abstractmethod
    def losses(self, features: Mapping[str, Tensor], batch: Batch, turn: Turn) -> Losses:
        """Return the losses of a batch in a turn, differentiable by all that may learn in it.

        Args:
            features: (B, D) of each modality that learns.
            batch: The samples.
            turn: Who learns.
        """

    def frozen(self, batch: Batch, turn: Turn) -> dict[str, Tensor]:
        """Return the features (B, D) of the modalities whose turn it is not, as constants; none by default."""
        return {}

    def begin(self, epoch: int, turn: Turn) -> None:
        """Freeze everybody whose turn it is not.

        Frozen is meant to the last bit. Parameters need no gradient, so they have none rather than a zero, which would
        still let momentum, weight decay and Adam's averages move them; encoders are in evaluation mode, so that the
        running statistics of BatchNorm stay. What the head shares (a bias, the layers after the fusion) always learns.
        """
        self.learner.model.train()
        for name in self.modalities:
            learns = name in turn.modalities
            for module in self.learner.model.modules_of(name):
                module.train(learns).requires_grad_(learns)

    def step(self, batch: Batch, turn: Turn) -> Step:
        """Make one optimizer step and return what it leaves to be recorded."""
        fabric, optimizer = self.learner.fabric, self.learner.optimizer
        optimizer.zero_grad(set_to_none=True)
        with fabric.autocast():
            features = self.learner.model.encode({name: batch.inputs[name] for name in turn.modalities})
            losses = self.losses(features, batch, turn)
            objective = losses.objective
            if alignment := self.learner.alignment:
                objective = objective + alignment.loss(features, self.frozen(batch, turn))
        self.learner.model.observe(features, batch.labels)
        fabric.backward(objective)
        fabric.strategy.precision.unscale_gradients(optimizer)
        wanted = turn.modalities if self.learner.norms else ()
        norms = {name: gradient_norm(self.learner.model.parameters_of(name)) for name in wanted}
        fabric.strategy.optimizer_step(optimizer)
        return Step(loss=losses.fused.detach(), gradient_norm=norms)

    def end(self, turn: Turn) -> None:
        """Take note that the turn is over."""

    def contributions(self, features: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return what modalities with these features (B, D) contribute, (B, W) each."""
        return {name: self.learner.model.head.contribute(name, feature) for name, feature in features.items()}

    def own_losses(self, contributions: Mapping[str, Tensor], labels: Tensor) -> Tensor:
        """Return the sum of the cross-entropies of the predictions from each modality alone, a scalar."""
        return torch.stack([self.loss_of([name], contributions, labels) for name in self.modalities]).sum()

    def loss_of(self, present: Iterable[str], contributions: Mapping[str, Tensor], labels: Tensor) -> Tensor:
        """Return the mean cross-entropy in nats of the prediction from these modalities, all others being absent."""
        return cross_entropy(self.learner.model.logits({name: contributions[name] for name in present}), labels)


def together(modalities: tuple[str, ...], why: str) -> tuple[Turn, ...]:
    """Return the plan in which all modalities learn for the whole epoch."""
    return (Turn(modalities=modalities, start=0, end=1, why=why),)


def gradient_norm(parameters: Iterable[nn.Parameter]) -> Tensor:
    """Return the L2 norm of the gradients of all parameters that have one, a scalar."""
    return torch.nn.utils.get_total_norm([p.grad for p in parameters if p.grad is not None])
