"""What networks that are to be compared have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
from lightning_fabric import Fabric

from shapviz.data import catalog
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.splits import Splits
from shapviz.experiment.ground import Ground
from shapviz.models import BatchSource
from shapviz.runs import samples
from shapviz.runs.spec import RunSpec
from shapviz.strategies import STRATEGIES, Alignment, Learner
from shapviz.training.checkpoint import Checkpoints
from shapviz.training.devices import weights_type
from shapviz.training.fabric import open_fabric
from shapviz.training.loop import Targets, Training
from shapviz.training.optimizers import build_optimizer


@dataclass(frozen=True)
class Setting(Ground):
    """What networks that are to be compared have in common: device and data, ready for training."""

    fabric: Fabric
    train: BatchSource
    valid: BatchSource
    test: BatchSource

    @classmethod
    def of(cls, spec: RunSpec) -> Self:
        """Return the device and the data of a run."""
        return cls.over(spec, open_fabric(spec.device), *catalog.load(spec.dataset, spec.seed))

    @classmethod
    def over(cls, spec: RunSpec, fabric: Fabric, dataset: MultimodalDataset, splits: Splits) -> Self:
        """Return a device with any data on it, in the precision of a run."""
        dtype = weights_type(spec.device)
        sources = (
            BatchSource(dataset, rows, fabric.device, dtype=dtype) for rows in (splits.train, splits.valid, splits.test)
        )
        return cls(fabric.device, dtype, dataset, splits, fabric, *sources)

    def learner(self, spec: RunSpec) -> Learner:
        """Return a new network and what training it takes."""
        model = self.model(spec)
        optimizer = build_optimizer(spec.training, model)
        alignment = Alignment(spec.training.align_features, spec.training.align_samples)
        return Learner(model, optimizer, self.fabric, self.train, spec.seed, alignment)

    def training(
        self,
        spec: RunSpec,
        learner: Learner,
        kept: Checkpoints | None = None,
        *,
        forked: bool = False,
        target: Callable[[], Targets] | None = None,
    ) -> Training:
        """Return the training of a network as `spec` describes it; `target` finds what its schedule's guide expects."""
        strategy = STRATEGIES[type(spec.strategy)](spec.strategy, learner)
        return Training(spec, strategy, self.valid, self.test, kept, forked, target)

    @property
    def unseen(self) -> dict[samples.SplitName, BatchSource]:
        """The splits that nothing was trained on."""
        return {"valid": self.valid, "test": self.test}

    @property
    def groups(self) -> int | None:
        """How many groups the validation samples come from; None if the dataset has none."""
        groups = self.dataset.groups
        return None if groups is None else len(np.unique(groups[self.splits.valid]))
