"""The checks of a study: what methods are put to after they have been asked."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.retrained import Retrain, retrained
from shapviz.attribution.sanity import SEEDS, findings, some
from shapviz.runs.checks import Finding, Sanity
from shapviz.runs.records import Progress
from shapviz.runs.spec import RunSpec

SAMPLES: Final = 32  # that are looked at, evenly in the test split: some hundred networks are asked about each


@dataclass(frozen=True)
class Checking:
    """Checks of some methods on one network.

    Args:
        spec: Its section `attribution` says what is asked, and how far to check.
        explainer: Of the network.
        methods: Those that have not refused.
        retrain: How to train such a network on other data, for checks that need it.
    """

    spec: RunSpec
    explainer: Explainer
    methods: Sequence[str]
    retrain: Retrain

    def sanity(self) -> Generator[Progress, None, Sanity]:
        """Return what the checks say of every method."""
        found = []
        for finding in self._findings():
            if isinstance(finding, Finding):
                found.append(finding)
            else:
                yield finding
        question = self.spec.attribution.question
        return Sanity(question=question, rows=self._rows, seeds=SEEDS, findings=tuple(found))

    @property
    def _rows(self) -> tuple[int, ...]:
        return some(self.explainer, count=SAMPLES)

    def _findings(self) -> Iterator[Finding | Progress]:
        """Yield method after method what is found without training, then what takes networks that are trained anew."""
        asked, anew = self.spec.attribution, self.spec.attribution.checks == "retraining"
        effort = asked.effort(self.spec.seed)
        for place, method in enumerate(self.methods):
            told = findings(self.explainer, asked.question, [method], self._rows, effort=effort)
            yield from (each or self._progress(place / (len(self.methods) + anew)) for each in told)
        if anew:
            told = retrained(self.explainer, asked.question, self.methods, self._rows, effort, self.retrain)
            yield self._progress(len(self.methods) / (len(self.methods) + 1))
            yield from (each or self._progress(len(self.methods) / (len(self.methods) + 1)) for each in told)

    def _progress(self, fraction: float) -> Progress:
        return Progress(epoch=self.spec.training.epochs, fraction=fraction, doing="checking")
