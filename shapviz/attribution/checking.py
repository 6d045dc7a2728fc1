"""The checks of a study: what methods are put to after they have been asked."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shapviz.attribution.budget import budget
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.retrained import Retrain, retrained
from shapviz.attribution.sanity import SEEDS, findings, some
from shapviz.runs.checks import Budget, Finding, Sanity
from shapviz.runs.methods import METHODS
from shapviz.runs.records import Dial, Progress, Spending
from shapviz.runs.spec import RunSpec

RUNS: Final = 3
SIZES: Final = (32, 128, 512)  # calls for each sample: doubling accuracy takes four times as many
FEW: Final = 8  # samples on which budgets are tried
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

    def dials(self) -> Generator[Progress, None, tuple[Dial, ...]]:
        """Return what more calls buy from each method that draws and aims at Shapley values."""
        found = []
        game = self.explainer.game(self.spec.attribution.question, some(self.explainer, count=FEW))
        drawing = [name for name in self.methods if METHODS[name].draws and METHODS[name].aims == "shapley"]
        for place, name in enumerate(drawing):
            yield self._progress(place / len(drawing))
            found.append(_dial(budget(game, name, SIZES, runs=RUNS, seed=self.spec.seed)))
        return tuple(found)

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


def _dial(found: Budget) -> Dial:
    """Return a budget without what it found for single samples."""
    return Dial(
        method=found.method,
        samples=len(found.rows),
        enumerated=found.enumerated,
        spent=tuple(Spending(**each.model_dump(include=set(Spending.model_fields))) for each in found.spent),
    )
