"""Real networks for the lab, loaded from their checkpoints. Loads torch."""

from functools import cached_property
from typing import Final

from shapviz.attribution.explainer import Explainer
from shapviz.experiment.ground import Ground
from shapviz.experiment.opening import opened
from shapviz.jobs.lab.lectern import Lectern
from shapviz.jobs.lab.questions import AttributionQuestion, Subject
from shapviz.jobs.lab.service import Work
from shapviz.models import FusionModel
from shapviz.robustness import strip
from shapviz.robustness.bench import Bench
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.exhibits import Shown
from shapviz.runs.robustness import Conditions, Corrupted


class Showcase(Bench):
    """A bench whose samples can be seen and heard."""

    def strip(self, conditions: Conditions) -> tuple[Shown, ...]:
        """Return what the samples that a page shows look like, before and after; errors as in `read`."""
        return strip.strip(self, conditions)

    def sound(self, row: int, modality: str, corrupted: Corrupted | None, draw: int) -> bytes:
        """Return a sample's sound as a WAV file; errors as in `values`, and for what cannot be heard."""
        return strip.sound(self, row, modality, corrupted, draw)


COPIES: Final = 3  # of the samples: whole, by splits, and corrupted. Beside them encodings and weights are small


class Opened:
    """The network of a run, opened once for all labs."""

    def __init__(self, subject: Subject, ground: Ground, model: FusionModel) -> None:
        self._subject = subject
        self._ground = ground
        self._model = model

    @property
    def size(self) -> int:
        """About how many bytes it takes, once everything has been asked of it."""
        samples = sum(view.nbytes for view in self._ground.dataset.views.values())
        weights: int = sum(each.nbytes for each in self._model.state_dict().values())
        return COPIES * (samples + weights)  # weights: as they are, and in double precision

    @cached_property
    def bench(self) -> Showcase:
        """The network under any conditions."""
        ground = self._ground
        return Showcase(self._model, ground.dataset, ground.splits, seed=self._subject.spec.seed)

    def explain(self, question: AttributionQuestion) -> Work:
        """Make the answer to a question about attributions."""
        return self._lectern.answer(question)

    @cached_property
    def _lectern(self) -> Lectern:
        return Lectern(self._explainer(self._model), self._subject, self._at)

    def _at(self, epoch: int) -> Explainer:
        """Return the same run after another of its epochs."""
        subject = self._subject
        return self._explainer(self._ground.trained(subject.spec, ArtifactStore.open(), subject.run, epoch))

    def _explainer(self, model: FusionModel) -> Explainer:
        return Explainer(model, self._ground.dataset, self._ground.splits, seed=self._subject.spec.seed)


def open_network(subject: Subject) -> Opened:
    """Return the network of a run.

    Raises:
        UsageError: If the dataset is not known, or the weights are not kept.
        StoreError: If the checkpoint cannot be read, or was made by another network.
    """
    ground, model = opened(subject.spec, ArtifactStore.open(), subject.run, subject.earlier)
    return Opened(subject, ground, model)
