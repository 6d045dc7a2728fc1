"""From a specification to events: the only place that joins data, network, strategy and training."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from typing import Self

import numpy as np
import torch
from lightning_fabric import Fabric

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.study import study as attributed
from shapviz.calibration import calibrate
from shapviz.data import catalog
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.splits import Splits
from shapviz.models import BatchSource, FusionModel, build_model
from shapviz.robustness.bench import Bench
from shapviz.robustness.study import study as corrupted
from shapviz.runs import samples
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.options import Alternating, Unimodal
from shapviz.runs.records import Event, FinalRecord, Progress
from shapviz.runs.spec import AFTERWARDS, ModelSpec, RunSpec
from shapviz.runs.store import RunStore
from shapviz.strategies import STRATEGIES, Alignment, Learner
from shapviz.training import Checkpoints, Targets, Training, build_optimizer, here, load_weights, open_fabric
from shapviz.valuation.evidence import Bootstrap, ensemble_of, expected, gather
from shapviz.valuation.samples import tabulate


def run(
    spec: RunSpec,
    *,
    artifacts: ArtifactStore | None = None,
    run_id: str | None = None,
    forked: bool = False,
    known: dict[str, FusionModel] | None = None,
) -> Iterator[Event]:
    """Yield the events of a run, training as they are asked for.

    The same spec on the same machine yields the same records, `seconds` apart, also after a kill.

    Args:
        spec: Everything that describes the run.
        artifacts: Where its checkpoints are kept. If there are some already, the run goes on from the newest, and
            yields the record of that epoch once more. None keeps nothing.
        run_id: Whose checkpoints these are; by default the spec's fingerprint names them.
        forked: Whether it goes on from another run, whose checkpoint `shapviz.runs.forks` has laid there.
        known: Networks that were trained alone for the run before, by what they were trained for. Runs that differ in
            their strategy need the same ones. Those of this run take their place.

    Raises:
        UsageError: If data, network, strategy and device do not fit each other, all problems at once.
        TrainingError: If the loss is no longer finite.
    """
    catalog.check(spec)
    setting = Setting.of(spec)
    learner = setting.learner(spec)
    run_id = run_id or spec.fingerprint()
    kept = Checkpoints(artifacts, run_id, spec.fingerprint()) if artifacts else None
    alone = _Alone(spec, setting, {} if known is None else known)
    yield from setting.training(spec, learner, kept, forked=forked, target=alone.target).events()
    tables = {split: tabulate(learner.model, source) for split, source in setting.unseen.items()}
    if artifacts:
        samples.write(artifacts, run_id, spec.training.epochs, tables)
    if spec.calibration.asked:
        yield from calibrate(spec, learner.model, setting.train, setting.unseen, tables)
    if spec.robustness.asked:
        bench = Bench(learner.model, setting.dataset, setting.splits, seed=spec.seed)
        yield from corrupted(spec, bench, artifacts, run_id)
    if spec.attribution.asked:
        explainer = Explainer(learner.model, setting.dataset, setting.splits, seed=spec.seed)
        yield from attributed(spec, explainer, partial(_trained_on, spec, setting), artifacts, run_id)
    if spec.probes:
        yield from alone.diagnosis(learner.model)


def opened(
    spec: RunSpec, artifacts: ArtifactStore, run_id: str, epoch: int | None = None
) -> tuple["Setting", FusionModel]:
    """Return the data of a run, and its network in evaluation mode as a checkpoint holds it.

    Only weights are needed: a checkpoint that has lost all else will do. Where this machine lacks the device that the
    run was trained on, the CPU takes its place.

    Args:
        spec: What describes the run.
        artifacts: Where it keeps its checkpoints.
        run_id: The run.
        epoch: Of which; None takes the newest.

    Raises:
        UsageError: If the dataset is not known, or the run has no such checkpoint.
        StoreError: If the checkpoint cannot be read, or was made by another network.
    """
    catalog.check(spec)
    setting = Setting.of(spec.model_copy(update={"device": here(spec.device)}))
    return setting, setting.trained(spec, artifacts, run_id, epoch)


def open_bench(run: str) -> Bench:
    """Return the bench of a recorded run: its network and test split, to be looked at under any conditions.

    Args:
        run: Its id, its name, or the start of its id.

    Raises:
        UsageError: If there is no such run, or its weights are not kept; errors else as in `opened`.
    """
    with closing(RunStore.open()) as store:
        info = store.get(run)
    setting, model = opened(info.spec, ArtifactStore.open(), info.id)
    return Bench(model, setting.dataset, setting.splits, seed=info.spec.seed)


def open_explainer(run: str, epoch: int | None = None) -> Explainer:
    """Return the explainer of a recorded run: its network and test split, of which attributions can be asked.

    Args:
        run: Its id, its name, or the start of its id.
        epoch: Of which the weights are to be; None takes the newest.

    Raises:
        UsageError: If there is no such run, or its weights are not kept; errors else as in `opened`.
    """
    with closing(RunStore.open()) as store:
        info = store.get(run)
    setting, model = opened(info.spec, ArtifactStore.open(), info.id, epoch)
    return Explainer(model, setting.dataset, setting.splits, seed=info.spec.seed)


@dataclass(frozen=True)
class Setting:
    """What networks that are to be compared have in common: device and data."""

    fabric: Fabric
    dataset: MultimodalDataset
    splits: Splits
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
        dtype = torch.float64 if spec.device.precision == "64-true" else torch.float32
        sources = (
            BatchSource(dataset, rows, fabric.device, dtype=dtype) for rows in (splits.train, splits.valid, splits.test)
        )
        return cls(fabric, dataset, splits, *sources)

    def model(self, spec: RunSpec) -> FusionModel:
        """Return a new network on the device."""
        model = build_model(spec.model, self.dataset.modalities, len(self.dataset.classes), spec.seed)
        self.fabric.strategy.precision.convert_module(model).to(self.fabric.device)  # both in place
        return model

    def trained(self, spec: RunSpec, artifacts: ArtifactStore, run_id: str, epoch: int | None = None) -> FusionModel:
        """Return a network in evaluation mode as a checkpoint holds it; arguments and errors as in `opened`."""
        model = self.model(spec)
        load_weights(model, artifacts, run_id, epoch)
        return model.eval()

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


def _trained_on(spec: RunSpec, setting: Setting, dataset: MultimodalDataset, splits: Splits) -> FusionModel:
    """Return a new network, trained as that of a run was but on other data; a new modality is last in any sequence."""
    if isinstance(spec.strategy, Alternating) and spec.strategy.sequence:
        strangers = (name for name in dataset.names if name not in setting.dataset.names)
        sequence = (*spec.strategy.sequence, *strangers)
        spec = spec.with_strategy(spec.strategy.model_copy(update={"sequence": sequence}))
    other = Setting.over(spec, setting.fabric, dataset, splits)
    learner = other.learner(spec)
    events = other.training(spec, learner, target=_Alone(spec, other, {}).target).events()
    deque(takewhile(lambda event: not isinstance(event, FinalRecord), events), maxlen=0)
    return learner.model


class _Alone:
    """The same modalities, each trained by itself from the same weights on the same batches: once, when first asked.

    Nothing of it is kept but what is recorded: after a kill it is done again if it is still needed.
    """

    def __init__(self, spec: RunSpec, setting: Setting, known: dict[str, FusionModel]) -> None:
        self._spec = spec
        self._setting = setting
        self._draws = Bootstrap(spec.valuation.resamples, spec.seed)
        self._known = known

    def target(self) -> Targets:
        """Return which shares the schedule's guide expects, by modality; None if it expects none."""
        strategy = self._spec.strategy
        if not isinstance(strategy, Alternating) or strategy.guide == "share" or not strategy.ranks:
            return None
        model = yield from self._trained(before=0)
        return expected(ensemble_of(model, self._setting.valid, self._draws))[strategy.guide]

    def diagnosis(self, fused: FusionModel) -> Iterator[Event]:
        """Yield what the comparison tells of a network at the end of its training."""
        last, setting = self._spec.training.epochs, self._setting
        model = yield from self._trained(before=last)
        yield gather(fused, model, setting.train, setting.valid, epoch=last, groups=setting.groups, draws=self._draws)

    def _trained(self, before: int) -> Generator[Event, None, FusionModel]:
        """Return the networks, trained unless they are; what is told carries the number of the epoch that waits."""
        alone = unimodal(self._spec)
        digest = alone.digest(without=AFTERWARDS)
        if digest not in self._known:
            learner = replace(self._setting.learner(alone), norms=False)
            for event in self._setting.training(alone, learner).events():
                if isinstance(event, Progress):
                    done = (event.epoch - 1 + event.fraction) / alone.training.epochs
                    yield Progress(epoch=before, fraction=min(1.0, done), doing="probing")
                elif event.epoch == alone.training.epochs:
                    break  # before the test split, of which nothing is asked
            self._known.clear()  # the run after this one needs these or others, and never those of earlier runs
            self._known[digest] = learner.model
        return self._known[digest]


def unimodal(spec: RunSpec) -> RunSpec:
    """Return the run in which the same modalities learn alone, and are looked at no more often than they must.

    Whatever the network of `spec`, theirs is the plain one of its size: an additive head, nothing that stands in for
    the absent, and nobody aligned with anybody. So what the modalities share is a bias, and adding up their logits is
    the late ensemble. Encoders start from the same weights under any head.
    """
    model = ModelSpec(size=spec.model.size)
    # a learning rate that is halved by what is seen is part of the training
    every = spec.valuation.every if spec.training.halve_after else spec.training.epochs
    valuation = spec.valuation.model_copy(update={"every": every})
    training = spec.training.model_copy(update={"align_features": 0.0, "align_samples": 0.0})
    return spec.model_copy(
        update={"strategy": Unimodal(), "model": model, "training": training, "valuation": valuation}
    )
