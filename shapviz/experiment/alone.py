"""Networks that are trained for the sake of another one: each modality alone, or the same on other data."""

from collections.abc import Generator, Iterator
from dataclasses import replace

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.splits import Splits
from shapviz.experiment.setting import Setting
from shapviz.models import FusionModel
from shapviz.runs.asked import AFTERWARDS
from shapviz.runs.options import Alternating, Unimodal
from shapviz.runs.records import Event, Progress
from shapviz.runs.spec import ModelSpec, RunSpec
from shapviz.training.loop import Targets, Training
from shapviz.valuation.evidence import Bootstrap, ensemble_of, expected, gather


class Alone:
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
            for done in _done(self._setting.training(alone, learner)):
                yield Progress(epoch=before, fraction=done, doing="probing")
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


def trained_on(
    spec: RunSpec, setting: Setting, dataset: MultimodalDataset, splits: Splits
) -> Generator[float, None, FusionModel]:
    """Yield how much of it is done while a new network is trained as that of a run was, but on other data; return it.

    A new modality is last in any sequence.
    """
    if isinstance(spec.strategy, Alternating) and spec.strategy.sequence:
        strangers = (name for name in dataset.names if name not in setting.dataset.names)
        sequence = (*spec.strategy.sequence, *strangers)
        spec = spec.with_strategy(spec.strategy.model_copy(update={"sequence": sequence}))
    other = Setting.over(spec, setting.fabric, dataset, splits)
    learner = other.learner(spec)
    yield from _done(other.training(spec, learner, target=Alone(spec, other, {}).target))
    return learner.model


def _done(training: Training) -> Iterator[float]:
    """Train, and yield how much of it is done: nothing, while others are trained to find out what is expected."""
    last = training.spec.training.epochs
    for event in training.events():
        if isinstance(event, Progress):
            yield min(1.0, max(0.0, event.epoch - 1 + event.fraction) / last)
        elif event.epoch == last:
            return  # before the test split, of which nothing is asked
